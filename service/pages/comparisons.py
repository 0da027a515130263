"""The comparison of two documents: side by side, with filters, and signed off difference by difference.

In: two documents, what is asked for, an auditor's mark. Out: a page of changes; the mark through the API's own function.
"""

import asyncio
from collections import OrderedDict
from typing import Annotated
from urllib.parse import parse_qsl, quote, urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from extractor.comparison.rows import MEASURE_FIELDS
from extractor.comparison.signing import Mark, void_sign_offs
from extractor.exporters.comparison.counts import counts_of
from extractor.exporters.comparison.notices import notices
from extractor.exporters.comparison.pieces import around
from extractor.exporters.comparison.remarks import class_name
from extractor.exporters.comparison.selection import CLASSES, FIELDS, Selection
from extractor.exporters.comparison.values import label
from extractor.exporters.comparison.versions import Compared
from service.api.comparison_views import LONGEST_NOTE, NewSignOffView
from service.api.comparisons import sign_off
from service.api.dependencies import Here
from service.api.document_access import finished_document
from service.api.record_queries import LONGEST_TEXT
from service.comparing import KEPT, compare_documents, newest_sign_offs
from service.pages.access import AuditingVisitor, ReadingVisitor
from service.pages.amending_points import Points, find_points
from service.pages.comparison_changes import ChangePage, Compare, change_page, marks_by_key, open_comparison, wanted_items
from service.pages.rendering import see_other, show
from service.store.documents import Row
from service.store.lines import line_of
from service.store.sign_offs import list_sign_offs

router = APIRouter(include_in_schema=False)

# Pages of one comparison: more than any two documents have.
MOST_PAGES = 10_000
# Items of comparisons by the comparison's identity: their keys take 0.5 s of two plans of 2,000 measures. A kept one holds its comparison,
# so that no other can have its identity.
KEPT_OPEN: OrderedDict[int, Compare] = OrderedDict()


class Asked(BaseModel):
    """What of a comparison is shown; codes that are none are no filter."""

    classes: list[str] = Field([], max_length=20)
    fields: list[str] = Field([], max_length=40)
    unit: str = Field("", max_length=LONGEST_TEXT)
    hide_wording: bool = False
    page: int = Field(1, ge=1, le=MOST_PAGES)

    @property
    def selection(self) -> Selection:
        """What is shown, as the exporters take it."""
        classes, fields = frozenset(self.classes) & frozenset(CLASSES), frozenset(self.fields) & frozenset(FIELDS)
        return Selection(classes=classes, fields=fields, hide_wording=self.hide_wording)

    @property
    def export_query(self) -> str:
        """The same for the addresses of the API's files."""
        chosen = [("classes", name) for name in sorted(self.selection.classes)] + [
            ("fields", name) for name in sorted(self.selection.fields)
        ]
        return urlencode([*chosen, *([("hide_wording", "true")] if self.hide_wording else [])])


class Signing(BaseModel):
    """The form of a mark; `back` is the query of the page that it was sent from."""

    key: str = Field(min_length=1, max_length=100)
    mark: Mark
    note: str = Field("", max_length=LONGEST_NOTE, pattern=r"^[^\x00]*$")
    back: str = Field("", max_length=4_000)


async def pair_of(old: UUID, new: UUID) -> tuple[UUID, UUID]:
    """Give the two documents that an address names; not a plain function, for which FastAPI would use a thread."""
    return old, new


Pair = Annotated[tuple[UUID, UUID], Depends(pair_of)]


@router.get("/comparisons/{old}/{new}")
async def comparison(request: Request, here: Here, visitor: ReadingVisitor, pair: Pair, asked: Annotated[Asked, Query()]) -> Response:
    """Show what is different."""
    async with here.pool.connection() as connection:
        old, new = [await finished_document(connection, document) for document in pair]
        compared = await compare_documents(connection, old, new)
        rows = await list_sign_offs(connection, *pair)
        line = await line_of(connection, pair[1])
        points = await find_points(connection, compared, old, new)
    opened = await opened_comparison(compared)
    page = await asyncio.to_thread(find_changes, opened, rows, points, asked)
    return show(
        request,
        "comparison.html",
        documents=(old, new),
        compared=compared,
        asked=asked,
        found=page,
        around=around,
        units=opened.unit_names(),
        counts=list(counts_of(compared.whole)),
        notices=list(notices(compared)),
        general=points.general,
        void=void_marks(opened, rows),
        line=line,
        classes=[(name, class_name(name)) for name in CLASSES],
        fields=[(name, label(name, "measure")) for name in MEASURE_FIELDS],
    )


async def opened_comparison(compared: Compared) -> Compare:
    """Give a comparison with its items; that of a comparison which was looked at before is kept, so its identity is its key."""
    kept = KEPT_OPEN.get(id(compared.whole))
    if kept is None:
        kept = await asyncio.to_thread(open_comparison, compared)
        KEPT_OPEN[id(compared.whole)] = kept
    KEPT_OPEN.move_to_end(id(compared.whole))
    while len(KEPT_OPEN) > KEPT:
        KEPT_OPEN.popitem(last=False)
    return kept


def find_changes(opened: Compare, rows: list[Row], points: Points, asked: Asked) -> ChangePage:
    """Find and word the changes of a page; of two plans of 2,000 measures it takes some 0.1 s."""
    return change_page(opened, wanted_items(opened, asked.selection, asked.unit), marks_by_key(rows), points, asked.page)


def void_marks(opened: Compare, rows: list[Row]) -> list[Row]:
    """Give the newest marks whose difference is found no more."""
    void = {sign_off.key for sign_off in void_sign_offs(opened.items, newest_sign_offs(rows))}
    return [marks[0] for key, marks in marks_by_key(rows).items() if key in void]


@router.post("/comparisons/{old}/{new}/sign-offs")
async def sign(here: Here, visitor: AuditingVisitor, pair: Pair, form: Annotated[Signing, Form()]) -> Response:
    """Put a mark on a difference and go back to it."""
    await sign_off(*pair, here, visitor.actor, NewSignOffView(key=form.key, mark=form.mark, note=form.note.strip()))
    query = f"?{urlencode(parse_qsl(form.back))}" if form.back else ""
    return see_other(f"/comparisons/{pair[0]}/{pair[1]}{query}#c-{quote(form.key)}")
