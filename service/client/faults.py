"""Faults: why the client has no answer, each a class that a program can catch.

In: an answer that is no success, or what the connection died of. Out: `ServiceFault`s; their text is for people. To tell another status
apart, write its class and a line in `KINDS`.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2

from service.messages import message


class ServiceFault(Exception):  # noqa: N818 - the names say what is wrong
    """The service gave no answer of the kind that was asked for."""


class Unreachable(ServiceFault):
    """Nothing answers at the address, or the connection broke."""


class StrangeAnswer(ServiceFault):
    """What answers at the address is not Planovik: a proxy, another program, a redirection."""


class TookTooLong(ServiceFault):
    """A document was not finished in the time that the caller gave it."""


class ProblemAnswer(ServiceFault):
    """The service refused: its problem (RFC 9457) with the stable `code`; `retry_after` is in seconds where it was given."""

    def __init__(self, problem: Mapping[str, Any], *, retry_after: float | None = None) -> None:
        """Keep what the problem says."""
        self.status: int = problem["status"]
        self.code: str = problem["code"]
        self.detail: str = problem["detail"]
        self.errors: Sequence[Mapping[str, str]] = problem.get("errors", ())
        self.problem = problem
        self.retry_after = retry_after
        super().__init__(self.code)

    def __str__(self) -> str:
        """Give the service's own text, with the places of what is wrong."""
        return " ".join([self.detail, *(f"{error['pointer']}: {error['message']}" for error in self.errors)])


class NotSignedIn(ProblemAnswer):
    """The key is unknown, expired or revoked."""


class NotAllowed(ProblemAnswer):
    """The key, or its person, may not do this."""


class NotThere(ProblemAnswer):
    """There is no such thing, or it was deleted."""


class InTheWay(ProblemAnswer):
    """The thing is in a state that does not allow this."""


class Stale(ProblemAnswer):
    """Somebody has changed the record since it was read: read it again and repeat."""


class TooLarge(ProblemAnswer):
    """The file or the request passes a limit."""


class NotAccepted(ProblemAnswer):
    """The file or the values are not ones that the service takes."""


class TooBusy(ProblemAnswer):
    """The queue is full, there were too many requests, or the database is away, for longer than the client's patience."""


class ServiceBroken(ProblemAnswer):
    """The service failed at this request."""


KINDS: dict[int, type[ProblemAnswer]] = {
    400: NotAccepted,
    401: NotSignedIn,
    403: NotAllowed,
    404: NotThere,
    409: InTheWay,
    410: NotThere,
    412: Stale,
    413: TooLarge,
    415: NotAccepted,
    422: NotAccepted,
    428: Stale,
    429: TooBusy,
    503: TooBusy,
}


def fault_of(answer: httpx2.Response) -> ServiceFault:
    """Give the fault of an answer that is no success."""
    try:
        problem = answer.json()
        kind = KINDS.get(answer.status_code, ServiceBroken if answer.is_server_error else ProblemAnswer)
        return kind(problem, retry_after=seconds_of(answer.headers.get("Retry-After")))
    except (ValueError, KeyError, TypeError):
        pass
    if answer.status_code in (502, 503, 504):  # a proxy whose service is away
        return Unreachable(message("client_away", server=server_of(answer), status=answer.status_code))
    return StrangeAnswer(message("client_strange", server=server_of(answer), status=answer.status_code))


def server_of(answer: httpx2.Response) -> str:
    """Give the address of the server that answered, without the path."""
    return str(answer.url.copy_with(raw_path=b"/")).rstrip("/")


def seconds_of(retry_after: str | None) -> float | None:
    """Read Retry-After (RFC 9110, 10.2.3): seconds, or a moment."""
    if not retry_after:
        return None
    if retry_after.isdecimal():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
