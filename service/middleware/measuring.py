"""Measuring: every request is counted with its route, status and time.

In: a request. Out: the same answer, and a count in `service.metrics`.
"""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Requests that no route took are counted together, and so are odd methods: a stranger could make up any number of them.
NO_ROUTE = "none"
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})


class Measuring:
    """Counts requests."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and count it when it has ended, whichever way."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start = time.perf_counter()
        # An application that fails has not answered yet: the answer, 500, is made outside.
        status = 500

        async def send_and_see(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self.app(scope, receive, send_and_see)
        finally:
            note(scope, status, time.perf_counter() - start)


def note(scope: Scope, status: int, seconds: float) -> None:
    """Count a request that ended."""
    method = scope["method"] if scope["method"] in METHODS else "other"
    scope["app"].state.metrics.note(method=method, route=route_of(scope), status=status, seconds=seconds)


def route_of(scope: Scope) -> str:
    """Give the path of the route with its parameters' names, so that ids do not multiply the counts."""
    return str(getattr(scope.get("route"), "path", NO_ROUTE))
