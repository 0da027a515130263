"""Helpers of the tests of documents: files to upload, and a worker's work without a worker."""

import asyncio
import io
import json
import zipfile
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row
from starlette.testclient import TestClient

from service.jobs.extraction import extract_content
from service.jobs.states import note_failure, save_answer, take
from service.store.connection import Connection

PLAN = """ПЛАН МЕРОПРИЯТИЙ
по благоустройству города на 2025 год

№\tМероприятие\tСрок\tОтветственный
1\tПосадить {trees} деревьев в парке\tмарт 2025\tОтдел благоустройства
2\tОтремонтировать мост\tпо ходу дела\tИванов И.И.
"""


def plan(trees: int = 10) -> bytes:
    """A plan as plain text, with a content of its own for each number."""
    return PLAN.format(trees=trees).encode()


def zipped(entries: dict[str, bytes], **options: Any) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


def post(client: TestClient, *files: tuple[str, bytes], key: str | None = None, **fields: str) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post("/v1/documents", files=[("files", file) for file in files], data=fields, headers=headers)


def uploaded(client: TestClient, content: bytes | None = None, name: str = "план.txt", **fields: str) -> dict[str, Any]:
    answer = post(client, (name, plan() if content is None else content), **fields)
    assert answer.status_code == 202, answer.text
    document: dict[str, Any] = answer.json()["documents"][0]["document"]
    return document


def process(database_url: str, document: str, content: bytes) -> None:
    """Do what a worker does: take the document, extract, save."""
    asyncio.run(processed(database_url, UUID(document), content))


async def processed(database_url: str, document: UUID, content: bytes) -> None:
    answer = extract_content(content, progress=lambda *_: None)
    async with await connected(database_url) as connection:
        held = await take(connection, document, await job_of(connection, document), again=False)
        assert held
        assert await save_answer(connection, held, answer, 0.1)
        await connection.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [held.job])


def fail(database_url: str, document: str) -> None:
    """Do what a worker does with a file that it can't read."""
    asyncio.run(failed(database_url, UUID(document)))


async def failed(database_url: str, document: UUID) -> None:
    async with await connected(database_url) as connection:
        held = await take(connection, document, await job_of(connection, document), again=False)
        assert held
        await note_failure(connection, held, {"code": "damaged_file", "message": "Файл повреждён."})
        await connection.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [held.job])


async def job_of(connection: Connection, document: UUID) -> int:
    row = await (await connection.execute("SELECT job FROM documents WHERE id = %s", [document])).fetchone()
    assert row
    return row["job"]


async def connected(database_url: str) -> Connection:
    return await Connection.connect(database_url, autocommit=True, row_factory=dict_row)


def rows(database_url: str, query: str) -> list[dict[str, Any]]:
    async def found() -> list[dict[str, Any]]:
        async with await connected(database_url) as connection:
            return await (await connection.execute(query)).fetchall()

    return asyncio.run(found())


def metadata(**values: Any) -> str:
    return json.dumps(values, ensure_ascii=False)
