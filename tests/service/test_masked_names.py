"""What somebody sees who is shown no names of persons: nothing in any answer names anybody of the corpus, in any case form."""

import asyncio
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from psycopg import AsyncConnection
from psycopg.rows import dict_row
from starlette.testclient import TestClient

from extractor.exporters.json import to_json
from extractor.formats import read_document
from extractor.morphology import analyzer
from extractor.pipeline import extract_records
from service.jobs.extraction import plain_blocks
from service.jobs.states import Assignment, save_answer
from service.migrations.masked_views import OPEN_TABLES, VIEWS
from service.settings import Settings, read_settings
from service.store.identity import new_id
from service.store.masking_again import mask_documents
from service.store.people import insert_person
from tests.service.conftest import PASSWORD

WORD = re.compile(r"[А-ЯЁ][А-ЯЁа-яё]+(?:-[А-ЯЁ][а-яё]+)*")
INITIALS = re.compile(r"(?<![А-ЯЁа-яё])[А-ЯЁ]\.\s?[А-ЯЁ]\.")
PERSON = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)? [А-ЯЁ]\.[А-ЯЁ]\.")


def persons_of_corpus() -> list[str]:
    """Give every person that the gold of the corpus names, as "Фамилия И.О."."""
    found: set[str] = set()
    for path in sorted(Path("corpora/documents").glob("*.toml")):
        found |= set(PERSON.findall(json.dumps(tomllib.loads(path.read_text("utf-8")), ensure_ascii=False, default=str)))
    return sorted(found)


PERSONS = persons_of_corpus()


def forms_of(surname: str) -> set[str]:
    """Give all forms that the dictionary gives to a surname, by whatever reading of its nominative."""
    forms = {surname.lower()}
    for parse in analyzer().parse(surname.lower()):
        if parse.tag.case == "nomn" and parse.tag.number == "sing" and "neut" not in parse.tag:
            forms |= {form.word for form in parse.lexeme if form.tag.POS == parse.tag.POS and "neut" not in form.tag}
    return forms


FORMS = {form for person in PERSONS for half in person.split()[0].split("-") for form in forms_of(half)}


def act() -> str:
    """Write an act that names everybody of the corpus in some forms, with initials on either side."""
    points = [
        f"{number}. {form.capitalize()} {initials} и {initials} {form.capitalize()} представить отчёт № {number} до 1 мая 2026 года."
        for number, (form, initials) in enumerate(list(every_form())[::5], 1)
    ]
    return "\n".join(["АДМИНИСТРАЦИЯ ЛУГОВОГО РАЙОНА", "ПОСТАНОВЛЕНИЕ", "от 12.03.2025 № 45", "Об отчётах", "ПОСТАНОВЛЯЮ:", *points])


def every_form() -> Iterator[tuple[str, str]]:
    """Yield the forms of all surnames with their initials."""
    for person in PERSONS:
        surname, initials = person.split()
        yield from ((form, initials) for form in sorted(forms_of(surname)) if "-" not in surname)


def plan(year: int) -> str:
    """Write a plan whose responsible persons are those of the corpus."""
    rows = [
        f"{number} | Провести проверку № {number}, доложить {person} | {number % 28 + 1}.05.{year} | Начальник отдела {person} |"
        for number, person in enumerate(PERSONS, 1)
    ]
    return "\n".join([f"План проверок на {year} год", "", "№ | Мероприятие | Срок | Исполнитель |", *rows])


def everybody_named(texts: str) -> set[str]:
    """Give the words of a text that are forms of somebody's surname, and initials."""
    return {word for word in set(WORD.findall(texts)) if word.lower() in FORMS and word.lower() not in SHOWN} | set(INITIALS.findall(texts))


# Words of the pages themselves.
SHOWN: frozenset[str] = frozenset()


def test_readers_see_no_names_unless_an_installation_shows_them() -> None:
    assert read_settings({}).masked_roles == Settings(home=Path()).masked_roles == {"reader", "member"}
    assert read_settings({"PLANOVIK_MASK_NAMES_FOR": ""}).masked_roles == frozenset()


class Archive:
    """Documents that were processed for real, in the store of one test."""

    def __init__(self, url: str) -> None:
        self.url = url

    def run(self, work: Callable[[Any], Any]) -> Any:
        async def whole() -> Any:
            async with await AsyncConnection.connect(self.url, autocommit=True, row_factory=dict_row) as connection:
                return await work(connection)

        return asyncio.run(whole())

    def rows(self, statement: str, *values: Any) -> list[dict[str, Any]]:
        async def work(connection: Any) -> Any:
            return await (await connection.execute(statement, values)).fetchall()

        return self.run(work)

    def add(self, text: str, name: str) -> UUID:
        """Add a document as an upload and its job do."""
        document = read_document(text.encode())
        answer = {
            "format": "txt",
            "pages": None,
            "records": to_json(extract_records(document)),
            "blocks": plain_blocks(document),
            "tables": [],
        }

        async def work(connection: Any) -> UUID:
            found = await (await connection.execute("SELECT id FROM people WHERE login = 'owner'")).fetchone()
            owner = found["id"] if found else await insert_person(connection, login="owner", name="Owner", role="clerk", password_hash="")
            added = await connection.execute(
                "INSERT INTO documents (id, sha256, size, name, metadata, priority, uploaded_by, status, job)"
                " VALUES (%s, encode(sha256(random()::text::bytea), 'hex'), 1, %s, %s, 'bulk', %s, 'processing', 1) RETURNING id, seq",
                [new_id(), name, json.dumps({"note": f"передал {PERSONS[0]}"}), owner],
            )
            row = await added.fetchone()
            held = Assignment(document=row["id"], job=1, again=False, sha256="", seq=row["seq"])
            assert await save_answer(connection, held, answer, 0.1)
            return row["id"]

        return self.run(work)


@pytest.fixture
def archive(database_url: str) -> Archive:
    return Archive(database_url)


@pytest.fixture
def reader(sign_in: Callable[[str], TestClient]) -> TestClient:
    return sign_in("reader")


def browser(person: TestClient, login: str = "reader") -> TestClient:
    """Give a browser in which a person is signed in."""
    client = TestClient(person.app, follow_redirects=False)
    client.portal = person.portal
    session = client.post("/v1/session", json={"login": login, "password": PASSWORD})
    assert session.status_code == 201
    client.headers["X-CSRF-Token"] = session.json()["csrf"]
    return client


def get_routes(routes: Any) -> Iterator[str]:
    """Yield the paths of all routes that are read."""
    for route in routes:
        if hasattr(route, "original_router"):
            yield from get_routes(route.original_router.routes)
        elif "GET" in getattr(route, "methods", ()):
            yield route.path


def fill(path: str, values: dict[str, Any]) -> str:
    """Put ids into the path of a route; a thing that is not there has a new one."""
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda name: str(values.get(name[1], new_id())), path)


def text_of(content: bytes) -> str:
    """Give all text of an answer; of an Office file that of its parts."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "\n".join(re.sub(r"<[^>]+>", "", package.read(name).decode("utf-8", "replace")) for name in package.namelist())


# Examples and help name people who are in no document; streams do not end.
OF_NO_DOCUMENT = {
    "/v1/openapi.json", "/v1/schema", "/help", "/static/{name}", "/metrics", "/v1/events", "/v1/documents/{document}/events",
}  # fmt: skip
VARIANTS = {
    "/v1/documents/{document}/export": [f"?format={name}" for name in ("json", "ndjson", "csv", "xlsx", "docx")],
    "/v1/plans/{plan}/export": [f"?format={name}" for name in ("csv", "xlsx", "docx")],
    "/v1/documents/{document}/records": ["", "?ids=true"],
    "/v1/measures": ["", "?q=доложить", "?q=Мальцева", "?sort=text&limit=200", "?sort=unit", "?section=x", "?limit=200&count=true"],
    "/v1/clauses": ["", "?q=отчёт&limit=200"],
    "/v1/documents": ["", "?q=мальцева"],
    "/v1/comparisons/{old}/{new}": ["", "?format=docx", "?format=xlsx", "?format=json"],
    "/comparisons/{old}/{new}": ["", "?format=docx", "?format=xlsx"],
    "/plans/{plan}": ["", "?view=print", "?view=units", "?view=timeline"],
    "/measures": ["", "?q=доложить"],
    "/measures/export": ["?format=xlsx", "?format=csv"],
}


def test_no_answer_names_anybody(archive: Archive, sign_in: Callable[[str], TestClient], reader: TestClient) -> None:
    surname = PERSONS[3].split()[0]
    old, new = archive.add(plan(2025), f"План {PERSONS[1]}.txt"), archive.add(plan(2026), f"план_{surname.lower()}.txt")
    document = archive.add(act(), f"Приказ {PERSONS[2]}.txt")
    plan_id = archive.rows("SELECT id FROM plans WHERE document = %s", old)[0]["id"]
    measure = archive.rows("SELECT id FROM measures WHERE document = %s LIMIT 1", old)[0]["id"]
    clause = archive.rows("SELECT id FROM clauses WHERE document = %s LIMIT 1", document)[0]["id"]
    values = {"old": old, "new": new, "plan": plan_id, "measure": measure, "clause": clause, "record": measure, "family": "measures"}
    administrator = sign_in("administrator")
    edit = administrator.patch(f"/v1/measures/{measure}", json={"note": f"сказано {PERSONS[5]}"}, headers={"If-Match": '"1"'})
    assert edit.status_code == 200, edit.text
    line = administrator.post("/v1/lines", json={"documents": [str(old), str(new)], "title": f"План {PERSONS[6]}"})
    entry = archive.rows("SELECT id FROM registry_entries WHERE kind <> 'person' LIMIT 1")[0]["id"]
    client = browser(reader)
    values |= {"line": line.json()["id"], "entry": entry, "token": link_to(client, plan_id)}
    seen: dict[str, int] = {}
    told: dict[str, list[str]] = {}
    for path in dict.fromkeys(get_routes(reader.app.routes)):
        if path in OF_NO_DOCUMENT:
            continue
        for owner in (old, document) if "{document" in path else (old,):
            filled = fill(path, values | {"document": owner})
            for variant in VARIANTS.get(path, [""]):
                answer = client.get(filled + variant)
                seen[path + variant] = answer.status_code
                found = everybody_named(text_of(answer.content) + json.dumps(dict(answer.headers), ensure_ascii=False))
                if found:
                    told[path + variant] = sorted(found)[:10]
    assert not told
    assert sum(status == 200 for status in seen.values()) > 60


def link_to(client: TestClient, plan_id: UUID) -> str:
    """Give the secret of a calendar that a person subscribes to."""
    made = client.post("/v1/calendars", json={"kind": "plan", "subject": str(plan_id)})
    assert made.status_code == 201, made.text
    return made.json()["address"].rpartition("/")[2].removesuffix(".ics")


def test_a_person_who_is_granted_reading_alone_sees_no_names(
    archive: Archive, sign_in: Callable[[str], TestClient], reader: TestClient
) -> None:
    document = archive.add(act(), "Приказ.txt")
    issuer = archive.rows("SELECT requisites ->> 'issuer' AS issuer FROM documents")[0]["issuer"]
    member, administrator = sign_in("member"), sign_in("administrator")
    granted = administrator.post(f"/v1/people/{member.person}/grants", json={"role": "reader", "place": "issuer", "name": issuer})
    assert granted.status_code == 201, granted.text
    member = browser(member, "member")
    answer = member.get(f"/v1/documents/{document}/records")
    assert answer.status_code == 200
    assert not everybody_named(answer.text)
    assert everybody_named(administrator.get(f"/v1/documents/{document}/records").text)
    assert member.get("/v1/clauses", params={"person": PERSONS[0]}).json()["code"] == "person_masked"
    assert reader.get("/v1/clauses", params={"q": PERSONS[0].split()[0]}).json()["items"] == []
    assert administrator.get("/v1/clauses", params={"q": PERSONS[0].split()[0]}).json()["items"] != []


def test_documents_from_before_are_masked_by_the_workers(archive: Archive, reader: TestClient) -> None:
    document = archive.add(plan(2025), "План.txt")

    async def forget(connection: Any) -> None:
        await connection.execute("UPDATE documents SET persons = NULL, printed_names = NULL, masked = NULL, masked_search = NULL")
        await connection.execute("UPDATE measures SET names_masked = false, masked_body = NULL, masked_search = NULL")
        await connection.execute("UPDATE extractions SET names_masked = false, masked = NULL")

    archive.run(forget)
    assert reader.get("/v1/measures").json()["items"] == []
    assert reader.get(f"/v1/documents/{document}").json()["name"] == "[документ].txt"
    archive.run(mask_documents)
    found = reader.get("/v1/measures?limit=200").json()["items"]
    assert len(found) == len(PERSONS)
    assert not everybody_named(json.dumps(found, ensure_ascii=False))


def test_every_table_is_masked_or_names_nobody(archive: Archive) -> None:
    rows = archive.rows(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name NOT LIKE 'procrastinate%%'"
    )
    unknown = {row["table_name"] for row in rows} - OPEN_TABLES - VIEWS.keys()
    assert not unknown, f"say in service/migrations/masked_views.py whether they name persons: {sorted(unknown)}"
