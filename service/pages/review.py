"""The page of one document: how far it is, why it failed, and the review of what was read.

In: a document's id, and what its review shows. Out: the page of its state; parts of the review page for scripts, which are the same
templates without their surroundings. What a person may do with the document as a whole is in `review_actions`.
"""

from typing import Annotated, Any, get_args
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from service.answers import ExportKind
from service.api.dependencies import Here
from service.api.document_access import finished_document, withheld
from service.api.documents import place_of
from service.api.pages import PAGED
from service.api.reviews import Record
from service.errors import Conflict, Gone, NotFound
from service.installation import Installation
from service.legislation import read_legislation
from service.pages.access import ReadingVisitor
from service.pages.rendering import show
from service.pages.review_names import FAMILY_NAMES
from service.pages.review_records import (
    TABS,
    Counts,
    Rows,
    Show,
    Tab,
    Wanted,
    count_records,
    first_tab,
    read_list,
    read_particulars,
    read_row,
)
from service.pages.review_records import Row as RecordRow
from service.pages.review_source import read_stretch
from service.pages.times import period
from service.store.amending import names_of
from service.store.columns import Json
from service.store.documents import Row, find_document, find_issues
from service.store.families import FAMILIES
from service.store.fulfilment import plans_of_report
from service.store.lines import line_of
from service.store.overviews import plans_of
from service.store.records import document_records

router = APIRouter(prefix="/documents/{document:uuid}", include_in_schema=False)

# Pages of a scan that are named in the page; scripts add the others.
PAGES = 20
# Issues that are listed: a scan that could hardly be read may have thousands.
MOST_ISSUES = 200
# Plans that a report is shown with.
MOST_REPORTED = 5

Asked = Annotated[Wanted, Query()]


@router.get("")
async def document_page(request: Request, here: Here, visitor: ReadingVisitor, document: UUID, wanted: Asked) -> Response:
    """Show a document as far as it is."""
    async with here.pool.connection() as connection:
        row = await find_document(connection, document)
        place = await place_of(connection, row) if row else None
    if row is None:
        raise NotFound
    if row["status"] == "done" or (row["extractor_version"] and row["status"] != "deleted"):
        return await review_page(request, here, row, wanted)
    status = 410 if row["status"] == "deleted" else 200
    return show(request, "document.html", status=status, document=row, queue_place=place)


async def review_page(request: Request, here: Installation, document: Row, wanted: Wanted) -> Response:
    """Show the review of a document."""
    counts = await count_records(here, document["id"], wanted.tab)
    tab, chosen = chosen_list(wanted, counts)
    issues: list[Json] = []
    rows = Rows(rows=[])
    async with here.pool.connection() as connection:
        document = document | {"has_source": not document["computed_from"] and not withheld(connection, document)}
        line = await line_of(connection, document["id"])
        orders = await names_of(connection, document["id"], "target")
        plans = (await plans_of(connection, [document["id"]])).get(document["id"], [])
        reported = await plans_of_report(connection, document["id"], MOST_REPORTED)
        legislation = await read_legislation(connection, document)
        if tab == "issues":
            issues = await find_issues(connection, document["id"])
    if tab == "documents":
        rows = await read_particulars(here, document["id"])
    elif tab != "issues":
        rows = await read_list(here, document["id"], FAMILIES[tab], chosen, wanted)
    values = {
        "wanted": wanted, "document": document, "tab": tab, "chosen": chosen, "counts": counts, "line": line, "rows": rows,
        "found": await found_row(here, document["id"], wanted, tab, rows), "issues": issues[:MOST_ISSUES], "formats": get_args(ExportKind),
        "legislation": legislation, "orders": orders, "reported": reported,
        "tabs": {name: FAMILY_NAMES[name]() for name in TABS}, "plans": plans, **await source_values(here, document, wanted),
    }  # fmt: skip
    return show(request, "review.html", **values)


def chosen_list(wanted: Wanted, counts: Counts) -> tuple[Tab, Show]:
    """Give the tab and the work list: what is asked for, else what is to be checked where there is something."""
    tab = wanted.tab or first_tab(counts.tabs)
    return tab, wanted.show or ("check" if counts.shows.get("check") else "all")


async def found_row(here: Installation, document: UUID, wanted: Wanted, tab: Tab, rows: Rows) -> RecordRow | None:
    """Give the record that the address names, where the list does not have it."""
    if not wanted.record or tab == "issues" or any(row.record["id"] == str(wanted.record) for row in rows.rows):
        return None
    try:
        row = await read_row(here, FAMILIES[tab], wanted.record)
    except (NotFound, Gone, Conflict):
        return None
    return row if row.record["document"] == str(document) else None


async def source_values(here: Installation, document: Row, wanted: Wanted) -> dict[str, Any]:
    """Give what the source's side of the page shows: pages of the picture, or lines of the text."""
    if document["format"] in PAGED and document["has_source"]:
        pages = document["pages"] or 1
        first = min(wanted.page, pages)
        return {"stretch": None, "pages": range(first, min(pages, first + PAGES - 1) + 1), "page_count": pages}
    async with here.pool.connection() as connection:
        stretch = await read_stretch(connection, document["id"], start=wanted.start, mark=wanted.place)
    return {"stretch": stretch, "pages": (), "page_count": 0}


@router.get("/rows")
async def more_rows(request: Request, here: Here, visitor: ReadingVisitor, document: UUID, wanted: Asked) -> Response:
    """Give the following rows of a work list."""
    tab = wanted.tab if wanted.tab in TABS[:3] else "measures"
    shown = wanted.show or "all"
    rows = await read_list(here, document, FAMILIES[tab], shown, wanted)
    values: dict[str, Any] = {
        "rows": rows.rows,
        "following": rows,
        "document": {"id": document},
        "tab": tab,
        "wanted": wanted,
        "shown": shown,
    }
    return show(request, "review_rows.html", **values)


@router.get("/rows/{family}/{record}")
async def one_row(request: Request, here: Here, visitor: ReadingVisitor, document: UUID, named: Record) -> Response:
    """Give one row as it is now."""
    row = await read_row(here, FAMILIES[named.family], named.record)
    return show(request, "review_rows.html", rows=[row], following=None, document={"id": document})


@router.get("/source")
async def source(request: Request, here: Here, visitor: ReadingVisitor, document: UUID, wanted: Asked) -> Response:
    """Give a stretch of the text."""
    async with here.pool.connection() as connection:
        await finished_document(connection, document)
        stretch = await read_stretch(connection, document, start=wanted.start, mark=wanted.place)
    return show(request, "review_source.html", stretch=stretch, document={"id": document}, wanted=wanted)


@router.get("/print")
async def print_page(request: Request, here: Here, visitor: ReadingVisitor, document: UUID) -> Response:
    """Show all that was read as tables for paper."""
    async with here.pool.connection() as connection:
        row = await finished_document(connection, document)
        records = await document_records(connection, document)
    return show(request, "review_print.html", document=row, records=records, date=period(records["document"]["date"]))
