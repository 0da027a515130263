"""Access to pages: who looks at a page, and whether a form comes from one of ours.

In: a request of a browser. Out: a `Visitor` for the route and for the layout; who is not signed in is sent to sign in and then back.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request

from service.api.dependencies import Here, address_of, log_read
from service.auth.actors import Actor, Scope
from service.access.recognition import COOKIE, SAFE_METHODS, recognise
from service.errors import Forbidden, Unauthenticated
from service.store.sessions import find_session

# The field of a form that shows that it comes from one of our pages.
TOKEN_FIELD = "csrf"  # noqa: S105 - a field's name


class SignInFirst(Exception):  # noqa: N818 - the name says what to do
    """Nobody is signed in; `target` is the address to come back to."""

    def __init__(self, target: str) -> None:
        """Keep the address."""
        super().__init__(target)
        self.target = target


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who looks at a page: the actor, their name, and the token that their forms carry."""

    actor: Actor
    name: str
    csrf: str

    def may(self, scope: Scope) -> bool:
        """Tell whether they may do something; pages show only what they may."""
        return scope in self.actor.scopes


def visits(scope: Scope) -> Callable[..., Any]:
    """Give a dependency that finds out who looks at a page and raises `SignInFirst`, or `Forbidden` where they lack the scope."""

    async def visitor(request: Request, here: Here) -> AsyncIterator[Visitor]:
        found = await known_visitor(request, here)
        request.state.visitor = found
        if scope not in found.actor.scopes:
            raise Forbidden
        yield found
        await log_read(request, here, found.actor)

    return visitor


async def known_visitor(request: Request, here: Here) -> Visitor:
    """Find out who looks at a page."""
    token = None if request.method in SAFE_METHODS else await form_token(request)
    try:
        actor = await recognise(request, here.pool, form_token=token)
    except Unauthenticated:
        request.app.state.rates.count_stranger(address_of(request))
        raise SignInFirst(come_back(request)) from None
    request.app.state.rates.count(str(actor.key or actor.person))
    async with here.pool.connection() as connection:
        session = await find_session(connection, request.cookies.get(COOKIE, "")) or {"name": actor.login, "csrf": ""}
    return Visitor(actor=actor, name=session["name"], csrf=session["csrf"])


async def form_token(request: Request) -> str | None:
    """Give the token that a form carries; other requests have it in their header."""
    if "form" not in request.headers.get("content-type", ""):
        return None
    form = await request.form()
    token = form.get(TOKEN_FIELD)
    return token if isinstance(token, str) else None


def come_back(request: Request) -> str:
    """Give the address to come back to: this page; a form's answer is none."""
    if request.method not in SAFE_METHODS:
        return "/"
    query = f"?{request.url.query}" if request.url.query else ""
    return quote(request.url.path + query, safe="/?&=")


def visiting(scope: Scope) -> Any:
    """Give the dependency in the form that a route's parameter takes."""
    return Depends(visits(scope), scope="function")


ReadingVisitor = Annotated[Visitor, visiting("read")]
UploadingVisitor = Annotated[Visitor, visiting("upload")]
EditingVisitor = Annotated[Visitor, visiting("edit")]
AuditingVisitor = Annotated[Visitor, visiting("audit")]
ManagingVisitor = Annotated[Visitor, visiting("manage")]
