"""Checking: `planovik check PLAN REPORT…`.

In: the file of a plan and those of reports; without reports the plan's own column of completion is looked at. Out: which statement tells
of which measure, what became of each, shares by unit, section and month, on a terminal, as JSON in a pipe, or in a file. Exit status: 0
where all measures are reported done, 1 where some are not, 2 where there is no answer.
"""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from extractor.comparing import DIFFERENT, chosen_exporter, read_records, stop, write_file
from extractor.exporters.fulfilment import FULFILMENT_EXPORTERS
from extractor.exporters.fulfilment.checked import Checked
from extractor.exporters.fulfilment.terminal import check_parts
from extractor.fulfilment import check_fulfilment
from extractor.messages import message

Kind = StrEnum("Kind", [exporter.name for exporter in FULFILMENT_EXPORTERS])  # type: ignore[misc]
PlanFile = Annotated[Path, typer.Argument(help=message("cli_plan_help"), metavar="PLAN")]
ReportFiles = Annotated[list[Path] | None, typer.Argument(help=message("cli_reports_help"), metavar="REPORT…")]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=message("cli_compare_output_help"))]
Format = Annotated[Kind | None, typer.Option("--format", help=message("cli_check_format_help"))]


def check(plan: PlanFile, reports: ReportFiles = None, output: Output = None, kind: Format = None) -> None:
    """Check a plan against reports."""
    exporter = chosen_exporter(kind.value if kind else None, output, FULFILMENT_EXPORTERS)
    given = tuple(reports or ())
    planned, *told = read_records(plan, *given)
    if not any(one.measures for one in planned.plans):
        stop(message("check_no_measures", path=plan))
    checked = Checked(plan.name, tuple(path.name for path in given), check_fulfilment(planned, told))
    if output is not None:
        write_file(output, exporter.write(checked))
    elif exporter.name == "table" and sys.stdout.isatty():
        for part in check_parts(checked):
            Console().print(part, highlight=False)
    else:
        sys.stdout.buffer.write(exporter.write(checked))
    if any(outcome.state != "done" for outcome in checked.found.outcomes):
        raise typer.Exit(DIFFERENT)
