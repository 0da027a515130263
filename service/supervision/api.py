"""The API's process: `python -m service.supervision.api`.

In: the settings, and the number of a listening socket in `PLANOVIK_SOCKET` where a supervisor holds one. Out: the API, served until
SIGTERM; requests under way are finished first.
"""

import gc
import os
import signal
import socket
import sys

import uvicorn
from fastapi import FastAPI

from service.app import create_app
from service.logs import AccessLog, set_up_logs
from service.settings import Settings, read_settings
from service.supervision.listening import PortTaken, listen

# Seconds that requests under way get to finish.
GRACEFUL_SECONDS = 5


def main() -> None:
    """Serve until told to stop; status 1 where the address is taken."""
    set_up_logs()
    settings = read_settings()
    try:
        listener = inherited_socket() or listen(settings.host, settings.port)
    except PortTaken as error:
        sys.exit(str(error))
    # The server stops on these by itself and then raises them once more for whoever had them before: this has nothing left to do.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    made = server(settings)
    # What is loaded by now stays as long as the process; looked through for garbage, it would hold up every third page of a large plan.
    gc.freeze()
    made.run(sockets=[listener])


def inherited_socket() -> socket.socket | None:
    """Give the supervisor's socket, if there is one."""
    number = os.environ.get("PLANOVIK_SOCKET")
    return socket.socket(fileno=int(number)) if number else None


class Server(uvicorn.Server):
    """A server that ends the streams of events before it waits for what is under way: they never end by themselves."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        """Keep the application, whose streams are ended."""
        super().__init__(config)
        self.app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then stop."""
        notifications = getattr(self.app.state, "notifications", None)
        if notifications is not None:
            notifications.end()
        await super().shutdown(sockets)


def server(settings: Settings) -> Server:
    """Give the server: one process and one event loop; addresses of clients are taken from proxies in FORWARDED_ALLOW_IPS only."""
    app = create_app(settings)
    return Server(
        uvicorn.Config(
            AccessLog(app),
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="on",
            ws="none",
            timeout_graceful_shutdown=GRACEFUL_SECONDS,
        ),
        app,
    )


if __name__ == "__main__":
    main()
