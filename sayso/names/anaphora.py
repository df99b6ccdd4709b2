"""Who is meant: pronouns, offices without a name, "the spy agency", "these troops", "both nations" within one article.

The words are read once from left to right; what each can stand for is what was named before it, nearest and foremost first.
What stays unknown says so: kind "unnamed".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from sayso import quotes
from sayso.cues import senses
from sayso.names.figures import Figure, Found
from sayso.names.gazetteer import Entry, Gazetteer, Match, normal, shape
from sayso.names.metonymy import is_locative
from sayso.names.naming import Namer
from sayso.names.noun_phrases import NOUNS, PROPER, SUBJECTS, is_prefixed, left_edge, owner
from sayso.sentences import Parse, Token

MALE = {"he", "him", "his", "himself"}
FEMALE = {"she", "her", "hers", "herself"}
PERSONAL = MALE | FEMALE
NEUTER = {"it", "its", "itself"}
PLURAL = {"they", "them", "their", "theirs", "themselves"}
BODIES = {
    "forces",
    "police",
    "court",
    "ministry",
    "agency",
    "intelligence service",
    "company",
    "organization",
    "party",
    "parliament",
}  # each may be "it"
INDEFINITE = {f"{some}{body}" for some in ("every", "some", "any", "no") for body in ("one", "body")}
REACH = 6  # sentences back that a pronoun or "the minister" may point: the nearest is right or none is
GENERIC = {"official", "analyst", "expert", "scholar", "author", "activist", "lawyer", "journalist", "officer", "soldier rank", "executive", "manager",
           "artist", "athlete", "candidate", "diplomat", "spokesperson", "representative", "doctor", "founder", "owner", "member of parliament"}  # fmt: skip
MANIFOLD = {"officials", "people", "report", "group"}  # of these "the envoys" are not the lawmakers named before, though both are officials
HEADS = {"head", "commander", "chairperson", "admiral", "general", "chief executive", "military chief"}
GROUP_KINDS = {"medium": "medium", "intelligence service": "organisation", "ministry": "organisation", "parliament": "organisation", "police": "organisation",
               "embassy": "organisation", "command": "organisation", "court": "organisation", "agency": "organisation"}  # fmt: skip


class Reader(Namer):
    """Reads one article from left to right and gathers who is in it."""

    def __init__(self, parse: Parse, gazetteer: Gazetteer) -> None:
        super().__init__(parse, gazetteer)
        self.history: list[Found] = []  # in the order of their heads, up to the word being read
        self.holders: dict[str, Figure] = {}  # who was last spoken of as holding an office of this class
        self.last_state: Found | None = None
        self.by_sentence: dict[int, list[Found]] = {}  # the names in each sentence
        self.quoted = quotes.find(parse.article.text, parse.blocks)
        self.spoken_in = sorted({t.sentence.index for t in self.tokens if self._is_quoted(t)})

    def read(self) -> list[Found]:
        """Every stretch of words that stands for someone, names first."""
        self.find_names()
        for one in self.found:
            self.by_sentence.setdefault(one.head.sentence.index, []).append(one)
        at_head = {f.head.i: f for f in self.found}
        for token in self.tokens:
            if token.i in at_head:
                self._remember(at_head[token.i])
            elif token.i not in self.cover:
                before = len(self.found)
                self._anaphor(token)
                for one in self.found[before:]:
                    self._remember(one)
                if before == len(self.found) and token.dep in ("nsubj", "nsubjpass") and (token.tag in NOUNS or token.i in self.systems):
                    thing = Figure(token.text, "thing", False, plural=token.tag == "NNS" or token.child("conj") is not None)
                    self._remember(Found(token.i, token.i + 1, token, thing))
        return self.found

    def _remember(self, one: Found) -> None:
        if one.head.lower in INDEFINITE:
            return  # "everyone" is nobody in particular, whom "he" could stand for
        self.history.append(one)
        for sort, _ in one.figure.offices:
            self.holders[sort] = self.holders[sort.rpartition(" ")[2]] = one.figure
        if one.figure.kind == "state" and not one.figure.members:
            self.last_state = one

    def _anaphor(self, token: Token) -> None:
        """Take a noun or pronoun that stands for a party, if it does."""
        if token.lower in PERSONAL | NEUTER | PLURAL:
            self._pronoun(token)
        elif token.tag in NOUNS and not (token.dep == "compound" and token.head.i == token.i + 1 and token.head.tag in NOUNS):
            self._noun(token)
        elif token.lower in ("both", "some", "many", "others", "several", "those", "two") and token.dep in SUBJECTS | {"dobj", "pobj"}:
            if token.lower in ("both", "two"):
                self._both(token, token.i)
            elif not any(k.pos == "PRON" for c in token.children if c.lower == "of" for k in c.children):  # "some of them" are they
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
            if one and (one.figure.country or one.figure.members) and not is_prefixed(self.tokens, one.start):
                own = one
                break
        if own is None and (behind := owner(token)) is not None and behind.i in self.cover:
            own = self.cover[behind.i]
        return (own.figure.country, own) if own else ("", None)

    def _phrase(self, token: Token, first: int) -> tuple[int, int]:
        """From the first word of a noun phrase to the end of its "of …", without its article."""
        end = token.i + 1
        for prep in token.children:
            if (
                prep.dep == "prep"
                and prep.i == end
                and prep.lower in ("of", "for", "from", "at", "to", "in")
                and (below := prep.child("pobj"))
            ):
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
            holder = self._same(name, kind, country) or Figure(
                name, kind, kind == "office", country, offices=((office.entry.sort, country),)
            )
            holder.sort = office.entry.sort
            holder.gender = holder.gender or gender_of(token)
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
            return self.holders.get(sort)
        return None

    def _people(self) -> list[Figure]:
        return list(dict.fromkeys(f for figures in self.people.values() for f in figures))

    def _bodies_in(self, role: str) -> set[str]:
        """The organisations that a person's role names."""
        return {
            f.figure.name
            for f in self.found
            if f.figure.kind == "organisation" and self.parse.cut(self.tokens[f.start : f.end]).text in role
        }

    def _group(self, token: Token, entry: Entry, start: int) -> None:
        """A body or group: "the spy agency", "Ukrainian officials", "these troops", "both nations"."""
        first = min(left_edge(self.tokens, token), start)
        if entry.sort == "country":
            self._both(token, first) if token.tag in ("NNS", "NNPS") else self._that_country(token, first)
            return
        if entry.sort == "party" and any(c.dep == "prep" and c.lower == "to" for c in token.children):
            return  # "opposition to the plan" is no party
        if entry.sort in ("people", "officials") and (who := self._named_behind(token)) is not None:
            who.gender = who.gender or gender_of(token)
            self._add(Found(first, token.i + 1, token, who))
            return
        country, own = self._country(token, first)
        definite = any(c.lower in ("the", "this", "these", "those", "that", "its", "their") for c in token.children)
        start, end = self._phrase(token, first) if own is not None else (first, token.i + 1)
        if entry.sort == "government" and country and self.gazetteer.states.get(country):
            figure: Figure | None = self._figure(self.gazetteer.states[country], "state", country)
        else:
            figure = self._known_body(token, entry, country, definite)
            own_name = {t.lower for t in self.tokens[first : token.i] if t.tag in PROPER} if figure and not country else set()
            if figure and own_name - set(normal(figure.name).split()):  # "the Borduria group" is not the Arcadia that was named before
                figure = None
        if figure is None:
            name = self.parse.cut(self.tokens[start:end]).text
            kind = GROUP_KINDS.get(entry.sort, "unnamed") if country or entry.sort == "medium" else "unnamed"
            figure = Figure(name, kind, kind != "unnamed" and bool(country), country, plural=token.tag == "NNS", sort=entry.sort)
            figure.gender = gender_of(token)
            figure.state = entry.sort in ("forces", "officials") and bool(country)
            if own is not None and own.figure.members:
                figure.members = own.figure.members
        self._add(Found(start, end, token, figure))

    def _named_behind(self, token: Token) -> Figure | None:
        """The person whose name follows one noun that tells what they are to somebody: "her husband, Karl Ek,"."""
        if token.tag not in ("NN", "NNP"):
            return None
        behind = next((c for c in token.children if c.dep == "appos" and c.i > token.i), None)
        one = self.cover.get(behind.i) if behind is not None else None
        between = [t.text for t in self.tokens[token.i + 1 : one.start]] if one else []
        return one.figure if one and one.figure.kind == "person" and between in ([], [","]) else None

    def _known_body(self, token: Token, entry: Entry, country: str, definite: bool) -> Figure | None:
        """The body or group named earlier, or the only one named, that a common noun stands for."""
        if country:
            named = [
                f
                for f in dict.fromkeys(self.bodies.values())
                if f.named and f.sort == entry.sort and f.country == country and f.kind == "organisation"
            ]
            return named[0] if len(named) == 1 and token.tag == "NN" else None
        if not definite:
            return None
        for one in reversed(self.history):
            if one.head.sentence.index < token.sentence.index - REACH:
                return None
            figure = one.figure
            same = figure.sort == entry.sort and figure.plural == (token.tag == "NNS") and (figure.country or figure.named)
            if same and figure.kind != "person" and (entry.sort not in MANIFOLD or token.lemma in (entry.name, one.head.lemma)):
                return figure
            body = figure.named and figure.kind in ("organisation", "medium") and token.tag == "NN" and not one.pronoun
            if body and (token.lower == noun_of(figure.name) or (entry.sort in ("agency", "organization") and is_body(figure))):
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
        for named in self._states_by_sentence(token, facing=token.lower == "sides"):
            if len(named) == 2:
                self._joint(token, first, list(reversed(named)))
                return
            if len(named) > 2:
                break  # which two of them is not for us to say
        name = self.parse.cut(self.tokens[first : token.i + 1]).text
        self._add(Found(first, token.i + 1, token, Figure(name, "unnamed", False, plural=True, sort="country")))

    def _states_by_sentence(self, token: Token, facing: bool) -> list[list[str]]:
        """The states that this sentence and each of those before it names, nearest first; "sides" only where they face each other."""
        named: dict[int, dict[str, None]] = {}
        for one in reversed(self.history):
            if one.head.sentence.index < token.sentence.index - (2 if facing else REACH):
                break
            figures = one.figure.members or (one.figure,)
            if facing and not one.figure.members and not faces(one.head):
                continue
            states = {f.country: None for f in reversed(figures) if f.kind == "state" and f.country}
            named.setdefault(one.head.sentence.index, {}).update(states)
        return [list(states) for states in named.values()]

    def _joint(self, token: Token, first: int, countries: list[str]) -> None:
        members = tuple(self._figure(self.gazetteer.states[c], "state", c) for c in countries)
        name = " and ".join(m.name for m in members)
        self._add(Found(first, token.i + 1, token, Figure(name, "state", True, plural=True, members=members), pronoun=True))

    def _that_country(self, token: Token, first: int) -> None:
        """ "The country", "the nation": the state spoken of."""
        definite = any(c.lower in ("the", "this", "that") for c in token.children)
        modified = first < token.i and any(self.tokens[i].tag in NOUNS for i in range(first, token.i))
        one = self.last_state
        if definite and not modified and one and token.sentence.index - one.head.sentence.index <= 2 and not owner(token):
            figure = self._figure(self.gazetteer.states.get(one.figure.country, one.figure.name), "state", one.figure.country)
            self._add(Found(token.i, token.i + 1, token, figure, place=is_locative(token), pronoun=True))

    def _pronoun(self, token: Token) -> None:
        """The party that a pronoun stands for: near, named as a subject, of the right number and gender."""
        if token.lower in NEUTER and (token.dep == "expl" or is_empty(token)):
            return
        fitting = [f for f in self._recent(token) if self._fits(f, token)]
        ahead = self._ahead(token)
        best = ahead or max(fitting, key=lambda f: (self._salience(f, token), f.start), default=None)
        if (best is None or best.figure.kind == "thing") and (speaker := self._unknown_speaker(token)):
            best = speaker
            best.figure.kind = "person"
        if best is None or best.figure.kind == "thing":
            self._add(
                Found(
                    token.i,
                    token.i + 1,
                    token,
                    Figure(token.text, "thing" if best else "unnamed", False, plural=token.lower in PLURAL),
                    pronoun=True,
                )
            )
            return
        alone = len({id(f.figure) for f in fitting}) == 1
        told = (token.dep in SUBJECTS and best.subject) or alone
        if best.figure.kind == "person" and token.lower in PERSONAL and not best.figure.gender and told:
            best.figure.gender = "f" if token.lower in FEMALE else "m"
        figure = self._together(best) if token.lower in PLURAL else best.figure
        self._add(Found(token.i, token.i + 1, token, figure, pronoun=True))

    def _together(self, one: Found) -> Figure:
        """Those whom a name is coordinated with, as one: "NATO and Norway said they …" are both."""
        first = one.head
        while first.dep == "conj":
            first = first.head
        heads = [first, *first.conjuncts()]
        named = [f.figure for t in heads if (f := self.cover.get(t.i)) and f.head is t and not f.place]
        figures = tuple(dict.fromkeys(named))
        if len(figures) < 2 or len(named) < len(heads) or not all(f.named and not f.members and not f.plural for f in figures):
            return one.figure
        return Figure(" and ".join(f.name for f in figures), figures[0].kind, True, plural=True, members=figures)

    def _unknown_speaker(self, token: Token) -> Found | None:
        """The one unknown name that the clauses above have for a subject: in "Nolan said he would leave", Nolan is a person."""
        if token.lower not in MALE | FEMALE:
            return None
        for above in token.ancestors():
            name = above.child("nsubj") if above.pos == "VERB" and above.i < token.i else None
            one = self.cover.get(name.i) if name and name.tag == "NNP" and name.i < token.i else None
            if one and one.end == one.start + 1 and one.figure.kind == "organisation" and not self.gazetteer.lookup("name", one.head.text):
                return one
        return None

    def _ahead(self, token: Token) -> Found | None:
        """The subject still to come, of a clause that begins with its condition: "Although he denied it, Smith …"."""
        clause = next((t for t in (token, *token.ancestors()) if t.dep == "advcl"), None)
        subject = clause.head.child("nsubj", "nsubjpass") if clause else None
        if subject is None or subject.i < token.i or subject.tag not in NOUNS or token.dep not in ("nsubj", "nsubjpass", "poss"):
            return None
        plural = subject.tag in ("NNS", "NNPS") or subject.lower == "aircraft" or subject.child("conj") is not None
        one = self.cover.get(subject.i) or Found(subject.i, subject.i + 1, subject, Figure(subject.text, "thing", False, plural=plural))
        fits = self._fits(one, token) or (one.figure.kind == "thing" and plural == (token.lower in PLURAL) and token.lower not in PERSONAL)
        return one if fits else None

    def _recent(self, token: Token) -> list[Found]:
        if token.dep == "nsubj" and token.lower in PERSONAL and _takes_quotation(token.head) and not self._is_quoted(token):
            return self._outside_quotations(token)
        reach = REACH if token.lower in PERSONAL else 2
        found = []
        for one in reversed(self.history):
            if one.head.sentence.index < token.sentence.index - reach:
                break
            found.append(one)
        return found

    def _outside_quotations(self, token: Token) -> list[Found]:
        """Those who may be "he" in "…," he added: whom a speaker mentions is not the speaker, and a long quotation is no distance."""
        found: list[Found] = []
        upto = self._unquoted_before(token)
        for one in reversed(self.history):
            if upto - self._unquoted_before(one.head) > REACH:
                break
            if not self._is_quoted(one.head):
                found.append(one)
        return found

    def _unquoted_before(self, token: Token) -> int:
        """How many sentences before this word's have no quotation in them."""
        return token.sentence.index - bisect_left(self.spoken_in, token.sentence.index)

    def _is_quoted(self, token: Token) -> bool:
        at = bisect_right(self.quoted, token.start, key=lambda q: q.start) - 1
        return at >= 0 and token.start < self.quoted[at].end

    def _fits(self, one: Found, token: Token) -> bool:
        figure = one.figure
        if figure.kind == "thing":
            return figure.plural == (token.lower in PLURAL) and token.lower not in PERSONAL and not acts(token)
        if token.dep != "poss" and one.figure.kind == "state" and self._in_clause(one.figure, token):
            return False  # "it will give Russia's army …": not Russia
        if one.head.head is token.head and one.head is not token and token.dep not in ("poss",) and one.head.dep not in ("poss", "conj"):
            return False  # "it gave Russia": not Russia itself
        if token.lower in PERSONAL:
            gender = "f" if token.lower in FEMALE else "m"
            human = figure.kind in ("person", "office") or figure.sort in ("people", "officials") or bool(figure.offices)
            return human and not figure.plural and figure.gender in ("", gender)
        if token.lower in NEUTER:
            if figure.members or figure.plural or one.place:
                return False
            return (
                (figure.kind in ("state", "organisation", "medium") or (figure.kind == "unnamed" and figure.sort in BODIES))
                and one.head.tag not in ("JJ", "NNPS")
                and one.head.dep not in ("amod", "compound")
            )
        if figure.plural or figure.members:
            return figure.sort != "report"
        return figure.kind in ("organisation", "state") and not one.place and one.head.dep not in ("amod", "compound")

    def _in_clause(self, figure: Figure, token: Token) -> bool:
        """Whether the pronoun's own clause names a figure by its name, so that the pronoun cannot be it."""
        same = (f for f in self.by_sentence.get(token.sentence.index, ()) if f.figure is figure and f.head.i > token.i and not f.pronoun)
        return any(next((t for t in f.head.ancestors() if t.pos in ("VERB", "AUX")), None) is token.head for f in same)

    def _salience(self, one: Found, token: Token) -> float:
        distance = token.sentence.index - one.head.sentence.index
        score = -1.0 * distance
        score += 1.0 * one.subject + 0.3 * one.figure.named + 0.2 * (one.head.dep not in ("poss", "amod", "compound"))
        if token.lower in PLURAL:
            score += 1.5 * one.figure.plural
        if token.dep == "poss" and one.head.i < token.i and one.head.head is next((t for t in token.ancestors() if t.pos == "VERB"), None):
            score += 1.5 if token.lower in NEUTER and not one.subject else 0.3
        if one.head.sentence.block.kind == "heading":
            score -= 0.5
        if token.dep in SUBJECTS and one.subject and one.head.head.lemma == token.head.lemma:
            score += 0.3
        if any(t.dep == "relcl" and t.head is one.head and t is not token.head for t in token.ancestors()):
            score += 1.5  # "the envoy, who said he hoped": the envoy
        return score


def _takes_quotation(verb: Token) -> bool:
    return any("quote" in sense.takes for sense in senses(verb))


def noun_of(name: str) -> str:
    """The noun that says what a body is: "court" in "Israeli military court", "ministry" in "Ministry of Trade"."""
    words = normal(re.split(r" (?:of|for) ", name)[0]).split()
    return words[-1] if words else ""


def is_body(figure: Figure) -> bool:
    """Whether a name is surely a body's, and not a single unknown word that was only taken for one."""
    return bool(figure.sort) or figure.name.isupper() or noun_of(figure.name) in shape("agency")


def faces(head: Token) -> bool:
    """Whether a name is coordinated with another or stands across from one: "Russia and Ukraine", "war against Ukraine"."""
    joined = head.dep == "conj" or head.child("conj") is not None
    across = head.dep == "pobj" and head.head.lower in ("between", "against", "with")
    return joined or across


def acts(pronoun: Token) -> bool:
    """Whether a pronoun does what only people and bodies do: it says, sends or decides something."""
    return pronoun.dep == "nsubj" and pronoun.head.lemma in shape("agentive")


def gender_of(noun: Token) -> str:
    """The gender that a noun tells: "spokeswoman", "father"."""
    return "f" if noun.lower in shape("female") else "m" if noun.lower in shape("male") else ""


def is_empty(token: Token) -> bool:
    """Whether an "it" stands for nothing: "it is clear that", "it appears that"."""
    verb = token.head
    if token.dep not in ("nsubj", "nsubjpass"):
        return token.dep not in ("poss", "pobj", "nmod")  # "calling it a threat": seldom a state or body
    if verb.pos not in ("VERB", "AUX"):
        return True
    clause = any(c.dep in ("ccomp", "csubj", "xcomp", "advcl") and c.i > verb.i for c in verb.children)
    if verb.lemma in ("appear", "seem", "emerge", "transpire", "happen", "rain", "snow", "turn", "take"):
        return True
    if verb.lemma in ("be", "'s", "’s"):
        return clause or any(c.dep in ("acomp", "attr", "advmod") for c in verb.children)
    return token.dep == "nsubjpass" and clause
