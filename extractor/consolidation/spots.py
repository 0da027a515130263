"""Spots: which record, and which field of it, a place of an instruction means.

In: a state, an instruction, its target. Out: the measures or clauses that the place names, or `Refused`. A place that several records
fit, or none, is refused; so is one that another act has removed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.columns import read_header
from extractor.consolidation.fields import FIELD_OF, FIELDS, field_text
from extractor.consolidation.results import Refused
from extractor.consolidation.state import KeptClause, KeptMeasure, KeptSection, State
from extractor.consolidation.words import find_words
from extractor.records import Instruction, Measure, Step, Target
from extractor.text import matching_form

ACT_TITLE = re.compile(r"об? |о[бс] ")
# What an act approves beside its plan: its points are none of the plan's.
OTHER_DOCUMENT = re.compile(r"положени|состав |поряд|регламент|устав|инструкци|правил|методик|структур|реестр|штатн|номенклатур|форм[аы] ")
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
IN_PLAN = frozenset({"row", "column", "position", "table", "section", "appendix"})
NUMBERED = frozenset({"point", "subpoint", "row", "position"})


@dataclass(frozen=True, slots=True)
class Scope:
    """The measures among which a place is looked for: those of its plan, and of its section where one is named."""

    plan: int
    measures: tuple[KeptMeasure, ...]
    all_of_plan: tuple[KeptMeasure, ...]
    section: tuple[str, ...] | None


def place_text(path: Sequence[Step]) -> str:
    """Give a place in a few words, as an issue names it."""
    names = {
        "title": "наименование", "preamble": "преамбула", "appendix": "приложение", "section": "раздел", "article": "статья",
        "part": "часть", "point": "пункт", "subpoint": "подпункт", "paragraph": "абзац", "item": "дефис", "table": "таблица",
        "row": "строка", "column": "графа", "position": "позиция", "footnote": "сноска", "text": "текст",
    }  # fmt: skip
    steps = [" ".join(part for part in (names[step.unit], step.number, f"«{step.name}»" if step.name else None) if part) for step in path]
    return ", ".join(steps) or "документ"


def is_in_plan(state: State, path: Sequence[Step], target: Target) -> bool:
    """Tell whether a place lies in a plan and not among the act's own points."""
    if not state.plans:
        return False
    if any(step.unit in IN_PLAN for step in path) or not state.clauses:
        return True
    return target.title is not None and not ACT_TITLE.match(matching_form(target.title))


def find_scope(state: State, path: Sequence[Step], target: Target) -> Scope:
    """Find the plan that a place lies in, and the section."""
    chosen = plans_of(state, next((step for step in path if step.unit == "appendix"), None))
    titled = [index for index in chosen if target.title and same_title(state.plans[index].title, target.title)]
    chosen = titled if len(titled) == 1 else chosen
    if not titled and OTHER_DOCUMENT.match(matching_form(target.title or "")):
        raise Refused("amendment_place_unknown", place=f"{target.title}: {place_text(path)}")
    if len(chosen) != 1:
        raise Refused("amendment_place_unknown", place=place_text(path))
    inside = tuple(kept for kept in state.measures if kept.plan == chosen[0])
    sections = [step for step in path if step.unit == "section"]
    known = [section for section in state.sections if section.plan == chosen[0]]
    heading = find_section(inside, known, sections, path) if sections else None
    within = tuple(kept for kept in inside if heading is None or kept.value.section[: len(heading)] == heading)
    return Scope(chosen[0], within, inside, heading)


def plans_of(state: State, appendix: Step | None) -> list[int]:
    """Give the plans that an appendix may hold: those of its number, else the one that the act's own points give that number."""
    every = list(range(len(state.plans)))
    if appendix is None or appendix.number is None:
        return every
    numbered = [index for index in every if state.plans[index].appendix == appendix.number]
    if numbered or any(state.plans[index].appendix for index in every):
        return numbered
    named = re.compile(rf"приложени[а-я]* (?:№ ?)?{re.escape(matching_form(appendix.number))}(?!\d)")
    texts = [letters(kept.value.text) for kept in state.clauses if named.search(matching_form(kept.value.text))]
    told = [index for index in every if any((title := letters(state.plans[index].title)) and title in text for text in texts)]
    return told or (every if len(every) == 1 and appendix.number == "1" else [])


def letters(text: str | None) -> str:
    """Give a text as it is compared: letters and digits only."""
    return re.sub(r"\W+", "", matching_form(text or ""))


def same_title(title: str | None, other: str) -> bool:
    """Tell whether two titles name the same document."""
    plain, known = letters(other), letters(title)
    return bool(known) and (plain == known or known.startswith(plain) or plain.startswith(known))


def find_section(
    measures: Sequence[KeptMeasure], known: Sequence[KeptSection], steps: Sequence[Step], path: Sequence[Step]
) -> tuple[str, ...]:
    """Find the heading path that sections of a place name, by name or by their ordinals, outermost first."""
    found: tuple[str, ...] = ()
    for step in steps:
        inside = [section for section in known if section.path[:-1] == found and is_filled(measures, section.path)]
        ordinal = section_ordinal(step.number)
        if step.name:
            fitting = [section.path for section in inside if same_title(section.path[-1], step.name)]
        else:
            fitting = [
                section.path for section in inside if section.ordinal == ordinal and fits_numbers(measures, section.path, step.number)
            ]
        if len(fitting) != 1:
            raise Refused("amendment_place_unknown", place=place_text(path))
        found = fitting[0]
    return found


def is_filled(measures: Sequence[KeptMeasure], heading: tuple[str, ...]) -> bool:
    """Tell whether a section has measures left."""
    return any(kept.value.section[: len(heading)] == heading for kept in measures)


def section_ordinal(number: str | None) -> int | None:
    """Give a section's number as a count: `II` → 2, `2` → 2."""
    form = matching_form(number or "").strip(".")
    if form.isdigit():
        return int(form)
    if not form or not set(form) <= set(ROMAN):
        return None
    values = [ROMAN[letter] for letter in form]
    return sum(-value if index + 1 < len(values) and value < values[index + 1] else value for index, value in enumerate(values))


def fits_numbers(measures: Sequence[KeptMeasure], heading: tuple[str, ...], number: str | None) -> bool:
    """Tell whether the numbers of a section's measures do not belong to another section: `2.1`, `2.2` stand in section 2."""
    numbers = [kept.value.number for kept in measures if kept.value.section[: len(heading)] == heading]
    dotted = [number for number in numbers if number and "." in number]
    firsts = {value.split(".")[0] for value in dotted}
    return len(dotted) < len(numbers) or firsts == {str(section_ordinal(number))}


def find_measures(
    state: State, path: Sequence[Step], target: Target, *, words: str | None = None
) -> tuple[tuple[KeptMeasure, ...], Step | None]:
    """Find the measures that a place names, and the column step in it; whole sections and plans give all of theirs.

    Where several fit, the one that has the `words` is meant.
    """
    scope = find_scope(state, path, target)
    column = next((step for step in path if step.unit == "column"), None)
    if any(step.unit not in (*NUMBERED, "appendix", "section", "table", "column") for step in path):
        raise Refused("amendment_place_unknown", place=place_text(path))
    numbered = [step for step in path if step.unit in NUMBERED]
    if not numbered:
        return scope.measures, column
    return (find_measure(state, scope, numbered, path, words=words),), column


def find_measure(state: State, scope: Scope, steps: Sequence[Step], path: Sequence[Step], *, words: str | None) -> KeptMeasure:
    """Find the one measure that numbered steps name."""
    last = steps[-1]
    if last.number is not None and "measure" in state.unsure:
        raise Refused("amendment_numbers_unclear", place=place_text(path))
    if len(steps) > 1 and not (last.number and steps[0].number and last.number.startswith(f"{steps[0].number}.")):
        raise Refused("amendment_place_unknown", place=place_text(path))
    fitting = [kept for kept in scope.measures if fits(kept.value, last)]
    having = [kept for kept in fitting if words and any(find_words(field_text(kept.value, field), words) for field in FIELDS)]
    if len(fitting) == 1 or len(having) == 1:
        return (having or fitting)[0]
    if not fitting and last.number and ("measure", last.number) in state.gone:
        raise Refused("amendment_place_removed", place=place_text(path))
    raise Refused("amendment_place_twice" if fitting else "amendment_place_unknown", place=place_text(path))


def fits(measure: Measure, step: Step) -> bool:
    """Tell whether a measure is the one that a step names, by its number or by its wording."""
    if step.number is not None:
        return (measure.number or "").strip(".") == step.number.strip(".")
    return step.name is not None and same_title(measure.text, step.name)


def find_clause(state: State, path: Sequence[Step]) -> KeptClause:
    """Find the one clause that a place names."""
    if any(step.unit not in ("point", "subpoint") for step in path):
        raise Refused("amendment_place_unknown", place=place_text(path))
    if "clause" in state.unsure:
        raise Refused("amendment_numbers_unclear", place=place_text(path))
    wanted = [step.number or "" for step in path]
    fitting = [kept for kept in state.clauses if clause_number(state, kept) == joined_number(wanted)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting and ("clause", joined_number(wanted)) in state.gone:
        raise Refused("amendment_place_removed", place=place_text(path))
    raise Refused("amendment_place_twice" if fitting else "amendment_place_unknown", place=place_text(path))


def joined_number(numbers: Sequence[str]) -> str:
    """Give the full number of nested steps: point 2, subpoint 2.1 → 2.1; point 2, subpoint а → 2.а."""
    whole = ""
    for number in numbers:
        plain = number.rstrip(".)")
        whole = plain if not whole or plain.startswith(f"{whole}.") else f"{whole}.{plain}"
    return whole


def clause_number(state: State, kept: KeptClause) -> str:
    """Give a clause's full number: a bracketed or lettered one stands under the decimal one above it."""
    number = kept.value.number or ""
    if not number.endswith(")"):
        return number
    above = ""
    for other in state.clauses:
        if other.key == kept.key:
            break
        above = other.value.number if other.value.number and not other.value.number.endswith(")") else above
    return joined_number([above, number]) if above else number.rstrip(")")


def find_field(column: Step, by_place: Mapping[int, str], path: Sequence[Step]) -> str:
    """Find the field that a column holds: by its heading, or by where the plan's values were read."""
    if column.name is not None:
        reading = read_header(column.name)
        field = FIELD_OF.get(reading.role) if reading else None
    else:
        field = by_place.get(int(column.number)) if column.number and column.number.isdigit() else None
    if field is None or field == "number":
        raise Refused("amendment_column_unknown", place=place_text(path))
    return field


def whole_place(instruction: Instruction) -> bool:
    """Tell whether an instruction changes a whole document or a whole appendix."""
    return all(step.unit == "appendix" for step in instruction.place)
