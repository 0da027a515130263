"""Running the migrations.

In: a database's URL. Out: the number of the newest revision; the database has the tables of this version and of the queue. Two
processes that migrate at a time wait for each other. Raises `UnfitDatabase` where the server can't hold Russian text.
"""

from pathlib import Path

import psycopg

from service.migrations.masked_views import build_masked, drop_masked
from service.migrations.reach import build_reach, drop_reach

# Held while one process migrates; any number that nothing else here uses.
MIGRATION_LOCK = 7_200_000
# The oldest server with everything that the store needs (multiranges since 14) and that is still maintained.
OLDEST_VERSION = 150_000


class UnfitDatabase(Exception):  # noqa: N818 - the name says what is wrong
    """The server is too old, is not in UTF-8, or does not know Russian words; `code` names the message."""

    def __init__(self, code: str) -> None:
        """Keep the code of the message."""
        super().__init__(code)
        self.code = code


def migrate(url: str) -> None:
    """Bring the tables of a database to this version."""
    with psycopg.connect(url, autocommit=True) as connection:
        check_server(connection)
        connection.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        migrate_store(url)
        migrate_queue(connection)


def check_server(connection: psycopg.Connection) -> None:
    """Check what the store rests on: with a wrong locale Cyrillic is not lower-cased, and Russian search finds nothing without an error."""
    if connection.info.server_version < OLDEST_VERSION:
        raise UnfitDatabase("database_too_old")
    if connection.info.parameter_status("server_encoding") != "UTF8":
        raise UnfitDatabase("database_not_utf8")
    stem = connection.execute("SELECT to_tsvector('russian', 'ПРИКАЗЫ')::text = to_tsvector('russian', 'приказ')::text").fetchone()
    if not stem or not stem[0]:
        raise UnfitDatabase("database_not_russian")


def migrate_store(url: str) -> None:
    """Run the store's migrations that this database does not have yet; what is needed for that is imported by nobody else."""
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    # Connected by psycopg itself, which reads every form of a URL.
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(url), poolclass=NullPool)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        raw = connection.connection.driver_connection
        assert isinstance(raw, psycopg.Connection)
        # In one transaction: without its views a session that goes by them would find the tables themselves.
        is_newest = MigrationContext.configure(connection).get_current_revision() == ScriptDirectory.from_config(config).get_current_head()
        if not is_newest:
            drop_masked(raw)
            drop_reach(raw)
            command.upgrade(config, "head")
        build_reach(raw)
        build_masked(raw)
        connection.commit()


def migrate_queue(connection: psycopg.Connection) -> None:
    """Run procrastinate's own migrations, in the order of their names, each once."""
    from procrastinate.schema import migrations_path

    connection.execute("CREATE TABLE IF NOT EXISTS queue_migrations (name text PRIMARY KEY)")
    done = {row[0] for row in connection.execute("SELECT name FROM queue_migrations")}
    for path in sorted(Path(migrations_path).glob("*.sql")):
        if path.name not in done:
            with connection.transaction():
                connection.execute(path.read_bytes())
                connection.execute("INSERT INTO queue_migrations VALUES (%s)", [path.name])
