"""The reach: who has roles for single issuers and municipalities sees, edits and exports their documents, and nothing else anywhere."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote
from uuid import UUID, uuid4

import pytest
from starlette.testclient import TestClient

from service.auth.tokens import digest
from service.migrations.reach import SCHEMA
from service.migrations.running import migrate
from service.pages import PAGES
from tests.service.conftest import PASSWORD
from tests.service.house import stranger_of, url_of
from tests.service.signing import change, code_of
from tests.service.stored import PLAN, Shelf, read

SignIn = Callable[..., TestClient]

OURS, THEIRS = "Луговой район", "Тайнинский район"
# What stands in the other municipality's documents and nowhere else.
THEIR_WORDS = {
    "Рябиновый": "Тайнинский",
    "Дубов": "Скрытнев",
    "Ёлкина": "Потаева",
    "Отдел": "Секретариат",
    "отдел": "секретариат",
    "Луга": "Тайна",
}
THEIR_NAMES = ("тайнинск", "скрытнев", "потаев", "секретариат", "тайна")
# Tables that say nothing of any document, or are no one's to read but the service's. Whoever adds a table that does belong to documents
# ties it to them with a foreign key, or names its issuer, and need not do anything here.
OF_NO_DOCUMENT = {
    "alembic_version", "api_keys", "calendar_links", "grants", "hidden_persons", "retention_rules", "retention_runs", "webhooks",
    "webhook_deliveries", "webhook_tries", "idempotency_keys", "identities", "installation", "people", "sessions", "sign_in_failures",
    "sign_ins_begun", "queue_migrations", "procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers",
    "procrastinate_workers",
}  # fmt: skip


@pytest.fixture
def stranger(house: TestClient) -> TestClient:
    return stranger_of(house)


@pytest.fixture
def database_url(house: TestClient) -> str:
    return url_of(house)


def records_of(municipality: str | None, words: Mapping[str, str] = {}, issuer: str | None = None) -> dict[str, Any]:
    text = PLAN
    for word, other in words.items():
        text = text.replace(word, other)
    records = read(text)
    records["document"] |= {"municipality": municipality, "issuer": issuer}
    return records


@pytest.fixture
def ours(shelf: Shelf) -> UUID:
    return keep(shelf, records_of(OURS), "наш план.txt")


@pytest.fixture
def theirs(shelf: Shelf) -> UUID:
    return keep_theirs(shelf)


def keep_theirs(shelf: Shelf) -> UUID:
    return keep(shelf, records_of(THEIRS, THEIR_WORDS), "план Тайнинский.txt")


def keep(shelf: Shelf, records: dict[str, Any], name: str) -> UUID:
    """Put a document into the store, with the address of a file that is not there."""
    document = shelf.keep(records, name=name)
    change(shelf.url, "UPDATE documents SET sha256 = encode(sha256(id::text::bytea), 'hex') WHERE id = %s", document)
    return document


@pytest.fixture
def member(sign_in: SignIn, client: TestClient) -> Callable[..., TestClient]:
    """Make a person with grants only, each a role and a municipality or {place: name}, with a key that may do all that they do."""

    def make(*grants: tuple[str, str], login: str = "member", role: str = "member") -> TestClient:
        person = sign_in(role, login)
        for granted, municipality in grants:
            give(client, person, granted, municipality)
        return person

    return make


def give(client: TestClient, person: TestClient, role: str, name: str, place: str = "municipality") -> str:
    answer = client.post(f"/v1/people/{person.person}/grants", json={"role": role, "place": place, "name": name})
    assert answer.status_code == 201, answer.text
    scopes = ["read", "upload", "edit", "audit"]
    change(str(client.app.state.settings.database_url), "UPDATE api_keys SET scopes = %s WHERE person = %s", scopes, person.person)
    return str(answer.headers["location"])


def ids(answer: Any) -> set[str]:
    assert answer.status_code == 200, answer.text
    return {item["id"] for item in answer.json()["items"]}


def test_a_member_without_grants_may_do_nothing(ours: UUID, member: Callable[..., TestClient]) -> None:
    assert code_of(member().get("/v1/documents")) == (403, "forbidden")


def test_a_reader_of_a_municipality_sees_its_documents_alone(ours: UUID, theirs: UUID, member: Callable[..., TestClient]) -> None:
    reader = member(("reader", "ЛУГОВОЙ  район"))
    assert ids(reader.get("/v1/documents")) == {str(ours)}
    assert {item["document"] for item in reader.get("/v1/measures").json()["items"]} == {str(ours)}
    assert reader.get(f"/v1/documents/{ours}").status_code == 200
    assert code_of(reader.get(f"/v1/documents/{theirs}")) == (404, "not_found")
    assert reader.get("/v1/measures?count=true").json()["count"]["value"] == 4


def test_a_grant_may_name_an_issuer(shelf: Shelf, client: TestClient, member: Callable[..., TestClient]) -> None:
    document = shelf.keep(records_of(THEIRS, issuer="Администрация Тайнинского района"))
    shelf.keep(records_of(THEIRS, THEIR_WORDS))
    reader = member()
    give(client, reader, "reader", "Администрация Тайнинского района", "issuer")
    assert ids(reader.get("/v1/documents")) == {str(document)}


def test_a_role_for_everything_is_not_narrowed_by_a_grant(ours: UUID, theirs: UUID, member: Callable[..., TestClient]) -> None:
    reader = member(("clerk", OURS), role="reader", login="both")
    assert ids(reader.get("/v1/documents")) == {str(ours), str(theirs)}
    body = {"title": "Другое название"}
    assert reader.patch(f"/v1/documents/{ours}", json=body, headers={"If-Match": "*"}).status_code == 200
    assert code_of(reader.patch(f"/v1/documents/{theirs}", json=body, headers={"If-Match": "*"})) == (403, "outside_reach")


def test_a_reader_of_one_and_clerk_of_another_edits_one(ours: UUID, theirs: UUID, member: Callable[..., TestClient]) -> None:
    person = member(("reader", OURS), ("clerk", THEIRS))
    assert ids(person.get("/v1/documents")) == {str(ours), str(theirs)}
    for document, status in ((ours, 403), (theirs, 200)):
        assert person.patch(f"/v1/documents/{document}", json={"number": "7"}, headers={"If-Match": "*"}).status_code == status


def test_a_document_is_not_moved_to_where_one_has_no_rights(ours: UUID, member: Callable[..., TestClient]) -> None:
    clerk = member(("clerk", OURS))
    answer = clerk.patch(f"/v1/documents/{ours}", json={"municipality": THEIRS}, headers={"If-Match": "*"})
    assert code_of(answer) == (403, "outside_reach")
    assert clerk.get(f"/v1/documents/{ours}/records").json()["document"]["municipality"] == OURS


def test_a_measure_of_the_own_municipality_is_corrected(ours: UUID, member: Callable[..., TestClient]) -> None:
    clerk = member(("clerk", OURS))
    measure = clerk.get("/v1/measures").json()["items"][0]
    answer = clerk.patch(measure["links"]["self"], json={"note": "проверено"}, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text
    assert clerk.put(f"{measure['links']['self']}/review", json={"mark": "accepted"}, headers={"If-Match": "*"}).status_code == 200


def test_of_many_corrections_those_out_of_reach_are_refused_alone(ours: UUID, theirs: UUID, member: Callable[..., TestClient]) -> None:
    clerk = member(("clerk", OURS))
    measure, tag = clerk.get("/v1/measures").json()["items"][0], clerk.get(f"/v1/documents/{ours}").headers["ETag"]
    items = [
        {"family": "documents", "record": str(ours), "version": int(tag.strip('"')), "values": {"municipality": THEIRS}},
        {"record": measure["id"], "version": measure["version"], "values": {"note": "проверено"}},
        {"family": "documents", "record": str(theirs), "version": 1, "values": {"number": "9"}},
    ]
    answer = clerk.post("/v1/corrections", json={"items": items}).json()
    assert [item["status"] for item in answer["items"]] == [403, 200, 404]


def test_a_clerk_of_a_municipality_does_their_work(ours: UUID, shelf: Shelf, client: TestClient, member: Callable[..., TestClient]) -> None:
    """All kinds of writes, each of which notes something in further tables: changes, lessons, days that are due, the registry."""
    second = keep(shelf, records_of(OURS, {"мост": "виадук"}), "наш план, новая редакция.txt")
    clerk = member(("clerk", OURS), ("auditor", OURS))
    measure = clerk.get(f"/v1/measures?document={ours}").json()["items"][0]
    path = measure["links"]["self"]
    fresh = {"If-Match": "*"}
    parties = [{"name": "Управление дорог", "person": None, "role": "executor"}]
    done = {
        "a party": clerk.patch(path, json={"responsible": parties}, headers=fresh),
        "a deadline": clerk.patch(path, json={"deadlines": [{"text": "до 2 мая"}]}, headers=fresh),
        "undo": clerk.post(f"{path}/undo", json={"edit": None}, headers=fresh),
        "a field's mark": clerk.put(f"{path}/review/text", json={"mark": "accepted"}, headers=fresh),
        "the requisites": clerk.patch(f"/v1/documents/{ours}", json={"number": "8"}, headers=fresh),
        "a line": clerk.post("/v1/lines", json={"documents": [str(ours), str(second)]}),
        "an event's day": clerk.get(f"/v1/plans/{measure['plan']}/events"),
    }
    said = {name: answer.text for name, answer in done.items() if answer.status_code >= 300}
    assert not said
    line = done["a line"].headers["location"]
    assert clerk.delete(f"{line}/versions/{second}").status_code in (200, 204)
    assert clerk.get("/v1/changes").json()["items"]
    assert code_of(clerk.delete(f"/v1/documents/{ours}")) == (403, "not_your_document")


def test_the_registry_is_changed_by_roles_for_everything_alone(ours: UUID, theirs: UUID, member: Callable[..., TestClient]) -> None:
    clerk = member(("clerk", OURS))
    units = clerk.get("/v1/units").json()["items"]
    merged = clerk.post(f"/v1/units/{units[0]['id']}/merge", json={"other": units[1]["id"]}, headers={"If-Match": "*"})
    assert code_of(merged) == (403, "outside_reach")


def test_a_grant_that_is_taken_back_holds_no_longer(ours: UUID, client: TestClient, member: Callable[..., TestClient]) -> None:
    reader = member()
    address = give(client, reader, "reader", OURS)
    assert reader.get(f"/v1/documents/{ours}").status_code == 200
    assert client.delete(address).status_code == 204
    assert code_of(reader.get(f"/v1/documents/{ours}")) == (403, "forbidden")
    assert code_of(client.delete(address)) == (404, "not_found")


def test_what_nobody_has_read_yet_is_seen_by_who_uploaded_it(client: TestClient, member: Callable[..., TestClient]) -> None:
    clerk, other = member(("clerk", OURS)), member(("clerk", OURS), login="other")
    uploaded = clerk.post("/v1/documents", files=[("files", ("новый.txt", "О планах".encode()))])
    assert uploaded.status_code == 202, uploaded.text
    document = uploaded.json()["documents"][0]["document"]["id"]
    assert ids(clerk.get("/v1/documents")) == {document}
    assert ids(client.get("/v1/documents")) == {document}
    assert ids(other.get("/v1/documents")) == set()


def test_the_content_of_a_hidden_document_is_no_duplicate_and_no_loop(client: TestClient, member: Callable[..., TestClient]) -> None:
    files = [("files", ("тайнинский.txt", "О планах".encode()))]
    hidden = client.post("/v1/documents", files=files).json()["documents"][0]["document"]["id"]
    answer = member(("clerk", OURS)).post("/v1/documents", files=files)
    assert code_of(answer) == (409, "content_elsewhere")
    assert hidden not in answer.text


def test_a_connection_that_saw_a_part_sees_everything_again(
    ours: UUID, theirs: UUID, client: TestClient, member: Callable[..., TestClient]
) -> None:
    one, other = member(("reader", OURS)), member(("reader", THEIRS), login="other")
    for _ in range(3):
        assert ids(one.get("/v1/documents")) == {str(ours)}
        assert ids(client.get("/v1/documents")) == {str(ours), str(theirs)}
        assert ids(other.get("/v1/documents")) == {str(theirs)}


def test_without_the_views_nothing_is_told(ours: UUID, client: TestClient, member: Callable[..., TestClient], database_url: str) -> None:
    reader = member(("reader", OURS))
    change(database_url, f"DROP SCHEMA {SCHEMA} CASCADE")
    assert code_of(reader.get("/v1/documents")) == (503, "database_away")
    assert ids(client.get("/v1/documents")) == {str(ours)}
    migrate(database_url)
    assert ids(reader.get("/v1/documents")) == {str(ours)}


def test_an_auditor_of_a_municipality_reads_its_entries_of_the_log(
    ours: UUID, theirs: UUID, client: TestClient, member: Callable[..., TestClient]
) -> None:
    for document in (ours, theirs):
        assert client.patch(f"/v1/documents/{document}", json={"number": "7"}, headers={"If-Match": "*"}).status_code == 200
    auditor = member(("auditor", OURS))
    entries = auditor.get("/v1/audit").json()["items"]
    assert {entry["object"] for entry in entries if entry["actor"] != auditor.person} == {f"documents/{ours}"}


def test_the_chain_of_the_log_is_whole_though_members_write_it(
    ours: UUID, client: TestClient, member: Callable[..., TestClient], database_url: str, shelf: Shelf
) -> None:
    client.get(f"/v1/documents/{ours}")
    member(("clerk", OURS)).get("/v1/measures")
    client.get(f"/v1/documents/{ours}")
    assert [row["seq"] for row in shelf.rows("SELECT seq FROM audit ORDER BY seq")] == list(
        range(1, shelf.rows("SELECT count(*) AS n FROM audit")[0]["n"] + 1)
    )


def test_a_line_with_a_hidden_version_is_hidden(ours: UUID, theirs: UUID, client: TestClient, member: Callable[..., TestClient]) -> None:
    line = client.post("/v1/lines", json={"documents": [str(ours), str(theirs)]})
    assert line.status_code == 201, line.text
    reader = member(("reader", OURS))
    assert reader.get("/v1/lines").json()["items"] == []
    assert reader.get(line.headers["location"]).status_code == 404


def test_a_calendar_link_opens_what_its_owner_may_see(ours: UUID, theirs: UUID, shelf: Shelf, member: Callable[..., TestClient]) -> None:
    """Days that are due in 2023 are long ago; what matters is that a plan that is not open has no feed."""
    reader = member(("reader", OURS))
    stranger, status = TestClient(reader.app), {}
    stranger.portal = reader.portal
    for document in (ours, theirs):
        plan = shelf.rows("SELECT id FROM plans WHERE document = %s", document)[0]["id"]
        secret = f"secret of {plan}"
        change(shelf.url, LINK, uuid4(), reader.person, str(plan), digest(secret))
        status[document] = stranger.get(f"/calendars/{secret}.ics").status_code
    assert status == {ours: 200, theirs: 404}


LINK = "INSERT INTO calendar_links (id, person, kind, subject, secret) VALUES (%s, %s, 'plan', %s, %s)"


def test_every_table_is_covered_or_belongs_to_no_document(shelf: Shelf) -> None:
    tables = {row["tablename"] for row in shelf.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    views = {row["viewname"] for row in shelf.rows("SELECT viewname FROM pg_views WHERE schemaname = %s", SCHEMA)}
    left = tables - views - OF_NO_DOCUMENT
    assert not left, f"tie these tables to documents by a foreign key, or say in OF_NO_DOCUMENT that they are of none: {sorted(left)}"


# --- the walk over every address ---

NOBODYS = str(uuid4())
# What parameters name of the other municipality; a new one gets a line here, or in VALUES where it names nothing of documents.
BY_NAME = {
    "document": "documents", "plan": "plans", "measure": "measures", "clause": "clauses", "activity": "activities", "line": "lines",
    "record": "measures", "old": "documents", "new": "documents", "from": "documents", "to": "documents", "ids": "documents",
    "entry": "entries", "unit_id": "entries", "person_id": "entries", "lesson": "lessons", "suggestion": "suggestions",
    "report": "reports",
}  # fmt: skip
VALUES = {
    "page": "1", "family": "measures", "name": "Секретариат дорог", "year": "2024",
    **dict.fromkeys(("person", "key", "calendar", "token", "webhook", "delivery"), NOBODYS),
}  # fmt: skip
# These streams never end, and pictures of pages need a source; both begin with the document's row, which is asked here.
ENDLESS = {"/v1/events"}


def gets(client: TestClient) -> Iterator[tuple[str, list[str]]]:
    """Give the path of every GET route of the API and of the pages, with the names of its parameters in the query."""
    for path, item in client.app.openapi()["paths"].items():  # type: ignore[attr-defined]
        if "get" in item:
            yield path, [one["name"] for one in item["get"].get("parameters", []) if one["in"] == "query"]
    for router in PAGES:
        for route in router.routes:
            if "GET" in getattr(route, "methods", ()):
                yield route.path, [field.alias for field in route.dependant.query_params]  # type: ignore[attr-defined]


def addresses(client: TestClient, things: Mapping[str, list[str]]) -> Iterator[str]:
    """Give addresses for every GET route: with what things there are in its path, and in its query."""
    for path, query in gets(client):
        if path in ENDLESS:
            continue
        names = re.findall(r"{(\w+)(?::\w+)?}", path)
        for values in choices(names, things):
            address = re.sub(r"{(\w+)(?::\w+)?}", lambda match: values[match[1]], path)  # noqa: B023
            yield address
            yield from (f"{address}?{name}={thing}" for name in query if name in BY_NAME for thing in things[BY_NAME[name]][:1])
            if "count" in query:
                yield f"{address}?count=true"


def choices(names: list[str], things: Mapping[str, list[str]]) -> Iterator[dict[str, str]]:
    """Give values for the parameters of a path: the first of each kind, and the other kinds where the name fits several."""
    unknown = set(names) - BY_NAME.keys() - VALUES.keys()
    assert not unknown, f"say in BY_NAME what these parameters name, or in VALUES that they name nothing of documents: {sorted(unknown)}"
    given = {name: things[BY_NAME[name]][0] if name in BY_NAME else VALUES[name] for name in names}
    yield given
    if "entry" in names:
        yield from (given | {"entry": entry} for entry in things["entries"][1:])
    if given.get("family"):
        yield from (
            given | {"family": family, "record": things[family][0]} for family in ("plans", "measures", "documents") if "record" in given
        )


# How what is tied to a document is found.
TIED = {
    "lines": "SELECT line AS id FROM line_versions WHERE document = %s",
    "entries": "SELECT DISTINCT entry AS id FROM registry_names n JOIN registry_sightings s ON s.name = n.id WHERE document = %s",
    "lessons": "SELECT id FROM lessons WHERE document = %s",
    "reports": "SELECT id FROM reports WHERE document = %s ORDER BY place, id",
    "suggestions": "SELECT g.id FROM registry_suggestions g JOIN registry_sightings s ON s.name = g.name WHERE document = %s",
}


def things_of(shelf: Shelf, document: UUID) -> dict[str, list[str]]:
    found = {"documents": [str(document)], "clauses": [NOBODYS], "activities": [NOBODYS]}
    for name, statement in TIED.items():
        found[name] = [str(row["id"]) for row in shelf.rows(statement, document)] or [NOBODYS]
    for table in ("plans", "measures"):
        found[table] = [str(row["id"]) for row in shelf.rows(f"SELECT id FROM {table} WHERE document = %s ORDER BY place", document)]  # noqa: S608
    return found


LESSON = """
INSERT INTO lessons (id, kind, field, issuer, document, wording, wording_key, meaning, author)
VALUES (%s, 'alias', 'responsible', 'Тайна', %s, 'Тайна', 'тайна', '{"name": "Тайна"}', %s)
"""


@pytest.fixture
def their_things(shelf: Shelf, theirs: UUID, client: TestClient) -> dict[str, list[str]]:
    """Fill the other municipality: two versions in a line, a correction, a review, a mark, and a document that nobody has read."""
    second = keep(shelf, records_of(THEIRS, THEIR_WORDS | {"мост": "виадук"}), "план Тайнинский, новая редакция.txt")
    assert client.post("/v1/lines", json={"documents": [str(theirs), str(second)]}).status_code == 201
    change(shelf.url, LESSON, uuid4(), theirs, client.person)
    [plan] = [item["id"] for item in client.get(f"/v1/plans?document={theirs}").json()["items"]]
    assert client.put(f"/v1/plans/{plan}/reports", json={"since": "2023-01-01"}).status_code == 200
    things = things_of(shelf, theirs)
    answer = {"organisations": ["Тайна"], "hand_in": True}
    assert client.put(f"/v1/reports/{things['reports'][0]}", json=answer, headers={"If-Match": "*"}).status_code == 200
    measure = f"/v1/measures/{things['measures'][0]}"
    assert client.patch(measure, json={"note": "Тайна"}, headers={"If-Match": "*"}).status_code == 200
    assert client.put(f"{measure}/review", json={"mark": "accepted"}, headers={"If-Match": "*"}).status_code == 200
    upload = client.post("/v1/documents", files=[("files", ("Скрытнев.txt", b"1"))], data={"metadata": json.dumps({"a": "Тайна"})})
    assert upload.status_code == 202
    return things


def leaks(text: str, things: Mapping[str, list[str]], address: str) -> set[str]:
    """Find what a text tells of the other municipality; what the address itself says may be said again."""
    ids = {one for kind in things.values() for one in kind if one not in address and one != NOBODYS}
    names = {name for name in THEIR_NAMES if name not in unquote(address).lower()}
    return {mark for mark in names | ids if mark in text.lower()}


def browser_of(stranger: TestClient, login: str) -> TestClient:
    browser = TestClient(stranger.app, headers={"Accept": "text/html"})
    browser.portal = stranger.portal
    assert browser.post("/sign-in", data={"login": login, "password": PASSWORD}, follow_redirects=False).status_code == 303
    return browser


def test_no_address_tells_a_foreign_person_anything(
    stranger: TestClient, ours: UUID, client: TestClient, member: Callable[..., TestClient], their_things: dict[str, list[str]]
) -> None:
    member(("clerk", OURS), ("auditor", OURS), login="foreign")
    browser, told = browser_of(stranger, "foreign"), {}
    # The log first: what one has asked stands in it.
    for address in sorted(addresses(client, their_things), key=lambda address: "/audit" not in address):
        answer = browser.get(address, follow_redirects=False)
        assert answer.status_code < 500, f"{address} answers {answer.status_code}: {answer.text[:300]}"
        if found := leaks(answer.text, their_things, address):
            told[address] = found
    assert not told, f"these addresses tell of documents that are not open: {told}"


def test_the_walk_finds_what_an_administrator_is_told(stranger: TestClient, client: TestClient, their_things: dict[str, list[str]]) -> None:
    browser = browser_of(stranger, "administrator")
    plain = [path for path, _ in gets(client) if "{" not in path and path not in ENDLESS]
    plain += [f"/documents/{their_things['documents'][0]}", f"/v1/measures/{their_things['measures'][0]}"]
    told = {address for address in plain if leaks(browser.get(address).text, their_things, address)}
    assert {"/v1/documents", "/v1/measures", "/v1/lines", "/documents", "/units", "/lines", "/v1/audit"} <= told
    assert set(plain[-2:]) < told
    assert len(told) > 15


def test_lists_and_counts_are_as_if_nothing_else_were_there(
    stranger: TestClient, shelf: Shelf, ours: UUID, client: TestClient, member: Callable[..., TestClient]
) -> None:
    member(("clerk", OURS), login="foreign")
    browser = browser_of(stranger, "foreign")
    lists = [path for path, _ in gets(client) if "{" not in path and not re.search(r"events|/audit|/session|/metrics|/keys|openapi", path)]
    before = {path: shape(browser.get(path).text) for path in lists}
    for _ in range(3):
        keep_theirs(shelf)
    assert {path: text for path in lists if (text := shape(browser.get(path).text)) != before[path]} == {}


def shape(text: str) -> str:
    """Give a text without what differs from one request to the next."""
    return re.sub(r"\d{2}:\d{2}(:\d{2})?[.\d]*|[0-9a-f]{64}", "", text)
