"""Which differences are shown."""

from dataclasses import replace

import pytest

from extractor.exporters.comparison.selection import Selection
from tests.comparison_outputs.pairs import BRIDGE, LATER_BRIDGE, LIMES, NEW, OLD, compared, records


def shown(**selection: object) -> list[tuple[tuple[str, ...], list[str]]]:
    view = compared(OLD, NEW, Selection(**selection)).shown  # type: ignore[arg-type]
    return [(change.classes, list(change.fields)) for change in view.changes]


def test_everything_is_shown_unless_asked_otherwise() -> None:
    found = compared(OLD, NEW)
    assert found.shown == found.whole
    assert found.hidden == 0


def test_classes_keep_the_changes_that_have_one_of_them() -> None:
    assert shown(classes=frozenset({"added"})) == [(("added",), [])]


def test_fields_keep_their_values_alone() -> None:
    assert shown(fields=frozenset({"deadlines"})) == [(("changed",), ["deadlines"])]


def test_fields_and_classes_together_keep_both() -> None:
    assert shown(fields=frozenset({"deadlines"}), classes=frozenset({"changed", "removed"})) == [
        (("changed",), ["deadlines"]), (("removed",), []),
    ]  # fmt: skip


def test_requisites_are_fields_too() -> None:
    assert list(compared(OLD, NEW, Selection(fields=frozenset({"date"}))).shown.requisites) == ["date"]
    assert compared(OLD, NEW, Selection(fields=frozenset({"deadlines"}))).shown.requisites == {}


def test_what_is_not_shown_is_counted() -> None:
    view = compared(OLD, NEW, Selection(classes=frozenset({"added"})))
    assert view.hidden == len(view.whole.changes) - 1 + len(view.whole.clauses.changes) + len(view.whole.requisites)


@pytest.mark.parametrize("other", [BRIDGE, LATER_BRIDGE])
def test_hidden_wording_leaves_the_other_changes_of_the_row(other: object) -> None:
    respelt = replace(other, text="Починить мост через реку Ольховку.".upper())  # type: ignore[type-var]
    view = compared(records(BRIDGE, LIMES), records(respelt, LIMES), Selection(hide_wording=True))  # type: ignore[arg-type]
    assert "wording" in view.whole.changes[0].classes
    assert [change.classes for change in view.shown.changes] == ([] if other is BRIDGE else [("changed",)])
