"""One application for all tests of a module."""

from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from service.database.cluster import Cluster
from tests.service.fulfilment.papers import Table
from tests.service.house import open_house, stranger_of, url_of


@pytest.fixture(scope="module")
def house(cluster: Cluster, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_house(cluster, template, tmp_path_factory.mktemp("house")) as client:
        yield client


@pytest.fixture
def stranger(house: TestClient) -> TestClient:
    return stranger_of(house)


@pytest.fixture
def database_url(house: TestClient) -> str:
    return url_of(house)


@pytest.fixture
def table(client: TestClient, database_url: str) -> Table:
    return Table(client, database_url)


@pytest.fixture
def clerk(sign_in: Callable[..., TestClient], table: Table) -> Table:
    return Table(sign_in("clerk"), table.url)
