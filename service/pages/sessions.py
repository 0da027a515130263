"""Signing in and out in a browser.

In: a login and a password. Out: the session's cookie and the page that was asked for; a wrong password says so on the form.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from service.access.recognition import COOKIE, check_origin
from service.access.signing_in import check_credentials
from service.api.dependencies import Here, address_of
from service.errors import Problem
from service.pages.access import ReadingVisitor
from service.pages.rendering import show
from service.store.audit import write_audit
from service.store.sessions import LIFETIME, begin_session, end_session

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Form(max_length=2_000)]
# A form is answered by sending the browser to a page, which it may load again (RFC 9110, 15.4.4).
SEE_OTHER = 303


@router.get("/sign-in")
async def sign_in_page(request: Request, to: str = "/", why: str = "") -> Response:
    """Show the form; `why` says that a session has ended ("ended"), and a form with it ("lost")."""
    return show(request, "sign_in.html", to=safe_target(to), login="", fault=None, why=why)


@router.post("/sign-in")
async def sign_in(
    request: Request,
    here: Here,
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    to: Annotated[str, Form()] = "/",
) -> Response:
    """Begin a session and go where one wanted to."""
    check_origin(request)
    try:
        person = await check_credentials(here.pool, login=login[:100], password=password[:1000], address=address_of(request))
    except Problem as problem:
        fault = problem.body(request.url.path)["detail"]
        return show(request, "sign_in.html", status=problem.status, to=safe_target(to), login=login, fault=fault, why="")
    async with here.pool.connection() as connection, connection.transaction():
        session = await begin_session(connection, person["id"])
        await write_audit(connection, person["id"], "session.begin", f"people/{person['id']}", address=address_of(request))
    answer = RedirectResponse(safe_target(to), SEE_OTHER)
    answer.set_cookie(
        COOKIE, session.token, max_age=int(LIFETIME.total_seconds()), httponly=True, samesite="lax", secure=here.settings.secure_cookies
    )
    return answer


@router.post("/sign-out")
async def sign_out(request: Request, here: Here, visitor: ReadingVisitor) -> Response:
    """End the session."""
    async with here.pool.connection() as connection, connection.transaction():
        await end_session(connection, request.cookies.get(COOKIE, ""))
        await write_audit(connection, visitor.actor, "session.end", f"people/{visitor.actor.person}")
    answer = RedirectResponse("/sign-in", SEE_OTHER)
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=here.settings.secure_cookies)
    return answer


def safe_target(target: str) -> str:
    """Give an address of our own to go to: one that a link from elsewhere put there may lead away."""
    return target if target.startswith("/") and not target.startswith(("//", "/\\")) else "/"
