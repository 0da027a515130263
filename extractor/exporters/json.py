"""JSON: records as the record format's object.

In: `Records`. Out: plain dicts and lists (`to_json`) or indented JSON (`write_json`). Nothing is left out: absent values
are null or empty lists.
"""

import json
from dataclasses import fields, is_dataclass
from typing import Any

from extractor.exporters.rows import Named
from extractor.records import Records


def to_json(records: Records) -> dict[str, Any]:
    """Give the records as JSON-ready dicts and lists, keys in the order of the record format."""
    plain = plain_value(records)
    assert isinstance(plain, dict)
    return plain


def plain_value(value: Any) -> Any:
    """Turn frozen types, tuples and mappings into dicts and lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain_value(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: plain_value(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [plain_value(part) for part in value]
    return value


def write_json(documents: Named) -> bytes:
    """Write one document as an object, several as a list of objects with their "source"."""
    objects = [{"source": source, **to_json(records)} for source, records in documents]
    whole = to_json(documents[0][1]) if len(documents) == 1 else objects
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()
