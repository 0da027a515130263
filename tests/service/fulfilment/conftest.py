"""One application for all tests of a module."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.service.fulfilment.papers import Table
from tests.service.house import stranger_of, url_of


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
