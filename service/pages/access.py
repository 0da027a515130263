"""Access to pages: who looks at a page, and whether a form comes from one of ours.

In: a request of a browser. Out: a `Visitor` for the route and for the layout; who is not signed in is sent to sign in and then back.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from fastapi import Depends, Request

from service.access.recognition import COOKIE, SAFE_METHODS, authorise, recognise, told
from service.api.dependencies import Here, address_of, log_read, refuse_persons
from service.auth.actors import Actor, Scope
from service.errors import NotFound, Unauthenticated
from service.store.sessions import find_session

# The field of a form that shows that it comes from one of our pages.
TOKEN_FIELD = "csrf"  # noqa: S105 - a field's name


class SignInFirst(Exception):  # noqa: N818 - the name says what to do
    """Nobody is signed in; `target` is the address to come back to, `why` is "ended" or "lost" where a session was there before."""

    def __init__(self, target: str, why: str | None = None) -> None:
        """Keep the address, and what to say on the form."""
        super().__init__(target)
        self.target = target
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who looks at a page: the actor, their name, and the token that their forms carry."""

    actor: Actor
    name: str
    csrf: str

    def may(self, scope: Scope) -> bool:
        """Tell whether they may do something; pages show only what they may."""
        return scope in self.actor.scopes


def visits(scope: Scope | None) -> Callable[..., Any]:
    """Give a dependency that finds out who looks at a page and raises `SignInFirst`, or `Forbidden` where they lack the scope."""

    async def visitor(request: Request, here: Here) -> AsyncIterator[Visitor]:
        found = await known_visitor(request, here)
        request.state.visitor = found
        authorise(found.actor, scope)
        refuse_persons(request, here)
        try:
            yield found
        except NotFound as missing:
            raise told(found.actor, scope, missing) from None
        await log_read(request, here, found.actor)

    return visitor


async def known_visitor(request: Request, here: Here, *, token: str | None = None) -> Visitor:
    """Find out who looks at a page; `token` is the form's where it stands elsewhere than in a field of it."""
    if token is None and request.method not in SAFE_METHODS:
        token = await form_token(request)
    try:
        actor = await recognise(request, here.pool, form_token=token)
    except Unauthenticated:
        request.app.state.rates.count_stranger(address_of(request))
        raise SignInFirst(come_back(request), what_ended(request)) from None
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
    """Give the address to come back to: this page, or the one that a form was sent from."""
    if request.method not in SAFE_METHODS:
        return form_page(request)
    query = f"?{request.url.query}" if request.url.query else ""
    return quote(request.url.path + query, safe="/?&=")


def form_page(request: Request) -> str:
    """Give the page that a form was sent from, by what the browser says of it; the first page where it says nothing."""
    source = urlsplit(request.headers.get("referer", ""))
    if source.netloc != request.headers.get("host"):
        return "/"
    return quote(source.path + (f"?{source.query}" if source.query else ""), safe="/?&=%") or "/"


def what_ended(request: Request) -> str | None:
    """Tell what went with the session: a form ("lost"), or nothing but the session itself ("ended"); None where there was none."""
    if request.method not in SAFE_METHODS:
        return "lost"
    return "ended" if COOKIE in request.cookies else None


def visiting(scope: Scope | None) -> Any:
    """Give the dependency in the form that a route's parameter takes."""
    return Depends(visits(scope), scope="function")


# Anybody who is signed in, whatever they may do.
Leaving = Annotated[Visitor, visiting(None)]
ReadingVisitor = Annotated[Visitor, visiting("read")]
UploadingVisitor = Annotated[Visitor, visiting("upload")]
EditingVisitor = Annotated[Visitor, visiting("edit")]
AuditingVisitor = Annotated[Visitor, visiting("audit")]
ManagingVisitor = Annotated[Visitor, visiting("manage")]
