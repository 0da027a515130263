"""Identities: the ids of everything that is kept.

In: nothing. Out: UUIDs that grow with time (RFC 9562, 5.7), so that new rows stand together in an index.
"""

import secrets
import time
from uuid import UUID


def new_id() -> UUID:
    """Give a new UUID of version 7: 48 bits of milliseconds, then 74 random bits."""
    random = secrets.randbits(74)
    high, low = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=time.time_ns() // 1_000_000 << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)
