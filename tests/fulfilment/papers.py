"""Plans and reports of a few words each."""

from typing import Any

from extractor.evidence import Evidence
from extractor.records import Activity, Deadline, Measure, Party, Plan, Quantity, Records, Requisites

PLACE = Evidence(text="", block=1, start=0, end=0, rule="test")
MARK = "column «отметка о выполнении»"


def measure(text: str, number: str | None = None, *, unit: str | None = None, until: str | None = None, **fields: Any) -> Measure:
    """Build a measure; `until` is an ISO date, `unit` who is responsible."""
    deadlines = (Deadline(text=f"до {until}", kind="calendar", edtf=f"../{until}", end=until, evidence=PLACE),) if until else ()
    parties = (Party(name=unit, person=None, text=unit, evidence=PLACE),) if unit else ()
    return Measure(text=text, number=number, deadlines=deadlines, responsible=parties, evidence=PLACE, **fields)


def marked(text: str, mark: str, *, status: Any = None, **fields: Any) -> Measure:
    """Build a measure whose column of completion says something."""
    source = Evidence(text=mark, block=1, start=0, end=len(mark), rule=MARK)
    told = {"status": status, "sources": {"status": (source,)}} if status else {"note": mark, "sources": {"note": (source,)}}
    return measure(text, **told, **fields)


def plan(*measures: Measure, title: str = "План работы", kind: Any = "plan") -> Records:
    """Build the records of a plan."""
    return Records(document=Requisites(kind=kind, title=title), plans=(Plan(title=title, appendix=None, period="2024", measures=measures),))


def told(text: str, status: Any = "done", *counted: tuple[float, str], rule: str = "participle:провести", **fields: Any) -> Activity:
    """Build a statement of a report."""
    quantities = tuple(Quantity(value=value, unit=unit) for value, unit in counted)
    evidence = Evidence(text=text, block=1, start=0, end=len(text), rule=rule)
    return Activity(text=text, status=status, evidence=evidence, quantities=quantities, **fields)


def report(*activities: Activity) -> Records:
    """Build the records of a report."""
    return Records(document=Requisites(kind="report"), activities=activities)


TOWN = plan(
    measure("Ремонт моста через реку Ольховку", "1", unit="Отдел дорог", until="2024-05-31", section=("Дороги",)),
    measure("Посадка деревьев в парке Победы", "2", unit="Отдел парков", until="2024-05-20", section=("Парки",), result="150 деревьев"),
    measure("Замена светильников на площади", "3", unit="Отдел связи", until="2024-09-30", section=("Парки",)),
    measure("Обследование пожарных водоёмов", "4", unit="Дружина", section=("Безопасность",)),
    measure("Закупка учебников для школ", "5", unit="Отдел школ", until="2024-08-20"),
)
