"""What holds for all tests."""

import gc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent
# The same examples everywhere and however slow the machine: what passes here passes there. Others: `pytest --hypothesis-profile=default`.
settings.register_profile("suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


# First, because a process of several reads the groups in a hook of the same name.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a module on one process, which makes what they share once; those that wait most come first."""
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(group_of(item)))
    items.sort(key=lambda item: item.path.relative_to(HERE).parts[0] not in ("browser", "service"))


def group_of(item: pytest.Item) -> str:
    """Give the name of the tests that stay together: of one module, of the browser's folder."""
    first, *others = item.path.relative_to(HERE).with_suffix("").parts
    return first if first == "browser" else ".".join([first, *others])


def pytest_collection_finish() -> None:
    """Keep what was loaded until now out of every later collection of garbage: a tenth of the time of the tests."""
    gc.collect()
    gc.freeze()
