"""Bodies: how much a request may carry.

In: a request. Out: 413 where its body passes the limit, else the request with its body read. Uploads are left to their routes, which
read piece by piece and have limits of their own.
"""

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import answer
from service.errors import BadRequest, ContentTooLarge, Problem

# The largest edit of a record is about 100 KB; JSON of 1 MB takes up to 30 MB of objects.
LIMIT = 1_000_000
TOO_LARGE = ContentTooLarge("body_too_large", limit=LIMIT // 1_000)
# Routes that take files.
STREAMED = frozenset({("POST", "/v1/documents"), ("POST", "/documents/upload")})
# What PostgreSQL can't keep in a text: the sign with the code 0, and half of a surrogate pair (RFC 8259, 8.2).
PAIR = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
UNKEEPABLE = re.compile(rb"(?<!\\)(?:\\\\)*\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})")


class BodyLimit:
    """Reads bodies up to a limit."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, then answer 400 or 413 or pass the request on."""
        if scope["type"] != "http" or (scope["method"], scope["path"]) in STREAMED or not has_body(scope):
            await self.app(scope, receive, send)
            return
        if told_length(scope) > LIMIT:
            await answer(TOO_LARGE, scope["path"])(scope, receive, send)
            return
        body = await read_body(receive)
        fault = find_fault(body)
        if fault:
            await answer(fault, scope["path"])(scope, receive, send)
        elif body is not None:
            await self.app(scope, again(body, receive), send)


def has_body(scope: Scope) -> bool:
    """Tell whether a body follows (RFC 9112, 6.3)."""
    headers = Headers(scope=scope)
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


def told_length(scope: Scope) -> int:
    """Give the length that the client announces; 0 where it announces none. uvicorn lets only numbers pass."""
    told = Headers(scope=scope).get("content-length", "0")
    return int(told) if told.isdecimal() else 0


async def read_body(receive: Receive) -> bytes | None:
    """Read a body until it passes the limit; None where the client left."""
    body = b""
    more = True
    while more and len(body) <= LIMIT:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def find_fault(body: bytes | None) -> Problem | None:
    """Give what is wrong with a body."""
    if body is None:
        return None
    if len(body) > LIMIT:
        return TOO_LARGE
    if b"\\u" in body and UNKEEPABLE.search(PAIR.sub(b"", body)):
        return BadRequest("text_has_nul")
    return None


def again(body: bytes, receive: Receive) -> Receive:
    """Give a channel that hands out the body that was read, then what follows."""
    rest = [body]

    async def receive_again() -> Message:
        return {"type": "http.request", "body": rest.pop(), "more_body": False} if rest else await receive()

    return receive_again
