"""Documents put into the store with their records, as the job does it: extracted for real, saved in one transaction."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from extractor.exporters.json import to_json
from extractor.pipeline import extract
from service.store.connection import Connection
from service.store.identity import new_id
from service.store.saving import save_records

PLAN = """План благоустройства посёлка Рябиновый на 2023 год

№ | Мероприятие | Срок | Исполнитель |
Раздел 1. Дороги |
1 | Починить мост через реку Луга | до 1 мая | Отдел дорог, Дубов А.А. |
2 | Вымостить тротуар у школы | ежегодно | Отдел парков; отдел дорог |
Раздел 2. Культура и досуг |
3 | Провести ярмарку «Старт» | III квартал | Отдел культуры, Ёлкина О.П. |
4 | Обновить ёлку на площади | когда получится | Отдел культуры |
"""
RESOLUTION = """АДМИНИСТРАЦИЯ СОСНОВСКОГО РАЙОНА

ПОСТАНОВЛЕНИЕ

от 12.03.2024 № 45

О ремонте мостов

ПОСТАНОВЛЯЕТ:

1. Отделу дорог (Дубов А.А.) починить мосты до 1 июня 2024 года.
2. Опубликовать постановление в газете «Луговые зори».
3. Контроль за исполнением возложить на заместителя главы Рябинина П.С.
"""


def read(source: str) -> dict[str, Any]:
    """Extract a text and give its records as JSON."""
    return to_json(extract(source.encode()))


@dataclass
class Shelf:
    """The store of one test; `person` owns what is put there."""

    url: str
    person: UUID
    seqs: dict[UUID, int] = field(default_factory=dict)

    def run(self, work: Callable[[Connection], Coroutine[Any, Any, Any]]) -> Any:
        """Do some work on a connection in one transaction."""

        async def in_transaction() -> Any:
            connection = await AsyncConnection.connect(self.url, autocommit=True, row_factory=dict_row)
            async with connection, connection.transaction():
                return await work(connection)

        return asyncio.run(in_transaction())

    def rows(self, statement: str, *values: Any) -> list[dict[str, Any]]:
        """Give the rows of a query."""

        async def work(connection: Connection) -> Any:
            return await (await connection.execute(statement.encode(), values)).fetchall()

        return self.run(work)

    def keep(self, records: dict[str, Any], *, name: str = "план.txt") -> UUID:
        """Put a processed document into the store."""
        document = new_id()

        async def work(connection: Connection) -> int:
            row = await connection.execute(
                "INSERT INTO documents (id, sha256, size, name, priority, uploaded_by, status, extractor_version)"
                " VALUES (%s, %s, 1, %s, 'interactive', %s, 'done', '1') RETURNING seq",
                [document, document.hex, name, self.person],
            )
            return (await row.fetchone() or {})["seq"]

        self.seqs[document] = self.run(work)
        self.extraction(document, records, "1")
        self.save(document, records)
        return document

    def extraction(self, document: UUID, records: dict[str, Any], version: str) -> None:
        """Note an extraction."""

        async def work(connection: Connection) -> None:
            await connection.execute(
                "INSERT INTO extractions (id, document, extractor_version, records, blocks, seconds) VALUES (%s, %s, %s, %s, '[]', 0)",
                [new_id(), document, version, Jsonb(records)],
            )

        self.run(work)

    def save(self, document: UUID, records: dict[str, Any]) -> None:
        """Save the records of a newer extraction of a document."""
        self.run(lambda connection: save_records(connection, document=document, seq=self.seqs[document], records=records))
