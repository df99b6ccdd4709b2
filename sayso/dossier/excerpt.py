"""The sentence that a claim stands in, cut out of its article by the text alone."""

from __future__ import annotations

import re

from sayso.claim import Article, Claim

STOP = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")
NO_STOP = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Adm|Lt|Col|Sgt|Capt|Maj|Sen|Rep|Gov|Prof|St|No|Jr|Sr|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.$"
)
BLANK = " \t\n\xa0|"  # a table's row is shown without its outer bars
PRONOUN = re.compile(r"[“\"‘']?(?:they|them|their|it|its|he|him|his|she|her|this|these|those)\b", re.I)
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
LONGEST_SENTENCE = 600  # characters; of a longer one the part around the claim is shown


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentences that a stretch of text lies in, within its line."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    for stop in STOP.finditer(text, max(first, start - 4 * LONGEST_SENTENCE), min(last, end + 4 * LONGEST_SENTENCE)):
        if NO_STOP.search(text, max(first, stop.start() - 8), stop.start()):
            continue
        if stop.end() <= start:
            first = stop.end()
        elif stop.start() >= end - 1:
            last = stop.start() + len(stop.group().rstrip())
            break
    return max(first, start - LONGEST_SENTENCE), min(last, end + LONGEST_SENTENCE)


def extent(claim: Claim) -> tuple[int, int]:
    """From the first to the last word of a claim, its source and cue included."""
    spans = [*claim.content.spans]
    if claim.cue:
        spans.append(claim.cue.span)
    if claim.source.span and abs(claim.source.span[0] - claim.content.start) < LONGEST_SENTENCE:
        spans.append(claim.source.span)
    return min(s for s, _ in spans), max(e for _, e in spans)


def sentence_of(article: Article, claim: Claim) -> tuple[int, int]:
    """Where the sentence that a claim stands in begins and ends."""
    start, end = sentence_around(article.text, *extent(claim))
    while start < end and article.text[start] in BLANK:
        start += 1
    while start < end and article.text[end - 1] in BLANK:
        end -= 1
    return start, end


def leans(claim: Claim) -> bool:
    """Whether a content makes a poor title: it begins with a pronoun, or is put together from several pieces."""
    return len(claim.content.spans) > 2 or bool(PRONOUN.match(claim.content.text))


def specifics(claim: Claim) -> frozenset[str]:
    """The figures and dates that a content gives, in its words."""
    found = {match.group() for match in FIGURE.finditer(claim.content.text)}
    for event in claim.events:
        counted = [item.quantity.text for item in event.items if item.quantity]
        dated = [event.when.text] if event.when else []
        found.update(words.casefold() for words in (*counted, *dated) if words in claim.content.text)
    return frozenset(found)
