"""Rows: measures as flat rows under Russian headings, for CSV, XLSX and the terminal.

In: `Records` with the document's name. Out: rows of text in the order of `COLUMNS`.
"""

from collections.abc import Callable, Iterator

from extractor.records import Measure, Party, Plan, Records

Row = tuple[str, ...]


def party_text(party: Party) -> str:
    """Say a party on one line: name, then person; its role where it is not the executor."""
    who = ", ".join(part for part in (party.name, party.person) if part)
    mark = {"lead": " (руководитель)", "co_executor": " (соисполнитель)", "executor": ""}[party.role]
    return who + mark


STATUSES = {"done": "выполнено", "partly": "частично", "not_done": "не выполнено"}
COLUMNS: tuple[tuple[str, Callable[[str, Plan, Measure], str]], ...] = (
    ("Файл", lambda source, plan, measure: source),
    ("План", lambda source, plan, measure: plan.title or ""),
    ("Раздел", lambda source, plan, measure: " / ".join(measure.section)),
    ("№", lambda source, plan, measure: measure.number or ""),
    ("Мероприятие", lambda source, plan, measure: measure.text),
    ("Срок", lambda source, plan, measure: "; ".join(deadline.text for deadline in measure.deadlines)),
    ("Начало", lambda source, plan, measure: "; ".join(d.start for d in measure.deadlines if d.start)),
    ("Окончание", lambda source, plan, measure: "; ".join(d.end for d in measure.deadlines if d.end)),
    ("Повторение", lambda source, plan, measure: "; ".join(d.rrule for d in measure.deadlines if d.rrule)),
    ("Ответственные", lambda source, plan, measure: "; ".join(map(party_text, measure.responsible))),
    ("Механизм", lambda source, plan, measure: measure.mechanism or ""),
    ("Участники", lambda source, plan, measure: measure.audience or ""),
    ("Результат", lambda source, plan, measure: measure.result or ""),
    ("Показатели", lambda source, plan, measure: "; ".join(measure.indicators)),
    ("Финансирование, руб.", lambda source, plan, measure: "; ".join(f"{f.year or 'всего'}: {f.amount:.2f}" for f in measure.funding)),
    ("Место", lambda source, plan, measure: measure.place or ""),
    ("Примечание", lambda source, plan, measure: measure.note or ""),
    (
        "Состояние",
        lambda source, plan, measure: {"done": "выполнено", "partly": "частично", "not_done": "не выполнено"}.get(measure.status or "", ""),
    ),
    ("Страница", lambda source, plan, measure: str(measure.evidence.page or "")),
)
HEADINGS: Row = tuple(heading for heading, _ in COLUMNS)


def measure_rows(source: str, records: Records) -> Iterator[Row]:
    """Yield a row for each measure of a document, in printed order."""
    for plan in records.plans:
        for measure in plan.measures:
            yield tuple(value(source, plan, measure) for _, value in COLUMNS)
