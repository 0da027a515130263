"""API keys: what they may do, and when they are of no use any more."""

from datetime import UTC, datetime, timedelta

import psycopg
from starlette.testclient import TestClient

from service.auth.tokens import read_key
from tests.service.signing import SignIn, change, code_of, enter


class TestKeys:
    def make(self, stranger: TestClient, **key: object) -> dict[str, object]:
        token = enter(stranger, "clerk")
        answer = stranger.post("/v1/keys", json={"name": "СЭД", "scopes": ["read"]} | key, headers={"X-CSRF-Token": token})
        assert answer.status_code == 201, answer.text
        stranger.cookies.clear()
        return dict(answer.json())

    def ask(self, stranger: TestClient, token: object, path: str = "/v1/session") -> int:
        return stranger.get(path, headers={"Authorization": f"Bearer {token}".encode()}).status_code

    def test_a_key_acts_for_its_person_with_its_own_scopes(self, stranger: TestClient, sign_in: SignIn) -> None:
        sign_in("clerk")
        key = self.make(stranger)
        session = stranger.get("/v1/session", headers={"Authorization": f"Bearer {key['token']}"}).json()
        assert (session["login"], session["scopes"], session["csrf"]) == ("clerk", ["read"], None)

    def test_the_secret_is_shown_once_and_kept_as_a_digest(self, stranger: TestClient, sign_in: SignIn, database_url: str) -> None:
        clerk = sign_in("clerk")
        token = str(self.make(stranger)["token"])
        assert token.split("_", 2)[2] not in clerk.get("/v1/keys").text
        found = read_key(token)
        assert found
        with psycopg.connect(database_url) as connection:
            assert connection.execute("SELECT secret FROM api_keys WHERE id = %s", [found.key]).fetchone() == (found.digest,)

    def test_an_expired_a_revoked_and_a_foreign_key_are_unknown(self, stranger: TestClient, sign_in: SignIn, database_url: str) -> None:
        clerk = sign_in("clerk")
        expired, revoked = self.make(stranger), self.make(stranger)
        change(database_url, "UPDATE api_keys SET expires_at = now() WHERE id = %s", expired["id"])
        assert code_of(clerk.delete(f"/v1/keys/{revoked['id']}")) == (403, "session_needed")
        itself = {"Authorization": f"Bearer {revoked['token']}"}
        assert clerk.delete(f"/v1/keys/{revoked['id']}", headers=itself).status_code == 204
        other = str(expired["token"])[:37] + str(revoked["token"])[37:]
        tokens = [expired["token"], revoked["token"], other, "plv_x_y", "", "другой"]
        assert {self.ask(stranger, token) for token in tokens} == {401}

    def test_a_key_has_no_more_scopes_than_its_person_and_no_past_expiry(self, stranger: TestClient, sign_in: SignIn) -> None:
        sign_in("clerk")
        token = {"X-CSRF-Token": enter(stranger, "clerk")}
        past = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
        beyond = stranger.post("/v1/keys", json={"name": "к", "scopes": ["read", "manage"]}, headers=token)
        expired = stranger.post("/v1/keys", json={"name": "к", "scopes": ["read"], "expires_at": past}, headers=token)
        assert [code_of(beyond), code_of(expired)] == [(403, "scopes_beyond_role"), (422, "expiry_past")]

    def test_a_key_makes_no_keys(self, client: TestClient) -> None:
        assert code_of(client.post("/v1/keys", json={"name": "к", "scopes": ["read"]})) == (403, "session_needed")

    def test_somebody_elses_key_is_not_found_but_an_administrator_revokes_it(
        self, stranger: TestClient, client: TestClient, sign_in: SignIn
    ) -> None:
        sign_in("clerk")
        reader = sign_in("reader")
        key = self.make(stranger)
        assert code_of(reader.delete(f"/v1/keys/{key['id']}")) == (404, "not_found")
        assert self.ask(stranger, key["token"]) == 200
        assert client.delete(f"/v1/keys/{key['id']}").status_code == 204
        assert self.ask(stranger, key["token"]) == 401

    def test_the_last_use_is_seen(self, stranger: TestClient, sign_in: SignIn) -> None:
        clerk = sign_in("clerk")
        key = self.make(stranger)
        assert clerk.get(f"/v1/keys/{key['id']}").json()["last_used_at"] is None
        self.ask(stranger, key["token"])
        assert clerk.get(f"/v1/keys/{key['id']}").json()["last_used_at"]
