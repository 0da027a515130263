"""Finding files: what the paths, patterns and folders of a command line mean.

In: texts as the user typed them. Out: `Found`: files to send, each once; what is not there; how many files of folders are no documents.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from glob import glob
from pathlib import Path

# Endings of the formats of `extractor.formats` and of archives: only in folders the name decides, the service looks at the content.
ENDINGS = frozenset({
    ".docx", ".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".webp", ".html", ".htm", ".mht", ".mhtml", ".txt",
    ".doc", ".rtf", ".odt", ".xlsx", ".xls", ".ods", ".zip",
})  # fmt: skip
# Word, LibreOffice and everything that hides its files begin the names of those that are no documents with these.
HIDDEN = (".", "~$", ".~")


@dataclass(frozen=True, slots=True)
class Found:
    """The files in order; the texts that name nothing; the number of files in folders that are no documents by their names."""

    files: tuple[Path, ...]
    missing: tuple[str, ...]
    passed_over: int


def find_files(texts: Sequence[str]) -> Found:
    """Find the files that texts name: a file, a folder with all below it, a pattern such as `**/*.docx`."""
    files: dict[Path, Path] = {}
    missing: list[str] = []
    passed_over = 0
    for text in texts:
        paths = [Path(text)] if Path(text).exists() else [Path(found) for found in sorted(glob(text, recursive=True))]  # noqa: PTH207
        if not paths:
            missing.append(text)
        for path in paths:
            inside = list(walk(path)) if path.is_dir() else [path]
            documents = [file for file in inside if not path.is_dir() or is_document(file)]
            passed_over += len(inside) - len(documents)
            files |= {file.resolve(): file for file in documents if file.resolve() not in files}
    return Found(tuple(files.values()), tuple(missing), passed_over)


def walk(folder: Path, *, without: Path | None = None) -> Iterator[Path]:
    """Yield the files below a folder in order, without hidden ones, and without those of one folder in it."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(HIDDEN) and Path(place, name) != without)
        yield from (Path(place, name) for name in sorted(names) if not name.startswith(HIDDEN))


def is_document(file: Path) -> bool:
    """Tell by its name whether a file may be a document."""
    return file.suffix.lower() in ENDINGS
