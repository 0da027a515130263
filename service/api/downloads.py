"""Downloads: files as answers, and how the API describes them.

In: a file's name and bytes; kinds of file with examples. Out: the answer under that name; what a route's `responses=` takes.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi.responses import Response

from service.api.problems import Described
from service.file_names import content_disposition

# By the ending of the file's name.
MEDIA_TYPES = {
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain",
}
# Letters of a file's name: file systems take 255 bytes, and a letter of Cyrillic is two.
LONGEST_NAME = 100


def download(name: str, content: bytes) -> Response:
    """Answer with a file; its media type goes by the ending of its name."""
    headers = {"Content-Disposition": content_disposition(name)}
    return Response(content, media_type=MEDIA_TYPES[name.rpartition(".")[2]], headers=headers)


def binary(endings: Iterable[str]) -> dict[str, Any]:
    """Describe the content of files."""
    return {MEDIA_TYPES[ending]: {"schema": {"type": "string", "format": "binary"}} for ending in endings}


def files(endings: Iterable[str], examples: Mapping[str, Any]) -> Described:
    """Describe the answers of a route that gives files, with examples of some kinds."""
    content = binary(endings)
    content[MEDIA_TYPES["json"]] = {"schema": {"type": "object"}}
    for ending, example in examples.items():
        content[MEDIA_TYPES[ending]]["example"] = example
    header = {"Content-Disposition": {"description": "The file's name (RFC 6266).", "schema": {"type": "string"}}}
    return {200: {"description": "The file.", "content": content, "headers": header}}
