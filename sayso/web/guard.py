"""Who may come in: the gate that every request passes before any page sees it.

- The Host that a browser names must be ours, or a page elsewhere could point its own name at this machine (DNS rebinding).
- A write must come from one of our pages: same origin by the browser's word, and with the token that only our pages carry.
- Where the workbench can be reached from other machines it asks for a password.
- No answer may run a script or load a style that is not a file of ours.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import secrets
import socket
import time
from dataclasses import dataclass, field
from urllib.parse import quote

from fastapi import HTTPException, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.web.desk import COMPUTED, VISITOR

SAFE = ("GET", "HEAD", "OPTIONS")
OPEN = ("/sign-in", "/static/")  # what one may see before signing in
GUESSING = 0.5  # seconds that a wrong password costs
LARGEST_BODY = 64 * 1024 * 1024  # bytes of one request: some files of the largest size that is read
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with less, browsers send no Origin with our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Access:
    """How the workbench can be reached, and with which password."""

    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()  # further names under which it may be asked for, of a proxy before it
    password: str = ""
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    @property
    def cookie(self) -> str:
        return f"sayso_{self.port}"  # cookies do not tell ports apart; two workbenches side by side must

    def admits(self, host: str) -> bool:
        """Whether a Host header names this workbench."""
        name = _bare(host)
        if name in ("localhost", *self.names) or is_loopback(name):
            return True
        # An address written in numbers cannot be rebound, and from outside the password is asked for anyway.
        return not self.is_local and (_is_address(name) or name in (self.host.lower(), socket.gethostname().lower()))

    def mac(self, *parts: str) -> str:
        return hmac.new(self.secret, "\n".join(parts).encode(), "sha256").hexdigest()

    def is_password(self, given: str) -> bool:
        return bool(self.password) and hmac.compare_digest(given.encode(), self.password.encode())


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody's browser, known by a cookie that holds nothing but a number drawn at random."""

    number: str
    signed_in: bool
    token: str  # for writes
    fresh: bool = False  # the cookie has still to be set

    def cookie(self, access: Access) -> str:
        value = f"{self.number}.{access.mac(self.number, 'in' if self.signed_in else 'out')}"
        return f"{access.cookie}={value}; Path=/; HttpOnly; SameSite=Strict"


def visit(access: Access, headers: Headers) -> Visit:
    """Whoever sends these headers; somebody new where the cookie is missing or not ours."""
    number, _, mac = _cookies(headers).get(access.cookie, "").partition(".")
    for word in ("in", "out"):
        if number and hmac.compare_digest(mac.encode(), access.mac(number, word).encode()):
            return Visit(number, word == "in" or not access.password, access.mac(number, "write"))
    return new_visit(access, not access.password)


def new_visit(access: Access, signed_in: bool) -> Visit:
    number = secrets.token_urlsafe(16)
    return Visit(number, signed_in, access.mac(number, "write"), fresh=True)


class Guard:
    """Lets in what may come in, and sends every answer out with the rules for the browser."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        caller = visit(self.access, headers)
        given = headers.get("authorization", "")
        bearer = self.access.is_password(given.removeprefix("Bearer "))
        if given and not bearer:
            await asyncio.sleep(GUESSING)
        scope["visit"] = Visit(caller.number, True, caller.token) if bearer else caller
        scope["bearer"] = bearer
        VISITOR.set(caller.number)
        answer = self._refusal(scope, headers) or self._sign_in_first(scope)
        outward = _outward(send, scope, self.access)
        if answer:
            await answer(scope, receive, outward)
        else:
            await self.app(scope, _limited(receive), outward)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        host = headers.get("host", "")
        if not self.access.admits(host):
            return PlainTextResponse(f"This workbench does not answer as {host[:100]!r}: use the address that sayso serve printed.\n", 421)
        if int_or_zero(headers.get("content-length", "")) > LARGEST_BODY:
            return PlainTextResponse(f"That is more than {LARGEST_BODY // 2**20} MB at once: send fewer files, or use sayso read.\n", 413)
        if scope["method"] not in SAFE and not is_from_here(headers, scope["scheme"]):
            return PlainTextResponse("This write was asked for by a page that is not of this workbench. Nothing was written.\n", 403)
        return None

    def _sign_in_first(self, scope: Scope) -> Response | None:
        path = scope["path"]
        if scope["visit"].signed_in or path == OPEN[0] or path.startswith(OPEN[1]):
            return None
        if path.endswith(".json") or scope["method"] not in SAFE:
            told = "this workbench asks for a password; send it as: Authorization: Bearer PASSWORD"
            return JSONResponse({"error": told}, 401, {"WWW-Authenticate": "Bearer"})
        return RedirectResponse("/sign-in?to=" + quote(path), 303)


async def from_our_page(request: Request) -> None:
    """Refuse a write that does not carry the token of our pages. Every route leans on this."""
    if request.method in SAFE or request.scope.get("bearer"):
        return
    given = request.headers.get("x-csrf-token", "")
    if not given and "form" in request.headers.get("content-type", ""):
        found = (await request.form(max_files=1000, max_fields=1000)).get("csrf", "")
        given = found if isinstance(found, str) else ""
    if not hmac.compare_digest(given.encode(), request.scope["visit"].token.encode()):
        raise HTTPException(403, "this form is from before the workbench was started again; load the page once more and send it from there")


def is_from_here(headers: Headers, scheme: str) -> bool:
    """Whether a request comes from a page of the same origin, as far as the browser tells."""
    site, origin = headers.get("sec-fetch-site", ""), headers.get("origin", "")
    if site and site not in ("same-origin", "none"):
        return False
    return not origin or origin.partition("://")[2].lower() == headers.get("host", "").lower()


def is_loopback(name: str) -> bool:
    """Whether a host is this machine as only it sees itself."""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _bare(host: str) -> str:
    """A host without its port: of "[::1]:8000", "::1"."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


def int_or_zero(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def _cookies(headers: Headers) -> dict[str, str]:
    pairs = (part.strip().partition("=") for part in headers.get("cookie", "").split(";"))
    return {name: value for name, _, value in pairs}


def _limited(receive: Receive) -> Receive:
    """A body that breaks off where it is larger than it may be, whatever its length was said to be."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > LARGEST_BODY:
            raise HTTPException(413, f"that is more than {LARGEST_BODY // 2**20} MB at once; send fewer files, or use sayso read")
        return message

    return counted


def _outward(send: Send, scope: Scope, access: Access) -> Send:
    """Adds the rules for the browser, the visitor's cookie where it is new, and how long the answer took."""
    started, computed = time.perf_counter(), list[float]()
    COMPUTED.set(computed)

    async def with_rules(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if scope["path"].startswith("/static/"):
                headers.setdefault("Cache-Control", "max-age=86400")  # their addresses change with them
            else:
                headers.setdefault("Cache-Control", "no-store")
            caller = scope["visit"]
            if caller.fresh and not scope["path"].startswith("/static/"):
                headers.append("Set-Cookie", caller.cookie(access))
            took = (time.perf_counter() - started) * 1000
            headers["Server-Timing"] = f"all;dur={took:.1f}, computing;dur={sum(computed) * 1000:.1f}"
        await send(message)

    return with_rules
