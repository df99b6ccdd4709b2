"""grade: how firmly it is said, whether it is said to be so or not so, and whether it is done or only planned.

The words are looked for along the path that leads from the event's own word up to the top of what is claimed: beside each word on
it (auxiliaries, adverbs, negation) and in the words that govern it ("refrained from …", "is considering …"). The weakest certainty
wins; two negations cancel out. Nothing is guessed: a field without a word that earned it keeps its plain value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso import modality
from sayso.claim import Because, Certainty, Content, Polarity, Span, Status
from sayso.cues import EVIDENCE, CueWord, senses
from sayso.sentences import Parse, Token

CERTAINTY: tuple[Certainty, ...] = ("certain", "probable", "possible", "uncommitted")  # from firm to weak
STATUS: tuple[Status, ...] = ("actual", "planned", "considered", "requested", "hypothetical")  # the later wins
NEG_RAISING = {"believe", "think", "expect", "appear", "seem", "suppose", "imagine"}  # "does not believe it did": believes it did not
CONFIRMING = {"confirms"}
GRANTING = {"recognize", "recognise"}  # a state of things, as lawful: who does not refuses it, and does not doubt that it came about
HAPPENING = {"happen", "occur", "take", "begin", "start", "follow", "continue", "come"}
LIGHT = {"carry", "conduct", "launch", "make", "hold", "sign", "impose", "provide", "give", "reach", "see", "stage", "mount", "undertake", "engage",
         "participate", "take", "be", "have", "do", "perform", "execute", "order", "approve", "include", "involve", "complete", "receive", "offer"}  # fmt: skip
ENDURING = {"be", "have", "contain", "belong", "include", "involve", "remain", "hold", "know", "believe", "want", "need", "mean", "own"}
BESIDE = {"aux", "advmod", "npadvmod", "amod", "mark"}
CLIMBED = {"xcomp", "ccomp", "pcomp", "prep", "acl", "dobj", "pobj", "attr", "acomp", "oprd", "conj"}
GOVERNING_PREPOSITIONS = {"from", "of", "to", "on", "in", "against", "about", "for", "without", "with", "at"}
TRANSPARENT = {
    "series",
    "number",
    "wave",
    "kind",
    "type",
    "act",
    "part",
    "campaign",
    "start",
    "beginning",
    "end",
    "resumption",
    "continuation",
    "policy",
    "practice",
}
KNOWING = {
    "know",
    "realise",
    "realize",
    "forget",
    "remember",
    "regret",
    "see",
    "notice",
    "learn",
    "mind",
    "care",
    "admit",
}  # negated, they still take it as given
JUDGING = {"be"} | NEG_RAISING  # "it is not true that …"
MARKS = {("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("``", "''")}
QUOTES = {"“", "”", '"', "``", "''", "„", "«", "»"}
ATTEMPTS = {"try", "attempt", "seek", "bother", "dare", "care", "rush", "move"}  # not even tried: not done, rather than not planned
DECIDING = {"decide", "choose", "opt", "elect", "decision", "choice"}
SELF = {"i", "we"}
COURTESIES = {
    "thank",
    "let",
    "look",
    "see",
    "excuse",
    "bless",
    "god",
    "guess",
    "suppose",
    "hope",
    "say",
}  # in "Thank you" nothing is asked for
SUBJECTS = ("nsubj", "nsubjpass", "csubj")
DEEPEST = 5  # words down that a claim may turn on: "is not likely to want to try to leave"
CIRCUMSTANCE = {"in", "at", "with", "without"}
UNVERIFIED = {"unverified", "unconfirmed", "unauthenticated", "unproven"}


@dataclass(frozen=True, slots=True)
class Grade:
    """A certainty, polarity and status, and the words that earned them."""

    certainty: Certainty = "certain"
    polarity: Polarity = "positive"
    status: Status = "actual"
    because: tuple[Because, ...] = ()

    def weigh(self, field: str, value: str, span: Span) -> Grade:
        """This grade after one more word has spoken: the weaker certainty, the later status, the turned polarity."""
        reason = (*self.because, Because(field, span.text, span.span))
        if field == "polarity":
            turned: Polarity = "positive" if self.polarity == "negative" else "negative"
            return Grade(self.certainty, turned, self.status, reason)
        if field == "certainty" and CERTAINTY.index(value) > CERTAINTY.index(self.certainty):
            return Grade(value, self.polarity, self.status, reason)  # type: ignore[arg-type]
        if field == "status" and STATUS.index(value) > STATUS.index(self.status):
            return Grade(self.certainty, self.polarity, value, reason)  # type: ignore[arg-type]
        return self


@dataclass(frozen=True, slots=True)
class Stance:
    """What the source does, and what that alone makes of its content."""

    name: str = "says"
    cue: CueWord | None = None
    grade: Grade = Grade()


# What the cue says


def stance(parse: Parse, cue: Span | None) -> Stance:
    """What the source does by these words, by the heaviest word among them that is a known cue."""
    tokens = parse.between(cue.start, cue.end) if cue else []
    known = [(t, senses(t)) for t in tokens]
    head = next((t for t, options in known if options), None)
    if head is None:
        none = next((t for t in tokens if t.dep == "neg" or t.lower in ("no", "never")), None)  # "had no information about"
        return Stance(grade=Grade().weigh("certainty", "uncommitted", parse.cut([none]))) if none else Stance()
    if all(o.stance == "refuses" for o in senses(head)):  # "declined to confirm": the confirming is withheld
        head = next((t for t, options in known if options and t.dep == "xcomp" and t.head is head), head)
    behind = {t.lower for t in tokens}
    options = senses(head)
    sense = next((o for o in options if o.preposition and o.preposition in behind), None)
    sense = sense or next((o for o in options if "obj-to" in o.takes and o.status == "requested" and _asks_to(head)), None)
    sense = sense or next((o for o in options if not o.preposition and fits(head, o)), options[0])
    noun = next((o for t, os in known[1:] for o in os if o.kind == "noun"), None) if head.pos == "VERB" else None
    sense = noun or sense  # "voiced fears": the fear counts
    grade = Grade()
    span = parse.cut([head])
    if any("proposes" in s.needs for s in modality.senses(head)):  # "suggested that they leave" asks for it
        return _negated(parse, head, Stance("urges", sense, Grade().weigh("status", "requested", span)))
    told = [("certainty", sense.certainty), ("status", sense.status), ("polarity", sense.polarity)]
    told += _told_by_form(head, {field for field, value in told if value})
    for field, value in told:
        if value:
            grade = grade.weigh(field, value, span)
    return _negated(parse, head, Stance(sense.stance, sense, grade))


def fits(head: Token, sense: CueWord) -> bool:
    """Whether a verb stands as this sense needs it: "dismissed it as a rumour" is another than "dismissed the rumour"."""
    named = head.child("oprd", "ccomp") or any(c.dep == "prep" and c.lower == "as" for c in head.children)
    if sense.takes == {"that"} and (clause := head.child("ccomp")) is not None and _infinitive(clause):
        return False  # "allowed him to leave" is not "allowed that he left"
    return bool(named) if sense.takes == {"as"} else True


def _asks_to(verb: Token) -> bool:
    """Whether it wants somebody to do something: "asked them to leave", "were told to leave", not "asked whether", "told them that"."""
    clause = next((c for c in verb.children if c.dep in ("xcomp", "ccomp", "advcl", "dobj") and c.i > verb.i and _infinitive(c)), None)
    if clause is None or any(t.tag in ("WRB", "WP", "WDT") and t.i < clause.i for t in clause.subtree()):
        return False
    return clause.dep != "advcl" or verb.child("dobj", "nsubjpass", "dative") is not None


def _told_by_form(head: Token, known: set[str]) -> list[tuple[str, str]]:
    """What the form of a cue adds: the passive hides whose word it is ("is said to"), an infinitive looks ahead ("expects it to leave")."""
    holding = modality.senses(head)
    told = [pair for s in holding if "passive" in s.needs and not known for pair in s.settings]
    return told + [pair for s in holding if "later" in s.needs for pair in s.settings if pair[0] not in known]


def _negated(parse: Parse, head: Token, told: Stance) -> Stance:
    """A cue that is itself denied or withheld: "could not confirm", "declined to say", "did not deny"."""
    negation = _negation_beside(head)
    if negation is not None and any(t.text in QUOTES for t in head.sentence.tokens if head.i < t.i < negation.i):
        negation = None  # it is quoted, and so denies nothing of the saying
    over = head.head if head.dep == "xcomp" else None
    if negation is None and over is not None and any(("polarity", "negative") in s.settings for s in modality.senses(over)):
        negation = over
    if negation is None and over is not None:
        negation = _negation_beside(over)
    if negation is None:
        return told
    span = parse.cut([negation])
    if head.lemma in NEG_RAISING:
        return Stance(told.name, told.cue, told.grade.weigh("polarity", "negative", span))
    if told.name == "doubts" or head.lemma == "doubt":  # "no doubt that", "did not doubt that"
        return Stance("believes", told.cue, Grade(because=(Because("certainty", span.text, span.span),)))
    if head.lemma in GRANTING and head.child("ccomp") is None:
        return Stance("refuses", told.cue, told.grade)
    name = "cannot confirm" if told.name in CONFIRMING else told.name
    grade = Grade(told.grade.certainty, "positive", told.grade.status, told.grade.because)
    return Stance(name, told.cue, grade.weigh("certainty", "uncommitted", span))


# What stands in the content


def grade(parse: Parse, head: Token, content: Content | None, base: Grade = Grade(), undone: bool = False) -> Grade:
    """The grade of an event (or of a claim's main word) inside a content, on top of what the cue gave it.

    Undone is an event whose own word speaks for itself: "wants soldiers", "stopped the deliveries".
    """
    made = base
    below: Token | None = None
    for token in _path(head, content):
        for field, value, words in _found_at(token, below, undone and token is head):
            made = made.weigh(field, value, parse.cut(words))
        below = token
    if (may := _open_deed(head)) is not None:
        made = made.weigh("status", "hypothetical", parse.cut([may]))
    if (wish := _wish(head, content)) is not None:
        made = made.weigh("status", "requested", parse.cut([wish]))
    if (content is None or head.pos == "NOUN") and (quoted := _scare_quoted(head)) is not None:
        made = made.weigh("certainty", "uncommitted", parse.cut(quoted))
    if _asked(head):
        mark = head.sentence.tokens[-1]
        mark = mark if mark.text == "?" else next(t for t in reversed(head.sentence.tokens) if t.text == "?")
        made = made.weigh("certainty", "uncommitted", parse.cut([mark]))
        made = made.weigh("status", "hypothetical", parse.cut([mark]))
    return made


def bearing(top: Token, content: Content) -> Token:
    """The word that a claim turns on: "close" in "is likely to close", "left" in "I think they left", "launch" in "plans to launch"."""
    token = top
    for _ in range(DEEPEST):
        below = _turned_to(token)
        if below is None or not _holds(content, below):
            break
        token = below
    return token


def _turned_to(token: Token) -> Token | None:
    """What a word that only says how firmly, or whether yet, says it of."""
    if _speaks(token):
        if token.pos == "NOUN":
            return _told_of(token)
        own = token.child("nsubj", "nsubjpass")
        if (clause := token.child("xcomp")) is not None and (_infinitive(clause) or clause.tag == "VBG"):
            return clause
        if token.pos == "ADJ":
            return token.child("ccomp") or next((c for c in token.children if c.dep == "advcl" and _infinitive(c)), None)
        if own is not None and own.lower in SELF | {"it"} and (clause := token.child("ccomp")) is not None:
            return clause
    if token.pos not in ("VERB", "AUX"):
        return None
    if token.lemma == "be" and (wished := _wished_below(token)) is not None:
        return wished
    told = next((c for c in token.children if c.dep in ("acomp", "oprd", "ccomp") and c.pos == "ADJ" and _speaks(c)), None)
    if told is not None:
        late = next((c for c in token.children if c.dep == "advcl" and c.i > told.i and _infinitive(c)), None)
        return _turned_to(told) or (token.child("ccomp", "attr") or late if told.dep != "ccomp" else None)
    noun = next((c for c in token.children if c.dep in ("attr", "dobj") and c.pos == "NOUN" and _speaks(c)), None)
    return _told_of(noun) if noun is not None and token.lemma in LIGHT else None


def _wished_below(verb: Token) -> Token | None:
    """ "It was vital, of great importance, that Denmark withdraw": the withdrawing."""
    below = [*verb.children, *(g for c in verb.children if c.dep in ("acomp", "attr", "prep") for g in c.subtree())]
    for clause in below:
        subject = clause.child(*SUBJECTS) if clause.dep in ("ccomp", "acl", "relcl", "advcl") else None
        if subject is not None and is_subjunctive(clause, subject):
            return clause
    return None


def _speaks(token: Token) -> bool:
    """Whether this word is one that says how firmly, whether or whether yet, alone or as part of a phrase."""
    return any(s.settings for s in modality.senses(token)) or modality.is_absorbed(token)


def _told_of(noun: Token) -> Token | None:
    """What a plan, chance or call is for: its clause, or what stands behind its "of" or "for"."""
    clause = next((c for c in noun.children if c.dep == "acl" and (_infinitive(c) or any(m.dep == "mark" for m in c.children))), None)
    if clause is not None:
        return clause
    inner = (c.child("pobj", "pcomp") for c in noun.children if c.dep == "prep" and c.lower in ("of", "for"))
    return next((i for i in inner if i is not None and i.pos in ("NOUN", "VERB")), None)


def _infinitive(verb: Token) -> bool:
    return any(c.dep == "aux" and c.lower == "to" for c in verb.children)


def _open_deed(head: Token) -> Token | None:
    """The modal of a deed that is only possible: "could send" has not happened; "could have sent" may have, "could be" may be so."""
    if head.tag != "VB" or head.lemma in ENDURING or _negation_beside(head) is not None:  # "could not" tells of an inability
        return None
    return next((c for c in head.children if c.dep == "aux" and c.lower in ("may", "might", "could")), None)


def _wish(head: Token, content: Content | None) -> Token | None:
    """The verb of what is asked for by its form alone: "Never swim alone", said by somebody; "that Denmark withdraw its ships"."""
    subject = head.child(*SUBJECTS)
    if any(c.dep == "aux" and c.lower not in ("do", "don't") for c in head.children):
        return None
    if subject is not None:
        return head if is_subjunctive(head, subject) else None
    if (
        content is None
        or head.tag not in ("VB", "VBP")
        or head.lemma in COURTESIES
        or (head.head is not head and _holds(content, head.head))
    ):
        return None
    before = [t for t in head.sentence.tokens if t.i < head.i and _holds(content, t)]
    opens = not any(t.pos in ("VERB", "AUX", "NOUN", "PROPN", "PRON", "PART") and t.dep not in ("aux", "neg", "npadvmod") for t in before)
    return head if head.dep in ("ROOT", "ccomp") and opens else None


def is_subjunctive(verb: Token, subject: Token) -> bool:
    """Whether the bare form tells a wish: "that Denmark withdraw", "that they be heard"."""
    if not any(c.dep == "mark" and c.lower == "that" for c in verb.children) or any(c.dep == "aux" for c in verb.children):
        return False
    passive = verb.child("auxpass")
    one = (subject.tag in ("NN", "NNP") or subject.lower in ("he", "she", "it")) and subject.child("conj") is None
    return (passive.lower == "be") if passive is not None else one and verb.tag in ("VB", "VBP") and verb.lower == verb.lemma


def asserted(head: Token, content: Content) -> bool:
    """Whether the content says that this event is so, rather than something else about it ("the transfer alarms Seoul")."""
    last = head
    for token in _path(head, content):
        last = token
    if last.dep == "advcl" and last.head is not last and _is_purpose(last) and _holds(content, last.head):
        return asserted(last.head, content)
    return last.head is last or not _holds(content, last.head) or last.dep in ("conj", "advcl", "parataxis", "dep", "prep")


def is_turned_on(head: Token, main: Token, content: Content) -> bool:
    """Whether a claim whose main word is `main` turns on this event, rather than telling of it in passing or as what something was for.

    "May carry out a strike" turns on the strike; "had no need to strike", "came in response to calls to strike" do not.
    """
    if main is head or any(t is head for t in main.ancestors()):
        return True
    path = list(_path(head, content))
    needed = any(t.lower == "without" and _is_needed(t) for t in path)  # "there can be no truce without a withdrawal"
    return needed or (main in path and not is_aim(head, content))


def is_aim(head: Token, content: Content) -> bool:
    """Whether an event is only what something was for: "came in response to calls to strike", "sailed to fetch them"."""
    return any(_is_purpose(t) and not _speaks(t.head) and _holds(content, t.head) for t in _path(head, content))


def _holds(content: Content, token: Token) -> bool:
    return any(start <= token.start and token.end <= end for start, end in content.spans)


def _path(head: Token, content: Content | None) -> Iterator[Token]:
    """From the event's word upwards, while what is above still governs it and stands in the content."""
    yield head
    token = head
    while token.head is not token and (content is None or _holds(content, token.head)) and _is_governed(token, token.head):
        token = token.head
        yield token


def _is_governed(token: Token, above: Token) -> bool:
    """Whether what is said of the word above goes for this one too."""
    if token.dep == "conj":
        return (
            not any(c.dep == "cc" and c.lower == "but" for c in above.children) and token.child("nsubj", "nsubjpass", "aux", "neg") is None
        )
    if token.dep in ("nsubj", "nsubjpass"):
        return above.lemma in HAPPENING
    if token.dep == "csubj":  # "sending them would be a mistake" supposes it, "was a mistake" does not
        return any(c.tag == "MD" for c in above.children)
    if (
        not _is_climbed(token)
        or (token.dep == "prep" and token.pos != "ADP")
        or (token.pos == "ADP" and token.lower not in GOVERNING_PREPOSITIONS)
        or _asks_indirectly(token)
    ):
        return False
    if token.dep in ("dobj", "prep") and token.pos != "VERB" and above.pos in ("VERB", "AUX"):
        return _carries(token, above)
    if token.dep == "prep" and above.pos in ("NOUN", "PROPN"):  # "a plan for a strike", but not "a defendant in the suit"
        return above.lemma in TRANSPARENT or bool(modality.senses(above))
    return True


def _asks_indirectly(clause: Token) -> bool:
    """ "They do not know how it left": that it left is taken as given."""
    return clause.dep in ("ccomp", "pcomp") and any(
        t.tag in ("WRB", "WP", "WDT") and t.i < clause.i for c in clause.children for t in c.subtree()
    )


def _is_climbed(token: Token) -> bool:
    if token.dep == "relcl":  # "evidence that it sent them", where the parser takes "that" for a pronoun
        return any(c.dep == "mark" for c in token.children)
    if token.dep == "advcl":  # "impossible for them to leave"
        judged = [token.head] if token.head.pos == "ADJ" else [c for c in token.head.children if c.dep == "acomp" and c.i < token.i]
        return _infinitive(token) and any(modality.senses(t) for t in judged)
    if token.dep == "advmod":  # "stopped short of sending"
        return any(c.dep == "prep" and c.child("pcomp") for c in token.children)
    return token.dep in CLIMBED


def _carries(token: Token, verb: Token) -> bool:
    """Whether what is said of the verb goes for the noun below it: "may carry out a strike", but not "may be linked to a strike"."""
    if token.dep == "prep" and token.child("pcomp"):
        return True
    if (
        token.dep == "prep"
        and verb.lemma not in LIGHT
        and (token.lower in CIRCUMSTANCE or (verb.child("dobj") and token.lower not in ("from", "of")))
    ):
        return False  # "stopped the convoy in the attack"
    return verb.lemma in LIGHT or bool(modality.senses(verb))


def _found_at(token: Token, below: Token | None, undone: bool) -> Iterator[tuple[str, str, list[Token]]]:
    """(field, value, words) for every word at this place of the path that says something of the event, which hangs on `below`."""
    speaking = [child for child in token.children if child.dep in BESIDE]
    if below is not None and below.dep in ("ccomp", "attr", "advcl"):  # "it is possible that …", "was likely the same"
        speaking += [child for child in token.children if child.dep == "acomp"]
    if below is not None or undone or token.pos == "ADP":
        speaking.append(token)
    for word in speaking:
        if word.lower == "without" and _is_needed(word):
            yield "status", "hypothetical", [word]
            continue
        for sense in modality.senses(word):
            for field, value in sense.settings:
                if field == "status" and word.lemma in ATTEMPTS and _negation_beside(word) is not None:
                    continue
                if field == "status" and word is token and _settles(word, below):
                    continue
                yield field, value, modality.words(sense, word)
    negation = _negation_beside(token) or (_is_missing(token) if below is None else None)
    if negation is not None and (not modality.is_absorbed(negation) or (below is None and modality.is_withholding(negation))):
        yield from _denied(token, negation, below)
    if _is_purpose(token):
        yield "status", "planned", [next(c for c in token.children if c.lower == "to")]


def _settles(decision: Token, below: Token | None) -> bool:
    """ "Decided not to fire", "the decision not to fire": by way of deciding it has not been done."""
    past = decision.pos == "NOUN" or decision.tag in ("VBD", "VBN")
    return decision.lemma in DECIDING and past and below is not None and any(c.dep == "neg" for c in below.children)


def _is_needed(without: Token) -> bool:
    """ "A truce cannot come, there can be no truce, without it": it is needed, which tells neither that it came nor that it did not."""
    over = without.head
    return any(_negation_beside(t) is not None for t in (over, *(c for c in over.children if c.dep == "attr")))


def _negation_beside(token: Token) -> Token | None:
    """ "not", "never", "no" right at this word ("not only" is none); "no longer" and "without" are told elsewhere."""
    for child in token.children:
        if child.dep == "neg" and not _only_follows(child):
            return child
        if child.dep == "det" and child.lower in ("no", "neither"):
            return child
        if child.dep in ("nsubj", "nsubjpass", "dobj") and token.pos in ("VERB", "AUX"):
            none = next((c for c in child.children if c.dep in ("det", "preconj", "cc") and c.lower in ("no", "neither")), None)
            if none is not None:
                return none
            if child.lower in ("none", "nobody", "nothing", "neither"):
                return child
        if child.dep == "advmod" and child.lower == "longer":
            return next((c for c in child.children if c.lower == "no"), None)
        if child.lower == "neither" and child.dep in ("preconj", "cc", "advmod", "predet"):
            return child
    if token.dep == "conj":  # "neither confirmed nor denied"
        return next((c for c in token.head.children if c.lower == "nor" and c.i < token.i), None)
    return None


def _is_missing(verb: Token) -> Token | None:
    """The "no" of what there is not: "there was no need"."""
    what = verb.child("attr") if verb.child("expl") is not None else None
    return _negation_beside(what) if what is not None else None


def _with_yet(word: Token) -> list[Token]:
    """A negation with the "yet" behind it: what is not so yet may be so tomorrow."""
    words = word.sentence.tokens
    at = word.i - words[0].i + 1
    return [word, words[at]] if at < len(words) and words[at].lower == "yet" else [word]


def _only_follows(negation: Token) -> bool:
    words = negation.sentence.tokens
    at = negation.i - words[0].i + 1
    return at < len(words) and words[at].lower in ("only", "just", "merely", "simply", "least")


def _scare_quoted(head: Token) -> list[Token] | None:
    """The event's word with the marks that hold it, and at most one word beside it, at a distance: his "withdrawal".

    Not what something is named, and no verb in what somebody is credited with: there the marks may give that source's own word.
    """
    words = head.sentence.tokens
    at = head.i - words[0].i
    for first, last in ((at, at), (at - 1, at), (at, at + 1)):
        if first >= 1 and last + 1 < len(words) and (words[first - 1].text, words[last + 1].text) in MARKS and not _names(head):
            return words[first - 1 : last + 2]
    return None


def _names(head: Token) -> bool:
    """Whether this is what something is called: "described it as an “invasion”"."""
    return (
        head.dep in ("oprd", "attr", "appos")
        or (head.dep == "pobj" and head.head.lower == "as")
        or (head.dep == "ccomp" and head.pos == "NOUN")
    )


def _asked(head: Token) -> bool:
    """Whether the sentence is a question (and not a quotation that holds one)."""
    ending = [t.text for t in head.sentence.tokens[-2:]]
    return "?" in ending and head.sentence.tokens[-1].text in ("?", "”", '"')


def _is_purpose(verb: Token) -> bool:
    """An infinitive beside a verb or behind a noun ("sailed to fetch them", "the right to fetch them"): it may never be reached."""
    return verb.dep in ("advcl", "acl") and _infinitive(verb) and not _is_first(verb.head) and not _is_climbed_adverbially(verb)


def _is_climbed_adverbially(verb: Token) -> bool:
    return verb.dep == "advcl" and _is_climbed(verb)


def _is_first(noun: Token) -> bool:
    """ "The first to sign" has signed."""
    return noun.lower in ("first", "last", "only", "latest") or any(c.lower in ("first", "last", "only", "latest") for c in noun.children)


def _denied(token: Token, negation: Token, below: Token | None) -> Iterator[tuple[str, str, list[Token]]]:
    """What a negation at this place does to the event: beside a verb of saying it leaves open what was not said."""
    if below is not None and below.dep == "csubj":
        return  # "would not be a mistake": it is the mistake that is denied
    if below is None or below.dep != "ccomp" or token.lemma in JUDGING or modality.senses(token):
        yield "polarity", "negative", _with_yet(negation)
    elif token.lemma not in KNOWING:
        yield "certainty", "uncommitted", [negation]


# Pictures and recordings


def unverified(parse: Parse) -> dict[str, Span]:
    """The kinds of evidence (photo, video …) that the article itself calls unverified, and the words that do so."""
    found: dict[str, Span] = {}
    for sentence in parse.sentences:
        doubt = next((t for t in sentence.tokens if _doubts(t)), None)
        if doubt is None:
            continue
        nouns = [t.lemma for t in sentence.tokens if t.lemma in EVIDENCE]
        for noun in nouns or (sorted(EVIDENCE) if any(t.lemma == "authenticity" for t in sentence.tokens) else []):
            found.setdefault(_evidence_class(noun), parse.cut([doubt]))
    return found


def is_unverified(noun: str, doubts: dict[str, Span]) -> Span | None:
    """The words that call this kind of evidence unverified, if any do."""
    return doubts.get(_evidence_class(noun)) if noun in EVIDENCE else None


def _evidence_class(noun: str) -> str:
    """A photo that is called an image further down is the same piece of evidence; a video is not."""
    return "picture" if noun in ("image", "photo", "photograph", "picture", "imagery") else "recording" if noun in ("video", "footage", "clip", "recording") else noun  # fmt: skip


def _doubts(token: Token) -> bool:
    if token.lower in UNVERIFIED:
        return True
    return token.lemma in ("verify", "authenticate", "confirm") and _negation_beside(token) is not None
