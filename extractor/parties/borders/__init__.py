"""Borders: whether one name ends and another begins at a mark, at a line end or between two words.

In: a `Gap`, the name so far on its left and the tokens on its right. Out: True (a border) or False (one name goes on),
and the name of the rule that said so. A rule is a small function in `RULES`; the first that answers stands. The
families are modules: `marks`, `conjunctions`, `commas`, `lines`.
"""

from collections.abc import Callable

from extractor.parties.borders.commas import (
    comma_before_abbreviation,
    comma_before_head,
    comma_before_noun,
    comma_before_scholar,
    comma_in_subjects,
    comma_shares_complement,
)
from extractor.parties.borders.conjunctions import (
    and_after_abbreviation,
    and_joins_abbreviations,
    and_joins_names,
    and_shares_complement,
)
from extractor.parties.borders.gap import Gap
from extractor.parties.borders.lines import (
    after_hanging_word,
    after_modifier,
    before_own_head,
    line_before_abbreviation,
    line_before_certain_head,
    line_before_compound,
    line_before_doubtful_head,
    space_before_certain_head,
    space_before_doubtful_head,
    space_before_form,
    space_before_rank,
)
from extractor.parties.borders.marks import (
    after_agreement,
    at_full_stop,
    at_nothing,
    at_semicolon,
    at_slash,
    before_known_name,
    before_nothing_known,
    before_possessive,
    before_preposition,
    before_relative,
    beside_surname,
    inside_numbers,
)


def otherwise_one(gap: Gap) -> bool | None:
    """Отдел культуры администрации города."""
    return False


Rule = Callable[[Gap], bool | None]
RULES: tuple[Rule, ...] = (
    at_nothing,
    at_semicolon,
    at_full_stop,
    before_known_name,
    after_agreement,
    inside_numbers,
    before_possessive,
    before_preposition,
    before_relative,
    after_modifier,
    after_hanging_word,
    beside_surname,
    before_own_head,
    and_joins_abbreviations,
    before_nothing_known,
    at_slash,
    and_shares_complement,
    and_after_abbreviation,
    and_joins_names,
    comma_before_scholar,
    comma_before_abbreviation,
    comma_shares_complement,
    comma_in_subjects,
    comma_before_head,
    comma_before_noun,
    line_before_abbreviation,
    line_before_compound,
    line_before_certain_head,
    line_before_doubtful_head,
    space_before_form,
    space_before_rank,
    space_before_certain_head,
    space_before_doubtful_head,
    otherwise_one,
)


def read_border(gap: Gap) -> tuple[bool, str]:
    """Tell whether a gap is a border, and the rule that says so."""
    for rule in RULES:
        answer = rule(gap)
        if answer is not None:
            return answer, rule.__name__
    raise AssertionError("the last rule always answers")
