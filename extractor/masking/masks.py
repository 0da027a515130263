"""Masks: texts, records and blocks with signs in place of names.

In: JSON as `extractor.exporters.json.to_json` and the service's blocks have it, and a register. Out: the same with masked texts.
"""

import json
from collections.abc import Iterator, Mapping
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
    """What is masked with: the register, and the masked texts of a document by their places, for evidence to point to."""

    register: Register
    texts: Mapping[Place, tuple[str, list[Mention]]] = field(default_factory=dict)


def mask_text(text: str, register: Register, *, is_file_name: bool = False) -> str:
    """Put signs in place of the names of a text."""
    return written(text, find_mentions(text, register, is_file_name=is_file_name), register)


def written(text: str, mentions: list[Mention], register: Register) -> str:
    """Write a text with signs in place of mentions."""
    pieces, at = list[str](), 0
    for mention in mentions:
        pieces += [text[at : mention.start], register.sign(mention.number)]
        at = mention.end
    return "".join([*pieces, text[at:]])


def moved(offset: int, mentions: list[Mention], register: Register, *, is_end: bool) -> int:
    """Give an offset as it is in the masked text; one within a name moves to the sign's start or, of an end, to its end."""
    shift = 0
    for mention in mentions:
        sign = len(register.sign(mention.number))
        if offset >= mention.end:
            shift += sign - (mention.end - mention.start)
        elif offset > mention.start:
            return mention.start + shift + (sign if is_end else 0)
    return offset + shift


def mask_value(value: Any, masks: Masks) -> Any:
    """Mask all texts of a record or of a part of one."""
    if isinstance(value, str):
        return mask_text(value, masks.register)
    if isinstance(value, list):
        return [mask_value(part, masks) for part in value]
    if isinstance(value, dict):
        if "rule" in value and "start" in value:
            return mask_evidence(value, masks)
        return {name: part if name in CODES else mask_value(part, masks) for name, part in value.items()}
    return value


def mask_evidence(evidence: dict[str, Any], masks: Masks) -> dict[str, Any]:
    """Mask evidence: its span and text become those of the masked text; where that is not known, the wording alone is masked."""
    known = masks.texts.get(tuple(evidence[name] for name in PLACE))
    if known is None or known[0][evidence["start"] : evidence["end"]] != evidence["text"]:
        return evidence | {"text": mask_text(evidence["text"], masks.register)}
    text, mentions = known
    start = moved(evidence["start"], mentions, masks.register, is_end=False)
    end = moved(evidence["end"], mentions, masks.register, is_end=True)
    return evidence | {"start": start, "end": end, "text": written(text, mentions, masks.register)[start:end]}


def mask_blocks(blocks: list[dict[str, Any]], register: Register) -> tuple[list[dict[str, Any]], Masks]:
    """Mask a document's text; gives the blocks, and what its records are masked with."""
    texts: dict[Place, tuple[str, list[Mention]]] = {}
    masked = list[dict[str, Any]]()
    for block in blocks:
        if "cells" in block:
            cells = [cell | {"text": masked_passage(cell, register, texts, cell_places(block, cell))} for cell in block["cells"]]
            masked.append(block | {"cells": cells})
        else:
            masked.append(block | {"text": masked_passage(block, register, texts, [(block["block"], None, None)])})
    return masked, Masks(register, texts)


def masked_passage(passage: dict[str, Any], register: Register, texts: dict[Place, tuple[str, list[Mention]]], places: list[Place]) -> str:
    """Mask a paragraph or a cell, and note what stood where under all its places."""
    text = passage["text"]
    mentions = find_mentions(text, register)
    if mentions:
        texts.update(dict.fromkeys(places, (text, mentions)))
    return written(text, mentions, register)


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


def printed_names(value: Any, register: Register) -> dict[str, str]:
    """Give the spellings of names that a value prints, as JSON text has them, each with its sign."""
    found: dict[str, str] = {}
    for text in dict.fromkeys(texts_of(value)):
        for mention in find_mentions(text, register):
            found[json.dumps(text[mention.start : mention.end], ensure_ascii=False)[1:-1]] = register.sign(mention.number)
    return found
