"""NDJSON: one line a document.

In: `Records` with the document's name. Out: one line of JSON with the name under "source".
"""

import json

from extractor.exporters.json import to_json
from extractor.records import Records


def write_ndjson(source: str, records: Records) -> str:
    """Write one document as one line of JSON."""
    return json.dumps({"source": source, **to_json(records)}, ensure_ascii=False) + "\n"
