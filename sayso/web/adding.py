"""Add: files dropped, text pasted or an address named, read by a process of its own, told step by step.

What comes from outside never names a file here: an upload is kept under the hash of its bytes, in a folder of its own that is gone
afterwards, and the only addresses that are fetched begin with http, are on the open network, and were typed into the form.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Annotated

from fastapi import File, Form, Request, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from sayso.claim import Refusal
from sayso.errors import BadRequest
from sayso.ledger import Ledger
from sayso.ledger.pages import by_paths
from sayso.web.pages import Pages, data, draw
from sayso.web.worker import Job, Worker

pages = Pages()
MOST_FILES = 200
ADDRESS = re.compile(r"https?://[^\s/]\S*", re.I)
NAME = re.compile(r"[^\w.() -]+")
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Adding:
    """What is being read, and what was."""

    jobs: tuple[Job, ...]
    refused: tuple[Refusal, ...]  # all that the ledger remembers as refused


@dataclass(frozen=True, slots=True)
class Progress:
    """One request to read, as far as it has come."""

    job: Job
    articles: tuple[tuple[str, str], ...]  # ids and titles of what it brought


@pages.page("/add", "add.html", "What is being read")
def adding(ledger: Ledger, request: Request) -> Adding:
    """What was asked to be read since the workbench was opened, the latest first, and all that was refused."""
    return Adding(_worker(request).jobs(), tuple(ledger.refusals()[:200]))


@pages.page("/add/{ident}", "added.html", "How far a reading has come")
def progress(ledger: Ledger, request: Request, ident: str) -> Progress:
    """One request to read: how many articles so far, what was refused and why, and what was not understood."""
    job = _worker(request).job(ident)
    return Progress(job, tuple(by_paths(ledger, job.paths)) if job.state != "waiting" else ())


@pages.post("/add", summary="Read files, a text or an address", responses={303: {"description": "To how far the reading has come"}})
async def add(
    request: Request,
    files: Annotated[list[UploadFile], File(description="Reports, feeds, archives")] = [],  # noqa: B006 (FastAPI's way)
    text: Annotated[str, Form(description="A pasted text")] = "",
    title: Annotated[str, Form(max_length=500)] = "",
    publisher: Annotated[str, Form(max_length=300)] = "",
    published: Annotated[str, Form(max_length=40, description="2024, 2024-10 or 2024-10-18")] = "",
    address: Annotated[str, Form(max_length=2000, description="Of a web page; only now is it fetched")] = "",
) -> Response:
    """Have reports read into the ledger. What is read is told at the address that this answer leads to."""
    address = address.strip()
    if address and not ADDRESS.fullmatch(address):
        raise BadRequest(f"{address[:100]!r} is no web address", "begin it with http:// or https://")
    uploads = [upload for upload in files if upload.filename]
    if len(uploads) > MOST_FILES:
        raise BadRequest(f"{len(uploads)} files are more than {MOST_FILES} at once", "send fewer, or use sayso read")
    if not (uploads or text.strip() or address):
        raise BadRequest("nothing was given to read", "choose files, paste a text or name an address")
    folder = Path(tempfile.mkdtemp(prefix="sayso-"))
    try:
        inputs = [await run_in_threadpool(_keep_upload, folder, upload) for upload in uploads]
        if text.strip():
            inputs.append(_keep_text(folder, text, {"title": title, "publisher": publisher, "published": published}))
        job = _worker(request).ask(folder, (*inputs, *([address] if address else [])))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if "application/json" in request.headers.get("accept", ""):
        return data(job, 202)
    return RedirectResponse(f"/add/{job.id}", 303)


@pages.post("/add/{ident}/stop", summary="Stop a reading", responses={303: {"description": "To how far it had come"}})
async def stop(request: Request, ident: str) -> Response:
    """Stop a reading; what was read by then stays."""
    await run_in_threadpool(_worker(request).stop, ident)
    return RedirectResponse(f"/add/{ident}", 303)


@pages.get("/add/{ident}/live", include_in_schema=False)
async def live(request: Request, ident: str) -> Response:
    """How far a reading has come, as the part of its page that changes."""
    value = await request.app.state.desk.read(lambda ledger: progress(ledger, request, ident))
    return draw(request, "added_live.html", value)


def _worker(request: Request) -> Worker:
    worker: Worker = request.app.state.worker
    return worker


def _keep_upload(folder: Path, upload: UploadFile) -> str:
    """An upload in the folder, under the hash of its bytes and what is harmless in its name; the path by which it is read."""
    temporary = folder / "incoming"
    digest = hashlib.sha256()
    with temporary.open("wb") as out:
        while piece := upload.file.read(1 << 20):
            digest.update(piece)
            out.write(piece)
    path = PurePath("added", digest.hexdigest()[:12], harmless_name(upload.filename or ""))
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    temporary.replace(folder / path)
    return path.as_posix()


def harmless_name(name: str) -> str:
    """The last part of a file's name, of signs that mean nothing to any file system."""
    last = re.split(r"[/\\]", name)[-1]
    kept = NAME.sub("_", last).strip(" .")
    stem, dot, end = kept.rpartition(".")
    return (f"{stem[: LONGEST_NAME - len(end) - 1]}{dot}{end}" if stem and len(end) < 12 else kept[:LONGEST_NAME]) or "report"


def _keep_text(folder: Path, text: str, about: dict[str, str]) -> str:
    """A pasted text in the folder, with what is told about it."""
    told = {name: value.strip() for name, value in about.items() if value.strip()}
    whole = json.dumps({**told, "text": text}, ensure_ascii=True) if told else text
    content = whole.encode("utf-8", "replace")
    path = PurePath("pasted", hashlib.sha256(content).hexdigest()[:12] + (".json" if told else ".txt"))
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(content)
    return path.as_posix()
