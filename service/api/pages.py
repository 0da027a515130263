"""Pages: how large they are, where on them records were read, and their pictures.

In: a document's id and a page. Out: sizes and boxes in points (1/72 inch) from the page's top left, or PNG. Pictures are drawn in a
sandbox, once; then they come from the file store.
"""

import asyncio
import json
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Path as PathParameter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from extractor.errors import ExtractionError
from extractor.evidence import Box
from service.api.dependencies import Here, Reader
from service.api.document_access import source_document
from service.api.etags import NOT_MODIFIED, has_tag, hash_tag, not_modified, tagged
from service.api.problems import problems, shown
from service.api.uploads import receiving_folder
from service.errors import Invalid, NotFound
from service.installation import Installation
from service.jobs.limits import Limits
from service.jobs.rendering import render_page
from service.jobs.sandbox import ChildEnded, run_in_child
from service.page_drawing import draw_boxes, write_sizes
from service.page_turning import Size, turn_of, turned_box, turned_size
from service.store.columns import Json
from service.store.documents import Row
from service.store.families import FamilyName
from service.store.records import document_records

router = APIRouter(prefix="/v1/documents", tags=["documents"])

# Pages that are drawn at a time; the others wait, so that drawing leaves a processor to the documents.
DRAWING = ThreadPoolExecutor(2, thread_name_prefix="drawing")
# The largest page takes 2 s; a clerk does not wait longer than this.
LIMITS = Limits(seconds=20, memory_bytes=1_500_000_000)
# Dots per inch of the pictures that are kept; what is asked for is rounded up, so that the store keeps few pictures of a page.
RESOLUTIONS = (48, 72, 96, 144, 200, 300)
# Pages of the largest PDF that the extractor reads.
MAX_PAGE = 3_000
# The formats that have pages, once the extractor has named them.
PAGED = {"pdf", "image"}
# A page's picture never changes.
KEPT = {"Cache-Control": "private, max-age=86400, immutable"}

PageNumber = Annotated[int, PathParameter(ge=1, le=MAX_PAGE, description="The page, from 1.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSize:
    """A page's size in points; 0 where the page can't be read."""

    page: int
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSizes:
    """The pages of a document, in order."""

    items: list[PageSize]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBox:
    """Where something was read: `record` is a JSON pointer (RFC 6901) into the document's records, `box` is x0, y0, x1, y1.

    `family` and `id` name the record that the value belongs to; an issue belongs to none.
    """

    record: str
    family: FamilyName | None
    id: UUID | None
    text: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page with the boxes of what was read on it; `image` is the address of its picture.

    `turn` says by how many degrees clockwise the page is turned to be read: scans lie on their side or stand on their head.
    """

    page: int
    width: float
    height: float
    turn: Literal[0, 90, 180, 270]
    image: str
    boxes: list[RecordBox]


class Drawing(BaseModel):
    """How a page is drawn."""

    model_config = ConfigDict(extra="forbid")

    dpi: int = Field(96, ge=1, le=RESOLUTIONS[-1], description=f"Dots per inch; rounded up to one of {RESOLUTIONS}.")
    boxes: bool = Field(False, description="Whether boxes are drawn.")
    upright: bool = Field(False, description="Whether the page is turned to be read, as `turn` of the page says.")


async def paged_document(document: UUID, here: Here, actor: Reader) -> Row:
    """Give the row of a document that may have pages."""
    async with here.pool.connection() as connection:
        row = await source_document(connection, document)
    if row["format"] and row["format"] not in PAGED:
        raise NotFound("no_pages")
    return row


Paged = Annotated[Row, Depends(paged_document)]

A4 = {"page": 1, "width": 595.3, "height": 841.9}
EXAMPLE_BOX = {
    "record": "/plans/0/measures/3/deadlines/0", "family": "measures", "id": "0197c2f0-5b1e-7c3a-9d41-6f2b8a0c1d2e", "text": "март 2025",
    "box": [312.0, 420.5, 366.2, 433.1],
}  # fmt: skip
EXAMPLE_PAGE = A4 | {"turn": 0, "image": "/v1/documents/0198c1a2-7d3e-7c41-9a57-3f0c5d2e8b64/pages/1/image", "boxes": [EXAMPLE_BOX]}


@router.get(
    "/{document}/pages",
    operation_id="list_pages",
    summary="List a document's pages",
    description="The pages of a PDF, a scan or a picture with their sizes. Formats without pages answer 404 with the code `no_pages`.",
    response_model=PageSizes,
    responses={**shown(200, "The pages.", {"items": [A4]}), **NOT_MODIFIED, **problems(404, 410, 422)},
)
async def list_pages(request: Request, row: Paged, here: Here) -> Response:
    """Give the sizes of the pages."""
    sizes = await find_sizes(here, row)
    return tagged(request, {"items": [size_view(number, size) for number, size in enumerate(sizes, 1)]})


@router.get(
    "/{document}/pages/{page}",
    operation_id="get_page",
    summary="Get a page",
    description="A page's size, and the boxes of all values that were read on it.",
    response_model=Page,
    responses={**shown(200, "The page.", EXAMPLE_PAGE), **NOT_MODIFIED, **problems(404, 410, 422)},
)
async def get_page(request: Request, row: Paged, page: PageNumber, here: Here) -> Response:
    """Give a page's size and boxes."""
    size = size_of(await find_sizes(here, row), page)
    found = await read_on(here, row, page)
    told = {"turn": turn_of([place for _, _, place in found]), "image": f"/v1/documents/{row['id']}/pages/{page}/image"}
    return tagged(request, size_view(page, size) | told | {"boxes": [box_view(*one) for one in found]})


@router.get(
    "/{document}/pages/{page}/image",
    operation_id="get_page_image",
    summary="Get a page's picture",
    description="The page as PNG; `boxes=true` outlines all values that were read on it, `upright=true` turns a scan that lies on its"
    " side or stands on its head. Very large pages are drawn smaller.",
    response_class=Response,
    responses={
        200: {
            "description": "The picture.",
            "content": {"image/png": {"schema": {"type": "string", "format": "binary"}, "example": "PNG …"}},
        },
        **NOT_MODIFIED,
        **problems(404, 410, 422),
    },
)
async def get_page_image(request: Request, row: Paged, page: PageNumber, here: Here, drawing: Annotated[Drawing, Query()]) -> Response:
    """Give the picture from the store, or draw it."""
    size = size_of(await find_sizes(here, row), page)
    places = [place for _, _, place in await read_on(here, row, page)] if drawing.boxes or drawing.upright else []
    turn = turn_of(places) if drawing.upright else 0
    picture = await find_picture(here, row, page, next(kept for kept in RESOLUTIONS if kept >= drawing.dpi), turn)
    if drawing.boxes:
        outlines = [turned_box(tuple(place["box"]), size, turn) for place in places]
        picture = await draw(draw_boxes, picture, outlines, turned_size(size, turn))
    # What was read may be read otherwise; the page as it is in the file stays.
    kept = {} if drawing.boxes or drawing.upright else KEPT
    answer = Response(picture, media_type="image/png", headers={"ETag": hash_tag(picture)} | kept)
    return not_modified(answer) if has_tag(request, answer.headers["ETag"]) else answer


def size_view(page: int, size: Size) -> dict[str, Any]:
    """Give a page's size as `PageSize` describes it."""
    return {"page": page, "width": round(size[0], 2), "height": round(size[1], 2)}


def size_of(sizes: list[Size], page: int) -> Size:
    """Give a page's size; raises `NotFound` where there is no such page."""
    if page > len(sizes):
        raise NotFound("no_pages")
    return sizes[page - 1]


async def find_sizes(here: Installation, row: Row) -> list[Size]:
    """Give the sizes of all pages; raises `NotFound` where the format has none."""
    sizes: list[Size] = json.loads(await kept_or_drawn(here, row, "sizes.json", write_sizes))
    if not sizes:
        raise NotFound("no_pages")
    return sizes


async def find_picture(here: Installation, row: Row, page: int, dpi: int, turn: int) -> bytes:
    """Give a page's picture, turned clockwise."""
    return await kept_or_drawn(here, row, f"{page}-{dpi}-{turn}.png" if turn else f"{page}-{dpi}.png", render_page, page, dpi, turn)


async def kept_or_drawn(here: Installation, row: Row, name: str, task: Callable[..., bytes], *arguments: Any) -> bytes:
    """Give what is kept beside a source under a name, or make it of the source in a child and keep it."""
    address = f"{row['sha256']}-{name}"
    try:
        return await here.files.read(address)
    except FileNotFoundError:
        content = await draw(task, await read_source(here, row), *arguments)
    await keep(here, address, content)
    return content


async def read_source(here: Installation, row: Row) -> bytes:
    """Give the source's bytes; raises `NotFound` where the store has lost it."""
    try:
        return await here.files.read(row["sha256"])
    except FileNotFoundError:
        raise NotFound("source_missing") from None


async def draw(task: Callable[..., bytes], *arguments: Any) -> bytes:
    """Run a task in a child; raises `Invalid` where it gives no answer."""
    try:
        drawn: bytes = await asyncio.get_running_loop().run_in_executor(DRAWING, partial(run_in_child, task, *arguments, limits=LIMITS))
    except (ChildEnded, ExtractionError):
        raise Invalid("page_not_drawn") from None
    return drawn


async def keep(here: Installation, address: str, content: bytes) -> None:
    """Keep what was made of a source."""
    async with receiving_folder(here.settings.home / "incoming") as folder:
        path = Path(tempfile.mkstemp(dir=folder)[1])
        await asyncio.to_thread(path.write_bytes, content)
        await here.files.keep(path, address)


async def read_on(here: Installation, row: Row, page: int) -> list[tuple[str, dict[str, str | None], Json]]:
    """Give what was read on a page: the pointer, the record and the evidence of each value; nothing before the document is done."""
    if row["extractor_version"] is None:
        return []
    async with here.pool.connection() as connection:
        records = await document_records(connection, row["id"], ids=True)
    return [(pointer, owner(records, pointer, row["id"]), found) for pointer, found in evidence(records, "") if found["page"] == page]


def box_view(pointer: str, record: dict[str, str | None], found: Json) -> dict[str, Any]:
    """Give a value's box as `RecordBox` describes it."""
    return {"record": pointer, **record, "text": found["text"], "box": found["box"]}


def owner(records: Json, pointer: str, document: UUID) -> dict[str, str | None]:
    """Give the family and the id of the record that a pointer leads into."""
    steps = pointer.split("/")[1:]
    if steps[0] == "document":
        return {"family": "documents", "id": str(document)}
    if steps[0] == "plans":
        return {"family": "measures", "id": records["plans"][int(steps[1])]["measures"][int(steps[3])]["id"]}
    if steps[0] in {"clauses", "activities"}:
        return {"family": steps[0], "id": records[steps[0]][int(steps[1])]["id"]}
    return {"family": None, "id": None}


def evidence(value: Any, pointer: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every evidence with a box below a value, with the JSON pointer of what it is the evidence of."""
    if isinstance(value, list):
        for index, part in enumerate(value):
            yield from evidence(part, f"{pointer}/{index}")
    elif isinstance(value, dict) and value.get("box") and "block" in value:
        yield pointer.removesuffix("/evidence"), value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from evidence(part, f"{pointer}/{name}")
