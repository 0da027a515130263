"""A server for the tests of clients: the application behind a real port, which can go away and come back."""

import socket
import threading
import time
from contextlib import suppress
from typing import Self

from service.benchmark.stack import free_port
from service.settings import Settings
from service.supervision.api import server
from service.supervision.listening import listen


class Served:
    """A service on a port of its own."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Serve, after a stop at the same address."""
        listener = listen("127.0.0.1", self.port)
        self.server = server(self.settings)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [listener]}, daemon=True)
        self.thread.start()

    def close(self) -> None:
        """Let nobody in any more and answer those who are in, as a service does that begins to stop."""
        self.server.should_exit = True
        with suppress(ConnectionRefusedError):
            while True:
                socket.create_connection(("127.0.0.1", self.port)).close()
                time.sleep(0.01)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join()
