"""The whole document: words changed over all of its text, and its title.

In: a state and an instruction whose place is the text or the title. Out: the new state with what was changed, or `Refused`.
"""

from collections.abc import Sequence
from dataclasses import replace

from extractor.consolidation import points, rows
from extractor.consolidation.fields import FIELDS, field_text
from extractor.consolidation.results import Refused
from extractor.consolidation.rows import Order
from extractor.consolidation.spots import clause_number, find_scope, is_in_plan, place_text
from extractor.consolidation.state import Applied, Changed, KeptClause, KeptMeasure, State
from extractor.consolidation.words import edit_words, stands_inflected
from extractor.records import Instruction


def change_text(state: State, order: Order) -> Applied:
    """Change words wherever they stand; refused where they stand in other forms too, which no rule can put right."""
    instruction = order.instruction
    if instruction.action not in ("replace_words", "remove_words") or not instruction.old:
        raise Refused("amendment_place_unknown", place="текст")
    measures, clauses = text_of(state, order)
    texts = [field_text(kept.value, field) for kept in measures for field in FIELDS] + [kept.value.text for kept in clauses]
    if any(stands_inflected(text, instruction) for text in [*texts, state.document.title or ""]):
        raise Refused("amendment_words_inflected", words=instruction.old)
    changed = list[Changed]()
    for kept in measures:
        state, here = change_measure(state, kept.key, instruction)
        changed += here
    for clause in clauses:
        edited = edit_words(clause.value.text, instruction, everywhere=True)
        if edited.count:
            lead = points.lead_of(state, clause_number(state, clause))
            new = points.read_again(clause.value, edited.text, instruction.evidence, lead)
            state = state.with_clause(clause, new)
            changed += points.changed_fields(clause, new)
    if not changed:
        raise Refused("amendment_words_missing", words=instruction.old)
    return state, changed


def text_of(state: State, order: Order) -> tuple[Sequence[KeptMeasure], Sequence[KeptClause]]:
    """Give the measures and clauses that are the document's text: the plan's where that is amended, else all of the act and its plans."""
    outer = order.instruction.place[:-1]
    if state.plans and is_in_plan(state, outer, order.target):
        return find_scope(state, outer, order.target).measures, ()
    if outer:
        raise Refused("amendment_place_unknown", place=place_text(outer))
    return state.measures, state.clauses


def change_measure(state: State, key: int, instruction: Instruction) -> Applied:
    """Change words in every field of a measure."""
    changed = list[Changed]()
    for field in FIELDS:
        kept = next(kept for kept in state.measures if kept.key == key)
        edited = edit_words(field_text(kept.value, field), instruction, everywhere=True)
        if edited.count:
            state, here = rows.put(state, kept, field, edited.text, instruction)
            changed += here
    return state, changed


def change_title(state: State, order: Order) -> Applied:
    """Change or restate the title of the act, or of the plan where that is amended."""
    instruction = order.instruction
    outer = instruction.place[:-1]
    if outer and outer[0].unit != "appendix":
        raise Refused("amendment_place_unknown", place="наименование")
    of_plan = bool(outer) or is_in_plan(state, (), order.target)
    scope = find_scope(state, outer, order.target) if of_plan and state.plans else None
    old = (state.plans[scope.plan].title if scope else state.document.title) or ""
    new = new_title(old, instruction)
    if scope is None:
        document = replace(state.document, title=new, sources={**state.document.sources, "title": (instruction.evidence,)})
        return replace(state, document=document), [Changed("document", 0, None, "title", old, new)]
    plans = tuple(replace(plan, title=new) if index == scope.plan else plan for index, plan in enumerate(state.plans))
    return replace(state, plans=plans), [Changed("plan", scope.plan, None, "title", old, new)]


def new_title(old: str, instruction: Instruction) -> str:
    """Give the title after an instruction."""
    if instruction.action == "restate" and instruction.new:
        return instruction.new.rstrip(".")
    if instruction.action not in ("replace_words", "add_words", "remove_words"):
        raise Refused("amendment_place_unknown", place="наименование")
    edited = edit_words(old, instruction)
    if edited.count != 1:
        raise Refused("amendment_words_twice" if edited.count else "amendment_words_missing", words=instruction.old or "")
    return edited.text
