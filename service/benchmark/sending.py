"""Sending documents to an installation whose processes are being killed.

In: contents and an installation. Out: for each content the id of its document; whatever fails on the way is sent again with the same
`Idempotency-Key`, as a client should.
"""

import http.client
import json
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from service.benchmark.stack import Stack

# Seconds: a request waits in the listening socket while the API is started again.
REQUEST_SECONDS = 20.0
AGAIN_SECONDS = 0.2
# Threads that send at a time.
SENDERS = 4
BOUNDARY = "planovik-kills"


class NoAnswer(Exception):  # noqa: N818 - the name says what happened
    """The installation did not answer, or not with what was asked for; it makes sense to ask again."""


@dataclass(slots=True)
class Client:
    """An API key's view of an installation."""

    stack: Stack
    token: str

    def ask(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Any:
        """Give the answer's JSON; raises `NoAnswer`."""
        return ask(self.stack, method, path, body, {"Authorization": f"Bearer {self.token}", **(headers or {})})[0]

    def upload(self, name: str, content: bytes, key: str) -> str:
        """Upload one document and give its id; raises `NoAnswer`."""
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Idempotency-Key": key}
        document: str = self.ask("POST", "/v1/documents", body, headers)["documents"][0]["document"]["id"]
        return document


def ask(stack: Stack, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> tuple[Any, Mapping[str, str]]:
    """Send one request and give the answer's JSON and headers; raises `NoAnswer`."""
    connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=REQUEST_SECONDS)
    try:
        connection.request(method, path, body, dict(headers))
        answer = connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise NoAnswer(f"{answer.status} {content[:300].decode(errors='replace')}")
        return json.loads(content), dict(answer.getheaders())
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(repr(error)) from error
    finally:
        connection.close()


def make_client(stack: Stack, *scopes: str) -> Client:
    """Sign in with the password of the first start and make a key, for uploads where no scopes are named."""
    body = json.dumps({"login": "administrator", "password": stack.password}).encode()
    kind = {"Content-Type": "application/json"}
    session, headers = ask(stack, "POST", "/v1/session", body, kind)
    signed_in = kind | {"Cookie": headers["set-cookie"].split(";")[0], "X-CSRF-Token": session["csrf"]}
    key, _ = ask(stack, "POST", "/v1/keys", json.dumps({"name": "kills", "scopes": scopes or ["read", "upload"]}).encode(), signed_in)
    return Client(stack, key["token"])


@dataclass(slots=True)
class Sending:
    """Documents on their way: `accepted` gives for each place in the list the document that it became."""

    client: Client
    contents: Sequence[tuple[str, bytes]]
    accepted: dict[int, str] = field(default_factory=dict)
    repeats: int = 0
    refused: list[str] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self, places: range, pause: float = 0.0) -> None:
        """Begin to send the documents at these places, each not before `pause` seconds after the one before it."""
        begun = time.monotonic()
        for first in range(SENDERS):
            due = [(place, begun + number * pause) for number, place in enumerate(places)][first::SENDERS]
            thread = threading.Thread(target=self.send_some, args=(due,), daemon=True)
            thread.start()
            self.threads.append(thread)

    def send_some(self, due: Sequence[tuple[int, float]]) -> None:
        """Send the documents of one sender, each in its time."""
        for place, moment in due:
            time.sleep(max(0.0, moment - time.monotonic()))
            self.send(place)

    def send(self, place: int) -> None:
        """Send one document until it is accepted."""
        name, content = self.contents[place]
        while place not in self.accepted:
            try:
                self.accepted[place] = self.client.upload(name, content, f"kills-{place}")
            except NoAnswer as reason:
                self.repeats += 1
                self.refused.append(str(reason))
                time.sleep(AGAIN_SECONDS)

    def wait(self) -> None:
        """Wait until all are accepted."""
        for thread in self.threads:
            thread.join()
