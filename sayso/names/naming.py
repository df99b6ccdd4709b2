"""Finding the names in an article: from part-of-speech tags, the gazetteer, titles, appositions and shapes.

No named-entity model is run. A stretch of proper nouns is a person unless its shape, an article before it or a preposition
says otherwise; a title before it or an apposition behind it tells the office and whose it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.names.figures import Figure, Found, person_words
from sayso.names.gazetteer import Gazetteer, Match, normal, shape
from sayso.names.metonymy import is_locative
from sayso.names.noun_phrases import BEFORE_NOUN, HYPHENS, NOUNS, PREFIXES, PROPER, SUBJECTS
from sayso.sentences import Parse, Sentence, Token

CONSTITUENCY = re.compile(r"[RDI]-[A-Z].*")  # "R-Ohio" behind a senator's name
ATTRIBUTES = {"compound", "nmod", "amod", "poss"}  # a state before a noun is the state: "Ukraine aid"; a city there may be a place
SAINTS = {"st", "saint", "san", "santa"}
DEDICATED = {"people", "children", "women", "men", "workers", "king", "queen", "veterans", "farmers", "soldiers"}
PARTICLES = {"al", "bin", "ibn", "de", "da", "del", "della", "der", "van", "von", "la", "le", "du", "el", "ul", "dos"}
PLACE_BEFORE = {"in", "near", "at", "outside", "inside", "around", "across", "through", "throughout", "within", "into", "along", "beyond", "toward", "towards",
                "to", "from"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of proper nouns that the gazetteer does not know."""

    start: int  # in the article's tokens
    end: int


class Namer:
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
        self.surnames: set[str] = set()  # of people whose names a place has too: "Lloyd Austin"
        self.systems: set[int] = set()  # the tokens of weapon designations

    def find_names(self) -> None:
        """Find every name in the article and whom it stands for."""
        for sentence in self.parse.sentences:
            self._look_up(sentence)
        runs = [(run, is_titled(sentence)) for sentence in self.parse.sentences for run in self._runs(sentence)]
        short = [run for run, titled in runs if not titled and self._name_run(run)]
        for run in short:
            self._short_name(run)
        for run in [run for run, titled in runs if titled]:
            self._titled_name(run)
        for first in sorted(self.known):
            self._known_name(self.known[first])

    def _look_up(self, sentence: Sentence) -> None:
        base = sentence.tokens[0].i
        for m in self.gazetteer.matches("office", sentence.tokens):
            last = sentence.tokens[m.end - 1]
            if last.tag in NOUNS or m.entry.kind == "address":
                found = Match(m.start + base, m.end + base, m.entry)
                self.offices.update(dict.fromkeys(range(found.start, found.end), found))
        for m in self.gazetteer.matches("equipment", sentence.tokens):
            if m.end - m.start > 1 or any(c.isdigit() for c in sentence.tokens[m.start].text):
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
        if (
            kind in ("place", "medium", "organisation")
            and token.tag not in PROPER
            and not token.text.isupper()
            and found.entry.sort != "party"
        ):
            return False
        before = self.tokens[found.start - 1] if found.start > token.sentence.tokens[0].i else None
        after = self.tokens[last.i + 1] if last.i < last.sentence.tokens[-1].i else None
        given = before is not None and before.tag in PROPER and before.head is token
        if kind not in ("place", "capital", "state", "demonym"):
            return not (kind == "medium" and given and before is not None and self._is_surname(before, token))
        if given and before is not None and (self.gazetteer.is_given(before.text) or (kind != "demonym" and self._may_be_given(before))):
            self.surnames.update(person_words(token.text))
            return False
        if kind == "place" and before is not None and before.i in self.offices and before.head is token:
            return False
        follows = after is not None and after.tag == "NNP" and token.head is after and after.text.isalpha() and not after.text.isupper()
        return not (
            follows
            and after is not None
            and self.gazetteer.is_given(token.text)
            and after.i not in self.offices
            and after.lower not in shape("organisation") | shape("place")
        )

    def _is_surname(self, before: Token, token: Token) -> bool:
        """Whether a medium's name is a person's here: "Kenneth Janes", not "Janes"."""
        written = token.text[1:].islower() and before.text[1:].islower()
        if not written or before.i in self.offices or not self.gazetteer.is_given(before.text):
            return False
        self.surnames.update(person_words(token.text))
        return True

    def _may_be_given(self, before: Token) -> bool:
        """Whether the word before a place's name can be a person's given name."""
        alone = before.i not in self.inside and before.i not in self.offices and before.lower not in shape("compass")
        return alone and before.dep == "compound" and before.text.isalpha() and before.text[1:].islower()

    def _runs(self, sentence: Sentence) -> list[Run]:
        """The stretches of unknown proper nouns, titles left out."""
        found: list[Run] = []
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
        if i > start and self.tokens[i - 1].text in HYPHENS and token.start == self.tokens[i - 1].end:
            return token.text[0].isalpha() and i not in self.inside
        if i in self.inside or i in self.systems or self._is_date(token) or not token.text[0].isalnum():
            return False
        if token.lower in PREFIXES and self._is_hyphened_to_a_name(i):
            return False
        if i in self.offices:
            office = self.offices[i]
            after = self.tokens[office.end] if office.end < len(self.tokens) else None
            name_like = token.tag in PROPER and i > start and self.gazetteer.is_given(self.tokens[i - 1].text)
            organ = after is not None and after.tag in PROPER and after.lower in shape("organisation")
            return (name_like or organ) and token.tag in PROPER
        return token.tag in PROPER and (token.text[0].isupper() or token.text[0].isdigit())

    def _is_hyphened_to_a_name(self, i: int) -> bool:
        """Whether a word is only the prefix of a name that is known: "Anti" in "Anti-Israel rallies", but not in "Anti-Slavery League"."""
        return i + 2 < len(self.tokens) and self.tokens[i + 1].text in HYPHENS and i + 2 in self.inside

    def _is_date(self, token: Token) -> bool:
        """Whether a word is a month, day or feast, and not the "Jan" of "Jan Nowak"."""
        if token.lower.rstrip(".") not in shape("calendar"):
            return False
        before = self.tokens[token.i - 1] if token.i else token
        if before.tag in PROPER and before.head is token and self.gazetteer.is_given(before.text):
            return False
        name = token.dep == "compound" and token.head.i == token.i + 1 and token.head.tag in PROPER and self.gazetteer.is_given(token.text)
        return not name or token.head.lower in shape("calendar")

    def _bridges(self, i: int, end: int) -> bool:
        """Whether a hyphen or particle stands within a name ("Jong-un", "bin Salman")."""
        token = self.tokens[i]
        if i + 1 >= end:
            return False
        after = self.tokens[i + 1]
        if token.text in HYPHENS:
            return token.start == self.tokens[i - 1].end and after.start == token.end and after.text.isalpha() and i + 1 not in self.inside
        return (
            token.lower in PARTICLES
            and token.text.islower()
            and after.tag in PROPER
            and i + 1 not in self.inside
            and i + 1 not in self.offices
        )

    # Full names

    def _name_run(self, run: Run) -> bool:
        """Take a run as a person or an organisation; true where it is too short to tell yet."""
        words = self.tokens[run.start : run.end]
        if run.start in self.cover or CONSTITUENCY.fullmatch(self.parse.cut(words).text):
            return False
        if any(w.lower in shape("organisation") for w in words) and not self._looks_personal(run):
            if len(words) == 1 and self._extended(run.end) == run.end:
                return True
            self._organisation(run)
            return False
        if len(words) == 1 and (branch := self._named_after(run)) is not None:
            country = self._country_at(branch.end - 1)
            self.known.pop(run.end)
            for i in range(run.end, branch.end):
                del self.inside[i]
            self._body(branch, "organisation", country)
            return False
        if len(words) == 1:
            return True
        if words[-1].lower in shape("place") and (words[-1].lower in shape("district") or not self.gazetteer.is_given(words[0].text)):
            self._place(run)
            return False
        title = self._title(run.start)
        apposition = self._apposition(run.end)
        if title or apposition or self._looks_personal(run):
            self._person(run, title, apposition)
        elif self._after_locative(words[-1]):
            self._place(run)
        elif not self._may_be_person(words):
            self._body(run, "organisation" if words[-1].dep in SUBJECTS else "thing")
        else:
            self._person(run, title, apposition)
        return False

    def _named_after(self, run: Run) -> Run | None:
        """A brand with the place it is at home in: "ExampleNews Norway"."""
        token, where = self.tokens[run.start], self.inside.get(run.end)
        branded = any(c.isupper() for c in token.text[1:]) and any(c.islower() for c in token.text)
        joined = where is not None and token.dep == "compound" and where.start <= token.head.i < where.end
        return Run(run.start, where.end) if where and branded and joined and where.entry.kind in ("state", "place", "capital") else None

    def _looks_personal(self, run: Run) -> bool:
        first = self.tokens[run.start]
        return run.end - run.start in (2, 3, 4) and self.gazetteer.is_given(first.text) and not first.text.isupper()

    def _may_be_person(self, words: list[Token]) -> bool:
        """Whether nothing speaks against a person: no article, number, plural or word for a thing."""
        return (
            not any(c.tag == "DT" for c in words[-1].children)
            and not any(ch.isdigit() for w in words for ch in w.text)
            and words[-1].tag == "NNP"
            and not any(w.lower in shape("thing") for w in words)
        )

    def _after_locative(self, last: Token) -> bool:
        return last.dep == "pobj" and last.head.lower in PLACE_BEFORE

    def _title(self, start: int) -> tuple[int, Match] | None:
        """The office that stands right before a name, and where its phrase begins."""
        office = self.offices.get(start - 1)
        if office is None or office.end != start or self.tokens[start - 1].sentence is not self.tokens[start].sentence:
            return None
        first = office.start
        bottom = self.tokens[start].sentence.tokens[0].i
        while first > bottom and (self._before_office(self.tokens[first - 1]) or first - 1 in self.inside):
            first -= 1
        while self.tokens[first].tag in ("POS", "HYPH", "CD") and first < office.start:
            first += 1
        return first, office

    def _before_office(self, token: Token) -> bool:
        """Whether a word may belong to the title that follows it: "retired general", not "including Senator"."""
        return token.tag in BEFORE_NOUN and (
            not token.tag.startswith("VB") or token.lower in ("retired", "acting", "outgoing", "incoming", "elected")
        )

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
        words = person_words(name) or [""]
        for figure in self.people.get(words[-1], []):
            have = person_words(figure.name)
            if (
                have == words
                or (len(have) > 1 and len(words) > 1 and have[0] == words[0] and have[-1] == words[-1])
                or set(have) == set(words)
            ):
                return figure
        return None

    def _holds(self, figure: Figure, start: int, end: int, office: Match) -> None:
        """Note an office that a person holds, in the text's words, and whose it is."""
        while end - 1 > start and end - 1 in self.offices and self.offices[end - 1].entry.sort == "doctor":
            end -= 1  # "director Dr Ek" is director
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
        first = self.tokens[start].sentence.tokens[0].i
        while (
            start - 1 > first
            and self.tokens[start - 1].text[0].isupper()
            and self.tokens[start - 1].tag in ("JJ", "NN", "VBG")
            and start - 1 not in self.inside
        ):
            start -= 1
        country = ""
        before = self.inside.get(start - 1) if start > first else None
        if before and before.entry.kind in ("demonym", "state", "place", "capital") and before.end == start:
            start, country = before.start, before.entry.country
        elif before and before.entry.kind in ("organisation", "medium") and before.end == start:
            start, country = before.start, before.entry.country  # "NHK Television"
        elif (dedicated := self._dedicated(start)) < start:
            start = dedicated
        elif start - 1 > first and self.tokens[start - 1].tag == "POS" and (before := self.inside.get(start - 2)):
            country = before.entry.country if before.entry.kind in ("state", "capital") else ""
        end = self._extended(end)
        country = country or next((c for c in (self._country_at(i) for i in range(start, end)) if c), "")
        self._body(Run(start, end), "organisation", country)

    def _dedicated(self, start: int) -> int:
        """Where a name begins that is called after a saint or for a people: "St Olaf's Hospital", "People's Daily"."""
        if start < 2 or self.tokens[start - 1].tag != "POS" or self.tokens[start - 1].sentence is not self.tokens[start].sentence:
            return start
        whose = self.tokens[start - 2]
        before = self.tokens[start - 3] if start > 2 and self.tokens[start - 3].sentence is whose.sentence else None
        if before is not None and before.lower.rstrip(".") in SAINTS:
            return start - 3
        return start - 2 if whose.lower in DEDICATED and whose.text[0].isupper() else start

    def _extended(self, end: int) -> int:
        """The end of an organisation's name with its "of Foreign Affairs" or "for the Study of War"."""
        while end + 1 < len(self.tokens) and self.tokens[end].lower in ("of", "for"):
            at = end + 1
            at += self.tokens[at].lower == "the"
            stop = at
            while (
                stop < len(self.tokens)
                and self.tokens[stop].tag in PROPER
                and stop not in self.offices
                and self.tokens[stop].sentence is self.tokens[end].sentence
            ):
                stop += 1
            if stop == at:
                break
            end = self._joined(at, stop)
        return end

    def _joined(self, first: int, end: int) -> int:
        """The end of "Rail and Road" in "Office of Rail and Road", but not of "Bank of Norway and Denmark"."""
        if end + 1 >= len(self.tokens) or self.tokens[end].lower not in ("and", "&"):
            return end
        after = self.tokens[end + 1]
        told = after.tag in PROPER and after.dep == "conj" and first <= after.head.i < end
        common = not any(i in self.inside or i in self.offices for i in (*range(first, end), end + 1))
        return end + 2 if told and common and not self.gazetteer.is_given(after.text) else end

    def _body(self, run: Run, kind: str, country: str = "") -> None:
        name = self.parse.cut(self.tokens[run.start : run.end]).text
        if kind == "organisation" and self.tokens[run.end - 1].lower in shape("medium"):
            kind = "medium"
        figure = self._figure(name, kind, country)
        head = self._head(run.start, run.end)
        if figure.kind == "thing" and kind == "organisation" and head.dep == "nsubj" and head.head.lemma in shape("agentive"):
            figure.kind = kind  # first a thing by its looks, now it speaks
        self._acronym(run.end, figure)
        self._add(Found(run.start, run.end, head, figure))

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

    def _state_before(self, match: Match) -> Match | None:
        """The state named right before a name: "Peru's Senate", "the Peruvian Congress"."""
        at = match.start - 1
        if at > 0 and self.tokens[at].tag == "POS":
            at -= 1
        before = self.inside.get(at) if at >= 0 and self.tokens[at].sentence is self.tokens[match.start].sentence else None
        return before if before and before.entry.kind in ("state", "demonym") and before.entry.country else None

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
        if run.start in self.cover and run.start not in self.inside:
            return
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
        elif token.lower in shape("organisation"):
            self._short_body(run, token)
        elif (body := self.bodies.get(normal(token.text)) or self._initialled(token)) is not None:
            body.called(token.text)
            self._add(Found(run.start, run.end, token, body))
        elif self._after_locative(token) and not token.text.isupper():
            self._place(run)
        elif token.dep != "compound" and token.lower != "koreas" and token.tag in PROPER and len(token.text) > 1:
            self._body(run, "organisation" if token.dep in SUBJECTS | {"poss", "pobj", "conj"} else "thing")

    def _short_body(self, run: Run, token: Token) -> None:
        """ "The Ministry", "the Church": the organisation named before whose name has this word, else one of that name."""
        earlier = [f for f in self.found if f.start < run.start and f.figure.kind in ("organisation", "medium")]
        same = [f for f in earlier if token.lower in normal(f.figure.name).split()]
        owned = run.start > 0 and self.tokens[run.start - 1].tag == "POS" and self.tokens[run.start - 1].sentence is token.sentence
        if same and not owned and self.inside.get(run.start - 1) is None:
            self._add(Found(run.start, run.end, token, max(same, key=lambda f: f.start).figure))
        else:
            self._organisation(run)

    def _initialled(self, token: Token) -> Figure | None:
        """The one body named before here whose capitals this word is made of: "HLA" for the Harbour Labour Association."""
        if not token.text.isupper() or not 3 <= len(token.text) <= 8:
            return None
        earlier = (f for f in self.found if f.start < token.i and f.figure.kind in ("organisation", "medium", "thing"))
        figures = list(dict.fromkeys(f.figure for f in earlier if initials(f.figure.name) == token.text))
        return figures[0] if len(figures) == 1 else None

    def _titled_name(self, run: Run) -> None:
        """A name in a heading, where every word has a capital: only what the text itself names is taken."""
        words = self.tokens[run.start : run.end]
        name = self.parse.cut(words).text
        figure = self._known_person(name) or self.bodies.get(normal(name))
        if figure is None and len(words) == 1:
            figure = next(iter(self.people.get((person_words(name) or [""])[0], [])), None)
        if figure:
            figure.called(name)
            self._add(Found(run.start, run.end, self._head(run.start, run.end), figure))

    def _best(self, figures: list[Figure], token: Token) -> Figure:
        """Of several people of one name the one whose surname it is, and who was named last before here."""
        word = person_words(token.text)[0]
        last = [f for f in figures if person_words(f.name)[-1] == word] or figures
        if len(last) == 1:
            return last[0]
        often = max(f.times for f in last)
        first = [f for f in last if f.times == often]
        if len(first) == 1:
            return first[0]
        nearest = [f for f in self.found if f.figure in first and f.start < token.i]
        return max(nearest, key=lambda f: f.start).figure if nearest else first[0]

    def _known_name(self, match: Match) -> None:
        entry = match.entry
        head = self._head(match.start, match.end)
        words = person_words(entry.name)
        person = len(words) == 1 and self.people.get(person_words(self.tokens[match.start].text)[0])
        if person and (entry.kind == "place" or person_words(self.tokens[match.start].text)[0] in self.surnames):
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
            place = entry.kind in ("state", "capital") and is_locative(head) and not (entry.kind == "state" and head.dep in ATTRIBUTES)
            if place and entry.kind == "capital":
                figure = Figure(name, "state", True, entry.country, sort=entry.name)
            self._add(Found(match.start, match.end, head, figure, place=place))
        else:
            state = self._state_before(match) if entry.sort == "parliament" else None
            if state and state.entry.country != entry.country:  # "Peru's Senate" is not the one that is called so for short
                name = self.parse.cut(self.tokens[state.start : match.end]).text
                figure = self._figure(name, entry.kind, state.entry.country)
            else:
                figure = self._figure(entry.name, entry.kind, entry.country)
            figure.sort = figure.sort or entry.sort
            figure.called(self.parse.cut(self.tokens[match.start : match.end]).text)
            self._acronym(match.end, figure)
            self._add(Found(match.start, match.end, head, figure))


def initials(name: str) -> str:
    """The capitals that a name's words begin with: three or more words, "of" and "the" aside."""
    words = [w for w in re.findall(r"[\w’'-]+", name) if w[0].isupper()]
    return "".join(w[0] for w in words) if len(words) > 2 else ""


def is_titled(sentence: Sentence) -> bool:
    """Whether a sentence is written as a title, with capitals on nearly every word, so that they tell nothing."""
    words = [t.text for t in sentence.tokens if len(t.text) > 3 and t.text[0].isalpha()]
    capital = sum(w[0].isupper() for w in words)
    if sentence.block.kind in ("cell", "item", "caption"):
        return capital > 0.7 * len(words)
    if any(t.tag in ("VBD", "VBZ", "VBP", "MD") and t.text.islower() for t in sentence.tokens):
        return sentence.block.kind == "heading" and capital > 0.8 * len(words)
    return sentence.block.kind == "heading" or (len(words) >= 4 and capital > 0.8 * len(words))
