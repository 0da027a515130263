"""Browsers of the tests of pages."""

import pytest
from starlette.testclient import TestClient

from tests.service.pages.browsing import SignIn, enter


@pytest.fixture
def browser(stranger: TestClient, sign_in: SignIn) -> TestClient:
    """A clerk's browser, signed in."""
    return enter(stranger, sign_in, "clerk")
