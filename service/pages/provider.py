"""Signing in through an identity provider, in a browser.

In: a click, and the browser that the provider sends back. Out: the session's cookie and the page that was asked for. A browser takes up
only the sign-in that it has begun, once: its cookie has to fit the state in the address.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from service.access.joining import join
from service.access.provider import Claims, Exchange, Provider, ProviderWrong
from service.access.recognition import COOKIE
from service.api.dependencies import Here, address_of
from service.errors import BadRequest, Forbidden, NotFound
from service.installation import Installation
from service.pages.rendering import see_other
from service.pages.sessions import open_session, safe_target
from service.store.audit import write_audit
from service.store.identities import BEGUN_KEPT, Begun, begin, take_up
from service.store.sessions import end_session

router = APIRouter(prefix="/sign-in/provider", include_in_schema=False)

# Names the browser that began a sign-in; it comes back from another site by a link, which Lax lets through.
BEGUN_COOKIE = "planovik_sign_in"
Text = Annotated[str, Query(max_length=4_000)]


async def provider_of(request: Request) -> Provider:
    """Give the identity provider; raises `NotFound` where there is none. Strangers are counted, as each sign-in keeps a row for a while."""
    request.app.state.rates.count_stranger(address_of(request))
    found: Provider | None = request.app.state.provider
    if found is None:
        raise NotFound
    return found


Chosen = Annotated[Provider, Depends(provider_of)]


@router.get("")
async def begin_sign_in(request: Request, here: Here, provider: Chosen, to: str = "/") -> Response:
    """Send the browser to the provider."""
    async with here.pool.connection() as connection:
        begun = await begin(connection, safe_target(to)[:2_000])
    address = await provider.begin_address(
        redirect=redirect_address(request), state=begun.state, nonce=begun.nonce, verifier=begun.verifier
    )
    answer = see_other(address)
    answer.set_cookie(
        BEGUN_COOKIE,
        begun.browser,
        max_age=int(BEGUN_KEPT.total_seconds()),
        path=router.prefix,
        httponly=True,
        samesite="lax",
        secure=here.settings.secure_cookies,
    )
    return answer


def redirect_address(request: Request) -> str:
    """Give the address to which the provider sends browsers back; it has to know it as one of ours."""
    return str(request.url_for("finish_sign_in"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the provider sends a browser back with."""

    state: Text = ""
    code: Text = ""
    iss: Text | None = None
    error: Text = ""


@router.get("/back")
async def finish_sign_in(request: Request, here: Here, provider: Chosen, answer: Annotated[Answer, Depends()]) -> Response:
    """Begin a session for who the provider says has come back."""
    begun = await taken_up(request, here, answer.state)
    await provider.check_sender(answer.iss)
    if answer.error or not answer.code:
        raise ProviderWrong("provider_refused")
    exchange = Exchange(code=answer.code, verifier=begun.verifier, nonce=begun.nonce, redirect=redirect_address(request))
    return await admit(request, here, provider, await provider.exchange(exchange), begun)


async def taken_up(request: Request, here: Installation, state: str) -> Begun:
    """Give the sign-in that this browser began; raises `BadRequest`."""
    async with here.pool.connection() as connection:
        begun = await take_up(connection, state=state, browser=request.cookies.get(BEGUN_COOKIE, ""))
    if begun is None:
        raise BadRequest("sign_in_stale")
    return begun


async def admit(request: Request, here: Installation, provider: Provider, claims: Claims, begun: Begun) -> Response:
    """Begin the session, in the place of one that the browser has; raises `Forbidden` for who has no role here."""
    address, said = address_of(request), {"issuer": claims.issuer, "subject": claims.subject}
    async with here.pool.connection() as connection, connection.transaction():
        person = await join(connection, claims, provider.settings)
        if person is None:
            await write_audit(connection, None, "session.refuse", "people", address=address, **said)
        else:
            await end_session(connection, request.cookies.get(COOKIE, ""))
            answer = await open_session(connection, here, person["id"], target=begun.target, id_token=claims.id_token)
            await write_audit(connection, person["id"], "session.begin", f"people/{person['id']}", address=address, **said)
    if person is None:
        raise Forbidden("not_admitted")
    answer.delete_cookie(BEGUN_COOKIE, path=router.prefix, httponly=True, samesite="lax", secure=here.settings.secure_cookies)
    return answer
