"""Addresses of receivers: which may be reached, so that a webhook opens no door into the network that the service stands in.

In: a URL. Out: a `Target` with the addresses that its host has now, each checked; a request goes to one of these and asks nobody again.
Raises `TargetRefused` with a code of the message catalogue.
"""

import asyncio
import re
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import quote, urlsplit

from psycopg.conninfo import conninfo_to_dict

from service.settings import Network, Settings

Address = IPv4Address | IPv6Address

# Characters of a URL; longer ones are cut by proxies.
LONGEST_URL = 2_000
# Seconds in which a name has to be found; the system's resolver asks its servers for longer.
RESOLVE_SECONDS = 5.0
PORTS = {"http": 80, "https": 443}
# RFC 6052, 2.1: the IPv4 address stands in the last 32 bits.
TRANSLATED = IPv6Network("64:ff9b::/96")
# Of the IANA registries of special addresses, what `ipaddress` takes for global: protocol assignments, and the former site-local.
SPECIAL = (IPv4Network("192.0.0.0/24"), IPv6Network("fec0::/10"))
# What stays of a path and its query as it is written (RFC 3986, 3.3 and 3.4); the rest is percent-encoded.
KEPT_SIGNS = "/?%:@!$&'()*+,;=-._~"
UNWANTED = re.compile(r"[\x00-\x20\x7f\\]")


class TargetRefused(Exception):  # noqa: N818 - the name says what happened
    """The address may not be reached, or is none; `code` names the message, `values` what it names."""

    def __init__(self, code: str, **values: Any) -> None:
        """Keep the code and the values."""
        super().__init__(code, values)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A checked receiver: `host` in ASCII, as it stands in the certificate, and the addresses to which the request may go."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What an installation may reach: everything public, and the networks that its settings name; never its own database."""

    networks: tuple[Network, ...] = ()
    database: str = ""

    async def find(self, url: str) -> Target:
        """Give the checked receiver of a URL; raises `TargetRefused`."""
        target = read_url(url)
        addresses = await resolve(target.host, target.port)
        forbidden = await self.database_addresses(target.port)
        for address in addresses:
            if address in forbidden or not self.allows(address):
                raise TargetRefused("webhook_address_refused", host=target.host, address=str(address))
            if target.scheme == "http" and not self.names(address):
                raise TargetRefused("webhook_not_https", host=target.host)
        return Target(scheme=target.scheme, host=target.host, port=target.port, path=target.path, addresses=addresses)

    def allows(self, address: Address) -> bool:
        """Tell whether an address may be reached: it and all that stand in it are public, or in a network of the settings."""
        return all(self.names(one) or is_public(one) for one in embedded(address))

    def names(self, address: Address) -> bool:
        """Tell whether the settings name the address's network."""
        return any(address in network for network in self.networks)

    async def database_addresses(self, port: int) -> frozenset[Address]:
        """Give the addresses of the database where it listens on this port."""
        known = conninfo_to_dict(self.database)
        if str(port) not in str(known.get("port") or "5432").split(","):
            return frozenset()
        named = [host for name in ("host", "hostaddr") for host in str(known.get(name) or "").split(",")]
        found = [await resolve(host, port) for host in named if host and not host.startswith("/")]
        return frozenset(address for addresses in found for address in addresses)


def reach_of(settings: Settings) -> Reach:
    """Give what an installation may reach."""
    return Reach(networks=settings.webhook_networks, database=settings.database_url or "")


def read_url(url: str) -> Target:
    """Take a URL apart; a name in Cyrillic is written as DNS has it. Raises `TargetRefused`."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii") if ":" not in (parts.hostname or "") else parts.hostname
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:  # also UnicodeError of a name that DNS can't have
        raise TargetRefused("webhook_url_invalid") from None
    is_plain = not UNWANTED.search(url) and len(url) <= LONGEST_URL and parts.username is None and not parts.fragment
    if parts.scheme not in PORTS or not host or not port or not is_plain:
        raise TargetRefused("webhook_url_invalid")
    path = quote(parts.path or "/", safe=KEPT_SIGNS) + ("?" + quote(parts.query, safe=KEPT_SIGNS) if parts.query else "")
    return Target(scheme=parts.scheme, host=host, port=port, path=path)


async def resolve(host: str, port: int) -> tuple[Address, ...]:
    """Give the addresses of a host; raises `TargetRefused` where it has none."""
    try:
        async with asyncio.timeout(RESOLVE_SECONDS):
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # TimeoutError is an OSError
        raise TargetRefused("webhook_host_unknown", host=host) from None
    return addresses_of([str(info[4][0]) for info in found])


def addresses_of(texts: Sequence[str]) -> tuple[Address, ...]:
    """Read addresses, each once; what follows a percent sign is an interface of this machine."""
    return tuple(dict.fromkeys(ip_address(text.partition("%")[0]) for text in texts))


def embedded(address: Address) -> Iterator[Address]:
    """Yield an address and the IPv4 addresses that stand in it: what is sent to it ends there."""
    if not isinstance(address, IPv6Address):
        yield address
        return
    if mapped := address.ipv4_mapped:
        yield mapped
        return
    yield address
    if address.sixtofour:
        yield address.sixtofour
    yield from address.teredo or ()
    if address in TRANSLATED:
        yield IPv4Address(int(address) & 0xFFFFFFFF)


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the Internet, and of one machine: not private, shared, local to a link, reserved or multicast."""
    others = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local
    return address.is_global and not others and not any(address in network for network in SPECIAL)
