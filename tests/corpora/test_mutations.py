"""Damaged files: documents of the corpus with bytes changed, cut out and doubled are read or refused, never a crash."""

import contextlib
import io
import random
import re
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import ExtractionError
from extractor.pipeline import extract
from tests.corpora.papers import EVERY_FILE, rendered

VALUES = re.compile(r'<w:[a-zA-Z]+[^>]*/>|w:(?:val|w)="[^"]*"')


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Change, cut out and double bytes at some places."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        place, action = chance.randrange(len(changed)), chance.random()
        if action < 0.4:
            changed[place] = chance.randrange(256)
        elif action < 0.7:
            del changed[place : place + chance.randint(1, 50)]
        else:
            changed[place:place] = changed[max(0, place - 100) : place] * chance.randint(1, 5)
    return bytes(changed)


def damaged_package(content: bytes, chance: random.Random) -> bytes:
    """Drop, double and change elements and values of a DOCX's parts; the package itself stays sound."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as written:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename in {"word/document.xml", "word/numbering.xml", "word/styles.xml"}:
                part = damaged_xml(part.decode(), chance).encode()
            written.writestr(entry.filename, part)
    return target.getvalue()


def damaged_xml(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 6)):
        places = list(VALUES.finditer(text))
        found = chance.choice(places)
        text = text[: found.start()] + chance.choice(["", 'w:val="99999999"', 'w:val="-1"', found.group() * 3]) + text[found.end() :]
    return text


@settings(max_examples=40)
@given(st.sampled_from(EVERY_FILE), st.integers(0, 2**32))
def test_a_damaged_document_is_read_or_refused(file, seed) -> None:
    name, extension = file
    damage = damaged_package if extension == "docx" else damaged
    content = damage(rendered(name, extension), random.Random(seed))
    with contextlib.suppress(ExtractionError):
        extract(content)
