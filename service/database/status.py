"""The state of a database, for a person who looks after it.

In: a URL. Out: `Status`: versions, size, the rows of each table, documents and jobs by their status.
"""

from dataclasses import dataclass
from importlib.metadata import version

import psycopg

from service.database.transfer import Counts, count_rows

Connection = psycopg.Connection[psycopg.rows.TupleRow]
SIZE_UNIT = 1024 * 1024
TABLES = ("documents", "plans", "measures", "clauses", "activities", "edits", "people", "audit")


@dataclass(frozen=True, slots=True)
class Status:
    """`values` are the versions of the program, the server and the tables, and the size in MB."""

    values: dict[str, object]
    rows: Counts
    documents: Counts
    jobs: Counts


def read_status(url: str) -> Status:
    """Read the state of a database; one without tables has no rows."""
    with psycopg.connect(url, autocommit=True) as connection:
        counts = count_rows(connection)
        is_made = "documents" in counts
        values: dict[str, object] = {
            "planovik": version("planovik"),
            "server": connection.info.parameter_status("server_version"),
            "tables": one(connection, "SELECT max(version_num) FROM alembic_version") if is_made else "-",
            "size": round(int(one(connection, "SELECT pg_database_size(current_database())")) / SIZE_UNIT, 1),
        }
        return Status(
            values,
            {table: counts[table] for table in TABLES if table in counts},
            by_status(connection, "SELECT status, count(*) FROM documents GROUP BY 1 ORDER BY 1") if is_made else {},
            by_status(connection, "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1 ORDER BY 1") if is_made else {},
        )


def one(connection: Connection, query: str) -> str:
    """Give the only value of a query's only row, as text."""
    row = connection.execute(query).fetchone()
    return str(row[0]) if row else ""


def by_status(connection: Connection, query: str) -> Counts:
    """Give numbers by their names."""
    return dict(connection.execute(query).fetchall())
