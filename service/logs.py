"""Logs: what the processes of the service write about their work, a line for each event, on standard error.

In: log records, and requests that pass `AccessLog`. Out: plain lines, or JSON where `PLANOVIK_LOGS=json`. Neither queries nor bodies
are written: they hold names of people.
"""

import json
import logging
import os
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TextIO

from service.messages import message

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

# These tell of each step; what matters of them is said by the supervisor or by the service itself.
QUIET = ("uvicorn", "procrastinate", "alembic", "psycopg.pool", "pymorphy3")
# Paths that are secrets themselves.
UNTOLD_PATHS = "/calendars/"
# Asked by machines every few seconds.
UNLOGGED = {"/health", "/ready", "/metrics"}
access = logging.getLogger("planovik.access")


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line; what an event carries stands beside its text."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        event = {"at": moment, "level": record.levelname.lower(), "logger": record.name, "text": record.getMessage()}
        event |= getattr(record, "event", {})
        if record.exc_info:
            event["trace"] = self.formatException(record.exc_info)
        return json.dumps(event, ensure_ascii=False, default=str)


def set_up_logs() -> None:
    """Send the log of this process to standard error; call it once, when the process starts."""
    output = logging.StreamHandler()
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    output.setFormatter(JsonLines() if os.environ.get("PLANOVIK_LOGS") == "json" else plain)
    logging.basicConfig(level=logging.INFO, handlers=[output])
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def say(code: str, **values: object) -> None:
    """Tell the one who started the program something, at once."""
    write(sys.stdout, message(code, **values))


def complain(text: str) -> None:
    """Tell the one who started the program what is wrong."""
    write(sys.stderr, text)


def write(stream: TextIO, text: str) -> None:
    """Write a line; nothing fails where nobody reads any more."""
    with suppress(OSError):
        stream.write(text + "\n")
        stream.flush()


class AccessLog:
    """Writes a line for each request: the method, the path, the status, the milliseconds, who asked and the request's number."""

    def __init__(self, application: Application) -> None:
        """Keep the application that answers."""
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request and write its line, also where the answer failed."""
        if scope["type"] != "http" or scope["path"] in UNLOGGED:
            await self.application(scope, receive, send)
            return
        answer: dict[str, Any] = {"status": 500, "request": None}
        started = time.perf_counter()

        async def noting_send(part: Message) -> None:
            if part["type"] == "http.response.start":
                answer["status"] = part["status"]
                answer["request"] = request_number(part.get("headers", ()))
            await send(part)

        try:
            await self.application(scope, receive, noting_send)
        finally:
            write_line(scope, answer, round((time.perf_counter() - started) * 1000, 1))


def request_number(headers: Any) -> str | None:
    """Give the number that the answer says the request has."""
    return next((value.decode("latin-1") for name, value in headers if name.lower() == b"x-request-id"), None)


def write_line(scope: Scope, answer: dict[str, Any], milliseconds: float) -> None:
    """Write the line of a request; control characters of a path are escaped, so that nobody writes lines of their own."""
    client = (scope.get("client") or ("-",))[0]
    path = scope["path"].encode("unicode_escape").decode() if not scope["path"].isprintable() else scope["path"]
    path = f"{UNTOLD_PATHS}…" if path.startswith(UNTOLD_PATHS) else path
    event = {"method": scope["method"], "path": path, "client": client, "milliseconds": milliseconds, **answer}
    access.info(
        "%s %s %s %s ms %s %s", event["method"], path, event["status"], milliseconds, client, event["request"], extra={"event": event}
    )
