"""Access: signing in, sessions, passwords and people, and what protects them."""

import hashlib
from pathlib import Path

import psycopg
import pytest
from argon2 import Type, extract_parameters
from starlette.testclient import TestClient

from service.app import create_app
from service.auth import rates
from service.auth.passwords import HASHER, check_password
from service.errors import Invalid, Problem
from service.settings import Settings
from service.store.sessions import wait_after
from tests.service.conftest import PASSWORD
from tests.service.signing import SignIn, change, code_of, enter

BETTER = "четыре синих трамвая осенью"


class TestSessions:
    def test_a_person_signs_in_and_sees_who_they_are(self, stranger: TestClient, sign_in: SignIn) -> None:
        sign_in("clerk")
        enter(stranger, " Clerk ")
        session = stranger.get("/v1/session").json()
        assert (session["login"], session["role"], session["scopes"]) == ("clerk", "clerk", ["edit", "read", "upload"])

    def test_the_cookie_can_not_be_read_by_scripts_or_sent_from_other_sites(self, stranger: TestClient, sign_in: SignIn) -> None:
        sign_in("reader")
        answer = stranger.post("/v1/session", json={"login": "reader", "password": PASSWORD})
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert "secure" not in cookie

    def test_with_secure_cookies_the_cookie_and_the_site_are_for_https_only(
        self, settings: Settings, sign_in: SignIn, tmp_path: Path
    ) -> None:
        sign_in("reader")
        secure = Settings(home=tmp_path / "secure", database_url=settings.database_url, secure_cookies=True)
        with TestClient(create_app(secure)) as client:
            answer = client.post("/v1/session", json={"login": "reader", "password": PASSWORD})
        assert "secure" in answer.headers["set-cookie"].lower()
        assert answer.headers["strict-transport-security"] == "max-age=31536000"

    def test_only_a_digest_of_the_token_is_kept(self, stranger: TestClient, sign_in: SignIn, database_url: str) -> None:
        sign_in("reader")
        enter(stranger, "reader")
        token = stranger.cookies["planovik_session"]
        with psycopg.connect(database_url) as connection:
            kept = connection.execute("SELECT token FROM sessions").fetchall()
        assert kept == [(hashlib.sha256(token.encode()).digest(),)]

    def test_signing_out_ends_the_session(self, stranger: TestClient, sign_in: SignIn) -> None:
        sign_in("reader")
        token = enter(stranger, "reader")
        cookie = stranger.cookies["planovik_session"]
        assert stranger.delete("/v1/session", headers={"X-CSRF-Token": token}).status_code == 204
        assert stranger.get("/v1/session", headers={"Cookie": f"planovik_session={cookie}"}).status_code == 401

    @pytest.mark.parametrize(
        "passing", ["UPDATE sessions SET expires_at = now()", "UPDATE sessions SET seen_at = now() - interval '4 hours'"]
    )
    def test_a_session_ends_after_its_time_and_after_a_long_break(
        self, stranger: TestClient, sign_in: SignIn, database_url: str, passing: str
    ) -> None:
        sign_in("reader")
        enter(stranger, "reader")
        change(database_url, passing)
        assert code_of(stranger.get("/v1/session")) == (401, "unauthenticated")

    def test_use_keeps_a_session_alive(self, stranger: TestClient, sign_in: SignIn, database_url: str) -> None:
        sign_in("reader")
        enter(stranger, "reader")
        change(database_url, "UPDATE sessions SET seen_at = now() - interval '2 hours'")
        stranger.get("/v1/session")
        with psycopg.connect(database_url) as connection:
            assert connection.execute("SELECT now() - seen_at < interval '1 minute' FROM sessions").fetchone() == (True,)


class TestOtherSites:
    """CSRF: what a browser would send on behalf of somebody who is signed in."""

    def test_a_cookie_alone_changes_nothing(self, stranger: TestClient, sign_in: SignIn) -> None:
        sign_in("reader")
        enter(stranger, "reader")
        assert code_of(stranger.delete("/v1/session")) == (403, "csrf_token_wrong")
        assert code_of(stranger.delete("/v1/session", headers={"X-CSRF-Token": "токен".encode()})) == (403, "csrf_token_wrong")

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver:81"])
    def test_a_request_from_another_origin_is_refused_even_with_the_token(self, stranger: TestClient, sign_in: SignIn, origin: str) -> None:
        sign_in("reader")
        token = enter(stranger, "reader")
        answer = stranger.delete("/v1/session", headers={"X-CSRF-Token": token, "Origin": origin})
        assert code_of(answer) == (403, "origin_foreign")

    def test_our_own_pages_are_not_refused(self, stranger: TestClient, sign_in: SignIn) -> None:
        sign_in("reader")
        token = enter(stranger, "reader")
        answer = stranger.delete("/v1/session", headers={"X-CSRF-Token": token, "Origin": "http://testserver"})
        assert answer.status_code == 204

    def test_nobody_is_signed_in_from_another_site(self, stranger: TestClient, sign_in: SignIn) -> None:
        sign_in("reader")
        credentials = {"login": "reader", "password": PASSWORD}
        answer = stranger.post("/v1/session", json=credentials, headers={"Origin": "https://evil.example"})
        assert code_of(answer) == (403, "origin_foreign")


class TestGuessing:
    def test_an_unknown_login_is_answered_as_a_wrong_password(self, stranger: TestClient, sign_in: SignIn) -> None:
        sign_in("reader")
        known = stranger.post("/v1/session", json={"login": "reader", "password": "неверный пароль"})
        unknown = stranger.post("/v1/session", json={"login": "nobody", "password": "неверный пароль"})
        assert known.json() == unknown.json()
        assert code_of(known) == (401, "credentials_wrong")

    def test_after_five_failures_even_the_right_password_has_to_wait(
        self, stranger: TestClient, sign_in: SignIn, database_url: str
    ) -> None:
        sign_in("reader")
        for _ in range(5):
            assert stranger.post("/v1/session", json={"login": "reader", "password": "мимо"}).status_code == 401
        change(database_url, "UPDATE sign_in_failures SET at = now() + interval '1 minute'")
        answer = stranger.post("/v1/session", json={"login": "reader", "password": PASSWORD})
        assert code_of(answer) == (429, "sign_in_later")
        assert int(answer.headers["retry-after"]) >= 1
        change(database_url, "UPDATE sign_in_failures SET at = now() - interval '1 minute'")
        enter(stranger, "reader")

    def test_the_wait_doubles_up_to_a_minute_and_passes(self) -> None:
        assert [wait_after(beyond, 0.0) for beyond in range(-1, 8)] == [0, 1, 2, 4, 8, 16, 32, 60, 60]
        assert [wait_after(4, passed) for passed in (0.5, 10, 15.9, 16, 100)] == [16, 6, 1, 0, 0]
        assert wait_after(10_000, 0.0) == 60

    def test_one_address_that_tries_many_logins_has_to_wait(self, stranger: TestClient, sign_in: SignIn, database_url: str) -> None:
        sign_in("reader")
        change(
            database_url,
            "INSERT INTO sign_in_failures (login, address) SELECT 'l' || n, 'testclient' FROM generate_series(1, 31) n",
        )
        answer = stranger.post("/v1/session", json={"login": "reader", "password": PASSWORD})
        assert code_of(answer) == (429, "sign_in_later")

    def test_a_success_forgets_the_failures(self, stranger: TestClient, sign_in: SignIn) -> None:
        sign_in("reader")
        for _ in range(2):
            for _ in range(4):
                stranger.post("/v1/session", json={"login": "reader", "password": "мимо"})
            enter(stranger, "reader")

    def test_a_stranger_who_asks_on_and_on_is_told_to_wait(self, stranger: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rates, "STRANGER_REQUESTS", 30)
        stranger.app.state.rates = rates.Rates(30)
        statuses = [stranger.get("/v1/session").status_code for _ in range(31)]
        assert statuses == [401] * 30 + [429]


class TestPasswords:
    @pytest.mark.parametrize("password", ["короткий", "a" * 12, "password1234", "йцукен123456", "ivanova-2026", "абабабабабаб", "й" * 201])
    def test_weak_passwords_are_refused(self, password: str) -> None:
        with pytest.raises(Invalid):
            check_password(password, login="Ivanova")

    def test_hashes_cost_what_the_standard_advises(self) -> None:
        kept = extract_parameters(HASHER.hash(PASSWORD))
        assert (kept.type, kept.memory_cost, kept.time_cost) == (Type.ID, 64 * 1024, 3)

    @pytest.mark.parametrize("password", [PASSWORD, "Tr0ub4dor&3xyz", "корова ест траву"])
    def test_others_are_taken(self, password: str) -> None:
        check_password(password, login="ivanova")

    def test_a_changed_password_ends_the_other_sessions_and_the_keys(
        self, stranger: TestClient, sign_in: SignIn, settings: Settings
    ) -> None:
        by_key = sign_in("clerk")
        enter(stranger, "clerk")
        other = stranger.cookies["planovik_session"]
        stranger.cookies.clear()
        token = enter(stranger, "clerk")
        change = {"present": PASSWORD, "new": BETTER}
        assert stranger.put("/v1/session/password", json=change, headers={"X-CSRF-Token": token}).status_code == 204
        assert stranger.get("/v1/session").status_code == 200
        assert by_key.get("/v1/session").status_code == 401
        stranger.cookies.clear()
        assert stranger.get("/v1/session", headers={"Cookie": f"planovik_session={other}"}).status_code == 401
        enter(stranger, "clerk", BETTER)

    def test_the_present_password_is_asked_for(self, stranger: TestClient, sign_in: SignIn) -> None:
        sign_in("clerk")
        token = enter(stranger, "clerk")
        change = {"present": "не тот пароль", "new": BETTER}
        answer = stranger.put("/v1/session/password", json=change, headers={"X-CSRF-Token": token})
        assert code_of(answer) == (403, "password_wrong")


class TestPeople:
    def test_a_person_who_was_added_may_sign_in(self, stranger: TestClient, client: TestClient) -> None:
        person = {"login": "Ivanova", "name": "Иванова Мария", "role": "clerk", "password": PASSWORD}
        answer = client.post("/v1/people", json=person)
        assert answer.status_code == 201
        assert client.get(answer.headers["location"]).json() == answer.json()
        enter(stranger, "ivanova")

    def test_a_login_is_taken_once_whatever_its_case(self, client: TestClient) -> None:
        person = {"login": "ADMINISTRATOR", "name": "Второй", "role": "reader", "password": PASSWORD}
        assert code_of(client.post("/v1/people", json=person)) == (409, "login_taken")

    def test_a_disabled_person_is_out_at_once_and_comes_back_when_enabled(
        self, stranger: TestClient, client: TestClient, sign_in: SignIn
    ) -> None:
        clerk = sign_in("clerk")
        enter(stranger, "clerk")
        assert client.patch(f"/v1/people/{clerk.person}", json={"disabled": True}).json()["disabled_at"]
        assert [clerk.get("/v1/session").status_code, stranger.get("/v1/session").status_code] == [401, 401]
        assert stranger.post("/v1/session", json={"login": "clerk", "password": PASSWORD}).status_code == 401
        client.patch(f"/v1/people/{clerk.person}", json={"disabled": False})
        enter(stranger, "clerk")

    def test_a_new_role_holds_at_once_for_keys_too(self, client: TestClient, sign_in: SignIn) -> None:
        auditor = sign_in("auditor")
        assert auditor.get("/v1/audit").status_code == 200
        client.patch(f"/v1/people/{auditor.person}", json={"role": "reader"})
        refused = auditor.get("/v1/audit")
        assert (*code_of(refused), refused.json()["scope"]) == (403, "forbidden", "audit")

    def test_a_password_that_an_administrator_sets_holds(self, stranger: TestClient, client: TestClient, sign_in: SignIn) -> None:
        clerk = sign_in("clerk")
        assert client.patch(f"/v1/people/{clerk.person}", json={"password": BETTER}).status_code == 200
        enter(stranger, "clerk", BETTER)

    @pytest.mark.parametrize("change", [{"disabled": True}, {"role": "reader"}])
    def test_the_last_administrator_stays(self, client: TestClient, sign_in: SignIn, change: dict[str, object]) -> None:
        path = f"/v1/people/{client.person}"
        assert code_of(client.patch(path, json=change)) == (409, "last_administrator")
        sign_in("administrator", "second")
        assert client.patch(path, json=change).status_code == 200


def test_who_asks_too_often_is_told_when_to_come_back(settings: Settings, sign_in: SignIn, tmp_path: Path) -> None:
    authorization = sign_in("reader").headers["Authorization"]
    slow = Settings(home=tmp_path / "slow", database_url=settings.database_url, requests_per_minute=3)
    with TestClient(create_app(slow), headers={"Authorization": authorization}) as client:
        answers = [client.get("/v1/session") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60


def test_every_problem_has_its_texts() -> None:
    for kind in (kind for kind in Problem.__subclasses__() if kind.__module__ == "service.errors"):
        assert kind.__doc__
        assert Problem(kind.code, limit=1, seconds=1).body("/")["detail"]
