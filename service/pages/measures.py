"""Search over all measures, and what was found as a file.

In: filters as the API has them. Out: a page of measures with the found words marked; NDJSON as the API streams it, or CSV.
"""

import csv
import io
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import TypeAdapter

from extractor.exporters.csv import harmless
from extractor.exporters.rows import headings, measure_row
from extractor.records import Measure, Plan
from service.api.dependencies import Here
from service.api.record_queries import MeasureQuery
from service.api.record_routes import answer_lines
from service.errors import Invalid
from service.file_names import content_disposition
from service.installation import Installation
from service.pages.access import ReadingVisitor
from service.pages.record_lists import PAGE, documents_of, given_values, plans_beside, read_list, read_query
from service.pages.rendering import show
from service.store.columns import Json
from service.store.families import MEASURES
from service.store.pages import stream_pages

router = APIRouter(include_in_schema=False)

MEASURE = TypeAdapter(list[Measure])
# What makes spreadsheet programs read Cyrillic.
BYTE_ORDER_MARK = "\ufeff"


@router.get("/measures")
async def measures(request: Request, here: Here, visitor: ReadingVisitor) -> Response:
    """Show the search and what it found."""
    found = await read_list(request, here, MEASURES, MeasureQuery)
    return show(request, "measures.html", status=found.status, found=found, asked=bool(found.query.filters()))


@router.get("/measures/export")
async def export(request: Request, here: Here, visitor: ReadingVisitor, format: str = "csv") -> Response:
    """Give all measures that fit a search as a file, row by row."""
    query, faults = read_query(MeasureQuery, given_values(request, MeasureQuery) | {"limit": PAGE})
    if faults:
        raise Invalid(extra={"errors": []})
    listing = query.listing(MEASURES)
    if format == "ndjson":
        answer = await answer_lines(here, listing, cursor=None, fields=None)
        answer.headers["Content-Disposition"] = content_disposition("measures.ndjson")
        return answer
    pages = stream_pages(here.pool, listing, cursor=None)
    first = await anext(pages)
    headers = {"Content-Disposition": content_disposition("measures.csv")}
    return StreamingResponse(csv_lines(here, first, pages), media_type="text/csv; charset=utf-8", headers=headers)


async def csv_lines(here: Installation, first: list[Json], pages: AsyncIterator[list[Json]]) -> AsyncIterator[str]:
    """Write rows as CSV, as the exporter of a document does."""
    yield BYTE_ORDER_MARK + written([headings()])
    rows = first
    while rows:
        async with here.pool.connection() as connection:
            documents, plans = await documents_of(connection, rows), await plans_beside(connection, rows)
        found = MEASURE.validate_python([{name: row["body"].get(name) for name in MEASURES.fields} for row in rows])
        yield written(
            [
                measure_row(documents[str(row["document"])]["name"], titled(plans.get(str(row["plan"]))), measure)
                for row, measure in zip(rows, found, strict=True)
                if str(row["document"]) in documents
            ]
        )
        rows = await anext(pages, [])


def titled(title: str | None) -> Plan:
    """Give a plan of which nothing but its title is written."""
    return Plan(title=title, appendix=None, period=None, measures=())


def written(rows: list[tuple[str, ...]]) -> str:
    """Write rows as lines of CSV (RFC 4180), harmless to spreadsheet programs."""
    out = io.StringIO()
    csv.writer(out).writerows([harmless(value) for value in row] for row in rows)
    return out.getvalue()
