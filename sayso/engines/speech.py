"""Direct speech: from the quotation marks outwards to the verb of saying and whoever speaks.

Parsers lose their way in long quotations, so a quotation is taken as a whole and its cue is looked for right behind it ("…," she
said), then right before it (He said: "…"), then at the end of the block before ("He went on:"). Press releases and transcripts have no verb at
all: "And from Chairwoman Example:" before it, "— Commissioner Example" behind it, "EXAMPLE: …" as a label. A quotation without any of these
belongs to the one who is still speaking: the last quoted speaker of the same block, or of the block before where it opens this one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from sayso.claim import Attribution, Extent, Span
from sayso.cues import senses
from sayso.phrases import noun_phrase, strip
from sayso.quotes import Quote
from sayso.sentences import Block, Parse, Token

MIN_WORDS = 4  # a shorter quotation is a phrase held at arm's length, unless a verb of saying stands right beside it
REACH = 14  # words from the quotation within which its verb must stand
GO_ON = {",", "?", "!", "—", "–", "-", "…"}  # before the closing mark, these say that the sentence goes on behind it


SPOKEN_IN = ("paragraph", "item", "cell", "caption", "heading")
DASHES = {"—", "–", "―", "--"}
LABEL = re.compile(r"(?P<name>(?:[A-Z][A-Z.’'-]+ ){0,4}[A-Z][A-Z.’'-]+(?: \([^)\n]{2,40}\))?):[ \t]+(?=[A-Z“\"])")


@dataclass(slots=True)
class Saying:
    """A verb of saying beside a quotation."""

    cue: list[Token]
    source: list[Token]


def attribute(parse: Parse, quoted: list[Quote]) -> list[Attribution]:
    """One attribution for each verb of saying, with every quotation that is spoken under it."""
    found: list[tuple[Saying, list[Extent]]] = []
    by_cue: dict[int, int] = {}
    last: int | None = None
    before: Block | None = None
    waiting: list[Extent] = []  # paragraphs of a quotation that is still open, and nobody's so far
    going_on = False

    def under(saying: Saying) -> int:
        if saying.cue[0].i not in by_cue:
            by_cue[saying.cue[0].i] = len(found)
            found.append((saying, []))
        return by_cue[saying.cue[0].i]

    for block in parse.blocks:
        if block.kind not in SPOKEN_IN:
            continue
        here: int | None = None
        inside = [q for q in quoted if block.start <= q.start < block.end]
        going_on = going_on and bool(inside) and _opens(parse, block, inside[0])
        waiting = waiting if going_on else []
        for quote in inside:
            continues = going_on and quote is inside[0]
            saying = _beside(parse, block, before, quote, quoted)
            if saying is not None:
                here = under(saying)
            elif continues and waiting:
                here = None
            else:
                here = here if here is not None else _still_speaking(parse, block, quote, last)
            if here is None and not waiting and (teller := _told_before(parse, block, before, quote)) is not None:
                here = under(teller) if _is_speech(parse, block, quote) else None
            if here is None or not (saying or continues or _is_speech(parse, block, quote)):
                waiting = [*waiting, (quote.start, quote.end)] if here is None and not quote.closed else waiting
                continue
            found[here][1].extend([*waiting, (quote.start, quote.end)])
            waiting = []
        going_on = bool(inside) and not inside[-1].closed
        last, before = here, block
    return [_as_attribution(parse, saying, extents) for saying, extents in found if extents]


def _told_before(parse: Parse, block: Block, before: Block | None, quote: Quote) -> Saying | None:
    """Who is told to have spoken in the sentence before, where the quotation goes on from it: Ms Example said the dam was safe."""
    ahead = parse.article.text[block.start : quote.start].rstrip()
    if ahead and ahead[-1] not in ".!?":
        return None
    at = bisect_right(parse.sentences, quote.start, key=lambda s: s.start) - 1
    earlier = [s for s in parse.sentences[max(at - 1, 0) : at + 1] if s.end <= quote.start and s.block is (block if ahead else before)]
    ending = earlier[-1] if earlier and earlier[-1].block.kind != "heading" else None
    verb = ending.root if ending is not None else None
    if verb is None or not _says(verb) or verb.child("ccomp") is None:
        return None
    subject = verb.child("nsubj")
    return (
        Saying(_with_auxiliaries(verb), noun_phrase(subject)) if subject is not None and subject.pos in ("PROPN", "PRON", "NOUN") else None
    )


def _is_speech(parse: Parse, block: Block, quote: Quote) -> bool:
    """Whether a quotation without a cue is speech: a sentence of its own, or the second half of a broken one ("…," she said, "…")."""
    ahead = parse.article.text[block.start : quote.start].rstrip()
    if not ahead or ahead[-1] in '.!?:”"':
        words = len(parse.article.text[quote.start : quote.end].split())
        return words >= MIN_WORDS and _begins_sentence(parse, quote)
    return ahead[-1] in ",—–"


def _still_speaking(parse: Parse, block: Block, quote: Quote, last: int | None) -> int | None:
    """The speaker of the block before, where this block opens with the quotation and has nothing before it."""
    return last if not parse.article.text[block.start : quote.start].strip() else None


def _as_attribution(parse: Parse, saying: Saying, extents: list[Extent]) -> Attribution:
    source: Span | None = parse.cut(saying.source) if saying.source else None
    return Attribution(parse.article.cut_pieces(extents), parse.cut(saying.cue), source, manner="direct")


def _beside(parse: Parse, block: Block, before: Block | None, quote: Quote, quoted: list[Quote]) -> Saying | None:
    tokens = parse.tokens
    first = bisect_left(tokens, quote.start, key=lambda t: t.start)
    after = bisect_left(tokens, quote.end, key=lambda t: t.start)
    inner_end = parse.article.text[quote.start : quote.end].rstrip("”\"'’ ")[-1:]
    goes_on = inner_end in GO_ON
    behind = _after(tokens, after, block, quoted) if goes_on or _lower_follows(tokens, after, block) else None
    behind = behind or _signed(tokens, after, block, parse)
    if behind is not None or not _begins_sentence(parse, quote):
        return behind
    return _before(tokens, first, block) or (_announced(tokens, before, parse) if _opens(parse, block, quote) else None)


def _begins_sentence(parse: Parse, quote: Quote) -> bool:
    """Whether the quotation opens with a capital: in "said it was “a mistake”" the clause is the content, not the quotation."""
    words = parse.article.text[quote.start : quote.end].lstrip("“„«\"‘'[(… ")
    return words[:1].isupper() or words[:1].isdigit()


def _lower_follows(tokens: list[Token], at: int, block: Block) -> bool:
    return at < len(tokens) and tokens[at].start < block.end and tokens[at].text in (",", "—", "–")


def _after(tokens: list[Token], at: int, block: Block, quoted: list[Quote]) -> Saying | None:
    """ "…," she said / said Ms Example, a lawyer."""
    for number in range(at, min(at + REACH, len(tokens))):
        token = tokens[number]
        if token.start >= block.end or token.text in (".", ";") or any(q.start == token.start for q in quoted):
            return None
        if _says(token):
            return Saying(_with_auxiliaries(token), _speaker(token, tokens, at, block))
    return None


def _before(tokens: list[Token], at: int, block: Block) -> Saying | None:
    """He said, "…" / He told reporters in the capital: "…" """
    if at == 0 or tokens[at - 1].start < block.start or tokens[at - 1].text not in (",", ":", "that", "saying"):
        previous = tokens[at - 1] if at and tokens[at - 1].start >= block.start else None
        return Saying(_with_auxiliaries(previous), _speaker(previous, tokens, at, block)) if previous and _says(previous) else None
    for number in range(at - 1, max(at - 1 - REACH, -1), -1):
        token = tokens[number]
        if token.start < block.start or token.text in (".", "”", '"', ";"):
            return None
        if _says(token):
            return Saying(_with_auxiliaries(token), _speaker(token, tokens, number, block))
    return None


def _opens(parse: Parse, block: Block, quote: Quote) -> bool:
    return not parse.article.text[block.start : quote.start].strip()


def _announced(tokens: list[Token], before: Block | None, parse: Parse) -> Saying | None:
    """The block before ends in a colon: "He went on:"."""
    if before is None or not parse.article.text[before.start : before.end].rstrip().endswith(":"):
        return None
    at = bisect_left(tokens, before.end, key=lambda t: t.start)
    return _before(tokens, at, before) or _introduced(tokens, at, before)


def _introduced(tokens: list[Token], at: int, before: Block) -> Saying | None:
    """ "And from Chairwoman Example:", "Chairwoman Example:": a name and a colon, with no verb between."""
    words = [t for t in tokens[max(at - REACH - 1, 0) : at] if t.start >= before.start]
    if not 2 <= len(words) <= REACH or any(t.pos in ("VERB", "AUX") for t in words):
        return None
    named = next((t for t in reversed(words) if t.tag in ("NNP", "NNPS")), None)
    return Saying([words[-1]], noun_phrase(named)) if named is not None else None


def _signed(tokens: list[Token], at: int, block: Block, parse: Parse) -> Saying | None:
    """ "…" — Commissioner Example: a dash and a name, on the same line or on the next."""
    if at + 1 >= len(tokens) or tokens[at].text not in DASHES or parse.article.text[block.end : tokens[at].start].count("\n") > 2:
        return None
    line = tokens[at].sentence.block
    name = [t for t in tokens[at + 1 : at + REACH] if t.sentence.block is line]
    if not name or name[0].tag not in ("NNP", "NNPS") or any(t.pos in ("VERB", "AUX") for t in name):
        return None
    return Saying([tokens[at]], strip(name))


def labelled(parse: Parse) -> list[Attribution]:
    """The lines of a transcript: "EXAMPLE: We have sent nothing." """
    found: list[Attribution] = []
    for block in parse.blocks:
        label = LABEL.match(parse.article.text, block.start, block.end) if block.kind == "paragraph" else None
        if label and parse.article.text[label.end() : block.end].strip():
            content = parse.article.cut_pieces([(label.end(), block.end)])
            colon = parse.article.cut(label.end("name"), label.end("name") + 1)
            found.append(Attribution(content, colon, parse.article.cut(*label.span("name")), manner="label"))
    return found


def _says(token: Token) -> bool:
    return token.pos in ("VERB", "AUX") and token.dep not in ("aux", "auxpass", "amod") and any("quote" in s.takes for s in senses(token))


def _with_auxiliaries(verb: Token) -> list[Token]:
    near = [c for c in verb.children if c.dep in ("aux", "auxpass", "neg", "prt") and abs(c.i - verb.i) <= 2]
    return sorted([verb, *near], key=lambda t: t.i)


def _speaker(verb: Token, tokens: list[Token], start: int, block: Block) -> list[Token]:
    """The verb's subject; where the parse gives none on this side, the noun phrase that stands next to it."""
    subject = verb.child("nsubj")
    if subject is not None and subject.tag not in ("WP", "WDT") and block.start <= subject.start:
        return noun_phrase(subject)
    if subject is not None and verb.dep == "relcl":
        return noun_phrase(verb.head)
    near = [t for t in tokens[max(verb.i - 4, 0) : verb.i] if t.start >= block.start] if verb.i > start else []
    behind = [t for t in tokens[verb.i + 1 : verb.i + 8] if t.end <= block.end]
    for token in [*reversed(near), *behind]:
        if token.pos in ("PROPN", "PRON", "NOUN") and token.dep not in ("compound", "poss", "npadvmod") and token.tag not in ("WP", "WDT"):
            return strip(noun_phrase(token))
        if token.text in ("“", '"'):
            break
    return _shared_subject(verb)


def _shared_subject(verb: Token) -> list[Token]:
    """The subject of the verb that this one is joined to or hangs on."""
    for above in verb.ancestors():
        if above.pos in ("VERB", "AUX") and (subject := above.child("nsubj")):
            return noun_phrase(subject)
    return []
