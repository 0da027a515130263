"""Every change that the log keeps has a name for its page."""

import ast
from collections.abc import Iterator
from pathlib import Path

import service
from service.pages.audit_names import ACTIONS, OF_RECORDS, action_name


def written_actions() -> Iterator[str]:
    """Yield the actions that the sources write as they stand."""
    for path in Path(service.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "write_audit" and isinstance(call.args[2], ast.Constant):
                yield str(call.args[2].value)


def test_every_change_has_a_name() -> None:
    assert set(written_actions()) - set(ACTIONS) == set()


def test_reads_and_changes_of_records_are_named_by_what_they_are() -> None:
    assert action_name("measure.edit") == OF_RECORDS["edit"]() == "правка записи"
    assert action_name("page.plan") == "просмотр страницы"
    assert action_name("list_plans") == "чтение через API"
