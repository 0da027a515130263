"""The client: what a program asks of the service.

In: an address and an API key. Out: documents, records and exports as frozen types; `ServiceFault`s where there is no answer. To offer
another route, add a method here and its type to `service.answers`.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import Any, Self, TypeVar
from uuid import UUID, uuid4

import httpx2

from extractor.records import Records
from service.answers import (
    FINISHED,
    Document,
    DocumentStatus,
    ExportKind,
    Priority,
    Stored,
    StoredActivity,
    StoredClause,
    StoredMeasure,
    UploadedFile,
)
from service.client.contents import FileContent, Progress, SteadyFile, read_content
from service.client.exchange import Exchange, Patience
from service.client.faults import NotAccepted, ServiceFault, TookTooLong
from service.client.reading import read_answer, read_list
from service.messages import message

# Contents that the service is asked for at a time.
MOST_DIGESTS = 50
# Seconds between looks at a document's status, as its Retry-After says.
LOOK_SECONDS = 1.0
PATIENCE = Patience()

Record = TypeVar("Record", bound=Stored)


class Client:
    """A service as an API key may use it; threads may share it, `close` ends its pauses too."""

    def __init__(
        self, server: str, key: str, *, patience: Patience = PATIENCE, told: Callable[[ServiceFault, float], None] | None = None
    ) -> None:
        """Keep the address and the key; `told` hears of each pause before a request is repeated."""
        self.exchange = Exchange(server, key, patience=patience, told=told)
        # Names this client's uploads: one that is repeated after a lost answer gets it, whereas a later client may send anew what was
        # deleted meanwhile. Content that is there is never doubled anyway.
        self.run = uuid4().hex

    def __enter__(self) -> Self:
        """Give the client itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the connections and end the pauses."""
        self.exchange.close()

    def upload(
        self,
        file: Path | FileContent,
        *,
        priority: Priority = "interactive",
        metadata: Mapping[str, Any] | None = None,
        progress: Progress | None = None,
    ) -> list[UploadedFile]:
        """Upload a file and give what became of it, or of each file in an archive.

        Raises `NotAccepted` or `TooLarge` where it is refused, `FileChanged` where it changed meanwhile, `OSError` where it can't be read.
        """
        content = file if isinstance(file, FileContent) else read_content(file)
        fields = {"priority": priority, "metadata": json.dumps(metadata or {}, sort_keys=True)}
        named = json.dumps([self.run, content.sha256, content.path.name, fields])
        key = hashlib.sha256(named.encode()).hexdigest()

        def send(http: httpx2.Client) -> httpx2.Response:
            with SteadyFile(content, progress) as sent:
                files = {"files": (content.path.name, sent, "application/octet-stream")}
                return http.post("/v1/documents", data=fields, files=files, headers={"Idempotency-Key": key})

        try:
            answer = self.exchange.json(send)
        except NotAccepted as refusal:
            if refusal.code != "nothing_accepted":
                raise
            answer = refusal.problem
        return read_answer(list[UploadedFile], read_list(answer, "documents"))

    def find_contents(self, digests: Collection[str]) -> dict[str, Document]:
        """Give the documents that have these contents (SHA-256) already, by the digests."""
        wanted = list(digests)
        found: dict[str, Document] = {}
        for start in range(0, len(wanted), MOST_DIGESTS):
            some = wanted[start : start + MOST_DIGESTS]
            found |= {document.sha256: document for document in self.documents(sha256=some, limit=MOST_DIGESTS)}
        return found

    def documents(self, **filters: Any) -> Iterator[Document]:
        """Yield documents, the newest first, narrowed as `GET /v1/documents` describes."""
        return (read_answer(Document, item) for item in self.pages("/v1/documents", filters))

    def document(self, document: UUID) -> Document:
        """Give a document."""
        return read_answer(Document, self.get(f"/v1/documents/{document}"))

    def status(self, document: UUID) -> DocumentStatus:
        """Give how far a document is."""
        return read_answer(DocumentStatus, self.get(f"/v1/documents/{document}/status"))

    def wait(self, document: UUID, *, seconds: float | None = None) -> DocumentStatus:
        """Give the status of a document when it is finished; raises `TookTooLong` after so many seconds."""
        end = None if seconds is None else monotonic() + seconds
        while (status := self.status(document)).status not in FINISHED:
            if self.exchange.closed.wait(LOOK_SECONDS) or (end is not None and monotonic() > end):
                raise TookTooLong(message("client_not_finished", document=document, status=status.status))
        return status

    def retry(self, document: UUID) -> Document:
        """Have a document processed again that failed or was cancelled."""
        return read_answer(Document, self.exchange.json(lambda http: http.post(f"/v1/documents/{document}/retry"), is_repeatable=False))

    def delete(self, document: UUID) -> None:
        """Delete a document."""
        self.exchange.ask(lambda http: http.delete(f"/v1/documents/{document}"), is_repeatable=False)

    def records(self, document: UUID) -> Records:
        """Give all that was read from a document, with corrections."""
        return read_answer(Records, self.get(f"/v1/documents/{document}/records"))

    def measures(self, **filters: Any) -> Iterator[StoredMeasure]:
        """Yield measures, narrowed and sorted as `GET /v1/measures` describes."""
        return self.records_of(StoredMeasure, "measures", filters)

    def clauses(self, **filters: Any) -> Iterator[StoredClause]:
        """Yield clauses, narrowed and sorted as `GET /v1/clauses` describes."""
        return self.records_of(StoredClause, "clauses", filters)

    def activities(self, **filters: Any) -> Iterator[StoredActivity]:
        """Yield activities, narrowed and sorted as `GET /v1/activities` describes."""
        return self.records_of(StoredActivity, "activities", filters)

    def correct(self, record: Record, **values: Any) -> Record:
        """Correct fields of a record as it was read and give its next version; raises `Stale` where somebody was faster.

        `None` empties a field; a deadline or a party may be given by its wording, `{"text": "до 1 мая"}`.
        """
        address, seen = record.links["self"], {"If-Match": f'"{record.version}"'}
        answer = self.exchange.json(lambda http: http.patch(address, json=values, headers=seen), is_repeatable=False)
        return read_answer(type(record), answer)

    def export(self, document: UUID, kind: ExportKind = "xlsx") -> bytes:
        """Give the records of a document as a file."""
        return self.exchange.ask(lambda http: http.get(f"/v1/documents/{document}/export", params={"format": kind})).content

    def export_plan(self, plan: UUID, kind: ExportKind = "xlsx") -> bytes:
        """Give one plan as a file."""
        return self.exchange.ask(lambda http: http.get(f"/v1/plans/{plan}/export", params={"format": kind})).content

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """Give the JSON at an address."""
        return self.exchange.json(lambda http: http.get(path, params=dict(params or {})))

    def records_of(self, kind: type[Record], family: str, filters: Mapping[str, Any]) -> Iterator[Record]:
        """Yield the records of a family."""
        return (read_answer(kind, item) for item in self.pages(f"/v1/{family}", filters))

    def pages(self, path: str, filters: Mapping[str, Any]) -> Iterator[Any]:
        """Yield the items of a list, page by page."""
        params = {name: value for name, value in filters.items() if value is not None}
        while True:
            page = self.get(path, params)
            yield from read_list(page, "items")
            if not (cursor := page.get("next")):
                return
            params["cursor"] = cursor
