"""Sending: one signed request to a receiver, and what it answered.

In: a URL, headers and a body. Out: an `Answer`, also where there was none. The request goes to an address that was checked a moment ago
and to no other: nothing is resolved twice, no redirect is followed, no proxy of the environment is used.
"""

import asyncio
import ssl
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpcore2

from service.webhooks.addresses import Address, Reach, Target, TargetRefused

# Seconds for the connection, for each piece of the answer, and for everything; the specification advises 15 to 30 in all.
CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5.0, 10.0, 15.0
# Bytes of the answer that are read; what it says beyond is for nobody.
ANSWER_BYTES = 4_096
# Characters of the answer and of an error that the log keeps.
LONGEST_ANSWER = 500
HTTP_DONE = range(200, 300)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a request: `status` is None where none came, and `fault` says why (a code of the message catalogue)."""

    status: int | None = None
    text: str = ""
    fault: str | None = None
    seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        """Whether the receiver has taken the message."""
        return self.status in HTTP_DONE


class CheckedAddresses(httpcore2.AsyncNetworkBackend):
    """Connects to the addresses that were checked, whatever host is asked for; TLS still verifies the host's name."""

    def __init__(self, addresses: tuple[Address, ...]) -> None:
        """Keep the addresses, the preferred first."""
        self.addresses = addresses
        self.backend = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first address that answers."""
        for address in self.addresses[:-1]:
            with suppress(httpcore2.ConnectError, httpcore2.ConnectTimeout):
                return await self.backend.connect_tcp(str(address), port, timeout, local_address, socket_options)
        return await self.backend.connect_tcp(str(self.addresses[-1]), port, timeout, local_address, socket_options)


# What ends a request without an answer, the more exact before the less. Whatever else a library makes of a receiver's answer is a lost
# connection: it must not end the worker, which would begin with the same message again.
FAULTS: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "webhook_timeout"),
    (httpcore2.TimeoutException, "webhook_timeout"),
    (httpcore2.ConnectError, "webhook_no_connection"),
    (Exception, "webhook_connection_lost"),
)


async def send(reach: Reach, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Send a message once; never raises for what the receiver or its network does."""
    begun = time.monotonic()
    try:
        async with asyncio.timeout(WHOLE_SECONDS):
            target = await reach.find(url)
            status, text = await request(target, headers, body)
    except TargetRefused as refused:
        return Answer(fault=refused.code, text=refused.values.get("address", ""), seconds=time.monotonic() - begun)
    except Exception as error:  # noqa: BLE001
        fault = next(code for kind, code in FAULTS if isinstance(error, kind))
        return Answer(fault=fault, text=printable(str(error)), seconds=time.monotonic() - begun)
    return Answer(status=status, text=text, seconds=time.monotonic() - begun)


async def request(target: Target, headers: Mapping[str, str], body: bytes) -> tuple[int, str]:
    """Post a message on a connection of its own; gives the status and the beginning of the answer."""
    url = httpcore2.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
    limits = {"connect": CONNECT_SECONDS, "read": READ_SECONDS, "write": READ_SECONDS, "pool": CONNECT_SECONDS}
    connection = httpcore2.AsyncHTTPConnection(url.origin, tls(), network_backend=CheckedAddresses(target.addresses))
    async with connection:
        sent = {"Host": host_header(target), "Connection": "close", "Content-Length": str(len(body)), **headers}
        async with connection.stream("POST", url, headers=list(sent.items()), content=body, extensions={"timeout": limits}) as answer:
            return answer.status, printable((await beginning(answer)).decode(errors="replace"))


def host_header(target: Target) -> str:
    """Give the host as a request names it: an IPv6 address in brackets, a port that is not the scheme's."""
    host = f"[{target.host}]" if ":" in target.host else target.host
    return host if target.port == {"http": 80, "https": 443}[target.scheme] else f"{host}:{target.port}"


async def beginning(answer: httpcore2.Response) -> bytes:
    """Read the beginning of an answer's body."""
    read = b""
    async for piece in answer.aiter_stream():
        read += piece
        if len(read) >= ANSWER_BYTES:
            break
    return read[:ANSWER_BYTES]


def printable(text: str) -> str:
    """Give the beginning of a text without signs that a log or PostgreSQL can't hold."""
    return "".join(sign if sign.isprintable() else " " for sign in text[:LONGEST_ANSWER]).strip()


@cache
def tls() -> ssl.SSLContext:
    """Give the certificates that are trusted: the system's, or those of `SSL_CERT_FILE`."""
    return httpcore2.default_ssl_context()
