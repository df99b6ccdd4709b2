"""From words of a parse to stretches of text: noun phrases, runs of neighbouring words, and what is trimmed off their ends."""

from __future__ import annotations

from sayso.sentences import Token


def noun_phrase(head: Token) -> list[Token]:
    """A noun with what names it: its subtree without relative clauses, and without what follows them."""
    cut = {"relcl", "advcl", "ccomp", "parataxis"}
    found: list[Token] = []
    stack = [head]
    while stack:
        token = stack.pop()
        found.append(token)
        stack.extend(c for c in token.children if c.dep not in cut and not (c.dep in ("acl", "prep") and c.i > token.i and _far(c)))
    found.sort(key=lambda t: t.i)
    return strip(contiguous(found, head))


def _far(token: Token) -> bool:
    """Whether a comma stands before it, so that it no longer names what it hangs on."""
    words = token.sentence.tokens
    at = token.i - words[0].i
    return at > 0 and words[at - 1].text == ","


def contiguous(tokens: list[Token], head: Token) -> list[Token]:
    """The run of neighbouring tokens that holds the head."""
    at = tokens.index(head)
    first = last = at
    while first > 0 and tokens[first].i - tokens[first - 1].i == 1:
        first -= 1
    while last < len(tokens) - 1 and tokens[last + 1].i - tokens[last].i == 1:
        last += 1
    return tokens[first : last + 1]


def strip(tokens: list[Token]) -> list[Token]:
    while tokens and (tokens[0].pos == "PUNCT" or tokens[0].dep == "cc"):
        tokens = tokens[1:]
    while tokens and (tokens[-1].pos == "PUNCT" or tokens[-1].dep == "cc") and tokens[-1].text not in (")", "]"):
        tokens = tokens[:-1]
    return tokens


def runs(tokens: list[Token]) -> list[list[Token]]:
    """Neighbouring tokens together; a gap of punctuation alone does not part them."""
    runs: list[list[Token]] = []
    for token in sorted(set(tokens), key=lambda t: t.i):
        if runs:
            first = token.sentence.tokens[0].i
            gap = token.sentence.tokens[runs[-1][-1].i - first + 1 : token.i - first]
            if all(t.pos == "PUNCT" for t in gap):
                runs[-1].append(token)
                continue
        runs.append([token])
    return [run for run in runs if any(t.pos not in ("PUNCT", "CCONJ", "ADV") for t in run)]


def trim(tokens: list[Token]) -> list[Token]:
    """Without the "that" before it and the punctuation around it (quotation marks stay where both are there)."""
    marks = [t for t in tokens if t.text in '“”"']
    paired = len(marks) % 2 == 0
    while tokens and (
        (tokens[0].pos == "PUNCT" and not (paired and tokens[0].text in '“"'))
        or (tokens[0].lower == "that" and tokens[0].dep == "mark")
        or (tokens[0].dep == "cc")
    ):
        tokens = tokens[1:]
    while tokens and (tokens[-1].dep == "cc" or (tokens[-1].pos == "PUNCT" and not (paired and tokens[-1].text in '”"'))):
        tokens = tokens[:-1]
    return tokens
