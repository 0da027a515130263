"""Lessons: what corrections teach, where it is offered, and what comes of an offer that is accepted or declined."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from service.jobs.extraction import extract_content
from service.jobs.queue import PRIORITIES
from service.jobs.states import save_answer, take
from service.store.teaching import find_taught, is_same_name
from tests.service.documents.uploading import connected, process, uploaded

ACT = """АДМИНИСТРАЦИЯ СОСНОВСКОГО РАЙОНА

ПОСТАНОВЛЕНИЕ

от {day}.03.2024 № {day}

Об утверждении плана

ПОСТАНОВЛЯЕТ:

1. Утвердить план работы.

Приложение

План работы района на 2024 год

№ | О чём речь | Контрольная точка | Ответственный |
1 | Починить мост через реку Луга | до 1 мая | КУИ |
2 | Вымостить тротуар у школы | июнь | Отдел дорог отдел парков |
"""
ROLES = [{"column": 2, "role": "measure"}, {"column": 3, "role": "deadline"}]
FULL = "Комитет по управлению имуществом"


class Papers:
    """Documents of one body, read as a worker reads them."""

    def __init__(self, client: TestClient, database_url: str) -> None:
        self.client, self.url = client, database_url

    def add(self, day: int, text: str = ACT, issuer: str = "СОСНОВСКОГО") -> str:
        content = text.format(day=day).replace("СОСНОВСКОГО", issuer).encode()
        document = uploaded(self.client, content)["id"]
        process(self.url, document, content)
        return str(document)

    def read_again(self, document: str) -> int:
        """Do the jobs that wait to read a document again, and give how many there were."""
        return asyncio.run(self.done_again(UUID(document)))

    async def done_again(self, document: UUID) -> int:
        content = self.client.get(f"/v1/documents/{document}/source").content
        async with await connected(self.url) as connection:
            jobs = await connection.execute(
                "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE status = 'todo' AND priority = %s AND args ->> 'document' = %s"
                " RETURNING id", [PRIORITIES["taught"], str(document)]
            )  # fmt: skip
            found = await jobs.fetchall()
            for job in found:
                held = await take(connection, document, job["id"], again=True)
                assert held
                await save_answer(connection, held, extract_content(content, held.wordings, progress=lambda *_: None), 0.1)
        return len(found)

    def measures(self, document: str) -> list[dict[str, Any]]:
        return list(self.client.get("/v1/measures", params={"document": document}).json()["items"])

    def offers(self, address: str) -> list[dict[str, Any]]:
        return list(self.client.get(f"/v1/{address}/offers").json()["items"])

    def decide(self, offer: dict[str, Any], decision: str | None, tag: str = "*") -> Any:
        address = f"/v1/lessons/{offer['lesson']}/offers/{offer['family']}/{offer['record']}"
        return self.client.put(address, json={"decision": decision}, headers={"If-Match": tag})

    def explain(self, document: str, roles: list[dict[str, Any]] = ROLES) -> Any:
        tables = self.client.get(f"/v1/documents/{document}/tables").json()["items"]
        return self.client.put(f"/v1/documents/{document}/tables/{tables[-1]['block']}", json={"columns": roles})


@pytest.fixture
def papers(client: TestClient, database_url: str) -> Papers:
    return Papers(client, database_url)


def correct(client: TestClient, measure: dict[str, Any], **values: Any) -> Any:
    return client.patch(measure["links"]["self"], json=values, headers={"If-Match": "*"})


def test_a_column_that_somebody_explained_is_read_so_at_once_and_offered_for_the_next_document(papers: Papers, client: TestClient) -> None:
    first = papers.add(1)
    assert [column["role"] for column in client.get(f"/v1/documents/{first}/tables").json()["items"][-1]["columns"]][1] != "measure"
    answer = papers.explain(first)
    assert (answer.status_code, answer.json()["pending"]) == (202, True)
    assert papers.read_again(first) == 1
    explained = client.get(f"/v1/documents/{first}/tables").json()
    assert (explained["pending"], [column["role"] for column in explained["items"][-1]["columns"]]) == (
        False, ["number", "measure", "deadline", "responsible"],
    )  # fmt: skip
    measures = papers.measures(first)
    assert [(item["text"], item["deadlines"][0]["edtf"]) for item in measures] == [
        ("Починить мост через реку Луга", "../2024-05-01"), ("Вымостить тротуар у школы", "2024-06"),
    ]  # fmt: skip
    assert measures[0]["evidence"]["rule"] == "column «о чем речь, taught»"

    second = papers.add(2)
    offers = papers.offers(f"documents/{second}")
    assert {(offer["kind"], offer["column"], offer["then"]) for offer in offers} == {("header", 2, "measure"), ("header", 3, "deadline")}
    assert "Administrator" in offers[0]["why"]
    for offer in offers:
        assert papers.decide(offer, "accepted").status_code == 200
    papers.read_again(second)
    assert [item["text"] for item in papers.measures(second)] == [item["text"] for item in measures]
    assert papers.offers(f"documents/{second}") == []


def test_what_is_taught_changes_nothing_by_itself_and_is_not_offered_to_other_bodies(papers: Papers) -> None:
    papers.explain(papers.add(1))
    before = papers.add(2)
    other = papers.add(3, issuer="РЯБИНОВСКОГО")
    assert papers.read_again(before) == 0
    assert papers.offers(f"documents/{other}") == []
    assert len(papers.offers(f"documents/{before}")) == 2


def test_corrections_hold_over_a_reading_by_taught_headers_and_the_next_one_by_a_newer_extractor(
    papers: Papers, client: TestClient
) -> None:
    document = papers.add(1, ACT.replace("О чём речь", "Мероприятие"))
    measure = papers.measures(document)[0]
    correct(client, measure, text="Починить мост")
    papers.explain(document, ROLES[1:])
    papers.read_again(document)
    after = client.get(measure["links"]["self"]).json()
    assert (after["text"], after["corrections"]["text"]["extracted"]) == ("Починить мост", "Починить мост через реку Луга")
    assert after["deadlines"][0]["evidence"]["rule"].endswith(", taught")


def test_a_role_that_is_taken_back_lets_the_document_be_read_without_it(papers: Papers, client: TestClient) -> None:
    document = papers.add(1)
    papers.explain(document)
    papers.read_again(document)
    papers.explain(document, [{"column": 2, "role": None}, {"column": 3, "role": None}])
    assert papers.read_again(document) == 1
    assert not any(column["taught"] for column in client.get(f"/v1/documents/{document}/tables").json()["items"][-1]["columns"])
    assert papers.explain(document, [{"column": 2, "role": None}]).json()["pending"] is False
    assert papers.read_again(document) == 0


def test_columns_that_are_not_there_are_refused(papers: Papers, client: TestClient) -> None:
    document = papers.add(1)
    assert papers.explain(document, [{"column": 9, "role": "deadline"}]).json()["code"] == "column_without_header"
    assert client.put(f"/v1/documents/{document}/tables/999", json={"columns": ROLES}).status_code == 404


def test_a_corrected_name_is_offered_for_other_records_of_the_same_body(papers: Papers, client: TestClient) -> None:
    text = ACT.replace("О чём речь", "Мероприятие").replace("Контрольная точка", "Срок")
    first, second = papers.add(1, text), papers.add(2, text)
    party = papers.measures(first)[0]["responsible"][0]
    correct(client, papers.measures(first)[0], responsible=[party | {"name": FULL}])
    lesson = client.get("/v1/lessons").json()["items"][0]
    assert (lesson["kind"], lesson["wording"], lesson["meaning"], lesson["author"]) == ("alias", "КУИ", {"name": FULL}, "Administrator")
    assert (lesson["document"], lesson["record"], lesson["confirmed_at"]) == (first, papers.measures(first)[0]["id"], None)
    assert papers.offers(f"documents/{first}") == []
    measure = papers.measures(second)[0]
    offer = papers.offers(f"measures/{measure['id']}")[0]
    assert (offer["field"], [entry["name"] for entry in offer["then"]], offer["version"]) == ("responsible", [FULL], 1)
    assert papers.decide(offer, "accepted", '"7"').status_code == 412
    assert papers.decide(offer, "accepted", '"1"').json()["items"] == []
    record = client.get(measure["links"]["self"]).json()
    assert [(entry["name"], entry["text"]) for entry in record["responsible"]] == [(FULL, "КУИ")]
    assert record["corrections"]["responsible"]["extracted"][0]["name"] == "КУИ"
    assert papers.decide(offer, "accepted").json()["code"] == "offer_gone"


def test_a_declined_offer_does_not_come_again_until_that_is_taken_back(papers: Papers, client: TestClient) -> None:
    text = ACT.replace("О чём речь", "Мероприятие")
    first, second = papers.add(1, text), papers.add(2, text)
    client.post("/v1/lessons", json={"document": first, "kind": "alias", "wording": "КУИ", "name": FULL})
    offer = papers.offers(f"documents/{second}")[0]
    papers.decide(offer, "declined")
    assert papers.offers(f"documents/{second}") == []
    papers.decide(offer, None)
    assert len(papers.offers(f"documents/{second}")) == 1
    assert len(papers.offers(f"documents/{first}")) == 1


def test_a_cell_that_was_divided_is_offered_so_for_the_next(papers: Papers, client: TestClient) -> None:
    text = ACT.replace("О чём речь", "Мероприятие")
    first, second = papers.add(1, text), papers.add(2, text)
    client.post(
        "/v1/lessons",
        json={"document": first, "kind": "split", "field": "responsible", "wording": "Отдел дорог отдел парков",
              "parts": ["Отдел дорог отдел", "парков"]},
    )  # fmt: skip
    measure = papers.measures(second)[1]
    offer = papers.offers(f"measures/{measure['id']}")[0]
    assert [entry["text"] for entry in offer["then"]] == ["Отдел дорог отдел", "парков"]
    papers.decide(offer, "accepted")
    assert len(client.get(measure["links"]["self"]).json()["responsible"]) == 2


def test_a_wording_with_two_meanings_is_told_and_not_offered_until_one_is_removed(papers: Papers, client: TestClient) -> None:
    text = ACT.replace("О чём речь", "Мероприятие")
    first, second = papers.add(1, text), papers.add(2, text)
    made = [
        client.post("/v1/lessons", json={"document": first, "kind": "alias", "wording": "КУИ", "name": name}).json()
        for name in (FULL, "Комитет учёта и инвентаризации")
    ]
    assert [lesson["ambiguous"] for lesson in client.get("/v1/lessons").json()["items"]] == [True, True]
    assert papers.offers(f"documents/{second}") == []
    assert client.delete(f"/v1/lessons/{made[1]['id']}").status_code == 204
    assert papers.offers(f"documents/{second}")[0]["lesson"] == made[0]["id"]
    assert [lesson["id"] for lesson in client.get("/v1/lessons", params={"removed": "true"}).json()["items"]] == [made[1]["id"]]
    assert client.get(f"/v1/lessons/{made[1]['id']}").json()["removed_by"] == "Administrator"


def test_lessons_are_confirmed_filtered_and_paged(papers: Papers, client: TestClient) -> None:
    document = papers.add(1)
    made = [
        client.post("/v1/lessons", json={"document": document, "kind": "header", "wording": f"Графа {n}", "role": "note"}).json()
        for n in ("а", "б", "в")
    ]
    again = client.post("/v1/lessons", json={"document": document, "kind": "header", "wording": "ГРАФА  В:", "role": "note"}).json()
    assert again["id"] == made[2]["id"]
    assert client.put(f"/v1/lessons/{made[1]['id']}/confirmation", json={"confirmed": True}).json()["confirmed_by"] == "Administrator"
    assert [item["id"] for item in client.get("/v1/lessons", params={"confirmed": "true"}).json()["items"]] == [made[1]["id"]]
    page = client.get("/v1/lessons", params={"limit": 2, "issuer": "администрация сосновского района"}).json()
    rest = client.get("/v1/lessons", params={"limit": 2, "cursor": page["next"]}).json()
    assert [item["wording"] for item in page["items"] + rest["items"]] == ["Графа в", "Графа б", "Графа а"]
    assert (rest["next"], client.get("/v1/lessons", params={"kind": "alias"}).json()["items"]) == (None, [])


def test_lessons_that_make_no_sense_are_refused(papers: Papers, client: TestClient) -> None:
    document = papers.add(1)
    split = {"kind": "split", "field": "responsible", "wording": "Отдел дорог", "parts": ["Отдел", "парков"]}
    for body, code in (
        (split, "lesson_parts_differ"),
        ({"kind": "header", "wording": "Графа", "role": "colour"}, "invalid"),
        ({"kind": "alias", "wording": " . ", "name": "x"}, "invalid"),
        ({"kind": "rumour"}, "invalid"),
    ):
        answer = client.post("/v1/lessons", json={"document": document, **body})
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    client.delete(f"/v1/documents/{document}")
    assert client.post("/v1/lessons", json={"document": document, "kind": "alias", "wording": "КУИ", "name": FULL}).status_code == 410


def test_readers_see_lessons_and_teach_none(papers: Papers, sign_in: Callable[[str], TestClient]) -> None:
    document = papers.add(1)
    reader = sign_in("reader")
    assert reader.get("/v1/lessons").status_code == 200
    assert reader.put(f"/v1/documents/{document}/tables/1", json={"columns": ROLES}).status_code == 403


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("КУИиЗО", "Комитет по управлению имуществом и земельным отношениям"),
        ("Отдел ЖКХ", "Отдел жилищно-коммунального хозяйства"),
        ("Управление образования", "Управление образования администрации района"),
        ("Отдел кульуры", "Отдел культуры"),
    ],
)
def test_a_name_at_more_length_or_misspelt_teaches_an_alias(short: str, full: str) -> None:
    assert is_same_name(short, full)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Отдел экономики", "Отдел экологии"),
        ("Отдел дорог", "Отдел парков"),
        ("ЖКХ", "Отдел культуры и спорта"),
        ("Управление образования администрации района", "Управление образования"),
        ("Отдел дорог", "отдел дорог"),
    ],
)
def test_another_body_teaches_nothing(one: str, other: str) -> None:
    assert not is_same_name(one, other)


def entries(*texts: str) -> list[dict[str, Any]]:
    return [{"text": text, "name": text, "person": None, "role": "executor", "evidence": {}} for text in texts]


def test_words_that_are_divided_otherwise_teach_a_split() -> None:
    before = entries("Совет", "Отдел дорог отдел парков", "Архив")
    (taught,) = find_taught("responsible", before, [*before[:1], *entries("Отдел дорог", "отдел парков"), *before[2:]])
    assert (taught.kind, taught.wording, taught.meaning) == (
        "split", "Отдел дорог отдел парков", {"parts": ["Отдел дорог", "отдел парков"]},
    )  # fmt: skip
    (joined,) = find_taught("responsible", entries("Отдел информационных", "технологий"), entries("Отдел информационных технологий"))
    assert joined.meaning == {"parts": ["Отдел информационных технологий"]}
    assert list(find_taught("responsible", before, entries("Совет", "Архив"))) == []
    assert [lesson.meaning["parts"] for lesson in find_taught("items", ["а, б"], ["а", "б"])] == [["а", "б"]]
