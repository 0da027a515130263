"""The service itself: lives, ready, versions, metrics."""

import psycopg
import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.settings import Settings


def test_a_running_service_says_that_it_lives_and_is_ready(stranger: TestClient) -> None:
    assert stranger.get("/health").json() == {"status": "ok"}
    assert stranger.get("/ready").json() == {"database": "ok", "migrations": "ok", "files": "ok"}


def test_the_versions_of_all_parts_are_told(stranger: TestClient) -> None:
    assert stranger.get("/version").json().keys() == {"service", "extractor", "api", "schema"}


def test_metrics_are_for_the_machine_itself_and_for_managers(stranger: TestClient, client: TestClient) -> None:
    assert stranger.get("/metrics").status_code == 401
    text = client.get("/metrics").text
    assert 'planovik_requests_total{method="GET",route="/metrics",status="401"} 1.0' in text
    assert "planovik_connections" in text


def test_a_service_with_an_old_database_is_not_ready(stranger: TestClient, database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    answer = stranger.get("/ready")
    assert (answer.status_code, answer.json()["code"], answer.json()["checks"]["migrations"]) == (503, "not_ready", "old")


def test_a_service_whose_bucket_can_not_be_reached_is_not_ready(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"ENDPOINT_URL": "http://127.0.0.1:9", "ACCESS_KEY_ID": "x", "SECRET_ACCESS_KEY": "x", "REGION": "x"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    away = Settings(home=settings.home, database_url=settings.database_url, files="s3://bucket")
    with TestClient(create_app(away)) as client:
        answer = client.get("/ready")
    assert (answer.status_code, answer.json()["checks"]["files"]) == (503, "away")


def test_a_proxy_on_this_machine_is_not_this_machine(stranger: TestClient) -> None:
    local = TestClient(stranger.app, client=("127.0.0.1", 1))
    local.portal = stranger.portal
    assert local.get("/metrics").status_code == 200
    assert local.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 401
