"""The socket on which the API is served.

In: a host and a port. Out: a listening socket. The supervisor holds it, so requests wait in it while the API is started again.
"""

import socket
import time

from service.messages import message

# Seconds in which a port may still be held by processes of a supervisor that was killed a moment ago.
GRACE_SECONDS = 2.0
POLL_SECONDS = 0.1
# Seconds that a probe waits for the answer.
PROBE_SECONDS = 1.0


class PortTaken(Exception):  # noqa: N818 - the name says what is wrong
    """The address can't be listened on: another program has it, or it is none of this machine."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        """Keep the address and the system's reason."""
        super().__init__(host, port, reason)
        self.values = {"host": host, "port": port, "reason": reason}

    def __str__(self) -> str:
        """Give the message in the user's language."""
        return message("port_taken", **self.values)


def listen(host: str, port: int) -> socket.socket:
    """Give a listening socket; raises PortTaken."""
    end = time.monotonic() + GRACE_SECONDS
    while True:
        try:
            family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
            return socket.create_server((host, port), family=family, backlog=1024)
        except OSError as error:
            if time.monotonic() > end or isinstance(error, socket.gaierror):
                raise PortTaken(host, port, error.strerror or str(error)) from None
            time.sleep(POLL_SECONDS)


def address_of(listener: socket.socket) -> str:
    """Give the address to open in a browser."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - compared, not bound
    return f"http://{shown}:{port}"


def is_answering(listener: socket.socket) -> bool:
    """Say whether the API behind a listening socket answers that it is healthy."""
    try:
        with socket.socket(listener.family, socket.SOCK_STREAM) as probe:
            probe.settimeout(PROBE_SECONDS)
            probe.connect(listener.getsockname())
            probe.sendall(b"GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return probe.recv(64).split(b" ")[1:2] == [b"200"]
    except OSError:
        return False
