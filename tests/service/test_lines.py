"""Version lines: how documents get into them, and what people decide."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from psycopg import AsyncConnection
from psycopg.rows import dict_row
from starlette.testclient import TestClient

from service.placing import place_document
from service.store.saving import save_records
from tests.service.stored import Shelf, read

ACT = """АДМИНИСТРАЦИЯ РЯБИНОВСКОГО РАЙОНА

ПОСТАНОВЛЕНИЕ

от {date} № {number}

{title}

ПОСТАНОВЛЯЕТ:

1. {point}

План благоустройства посёлка Рябиновый на 2023 год

№ | Мероприятие | Срок | Исполнитель |
1 | Починить мост через реку Луга | до {day} | Отдел дорог |
2 | Вымостить тротуар у школы | ежегодно | Отдел парков |
"""
BASE = ACT.format(
    date="12.01.2023",
    number="45",
    title="Об утверждении плана благоустройства",
    point="Утвердить план благоустройства (прилагается).",
    day="1 мая",
)
RESTATING = ACT.format(
    date="20.06.2023",
    number="301",
    title="О внесении изменений в постановление администрации Рябиновского района от 12.01.2023 № 45",
    point="План, утверждённый постановлением от 12.01.2023 № 45, изложить в новой редакции (прилагается).",
    day="1 июня",
)
NEXT_YEAR = ACT.format(
    date="15.01.2024",
    number="12",
    title="Об утверждении плана благоустройства на 2024 год",
    point="Утвердить план благоустройства (прилагается).",
    day="1 мая",
)


def put(shelf: Shelf, source: str, name: str) -> UUID:
    """Keep a document and place it, as its job does."""
    records = read(source)
    document = shelf.keep(records, name=name)
    shelf.run(lambda connection: place_document(connection, document, records))
    return document


def line_of(client: TestClient, document: UUID) -> dict[str, Any]:
    [plan] = client.get("/v1/plans", params={"document": str(document)}).json()["items"]
    answer = client.get(f"/v1/plans/{plan['id']}/versions")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_amending_edition_joins_the_line_of_the_act_that_it_changes(client: TestClient, shelf: Shelf) -> None:
    base, edition = put(shelf, BASE, "base.txt"), put(shelf, RESTATING, "edition.txt")
    versions = line_of(client, edition)["versions"]
    assert [(version["document"], version["reason"], version["in_force"]) for version in versions] == [
        (str(base), "first", "2023-01-12"),
        (str(edition), "act", "2023-06-20"),
    ]
    assert all(version["placed_by"] is None for version in versions)


def test_an_alike_plan_is_only_suggested_until_a_person_confirms_it(client: TestClient, shelf: Shelf) -> None:
    base, later = put(shelf, BASE, "base.txt"), put(shelf, NEXT_YEAR, "later.txt")
    [suggestion] = client.get(f"/v1/documents/{later}/suggestions").json()["items"]
    assert suggestion["other"] == str(base)
    assert suggestion["score"] >= 0.75
    [plan] = client.get("/v1/plans", params={"document": str(later)}).json()["items"]
    assert client.get(f"/v1/plans/{plan['id']}/versions").json()["code"] == "no_versions"
    answer = client.put(f"/v1/documents/{later}/suggestions/{base}", json={"decision": "confirmed"})
    assert answer.json()["items"][0]["decided_by"] == "administrator"
    assert [version["document"] for version in line_of(client, later)["versions"]] == [str(base), str(later)]


def test_a_rejected_suggestion_puts_nothing_together(client: TestClient, shelf: Shelf) -> None:
    base, later = put(shelf, BASE, "base.txt"), put(shelf, NEXT_YEAR, "later.txt")
    client.put(f"/v1/documents/{later}/suggestions/{base}", json={"decision": "rejected"})
    assert client.get("/v1/lines").json()["items"] == []


def test_the_version_in_force_on_a_day_is_given(client: TestClient, shelf: Shelf) -> None:
    base, edition = put(shelf, BASE, "base.txt"), put(shelf, RESTATING, "edition.txt")
    line = line_of(client, base)["id"]

    def on(day: str) -> list[str]:
        return [version["document"] for version in client.get(f"/v1/lines/{line}", params={"as_of": day}).json()["versions"]]

    assert (on("2023-01-11"), on("2023-06-19"), on("2023-06-20")) == ([], [str(base)], [str(edition)])


def test_a_line_is_made_changed_and_left_by_hand(client: TestClient, shelf: Shelf) -> None:
    one, other = shelf.keep(read(BASE)), shelf.keep(read(NEXT_YEAR))
    made = client.post("/v1/lines", json={"documents": [str(one), str(other)], "title": "Благоустройство"})
    assert made.status_code == 201
    line = made.json()["id"]
    assert client.get("/v1/lines").json()["items"][0] | {"created_at": ""} == {
        "id": line, "title": "Благоустройство", "created_at": "", "versions": 2,
    }  # fmt: skip
    client.put(f"/v1/lines/{line}/versions/{other}", json={"in_force": "2020-01-01"})
    assert [version["document"] for version in client.get(f"/v1/lines/{line}").json()["versions"]] == [str(other), str(one)]
    assert client.delete(f"/v1/lines/{line}/versions/{other}").status_code == 204
    assert client.delete(f"/v1/lines/{line}/versions/{other}").status_code == 404


def test_a_reader_can_not_put_versions_together(sign_in: Callable[[str], TestClient], shelf: Shelf) -> None:
    document = shelf.keep(read(BASE))
    assert sign_in("reader").post("/v1/lines", json={"documents": [str(document)]}).status_code == 403


def test_another_edition_of_the_same_act_joins_it_and_is_in_force_since_its_newest_change(client: TestClient, shelf: Shelf) -> None:
    base = put(shelf, BASE, "base.txt")
    edition = put(
        shelf, BASE.replace("Об утверждении", "(в ред. от 12.03.2023 № 61, от 20.06.2023 № 301)\n\nОб утверждении"), "edition.txt"
    )
    versions = line_of(client, edition)["versions"]
    assert [(version["document"], version["in_force"]) for version in versions] == [
        (str(base), "2023-01-12"),
        (str(edition), "2023-06-20"),
    ]


def test_two_acts_that_an_edition_may_change_are_suggested_both(client: TestClient, shelf: Shelf) -> None:
    first, second = put(shelf, BASE, "a.txt"), shelf.keep(read(BASE), name="b.txt")
    edition = put(shelf, RESTATING, "edition.txt")
    items = client.get(f"/v1/documents/{edition}/suggestions").json()["items"]
    assert {item["other"] for item in items} == {str(first), str(second)}
    assert {item["reason"] for item in items} == {"act"}


def place(shelf: Shelf, document: UUID, records: dict[str, Any]) -> None:
    shelf.run(lambda connection: place_document(connection, document, records))


def placed(shelf: Shelf) -> list[list[UUID]]:
    """Give the documents of each line."""
    return [row["documents"] for row in shelf.rows("SELECT array_agg(document) AS documents FROM line_versions GROUP BY line")]


@pytest.mark.parametrize("named", ["от 12.01.2023 № 45", "от 12 января 2023 года № 45"])
def test_an_edition_that_came_before_its_act_joins_it_when_that_comes(shelf: Shelf, named: str) -> None:
    edition = put(shelf, RESTATING.replace("от 12.01.2023 № 45", named), "edition.txt")
    base = put(shelf, BASE, "base.txt")
    assert set(placed(shelf)[0]) == {base, edition}


def test_a_version_that_a_person_took_out_is_not_put_back(client: TestClient, shelf: Shelf) -> None:
    base, edition = put(shelf, BASE, "base.txt"), put(shelf, RESTATING, "edition.txt")
    client.delete(f"/v1/lines/{line_of(client, edition)['id']}/versions/{edition}")
    place(shelf, edition, read(RESTATING))
    place(shelf, base, read(BASE))
    assert placed(shelf) == [[base]]
    [suggestion] = client.get(f"/v1/documents/{edition}/suggestions").json()["items"]
    assert (suggestion["decision"], suggestion["decided_by"]) == ("rejected", "administrator")


def test_an_act_that_a_person_rejected_is_not_joined(client: TestClient, shelf: Shelf) -> None:
    first, second = put(shelf, BASE, "a.txt"), shelf.keep(read(BASE), name="b.txt")
    edition = put(shelf, RESTATING, "edition.txt")
    client.put(f"/v1/documents/{edition}/suggestions/{first}", json={"decision": "rejected"})
    client.delete(f"/v1/documents/{second}")
    place(shelf, edition, read(RESTATING))
    assert placed(shelf) == []


def test_an_act_of_a_body_that_is_not_known_is_only_suggested(client: TestClient, shelf: Shelf) -> None:
    base, records = put(shelf, BASE, "base.txt"), read(RESTATING)
    records["document"]["issuer"] = None
    edition = shelf.keep(records)
    place(shelf, edition, records)
    [suggestion] = client.get(f"/v1/documents/{edition}/suggestions").json()["items"]
    assert (suggestion["other"], suggestion["reason"]) == (str(base), "act")
    assert placed(shelf) == []


def test_a_directive_is_no_edition_of_the_resolution_of_the_same_day_and_number(shelf: Shelf) -> None:
    put(shelf, BASE, "resolution.txt")
    put(shelf, BASE.replace("ПОСТАНОВЛЕНИЕ", "РАСПОРЯЖЕНИЕ").replace("благоустройства", "культуры"), "directive.txt")
    assert placed(shelf) == []


async def at_once(shelf: Shelf, documents: dict[UUID, dict[str, Any]], *, saved: bool) -> None:
    """Place documents in transactions that begin before any ends, after their records are saved where that is asked for."""
    begun = asyncio.Barrier(len(documents))

    async def one(document: UUID, records: dict[str, Any]) -> None:
        connection = await AsyncConnection.connect(shelf.url, autocommit=True, row_factory=dict_row)
        async with connection, connection.transaction():
            if saved:
                await save_records(connection, document=document, seq=shelf.seqs[document], records=records)
            await begun.wait()
            await place_document(connection, document, records)

    await asyncio.gather(*(one(document, records) for document, records in documents.items()))


def test_two_editions_that_are_read_at_a_time_stand_in_one_line(shelf: Shelf) -> None:
    put(shelf, BASE, "base.txt")
    sources = (read(RESTATING), read(RESTATING.replace("20.06.2023", "20.09.2023").replace("301", "400")))
    asyncio.run(at_once(shelf, {shelf.keep(records): records for records in sources}, saved=False))
    assert [len(line) for line in placed(shelf)] == [3]


def test_two_editions_that_are_read_again_at_a_time_do_not_wait_in_a_ring(shelf: Shelf) -> None:
    asyncio.run(at_once(shelf, {shelf.keep(read(BASE)): read(BASE) for _ in range(2)}, saved=True))
    assert [len(line) for line in placed(shelf)] == [2]
