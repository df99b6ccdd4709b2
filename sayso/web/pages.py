"""One function a page: it is asked with the ledger and what stands in the address, and gives a value.

    @pages.page("/things", "things.html", "Things")
    def things(ledger: Ledger, about: Words = "") -> Things: ...

The value is drawn by its template at /things, and written as JSON at /things.json, so that no page can say more than its data.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, wraps
from importlib.resources import files
from typing import Annotated, Any, TypeVar, get_type_hints
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Query, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from sayso import __version__
from sayso.claim import Claim
from sayso.dossier.values import Line, Moment
from sayso.exports import pictures, wording
from sayso.web.desk import Desk
from sayso.web.unseen import visible

V = TypeVar("V", bound=Callable[..., Any])
LONGEST_WORDS = 300  # characters of a search or a name in an address
Words = Annotated[str, Query(max_length=LONGEST_WORDS)]


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the navigation leads to."""

    address: str
    name: str


class Pages(APIRouter):
    """Pages of one kind, and the values they answer with."""

    def page(self, path: str, template: str, summary: str) -> Callable[[V], V]:
        """Make a page, and its twin in JSON, of a function that gives its value."""

        def register(view: V) -> V:
            self.add_api_route(
                f"{path}.json", _twin(view), summary=summary, description=inspect.getdoc(view) or summary, response_class=Response,
                responses={200: _described(view)}, name=f"{view.__name__}_json",
            )  # fmt: skip
            self.add_api_route(path, _drawn(view, template), include_in_schema=False, response_class=HTMLResponse, name=view.__name__)
            return view

        return register


def _twin(view: Callable[..., Any]) -> Callable[..., Any]:
    own = "request" in inspect.signature(view).parameters

    @wraps(view)
    async def as_data(request: Request, **asked: Any) -> Response:
        asked.update({"request": request} if own else {})
        return await _desk(request).read(lambda ledger: data(view(ledger, **asked)))

    return _with_request(as_data, view)


def _drawn(view: Callable[..., Any], template: str) -> Callable[..., Any]:
    own = "request" in inspect.signature(view).parameters

    @wraps(view)
    async def as_page(request: Request, **asked: Any) -> Response:
        asked.update({"request": request} if own else {})
        return await _desk(request).read(lambda ledger: draw(request, template, view(ledger, **asked)))

    return _with_request(as_page, view)


def _with_request(handler: Callable[..., Any], view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a handler be asked as its view is, with the request in the ledger's place."""
    signature = inspect.signature(view, eval_str=True)
    _, *rest = signature.parameters.values()
    request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)
    handler.__signature__ = signature.replace(parameters=[request, *(p for p in rest if p.name != "request")], return_annotation=Any)  # type: ignore[attr-defined]
    return handler


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


# As data

ANSWERS: list[Any] = []  # the types of value that pages answer with, for the description of the interface
ERROR = {
    "description": "What is wrong, and what to do about it",
    "content": {
        "application/json": {
            "schema": {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}, "remedy": {"type": "string"}}}
        }
    },
}


def data(value: object, status: int = 200) -> Response:
    """A value as JSON."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def _described(view: Callable[..., Any]) -> dict[str, Any]:
    answer = get_type_hints(view)["return"]
    ANSWERS.append(answer)
    name = answer.__name__
    return {"description": inspect.getdoc(answer) or name, "content": {"application/json": {"schema": {"$ref": REF.format(name=name)}}}}


REF = "#/components/schemas/{name}"


def schemas() -> dict[str, Any]:
    """What every value that a page answers with looks like, for the description of the interface."""
    _, components = msgspec.json.schema_components(ANSWERS, ref_template=REF)
    return components


# As a page


@cache
def environment() -> Environment:
    """The templates, with the words that all views share."""
    made = Environment(loader=PackageLoader("sayso.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    for name in ("speaker", "chain", "grade", "outlet", "date", "quoted", "parties", "goods", "standing", "amount", "count", "gap",
                 "what_differs", "short_id", "number", "dated", "moment", "support", "rests_on_one", "disputed_over", "exchange_title", "told_as", "series_title", "voice_name",
                 "voice_about", "independence", "root_notes", "tree_title", "told", "voiced", "left", "stands", "tells_little", "given", "citation", "country"):  # fmt: skip
        made.filters[name] = getattr(wording, name)
    made.filters.update(
        visible=visible, shortened=shortened, linkable=linkable, relation=relation, side_class=side_class, reach=reach,
        in_sentence=in_sentence, within=within, explained=lambda word: wording.MEANING.get(word, ""), goes_back=lambda side: wording.goes_back(side.roots),
        band=lambda series, ident: Markup(pictures.figures(series, ident, lambda line: f"/claims/{line.claim.id}")),
        tree=lambda found, ident: Markup(pictures.tree(found, ident)),
        span=lambda moment, reach: Markup(pictures.span(moment, *reach)),
        network_picture=lambda found, ident: Markup(pictures.network(found, ident)),
        timeline_picture=lambda moments, ident: Markup(pictures.timeline(moments, ident, lambda line: f"/claims/{line.claim.id}")),
    )  # fmt: skip
    made.globals.update(
        meanings=wording.MEANINGS, static=static, address=address, keep=kept_asides, pictures=picture_address, version=__version__
    )
    return made


SHORT = 400  # characters of a text that stands in a line


def shortened(text: str, most: int = SHORT) -> str:
    """A text that fits where it is shown; the whole one is never further than its article."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def in_sentence(line: Line) -> Markup:
    """A claim's sentence with its content underlined; where there is no room for that, its beginning."""
    return within(line.claim, line.sentence)


def within(claim: Claim, sentence: str) -> Markup:
    """The same of a claim and the sentence that it stands in."""
    content = claim.content.text
    at = sentence.find(content) if len(sentence) <= 2 * SHORT else -1
    if at < 0:
        return Markup("<bdi>{}</bdi>").format(visible(shortened(sentence)))
    before, after = sentence[:at], sentence[at + len(content) :]
    return Markup('<bdi>{}<mark class="k1">{}</mark>{}</bdi>').format(visible(before), visible(content), visible(after))


def linkable(address: str) -> bool:
    """Whether an address that an article names may be a link."""
    return address.lower().startswith(("http://", "https://"))


RELATIONS = {
    "same": ("says the same", "says the same"),
    "copies": ("copied here", "copies this"),
    "supports": ("is supported by this", "supports this"),
    "details": ("this adds detail to it", "adds detail"),
    "revises": ("is revised by this", "revises this"),
    "contradicts": ("contradicts", "contradicts"),
    "denies": ("is denied by this", "denies this"),
    "unverified": ("this could not verify it", "could not verify this"),
}


def relation(kind: str, later: bool) -> str:
    """How another claim stands to the one that is shown, told from the other's side."""
    return RELATIONS.get(kind, (kind, kind))[later]


@cache
def picture_style() -> str:
    """How the pictures look, which the dossier and the workbench share."""
    return (files("sayso.exports") / "templates" / "pictures.css").read_text("utf-8")


def picture_address() -> str:
    return f"/pictures.css?{hashlib.sha256(picture_style().encode()).hexdigest()[:12]}"


def side_class(name: str) -> str:
    return {"says not": "not", "leaves it open": "unsure", "could not verify": "unsure"}.get(name, "so")


def reach(moments: Sequence[Moment]) -> tuple[str, str]:
    """The first and last day that any of these may have been."""
    known = [day for moment in moments for day in (moment.first, moment.last) if day]
    return (min(known), max(known)) if known else ("", "")


def kept_asides(asked: Any) -> dict[str, Any]:
    """What is left out, and as of when: it goes along wherever a link of the story leads."""
    return {"without": asked.without, "as_of": asked.as_of}


@cache
def static(name: str) -> str:
    """The address of a file of ours, which changes with its content so that browsers may keep it."""
    content = (files("sayso.web") / "static" / name).read_bytes()
    return f"/static/{name}?{hashlib.sha256(content).hexdigest()[:12]}"


def address(path: str, asked: Mapping[str, Any] | None = None, **changes: Any) -> str:
    """A page's address with what is asked of it; what is empty is left out."""
    query = {**(asked or {}), **changes}
    kept = [(name, value) for name, value in query.items() if value not in ("", None, False, (), [])]
    return path + ("?" + urlencode([(n, "1" if v is True else v) for n, v in kept], doseq=True) if kept else "")


class Asked(dict[str, str]):
    """What stands in the address; what does not is empty."""

    def __missing__(self, name: str) -> str:
        return ""


def draw(request: Request, template: str, value: object, status: int = 200, **more: Any) -> HTMLResponse:
    """A template filled with a value's fields."""
    own = {f.name: getattr(value, f.name) for f in fields(value)} if is_dataclass(value) else {}
    app = request.app.state
    visit = request.scope["visit"]
    page = environment().get_template(template).render(
        {"places": app.places, "access": app.access, "ledger_name": app.desk.path.name, "here": request.url.path,
         "asked": Asked(request.query_params), "token": visit.token, "signed_in": visit.signed_in, "twin": _twin_address(request), **own, **more}
    )  # fmt: skip
    return HTMLResponse(page, status)


def _twin_address(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{request.url.path}.json{query}"
