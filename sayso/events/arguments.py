"""What stands in which grammatical slot of a verb or noun that states an event.

The parser gives surface relations; here passives are turned round, relative pronouns give way to what they stand for,
and the unspoken subjects of infinitives, gerunds and coordinated verbs are found ("urged Russia to withdraw").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sayso.events.frames import load
from sayso.events.misread import PREFIXES, culprit, displaced_object, is_aimed, qualifiers, receiver_before
from sayso.sentences import Token

Slots = dict[str, list[Token]]  # slot -> the head words that fill it, in text order

RELATIVE = {"which", "that", "who", "whom", "whose"}
HAVE = {"have", "has", "had", "having", "’ve", "'ve", "’d", "'d"}
PROMISES = {
    "promise",
    "vow",
    "threaten",
    "pledge",
    "offer",
    "need",
    "use",
    "have",
    "take",
    "begin",
}  # "promised Peru to send": the promiser sends
GERUNDS = {"pcomp", "xcomp", "ccomp", "dobj"}  # what a gerund is to the verb or preposition that asks for it: "barred from sending"
BARE = {"help", "let", "make"}  # "helped Peru rebuild": an infinitive without "to"
GIVING = {
    "offer",
    "give",
    "send",
    "grant",
    "award",
    "lend",
    "sell",
    "pay",
    "hand",
    "deny",
    "promise",
    "show",
    "bring",
    "owe",
    "pass",
    "wish",
}
PERMISSIONS = {"permission", "right", "order", "chance", "opportunity", "authority", "mandate", "licence", "license", "power", "leave"}
MEASURES = {"number", "quantity", "thousand", "hundred", "dozen", "score", "ten", "million", "handful", "couple", "group", "series", "batch", "lot",
            "amount", "array", "range", "variety", "pair", "wave", "barrage", "volley", "majority", "part", "half", "third", "total", "rest", "kind",
            "type", "sort", "piece", "set", "fleet", "load", "ton", "tonne", "consignment", "package", "round", "bulk", "some", "many", "most", "several",
            "all", "more", "few", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}  # fmt: skip
OUTWARD = {
    "out",
    "away",
    "back",
    "close",
    "closer",
    "near",
    "nearer",
    "deep",
    "deeper",
    "far",
    "farther",
    "further",
}  # "moved back to Chad"
CLOSE = {"close", "closer", "near", "nearer"}  # "moved closer to Chad": not into it
BORROWING = {  # verbs whose own phrases the parser hangs below another: "chipped in $4 million for Chad", "acts on a plan with Chad", "warned in Geneva of war"
    **dict.fromkeys(("chip", "kick", "throw", "pitch"), "in"),
    **dict.fromkeys(("act", "work", "cooperate", "collaborate", "agree", "negotiate", "consult"), "on"),
}
POWERS = {
    "government",
    "regime",
    "police",
    "army",
    "opposition",
    "monarchy",
    "establishment",
}  # what else a march may be against than a name
BEARING = re.compile(r"(?:north|south)?-?(?:east|west)?(?:wards?)?")
ANIMATE = {"people", "troops", "envoy", "visitor", "prisoner"}
FINITE = ("VBD", "VBZ", "VBP")
DEPTH = 6  # how far an unspoken subject is followed upwards
REACH = 3  # how deep a phrase may hang below the object and still belong to the verb

Is = Callable[[Token], bool]  # whether a word denotes a party


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive: "was sent", "got arrested", "jets sent by Peru", "were arrested and jailed"."""
    if verb.tag != "VBN":
        return (any(c.dep == "auxpass" for c in verb.children) and verb.tag != "VBG") or any(
            c.text.lower() == "being" and c.dep == "auxpass" for c in verb.children
        )
    if any(c.dep in ("auxpass", "nsubjpass") for c in verb.children):
        return True
    if any((c.dep == "aux" and c.lower in HAVE) or (c.dep == "nsubj" and c.lower not in RELATIVE) for c in verb.children):
        return False
    if verb.dep == "conj" and verb.head.pos in ("VERB", "AUX"):
        return is_passive(verb.head)
    return verb.dep in ("acl", "advcl", "amod", "ROOT", "relcl", "pcomp", "xcomp", "oprd", "dep", "ccomp") and verb.child("dobj") is None


def antecedent(token: Token) -> Token | None:
    """What a relative pronoun stands for; any other word stands for itself."""
    if token.lower not in RELATIVE or token.tag not in ("WDT", "WP", "WP$", "IN", "DT"):
        return token
    if token.tag == "DT":
        return token
    for above in token.ancestors():
        if above.dep == "ccomp" and above.head.lemma == "be" and any(c.lower == "it" for c in above.head.children):
            return above.head.child("attr")  # "it was Chad that attacked"
        if above.dep == "relcl":
            return _described(token, above.head)
        if above.pos == "VERB" and above.dep not in ("conj", "xcomp", "ccomp", "advcl", "pcomp"):
            return None
    return None


def _described(pronoun: Token, name: Token) -> Token:
    """What a clause right behind a name describes: the woman in "a woman linked to Hamas who shot at them"; names need no such clause."""
    if name.pos != "PROPN" or pronoun.i != name.i + 1 or pronoun.lower not in ("who", "that"):
        return name
    nouns = []
    for above in name.ancestors():
        if above.pos == "NOUN":
            nouns.append(above)
        elif above.pos not in ("ADP", "ADJ", "PART") and above.dep != "acl":
            break
    if pronoun.lower == "that":
        return nouns[0] if nouns else name
    return next((n for n in nouns if load().classes.get(n.lemma, frozenset()) & ANIMATE), name)


def surface_subject(verb: Token, is_party: Is, depth: int = 0) -> Token | None:
    """The subject on the surface, also where it is spoken only with a verb above."""
    below = [*verb.children, *(k for c in verb.children if c.dep in ("aux", "auxpass") for k in c.children)]  # some hang on the auxiliary
    spoken = [_named(c) for c in below if c.dep in ("nsubj", "nsubjpass")]
    if len(spoken) > 1 and any(c.text == ":" and spoken[0].i < c.i < spoken[-1].i for c in spoken[0].children):
        spoken = spoken[-1:]  # behind a dateline
    if spoken:  # of two, the name: "old foes Peru and Chile met"
        return antecedent(_name_among(spoken) if spoken[0].pos == "NOUN" else spoken[0])
    if depth > DEPTH or any(c.dep in ("expl", "csubj") for c in verb.children):
        return None
    if own := _misjoined(verb):
        return own
    head, dep = verb.head, verb.dep
    if dep == "conj":
        while verb.tag in FINITE and head.tag in ("VBG", "VB") and not _has_modal(head) and head.head is not head:
            head = head.head  # a finite verb is joined to a finite one: "accused Peru of lying and urged Chile to act"
            while head.pos not in ("VERB", "AUX") and head.head is not head:
                head = head.head
        return surface_subject(head, is_party, depth + 1) if head.pos in ("VERB", "AUX") else _clause_above(head, is_party, depth)
    if dep in ("xcomp", "ccomp", "oprd") or (dep == "dobj" and verb.tag == "VBG") or (dep == "dep" and _is_infinitive(verb)):
        return _controller(verb, head, is_party, depth)
    if dep == "advcl":
        return _absolute(verb) or _permitted(verb, is_party) or _clause_above(head, is_party, depth)
    if dep == "pcomp":
        return _of_gerund(verb, is_party, depth)
    if dep in ("acl", "relcl"):
        return _of_adnominal(verb, is_party, depth)
    if dep == "pobj" and verb.tag == "VBG":
        poss = verb.child("poss")
        return poss or _of_gerund(verb, is_party, depth)
    return verb.child("poss") if verb.tag == "VBG" else None


def _name_among(spoken: list[Token]) -> Token:
    """The name among several subjects, to its last word: "the group al-Shabab"; the first subject where none is a name."""
    names = [c for c in spoken[1:] if c.pos == "PROPN"]
    run = [c for n, c in enumerate(names) if c.i == names[0].i + n]
    return run[-1] if run else spoken[0]


def _named(subject: Token) -> Token:
    """The surname behind a first name that the parser takes for a preposition."""
    behind = subject.child("pobj") if subject.pos == "ADP" and subject.text[0].isupper() else None
    return behind if behind and behind.pos == "PROPN" and behind.i == subject.i + 1 else subject


def _permitted(verb: Token, is_party: Is) -> Token | None:
    """Who may do it in "gave permission to Chad to help"."""
    allowed = verb.head.child("dobj")
    if allowed and verb.head.lemma == "give" and is_party(allowed) and _is_infinitive(verb):
        return allowed  # "gave Chad a week to leave"
    if allowed is None or allowed.lemma not in PERMISSIONS or not any(c.lower == "to" and c.dep == "aux" for c in verb.children):
        return None
    to = next((c for c in verb.head.children if c.lower == "to" and allowed.i < c.i < verb.i), None)
    whom = to.child("pobj") if to else None
    return whom if whom and is_party(whom) else None


def _misjoined(verb: Token) -> Token | None:
    """The subject that the parser joined to what stands before it: "went to Chad and [units] have been deployed"."""
    if verb.dep != "conj" or verb.head.pos not in ("VERB", "AUX"):
        return None
    first = min([c.i for c in verb.children if c.i < verb.i and c.dep in ("aux", "auxpass", "neg", "advmod")], default=verb.i)
    tokens, base = verb.sentence.tokens, verb.sentence.tokens[0].i
    finite = tokens[first - base].tag in (*FINITE, "MD") or verb.tag in FINITE
    noun = tokens[first - base - 1] if first > base else None
    if noun is None or not finite or noun.dep != "conj" or noun.pos not in ("NOUN", "PROPN", "PRON") or not _is_below(noun, verb.head):
        return None
    before = noun.head
    return noun if before.dep in ("pobj", "dobj", "attr", "conj") and before.i < noun.i else None


def _is_below(token: Token, head: Token) -> bool:
    return any(above is head for above in token.ancestors())


def _has_modal(verb: Token) -> bool:
    """Whether a verb in its base form or a gerund is finite by its auxiliary: "will send", "is sending"."""
    return any(c.dep == "aux" and c.tag in ("MD", *FINITE) for c in verb.children)


def _clause_above(head: Token, is_party: Is, depth: int) -> Token | None:
    """The subject of the clause that a word stands in."""
    while head.pos not in ("VERB", "AUX") and head.head is not head:
        head = head.head
    return surface_subject(head, is_party, depth + 1) if head.pos in ("VERB", "AUX") else None


def _controller(verb: Token, head: Token, is_party: Is, depth: int) -> Token | None:
    """Who is to do it: in "urged Russia to send" Russia, in "promised Russia to send" and "plans to send" the subject."""
    if head.pos not in ("VERB", "AUX"):
        return _clause_above(head, is_party, depth)
    told = next((c for c in head.children if c.dep in ("dobj", "dative") and c.i < verb.i), None)
    if told and head.lemma not in PROMISES and is_party(told) and not is_passive(head):
        return antecedent(told)
    for c in head.children:  # "called on Syria to release"
        if (
            c.dep == "prep"
            and c.i < verb.i
            and c.lower in ("on", "upon", "for", "to")
            and (told := c.child("pobj"))
            and is_party(told)
            and head.lemma in ("call", "appeal", "wait", "ask")
        ):
            return told
    return surface_subject(head, is_party, depth + 1)


def _of_gerund(verb: Token, is_party: Is, depth: int) -> Token | None:
    """Who does it in "accused Iran of sending", "refrained from sending", "its policy of sending"."""
    prep = verb.head
    above = prep.head
    if above.pos in ("VERB", "AUX"):
        told = next((c for c in above.children if c.dep in ("dobj", "nsubjpass") and c.i < prep.i), None)
        if told and prep.lower in ("of", "from", "for", "into") and is_party(told):
            return antecedent(told)
        return surface_subject(above, is_party, depth + 1)
    return _behind(above, is_party, depth)


def _of_adnominal(verb: Token, is_party: Is, depth: int) -> Token | None:
    """Who does it in "a ship carrying", "a plan to send", "the first state to send"."""
    noun = verb.head
    told = antecedent(noun)
    if verb.dep == "relcl" and not any(c.lower == "to" and c.dep == "aux" for c in verb.children):
        return told
    if is_party(noun) and noun.pos != "PRON":
        return noun
    return _behind(noun, is_party, depth)


def _behind(noun: Token, is_party: Is, depth: int) -> Token | None:
    """Whose plan, policy or promise a noun is."""
    for c in noun.children:
        if c.dep == "poss" and is_party(c):
            return c
    for c in noun.children:
        if c.dep == "prep" and c.lower in ("by", "from", "of", "for") and (whose := c.child("pobj")) and is_party(whose):
            return whose
    for c in noun.children:
        if c.dep in ("amod", "compound", "nmod") and is_party(c):
            return c
    if noun.dep in ("dobj", "attr", "pobj", "oprd"):
        return _clause_above(noun.head, is_party, depth)
    return None


def _absolute(verb: Token) -> Token | None:
    """The second subject in "with Peru buying and Chile selling", which the parser takes for an object of the first."""
    before = verb.i - 1
    tokens, first = verb.sentence.tokens, verb.sentence.tokens[0].i
    while before > first and tokens[before - first].pos == "ADV":
        before -= 1
    subject = tokens[before - first] if before >= first else None
    if verb.tag != "VBG" or subject is None or subject.dep != "conj" or subject.head.dep != "dobj":
        return None
    return subject if subject.head.head.tag == "VBG" and subject.head.head.dep == "pcomp" else None


def _gap(verb: Token) -> Token | None:
    """The object that a relative clause leaves out: "the jets (that) Russia sent"."""
    if verb.dep == "relcl" and not any(c.dep in ("nsubj", "nsubjpass") and c.lower in RELATIVE for c in verb.children):
        return verb.head if verb.head.lemma not in ("time", "way", "reason", "day", "place", "moment") else None
    subject = verb.child("nsubj")
    if subject is None or verb.dep == "relcl":
        return None
    first = min(t.i for t in subject.subtree())
    tokens = verb.sentence.tokens
    at = first - tokens[0].i - 1
    if at >= 0 and tokens[at].pos in ("NOUN", "PROPN") and tokens[at].dep in ("pobj", "dobj", "attr") and tokens[at] is not subject:
        return _measured(tokens[at])  # a relative clause that the parser took for a clause of its own
    return None


def _measured(noun: Token) -> Token:
    """The measure above a noun: "thousands" in "thousands of soldiers"."""
    of = noun.head
    return of.head if noun.dep == "pobj" and of.lower == "of" and (of.head.lemma in MEASURES or of.head.lower in MEASURES) else noun


def verb_slots(verb: Token, is_party: Is) -> Slots:
    """The slots of a verb: logical subject and object, indirect object, and each preposition."""
    slots: Slots = {}
    passive = is_passive(verb)
    reduced = passive and verb.dep in ("acl", "amod") and not any(c.dep in ("nsubj", "nsubjpass") for c in verb.children)
    subject = verb.head if reduced else surface_subject(verb, is_party)
    objects = [o for c in verb.children if c.dep in ("dobj",) and (o := antecedent(c))]
    dative = [o for c in verb.children if c.dep == "dative" and c.pos != "ADP" and (o := antecedent(c))]
    if (
        len(objects) > 1 and not dative and verb.lemma in GIVING and is_party(objects[0]) and not is_party(objects[1])
    ):  # "offered Peru help", read as two objects
        objects, dative = objects[1:], objects[:1]
    if dative and not objects and not passive and not is_party(dative[0]):  # "gave Peru air-defence missiles", read as one phrase
        objects, dative = dative, []
    if passive:
        if subject is not None:
            _add(slots, "dat" if objects else "obj", [subject])
        _add(slots, "subj", [p for c in verb.children if c.dep == "agent" for p in _pobjs(c)] or _late_doer(verb, is_party))
    elif subject is not None:
        _add(slots, "subj", [subject])
    _add(slots, "dat", dative)
    _add(slots, "obj", objects)
    if not objects and not passive:
        objects = _told(verb)
        _add(slots, "obj", objects)
    if not objects and not passive:
        shared = _shared_object(verb) or _gap(verb) or displaced_object(verb)
        _add(slots, "obj", [shared] if shared else [])
    add_prepositions(slots, verb)
    if not objects and "obj" in slots:
        _part(slots, slots["obj"][0])
    if verb.lemma == "warn" and "of" not in slots:
        _add(
            slots,
            "of",
            [
                p
                for name in ("in", "at")
                for n in slots.get(name, ())
                if n.pos == "PROPN"
                for c in n.children
                if c.lower == "of"
                for p in _pobjs(c)
            ],
        )
    if blamed := culprit(verb):
        slots["on"] = [blamed]
    means = slots.get("obj") or slots.get("with") or slots.get(BORROWING.get(verb.lemma, ""), [])
    for below in means[:1]:  # "responded with arms for Chad"
        if below.i > verb.i:
            _borrow_prepositions(slots, below, REACH)
        elif passive and "against" not in slots:  # "evidence against Chad was presented"
            _add(slots, "against", [p for c in below.children if c.dep == "prep" and c.lower == "against" for p in _pobjs(c)])
    return slots


def _part(slots: Slots, displaced: Token) -> None:
    """Take an object out of the phrase that the parser put it into: "sent to Peru two frigates"."""
    for name in [name for name, heads in slots.items() if name != "obj" and displaced in heads]:
        receiver = receiver_before(displaced)
        slots[name] = [receiver] if receiver else [h for h in slots[name] if h is not displaced]
        if not slots[name]:
            del slots[name]


def add_clauses(slots: Slots, verb: Token) -> None:
    """Add what a verb says of a deed: the clause, its doer ("theirs"), an infinitive, a gerund, what somebody is called ("oprd")."""
    clauses = [c for c in verb.children if c.dep in ("ccomp", "xcomp") and c.pos in ("VERB", "AUX", "ADJ")]
    below = [g for c in verb.children for g in (c, *(c.children if c.dep == "prep" else ()))]
    _add(slots, "clause", clauses)
    _add(slots, "theirs", [doer for c in clauses if c.i > verb.i and not _is_infinitive(c) for doer in _doers(c)])
    _add(slots, "infinitive", [c for c in verb.children if c.dep in ("ccomp", "xcomp", "advcl") and _is_infinitive(c)])
    _add(slots, "gerund", [g for g in below if g.tag == "VBG" and g.dep in GERUNDS])
    _add(slots, "oprd", [c for c in verb.children if c.dep == "oprd"])


def _late_doer(verb: Token, is_party: Is) -> list[Token]:
    """By whom, where the parser hung it on a gerund or a means: "was accused of lying by Chad"."""
    gerunds = [g for c in verb.children if c.dep == "prep" for g in c.children if g.dep == "pcomp" and g.tag == "VBG" and not is_passive(g)]
    phrases = [c for g in gerunds for t in [g, *g.children] for c in t.children if c.lower == "by"]
    means = [p for c in verb.children if c.lower == "with" for p in c.children if p.dep == "pobj"]
    phrases += [c for p in means for c in p.children if c.lower == "by"]  # "kitted out with rifles by Iran"
    return [p for c in phrases for p in _pobjs(c) if is_party(p)]


def _is_infinitive(verb: Token) -> bool:
    return any(c.lower == "to" and c.dep == "aux" for c in verb.children)


def is_each_other(token: Token) -> bool:
    """Whether it is "each other" or "one another"."""
    return (token.lower == "other" and any(c.lower == "each" for c in token.children)) or (
        token.lower == "another" and (any(c.lower == "one" for c in token.children) or token.head.lower == "one")
    )


def doers_of(noun: Token) -> list[Token]:
    """By whom a thing was made, sent or set: the rebels in "a bomb planted by rebels"."""
    return [p for c in noun.children if c.dep == "acl" and c.tag == "VBN" for k in c.children if k.dep == "agent" for p in _pobjs(k)]


def _doers(verb: Token) -> list[Token]:
    """Who does what a clause tells: Togo in "that Togo had attacked" and in "that they were attacked by Togo"."""
    if any(c.dep == "mark" and c.lower != "that" for c in verb.children):
        return []
    if is_passive(verb):
        return [p for c in verb.children if c.dep == "agent" for p in _pobjs(c)]
    subject = verb.child("nsubj")
    return [subject] if subject else []


def _add(slots: Slots, name: str, heads: list[Token]) -> None:
    if heads:
        slots.setdefault(name, []).extend(h for h in heads if h not in slots.get(name, ()))


def _pobjs(prep: Token) -> list[Token]:
    found: list[Token] = []
    for c in prep.children:
        if c.dep == "pobj" and (o := antecedent(c)):
            found.append(o)
        elif c.dep == "prep":  # "from inside Russia"
            found.extend(_pobjs(c))
    return found


def add_prepositions(slots: Slots, token: Token) -> None:
    """Add the phrases that hang on a word, each under its preposition."""
    for c in token.children:
        if c.dep in ("prep", "dative", "agent", "conj", "dep") and c.pos in ("ADP", "PART"):
            if not (c.dep == "agent" and "subj" in slots):
                _add(slots, c.lower, _pobjs(c))
            if c.lower == "to" and _word_before(c) in CLOSE:
                _add(slots, "closer", _pobjs(c))
            _add_prepositions_of_conjuncts(slots, c)
        elif c.dep == "npadvmod":  # "300 km off the coast"
            add_prepositions(slots, c)
        elif lies := beside(c):
            _add(slots, "around", [lies])
        elif c.lower in OUTWARD and (c.dep in ("advmod", "acomp") or (c.dep == "amod" and c.i > token.i)):
            add_prepositions(slots, c)


def beside(bearing: Token) -> Token | None:
    """What a place lies to the north or south of: Gao in "20 km north of Gao"."""
    of = next((c for c in bearing.children if c.dep == "prep" and c.lower == "of"), None)
    return of.child("pobj") if of and bearing.dep == "advmod" and BEARING.fullmatch(bearing.lower) else None


def _word_before(token: Token) -> str:
    tokens, at = token.sentence.tokens, token.i - token.sentence.tokens[0].i
    return tokens[at - 1].lower if at else ""


def _add_prepositions_of_conjuncts(slots: Slots, prep: Token) -> None:
    for c in prep.conjuncts():
        if c.pos == "ADP":
            _add(slots, c.lower, _pobjs(c))


def _borrow_prepositions(slots: Slots, noun: Token, depth: int) -> None:
    """Phrases that the parser hung on the object ("tanks to Peru"); they count where the verb has none of its own."""
    below: Slots = {}
    add_prepositions(below, noun)
    for name, heads in below.items():
        if name != "of" and (name not in slots or _joined(slots[name][0])):
            slots[name] = heads + slots.get(name, [])
    if depth:
        for heads in below.values():
            _borrow_prepositions(slots, heads[-1], depth - 1)
        for conjunct in noun.conjuncts()[-1:]:
            _borrow_prepositions(slots, conjunct, depth - 1)


def _joined(pobj: Token) -> bool:
    """Whether a phrase is joined by "and" to one before it: "from Peru and later from Chile"."""
    tokens, at = pobj.sentence.tokens, pobj.head.i - pobj.sentence.tokens[0].i - 1
    while at > 0 and tokens[at].pos == "ADV":
        at -= 1
    return at >= 0 and tokens[at].pos == "CCONJ"


def _told(verb: Token) -> list[Token]:
    """Who is told in "urged Russia to withdraw", where the parser makes Russia the subject of the infinitive."""
    for c in verb.children:
        bare = verb.lemma in BARE and c.tag == "VB" and not any(k.dep in ("aux", "mark") for k in c.children)
        if c.dep in ("ccomp", "xcomp") and (bare or _is_infinitive(c)):
            return [k for k in c.children if k.dep == "nsubj" and k.i > verb.i]
    return []


def _shared_object(verb: Token) -> Token | None:
    """The object of a verb that is joined at once: "bought and shipped tanks"."""
    for c in verb.children:
        if c.dep == "conj" and c.pos == "VERB" and not any(k.dep in ("nsubj", "nsubjpass") for k in c.children):
            between = verb.sentence.tokens[verb.i - verb.sentence.tokens[0].i + 1 : c.i - verb.sentence.tokens[0].i]
            if all(t.pos in ("CCONJ", "ADV", "AUX", "PUNCT") for t in between):
                return c.child("dobj")
    return None


def noun_slots(noun: Token, is_name: Is) -> Slots:
    """The slots of a noun: possessive, nationality, what stands before it, and each preposition."""
    slots: Slots = {}
    _add(slots, "poss", [c for c in noun.children if c.dep == "poss"])
    before = [c for c in noun.children if c.dep in ("compound", "amod", "nmod") and c.i < noun.i]
    for prefix in ("anti", "pro"):
        _add(slots, prefix, [c for c in before if (c.text[0].isupper() or c.lower in POWERS) and is_aimed(c) == prefix])
    before = [c for c in before if not is_aimed(c) and c.lower not in PREFIXES] + qualifiers(noun)
    _add(slots, "nat", [c for c in before if is_name(c)])
    _add(slots, "comp", [c for c in before if c not in slots.get("nat", ())])
    _add(slots, "infinitive", [c for c in noun.children if c.dep in ("acl", "relcl") and _is_infinitive(c)])
    add_prepositions(slots, noun if noun.pos != "ADJ" else noun.head)
    for c in noun.children:  # "the arrest and deportation of two students"
        if c.dep == "conj" and c.i == noun.i + 2 and not any(k.dep == "prep" for k in noun.children):
            add_prepositions(slots, c)
    if noun.dep == "conj" and noun.head.pos == "NOUN":
        _add(slots, "poss", [c for c in noun.head.children if c.dep == "poss"]) if "poss" not in slots else None
    for heads in [slots[name] for name in ("of", "between") if name in slots]:
        _borrow_prepositions(slots, heads[-1], 1)
    for prep in _next_phrases(noun):
        if prep.lower not in slots:
            _add(slots, prep.lower, _pobjs(prep))
    if "on" in slots and noun.dep in ("dobj", "nsubjpass") and slots["on"][-1] is culprit(noun.head):
        del slots["on"]
    return slots


def _next_phrases(noun: Token) -> Iterator[Token]:
    """Phrases right behind an object that the parser hung on its verb: "condemned the sending of troops to Peru"."""
    if noun.dep not in ("dobj", "nsubjpass", "pobj") or noun.head.pos not in ("VERB", "ADP"):
        return
    verb = noun.head if noun.head.pos == "VERB" else noun.head.head
    end = max((t.i for t in noun.subtree()), default=noun.i)
    for c in verb.children:
        if c.dep in ("prep", "dative", "agent") and c.pos in ("ADP", "PART") and c.i == end + 1 and c.child("pobj") is not culprit(verb):
            yield c
            end = max(t.i for t in c.subtree())


def content(head: Token) -> Token:
    """What a measure counts: the soldiers in "thousands of soldiers"."""
    for _ in range(REACH):
        if head.lemma not in MEASURES and head.lower not in MEASURES and head.tag != "CD":  # "ten of its soldiers"
            return head
        of = next((c for c in head.children if c.dep == "prep" and c.lower == "of"), None)
        below = of.child("pobj") if of else None
        if below is None:
            return head
        head = below
    return head


def members(head: Token) -> list[Token]:
    """A head and all that is coordinated with it."""
    joined = head.conjuncts()
    for c in head.children:
        if c.dep == "appos" and c.pos == head.pos == "PROPN" and c.child("cc") and c.child("conj"):
            joined += [c, *c.conjuncts()]  # "Peru, Chile and Mali", which the parser may read as a name and its explanation
        elif c.dep == "appos" and c.pos == "PROPN" and any(j.i == c.i - 1 and j.pos == "NOUN" for j in joined):
            joined.append(c)  # "farmers and neighbouring Peru", where the name was hung on the first
    return [head, *(c for c in joined if c.pos not in ("VERB", "AUX", "ADP", "ADV") and not _begins_clause(c))]


def _begins_clause(conjunct: Token) -> bool:
    """Whether a conjunct is the subject of what stands right behind it: "with Peru buying oil and Chile selling it"."""
    tokens, at = conjunct.sentence.tokens, conjunct.i - conjunct.sentence.tokens[0].i + 1
    while at < len(tokens) and tokens[at].pos == "ADV":
        at += 1
    if at < len(tokens) and tokens[at].pos in ("VERB", "AUX"):
        verb = tokens[at].head if tokens[at].dep in ("aux", "auxpass") else tokens[at]
        if _misjoined(verb) is conjunct:
            return True
    return at < len(tokens) and tokens[at].tag == "VBG" and tokens[at].dep == "advcl" and _absolute(tokens[at]) is conjunct
