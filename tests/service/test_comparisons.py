"""Comparisons over the API: of documents and of versions, as JSON and as files, with sign-offs."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from tests.service.stored import PLAN, Shelf, read
from tests.service.test_lines import BASE, RESTATING, put

CHANGED = PLAN.replace("до 1 мая", "до 1 июня").replace("4 | Обновить ёлку на площади | когда получится | Отдел культуры |\n", "")


@pytest.fixture
def pair(shelf: Shelf) -> str:
    """Give the address of the comparison of two versions: a deadline postponed, a measure removed."""
    return f"/v1/comparisons/{shelf.keep(read(PLAN), name='old.txt')}/{shelf.keep(read(CHANGED), name='new.txt')}"


def test_what_is_different_is_told(client: TestClient, pair: str) -> None:
    answer = client.get(pair).json()
    assert [change["classes"] for change in answer["changes"]] == [["changed"], ["removed"]]
    [difference] = answer["changes"][0]["fields"]["deadlines"]["differences"]
    assert (difference["kind"], difference["days"]) == ("postponed", 31)
    assert answer["unchanged"] == 2
    assert [item["subject"] for item in answer["items"]] == ["1 Починить мост через реку Луга", "4 Обновить ёлку на площади"]


def test_a_document_compared_with_itself_has_no_differences(client: TestClient, shelf: Shelf) -> None:
    document = shelf.keep(read(PLAN))
    answer = client.get(f"/v1/comparisons/{document}/{document}").json()
    assert (answer["changes"], answer["items"], answer["unchanged"]) == ([], [], 4)


def test_only_the_classes_that_are_asked_for_are_shown(client: TestClient, pair: str) -> None:
    answer = client.get(pair, params={"classes": "removed"}).json()
    assert [change["classes"] for change in answer["changes"]] == [["removed"]]
    assert answer["hidden"] == 1
    assert client.get(pair, params={"classes": "no such class"}).status_code == 422


def test_corrections_are_part_of_what_is_compared(client: TestClient, shelf: Shelf) -> None:
    old, new = shelf.keep(read(PLAN)), shelf.keep(read(PLAN))
    measure = client.get("/v1/measures", params={"document": str(new)}).json()["items"][0]
    edited = client.patch(f"/v1/measures/{measure['id']}", json={"text": "Снести мост"}, headers={"If-Match": '"1"'})
    assert edited.status_code == 200, edited.text
    answer = client.get(f"/v1/comparisons/{old}/{new}").json()
    assert len(answer["changes"]) > 0


def test_the_versions_of_a_plan_are_compared_with_the_one_before(client: TestClient, shelf: Shelf) -> None:
    base, edition = put(shelf, BASE, "base.txt"), put(shelf, RESTATING, "edition.txt")
    [plan] = client.get("/v1/plans", params={"document": str(edition)}).json()["items"]
    answer = client.get(f"/v1/plans/{plan['id']}/compare").json()
    assert answer["documents"] == {"old": str(base), "new": str(edition)}
    assert [change["classes"] for change in answer["changes"]] == [["changed"]]
    [first] = client.get("/v1/plans", params={"document": str(base)}).json()["items"]
    assert client.get(f"/v1/plans/{first['id']}/compare").json()["code"] == "no_version_before"


def test_versions_of_an_unknown_plan_are_not_found(client: TestClient, shelf: Shelf) -> None:
    document = str(shelf.keep(read(PLAN)))
    assert client.get(f"/v1/plans/{uuid4()}/compare", params={"from": document, "to": document}).status_code == 404


FILES = {
    "docx": "сравнительная таблица.docx", "xlsx": "сравнительная таблица.xlsx", "tracked": "план с правками.docx",
    "protocol": "протокол сверки.docx",
}  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), FILES.items())
def test_a_comparison_is_given_as_a_file(client: TestClient, pair: str, kind: str, name: str) -> None:
    answer = client.get(pair, params={"format": kind})
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")
    assert answer.headers["content-disposition"].endswith(f"filename*=UTF-8''{quote(name)}")


def test_a_comparison_is_given_as_readable_text(client: TestClient, pair: str) -> None:
    assert "Починить мост" in client.get(pair, params={"format": "table"}).text


def sign(client: TestClient, pair: str, **given: Any) -> Any:
    return client.post(f"{pair}/sign-offs", json=given)


def test_a_sign_off_is_kept_with_who_and_when(sign_in: Callable[[str], TestClient], pair: str) -> None:
    auditor = sign_in("auditor")
    key = auditor.get(pair).json()["items"][0]["key"]
    made = sign(auditor, pair, key=key, mark="question", note="Почему перенесён срок?")
    assert made.status_code == 201, made.text
    [mark] = auditor.get(pair).json()["sign_offs"]
    assert (mark["person"], mark["mark"], mark["note"], mark["void"]) == ("auditor", "question", "Почему перенесён срок?", False)


def test_a_sign_off_is_void_when_the_difference_is_no_longer_what_was_signed(client: TestClient, shelf: Shelf) -> None:
    old, new = shelf.keep(read(PLAN)), shelf.keep(read(CHANGED))
    pair = f"/v1/comparisons/{old}/{new}"
    for item in client.get(pair).json()["items"]:
        sign(client, pair, key=item["key"], mark="accepted")
    shelf.save(new, read(CHANGED.replace("до 1 июня", "до 1 июля")))
    marks = {mark["subject"][:1]: mark["void"] for mark in client.get(pair).json()["sign_offs"]}
    assert marks == {"1": True, "4": False}


def test_what_is_no_difference_can_not_be_signed(client: TestClient, pair: str) -> None:
    assert sign(client, pair, key="0000", mark="seen").json()["code"] == "no_such_difference"


def test_a_reader_can_not_sign(sign_in: Callable[[str], TestClient], pair: str) -> None:
    assert sign(sign_in("reader"), pair, key="0000", mark="seen").status_code == 403


def test_an_unknown_document_is_not_found(client: TestClient, shelf: Shelf) -> None:
    assert client.get(f"/v1/comparisons/{shelf.keep(read(PLAN))}/{uuid4()}").status_code == 404


def test_a_plan_is_compared_with_a_document_without_measures(client: TestClient, shelf: Shelf) -> None:
    plan, report = shelf.keep(read(PLAN)), shelf.keep(read("Отчёт о работе\n\nОтдел дорог отремонтировал в 2023 году два моста.\n"))
    answer = client.get(f"/v1/comparisons/{plan}/{report}").json()
    assert {change["classes"][0] for change in answer["changes"]} == {"removed"}
    assert answer["notices"]
