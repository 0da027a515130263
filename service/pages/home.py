"""The first page: what there is, what needs a look, and what to do first where there is nothing.

In: nothing, or the wish to have the sample documents. Out: counts by status and the newest documents; an empty system shows how to begin.
"""

import tempfile
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.api.dependencies import Here
from service.pages.access import ReadingVisitor, UploadingVisitor
from service.pages.rendering import see_other, show
from service.pages.states import count_names, state_text, state_words
from service.samples import add_samples, copies, find_samples
from service.store.connection import Connection
from service.store.documents import Row, count_statuses, list_documents

router = APIRouter(include_in_schema=False)

# The newest documents that are shown, and those of each kind that need a look.
NEWEST = 10
TO_CHECK = 5
# Counting further tells a person nothing, and costs time.
MOST_COUNTED = 1_000


@router.get("/")
async def home(request: Request, here: Here, visitor: ReadingVisitor) -> Response:
    """Show the first page."""
    async with here.pool.connection() as connection:
        documents = await list_documents(connection, {}, NEWEST)
        counts = await count_statuses(connection, MOST_COUNTED + 1)
        checks = await to_check(connection) if documents else {}
    return show(
        request,
        "home.html",
        documents=documents,
        states={row["id"]: state_text(row) for row in documents},
        counts={status: written_count(counts[status]) for status in count_names() if status in counts},
        count_names=count_names(),
        words=state_words(),
        checks=checks,
        has_samples=not documents and visitor.may("upload") and bool(find_samples()),
    )


async def to_check(connection: Connection) -> dict[str, list[Row]]:
    """Give the newest documents that failed, and those in which something was not understood."""
    return {
        "failed": await list_documents(connection, {"status": ["failed"]}, TO_CHECK),
        "doubtful": await list_documents(connection, {"status": ["done"], "has_issue": True}, TO_CHECK),
    }


def written_count(count: int) -> str:
    """Write a number of documents."""
    return str(count) if count <= MOST_COUNTED else f"> {MOST_COUNTED}"


@router.post("/samples")
async def load_samples(here: Here, visitor: UploadingVisitor) -> Response:
    """Load the sample documents as the visitor's uploads; those that are there already stay as they are."""
    with tempfile.TemporaryDirectory(prefix="planovik-") as folder:
        candidates: list[Any] = list(copies(find_samples(), Path(folder)))
        async with here.pool.connection() as connection, connection.transaction():
            await add_samples(here, connection, candidates, visitor.actor)
    return see_other("/")
