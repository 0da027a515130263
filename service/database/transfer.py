"""Transfers: all tables of a database, out to a file and in from one, by PostgreSQL's own programs.

In: a URL and a file in pg_dump's custom format. Out: the file, or the tables; a load happens whole or not at all. Raises
TransferFailed with what the program said.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import TupleRow

from service.database.faults import DatabaseFault
from service.database.programs import find_programs

Counts = dict[str, int]
CHUNK_BYTES = 1_000_000
# Written for servers since 17 into every script; older ones do not know it.
NEWER_SETTING = b"SET transaction_timeout = 0;\n"
NEWER_SINCE = 170_000

# Seconds in which PostgreSQL ends what served a connection that is closed, on a busy machine.
LEAVING_SECONDS = 5.0
POLL_SECONDS = 0.05
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""

# Everything that a dump of this service holds stands in the schema `public`; views over it are made anew at the next start.
DROP_ALL = """
DROP SCHEMA IF EXISTS masked_reach, masked, reach CASCADE;
DO $$
DECLARE
    statement text;
BEGIN
    FOR statement IN
        SELECT format('DROP TABLE IF EXISTS public.%I CASCADE', tablename) FROM pg_tables WHERE schemaname = 'public'
    LOOP EXECUTE statement; END LOOP;
    FOR statement IN
        SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure) FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP EXECUTE statement; END LOOP;
    FOR statement IN
        SELECT format('DROP TYPE IF EXISTS public.%I CASCADE', t.typname) FROM pg_type t
        WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'c', 'd')
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
    LOOP EXECUTE statement; END LOOP;
END $$;
"""


class TransferFailed(DatabaseFault):
    """A program of PostgreSQL ended with an error; `reason` is what it said."""

    code = "transfer_failed"


@dataclass(frozen=True, slots=True)
class Program:
    """A program that runs, and the file that it complains to."""

    process: subprocess.Popen[bytes]
    complaints: IO[bytes]

    def check(self) -> None:
        """Wait for the end; raises TransferFailed with what it wrote."""
        if self.process.wait():
            self.complaints.seek(0)
            raise TransferFailed(reason=self.complaints.read().decode(errors="replace").strip())


@contextmanager
def held_still(url: str) -> Iterator[tuple[psycopg.Connection, str]]:
    """Give a connection that sees the database as it is now, and the name under which pg_dump sees the same."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        named = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert named
        yield connection, named[0]


def count_rows(connection: psycopg.Connection[TupleRow]) -> Counts:
    """Count the rows of every table, by its name."""
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename").fetchall()
    return {table: count(connection, table) for (table,) in tables}


def count(connection: psycopg.Connection[TupleRow], table: str) -> int:
    """Count the rows of a table."""
    row = connection.execute(sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(table))).fetchone()
    assert row
    return int(row[0])


def is_in_use(url: str) -> bool:
    """Say whether others stay connected to the database: an API, workers, anybody; who has just left is waited for."""
    end = time.monotonic() + LEAVING_SECONDS
    with psycopg.connect(url, autocommit=True) as connection:
        while connection.execute(OTHERS).fetchone() != (0,):
            if time.monotonic() > end:
                return True
            time.sleep(POLL_SECONDS)
    return False


def has_content(url: str) -> bool:
    """Say whether an installation works with the database: somebody is in it, or a document."""
    with psycopg.connect(url, autocommit=True) as connection:
        for table in ("people", "documents"):
            if connection.execute("SELECT to_regclass(%s)::text", [f"public.{table}"]).fetchone() != (None,) and count(connection, table):
                return True
    return False


def dump(url: str, file: Path, snapshot: str) -> None:
    """Write all tables to a file."""
    options = [
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--exclude-schema=reach",
        "--exclude-schema=masked*",
        f"--snapshot={snapshot}",
        f"--file={file}",
    ]
    with started("pg_dump", [*options, f"--dbname={without_password(url)}"], url) as program:
        program.check()


def load(url: str, file: Path) -> None:
    """Replace all tables by those of a file, in one transaction: only after the last line of a whole script it is committed."""
    script = ["--no-owner", "--no-privileges", "--file=-", str(file)]
    client = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", f"--dbname={without_password(url)}"]
    with started("psql", client, url, stdin=PIPE) as target, started("pg_restore", script, url, stdout=PIPE) as source:
        assert target.process.stdin
        try:
            target.process.stdin.write(b"BEGIN;\n" + DROP_ALL.encode())
            pour(source.process.stdout, target.process.stdin, is_older=server_version(url) < NEWER_SINCE)
            source.check()
            target.process.stdin.write(b"COMMIT;\n")
            target.process.stdin.close()
        except BrokenPipeError:
            source.process.kill()
        target.check()


def server_version(url: str) -> int:
    """Give the server's version, such as 180004."""
    with psycopg.connect(url) as connection:
        return connection.info.server_version


def pour(source: IO[bytes] | None, target: IO[bytes], *, is_older: bool) -> None:
    """Pass a script on; at its head the setting that an older server does not know is left out."""
    assert source
    head = source.read(CHUNK_BYTES)
    target.write(head.replace(NEWER_SETTING, b"", 1) if is_older else head)
    while part := source.read(CHUNK_BYTES):
        target.write(part)


@contextmanager
def started(program: str, arguments: list[str], url: str, *, stdin: int = DEVNULL, stdout: int = DEVNULL) -> Iterator[Program]:
    """Start a program of PostgreSQL; the password goes through its environment, where `ps` does not show it."""
    password = conninfo_to_dict(url).get("password")
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    command = [str(find_programs() / program), *arguments]
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(command, env=environment, stdin=stdin, stdout=stdout, stderr=complaints)  # noqa: S603 - of the wheel
        try:
            yield Program(process, complaints)
        finally:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    close_quietly(pipe)
            process.wait()


def close_quietly(pipe: IO[bytes]) -> None:
    """Close a pipe whose other end may be gone."""
    with suppress(BrokenPipeError):
        pipe.close()


def without_password(url: str) -> str:
    """Give the URL's parts without the password, in a form that may stand in a list of processes."""
    return make_conninfo(**{name: str(value) for name, value in conninfo_to_dict(url).items() if name != "password" and value is not None})


def transfer(source: str, target: str) -> Counts:
    """Replace all tables of one database by those of another; gives the rows that each should have now."""
    with tempfile.TemporaryDirectory(prefix="planovik-") as folder:
        file = Path(folder) / "database.dump"
        with held_still(source) as (connection, snapshot):
            counts = count_rows(connection)
            dump(source, file, snapshot)
        load(target, file)
    return counts
