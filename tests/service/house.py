"""One application for all tests of a module, with a database that is emptied for each: making them takes longer than most tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from starlette.testclient import TestClient

from service.app import create_app
from service.auth.rates import Rates
from service.database.cluster import Cluster
from service.settings import ProviderSettings, Settings

# What all else hangs on; the log, which only grows, names nothing by a foreign key.
EMPTY = "TRUNCATE people, documents, lines, registry_entries, identities, sign_ins_begun CASCADE"


@contextmanager
def new_database(cluster: Cluster, template: str) -> Iterator[str]:
    """Make a database with all tables and nothing in them; gives its address."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        yield cluster.url(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def open_house(cluster: Cluster, template: str, home: Path, provider: ProviderSettings | None = None) -> Iterator[TestClient]:
    """Run an application over a database of its own."""
    with new_database(cluster, template) as url:
        settings = Settings(home=home, database_url=url, provider=provider, requests_per_minute=1_000_000)
        with TestClient(create_app(settings)) as client:
            yield client


def stranger_of(house: TestClient) -> TestClient:
    """Empty the house and give a client that is nobody yet."""
    with psycopg.connect(url_of(house), autocommit=True) as connection:
        connection.execute(EMPTY)
    house.app.state.rates = Rates(1_000_000)  # type: ignore[attr-defined]
    client = TestClient(house.app)
    client.portal = house.portal
    return client


def url_of(house: TestClient) -> str:
    url: str = house.app.state.settings.database_url  # type: ignore[attr-defined]
    return url
