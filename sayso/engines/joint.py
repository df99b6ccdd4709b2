"""The default engine: the trained network, and the rules for what no network learns from its data.

PolNeAR gives every word to one attribution, so a network trained on it finds none within another's content; nor does it mark who
passed a word on. The rules find both, and the speakers of transcripts and press releases, which have no verb of saying.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

from sayso import quotes
from sayso.claim import Article, Attribution, Content, Extent
from sayso.engines.model import Model
from sayso.engines.rules import FIRST_PERSON, Rules
from sayso.quotes import Quote
from sayso.sentences import PARSED, Block, Parse, blocks

OPENING = '“„«"'
QUOTATION = OPENING + "”»"
UNTRAINED = ("label", "direct")  # what the rules add where the network sees nothing at all


class Joint:
    """The network first, then the rules around it."""

    def __init__(self) -> None:
        self.network = Model()
        self.rules = Rules()
        self.name = f"{self.network.name}+{self.rules.name}"
        self._beside = ThreadPoolExecutor(1, "network")  # the network leaves Python alone, so that a second core can run it
        self._begun: dict[str, Future[list[Attribution]]] = {}

    def foresee(self, articles: Iterable[Article]) -> None:
        """Let the network read these articles while the parser does: it needs no parse."""
        for article in articles:
            self._begun[article.id] = self._beside.submit(_read, self.network, article)

    def attribute(self, parse: Parse) -> list[Attribution]:
        """Who says what in this article, in text order; contents may lie inside one another."""
        ruled = self.rules.attribute(parse)
        begun = self._begun.pop(parse.article.id, None)
        read = begun.result() if begun else self.network.attribute(parse)
        trained = [_completed(a, ruled) for a in _by_their_speakers([_in_its_block(a, parse) for a in read], ruled, parse)]
        added = [r for r in ruled if _is_nested(r, trained) or (r.manner in UNTRAINED and _is_unseen(r, trained))]
        return sorted([*trained, *added], key=lambda a: (a.content.start, -a.content.end, a.cue.start if a.cue else 0))


def _read(network: Model, article: Article) -> list[Attribution]:
    return network.read(article, blocks(article.text))


def _by_their_speakers(trained: list[Attribution], ruled: list[Attribution], parse: Parse) -> list[Attribution]:
    """The attributions with every quotation under the one who speaks it, where its place or its marks tell surely.

    It goes on where a paragraph leaves it open and the next opens with a mark; and behind a sentence that tells what somebody said it is
    not the next paragraph's speaker's.
    """
    quoted = quotes.find(parse.article.text, parse.blocks)
    lasting = _over_paragraphs(quoted, parse)
    made = list(trained)
    for rule in (r for r in ruled if r.manner == "direct" and r.cue):
        for piece in [(q.start, q.end) for q in quoted if any(s <= q.start and q.end <= e for s, e in rule.content.spans)]:
            block = next(b for b in parse.blocks if b.start <= piece[0] < b.end)
            if any(_misplaced(a, rule, piece, block, piece in lasting) for a in made):
                made = _moved(made, rule, piece, parse)
    return made


def _over_paragraphs(quoted: list[Quote], parse: Parse) -> list[Extent]:
    """The pieces of the quotations that run over several paragraphs, in text order."""
    found: dict[Extent, None] = {}
    for one, other in pairwise(quoted):
        if not one.closed and not parse.article.text[one.end : other.start].strip():
            found |= {(one.start, one.end): None, (other.start, other.end): None}
    return list(found)


def _misplaced(attribution: Attribution, rule: Attribution, piece: Extent, block: Block, lasts: bool) -> bool:
    """Whether a paragraph's quotation stands under another cue than the rules', one that it cannot belong to."""
    cue = attribution.cue
    if cue is None or rule.cue is None or cue.overlaps(rule.cue) or block.start <= cue.start < block.end:
        return False
    held = sum(max(0, min(e, piece[1]) - max(s, piece[0])) for s, e in attribution.content.spans)
    return 2 * held > piece[1] - piece[0] and (lasts or (_is_told_first(rule, piece, block) and cue.start >= block.end))


def _is_told_first(rule: Attribution, piece: Extent, block: Block) -> bool:
    """Whether the rules' speaker is told in the same paragraph to have said something, and the quotation goes on from it."""
    return rule.cue is not None and block.start <= rule.cue.start < piece[0] and rule.content.text[0] not in QUOTATION


def _moved(trained: list[Attribution], rule: Attribution, piece: Extent, parse: Parse) -> list[Attribution]:
    """The attributions with a quotation taken from all and given to the one at the rule's cue, or to the rule's own."""
    made: list[Attribution] = []
    given = False
    for attribution in trained:
        spans = [part for span in attribution.content.spans for part in _outside(span, piece)]
        if not given and attribution.cue and rule.cue and attribution.cue.overlaps(rule.cue):
            given = True
            spans = sorted([*spans, piece])
        if spans:
            changed = tuple(spans) != attribution.content.spans
            made.append(replace(attribution, content=parse.article.cut_pieces(spans)) if changed else attribution)
    return made if given else [*made, replace(rule, content=parse.article.cut_pieces([piece]))]


def _outside(span: Extent, piece: Extent) -> list[Extent]:
    parts = [(span[0], min(span[1], piece[0])), (max(span[0], piece[1]), span[1])]
    return [(s, e) for s, e in parts if s < e]


def _completed(attribution: Attribution, ruled: list[Attribution]) -> Attribution:
    """The attribution with the chain that the rules found at its cue, and their source where the network saw none."""
    for rule in ruled:
        if rule.cue and attribution.cue and rule.cue.overlaps(attribution.cue):
            if rule.via:
                return replace(attribution, source=rule.source, via=rule.via)
            if attribution.source is None and rule.source is not None and _overlap(rule.content, attribution.content):
                return replace(attribution, source=rule.source)
    return attribution


def _in_its_block(attribution: Attribution, parse: Parse) -> Attribution:
    """Its content without datelines and the like and, unless it is speech, without what stands in another block than its cue."""
    article, spans = parse.article, attribution.content.spans
    pieces = [piece for span in spans for piece in _by_block(span, parse.blocks)]
    if attribution.manner == "direct" or attribution.cue is None:
        ends_beside = any(article.text[end - 1] == "\n" for _, end in spans)  # the full stop that a heading is given
        kept = pieces if ends_beside or any(_leaves_language(span, parse.blocks) for span in spans) else list(spans)
    else:
        at = attribution.cue.start
        block = next((b for b in parse.blocks if b.start <= at < b.end), None)
        kept = [p for p in pieces if block and (block.start <= p[0] < block.end or article.text[p[0]] in OPENING)] or pieces
    return replace(attribution, content=article.cut_pieces(kept)) if kept and tuple(kept) != spans else attribution


def _by_block(span: Extent, among: list[Block]) -> list[Extent]:
    """The parts of a stretch that lie in blocks of running text, one a block."""
    return [(max(span[0], b.start), min(span[1], b.end)) for b in among if b.kind in PARSED and b.start < span[1] and span[0] < b.end]


def _leaves_language(span: Extent, among: list[Block]) -> bool:
    return any(b.kind not in PARSED and b.start < span[1] and span[0] < b.end for b in among)


def _overlap(one: Content, other: Content) -> bool:
    return any(s < end and start < e for start, end in one.spans for s, e in other.spans)


def _is_nested(rule: Attribution, trained: list[Attribution]) -> bool:
    """Whether it lies with its cue in another's content, and is not that speaker's own "I think"."""
    if rule.cue is None or (rule.source is not None and rule.source.text.lower() in FIRST_PERSON):
        return False
    return any(rule.cue.within(a.content) and _holds(a.content, rule.content) for a in trained)


def _is_unseen(rule: Attribution, trained: list[Attribution]) -> bool:
    """Whether the network has nothing at all where the rules have this."""
    seen = [span for a in trained for span in (*a.content.spans, *([a.cue.span] if a.cue else []))]
    spans = [*rule.content.spans, *([rule.cue.span] if rule.cue else [])]
    return not any(start < e and s < end for start, end in spans for s, e in seen)


def _holds(outer: Content, inner: Content) -> bool:
    return outer.spans != inner.spans and all(any(s <= start and end <= e for s, e in outer.spans) for start, end in inner.spans)
