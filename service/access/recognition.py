"""Recognition: who asks.

In: a request. Out: an `Actor`, by an API key (`Authorization: Bearer plv_…`) or by a session's cookie; raises `Unauthenticated`, or
`Forbidden` where a browser's request could come from another site (CSRF). What they may see is kept for the rest of the request.
"""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from starlette.requests import HTTPConnection

from service.auth.actors import Actor, Scope, all_scopes
from service.auth.tokens import is_same, read_key
from service.errors import Forbidden, NotFound, Problem, Unauthenticated
from service.store.api_keys import find_key, note_use
from service.store.connection import REACH, ROLES, Connection, Pool
from service.store.grants import read_grants
from service.store.sessions import find_session

COOKIE = "planovik_session"
CSRF_HEADER = "x-csrf-token"
# RFC 9110, 9.2.1.
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# RFC 6750, section 3.
CHALLENGE = {"WWW-Authenticate": "Bearer"}


async def recognise(request: HTTPConnection, pool: Pool, *, form_token: str | None = None) -> Actor:
    """Find out who asks; a key goes before a cookie. A page's form carries its CSRF token in a field, `form_token`."""
    authorization = request.headers.get("authorization")
    async with pool.connection() as connection:
        if authorization is not None:
            return await by_key(connection, authorization)
        return await by_cookie(connection, request, form_token)


async def by_key(connection: Connection, authorization: str) -> Actor:
    """Recognise a key; what its person may no longer do, it may not either."""
    kind, _, token = authorization.partition(" ")
    claimed = read_key(token.strip()) if kind.lower() == "bearer" else None
    found = await find_key(connection, claimed.key) if claimed else None
    if not claimed or not found or not is_same(found["secret"], claimed.digest):
        raise Unauthenticated("key_unknown", headers=CHALLENGE)
    if found["is_to_be_noted"]:
        await note_use(connection, claimed.key)
    return make_actor(found, frozenset(found["scopes"]), key=claimed.key)


async def by_cookie(connection: Connection, request: HTTPConnection, form_token: str | None = None) -> Actor:
    """Recognise a session; an unsafe request has to show that it comes from our own pages."""
    token = request.cookies.get(COOKIE)
    found = await find_session(connection, token) if token else None
    if not found:
        raise Unauthenticated(headers=CHALLENGE)
    if request.scope["method"] not in SAFE_METHODS:
        check_origin(request)
        if not is_same(form_token or request.headers.get(CSRF_HEADER, ""), found["csrf"]):
            raise Forbidden("csrf_token_wrong")
    return make_actor(found)


def check_origin(request: HTTPConnection) -> None:
    """Raise `Forbidden` where a browser says that the request comes from another site."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise Forbidden("origin_foreign")


def make_actor(row: dict[str, Any], scopes: frozenset[Scope] | None = None, *, key: UUID | None = None) -> Actor:
    """Make the actor of a row that names a person; `scopes` are those of a key."""
    grants = read_grants(row["grants"])
    own = all_scopes(row["role"], grants)
    return Actor(
        person=row["id"], login=row["login"], role=row["role"], scopes=own if scopes is None else own & scopes, key=key, grants=grants
    )


def authorise(actor: Actor, scope: Scope | None) -> None:
    """Let the rest of the request see the documents with which the actor may do this; raises `Forbidden` where there can be none."""
    if scope and scope not in actor.scopes:
        raise Forbidden(extra={"scope": scope})
    REACH.set(actor.reach(scope or "read"))
    ROLES.set(actor.roles)


def told(actor: Actor, scope: Scope | None, missing: NotFound) -> Problem:
    """Give the answer for a thing that was not found: who may read it and not do this with it is told so."""
    narrower = scope and scope != "read" and actor.reach(scope) != actor.reach("read")
    return Forbidden("outside_reach") if narrower else missing
