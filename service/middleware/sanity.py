"""Sanity: requests that no honest client sends are turned away before they are looked at.

In: a request. Out: 400 where its Host can't be a host's name, or its address has a sign that PostgreSQL can't keep.
"""

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from service.api.problems import answer
from service.errors import BadRequest

# RFC 9110, 7.2: a name, an IPv4 or a bracketed IPv6 address, and a port. Links are made of it and origins compared with it.
HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")


class Sanity:
    """Turns senseless requests away."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 400, or pass the request on."""
        fault = find_fault(scope) if scope["type"] == "http" else None
        if fault:
            await answer(BadRequest(fault), scope["path"])(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def find_fault(scope: Scope) -> str | None:
    """Give the code of what is wrong with a request's head."""
    if not HOST.fullmatch(Headers(scope=scope).get("host", "")):
        return "header_host_wrong"
    if "\0" in scope["path"] or b"%00" in scope["query_string"]:
        return "text_has_nul"
    return None
