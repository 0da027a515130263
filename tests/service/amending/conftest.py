"""A desk with a worker beside the application."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from service.jobs.guard import stop_guard
from service.settings import Settings
from tests.service.amending.papers import Desk


@pytest.fixture
def desk(client: TestClient, settings: Settings) -> Desk:
    return Desk(client, settings)


@pytest.fixture(scope="package", autouse=True)
def end_of_children() -> Iterator[None]:
    yield
    stop_guard()
