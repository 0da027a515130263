"""Signing in and out in a browser.

In: a login and a password. Out: the session's cookie and the page that was asked for; a wrong password says so on the form. Signing in
through an identity provider stands in `service.pages.provider`.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from service.access.provider import Provider, ProviderWrong
from service.access.recognition import COOKIE, check_origin
from service.access.signing_in import allows_passwords, check_credentials
from service.api.dependencies import Here, address_of
from service.errors import Problem, Unavailable
from service.installation import Installation
from service.pages.access import Leaving
from service.pages.rendering import see_other, show
from service.store.audit import write_audit
from service.store.connection import Connection
from service.store.sessions import LIFETIME, begin_session, end_session

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Form(max_length=2_000)]


@router.get("/sign-in")
async def sign_in_page(request: Request, here: Here, to: str = "/", why: str = "") -> Response:
    """Show the form; `why` says that a session has ended ("ended"), and a form with it ("lost")."""
    return await show_form(request, here, to=safe_target(to), why=why)


async def show_form(request: Request, here: Installation, *, to: str, status: int = 200, **told: Any) -> Response:
    """Show the form with what is told of it, and the way through a provider where there is one."""
    async with here.pool.connection() as connection:
        passwords = await allows_passwords(connection, here.settings)
    values: dict[str, Any] = {"login": "", "fault": None, "why": ""}
    provider = here.settings.provider
    return show(request, "sign_in.html", status=status, to=to, provider=provider, passwords=passwords, **(values | told))


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
        person = await check_credentials(here, login=login[:100], password=password[:1000], address=address_of(request))
    except Problem as problem:
        fault = problem.body(request.url.path)["detail"]
        return await show_form(request, here, status=problem.status, to=safe_target(to), login=login, fault=fault)
    async with here.pool.connection() as connection, connection.transaction():
        answer = await open_session(connection, here, person["id"], target=safe_target(to))
        await write_audit(connection, person["id"], "session.begin", f"people/{person['id']}", address=address_of(request))
    return answer


async def open_session(
    connection: Connection, here: Installation, person: UUID, *, target: str, id_token: str | None = None
) -> RedirectResponse:
    """Begin a session and give the answer that sets its cookie and goes on to a page of ours."""
    session = await begin_session(connection, person, id_token=id_token)
    answer = see_other(target)
    answer.set_cookie(
        COOKIE, session.token, max_age=int(LIFETIME.total_seconds()), httponly=True, samesite="lax", secure=here.settings.secure_cookies
    )
    return answer


@router.post("/sign-out")
async def sign_out(request: Request, here: Here, visitor: Leaving) -> Response:
    """End the session; who came through a provider is told how to end theirs there, where they may be signed in elsewhere too."""
    async with here.pool.connection() as connection, connection.transaction():
        id_token = await end_session(connection, request.cookies.get(COOKIE, ""))
        await write_audit(connection, visitor.actor, "session.end", f"people/{visitor.actor.person}")
    elsewhere = await provider_end(request, id_token) if id_token else None
    request.state.visitor = None
    answer = show(request, "signed_out.html", elsewhere=elsewhere) if elsewhere else see_other("/sign-in")
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=here.settings.secure_cookies)
    return answer


async def provider_end(request: Request, id_token: str) -> str | None:
    """Give the address at which a browser signs out of its provider; None where it offers none or can't be asked now."""
    provider: Provider | None = request.app.state.provider
    try:
        return await provider.end_address(id_token=id_token, back=str(request.url_for("sign_in_page"))) if provider else None
    except (Unavailable, ProviderWrong):
        return None


def safe_target(target: str) -> str:
    """Give an address of our own to go to: one that a link from elsewhere put there may lead away. Browsers skip control characters."""
    is_own = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if is_own else "/"
