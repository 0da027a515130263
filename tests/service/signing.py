"""Signing in, for tests of access."""

from collections.abc import Callable
from typing import Any

import psycopg
from starlette.testclient import TestClient

from tests.service.conftest import PASSWORD

SignIn = Callable[..., TestClient]


def enter(client: TestClient, login: str, password: str = PASSWORD) -> str:
    """Sign in with a password, keep the cookie, and give the CSRF token."""
    answer = client.post("/v1/session", json={"login": login, "password": password})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["csrf"])


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def change(database_url: str, statement: str, *values: object) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(statement, values)
