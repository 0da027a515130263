"""Rates: how often a person, a key or a stranger may ask.

In: who asks. Out: nothing, or `TooMany` with the seconds to wait. Counted in the memory of one process: behind N API processes the
limit is up to N times as high.
"""

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from service.errors import TooMany

# A stranger has nothing to ask but to sign in; a system with an expired key asks again and again. Many may share one address.
STRANGER_REQUESTS = 300


class Rates:
    """Counts requests over a moving minute."""

    def __init__(self, requests_per_minute: int) -> None:
        """Begin to count; `requests_per_minute` holds for each person and each key."""
        self.known = RateLimitItemPerMinute(requests_per_minute, namespace="known")
        self.stranger = RateLimitItemPerMinute(STRANGER_REQUESTS, namespace="stranger")
        self.limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, actor: str) -> None:
        """Count a request of a person or a key."""
        self.hit(self.known, actor)

    def count_stranger(self, address: str) -> None:
        """Count a request of nobody we know, by its address."""
        self.hit(self.stranger, address)

    def hit(self, limit: RateLimitItemPerMinute, name: str) -> None:
        """Count a request; raises `TooMany`."""
        if not self.limiter.hit(limit, name):
            window = self.limiter.get_window_stats(limit, name)
            raise TooMany(retry_after=max(1, math.ceil(window.reset_time - time.time())))
