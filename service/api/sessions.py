"""Signing in and out, who is signed in, and one's own password.

In: a login and a password, or a session. Out: the session's cookie, the CSRF token, who one is.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import ConfigDict, Field

from service.access.recognition import COOKIE, check_origin
from service.access.signing_in import check_credentials, count_attempt
from service.api.dependencies import NOT_LOGGED, Here, SignedIn, address_of
from service.api.problems import problems, shown
from service.auth.actors import ROLE_SCOPES, Actor, Role, Scope
from service.auth.passwords import LONGEST, SHORTEST, check_password, fits, hash_password
from service.errors import Forbidden
from service.store.api_keys import revoke_keys
from service.store.audit import write_audit
from service.store.people import read_credentials, read_person, set_password
from service.store.sessions import LIFETIME, begin_session, end_session, end_sessions, find_session, forget_failures

router = APIRouter(prefix="/v1/session", tags=["session"])

EXAMPLE: dict[str, Any] = {
    "person": "0197c2f0-5b1e-7c3a-9d41-6f2b8a0c1d2e",
    "login": "ivanova",
    "name": "Иванова Мария",
    "role": "clerk",
    "scopes": ["edit", "read", "upload"],
    "csrf": "0f3b…",
    "expires_at": "2026-12-01T09:00:00Z",
}


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a person types to sign in."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    login: Annotated[str, Field(min_length=1, max_length=100, examples=["ivanova"])]
    password: Annotated[str, Field(min_length=1, max_length=LONGEST, examples=["сирень у пятого подъезда"])]


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """The password that one has, and the one that one wants."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    present: Annotated[str, Field(min_length=1, max_length=LONGEST, examples=["сирень у пятого подъезда"])]
    new: Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST, examples=["четыре синих трамвая осенью"])]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """Who is signed in; `csrf` and `expires_at` are null where a key asks."""

    person: UUID
    login: str
    name: str
    role: Role
    scopes: list[Scope]
    csrf: str | None
    expires_at: datetime | None


@router.post(
    "",
    operation_id="sign_in",
    summary="Sign in",
    status_code=201,
    responses=problems(401, 403, 429) | shown(201, "Signed in; the cookie is set.", EXAMPLE),
)
async def sign_in(request: Request, response: Response, here: Here, credentials: Credentials) -> SessionView:
    """Check a login and a password and begin a session of 24 hours at most, 4 without use.

    The cookie `planovik_session` is set; `csrf` goes into the header `X-CSRF-Token` of every request that is not a GET. After five
    failures each further one makes the next attempt wait longer, up to a minute.
    """
    check_origin(request)
    person = await check_credentials(here, login=credentials.login, password=credentials.password, address=address_of(request))
    async with here.pool.connection() as connection, connection.transaction():
        session = await begin_session(connection, person["id"])
        found = await read_person(connection, person["id"])
        await write_audit(connection, person["id"], "session.begin", f"people/{person['id']}", address=address_of(request))
    response.set_cookie(
        COOKIE, session.token, max_age=int(LIFETIME.total_seconds()), httponly=True, samesite="lax", secure=here.settings.secure_cookies
    )
    return view(found, ROLE_SCOPES[found["role"]], csrf=session.csrf, expires_at=session.expires_at)


@router.get(
    "",
    operation_id="get_session",
    summary="Who is signed in",
    responses=shown(200, "The person or the key that asks.", EXAMPLE),
    openapi_extra=NOT_LOGGED,
)
async def get_session(request: Request, here: Here, actor: SignedIn) -> SessionView:
    """Give who asks, what they may do, and the CSRF token of the session."""
    async with here.pool.connection() as connection:
        person = await read_person(connection, actor.person)
        session = None if actor.key else await find_session(connection, request.cookies[COOKIE])
    session = session or {"csrf": None, "expires_at": None}
    return view(person, actor.scopes, csrf=session["csrf"], expires_at=session["expires_at"])


@router.delete("", operation_id="sign_out", summary="Sign out", status_code=204)
async def sign_out(request: Request, response: Response, here: Here, actor: SignedIn) -> None:
    """End the session; its cookie is of no use any more."""
    token = session_token(request, actor)
    async with here.pool.connection() as connection, connection.transaction():
        await end_session(connection, token)
        await write_audit(connection, actor, "session.end", f"people/{actor.person}")
    response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=here.settings.secure_cookies)


@router.put("/password", operation_id="change_own_password", summary="Change one's own password", status_code=204)
async def change_own_password(request: Request, here: Here, actor: SignedIn, change: PasswordChange) -> None:
    """Change the password; all other sessions of the person end, and all their keys are revoked."""
    token = session_token(request, actor)
    check_password(change.new, login=actor.login)
    async with here.pool.connection() as connection:
        await count_attempt(connection, actor.login, address_of(request))
        person = await read_credentials(connection, actor.login)
    if not await fits(change.present, person["password"] if person else None):
        raise Forbidden("password_wrong")
    password_hash = await hash_password(change.new)
    async with here.pool.connection() as connection, connection.transaction():
        await set_password(connection, actor.person, password_hash)
        await end_sessions(connection, actor.person, but=token)
        await revoke_keys(connection, actor.person)
        await forget_failures(connection, actor.login)
        await write_audit(connection, actor, "person.change_password", f"people/{actor.person}")


def session_token(request: Request, actor: Actor) -> str:
    """Give the token of the session that asks; raises `Forbidden` where a key asks."""
    if actor.key:
        raise Forbidden("session_needed")
    return request.cookies[COOKIE]


def view(person: dict[str, Any], scopes: frozenset[Scope], *, csrf: str | None, expires_at: datetime | None) -> SessionView:
    """Make the answer."""
    return SessionView(
        person=person["id"],
        login=person["login"],
        name=person["name"],
        role=person["role"],
        scopes=sorted(scopes),
        csrf=csrf,
        expires_at=expires_at,
    )
