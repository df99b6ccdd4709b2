"""The process that reads what is added, so that pages go on answering meanwhile, and a report that trips the parser takes nothing else down.

It is started with the first request and keeps the parser and the network loaded; one request is read after the other.
"""

from __future__ import annotations

import multiprocessing
import os
import secrets
import shutil
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, Literal

from sayso.claim import Refusal
from sayso.errors import BadRequest, NotFound

MOST_WAITING = 20
REMEMBERED = 100  # jobs
State = Literal["waiting", "reading", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class Job:
    """One request to read, as far as it has come."""

    id: str
    paths: tuple[str, ...]  # files under the names they were sent by, and addresses
    state: State = "waiting"
    read: int = 0  # articles and refusals so far
    last: str = ""  # what was read last
    new: int = 0
    known: int = 0
    versions: int = 0
    claims: int = 0
    refusals: tuple[Refusal, ...] = ()
    not_understood: tuple[tuple[str, int], ...] = ()  # kinds of gaps and how many
    error: str = ""

    @property
    def is_over(self) -> bool:
        return self.state in ("done", "stopped", "failed")


class Worker:
    """Takes requests to read, and knows how far each has come."""

    def __init__(self, ledger: Path, engine: str = "model") -> None:
        self.ledger = ledger.absolute()
        self.engine = engine
        self._jobs: dict[str, Job] = {}
        self._waiting: deque[tuple[str, Path]] = deque()
        self._lock = threading.Condition()
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def jobs(self) -> tuple[Job, ...]:
        """All requests since the workbench was opened, the latest first."""
        with self._lock:
            return tuple(reversed(self._jobs.values()))

    def job(self, ident: str) -> Job:
        with self._lock:
            if ident not in self._jobs:
                raise NotFound("no reading of that name is under way", "it may be from before the workbench was opened; see Add")
            return self._jobs[ident]

    def ask(self, folder: Path, inputs: Sequence[str]) -> Job:
        """Have these read, after what was asked before; the folder is removed when they are."""
        with self._lock:
            if len(self._waiting) >= MOST_WAITING or self._closed:
                raise BadRequest(f"{MOST_WAITING} requests are waiting already", "wait until some of them have been read")
            job = Job(secrets.token_urlsafe(9), tuple(inputs))
            self._jobs[job.id] = job
            for old in [known.id for known in self._jobs.values() if known.is_over][: max(0, len(self._jobs) - REMEMBERED)]:
                del self._jobs[old]
            self._waiting.append((job.id, folder))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="adding", daemon=True)
                self._thread.start()
            self._lock.notify_all()
        return job

    def stop(self, ident: str) -> None:
        """Stop a reading; what was read by then stays."""
        with self._lock:
            job = self.job(ident)
            if job.state == "waiting":
                self._tell(ident, state="stopped")
            elif job.state == "reading" and self._process is not None:
                self._tell(ident, state="stopped")
                self._process.terminate()

    def close(self) -> None:
        """Stop whatever is being read, and let the process go until something is asked for again."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.terminate()
            self._lock.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=10)
        with self._lock:
            self._thread, self._closed = None, False

    def _tell(self, ident: str, **changes: Any) -> None:
        with self._lock:
            self._jobs[ident] = replace(self._jobs[ident], **changes)

    def _work(self) -> None:
        """Have one request read after the other."""
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._closed or bool(self._waiting))
                if self._closed:
                    break
                ident, folder = self._waiting.popleft()
            try:
                if self._jobs[ident].state == "waiting":
                    self._have_read(ident, folder)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        while self._waiting:
            ident, folder = self._waiting.popleft()
            self._tell(ident, state="stopped")
            shutil.rmtree(folder, ignore_errors=True)

    def _have_read(self, ident: str, folder: Path) -> None:
        self._tell(ident, state="reading")
        try:
            pipe = self._started()
            pipe.send((str(folder), self._jobs[ident].paths))
            while True:
                kind, value = pipe.recv()
                if kind == "so far":
                    self._tell(ident, read=value[0], last=value[1])
                else:
                    self._tell(ident, state="done" if kind == "done" else "failed", **value)
                    return
        except (EOFError, OSError):  # the process is gone
            with self._lock:
                self._process = self._pipe = None
            if self._jobs[ident].state == "reading":
                told = "the reading broke off; what was read by then is in the ledger"
                self._tell(ident, state="failed", error=told)

    def _started(self) -> Connection:
        """The way to the process, started if it is not running."""
        with self._lock:
            if self._process is None or not self._process.is_alive() or self._pipe is None:
                context = multiprocessing.get_context("spawn")
                self._pipe, theirs = context.Pipe()
                self._process = context.Process(target=read_on_request, args=(str(self.ledger), self.engine, theirs), daemon=True)
                self._process.start()
                theirs.close()
            return self._pipe


def read_on_request(ledger_path: str, engine: str, pipe: Connection) -> None:
    """What the process does: read what it is sent until nobody is there any more."""
    import signal

    from sayso.pipeline import Extractor

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the workbench, which then ends us
    os.nice(5)  # pages go first
    extractor: Extractor | None = None
    while True:
        try:
            folder, inputs = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            extractor = _read(Path(ledger_path), engine, Path(folder), inputs, pipe, extractor)
        except (BrokenPipeError, KeyboardInterrupt):
            return
        except Exception as error:
            pipe.send(("failed", {"error": str(error) or type(error).__name__}))


def _read(ledger_path: Path, engine: str, folder: Path, inputs: Sequence[str], pipe: Connection, extractor: Any) -> Any:
    from sayso import readers
    from sayso.ledger import Ledger
    from sayso.pipeline import Run

    os.chdir(folder)  # so that a file is called as it was sent, wherever the folder lies
    with Ledger(ledger_path) as ledger:
        run = Run(ledger, engine, lambda number, name: pipe.send(("so far", (number, name))))
        run.extractor = extractor
        for batch in run.batches(readers.read(inputs, exclude=ledger.files())):
            run.record(batch)
        summary = run.summary()
    pipe.send(
        ("done", {
            "new": summary.new, "known": summary.known, "versions": summary.versions, "claims": summary.claims,
            "refusals": summary.refusals, "not_understood": tuple(summary.gaps.items()),
        })
    )  # fmt: skip
    return run.extractor
