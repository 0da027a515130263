"""Retrying: which jobs get another try, and when.

In: how a job's try ended. Out: the time of the next try, or none.
"""

import asyncio
from datetime import UTC, datetime, timedelta

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.exceptions import ConnectorException, JobAborted
from procrastinate.jobs import Job
from psycopg import OperationalError
from psycopg_pool import PoolTimeout

# A crash of a library mostly comes from the file and comes again; one from a machine short of memory passes in a minute.
MAX_TRIES = 4
FIRST_WAIT = timedelta(seconds=2)
# A job whose worker dies again and again is what kills it; a worker that is stopped for an update counts as well, and so does a
# database that went away.
MAX_DEATHS = 8
# How the database's absence shows.
DATABASE_AWAY = (OperationalError, PoolTimeout, ConnectorException)
# What ends a try through no fault of the document.
NOT_ITS_FAULT = (JobAborted, asyncio.CancelledError, *DATABASE_AWAY)


class TryAgain(Exception):  # noqa: N818 - the name says what is asked for
    """The document's try ended without an answer; it waits for the next."""


class Retrying(BaseRetryStrategy):
    """Jobs that a stopping worker gave back are tried at once, others after a wait that grows fourfold."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Give the time of the next try; None where there is none."""
        if isinstance(exception, NOT_ITS_FAULT):
            return RetryDecision() if job.attempts < MAX_DEATHS else None
        if job.attempts + 1 >= MAX_TRIES:
            return None
        return RetryDecision(retry_at=datetime.now(UTC) + FIRST_WAIT * 4**job.attempts)


def has_next_try(job: Job) -> bool:
    """Tell whether a try that ends now is not the last."""
    return job.attempts + 1 < MAX_TRIES
