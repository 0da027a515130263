"""Uploads: how long a document takes from the first byte sent to its records, and that many at a time are not lost.

    python -m service.benchmark.upload URL KEY [--rounds 20] [--measures 110] [--together 200]

In: the address of a running installation and an API key with the scopes read and upload. Out: a table: the median and the slowest
upload-to-records time of generated DOCX documents (110 measures are 10 pages) on an idle installation, then how many of a number
of parallel uploads were accepted, told to come back (429) or lost. The documents stay in the installation.
"""

import argparse
import json
import statistics
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.error import HTTPError

from corpora.render import RENDERERS
from corpora.synthesize import synthesize

BOUNDARY = "planovik-benchmark"
# Seconds between looks at a document's status: a tenth of what is measured is too coarse.
LOOK_SECONDS = 0.01
# Seconds between the looks of many clients, as Retry-After tells them.
CLIENT_SECONDS = 1.0
# Seconds after which a document is called lost.
PATIENCE_SECONDS = 120.0
PARALLEL_MEASURES = 3


@dataclass(frozen=True, slots=True)
class Service:
    """An installation as a client sees it."""

    url: str
    key: str

    def ask(self, path: str, body: bytes | None = None) -> tuple[int, Any]:
        """Send a request; a body is the form of an upload. Gives status and JSON."""
        headers = {"Authorization": f"Bearer {self.key}"}
        if body is not None:
            headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
        request = urllib.request.Request(self.url + path, body, headers)  # noqa: S310 - the address is the user's own
        try:
            with urllib.request.urlopen(request) as answer:  # noqa: S310
                return answer.status, json.load(answer)
        except HTTPError as error:
            return error.code, json.load(error)

    def upload(self, content: bytes, name: str) -> tuple[int, str | None]:
        """Upload a file; gives the status, and the document's id where there is one."""
        status, answer = self.ask("/v1/documents", write_form(content, name))
        return status, answer["documents"][0]["document"]["id"] if status < 300 else None

    def wait(self, document: str, every: float) -> str:
        """Ask every so many seconds until a document is finished; gives its status, or "lost"."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            status = self.ask(f"/v1/documents/{document}/status")[1]["status"]
            if status not in ("queued", "processing"):
                return str(status)
            time.sleep(every)
        return "lost"


def write_form(content: bytes, name: str) -> bytes:
    """Write the form of an upload."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def make_docx(measures: int, seed: int) -> bytes:
    """Make a document that no other seed gives."""
    layout, _ = synthesize(measures, seed)
    return RENDERERS["docx"](layout)


def time_one(service: Service, content: bytes) -> float:
    """Give the seconds from the upload to the records."""
    start = time.perf_counter()
    _, document = service.upload(content, "plan.docx")
    assert document
    ended = service.wait(document, LOOK_SECONDS)
    status, records = service.ask(f"/v1/documents/{document}/records")
    assert ended == "done"
    assert status == 200
    assert records["plans"]
    return time.perf_counter() - start


def upload_together(service: Service, count: int, seed: int) -> Counter[str]:
    """Upload documents at the same moment; count what became of them."""
    contents = [make_docx(PARALLEL_MEASURES, seed + number) for number in range(count)]
    with ThreadPoolExecutor(count) as pool:
        answers = list(pool.map(lambda content: service.upload(content, "plan.docx"), contents))
        accepted = [document for _, document in answers if document]
        ended = Counter(pool.map(partial(service.wait, every=CLIENT_SECONDS), accepted))
    return Counter(str(status) for status, _ in answers) + ended


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; status 1 where a document was lost or failed."""
    parser = argparse.ArgumentParser(prog="python -m service.benchmark.upload", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("key")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--measures", type=int, default=110)
    parser.add_argument("--together", type=int, default=200)
    options = parser.parse_args(arguments)
    service, seed = Service(options.url.rstrip("/"), options.key), time.time_ns() // 1_000_000 % 1_000_000_000
    times = [time_one(service, make_docx(options.measures, seed + number)) for number in range(options.rounds)]
    found = upload_together(service, options.together, seed + options.rounds)
    print("| what | measured |\n|---|---|")  # noqa: T201 - a program's output
    print(f"| upload to records, {options.measures} measures, median | {statistics.median(times):.2f} s |")  # noqa: T201
    print(f"| … slowest of {options.rounds} | {max(times):.2f} s |")  # noqa: T201
    print(f"| {options.together} uploads at a time | {', '.join(f'{key}: {count}' for key, count in sorted(found.items()))} |")  # noqa: T201
    return 0 if found["202"] == found["done"] and found["202"] + found["429"] == options.together else 1


if __name__ == "__main__":
    sys.exit(main())
