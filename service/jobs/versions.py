"""Versions: which extractor this process has.

In: the extractor's own files. Out: `EXTRACTOR_VERSION`, the same in every process with the same extractor, and another as soon as any
rule, word or reader of it changes: nobody has to remember to raise a number.
"""

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import extractor

DIGITS = 8
SUFFIXES = (".py", ".toml")
# Parts that make nothing of a document's records: texts for people, ways out, the command line, what puts two documents together.
ASIDE = frozenset({"messages", "exporters", "comparison", "fulfilment", "explain.py", "batch.py", "cli.py"})


def source_digest(folder: Path) -> str:
    """Give a digest of the sources that make the records: of their names and contents, in the order of the names."""
    digest = sha256()
    for path in sorted(path.relative_to(folder) for path in folder.rglob("*") if path.suffix in SUFFIXES):
        if not ASIDE.intersection(path.parts):
            content = (folder / path).read_bytes()
            digest.update(f"{path.as_posix()}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()[:DIGITS]


EXTRACTOR_VERSION = f"{version('planovik')}+{source_digest(Path(extractor.__file__).parent)}"
