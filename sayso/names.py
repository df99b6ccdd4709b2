"""resolve: Parse -> Cast. Who and what "he", "Seoul", "the spy agency" or "these troops" are in one article.

Names are found from part-of-speech tags, the gazetteer, titles and shapes: no named-entity model is run. The words are
read once from left to right; what each can stand for is what the article has named so far (and, for a short name, the
fullest name anywhere in it). What stays unknown says so: kind "unnamed", and named is false.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sayso.claim import Extent, Item, Party, PartyKind, Role, Source, Span, make_id
from sayso.gazetteer import Entry, Gazetteer, Match, normal
from sayso.metonymy import is_locative
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
PLACE_BEFORE = {"in", "near", "at", "outside", "inside", "around", "across", "through", "throughout", "within", "into", "along", "beyond", "toward", "towards",
                "to", "from"}  # fmt: skip
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
            if named and named.end + base <= head.i + 1 and named.entry.kind in ("state", "demonym", "capital"):
                country = country or named.entry.country
            system = self.gazetteer.match("equipment", sentence, i - base)
            if system and system.end + base <= head.i + 1:
                kind, country = kind or system.entry.sort, country or system.entry.country
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
            found = self.gazetteer.match("equipment", sentence, at)
            if found and found.start <= head.i - base < found.end:
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
        self.history: list[Found] = []  # in the order of their heads, up to the word being read
        self.cover: dict[int, Found] = {}
        self.people: dict[str, list[Figure]] = {}  # by each word of their full names
        self.bodies: dict[str, Figure] = {}  # organisations, states … by normal name and country
        self.known: dict[int, Match] = {}  # gazetteer names by their first token
        self.inside: dict[int, Match] = {}  # … by each of their tokens
        self.offices: dict[int, Match] = {}  # by each of their tokens
        self.systems: set[int] = set()  # the tokens of weapon designations

    def read(self) -> list[Found]:
        for sentence in self.parse.sentences:
            self._look_up(sentence)
        runs = [run for sentence in self.parse.sentences for run in self._runs(sentence)]
        single = [run for run in runs if self._name_run(run)]
        for run in single:
            self._short_name(run)
        for first in sorted(self.known):
            self._known_name(self.known[first])
        at_head = {f.head.i: f for f in self.found}
        for token in self.tokens:
            if token.i in at_head:
                self.history.append(at_head[token.i])
            elif token.i not in self.cover:
                before = len(self.found)
                self._anaphor(token)
                self.history.extend(self.found[before:])
        return self.found

    def _look_up(self, sentence: Sentence) -> None:
        base = sentence.tokens[0].i
        for m in self.gazetteer.matches("office", sentence.tokens):
            last = sentence.tokens[m.end - 1]
            if last.tag in NOUNS or m.entry.kind == "address":
                found = Match(m.start + base, m.end + base, m.entry)
                self.offices.update(dict.fromkeys(range(found.start, found.end), found))
        for m in self.gazetteer.matches("equipment", sentence.tokens):
            if any(c.isdigit() for t in sentence.tokens[m.start : m.end] for c in t.text):
                self.systems.update(range(m.start + base, m.end + base))
        for m in self.gazetteer.matches("name", sentence.tokens):
            found = Match(m.start + base, m.end + base, m.entry)
            if self._is_name(found):
                self.known[found.start] = found
                self.inside.update(dict.fromkeys(range(found.start, found.end), found))

    def _is_name(self, found: Match) -> bool:
        """Whether a known name is not part of a person's ("Lloyd Austin", "Chad Smith")."""
        token, last = self.tokens[found.start], self.tokens[found.end - 1]
        kind = found.entry.kind
        if found.end - found.start > 1:
            return True
        if kind in ("place", "medium", "organisation") and token.tag not in PROPER and not token.text.isupper() and found.entry.sort != "party":
            return False
        if kind not in ("place", "capital", "state"):
            return True
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
        if i in self.inside or i in self.systems or token.lower in CALENDAR or not token.text[0].isalnum():
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
        return last.dep == "pobj" and last.head.lower in PLACE_BEFORE

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
        """Take a noun or pronoun that stands for a party, if it does."""
        if token.lower in PERSONAL | NEUTER | PLURAL:
            self._pronoun(token)
        elif token.tag in NOUNS and not (token.dep == "compound" and token.head.i == token.i + 1 and token.head.tag in NOUNS):
            self._noun(token)
        elif token.lower in ("both", "some", "many", "others", "several", "those", "two") and token.dep in SUBJECTS | {"dobj", "pobj"}:
            if token.lower in ("both", "two"):
                self._both(token, token.i)
            else:
                self._add(Found(token.i, token.i + 1, token, Figure(token.text, "unnamed", False, plural=True, sort="people")))

    def _noun(self, token: Token) -> None:
        office = self.offices.get(token.i)
        if office and office.end == token.i + 1 and office.entry.kind == "office" and token.tag in ("NN", "NNP"):
            self._office(token, office)
            return
        base = token.sentence.tokens[0].i
        for width in (4, 3, 2, 1):
            at = token.i - base - width + 1
            group = self.gazetteer.match("group", token.sentence.tokens, at) if at >= 0 else None
            if group and group.end + base == token.i + 1:
                self._group(token, group.entry, group.start + base)
                return

    def _country(self, token: Token, first: int) -> tuple[str, Found | None]:
        """The country, and the organisation or joint states, that a noun phrase names as its own."""
        own: Found | None = None
        for i in range(token.i - 1, first - 1, -1):
            one = self.cover.get(i)
            if one and (one.figure.country or one.figure.members):
                own = one
                break
        if own is None and (behind := owner(token)) is not None and behind.i in self.cover:
            own = self.cover[behind.i]
        return (own.figure.country, own) if own else ("", None)

    def _phrase(self, token: Token, first: int) -> tuple[int, int]:
        """From the first word of a noun phrase to the end of its "of …", without its article."""
        end = token.i + 1
        for prep in token.children:
            if prep.dep == "prep" and prep.i == end and prep.lower in ("of", "for", "from", "at", "to", "in") and (below := prep.child("pobj")):
                one = self.cover.get(below.i)
                end = max(end, one.end if one else below.i + 1)
        return first, end

    def _office(self, token: Token, office: Match) -> None:
        """An office without its holder's name: the holder where the article names just one, else the office."""
        first = min(left_edge(self.tokens, token), office.start)
        country, own = self._country(token, first)
        start, end = self._phrase(token, first)
        definite = any(c.lower in ("the", "this", "that", "his", "her", "its", "their") for c in token.children)
        holder = self._holder(token, office, country, own, definite)
        if holder is None:
            name = self.parse.cut(self.tokens[start:end]).text
            named = own is not None and office.entry.sort not in GENERIC
            kind = "office" if named or (definite and office.entry.sort not in GENERIC) else "unnamed"
            holder = self._same(name, kind, country) or Figure(name, kind, kind == "office", country, offices=((office.entry.sort, country),))
            holder.sort = office.entry.sort
            self.bodies.setdefault(f"{kind} {normal(name)}", holder)
        self._add(Found(start, end, token, holder))

    def _same(self, name: str, kind: str, country: str) -> Figure | None:
        figure = self.bodies.get(f"{kind} {normal(name)}")
        return figure if figure and figure.country == country else None

    def _holder(self, token: Token, office: Match, country: str, own: Found | None, definite: bool) -> Figure | None:
        """The person who holds an office, if the article tells."""
        for below in token.children:
            one = self.cover.get(below.i)
            if below.dep == "appos" and one and one.figure.kind == "person":
                self._holds(one.figure, left_edge(self.tokens, token), self._phrase(token, token.i)[1], office)
                return one.figure
        sort = office.entry.sort
        people = [f for f in self._people() if any(s == sort and (not country or c == country) for s, c in f.offices)]
        if country and len(people) == 1 and sort not in GENERIC:
            return people[0]
        if country and sort in HEADS and own and own.figure.kind == "organisation":
            people = [f for f in self._people() if own.figure.name in self._bodies_in(f.role)]
            if len(people) == 1:
                return people[0]
        if definite and not country:
            return next((f.figure for f in reversed(self.history) if any(s == sort for s, _ in f.figure.offices)), None)
        return None

    def _people(self) -> list[Figure]:
        return list(dict.fromkeys(f for figures in self.people.values() for f in figures))

    def _bodies_in(self, role: str) -> set[str]:
        """The organisations that a person's role names."""
        return {f.figure.name for f in self.found if f.figure.kind == "organisation" and self.parse.cut(self.tokens[f.start : f.end]).text in role}

    def _group(self, token: Token, entry: Entry, start: int) -> None:
        """A body or group: "the spy agency", "Ukrainian officials", "these troops", "both nations"."""
        first = min(left_edge(self.tokens, token), start)
        if entry.sort == "country":
            self._both(token, first) if token.tag in ("NNS", "NNPS") else self._that_country(token, first)
            return
        country, own = self._country(token, first)
        definite = any(c.lower in ("the", "this", "these", "those", "that", "its", "their") for c in token.children)
        start, end = self._phrase(token, first) if own is not None else (first, token.i + 1)
        if entry.sort == "government" and country and self.gazetteer.states.get(country):
            figure: Figure | None = self._figure(self.gazetteer.states[country], "state", country)
        else:
            figure = self._known_body(token, entry, country, definite)
        if figure is None:
            name = self.parse.cut(self.tokens[start:end]).text
            kind = GROUP_KINDS.get(entry.sort, "unnamed") if country or entry.sort == "medium" else "unnamed"
            figure = Figure(name, kind, kind != "unnamed", country, plural=token.tag == "NNS", sort=entry.sort)
            figure.state = entry.sort in ("forces", "officials") and bool(country)
            if own is not None and own.figure.members:
                figure.members = own.figure.members
        self._add(Found(start, end, token, figure))

    def _known_body(self, token: Token, entry: Entry, country: str, definite: bool) -> Figure | None:
        """The body or group named earlier, or the only one named, that a common noun stands for."""
        if country:
            named = [f for f in dict.fromkeys(self.bodies.values()) if f.named and f.sort == entry.sort and f.country == country and f.kind == "organisation"]
            return named[0] if len(named) == 1 and token.tag == "NN" else None
        if not definite:
            return None
        for one in reversed(self.history):
            if one.head.sentence.index < token.sentence.index - REACH:
                return None
            figure = one.figure
            same = figure.sort == entry.sort and figure.plural == (token.tag == "NNS") and (figure.country or figure.named)
            if same and figure.kind != "person":
                return figure
            if figure.named and figure.kind in ("organisation", "medium") and token.tag == "NN" and not one.pronoun:
                if token.lower in normal(figure.name).split() or entry.sort in ("agency", "organization"):
                    return figure
        return None

    def _both(self, token: Token, first: int) -> None:
        """The two states that were last named together."""
        words = {t.lower for t in self.tokens[max(first - 2, 0) : token.i + 1]}
        if not words & {"both", "two"}:
            if words & {"koreas"}:
                self._joint(token, first, ["KP", "KR"])
            else:
                name = self.parse.cut(self.tokens[first : token.i + 1]).text
                self._add(Found(first, token.i + 1, token, Figure(name, "unnamed", False, plural=True, sort="country")))
            return
        if "koreas" in words:
            self._joint(token, first, ["KP", "KR"])
            return
        for index in range(token.sentence.index, max(token.sentence.index - REACH, -1), -1):
            countries: dict[str, None] = {}
            for one in reversed(self.history):
                if one.head.sentence.index == index:
                    figures = one.figure.members or (one.figure,)
                    countries |= {f.country: None for f in reversed(figures) if f.kind == "state" and f.country}
            if len(countries) > 1:
                self._joint(token, first, list(reversed(list(countries)[:2])))
                return
        name = self.parse.cut(self.tokens[first : token.i + 1]).text
        self._add(Found(first, token.i + 1, token, Figure(name, "unnamed", False, plural=True, sort="country")))

    def _joint(self, token: Token, first: int, countries: list[str]) -> None:
        members = tuple(self._figure(self.gazetteer.states[c], "state", c) for c in countries)
        name = " and ".join(m.name for m in members)
        self._add(Found(first, token.i + 1, token, Figure(name, "state", True, plural=True, members=members), pronoun=True))

    def _that_country(self, token: Token, first: int) -> None:
        """ "The country", "the nation": the state spoken of."""
        definite = any(c.lower in ("the", "this", "that") for c in token.children)
        modified = first < token.i and any(self.tokens[i].tag in NOUNS for i in range(first, token.i))
        one = next((f for f in reversed(self.history) if f.figure.kind == "state" and not f.figure.members), None)
        if definite and not modified and one and token.sentence.index - one.head.sentence.index <= 2 and not owner(token):
            figure = self._figure(self.gazetteer.states.get(one.figure.country, one.figure.name), "state", one.figure.country)
            self._add(Found(token.i, token.i + 1, token, figure, place=is_locative(token), pronoun=True))

    def _pronoun(self, token: Token) -> None:
        """The party that a pronoun stands for: near, named as a subject, of the right number and gender."""
        if token.lower in NEUTER and (token.dep == "expl" or is_empty(token)):
            return
        fitting = [f for f in self._recent(token) if self._fits(f, token)]
        best = max(fitting, key=lambda f: (self._salience(f, token), f.start), default=None)
        if best is None:
            kind = "unnamed"
            self._add(Found(token.i, token.i + 1, token, Figure(token.text, kind, False, plural=token.lower in PLURAL), pronoun=True))
            return
        if best.figure.kind == "person" and token.lower in PERSONAL and not best.figure.gender:
            best.figure.gender = "f" if token.lower in FEMALE else "m"
        self._add(Found(token.i, token.i + 1, token, best.figure, pronoun=True))

    def _recent(self, token: Token) -> list[Found]:
        reach = REACH if token.lower in PERSONAL else 2
        found = []
        for one in reversed(self.history):
            if one.head.sentence.index < token.sentence.index - reach:
                break
            found.append(one)
        return found

    def _fits(self, one: Found, token: Token) -> bool:
        figure = one.figure
        if one.head.head is token.head and one.head is not token and token.dep not in ("poss",) and one.head.dep not in ("poss", "conj"):
            return False  # "it gave Russia": not Russia itself
        if token.lower in PERSONAL:
            gender = "f" if token.lower in FEMALE else "m"
            human = figure.kind in ("person", "office") or figure.sort in ("people", "officials") or bool(figure.offices)
            return human and not figure.plural and figure.gender in ("", gender)
        if token.lower in NEUTER:
            if figure.members or figure.plural or one.place:
                return False
            return figure.kind in ("state", "organisation", "medium") and one.head.tag not in ("JJ", "NNPS") and one.head.dep not in ("amod", "compound")
        if figure.plural or figure.members:
            return figure.sort != "report"
        return figure.kind in ("organisation", "state") and not one.place and one.head.dep not in ("amod", "compound")

    def _salience(self, one: Found, token: Token) -> float:
        distance = token.sentence.index - one.head.sentence.index
        score = -1.0 * distance
        score += 1.0 * one.subject + 0.3 * one.figure.named + 0.2 * (one.head.dep not in ("poss", "amod", "compound"))
        if token.lower in PLURAL:
            score += 1.5 * one.figure.plural
        if token.dep in SUBJECTS and one.subject and one.head.head.lemma == token.head.lemma:
            score += 0.3
        return score


GENERIC = {"official", "analyst", "expert", "scholar", "author", "activist", "lawyer", "journalist", "officer", "soldier rank", "executive", "manager",
           "artist", "candidate", "diplomat", "spokesperson", "representative", "doctor", "founder", "owner", "member of parliament"}  # fmt: skip
HEADS = {"head", "commander", "chairperson", "admiral", "general", "chief executive", "military chief"}
GROUP_KINDS = {"medium": "medium", "intelligence service": "organisation", "ministry": "organisation", "parliament": "organisation", "police": "organisation",
               "embassy": "organisation", "command": "organisation", "court": "organisation", "agency": "organisation"}  # fmt: skip


def is_empty(token: Token) -> bool:
    """Whether an "it" stands for nothing: "it is clear that", "it appears that"."""
    verb = token.head
    if token.dep not in ("nsubj", "nsubjpass"):
        return False
    clause = any(c.dep in ("ccomp", "csubj", "xcomp", "advcl") and c.i > verb.i for c in verb.children)
    if verb.lemma in ("appear", "seem", "emerge", "transpire", "happen", "rain", "snow", "turn", "take"):
        return True
    if verb.lemma == "be":
        return clause or any(c.dep in ("acomp", "attr", "advmod") for c in verb.children)
    return token.dep == "nsubjpass" and clause


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
