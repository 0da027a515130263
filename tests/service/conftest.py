"""A real PostgreSQL for the service's tests: one server a test process, one fresh database a test."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from argon2 import PasswordHasher
from psycopg.rows import dict_row
from starlette.testclient import TestClient

from service.access import signing_in
from service.app import create_app
from service.auth import passwords
from service.auth.actors import ROLE_SCOPES
from service.database.cluster import Cluster
from service.database.options import SERVER_OPTIONS
from service.migrations.running import migrate
from service.settings import Settings
from service.store.api_keys import add_key
from service.store.connection import Connection
from service.store.people import insert_person
from tests.service.house import new_database, open_house
from tests.service.stored import PLAN, Shelf, read

# Nothing of a test has to outlive the machine, and waiting for its disk takes most of the time of making and dropping databases.
# Autovacuum would hold a database that a test is done with: nobody but a superuser may drop it then.
FAST = {**SERVER_OPTIONS, "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("cluster"), options=FAST) as running:
        yield running


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    """Give the name of a database with all tables, from which others are copied."""
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE planovik_template")
    migrate(cluster.url("planovik_template"))
    return "planovik_template"


@pytest.fixture
def database_url(cluster: Cluster, template: str) -> Iterator[str]:
    with new_database(cluster, template) as url:
        yield url


@pytest.fixture(scope="module")
def house(cluster: Cluster, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One application for all tests of a module that ask `stranger_of` it."""
    with open_house(cluster, template, tmp_path_factory.mktemp("house")) as client:
        yield client


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", database_url=database_url)


# The password of everybody in these tests.
PASSWORD = "сирень у пятого подъезда"  # noqa: S105
# Hashes as cheap as they can be: in the service's own way each takes 0.1 s, and every signing in makes one.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module in (passwords, signing_in):
            patch.setattr(module, "HASHER", CHEAP)
        yield


@pytest.fixture(scope="session")
def password_hash() -> str:
    return CHEAP.hash(PASSWORD)


@pytest.fixture
def stranger(settings: Settings) -> Iterator[TestClient]:
    """A client of the running application that is nobody yet; it keeps its own cookies."""
    with TestClient(create_app(settings)) as client:
        yield client


@pytest.fixture
def sign_in(stranger: TestClient, database_url: str, password_hash: str) -> Callable[[str], TestClient]:
    """Make a person of a role (their login is the role's name, unless given) and give a client with an API key of theirs.

    `client.person` is their id as a text.
    """

    return partial(sign_in_as, stranger, database_url, password_hash)


@pytest.fixture
def client(sign_in: Callable[[str], TestClient]) -> TestClient:
    """A client of the running application, signed in as an administrator."""
    return sign_in("administrator")


@pytest.fixture
def shelf(client: TestClient, database_url: str) -> Shelf:
    """The store, in which documents are put as if the administrator had uploaded them."""
    return Shelf(database_url, UUID(client.person))


@pytest.fixture
def document(shelf: Shelf) -> UUID:
    """A plan of four measures that is read and kept."""
    return shelf.keep(read(PLAN))


@pytest.fixture
def measure(document: UUID, client: TestClient) -> str:
    """The address of the first measure of that plan."""
    return str(client.get("/v1/measures").json()["items"][0]["links"]["self"])


def sign_in_as(stranger: TestClient, database_url: str, password_hash: str, role: str, login: str | None = None) -> TestClient:
    """Make a person and give a client with an API key of theirs."""
    client = TestClient(stranger.app)
    client.portal = stranger.portal
    person, token = asyncio.run(make_person(database_url, login or role, role, password_hash))
    client.person = str(person)
    client.headers["Authorization"] = f"Bearer {token}"
    return client


async def make_person(database_url: str, login: str, role: str, password_hash: str) -> tuple[UUID, str]:
    """Add a person and a key with all that their role may do."""
    async with await Connection.connect(database_url, autocommit=True, row_factory=dict_row) as connection:
        person = await insert_person(connection, login=login, name=login.title(), role=role, password_hash=password_hash)
        _, token = await add_key(connection, person=person, name="tests", scopes=ROLE_SCOPES[role])
    return person, token
