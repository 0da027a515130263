"""The plan with tracked changes: accepted it is the new version, rejected the old one."""

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from extractor.exporters.comparison.alignment import aligned_plans
from extractor.exporters.comparison.tracked import write_tracked
from extractor.exporters.comparison.versions import Compared
from extractor.exporters.docx import new_headings
from extractor.pipeline import extract
from extractor.records import Measure, Party, Plan, Records, Requisites
from tests.comparison_outputs.pairs import BENCHES, BRIDGE, EVERY_CHANGE, LIGHTS, LIMES, OAKS, PLACE, TITLE, compared, measure, records
from tests.comparison_outputs.resolving import PART, W, resolved

SAMPLES = Path(__file__).parent.parent.parent / "corpora" / "samples"
PEAR = measure(None, "Высадить грушевый сад за школой", section="Парки")


def plain_rows(measures: tuple[Measure, ...]) -> list[list[str]]:
    """Give the rows of a plan: headings where they begin, numbers and texts of measures."""
    rows: list[list[str]] = []
    above: tuple[str, ...] = ()
    for row in measures:
        rows += [[heading] for heading in new_headings(above, row.section)]
        above = row.section
        rows.append([row.number or "", row.text])
    return rows


def table_rows(content: bytes) -> list[list[str]]:
    """Give the rows of a document's tables without the header: a heading alone, otherwise number and text."""
    rows = [row for table in Document(io.BytesIO(content)).tables for row in table.rows[1:]]
    return [[cell.text for cell in row.cells][: 1 if len(set(row._tr.tc_lst)) == 1 else 2] for row in rows]


def both_ways(pair: Compared) -> tuple[list[list[str]], list[list[str]]]:
    content = write_tracked(pair)
    return table_rows(resolved(content, accept=False)), table_rows(resolved(content, accept=True))


PAIRS = {
    "изменено, добавлено, исключено": ((BRIDGE, LIMES, LIGHTS), (BRIDGE, OAKS, BENCHES)),
    "перенесено в другой раздел": ((BRIDGE, LIMES, LIGHTS), (LIMES, LIGHTS, replace(BRIDGE, section=("Парки",)))),
    "другой порядок": ((LIMES, LIGHTS, PEAR), (PEAR, LIGHTS, LIMES)),
    "разделы переименованы": ((BRIDGE, LIMES), (BRIDGE, replace(LIMES, section=("Парки и скверы",)))),
    "внешний раздел переименован": (
        (replace(BRIDGE, section=("Город", "Дороги")), replace(LIMES, section=("Город", "Парки"))),
        (replace(BRIDGE, section=("Город и посёлки", "Дороги")), replace(LIMES, section=("Город и посёлки", "Парки"))),
    ),
    "одинаковые строки": ((LIMES, PEAR, PEAR, PEAR), (PEAR, LIMES, PEAR)),
    "ничего общего": ((BRIDGE,), (PEAR, BENCHES)),
    "новый план": ((), (BRIDGE, LIMES)),
    "разделено": (
        (measure("1", "Провести семинар для учителей и издать сборник материалов"), LIMES),
        (measure("1", "Провести семинар для учителей"), measure("2", "Издать сборник материалов"), LIMES),
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_rejected_it_is_the_old_plan_and_accepted_the_new_one(name: str) -> None:
    old, new = PAIRS[name]
    assert both_ways(compared(records(*old), records(*new))) == (plain_rows(old), plain_rows(new))
    assert both_ways(compared(records(*new), records(*old))) == (plain_rows(new), plain_rows(old))


def test_several_plans_stand_one_under_the_other() -> None:
    first, second, third = (Plan(title=title, appendix=None, period=None, measures=rows) for title, rows in (
        ("Дороги", (BRIDGE,)), ("Парки", (LIMES, LIGHTS)), ("Сады", (PEAR,)),
    ))  # fmt: skip
    old, new = (Records(document=Requisites(kind="plan"), plans=plans) for plans in ((first, second), (second, third)))
    assert both_ways(compared(old, new)) == (
        plain_rows((BRIDGE,)) + plain_rows((LIMES, LIGHTS)), plain_rows((LIMES, LIGHTS)) + plain_rows((PEAR,)),
    )  # fmt: skip


WORKS = [BRIDGE, LIMES, LIGHTS, BENCHES, OAKS, PEAR, replace(LIMES, number="8"), replace(PEAR, section=("Сады",))]


@given(st.lists(st.sampled_from(WORKS), min_size=1, max_size=7), st.lists(st.sampled_from(WORKS), min_size=1, max_size=7))
def test_any_two_plans_can_be_told_apart_again(old: list[Measure], new: list[Measure]) -> None:
    rows = [row for plan in aligned_plans(compared(records(*old), records(*new)), ("number", "text")) for row in plan.rows]
    assert [list(row.old) for row in rows if row.old is not None] == plain_rows(tuple(old))
    assert [list(row.new) for row in rows if row.new is not None] == plain_rows(tuple(new))


def measure_values(found: Records) -> list[tuple[object, ...]]:
    return [
        (row.number, row.section, row.text, [d.text for d in row.deadlines], [(p.name, p.person) for p in row.responsible], row.result)
        for plan in found.plans
        for row in plan.measures
    ]


def test_the_extractor_reads_the_new_plan_as_it_is_and_the_old_one_when_rejected() -> None:
    old = extract((SAMPLES / "anticorruption_resolution.docx").read_bytes())
    rows = old.plans[0].measures
    changed = (replace(rows[1], text=f"{rows[1].text} и гласности"), rows[0], *rows[3:8], replace(rows[8], number="3.9"), *rows[9:])
    new = replace(old, plans=(replace(old.plans[0], measures=changed),))
    content = write_tracked(compared(old, new))
    assert measure_values(extract(content)) == measure_values(new)
    assert measure_values(extract(resolved(content, accept=False))) == measure_values(old)
    assert extract(content).plans[0].title == new.plans[0].title


def test_a_position_with_its_person_and_role_is_read_as_one_party() -> None:
    party = Party(name="Начальник отдела полиции", person="Туров Е.Е.", text="", evidence=PLACE, role="co_executor")
    led = replace(BRIDGE, responsible=(replace(BRIDGE.responsible[0], role="lead"), party))
    (found,) = extract(write_tracked(compared(records(BRIDGE), records(led)))).plans[0].measures
    assert [(p.name, p.person, p.role) for p in found.responsible] == [
        ("Отдел дорог", None, "lead"), ("Начальник отдела полиции", "Туров Е.Е.", "co_executor"),
    ]  # fmt: skip


def changes(content: bytes) -> list[dict[str, str]]:
    with ZipFile(io.BytesIO(content)) as package:
        root = etree.fromstring(package.read(PART))
    return [{name.replace(W, ""): value for name, value in change.attrib.items()} for change in root.iter(f"{W}ins", f"{W}del")]


def test_changes_have_an_author_a_number_of_their_own_and_no_date() -> None:
    found = changes(write_tracked(EVERY_CHANGE))
    assert {change["author"] for change in found} == {"Плановик"}
    assert len({change["id"] for change in found}) == len(found)
    assert all("date" not in change for change in found)


def test_changes_have_the_date_that_is_given() -> None:
    found = changes(write_tracked(EVERY_CHANGE, date="2024-05-01T00:00:00Z"))
    assert {change["date"] for change in found} == {"2024-05-01T00:00:00Z"}


def test_equal_plans_have_no_changes() -> None:
    assert changes(write_tracked(compared(records(BRIDGE, LIMES), records(BRIDGE, LIMES)))) == []


def test_the_same_versions_give_the_same_bytes_of_the_document() -> None:
    first, second = (ZipFile(io.BytesIO(write_tracked(EVERY_CHANGE))).read(PART) for _ in range(2))
    assert first == second


def test_columns_are_the_standard_ones_and_those_that_are_filled() -> None:
    noted = replace(BRIDGE, result="Мост открыт")
    header = Document(io.BytesIO(write_tracked(compared(records(BRIDGE), records(noted))))).tables[0].rows[0]
    assert [cell.text for cell in header.cells] == ["№ п/п", "Мероприятие", "Срок исполнения", "Ответственные исполнители", "Результат"]


def test_a_title_that_is_worded_anew_is_a_change_of_the_title() -> None:
    content = write_tracked(compared(records(BRIDGE, LIMES), records(BRIDGE, LIMES, title=f"{TITLE} на 2023 год")))
    titles = [Document(io.BytesIO(resolved(content, accept=accept))).paragraphs[0].text for accept in (False, True)]
    assert titles == [TITLE, f"{TITLE} на 2023 год"]
    assert len(changes(content)) == 1


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(write_tracked(EVERY_CHANGE))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(shutil.which("soffice")), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    assert "Посадить" in str(extract(path.with_suffix(".pdf").read_bytes()))
