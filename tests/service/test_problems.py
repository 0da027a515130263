"""Problems: every error is application/problem+json in one shape, and tells nothing of the inside."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.errors import MEDIA_TYPE, NotFound, Problem, TooMany
from service.settings import Settings

MEMBERS = {"type", "title", "status", "code", "detail", "instance"}


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """Check the shape of a problem and give its members."""
    assert answer.headers["content-type"] == MEDIA_TYPE
    body = dict(answer.json())
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
    assert body.keys() >= MEMBERS
    assert body["type"] == f"urn:planovik:problem:{code}"
    return body


def breaking(error: Exception) -> Any:
    async def route() -> None:
        raise error

    return route


@pytest.fixture
def broken(settings: Settings) -> Iterator[TestClient]:
    """The application with routes that fail, seen as a client sees it."""
    app = create_app(settings)
    inside = "/srv/secret/path"
    app.add_api_route("/v1/bug", breaking(KeyError(inside)))
    app.add_api_route("/bug", breaking(KeyError(inside)))
    app.add_api_route("/v1/away", breaking(psycopg.OperationalError(inside)))
    app.add_api_route("/v1/huge", breaking(psycopg.errors.NumericValueOutOfRange(inside)))
    app.add_api_route("/v1/busy", breaking(TooMany(retry_after=7)))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


class TestShape:
    def test_an_unknown_address(self, stranger: TestClient) -> None:
        assert problem(stranger.get("/v1/план"), 404, "not_found")["instance"] == "/v1/план"

    def test_an_unknown_method(self, client: TestClient) -> None:
        answer = client.put("/v1/people")
        problem(answer, 405, "method_not_allowed")
        assert answer.headers["allow"]

    def test_broken_json(self, client: TestClient) -> None:
        problem(client.post("/v1/people", content=b"{", headers={"Content-Type": "application/json"}), 400, "json_broken")

    def test_deeply_nested_json(self, client: TestClient) -> None:
        answer = client.post("/v1/people", content=b"[" * 400_000, headers={"Content-Type": "application/json"})
        assert answer.status_code == 400
        assert answer.headers["content-type"] == MEDIA_TYPE

    def test_another_content_type(self, client: TestClient) -> None:
        problem(client.post("/v1/people", content="login=x", headers={"Content-Type": "text/plain"}), 415, "unsupported_media_type")

    def test_values_that_make_no_sense_are_told_each_with_its_place(self, client: TestClient) -> None:
        body = problem(client.post("/v1/people", json={"login": "x", "role": "king", "a/b": 1, "password": 5}), 422, "invalid")
        assert {(error["pointer"], error["code"]) for error in body["errors"]} == {
            ("/body/name", "missing"),
            ("/body/role", "literal_error"),
            ("/body/password", "string_type"),
            ("/body/a~1b", "extra_forbidden"),
        }

    def test_an_unknown_parameter_of_a_query_is_told(self, client: TestClient) -> None:
        body = problem(client.get("/v1/audit?akcion=x"), 422, "invalid")
        assert body["errors"][0]["pointer"] == "/query/akcion"

    def test_an_id_that_is_none(self, client: TestClient) -> None:
        assert problem(client.get("/v1/people/1"), 422, "invalid")["errors"][0]["pointer"] == "/path/person"

    def test_nobody(self, stranger: TestClient) -> None:
        answer = stranger.get("/v1/people")
        problem(answer, 401, "unauthenticated")
        assert answer.headers["www-authenticate"] == "Bearer"

    def test_the_queue_is_full(self, broken: TestClient) -> None:
        answer = broken.get("/v1/busy")
        assert "7" in problem(answer, 429, "too_many_requests")["detail"]
        assert answer.headers["retry-after"] == "7"

    def test_texts_are_russian_and_codes_english(self, stranger: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        assert problem(stranger.get("/v1/x"), 404, "not_found")["title"] == "Не найдено"
        monkeypatch.setenv("PLANOVIK_LANG", "en")
        assert problem(stranger.get("/v1/x"), 404, "not_found")["title"] == "Not found"


class TestFaultsOfTheService:
    def test_a_bug_is_answered_with_the_requests_number_and_nothing_else(
        self, broken: TestClient, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.ERROR):
            answer = broken.get("/v1/bug")
        body = problem(answer, 500, "internal_error")
        assert body["request"] == answer.headers["x-request-id"]
        assert body["request"] in caplog.text
        assert "secret" not in answer.text
        assert answer.headers["content-security-policy"]

    def test_a_page_that_fails_may_load_its_style_sheet(self, broken: TestClient) -> None:
        answer = broken.get("/bug", headers={"Accept": "text/html"})
        assert (answer.status_code, answer.headers["x-frame-options"]) == (500, "DENY")
        assert "style-src 'self'" in answer.headers["content-security-policy"]
        assert "secret" not in answer.text

    def test_a_database_that_is_away_is_told_with_when_to_come_back(self, broken: TestClient) -> None:
        answer = broken.get("/v1/away")
        problem(answer, 503, "database_away")
        assert answer.headers["retry-after"] == "5"
        assert "secret" not in answer.text

    def test_a_value_that_the_database_refuses_is_the_clients_fault(self, broken: TestClient) -> None:
        assert "secret" not in str(problem(broken.get("/v1/huge"), 422, "invalid"))


class TestWhatNoHonestClientSends:
    @pytest.mark.parametrize("host", ["evil.example/path", "a b", "user@host", "x:port", ""])
    def test_a_host_that_is_none(self, stranger: TestClient, host: str) -> None:
        problem(stranger.get("/v1/session", headers={"Host": host}), 400, "header_host_wrong")

    @pytest.mark.parametrize("address", ["/v1/people/%00", "/v1/audit?action=a%00b"])
    def test_a_zero_sign_in_an_address(self, client: TestClient, address: str) -> None:
        problem(client.get(address), 400, "text_has_nul")

    @pytest.mark.parametrize("name", [r"a\u0000b", r"\ud800", r"\udc00x", r"\\\u0000"])
    def test_a_text_that_can_not_be_kept(self, client: TestClient, name: str) -> None:
        body = '{"login": "x", "name": "' + name + '", "role": "reader", "password": "12345"}'
        problem(client.post("/v1/people", content=body, headers={"Content-Type": "application/json"}), 400, "text_has_nul")

    @pytest.mark.parametrize("name", [r"\\u0000", r"\ud83d\ude00", r"\u0416"])
    def test_a_text_that_can_be_kept_passes(self, client: TestClient, name: str) -> None:
        body = '{"login": "x", "name": "' + name + '", "role": "reader", "password": "12345"}'
        problem(client.post("/v1/people", content=body, headers={"Content-Type": "application/json"}), 422, "invalid")

    def test_a_body_beyond_the_limit(self, client: TestClient) -> None:
        problem(client.post("/v1/people", json={"name": "я" * 1_000_000}), 413, "body_too_large")

    def test_a_body_beyond_the_limit_that_does_not_tell_its_length(self, client: TestClient) -> None:
        pieces = (b" " * 100_000 for _ in range(1_000))
        answer = client.post("/v1/people", content=pieces, headers={"Content-Type": "application/json"})
        problem(answer, 413, "body_too_large")

    def test_a_body_that_says_it_is_beyond_the_limit_is_not_read(self, settings: Settings) -> None:
        asked, sent = [], []

        async def receive() -> dict[str, Any]:
            asked.append(1)
            return {"type": "http.request", "body": b"x", "more_body": True}

        async def send(message: Any) -> None:
            sent.append(message)

        headers = [(b"host", b"h"), (b"content-length", b"2000000000"), (b"content-type", b"application/json")]
        scope = {"type": "http", "method": "POST", "path": "/v1/people", "query_string": b"", "headers": headers, "state": {}}
        asyncio.run(create_app(settings)(scope, receive, send))
        assert (sent[0]["status"], asked) == (413, [])


class TestHeaders:
    def test_every_answer_is_numbered_timed_and_guarded(self, stranger: TestClient) -> None:
        for path in ("/health", "/v1/session", "/nothing"):
            headers = stranger.get(path).headers
            assert len(headers["x-request-id"]) == 16
            assert headers["server-timing"].startswith("total;dur=")
            assert headers["x-content-type-options"] == "nosniff"
            assert "default-src 'none'" in headers["content-security-policy"]
            assert headers["cache-control"] == "no-store"

    def test_a_proxys_number_is_kept_unless_it_could_break_a_log(self, stranger: TestClient) -> None:
        assert stranger.get("/health", headers={"X-Request-Id": "proxy-0001"}).headers["x-request-id"] == "proxy-0001"
        assert stranger.get("/health", headers={"X-Request-Id": "a b\tc;<x>"}).headers["x-request-id"] != "a b\tc;<x>"

    def test_over_plain_http_nobody_is_bound_to_https(self, stranger: TestClient) -> None:
        assert "strict-transport-security" not in stranger.get("/health").headers

    def test_a_stream_passes_piece_by_piece(self, settings: Settings) -> None:
        from fastapi.responses import StreamingResponse

        async def pieces() -> AsyncIterator[bytes]:
            yield b"one"
            yield b"two"

        async def stream() -> StreamingResponse:
            return StreamingResponse(pieces())

        app = create_app(settings)
        app.add_api_route("/stream", stream)
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: Any) -> None:
            sent.append(message.get("body"))

        scope = {"type": "http", "method": "GET", "path": "/stream", "query_string": b"", "headers": [(b"host", b"h")], "state": {}}
        asyncio.run(app(scope, receive, send))
        assert sent == [None, b"one", b"two", b""]


def test_a_problem_carries_its_members_and_no_more() -> None:
    assert NotFound().body("/v1/x").keys() == MEMBERS
    assert isinstance(NotFound(), Problem)


def test_the_service_starts_only_when_its_files_can_be_kept(settings: Settings, tmp_path: Path) -> None:
    wrong = Settings(home=tmp_path, database_url=settings.database_url, files="ftp://files")
    with pytest.raises(ValueError, match="not a file store"), TestClient(create_app(wrong)):
        pass
