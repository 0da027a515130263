"""Headers of every answer: the request's number, the time it took, and what browsers must not do with it.

In: a request. Out: the answer with X-Request-Id, Server-Timing and the security headers; a route's own value of a header stays.
"""

import re
import secrets
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A number that a proxy gave the request already, in a form that can't break a log.
GIVEN_NUMBER = re.compile(r"[A-Za-z0-9._-]{8,64}")

SECURITY_HEADERS = {
    # Answers are data: nothing in them may load, run or be framed. Pages set their own.
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
# RFC 6797; a year is what browsers' lists ask for. Only where cookies need HTTPS too: otherwise nobody could open the service again.
STRICT_TRANSPORT = {"Strict-Transport-Security": "max-age=31536000"}


class AnswerHeaders:
    """Adds the headers."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Number the request, and add the headers when its answer starts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start = time.perf_counter()
        scope.setdefault("state", {})["request_number"] = request_number(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_headers(MutableHeaders(scope=message), scope, time.perf_counter() - start)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def request_number(scope: Scope) -> str:
    """Give the number that the request came with, or a new one."""
    given = Headers(scope=scope).get("x-request-id", "")
    return given if GIVEN_NUMBER.fullmatch(given) else secrets.token_hex(8)


def add_headers(headers: MutableHeaders, scope: Scope, seconds: float) -> None:
    """Add the headers that the route did not set itself."""
    for name, value in standing_headers(scope).items():
        headers.setdefault(name, value)
    headers["Server-Timing"] = f"total;dur={seconds * 1000:.1f}"


def standing_headers(scope: Scope) -> dict[str, str]:
    """Give the headers that do not depend on the answer."""
    transport = STRICT_TRANSPORT if scope["app"].state.settings.secure_cookies else {}
    return {"X-Request-Id": scope["state"]["request_number"]} | SECURITY_HEADERS | transport
