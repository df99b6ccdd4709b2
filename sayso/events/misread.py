"""What the parser took for something else, and what it is in truth.

A small parser goes wrong where a clause is interrupted ("is about to restore, it seems, full ties"), where the way something
came stands before it ("received by courier money"), and where gerunds and adjectives end a name of an event ("a bombing and
shelling campaign", "an air and ground offensive"). Each function here looks at the words in their order and gives the word meant, or None.
"""

from __future__ import annotations

from collections.abc import Iterator

from sayso.sentences import Token

ASIDE = 8  # tokens between the commas of an aside
WAYS = {"ship", "air", "sea", "rail", "courier", "mail", "post", "truck", "lorry", "plane", "boat", "land", "road", "wire", "hand", "train", "cargo"}  # fmt: skip
NOMINAL = {"NOUN", "PROPN", "NUM"}
PHRASE = {"DET", "ADJ", "ADV", "PRON", "SYM", "PART", *NOMINAL}  # what the words of a noun phrase may be
ADJECTIVES = {"offensive", "counteroffensive", "initiative"}  # nouns that are read as adjectives
ELSEWHERE = {"nsubj", "nsubjpass", "appos"}  # what belongs to the next clause or to the aside
BLAMES = {"blame", "pin"}
QUOTES = {'"', "“", "”", "‘", "’", "''", "``"}
PREFIXES = {"anti", "pro"}


def displaced_object(verb: Token) -> Token | None:
    """The object behind an aside, behind the way it came, or behind the receiver."""
    return _behind_aside(verb) or _behind_way(verb) or _behind_receiver(verb)


def _behind(token: Token, words: int) -> list[Token]:
    at = token.i - token.sentence.tokens[0].i + 1
    return token.sentence.tokens[at : at + words]


def _behind_aside(verb: Token) -> Token | None:
    """The treaty in "will sign, officials say, a treaty"."""
    if not (first := _behind(verb, 1)) or first[0].text != ",":
        return None
    behind = _behind(verb, 3 * ASIDE)
    end = next((n for n, t in enumerate(behind[1 : ASIDE + 1], 1) if t.text == ","), 0)
    if any(t.text in QUOTES for t in behind[:end]):
        return None
    phrase: list[Token] = []
    for token in behind[end + 1 :] if end else ():
        if token.pos not in PHRASE and not (token.text == "," and phrase and phrase[-1].pos == "ADJ"):
            break
        phrase.append(token)
    return next((t for t in phrase if t.pos in NOMINAL and t.head not in phrase and t.dep not in ELSEWHERE), None)


def _behind_way(verb: Token) -> Token | None:
    """The rifles in "received by ship rifles from Turkey"."""
    for prep in verb.children:
        below = prep.child("pobj") if prep.lower in ("by", "via", "through") else None
        first = below.child("compound") if below else None
        if below and first and first.lower in WAYS and first.i == prep.i + 1:
            return below
    return None


def _behind_receiver(verb: Token) -> Token | None:
    """The frigates in "sent to Peru two frigates"."""
    for prep in verb.children:
        below = prep.child("pobj") if prep.lower in ("to", "from") and prep.i > verb.i else None
        if below and below.pos == "NOUN" and receiver_before(below):
            return below
    return None


def receiver_before(noun: Token) -> Token | None:
    """Peru in "to Peru two frigates", where a number or an article tells that a new phrase begins behind the name."""
    name = next((c for c in noun.children if c.pos == "PROPN" and c.i == noun.head.i + 1), None)
    opens = name and any(c.i == name.i + 1 and c.dep in ("nummod", "det") for c in noun.children)
    return name if opens else None


def culprit(verb: Token) -> Token | None:
    """Who is blamed in "blamed the attack on the dam on Chad", where the parser makes Chad what was attacked."""
    if verb.lemma not in BLAMES:
        return None
    thing = verb.child("dobj", "nsubjpass")
    phrases = [t.child("pobj") for t in verb.subtree() if thing and t.i > thing.i and t.lower == "on" and t.dep == "prep"]
    return phrases[-1] if phrases else None


def begins(noun: Token) -> int:
    """Where a displaced object begins, behind the receiver or the way that the parser made part of it; 0 where it made none."""
    before = receiver_before(noun) or (noun.child("compound") if noun.dep == "pobj" else None)
    aside = before and before.i == noun.head.i + 1 and (before.pos == "PROPN" or before.lower in WAYS)
    return _behind(before, 1)[0].start if aside and before else 0


def joint_event(noun: Token) -> Token | None:
    """What two words before it qualify together: the campaign in "a bombing and shelling campaign", the offensive in "an air and ground offensive"."""
    for c in noun.children:
        if c.i > noun.i and c.tag == "JJ" and c.lower in ADJECTIVES:
            return c
    after = _behind(noun, 2)
    if len(after) < 2 or after[0].tag != "CC" or after[1].tag != "VBG" or not noun.child("det") or noun.dep != "dobj":
        return None
    event = after[1].child("dobj")
    return event if event and event.i == after[1].i + 1 and event.pos == "NOUN" else None


def qualifies(token: Token) -> bool:
    """Whether a word that looks like an event of its own only qualifies the one behind it."""
    if token.pos == "NOUN":
        return joint_event(token) is not None
    at = token.i - token.sentence.tokens[0].i
    before = token.sentence.tokens[at - 2] if token.tag == "VBG" and at > 1 else None
    return before is not None and before.pos == "NOUN" and token.child("dobj") is not None and joint_event(before) is token.child("dobj")


def qualifiers(event: Token) -> list[Token]:
    """The words that qualify an event together: bombing and shelling in "a bombing and shelling campaign"."""
    gerund = event.head
    if event.dep != "dobj" or gerund.tag != "VBG" or not qualifies(gerund):
        return []
    at = gerund.i - gerund.sentence.tokens[0].i
    return [gerund.sentence.tokens[at - 2], gerund]


def is_aimed(word: Token) -> str:
    """ "anti" or "pro" where a word before a noun bears it: "an anti-Chinese rally"."""
    tokens, at = word.sentence.tokens, word.i - word.sentence.tokens[0].i
    prefix = tokens[at - 2].lower if at > 1 and tokens[at - 1].text in ("-", "‑", "–") else tokens[at - 1].lower.rstrip("-") if at else ""
    return prefix if prefix in PREFIXES else ""


def lemmas(verb: Token) -> Iterator[str]:
    """What a verb's base form may be: the lemmatizer guesses at rare ones ("stag", "bre", "cordone", "wiretappe")."""
    if verb.pos == "VERB" and verb.tag in ("VB", "VBP"):
        yield verb.lower
    yield verb.lemma
    if verb.lemma.endswith("ie"):
        yield verb.lemma[:-2] + "y"
    if verb.lemma.endswith("e"):
        yield verb.lemma[:-1]
        if verb.lemma[-2:-1] == verb.lemma[-3:-2]:
            yield verb.lemma[:-2]
    else:
        yield verb.lemma + "e"


def is_hyphened(token: Token) -> bool:
    """Whether a word is the end of a compound: "life-threatening"."""
    at = token.i - token.sentence.tokens[0].i
    return token.tag == "VBG" and at > 0 and token.sentence.tokens[at - 1].text == "-" and token.sentence.tokens[at - 1].end == token.start


def hyphened(token: Token) -> str:
    """What is hyphened to a word before it: "test" in "test-fired"."""
    tokens, at = token.sentence.tokens, token.i - token.sentence.tokens[0].i
    return tokens[at - 2].lower if at > 1 and tokens[at - 1].text == "-" else ""
