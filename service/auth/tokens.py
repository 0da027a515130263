"""Tokens: the secrets of sessions and API keys; only their SHA-256 is kept.

In: nothing, or a token from a request. Out: a new token, or its id and digest. A plain digest is enough, as the secrets are random:
256 bits can't be guessed from it.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

KEY_PREFIX = "plv"
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class KeyToken:
    """An API key as it stands in a request: the id by which it is found, and the digest of its secret."""

    key: UUID
    digest: bytes


def new_secret() -> str:
    """Give 256 random bits in letters that stand in a header and a cookie as they are."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest(secret: str) -> bytes:
    """Give what is kept of a secret."""
    return hashlib.sha256(secret.encode()).digest()


def write_key(key: UUID, secret: str) -> str:
    """Give an API key as it is shown once: plv_<id>_<secret>."""
    return f"{KEY_PREFIX}_{key.hex}_{secret}"


def read_key(token: str) -> KeyToken | None:
    """Read an API key, or give None where the text is none."""
    prefix, _, rest = token.partition("_")
    identity, _, secret = rest.partition("_")
    if prefix != KEY_PREFIX or not secret.isascii():
        return None
    try:
        return KeyToken(UUID(hex=identity), digest(secret))
    except ValueError:
        return None


def is_same(one: bytes | str, other: bytes | str) -> bool:
    """Compare in a time that tells nothing of where they differ."""
    return hmac.compare_digest(as_bytes(one), as_bytes(other))


def as_bytes(value: bytes | str) -> bytes:
    """Give the bytes of either."""
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
