"""What a head word denotes in an event: its classes, the party, the thing with its number, the place, the date.

The cast (names.py) knows who is who; here its answers are fitted to an event's slots: "Russian front lines" is a place, and as
a recipient it stands for Russia; "thousands of soldiers" are soldiers; "MiG-29 and Su-27 fighter jets" are one item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sayso import dates, quantities
from sayso.claim import Item, Quantity, Role, Span, When
from sayso.events import frames
from sayso.events.arguments import OUTWARD, beside, content, members, surface_subject
from sayso.events.frames import Lexicon
from sayso.events.misread import is_aimed
from sayso.names import Cast, Mention, party_id
from sayso.sentences import Parse, Sentence, Token

PARTIES = {"person", "office", "organisation", "state", "medium", "group"}
NAMED = {"state", "organisation", "medium", "place", "person", "office"}
PERSONAL = {"he", "she", "they", "we", "who", "i", "him", "her", "them", "us", "some", "others", "many"}
TOTALS = {"total", "number", "figure", "count"}
PLURAL = {"they", "them"}
BACK = 2  # sentences back that a bare number or a pronoun may point for what it counts
OWN = {"its", "their", "his", "her"}
PEOPLE = {"people", "troops", "envoy", "visitor", "diplomat", "prisoner"}  # classes whose nouns can act
LOCATIVE = {
    "in",
    "at",
    "on",
    "near",
    "inside",
    "outside",
    "around",
    "off",
    "over",
    "along",
    "across",
    "within",
    "throughout",
    "between",
    "beyond",
}
WATERS = {"sea", "ocean", "strait", "straits", "gulf", "bay", "channel", "lake", "river", "coast", "passage"}  # nobody lives there
BUILT = {"target", "territory", "place"}
EXAMPLES = {"as", "including", "like"}  # "weapons such as tanks"
BEFORE = ("amod", "compound", "nmod", "poss")
DESIGNATION = re.compile(r"(?=.*\d)(?=.*[A-Za-z])|[A-Z]")  # F-16, K9, Patriot
CLOCK = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august|september|october|november|december|(?:jan|feb|aug|sept?|oct|nov|dec)\."
    r"|today|yesterday|tomorrow|tonight|years?|months?|weeks?|days?|hours?|minutes?|time|(?:19|20)\d\d|morning|evening|night|afternoon|noon|a\.m\.?|p\.m\.?|\d{1,2}:\d\d"
)
PERSON_LIKE = re.compile(r"[a-z]+(?:er|or|ist|ant|ian|man|men|woman|women|ee)s?")  # manager, attendant, villager
DEPTH = 3  # how far below an object those are looked for whom it concerns


@dataclass(slots=True, eq=False)
class Referents:
    """What the words of one article denote, each looked up once."""

    parse: Parse
    cast: Cast
    lexicon: Lexicon
    _classes: dict[int, frozenset[str]] = field(default_factory=dict)
    _quantities: dict[int, list[Quantity]] = field(default_factory=dict)
    _dates: dict[int, list[tuple[When, Token | None]]] = field(default_factory=dict)

    # Classes

    def classes(self, head: Token) -> frozenset[str]:
        """The classes of a noun phrase by its head: of the word itself, of the item and of the party that it denotes."""
        known = self._classes.get(head.i)
        if known is None:
            known = self._classes[head.i] = frozenset(self._find_classes(head))
        return known

    def is_party(self, token: Token) -> bool:
        """Whether a word denotes someone who can act."""
        return "party" in self.classes(token)

    def is_name(self, token: Token, before: Token | None = None) -> bool:
        """Whether a word before a noun names a party: "Russian", "NATO", and not "pilot" nor the first word of a longer name."""
        mention = self.cast.at(token)
        if before and mention and mention.span.end > before.start and mention.kind != "state":
            return False
        return (mention is not None and mention.kind in NAMED) or (token.pos == "PROPN" and self.is_party(token))

    def _find_classes(self, head: Token) -> Iterator[str]:
        counted = content(head)
        lemma = counted.lemma.lower()
        yield lemma
        yield counted.lower
        if CLOCK.fullmatch(counted.lower) and counted.text != "march":
            yield "time"
            return
        named = self.lexicon.classes.get(lemma) or self.lexicon.classes.get(counted.lower) or frozenset()
        item = self._item_kind(counted) if counted.pos in ("NOUN", "PROPN", "X", "NUM", "ADJ") else ""
        if lemma == "fighter" and any(
            DESIGNATION.match(c.text) and c.dep in (*BEFORE, "nummod") and not self._is_demonym(c) for c in counted.children
        ):
            named, item = frozenset({"goods"}), "fighter aircraft"  # "Mirage 2000 fighters", and not "rebel fighters"
        mention = self.cast.at(counted)
        kind = mention.kind if mention else ""
        yield from named
        if any(c.dep == "nummod" for c in head.children):
            yield "counted"
        if meant := self.meant(counted):
            yield from self.classes(meant) & {"troops", "goods", "people"}
        if kind and kind != "thing":
            yield kind
        if "talk" in named:
            return  # a statement does nothing itself
        if kind in PARTIES or lemma in PERSONAL or (named & PEOPLE) or self._is_unknown_name(counted, kind, item):
            yield "party"
        if mention and kind in ("state", "place"):
            yield "place"
            if kind == "state" or self.cast.gazetteer.states.get(mention.country) == mention.name:
                yield from ("state", "party")
            elif counted.pos == "PROPN" and counted.lower not in WATERS:
                yield "city"
        if lemma in self.lexicon.nouns or counted.lower in self.lexicon.nouns:
            yield "event"
        if item and "goods" not in named and kind not in PARTIES:
            yield frames.KINDS.get(item, "goods")

    def meant(self, head: Token) -> Token | None:
        """The noun before it that a bare number counts ("another 1,500 followed") or a plural pronoun speaks of."""
        if head.tag == "CD" and self._stands_alone(head):
            return next((t for t in self._nouns_before(head) if any(c.dep == "nummod" for c in t.children)), None)
        if head.lower not in PLURAL or not (mention := self.cast.at(head)):
            return None
        troops = (t for t in self._nouns_before(head) if "troops" in self.lexicon.classes.get(t.lemma.lower(), ()))
        return next((t for t in troops if self.role(t).name == mention.name), None)

    @staticmethod
    def _stands_alone(number: Token) -> bool:
        """Whether a number has no noun of its own: "another 1,500 followed", "the total rose to 3,000"."""
        if any(c.dep in ("nmod", "compound") or (c.dep == "prep" and c.lower == "of") for c in number.children):
            return False
        if number.dep == "pobj" and number.head.lower == "to":
            above = number.head.head.head if number.head.head.lower in OUTWARD else number.head.head
            return any(c.lemma in TOTALS and c.dep in ("nsubj", "nsubjpass", "dobj") for c in above.children)
        return number.dep in ("nsubj", "nsubjpass", "dobj")

    def _nouns_before(self, token: Token) -> Iterator[Token]:
        """The nouns before a word, nearest first, as far back as it can point."""
        for at in range(token.i - 1, -1, -1):
            one = self.parse.tokens[at]
            if one.sentence.index < token.sentence.index - BACK:
                return
            if one.pos == "NOUN" and one.tag in ("NN", "NNS") and not CLOCK.fullmatch(one.lower):
                yield one

    def _is_demonym(self, token: Token) -> bool:
        mention = self.cast.at(token)
        return mention is not None and mention.kind in NAMED

    @staticmethod
    def _is_unknown_name(token: Token, kind: str, item: str) -> bool:
        if kind in ("", "thing") and not item and token.pos == "PROPN":
            return True
        joined = token.child("conj") or (token.head if token.dep == "conj" else None)
        return not kind and not item and token.text[0].isupper() and joined is not None and joined.pos == "PROPN"

    def _item_kind(self, head: Token) -> str:
        return self.cast.item(head).kind

    # Parties

    def parties(self, heads: list[Token], any_kind: bool, likely: bool = False) -> tuple[Role, ...]:
        """Whom several head words denote, without repeats; a word that looks like a person's counts where it is likely one."""
        found: list[Role] = []
        for head in heads:
            for role in self._party(head, any_kind or (likely and bool(PERSON_LIKE.fullmatch(head.lower)))):
                if not any(role.span == other.span and role.name == other.name for other in found):
                    found.append(role)
        return tuple(found)

    def stands_for(self, head: Token) -> Token | None:
        """Whose cause, front or port it is: the party behind a noun that is none itself."""
        head = content(head)
        state = next((c for c in head.children if c.dep == "amod" and self.is_name(c)), None)
        if self.is_party(head) and (self.cast.at(head) or (head.pos != "PROPN" and not (state and "troops" in self.classes(head)))):
            return head
        for c in head.children:
            if c.dep in BEFORE and (self.is_name(c) or (self.is_party(c) and any(self.is_name(k) for k in c.children))):
                return c  # "a Chad government statement" is the government's
        of = next((c for c in head.children if c.dep == "prep" and c.lower == "of"), None)
        below = of.child("pobj") if of else None
        return below if below and self.is_name(below) else head if self.is_party(head) else None

    def concerned(self, head: Token, even_where: bool = True, depth: int = DEPTH) -> list[Token]:
        """Whom a deed or thing concerns: the party in its phrase, whoever does it first, and where it is done if that counts."""
        for c in head.children:
            if c.dep in BEFORE and c.pos != "PRON" and self.is_name(c):
                return [c]
        phrases = sorted((c for c in head.children if c.dep in ("prep", "agent", "acl") and c.i > head.i), key=_doer_first)
        for c in phrases:
            if c.lower in LOCATIVE and not even_where:
                continue
            below = [p for k in [c, *c.children] if k.dep in ("prep", "agent") for p in k.children if p.dep == "pobj"]
            for one in below:
                leads = c.dep == "acl" and "city" in self.classes(one)  # "the roads leading into Gao"
                if leads or "party" in self.classes(one) or "state" in self.classes(one):
                    return members(one)
                if depth and (deeper := self.concerned(one, even_where, depth - 1)):
                    return deeper
        return []

    def _bears_a_mere_name(self, head: Token) -> bool:
        """Whether the name before a building or a place is no party's: "the Christmas market"."""
        names = [c for c in head.children if c.dep in BEFORE and c.pos == "PROPN"]
        mentions = [self.cast.at(c) for c in names]
        return bool(names) and head.pos == "NOUN" and bool(self.classes(head) & BUILT) and not any(m and m.kind in NAMED for m in mentions)

    def located(self, head: Token) -> list[Token]:
        """The named place that a noun lies in: Gao in "calm in Gao"."""
        return [p for p in self._lying_in(head, LOCATIVE) if "city" in self.classes(p)]

    def beyond(self, head: Token) -> list[Token]:
        """Who lives beyond a border: Niger on "the border with Niger", "the Niger border" and "Chad's border with Niger"."""
        if "border" not in self.classes(head):
            return []
        tokens, at = head.sentence.tokens, head.i - head.sentence.tokens[0].i + 1
        behind = tokens[at] if at < len(tokens) and tokens[at].lower == "with" else None
        below = behind.child("pobj") if behind else None
        return members(below) if below and self.is_party(below) else self.concerned(head)

    def _party(self, head: Token, any_kind: bool) -> list[Role]:
        head = content(head)
        owner = self.cast.at(head) if head.lower in OWN else None
        if head.lower in OWN and (owner is None or not owner.named):
            head = surface_subject(_clause_verb(head), self.is_party) or head
        elif head.lower == "their" and (subject := surface_subject(_clause_verb(head), self.is_party)) and subject.conjuncts():
            return [role for one in members(subject) for role in self._party(one, False)]  # "Peru and Chile delayed their meeting"
        if not self.is_party(head) and "state" not in self.classes(head) and any_kind and "place" not in self.classes(head):
            return [self.role(head)] if head.pos != "PRON" and not CLOCK.fullmatch(head.lower) else []
        if not self.is_party(head) or self.cast.at(head) is None:
            whose = (
                _named(head)
                or (head if any_kind and self._bears_a_mere_name(head) else self.stands_for(head))
                or (head if any_kind or ("place" in self.classes(head) and self.cast.at(head)) else None)
            )
            if whose is None:
                return []
            if whose is not head and whose.conjuncts():  # "leaders of Peru and Chile"
                return [self.role(one) for one in members(whose) if self.is_name(one)] or [self.role(whose)]
            head = whose
        if head.pos == "PRON" and head.lower.endswith(("self", "selves")):
            return []  # whoever acts
        if head.lower in ("it", "this", "that", "which", "there") and self.cast.at(head) is None:
            return []
        explained = head.child("appos")
        if explained and explained.pos == "PROPN" and head.tag == "NNS":  # "neighbours Chad and Niger"
            return [self.role(one) for one in members(explained)]
        joint = self.cast.members(head) if not head.conjuncts() and head.dep != "conj" else []
        return joint if len(joint) > 1 else self._nations(head)

    def _nations(self, head: Token) -> list[Role]:
        """A role for each state whose people a noun speaks of together: "US and British officials", "leaders of Peru and Chile"."""
        role = self.role(head)
        before = [c for c in head.children if c.dep in ("amod", "nmod", "compound")] if head.pos == "NOUN" else []
        behind = [p for c in head.children if c.dep == "prep" and c.lower in ("of", "from") and head.tag == "NNS" for p in c.children]
        for first in [*before, *behind]:
            named = [m for one in members(first) if (m := self.cast.at(one)) and ("state" in self.classes(one) or first.i > head.i)]
            if len({m.name for m in named}) > 1:
                nearest = -1 if first.i < head.i else 0
                found = [_of_mention(m) for m in named]
                found[nearest] = replace(role, country=named[nearest].country)
                return found
        return [role]

    def role(self, head: Token) -> Role:
        """A head word as a role, cut to its own noun phrase; a state's name that stands for the place stands for the state too."""
        mention = self.cast.at(head)
        part_of_name = mention and mention.head != head.i and head.dep in BEFORE
        role = _of_mention(mention) if mention and part_of_name else self.cast.role(head)
        if role.kind == "place" and role.country and self.cast.gazetteer.states.get(role.country) == role.name:
            role = replace(role, kind="state", party=party_id("state", role.name, role.country))
        if (
            not role.country
            and role.kind in ("thing", "group", "person", "office")
            and (state := self._nationality(head) or self._origin(head) or self._nationality(head, True))
        ):
            role = replace(role, country=state.country)  # "a Chadian trader", "the ambassador of Chad"
        span = self._own_words(role.span, head)
        return (
            role
            if span.span == role.span
            else replace(role, text=span.text, span=span.span, name=span.text if role.name == role.text else role.name)
        )

    def owner(self, items: list[Token], whole: bool) -> Role | None:
        """The state that the items belong to."""
        for head in items:
            head = content(head)
            if head.tag == "CD" and (meant := self.meant(head)):
                role = self.owner([meant], whole)
                return replace(role, text=head.text, span=(head.start, head.end)) if role else None
            role = self.role(head)
            if whole and role.kind in PARTIES and role.country:
                return role
            if state := self._nationality(head) or self._nationality(head, True):
                return _of_mention(state)
        return None

    def _nationality(self, head: Token, pronoun: bool = False) -> Mention | None:
        """The state whose name or adjective, or whose pronoun, stands before a noun: "her Turkish counterpart" is Turkish."""
        for c in head.children:
            mention = self.cast.at(c) if c.dep in BEFORE and (c.pos == "PRON") == pronoun else None
            if mention and mention.country and mention.kind in PARTIES | {"place"} and not is_aimed(c):
                return mention
        return None

    def _origin(self, head: Token) -> Mention | None:
        """The state that a noun is of or from."""
        for prep in head.children:
            seated = prep.lower == "in" and "institution" in self.classes(head)
            below = prep.child("pobj") if prep.dep == "prep" and (seated or prep.lower in ("of", "from", "for")) else None
            mention = self.cast.at(below) if below else None
            if mention and mention.country and (mention.kind == "state" or self.cast.gazetteer.states.get(mention.country) == mention.name):
                return mention
            if below and (state := self._nationality(below)):  # "a spokesman for the Chadian government"
                return state
        return None

    def _own_words(self, span: tuple[int, int], head: Token) -> Span:
        """A phrase without words before it that belong to another one."""
        inside = [t for t in self.parse.between(*span) if t.i <= head.i]
        while inside and inside[0] is not head and not _is_below(inside[0], head):
            inside = inside[1:]
        return self.parse.article.cut(inside[0].start if inside else span[0], span[1])

    # Items

    def items(self, head: Token, cut: int = 0) -> Iterator[Item]:
        """The things a head word denotes, with those given as its examples, and how many of them; not before a position."""
        counted = content(head)
        yield from self._designs(self._item(head, counted, cut), counted)
        for c in head.children:
            if c.dep == "prep" and c.lower in EXAMPLES and (example := c.child("pobj")) and (c.lower != "like" or c.i == head.i + 1):
                for one in members(example):
                    yield self._item(one, content(one), 0)

    def _designs(self, item: Item, head: Token) -> list[Item]:
        """Each of several designations before one noun as an item of its own, unless one number counts them all."""
        pieces: list[list[Token]] = [[]]
        for token in self.parse.between(*item.span):
            if token.tag == "CC" or token.text == ",":
                pieces.append([])
            else:
                pieces[-1].append(token)
        pieces = [p for p in pieces if p]
        if len(pieces) < 2 or item.quantity or not all(self._is_designation(p) for p in pieces) or pieces[-1][-1] is not head:
            return [item]
        found = []
        for piece in pieces:
            words = self.parse.cut(piece)
            known = self.cast.item(piece[0])
            system = known.span[0] == words.start and known.span[1] <= words.end and known.name != known.text
            name = known.name if system else words.text
            found.append(replace(item, text=words.text, span=words.span, name=name, kind=item.kind or known.kind, country=known.country))
        return found

    def _is_designation(self, piece: list[Token]) -> bool:
        """Whether words begin with the designation of a system: "MiG-29", "Leopard 2 tanks"."""
        base = piece[0].sentence.tokens[0].i
        known = self.cast.gazetteer.match("equipment", piece[0].sentence.tokens, piece[0].i - base)
        return piece[0].text[0].isupper() and (known is not None or any(c.isdigit() for t in piece[:2] for c in t.text))

    def _item(self, head: Token, counted: Token, cut: int) -> Item:
        item = self.cast.item(counted)
        if item.span[0] < cut < item.span[1]:
            words = self.parse.article.cut(cut, item.span[1])
            item = replace(item, text=words.text, span=words.span, name=words.text if item.name == item.text else item.name)
        if meant := self.meant(counted):
            item = replace(item, name=self.cast.item(meant).name, kind=self.cast.item(meant).kind)
        start = max(cut, self._first_design(counted, self._own_words(item.span, counted).start))
        number = self._quantity(head, counted, item)
        if number and number.span[0] <= start < number.span[1] < item.span[1]:  # the number is told apart from what is counted
            start = next((w.start for w in self.parse.between(number.span[1], item.span[1])), start)
        if number and number.span[0] <= counted.start and counted.end <= number.span[1]:  # "$ 4 million" is itself what is given
            return replace(
                item,
                text=number.text,
                span=number.span,
                name=item.name if self.meant(counted) else number.text,
                kind=item.kind or ("money" if number.unit else ""),
                quantity=number,
            )
        if start < item.span[1] and start != item.span[0]:
            words = self.parse.article.cut(start, item.span[1])
            item = replace(item, text=words.text, span=words.span, name=words.text if item.name == item.text else item.name)
        return replace(item, quantity=number)

    def _first_design(self, head: Token, start: int) -> int:
        """Where "MiG-29 and Su-27 fighter jets" begins: with the first of several designations before one noun."""
        sentence, base = head.sentence.tokens, head.sentence.tokens[0].i
        at = next((t.i for t in sentence if t.start == start), head.i)
        while at > base:
            before = sentence[at - base - 1]
            joins = before.dep in ("cc", "punct") and at - 2 >= base and _is_design(sentence[at - base - 2], head)
            if not (_is_design(before, head) or joins):
                break
            at -= 2 if joins else 1
        return sentence[at - base].start

    def _quantity(self, head: Token, counted: Token, item: Item) -> Quantity | None:
        """How many of them: the quantity that stands in the noun phrase before its head."""
        before = [
            t.start for c in [*head.children, *counted.children] if c.i < counted.i and c.dep not in ("relcl", "conj") for t in c.subtree()
        ]
        start = min([*before, head.start])
        found = [q for q in self.quantities(head.sentence) if q.span[0] < counted.end and q.span[1] > start]
        free = [q for q in found if not (item.span[0] < q.span[0] and q.span[1] <= item.span[1])]
        free.sort(key=lambda q: bool(q.unit))
        return free[0] if free else None

    def quantities(self, sentence: Sentence) -> list[Quantity]:
        """The quantities of a sentence, looked up once."""
        if sentence.index not in self._quantities:
            found = quantities.find(self.parse.article.text[sentence.start : sentence.end], sentence.start)
            times = [when.span for when, _ in self.dates(sentence)]
            self._quantities[sentence.index] = [q for q in found if not any(q.span[0] < end and start < q.span[1] for start, end in times)]
        return self._quantities[sentence.index]

    # Places and dates

    def places(self, heads: list[Token]) -> tuple[Role, ...]:
        """Places, each followed by those that say more closely where it is."""
        found: list[Role] = []
        queue = list(heads)
        for _ in range(8):  # more places than one clause names
            if not queue:
                break
            one = queue.pop(0)
            classes = self.classes(one)
            if not classes & {"place", "territory"} and classes & {"fight", "event"}:  # "in the fighting near Gao"
                queue.extend(self._lying_in(one, LOCATIVE))
                continue
            if classes & {"person"} or not (classes & {"place", "territory"} or (one.pos == "PROPN" and beside(one.head.head) is one)):
                continue
            proper = self._proper_name(one)
            role = self.cast.role(proper)
            span = self._own_words(role.span, proper)
            role = replace(role, text=span.text, span=span.span)
            if not any(role.span == other.span for other in found):
                found.append(role if role.kind in PARTIES | {"place"} else replace(role, kind="place"))
            queue.extend(m for m in members(proper)[1:] if m.i > proper.i and m not in queue)
            queue.extend(p for p in self._lying_in(one, LOCATIVE | {"of"}) if p is not proper and not self._is_named_by(p, proper, span))
        return tuple(found)

    @staticmethod
    def _lying_in(head: Token, words: set[str]) -> Iterator[Token]:
        """What stands behind a noun's own prepositions."""
        for c in head.children:
            if c.dep == "prep" and c.lower in words and (below := c.child("pobj")):
                yield below
            elif lies := beside(c):
                yield lies

    @staticmethod
    def _is_named_by(part: Token, name: Token, span: Span) -> bool:
        """Whether a name is part of the name of another place: "Aden" in "the Gulf of Aden"."""
        return name.pos == "PROPN" and span.start <= part.start < span.end

    def _proper_name(self, head: Token) -> Token:
        """Kursk in "the region of Kursk" and in "the regional capital, Kursk"."""
        explained = head.child("appos")
        if explained and explained.pos == "PROPN" and head.pos == "NOUN" and not self.classes(explained) & {"person", "organisation"}:
            return explained
        if any(c.dep in ("compound", "nmod") and c.pos == "PROPN" for c in head.children):
            return head  # "the Mokotów district of Warsaw"
        for c in head.children:
            if (
                c.dep == "prep"
                and c.lower == "of"
                and (name := c.child("pobj"))
                and name.pos == "PROPN"
                and head.pos == "NOUN"
                and "territory" in self.classes(head)
            ):
                return name
        return head

    def dates(self, sentence: Sentence) -> list[tuple[When, Token | None]]:
        """The dates of a sentence, looked up once, each with the word that it is hung on."""
        if sentence.index not in self._dates:
            article = self.parse.article
            found = dates.find(article.text[sentence.start : sentence.end], article.published, sentence.start)
            self._dates[sentence.index] = [(when, self._hung_on(when)) for when in found]
        return self._dates[sentence.index]

    def _hung_on(self, when: When) -> Token | None:
        inside = self.parse.between(*when.span)
        numbers = {t.i for t in inside}
        top = next((t for t in inside if t.head.i not in numbers), None)
        if top is None or top.head is top:
            return None
        above = top.head
        while above.pos in ("ADP", "PART") and above.head is not above:
            above = above.head
        link = next((c for c in above.children if c.dep == "mark" and c.lower in ("after", "before", "since")), None)
        if link and (top.head is link or link.i in (inside[-1].i, inside[-1].i + 1)):
            return above.head  # "came four months after they had signed": that long lies between the two
        return above


def _named(noun: Token) -> Token | None:
    """The name right behind a noun, without a comma: "the vessel Aurora"."""
    name = noun.child("appos") if noun.pos == "NOUN" else None
    return name if name and name.pos == "PROPN" and name.i == noun.i + 1 else None


def _of_mention(mention: Mention) -> Role:
    return Role(mention.span.text, mention.span.span, mention.name, mention.kind, mention.country, mention.party)


def _doer_first(phrase: Token) -> tuple[bool, int]:
    return (phrase.lower not in ("by", "from") and phrase.dep != "acl", phrase.i)


def _is_design(token: Token, head: Token) -> bool:
    """Whether a word before a noun is the designation of a system, or joined with one."""
    return (
        token.dep not in ("det", "poss", "punct", "cc", "case")
        and token.tag not in ("CD", "DT")
        and _is_below(token, head)
        and token.i < head.i
    ) or (
        token.tag == "CD"
        and (token.head.pos == "PROPN" or not token.text.replace(",", "").replace(".", "").isdigit())  # the 1 of "Leopard 1"
        and any(c.isdigit() for c in token.text)
        and _is_below(token, head)
    )


def _is_below(token: Token, head: Token) -> bool:
    return any(above is head for above in token.ancestors())


def _clause_verb(token: Token) -> Token:
    for above in token.ancestors():
        if above.pos in ("VERB", "AUX"):
            return above
    return token
