"""Renders every annotated document in every format, with its gold record beside it.

In: `documents/`. Out: a folder with NAME.json (gold) and NAME.docx, .pdf, .html, .txt. Run `python -m corpora.build OUT`.
`python -m corpora.build --samples` writes the few files that are kept in `corpora/samples/`.
"""

import argparse
import json
from pathlib import Path

from corpora.gold import read_gold
from corpora.render import RENDERERS
from corpora.source import DOCUMENTS, read_layout, read_layouts

SAMPLES = Path(__file__).parent / "samples"
SAMPLE_FILES = (
    "anticorruption_resolution.docx",
    "roadmap.pdf",
    "school_order.docx",
    "sports_events.html",
    "programme.txt",
    "minutes.pdf",
)


def build(out: Path) -> int:
    """Write all documents into a folder; gives the number of files."""
    out.mkdir(parents=True, exist_ok=True)
    count = 0
    for layout in read_layouts():
        gold = json.dumps(read_gold(layout), ensure_ascii=False, indent=1)
        (out / f"{layout.name}.json").write_text(gold + "\n", encoding="utf-8")
        for extension, render in RENDERERS.items():
            (out / f"{layout.name}.{extension}").write_bytes(render(layout))
            count += 1
    return count


def build_samples() -> int:
    """Write the sample files; gives their number."""
    SAMPLES.mkdir(exist_ok=True)
    for name in SAMPLE_FILES:
        stem, _, extension = name.partition(".")
        (SAMPLES / name).write_bytes(RENDERERS[extension](read_layout(DOCUMENTS / f"{stem}.txt")))
    return len(SAMPLE_FILES)


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="render the annotated documents with their gold records")
    parser.add_argument("out", type=Path, nargs="?", default=Path("build/corpora"))
    parser.add_argument("--samples", action="store_true", help="write only corpora/samples")
    arguments = parser.parse_args()
    count = build_samples() if arguments.samples else build(arguments.out)
    print(f"{count} files in {SAMPLES if arguments.samples else arguments.out}")


if __name__ == "__main__":
    main()
