"""A desk with a worker beside the application."""

import pytest
from starlette.testclient import TestClient

from service.settings import Settings
from tests.service.amending.papers import Desk


@pytest.fixture
def desk(client: TestClient, settings: Settings) -> Desk:
    return Desk(client, settings)
