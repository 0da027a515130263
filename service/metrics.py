"""Metrics: what a Prometheus server reads.

In: requests as they end; the store when it is asked. Out: the text of `/metrics`. Requests are counted in one process each; the rest is
the same whichever process is asked. To add a metric of the store, write its lines in `store_text`.
"""

from typing import Any, LiteralString

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from service.store.connection import Connection, Pool

# Seconds; the requirements are 5, 15 and 30 ms for reads and 1 s for an upload.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.015, 0.03, 0.06, 0.125, 0.25, 0.5, 1, 2.5, 10)


class RequestMetrics:
    """Counts the requests of one process."""

    def __init__(self) -> None:
        """Begin to count."""
        self.registry = CollectorRegistry()
        self.requests = Counter("planovik_requests", "Requests that ended.", ["method", "route", "status"], registry=self.registry)
        self.seconds = Histogram(
            "planovik_request_seconds", "Time of requests until the whole answer left.", ["method", "route"], buckets=BUCKETS,
            registry=self.registry,
        )  # fmt: skip

    def note(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that ended."""
        self.requests.labels(method, route, status).inc()
        self.seconds.labels(method, route).observe(seconds)

    def text(self) -> bytes:
        """Give the lines of the requests."""
        return generate_latest(self.registry)


async def store_text(connection: Connection, pool: Pool) -> bytes:
    """Give the lines of the store, the queue, the workers and the pool."""
    registry = CollectorRegistry()
    documents = Gauge("planovik_documents", "Documents by status.", ["status"], registry=registry)
    for row in await fetch(connection, "SELECT status, count(*) AS number FROM documents GROUP BY status"):
        documents.labels(row["status"]).set(row["number"])
    jobs = Gauge("planovik_jobs", "Jobs of the queue that are not finished, by status.", ["status"], registry=registry)
    for row in await fetch(
        connection, "SELECT status, count(*) AS number FROM procrastinate_jobs WHERE status IN ('todo', 'doing') GROUP BY status"
    ):
        jobs.labels(row["status"]).set(row["number"])
    workers = Gauge("planovik_worker_heartbeat_age_seconds", "Since a worker was last heard of.", ["worker"], registry=registry)
    for row in await fetch(
        connection, "SELECT id, extract(epoch FROM now() - last_heartbeat)::float AS age FROM procrastinate_workers ORDER BY id"
    ):
        workers.labels(row["id"]).set(row["age"])
    connections = Gauge("planovik_connections", "Connections of this process to the database.", ["state"], registry=registry)
    statistics = pool.get_stats()
    connections.labels("open").set(statistics.get("pool_size", 0))
    connections.labels("idle").set(statistics.get("pool_available", 0))
    connections.labels("awaited").set(statistics.get("requests_waiting", 0))
    return generate_latest(registry)


async def fetch(connection: Connection, statement: LiteralString) -> list[dict[str, Any]]:
    """Give the rows of a query."""
    return await (await connection.execute(statement)).fetchall()
