"""NDJSON: one line a document.

In: documents' names with their records. Out: a line of JSON for each, with the name under "source".
"""

import json

from extractor.exporters.json import to_json
from extractor.exporters.rows import Named


def write_ndjson(documents: Named) -> bytes:
    """Write each document as one line of JSON."""
    lines = (json.dumps({"source": source, **to_json(records)}, ensure_ascii=False) for source, records in documents)
    return "".join(f"{line}\n" for line in lines).encode()
