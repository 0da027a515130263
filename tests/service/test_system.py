"""The service itself: lives, ready, versions, metrics."""

from starlette.testclient import TestClient


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
