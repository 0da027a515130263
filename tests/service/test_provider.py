"""Signing in through an identity provider: who gets in, in which role, and what nobody gets in by."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, get_args
from urllib.parse import parse_qs, urlsplit, urlunsplit

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.testclient import TestClient

from service.access.provider import Provider
from service.access.recognition import COOKIE
from service.auth.actors import Role
from service.database.cluster import Cluster
from service.settings import ROLE_NAMES, ProviderSettings, read_settings
from tests.service.conftest import PASSWORD
from tests.service.house import open_house, stranger_of, url_of
from tests.service.openid import CLIENT, EC, RSA, SECRET, Claims, OpenId, running, signed_with, unsigned
from tests.service.signing import change, code_of

SignIn = Callable[..., TestClient]
BEGIN = "/sign-in/provider"


@pytest.fixture(scope="module")
def provider() -> Iterator[OpenId]:
    with running() as provider:
        yield provider


@pytest.fixture(scope="module")
def house(cluster: Cluster, template: str, tmp_path_factory: pytest.TempPathFactory, provider: OpenId) -> Iterator[TestClient]:
    roles = {"chiefs": "administrator", "writers": "clerk"}
    chosen = ProviderSettings(issuer=provider.issuer, client_id=CLIENT, client_secret=SECRET, name="Единый вход", roles=roles)
    with open_house(cluster, template, tmp_path_factory.mktemp("house"), chosen) as client:
        yield client


@pytest.fixture
def openid(provider: OpenId, house: TestClient) -> OpenId:
    """The provider as it was, and an application that does not know it yet."""
    vars(provider).update(vars(OpenId(provider.issuer)))
    house.app.state.provider = Provider(house.app.state.settings.provider)
    return provider


@pytest.fixture
def stranger(house: TestClient, openid: OpenId) -> TestClient:
    return stranger_of(house)


@pytest.fixture
def database_url(house: TestClient) -> str:
    return url_of(house)


def begin(browser: TestClient, to: str = "/account") -> str:
    """Go to the provider; gives the address at which it lets people in."""
    answer = browser.get(BEGIN, params={"to": to}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def come_back(address: str) -> str:
    """Sign in at the provider, as a browser does, and give the address that it is sent back to."""
    with httpx2.Client() as elsewhere:
        back = urlsplit(elsewhere.get(address, follow_redirects=False).headers["location"])
    return urlunsplit(("", "", back.path, back.query, ""))


def enter(browser: TestClient, to: str = "/account") -> Any:
    return browser.get(come_back(begin(browser, to)), follow_redirects=False)


def me(browser: TestClient) -> dict[str, Any]:
    answer = browser.get("/v1/session")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
def writer(openid: OpenId) -> OpenId:
    openid.person |= {"groups": ["all", "writers"]}
    return openid


def test_who_has_a_group_with_a_role_becomes_a_person(writer: OpenId, stranger: TestClient) -> None:
    answer = enter(stranger, to="/documents?status=done")
    assert (answer.status_code, answer.headers["location"]) == (303, "/documents?status=done")
    assert {key: me(stranger)[key] for key in ("login", "name", "role")} == {"login": "ivanova", "name": "Иванова Мария", "role": "clerk"}


def test_who_comes_again_is_the_same_person_whatever_they_are_called_now(writer: OpenId, stranger: TestClient) -> None:
    enter(stranger)
    first = me(stranger)["person"]
    writer.person |= {"name": "Петрова Мария", "preferred_username": "petrova"}
    enter(stranger)
    assert me(stranger)["person"] == first


@pytest.mark.usefixtures("client")
def test_the_role_follows_the_groups(writer: OpenId, stranger: TestClient) -> None:
    enter(stranger)
    writer.person |= {"groups": ["chiefs"]}
    enter(stranger)
    assert me(stranger)["role"] == "administrator"


@pytest.mark.usefixtures("client")
def test_who_is_in_no_group_any_more_is_signed_out_everywhere(writer: OpenId, stranger: TestClient) -> None:
    enter(stranger)
    writer.person |= {"groups": []}
    assert code_of(enter(stranger)) == (403, "not_admitted")
    assert stranger.get("/v1/session").status_code == 401


def test_groups_may_stand_deeper(openid: OpenId, stranger: TestClient) -> None:
    settings = stranger.app.state.provider.settings
    stranger.app.state.provider.settings = replace(settings, role_claim="realm_access.roles")
    openid.person |= {"realm_access": {"roles": ["writers"]}}
    enter(stranger)
    assert me(stranger)["role"] == "clerk"


def test_who_has_no_role_is_told_what_to_do(openid: OpenId, stranger: TestClient) -> None:
    stranger.headers["Accept"] = "text/html"
    answer = enter(stranger)
    assert answer.status_code == 403
    assert "Попросите администратора" in answer.text
    assert COOKIE not in stranger.cookies


def test_an_administrator_links_who_waits(openid: OpenId, stranger: TestClient, client: TestClient, sign_in: SignIn) -> None:
    reader = sign_in("reader")
    enter(stranger)
    waiting = client.get("/v1/identities").json()["items"]
    assert [(one["subject"], one["name"], one["person"]) for one in waiting] == [("u-1", "Иванова Мария", None)]
    address = f"/v1/identities/{waiting[0]['id']}"
    assert client.put(address, json={"person": reader.person}).status_code == 200
    assert enter(stranger).status_code == 303
    assert (me(stranger)["person"], me(stranger)["role"]) == (reader.person, "reader")
    assert code_of(client.put(address, json={"person": client.person})) == (409, "identity_taken")
    assert client.delete(address).status_code == 204
    assert stranger.get("/v1/session").status_code == 401
    assert code_of(enter(stranger)) == (403, "not_admitted")


def test_a_name_or_an_address_makes_nobody_another_person(writer: OpenId, stranger: TestClient, sign_in: SignIn) -> None:
    """An account that calls itself as our administrator does, with an address that nobody has verified."""
    administrator = sign_in("administrator", "boss@example.org")
    writer.person |= {"preferred_username": "boss@example.org", "email": "boss@example.org", "email_verified": False}
    enter(stranger)
    assert me(stranger)["person"] != administrator.person
    assert me(stranger)["role"] == "clerk"
    assert me(stranger)["login"] == "boss@example.org-2"


def test_a_disabled_person_stays_outside(writer: OpenId, stranger: TestClient, client: TestClient) -> None:
    enter(stranger)
    assert client.patch(f"/v1/people/{me(stranger)['person']}", json={"disabled": True}).status_code == 200
    assert code_of(enter(stranger)) == (403, "not_admitted")


def test_a_session_through_the_provider_needs_the_token_of_forms_too(writer: OpenId, stranger: TestClient) -> None:
    enter(stranger)
    assert code_of(stranger.delete("/v1/session")) == (403, "csrf_token_wrong")


def test_signatures_of_both_kinds_are_taken(writer: OpenId, stranger: TestClient) -> None:
    for writer.key, writer.algorithm in ((RSA, "RS256"), (RSA, "PS256"), (EC, "ES256")):
        assert enter(stranger).status_code == 303


def test_the_provider_may_change_its_keys(writer: OpenId, stranger: TestClient) -> None:
    enter(stranger)
    writer.key = RSAKey.generate_key(2048, {"kid": "new"})
    writer.published_keys = [writer.key]
    assert enter(stranger).status_code == 303
    assert enter(stranger).status_code == 303
    assert writer.asked.count("/keys") == 2


def by_another(claims: Claims) -> str:
    return jwt.encode({"alg": "RS256", "kid": "rsa"}, claims, RSAKey.generate_key(2048))


NOW = int(time.time())
# What a token must not say, by what is wrong with it.
LIES: dict[str, Claims] = {
    "another nonce": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "for another client": {"aud": "other"},
    "for two, made for the other": {"aud": [CLIENT, "other"], "azp": "other"},
    "for two, made for nobody": {"aud": [CLIENT, "other"]},
    "of another issuer": {"iss": "https://evil.example"},
    "expired": {"exp": NOW - 61, "iat": NOW - 300},
    "without an end": {"exp": None},
    "of the future": {"iat": NOW + 3600, "exp": NOW + 7200},
    "not valid yet": {"nbf": NOW + 3600},
    "of nobody": {"sub": None},
    "of an empty subject": {"sub": ""},
    "of a subject that is no text": {"sub": 7},
    "of a long subject": {"sub": "x" * 256},
}


def test_a_token_that_says_something_wrong_opens_nothing(writer: OpenId, stranger: TestClient) -> None:
    for wrong, lie in LIES.items():
        writer.lie = lie
        assert code_of(enter(stranger)) == (403, "provider_wrong"), f"a token {wrong}"
        assert COOKIE not in stranger.cookies


def test_clocks_may_differ_by_a_minute(writer: OpenId, stranger: TestClient) -> None:
    now = int(time.time())
    writer.lie = {"exp": now - 30, "iat": now + 30}
    assert enter(stranger).status_code == 303


def test_a_forged_token_opens_nothing(writer: OpenId, stranger: TestClient) -> None:
    """Of the algorithm none, with the public key as a shared secret, and with another key."""
    for forge in (unsigned, partial(signed_with, RSA.as_pem(private=False)), by_another):
        writer.forge = forge
        assert code_of(enter(stranger)) == (403, "provider_wrong"), forge


def test_a_secret_among_the_published_keys_is_no_key(writer: OpenId, stranger: TestClient) -> None:
    secret = OctKey.generate_key(256, {"kid": "oct"})
    writer.published_keys = [RSA, secret.as_dict()]
    writer.forge = lambda claims: jwt.encode({"alg": "HS256", "kid": "oct"}, claims, secret)
    assert code_of(enter(stranger)) == (403, "provider_wrong")


def test_a_code_is_taken_up_once(writer: OpenId, stranger: TestClient) -> None:
    back = come_back(begin(stranger))
    assert stranger.get(back, follow_redirects=False).status_code == 303
    assert code_of(stranger.get(back, follow_redirects=False)) == (400, "sign_in_stale")


def test_a_sign_in_belongs_to_the_browser_that_began_it(writer: OpenId, stranger: TestClient) -> None:
    """Else somebody could be signed in as another, and write for them."""
    back = come_back(begin(stranger))
    victim = TestClient(stranger.app)
    victim.portal = stranger.portal
    assert code_of(victim.get(back, follow_redirects=False)) == (400, "sign_in_stale")
    assert COOKIE not in victim.cookies


def test_a_sign_in_that_took_too_long_begins_anew(writer: OpenId, stranger: TestClient, database_url: str) -> None:
    back = come_back(begin(stranger))
    change(database_url, "UPDATE sign_ins_begun SET begun_at = now() - interval '11 minutes'")
    assert code_of(stranger.get(back, follow_redirects=False)) == (400, "sign_in_stale")


def test_a_code_of_another_provider_is_not_taken(writer: OpenId, stranger: TestClient) -> None:
    for issuer in ({"iss": "https://evil.example"}, {}):
        back = urlsplit(come_back(begin(stranger)))
        query = {name: values[0] for name, values in parse_qs(back.query).items() if name != "iss"} | issuer
        assert code_of(stranger.get(back.path, params=query, follow_redirects=False)) == (403, "provider_wrong")
    assert "/keys" not in writer.asked


def test_a_session_that_was_there_before_is_ended(writer: OpenId, stranger: TestClient) -> None:
    """Nobody can put their session under a person who signs in."""
    enter(stranger)
    old = stranger.cookies[COOKIE]
    enter(stranger)
    assert stranger.cookies[COOKIE] != old
    other = TestClient(stranger.app, cookies={COOKIE: old})
    other.portal = stranger.portal
    assert other.get("/v1/session").status_code == 401


def test_nobody_is_led_elsewhere(writer: OpenId, stranger: TestClient) -> None:
    for target in ("https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)"):
        assert enter(stranger, to=target).headers["location"] == "/", target


def test_a_refusal_is_told(openid: OpenId, stranger: TestClient) -> None:
    openid.refuses = True
    assert code_of(enter(stranger)) == (403, "provider_refused")


def test_a_provider_that_is_away_is_told_and_passwords_go_on(openid: OpenId, stranger: TestClient, sign_in: SignIn) -> None:
    sign_in("reader")
    openid.status = 500
    answer = stranger.get(BEGIN, headers={"Accept": "text/html"}, follow_redirects=False)
    assert answer.status_code == 503
    assert "не отвечает" in answer.text
    signed_in = stranger.post("/sign-in", data={"login": "reader", "password": PASSWORD}, follow_redirects=False)
    assert signed_in.status_code == 303


def test_a_provider_that_publishes_something_wrong_is_not_asked(openid: OpenId, stranger: TestClient) -> None:
    for wrong in (
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"token_endpoint": None},
    ):
        openid.published = wrong
        assert code_of(stranger.get(BEGIN, follow_redirects=False)) == (403, "provider_wrong"), wrong


def test_signing_out_ends_the_session_here_and_shows_the_way_to_end_it_there(writer: OpenId, stranger: TestClient) -> None:
    enter(stranger)
    left = stranger.post("/sign-out", data={"csrf": me(stranger)["csrf"]})
    address = left.text.partition('href="' + writer.issuer)[2].partition('"')[0]
    assert address.startswith("/end?id_token_hint=")
    assert stranger.get("/v1/session").status_code == 401


def test_the_form_names_the_provider(stranger: TestClient) -> None:
    page = stranger.get("/sign-in?to=/plans").text
    assert 'href="/sign-in/provider?to=/plans"' in page
    assert "Единый вход" in page


class TestWithoutPasswords:
    @pytest.fixture(autouse=True)
    def passwords_off(self, house: TestClient) -> Iterator[None]:
        before = house.app.state.installation
        house.app.state.installation = replace(before, settings=replace(before.settings, passwords=False))
        yield
        house.app.state.installation = before

    def test_nobody_gets_in_by_one_once_an_administrator_comes_through_the_provider(
        self, openid: OpenId, stranger: TestClient, sign_in: SignIn
    ) -> None:
        for role in ("administrator", "reader"):
            sign_in(role)
        asked = {role: stranger.post("/v1/session", json={"login": role, "password": PASSWORD}) for role in ("administrator", "reader")}
        assert asked["administrator"].status_code == 201
        assert code_of(asked["reader"]) == (403, "passwords_off")
        openid.person |= {"groups": ["chiefs"]}
        enter(stranger)
        assert code_of(stranger.post("/v1/session", json={"login": "administrator", "password": PASSWORD})) == (403, "passwords_off")
        assert 'name="password"' not in stranger.get("/sign-in").text

    def test_the_last_administrator_who_can_sign_in_stays(self, openid: OpenId, stranger: TestClient, database_url: str) -> None:
        openid.person |= {"groups": ["chiefs"]}
        enter(stranger)
        headers = {"X-CSRF-Token": me(stranger)["csrf"]}
        identity = stranger.get("/v1/identities").json()["items"][0]["id"]
        assert code_of(stranger.delete(f"/v1/identities/{identity}", headers=headers)) == (409, "last_administrator")
        openid.person |= {"groups": []}
        assert enter(stranger).status_code == 303
        assert me(stranger)["role"] == "administrator"


def test_the_settings_are_read() -> None:
    given = {
        "PLANOVIK_OIDC_ISSUER": "https://id.example",
        "PLANOVIK_OIDC_CLIENT_ID": "x",
        "PLANOVIK_OIDC_ROLES": "cn=a,b = reader, c=clerk",
    }
    with pytest.raises(ValueError, match="PLANOVIK_OIDC_ROLES"):
        read_settings(given)
    read = read_settings(given | {"PLANOVIK_OIDC_ROLES": "dc=a = reader, c=clerk"}).provider
    assert read
    assert read.roles == {"dc=a": "reader", "c": "clerk"}
    for wrong in ({"PLANOVIK_OIDC_ISSUER": "http://id.example"}, {"PLANOVIK_OIDC_CLIENT_ID": ""}):
        with pytest.raises(ValueError, match="PLANOVIK_OIDC"):
            read_settings(given | {"PLANOVIK_OIDC_ROLES": ""} | wrong)
    with pytest.raises(ValueError, match="PLANOVIK_PASSWORDS"):
        read_settings({"PLANOVIK_PASSWORDS": "0"})


def test_the_names_of_roles_in_the_settings_are_the_roles() -> None:
    assert frozenset(get_args(Role)) == ROLE_NAMES
