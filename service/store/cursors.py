"""Cursors: where the next page of a list begins, as a text that a client hands back as it got it.

In: JSON-ready values (the last row's place, what the list was filtered by). Out: URL-safe text, and the values again. A list checks
the values that come back for itself: a client can write a cursor of its own, and then sees no more than a filter would show it.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from service.errors import BadRequest

# Characters; a cursor holds a sort key of at most 300 letters, a place and a fingerprint.
LONGEST_CURSOR = 4_000
# Bytes of a SHA-256 that tell one set of filters from another: enough against a mix-up, short in an address.
FINGERPRINT_BYTES = 9


def write_cursor(values: Mapping[str, Any]) -> str:
    """Write values as a cursor."""
    plain = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
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


def fingerprint(values: Mapping[str, Any]) -> str:
    """Give a short mark of a list's filters and order, so that a cursor of another list is told."""
    plain = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return base64.urlsafe_b64encode(hashlib.sha256(plain.encode()).digest()[:FINGERPRINT_BYTES]).decode()
