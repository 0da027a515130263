"""HTML source: bytes become a tree of elements.

In: the bytes of a page or of a web archive (MHTML). Out: the root element. A byte order mark decides about the encoding,
then a declared one that fits, then `encodings.decode`. Server code that was saved with the page is cut out.
"""

import email
import email.errors
import email.policy
import re
from typing import Any

from lxml import html

from extractor.errors import DamagedFile, EmptyFile, TooLarge
from extractor.formats.encodings import BYTE_ORDER_MARKS, decode, is_utf8

DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
# HTML (13.2.3.2) looks for the declaration in the first 1,024 bytes; Word puts long conditional comments before it.
HEAD_BYTES = 4_096
ONE_BYTE = {"windows-1251": "cp1251", "cp1251": "cp1251", "win-1251": "cp1251", "x-cp1251": "cp1251", "koi8-r": "koi8-r",
            "koi8-u": "koi8-u", "ibm866": "cp866", "cp866": "cp866", "iso-8859-5": "iso8859-5"}  # fmt: skip
SERVER_CODE = re.compile(r"<\?(?:php|=|xml\b).*?(?:\?>|\Z)|<%(?:(?!<%).)*?%>", re.DOTALL | re.IGNORECASE)
MAIL_START = re.compile(rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*?){1,20}", re.ASCII)
# A plan of 2,000 rows saved by Word has 8 million characters; the tree takes about twenty times as much memory.
MAX_CHARACTERS = 30_000_000


def read_root(content: bytes) -> Any:
    """Parse a page; raises EmptyFile, DamagedFile or TooLarge."""
    text = page_text(content)
    if len(text) > MAX_CHARACTERS:
        raise TooLarge("too_many_characters", limit=MAX_CHARACTERS // 1_000_000)
    text = SERVER_CODE.sub("", text).replace("\x00", "")
    if not text.strip():
        raise EmptyFile
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (html.etree.ParserError, html.etree.XMLSyntaxError, AssertionError) as error:
        raise DamagedFile("markup_unread") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise TooLarge("nested_too_deep")
    return root


def page_text(content: bytes) -> str:
    """Decode a page, or the page inside a web archive."""
    if is_web_archive(content):
        content = archived_page(content)
    if content.startswith(tuple(mark for mark, _ in BYTE_ORDER_MARKS)):
        return decode(content)[0]
    declared = declared_encoding(content)
    if declared is not None and not is_utf8(content):
        try:
            return content.decode(declared)
        except UnicodeDecodeError:
            return decode(content)[0]
    return decode(content)[0]


def declared_encoding(content: bytes) -> str | None:
    """Give the one-byte encoding that the page names; whether bytes are UTF-8 shows without a declaration."""
    found = DECLARED.search(content[:HEAD_BYTES])
    return ONE_BYTE.get(found.group(1).decode("ascii").lower()) if found else None


def is_web_archive(content: bytes) -> bool:
    """Tell whether the bytes are a letter-like archive: header lines come before any markup."""
    head = content[:HEAD_BYTES]
    return b"<" not in head[:12] and b"MIME-Version:" in head and MAIL_START.match(head) is not None


def archived_page(content: bytes) -> bytes:
    """Give the page of a web archive (RFC 2557) as UTF-8."""
    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_type() == "text/html":
                page = part.get_payload(decode=True)
                return in_declared(bytes(page), part.get_content_charset()) if isinstance(page, bytes) else b""
    except (email.errors.MessageError, ValueError, LookupError, RecursionError) as error:
        raise DamagedFile("web_archive_unread") from error
    raise EmptyFile


def in_declared(page: bytes, charset: str | None) -> bytes:
    """Give a part in UTF-8 where its header names a one-byte encoding."""
    encoding = ONE_BYTE.get((charset or "").lower())
    return page.decode(encoding, "replace").encode() if encoding and not is_utf8(page) else page
