"""File names: what a client calls a file, made fit to be shown and to be offered for saving.

In: a name as a form or an archive has it. Out: one clean name, never a path.
"""

import re
import unicodedata
from urllib.parse import quote

# What common file systems allow a name to have, in UTF-8 bytes.
MAX_NAME_BYTES = 255
# Longer "extensions" are part of a sentence with a full stop in it.
MAX_SUFFIX_BYTES = 16
NAMELESS = "document"
# Control and format characters: a right-to-left override would show "exe.docx" for "xcod.exe".
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
NOT_ASCII_TOKEN = re.compile(r'[^ !#-\[\]-~]|["%]')


def clean_name(name: str) -> str:
    """Give the last part of a path without characters that can't be seen, at most 255 bytes long with its extension kept."""
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    seen = "".join(character for character in unicodedata.normalize("NFC", last) if unicodedata.category(character) not in UNSEEN)
    clean = " ".join(seen.split()).strip(". ")
    return shorten(clean) or NAMELESS


def shorten(name: str) -> str:
    """Cut a name in front of its extension; no character is cut in two."""
    stem, dot, suffix = name.rpartition(".")
    if not stem or len(suffix.encode()) > MAX_SUFFIX_BYTES:
        return cut(name, MAX_NAME_BYTES)
    return cut(stem, MAX_NAME_BYTES - len((dot + suffix).encode())) + dot + suffix


def cut(text: str, size: int) -> str:
    """Give as many of the first characters as fit into `size` bytes of UTF-8."""
    return text.encode()[:size].decode(errors="ignore")


def content_disposition(name: str, kind: str = "attachment") -> str:
    """Write a Content-Disposition header (RFC 6266) with the name in full (RFC 8187) and a plain form for old clients."""
    plain = NOT_ASCII_TOKEN.sub("_", name)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
