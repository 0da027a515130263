"""A real PostgreSQL for the service's tests: one server a test process, one fresh database a test."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from service.database.cluster import Cluster
from service.migrations.running import migrate
from service.settings import Settings


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("cluster")) as running:
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
    name = f"test_{uuid4().hex}"
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log")
        yield cluster.url(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", database_url=database_url)
