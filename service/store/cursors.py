"""Cursors: where the next page of a list begins, as a text that a client hands back as it got it.

In: JSON-ready values (the last row's place, what the list was filtered by). Out: URL-safe text, and the values again. A list checks
the values that come back for itself: a client can write a cursor of its own, and then sees no more than a filter would show it.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from service.errors import BadRequest

# Characters; a cursor holds a sort key of at most 300 letters, a place and a fingerprint.
LONGEST_CURSOR = 4_000
# Bytes of a SHA-256 that tell one set of filters from another: enough against a mix-up, short in an address.
FINGERPRINT_BYTES = 9
# The largest number that PostgreSQL's bigint holds.
LARGEST = 2**63 - 1


def write_cursor(values: Mapping[str, Any]) -> str:
    """Write values as a cursor; ids and days are texts in it."""
    plain = json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=str)
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def read_cursor(text: str) -> dict[str, Any]:
    """Read the values of a cursor; raises `BadRequest` with the code `cursor_invalid`."""
    if len(text) > LONGEST_CURSOR:
        raise BadRequest("cursor_invalid")
    try:
        values = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise BadRequest("cursor_invalid") from None
    if not isinstance(values, dict):
        raise BadRequest("cursor_invalid")
    return values


def next_cursor(rows: Sequence[Mapping[str, Any]], limit: int, **columns: str) -> str | None:
    """Give the cursor of what follows a page of `limit` rows: columns of its last row, by their names in the cursor; None at the end."""
    return write_cursor({name: rows[limit - 1][column] for name, column in columns.items()}) if len(rows) > limit else None


def number_in(cursor: str, name: str) -> int:
    """Read a number of a cursor; raises `BadRequest` where the cursor is of another list."""
    number = read_cursor(cursor).get(name)
    if type(number) is not int or not 0 <= number <= LARGEST:
        raise BadRequest("cursor_invalid")
    return number


def id_in(cursor: str, name: str) -> UUID:
    """Read an id of a cursor; raises `BadRequest` where the cursor is of another list."""
    try:
        return UUID(read_cursor(cursor).get(name))
    except (ValueError, TypeError, AttributeError):
        raise BadRequest("cursor_invalid") from None


def fingerprint(values: Mapping[str, Any]) -> str:
    """Give a short mark of a list's filters and order, so that a cursor of another list is told."""
    plain = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return base64.urlsafe_b64encode(hashlib.sha256(plain.encode()).digest()[:FINGERPRINT_BYTES]).decode()
