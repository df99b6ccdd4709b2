"""Two reports side by side: in the terminal, or as JSON, one pair a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, Any, BinaryIO

import msgspec

from sayso.claim import Claim
from sayso.compare import Compared, Related, Report
from sayso.exports import wording
from sayso.exports.standing import Sheet
from sayso.exports.wording import count

SAME_TEXT = "Both are the same text, word for word: there is nothing to compare."


# In the terminal


def told(found: Compared, out: IO[str], width: int | None = None) -> None:
    """Print two reports side by side."""
    page = Sheet(out, width)
    for name, report in (("one", found.one), ("other", found.other)):
        page.line((f"{name}: ", "bold"), _headed(report), by=0)
    if found.same_text:
        page.line((SAME_TEXT, "bold"), by=0)
        return
    if found.copied:
        page.line(f"{found.copied:.0%} of the shorter text stands word for word in the other.", by=0)
    page.heading("How their claims stand to each other", len(found.related))
    for related in found.related:
        _related(page, related)
    if not found.related:
        page.line("No two of them agree or speak against each other as far as these rules see.")


def _headed(report: Report) -> str:
    article = report.article
    parts = (article.title, article.publisher, wording.date(article.published), article.path)
    return " · ".join(filter(None, (*parts, count(len(report.claims), "claim"))))


def _related(page: Sheet, related: Related) -> None:
    page.line((f"{related.link.kind}: ", "bold"), _flat(related.link.reason), _quoted(related.link.words))
    later = related.link.later
    for name, claim in (("one", related.one), ("other", related.other)):
        page.line((f"{name}{', the later' if claim.id == later else ''}: ", "magenta"), *_claim(claim), by=4)


def _claim(claim: Claim) -> tuple[str | tuple[str, str], ...]:
    through = f", as told by {wording.chain(claim)}" if claim.via else ""
    return (f"{wording.speaker(claim)}{through}: “{_flat(wording.quoted(claim))}”", (f"  {wording.short_id(claim.id)}", "dim"))


def _quoted(words: Sequence[str]) -> str:
    """The words on which something rests, behind the reason."""
    quoted = [f"“{_flat(w)}”" for w in words if w]
    return f" ({' / '.join(quoted)})" if quoted else ""


def _flat(words: str) -> str:
    return " ".join(words.split())


# As JSON

TOLD = ("id", "path", "title", "publisher", "published", "url", "text")  # of an article; all places count in its text


def write(found: Compared, out: BinaryIO) -> None:
    """Write two reports side by side as lines of JSON: the reports, and the links of their claims."""
    encode = msgspec.json.Encoder().encode
    for line in _lines(found):
        out.write(encode(line) + b"\n")


def _lines(found: Compared) -> Iterator[dict[str, Any]]:
    for side, report in (("one", found.one), ("other", found.other)):
        article = {name: getattr(report.article, name) for name in TOLD}
        yield {"kind": "report", "side": side, **article, "claims": len(report.claims)}
    yield {"kind": "texts", "same": found.same_text, "copied": round(found.copied, 4)}
    for r in found.related:
        later = "one" if r.one.id == r.link.later else "other"
        stands = {"relation": r.link.kind, "reason": r.link.reason, "words": r.link.words, "later": later}
        yield {"kind": "link", **stands, "one": _record(r.one), "other": _record(r.other)}


def _record(claim: Claim) -> dict[str, Any]:
    """As much of a claim as it takes to find it and to quote it; all of it is in `sayso export jsonl`."""
    said = {"source": wording.speaker(claim), "via": [source.name for source in claim.via], "stance": claim.stance}
    graded = {"certainty": claim.certainty, "polarity": claim.polarity, "status": claim.status}
    return {"id": claim.id, **said, **graded, "text": claim.content.text, "spans": claim.content.spans}
