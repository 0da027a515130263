"""Settings: what an installation decides, read from the environment once.

In: environment variables `PLANOVIK_…` and `DATABASE_URL`. Out: `Settings`, frozen. Each has a default that works on one machine.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

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
    # Private networks in which webhooks may have receivers: "10.20.0.0/16, fd00::/8"; without any, only public addresses over HTTPS.
    webhook_networks: tuple[Network, ...] = ()

    @property
    def file_store(self) -> str:
        """The address of the file store: as set, else a folder of the home folder."""
        return self.files or str(self.home / "files")


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raises ValueError where a number or a network is none."""
    home = Path(environment.get("PLANOVIK_HOME") or Path.cwd() / "planovik-data").resolve()
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
    )


def read_networks(text: str) -> tuple[Network, ...]:
    """Read networks divided by commas."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
