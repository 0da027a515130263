"""Pairs of versions for the outputs of a comparison, built of a few words each."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from extractor.evidence import Evidence
from extractor.exporters.comparison.selection import EVERYTHING, Selection
from extractor.exporters.comparison.versions import Compared, Version, compare_versions
from extractor.records import Clause, Deadline, Measure, Party, Plan, Records, Requisites

PLACE = Evidence(text="", block=1, start=0, end=0, rule="test")
TITLE = "План по благоустройству посёлка Рябиновый"


def measure(
    number: str | None, text: str, *, until: str | None = None, by: str | None = None, section: str | None = None, **further: Any
) -> Measure:
    """Build a measure; `until` is an ISO date, `by` the name of a unit."""
    deadlines = (Deadline(text=f"до {until}", kind="calendar", edtf=f"../{until}", end=until, evidence=PLACE),) if until else ()
    responsible = (Party(name=by, person=None, text=by, evidence=PLACE),) if by else ()
    path = (section,) if section else ()
    return Measure(number=number, text=text, section=path, deadlines=deadlines, responsible=responsible, evidence=PLACE, **further)


def clause(number: str, text: str) -> Clause:
    """Build a clause."""
    return Clause(number=number, kind="other", text=text, evidence=PLACE)


def records(*measures: Measure, title: str = TITLE, clauses: Iterable[Clause] = (), **requisites: Any) -> Records:
    """Build the records of a document with one plan, with none where there are no measures."""
    plans = (Plan(title=title, appendix=None, period=None, measures=measures),) if measures else ()
    requisites.setdefault("kind", "plan")
    return Records(document=Requisites(**requisites), plans=plans, clauses=tuple(clauses))


def compared(old: Records, new: Records, selection: Selection = EVERYTHING) -> Compared:
    """Compare two versions under the names of files."""
    before = Version(name="старый.docx", records=old, sha256="a" * 64, extractor="0.1.0")
    after = Version(name="новый.docx", records=new, sha256="b" * 64, extractor="0.2.0")
    return compare_versions(before, after, selection=selection)


BRIDGE = measure("1", "Починить мост через реку Ольховку", until="2023-05-01", by="Отдел дорог", section="Дороги")
LIMES = measure("2", "Посадить липы вдоль Школьной улицы", until="2023-05-20", by="Отдел парков", section="Парки")
LIGHTS = measure("3", "Заменить фонари на площади у вокзала", until="2023-09-01", by="Отдел связи", section="Парки")
BENCHES = measure("3", "Поставить скамьи у городского пруда", until="2023-06-15", by="Отдел парков", section="Парки")
LATER_BRIDGE = replace(BRIDGE, deadlines=measure(None, "", until="2023-05-31").deadlines)
OAKS = replace(LIMES, text="Посадить дубы вдоль Школьной улицы", responsible=measure(None, "", by="Отдел озеленения").responsible)

OLD = records(BRIDGE, LIMES, LIGHTS, date="2023-01-10", clauses=[clause("1", "Утвердить план."), clause("2", "Отчёт представить 1 марта.")])
NEW = records(
    LATER_BRIDGE, OAKS, BENCHES, date="2023-02-10", clauses=[clause("1", "Утвердить план."), clause("2", "Отчёт представить 2 марта.")]
)
EVERY_CHANGE = compared(OLD, NEW)
