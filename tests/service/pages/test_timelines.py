"""Timelines, and which points of an act name a row."""

from datetime import date

from extractor.comparison.changes import Change, Ref
from extractor.evidence import Evidence
from extractor.records import Amendment, Clause, Instruction, Records, Requisites, Step, Target
from service.due.frames import Frame
from service.pages.amending_points import AmendingPoint, AmendingPoints
from service.pages.timelines import make_timeline

NEVER = Frame(anchor=date(2023, 1, 1))


def test_what_is_done_is_never_late() -> None:
    given = {"id": 1, "status": None, "deadlines": [{"text": "до 1 марта", "kind": "calendar", "start": None, "end": "2023-03-01"}]}
    today = date(2023, 3, 2)

    def is_late(status: str | None) -> bool:
        return make_timeline([given | {"status": status}], NEVER, year=2023, today=today).rows[0].is_late

    assert [is_late(status) for status in (None, "partly", "not_done", "done")] == [True, True, True, False]


def test_a_point_stands_beside_the_row_that_it_names_and_others_above() -> None:
    def place(text: str) -> Evidence:
        return Evidence(text=text, block=1, start=0, end=len(text), rule="restate")

    steps = (Step(unit="appendix"), Step(unit="point", number="2.1"))
    text = "1.1. Пункт 2.1 изложить в новой редакции"
    instruction = Instruction(number="1.1", action="restate", place=steps, old=None, new="…", evidence=place(text))
    clauses = [Clause(number=number, kind="amendment", text=number, evidence=place(number)) for number in ("1.1", "2")]
    records = Records(
        document=Requisites(kind="resolution"),
        clauses=tuple(clauses),
        amendments=(Amendment(target=Target(kind="resolution"), instructions=(instruction,)),),
    )
    points = AmendingPoints(records)
    change = Change(classes=("changed",), old=(Ref(index=0, number="2.1.", text="…"),), new=(Ref(index=0, number="2. 1", text="…"),))
    assert points.of("measure", change) == [AmendingPoint("1.1", text)]
    assert [point.number for point in points.general] == ["2"]
