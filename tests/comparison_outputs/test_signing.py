"""Keys under which a difference is signed."""

from dataclasses import replace

from extractor.comparison import compare
from extractor.comparison.signing import SignOff, items_of, void_sign_offs
from extractor.evidence import Evidence
from tests.comparison_outputs.pairs import BENCHES, BRIDGE, EVERY_CHANGE, LATER_BRIDGE, LIMES, records

ELSEWHERE = Evidence(text="", block=7, start=3, end=9, rule="другое", page=4)


def test_every_difference_is_an_item_in_the_order_of_the_outputs() -> None:
    families = [item.family for item in items_of(EVERY_CHANGE.whole)]
    assert families == sorted(families, key=["requisite", "heading", "clause", "measure"].index)
    assert {"requisite", "clause", "measure"} == set(families)


def test_the_same_difference_found_again_elsewhere_keeps_its_key() -> None:
    first = items_of(compare(records(BRIDGE, LIMES), records(LATER_BRIDGE, LIMES)))
    moved_on = replace(LATER_BRIDGE, evidence=ELSEWHERE, deadlines=tuple(replace(d, evidence=ELSEWHERE) for d in LATER_BRIDGE.deadlines))
    again = items_of(compare(records(BENCHES, BRIDGE, LIMES), records(BENCHES, moved_on, LIMES)))
    assert [item.key for item in first] == [item.key for item in again]


def test_another_value_makes_another_key() -> None:
    first = items_of(compare(records(BRIDGE), records(LATER_BRIDGE)))
    other = items_of(compare(records(LATER_BRIDGE), records(BRIDGE)))
    assert first[0].key != other[0].key


def test_equal_differences_have_keys_of_their_own() -> None:
    row = replace(BRIDGE, number=None)
    items = items_of(compare(records(LIMES), records(LIMES, row, row, row)))
    keys = [item.key for item in items if item.family == "measure"]
    assert len(keys) == len(set(keys)) == 3


def test_a_sign_off_of_what_is_no_longer_found_is_void() -> None:
    items = items_of(EVERY_CHANGE.whole)
    kept, gone = (SignOff(key=key, mark="seen", who="Ольхина А.А.", when="01.02.2024") for key in (items[0].key, "0" * 16))
    assert void_sign_offs(items, [kept, gone]) == (gone,)
