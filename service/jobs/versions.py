"""Versions: which extractor this process has.

In: the extractor's own files. Out: `EXTRACTOR_VERSION`, the same in every process with the same extractor, and another as soon as any
rule, word or reader of it changes: nobody has to remember to raise a number.
"""

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import extractor

DIGITS = 8
# What an extractor is made of; its messages are texts for people and change no record.
SUFFIXES = (".py", ".toml")


def source_digest(folder: Path) -> str:
    """Give a digest of the extractor's sources: of their names and contents, in the order of the names."""
    digest = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES and "messages" not in path.parts):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()[:DIGITS]


EXTRACTOR_VERSION = f"{version('planovik')}+{source_digest(Path(extractor.__file__).parent)}"
