"""Rule: what a form of the workbench decides. Every write comes through here, one after the other, signed with a name."""

from __future__ import annotations

import getpass
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Annotated, Any
from urllib.parse import quote, unquote, urlencode, urlsplit, urlunsplit

from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from sayso.claim import Claim, Event, Ruling
from sayso.errors import BadRequest, NotFound, Overtaken, SaysoError
from sayso.ledger import Ledger
from sayso.web.pages import Pages, data

pages = Pages()
NAME = "sayso_who"  # the cookie that keeps under which name one rules
YEAR = 366 * 24 * 3600
MOST_AT_ONCE = 200  # rulings that one form may ask for
PLACE = re.compile(r"\s*(\d{1,12}):(\d{1,12})(?:\s|$)")
DONE = re.compile("[a-z]{2,10}:[0-9]{1,3}")
FIELDS = ("stance", "certainty", "polarity", "status")
LISTS = ("agent", "recipient", "place", "via", "items")
NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")
SEE_OTHER: dict[int | str, dict[str, Any]] = {
    303: {"description": "Back to the page, where the change is seen"},
    409: {"description": "Somebody ruled meanwhile"},
}
Line = Annotated[str, Form(max_length=20_000)]
Short = Annotated[str, Form(max_length=300)]


def rules_as(request: Request) -> str:
    """Under which name somebody rules: the one given, else on this machine alone the login."""
    name = unquote(request.cookies.get(NAME, "")).strip()[:100]
    if name and name.isprintable():
        return name
    if request.app.state.access.is_local:
        with suppress(OSError, KeyError):
            return getpass.getuser()
    return ""


def done(request: Request) -> str:
    """What a form of this page has just done: the kind of ruling, and how many."""
    told = request.query_params.get("done", "")
    return told if DONE.fullmatch(told) else ""


@pages.post("/review/name", summary="Say under which name one rules", responses=SEE_OTHER)
async def name(request: Request, who: Annotated[str, Form(max_length=100)], back: Line = "/review") -> Response:
    """Keep a name in this browser; it stands under everything that is decided from here on."""
    who = " ".join(who.split())
    if not who or not who.isprintable():
        raise BadRequest("a ruling without a name", "give the name that is to stand under it")
    answer = RedirectResponse(way_back(back), 303)
    answer.set_cookie(NAME, quote(who), max_age=YEAR, httponly=True, samesite="strict")
    return answer


@pages.post("/review/rule", summary="Decide something", responses=SEE_OTHER)
async def rule(
    request: Request,
    kind: Annotated[str, Form(max_length=20, description="accept, reject, split, join, same, different, part, merge or note")],
    on: Annotated[
        list[str], Form(description="Ids of claims, points or parties; to accept or reject, each by itself", max_length=MOST_AT_ONCE)
    ],
    seen: Annotated[
        list[str], Form(description="The last ruling seen on each; refused if there is another by now", max_length=MOST_AT_ONCE)
    ] = [],  # noqa: B006 (FastAPI's way)
    why: Short = "",
    who: Short = "",
    back: Line = "/review",
    pieces: Annotated[str, Form(max_length=20_000, description="To split: a piece a line, START:END or words")] = "",
    name: Short = "",
    words: Short = "",
    source_kind: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Accept, reject, split, join, part or merge, tell what is the same, or note something."""
    given = {"name": name, "words": words, "source_kind": source_kind}
    change: dict[str, Any] = {key: value for key, value in given.items() if value.strip()}
    if kind == "split":
        change["pieces"] = places(pieces)
    signed = {"who": who.strip() or rules_as(request), "why": why}
    each = kind in ("accept", "reject")

    def work(ledger: Ledger) -> list[Ruling]:
        if not each:
            return [ledger.rule(kind, on, seen=seen[0] if seen else None, **signed, **change)]  # type: ignore[arg-type]
        return _each(ledger, kind, on, seen, signed)

    return await _answer(request, work, back)


def _each(ledger: Ledger, kind: Any, on: list[str], seen: list[str], signed: dict[str, Any]) -> list[Ruling]:
    """Rule on one claim after the other; those on which somebody ruled meanwhile are left alone and told."""
    made: list[Ruling] = []
    left: list[SaysoError] = []
    for number, ident in enumerate(on):
        try:
            made.append(ledger.rule(kind, ident, seen=seen[number] if number < len(seen) else None, **signed))
        except (Overtaken, NotFound, BadRequest) as error:
            left.append(error)
    if left:
        raise type(left[0])(f"{left[0].found} ({len(left)} left alone, {len(made)} ruled)", left[0].remedy)
    return made


@pages.post("/review/claims/{ident}/fix", summary="Put a claim right", responses=SEE_OTHER)
async def fix(
    request: Request,
    ident: str,
    seen: Annotated[str | None, Form(max_length=100, description="The last ruling seen on it")] = None,
    why: Short = "",
    who: Short = "",
    back: Line = "",
    source: Short = "",
    source_kind: Annotated[str, Form(max_length=20)] = "",
    source_span: Line = "",
    cue: Line = "",
    no_cue: Annotated[bool, Form()] = False,
    content: Annotated[str, Form(max_length=20_000, description="A piece a line, START:END or words")] = "",
    through: Annotated[str, Form(max_length=20_000, description="Who passed it on, from the speaker outwards, a line each")] = "",
    chain: Annotated[bool, Form(description="`through` is given whole: empty, nobody passed it on")] = False,
    stance: Annotated[str, Form(max_length=60)] = "",
    certainty: Annotated[str, Form(max_length=20)] = "",
    polarity: Annotated[str, Form(max_length=20)] = "",
    status: Annotated[str, Form(max_length=20)] = "",
    event: Annotated[int | None, Form(ge=0, le=1000, description="Which event the fields below are of")] = None,
    event_type: Annotated[str, Form(max_length=60)] = "",
    returned: Annotated[bool, Form(description="The fields below are of what is given in exchange for the event")] = False,
    no_event: Annotated[bool, Form(description="Take the event out")] = False,
    trigger: Line = "",
    agent: Line = "",
    recipient: Line = "",
    place: Line = "",
    via: Line = "",
    items: Line = "",
    when: Line = "",
    edtf: Annotated[str, Form(max_length=60, description="Which date the words of `when` tell; empty, as they read")] = "",
    lists: Annotated[bool, Form(description="The lists above and the date are given whole: what is empty is emptied")] = False,
    item: Annotated[int | None, Form(ge=0, le=1000, description="Which thing of the event the figure below counts")] = None,
    figure: Line = "",
    no_figure: Annotated[bool, Form(description="Nothing counts it")] = False,
    low: Annotated[str, Form(max_length=30, description="Empty with `high`: as the words read; empty alone: open")] = "",
    high: Annotated[str, Form(max_length=30)] = "",
    approximate: Annotated[bool, Form()] = False,
    unit: Annotated[str, Form(max_length=30)] = "",
) -> Response:
    """Set what is given and differs from what stands there; what is left empty stays."""
    asked = {
        "source": source, "source_kind": source_kind, "source_span": source_span, "cue": cue, "content": content, "stance": stance,
        "certainty": certainty, "polarity": polarity, "status": status, "event_type": event_type, "trigger": trigger, "agent": agent,
        "recipient": recipient, "place": place, "via": via, "items": items, "through": through, "when": when, "edtf": edtf, "figure": figure,
        "low": low, "high": high, "unit": unit,
    }  # fmt: skip
    flags = {"no_cue": no_cue, "chain": chain, "no_event": no_event, "lists": lists, "no_figure": no_figure, "approximate": approximate}
    signed: dict[str, Any] = {"who": who.strip() or rules_as(request), "why": why, "seen": seen}

    def work(ledger: Ledger) -> list[Ruling]:
        claim = ledger.claim(ident)
        if event is None:
            change = _claim_change(claim, asked, flags)
        else:
            there = _event_of(claim, event, returned)
            change = {"event": event, "returned": returned}
            change |= _event_change(there, asked, flags) if item is None else _figure_change(there, item, asked, flags)
        return [ledger.rule("fix", claim.id, **signed, **change)]

    return await _answer(request, work, back or f"/review/claims/{quote(ident)}")


def _claim_change(claim: Claim, asked: dict[str, str], flags: dict[str, bool]) -> dict[str, Any]:
    """What of a form differs from what the claim has."""
    now: dict[str, Any] = {"source": claim.source.name, "source_kind": claim.source.kind} | {f: getattr(claim, f) for f in FIELDS}
    change: dict[str, Any] = {f: asked[f].strip() for f in now if asked[f].strip() and asked[f].strip() != now[f]}
    spans = {"source_span": claim.source.span, "cue": claim.cue.span if claim.cue else None}
    for field, there in spans.items():
        found = places(asked[field])
        if found and found[0] != there:
            change[field] = found[0]
    content = places(asked["content"])
    if content and content != list(claim.content.spans):
        change["content"] = content
    through = places(asked["through"])
    if through != [source.span for source in claim.via if source.span] and (through or flags["chain"]):
        change["through"] = through
    return change | ({"cue": None} if flags["no_cue"] and claim.cue else {})


def _event_of(claim: Claim, number: int, returned: bool) -> Event | None:
    """The event that a form is about, or what is given in exchange for it; None for a new one."""
    event = claim.events[number] if number < len(claim.events) else None
    return event.in_exchange_for if event and returned else event


def _event_change(event: Event | None, asked: dict[str, str], flags: dict[str, bool]) -> dict[str, Any]:
    """What of a form differs from what an event has; a list that is emptied is emptied."""
    if flags["no_event"]:
        return {"event_type": ""}
    change: dict[str, Any] = {}
    if asked["event_type"].strip() and (event is None or asked["event_type"].strip() != event.type):
        change["event_type"] = asked["event_type"].strip()
    trigger = places(asked["trigger"])
    if trigger and (event is None or trigger[0] != event.trigger.span):
        change["trigger"] = trigger[0]
    for field in LISTS:
        found = places(asked[field])
        there = [one.span for one in getattr(event, field)] if event else []
        if found != there and (found or flags["lists"]):
            change[field] = found
    return change | _when_change(event, asked, flags["lists"])


def _when_change(event: Event | None, asked: dict[str, str], whole: bool) -> dict[str, Any]:
    """What of a form differs from the date that an event has: other words are read anew, unless it is told what they mean."""
    old = event.when if event else None
    words, edtf = places(asked["when"]), asked["edtf"].strip()
    change: dict[str, Any] = {"edtf": edtf} if edtf and edtf != (old.edtf if old else "") else {}
    if words and words[0] != (old.span if old else None):
        change["dated"] = words[0]
    elif not words and whole and old:
        change["dated"] = None
    elif old and not edtf and whole:
        change["edtf"] = ""
    return {} if old and change == {"edtf": ""} and not old.edtf else change


def _figure_change(event: Event | None, number: int, asked: dict[str, str], flags: dict[str, bool]) -> dict[str, Any]:
    """What of a form differs from the figure that counts a thing; other words are read anew, unless it is told what they mean."""
    if event is None or number >= len(event.items):
        raise BadRequest(f"the event has no thing number {number}", "open the claim again: somebody may have put it right")
    old = event.items[number].quantity
    if flags["no_figure"]:
        return {"item": number, "figure": None}
    words = places(asked["figure"])
    change: dict[str, Any] = {"figure": words[0]} if words and words[0] != (old.span if old else None) else {}
    told = {
        "low": _number(asked["low"]),
        "high": _number(asked["high"]),
        "approximate": flags["approximate"],
        "unit": asked["unit"].strip(),
    }
    if told["low"] is None and told["high"] is None:  # as the words read
        change |= {"figure": words[0]} if words else {}
    elif old is None or told != {name: getattr(old, name) for name in told}:
        change |= told
    return {"item": number, **change} if change else {}


def _number(words: str) -> float | None:
    """A number as people write it; None for an open end."""
    plain = words.replace(",", "").replace(" ", "")
    if plain and not NUMBER.fullmatch(plain):
        raise BadRequest(f"{words!r} is no number", "write it in digits, such as 3,000, or leave it empty where the end is open")
    return float(plain) if plain else None


@pages.post("/review/rulings/{ident}/undo", summary="Take a ruling back", responses=SEE_OTHER)
async def undo(request: Request, ident: str, why: Short = "", who: Short = "", back: Line = "/rulings") -> Response:
    """Take a ruling back; it stays in the log, and so does this."""
    name = who.strip() or rules_as(request)
    return await _answer(request, lambda ledger: [ledger.undo(ident, who=name, why=why)], back)


@pages.post("/review/rulings/{ident}/redo", summary="Let a ruling count again", responses=SEE_OTHER)
async def redo(request: Request, ident: str, why: Short = "", who: Short = "", back: Line = "/rulings") -> Response:
    """Let a ruling that was taken back count again."""
    name = who.strip() or rules_as(request)
    return await _answer(request, lambda ledger: [ledger.redo(ident, who=name, why=why)], back)


@pages.post("/rate", summary="Rate a source or a point", responses=SEE_OTHER)
async def rate(
    request: Request,
    on: Annotated[str, Form(max_length=300, description="A source by its name or party, or a point")],
    mark: Annotated[str, Form(max_length=1, description="A to F for a source, 1 to 6 for a point")],
    seen: Annotated[str | None, Form(max_length=100)] = None,
    why: Short = "",
    who: Short = "",
    back: Line = "/rate",
) -> Response:
    """Give a source a letter or a point a digit of the Admiralty scale. Nothing but a person ever does."""
    name = who.strip() or rules_as(request)
    return await _answer(request, lambda ledger: [ledger.rule("rate", on, who=name, why=why, seen=seen, mark=mark)], back)


@pages.get(
    "/rulings.jsonl", summary="The whole log, as JSON Lines", responses={200: {"description": "One ruling a line"}}, response_class=Response
)
async def export(request: Request) -> Response:
    """Every ruling as sayso rulings --import takes it."""
    import io

    def work(ledger: Ledger) -> bytes:
        out = io.BytesIO()
        ledger.export_rulings(out)
        return out.getvalue()

    content = await request.app.state.desk.read(work)
    return Response(content, media_type="application/x-ndjson", headers={"Content-Disposition": 'attachment; filename="rulings.jsonl"'})


# What stands in a form


def places(lines: str) -> list[tuple[int, int] | str]:
    """A place or some words a line: "120:145 whatever these words are", or the words alone."""
    found: list[tuple[int, int] | str] = []
    for line in lines.splitlines():
        if line.strip():
            at = PLACE.match(line)
            found.append((int(at[1]), int(at[2])) if at else line.strip())
    return found


def way_back(address: str) -> str:
    """The page a form came from, if it is one of ours."""
    if not address.startswith("/") or address.startswith("//") or "\\" in address or not address.isprintable():
        return "/review"
    parts = urlsplit(address)
    return urlunsplit(("", "", quote(parts.path, safe="/%:~"), parts.query, parts.fragment)) or "/review"


async def _answer(request: Request, work: Callable[[Ledger], list[Ruling]], back: str) -> Response:
    """Do the work as the only one who writes, then lead back to the page, or tell what was made."""
    made = await request.app.state.desk.write(work)
    if "application/json" in request.headers.get("accept", ""):
        return data(made, 201)
    return RedirectResponse(_told(way_back(back), made), 303)


def _told(back: str, made: list[Ruling]) -> str:
    """The page to go back to, which tells what was done."""
    parts = urlsplit(back)
    kept = "&".join(pair for pair in parts.query.split("&") if pair and not pair.startswith("done="))
    query = "&".join(filter(None, (kept, urlencode({"done": f"{made[-1].kind}:{len(made)}"}) if made else "")))
    return urlunsplit(("", "", parts.path, query, parts.fragment))
