"""The default engine: the trained network, and the rules for what no network learns from its data.

PolNeAR gives every word to one attribution, so a network trained on it finds none within another's content; nor does it mark who
passed a word on. The rules find both, and the speakers of transcripts and press releases, which have no verb of saying.
"""

from __future__ import annotations

from dataclasses import replace

from sayso.claim import Attribution, Content
from sayso.engines.model import Model
from sayso.engines.rules import FIRST_PERSON, Rules
from sayso.sentences import Parse

UNTRAINED = ("label", "direct")  # what the rules add where the network sees nothing at all


class Joint:
    """The network first, then the rules around it."""

    def __init__(self) -> None:
        self.network = Model()
        self.rules = Rules()
        self.name = f"{self.network.name}+{self.rules.name}"

    def attribute(self, parse: Parse) -> list[Attribution]:
        """Who says what in this article, in text order; contents may lie inside one another."""
        ruled = self.rules.attribute(parse)
        trained = [_with_chain(a, ruled) for a in self.network.attribute(parse)]
        added = [r for r in ruled if _is_nested(r, trained) or (r.manner in UNTRAINED and _is_unseen(r, trained))]
        return sorted([*trained, *added], key=lambda a: (a.content.start, -a.content.end, a.cue.start if a.cue else 0))


def _with_chain(attribution: Attribution, ruled: list[Attribution]) -> Attribution:
    """The attribution with the links that the rules found at its cue."""
    for rule in ruled:
        if rule.via and rule.cue and attribution.cue and rule.cue.overlaps(attribution.cue):
            return replace(attribution, source=rule.source, via=rule.via)
    return attribution


def _is_nested(rule: Attribution, trained: list[Attribution]) -> bool:
    """Whether it lies with its cue in another's content, and is not that speaker's own "I think"."""
    if rule.cue is None or (rule.source is not None and rule.source.text.lower() in FIRST_PERSON):
        return False
    return any(rule.cue.within(a.content) and _holds(a.content, rule.content) for a in trained)


def _is_unseen(rule: Attribution, trained: list[Attribution]) -> bool:
    spans = [*rule.content.spans, *([rule.cue.span] if rule.cue else [])]
    seen = [span for a in trained for span in (*a.content.spans, *([a.cue.span] if a.cue else []))]
    return not any(start < e and s < end for start, end in spans for s, e in seen)


def _holds(outer: Content, inner: Content) -> bool:
    return outer.spans != inner.spans and all(any(s <= start and end <= e for s, e in outer.spans) for start, end in inner.spans)
