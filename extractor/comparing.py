"""Comparing: `planovik compare OLD NEW`.

In: two files. Out: their comparison on a terminal, as JSON in a pipe, or in a file. Exit status as `diff` has it: 0 where nothing is
different (of what is asked for), 1 where something is, 2 where there is no answer.
"""

import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.text import Text

from extractor.batch import extract_file
from extractor.exporters.comparison import COMPARISON_EXPORTERS
from extractor.exporters.comparison.selection import CLASSES, FIELDS, Selection
from extractor.exporters.comparison.terminal import comparison_parts
from extractor.exporters.comparison.versions import Compared, Version, compare_versions, count_of
from extractor.exporters.exporter import Exporter, Told
from extractor.messages import message
from extractor.records import Records

Kind = StrEnum("Kind", [exporter.name for exporter in COMPARISON_EXPORTERS])  # type: ignore[misc]
OldFile = Annotated[Path, typer.Argument(help=message("cli_old_help"), metavar="OLD")]
NewFile = Annotated[Path, typer.Argument(help=message("cli_new_help"), metavar="NEW")]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=message("cli_compare_output_help"))]
Format = Annotated[Kind | None, typer.Option("--format", help=message("cli_compare_format_help"))]
Classes = Annotated[str | None, typer.Option("--classes", help=message("cli_classes_help", names=", ".join(CLASSES)))]
Fields = Annotated[str | None, typer.Option("--fields", help=message("cli_fields_help", names=", ".join(FIELDS)))]
HideWording = Annotated[bool, typer.Option("--hide-wording", help=message("cli_hide_wording_help"))]
DIFFERENT, TROUBLE = 1, 2


def compare(  # noqa: PLR0913, PLR0917 - typer makes the options of the parameters
    old: OldFile,
    new: NewFile,
    output: Output = None,
    kind: Format = None,
    classes: Classes = None,
    fields: Fields = None,
    hide_wording: HideWording = False,
) -> None:
    """Compare two versions of a document."""
    exporter = chosen_exporter(kind.value if kind else None, output, COMPARISON_EXPORTERS)
    selection = Selection(classes=read_names(classes, CLASSES), fields=read_names(fields, FIELDS), hide_wording=hide_wording)
    compared = compare_versions(*read_versions(old, new), selection=selection)
    if output is not None:
        write_file(output, exporter.write(compared))
    elif exporter.name == "table" and sys.stdout.isatty():
        print_table(compared)
    else:
        sys.stdout.buffer.write(exporter.write(compared))
    if count_of(compared.shown):
        raise typer.Exit(DIFFERENT)


def stop(*lines: str) -> NoReturn:
    """Say what is wrong and stop."""
    complaints = Console(stderr=True, soft_wrap=True)
    for line in lines:
        complaints.print(Text(line), highlight=False)
    raise typer.Exit(TROUBLE)


def chosen_exporter(name: str | None, output: Path | None, exporters: Sequence[Exporter[Told]]) -> Exporter[Told]:
    """Give the exporter that is named, or that the ending of the output's name tells, or a table for a person and JSON for a pipe."""
    if name is None and output is not None:
        return exporter_for(output, exporters)
    wanted = name or ("table" if sys.stdout.isatty() else "json")
    exporter = next(exporter for exporter in exporters if exporter.name == wanted)
    if output is None and not exporter.is_text and sys.stdout.isatty():
        stop(message("compare_needs_output", name=exporter.name, ending=exporter.ending))
    return exporter


def exporter_for(output: Path, exporters: Sequence[Exporter[Told]]) -> Exporter[Told]:
    """Give the first exporter of the ending of a file's name."""
    ending = output.suffix.lower().lstrip(".")
    found = next((exporter for exporter in exporters if exporter.ending == ending), None)
    return found or stop(message("compare_unclear_output", path=output))


def read_names(text: str | None, known: tuple[str, ...]) -> frozenset[str]:
    """Read names separated by commas."""
    names = [name.strip() for name in (text or "").split(",") if name.strip()]
    for name in names:
        if name not in known:
            stop(message("compare_unknown_name", name=name, names=", ".join(known)))
    return frozenset(names)


def read_records(*paths: Path) -> list[Records]:
    """Extract files; ends with a line for each that can't be read."""
    with Console(stderr=True).status(message("cli_progress")):
        answers = [extract_file(path) for path in paths]
    if failed := [message("failed_line", path=answer.path, text=answer.failure) for answer in answers if answer.records is None]:
        stop(*failed)
    return [answer.records for answer in answers if answer.records is not None]


def read_versions(*paths: Path) -> Iterator[Version]:
    """Extract versions."""
    for path, records in zip(paths, read_records(*paths), strict=True):
        digest = sha256(path.read_bytes()).hexdigest()
        yield Version(name=path.name, records=records, sha256=digest, extractor=version("planovik"))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def write_file(path: Path, content: bytes) -> None:
    """Write a file, or stop."""
    try:
        write_whole(path, content)
    except OSError as error:
        stop(message("compare_not_written", path=path, reason=error.strerror))


def print_table(compared: Compared) -> None:
    """Print the view on a terminal: with colours, or with the marks of wdiff where colours are not wanted."""
    console = Console()
    for part in comparison_parts(compared, plain=console.no_color):
        console.print(part, highlight=False)
