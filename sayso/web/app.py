"""The workbench as one application over one ledger: its rooms, its gate, and what it says when something is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Form, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from sayso import __version__
from sayso.errors import BadLedger, BadRequest, LedgerBusy, NotFound, Overtaken, SaysoError, Unreadable
from sayso.web import adding, listing, looking, rating, reading, review, ruling, saving, searching, story
from sayso.web.desk import Desk
from sayso.web.guard import GUESSING, HEADERS, Access, Guard, from_our_page, new_visit
from sayso.web.pages import ERROR, Place, data, draw, picture_style, schemas
from sayso.web.worker import Worker

ROOMS = (story, looking, listing, reading, searching, adding, review, ruling, rating, saving)  # each a file with its `pages`
PLACES = (
    Place("/story", "Story"), Place("/look", "Look"), Place("/articles", "Read"), Place("/parties", "Parties"),
    Place("/review", "Review"), Place("/add", "Add"), Place("/help", "Help"),
)  # fmt: skip
# in the navigation
STATUS = {NotFound: 404, Overtaken: 409, BadRequest: 422, Unreadable: 422, LedgerBusy: 503, BadLedger: 500}
TOLD = {
    403: "The form was not accepted",
    404: "There is nothing here",
    405: "That cannot be done here",
    409: "Somebody was faster",
    413: "That is too much at once",
    422: "That cannot be asked",
    503: "The ledger is busy",
}
REMEDIES = {
    404: "check the address, or look for it with the search at the top of the page",
    405: "open the page and use the form on it",
    503: "wait a moment and load the page again; nothing was lost",
}


def create(ledger: str | Path, access: Access | None = None) -> FastAPI:
    """The workbench over a ledger, which is made if there is none."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        app.state.desk.latest.begin()
        yield
        app.state.worker.close()
        app.state.desk.close()

    app = FastAPI(
        title="sayso workbench",
        version=__version__,
        description="Every page of the workbench answers the same address with `.json` behind its path.",
        lifespan=life,
        docs_url=None,  # their pages load scripts from elsewhere
        redoc_url=None,
        dependencies=[Depends(from_our_page)],
        responses={404: ERROR, 422: ERROR, 503: ERROR},
        telemetry={
            "auto_configure": False,
            "tracing": False,
            "metrics": False,
            "logs": False,
        },  # nothing goes to the network that nobody asked for
    )
    app.state.desk = Desk(Path(ledger), warm=(story.warm,))
    app.state.worker = Worker(Path(ledger))
    app.state.access = access or Access()
    app.state.places = PLACES
    for room in ROOMS:
        app.include_router(room.pages)
    _add_doors(app)
    _add_errors(app)
    _describe(app)
    app.add_middleware(Guard, access=app.state.access)
    return app


def _add_doors(app: FastAPI) -> None:
    """The way in, the files of ours, and the first page."""
    with as_file(files("sayso.web") / "static") as folder:
        app.mount("/static", StaticFiles(directory=folder), name="static")

    @app.get("/pictures.css", include_in_schema=False)
    async def pictures() -> Response:
        return Response(picture_style(), media_type="text/css", headers={"Cache-Control": "max-age=86400"})

    @app.get("/", include_in_schema=False)
    async def first() -> Response:
        return RedirectResponse(PLACES[0].address, 307)

    @app.get("/help", include_in_schema=False)
    async def help_(request: Request) -> Response:
        return draw(request, "help.html", None, twin="")

    @app.get("/sign-in", include_in_schema=False)
    async def sign_in(request: Request, to: str = "/") -> Response:
        return draw(request, "sign_in.html", None, to=_own_path(to), wrong=False)

    @app.post("/sign-in", include_in_schema=False)
    async def signed_in(request: Request, password: Annotated[str, Form()] = "", to: Annotated[str, Form()] = "/") -> Response:
        if not request.app.state.access.is_password(password):
            await asyncio.sleep(GUESSING)
            return draw(request, "sign_in.html", None, 403, to=_own_path(to), wrong=True)
        visit = new_visit(request.app.state.access, True)
        request.scope["visit"] = visit  # the gate sets its cookie
        return RedirectResponse(_own_path(to), 303)

    @app.get("/session.json", summary="The token that a write needs", responses={200: {"description": "The token, as X-CSRF-Token"}})
    async def session(request: Request) -> Response:
        """Send the token as the header X-CSRF-Token, with the cookie that came with this answer."""
        return data({"token": request.scope["visit"].token, "version": __version__})


def _own_path(address: str) -> str:
    """A path on this workbench; anything that could lead elsewhere becomes the first page."""
    return address if address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable() else "/"


# When something is wrong


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(SaysoError)
    async def refused(request: Request, error: SaysoError) -> Response:
        return _wrong(request, next((s for kind, s in STATUS.items() if isinstance(error, kind)), 500), error.found, error.remedy)

    @app.exception_handler(HTTPException)
    async def not_served(request: Request, error: HTTPException) -> Response:
        found = "" if error.detail in ("Not Found", "Method Not Allowed") else str(error.detail)
        answer = _wrong(request, error.status_code, found, REMEDIES.get(error.status_code, ""))
        for name, value in (error.headers or {}).items():
            answer.headers.setdefault(name, value)
        return answer

    @app.exception_handler(RequestValidationError)
    async def not_understood(request: Request, error: RequestValidationError) -> Response:
        faults = [f"{'.'.join(str(part) for part in fault['loc'][1:]) or 'the request'}: {fault['msg']}" for fault in error.errors()[:5]]
        return _wrong(
            request, 422, "; ".join(faults).encode("utf-8", "replace").decode(), "correct what is named, or start from the page without it"
        )

    @app.exception_handler(Exception)
    async def tripped(request: Request, error: Exception) -> Response:
        told = f"{type(error).__name__} inside sayso"
        answer = (
            _wrong(request, 500, told, "nothing was written; please report what you did")
            if "visit" in request.scope
            else Response(told, 500)
        )
        answer.headers.update(HEADERS)  # this answer does not pass the gate
        return answer


def _wrong(request: Request, status: int, found: str, remedy: str) -> Response:
    if request.url.path.endswith((".json", ".svg", ".csv", ".jsonl", ".md", ".html")):
        return data({"error": found or TOLD.get(status, "refused"), "remedy": remedy}, status)
    return draw(request, "error.html", None, status, code=status, heading=TOLD.get(status, "That did not work"), found=found, remedy=remedy)


# The description of the interface


def _describe(app: FastAPI) -> None:
    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = plain()
            made.setdefault("components", {}).setdefault("schemas", {}).update(schemas())
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]
