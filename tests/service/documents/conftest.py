"""One running application a module for the tests of documents, emptied after each test: a fresh one takes half a second."""

import asyncio
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import psycopg
import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.client import Client, Patience
from service.database.cluster import Cluster
from service.settings import Settings
from tests.service.conftest import make_person, sign_in_as
from tests.service.documents.serving import Served
from tests.service.house import new_database


@pytest.fixture(scope="module")
def database_url(cluster: Cluster, template: str) -> Iterator[str]:
    with new_database(cluster, template) as url:
        yield url


@pytest.fixture(scope="module")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    home: Path = tmp_path_factory.mktemp("home")
    return Settings(home=home, database_url=database_url, requests_per_minute=1_000_000)


@pytest.fixture(scope="module")
def stranger(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as client:
        yield client


@pytest.fixture(scope="module")
def sign_in(stranger: TestClient, database_url: str, password_hash: str) -> Callable[..., TestClient]:
    """Give a client with an API key of a person of a role, the same each time for the same login."""

    return cache(partial(sign_in_as, stranger, database_url, password_hash))


@pytest.fixture(scope="module")
def client(sign_in: Callable[..., TestClient]) -> TestClient:
    return sign_in("administrator")


@pytest.fixture(scope="module")
def served(settings: Settings) -> Iterator[Served]:
    """The application behind a real port."""
    with Served(settings) as running:
        yield running


@pytest.fixture(scope="module")
def key(database_url: str, password_hash: str) -> str:
    """Give the API key of a clerk."""
    return asyncio.run(make_person(database_url, "sender", "clerk", password_hash))[1]


@pytest.fixture
def sender(served: Served, key: str) -> Iterator[Client]:
    """A client of the real port that does not wait for what is away."""
    with Client(served.url, key, patience=Patience(away=0.0, busy=0.0)) as client:
        yield client


@pytest.fixture(autouse=True)
def emptied(database_url: str) -> Iterator[None]:
    yield
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DELETE FROM documents; DELETE FROM procrastinate_jobs; DELETE FROM idempotency_keys")
