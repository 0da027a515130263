"""A worker of its own process whose parser does what hostile files say: `python -m tests.service.slow_worker`."""

from functools import partial

from service.jobs import worker
from tests.service import hostile

worker.Workplace = partial(worker.Workplace, task=hostile.parse)
worker.EXTRACTING = hostile.MODULES
worker.STOP_SECONDS = 0.5

if __name__ == "__main__":
    worker.main()
