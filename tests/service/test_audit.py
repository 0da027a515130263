"""The audit log: what is written to it, who reads it, and that nobody changes it unseen."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg.rows import dict_row
from starlette.testclient import TestClient

from service.access.chain import ChainReport, Fault, Head, read_head, verify_chain
from service.store.audit import write_audit
from service.store.connection import Connection
from tests.service.conftest import PASSWORD

SignIn = Callable[..., TestClient]


def entries(client: TestClient, **query: object) -> list[dict[str, object]]:
    return list(client.get("/v1/audit", params=query).json()["items"])


class TestWhatIsWritten:
    def test_a_read_is_an_entry_with_who_what_and_how_but_not_what_was_searched_for(self, client: TestClient) -> None:
        client.get("/v1/audit", params={"object": "секретная тема", "limit": 5})
        entry = entries(client)[0]
        assert (entry["actor"], entry["action"], entry["object"]) == (client.person, "list_audit", "audit")
        assert entry["details"]["query"] == ["limit", "object"]
        assert "секретная" not in str(entry)

    def test_the_key_that_was_used_is_named(self, client: TestClient) -> None:
        client.get("/v1/people")
        key = client.get("/v1/keys").json()["items"][0]["id"]
        assert {entry["details"]["key"] for entry in entries(client)} == {key}

    def test_a_write_is_an_entry_and_tells_no_password(self, client: TestClient) -> None:
        person = client.post("/v1/people", json={"login": "x", "name": "Икс", "role": "reader", "password": PASSWORD}).json()
        client.patch(f"/v1/people/{person['id']}", json={"password": PASSWORD + "!", "role": "clerk"})
        changed, added = entries(client, object=f"people/{person['id']}")
        assert (added["action"], changed["action"]) == ("person.add", "person.change")
        assert changed["details"]["role"] == "clerk"
        assert PASSWORD not in client.get("/v1/audit").text

    def test_what_was_refused_is_no_read(self, client: TestClient, sign_in: SignIn) -> None:
        reader = sign_in("reader")
        assert [reader.get("/v1/people").status_code, client.get("/v1/audit?limit=0").status_code] == [403, 422]
        assert entries(client) == []

    def test_sign_ins_and_failures_are_entries(self, stranger: TestClient, client: TestClient, sign_in: SignIn) -> None:
        reader = sign_in("reader")
        stranger.post("/v1/session", json={"login": "reader", "password": "мимо"})
        stranger.post("/v1/session", json={"login": "reader", "password": PASSWORD})
        stranger.post("/v1/session", json={"login": "пароль вместо логина", "password": "мимо"})
        actions = [(entry["action"], entry["object"]) for entry in entries(client) if str(entry["action"]).startswith("session")]
        assert actions == [
            ("session.refuse", "people"),
            ("session.begin", f"people/{reader.person}"),
            ("session.refuse", f"people/{reader.person}"),
        ]
        assert "вместо" not in client.get("/v1/audit").text

    def test_asking_who_one_is_is_not_logged(self, client: TestClient) -> None:
        client.get("/v1/session")
        assert entries(client) == []


class TestReading:
    def test_pages_follow_each_other_without_gaps(self, client: TestClient) -> None:
        for _ in range(5):
            client.get("/v1/people")
        seen, cursor = [], None
        while True:
            page = client.get("/v1/audit", params={"action": "list_people", "limit": 2} | ({"cursor": cursor} if cursor else {})).json()
            seen += [entry["seq"] for entry in page["items"]]
            cursor = page["next"]
            if not cursor:
                break
        assert seen == [5, 4, 3, 2, 1]

    def test_entries_are_found_by_actor_action_thing_and_time(self, client: TestClient, sign_in: SignIn) -> None:
        auditor = sign_in("auditor")
        client.get("/v1/people")
        client.get(f"/v1/people/{auditor.person}")
        auditor.get("/v1/keys")
        assert {entry["action"] for entry in entries(client, object="people")} == {"list_people", "get_person"}
        assert [entry["action"] for entry in entries(client, actor=auditor.person)] == ["list_keys"]
        at = entries(client, action="get_person")[0]["at"]
        assert [entry["action"] for entry in entries(client, to=at)] == ["list_people"]
        assert "list_people" not in {entry["action"] for entry in entries(client, **{"from": at})}

    @pytest.mark.parametrize("cursor", ["x", "e30", "eyJiZWZvcmUiOiJ4In0", "eyJiZWZvcmUiOjFlOTl9", "e" * 5000])
    def test_a_cursor_that_is_none_is_told(self, client: TestClient, cursor: str) -> None:
        answer = client.get("/v1/audit", params={"cursor": cursor})
        assert answer.status_code in {400, 422}


class TestChain:
    """Whoever may write the database changes it past the triggers; the chain tells."""

    @pytest.fixture
    def log(self, database_url: str) -> str:
        async def fill() -> None:
            async with await Connection.connect(database_url, row_factory=dict_row, autocommit=True) as connection:
                for number in range(6):
                    await write_audit(connection, None, "document.upload", f"documents/{number}", name="план «А»\n\x1f.docx", number=number)

        asyncio.run(fill())
        return database_url

    def check(self, url: str, noted: Head | None = None) -> ChainReport:
        async def verify() -> ChainReport:
            async with await Connection.connect(url, row_factory=dict_row, autocommit=True) as connection:
                return await verify_chain(connection, noted)

        return asyncio.run(verify())

    def tamper(self, url: str, *statements: str) -> None:
        with psycopg.connect(url) as connection:
            connection.execute("ALTER TABLE audit DISABLE TRIGGER ALL")
            for statement in statements:
                connection.execute(statement)
            connection.execute("ALTER TABLE audit ENABLE TRIGGER ALL")

    def test_a_log_that_nobody_touched_is_whole(self, log: str) -> None:
        report = self.check(log)
        assert (report.rows, report.is_whole, report.head and report.head.seq) == (6, True, 6)
        assert self.check(log, report.head).is_whole

    def test_an_empty_log_is_whole(self, database_url: str) -> None:
        assert self.check(database_url) == ChainReport(rows=0, faults=(), head=None)

    def test_the_head_is_noted_and_read_again(self, log: str) -> None:
        head = self.check(log).head
        assert read_head(f" {head}\n") == head

    @pytest.mark.parametrize(
        "column", ["details = '{}'", "actor = 'другой'", "object = 'documents/9'", "at = at - interval '1 day'", "action = 'x'"]
    )
    def test_a_changed_row_is_found(self, log: str, column: str) -> None:
        self.tamper(log, f"UPDATE audit SET {column} WHERE seq = 3")  # noqa: S608 - the columns stand above
        assert self.check(log).faults == (Fault(3, "changed"),)

    def test_a_change_with_its_hash_made_anew_is_found_at_the_next_row(self, log: str) -> None:
        made_anew = (
            "UPDATE audit SET details = '{}', hash = sha256((SELECT hash FROM audit WHERE seq = 2) || convert_to(concat_ws(chr(31), seq::text,"
            " to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), actor, action, object, '{}'), 'UTF8')) WHERE seq = 3"
        )
        self.tamper(log, made_anew)
        assert self.check(log).faults == (Fault(4, "changed"),)

    def test_a_removed_row_is_missing(self, log: str) -> None:
        self.tamper(log, "DELETE FROM audit WHERE seq IN (3, 4)")
        assert self.check(log).faults == (Fault(3, "missing"),)

    def test_rows_that_were_numbered_anew_after_a_removal_are_found(self, log: str) -> None:
        self.tamper(
            log, "DELETE FROM audit WHERE seq = 3", "UPDATE audit SET seq = seq - 1 WHERE seq = 4", "UPDATE audit SET seq = 4 WHERE seq = 5"
        )
        assert not self.check(log).is_whole

    def test_a_row_put_in_later_is_found(self, log: str) -> None:
        self.tamper(
            log,
            "UPDATE audit SET seq = seq + 100 WHERE seq > 3",
            "UPDATE audit SET seq = seq - 99 WHERE seq > 100",
            "INSERT INTO audit SELECT 4, at, actor, action, object, details, hash FROM audit WHERE seq = 3",
        )
        assert not self.check(log).is_whole

    def test_a_cut_tail_is_found_by_the_head_that_was_noted(self, log: str) -> None:
        head = self.check(log).head
        self.tamper(log, "DELETE FROM audit WHERE seq > 4")
        assert self.check(log).is_whole
        assert self.check(log, head).faults == (Fault(6, "tail_cut"),)

    def test_a_log_written_anew_is_found_by_the_head_that_was_noted(self, log: str) -> None:
        head = self.check(log).head
        self.tamper(log, "CREATE TEMP TABLE kept AS TABLE audit", "TRUNCATE audit")
        with psycopg.connect(log, autocommit=True) as connection:
            for _ in range(6):
                connection.execute("INSERT INTO audit (actor, action, object, details) VALUES ('a', 'b', 'c', '{}')")
        assert self.check(log).is_whole
        assert self.check(log, head).faults == (Fault(6, "head_differs"),)

    @pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit", "TRUNCATE audit"])
    def test_the_log_only_grows(self, log: str, statement: str) -> None:
        with psycopg.connect(log, autocommit=True) as connection, pytest.raises(psycopg.errors.RaiseException):
            connection.execute(statement)

    def test_many_writers_at_once_make_one_chain(self, database_url: str) -> None:
        ready = threading.Barrier(4)

        def write(writer: int) -> None:
            with psycopg.connect(database_url, autocommit=True) as connection:
                ready.wait()
                for _ in range(25):
                    with connection.transaction():
                        connection.execute("INSERT INTO audit (actor, action, object, details) VALUES (%s, 'b', 'c', '{}')", [str(writer)])

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(write, range(4)))
        report = self.check(database_url)
        assert (report.rows, report.is_whole) == (100, True)
