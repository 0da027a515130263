"""What routes ask for: the installation, and an actor who may do what the route does.

In: a request. Out: values for a route's parameters. To let a route be read without an entry in the audit log (polling), give it
`openapi_extra=NOT_LOGGED`.
"""

from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any, cast

from fastapi import Depends, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.security import APIKeyCookie, HTTPBearer

from service.access.recognition import COOKIE, SAFE_METHODS, authorise, recognise, told
from service.api.problems import wrong
from service.auth.actors import Actor, Scope
from service.errors import Forbidden, Invalid, NotFound, Unauthenticated
from service.installation import Installation
from service.store.audit import note_read

# Marks a route whose reads are not logged: it is asked every second and tells nothing of a document's content.
NOT_LOGGED = {"x-not-logged": True}

bearer = HTTPBearer(auto_error=False, scheme_name="key", description="An API key: `Authorization: Bearer plv_<id>_<secret>`.")
cookie = APIKeyCookie(
    name=COOKIE,
    auto_error=False,
    scheme_name="session",
    description="Set by `POST /v1/session`; other methods than GET need `X-CSRF-Token`.",
)


async def installation(request: Request) -> Installation:
    """Give the installation that the process started with; not a plain function, for which FastAPI would use a thread."""
    return cast(Installation, request.app.state.installation)


Here = Annotated[Installation, Depends(installation)]


def needs(scope: Scope | None = None) -> Callable[..., Any]:
    """Give a dependency that finds out who asks and raises `Unauthenticated`, `TooMany` or `Forbidden` where they lack the scope.

    A parameter of the query that the route does not have is `Invalid`: a mistyped filter would show more than was asked for. What was
    read is logged after the route has succeeded and before the answer leaves.
    """

    async def actor(
        request: Request, here: Here, _key: Annotated[Any, Depends(bearer)], _session: Annotated[Any, Depends(cookie)]
    ) -> AsyncIterator[Actor]:
        found = await known_actor(request, here)
        authorise(found, scope)
        refuse_persons(request, here)
        check_query(request)
        try:
            yield found
        except NotFound as missing:
            raise told(found, scope, missing) from None
        await log_read(request, here, found)

    return actor


async def known_actor(request: Request, here: Installation) -> Actor:
    """Find out who asks, and count the request."""
    rates = request.app.state.rates
    try:
        found = await recognise(request, here.pool)
    except Unauthenticated:
        rates.count_stranger(address_of(request))
        raise
    rates.count(str(found.key or found.person))
    return found


def refuse_persons(request: Request, here: Installation) -> None:
    """Raise `Forbidden` where somebody who sees no names of persons asks for what a person is named in."""
    if request.query_params.get("person") and here.pool.sight().without_names:
        raise Forbidden("person_masked")


def check_query(request: Request) -> None:
    """Raise `Invalid` where the query names parameters that the route does not have."""
    given = set(request.query_params)
    unknown = given and given - {field.alias for field in get_flat_params(request.scope["route"].dependant)}
    if unknown:
        raise Invalid(extra={"errors": [wrong(f"/query/{name[:100]}", "extra_forbidden") for name in sorted(unknown)]})


async def log_read(request: Request, here: Installation, actor: Actor) -> None:
    """Write the entry of a read: which route, which thing, and the names of the query's parameters, not what was searched for."""
    route = request.scope["route"]
    if request.method in SAFE_METHODS and NOT_LOGGED.items() - (route.openapi_extra or {}).items():
        async with here.pool.connection() as connection:
            thing = request.url.path.removeprefix("/v1/")
            await note_read(connection, actor, route.operation_id or f"page.{route.name}", thing, query=sorted(set(request.query_params)))


def address_of(request: Request) -> str:
    """Give the address of who asks; behind a proxy it is right where uvicorn is told to trust that proxy."""
    return request.client.host if request.client else "unknown"


def signed_in(scope: Scope | None = None) -> Any:
    """Give the dependency in the form that a route's parameter takes; the entry of a read is written before the answer leaves."""
    return Depends(needs(scope), scope="function")


SignedIn = Annotated[Actor, signed_in()]
Reader = Annotated[Actor, signed_in("read")]
Uploader = Annotated[Actor, signed_in("upload")]
Editor = Annotated[Actor, signed_in("edit")]
Auditor = Annotated[Actor, signed_in("audit")]
Manager = Annotated[Actor, signed_in("manage")]
