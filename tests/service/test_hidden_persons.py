"""A person's data on request: found everywhere, named nowhere, and back again when the rule is lifted."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.service.test_masked_names import Archive

PERSON = {"surname": "Дубов", "initials": "А.А."}
PLAN = """План ремонта на 2026 год

№ | Мероприятие | Срок | Исполнитель |
1 | Починить мост, доложить Дубову А.А. | до 1 мая | Отдел дорог, Дубов А.А. |
2 | Вымостить тротуар. Ответственный Дубов отчитается | до 1 июня | Ёлкина О.П. |
3 | Покрасить скамейки на улице Дубова | до 1 июля | Дубов П.П. |
"""


@pytest.fixture
def archive(database_url: str) -> Archive:
    return Archive(database_url)


def everything(client: TestClient, document: UUID) -> str:
    """Give what an administrator sees of a document, and the log."""
    paths = ["", "/records", "/text", "/export?format=csv", "/history", "/issues"]
    answers = [client.get(f"/v1/documents/{document}{path}").text for path in paths]
    answers += [
        client.get(path).text
        for path in ("/v1/measures", "/v1/measures?q=Дубову", "/v1/persons", "/v1/audit", "/v1/documents", "/v1/lines")
    ]
    return "\n".join(answers)


def hide(client: TestClient) -> dict[str, Any]:
    answer = client.post("/v1/hidden-persons", json=PERSON | {"reason": "Заявление № 12"})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_person_is_found_hidden_and_shown_again(archive: Archive, client: TestClient) -> None:
    document = archive.add(PLAN, "План Дубов.txt")
    measure = client.get("/v1/measures", params={"sort": "-newest"}).json()["items"][-1]
    edit = client.patch(
        f"/v1/measures/{measure['id']}", json={"note": "Дубову А.А. сообщено"}, headers={"If-Match": f'"{measure["version"]}"'}
    )
    assert edit.status_code == 200, edit.text
    before = everything(client, document)
    found = client.post("/v1/hidden-persons/search", json=PERSON).json()["items"]
    assert {(place["relation"], place["field"]) for place in found} >= {
        ("documents", "name"), ("extractions", "records"), ("extractions", "blocks"), ("edits", "value"), ("registry_names", "text"),
    }  # fmt: skip

    rule = hide(client)

    after = everything(client, document)
    assert "А.А." in before
    assert "Дубов А.А." in before
    assert not any(name in after for name in ("Дубов А.А.", "Дубову", "Ответственный Дубов", "План Дубов"))
    assert "улице Дубова" in after
    assert "Дубов П.П." in after
    assert "Ёлкина О.П." in after
    assert "[лицо скрыто]" in after
    assert client.get("/v1/measures", params={"person": "Дубов А.А."}).json()["items"] == []
    assert client.get(f"/v1/documents/{document}/source").json()["code"] == "source_restricted"
    assert client.post("/v1/hidden-persons/search", json=PERSON).json()["items"] == []
    stored = json.dumps(archive.rows("SELECT body, search::text, persons FROM measures"), ensure_ascii=False, default=str)
    assert "Дубову" not in stored
    assert "Дубов А.А." not in stored

    changes = client.get("/v1/changes", params={"type": "document.read_again"}).json()["items"]
    assert [change["document"] for change in changes] == [str(document)]

    assert client.delete(f"/v1/hidden-persons/{rule['id']}").status_code == 204
    again = everything(client, document)
    assert "Дубову А.А. сообщено" in again
    assert "План Дубов" in again
    assert len(client.get("/v1/measures", params={"person": "Дубов А.А."}).json()["items"]) == 1
    assert client.get(f"/v1/documents/{document}/source").json()["code"] != "source_restricted"
    assert client.delete(f"/v1/hidden-persons/{rule['id']}").status_code == 404


def test_a_hidden_person_is_hidden_in_documents_that_come_later_and_in_corrections(archive: Archive, client: TestClient) -> None:
    archive.add("План\n\n№ | Мероприятие | Срок | Исполнитель |\n1 | Починить мост | до 1 мая 2026 | Дубов А.А. |\n", "a.txt")
    hide(client)
    document = archive.add(PLAN, "План.txt")
    assert "Дубов А.А." not in everything(client, document)
    measure = client.get("/v1/measures").json()["items"][0]
    refused = client.patch(f"/v1/measures/{measure['id']}", json={"note": "Дубову А.А."}, headers={"If-Match": f'"{measure["version"]}"'})
    assert refused.status_code == 422
    assert refused.json()["code"] == "person_hidden"
    log = json.dumps(client.get("/v1/audit").json(), ensure_ascii=False)
    assert "person.hide" in log
    assert "Дубов" not in log


def test_only_administrators_hide_persons(sign_in: Callable[[str], TestClient]) -> None:
    auditor = sign_in("auditor")
    assert auditor.get("/v1/hidden-persons").status_code == 403
    assert auditor.post("/v1/hidden-persons", json=PERSON | {"reason": "x"}).status_code == 403
