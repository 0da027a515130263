"""An identity provider of the tests: OpenID Connect over real HTTP with real signatures, which can be told to lie.

The kept provider for tests that there is lets nobody forge a token, which is what is tested here.
"""

import hmac
import json
import secrets
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT, SECRET = "planovik", "a secret: with %signs"
RSA = RSAKey.generate_key(2048, {"kid": "rsa"})
EC = ECKey.generate_key("P-256", {"kid": "ec"})

Claims = dict[str, Any]


@dataclass
class OpenId:
    """The provider: who signs in, with which key it signs, what it publishes, and how it lies."""

    issuer: str
    person: Claims = field(default_factory=lambda: {"sub": "u-1", "name": "Иванова Мария", "preferred_username": "ivanova"})
    key: Any = field(default_factory=lambda: RSA)
    algorithm: str = "RS256"
    published_keys: list[Any] = field(default_factory=lambda: [RSA, EC])
    published: Claims = field(default_factory=dict)
    lie: Claims = field(default_factory=dict)
    forge: Callable[[Claims], str] | None = None
    refuses: bool = False
    status: int = 200
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def configuration(self) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/end",
            "authorization_response_iss_parameter_supported": True,
        } | self.published

    def authorise(self, query: dict[str, str]) -> str:
        """Let the person in and give the address to go back to."""
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        code = secrets.token_urlsafe()
        self.codes[code] = query
        answer = {"error": "access_denied"} if self.refuses else {"code": code}
        return f"{query['redirect_uri']}?{urlencode(answer | {'state': query['state'], 'iss': self.issuer})}"

    def exchange(self, form: dict[str, str], authorization: str) -> Claims:
        """Give the token for a code, once, to the client that has its verifier."""
        name, _, secret = b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        begun = self.codes.pop(form["code"], None)
        challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        fits = begun and begun["code_challenge"] == challenge and begun["redirect_uri"] == form["redirect_uri"]
        if not fits or (unquote(name), unquote(secret)) != (CLIENT, SECRET):
            return {"error": "invalid_grant"}
        return {"access_token": "a", "token_type": "Bearer", "id_token": self.token(begun["nonce"])}

    def token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce} | self.person | self.lie
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.forge:
            return self.forge(claims)
        return jwt.encode({"alg": self.algorithm, "kid": self.key.kid}, claims, self.key, algorithms=[self.algorithm])


def unsigned(claims: Claims) -> str:
    """Make a token of the algorithm none."""
    return f"{encoded({'alg': 'none'})}.{encoded(claims)}."


def signed_with(secret: bytes, claims: Claims) -> str:
    """Make a token of HS256; the library refuses to take a public key for a secret."""
    text = f"{encoded({'alg': 'HS256', 'kid': 'rsa'})}.{encoded(claims)}"
    return f"{text}.{urlsafe_b64encode(hmac.digest(secret, text.encode(), 'sha256')).rstrip(b'=').decode()}"


def encoded(part: Claims) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def handler_of(provider: OpenId) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            provider.asked.append(parts.path)
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorise(query))
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif parts.path == "/keys":
                self.answer({"keys": [key.as_dict(private=False) if hasattr(key, "as_dict") else key for key in provider.published_keys]})
            else:
                self.answer(provider.configuration())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            found = provider.exchange({name: values[0] for name, values in parse_qs(body).items()}, self.headers["Authorization"])
            self.answer(found, 400 if "error" in found else 200)

        def answer(self, found: Claims, status: int = 200) -> None:
            content = json.dumps(found).encode()
            self.send_response(provider.status if provider.status != 200 else status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None: ...

    return Handler


@contextmanager
def running() -> Iterator[OpenId]:
    """Run a provider on a port of its own."""
    provider = OpenId("")
    with ThreadingHTTPServer(("127.0.0.1", 0), handler_of(provider)) as server:
        provider.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield provider
        server.shutdown()
        thread.join()
