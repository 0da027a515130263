"""A receiver of webhooks that fails half of the time: `python -m service.benchmark.receiving LOG SEED`.

In: requests. Out: their messages, each with what was answered: 204, 500, a connection that is cut before the answer, also after the
message was taken, or silence. As a process it prints its port and writes a line of JSON for each message that it took.
"""

import asyncio
import contextlib
import json
import random
import ssl
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

# Shares of what a request meets: of the failing half most get 500, some a cut connection, few silence, as each holds up a sender.
FAILING, CUT, CUT_TAKEN, SILENT = 0.5, 0.10, 0.05, 0.002
# Seconds of silence: longer than a sender waits.
SILENCE = 60.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a request gets: a status (None: the connection is cut), after some seconds; whether its message counts as taken."""

    status: int | None = 204
    seconds: float = 0.0
    taken: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A request that came in: its path, headers in small letters, body, and what it got."""

    path: str
    headers: Mapping[str, str]
    body: bytes
    reply: Reply

    @property
    def content(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Receiver:
    """A receiver on this machine, as long as its `async with` lasts."""

    def __init__(
        self, choose: Callable[[], Reply] = Reply, *, tls: ssl.SSLContext | None = None, note: Callable[[Message], object] | None = None
    ) -> None:
        """Keep how replies are chosen; `note` is told of each message, before its reply."""
        self.choose = choose
        self.tls = tls
        self.messages: list[Message] = []
        self.note = note or self.messages.append
        self.server: asyncio.Server | None = None
        self.serving: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        """Begin to listen."""
        self.server = await asyncio.start_server(self.take_in, "127.0.0.1", 0, ssl=self.tls)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        assert self.server
        self.server.close()
        for task in self.serving:
            task.cancel()
        await asyncio.gather(*self.serving, return_exceptions=True)

    @property
    def port(self) -> int:
        """The port that it listens on."""
        assert self.server
        return int(self.server.sockets[0].getsockname()[1])

    async def take_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a connection, as long as the receiver is there."""
        serving = asyncio.ensure_future(self.serve(reader, writer))
        self.serving.add(serving)
        serving.add_done_callback(self.serving.discard)
        with contextlib.suppress(asyncio.CancelledError):
            await serving

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one request and give its reply."""
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await self.answer(reader, writer)
        finally:
            writer.close()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read a request, choose its reply and write it."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        reply = self.choose()
        self.note(Message(head[0].split(" ")[1], headers, body, reply))
        await asyncio.sleep(reply.seconds)
        if reply.status:
            more = "".join(f"{name}: {value}\r\n" for name, value in reply.headers.items())
            length = len(reply.text.encode())
            writer.write(f"HTTP/1.1 {reply.status} X\r\nContent-Length: {length}\r\n{more}\r\n{reply.text}".encode())
            await writer.drain()


def failing_half(chance: random.Random) -> Reply:
    """Choose a reply: half of them are failures."""
    if chance.random() >= FAILING:
        return Reply()
    draw = chance.random()
    if draw < SILENT:
        return Reply(None, SILENCE, taken=False)
    if draw < SILENT + CUT_TAKEN:
        return Reply(None)
    return Reply(None, taken=False) if draw < SILENT + CUT_TAKEN + CUT else Reply(500, taken=False)


async def receive(log: Path, seed: int) -> None:
    """Receive until killed."""
    chance = random.Random(seed)  # noqa: S311 - it draws lots, no secrets
    with log.open("a", buffering=1, encoding="utf-8") as lines:

        def note(message: Message) -> None:
            if message.reply.taken:
                lines.write(json.dumps({"id": message.headers["webhook-id"], "data": message.content["data"]}) + "\n")

        async with Receiver(lambda: failing_half(chance), note=note) as receiver:
            sys.stdout.write(f"{receiver.port}\n")
            sys.stdout.flush()
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(receive(Path(sys.argv[1]), int(sys.argv[2])))
