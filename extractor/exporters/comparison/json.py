"""JSON: a comparison as the record format's object.

In: `Compared`. Out: `{old, new, changes, unchanged}` of the record format with the requisites, headings and clauses beside them, the files,
the count of differences that were not asked for, and what is missing for a comparison.
"""

import json
from typing import Any

from extractor.exporters.comparison.notices import notices
from extractor.exporters.comparison.versions import Compared, Version
from extractor.exporters.json import plain_value


def to_json(compared: Compared) -> dict[str, Any]:
    """Give a comparison as JSON-ready dicts and lists."""
    plain = plain_value(compared.shown)
    files = {"old": version_value(compared.old), "new": version_value(compared.new)}
    return {**plain, "files": files, "hidden": compared.hidden, "notices": list(notices(compared))}


def version_value(version: Version) -> dict[str, Any]:
    """Give where a version comes from."""
    return {"name": version.name, "sha256": version.sha256, "extractor": version.extractor}


def write_json(compared: Compared) -> bytes:
    """Write a comparison as indented JSON."""
    return (json.dumps(to_json(compared), ensure_ascii=False, indent=2) + "\n").encode()
