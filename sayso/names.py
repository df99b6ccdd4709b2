"""resolve: Parse -> Cast. Who and what "he", "Seoul", "the spy agency" or "these troops" are in one article.

Names are found from part-of-speech tags, the gazetteer, titles and shapes: no named-entity model is run. The words are
read once from left to right; what each can stand for is what the article has named so far (and, for a short name, the
fullest name anywhere in it). What stays unknown says so: kind "unnamed", and named is false.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sayso.claim import Extent, Item, Party, PartyKind, Role, Source, Span, make_id
from sayso.gazetteer import Entry, Gazetteer, Match, normal
from sayso.sentences import Parse, Sentence, Token

NOUNS = {"NN", "NNS", "NNP", "NNPS"}
PROPER = {"NNP", "NNPS"}
BEFORE_NOUN = NOUNS | {"JJ", "JJR", "JJS", "VBN", "VBG", "CD", "HYPH", "POS", "ADD", "XX", "AFX", "FW"}
HYPHENS = {"-", "–", "‑"}
PARTICLES = {"al", "bin", "ibn", "de", "da", "del", "della", "der", "van", "von", "la", "le", "du", "el", "ul", "dos"}
CALENDAR = set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december jan feb mar apr jun jul aug sep sept oct nov dec god internet covid christmas ramadan easter".split()
)
ORGANISATION_HEADS = set(
    "ministry agency service services council command institute university committee center centre department army party group corp "
    "corporation company inc ltd llc plc bureau office commission authority administration union association federation organization organisation "
    "foundation fund bank court parliament congress senate assembly force forces guard guards guards navy fleet brigade battalion regiment "
    "division corps staff directorate board bureau league alliance coalition front movement network college school academy hospital "
    "laboratory observatory society trust airlines airways industries systems technologies motors energy police secretariat mission "
    "embassy cabinet tribunal inspectorate institution club church initiative forum think-tank foundation conference chamber exchange "
    "watch monitor project brigades militia legion squadron unit task taskforce media times post journal herald tribune news gazette press "
    "telegraph guardian observer broadcasting radio television tv magazine".split()
)
MEDIUM_HEADS = set("media times post journal herald tribune news gazette press telegraph observer broadcasting radio television tv magazine".split())
PLACE_HEADS = set(
    "region oblast province district county city village town river sea lake mountain mountains island islands peninsula valley port "
    "airport strait gulf bay base street avenue square park bridge desert canal coast governorate prefecture township border camp crossing "
    "hill hills forest cape ocean airfield palace stadium hotel hall".split()
)
LOCATIVE = {"in", "near", "at", "to", "from", "into", "across", "around", "outside", "inside", "toward", "towards", "through", "within", "over",
            "throughout", "via", "beyond", "along", "off", "onto", "on", "of"}  # fmt: skip
SUBJECTS = {"nsubj", "nsubjpass", "csubj", "agent"}
MALE = {"he", "him", "his", "himself"}
FEMALE = {"she", "her", "hers", "herself"}
PERSONAL = MALE | FEMALE
NEUTER = {"it", "its", "itself"}
PLURAL = {"they", "them", "their", "theirs", "themselves"}
STATE_NOUNS = {"country", "nation", "state", "government", "regime", "side", "party", "capital", "republic"}
REACH = 6  # sentences back that a pronoun or "the minister" may point: the nearest is right or none is


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the article that denote a party, a place or a group."""

    span: Span
    head: int  # number of its head word
    name: str
    kind: str  # a PartyKind, or "place", "group", "thing"
    named: bool
    country: str = ""
    role: str = ""
    party: str = ""


@dataclass(slots=True, eq=False)
class Figure:
    """Someone or something the article speaks of, as far as it has been read."""

    name: str
    kind: str
    named: bool
    country: str = ""
    role: str = ""
    gender: str = ""
    plural: bool = False
    offices: tuple[tuple[str, str], ...] = ()  # (class of office, country) held
    sort: str = ""  # what a group or body is: "troops", "spy agency"
    state: bool = False  # a group that acts for its country: "North Korean troops"
    members: tuple[Figure, ...] = ()
    aliases: tuple[str, ...] = ()
    times: int = 0

    def called(self, name: str) -> None:
        self.times += 1
        if name != self.name and name not in self.aliases:
            self.aliases = (*self.aliases, name)


@dataclass(slots=True, eq=False)
class Found:
    """A stretch of words and the figure they stand for."""

    start: int
    end: int
    head: Token
    figure: Figure
    place: bool = False  # stands for the place, not for those who rule it
    pronoun: bool = False

    @property
    def subject(self) -> bool:
        return self.head.dep in SUBJECTS or (self.head.dep == "conj" and self.head.head.dep in SUBJECTS)


# The phrase around a word


def left_edge(tokens: list[Token], head: Token) -> int:
    """Where the noun phrase of this head begins, without its article."""
    first = head.i
    start = head.sentence.tokens[0].i
    while first > start and tokens[first - 1].tag in BEFORE_NOUN and tokens[first - 1].dep not in ("ROOT", "cc"):
        first -= 1
    while first < head.i and (tokens[first].tag in ("POS", "HYPH")):
        first += 1
    return first


def owner(head: Token) -> Token | None:
    """Who stands in the genitive before a word ("Ukraine's army") or behind its "of" or "from"."""
    if own := head.child("poss"):
        return own
    for prep in head.children:
        if prep.dep == "prep" and prep.lower in ("of", "from", "for") and (own := prep.child("pobj")):
            return own
    return None


MEASURES = set(
    "thousands hundreds dozens millions billions tens scores number numbers group groups lot lots majority most some many handful pair couple "
    "quantity quantities amount amounts series batch batches set range variety total kind kinds type types sort sorts any several few one none all both "
    "part parts half bulk rest piece pieces tons tonnes shipment shipments supply supplies delivery deliveries squadron squadrons fleet".split()
)


def counted(head: Token) -> Token:
    """What is counted or measured: "soldiers" in "thousands of soldiers"."""
    for _ in range(3):
        of = next((c for c in head.children if c.dep == "prep" and c.lower == "of"), None)
        below = of.child("pobj") if of else None
        if below is None or head.lower not in MEASURES:
            return head
        head = below
    return head


# Place or government

PLACE_BEFORE = {"in", "near", "at", "outside", "inside", "around", "across", "through", "throughout", "within", "into", "via", "along", "beyond", "off", "on",
                "toward", "towards", "over", "above"}  # fmt: skip
MOVING = set(
    "arrive travel go fly return come move visit leave flee deploy head enter march sail walk drive migrate emigrate live reside reach relocate "
    "land bear born stay remain bring take carry transport ship evacuate escape cross invade withdraw depart locate base situate settle study work play "
    "tour bomb strike shell occupy hold host attend".split()
)
GOVERNED = set("war ally allies government policy decision effort efforts troops forces army military refusal support request claim claims demand "
               "position statement response regime leadership interests intentions ambitions aggression plan plans proposal".split())  # fmt: skip


def is_locative(token: Token) -> bool:
    """Whether a state's or city's name stands for the place: "in Moscow", and not "Moscow said"."""
    dep, above = token.dep, token.head
    while dep == "conj" and above is not token:
        token, dep, above = above, above.dep, above.head
    if dep == "pobj":
        prep = above.lower
        if prep in PLACE_BEFORE:
            return True
        if prep in ("to", "from"):
            return above.head.lemma in MOVING
        return False
    if dep in ("dobj", "obj"):
        return above.lemma in MOVING
    return dep == "npadvmod"


class Cast:
    """Everyone in one article."""

    def __init__(self, parse: Parse, gazetteer: Gazetteer, found: list[Found]) -> None:
        self.parse = parse
        self.gazetteer = gazetteer
        self._found = sorted(found, key=lambda f: (f.start, f.end))
        self._cover: dict[int, Found] = {}
        for one in sorted(self._found, key=lambda f: f.start - f.end):
            for i in range(one.start, one.end):
                self._cover[i] = one
        self._ids: dict[int, str] = {}
        self.mentions = [self._mention(f) for f in self._found]
        self._mention_of = {id(f): m for f, m in zip(self._found, self.mentions, strict=True)}
        self.parties = self._parties()

    # What a mention says

    def _mention(self, one: Found) -> Mention:
        name, kind, party = self._standing(one)
        figure = one.figure
        span = self.parse.cut(self.parse.tokens[one.start : one.end])
        return Mention(span, one.head.i, name, kind, figure.named, figure.country, figure.role, party)

    def _standing(self, one: Found) -> tuple[str, str, str]:
        """Name, kind and party of whom a mention stands for in an event."""
        figure = one.figure
        if one.place:
            return figure.sort or figure.name, "place", ""
        if figure.state and figure.country in self.gazetteer.states:
            name = self.gazetteer.states[figure.country]
            return name, "state", party_id("state", name, figure.country)
        kind = "group" if figure.kind == "unnamed" else figure.kind
        return figure.name, kind, party_id(figure.kind, figure.name, figure.country) if figure.named and figure.kind in PARTIES else ""

    def _parties(self) -> tuple[Party, ...]:
        found: dict[str, Party] = {}
        for one, mention in zip(self._found, self.mentions, strict=True):
            if mention.party and one.figure.named and mention.party not in found:
                f = one.figure
                kind: PartyKind = f.kind  # type: ignore[assignment]
                found[mention.party] = Party(mention.party, f.name, kind, f.country, f.role, tuple(sorted(f.aliases)))
        return tuple(found[key] for key in sorted(found))

    # The questions

    def at(self, token: Token) -> Mention | None:
        """The mention that covers this word."""
        one = self._cover.get(token.i)
        return self._mention_of[id(one)] if one else None

    def source(self, span: Span) -> Source:
        """A credited phrase as a source."""
        tokens = self.parse.between(span.start, span.end)
        found = self._credited(tokens)
        if not found:
            return Source(span.text, span.span, bare(span.text), "unnamed", False)
        figures = [f.figure for f in found]
        if len(figures) == 1 and figures[0].members:
            figures = list(figures[0].members)
        if len(figures) > 1:
            name = " and ".join(dict.fromkeys(f.name for f in figures))
            return Source(span.text, span.span, name, kind_of(figures[0]), any(f.named for f in figures))
        figure = figures[0]
        party = party_id(figure.kind, figure.name, figure.country) if figure.named and figure.kind in PARTIES else ""
        return Source(span.text, span.span, figure.name, kind_of(figure), figure.named, figure.role, figure.country, party)

    def _credited(self, tokens: list[Token]) -> list[Found]:
        """Whom a credited phrase names: its head word's mention and those coordinated with it."""
        inside = {t.i for t in tokens}
        heads = [t for t in tokens if t.head.i not in inside or t.head is t]
        nominal = [t for t in heads if t.tag in NOUNS or t.pos == "PRON" or t.i in self._cover]
        below = [t for t in tokens if t.i in self._cover and t not in nominal]
        for head in nominal + [t for t in below if t.tag in NOUNS or t.pos == "PRON"]:
            head = counted(head)
            if one := self._cover.get(head.i):
                return self._joined(one, inside)
        return []

    def _joined(self, one: Found, inside: set[int]) -> list[Found]:
        found = [one]
        for t in one.head.conjuncts():
            other = self._cover.get(t.i)
            if t.i in inside and other and other.figure not in [f.figure for f in found]:
                found.append(other)
        return found

    def role(self, head: Token) -> Role:
        """The noun phrase headed by this word as a party or place in an event."""
        head = counted(head)
        span = self.phrase(head)
        one = self._cover.get(head.i)
        if one is None:
            return Role(span.text, span.span, span.text, "thing")
        if one.figure.members:
            name = " and ".join(dict.fromkeys(f.name for f in one.figure.members))
            return Role(span.text, span.span, name, kind_of(one.figure.members[0]))
        name, kind, party = self._standing(one)
        return Role(span.text, span.span, name, kind, one.figure.country, party)

    def members(self, of: Span | Token) -> list[Role]:
        """Each of those whom a joint phrase stands for: "both nations", "Russia and North Korea"."""
        if isinstance(of, Token):
            found = self._joined(self._cover[of.i], {t.i for t in of.sentence.tokens}) if of.i in self._cover else []
        else:
            found = self._credited(self.parse.between(of.start, of.end))
        roles: list[Role] = []
        for one in found:
            role = self.role(one.head)
            for figure in one.figure.members:
                party = party_id(figure.kind, figure.name, figure.country)
                roles.append(replace(role, name=figure.name, kind=figure.kind, country=figure.country, party=party))
            if not one.figure.members:
                roles.append(role)
        return roles

    def phrase(self, head: Token) -> Span:
        """The words of a noun phrase without its article and without what follows its head, but for "of" and "from"."""
        tokens = self.parse.tokens
        one = self._cover.get(head.i)
        first = min(left_edge(tokens, head), one.start if one else head.i)
        last = max(head.i + 1, one.end if one else 0)
        if tokens[first].lower in ("the", "a", "an") and first < head.i:
            first += 1
        return self.parse.cut(tokens[first:last])

    def item(self, head: Token) -> Item:
        """The noun phrase headed by this word as a thing moved."""
        head = counted(head)
        tokens = self.parse.tokens
        if name := self._designation(head):
            start, end, entry = name
            span = self.parse.cut(tokens[start:end])
            return Item(span.text, span.span, entry.name, entry.sort, entry.country)
        first = left_edge(tokens, head)
        sentence, base = head.sentence.tokens, head.sentence.tokens[0].i
        while first < head.i and (tokens[first].tag in ("CD", "DT", "PRP$") or tokens[first].tag == "HYPH"):
            first += 1
        span = self.parse.cut(tokens[first : head.i + 1])
        kind, country = "", ""
        for i in range(first, head.i + 1):
            named = self.gazetteer.match("name", sentence, i - base)
            if named and named.end + base <= head.i + 1 and named.entry.kind in ("equipment", "state", "demonym"):
                country = country or named.entry.country
                kind = kind or (named.entry.sort if named.entry.kind == "equipment" else "")
            made = tokens[i].text.rpartition("-") if "-" in tokens[i].text else ("", "", "")
            if not country and made[2] in ("made", "built", "supplied", "designed", "era"):
                entry = self.gazetteer.lookup("name", made[0])
                country = entry.country if entry else ""
            common = self.gazetteer.match("item", sentence, i - base)
            if not kind and common and common.end + base == head.i + 1:
                kind = common.entry.sort
        return Item(span.text, span.span, span.text, kind, country)

    def _designation(self, head: Token) -> tuple[int, int, Entry] | None:
        """The named system that this very word is or ends with."""
        sentence, base = head.sentence.tokens, head.sentence.tokens[0].i
        for at in range(max(0, head.i - base - 4), head.i - base + 1):
            found = self.gazetteer.match("name", sentence, at)
            if found and found.entry.kind == "equipment" and found.start <= head.i - base < found.end:
                return found.start + base, found.end + base, found.entry
        return None


PARTIES = {"person", "office", "organisation", "state", "medium"}


def kind_of(figure: Figure) -> PartyKind:
    """A figure's kind as a source or party has it."""
    return figure.kind if figure.kind in PARTIES else "unnamed"  # type: ignore[return-value]


def party_id(kind: str, name: str, country: str) -> str:
    """The same for the same party in every article."""
    return make_id("party", kind, normal(name), country)


def bare(text: str) -> str:
    """A phrase without its article."""
    for article in ("the ", "a ", "an "):
        if text.lower().startswith(article):
            return text[len(article) :]
    return text


# Finding the names


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of proper nouns that the gazetteer does not know."""

    start: int  # in the article's tokens
    end: int


class Reader:
    """Reads one article from left to right and gathers who is in it."""

    def __init__(self, parse: Parse, gazetteer: Gazetteer) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.gazetteer = gazetteer
        self.found: list[Found] = []
        self.cover: dict[int, Found] = {}
        self.people: dict[str, list[Figure]] = {}  # by each word of their full names
        self.bodies: dict[str, Figure] = {}  # organisations, states … by normal name and country
        self.known: dict[int, Match] = {}  # gazetteer names by their first token
        self.inside: dict[int, Match] = {}  # … by each of their tokens
        self.offices: dict[int, Match] = {}  # by each of their tokens

    def read(self) -> list[Found]:
        for sentence in self.parse.sentences:
            self._look_up(sentence)
        runs = [run for sentence in self.parse.sentences for run in self._runs(sentence)]
        single = [run for run in runs if self._name_run(run)]
        for run in single:
            self._short_name(run)
        for first in sorted(self.known):
            self._known_name(self.known[first])
        for sentence in self.parse.sentences:
            for token in sentence.tokens:
                self._anaphor(token)
        return self.found

    def _look_up(self, sentence: Sentence) -> None:
        base = sentence.tokens[0].i
        for m in self.gazetteer.matches("office", sentence.tokens):
            last = sentence.tokens[m.end - 1]
            if last.tag in NOUNS or m.entry.kind == "address":
                found = Match(m.start + base, m.end + base, m.entry)
                self.offices.update(dict.fromkeys(range(found.start, found.end), found))
        for m in self.gazetteer.matches("name", sentence.tokens):
            found = Match(m.start + base, m.end + base, m.entry)
            if m.entry.kind != "equipment" and self._is_name(found):
                self.known[found.start] = found
                self.inside.update(dict.fromkeys(range(found.start, found.end), found))

    def _is_name(self, found: Match) -> bool:
        """Whether a known name is not part of a person's ("Lloyd Austin", "Chad Smith")."""
        token, last = self.tokens[found.start], self.tokens[found.end - 1]
        kind = found.entry.kind
        if kind not in ("place", "capital", "state") or found.end - found.start > 1:
            return True
        if kind == "place" and token.tag not in PROPER:
            return False
        before = self.tokens[found.start - 1] if found.start > token.sentence.tokens[0].i else None
        after = self.tokens[last.i + 1] if last.i < last.sentence.tokens[-1].i else None
        if before is not None and before.tag in PROPER and before.head is token and self.gazetteer.is_given(before.text):
            return False
        if kind == "place" and before is not None and before.i in self.offices and before.head is token:
            return False
        follows = after is not None and after.tag == "NNP" and token.head is after and after.text.isalpha() and not after.text.isupper()
        return not (
            follows
            and after is not None
            and self.gazetteer.is_given(token.text)
            and after.i not in self.offices
            and after.lower not in ORGANISATION_HEADS | PLACE_HEADS
        )

    def _runs(self, sentence: Sentence) -> list[Run]:
        """The stretches of unknown proper nouns, titles left out."""
        found: list[Run] = []
        if sentence.block.kind == "heading":
            return found
        at, end = sentence.tokens[0].i, sentence.tokens[-1].i + 1
        while at < end:
            if self._in_run(at, at):
                stop = at + 1
                while stop < end and (self._in_run(stop, at) or self._bridges(stop, end)):
                    stop += 1
                found.append(Run(at, stop))
                at = stop
            else:
                at += 1
        return found

    def _in_run(self, i: int, start: int) -> bool:
        token = self.tokens[i]
        if i in self.inside or token.lower in CALENDAR or not token.text[0].isalnum():
            return False
        if i in self.offices:
            office = self.offices[i]
            after = self.tokens[office.end] if office.end < len(self.tokens) else None
            name_like = token.tag in PROPER and i > start and self.gazetteer.is_given(self.tokens[i - 1].text)
            organ = after is not None and after.tag in PROPER and after.lower in ORGANISATION_HEADS
            return (name_like or organ) and token.tag in PROPER
        if i > start and self.tokens[i - 1].text in HYPHENS and token.start == self.tokens[i - 1].end:
            return token.text[0].isalpha()
        return token.tag in PROPER and (token.text[0].isupper() or token.text[0].isdigit())

    def _bridges(self, i: int, end: int) -> bool:
        """Whether a hyphen or particle stands within a name ("Jong-un", "bin Salman")."""
        token = self.tokens[i]
        if i + 1 >= end:
            return False
        after = self.tokens[i + 1]
        if token.text in HYPHENS:
            return token.start == self.tokens[i - 1].end and after.start == token.end and after.text.isalpha() and i + 1 not in self.inside
        return token.lower in PARTICLES and token.text.islower() and after.tag in PROPER and i + 1 not in self.inside and i + 1 not in self.offices

    # Full names

    def _name_run(self, run: Run) -> bool:
        """Take a run as a person or an organisation; true where it is too short to tell yet."""
        words = self.tokens[run.start : run.end]
        if any(w.lower in ORGANISATION_HEADS for w in words) and not self._looks_personal(run):
            self._organisation(run)
            return False
        if len(words) == 1:
            return True
        if words[-1].lower in PLACE_HEADS and not self.gazetteer.is_given(words[0].text):
            self._place(run)
            return False
        title = self._title(run.start)
        apposition = self._apposition(run.end)
        if title or apposition or self._looks_personal(run):
            self._person(run, title, apposition)
        elif self._after_locative(words[-1]):
            self._place(run)
        elif any(c.tag == "DT" for c in words[-1].children) or any(ch.isdigit() for w in words for ch in w.text):
            self._body(run, "organisation" if words[-1].dep in SUBJECTS else "thing")
        else:
            self._person(run, title, apposition)
        return False

    def _looks_personal(self, run: Run) -> bool:
        first = self.tokens[run.start]
        return run.end - run.start in (2, 3, 4) and self.gazetteer.is_given(first.text) and not first.text.isupper()

    def _after_locative(self, last: Token) -> bool:
        return last.dep == "pobj" and last.head.lower in PLACE_BEFORE | {"to", "from"}

    def _title(self, start: int) -> tuple[int, Match] | None:
        """The office that stands right before a name, and where its phrase begins."""
        office = self.offices.get(start - 1)
        if office is None or office.end != start or self.tokens[start - 1].sentence is not self.tokens[start].sentence:
            return None
        first = office.start
        bottom = self.tokens[start].sentence.tokens[0].i
        while first > bottom and (self.tokens[first - 1].tag in BEFORE_NOUN or first - 1 in self.inside):
            first -= 1
        while self.tokens[first].tag in ("POS", "HYPH", "CD") and first < office.start:
            first += 1
        return first, office

    def _apposition(self, end: int) -> tuple[int, int, Match] | None:
        """The office named behind a name and a comma: "…, a Pentagon spokesman,"."""
        if end >= len(self.tokens) or self.tokens[end].text != "," or end + 1 >= len(self.tokens):
            return None
        at, office = end + 1, None
        sentence = self.tokens[end].sentence
        while at < len(self.tokens) and at < end + 16 and self.tokens[at].sentence is sentence:
            token = self.tokens[at]
            if at in self.offices and self.offices[at].entry.kind == "office" and office is None:
                office = self.offices[at]
            if token.tag not in BEFORE_NOUN | {"DT", "IN", "PRP$"} and at not in self.inside and token.lower != "and":
                break
            if token.tag == "IN" and (office is None or token.lower not in ("of", "for", "to", "at", "in")):
                break
            at += 1
        if office is None or at == end + 1:
            return None
        first = end + 1
        while self.tokens[first].tag in ("DT", "PRP$") and first < office.start:
            first += 1
        while at > office.end and self.tokens[at - 1].tag in ("IN", "DT", "CC"):
            at -= 1
        return first, at, office

    def _person(self, run: Run, title: tuple[int, Match] | None, apposition: tuple[int, int, Match] | None) -> None:
        words = self.tokens[run.start : run.end]
        name = self.parse.cut(words).text
        figure = self._known_person(name) or Figure(name, "person", True)
        if len(name.split()) > len(figure.name.split()):
            figure.called(figure.name)
            figure.name = name
        figure.called(name)
        for word in person_words(figure.name):
            if figure not in self.people.setdefault(word, []):
                self.people[word].append(figure)
        figure.gender = figure.gender or self.gazetteer.gender(words[0].text)
        self._holds(figure, title[0], run.start, title[1]) if title and title[1].entry.kind == "office" else None
        self._holds(figure, *apposition) if apposition else None
        if title and title[1].entry.kind == "address":
            figure.gender = title[1].entry.sort or figure.gender
        self._add(Found(title[0] if title else run.start, run.end, self._head(run.start, run.end), figure))

    def _known_person(self, name: str) -> Figure | None:
        """The figure of the same full name, or the same first and last word of it."""
        words = person_words(name)
        for figure in self.people.get(words[-1], []):
            have = person_words(figure.name)
            if have == words or (len(have) > 1 and len(words) > 1 and have[0] == words[0] and have[-1] == words[-1]) or set(have) == set(words):
                return figure
        return None

    def _holds(self, figure: Figure, start: int, end: int, office: Match) -> None:
        """Note an office that a person holds, in the text's words, and whose it is."""
        words = self.parse.cut(self.tokens[start:end]).text
        country = next((c for c in (self._country_at(i) for i in range(start, end)) if c), "")
        if not figure.role or (country and not figure.country):
            figure.role = words
        figure.country = figure.country or country
        figure.offices = (*figure.offices, (office.entry.sort, country))

    def _country_at(self, i: int) -> str:
        return self.inside[i].entry.country if i in self.inside else ""

    def _organisation(self, run: Run) -> None:
        """An organisation by its shape, with the country before it and the "of …" behind it."""
        start, end = run.start, run.end
        country = ""
        before = self.inside.get(start - 1)
        if before and before.entry.kind in ("demonym", "state") and before.end == start and self.tokens[start - 1].sentence is self.tokens[start].sentence:
            start, country = before.start, before.entry.country
        elif self.tokens[start - 1].tag == "POS" and (before := self.inside.get(start - 2)) and before.entry.kind in ("state", "capital"):
            country = before.entry.country
        end = self._extended(end)
        country = country or next((c for c in (self._country_at(i) for i in range(start, end)) if c), "")
        self._body(Run(start, end), "organisation", country)

    def _extended(self, end: int) -> int:
        """The end of an organisation's name with its "of Foreign Affairs" or "for the Study of War"."""
        while end + 1 < len(self.tokens) and self.tokens[end].lower in ("of", "for"):
            at = end + 1
            at += self.tokens[at].lower == "the"
            stop = at
            while stop < len(self.tokens) and self.tokens[stop].tag in PROPER and stop not in self.offices and self.tokens[stop].sentence is self.tokens[end].sentence:
                stop += 1
            if stop == at:
                break
            end = stop
        return end

    def _body(self, run: Run, kind: str, country: str = "") -> None:
        name = self.parse.cut(self.tokens[run.start : run.end]).text
        if kind == "organisation" and self.tokens[run.end - 1].lower in MEDIUM_HEADS:
            kind = "medium"
        figure = self._figure(name, kind, country)
        self._acronym(run.end, figure)
        self._add(Found(run.start, run.end, self._head(run.start, run.end), figure))

    def _acronym(self, end: int, figure: Figure) -> None:
        """A short form in brackets behind a name stands for it in the whole article."""
        if end + 2 < len(self.tokens) and self.tokens[end].text == "(" and self.tokens[end + 2].text == ")":
            short = self.tokens[end + 1].text
            if short.isupper() and 2 <= len(short) <= 8:
                self.bodies.setdefault(normal(short), figure)
                figure.called(short)

    def _place(self, run: Run) -> None:
        name = self.parse.cut(self.tokens[run.start : run.end]).text
        self._add(Found(run.start, run.end, self._head(run.start, run.end), self._figure(name, "place", ""), place=True))

    def _figure(self, name: str, kind: str, country: str) -> Figure:
        """The figure of this name, new or known; a name with and without its country are one where nothing speaks against it."""
        key = normal(name)
        figure = self.bodies.get(key)
        if figure is None or (country and figure.country and figure.country != country):
            figure = self.bodies[key] = Figure(name, kind, True, country)
        figure.country = figure.country or country
        figure.called(name)
        return figure

    def _head(self, start: int, end: int) -> Token:
        """The word of a stretch that hangs on something outside it."""
        inside = range(start, end)
        for token in reversed(self.tokens[start:end]):
            if token.head.i not in inside or token.head is token:
                return token
        return self.tokens[end - 1]

    def _add(self, one: Found) -> None:
        self.found.append(one)
        for i in range(one.start, one.end):
            if i not in self.inside or self.cover.get(i) is None:
                self.cover[i] = one

    # Short names and known names

    def _short_name(self, run: Run) -> None:
        """A single unknown name: a surname, a short form, or something new."""
        token = self.tokens[run.start]
        title, apposition = self._title(run.start), self._apposition(run.end)
        figures = self.people.get(person_words(token.text)[0], []) if person_words(token.text) else []
        if figures:
            figure = self._best(figures, token)
            figure.called(token.text)
            if title and title[1].entry.kind == "office":
                self._holds(figure, title[0], run.start, title[1])
            elif title:
                figure.gender = title[1].entry.sort or figure.gender
            self._add(Found(title[0] if title else run.start, run.end, token, figure))
        elif title or apposition or self.gazetteer.is_given(token.text):
            self._person(run, title, apposition)
        elif normal(token.text) in self.bodies:
            figure = self.bodies[normal(token.text)]
            figure.called(token.text)
            self._add(Found(run.start, run.end, token, figure))
        elif self._after_locative(token) and not token.text.isupper():
            self._place(run)
        elif token.dep != "compound" and token.tag in PROPER and len(token.text) > 1:
            self._body(run, "organisation" if token.dep in SUBJECTS | {"poss", "pobj", "conj"} else "thing")

    def _best(self, figures: list[Figure], token: Token) -> Figure:
        """Of several people of one name the one whose surname it is, and who was named last before here."""
        word = person_words(token.text)[0]
        last = [f for f in figures if person_words(f.name)[-1] == word] or figures
        if len(last) == 1:
            return last[0]
        nearest = [f for f in reversed(self.found) if f.figure in last and f.start < token.i]
        return max(nearest, key=lambda f: f.start).figure if nearest else last[0]

    def _known_name(self, match: Match) -> None:
        entry = match.entry
        head = self._head(match.start, match.end)
        words = person_words(entry.name)
        if entry.kind == "place" and len(words) == 1 and self.people.get(words[0]):
            self._short_name(Run(match.start, match.end))
            return
        if entry.kind == "place":
            figure = self._figure(entry.name, "place", entry.country)
            figure.sort = entry.name
            self._add(Found(match.start, match.end, head, figure, place=True))
        elif entry.kind in ("state", "capital", "seat", "demonym"):
            name = entry.name if entry.kind == "state" else entry.sort or self.gazetteer.states.get(entry.country, entry.name)
            figure = self._figure(name, "state", entry.country)
            figure.called(self.parse.cut(self.tokens[match.start : match.end]).text)
            place = entry.kind in ("state", "capital") and is_locative(head)
            if place and entry.kind == "capital":
                figure = self._figure(entry.name, "state", entry.country)
                figure = Figure(name, "state", True, entry.country, sort=entry.name)
            self._add(Found(match.start, match.end, head, figure, place=place))
        else:
            figure = self._figure(entry.name, entry.kind, entry.country)
            figure.sort = figure.sort or entry.sort
            figure.called(self.parse.cut(self.tokens[match.start : match.end]).text)
            self._acronym(match.end, figure)
            self._add(Found(match.start, match.end, head, figure))

    # Words that stand for someone named elsewhere

    def _anaphor(self, token: Token) -> None:
        pass


def person_words(name: str) -> list[str]:
    """A person's name as it is compared: without case, accents and the spelling differences of transliteration."""
    words = normal(name).split()
    return [fold(w) for w in words if len(w) > 1] or words


def fold(word: str) -> str:
    for ending in ("iyy", "yy", "iy", "ii", "yi", "ij", "y"):
        if len(word) > 4 and word.endswith(ending):
            return word[: -len(ending)] + "i"
    return word


def resolve(parse: Parse, gazetteer: Gazetteer) -> Cast:
    """Find everyone an article speaks of, and who its pronouns and short names stand for."""
    return Cast(parse, gazetteer, Reader(parse, gazetteer).read())
