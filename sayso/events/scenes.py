"""The events of one sentence: who did what to whom, with what, how many, when and where.

A verb or noun of the lexicon (frames.py) states an event where what it needs stands in its slots (arguments.py); the slots
then fill its roles (referents.py). A role that is in doubt stays empty: agent and recipient swapped would be worse.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sayso.claim import Event, Extent, Role, Span, When
from sayso.events.arguments import (
    Slots,
    add_clauses,
    add_prepositions,
    doers_of,
    is_each_other,
    is_passive,
    members,
    noun_slots,
    surface_subject,
    verb_slots,
)
from sayso.events.extents import clause_of, noun_trigger, phrase_of, verb_trigger
from sayso.events.frames import LIGHT, Fill, Lexicon, Need, Use
from sayso.events.misread import ADJECTIVES, begins, hyphened, is_hyphened, joint_event, lemmas, qualifies
from sayso.events.referents import BEFORE, EXAMPLES, LOCATIVE, PARTIES, Referents
from sayso.names import Cast
from sayso.sentences import Parse, Sentence, Token

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
SENTIENT = {
    "accuse",
    "request",
    "meet",
    "agree",
    "detain",
    "protest",
    "support",
}  # whoever does these is someone, even if the words are not known
ABOUT_DEEDS = {"threaten", "agree", "reject", "request"}
MOVED = {"transfer", "deploy", "withdraw", "aid", "train", "cooperate"}
FACING = {"place", "state", "territory", "party"}  # what troops may stand before
FLIGHT = {"from", "into", "to", "toward", "towards"}
MANNED = {"deploy", "withdraw", "train"}
USES = {"rely", "use", "operate", "fly", "field", "fire", "launch", "possess", "depend", "deploy", "employ"}
PURPOSES = {"support", "cooperate", "aid", "train"}  # "sent tanks to help Peru": what is sent goes to Peru
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
ONE_PHRASE = {
    "agreement",
    "ties",
    "talks",
    "fight",
    "fire",
    "penalty",
    "access",
    "concession",
}  # objects that state the event together with their verb
GOVERNS = {
    "light-under": "under",
    "light-for": "for",
    "light-on": "on",
    "light-in": "in",
    "light-to": "to",
    "light-toward": "toward",
    "light-towards": "towards",
}  # where the noun of a light verb stands, if not in its object
SIDES = {"n-sign", "n-meet", "n-bond", "n-fight", "n-army"}  # patterns of what two sides have with each other
JOINT = {"with", "against"}
THRESHOLDS = {"verge", "brink", "cusp", "threshold", "eve", "edge"}
AMID = {"in", "for", "during", "after", "before", "into", "since"}  # "travelled for talks with Chad", "losses in its war with Chad"
PARTICLES = {"back", "over", "out", "up", "on", "off", "away", "down"}


@dataclass(frozen=True, slots=True)
class Frame:
    """An event with where it stands in the parse."""

    event: Event
    head: Token  # the trigger's main word
    clause: Extent  # of the clause or noun phrase that states it, without attribution around it
    nominal: bool
    undone: bool = False  # its own word says that it is not, or not yet, done: "wants soldiers", "stopped the deliveries"


class Scene:
    """One article while its events are described."""

    def __init__(self, parse: Parse, cast: Cast, lexicon: Lexicon) -> None:
        self.parse = parse
        self.cast = cast
        self.lexicon = lexicon
        self.referents = Referents(parse, cast, lexicon)
        self.classes = self.referents.classes
        self.is_party = self.referents.is_party
        self.told: set[str] = set()  # the types of event so far

    # One sentence

    def frames_of(self, sentence: Sentence) -> list[Frame]:
        """The events of a sentence, in text order; nouns that a light verb governs are read with it."""
        light: dict[int, tuple[Token, Use]] = {}
        taken: set[int] = set()
        verbs: dict[int, Frame] = {}
        found: list[tuple[int, Frame]] = []
        for token in sentence.tokens:
            if (uses := self._verb_uses(token)) and (frame := self._verb_frame(token, uses, light, taken)):
                verbs[token.i] = frame
        titled = sentence.block.kind in ("heading", "cell", "item") and sentence.root.pos not in ("VERB", "AUX")
        for token in sentence.tokens:
            uses = () if token.i in taken else self._noun_uses(token, titled)
            if uses and (frame := self._noun_frame(token, uses, light.get(token.i), verbs)):
                found.append((token.i, frame))
        found += [(i, _with_deed(self._with_purpose(frame, verbs), verbs)) for i, frame in verbs.items()]
        told = [self._with_owner(frame, verbs) for _, frame in sorted(found, key=lambda f: f[0])]
        self.told.update(frame.event.type for frame in told)
        return self._with_presence(sentence, [_with_doer(frame, told) for frame in told])

    def _verb_uses(self, token: Token) -> tuple[Use, ...]:
        if token.lemma == "fire" and hyphened(token) == "test":
            return self.lexicon.verbs["test"]
        if token.pos not in ("VERB", "AUX") or token.dep in ("aux", "auxpass", "amod", "compound", "case") or is_hyphened(token):
            return ()
        if not qualifies(token):
            return next((uses for lemma in lemmas(token) if (uses := self.lexicon.verbs.get(lemma))), ())
        return ()

    def _noun_uses(self, token: Token, titled: bool) -> tuple[Use, ...]:
        if token.pos == "NOUN":
            uses = self.lexicon.nouns.get(token.lemma) or self.lexicon.nouns.get(token.lower, ())
        elif token.tag == "JJ" and token.lower in ADJECTIVES and token.head.i < token.i:
            return self.lexicon.nouns.get(token.lower, ())
        elif token.tag == "VBG" and token.dep in ("nsubj", "nsubjpass", "dobj", "pobj", "conj", "ROOT"):
            uses = self.lexicon.nouns.get(token.lower, ())
        elif token.pos == "PROPN" and titled:
            uses = self.lexicon.noun(token.text)
        else:
            return ()
        return () if token.dep in ("compound", "nmod", "amod") or not uses or qualifies(token) else uses

    def _verb_frame(self, verb: Token, uses: tuple[Use, ...], light: dict[int, tuple[Token, Use]], taken: set[int]) -> Frame | None:
        """The event that a verb states, or None; a light verb is put down for the noun in its object."""
        slots = verb_slots(verb, self.is_party)
        if uses[0].lemma in self.lexicon.clausal:
            add_clauses(slots, verb)
        cut = self._take_indirect(verb, slots) or next((begins(o) for o in slots.get("obj", ())[:1] if o.dep == "pobj"), 0)
        particles = _particles(verb) if uses[0].particle else set()  # uses with one come first
        if part := next((c for c in verb.children if c.dep == "dobj" and c.lower == "part"), None):
            particles.add("part")
            add_prepositions(slots, part)
        for use in uses:
            if (use.particle and use.particle not in particles) or not self._meets(use, slots):
                continue
            if use.type == LIGHT:
                nouns = slots.get(GOVERNS.get(use.pattern, "obj"), [])
                for noun in _all_of(nouns[0]) if nouns else ():
                    light.setdefault(noun.i, (verb, use))
                return None
            event = self._event(use, verb, slots, verb_trigger(self.parse, verb, use, slots), cut)
            if event is None:
                continue
            if event.type in ("agree", "meet") or (event.recipient and self._is_one_phrase(use, slots)):
                taken.update(t.i for t in slots.get("obj", ()))
            return Frame(event, verb, clause_of(self.parse, verb), False, use.undone)
        return None

    def _is_one_phrase(self, use: Use, slots: Slots) -> bool:
        """Whether verb and object state the event together: "lifted the sanctions"."""
        asked = {klass for need in use.needs for slot, klass in need.options if slot == "obj"} & ONE_PHRASE
        return bool(asked) and any(self.classes(one) & asked for one in slots.get("obj", ()))

    def _noun_frame(self, noun: Token, uses: tuple[Use, ...], light: tuple[Token, Use] | None, verbs: dict[int, Frame]) -> Frame | None:
        slots = noun_slots(noun, lambda word: self.referents.is_name(word, noun))
        if "nat" in slots:
            self._part_names(slots)
        verb = light[0] if light else None
        if light:
            self._add_light(slots, light[0], light[1].pattern)
        mover = self._mover(noun, verbs)
        if mover:
            slots["purpose"] = [mover.head]
        if light is None and JOINT & slots.keys() and uses[0].pattern in SIDES and (one := self._other_side(noun)):
            slots.setdefault("subj", [one])
        for use in uses:
            if not self._meets(use, slots) or (use.again and not (use.type in self.told and self._points_back(noun))):
                continue
            event = self._event(use, noun, slots, noun_trigger(self.parse, noun, verb), 0)
            if event is None:
                continue
            if mover:
                moved = mover.event
                event = replace(event, agent=event.agent or moved.agent, items=event.items or moved.items, place=event.place or moved.place)
            bare = not (event.agent or event.recipient or event.items or event.place)
            if bare and not (use.bare and any(c.lower in DETERMINED for c in noun.children)):
                continue
            if light is None:
                return Frame(event, noun, phrase_of(self.parse, noun), True)
            return Frame(event, light[0], clause_of(self.parse, light[0]), False, light[1].undone)
        return None

    @staticmethod
    def _points_back(noun: Token) -> bool:
        """Whether "the test" is one told of before, and not "the blood test" nor "the test of time"."""
        named = any(c.dep in ("compound", "nmod", "prep", "acl", "relcl") for c in noun.children)
        return not named and any(c.lower in ("the", "this", "that") for c in noun.children) and noun.tag == "NN"

    def _other_side(self, noun: Token) -> Token | None:
        """Whose clause or matter it stands in: Peru in "Peru lost 90 soldiers in the war with Chile" and "Peru's losses in the war with Chile"."""
        above = noun.head.head
        if noun.head.lower == "of" and above.lemma in THRESHOLDS and above.dep == "pobj":  # "on the brink of war with Chile"
            above = above.head.head
        elif noun.dep != "pobj" or noun.head.lower not in AMID or (above.pos == "NOUN" and above.lemma in self.lexicon.nouns):
            return None  # whose aid or mediation it is takes no side
        if any(c.dep == "poss" for c in noun.children):
            return None
        subject = surface_subject(above, self.is_party) if above.pos == "VERB" else above if above.pos == "NOUN" else None
        whose = self.referents.stands_for(subject) if subject else None
        role = self.referents.role(whose) if whose and whose is not above else None
        return whose if role and (role.kind in ("state", "organisation") or (role.country and role.kind in ("office", "person"))) else None

    def _part_names(self, slots: Slots) -> None:
        """Tell "Russian" and "U.S.", who do it, from "Paris", where it was done, and from "Ukraine", who may have suffered it."""
        before = slots.pop("nat")
        mentions = [self.cast.at(word) for word in before]
        doers = [w for w in before if w.tag[:2] == "JJ" or w.text.replace(".", "").isupper()]
        towns = [w for w, m in zip(before, mentions, strict=True) if m and m.kind == "place" and "state" not in self.classes(w)]
        named = [w for w in before if w not in doers and w not in towns]
        for slot, words in (("nat", doers), ("in", [w for w in towns if w not in doers]), ("name", named)):
            if words:
                slots.setdefault(slot, []).extend(words)

    @staticmethod
    def _mover(noun: Token, verbs: dict[int, Frame]) -> Frame | None:
        """The sending that a noun is the purpose of: "travelled to Spain for training"."""
        if noun.dep == "pobj" and noun.head.lower == "for":
            frame = verbs.get(noun.head.head.i)
            return frame if frame and frame.event.type == "deploy" else None
        return None

    def _with_purpose(self, frame: Frame, verbs: dict[int, Frame]) -> Frame:
        """Fill a recipient that only the purpose names: "sent tanks to support Peru"."""
        if frame.event.type not in ("transfer", "deploy") or frame.event.recipient:
            return frame
        if user := self._user(frame):
            return replace(frame, event=replace(frame.event, recipient=user))
        for c in frame.head.children:
            if c.dep in ("advcl", "xcomp") and c.i in verbs and any(k.lower == "to" for k in c.children if k.dep == "aux"):
                aim = verbs[c.i].event
                whom = tuple(r for r in aim.recipient if r.kind in PARTIES and not any(_same(r, a) for a in frame.event.agent))
                if aim.type in PURPOSES and whom:
                    return replace(frame, event=replace(frame.event, recipient=whom))
        return frame

    def _with_owner(self, frame: Frame, verbs: dict[int, Frame]) -> Frame:
        """Fill whose the troops are from the clause before: "Chadian troops have left and units have been deployed"."""
        before = verbs.get(frame.head.head.i) if frame.head.dep == "conj" else None
        event = frame.event
        if event.type not in MANNED or event.agent or before is None or before.event.type not in MANNED:
            return frame
        bare = event.items and all(i.text.islower() and not i.quantity for i in event.items)
        return replace(frame, event=replace(event, agent=before.event.agent)) if bare else frame

    def _user(self, frame: Frame) -> tuple[Role, ...]:
        """Whoever uses what was supplied has received it: "Chad relies on jets supplied by Peru"."""
        if frame.event.type != "transfer" or not frame.event.agent or frame.head.dep != "acl" or frame.head.tag != "VBN":
            return ()
        noun = frame.head.head
        for _ in range(3):  # through "jets such as the ones"
            above = noun.head
            if above.lower in EXAMPLES and above.dep == "prep" and above.head.pos in ("NOUN", "PROPN"):
                noun = above.head
                continue
            verb = above.head if noun.dep == "pobj" else above
            if noun.dep in ("dobj", "pobj") and verb.lemma in USES and verb.pos == "VERB" and not is_passive(verb):
                subject = surface_subject(verb, self.is_party)
                whom = self.referents.parties([subject], False) if subject else ()
                return tuple(r for r in whom if not any(_same(r, a) for a in frame.event.agent))
            break
        return ()

    # Slots

    def _meets(self, use: Use, slots: Slots) -> bool:
        return all(self._met(need, slots) for need in use.needs)

    def _met(self, need: Need, slots: Slots) -> bool:
        found = any(slot in slots and self._fits(slots[slot][0], klass, slot == "obj") for slot, klass in need.options)
        return found is not need.absent

    def _fits(self, head: Token, klass: str, whole: bool) -> bool:
        if klass == "own":
            return any(c.dep == "poss" and c.pos == "PRON" for c in head.children)
        if klass == "edge":
            return bool(self.referents.beyond(head))
        return any(
            klass in self.classes(one) if klass else "time" not in self.classes(one) for one in (_all_of(head) if whole else members(head))
        )

    def _take_indirect(self, verb: Token, slots: Slots) -> int:
        """Take apart "gave North Korea fighter jets", which the parser reads as one phrase; return where the second one begins."""
        if verb.lemma not in self.lexicon.ditransitive or "dat" in slots or "to" in slots or "obj" not in slots or is_passive(verb):
            return 0
        head = slots["obj"][0]
        first = verb.sentence.tokens[verb.i - verb.sentence.tokens[0].i + 1 :][:1]
        mention = self.cast.at(first[0]) if first else None
        if (
            mention is None
            or mention.kind not in PARTIES | {"place"}
            or first[0].tag not in ("NNP", "NNPS")
            or mention.span.end >= head.start
        ):
            return 0
        receiver = self.parse.tokens[mention.head]
        if receiver.dep == "poss" or receiver is head:
            return 0
        slots["dat"] = [receiver]
        return self.parse.tokens[receiver.i + 1].start

    def _add_light(self, slots: Slots, verb: Token, pattern: str) -> None:
        """Give a noun the slots of the light verb that governs it."""
        outer = verb_slots(verb, self.is_party)
        subject = outer.pop("subj", [])
        if subject:
            slots["undergo" if pattern in ("light-back", "light-under") else "subj"] = subject
        outer.pop("obj", None)
        if pattern == "light-give" and "dat" in outer:
            outer["to"] = outer.pop("dat")
        for name, heads in outer.items():
            slots.setdefault(name, heads)

    # The event

    def _event(self, use: Use, head: Token, slots: Slots, trigger: Span, cut: int) -> Event | None:
        roles: dict[str, list[Token]] = {}
        owned: dict[str, tuple[Role, ...]] = {}
        for fill in sorted(use.fills, key=lambda f: f.role != "items"):  # whose the items are can only be asked once they are known
            if fill.role in roles or fill.role in owned or fill.role not in ("agent", "recipient", "items", "place", "via"):
                continue
            if fill.slot in ("own", "items.nat"):
                if role := self.referents.owner(roles.get("items", []), fill.slot == "own"):
                    owned[fill.role] = (role,)
            elif heads := self._filling(fill, head, slots, use.type):
                roles[fill.role] = heads
        type = self._type(use, slots)
        agent = owned.get("agent") or self.referents.parties(roles.get("agent", []), False, use.type in SENTIENT)
        agent = self._unbound(agent, roles.get("agent", []), slots)
        recipient = owned.get("recipient") or self.referents.parties(roles.get("recipient", []), use.type in ANY_RECIPIENT)
        if type != use.type and not recipient:
            recipient = self.referents.parties(
                [p for h in slots.get("against", []) + slots.get("to", []) for p in self._faced(h, slots)], False
            )
        recipient = tuple(r for r in recipient if not any(_same(r, a) for a in agent))
        if len(agent) > 1 and any(is_each_other(h) for h in roles.get("recipient", [])):
            recipient = agent
        items = tuple(i for h in roles.get("items", []) for i in self.referents.items(h, cut))
        place = self.referents.places(roles.get("place", []) + self._locatives(slots, roles, type))
        ways = roles.get("via", []) + slots.get("via", []) + slots.get("through", [])
        via = self.referents.parties(ways, False) if use.type in MOVED else ()
        via = tuple(v for v in via if not any(_same(v, other) for other in (*agent, *recipient)))
        if not (agent or recipient or items) and use.type != "protest" and head.pos == "VERB":
            return None
        plover = self.lexicon.types[type].plover
        return Event(type, plover, trigger, agent, recipient, items, place, self._when(head, trigger), via)

    def _type(self, use: Use, slots: Slots) -> str:
        """The type of a use; troops that only come closer to a state or its border are massed rather than sent there."""
        if use.type != "deploy":
            return use.type
        there = [h for name in ("to", "into", "in") for h in slots.get(name, []) if not self._is_faced(h, slots)]
        faced = any(self.classes(h) & FACING for name in ("closer", "toward", "towards", "against") for h in slots.get(name, []))
        faced = faced or any(self.referents.beyond(h) for h in slots.get("to", []))
        faced = faced or any("state" in self.classes(h) for h in slots.get("near", []))
        return "mobilize" if faced and not any(self.classes(h) & {"place", "state", "territory"} for h in there) else use.type

    def _is_faced(self, head: Token, slots: Slots) -> bool:
        """Whether troops stand before what a word denotes rather than in it: what they are close to, a border, a front in some state."""
        if head in slots.get("closer", ()):
            return True
        return "border" in self.classes(head) or ("front" in self.classes(head) and bool(self.referents.concerned(head)))

    def _is_mere_place(self, head: Token) -> bool:
        """Whether nobody can receive troops there for himself: "the Korean peninsula"."""
        mention = self.cast.at(head)
        return mention is not None and mention.kind == "place" and not self.classes(head) & {"state", "party", "city"}

    def _faced(self, head: Token, slots: Slots) -> list[Token]:
        """Who is at the other end of troops sent against a party or to its border."""
        return [head] if head in slots.get("against", ()) else self.referents.beyond(head)

    def _filling(self, fill: Fill, head: Token, slots: Slots, type: str) -> list[Token]:
        """The heads in a slot that may fill a role."""
        if fill.slot == "self":
            return [head]
        if fill.klass == "edge":
            return [p for h in slots.get(fill.slot, []) for p in self.referents.beyond(h)]
        if fill.klass == "within":
            return [p for h in slots.get(fill.slot, [])[:1] for p in self.referents.concerned(h) or self.referents.located(h)]
        if fill.klass in ("in", "at"):
            return [p for h in slots.get(fill.slot, [])[:1] for p in self.referents.concerned(h, fill.klass == "in")]
        if fill.slot == "obj.poss":
            return [c for h in slots.get("obj", []) for c in h.children if c.dep == "poss" and c.pos != "PRON" and self.is_party(c)]
        if fill.slot == "subj.by":
            return [p for h in slots.get("subj", [])[:1] for p in doers_of(h)]
        if fill.slot == "obj.of":
            return [p for h in slots.get("obj", []) for c in h.children if c.lower == "of" for p in c.children if p.dep == "pobj"]
        heads = slots.get(fill.slot, [])
        if fill.role == "recipient" and fill.slot == "to" and type in MOVED:
            heads = [h for h in heads if not self._is_faced(h, slots) and (type not in MANNED or not self._is_mere_place(h))]
        if fill.klass:
            heads = [h for h in heads if self._is_of(h, fill.klass, type not in MANNED, fill.slot != "obj")]
        elif fill.role == "items" and fill.slot == "comp":
            heads = [h for h in heads if self.classes(h) & {"goods", "troops", "money", "people"}]
        return [m for h in heads for m in members(h)]

    def _is_of(self, head: Token, klass: str, even_cities: bool, even_its: bool) -> bool:
        """Whether a head word is of a class; a city may stand for those in it, but no receiver of troops."""
        if klass != "party":
            return any(klass in self.classes(m) for m in members(head))
        wanted = {"party", "state", "city"} if even_cities else {"party", "state"}
        if any(self.classes(m) & wanted for m in members(head)):
            return True
        owner = self.referents.stands_for(head)
        return owner is not None and (even_its or owner.pos != "PRON")

    def _unbound(self, agent: tuple[Role, ...], heads: list[Token], slots: Slots) -> tuple[Role, ...]:
        """An agent whose pronoun was taken for someone named in its own object is left unresolved: "it will give Peru's jets"."""
        if len(agent) != 1 or len(heads) != 1 or heads[0].pos != "PRON":
            return agent
        for owner in (c for h in slots.get("obj", []) for c in h.children if c.dep in BEFORE and c.pos == "PROPN"):
            mention = self.cast.at(owner)
            if mention and mention.name == agent[0].name:
                return (Role(agent[0].text, agent[0].span, agent[0].text, "unnamed"),)
        return agent

    # Where and when

    def _locatives(self, slots: Slots, roles: dict[str, list[Token]], type: str) -> list[Token]:
        """What tells where it was; of a test launch also from where and whither."""
        taken = {t.i for heads in roles.values() for t in heads}
        telling = FLIGHT | LOCATIVE if type == "test" else LOCATIVE
        return [h for name, heads in slots.items() if name in telling for h in heads if h.i not in taken]

    def _when(self, head: Token, trigger: Span) -> When | None:
        """The date that belongs to this clause and to no clause inside or beside it."""
        best: When | None = None
        for when, owner in self.referents.dates(head.sentence):
            if owner is not None and self._dates_it(owner, head) and (best is None or _gap(when, trigger) < _gap(best, trigger)):
                best = when
        return best

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

    # Events without a verb or noun of their own

    def _with_presence(self, sentence: Sentence, found: list[Frame]) -> list[Frame]:
        """Add "North Korean troops in Russia": forces of one state in another are a deployment, where nothing else says so."""
        held = [f.event for f in found]
        extra: list[Frame] = []
        for token in sentence.tokens:
            if token.pos not in ("NOUN", "PROPN") or "troops" not in self.lexicon.classes.get(token.lemma.lower(), ()):
                continue
            role = self.referents.role(token)
            where = self.referents.places(self._right_behind(token))
            if role.kind not in PARTIES or not role.country or not where or not where[0].country or where[0].country == role.country:
                continue
            if any(i.span[0] <= token.start < i.span[1] for e in held for i in e.items) or any(
                a.span == role.span for e in held for a in e.agent
            ):
                continue
            plover = self.lexicon.types["deploy"].plover
            event = Event("deploy", plover, self.parse.cut([token]), (role,), (), tuple(self.referents.items(token)), where)
            extra.append(Frame(event, token, phrase_of(self.parse, token), True))
        return sorted([*found, *extra], key=lambda f: f.head.i) if extra else found

    @staticmethod
    def _right_behind(noun: Token) -> list[Token]:
        """The place in a phrase right behind a noun, wherever the parser hung it."""
        at = noun.i - noun.sentence.tokens[0].i + 1
        after = noun.sentence.tokens[at : at + 1]
        if after and after[0].lower in ("in", "inside", "on") and after[0].dep == "prep" and (place := after[0].child("pobj")):
            return [place]
        return []


def _with_doer(frame: Frame, told: list[Frame]) -> Frame:
    """Fill who killed from the attack that people were killed in: "eight died in a strike by Peru"."""
    if frame.event.type != "casualty" or frame.event.agent:
        return frame
    for other in told:
        link = other.head.head
        if (
            other.nominal
            and other.event.type in ("strike", "combat")
            and other.head.dep == "pobj"
            and link.head is frame.head
            and link.lower in ("in", "by", "during")
        ):
            return replace(frame, event=replace(frame.event, agent=other.event.agent))
    return frame


def _with_deed(frame: Frame, verbs: dict[int, Frame]) -> Frame:
    """Fill whom a promise, threat or refusal is about from the deed that it names: "threatened to expel Peru's envoy"."""
    event = frame.event
    if event.type not in ABOUT_DEEDS or event.recipient or not event.agent:
        return frame
    for c in frame.head.children:
        deed = verbs.get(c.i)
        if deed and c.dep in ("xcomp", "ccomp") and deed.event.agent == event.agent and deed.event.type not in ABOUT_DEEDS:
            return replace(frame, event=replace(event, recipient=deed.event.recipient))
    return frame


def _all_of(head: Token) -> list[Token]:
    """A head and all that is coordinated with it, or the one event that they only qualify."""
    event = joint_event(head)
    return [event] if event else members(head)


def _particles(verb: Token) -> set[str]:
    """The words that make one verb with another: "out" in "carried out", "down" in "backed down"."""
    loose = (c for c in verb.children if c.dep in ("prt", "advmod", "prep"))
    return {c.lower for c in loose if c.dep == "prt" or c.lower in PARTICLES or (c.pos == "ADP" and not c.child("pobj", "pcomp"))}


def _same(one: Role, other: Role) -> bool:
    return one.span == other.span or (bool(one.party) and one.party == other.party)


def _gap(when: When, trigger: Span) -> int:
    return max(when.span[0] - trigger.end, trigger.start - when.span[1])
