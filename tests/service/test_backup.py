"""Backups, their restoration, and the move to another server: the same rows and sources, or what was there before."""

import asyncio
import hashlib
import tarfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from service.database import transfer
from service.database.archive import Contents, read_archive, write_archive
from service.database.cluster import Cluster
from service.database.faults import DatabaseFault
from service.database.transfer import TransferFailed, count_rows
from service.store.files import open_files
from tests.service.house import new_database

SOURCE = b"\xd0\x9f\xd0\xbb\xd0\xb0\xd0\xbd"
ADDRESS = hashlib.sha256(SOURCE).hexdigest()


@pytest.fixture
def other_url(cluster: Cluster, template: str) -> Iterator[str]:
    """Give another database with all tables and nothing in them."""
    with new_database(cluster, template) as url:
        yield url


@pytest.fixture
def filled(database_url: str, tmp_path: Path) -> str:
    """Give a database with a person, a document with its source, a measure, and two entries of the audit log."""
    with psycopg.connect(database_url) as connection:
        person, document = uuid4(), uuid4()
        connection.execute("INSERT INTO people VALUES (%s, 'ivanova', 'Иванова', 'clerk', 'hash')", [person])
        connection.execute(
            "INSERT INTO documents (id, sha256, size, name, priority, uploaded_by, status)"
            " VALUES (%s, %s, 8, 'План\n\\.\n.txt', 'bulk', %s, 'done')",
            [document, ADDRESS, person],
        )
        for _ in range(2):
            connection.execute("INSERT INTO audit (actor, action, object, details) VALUES ('service', 'document.upload', 'x', '{}')")
    keep(SOURCE, tmp_path / "files", tmp_path)
    return database_url


def keep(content: bytes, files: Path, scratch: Path) -> None:
    file = scratch / "incoming"
    file.write_bytes(content)
    asyncio.run(open_files(str(files)).keep(file, hashlib.sha256(content).hexdigest()))


def rows_of(url: str) -> dict[str, int]:
    with psycopg.connect(url) as connection:
        return count_rows(connection)


def back_up(url: str, tmp_path: Path) -> tuple[Path, Contents]:
    archive = tmp_path / "backup.tar"
    return archive, asyncio.run(write_archive(url, open_files(str(tmp_path / "files")), archive))


def restore(archive: Path, url: str, files: Path) -> Contents:
    return asyncio.run(read_archive(archive, url, open_files(str(files))))


def run(monkeypatch: pytest.MonkeyPatch, url: str, files: Path, *arguments: str) -> Result:
    """Run `planovik db` over a database and a folder of files."""
    for name, value in (("DATABASE_URL", url), ("PLANOVIK_FILES", str(files)), ("PLANOVIK_LANG", "en")):
        monkeypatch.setenv(name, value)
    return CliRunner().invoke(app, ["db", *arguments])


def test_a_restored_backup_has_the_same_rows_and_the_same_sources(filled: str, other_url: str, tmp_path: Path) -> None:
    archive, written = back_up(filled, tmp_path)
    restore(archive, other_url, tmp_path / "elsewhere")
    assert rows_of(other_url) == rows_of(filled) == written.counts
    assert asyncio.run(open_files(str(tmp_path / "elsewhere")).read(ADDRESS)) == SOURCE


def test_a_name_with_line_breaks_and_the_end_of_copy_comes_back_as_it_was(filled: str, other_url: str, tmp_path: Path) -> None:
    restore(back_up(filled, tmp_path)[0], other_url, tmp_path / "elsewhere")
    with psycopg.connect(other_url) as connection:
        assert connection.execute("SELECT name FROM documents").fetchone() == ("План\n\\.\n.txt",)


def test_the_audit_log_of_a_restored_backup_is_still_chained_and_protected(filled: str, other_url: str, tmp_path: Path) -> None:
    restore(back_up(filled, tmp_path)[0], other_url, tmp_path / "elsewhere")
    with psycopg.connect(filled) as before, psycopg.connect(other_url) as after:
        query = "SELECT seq, hash FROM audit ORDER BY seq"
        assert after.execute(query).fetchall() == before.execute(query).fetchall()
        with pytest.raises(psycopg.errors.RaiseException):
            after.execute("DELETE FROM audit")


def test_a_backup_is_readable_by_its_owner_only(filled: str, tmp_path: Path) -> None:
    assert back_up(filled, tmp_path)[0].stat().st_mode & 0o077 == 0


def test_a_source_that_the_store_has_lost_is_named(filled: str, tmp_path: Path) -> None:
    asyncio.run(open_files(str(tmp_path / "files")).remove(ADDRESS))
    assert back_up(filled, tmp_path)[1].missing == (ADDRESS,)


def test_computed_versions_and_erased_sources_are_not_missed(filled: str, tmp_path: Path) -> None:
    with psycopg.connect(filled) as connection:
        connection.execute(
            "INSERT INTO documents (id, sha256, size, name, priority, uploaded_by, status, computed_from, source_erased_at)"
            " SELECT gen_random_uuid(), other.sha256, 0, 'x', 'bulk', uploaded_by, 'done', other.base, other.erased FROM documents d,"
            " LATERAL (VALUES (repeat('a', 64), d.id, NULL::timestamptz), (repeat('b', 64), NULL, now())) AS other (sha256, base, erased)"
        )
    assert back_up(filled, tmp_path)[1].missing == ()


def test_a_restore_that_fails_halfway_leaves_what_was_there(filled: str, other_url: str, tmp_path: Path) -> None:
    archive, _ = back_up(filled, tmp_path)
    damaged = tmp_path / "damaged.tar"
    with tarfile.open(archive) as source, tarfile.open(damaged, "w") as target:
        for member in source:
            content = source.extractfile(member)
            assert content
            if member.name == "database.dump":
                member.size = member.size * 2 // 3
            target.addfile(member, content)
    before = rows_of(other_url)
    with pytest.raises(TransferFailed):
        restore(damaged, other_url, tmp_path / "elsewhere")
    assert rows_of(other_url) == before


def test_a_source_whose_content_is_not_what_its_name_says_is_refused(filled: str, other_url: str, tmp_path: Path) -> None:
    archive, _ = back_up(filled, tmp_path)
    archive.write_bytes(archive.read_bytes().replace(SOURCE, b"12345678"))
    with pytest.raises(DatabaseFault):
        restore(archive, other_url, tmp_path / "elsewhere")


@pytest.mark.parametrize("content", [b"", b"not a tar", b"\0" * 20480], ids=["empty", "text", "zeros"])
def test_what_is_no_backup_is_refused_in_one_line(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    failed = run(monkeypatch, database_url, tmp_path / "files", "restore", str(file))
    assert failed.exit_code == 1
    assert "is no backup" in failed.output


def test_a_database_with_content_is_replaced_only_when_forced(
    filled: str, other_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, _ = back_up(filled, tmp_path)
    with psycopg.connect(other_url) as connection:
        connection.execute("INSERT INTO people VALUES (%s, 'petrova', 'Петрова', 'clerk', 'hash')", [uuid4()])
    refused = run(monkeypatch, other_url, tmp_path / "files", "restore", str(archive))
    assert (refused.exit_code, "--force" in refused.output) == (1, True)
    assert run(monkeypatch, other_url, tmp_path / "files", "restore", str(archive), "--force").exit_code == 0
    with psycopg.connect(other_url) as connection:
        assert connection.execute("SELECT login FROM people").fetchall() == [("ivanova",)]


def test_nothing_is_restored_into_a_database_that_others_work_with(
    filled: str, other_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, _ = back_up(filled, tmp_path)
    monkeypatch.setattr(transfer, "LEAVING_SECONDS", 0.0)
    with psycopg.connect(other_url):
        refused = run(monkeypatch, other_url, tmp_path / "files", "restore", str(archive))
    assert (refused.exit_code, "Stop the service" in refused.output) == (1, True)


def test_a_move_copies_rows_and_sources_and_says_what_to_set(
    filled: str, other_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    moved = run(monkeypatch, filled, tmp_path / "files", "move", other_url, "--files", str(elsewhere))
    assert moved.exit_code == 0
    assert f"PLANOVIK_FILES={elsewhere}" in moved.output
    assert rows_of(other_url) == rows_of(filled)
    assert asyncio.run(open_files(str(elsewhere)).read(ADDRESS)) == SOURCE


def test_a_move_to_a_database_that_is_not_in_utf8_is_refused(
    cluster: Cluster, filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"latin_{uuid4().hex}"
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0")
    refused = run(monkeypatch, filled, tmp_path / "files", "move", cluster.url(name))
    assert (refused.exit_code, "UTF-8" in refused.output) == (1, True)


def test_a_backup_never_overwrites_a_file(filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive, _ = back_up(filled, tmp_path)
    before = archive.read_bytes()
    assert run(monkeypatch, filled, tmp_path / "files", "backup", str(archive)).exit_code == 1
    assert archive.read_bytes() == before


def test_the_status_tells_of_rows_documents_and_versions(filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = run(monkeypatch, filled, tmp_path / "files", "status")
    assert shown.exit_code == 0
    assert "PostgreSQL 18" in shown.output
    assert any(line.split() == ["documents:", "done", "1"] for line in shown.output.splitlines())
