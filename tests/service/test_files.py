"""The file store: whole files or none, in a folder and in a bucket, and no way to a path outside."""

import asyncio
import errno
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer
from obstore.store import S3Store

from service.store import files
from service.store.files import FileStore, open_files

CONTENT = "ПЛАН мероприятий".encode() * 100
ADDRESS = sha256(CONTENT).hexdigest()


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    variables = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_REGION": "us-east-1",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        make_bucket()
        yield "s3://plans/files"
    server.stop()


def make_bucket() -> None:
    import boto3

    boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"]).create_bucket(Bucket="plans")


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    return open_files(str(tmp_path / "store") if request.param == "folder" else request.getfixturevalue("bucket"))


def written(folder: Path, content: bytes = CONTENT) -> Path:
    path = folder / "upload"
    path.write_bytes(content)
    return path


def test_a_kept_file_is_read_back_whole_and_in_part(store: FileStore, tmp_path: Path) -> None:
    asyncio.run(store.keep(written(tmp_path), ADDRESS))
    assert asyncio.run(store.read(ADDRESS)) == CONTENT
    assert asyncio.run(store.read_part(ADDRESS, 5, 25)) == CONTENT[5:25]
    assert asyncio.run(store.read_part(ADDRESS, len(CONTENT) - 3, len(CONTENT) + 99)) == CONTENT[-3:]


def test_keeping_moves_the_local_file(store: FileStore, tmp_path: Path) -> None:
    source = written(tmp_path)
    asyncio.run(store.keep(source, ADDRESS))
    assert not source.exists()


def test_a_taken_address_keeps_what_it_has(store: FileStore, tmp_path: Path) -> None:
    asyncio.run(store.keep(written(tmp_path), ADDRESS))
    source = written(tmp_path, b"something else")
    asyncio.run(store.keep(source, ADDRESS))
    assert asyncio.run(store.read(ADDRESS)) == CONTENT
    assert not source.exists()


def test_a_large_file_goes_to_a_bucket_in_parts(bucket: str, tmp_path: Path) -> None:
    content = os.urandom(20_000_000)
    address = sha256(content).hexdigest()
    store = open_files(bucket)
    asyncio.run(store.keep(written(tmp_path, content), address))
    assert asyncio.run(store.read(address)) == content


def test_a_missing_file_is_not_found(store: FileStore) -> None:
    with pytest.raises(FileNotFoundError):
        asyncio.run(store.read("0" * 64))
    with pytest.raises(FileNotFoundError):
        asyncio.run(store.read_part("0" * 64, 0, 1))


def test_a_removed_file_is_gone_and_removing_it_again_does_nothing(store: FileStore, tmp_path: Path) -> None:
    asyncio.run(store.keep(written(tmp_path), f"{ADDRESS}-1-96.png"))
    asyncio.run(store.remove(f"{ADDRESS}-1-96.png"))
    asyncio.run(store.remove(f"{ADDRESS}-1-96.png"))
    with pytest.raises(FileNotFoundError):
        asyncio.run(store.read(f"{ADDRESS}-1-96.png"))


@pytest.mark.parametrize(
    "address", ["", "../../etc/passwd", ADDRESS[:63], ADDRESS.upper(), f"{ADDRESS}/x", f"{ADDRESS}\n", f"{ADDRESS}-../x"]
)
def test_no_path_gets_in_by_an_address(store: FileStore, tmp_path: Path, address: str) -> None:
    source = written(tmp_path)
    for attempt in (store.keep(source, address), store.read(address), store.remove(address), store.read_part(address, 0, 1)):
        with pytest.raises(ValueError, match="not an address"):
            asyncio.run(attempt)
    assert source.exists()


def test_files_in_a_folder_are_for_the_service_alone(tmp_path: Path) -> None:
    store = open_files(str(tmp_path / "store"))
    asyncio.run(store.keep(written(tmp_path), ADDRESS))
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "store").rglob("*")} == {0}


def test_a_file_from_another_file_system_is_copied_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def refuse_across(path: Path, target: Path) -> Path:
        if path.name == "upload":
            raise OSError(errno.EXDEV, "across file systems")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refuse_across)
    store = open_files(str(tmp_path / "store"))
    source = written(tmp_path)
    asyncio.run(store.keep(source, ADDRESS))
    assert asyncio.run(store.read(ADDRESS)) == CONTENT
    assert [path.name for path in (tmp_path / "store").rglob("*") if path.is_file()] == [ADDRESS]
    assert not source.exists()


def test_a_copy_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "disk full")

    monkeypatch.setattr(files.shutil, "copyfileobj", full)
    source = written(tmp_path)
    (tmp_path / "shard").mkdir()
    with pytest.raises(OSError, match="disk full"):
        files.copy_in(source, tmp_path / "shard" / ADDRESS)
    assert source.exists()
    assert not list((tmp_path / "shard").iterdir())


@pytest.mark.parametrize("address", ["ftp://host/files", "s3://", "http://host"])
def test_an_address_of_no_store_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="not a file store"):
        open_files(address)


def test_a_bucket_without_a_prefix_works_too(bucket: str, tmp_path: Path) -> None:
    store = open_files("s3://plans")
    asyncio.run(store.keep(written(tmp_path), ADDRESS))
    assert asyncio.run(store.read(ADDRESS)) == CONTENT
    assert isinstance(store, files.BucketFiles)
    assert isinstance(store.store, S3Store)
