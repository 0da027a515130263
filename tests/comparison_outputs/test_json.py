"""A comparison as JSON: the record format with additions beside it."""

import json

from extractor.exporters.comparison.json import write_json
from extractor.exporters.comparison.selection import Selection
from tests.comparison_outputs.pairs import EVERY_CHANGE, NEW, OLD, compared

FOUND = json.loads(write_json(EVERY_CHANGE))


def test_the_keys_of_the_record_format_come_first_and_the_others_after_them() -> None:
    assert list(FOUND) == ["old", "new", "changes", "unchanged", "requisites", "headings", "clauses", "files", "hidden", "notices"]
    assert FOUND["old"]["kind"] == "plan"
    assert FOUND["unchanged"] == 0


def test_a_change_has_its_classes_its_refs_and_its_fields() -> None:
    change = FOUND["changes"][0]
    assert change["classes"] == ["changed"]
    assert change["old"] == change["new"] == [{"index": 0, "number": "1", "text": "Починить мост через реку Ольховку"}]
    field = change["fields"]["deadlines"]
    assert [value[0]["edtf"] for value in (field["old"], field["new"])] == ["../2023-05-01", "../2023-05-31"]
    assert field["differences"][0] == {"kind": "postponed", "old": "до 2023-05-01", "new": "до 2023-05-31", "days": 30, "amount": None}


def test_added_and_removed_rows_have_one_side() -> None:
    sides = {change["classes"][0]: (len(change["old"]), len(change["new"])) for change in FOUND["changes"]}
    assert (sides["added"], sides["removed"]) == ((0, 1), (1, 0))


def test_the_files_stand_with_their_hashes() -> None:
    assert FOUND["files"]["old"] == {"name": "старый.docx", "sha256": "a" * 64, "extractor": "0.1.0"}


def test_a_version_compared_with_itself_is_empty() -> None:
    same = json.loads(write_json(compared(OLD, OLD)))
    assert (same["changes"], same["unchanged"], same["requisites"], same["clauses"]["changes"]) == ([], 3, {}, [])


def test_what_is_left_out_is_counted() -> None:
    assert json.loads(write_json(compared(OLD, NEW, Selection(classes=frozenset({"moved"})))))["hidden"] > 0
