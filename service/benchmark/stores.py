"""Stores that benchmarks ask: `python -m service.benchmark.stores --folder DIR [--measures 1000000]` fills one beforehand.

In: a number of measures, and where the store is: a folder that keeps it for the next run, a server's URL, or neither. Out: the URL of a
database with so many measures, filled where it is not yet, once for all benchmarks. Without a folder or a URL it is gone at the end.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from service.benchmark.filling import Size, fill
from service.database.cluster import Cluster
from service.migrations.running import migrate
from service.store.connection import make_pool

MILLION = 1_000_000


def make_parser(description: str | None) -> argparse.ArgumentParser:
    """Make the parser of a benchmark's command line."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measures", type=int, default=MILLION)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--folder", type=Path, help="a folder that keeps the store for the next run")
    where.add_argument("--database", help="a server's URL; its role may make databases")
    return parser


@contextmanager
def server(chosen: argparse.Namespace) -> Iterator[str]:
    """Give the URL of the server that a command line names, or of one of its own."""
    with ExitStack() as stack:
        if chosen.database:
            yield chosen.database
        else:
            folder = chosen.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
            yield stack.enter_context(Cluster(folder / "postgres")).url()


def filled(url: str, measures: int) -> str:
    """Give the URL of the database of so many measures on a server."""
    name = f"benchmark_{measures}"
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    address = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    address = address if "//" in address else address.replace(":/", ":///", 1)
    migrate(address)
    started = time.monotonic()
    if asyncio.run(fill_empty(address, Size.of(measures))):
        sys.stderr.write(f"{measures} measures filled in {time.monotonic() - started:.0f} s\n")
    return address


async def fill_empty(url: str, size: Size) -> bool:
    """Fill a database; False where it was filled before."""
    async with make_pool(url) as pool:
        async with pool.connection() as connection:
            if await (await connection.execute("SELECT FROM measures LIMIT 1")).fetchone() is not None:
                return False
        await fill(pool, size)
    return True


def main() -> None:
    """Fill a store."""
    chosen = make_parser(__doc__).parse_args()
    with server(chosen) as url:
        sys.stdout.write(filled(url, chosen.measures) + "\n")


if __name__ == "__main__":
    main()
