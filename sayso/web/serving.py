"""Opening the workbench: which address it answers at, and who may use it."""

from __future__ import annotations

import gc
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import uvicorn

from sayso.errors import BadRequest
from sayso.web.app import create
from sayso.web.guard import Access, is_loopback

TURN = 0.0005  # seconds of computing before another thread's turn: a page asks the ledger fifty things, and waits that long after each
AT_ONCE = 200  # connections; more are told to come back, so that nobody can fill the memory with them
SHORTEST_PASSWORD = 8
GARBAGE = 50_000, 20, 100  # what a large ledger keeps in memory never becomes garbage: it need not be gone through every other second


def access_for(host: str, port: int, password: str = "", names: tuple[str, ...] = ()) -> Access:
    """How the workbench may be reached; another address than this machine's own asks for a password."""
    if not is_loopback(host) and not password:
        raise BadRequest(
            f"at {host} other machines could read and change the ledger",
            "give a password with --password (or SAYSO_PASSWORD), or leave --host out to keep it to this machine",
        )
    if password and len(password) < SHORTEST_PASSWORD:
        raise BadRequest(f"a password of {len(password)} characters is soon guessed", f"give one of at least {SHORTEST_PASSWORD}")
    return Access(host, port, tuple(name.lower() for name in names), password)


def serve(ledger: Path, access: Access, tell: Callable[[str], None]) -> None:
    """Answer until Ctrl-C."""
    gc.set_threshold(*GARBAGE)
    sys.setswitchinterval(TURN)
    listening = _listening(access)
    port = listening.getsockname()[1]
    access = Access(access.host, port, access.names, access.password)
    app = create(ledger, access)
    tell(address_of(access))
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, proxy_headers=False, ws="none",
        limit_concurrency=AT_ONCE, timeout_keep_alive=20, timeout_graceful_shutdown=5,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])


def address_of(access: Access) -> str:
    """The address to open."""
    host = f"[{access.host}]" if ":" in access.host else access.host
    return f"http://{host}:{access.port}/"


def _listening(access: Access) -> socket.socket:
    family = socket.AF_INET6 if ":" in access.host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((access.host, access.port))
        found.listen(AT_ONCE)  # who opens the address as soon as it is told waits, and is not refused
    except (OSError, OverflowError) as error:
        found.close()
        raise BadRequest(f"{access.host}:{access.port} cannot be opened ({error})", "name another with --port or --host") from error
    return found
