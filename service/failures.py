"""Failures: every exception that ends a request becomes one problem+json answer, or a page that says the same.

In: an exception under a route. Out: the answer; what is the service's own fault is logged with the request's number and never shown.
To answer one more kind of exception, write a function and a line in `HANDLERS`.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import quote

import psycopg
from fastapi.exceptions import RequestValidationError
from obstore.exceptions import BaseError
from psycopg.errors import WithCheckOptionViolation
from psycopg_pool import PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import compile_path

from service.api.problems import answer, pointer, wrong
from service.errors import (
    BadRequest,
    ContentTooLarge,
    Forbidden,
    Invalid,
    MethodNotAllowed,
    NotFound,
    Problem,
    Unavailable,
    UnsupportedMedia,
)
from service.middleware.answer_headers import standing_headers
from service.pages.access import SignInFirst
from service.pages.rendering import show

logger = logging.getLogger(__name__)

# PostgreSQL is back 0.3 to 3.5 s after it was killed.
DATABASE_RETRY = 5
# The client of the bucket has tried for longer already.
FILES_RETRY = 30
BY_STATUS: Mapping[int, type[Problem]] = {404: NotFound, 405: MethodNotAllowed, 415: UnsupportedMedia}


def respond(request: Request, problem: Problem) -> Response:
    """Answer a problem: as a page to a browser that asked for one, as problem+json to all others."""
    if request.url.path.startswith("/v1/") or "text/html" not in request.headers.get("accept", ""):
        return answer(problem, request.url.path)
    page = show(request, "problem.html", status=problem.status, problem=problem.body(request.url.path))
    for name, value in problem.headers.items():
        # A page has a policy of its own, or its style sheet would not load.
        page.headers.setdefault(name, value)
    return page


async def on_sign_in_first(request: Request, error: Exception) -> Response:
    """Send a browser to the form, and then back."""
    found = cast(SignInFirst, error)
    why = f"&why={found.why}" if found.why else ""
    return RedirectResponse(f"/sign-in?to={quote(found.target, safe='')}{why}", 303)


async def on_problem(request: Request, error: Exception) -> Response:
    """Answer a problem that a route raised."""
    return respond(request, cast(Problem, error))


async def on_outside_reach(request: Request, error: Exception) -> Response:
    """Answer an edit after which who makes it could not see the document any more."""
    return respond(request, Forbidden("outside_reach"))


async def on_invalid(request: Request, error: Exception) -> Response:
    """Answer values that the route's types refuse, each with its place."""
    faults = cast(RequestValidationError, error).errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return respond(request, BadRequest("json_broken"))
    if is_body_of_another_type(request, faults):
        return respond(request, UnsupportedMedia())
    errors = [wrong(pointer(fault["loc"]), fault["type"], fault.get("ctx")) for fault in faults]
    return respond(request, Invalid(extra={"errors": errors}))


def is_body_of_another_type(request: Request, faults: Sequence[Any]) -> bool:
    """Tell whether a body was refused because its Content-Type was not JSON, so that FastAPI left it unread."""
    is_unread = any(tuple(fault["loc"]) == ("body",) for fault in faults)
    return is_unread and "json" not in request.headers.get("content-type", "").lower() and "content-type" in request.headers


async def on_http(request: Request, error: Exception) -> Response:
    """Answer what the framework refuses: unknown addresses and methods, broken forms."""
    refused = cast(HTTPException, error)
    kind = BY_STATUS.get(refused.status_code, BadRequest)
    problem = ContentTooLarge("body_too_large", limit=1_000) if refused.status_code == 413 else kind()
    problem.headers = dict(refused.headers or {}) | ({"Allow": allowed_methods(request)} if refused.status_code == 405 else {})
    return respond(request, problem)


def allowed_methods(request: Request) -> str:
    """Give the methods of an address (RFC 9110, 10.2.1): the framework names those of the first route with its path only."""
    paths = request.app.openapi()["paths"].items()
    methods = {method.upper() for path, item in paths if compile_path(path)[0].fullmatch(request.url.path) for method in item}
    return ", ".join(sorted(methods))


async def on_unkeepable(request: Request, error: Exception) -> Response:
    """Answer a value that passed the types and that PostgreSQL can't keep, such as a number beyond its range."""
    logger.warning("request %s: PostgreSQL refused a value: %s", number_of(request), error)
    return respond(request, Invalid(extra={"errors": []}))


async def on_database_away(request: Request, error: Exception) -> Response:
    """Answer while PostgreSQL restarts or is overloaded."""
    logger.warning("request %s: the database is away: %s", number_of(request), error)
    return respond(request, Unavailable(retry_after=DATABASE_RETRY))


async def on_files_away(request: Request, error: Exception) -> Response:
    """Answer while the bucket of files can't be reached."""
    logger.warning("request %s: the files are away: %s", number_of(request), error)
    return answer(Unavailable("files_away", retry_after=FILES_RETRY), request.url.path)


async def on_failure(request: Request, error: Exception) -> Response:
    """Answer a fault of the service; it stands outside of the middleware, so the headers are added here."""
    logger.error("request %s failed: %s %s", number_of(request), request.method, request.url.path, exc_info=error)
    problem = Problem(headers=standing_headers(request.scope), extra={"request": number_of(request)})
    return respond(request, problem)


def number_of(request: Request) -> str:
    """Give the request's number."""
    return str(request.scope["state"]["request_number"])


HANDLERS: dict[int | type[Exception], Any] = {
    SignInFirst: on_sign_in_first,
    Problem: on_problem,
    WithCheckOptionViolation: on_outside_reach,
    RequestValidationError: on_invalid,
    HTTPException: on_http,
    psycopg.DataError: on_unkeepable,
    psycopg.OperationalError: on_database_away,
    PoolTimeout: on_database_away,
    BaseError: on_files_away,
    Exception: on_failure,
}
