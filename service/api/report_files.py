"""Files of reports: what comes together on a plan as a workbook or a document, in the forms that offices pass on.

In: `Papers`. Out: bytes. To add a kind of file, add a line to `FILES`.
"""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from extractor.exporters.comparison.markup import BOLD, FORBIDDEN, cell, paragraph, row, run, table
from extractor.exporters.comparison.sheets import HEADING_STYLE, LINE_STYLE, TITLE_STYLE, WIDTH, append, new_sheet, written
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


# Columns of forms with their widths.
NOTED = {
    "report_number": 8, "report_measure": 50, "report_unit": 30, "report_leader": 20, "report_due": 14, "report_remarks": 50,
    "report_proposals": 50,
}  # fmt: skip
SHEET = {
    "report_number": 8, "report_measure": 50, "report_unit": 30, "report_leader": 20, "report_due": 12, "report_state": 16,
    "report_reached": 10, "report_organisations": 40, "report_done": 40, "report_share": 8, "report_remarks": 40, "report_proposals": 40,
    "report_assessment": 20, "report_day": 12, "report_author": 20,
}  # fmt: skip
# Of a page's width; remarks and proposals have a table of their own.
PAPER = {
    "report_number": 8, "report_measure": 50, "report_unit": 30, "report_due": 18, "report_state": 18, "report_reached": 16,
    "report_organisations": 35, "report_done": 35, "report_assessment": 20,
}  # fmt: skip


def tables(papers: Papers, form: Mapping[str, float]) -> list[Table]:
    """Give the tables of reports: sums by unit and by leader, remarks and proposals, all forms with these columns and their widths."""
    whole = papers.summary["whole"] | {"name": message("report_whole")}
    counts = [f"reports_{name}" for name in COUNTED]
    by_name = [
        Table(f"reports_by_{name}", [f"report_{name}", *counts], [sums_row(row) for row in (*rows, whole)], (50, *[14] * len(COUNTED)))
        for name, rows in (("unit", papers.summary["units"]), ("leader", papers.summary["leaders"]))
    ]
    return [*by_name, forms_table("reports_noted", papers.summary["noted"], NOTED), forms_table("reports_all", papers.reports, form)]


def forms_table(name: str, reports: Sequence[Json], columns: Mapping[str, float]) -> Table:
    """Give a table of forms."""
    rows = [[CELLS[heading](report) for heading in columns] for report in reports]
    return Table(name, list(columns), rows, list(columns.values()))


def sums_row(sums: Json) -> list[str]:
    """Give the cells of sums."""
    return [sums["name"] or message("report_nobody"), *(str(sums[name]) for name in COUNTED)]


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
    for one in tables(papers, SHEET):
        sheet = book.create_sheet(sheet_name(message(one.name), book.sheetnames))
        sheet.append([message(heading) for heading in one.headings])
        for texts in one.rows:
            sheet.append([FORBIDDEN.sub("", text)[:CELL_LENGTH_LIMIT] for text in texts])
        style_sheet(sheet, one.widths)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_docx(papers: Papers) -> bytes:
    """Write a document: the tables one under the other, across the page."""
    document = new_sheet()
    title = message("reports_title", title=papers.title or message("calendar_unnamed_plan"))
    append(document, paragraph(run(title), style=TITLE_STYLE, align="center"))
    append(document, paragraph(run(message("reports_as_of", day=f"{papers.today:%d.%m.%Y}")), style=LINE_STYLE))
    for one in tables(papers, PAPER):
        append(document, paragraph(run(message(one.name)), style=HEADING_STYLE, keep=True), written_table(one))
    return written(document)


def written_table(one: Table) -> Any:
    """Write a table as wide as the page."""
    widths = [width * WIDTH / sum(one.widths) for width in one.widths]
    head = row(*(cell([paragraph(run(message(text), BOLD))], width) for text, width in zip(one.headings, widths, strict=True)), header=True)
    rows = (row(*(cell([paragraph(run(text))], width) for text, width in zip(texts, widths, strict=True))) for texts in one.rows)
    return table([head, *rows], widths)


def write_json(papers: Papers) -> bytes:
    """Write everything as JSON."""
    return json.dumps({**papers.summary, "title": papers.title, "reports": list(papers.reports)}, ensure_ascii=False).encode()


FILES: Mapping[str, Callable[[Papers], bytes]] = {"json": write_json, "xlsx": write_xlsx, "docx": write_docx}
