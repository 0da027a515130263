"""Bases and acts as a worker takes them: uploaded, read by real children, their versions computed by the queue's own jobs."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from starlette.testclient import TestClient

from corpora.amending.scoring import Case, read_cases
from corpora.render import RENDERERS
from corpora.source import parse_layout
from service.jobs.following import follow_changes
from service.settings import Settings
from tests.service.working import Office, opened

CASES: Mapping[str, Case] = {case.name: case for case in read_cases()}


@cache
def paper(case: str, text: str) -> bytes:
    """Give one layout of a case as a file."""
    return RENDERERS["html"](parse_layout(case, text))


def papers_of(case: Case) -> dict[str, bytes]:
    """Give the base and the acts of a case, by names."""
    acts = {f"act{number}": paper(case.name, text) for number, text in enumerate(case.acts, 1)}
    return {"base": paper(case.name, case.base), **acts}


@dataclass
class Desk:
    """A service whose worker does what waits whenever it is told to."""

    client: TestClient
    settings: Settings

    def put(self, papers: Mapping[str, bytes], *, one_by_one: bool = False) -> dict[str, UUID]:
        """Upload papers in this order, together or each with all that follows from it before the next, and give their ids."""

        async def story() -> dict[str, UUID]:
            async with opened(self.settings) as office:
                found = {}
                for name, content in papers.items():
                    found[name] = await office.upload(content, name=f"{name}.html")
                    if one_by_one:
                        await settle(office)
                await settle(office)
                return found

        return asyncio.run(story())

    def settle(self) -> None:
        """Do what waits."""

        async def story() -> None:
            async with opened(self.settings) as office:
                await settle(office)

        asyncio.run(story())

    def line(self) -> str:
        """Give the only line."""
        [line] = self.client.get("/v1/lines").json()["items"]
        return str(line["id"])

    def consolidated(self, day: str | None = None) -> dict[str, Any]:
        """Give the version of a day, or of today."""
        answer = self.client.get(f"/v1/lines/{self.line()}/consolidated", params={"as_of": day} if day else {})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def records(self, document: Any) -> dict[str, Any]:
        """Give a document's records."""
        answer = self.client.get(f"/v1/documents/{document}/records")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def instruction(self, act: UUID, number: str) -> dict[str, Any]:
        """Give the instruction of an act's point."""
        items = self.client.get(f"/v1/documents/{act}/instructions").json()["items"]
        return next(one for one in items if one["number"] == number)


async def settle(office: Office) -> None:
    """Work until nothing follows from what happened."""
    while True:
        await office.work()
        async with office.installation.pool.connection() as connection:
            if not await follow_changes(connection, office.installation.queue):
                return
