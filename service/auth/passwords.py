"""Passwords: argon2id hashes (RFC 9106), and which passwords are too weak to be kept.

In: a password. Out: its hash, whether it fits a hash, or a problem that says what is wrong with it. To refuse one more well-known
password, add it to `WELL_KNOWN`.
"""

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.errors import Invalid

# The library's defaults are RFC 9106's second recommended option: 64 MiB and 3 passes a hash.
HASHER = PasswordHasher()
# NIST SP 800-63B-4, 3.1.1.2 asks for 15 without and 8 with a second factor; 12 with a delay after failures stands between.
SHORTEST = 12
# Longer ones only cost time; nobody types them.
LONGEST = 200
# Each hash takes 64 MiB while it is made: two at a time bound what sign-ins can take to 128 MiB.
HASHING = ThreadPoolExecutor(2, thread_name_prefix="passwords")
# Characters that must be there besides the well-known pieces and the login, and different characters in all.
OWN_CHARACTERS = 6
DIFFERENT_CHARACTERS = 5
WELL_KNOWN = (
    "password", "parol", "пароль", "administrator", "администратор", "admin", "админ", "planovik", "плановик",
    "qwertyuiop", "qwerty", "йцукенгшщзхъ", "йцукен", "asdfgh", "zxcvbn", "1q2w3e4r", "letmein", "welcome",
    "1234567890", "123456", "12345", "1234", "123", "987654321", "2024", "2025", "2026", "2027",
)  # fmt: skip


def check_password(password: str, *, login: str) -> None:
    """Raise `Invalid` where a new password is too short, too long or too easy to guess."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid("password_length", shortest=SHORTEST, longest=LONGEST)
    if len(set(password)) < DIFFERENT_CHARACTERS or len(own_part(password, login)) < OWN_CHARACTERS:
        raise Invalid("password_weak")


def own_part(password: str, login: str) -> str:
    """Give what is left of a password without the login and well-known pieces."""
    left = password.casefold()
    for piece in (login.strip().casefold(), *WELL_KNOWN):
        left = left.replace(piece, "") if piece else left
    return left


async def hash_password(password: str) -> str:
    """Give the hash of a password."""
    return await asyncio.get_running_loop().run_in_executor(HASHING, HASHER.hash, normal_form(password))


async def fits(password: str, password_hash: str | None) -> bool:
    """Tell whether a password has this hash; without one, take the same time and say no."""
    return await asyncio.get_running_loop().run_in_executor(HASHING, verify, normal_form(password), password_hash)


def verify(password: str, password_hash: str | None) -> bool:
    """Tell whether a password has this hash, in the calling thread."""
    try:
        return HASHER.verify(password_hash or stand_in(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def stand_in() -> str:
    """Give the hash that an unknown login is compared with."""
    return HASHER.hash("nobody has this password")


def normal_form(password: str) -> str:
    """Give the form that is hashed, so that a letter typed as one sign or as two is the same (NIST SP 800-63B-4, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
