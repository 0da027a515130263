"""Papers: documents that were really read, put into a filled store beside those that were made.

In: a connection to a filled store, and who uploads. Out: the ids of the documents by name: a plan of 2,000 measures, and two versions of
a plan. Those that are there already stay. To add one, add it to `PAPERS`.
"""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import UUID

from corpora.render import docx
from corpora.source import read_layout
from corpora.synthesize import synthesize
from service.jobs.extraction import extract_content
from service.jobs.states import Assignment, save_answer
from service.store.connection import Connection
from service.store.documents import NewDocument, find_by_content, insert_document

VERSIONS = Path(__file__).parents[2] / "corpora" / "versions" / "landscaping_funding"
LARGE_MEASURES = 2_000

PAPERS: Mapping[str, Callable[[], bytes]] = {
    "old": lambda: docx.render(read_layout(VERSIONS / "old.txt")),
    "new": lambda: docx.render(read_layout(VERSIONS / "new.txt")),
    "large": lambda: docx.render(synthesize(LARGE_MEASURES)[0]),
}


async def put_papers(connection: Connection, person: UUID) -> dict[str, UUID]:
    """Put the papers into the store and give their ids."""
    return {name: await put(connection, person, name, write()) for name, write in PAPERS.items()}


async def put(connection: Connection, person: UUID, name: str, content: bytes) -> UUID:
    """Store a document with its records as a job does."""
    address = hashlib.sha256(content).hexdigest()
    known = await find_by_content(connection, address)
    if known:
        return known
    new = NewDocument(sha256=address, size=len(content), name=f"{name}.docx", metadata={}, priority="bulk", person=person)
    document = await insert_document(connection, new)
    assert document is not None
    row = await (await connection.execute("UPDATE documents SET job = 0 WHERE id = %s RETURNING seq", [document])).fetchone()
    assert row is not None
    held = Assignment(document=document, job=0, again=False, sha256=address, seq=row["seq"])
    await save_answer(connection, held, extract_content(content, progress=lambda *_: None), 0.0)
    return document
