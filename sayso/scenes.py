"""The events of one sentence: who did what to whom, with what, how many, when and where.

A verb or noun of the lexicon (frames.py) states an event where what it needs stands in its slots (arguments.py); the slots
then fill its roles. A role that is in doubt stays empty: agent and recipient swapped would be worse.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sayso import dates, frames, quantities
from sayso.arguments import Slots, content, is_passive, members, noun_slots, verb_slots
from sayso.claim import Event, Extent, Item, Quantity, Role, Span, When
from sayso.frames import LIGHT, Fill, Lexicon, Need, Use
from sayso.names import Cast
from sayso.sentences import Parse, Sentence, Token

PARTIES = {"person", "office", "organisation", "state", "medium", "group"}
PERSONAL = {"he", "she", "they", "we", "who", "i", "him", "her", "them", "us", "some", "others", "many"}
PEOPLE = {"people", "troops", "envoy", "visitor", "diplomat", "prisoner"}  # classes whose nouns can act
ANY_RECIPIENT = {
    "strike",
    "seize",
    "casualty",
    "detain",
    "coerce",
    "concede",
    "sanction",
    "reject",
    "protest",
}  # buildings, ships and laws suffer these too
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
MOVED = {"transfer", "deploy", "withdraw", "aid", "train"}
EXAMPLES = {"as", "including", "like"}  # "weapons such as tanks"
HAPPEN = {
    "take",
    "occur",
    "happen",
    "begin",
    "start",
    "come",
    "follow",
    "continue",
    "end",
    "go",
    "be",
    "hold",
    "conduct",
    "schedule",
    "plan",
    "expect",
}
DETERMINED = {"the", "this", "that", "these", "those", "such", "any", "its", "their", "alleged", "reported"}
TRIGGER_REACH = 6  # tokens; a light verb further from its noun is no longer one phrase with it


@dataclass(frozen=True, slots=True)
class Frame:
    """An event with where it stands in the parse."""

    event: Event
    head: Token  # the trigger's main word
    clause: Extent  # of the clause or noun phrase that states it, without attribution around it
    nominal: bool


@dataclass(slots=True, eq=False)
class Scene:
    """One article while its events are described, with what has already been looked up."""

    parse: Parse
    cast: Cast
    lexicon: Lexicon
    _classes: dict[int, frozenset[str]] = field(default_factory=dict)
    _quantities: dict[int, list[Quantity]] = field(default_factory=dict)
    _dates: dict[int, list[tuple[When, Token | None]]] = field(default_factory=dict)

    # One sentence

    def frames_of(self, sentence: Sentence) -> list[Frame]:
        """The events of a sentence, in text order; nouns that a light verb governs are read with it."""
        found: list[tuple[int, Frame]] = []
        light: dict[int, tuple[Token, str]] = {}
        taken: set[int] = set()
        titled = sentence.block.kind in ("heading", "cell", "item")
        for token in sentence.tokens:
            uses = self._verb_uses(token)
            if uses and (frame := self._verb_frame(token, uses, light, taken)):
                found.append((token.i, frame))
        for token in sentence.tokens:
            if token.i not in taken and (uses := self._noun_uses(token, titled)):
                frame = self._noun_frame(token, uses, light.get(token.i))
                if frame:
                    found.append((token.i, frame))
        return self._with_presence(sentence, [frame for _, frame in sorted(found, key=lambda f: f[0])])

    def _verb_uses(self, token: Token) -> tuple[Use, ...]:
        if token.pos in ("VERB", "AUX") and token.dep not in ("aux", "auxpass", "amod", "compound", "case"):
            return self.lexicon.verbs.get(token.lemma, ())
        return ()

    def _noun_uses(self, token: Token, titled: bool) -> tuple[Use, ...]:
        if token.pos == "NOUN":
            uses = self.lexicon.nouns.get(token.lemma) or self.lexicon.nouns.get(token.lower, ())
        elif token.tag == "VBG" and token.dep in ("nsubj", "nsubjpass", "dobj", "pobj", "conj", "ROOT"):
            uses = self.lexicon.nouns.get(token.lower, ())
        elif token.pos == "PROPN" and titled:
            uses = self.lexicon.noun(token.text)
        else:
            return ()
        return () if token.dep in ("compound", "nmod", "amod") and not titled else uses

    def _verb_frame(self, verb: Token, uses: tuple[Use, ...], light: dict[int, tuple[Token, str]], taken: set[int]) -> Frame | None:
        """The event that a verb states, or None; a light verb is put down for the noun in its object."""
        slots = verb_slots(verb, self.is_party)
        cut = self._take_indirect(verb, slots)
        particle = next(
            (c.lower for c in verb.children if c.dep == "prt" or (c.dep == "advmod" and c.lower in ("back", "over", "out"))), ""
        )
        for use in uses:
            if use.particle and use.particle != particle and not (use.particle == "part" and self._has_part(verb)):
                continue
            if use.particle == "part":
                slots.setdefault("in", []).extend(self._part_of(verb))
            if not self._meets(use, slots):
                continue
            if use.type == LIGHT:
                for noun in members(slots["obj"][0]) if "obj" in slots else ():
                    light.setdefault(noun.i, (verb, use.pattern))
                return None
            event = self._event(use, verb, slots, self._verb_trigger(verb, use, slots), cut)
            if event is None:
                continue
            if event.type in ("agree", "meet"):
                taken.update(t.i for name in ("obj",) for t in slots.get(name, ()))
            return Frame(event, verb, self._clause(verb), False)
        return None

    def _noun_frame(self, noun: Token, uses: tuple[Use, ...], light: tuple[Token, str] | None) -> Frame | None:
        slots = noun_slots(noun, self.is_party)
        verb = light[0] if light else None
        if light:
            self._add_light(slots, light[0], light[1])
        for use in uses:
            if not self._meets(use, slots):
                continue
            event = self._event(use, noun, slots, self._noun_trigger(noun, verb), 0)
            if event is None:
                continue
            bare = not (event.agent or event.recipient or event.items)
            if bare and not (use.bare and any(c.lower in DETERMINED for c in noun.children)):
                continue
            return Frame(event, verb or noun, self._clause(verb) if verb else self._phrase(noun), verb is None)
        return None

    # Slots and classes

    def is_party(self, token: Token) -> bool:
        """Whether a word denotes someone who can act."""
        return "party" in self.classes(token)

    def classes(self, head: Token) -> frozenset[str]:
        """The classes of a noun phrase by its head: of the word itself, of the item and of the party that it denotes."""
        known = self._classes.get(head.i)
        if known is None:
            known = self._classes[head.i] = frozenset(self._find_classes(head))
        return known

    def _find_classes(self, head: Token) -> Iterator[str]:
        counted = content(head)
        lemma = counted.lemma.lower()
        yield lemma
        named = self.lexicon.classes.get(lemma) or self.lexicon.classes.get(counted.lower) or frozenset()
        mention = self.cast.at(counted)
        kind = mention.kind if mention else ""
        if mention and mention.span.end != counted.end and counted.pos != "PROPN" and kind == "state":
            kind = "group" if named & PEOPLE else kind
        yield from named
        if (
            kind in PARTIES
            or lemma in PERSONAL
            or (named & PEOPLE)
            or (not kind and counted.pos == "PROPN" and not self._item_kind(counted))
        ):
            yield "party"
        if kind:
            yield kind
        if kind == "state" or (kind == "place" and mention and mention.country):
            yield "place"
            yield "state"
        if lemma in self.lexicon.nouns or counted.lower in self.lexicon.nouns:
            yield "event"
        if not named or "goods" not in named:
            item = self._item_kind(counted)
            if item and kind not in PARTIES:
                yield frames.KINDS.get(item, "goods")

    def _item_kind(self, head: Token) -> str:
        return self.cast.item(head).kind if head.pos in ("NOUN", "PROPN", "X", "NUM", "ADJ") else ""

    def _meets(self, use: Use, slots: Slots) -> bool:
        return all(self._met(need, slots) for need in use.needs)

    def _met(self, need: Need, slots: Slots) -> bool:
        found = any(
            slot in slots and (not klass or any(klass in self.classes(h) for h in members(slots[slot][0]))) for slot, klass in need.options
        )
        return found is not need.absent

    def _take_indirect(self, verb: Token, slots: Slots) -> int:
        """Take apart "gave North Korea fighter jets", which the parser reads as one phrase; return where the second one begins."""
        if verb.lemma not in self.lexicon.ditransitive or "dat" in slots or "to" in slots or "obj" not in slots or is_passive(verb):
            return 0
        head = slots["obj"][0]
        first = verb.sentence.tokens[verb.i - verb.sentence.tokens[0].i + 1 :][:1]
        mention = self.cast.at(first[0]) if first else None
        if mention is None or mention.kind not in PARTIES or first[0].tag not in ("NNP", "NNPS") or mention.span.end >= head.start:
            return 0
        receiver = self.parse.tokens[mention.head]
        if receiver.dep == "poss" or receiver is head:
            return 0
        slots["dat"] = [receiver]
        return self.parse.tokens[receiver.i + 1].start

    @staticmethod
    def _has_part(verb: Token) -> bool:
        return any(c.dep == "dobj" and c.lower == "part" for c in verb.children)

    @staticmethod
    def _part_of(verb: Token) -> list[Token]:
        part = next(c for c in verb.children if c.dep == "dobj" and c.lower == "part")
        return [p for c in part.children if c.dep == "prep" and c.lower == "in" and (p := c.child("pobj"))]

    def _add_light(self, slots: Slots, verb: Token, pattern: str) -> None:
        """Give a noun the slots of the light verb that governs it."""
        outer = verb_slots(verb, self.is_party)
        subject = outer.pop("subj", [])
        if subject:
            slots["undergo" if pattern == "light-back" else "subj"] = subject
        outer.pop("obj", None)
        if pattern == "light-give" and "dat" in outer:
            outer["to"] = outer.pop("dat")
        for name, heads in outer.items():
            slots.setdefault(name, heads)

    # The event

    def _event(self, use: Use, head: Token, slots: Slots, trigger: Span, cut: int) -> Event | None:
        roles: dict[str, list[Token]] = {}
        owned: dict[str, tuple[Role, ...]] = {}
        for fill in use.fills:
            if fill.role in roles or fill.role in owned or fill.role not in ("agent", "recipient", "items", "place"):
                continue
            if fill.slot in ("own", "items.nat"):
                if role := self._owner(roles.get("items", []), fill.slot == "own"):
                    owned[fill.role] = (role,)
            elif heads := self._filling(fill, head, slots, use.type):
                roles[fill.role] = heads
        agent = owned.get("agent") or self._parties(roles.get("agent", []), use.type, False)
        recipient = owned.get("recipient") or self._parties(roles.get("recipient", []), use.type, True)
        recipient = tuple(r for r in recipient if not any(_same(r, a) for a in agent))
        items = tuple(i for h in roles.get("items", []) for i in self.items(h, cut))
        place = self._places(head, roles.get("place", []) + self._locatives(slots, roles))
        via = self._parties(slots.get("via", []) + slots.get("through", []), use.type, True) if use.type in MOVED else ()
        if not (agent or recipient or items) and use.type != "protest" and head.pos == "VERB":
            return None
        plover = self.lexicon.types[use.type].plover
        return Event(use.type, plover, trigger, agent, recipient, items, place, self._when(head, trigger), via)

    def _filling(self, fill: Fill, head: Token, slots: Slots, type: str) -> list[Token]:
        """The heads in a slot that may fill a role."""
        if fill.slot == "self":
            return [head]
        if fill.slot == "obj.poss" or fill.slot == "obj.nat":
            return [c for h in slots.get("obj", []) for c in h.children if self._is_modifier(c, fill.slot) and self.is_party(c)]
        heads = slots.get(fill.slot, [])
        if fill.klass:
            heads = [
                h
                for h in heads
                if any(fill.klass in self.classes(m) for m in members(h)) or (fill.klass == "party" and self._stands_for(h))
            ]
        if fill.role == "items" and fill.slot == "comp":
            heads = [h for h in heads if self.classes(h) & {"goods", "troops", "money", "people"}]
        return [m for h in heads for m in members(h)]

    @staticmethod
    def _is_modifier(token: Token, slot: str) -> bool:
        return token.dep == "poss" if slot == "obj.poss" else token.dep in ("amod", "compound", "nmod", "poss")

    def _stands_for(self, head: Token) -> Token | None:
        """Whose cause, front or port it is: the party behind a noun that is none itself."""
        head = content(head)
        if self.is_party(head):
            return head
        for c in head.children:
            if c.dep in ("poss", "amod", "compound", "nmod") and self.is_party(c) and (m := self.cast.at(c)) and m.kind in PARTIES:
                return c
        of = next((c for c in head.children if c.dep == "prep" and c.lower == "of"), None)
        below = of.child("pobj") if of else None
        return below if below and self.is_party(below) and self.cast.at(below) else None

    def _parties(self, heads: list[Token], type: str, receives: bool) -> tuple[Role, ...]:
        found: list[Role] = []
        for head in heads:
            for role in self._party(head, receives and type in ANY_RECIPIENT):
                if not any(role.span == other.span and role.name == other.name for other in found):
                    found.append(role)
        return tuple(found)

    def _party(self, head: Token, any_kind: bool) -> list[Role]:
        """Whom a head word denotes; nobody, where it denotes no party."""
        head = content(head)
        if not self.is_party(head) and not any_kind:
            whose = self._stands_for(head)
            if whose is None:
                return []
            head = whose
        if head.lower in ("it", "this", "that", "which") and self.cast.at(head) is None:
            return []
        joint = self.cast.members(head) if not head.conjuncts() else []
        if len(joint) > 1:
            return joint
        mention = self.cast.at(head)
        if mention and mention.head != head.i and head.dep in ("amod", "compound", "nmod"):
            return [Role(mention.span.text, mention.span.span, mention.name, mention.kind, mention.country, mention.party)]
        return [self.cast.role(head)]

    def _owner(self, items: list[Token], whole: bool) -> Role | None:
        """The state that the items belong to."""
        for head in items:
            head = content(head)
            role = self.cast.role(head)
            if whole and role.kind in PARTIES and role.country:
                return role
            for c in head.children:
                mention = self.cast.at(c) if c.dep in ("poss", "amod", "compound", "nmod") else None
                if mention and mention.country and mention.kind in PARTIES | {"place"}:
                    return Role(mention.span.text, mention.span.span, mention.name, mention.kind, mention.country, mention.party)
        return None

    def items(self, head: Token, cut: int) -> Iterator[Item]:
        """The things a head word denotes, with those given as its examples, and how many of them."""
        counted = content(head)
        item = self.cast.item(counted)
        if cut and item.span[0] < cut < item.span[1]:
            span = self.parse.article.cut(cut, item.span[1])
            item = replace(item, text=span.text, span=span.span, name=span.text if item.name == item.text else item.name)
        yield replace(item, quantity=self._quantity(head, counted, item))
        for c in head.children:
            if c.dep == "prep" and c.lower in EXAMPLES and (example := c.child("pobj")):
                for one in members(example):
                    yield replace(self.cast.item(one), quantity=self._quantity(one, one, self.cast.item(one)))

    def _quantity(self, head: Token, counted: Token, item: Item) -> Quantity | None:
        """How many of them: the quantity that stands in the noun phrase before its head."""
        start = min(
            (
                t.start
                for c in [*head.children, *counted.children]
                if c.i < counted.i and c.dep not in ("relcl", "conj")
                for t in c.subtree()
            ),
            default=head.start,
        )
        start = min(start, head.start)
        found = [q for q in self.quantities(head.sentence) if q.span[0] < counted.end and q.span[1] > start and not q.unit]
        money = [q for q in self.quantities(head.sentence) if q.span[0] < counted.end and q.span[1] > start and q.unit]
        named = item.span
        free = [q for q in found + money if not (named[0] < q.span[0] and q.span[1] <= named[1])]
        return free[0] if free else None

    def quantities(self, sentence: Sentence) -> list[Quantity]:
        """The quantities of a sentence, looked up once."""
        if sentence.index not in self._quantities:
            self._quantities[sentence.index] = quantities.find(self.parse.article.text[sentence.start : sentence.end], sentence.start)
        return self._quantities[sentence.index]

    # Where and when

    def _locatives(self, slots: Slots, roles: dict[str, list[Token]]) -> list[Token]:
        taken = {t.i for heads in roles.values() for t in heads}
        return [h for name, heads in slots.items() if name in LOCATIVE for h in heads if h.i not in taken]

    def _places(self, head: Token, heads: list[Token]) -> tuple[Role, ...]:
        """Places, each followed by those that say more closely where it is."""
        found: list[Role] = []
        queue = list(heads)
        for _ in range(8):  # more places than one clause names
            if not queue:
                break
            one = queue.pop(0)
            if "place" not in self.classes(one) and "territory" not in self.classes(one):
                continue
            proper = self._proper_name(one)
            role = self.cast.role(proper)
            if not any(role.span == other.span for other in found):
                found.append(role if role.kind in PARTIES | {"place"} else replace(role, kind="place"))
            queue.extend(
                p for c in one.children if c.dep == "prep" and c.lower in LOCATIVE | {"of"} and (p := c.child("pobj")) and p is not proper
            )
        return tuple(found)

    def _proper_name(self, head: Token) -> Token:
        """Kursk in "the region of Kursk"."""
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

    def _when(self, head: Token, trigger: Span) -> When | None:
        """The date that belongs to this clause and to no clause inside or beside it."""
        best: When | None = None
        for when, owner in self.dates(head.sentence):
            if owner is not None and self._dates_it(owner, head) and (best is None or _gap(when, trigger) < _gap(best, trigger)):
                best = when
        return best

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
        return above

    def _dates_it(self, owner: Token, head: Token) -> bool:
        """Whether what is hung on one word tells when the event of another took place."""
        if owner is head:
            return True
        chain = [owner]
        for above in owner.ancestors():
            if chain[-1].pos in ("VERB", "AUX"):
                break
            chain.append(above)
        if head in chain:  # through the object: "sent troops to Kursk in October"
            return not any(t.i in self._stating(t) for t in chain[: chain.index(head)] if t is not head)
        up = head
        while up.dep == "xcomp" and up.head.pos in ("VERB", "AUX"):
            up = up.head
            if owner is up:
                return True
        verb = head.head
        return head.pos == "NOUN" and owner is verb and head.dep in ("nsubj", "nsubjpass", "dobj") and verb.lemma in HAPPEN

    def _stating(self, token: Token) -> set[int]:
        return {token.i} if token.pos == "NOUN" and token.lemma in self.lexicon.nouns and token.child("prep") else set()

    # Extents

    def _verb_trigger(self, verb: Token, use: Use, slots: Slots) -> Span:
        tokens = [verb]
        if use.particle:
            tokens += [c for c in verb.children if c.lower == use.particle and abs(c.i - verb.i) <= 3]
        for need in use.needs:
            for slot, klass in need.options:
                if (
                    slot in ("in", "under")
                    and klass in ("fight", "event")
                    and slot in slots
                    and 0 < slots[slot][0].i - verb.i <= TRIGGER_REACH
                ):
                    tokens.append(slots[slot][0])
        return self.parse.cut(tokens)

    def _noun_trigger(self, noun: Token, verb: Token | None) -> Span:
        return self.parse.cut([verb, noun] if verb and 0 < noun.i - verb.i <= TRIGGER_REACH else [noun])

    def _clause(self, verb: Token) -> Extent:
        """The clause of a verb: from its subject on, and without conjunctions and clauses of its own beside it."""
        top = verb
        while not any(c.dep in ("nsubj", "nsubjpass") for c in top.children) and top.dep in ("xcomp", "pcomp", "conj"):
            above = top.head.head if top.dep == "pcomp" else top.head
            if above.pos not in ("VERB", "AUX", "ADJ") or (top.dep == "pcomp" and any(c.dep == "dobj" for c in above.children)):
                break
            if top.dep == "xcomp" and any(c.dep == "dobj" and c.i < top.i for c in above.children):
                told = next(c for c in above.children if c.dep == "dobj")
                return self.parse.cut([*told.subtree(), *_kept(top)]).span
            top = above
        return _trimmed(self.parse, _kept(top))

    def _phrase(self, noun: Token) -> Extent:
        kept = [t for c in noun.children if c.dep not in ("relcl", "appos", "conj", "cc", "punct") for t in c.subtree()]
        return _trimmed(self.parse, sorted([noun, *kept], key=lambda t: t.i))

    # Events without a verb or noun of their own

    def _with_presence(self, sentence: Sentence, found: list[Frame]) -> list[Frame]:
        """Add "North Korean troops in Russia": forces of one state in another are a deployment, where nothing else says so."""
        held = [f.event for f in found]
        extra: list[Frame] = []
        for token in sentence.tokens:
            if token.pos not in ("NOUN", "PROPN") or "troops" not in self.lexicon.classes.get(token.lemma.lower(), ()):
                continue
            role = self.cast.role(token)
            place = next(
                (p for c in token.children if c.dep == "prep" and c.lower in ("in", "inside", "on") and (p := c.child("pobj"))), None
            )
            where = self._places(token, [place]) if place else ()
            if not role.country or not where or not where[0].country or where[0].country == role.country:
                continue
            if any(i.span[0] <= token.start < i.span[1] for e in held for i in e.items) or any(
                a.span == role.span for e in held for a in e.agent
            ):
                continue
            event = Event(
                "deploy", self.lexicon.types["deploy"].plover, self.parse.cut([token]), (role,), (), tuple(self.items(token, 0)), where
            )
            extra.append(Frame(event, token, self._phrase(token), True))
        return sorted([*found, *extra], key=lambda f: f.head.i) if extra else found


def _same(one: Role, other: Role) -> bool:
    return one.span == other.span or (bool(one.party) and one.party == other.party)


def _gap(when: When, trigger: Span) -> int:
    return max(when.span[0] - trigger.end, trigger.start - when.span[1])


def _kept(verb: Token) -> list[Token]:
    """The words of a clause, without conjunctions, coordinated clauses and attributions at its edges."""
    dropped = {"mark", "cc", "parataxis"}
    kept = [verb]
    for c in verb.children:
        own = c.dep == "conj" and any(k.dep in ("nsubj", "nsubjpass") for k in c.children)
        if c.dep in dropped or own or (c.dep == "prep" and c.lower == "according") or (c.dep == "advcl" and c.i < verb.i):
            continue
        kept.extend(c.subtree())
    return sorted(kept, key=lambda t: t.i)


def _trimmed(parse: Parse, tokens: list[Token]) -> Extent:
    """From the first to the last word that is no punctuation."""
    while len(tokens) > 1 and tokens[0].pos == "PUNCT" and not tokens[0].text.startswith(("“", '"', "$", "(")):
        tokens = tokens[1:]
    while len(tokens) > 1 and tokens[-1].text in (".", ",", ";", ":", "—", "–", "-", "?", "!"):
        tokens = tokens[:-1]
    return parse.cut(tokens).span
