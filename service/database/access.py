"""The way to an installation's database from the command line.

In: settings. Out: a URL that works as long as the `with` lasts: the external server's, that of the embedded server that runs, or that of
one that is started for the purpose. Raises NoInstallation where there is nothing yet.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.database.cluster import Cluster
from service.database.faults import DatabaseFault
from service.settings import Settings


class NoInstallation(DatabaseFault):
    """The home folder holds no database, and DATABASE_URL names none."""

    code = "no_installation"


def cluster_of(settings: Settings) -> Cluster:
    """Give the embedded server of an installation."""
    return Cluster(settings.home / "database")


@contextmanager
def open_database(settings: Settings, *, make: bool = False) -> Iterator[str]:
    """Give the URL of the installation's database; `make` makes an empty one where there is none."""
    if settings.database_url is not None:
        yield settings.database_url
        return
    cluster = cluster_of(settings)
    if not make and not has_server(cluster.folder):
        raise NoInstallation(folder=settings.home)
    if has_server(cluster.folder) and cluster.is_taken():
        yield cluster.url()
        return
    with cluster:
        yield cluster.url()


def has_server(folder: Path) -> bool:
    """Say whether a folder holds a server's data."""
    return (folder / "server").exists()
