"""JSON: a check of reports with everything that was found.

In: `Checked`. Out: an object with the files' names beside the fields of `Fulfilment`; places count from 0.
"""

import json

from extractor.exporters.fulfilment.checked import Checked
from extractor.exporters.json import plain_value


def write_json(checked: Checked) -> bytes:
    """Write the object, indented."""
    files = {"plan": checked.plan, "reports": list(checked.reports)}
    return (json.dumps(files | plain_value(checked.found), ensure_ascii=False, indent=2) + "\n").encode()
