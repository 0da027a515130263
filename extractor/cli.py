"""The command line: `planovik extract FILES…`, `planovik explain FILE` and `planovik compare OLD NEW` (`extractor.comparing`),
`planovik amend BASE ACT…` (`extractor.amending`), `planovik check PLAN REPORT…` (`extractor.checking`).

In: arguments. Out: a readable table on a terminal, JSON in a pipe, files with `-o`; exit status 1 when a file failed, with one
line for each on standard error.
"""

import os
import re
import sys
from collections.abc import Iterator
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

# Read by the numeric libraries when they load: more threads than cores only slow a batch down.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from extractor.amending import amend
from extractor.batch import Answer, Way, extract_files, failure_text
from extractor.checking import check
from extractor.comparing import compare, write_whole
from extractor.errors import ExtractionError
from extractor.exporters import EXPORTERS
from extractor.exporters.exporter import Exporter
from extractor.exporters.rows import Named
from extractor.messages import message
from extractor.wordings import NOTHING_TAUGHT, Wordings, WordingsRefused, read_wordings

app = typer.Typer(help=message("cli_help"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
Kind = StrEnum("Kind", [exporter.name for exporter in EXPORTERS] + ["table"])  # type: ignore[misc]
NO_TEXT = [exporter.name for exporter in EXPORTERS if not exporter.is_text]
PAGES = re.compile(r"\s*\d{1,5}(?:\s*-\s*\d{1,5})?(?:\s*,\s*\d{1,5}(?:\s*-\s*\d{1,5})?)*\s*")


def read_taught(path: str) -> Wordings:
    """Read a file of taught wordings."""
    try:
        return read_wordings(Path(path).read_bytes())
    except OSError as error:
        raise typer.BadParameter(failure_text(Path(path), error)) from None
    except WordingsRefused as error:
        raise typer.BadParameter(message("wordings_refused", path=path, reason=error)) from None


Taught = Annotated[Wordings | None, typer.Option("--wordings", parser=read_taught, metavar="FILE", help=message("cli_wordings_help"))]


def show_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        typer.echo(f"planovik {version('planovik')}")
        raise typer.Exit


@app.callback()
def options(
    wanted: Annotated[bool, typer.Option("--version", callback=show_version, is_eager=True, help=message("cli_version_help"))] = False,
) -> None:
    """Take the options that stand before a command."""


@app.command(help=message("cli_extract_help"))
def extract(  # noqa: PLR0913, PLR0917 - typer makes the options of the parameters
    files: Annotated[list[Path], typer.Argument(help=message("cli_files_help"), metavar="FILES…")],
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="DIR", help=message("cli_output_help"))] = None,
    kind: Annotated[Kind | None, typer.Option("--format", help=message("cli_format_help"))] = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, max=256, help=message("cli_jobs_help"))] = 1,
    pages: Annotated[str | None, typer.Option("--pages", metavar="1-3,5", help=message("cli_pages_help"))] = None,
    wordings: Taught = None,
) -> None:
    """Extract the records of files."""
    complaints = Console(stderr=True, soft_wrap=True)
    if output is None and kind in NO_TEXT and sys.stdout.isatty():
        complaints.print(message("xlsx_needs_output"))
        raise typer.Exit(2)
    wanted = read_pages(pages)
    if pages is not None and wanted is None:
        complaints.print(message("pages_unclear", text=escape(pages)), highlight=False)
        raise typer.Exit(2)
    answers = watched(files, jobs=jobs, how=Way(pages=wanted, wordings=wordings or NOTHING_TAUGHT))
    failed = write_files(answers, output, kind, complaints) if output else show(answers, kind, complaints)
    if failed:
        raise typer.Exit(1)


def read_pages(text: str | None) -> frozenset[int] | None:
    """Read page numbers such as `1-3,5`; None where there are none or they make no sense."""
    if text is None or not PAGES.fullmatch(text):
        return None
    found: set[int] = set()
    for part in text.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found - {0}) or None


def watched(files: list[Path], *, jobs: int, how: Way) -> Iterator[Answer]:
    """Yield the answers while progress bars on standard error count the files and the pages of the current file."""
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task(message("cli_progress"), total=len(files), visible=len(files) > 1)
        page_task = progress.add_task(message("cli_page_progress"), total=None, visible=False)

        def count_page(done: int, total: int) -> None:
            progress.update(page_task, completed=done, total=total, visible=total > 1)

        for answer in extract_files(files, jobs=jobs, how=how, progress=count_page):
            progress.update(page_task, visible=False)
            progress.advance(task)
            yield answer


def complain(answer: Answer, complaints: Console) -> None:
    """Print the one line of a file that failed."""
    complaints.print(escape(message("failed_line", path=answer.path, text=answer.failure)), highlight=False)


def write_files(answers: Iterator[Answer], folder: Path, kind: Kind | None, complaints: Console) -> int:
    """Write a file for each answer into the folder; gives the number of files that failed."""
    exporter = exporter_named(kind.value if kind and kind.value != "table" else "json")
    folder.mkdir(parents=True, exist_ok=True)
    taken: dict[str, Path] = {}
    failed = 0
    for answer in answers:
        name = f"{answer.path.stem}.{exporter.name}"
        if answer.records is None:
            complain(answer, complaints)
            failed += 1
        elif name in taken:
            complain(Answer(answer.path, failure=message("name_taken", name=name, other=taken[name])), complaints)
            failed += 1
        else:
            taken[name] = answer.path
            write_whole(folder / name, exporter.write([(answer.path.name, answer.records)]))
    if complaints.is_terminal:
        complaints.print(message("summary_written", count=len(taken), folder=folder), highlight=False)
    return failed


def exporter_named(name: str) -> Exporter[Named]:
    """Give the exporter of a name."""
    return next(exporter for exporter in EXPORTERS if exporter.name == name)


def show(answers: Iterator[Answer], kind: Kind | None, complaints: Console) -> int:
    """Print the answers on standard output; gives the number of files that failed."""
    wanted = kind.value if kind else ("table" if sys.stdout.isatty() else "json")
    good: list[Answer] = []
    failed = 0
    for answer in answers:
        if answer.records is None:
            complain(answer, complaints)
            failed += 1
        elif wanted == "table":
            print_tables(answer)
        elif wanted == "ndjson":
            sys.stdout.buffer.write(exporter_named(wanted).write([(answer.path.name, answer.records)]))
        else:
            good.append(answer)
    if good:
        sys.stdout.buffer.write(exporter_named(wanted).write([(a.path.name, a.records) for a in good if a.records is not None]))
    return failed


def print_tables(answer: Answer) -> None:
    """Print one document as tables."""
    from extractor.exporters.terminal import record_tables

    console = Console()
    console.rule(escape(answer.path.name))
    if answer.records is not None:
        for part in record_tables(answer.records):
            console.print(part, highlight=False)


@app.command(help=message("cli_explain_help"))
def explain(file: Annotated[Path, typer.Argument(help=message("cli_file_help"), metavar="FILE")], wordings: Taught = None) -> None:
    """Show how a file was read."""
    from extractor.exporters.terminal import explanation_tables
    from extractor.formats import read_document
    from extractor.pipeline import extract_records

    try:
        document = read_document(file.read_bytes())
        records = extract_records(document, wordings=wordings or NOTHING_TAUGHT)
    except (OSError, ExtractionError) as error:
        complain(Answer(file, failure=failure_text(file, error)), Console(stderr=True, soft_wrap=True))
        raise typer.Exit(1) from None
    console = Console(width=None if sys.stdout.isatty() else 200)
    for part in explanation_tables(document, records, wordings or NOTHING_TAUGHT):
        console.print(part, highlight=False)


app.command(help=message("cli_compare_help"))(compare)
app.command(help=message("cli_amend_help"))(amend)
app.command(help=message("cli_check_help"))(check)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
