"""A worker's process: `python -m service.supervision.worker`.

In: the settings. Out: documents processed until SIGTERM. It imports next to nothing itself, because each document's child imports the
main module of its parent again.
"""

import asyncio
import os
import sys


def main() -> None:
    """Work until told to stop; the children that read hostile files find no password in the environment."""
    from service.jobs.worker import WorkerEnded, run_worker
    from service.logs import set_up_logs
    from service.messages import message
    from service.settings import read_settings

    set_up_logs()
    settings = read_settings()
    os.environ.pop("DATABASE_URL", None)
    try:
        asyncio.run(run_worker(settings))
    except WorkerEnded:
        sys.exit(message("worker_ended"))


if __name__ == "__main__":
    main()
