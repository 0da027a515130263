"""The change feed: what it tells of, its order, its cursors, and that no commit is ever missed."""

import json
from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg
from starlette.testclient import TestClient

from service.store.changes import FORGET
from tests.service.stored import PLAN, Shelf, read

NOTE = "INSERT INTO changes (id, type, object) VALUES (%s, 'line.added', %s)"


def ask(client: TestClient, after: str | None = None, **query: object) -> dict:
    answer = client.get("/v1/changes", params=query | ({"after": after} if after else {}))
    assert answer.status_code == 200, answer.text
    return answer.json()


def types(page: dict) -> list[str]:
    return [change["type"] for change in page["items"]]


def objects(page: dict) -> list[str]:
    return [change["object"] for change in page["items"]]


def upload(client: TestClient, text: str = PLAN) -> str:
    answer = client.post("/v1/documents", files=[("files", ("план.txt", text.encode()))])
    assert answer.status_code == 202, answer.text
    return answer.json()["documents"][0]["document"]["id"]


def test_what_happens_to_a_document_is_told_in_order(client: TestClient):
    begin = ask(client, "now")["next"]
    document = upload(client)
    client.post(f"/v1/documents/{document}/cancel")
    client.post(f"/v1/documents/{document}/retry")
    client.delete(f"/v1/documents/{document}")
    page = ask(client, begin)
    assert types(page) == ["document.uploaded", "document.cancelled", "document.retried", "document.deleted"]
    assert set(objects(page)) == {f"documents/{document}"}
    assert {change["document"] for change in page["items"]} == {document}
    assert types(ask(client, begin, type="document.cancelled")) == ["document.cancelled"]
    unwanted = ask(client, begin, type="line.added")
    assert (unwanted["items"], ask(client, unwanted["next"])["items"]) == ([], [])


def test_a_correction_and_a_review_name_the_record_its_version_and_no_value(client: TestClient, shelf: Shelf):
    shelf.keep(read(PLAN))
    measure = client.get("/v1/measures").json()["items"][0]
    begin = ask(client, "now")["next"]
    client.patch(f"/v1/measures/{measure['id']}", json={"text": "Починить мост Дубова А.А."}, headers={"If-Match": '"1"'})
    client.put(f"/v1/measures/{measure['id']}/review", json={"mark": "accepted"}, headers={"If-Match": '"2"'})
    page = ask(client, begin)
    assert types(page) == ["measure.corrected", "measure.reviewed"]
    assert page["items"][0]["object"] == f"measures/{measure['id']}"
    assert page["items"][0]["details"] == {"fields": ["text"], "version": 2}
    assert "Дубова" not in json.dumps(page, ensure_ascii=False)


def test_a_line_of_versions_is_told(client: TestClient, shelf: Shelf):
    documents = [str(shelf.keep(read(PLAN.replace("2023", year)))) for year in ("2023", "2024")]
    begin = ask(client, "now")["next"]
    line = client.post("/v1/lines", json={"documents": documents}).json()["id"]
    client.delete(f"/v1/lines/{line}/versions/{documents[0]}")
    page = ask(client, begin)
    assert types(page) == ["line.added", "document.placed", "document.placed", "document.taken_out"]
    assert [change["details"].get("line") for change in page["items"][1:]] == [line] * 3


def test_a_transaction_that_commits_late_is_not_missed(client: TestClient, database_url: str):
    """The first to write is the last to commit: a reader that has seen the other must still get it."""
    begin = ask(client, "now")["next"]
    with psycopg.connect(database_url) as slow, psycopg.connect(database_url) as quick:
        slow.execute(NOTE, [uuid4(), "lines/slow"])
        quick.execute(NOTE, [uuid4(), "lines/quick"])
        quick.commit()
        first = ask(client, begin)
        assert objects(first) == ["lines/quick"]
        slow.commit()
    second = ask(client, first["next"])
    assert objects(second) == ["lines/slow"]
    assert objects(ask(client, begin)) == ["lines/quick", "lines/slow"]


def test_a_transaction_that_begins_to_write_first_and_is_taken_back_leaves_no_hole(client: TestClient, database_url: str):
    begin = ask(client, "now")["next"]
    with psycopg.connect(database_url) as given_up, psycopg.connect(database_url) as kept:
        given_up.execute(NOTE, [uuid4(), "lines/given_up"])
        kept.execute(NOTE, [uuid4(), "lines/kept"])
        given_up.rollback()
        kept.commit()
    page = ask(client, begin)
    assert objects(page) == ["lines/kept"]
    assert objects(ask(client, page["next"])) == []


def test_changes_of_one_document_stand_as_they_were_made_whichever_transaction_is_older(
    client: TestClient, shelf: Shelf, database_url: str
):
    """The older transaction comes to the document second, while a third of an age between them still runs."""
    document = shelf.keep(read(PLAN))
    begin = ask(client, "now")["next"]
    lock = "UPDATE documents SET version = version + 1 WHERE id = %s"
    with psycopg.connect(database_url) as old, psycopg.connect(database_url) as between, psycopg.connect(database_url) as young:
        old.execute(NOTE, [uuid4(), "lines/old"])
        between.execute(NOTE, [uuid4(), "lines/between"])
        young.execute(lock, [document])
        young.execute(NOTE, [uuid4(), "documents/first"])
        young.commit()
        old.execute(lock, [document])
        old.execute(NOTE, [uuid4(), "documents/second"])
        old.commit()
        assert objects(ask(client, begin)) == ["documents/first", "lines/old", "documents/second"]
        between.commit()
    assert objects(ask(client, begin))[-1] == "lines/between"


def test_pages_follow_each_other_without_a_gap(client: TestClient, database_url: str):
    begin = ask(client, "now")["next"]
    with psycopg.connect(database_url) as connection:
        for number in range(7):
            connection.execute(NOTE, [uuid4(), f"lines/{number}"])
    seen, after, more = [], begin, True
    while more:
        page = ask(client, after, limit=3)
        seen += objects(page)
        after, more = page["next"], page["more"]
    assert seen == [f"lines/{number}" for number in range(7)]
    assert ask(client, after) == {"items": [], "next": after, "more": False}
    lines = client.get("/v1/changes", params={"after": begin, "limit": 3}, headers={"Accept": "application/x-ndjson"})
    assert [json.loads(line)["object"] for line in lines.text.splitlines()] == [f"lines/{number}" for number in range(3)]
    assert lines.headers["next-cursor"] == ask(client, begin, limit=3)["next"]


def test_a_request_that_waits_is_answered_by_the_next_change(client: TestClient, database_url: str):
    begin = ask(client, "now")["next"]
    with psycopg.connect(database_url) as connection:
        connection.execute(NOTE, [uuid4(), "lines/1"])
    assert objects(ask(client, begin, wait=25)) == ["lines/1"]


def test_a_cursor_older_than_what_is_kept_or_ahead_of_a_restored_backup_is_told_to_read_the_records_again(
    client: TestClient, database_url: str
):
    begin = ask(client, "now")["next"]
    upload(client)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("UPDATE changes SET at = at - interval '31 days'")
        connection.execute(FORGET)
        connection.execute(NOTE, [uuid4(), "lines/1"])
    answer = client.get("/v1/changes", params={"after": begin})
    assert (answer.status_code, answer.json()["code"]) == (410, "changes_forgotten")
    assert "заново" in answer.json()["detail"]
    kept = ask(client)
    assert objects(kept) == ["lines/1"]
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DELETE FROM changes")
    ahead = client.get("/v1/changes", params={"after": kept["next"]})
    assert (ahead.status_code, ahead.json()["code"]) == (410, "changes_forgotten")


def test_a_made_up_cursor_is_refused_and_who_may_not_read_gets_no_changes(client: TestClient, stranger: TestClient):
    for cursor in ("x", "eyJzZXEiOjF9", "eyJjaGFuZ2UiOi0xfQ", "eyJjaGFuZ2UiOiJhIn0"):
        answer = client.get("/v1/changes", params={"after": cursor})
        assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid")
    assert stranger.get("/v1/changes").status_code == 401


def test_who_has_a_role_for_one_municipality_hears_of_its_documents_alone_and_what_they_do_is_told(
    client: TestClient, sign_in: Callable[..., TestClient], shelf: Shelf
):
    clerk = sign_in("member")
    grant = {"role": "clerk", "place": "municipality", "name": "Луговой район"}
    assert client.post(f"/v1/people/{clerk.person}/grants", json=grant).status_code == 201
    shelf.rows("UPDATE api_keys SET scopes = '{read,edit}' WHERE person = %s RETURNING id", UUID(clerk.person))
    begin = ask(client, "now")["next"]
    ours, theirs = (shelf.keep(with_municipality(name)) for name in ("Луговой район", "Тайнинский район"))
    for document in (ours, theirs):
        client.put(f"/v1/documents/{document}/review", json={"mark": "accepted"}, headers={"If-Match": "*"})
    assert {change["document"] for change in ask(client, begin)["items"]} == {str(ours), str(theirs)}
    assert {change["document"] for change in ask(clerk)["items"]} == {str(ours)}
    line = clerk.post("/v1/lines", json={"documents": [str(ours), str(shelf.keep(with_municipality("Луговой район", "2024")))]})
    assert line.status_code == 201, line.text
    assert "line.added" in types(ask(client, begin))
    assert types(ask(clerk))[-2:] == ["document.placed", "document.placed"]


def with_municipality(name: str, year: str = "2023") -> dict:
    records = read(PLAN.replace("2023", year))
    records["document"]["municipality"] = name
    return records


def test_changes_of_the_registry_and_dates_of_events_are_told(client: TestClient, shelf: Shelf):
    document = shelf.keep(read(PLAN.replace("до 1 мая", "в течение 10 дней после принятия закона")))
    begin = ask(client, "now")["next"]
    first, second = client.get("/v1/units").json()["items"][:2]
    merged = client.post(f"/v1/units/{first['id']}/merge", json={"other": second["id"]}, headers={"If-Match": "*"})
    assert merged.status_code == 200, merged.text
    operation = client.get("/v1/registry/operations").json()["items"][0]["id"]
    client.post(f"/v1/registry/operations/{operation}/undo")
    plan = client.get("/v1/plans").json()["items"][0]["id"]
    [event] = client.get(f"/v1/plans/{plan}/events").json()["items"]
    address = f"plans/{plan}/events/{event['code']}"
    client.put(f"/v1/{address}", json={"day": "2024-02-01"})
    client.delete(f"/v1/{address}")
    told = [(change["type"], change["object"], change["document"]) for change in ask(client, begin)["items"]]
    entry = f"units/{first['id']}"
    assert told == [
        ("entry.merged", entry, None), ("entry.undone", entry, None),
        ("event.entered", address, str(document)), ("event.taken_back", address, str(document)),
    ]  # fmt: skip
