"""The identity provider: OpenID Connect Core 1.0, by authorization code with PKCE (RFC 7636).

In: the provider's settings. Out: addresses to send a browser to, and who the provider says came back. What it publishes of itself
(OpenID Connect Discovery 1.0) and its keys are fetched when they are first needed; keys that are not known are looked for anew, so that it
may change them. Raises `Unavailable` while it can't be reached and `ProviderWrong` where what it says can't be trusted.
"""

import json
import logging
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx2
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from service.errors import Problem, Unavailable
from service.settings import LOOPBACK, ProviderSettings

logger = logging.getLogger(__name__)

# None of these takes a shared secret: a key that anybody can read must not verify what anybody can have made.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
# Seconds that the provider's clock may be wrong.
SKEW_SECONDS = 60
# Seconds for one answer; a browser waits for two at most.
ANSWER_SECONDS = 5.0
# Bytes of an answer: real ones have 2 to 20 KB.
MOST_BYTES = 1_000_000
# Seconds that what the provider publishes of itself is taken for unchanged.
KNOWN_SECONDS = 3_600.0
# Seconds after which a provider that did not answer is worth another try.
AGAIN_SECONDS = 30
# OpenID Connect Core, section 2: a subject has 255 characters at most. More groups than these are nobody's.
LONGEST_SUBJECT, LONGEST_TEXT, MOST_GROUPS = 255, 200, 1_000


class ProviderWrong(Problem):
    """The identity provider said something that can't be trusted, or refused."""

    status = 403
    code = "provider_wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Who the provider says somebody is; only `issuer` and `subject` identify them. `id_token` is what it said, as it said it."""

    issuer: str
    subject: str
    groups: frozenset[str]
    login: str
    name: str
    email: str
    id_token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What a code is exchanged with: what was made when the sign-in began."""

    code: str
    verifier: str
    nonce: str
    redirect: str


class Provider:
    """One provider, with what it publishes of itself."""

    def __init__(self, settings: ProviderSettings) -> None:
        """Keep the settings; nothing is fetched yet."""
        self.settings = settings
        self.published: dict[str, Any] = {}
        self.published_at = 0.0
        self.keys: KeySet | None = None

    async def begin_address(self, *, redirect: str, state: str, nonce: str, verifier: str) -> str:
        """Give the address at which a browser signs in."""
        published = await self.read_published()
        challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        return with_query(
            published["authorization_endpoint"],
            response_type="code",
            client_id=self.settings.client_id,
            redirect_uri=redirect,
            scope=self.settings.scopes,
            state=state,
            nonce=nonce,
            code_challenge=challenge,
            code_challenge_method="S256",
        )

    async def end_address(self, *, id_token: str, back: str) -> str | None:
        """Give the address at which a browser signs out of the provider, where it offers one (OpenID Connect RP-Initiated Logout 1.0)."""
        endpoint = (await self.read_published()).get("end_session_endpoint")
        if not endpoint:
            return None
        return with_query(endpoint, id_token_hint=id_token, client_id=self.settings.client_id, post_logout_redirect_uri=back)

    async def check_sender(self, issuer: str | None) -> None:
        """Check the issuer that came with a code (RFC 9207): with another one the code is of another provider."""
        is_promised = (await self.read_published()).get("authorization_response_iss_parameter_supported") is True
        if (issuer or is_promised) and issuer != self.settings.issuer:
            raise wrong("the code came from %r", issuer)

    async def exchange(self, exchange: Exchange) -> Claims:
        """Exchange a code for what the provider says of who came back, and check it."""
        form = {
            "grant_type": "authorization_code",
            "code": exchange.code,
            "redirect_uri": exchange.redirect,
            "code_verifier": exchange.verifier,
            "client_id": self.settings.client_id,
        }
        published = await self.read_published()
        answer = await ask("POST", published["token_endpoint"], **self.authenticated(form, published))
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise wrong("no ID token")
        return self.read_claims(token, await self.verified(token, exchange.nonce))

    def authenticated(self, form: dict[str, str], published: dict[str, Any]) -> dict[str, Any]:
        """Add who we are to a request, in a way that the provider takes (RFC 6749, 2.3.1); a public client has no secret."""
        secret = self.settings.client_secret
        if not secret:
            return {"data": form}
        if "client_secret_basic" in published.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]):
            return {"data": form, "auth": (quote(self.settings.client_id, safe=""), quote(secret, safe=""))}
        return {"data": form | {"client_secret": secret}}

    async def read_published(self) -> dict[str, Any]:
        """Give what the provider publishes of itself, for an hour as it was read."""
        if time.monotonic() - self.published_at > KNOWN_SECONDS or not self.published:
            address = f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration"
            published = await ask("GET", address)
            if published.get("issuer") != self.settings.issuer:
                raise wrong("it calls itself %r", published.get("issuer"))
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                check_address(published.get(name))
            if published.get("end_session_endpoint"):
                check_address(published["end_session_endpoint"])
            self.published, self.published_at = published, time.monotonic()
        return self.published

    async def verified(self, token: str, nonce: str) -> dict[str, Any]:
        """Give the claims of an ID token (OpenID Connect Core, 3.1.3.7); with a key that is not known yet the keys are read anew."""
        settings = self.settings
        try:
            algorithm, key = named_key(token)
            if algorithm not in ALGORITHMS:
                raise wrong("the algorithm %r", algorithm)
            if self.keys is None or key not in {known.kid for known in self.keys.keys}:
                self.keys = await self.read_keys()
            claims = jwt.decode(token, self.keys, algorithms=ALGORITHMS).claims
            jwt.JWTClaimsRegistry(
                leeway=SKEW_SECONDS,
                iss={"essential": True, "value": settings.issuer},
                aud={"essential": True, "value": settings.client_id},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            ).validate(claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise wrong("the ID token: %s", error) from None
        # A token for several is for us where we are the one that it was made for.
        if claims.get("azp", settings.client_id) != settings.client_id or ("azp" not in claims and len(as_list(claims["aud"])) > 1):
            raise wrong("the ID token is for %r", claims.get("azp"))
        return claims

    async def read_keys(self) -> KeySet:
        """Read the provider's keys; a shared secret among them is no key."""
        found = await ask("GET", (await self.read_published())["jwks_uri"])
        return KeySet.import_key_set({"keys": [key for key in found["keys"] if key.get("kty") != "oct"]})

    def read_claims(self, token: str, claims: dict[str, Any]) -> Claims:
        """Read what is used of the claims."""
        subject = claims["sub"]
        if not 0 < len(subject) <= LONGEST_SUBJECT or "\0" in subject:
            raise wrong("the subject has %s characters", len(subject))
        is_verified = claims.get("email_verified") is True
        return Claims(
            issuer=self.settings.issuer,
            subject=subject,
            groups=frozenset(group for group in as_list(at_path(claims, self.settings.role_claim)) if isinstance(group, str)),
            login=text_of(claims.get("preferred_username")),
            name=text_of(claims.get("name")),
            email=text_of(claims.get("email")) if is_verified else "",
            id_token=token,
        )


def named_key(token: str) -> tuple[str, str | None]:
    """Give the algorithm and the key that a token names; nothing of it is believed yet."""
    header = jws.extract_compact(token.encode()).headers()
    return str(header.get("alg")), header.get("kid")


def as_list(value: Any) -> list[Any]:
    """Give a list as it is, up to a bound, and one value as a list."""
    return value[:MOST_GROUPS] if isinstance(value, list) else [value]


def at_path(claims: dict[str, Any], path: str) -> Any:
    """Give the claim with a name, or the one at a path of names with dots."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def text_of(value: Any) -> str:
    """Give a claim's text as it may be kept and shown."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value[:LONGEST_TEXT]).split()) if isinstance(value, str) else ""


def with_query(address: str, **values: str) -> str:
    """Give an address with values in its query."""
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(values)}"


def check_address(address: Any) -> None:
    """Check an address that the provider names: by HTTPS, or on this machine."""
    parts = urlsplit(address) if isinstance(address, str) else None
    if parts is None or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)):
        raise wrong("the address %r", address)


def wrong(reason: str, *values: object) -> ProviderWrong:
    """Give the problem; what exactly is wrong stands in the log, for who looks after the service."""
    logger.warning("the identity provider was not believed: " + reason, *values)
    return ProviderWrong()


async def ask(method: str, address: str, **request: Any) -> dict[str, Any]:
    """Ask the provider; gives the JSON object that it answers."""
    headers = {"Accept": "application/json"}
    try:
        async with (
            httpx2.AsyncClient(timeout=ANSWER_SECONDS) as client,
            client.stream(method, address, headers=headers, **request) as answer,
        ):
            content = bytearray()
            async for piece in answer.aiter_bytes():
                content += piece
                if len(content) > MOST_BYTES:
                    raise wrong("an answer of more than %s bytes", MOST_BYTES)
            status = answer.status_code
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        logger.warning("the identity provider does not answer: %r", error)
        raise Unavailable("provider_away", retry_after=AGAIN_SECONDS) from None
    if status >= 500:
        logger.warning("the identity provider answers %s", status)
        raise Unavailable("provider_away", retry_after=AGAIN_SECONDS)
    return read_answer(status, bytes(content))


def read_answer(status: int, content: bytes) -> dict[str, Any]:
    """Read an answer; raises `ProviderWrong` for a refusal and for anything that is no JSON object."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    if status != 200 or not isinstance(found, dict):
        raise wrong("it answers %s %r", status, content[:200])
    return found
