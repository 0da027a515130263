"""Exchanges with the service: requests that are repeated while that makes sense.

In: how to send a request. Out: the answer, a success. What refuses for now (429, 503), or does not answer at all, is asked again: after the
seconds of Retry-After, else after pauses that grow, until the client's patience ends.
"""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from itertools import count
from typing import Any

import httpx2

from service.client.faults import InTheWay, ProblemAnswer, ServiceFault, StrangeAnswer, TooBusy, Unreachable, fault_of
from service.messages import message

# Seconds: an upload is answered after its files were looked into, which takes some for an archive of scans.
TIMEOUT = httpx2.Timeout(connect=10.0, read=120.0, write=60.0, pool=None)
# Seconds of the first pause, and of the longest: a service that comes back is found soon, one that is away is not stormed.
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
# Seconds that Retry-After may ask for and be obeyed.
LONGEST_RETRY_AFTER = 300.0
# What was not sent at all can be repeated, whatever it was.
NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds for which a request is repeated: while nothing answers, and while the service answers that it is busy."""

    away: float = 120.0
    busy: float = 600.0

    def lasts(self, fault: ServiceFault, seconds: float) -> bool:
        """Tell whether a request that will have waited so long is still to be repeated."""
        return seconds <= (self.busy if isinstance(fault, TooBusy) else self.away)


class Exchange:
    """A connection to a service; threads may share it. `told` hears of each pause: why, and how many seconds."""

    def __init__(self, server: str, key: str, *, patience: Patience, told: Callable[[ServiceFault, float], None] | None = None) -> None:
        """Keep the address and the key; nothing is sent yet."""
        self.server = server.rstrip("/")
        self.patience = patience
        self.told = told
        self.closed = threading.Event()
        headers = {"Authorization": f"Bearer {key}", "User-Agent": f"planovik/{version('planovik')}"}
        self.http = httpx2.Client(base_url=self.server, headers=headers, timeout=TIMEOUT)

    def close(self) -> None:
        """Stop: pauses end at once."""
        self.closed.set()
        self.http.close()

    def ask(self, send: Callable[[httpx2.Client], httpx2.Response], *, is_repeatable: bool = True) -> httpx2.Response:
        """Send a request until it succeeds; raises `ServiceFault`.

        One that is not repeatable is sent again only where the service has certainly not done it.
        """
        begun = time.monotonic()
        for attempt in count():
            try:
                answer = send(self.http)
            except httpx2.TransportError as error:
                fault: ServiceFault = Unreachable(message("client_unreachable", server=self.server, reason=reason_of(error)))
                is_worth = is_repeatable or isinstance(error, NOT_SENT)
            else:
                if answer.is_success:
                    return answer
                fault = fault_of(answer)
                is_worth = is_temporary(fault, is_repeatable=is_repeatable)
            pause = pause_before(attempt, fault)
            if not is_worth or not self.patience.lasts(fault, time.monotonic() - begun + pause):
                raise fault from None
            self.rest(fault, pause)
        raise AssertionError  # counting has no end

    def rest(self, fault: ServiceFault, pause: float) -> None:
        """Wait before the next attempt; raises the fault where the client is closed meanwhile."""
        if self.told:
            self.told(fault, pause)
        if self.closed.wait(pause):
            raise fault

    def json(self, send: Callable[[httpx2.Client], httpx2.Response], *, is_repeatable: bool = True) -> Any:
        """Send a request and give the JSON of its answer."""
        answer = self.ask(send, is_repeatable=is_repeatable)
        try:
            return answer.json()
        except ValueError:
            raise StrangeAnswer(message("client_strange", server=self.server, status=answer.status_code)) from None


def reason_of(error: httpx2.TransportError) -> str:
    """Say what a connection died of."""
    return str(error).rstrip(".") or type(error).__name__


def is_temporary(fault: ServiceFault, *, is_repeatable: bool) -> bool:
    """Tell whether it makes sense to repeat a request after its fault."""
    if isinstance(fault, InTheWay):
        return is_repeatable and fault.code == "idempotency_running"
    return isinstance(fault, TooBusy) or (is_repeatable and isinstance(fault, Unreachable))


def pause_before(attempt: int, fault: ServiceFault) -> float:
    """Give the seconds before the next attempt, the first of which is 0: as told, else growing, each client at its own moment."""
    if isinstance(fault, ProblemAnswer) and fault.retry_after is not None:
        return min(fault.retry_after, LONGEST_RETRY_AFTER)
    return min(FIRST_PAUSE * 2.0 ** min(attempt, 10), LONGEST_PAUSE) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
