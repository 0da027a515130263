"""Signatures of webhooks (Standard Webhooks, "Signature scheme"): the receiver knows who sent a message, and when.

In: a message's id, its time, its body and the secrets that are valid. Out: the three headers. A secret is shown to people as `whsec_…`.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

PREFIX = "whsec_"
# The specification asks for 24 to 64 bytes.
SECRET_BYTES = 32


def new_secret() -> bytes:
    """Make a secret."""
    return secrets.token_bytes(SECRET_BYTES)


def write_secret(secret: bytes) -> str:
    """Write a secret as receivers take it."""
    return PREFIX + base64.b64encode(secret).decode()


def sign(keys: Sequence[bytes], event: str, seconds: int, body: bytes) -> dict[str, str]:
    """Give the headers of a message, with a signature of each secret; `seconds` is the time of this try."""
    signed = f"{event}.{seconds}.".encode() + body
    signatures = [base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode() for key in keys]
    return {
        "webhook-id": event,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }
