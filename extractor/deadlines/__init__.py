"""Deadlines: wordings of time → kind, EDTF value, recurrence, offset.

In: a passage (a deadline cell, or running text). Out: `Deadline`s with evidence and issues. The flow: `tokens` →
`points` → `dates`, with `frequency`, `spans`, `clock` and `wordings` beside them; `scanning` tries its `RULES` at each
word; `entries` puts the atoms together; `cells` and `running` are the two ways in. A wording of a known meaning is a
line in `lexicons/deadlines.toml` and a case; a new shape is a function in the family's tuple and cases.
"""

from extractor.deadlines.cells import find_deadlines, is_deadline_wording
from extractor.deadlines.edtf import bounds
from extractor.deadlines.periods import is_month, read_period
from extractor.deadlines.running import find_deadlines_in_text

__all__ = ["bounds", "find_deadlines", "find_deadlines_in_text", "is_deadline_wording", "is_month", "read_period"]
