"""Masks: texts, records and blocks with signs in place of names.

In: JSON as `extractor.exporters.json.to_json` and the service's blocks have it, and a register. Out: the same with masked texts.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.masking.mentions import Mention, find_mentions, learn
from extractor.masking.register import Person, Register

# What is no text: codes and values in formats of their own.
CODES = frozenset(
    {"kind", "code", "severity", "edtf", "rrule", "offset", "start", "end", "role", "rule", "status", "currency", "action", "box"}
)
PLACE = ("block", "row", "column")
Place = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Masks:
    """What is masked with: the register, and where the document's text names whom, for evidence to point to what stands there then.

    `printed` gathers the spellings that were masked, as JSON has them, each with its sign; `known` texts that were masked before.
    """

    register: Register
    places: Mapping[Place, Sequence[Mention]] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    def text(self, text: str) -> str:
        """Mask a text."""
        if text not in self.known:
            self.known[text] = self.written(text, find_mentions(text, self.register))
        return self.known[text]

    def written(self, text: str, mentions: Sequence[Mention]) -> str:
        """Write a text with signs in place of mentions, and note their spellings."""
        for mention in mentions:
            self.printed[json.dumps(text[mention.start : mention.end], ensure_ascii=False)[1:-1]] = self.register.sign(mention.number)
        return written(text, mentions, self.register)


def mask_text(text: str, register: Register, *, is_file_name: bool = False) -> str:
    """Put signs in place of the names of a text."""
    return written(text, find_mentions(text, register, is_file_name=is_file_name), register)


def written(text: str, mentions: Sequence[Mention], register: Register) -> str:
    """Write a text with signs in place of mentions."""
    pieces, at = list[str](), 0
    for mention in mentions:
        pieces += [text[at : mention.start], register.sign(mention.number)]
        at = mention.end
    return "".join([*pieces, text[at:]])


def moved(offset: int, mentions: Sequence[Mention], register: Register) -> int:
    """Give an offset as it is in the masked text; one within a name moves to the sign's start."""
    shift = 0
    for mention in mentions:
        if offset >= mention.end:
            shift += len(register.sign(mention.number)) - (mention.end - mention.start)
        elif offset > mention.start:
            return mention.start + shift
    return offset + shift


def mask_value(value: Any, masks: Masks) -> Any:
    """Mask all texts of a record or of a part of one."""
    if isinstance(value, str):
        return masks.text(value)
    if isinstance(value, list):
        return [mask_value(part, masks) for part in value]
    if isinstance(value, dict):
        if "rule" in value and "start" in value:
            return mask_evidence(value, masks)
        return {name: part if name in CODES else mask_value(part, masks) for name, part in value.items()}
    return value


def mask_evidence(evidence: dict[str, Any], masks: Masks) -> dict[str, Any]:
    """Mask evidence: its span and text become those of the masked text; where that names nobody, the wording alone is masked."""
    start, end = evidence["start"], evidence["end"]
    mentions = masks.places.get(tuple(evidence[name] for name in PLACE), ())
    inside = [
        Mention(max(mention.start, start) - start, min(mention.end, end) - start, mention.number)
        for mention in mentions
        if mention.start < end and start < mention.end
    ]
    text = masks.written(evidence["text"], inside) if mentions else masks.text(evidence["text"])
    begin = moved(start, mentions, masks.register)
    return evidence | {"start": begin, "end": begin + len(text), "text": text}


def mask_blocks(blocks: list[dict[str, Any]], register: Register) -> tuple[list[dict[str, Any]], Masks]:
    """Mask a document's text; gives the blocks, and what its records are masked with."""
    places: dict[Place, list[Mention]] = {}
    masks = Masks(register, places)
    masked = list[dict[str, Any]]()
    for block in blocks:
        if "cells" in block:
            cells = [cell | {"text": masked_passage(cell["text"], masks, places, cell_places(block, cell))} for cell in block["cells"]]
            masked.append(block | {"cells": cells})
        else:
            masked.append(block | {"text": masked_passage(block["text"], masks, places, [(block["block"], None, None)])})
    return masked, masks


def masked_passage(text: str, masks: Masks, noted: dict[Place, list[Mention]], places: list[Place]) -> str:
    """Mask a paragraph or a cell, and note who stands where under all its places."""
    mentions = find_mentions(text, masks.register)
    if mentions:
        noted.update(dict.fromkeys(places, mentions))
    return masks.written(text, mentions)


def cell_places(block: dict[str, Any], cell: dict[str, Any]) -> list[Place]:
    """Give the places of a cell: a merged one has many."""
    rows = range(cell["row"], cell["row"] + cell["row_span"])
    columns = range(cell["column"], cell["column"] + cell["column_span"])
    return [(block["block"], row, column) for row in rows for column in columns]


def texts_of(value: Any) -> Iterator[str]:
    """Yield all texts of a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from texts_of(part)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in CODES:
                yield from texts_of(part)


def persons_of(value: Any, register: Register) -> Register:
    """Give the register with all persons that a value names: those that the extractor has read, then those in its texts."""
    for name in named_persons(value):
        surname, _, initials = name.partition(" ")
        if surname and register.named(surname, initials.replace(" ", "")) is None:
            register = register.joined(Person(surname, initials.replace(" ", "")))
    return learn(list(dict.fromkeys(texts_of(value))), register)


def named_persons(value: Any) -> Iterator[str]:
    """Yield the fields of records that hold a person's name."""
    if isinstance(value, list):
        for part in value:
            yield from named_persons(part)
    elif isinstance(value, dict):
        if isinstance(value.get("person"), str):
            yield value["person"]
        for name, part in value.items():
            if name not in CODES and name != "person":
                yield from named_persons(part)
