"""A worker's process: `python -m service.supervision.worker`.

In: the settings. Out: documents processed until SIGTERM. It imports next to nothing itself, because each document's child imports the
main module of its parent again.
"""

import os


def main() -> None:
    """Work until told to stop; the children that read hostile files find no password in the environment."""
    from service.jobs.worker import run_worker
    from service.logs import set_up_logs
    from service.settings import read_settings

    set_up_logs()
    settings = read_settings()
    os.environ.pop("DATABASE_URL", None)
    run_worker(settings)


if __name__ == "__main__":
    main()
