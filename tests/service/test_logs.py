"""Logs: a line for each request that tells what happened and holds nothing of what was asked for."""

import json
import logging

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from service.logs import AccessLog, JsonLines, access


async def answer(_: Request) -> PlainTextResponse:
    return PlainTextResponse("", headers={"X-Request-Id": "0123456789abcdef"})


async def fail(_: Request) -> PlainTextResponse:
    raise RuntimeError


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger=access.name)
    return caplog


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/v1/failing", fail), Route("/{path:path}", answer)]
    return TestClient(AccessLog(Starlette(routes=routes)), raise_server_exceptions=False)


def test_a_line_names_the_method_the_path_the_status_and_the_number_of_the_request(
    client: TestClient, lines: pytest.LogCaptureFixture
) -> None:
    client.get("/v1/measures")
    words = lines.messages[-1].split()
    assert words[:3] == ["GET", "/v1/measures", "200"]
    assert words[-1] == "0123456789abcdef"


def test_what_was_searched_for_is_not_written(client: TestClient, lines: pytest.LogCaptureFixture) -> None:
    client.get("/v1/measures?q=Иванова")
    assert lines.messages[-1].split()[1] == "/v1/measures"


def test_a_path_can_not_begin_a_line_of_its_own(client: TestClient, lines: pytest.LogCaptureFixture) -> None:
    client.get("/v1/%0AGET%20/forged")
    assert len(lines.messages[-1].splitlines()) == 1


def test_a_request_that_failed_inside_is_written_with_status_500(client: TestClient, lines: pytest.LogCaptureFixture) -> None:
    client.get("/v1/failing")
    assert lines.messages[-1].split()[2] == "500"


def test_what_machines_ask_every_few_seconds_is_not_written(client: TestClient, lines: pytest.LogCaptureFixture) -> None:
    client.get("/health")
    assert lines.messages == []


def test_a_json_line_is_one_object_with_what_the_event_carries(client: TestClient, lines: pytest.LogCaptureFixture) -> None:
    client.get("/v1/план")
    written = JsonLines().format(lines.records[-1])
    assert "\n" not in written
    event = json.loads(written)
    assert (event["path"], event["status"], event["level"]) == ("/v1/план", 200, "info")
