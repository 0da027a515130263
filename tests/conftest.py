"""What holds for all tests."""

import gc
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

# The same examples everywhere and however slow the machine: what passes here passes there. Others: `pytest --hypothesis-profile=default`.
settings.register_profile("suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")
# Folders whose tests take most, and wait for programs and a database. They come first: what comes last may leave a process without work.
LONGEST = ("tests/browser/", "tests/service/", "tests/corpora/")
# Folders whose modules share what takes long to make: an installation and a browser, the records of the corpus.
TOGETHER = ("tests/browser/", "tests/corpora/")


class ByModule(LoadScopeScheduling):
    """Gives the tests of a module, or of a folder of `TOGETHER`, to one process, which makes what they share once."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid.partition("::")[0])


# The package's own way to keep tests together, by marks, does nothing under pytest 9.2.
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByModule:
    return ByModule(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with those that take longest."""
    items.sort(key=lambda item: [not item.nodeid.startswith(folder) for folder in LONGEST])


def pytest_collection_finish() -> None:
    """Keep what was loaded until now out of every later collection of garbage: a tenth of the time of the tests."""
    gc.collect()
    gc.freeze()
