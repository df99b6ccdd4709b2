"""The ledger's file: opening it, making it, bringing an older one up to date, and what its errors mean for a person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from sayso.errors import BadLedger, LedgerBusy, SaysoError

APPLICATION_ID = 0x53415953  # "SAYS": tells a ledger from any other SQLite file
WAIT_SECONDS = 30.0  # for another process to finish writing
PAGES_IN_WAL = 8_000  # of 4 kB, before they are moved into the file: fewer and a long run spends its time moving them
KB_KEPT = 64 * 1024  # of the file, in memory, as far as it is that large
KB_KEPT_BY_WRITERS = 768 * 1024  # who writes comes by every index, in no order
STATEMENTS = 512  # kept ready by a connection: each question of lookups.ask is one for every number of keys
HEADER = b"SQLite format 3\x00"


def scripts() -> list[str]:
    """The migrations, in the order in which they are applied: the number of a file is the version it leads to."""
    folder = files("sayso") / "data" / "schema"
    return [entry.read_text("utf-8") for entry in sorted(folder.iterdir(), key=lambda f: f.name) if entry.name.endswith(".sql")]


def statements(script: str) -> Iterator[str]:
    """The single statements of a script, so that they can share a transaction."""
    gathered = ""
    for line in script.splitlines(keepends=True):
        gathered += line
        if sqlite3.complete_statement(gathered):
            yield gathered
            gathered = ""


def meaning(error: sqlite3.Error, path: str) -> SaysoError:
    """What an error of the database means for the person who asked."""
    said = str(error)
    if "locked" in said or "busy" in said:
        return LedgerBusy(
            f"another process has been writing to {path} for more than {WAIT_SECONDS:.0f} seconds", "try again when it is done"
        )
    if "full" in said:
        return BadLedger(f"no space left to write {path}", "make room on the disk and read again: nothing already recorded is lost")
    if "readonly" in said or "read-only" in said:
        return BadLedger(
            f"{path} cannot be written to", "give yourself the right to write to the file and its folder, or name another with --ledger"
        )
    if "unable to open" in said:
        return BadLedger(
            f"{path} cannot be opened", "check that its folder exists and that you may write there, or name another with --ledger"
        )
    if "malformed" in said or "not a database" in said or "disk I/O" in said:
        return BadLedger(f"{path} is damaged ({said})", "restore it from a copy, or read the reports again into a new one")
    return BadLedger(f"{path}: {said}", "run sayso check, or read the reports again into a new ledger")


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Turn what the database complains of into a message for a person."""
    try:
        yield
    except sqlite3.Error as error:
        raise meaning(error, path) from error


def _refuse_foreign(path: Path) -> bool:
    """Whether the file is a ledger already; anything else that holds something is refused untouched."""
    if path.is_dir():
        raise BadLedger(f"{path} is a folder, not a ledger", "name a file with --ledger")
    try:
        if _identity(path) in _LEDGERS:
            return True
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise BadLedger(
            f"{path} cannot be opened ({error.strerror})", "check the path and your rights, or name another with --ledger"
        ) from error
    if not head:
        return False
    if not head.startswith(HEADER):
        raise BadLedger(f"{path} is not a ledger: it is not an SQLite file", "name another file with --ledger; this one was left as it is")
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise BadLedger(f"{path} is an SQLite file, but not a ledger", "name another file with --ledger; this one was left as it is")
    return True


# Files that this process has open or had open as ledgers. Closing a plain file drops every lock that the process holds on it (POSIX), those of
# open ledgers too, and another process would then clear the log away under our readers and writers: so a known file is not looked into again.
_LEDGERS: set[tuple[int, int]] = set()


def _identity(path: Path) -> tuple[int, int]:
    file = path.stat()
    return file.st_dev, file.st_ino


def connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    """Open a ledger, making it or bringing it up to date first if need be."""
    exists = _refuse_foreign(path)
    if readonly and not exists:
        raise BadLedger(f"there is no ledger at {path}", "make one with: sayso read FOLDER")
    with explained(str(path)):
        if not readonly:
            return _opened(path, "mode=rwc", readonly=False)
        try:
            return _opened(path, "mode=ro", readonly=True)
        except sqlite3.OperationalError:
            if path.with_name(path.name + "-wal").exists():
                raise
            return _opened(path, "immutable=1", readonly=True)  # in a folder that cannot be written to, where nobody else can write either


def _opened(path: Path, mode: str, *, readonly: bool) -> sqlite3.Connection:
    db = sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=WAIT_SECONDS, isolation_level=None, cached_statements=STATEMENTS
    )
    try:
        _prepare(db, str(path), readonly)
        _LEDGERS.add(_identity(path))
    except BaseException:
        db.close()
        raise
    return db


def _version(db: sqlite3.Connection) -> int:
    found: int = db.execute("PRAGMA user_version").fetchone()[0]
    return found


def _prepare(db: sqlite3.Connection, path: str, readonly: bool) -> None:
    migrations = scripts()
    version = _version(db)
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID and db.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise BadLedger(f"{path} is an SQLite file, but not a ledger", "name another file with --ledger; this one was left as it is")
    if version > len(migrations):
        raise BadLedger(
            f"{path} was written by a newer version of sayso (schema {version}, this one knows {len(migrations)})",
            "update sayso, or read the reports again into a new ledger",
        )
    if version < len(migrations):
        if readonly:
            raise BadLedger(f"{path} was written by an older version of sayso", "open it once for writing, for instance with: sayso read")
        _migrate(db, migrations)
    if not readonly:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute(f"PRAGMA wal_autocheckpoint = {PAGES_IN_WAL}")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute(f"PRAGMA cache_size = -{KB_KEPT if readonly else KB_KEPT_BY_WRITERS}")
    db.execute("PRAGMA temp_store = MEMORY")


def _migrate(db: sqlite3.Connection, migrations: list[str]) -> None:
    """Apply what is missing, each script in a transaction of its own."""
    for number, script in enumerate(migrations, 1):
        db.execute("BEGIN IMMEDIATE")
        try:
            if _version(db) < number:  # another process may have been faster
                for statement in statements(script):
                    db.execute(statement)
                db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                db.execute(f"PRAGMA user_version = {number}")
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise
