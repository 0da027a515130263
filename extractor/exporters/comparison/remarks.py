"""Remarks: what became of a record, said in words for the column «Примечание».

In: a change and the records it is about. Out: the names of classes, and lines such as «срок перенесён на 30 дн. позже», «исполнитель
заменён». To say a new kind of difference, add its code to `DIFFERENCES` and its text to the catalogues.
"""

from collections.abc import Iterator, Mapping
from itertools import chain

from extractor.comparison.changes import Change, Difference, FieldChange
from extractor.exporters.comparison.values import Family, label, roubles, shown
from extractor.messages import message

CLASSES: Mapping[str, str] = {
    "added": "change_added", "removed": "change_removed", "changed": "change_changed", "moved": "change_moved",
    "renumbered": "change_renumbered", "split": "change_split", "merged": "change_merged", "wording": "change_wording",
    "renamed": "change_renamed",
}  # fmt: skip
DIFFERENCES: Mapping[str, str] = {
    "postponed": "difference_postponed", "brought_forward": "difference_brought_forward",
    "became_recurring": "difference_became_recurring", "became_single": "difference_became_single",
    "frequency": "difference_frequency", "deadline_added": "difference_deadline_added",
    "deadline_dropped": "difference_deadline_dropped", "deadline_replaced": "difference_deadline_replaced",
    "party_replaced": "difference_party_replaced", "party_added": "difference_party_added",
    "party_dropped": "difference_party_dropped", "role_changed": "difference_role_changed", "raised": "difference_raised",
    "lowered": "difference_lowered", "amount_added": "difference_amount_added", "amount_dropped": "difference_amount_dropped",
}  # fmt: skip
AMOUNTS = frozenset({"raised", "lowered", "amount_added", "amount_dropped"})


def class_name(name: str) -> str:
    """Name a class of changes."""
    return message(CLASSES[name])


def class_names(classes: tuple[str, ...]) -> str:
    """Name the classes of one change on a line, as a sentence begins."""
    whole = ", ".join(class_name(name) for name in classes)
    return whole[:1].upper() + whole[1:]


def remarks(change: Change, family: Family) -> Iterator[str]:
    """Yield the lines that say how the fields of a change differ."""
    yield from chain.from_iterable(field_remarks(name, field, family) for name, field in change.fields.items() if name != "text")


def field_remarks(name: str, field: FieldChange, family: Family) -> Iterator[str]:
    """Yield the lines that say how a field differs: in its ways where it has such, otherwise that it was added, dropped or changed."""
    if field.differences:
        yield from map(difference_text, field.differences)
        return
    old, new = shown(name, field.old, family), shown(name, field.new, family)
    said = "field_changed" if old and new else "field_filled" if new else "field_emptied"
    yield message(said, name=label(name, family).lower())


def difference_text(difference: Difference) -> str:
    """Say one way in which a value differs."""
    old, new = difference.old or "", difference.new or ""
    if difference.kind == "role_changed":
        old, new = message(f"role_{old}"), message(f"role_{new}")
    amount = roubles(difference.amount or 0.0) if difference.kind in AMOUNTS else ""
    return message(DIFFERENCES[difference.kind], old=old, new=new, days=difference.days, amount=amount)


def move_remark(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    """Say where a record moved; the paths are as they are shown."""
    if old == new or not (old and new):
        return message("moved_within")
    return message("moved_between", old=" / ".join(old), new=" / ".join(new))


def number_remark(old: str | None, new: str | None) -> str:
    """Say how a record is numbered now."""
    return message("renumbered_to", old=old or message("no_number"), new=new or message("no_number"))
