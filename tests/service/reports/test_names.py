"""Reports and the names of persons: readers without names see the numbers, and hidden persons stand in no report."""

from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.service.pages.browsing import SignIn, enter
from tests.service.reports.test_reports import forms, hand_in
from tests.service.signing import code_of
from tests.service.test_masked_names import Archive, text_of

PLAN = """План ремонта на 2026 год

№ | Мероприятие | Срок | Исполнитель |
1 | Починить мост, доложить Дубову А.А. | до 1 мая | Отдел дорог, Дубов А.А. |
2 | Вымостить тротуар | до 1 июня | Ёлкина О.П. |
"""
TOLD = {"done": "Дубов А.А. доволен", "remarks": "Спросите Лисицына Р.Т.", "organisations": ["ИП Лисицын Р.Т."]}


@pytest.fixture
def document(database_url: str) -> UUID:
    return Archive(database_url).add(PLAN, "план.txt")


@pytest.fixture
def form(client: TestClient, document: UUID) -> dict[str, Any]:
    plan = client.get("/v1/plans").json()["items"][0]["id"]
    client.put(f"/v1/plans/{plan}/reports", json={"since": "2026-01-01"})
    return hand_in(client, forms(client, plan)[0], **TOLD)


def addresses(form: dict[str, Any]) -> list[str]:
    report, plan = f"/v1/reports/{form['id']}", f"/v1/plans/{form['plan']}/reports"
    files = [f"{plan}/export?format={kind}" for kind in ("json", "xlsx", "docx")]
    pages = [f"/reports/{form['id']}", f"/plans/{form['plan']}/reports", f"/plans/{form['plan']}/reports/summary"]
    return [report, f"{report}/history", plan, f"{plan}/summary", f"/v1/measures/{form['measure']}/reports", *files, *pages]


def test_who_sees_no_names_sees_numbers_and_no_words(stranger: TestClient, sign_in: SignIn, form: dict[str, Any]) -> None:
    reader = enter(stranger, sign_in, "reader")
    for address in addresses(form):
        answer = reader.get(address)
        assert answer.status_code == 200, f"{address}: {answer.text[:300]}"
        told = text_of(answer.content)
        assert not [name for name in ("Дубов", "Ёлкин", "Лисицын", "дубов") if name in told], address
    shown = reader.get(f"/v1/reports/{form['id']}").json()
    assert (shown["reached"], shown["share"], shown["done"], shown["about"]["unit"]) == (1, 50, "", "Отдел дорог")


def test_a_hidden_person_stands_in_no_report_and_may_not_be_written(client: TestClient, form: dict[str, Any]) -> None:
    answer = client.post("/v1/hidden-persons", json={"surname": "Дубов", "initials": "А.А.", "reason": "Заявление № 12"})
    assert answer.status_code == 201, answer.text
    for address in addresses(form)[:8]:
        assert "Дубов" not in text_of(client.get(address).content), address
    [found] = [one for one in forms(client, form["plan"]) if one["id"] == form["id"]]
    assert (found["asked"], found["remarks"]) == (True, TOLD["remarks"])
    named = client.put(f"/v1/reports/{form['id']}", json={"done": "Дубов А.А. рад"}, headers={"If-Match": "*"})
    assert code_of(named) == (422, "person_hidden")
    client.put(f"/v1/reports/{form['id']}", json={"done": "Позже"}, headers={"If-Match": "*"})
    assert client.delete(answer.headers["location"]).status_code in (200, 204)
    lifted = client.get(f"/v1/reports/{form['id']}").json()
    assert (lifted["done"], lifted["about"]["person"]) == ("Позже", "Дубов А.А.")
    assert client.get(f"/v1/reports/{form['id']}/history").json()["items"][-1]["done"] == TOLD["done"]
