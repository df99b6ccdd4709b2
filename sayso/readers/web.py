"""An address that the user named -> the page there. The only room that goes to the network.

Every address on the way, redirects included, is resolved first, and the connection goes to the very address that was
checked: a name that answers differently the second time it is asked cannot lead into a private network.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sayso.errors import Unreadable
from sayso.readers.page import Page

if TYPE_CHECKING:
    import httpx

TIMEOUT = 20.0  # seconds for each step, and for the whole body
LARGEST = 20 * 1024 * 1024  # bytes
MOST_REDIRECTS = 5
SAVE = "open it in a browser, save the page and read the file"
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # which carries an IPv4 address in its last four bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: a page, or the address of another one."""

    page: Page | None
    redirect: str = ""


def fetch(address: str, allow_private: bool = False) -> Page:
    """The page at an address; every way in which that can fail is refused with its reason."""
    import httpx

    from sayso import __version__

    headers = {"User-Agent": f"sayso/{__version__}", "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"}
    # trust_env: a proxy would resolve the name once more, past our check
    with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False, headers=headers) as client:
        current = address
        for _ in range(MOST_REDIRECTS + 1):
            try:
                answer = _get(client, current, address, allow_private)
            except httpx.TimeoutException as error:
                raise Unreadable(f"did not answer within {TIMEOUT:.0f} seconds", "try again later, or " + SAVE) from error
            except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
                raise Unreadable(f"cannot be fetched ({error or type(error).__name__})", "check the address, or " + SAVE) from error
            if answer.page:
                return answer.page
            current = answer.redirect
    raise Unreadable(f"redirects more than {MOST_REDIRECTS} times", SAVE)


def _get(client: httpx.Client, current: str, named: str, allow_private: bool) -> Answer:
    import httpx

    url = httpx.URL(current)
    if url.scheme not in ("http", "https") or not url.host:
        raise Unreadable(f"leads to {current[:200]}, which is no web address", "name an http or https address")
    port = url.port or (443 if url.scheme == "https" else 80)
    checked = url.copy_with(host=_checked_address(url.host, port, allow_private))
    request = client.build_request(
        "GET", checked, headers={"Host": url.netloc.decode("ascii")}, extensions={"sni_hostname": url.raw_host.decode()}
    )
    request.extensions["timeout"] = httpx.Timeout(TIMEOUT).as_dict()
    response = client.send(request, stream=True)
    try:
        if response.has_redirect_location:
            return Answer(None, str(url.join(response.headers["location"])))
        if response.status_code != 200:
            raise Unreadable(f"answers {response.status_code} {response.reason_phrase}".rstrip(), "check the address, or " + SAVE)
        return Answer(Page(shown_address(named), _body(response), shown_address(str(url)), response.charset_encoding or ""))
    finally:
        response.close()


def shown_address(address: str) -> str:
    """An address without the name and password that may stand in it, and without the place on the page."""
    return re.sub(r"//[^/@?#]*@", "//", address).partition("#")[0]


def _body(response: httpx.Response) -> bytes:
    """The body, as far as it stays within size and time."""
    started = time.monotonic()
    parts: list[bytes] = []
    size = 0
    for part in response.iter_bytes(64 * 1024):
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            raise Unreadable(f"is larger than {LARGEST // 2**20} MB", "download it and read the file")
        if time.monotonic() - started > TIMEOUT:
            raise Unreadable(f"was still sending after {TIMEOUT:.0f} seconds", "try again later, or download it and read the file")
    return b"".join(parts)


def _checked_address(host: str, port: int, allow_private: bool) -> str:
    """The address a name stands for; refused if any that it stands for is not on the open network."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreadable(f"has a host that cannot be found ({host})", "check the address and the connection") from error
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    closed = [address for address in addresses if not is_public(address)]
    if closed and not allow_private:
        raise Unreadable(f"is on a private network ({closed[0]})", "if you trust it, read it with --allow-private")
    return next((address for address in addresses if ":" not in address), addresses[0])


def is_public(address: str) -> bool:
    """Whether an IP address lies on the open network: not loopback, private, link-local, multicast or reserved."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in NAT64 else None)
        if inner is not None or ip.teredo is not None:
            return inner is not None and is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
