"""Files of reports: what comes together on a plan as a workbook or a document, in the forms that offices pass on.

In: `Papers`. Out: bytes. To add a kind of file, add a line to `FILES`.
"""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from extractor.exporters.docx import fill
from extractor.exporters.xlsx import CELL_LENGTH_LIMIT, sheet_name, style_sheet
from service.messages import message
from service.store.columns import Json
from service.store.reports.reading import COUNTED


@dataclass(frozen=True, slots=True)
class Papers:
    """What is written: the plan's title, the day, sums and remarks as `ReportSummary` has them, and the forms."""

    title: str
    today: date
    summary: Json
    reports: Sequence[Json]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the code of its name, those of its headings, its rows, and the widths of its columns in characters."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]


ABOUT = ("report_number", "report_measure", "report_unit", "report_leader")
FORM = (*ABOUT, "report_due", "report_state", "report_reached", "report_organisations", "report_done", "report_share", "report_remarks",
        "report_proposals", "report_assessment", "report_day", "report_author")  # fmt: skip
NOTED = (*ABOUT, "report_due", "report_remarks", "report_proposals")


def tables(papers: Papers) -> list[Table]:
    """Give the tables of reports: sums by unit and by leader, remarks and proposals, all forms."""
    whole = papers.summary["whole"] | {"name": message("report_whole")}
    sums = [f"reports_{name}" for name in COUNTED]
    return [
        Table(
            f"reports_by_{name}",
            [f"report_{name}", *sums],
            [sums_row(row) for row in (*papers.summary[f"{name}s"], whole)],
            (50, *[14] * len(COUNTED)),
        )
        for name in ("unit", "leader")
    ] + [
        Table("reports_noted", NOTED, [form_row(report, NOTED) for report in papers.summary["noted"]], (8, 50, 30, 20, 12, 50, 50)),
        Table(
            "reports_all",
            FORM,
            [form_row(report, FORM) for report in papers.reports],
            (8, 50, 30, 20, 12, 16, 10, 40, 40, 8, 40, 40, 20, 12, 20),
        ),
    ]


def sums_row(sums: Json) -> list[str]:
    """Give the cells of sums."""
    return [sums["name"] or message("report_nobody"), *(str(sums[name]) for name in COUNTED)]


def form_row(report: Json, headings: Sequence[str]) -> list[str]:
    """Give the cells of a form."""
    return [CELLS[heading](report) for heading in headings]


def shown_day(day: str | None) -> str:
    """Write a day as people do."""
    return f"{date.fromisoformat(day):%d.%m.%Y}" if day else ""


def state_text(report: Json) -> str:
    """Say what state a form is in."""
    told = [message(f"report_state_{report['state']}")]
    told += [message("report_late")] if report["overdue"] else []
    told += [message("report_excluded")] if report["excluded"] else []
    told += [message("report_not_asked")] if not report["asked"] and not report["excluded"] else []
    return ", ".join(told)


CELLS: Mapping[str, Callable[[Json], str]] = {
    "report_number": lambda report: report["about"]["number"] or "",
    "report_measure": lambda report: report["about"]["text"],
    "report_unit": lambda report: report["about"]["unit"] or message("report_nobody"),
    "report_leader": lambda report: report["about"]["leader"] or "",
    "report_due": lambda report: shown_day(report["due"]),
    "report_state": state_text,
    "report_reached": lambda report: "" if report["reached"] is None else str(report["reached"]),
    "report_organisations": lambda report: "; ".join(report["organisations"]),
    "report_done": lambda report: report["done"],
    "report_share": lambda report: "" if report["share"] is None else f"{report['share']} %",
    "report_remarks": lambda report: report["remarks"],
    "report_proposals": lambda report: report["proposals"],
    "report_assessment": lambda report: report["assessment"],
    "report_day": lambda report: shown_day(report["day"]),
    "report_author": lambda report: report["author"] or "",
}


def write_xlsx(papers: Papers) -> bytes:
    """Write a workbook, a sheet a table."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for table in tables(papers):
        sheet = book.create_sheet(sheet_name(message(table.name), book.sheetnames))
        sheet.append([message(heading) for heading in table.headings])
        for row in table.rows:
            sheet.append([printable(value)[:CELL_LENGTH_LIMIT] for value in row])
        style_sheet(sheet, table.widths)
    return saved(book)


def write_docx(papers: Papers) -> bytes:
    """Write a document: the tables one under the other, across the page."""
    from docx import Document
    from docx.enum.section import WD_ORIENT

    written = Document()
    page = written.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, page.page_height, page.page_width
    written.add_heading(message("reports_title", title=papers.title or message("calendar_unnamed_plan")), 1)
    written.add_paragraph(message("reports_as_of", day=f"{papers.today:%d.%m.%Y}"))
    for table in tables(papers):
        written.add_heading(message(table.name), 2)
        rows = written.add_table(rows=1, cols=len(table.headings), style="Table Grid")
        fill(rows.rows[0], [message(heading) for heading in table.headings])
        for row in table.rows:
            fill(rows.add_row(), [printable(value) for value in row])
    return saved(written)


def printable(text: str) -> str:
    """Give a text without the characters that XML has no place for."""
    return "".join(letter if letter.isprintable() or letter in "\n\t" else " " for letter in text)


def saved(written: Any) -> bytes:
    """Give the bytes of a file."""
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


def write_json(papers: Papers) -> bytes:
    """Write everything as JSON."""
    return json.dumps({**papers.summary, "title": papers.title, "reports": list(papers.reports)}, ensure_ascii=False).encode()


FILES: Mapping[str, Callable[[Papers], bytes]] = {"json": write_json, "xlsx": write_xlsx, "docx": write_docx}
