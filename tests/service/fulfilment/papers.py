"""Plans and their reports, uploaded and read as a worker reads them, and what is asked of them."""

import asyncio
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row
from starlette.testclient import TestClient

from corpora.fulfilment.scoring import CASES
from corpora.render import RENDERERS
from corpora.source import read_layout
from service.jobs.extraction import extract_content
from service.jobs.states import save_answer, take
from service.store.connection import Connection

TITLE = "благоустройства посёлка Рябиновый"
PLAN = f"""План {TITLE} на 2023 год

№ | Мероприятие | Срок | Исполнитель |
Раздел 1. Дороги |
1 | Ремонт моста через реку Ольховку | до 1 мая 2023 г. | Отдел дорог, Дубов А.А. |
2 | Замена светильников на площади | до 1 июня 2023 г. | Отдел связи |
Раздел 2. Парки |
3 | Посадка 150 деревьев в парке Победы | до 1 июля 2023 г. | Отдел парков |
"""
REPORT = f"""Отчёт о выполнении плана {TITLE} за 2023 год

Отделом дорог отремонтирован мост через Ольховку, работами руководил Дубов А.А.
В парке Победы высажено 100 деревьев.
Купленными книгами пополнена библиотека.
"""


@cache
def paper(case: str, side: str) -> bytes:
    """Give one side of a case of the corpus as a file."""
    return RENDERERS["html"](read_layout(CASES / case / f"{side}.txt"))


@dataclass
class Table:
    """A service in which documents are read as soon as they are uploaded."""

    client: TestClient
    url: str

    def put(self, content: str | bytes, name: str = "plan.txt") -> UUID:
        """Upload a document and read it."""
        raw = content.encode() if isinstance(content, str) else content
        answer = self.client.post("/v1/documents", files=[("files", (name, raw))])
        assert answer.status_code == 202, answer.text
        document = UUID(answer.json()["documents"][0]["document"]["id"])
        self.read(document, raw)
        return document

    def read(self, document: UUID, content: bytes, *, again: bool = False) -> None:
        """Do what a worker does."""

        async def work() -> None:
            connect = Connection.connect(self.url, autocommit=True, row_factory=dict_row)
            async with await connect as connection:
                row = await (await connection.execute("SELECT job FROM documents WHERE id = %s", [document])).fetchone()
                assert row
                if again:
                    await connection.execute("UPDATE extractions SET extractor_version = 'older' WHERE document = %s", [document])
                held = await take(connection, document, row["job"], again=again)
                assert held
                assert await save_answer(connection, held, extract_content(content, progress=lambda *_: None), 1.0)

        asyncio.run(work())

    def plan(self, document: UUID) -> str:
        """Give the plan of a document."""
        [plan] = self.client.get("/v1/plans", params={"document": str(document)}).json()["items"]
        return str(plan["id"])

    def pair(self, plan: str | bytes = PLAN, report: str | bytes = REPORT) -> tuple[str, UUID]:
        """Upload a plan and a report, put the report beside the plan, and give both."""
        own, told = self.plan(self.put(plan)), self.put(report, "report.txt")
        self.decide_report(own, told)
        return own, told

    def decide_report(self, plan: str, report: UUID, decision: str = "confirmed") -> Any:
        """Decide whether a document reports of a plan."""
        answer = self.client.put(f"/v1/plans/{plan}/fulfilment/reports/{report}", json={"decision": decision})
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    def check(self, plan: str, **query: Any) -> dict[str, Any]:
        """Check a plan."""
        answer = self.client.get(f"/v1/plans/{plan}/fulfilment", params=query)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def decide(self, plan: str, link: tuple[str, str], decision: str | None, version: int = 0) -> Any:
        """Decide a link, given by the ids of its measure and its statement."""
        address = f"/v1/plans/{plan}/fulfilment/links/{link[0]}/{link[1]}"
        return self.client.put(address, json={"decision": decision}, headers={"If-Match": f'"{version}"'})


def states(check: dict[str, Any]) -> dict[str, str]:
    """Give the states of measures by their numbers."""
    return {measure["number"]: measure["state"] for measure in check["measures"]}


def link_of(check: dict[str, Any], number: str) -> tuple[str, str]:
    """Give the measure with a number and the statement that tells of it."""
    measure = next(one for one in check["measures"] if one["number"] == number)
    return measure["id"], measure["links"][0]["statement"]
