"""Assets: style sheets, script modules and pictures of the pages, out of the package.

In: a name. Out: the file, which browsers keep as long as it is the same.
"""

from importlib.resources import files
from mimetypes import guess_type

from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.api.etags import has_tag, hash_tag, not_modified
from service.errors import NotFound

router = APIRouter(include_in_schema=False)

KINDS = frozenset({".css", ".js", ".svg", ".png", ".woff2"})


@router.get("/static/{name}")
async def get_asset(request: Request, name: str) -> Response:
    """Give a file of `service/static`."""
    source = files("service").joinpath("static", name)
    if "/" in name or "\\" in name or not any(name.endswith(kind) for kind in KINDS) or not source.is_file():
        raise NotFound
    content = source.read_bytes()
    kind = "text/javascript" if name.endswith(".js") else guess_type(name)[0]
    answer = Response(content, media_type=kind, headers={"ETag": hash_tag(content), "Cache-Control": "no-cache"})
    return not_modified(answer) if has_tag(request, answer.headers["ETag"]) else answer
