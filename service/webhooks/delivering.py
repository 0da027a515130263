"""Delivering: a worker's loop that makes deliveries of changes, sends those that are due, and notes what came of each.

In: a pool and what may be reached. Out: deliveries made in the order of each document's changes, each at least once, or given up after
two weeks of tries, visibly. Several workers share the work; one that is killed leaves nothing behind but holds that end by themselves.
"""

import asyncio
import json
import logging
import random
import time
from dataclasses import dataclass, field
from datetime import UTC

from service.store.audit import write_audit
from service.store.changes import Row
from service.store.connection import Connection, Pool
from service.store.deliveries import Try, claim_deliveries, is_failing, make_deliveries, note_try, renew_holds
from service.store.webhooks import Reason, disable_webhook
from service.webhooks.addresses import Reach
from service.webhooks.sending import Answer, send
from service.webhooks.signing import sign

logger = logging.getLogger(__name__)

# Seconds between two looks where nothing happens, and between two renewals of holds.
LOOK_SECONDS = 1.0
# Requests of one worker at a time; each is a socket and some KB.
AT_ONCE = 16
# Seconds in which requests that run may end when a worker stops; the others are made again by another.
STOP_SECONDS = 3.0
MINUTE, HOUR = 60.0, 3_600.0
# Waits before the tries after the first, in seconds: those that Standard Webhooks advises (three days), then daily up to two weeks.
WAITS = (5.0, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, *[24 * HOUR] * 11)
# Waits are made up to this share shorter or longer, so that what failed together does not come together again.
JITTER = 0.2
# Days without any success after which a receiver is disabled.
FAILING_DAYS = 5
# The answer of a receiver that wants no more (410, as the specification has it).
GONE = 410


def wait_after(tries: int) -> float | None:
    """Give the seconds until the next try after so many; None where there is none."""
    return WAITS[tries - 1] * random.uniform(1 - JITTER, 1 + JITTER) if tries <= len(WAITS) else None  # noqa: S311 - no secret


def message_of(delivery: Row) -> bytes:
    """Write the body of a message: the same bytes on every try."""
    moment = delivery["at"].astimezone(UTC).isoformat().replace("+00:00", "Z")
    body = {"type": delivery["type"], "timestamp": moment, "data": delivery["data"]}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(slots=True)
class Courier:
    """Sends what is due as long as its task runs."""

    pool: Pool
    reach: Reach
    sending: dict[int, asyncio.Task[None]] = field(default_factory=dict)

    async def run(self) -> None:
        """Deliver until cancelled; requests that run may end then."""
        holding = asyncio.create_task(self.hold())
        try:
            while True:
                await self.look()
                await asyncio.wait([holding, *self.sending.values()], timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                if holding.done():
                    holding.result()
                self.sweep()
        finally:
            if self.sending:
                await asyncio.wait(self.sending.values(), timeout=STOP_SECONDS)
            for task in (holding, *self.sending.values()):
                task.cancel()

    async def look(self) -> None:
        """Make deliveries of what is new, and begin to send what is due."""
        async with self.pool.connection() as connection:
            await make_deliveries(connection)
            room = AT_ONCE - len(self.sending)
            claimed = await claim_deliveries(connection, room) if room else []
        for delivery in claimed:
            self.sending[delivery["id"]] = asyncio.create_task(self.deliver(delivery))

    def sweep(self) -> None:
        """Let go of what has been sent; raises what went wrong with the database."""
        for number in [number for number, task in self.sending.items() if task.done()]:
            self.sending.pop(number).result()

    async def hold(self) -> None:
        """Go on holding what is being sent."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if self.sending:
                async with self.pool.connection() as connection:
                    await renew_holds(connection, self.sending.keys())

    async def deliver(self, delivery: Row) -> None:
        """Send one delivery and note what came of it."""
        body = message_of(delivery)
        keys = [key for key in (delivery["secret"], delivery["old_secret"]) if key]
        headers = {"Content-Type": "application/json", "User-Agent": "Planovik"}
        headers |= sign(keys, f"msg_{delivery['event']}", int(time.time()), body)
        await self.note(delivery, await send(self.reach, delivery["url"], headers, body))

    async def note(self, delivery: Row, answer: Answer) -> None:
        """Write down a try; a receiver that wants no more, or has failed for days, is disabled."""
        made = Try(
            delivery=delivery["id"],
            status=answer.status,
            answer=answer.text,
            fault=answer.fault,
            seconds=answer.seconds,
            is_delivered=answer.is_good,
            wait=wait_after(delivery["tries"] + 1),
        )
        async with self.pool.connection() as connection, connection.transaction():
            await note_try(connection, made)
            reason = await reason_to_disable(connection, delivery, answer)
            if reason and await disable_webhook(connection, delivery["webhook"], reason):
                logger.warning("webhook %s is disabled: %s", delivery["webhook"], reason)
                await write_audit(connection, None, "webhook.disable", f"webhooks/{delivery['webhook']}", reason=reason)


async def reason_to_disable(connection: Connection, delivery: Row, answer: Answer) -> Reason | None:
    """Say why nothing more is to be sent to a receiver; None where there is no reason."""
    if answer.status == GONE:
        return "gone"
    failing = not answer.is_good and await is_failing(connection, delivery["webhook"], delivery["id"], FAILING_DAYS)
    return "failing" if failing else None
