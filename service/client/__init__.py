"""A client of the service for Python programs, which knows it by its API alone.

In: an address and an API key. Out: `Client`. It imports nothing of the server: a program that sends files needs no database driver.

    from service.client import Client

    with Client("https://planovik.example", key) as client:
        (uploaded,) = client.upload(Path("plan.docx"))
"""

from service.answers import Document, DocumentStatus, Stored, StoredActivity, StoredClause, StoredMeasure, UploadedFile
from service.client.client import Client
from service.client.contents import FileChanged, FileContent, read_content
from service.client.exchange import Patience
from service.client.faults import (
    InTheWay,
    NotAccepted,
    NotAllowed,
    NotSignedIn,
    NotThere,
    ProblemAnswer,
    ServiceBroken,
    ServiceFault,
    Stale,
    StrangeAnswer,
    TooBusy,
    TookTooLong,
    TooLarge,
    Unreachable,
)

__all__ = [
    "Client", "Document", "DocumentStatus", "FileChanged", "FileContent", "InTheWay", "NotAccepted", "NotAllowed", "NotSignedIn",
    "NotThere", "Patience", "ProblemAnswer", "ServiceBroken", "ServiceFault", "Stale", "Stored", "StoredActivity", "StoredClause",
    "StoredMeasure", "StrangeAnswer", "TooBusy", "TooLarge", "TookTooLong", "Unreachable", "UploadedFile", "read_content",
]  # fmt: skip
