"""Save: the dossier as one page or as Markdown, and the claims as a table or as JSON Lines, all under the filters of the address."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable, Sequence
from itertools import islice
from typing import Any

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from sayso import dossier
from sayso.claim import Claim
from sayso.dossier.values import Dossier, LeftOut
from sayso.exports import html, jsonl, markdown, table, wording
from sayso.ledger import Ledger
from sayso.ledger import pages as leaves
from sayso.web.desk import Desk
from sayso.web.filters import Asked, Filters, chosen, kept, whole
from sayso.web.pages import Pages

pages = Pages()
AT_ONCE = 500  # claims read, written and sent before the next are read


def _file(content_type: str, told: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"description": told, "content": {content_type: {"schema": {"type": "string"}}}}}


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


# The dossier


@pages.get(
    "/dossier.html",
    summary="The dossier as one self-contained page",
    response_class=Response,
    responses=_file("text/html", "A page that needs no other file"),
)
async def dossier_page(request: Request, asked: Filters) -> Response:
    """What `sayso dossier --html` writes, of the claims that fit: a file to be read anywhere, without script and without network."""
    return await _dossier(request, asked, html.render, "text/html", "sayso-dossier.html")


@pages.get(
    "/dossier.md", summary="The dossier as Markdown", response_class=Response, responses=_file("text/markdown", "One text with footnotes")
)
async def dossier_text(request: Request, asked: Filters) -> Response:
    """What `sayso dossier --markdown` writes, of the claims that fit: each claim with a footnote that holds its sentence."""
    return await _dossier(request, asked, markdown.render, "text/markdown", "sayso-dossier.md")


async def _dossier(request: Request, asked: Asked, render: Callable[[Dossier, str], str], content_type: str, name: str) -> Response:
    desk: Desk = request.app.state.desk
    content = await desk.read(lambda ledger: render(*_compiled(ledger, asked)).encode())
    return Response(content, media_type=content_type, headers=_saved_as(name))


def _compiled(ledger: Ledger, asked: Asked) -> tuple[Dossier, str]:
    """The dossier of what is asked, and its title, which tells what was picked out."""
    base = whole(ledger, asked)
    left = kept(ledger, asked) if asked.without or asked.as_of else None
    left_out = LeftOut(asked.without, left.as_of, left.missing_claims, left.missing_articles) if left else LeftOut()
    found = dossier.compile(ledger, chosen(ledger, asked, base), left_out=left_out)
    return found, f"{wording.title(found)}, only {_picked(asked)}" if asked.narrows else ""


def _picked(asked: Asked) -> str:
    """What the filters keep, in words: "source Paparo, disputed"."""
    picked = {name: value for name, value in asked.all.items() if name not in ("without", "as_of")}
    return ", ".join(name if value is True else f"{name} {value}" for name, value in picked.items())


# The claims


@pages.get(
    "/claims.csv",
    summary="The claims as a table for spreadsheets",
    response_class=Response,
    responses=_file("text/csv", "One claim a line, the columns named as the fields of the record; UTF-8"),
)
async def claims_table(request: Request, asked: Filters) -> Response:
    """The claims that fit, by date of publication; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    return await _claims(request, asked, table.lines, "text/csv", "sayso-claims.csv", table.head())


@pages.get(
    "/claims.jsonl",
    summary="The claims as JSON Lines",
    response_class=Response,
    responses=_file("application/x-ndjson", "One claim record a line"),
)
async def claims_lines(request: Request, asked: Filters) -> Response:
    """The claims that fit, by date of publication, each as the whole record."""
    return await _claims(request, asked, _as_lines, "application/x-ndjson", "sayso-claims.jsonl")


def _as_lines(claims: Sequence[Claim]) -> bytes:
    out = io.BytesIO()
    jsonl.write(claims, out)
    return out.getvalue()


async def _claims(
    request: Request, asked: Asked, written: Callable[[Sequence[Claim]], bytes], content_type: str, name: str, head: bytes = b""
) -> Response:
    """The claims a few hundred at a time, so that a ledger of any size is sent without being held; others are answered between."""
    desk: Desk = request.app.state.desk
    numbers = iter(await desk.read(lambda ledger: chosen(ledger, asked, whole(ledger, asked)).numbers))

    async def sent() -> AsyncIterator[bytes]:
        yield head
        while some := list(islice(numbers, AT_ONCE)):
            yield await desk.read(lambda ledger, some=some: written(_read(ledger, some)))  # type: ignore[misc]

    return StreamingResponse(sent(), media_type=content_type, headers=_saved_as(name))


def _read(ledger: Ledger, numbers: Sequence[int]) -> list[Claim]:
    found = leaves.by_numbers(ledger, numbers)
    return [found[number] for number in numbers if number in found]
