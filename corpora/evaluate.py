"""Measures the extractor on a corpus: precision, recall, F1 per field and the rate of whole records.

In: a folder of gold records (NAME.json) with source files beside them (NAME.pdf, NAME.scan.pdf …), or nothing: then the project's
own documents, rendered in every format. Out: a table, or JSON. A crash counts as missing everything.

    python -m corpora.evaluate [DIR] [--format pdf] [--document NAME] [--errors] [--json FILE] [--against FILE]
    python -m corpora.evaluate --formats all       also ODT, RTF, DOC, XLSX and scans of the project's own documents (minutes)
    python -m corpora.evaluate --raise-floors      pin what is measured where it is higher (also: --lower-floors)
"""

import argparse
import json
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.floors import add_options, fingerprint, settle_floors
from corpora.gold import read_gold
from corpora.render import FURTHER, RENDERERS
from corpora.scoring import Tally, score_document
from corpora.source import DOCUMENTS, read_layouts

FLOORS = Path(__file__).parent / "floors.json"
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """A file to extract with its gold record."""

    document: str
    format: str
    content: bytes
    gold: Json


def own_sources(formats: Collection[str] = tuple(RENDERERS), documents: Collection[str] | None = None) -> Iterator[Source]:
    """Yield the project's documents (None: all) in the formats."""
    for layout in read_layouts():
        if documents is None or layout.name in documents:
            gold = read_gold(layout)
            for extension, render in (RENDERERS | FURTHER).items():
                if extension in formats:
                    yield Source(layout.name, extension, render(layout), gold)


def folder_sources(folder: Path) -> Iterator[Source]:
    """Yield the files of a folder that have a gold record beside them; "000.scan.pdf" has the format "scan.pdf"."""
    for path in sorted(folder.iterdir()):
        name, _, extension = path.name.partition(".")
        gold = folder / f"{name}.json"
        if extension != "json" and gold.exists():
            yield Source(name, extension, path.read_bytes(), json.loads(gold.read_text(encoding="utf-8")))


def extract_json(content: bytes) -> Json:
    """Run the extractor and give its records as the record format's object."""
    from extractor.exporters.json import to_json
    from extractor.pipeline import extract

    return to_json(extract(content))


def score_sources(sources: Iterable[Source]) -> dict[str, Tally]:
    """Give a tally per format; what the extractor raises is a miss of the whole document."""
    tallies: dict[str, Tally] = {}
    for source in sources:
        found: Json = {}
        crash = ""
        try:
            found = extract_json(source.content)
        except Exception as error:  # noqa: BLE001 - whatever breaks must be counted, never end the measurement
            crash = f"{type(error).__name__}: {error}"
        one = score_document(source.gold, found, document=source.document, format=source.format)
        if crash:
            one.misses.clear()
            one.miss("document.CRASH", "", "records", crash)
        tallies.setdefault(source.format, Tally()).merge(one)
    return tallies


def total_of(tallies: Mapping[str, Tally]) -> Tally:
    """Add the formats up."""
    total = Tally()
    for tally in tallies.values():
        total.merge(tally)
    return total


def scores_of(tally: Tally) -> dict[str, dict[str, float]]:
    """Give each field's precision, recall, F1 and counts."""
    return {
        name: {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
            "gold": tally.gold[name],
            "found": tally.found[name],
        }
        for name, precision, recall, f1 in sorted(tally.rows())
    }


def result_of(tallies: Mapping[str, Tally]) -> dict[str, Any]:
    """Give the whole result as a JSON object: scores per format and in total, and every miss."""
    total = total_of(tallies)
    return {
        "fingerprint": fingerprint(DOCUMENTS),
        "total": scores_of(total),
        "formats": {name: scores_of(tally) for name, tally in tallies.items()},
        "misses": sorted(str(miss) for miss in total.misses),
    }


def print_table(tallies: Mapping[str, Tally]) -> None:
    """Print the total with each format's F1 beside it."""
    total = total_of(tallies)
    print(f"{'field':24} {'prec':>6} {'recall':>6} {'F1':>6} {'gold':>6} {'found':>6}  " + " ".join(f"{name:>8}" for name in tallies))
    by_format = {name: {row[0]: row[3] for row in tally.rows()} for name, tally in tallies.items()}
    for name, precision, recall, f1 in total.rows():
        formats = " ".join(f"{fields[name]:8.3f}" if name in fields else " " * 8 for fields in by_format.values())
        print(f"{name:24} {precision:6.3f} {recall:6.3f} {f1:6.3f} {total.gold[name]:6} {total.found[name]:6}  {formats}")


def print_comparison(result: Json, earlier: Json) -> None:
    """Print the fields whose F1 changed and the misses gained and lost since an earlier result."""
    for format_name, fields in {"total": result["total"], **result["formats"]}.items():
        before = earlier["total"] if format_name == "total" else earlier["formats"].get(format_name, {})
        for name, scores in fields.items():
            old = before.get(name, {}).get("f1")
            if old is not None and abs(old - scores["f1"]) > 1e-9:
                print(f"{format_name:9} {name:24} {old:.4f} → {scores['f1']:.4f} ({scores['f1'] - old:+.4f})")
    now, then = set(result["misses"]), set(earlier["misses"])
    broken = {miss.split()[0] for miss in now | then if " document.CRASH:" in miss}
    gained = [f"gained: {miss}" for miss in sorted(then - now) if miss.split()[0] not in broken or " document.CRASH:" in miss]
    lost = [f"lost:   {miss}" for miss in sorted(now - then) if miss.split()[0] not in broken or " document.CRASH:" in miss]
    print("\n".join([*gained, *lost]))


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    names = ",".join([*RENDERERS, *FURTHER])
    parser = argparse.ArgumentParser(description="measure the extractor on a corpus")
    parser.add_argument("folder", type=Path, nargs="?", help="gold records with source files beside them; default: the project's own")
    parser.add_argument("--format", help="only this format (docx, pdf, scan.pdf …)")
    parser.add_argument("--formats", default=",".join(RENDERERS), help=f"formats of the project's own documents: all, or some of {names}")
    parser.add_argument("--document", help="only this document")
    parser.add_argument("--errors", action="store_true", help="print every miss")
    parser.add_argument("--json", type=Path, help="write the result to this file")
    parser.add_argument("--against", type=Path, help="compare with an earlier result")
    add_options(parser)
    return parser.parse_args()


def wanted_formats(arguments: argparse.Namespace) -> list[str]:
    """Give the formats in which the project's own documents are rendered."""
    if arguments.format:
        return [arguments.format]
    return [*RENDERERS, *FURTHER] if arguments.formats == "all" else arguments.formats.split(",")


def wanted_documents(arguments: argparse.Namespace) -> list[str] | None:
    """Give the names of the project's own documents to render; None: all."""
    return [arguments.document] if arguments.document else None


def main() -> None:
    """Measure and report; the exit code is 1 where a floor of the project's own corpus is not reached."""
    arguments = read_arguments()
    sources = folder_sources(arguments.folder) if arguments.folder else own_sources(wanted_formats(arguments), wanted_documents(arguments))
    chosen = (
        source
        for source in sources
        if arguments.format in (None, source.format) and arguments.document in (None, source.document)
    )  # fmt: skip
    tallies = score_sources(chosen)
    result = result_of(tallies)
    print_table(tallies)
    if arguments.errors:
        print("\n".join(result["misses"]))
    if arguments.json:
        arguments.json.write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    if arguments.against:
        print_comparison(result, json.loads(arguments.against.read_text(encoding="utf-8")))
    measured_whole = RENDERERS.keys() <= result["formats"].keys() or arguments.raise_floors
    if measured_whole and not (arguments.folder or arguments.format or arguments.document):
        sys.exit(settle_floors(FLOORS, result, arguments))


if __name__ == "__main__":
    main()
