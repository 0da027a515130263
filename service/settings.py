"""Settings: what an installation decides, read from the environment once.

In: environment variables `PLANOVIK_…` and `DATABASE_URL`. Out: `Settings`, frozen. Each has a default that works on one machine.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

# Roles that only read: who corrects, signs or manages has to see what is printed.
MASKABLE = frozenset({"reader"})
# Those of `service.auth.actors`, which this module may not know; a test compares them.
ROLE_NAMES = frozenset({"member", "reader", "clerk", "auditor", "administrator"})
# A provider on the same machine is for trying out; over the network its answers have to come by HTTPS.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSettings:
    """An identity provider (OpenID Connect) and what this service is to it.

    `role_claim` is the claim that names groups, a path with dots where it is nested; `roles` gives a role by group, the first that fits.
    """

    issuer: str
    client_id: str
    client_secret: str = ""
    name: str = ""
    scopes: str = "openid profile email"
    role_claim: str = "groups"
    roles: Mapping[str, str]


Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation decides; limits that protect the service are constants beside the code that they protect.

    `database_url` is None where the service runs its own PostgreSQL in `home`. `files` is a folder, or an `s3://bucket/prefix` address.
    """

    home: Path
    database_url: str | None = None
    files: str = ""
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 1
    # Documents that one worker processes at a time.
    concurrency: int = 2
    # Documents that may wait; more uploads are told to come back (429).
    queue_limit: int = 10_000
    # Requests that one person or key may make in a minute.
    requests_per_minute: int = 1_200
    # Cookies are sent over HTTPS only; off for trying out on one's own machine.
    secure_cookies: bool = False
    # Who signs people in beside or instead of passwords.
    provider: ProviderSettings | None = None
    passwords: bool = True
    # Private networks in which webhooks may have receivers: "10.20.0.0/16, fd00::/8"; without any, only public addresses over HTTPS.
    webhook_networks: tuple[Network, ...] = ()
    # Roles that are not shown the names of persons. Who only reads has to know what is to be done and by which body, not by whom.
    masked_roles: frozenset[str] = frozenset({"reader", "member"})

    @property
    def file_store(self) -> str:
        """The address of the file store: as set, else a folder of the home folder."""
        return self.files or str(self.home / "files")


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raises ValueError where a number or a network is none, or nobody could sign in."""
    home = Path(environment.get("PLANOVIK_HOME") or Path.cwd() / "planovik-data").resolve()
    provider = read_provider(environment)
    passwords = environment.get("PLANOVIK_PASSWORDS", "1") != "0"
    if not passwords and provider is None:
        raise ValueError("PLANOVIK_PASSWORDS=0 needs PLANOVIK_OIDC_ISSUER")
    return Settings(
        home=home,
        database_url=environment.get("DATABASE_URL") or None,
        files=environment.get("PLANOVIK_FILES", ""),
        host=environment.get("PLANOVIK_HOST", "127.0.0.1"),
        port=int(environment.get("PLANOVIK_PORT", "8080")),
        workers=int(environment.get("PLANOVIK_WORKERS", "1")),
        concurrency=int(environment.get("PLANOVIK_CONCURRENCY", "2")),
        queue_limit=int(environment.get("PLANOVIK_QUEUE_LIMIT", "10000")),
        requests_per_minute=int(environment.get("PLANOVIK_REQUESTS_PER_MINUTE", "1200")),
        secure_cookies=environment.get("PLANOVIK_SECURE_COOKIES", "") == "1",
        webhook_networks=read_networks(environment.get("PLANOVIK_WEBHOOK_NETWORKS", "")),
        masked_roles=read_masked_roles(environment.get("PLANOVIK_MASK_NAMES_FOR", "reader")),
        provider=provider,
        passwords=passwords,
    )


def read_provider(environment: Mapping[str, str]) -> ProviderSettings | None:
    """Read the settings of an identity provider; raises ValueError where they can't be right."""
    issuer = environment.get("PLANOVIK_OIDC_ISSUER", "")
    if not issuer:
        return None
    address = urlsplit(issuer)
    if not address.hostname or (address.scheme != "https" and not (address.scheme == "http" and address.hostname in LOOPBACK)):
        raise ValueError("PLANOVIK_OIDC_ISSUER: https://…")
    if not environment.get("PLANOVIK_OIDC_CLIENT_ID"):
        raise ValueError("PLANOVIK_OIDC_CLIENT_ID")
    return ProviderSettings(
        issuer=issuer,
        client_id=environment["PLANOVIK_OIDC_CLIENT_ID"],
        client_secret=environment.get("PLANOVIK_OIDC_CLIENT_SECRET", ""),
        name=environment.get("PLANOVIK_OIDC_NAME", ""),
        scopes=environment.get("PLANOVIK_OIDC_SCOPES", "openid profile email"),
        role_claim=environment.get("PLANOVIK_OIDC_ROLE_CLAIM", "groups"),
        roles=read_roles(environment.get("PLANOVIK_OIDC_ROLES", "")),
    )


def read_roles(text: str) -> dict[str, str]:
    """Read "GROUP=ROLE,GROUP=ROLE"; raises ValueError for anything else."""
    pairs = [part.rpartition("=") for part in text.split(",") if part.strip()]
    roles = {group.strip(): role.strip() for group, _, role in pairs}
    if "" in roles or not set(roles.values()) <= ROLE_NAMES:
        raise ValueError(f"PLANOVIK_OIDC_ROLES: GROUP=ROLE,…; {', '.join(sorted(ROLE_NAMES))}")
    return roles


def read_masked_roles(text: str) -> frozenset[str]:
    """Read the roles that see no names, divided by commas; raises ValueError for one that writes what it sees.

    A member has no role but those that are granted, so that whoever is granted no more than a masked role sees no names either.
    """
    roles = frozenset(part.strip() for part in text.split(",") if part.strip())
    if not roles <= MASKABLE:
        raise ValueError(f"PLANOVIK_MASK_NAMES_FOR: {', '.join(sorted(MASKABLE))}")
    return roles | {"member"} if roles else roles


def read_networks(text: str) -> tuple[Network, ...]:
    """Read networks divided by commas."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
