"""The API does what its description says: requests made from the description, valid and broken ones, get only the answers it names.

One application over one database with real documents is asked by an administrator with a key, by one with a session (for what a
key may not do) and by nobody. The default suite asks a few times for each route; `-m slow` asks for longer.
"""

import asyncio
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zlib import crc32

import psycopg
import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from psycopg import sql
from psycopg.rows import dict_row
from schemathesis import checks
from schemathesis.python.asgi import shutdown_lifespans
from starlette.testclient import TestClient

from service.access.recognition import COOKIE
from service.app import create_app
from service.database.cluster import Cluster
from service.jobs.extraction import extract_content
from service.jobs.states import save_answer, take
from service.settings import Settings
from service.store.connection import Connection
from service.store.reports.asking import ask_for_reports
from service.store.sessions import begin_session
from tests.service.conftest import make_person

SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"
# The last may be deleted.
DOCUMENTS = ("programme.txt", "school_order.docx", "sports_events.html")
# A description can't say all that a value has to be: a weak password, a made-up cursor and a deleted document are refused though they
# have the right form. That nobody gets in without a sign-in is tested over all routes in test_roles; here a stranger would soon get 429.
EXCLUDED = [checks.positive_data_acceptance, checks.ignored_auth]

# The package's own strategies draw numbers so; which ones come up is no matter here.
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module:hypothesis.errors.HypothesisDeprecationWarning")


class Front:
    """Stands for the application in the description, which is read before there is a database."""

    app: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)


front = Front()
schema = schemathesis.openapi.from_dict(create_app(Settings(home=Path("nowhere"), database_url="postgresql://")).openapi())
schema.app = front
schema.config.update(base_url="http://testserver")
# Each of its cases is built when tests are collected, for 30 s; the longer run has them.
schema.config.phases.coverage.enabled = False


@dataclass
class Service:
    """What the application runs with, the ids of what is in it, and the headers of who asks."""

    settings: Settings
    ids: dict[str, list[str]]
    doomed: str
    key: dict[str, str]
    session: dict[str, str]


def examples(number: int) -> hypothesis_settings:
    return hypothesis_settings(
        max_examples=number,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )


@pytest.fixture(scope="module")
def service(cluster: Cluster, template: str, tmp_path_factory: pytest.TempPathFactory, password_hash: str) -> Iterator[Service]:
    name = f"contract_{uuid4().hex}"
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    settings = Settings(home=tmp_path_factory.mktemp("contract"), database_url=cluster.url(name), requests_per_minute=1_000_000)
    ids, doomed, key, session = asyncio.run(furnish(settings, password_hash))
    front.app = create_app(settings)
    yield Service(settings, ids, doomed, key, session)
    shutdown_lifespans()


async def furnish(settings: Settings, password_hash: str) -> tuple[dict[str, list[str]], str, dict[str, str], dict[str, str]]:
    """Put a person and documents with their records in; gives the ids of what is there and the headers of a key and a session."""
    assert settings.database_url
    person, token = await make_person(settings.database_url, "administrator", "administrator", password_hash)
    key = {"Authorization": f"Bearer {token}"}
    with TestClient(create_app(settings), headers=key) as client:
        files = [("files", (name, (SAMPLES / name).read_bytes())) for name in DOCUMENTS]
        answer = await asyncio.to_thread(client.post, "/v1/documents", files=files)
    assert answer.status_code == 202, answer.text
    async with await Connection.connect(settings.database_url, autocommit=True, row_factory=dict_row) as connection:
        for name, uploaded in zip(DOCUMENTS, answer.json()["documents"], strict=True):
            await extract_into(connection, UUID(uploaded["document"]["id"]), (SAMPLES / name).read_bytes())
        session = await begin_session(connection, person)
        found = await (await connection.execute("SELECT id FROM plans LIMIT 1")).fetchone()
        assert found
        async with connection.transaction():
            await ask_for_reports(connection, found["id"], date(2000, 1, 1), person)
        ids = await read_ids(connection)
        ids["document"].remove(uploaded["document"]["id"])
    cookie = {"Cookie": f"{COOKIE}={session.token}", "X-CSRF-Token": session.csrf}
    return ids, uploaded["document"]["id"], key, cookie


async def extract_into(connection: Connection, document: UUID, content: bytes) -> None:
    """Do what a worker does, here."""
    row = await (await connection.execute("SELECT job FROM documents WHERE id = %s", [document])).fetchone()
    assert row
    held = await take(connection, document, row["job"], again=False)
    assert held
    await save_answer(connection, held, extract_content(content, progress=lambda *_: None), 1.0)


def first_ids(table: str) -> sql.Composed:
    return sql.SQL("SELECT id FROM {} LIMIT 5").format(sql.Identifier(table))


async def read_ids(connection: Connection) -> dict[str, list[str]]:
    """Give ids of what is there, by the name of the path's parameter."""
    tables = {
        "document": "documents",
        "plan": "plans",
        "measure": "measures",
        "clause": "clauses",
        "activity": "activities",
        "report": "reports",
    }
    return {
        parameter: [str(row["id"]) for row in await (await connection.execute(first_ids(table))).fetchall()]
        for parameter, table in tables.items()
    }


def ask(case: Any, service: Service, headers: dict[str, str]) -> None:
    """Send a request and check its answer; half of the valid requests are brought nearer to what there is.

    Made-up ids only lead to 404 and made-up cursors to 400.
    """
    mark = crc32(repr((case.path_parameters, case.query, case.body)).encode("utf-8", "replace"))
    if mark % 2 and case.meta.generation.mode.is_positive:
        put_known_ids(case, service, mark // 2)
    # An edit of a version that is not the newest is refused for that before its values are looked at; in a query a number is a text as
    # good as any (test_lists tests what lists refuse).
    unsure = [checks.negative_data_rejection] if case.method == "PATCH" or case.query else []
    case.call_and_validate(headers=headers, timeout=60, excluded_checks=EXCLUDED + unsure)


def put_known_ids(case: Any, service: Service, mark: int) -> None:
    """Put ids that are there into the path, and leave the cursor away."""
    for name in case.path_parameters or {}:
        known = service.ids.get(name)
        if known:
            case.path_parameters[name] = service.doomed if case.operation.label.startswith("DELETE") else known[mark % len(known)]
    if case.query:
        case.query.pop("cursor", None)


@schema.parametrize()
@examples(4)
def test_an_administrator_and_a_stranger_get_only_answers_that_the_description_names(case: Any, service: Service) -> None:
    ask(case, service, {})
    ask(case, service, service.key)


@schema.include(path_regex="^/v1/(session|keys|calendars)").parametrize()
@examples(4)
def test_so_does_an_administrator_with_a_session(case: Any, service: Service) -> None:
    if case.operation.label != "DELETE /v1/session":
        ask(case, service, service.session)


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Serve an application to other processes, and give its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


# An edit of a version that is not the newest is refused for that before its values are looked at.
RUNS = {
    "all but edits": (["--exclude-method=PATCH"], EXCLUDED),
    "edits": (["--include-method=PATCH"], [*EXCLUDED, checks.negative_data_rejection]),
}


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("routes", RUNS)
def test_schemathesis_finds_no_fault_in_a_service_that_runs(service: Service, routes: str) -> None:
    """With cases for each limit and type of the description, over HTTP.

    A stream without end would be waited for in each, and schemathesis revokes the keys and disables the people that it has read of.
    """
    chosen, without = RUNS[routes]
    program = Path(sys.executable).with_name("st")
    excluded = ",".join(check.__name__ for check in without)
    headers = [f"--header={name}: {value}" for name, value in service.key.items()]
    with serving(create_app(service.settings)) as address:
        run = subprocess.run(
            [program, "run", f"{address}/v1/openapi.json", *headers, f"--exclude-checks={excluded}", "--phases=examples,coverage,fuzzing",
             "--max-examples=20", "--request-timeout=20", "--continue-on-failure", "--wait-for-schema=20", "--no-color",
             "--exclude-path=/v1/events", "--exclude-operation-id=revoke_key", "--exclude-operation-id=change_person", *chosen],
            check=False, capture_output=True, text=True, timeout=3000,
        )  # fmt: skip
    assert run.returncode == 0, run.stdout[-30_000:]
