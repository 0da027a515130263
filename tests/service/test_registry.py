"""The registry in the store and through the API: names are linked as documents come, people merge, split, decide and undo."""

import asyncio
from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from service.store.connection import Connection
from service.store.registry.building import forget_untouched
from service.store.registry.linking import register_document
from tests.service.stored import Shelf
from tests.service.stored import read as read_text

read = cache(read_text)
DISTRICT = """АДМИНИСТРАЦИЯ СОСНОВСКОГО РАЙОНА

ПОСТАНОВЛЕНИЕ

от 12.03.2024 № {number}

О ремонте мостов

ПОСТАНОВЛЯЕТ:

1. Отделу жилищно-коммунального хозяйства администрации района (Дубов А.А.) починить мосты до 1 июня 2024 года.
2. Отделу культуры провести ярмарку до 1 мая 2024 года.
3. Отделу экономики подготовить отчёт до 1 мая 2024 года.
4. Отделу экологии посадить деревья до 1 мая 2024 года.

Глава района П.С. Рябинин
"""
SECOND = """План работы отделов администрации Сосновского района на 2025 год

№ | Мероприятие | Срок | Исполнитель |
1 | Починить мост через реку Луга | до 1 мая | Отдел ЖКХ, Дубов А.А. |
2 | Провести ярмарку «Старт» | III квартал | Отдел культуры администрации Сосновского района |
3 | Обновить ёлку на площади | декабрь | Управление культуры |
4 | Вымостить тротуар | май | Отдел по делам молодёжи |
5 | Побелить бордюры | май | Отдел по делам молодёжи и спорта |
"""
TOWN = """План благоустройства города Еловогорска на 2025 год

№ | Мероприятие | Срок | Исполнитель |
1 | Починить мост | до 1 мая | Отдел культуры, Дубов А.А. |
"""


@pytest.fixture
def shelf(client: TestClient, database_url: str) -> Shelf:
    shelf = Shelf(database_url, UUID(client.person))
    shelf.keep(read(DISTRICT.format(number=45)), name="постановление.txt")
    shelf.keep(read(SECOND), name="план.txt")
    shelf.keep(read(TOWN), name="город.txt")
    return shelf


def units(client: TestClient, **query: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for item in client.get("/v1/units", params={"limit": "200", **query}).json()["items"]:
        found.setdefault(item["name"], []).append(item)
    return found


def one(client: TestClient, name: str) -> dict[str, Any]:
    return units(client)[name][0]


def facts(client: TestClient, entry: str, family: str = "units") -> dict[str, Any]:
    return client.get(f"/v1/{family}/{entry}").json()


def change(client: TestClient, entry: dict[str, Any], action: str, **body: Any) -> Any:
    version = facts(client, entry["id"])["version"]
    return client.post(f"/v1/units/{entry['id']}/{action}", json=body, headers={"If-Match": f'"{version}"'})


def suggestion(client: TestClient, text: str) -> dict[str, Any]:
    items = client.get("/v1/registry/suggestions").json()["items"]
    return next(item for item in items if text in {item["first"]["text"], item["second"]["text"]})


def decide(client: TestClient, given: dict[str, Any], decision: str) -> Any:
    address = f"/v1/registry/suggestions/{given['id']}"
    return client.put(address, json={"decision": decision}, headers={"If-Match": f'"{given["version"]}"'})


def test_spellings_of_one_body_are_one_entry_and_similar_names_are_not(client: TestClient, shelf: Shelf) -> None:
    entry = one(client, "Отдел жилищно-коммунального хозяйства администрации района")
    assert {name["text"] for name in facts(client, entry["id"])["names"]} == {entry["name"], "Отдел ЖКХ"}
    assert {"Отдел экономики", "Отдел экологии"} <= units(client).keys()


def test_the_same_name_in_two_municipalities_is_two_entries(client: TestClient, shelf: Shelf) -> None:
    assert len(units(client)["Отдел культуры"]) == 2
    assert len(client.get("/v1/persons", params={"q": "дубов"}).json()["items"]) == 2


def test_a_page_of_facts_tells_names_parent_documents_and_measures(client: TestClient, shelf: Shelf) -> None:
    page = facts(client, one(client, "Отдел жилищно-коммунального хозяйства администрации района")["id"])
    assert page["parent"]["name"] == "Администрация Сосновского района"
    assert {document["name"] for document in page["documents"]} == {"постановление.txt", "план.txt"}
    assert (page["document_count"]["value"], page["measure_count"]) == (2, {"value": 1, "exact": True})
    assert page["first_seen"] == "2024-03-12"
    assert {part["name"] for part in facts(client, page["parent"]["id"])["parts"]} >= {page["name"]}


def test_measures_are_found_by_their_entry_whatever_they_call_it(client: TestClient, shelf: Shelf) -> None:
    entry = one(client, "Отдел культуры")["id"]
    texts = [item["text"] for item in client.get(f"/v1/units/{entry}/measures").json()["items"]]
    assert texts == [item["text"] for item in client.get("/v1/measures", params={"unit_id": entry}).json()["items"]]
    assert set(texts) in ({"Провести ярмарку «Старт»"}, {"Починить мост"})
    dubov = client.get("/v1/persons", params={"q": "Дубов"}).json()["items"][0]["id"]
    assert client.get(f"/v1/persons/{dubov}/measures").json()["items"]


def test_a_measure_leads_to_its_units_and_persons(client: TestClient, shelf: Shelf) -> None:
    measure = client.get("/v1/measures", params={"unit": "Отдел ЖКХ"}).json()["items"][0]
    parties = client.get(measure["links"]["parties"]).json()["items"]
    assert [(party["text"], party["entry"]["kind"]) for party in parties] == [("Отдел ЖКХ", "unit"), ("Дубов А.А.", "person")]


def test_a_list_begins_with_any_name_and_gives_each_entry_once(client: TestClient, shelf: Shelf) -> None:
    found = client.get("/v1/units", params={"q": "отдел ж"}).json()["items"]
    assert len(found) == 1
    pages, cursor = [], None
    while True:
        page = client.get("/v1/units", params={"limit": 3, **({"cursor": cursor} if cursor else {})}).json()
        pages += [item["id"] for item in page["items"]]
        if (cursor := page["next"]) is None:
            break
    assert len(pages) == len(set(pages)) == sum(map(len, units(client).values()))


def test_a_confirmed_suggestion_merges_and_is_undone(client: TestClient, shelf: Shelf) -> None:
    given = suggestion(client, "Управление культуры")
    assert (given["rule"], given["score"]) == ("by_subject", pytest.approx(0.6))
    decided = decide(client, given, "confirmed")
    assert decided.json()["decision"] == "confirmed"
    first, second = given["first"]["entry"], given["second"]["entry"]
    assert facts(client, first)["id"] == facts(client, second)["id"]
    assert {"Управление культуры", "Отдел культуры"} <= {name["text"] for name in facts(client, first)["names"]}
    assert len(client.get(f"/v1/units/{second}/measures").json()["items"]) == 2
    operation = client.get("/v1/registry/operations").json()["items"][0]
    assert operation["kind"] == "merge"
    assert client.post(f"/v1/registry/operations/{operation['id']}/undo").json()["undone_by"] == "administrator"
    assert facts(client, first)["id"] != facts(client, second)["id"]
    assert suggestion(client, "Управление культуры")["decision"] is None
    assert client.post(f"/v1/registry/operations/{operation['id']}/undo").json()["code"] == "operation_undone"


def test_a_rejected_suggestion_is_not_asked_again(client: TestClient, shelf: Shelf) -> None:
    given = suggestion(client, "Отдел по делам молодёжи")
    assert decide(client, given, "rejected").status_code == 200
    assert given["id"] not in [item["id"] for item in client.get("/v1/registry/suggestions").json()["items"]]
    assert decide(client, given, "confirmed").status_code == 412


def test_a_merge_with_itself_a_circle_and_a_merge_with_its_part_are_refused(client: TestClient, shelf: Shelf) -> None:
    economy, ecology = one(client, "Отдел экономики"), one(client, "Отдел экологии")
    assert change(client, economy, "merge", other=economy["id"]).json()["code"] == "merge_self"
    assert change(client, economy, "merge", other=ecology["id"]).status_code == 200
    assert change(client, economy, "merge", other=ecology["id"]).json()["code"] == "merge_cycle"
    assert change(client, ecology, "merge", other=economy["id"]).json()["code"] == "entry_merged"
    part = one(client, "Отдел жилищно-коммунального хозяйства администрации района")
    whole = one(client, "Администрация Сосновского района")
    assert change(client, whole, "merge", other=part["id"]).json()["code"] == "merge_part"
    assert change(client, whole, "merge", other=one(client, "Глава района")["id"]).json()["code"] == "merge_kinds"


def test_a_change_names_the_version_that_it_was_read_with(client: TestClient, shelf: Shelf) -> None:
    economy, ecology = one(client, "Отдел экономики"), one(client, "Отдел экологии")
    address, body = f"/v1/units/{economy['id']}/merge", {"other": ecology["id"]}
    assert client.post(address, json=body).status_code == 428
    assert client.post(address, json=body, headers={"If-Match": '"99"'}).status_code == 412


def test_names_that_leave_make_an_entry_of_their_own_and_come_back(client: TestClient, shelf: Shelf) -> None:
    entry = one(client, "Отдел жилищно-коммунального хозяйства администрации района")
    names = facts(client, entry["id"])["names"]
    short = next(name["id"] for name in names if name["text"] == "Отдел ЖКХ")
    assert change(client, entry, "split", names=[name["id"] for name in names]).json()["code"] == "split_all"
    made = change(client, entry, "split", names=[short])
    assert (made.status_code, made.json()["name"]) == (201, "Отдел ЖКХ")
    assert [item["text"] for item in client.get(f"/v1/units/{made.json()['id']}/measures").json()["items"]] == [
        "Починить мост через реку Луга"
    ]
    assert not client.get(f"/v1/units/{entry['id']}/measures").json()["items"]
    operation = client.get(f"/v1/units/{entry['id']}/history").json()["items"][0]
    client.post(f"/v1/registry/operations/{operation['id']}/undo")
    assert len(client.get(f"/v1/units/{entry['id']}/measures").json()["items"]) == 1
    assert facts(client, made.json()["id"])["id"] == entry["id"]


def test_a_name_that_names_another_body_of_the_municipality_is_refused(client: TestClient, shelf: Shelf) -> None:
    economy = one(client, "Отдел экономики")
    taken = change(client, economy, "names", text="Отдел экологии")
    assert (taken.status_code, taken.json()["code"]) == (409, "alias_taken")
    assert taken.json()["entry"] == one(client, "Отдел экологии")["id"]
    assert change(client, economy, "names", text="ОЭК").status_code == 200
    assert change(client, economy, "names", text="ОЭК").json()["code"] == "alias_known"


def test_a_name_given_by_hand_is_what_later_documents_are_read_with(client: TestClient, shelf: Shelf) -> None:
    economy = one(client, "Отдел экономики")
    change(client, economy, "names", text="ОЭК")
    shelf.keep(read(DISTRICT.format(number=46).replace("Отделу экономики", "ОЭК")), name="другое.txt")
    assert facts(client, economy["id"])["document_count"]["value"] == 2


def test_an_abbreviation_is_not_confirmed_for_two_bodies(client: TestClient, shelf: Shelf) -> None:
    for number, body in enumerate(("Управлению сельских территорий", "Управлению строительства и транспорта", "УСТ"), 50):
        shelf.keep(read(DISTRICT.format(number=number).replace("Отделу экономики", body)), name=f"{number}.txt")
    items = client.get("/v1/registry/suggestions").json()["items"]
    both = [item for item in items if "УСТ" in {item["first"]["text"], item["second"]["text"]}]
    assert len(both) == 2
    assert decide(client, both[0], "confirmed").status_code == 200
    refused = decide(client, both[1], "confirmed")
    assert (refused.status_code, refused.json()["code"]) == (409, "alias_two_bodies")


def test_a_corrected_party_leads_to_another_entry(client: TestClient, shelf: Shelf) -> None:
    measure = client.get("/v1/measures", params={"unit": "Отдел ЖКХ"}).json()["items"][0]
    address = f"/v1/measures/{measure['id']}"
    client.patch(address, json={"responsible": [{"text": "Отдел экологии"}]}, headers={"If-Match": f'"{measure["version"]}"'})
    assert [party["entry"]["name"] for party in client.get(f"{address}/parties").json()["items"]] == ["Отдел экологии"]
    assert facts(client, one(client, "Отдел экологии")["id"])["measure_count"]["value"] == 1


def test_an_entry_is_not_listed_any_more_when_its_documents_are_gone(client: TestClient, shelf: Shelf) -> None:
    document = shelf.rows("SELECT id FROM documents WHERE name = 'город.txt'")[0]["id"]
    assert client.delete(f"/v1/documents/{document}").status_code == 204
    assert len(units(client)["Отдел культуры"]) == 1


def test_a_registry_that_is_built_anew_keeps_what_people_did_and_all_addresses(client: TestClient, shelf: Shelf) -> None:
    change(client, one(client, "Отдел экономики"), "merge", other=one(client, "Отдел экологии")["id"])
    before = units(client)

    async def rebuild(connection: Connection) -> None:
        await forget_untouched(connection)
        for row in await (await connection.execute("SELECT id FROM documents WHERE status = 'done' ORDER BY seq")).fetchall():
            await register_document(connection, row["id"])

    shelf.run(rebuild)
    assert units(client) == before


def test_savings_at_one_time_make_one_entry_of_a_name(client: TestClient, shelf: Shelf) -> None:
    records = [read(DISTRICT.format(number=number).replace("экономики", "архивов")) for number in (60, 61, 62)]
    documents = [shelf.keep(read(TOWN), name=f"{number}.txt") for number in range(3)]

    async def save_all() -> None:
        await asyncio.gather(*(asyncio.to_thread(shelf.save, document, found) for document, found in zip(documents, records, strict=True)))

    asyncio.run(save_all())
    assert len(units(client)["Отдел архивов"]) == 1


def test_a_reader_changes_nothing(client: TestClient, shelf: Shelf, sign_in: Callable[[str], TestClient]) -> None:
    reader = sign_in("reader")
    assert change(reader, one(client, "Отдел экономики"), "names", text="ОЭК").status_code == 403
    assert reader.post("/v1/registry/operations/1/undo").status_code == 403


def test_every_change_is_in_the_audit_log(client: TestClient, shelf: Shelf) -> None:
    economy = one(client, "Отдел экономики")
    change(client, economy, "names", text="ОЭК")
    decide(client, suggestion(client, "Управление культуры"), "rejected")
    actions = [entry["action"] for entry in client.get("/v1/audit").json()["items"]]
    assert {"registry.name", "registry.decide"} <= set(actions)


@pytest.mark.parametrize("cursor", ["x", "e30", "eyJrZXkiOiAxLCAiaWQiOiAwLjUuMX0", "eyJrZXkiOiJhIiwiaWQiOiItMSJ9", "eyJpZCI6IHRydWV9"])
def test_a_cursor_that_is_none_is_refused(client: TestClient, cursor: str) -> None:
    for address in ("/v1/units", "/v1/persons", "/v1/registry/suggestions", "/v1/registry/operations"):
        assert client.get(address, params={"cursor": cursor}).status_code == 400
