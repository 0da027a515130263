"""Amending: `planovik amend BASE ACT…`.

In: the file of a plan or an act and those of the acts that amend it. Out: the consolidated version, what changed each field, what was
refused and why; with `--against FILE` also what is different in a full new edition. Exit status: 0 where every instruction for the base
was applied and no edition differs, 1 where something was refused or differs, 2 where there is no answer.
"""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.comparing import read_records, stop, write_file
from extractor.comparison.changes import Comparison
from extractor.consolidation import Consolidation, Link, consolidate
from extractor.consolidation.results import RecordKind
from extractor.exporters import EXPORTERS
from extractor.exporters.comparison.terminal import WIDTH, comparison_parts
from extractor.exporters.comparison.values import Family, label, worded
from extractor.exporters.comparison.versions import Compared, Version, compare_versions, count_of
from extractor.exporters.json import plain_value, to_json
from extractor.exporters.terminal import record_tables
from extractor.messages import message

Kind = StrEnum("Kind", [exporter.name for exporter in EXPORTERS] + ["table"])  # type: ignore[misc]
BaseFile = Annotated[Path, typer.Argument(help=message("cli_base_help"), metavar="BASE")]
ActFiles = Annotated[list[Path], typer.Argument(help=message("cli_acts_help"), metavar="ACT…")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=message("cli_as_of_help"))]
Against = Annotated[Path | None, typer.Option("--against", metavar="FILE", help=message("cli_against_help"))]
Format = Annotated[Kind | None, typer.Option("--format", help=message("cli_amend_format_help"))]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=message("cli_amend_output_help"))]
REFUSED = 1
COLUMNS = ("amend_column_act", "amend_column_point", "amend_column_record", "amend_column_old", "amend_column_new")
RECORDS: Mapping[RecordKind, str] = {
    "measure": "amend_measure", "clause": "amend_clause", "document": "amend_document", "plan": "amend_plan",
}  # fmt: skip
FAMILIES: Mapping[RecordKind, Family] = {"measure": "measure", "clause": "clause", "document": "requisite", "plan": "requisite"}
SHORTEST = 80  # characters of a value in the table of changes


def amend(  # noqa: PLR0913, PLR0917 - typer makes the options of the parameters
    base: BaseFile,
    acts: ActFiles,
    as_of: AsOf = None,
    against: Against = None,
    kind: Format = None,
    output: Output = None,
) -> None:
    """Apply amending acts to a plan."""
    until = read_day(as_of)
    name = chosen_name(kind.value if kind else None, output)
    before, *amending = read_records(base, *acts)
    found = consolidate(before, amending, as_of=until)
    compared = compared_with(against, base, found) if against else None
    if name == "table":
        print_tables(found, compared, acts)
    else:
        write(content_of(name, base, found, compared), output)
        tell_refusals(found, acts)
    if is_incomplete(found) or (compared and count_of(compared.shown)):
        raise typer.Exit(REFUSED)


def read_day(text: str | None) -> str | None:
    """Read a day, printed as 2021-05-20 or 20.05.2021, as ISO 8601."""
    if text is None:
        return None
    printed = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    try:
        return (date(*map(int, reversed(printed.groups()))) if printed else date.fromisoformat(text)).isoformat()
    except ValueError:
        stop(message("amend_unclear_day", text=text))


def chosen_name(name: str | None, output: Path | None) -> str:
    """Give the kind of output: the one named, the one that the file's ending tells, a table for a person, JSON for a pipe."""
    if name is None and output is not None:
        ending = output.suffix.lower().lstrip(".")
        if not any(exporter.name == ending for exporter in EXPORTERS):
            stop(message("compare_unclear_output", path=output))
        return ending
    chosen = name or ("table" if sys.stdout.isatty() else "json")
    binary = any(exporter.name == chosen and not exporter.is_text for exporter in EXPORTERS)
    if binary and output is None and sys.stdout.isatty():
        stop(message("xlsx_needs_output"))
    return chosen


def compared_with(edition: Path, base: Path, found: Consolidation) -> Compared:
    """Compare the computed version with a full new edition."""
    (records,) = read_records(edition)
    return compare_versions(Version(name=base.name, records=found.records), Version(name=edition.name, records=records))


def content_of(name: str, base: Path, found: Consolidation, compared: Compared | None) -> bytes:
    """Give the bytes of the output: JSON with everything, any other kind with the consolidated version."""
    if name == "json":
        return (json.dumps(to_object(found, compared.whole if compared else None), ensure_ascii=False, indent=2) + "\n").encode()
    exporter = next(exporter for exporter in EXPORTERS if exporter.name == name)
    return exporter.write([(base.name, found.records)])


def to_object(found: Consolidation, comparison: Comparison | None) -> dict[str, object]:
    """Give a consolidation as a JSON object: `records`, `links`, `refused`, `notices`, `against`."""
    parts = {name: plain_value(getattr(found, name)) for name in ("links", "refused", "notices")}
    return {"records": to_json(found.records), **parts, "against": plain_value(comparison)}


def write(content: bytes, output: Path | None) -> None:
    """Write to a file, or to standard output."""
    if output is None:
        sys.stdout.buffer.write(content)
        return
    write_file(output, content)


def is_incomplete(found: Consolidation) -> bool:
    """Tell whether an instruction for the base was refused, or nothing at all was for it."""
    return not found.links or any(refusal.issue.code != "amendment_other_act" for refusal in found.refused)


def refusal_lines(found: Consolidation, acts: Sequence[Path]) -> list[str]:
    """Give a line for each refusal and notice."""
    lines = [f"{acts[refusal.act.index].name}: {refusal.issue.message}" for refusal in found.refused]
    return lines + [notice.message for notice in found.notices]


def tell_refusals(found: Consolidation, acts: Sequence[Path]) -> None:
    """Print what was refused on standard error."""
    complaints = Console(stderr=True, soft_wrap=True)
    for line in refusal_lines(found, acts):
        complaints.print(Text(line), highlight=False)


def print_tables(found: Consolidation, compared: Compared | None, acts: Sequence[Path]) -> None:
    """Print the consolidated version, what changed it, what was refused, and how an edition differs."""
    is_plain = not sys.stdout.isatty()
    console = Console(width=WIDTH if is_plain else None)
    for part in record_tables(found.records):
        console.print(part, highlight=False)
    console.print(links_table(found.links, acts), highlight=False)
    for line in refusal_lines(found, acts):
        console.print(Text(line), highlight=False)
    for part in comparison_parts(compared, plain=is_plain or console.no_color) if compared else ():
        console.print(part, highlight=False)


def links_table(links: Sequence[Link], acts: Sequence[Path]) -> Table:
    """Give the table of changed fields with the acts and points that changed them."""
    table = Table(*map(message, COLUMNS))
    for link in links:
        values = worded(link.old)[:SHORTEST], worded(link.new)[:SHORTEST]
        table.add_row(*map(Text, (acts[link.act.index].name, link.point or "", changed_text(link), *values)))
    return table


def changed_text(link: Link) -> str:
    """Say what was changed: "мероприятие 2: срок"."""
    record = " ".join(filter(None, (message(RECORDS[link.record]), link.number)))
    return f"{record}: {label(link.field, FAMILIES[link.record]).lower()}" if link.field else record
