"""Documents: the list and its filters, one document with what was read, and what may be done with it."""

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from starlette.testclient import TestClient

from extractor.exporters.json import to_json
from extractor.pipeline import extract
from service.answers import Document
from tests.formats.word import p, package
from tests.service.documents.uploading import fail, metadata, plan, process, rows, uploaded

SignIn = Callable[..., TestClient]
ORDER = """<p>АДМИНИСТРАЦИЯ ЗАРЕЧНОГО РАЙОНА</p><p>ПОСТАНОВЛЕНИЕ</p><p>от {date} № {number}</p><p>Об утверждении плана {what}</p>
<p>В соответствии с Уставом района ПОСТАНОВЛЯЕТ:</p><p>1. Утвердить план на 2021 год.</p><p>Глава района И.И. Лесной</p>"""
NOBODY = "0198c1a2-7d3e-7c41-9a57-3f0c5d2e8b64"


def order(number: int, date: str = "12.03.2021", what: str = "мероприятий") -> bytes:
    return ORDER.format(number=number, date=date, what=what).encode()


def processed(client: TestClient, database_url: str, content: bytes, name: str = "план.txt") -> str:
    document = uploaded(client, content, name)
    process(database_url, document["id"], content)
    return str(document["id"])


def listed(client: TestClient, query: str = "") -> list[str]:
    answer = client.get(f"/v1/documents{query}")
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_the_view_has_the_fields_that_the_schema_names(client: TestClient) -> None:
    assert set(uploaded(client)) == set(Document.__dataclass_fields__)


# The list.


def test_documents_are_listed_newest_first_page_by_page(client: TestClient) -> None:
    ids = [uploaded(client, plan(n))["id"] for n in range(5)][::-1]
    first = client.get("/v1/documents?limit=2").json()
    second = client.get("/v1/documents", params={"limit": 2, "cursor": first["next"]}).json()
    third = client.get("/v1/documents", params={"limit": 2, "cursor": second["next"]}).json()
    assert [item["id"] for page in (first, second, third) for item in page["items"]] == ids
    assert third["next"] is None


def test_a_document_that_comes_in_while_one_pages_moves_nothing(client: TestClient) -> None:
    ids = [uploaded(client, plan(n))["id"] for n in range(4)][::-1]
    first = client.get("/v1/documents?limit=2").json()
    uploaded(client, plan(99))
    second = client.get("/v1/documents", params={"limit": 2, "cursor": first["next"]}).json()
    assert [item["id"] for page in (first, second) for item in page["items"]] == ids


@pytest.mark.parametrize("cursor", ["x", "eyJzZXEiOiJhIn0", "eyJzZXEiOi0xfQ", "W10", "eyJhIjoxfQ"])
def test_a_wrong_cursor_is_told(client: TestClient, cursor: str) -> None:
    assert code(client.get(f"/v1/documents?cursor={cursor}")) == (400, "cursor_invalid")


@pytest.mark.parametrize(
    "query",
    [
        "statsu=done",
        "status=ready",
        "limit=0",
        "limit=201",
        "date_from=12.03.2021",
        "has_issue=maybe",
        "q=",
        "uploaded_from=2021-01-01T00:00:00",
        "uploaded_to=0.5",
        "date_to=0",
    ],
)
def test_a_wrong_filter_is_told_and_never_ignored(client: TestClient, query: str) -> None:
    answer = client.get(f"/v1/documents?{query}")
    assert code(answer) == (422, "invalid")
    assert answer.json()["errors"][0]["pointer"].startswith(f"/query/{query.split('=', maxsplit=1)[0]}")


def test_filters_narrow_the_list(client: TestClient, sign_in: SignIn, database_url: str) -> None:
    plan_id = processed(client, database_url, plan(1))
    order_id = processed(sign_in("clerk"), database_url, order(45), "о.html")
    waiting = uploaded(client, plan(2))["id"]
    version = client.get(f"/v1/documents/{plan_id}").json()["extractor_version"].replace("+", "%2B")
    expected = {
        "": [waiting, order_id, plan_id],
        "?status=done": [order_id, plan_id],
        "?status=queued": [waiting],
        "?status=queued&status=done": [waiting, order_id, plan_id],
        "?kind=resolution": [order_id],
        "?kind=plan&kind=resolution": [order_id, plan_id],
        "?issuer=администрация заречного   района": [order_id],
        "?issuer=администрация": [],
        "?uploaded_by=me": [waiting, plan_id],
        "?uploaded_by=clerk": [order_id],
        f"?sha256={sha256(plan(2)).hexdigest()}&sha256={'0' * 64}": [waiting],
        f"?sha256={'0' * 64}": [],
        "?date_from=2021-03-12&date_to=2021-03-12": [order_id],
        "?date_from=2021-03-13": [],
        "?has_issue=true": [plan_id],
        "?has_issue=true&kind=resolution": [],
        f"?extractor_version={version}": [order_id, plan_id],
        "?uploaded_from=2020-01-01T00:00:00Z": [waiting, order_id, plan_id],
        "?uploaded_to=2020-01-01T00:00:00Z": [],
    }
    assert {query: listed(client, query) for query in expected} == expected


def test_search_finds_russian_words_in_any_form(client: TestClient, database_url: str) -> None:
    found = processed(client, database_url, order(1, what="озеленения территорий"), "о.html")
    processed(client, database_url, order(2, what="ремонта дорог"), "о.html")
    for query in ("озеленение", "территория", "ОЗЕЛЕНЕНИЯ", '"озеленения территорий"'):
        assert listed(client, f"?q={query}") == [found]
    assert listed(client, "?q=канализация") == []


# One document.


def test_a_document_that_waits_has_its_place_in_the_queue(client: TestClient) -> None:
    bulk = uploaded(client, plan(1), priority="bulk")
    urgent = uploaded(client, plan(2))
    places = [client.get(document["links"]["self"]).json()["queue_place"] for document in (urgent, bulk)]
    assert places == [1, 2]
    assert client.get(bulk["links"]["status"]).json()["queue_place"] == 2


def test_a_document_that_is_done_has_its_requisites(client: TestClient, database_url: str) -> None:
    document = client.get(f"/v1/documents/{processed(client, database_url, order(45), 'о.html')}").json()
    assert (document["status"], document["queue_place"], document["format"]) == ("done", None, "html")
    assert document["requisites"]["date"] == "2021-03-12"
    assert document["finished_at"]


@pytest.mark.parametrize("part", ["", "/status"])
def test_an_unchanged_document_is_not_sent_again(client: TestClient, database_url: str, part: str) -> None:
    address = f"/v1/documents/{processed(client, database_url, plan())}{part}"
    tag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)


def test_the_tag_changes_when_the_document_is_done(client: TestClient, database_url: str) -> None:
    document = uploaded(client)
    tag = client.get(document["links"]["self"]).headers["ETag"]
    process(database_url, document["id"], plan())
    done = client.get(document["links"]["self"], headers={"If-None-Match": tag})
    assert done.status_code == 200
    assert re.fullmatch(r'"\d+"', done.headers["ETag"])


def test_the_status_tells_when_to_ask_again(client: TestClient, database_url: str) -> None:
    document = uploaded(client)
    waiting = client.get(document["links"]["status"])
    assert (waiting.json()["status"], waiting.headers["Retry-After"]) == ("queued", "1")
    fail(database_url, document["id"])
    failed = client.get(document["links"]["status"])
    assert (failed.json()["status"], failed.json()["problem"]["code"]) == ("failed", "damaged_file")
    assert "Retry-After" not in failed.headers


PARTS = ["", "/status", "/records", "/issues", "/text", "/source", "/pages", "/pages/1", "/pages/1/image", "/events"]


@pytest.mark.parametrize("part", PARTS)
def test_nobody_s_id_is_not_found(client: TestClient, part: str) -> None:
    assert code(client.get(f"/v1/documents/{NOBODY}{part}")) == (404, "not_found")


def test_an_id_that_is_none_is_invalid(client: TestClient) -> None:
    assert code(client.get("/v1/documents/1")) == (422, "invalid")


def test_the_records_are_those_of_the_extractor(client: TestClient, database_url: str) -> None:
    document = processed(client, database_url, order(45), "о.html")
    assert client.get(f"/v1/documents/{document}/records").json() == to_json(extract(order(45)))


def test_records_carry_ids_where_they_are_asked_for(client: TestClient, database_url: str) -> None:
    document = processed(client, database_url, plan())
    records = client.get(f"/v1/documents/{document}/records?ids=true").json()
    assert all("id" in measure for one in records["plans"] for measure in one["measures"])


@pytest.mark.parametrize("part", ["records", "issues", "text"])
def test_what_is_read_is_missing_until_the_document_is_done(client: TestClient, part: str) -> None:
    assert code(client.get(uploaded(client)["links"][part])) == (409, "document_not_done")


def test_issues_have_their_places_in_the_text(client: TestClient, database_url: str) -> None:
    document = processed(client, database_url, plan())
    issues = client.get(f"/v1/documents/{document}/issues").json()["items"]
    blocks = client.get(f"/v1/documents/{document}/text").json()["items"]
    place = next(issue["evidence"] for issue in issues if issue["code"] == "deadline_unknown")
    cells = blocks[place["block"] - 1]["cells"]
    text = next(cell["text"] for cell in cells if (cell["row"], cell["column"]) == (place["row"], place["column"]))
    assert text[place["start"] : place["end"]] == place["text"] == "по ходу дела"


# Sources.


def test_the_source_comes_back_under_its_name_for_saving(client: TestClient) -> None:
    content = package(p("ПЛАН МЕРОПРИЯТИЙ"))
    document = uploaded(client, content, "План «2025».docx")
    answer = client.get(document["links"]["source"])
    assert answer.content == content
    assert "filename*=UTF-8''%D0%9F%D0%BB%D0%B0%D0%BD%20%C2%AB2025%C2%BB.docx" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (plan(), "text/plain; charset=utf-8"),
        (order(1), "text/html; charset=utf-8"),
        (package(p("ПЛАН МЕРОПРИЯТИЙ")), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_the_media_type_is_that_of_the_content(client: TestClient, database_url: str, content: bytes, kind: str) -> None:
    document = processed(client, database_url, content, "имя.pdf")
    assert client.get(f"/v1/documents/{document}/source").headers["Content-Type"] == kind


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [("bytes=0-9", 0, 10), ("bytes=10-", 10, None), ("bytes=-5", -5, None), ("bytes=5-999999", 5, None)],
)
def test_a_part_of_the_source_may_be_asked_for(client: TestClient, wanted: str, start: int, end: int | None) -> None:
    answer = client.get(uploaded(client)["links"]["source"], headers={"Range": wanted})
    assert (answer.status_code, answer.content) == (206, plan()[start:end])
    assert answer.headers["Content-Range"].endswith(f"/{len(plan())}")


def test_a_part_beyond_the_end_can_not_be_given(client: TestClient) -> None:
    answer = client.get(uploaded(client)["links"]["source"], headers={"Range": "bytes=99999-"})
    assert code(answer) == (416, "range_unsatisfiable")
    assert answer.headers["Content-Range"] == f"bytes */{len(plan())}"


@pytest.mark.parametrize("wanted", ["bytes=9-1", "lines=1-2", "bytes=0-1,3-4", "bytes=-"])
def test_ranges_of_other_forms_give_the_whole(client: TestClient, wanted: str) -> None:
    answer = client.get(uploaded(client)["links"]["source"], headers={"Range": wanted})
    assert (answer.status_code, answer.content) == (200, plan())


def test_a_source_that_has_changed_since_is_given_whole(client: TestClient) -> None:
    answer = client.get(uploaded(client)["links"]["source"], headers={"Range": "bytes=0-1", "If-Range": '"old"'})
    assert answer.status_code == 200


def test_a_source_that_the_client_has_is_not_sent(client: TestClient) -> None:
    document = uploaded(client)
    answer = client.get(document["links"]["source"], headers={"If-None-Match": f'"{document["sha256"]}"'})
    assert (answer.status_code, answer.content) == (304, b"")


def test_a_source_that_the_store_has_lost_is_told(client: TestClient) -> None:
    document = uploaded(client)
    client.portal.call(client.app.state.installation.files.remove, document["sha256"])
    assert code(client.get(document["links"]["source"])) == (404, "source_missing")


# Cancel, retry, delete.


def test_a_cancelled_document_leaves_the_queue(client: TestClient, database_url: str) -> None:
    document = uploaded(client)
    answer = client.post(document["links"]["cancel"])
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    assert rows(database_url, "SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing')") == []
    assert client.post(document["links"]["cancel"]).json()["status"] == "cancelled"


@pytest.mark.parametrize("end", [process, lambda url, document, _: fail(url, document)], ids=["done", "failed"])
def test_a_finished_document_can_not_be_cancelled(client: TestClient, database_url: str, end: Callable[..., None]) -> None:
    document = uploaded(client)
    end(database_url, document["id"], plan())
    assert code(client.post(document["links"]["cancel"])) == (409, "document_finished")


def test_a_failed_document_may_be_tried_again(client: TestClient, database_url: str) -> None:
    document = uploaded(client)
    fail(database_url, document["id"])
    again = client.post(document["links"]["retry"]).json()
    assert (again["status"], again["problem"], again["finished_at"], again["queue_place"]) == ("queued", None, None, 1)
    process(database_url, document["id"], plan())
    assert client.get(document["links"]["self"]).json()["status"] == "done"


def test_a_cancelled_document_may_be_tried_again(client: TestClient) -> None:
    document = uploaded(client)
    client.post(document["links"]["cancel"])
    assert client.post(document["links"]["retry"]).json()["status"] == "queued"


def test_a_document_that_waits_or_is_done_is_not_tried_again(client: TestClient, database_url: str) -> None:
    document = uploaded(client)
    assert code(client.post(document["links"]["retry"])) == (409, "document_not_failed")
    process(database_url, document["id"], plan())
    assert code(client.post(document["links"]["retry"])) == (409, "document_not_failed")


def test_a_deleted_document_is_gone_with_who_and_when(client: TestClient, database_url: str) -> None:
    document = processed(client, database_url, plan())
    assert client.delete(f"/v1/documents/{document}").status_code == 204
    for part in PARTS:
        answer = client.get(f"/v1/documents/{document}{part}")
        assert code(answer) == (410, "deleted")
    gone = client.get(f"/v1/documents/{document}").json()
    assert (gone["deleted_by"], gone["deleted_at"][:2]) == ("administrator", "20")
    assert code(client.delete(f"/v1/documents/{document}")) == (410, "deleted")
    assert code(client.post(f"/v1/documents/{document}/retry")) == (410, "deleted")


def test_a_deleted_document_s_records_leave_the_tables_and_its_history_stays(client: TestClient, database_url: str) -> None:
    document = processed(client, database_url, plan())
    client.delete(f"/v1/documents/{document}")
    records = "SELECT id FROM plans UNION ALL SELECT id FROM measures UNION ALL SELECT id FROM clauses UNION ALL SELECT id FROM activities"
    assert rows(database_url, records) == []
    assert len(rows(database_url, "SELECT 1 FROM extractions")) == 1
    assert (
        rows(database_url, "SELECT object FROM audit WHERE action = 'document.delete' ORDER BY seq")[-1]["object"]
        == f"documents/{document}"
    )


def test_a_document_that_is_deleted_while_it_waits_has_no_job_any_more(client: TestClient, database_url: str) -> None:
    client.delete(uploaded(client)["links"]["self"])
    assert rows(database_url, "SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing')") == []


def test_deleted_documents_are_listed_for_those_who_may_read_the_log(client: TestClient, sign_in: SignIn) -> None:
    document = uploaded(client)
    client.delete(document["links"]["self"])
    assert listed(client) == []
    assert listed(sign_in("auditor"), "?status=deleted") == [document["id"]]
    assert code(sign_in("clerk").get("/v1/documents?status=deleted")) == (403, "forbidden")


@pytest.mark.parametrize("action", ["cancel", "retry", "delete"])
def test_clerks_act_on_their_own_documents_only(sign_in: SignIn, action: str) -> None:
    path = uploaded(sign_in("clerk"))["links"]["self"]
    other = sign_in("clerk", "clerk-2")
    answer = other.delete(path) if action == "delete" else other.post(f"{path}/{action}")
    assert code(answer) == (403, "not_your_document")


def test_administrators_act_on_everybody_s_documents(client: TestClient, sign_in: SignIn) -> None:
    document = uploaded(sign_in("clerk"))
    assert client.post(document["links"]["cancel"]).status_code == 200
    assert client.delete(document["links"]["self"]).status_code == 204


def test_metadata_stays_as_it_was_sent(client: TestClient) -> None:
    document = uploaded(client, metadata=metadata(ключ=["а", {"б": 1.5}]))
    assert client.get(document["links"]["self"]).json()["metadata"] == {"ключ": ["а", {"б": 1.5}]}
