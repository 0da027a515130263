"""Entity tags: answers that a client need not read again while they are the same, changes of what it has seen (RFC 9110, 8.8.3 and 13.1).

In: a body and the request's If-None-Match. Out: the answer with its ETag, or 304 without a body. A route that changes something takes
`IfMatch`, the version that its client has seen.
"""

import hashlib
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from fastapi.responses import JSONResponse, Response

from service.errors import ConditionMissing

# Bytes of a SHA-256 that tell two versions of one answer apart.
TAG_BYTES = 12
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "The answer is the one that If-None-Match names."}}
ETAG = {"ETag": {"description": "The answer's version, for If-None-Match.", "schema": {"type": "string"}}}

Condition = Annotated[str | None, Header(description='The ETag that the record was read with, such as `"3"`.', max_length=200)]


async def seen_version(if_match: Condition = None) -> str:
    """Give what If-Match names; raises `ConditionMissing` where it names nothing."""
    if not if_match:
        raise ConditionMissing
    return if_match


IfMatch = Annotated[str, Depends(seen_version)]


def tagged(request: Request, body: Any, *, tag: str | None = None, headers: dict[str, str] | None = None) -> Response:
    """Answer with a JSON body and its ETag: `tag`, or a hash of the body."""
    answer = JSONResponse(body, headers=headers)
    answer.headers["ETag"] = tag or hash_tag(answer.body)
    return not_modified(answer) if has_tag(request, answer.headers["ETag"]) else answer


def hash_tag(content: bytes | memoryview) -> str:
    """Give the tag of some content."""
    return f'"{hashlib.sha256(content).hexdigest()[: 2 * TAG_BYTES]}"'


def has_tag(request: Request, tag: str) -> bool:
    """Tell whether the client names this tag in If-None-Match; the comparison is the weak one, as for GET."""
    named = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    return tag in named or "*" in named


def not_modified(answer: Response) -> Response:
    """Give 304 in place of an answer, with those of its headers that describe it (RFC 9110, 15.4.5)."""
    kept = {name: value for name, value in answer.headers.items() if name not in ("content-length", "content-type")}
    return Response(status_code=304, headers=kept)
