"""Events: what is told of documents, that nothing is missed, and that listeners do not harm each other."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from service import notifications
from service.api import events
from service.api.events import EventStream, Watched
from service.auth.actors import Actor
from service.errors import TooMany
from service.installation import Installation
from service.jobs.states import note_progress, progress_of, take
from service.notifications import Mailbox, Notifications
from service.store.connection import make_pool
from service.store.documents import announce
from tests.service.documents.uploading import connected, job_of, plan, process, processed, uploaded
from tests.service.signing import enter

# Seconds within which everything here is told; a test fails after them.
DEADLINE = 60


def told(text: str) -> list[dict[str, Any]]:
    return [json.loads(line.removeprefix("data: ")) for line in text.splitlines() if line.startswith("data: ")]


def test_a_finished_document_is_told_of_at_once_and_the_stream_ends(client: TestClient, database_url: str) -> None:
    document = uploaded(client)
    process(database_url, document["id"], plan())
    answer = client.get(document["links"]["events"])
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert [state["status"] for state in told(answer.text)] == ["done"]
    assert f"id: {events.END}\n" in answer.text


def test_a_browser_that_has_heard_the_end_is_told_to_stop(client: TestClient) -> None:
    answer = client.get(uploaded(client)["links"]["events"], headers={"Last-Event-ID": events.END})
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_stream_follows_a_document_to_its_end(client: TestClient, database_url: str) -> None:
    document = uploaded(client)
    answers: list[Any] = []
    listener = threading.Thread(target=lambda: answers.append(client.get(document["links"]["events"])))
    listener.start()
    client.portal.call(listening, client, 1)
    process(database_url, document["id"], plan())
    listener.join(DEADLINE)
    statuses = [state["status"] for state in told(answers[0].text)]
    assert statuses == sorted(statuses, key=["queued", "processing", "done"].index)
    assert statuses[-1] == "done"


def test_a_stream_of_several_ends_with_the_last(client: TestClient, database_url: str) -> None:
    documents = [uploaded(client, plan(n))["id"] for n in range(3)]
    process(database_url, documents[0], plan(0))
    answers: list[Any] = []
    listener = threading.Thread(target=lambda: answers.append(client.get("/v1/events", params={"ids": documents})))
    listener.start()
    client.portal.call(listening, client, 1)
    for number in (2, 1):
        process(database_url, documents[number], plan(number))
    listener.join(DEADLINE)
    last = {state["id"]: state["status"] for state in told(answers[0].text)}
    assert last == dict.fromkeys(documents, "done")


async def listening(client: TestClient, count: int) -> None:
    async with asyncio.timeout(DEADLINE):
        while len(getattr(getattr(client.app.state, "notifications", None), "mailboxes", ())) < count:
            await asyncio.sleep(0.01)


def test_nobody_s_document_is_not_watched(client: TestClient) -> None:
    answer = client.get("/v1/events?ids=0198c1a2-7d3e-7c41-9a57-3f0c5d2e8b64")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_too_many_listeners_are_told_to_come_back(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications, "MAX_LISTENERS", 0)
    answer = client.get(uploaded(client)["links"]["events"])
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_listeners")
    assert int(answer.headers["Retry-After"]) > 0


def run(client: TestClient, database_url: str, act: Callable[["Bench"], Awaitable[None]]) -> None:
    """Run a test on a pool and notifications of its own, within the deadline."""

    async def bounded() -> None:
        async with asyncio.timeout(DEADLINE), bench(client, database_url) as prepared:
            await act(prepared)

    asyncio.run(bounded())


class Bench:
    """Streams over a real database, without the network."""

    def __init__(self, here: Installation, notifications: Notifications, person: UUID, database_url: str) -> None:
        self.here, self.notifications, self.database_url = here, notifications, database_url
        self.actor = Actor(person=person, login="administrator", role="administrator", scopes=frozenset({"read"}))

    @asynccontextmanager
    async def stream(self, *ids: str) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
        watched = Watched(frozenset(map(UUID, ids)), self.actor)
        stream = EventStream(self.here, self.notifications, watched)
        async with self.notifications.subscribe(watched.wants) as mailbox:
            yield states(stream.events(mailbox))

    async def progress(self, document: str, page: int) -> None:
        async with await connected(self.database_url) as connection:
            held = await take(connection, UUID(document), await job_of(connection, UUID(document)), again=False)
            assert held
            await note_progress(connection, held, progress_of("reading", page, 9))


async def states(chunks: AsyncIterator[str]) -> AsyncIterator[dict[str, Any]]:
    async for chunk in chunks:
        for state in told(chunk):
            yield state


@asynccontextmanager
async def bench(client: TestClient, database_url: str) -> AsyncIterator[Bench]:
    installation = client.app.state.installation
    async with make_pool(database_url) as pool:
        here = Installation(settings=installation.settings, pool=pool, files=installation.files, queue=installation.queue)
        yield Bench(here, Notifications(pool), UUID(client.person), database_url)


def test_progress_is_told_as_it_changes(client: TestClient, database_url: str) -> None:
    document = uploaded(client)["id"]

    async def act(at: Bench) -> None:
        async with at.stream(document) as stream:
            first = await anext(stream)
            assert (first["status"], first["queue_place"]) == ("queued", 1)
            await at.progress(document, 3)
            async for state in stream:
                if state["progress"] == {"stage": "reading", "page": 3, "pages": 9}:
                    return

    run(client, database_url, act)


def test_what_changes_between_listening_and_reading_is_told(client: TestClient, database_url: str) -> None:
    document = uploaded(client)["id"]

    async def act(at: Bench) -> None:
        async with at.stream(document) as stream:
            await processed(database_url, UUID(document), plan())
            assert [state["status"] async for state in stream][-1] == "done"

    run(client, database_url, act)


def test_all_of_one_s_own_are_told_of_and_nobody_else_s(client: TestClient, sign_in: Callable[..., TestClient], database_url: str) -> None:
    mine = uploaded(client, plan(1))["id"]
    theirs = uploaded(sign_in("clerk"), plan(2))["id"]

    async def act(at: Bench) -> None:
        async with at.stream() as stream:
            assert (await anext(stream))["id"] == mine
            await processed(database_url, UUID(theirs), plan(2))
            await processed(database_url, UUID(mine), plan(1))
            async for state in stream:
                assert state["id"] == mine
                if state["status"] == "done":
                    return

    run(client, database_url, act)


def test_a_lost_connection_is_made_again_and_nothing_is_missed(
    client: TestClient, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifications, "AGAIN_SECONDS", 0.05)
    document = uploaded(client)["id"]

    async def act(at: Bench) -> None:
        async with at.stream(document) as stream:
            assert (await anext(stream))["status"] == "queued"
            async with await connected(database_url) as connection:
                await connection.execute(f"SELECT pg_terminate_backend(pid) FROM ({LISTENERS}) AS listeners")  # noqa: S608 - constants
            await processed(database_url, UUID(document), plan())
            assert [state["status"] async for state in stream][-1] == "done"

    run(client, database_url, act)


def test_a_change_that_was_never_announced_is_told_with_the_next_heartbeat(
    client: TestClient, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "HEARTBEAT_SECONDS", 0.1)
    document = uploaded(client)["id"]

    async def act(at: Bench) -> None:
        async with at.stream(document) as stream:
            assert (await anext(stream))["status"] == "queued"
            async with await connected(database_url) as connection:
                await connection.execute("UPDATE documents SET status = 'done' WHERE id = %s", [document])
            assert [state["status"] async for state in stream] == ["done"]

    run(client, database_url, act)


def test_a_silent_stream_is_kept_alive_by_comments(client: TestClient, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HEARTBEAT_SECONDS", 0.05)
    document = uploaded(client)["id"]

    async def act(at: Bench) -> None:
        watched = Watched(frozenset({UUID(document)}), at.actor)
        async with at.notifications.subscribe(watched.wants) as mailbox:
            async for chunk in EventStream(at.here, at.notifications, watched).events(mailbox):
                if chunk.startswith(":"):
                    return

    run(client, database_url, act)


def test_a_client_that_takes_nothing_holds_up_nobody(client: TestClient, database_url: str) -> None:
    document = uploaded(client)["id"]

    async def act(at: Bench) -> None:
        async with at.stream(document) as slow, at.stream(document) as quick:
            await anext(slow)
            await anext(quick)
            await processed(database_url, UUID(document), plan())
            assert [state["status"] async for state in quick][-1] == "done"
            assert [state["status"] async for state in slow][-1] == "done"

    run(client, database_url, act)


def test_a_mailbox_keeps_the_newest_state_only_and_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications, "MAX_MAIL", 3)

    async def act() -> None:
        mailbox = Mailbox(lambda row: True)
        for status in ("queued", "processing", "done"):
            mailbox.put({"id": UUID(int=1), "status": status})
        assert await mailbox.take(1) == ([{"id": UUID(int=1), "status": "done"}], False)
        for number in range(10):
            mailbox.put({"id": UUID(int=number)})
        taken, missed = await mailbox.take(1)
        assert missed
        assert len(taken) <= 3

    asyncio.run(act())


def test_the_process_listens_only_while_somebody_waits(client: TestClient, database_url: str) -> None:
    document = uploaded(client)["id"]

    async def act(at: Bench) -> None:
        async with at.stream(document):
            assert at.notifications.task
            await there_are_listeners(database_url, 1)
        assert at.notifications.task is None
        await there_are_listeners(database_url, 0)

    run(client, database_url, act)


async def there_are_listeners(database_url: str, count: int) -> None:
    """Wait until so many listen; PostgreSQL takes its time to end who has left."""
    async with await connected(database_url) as connection:
        while len(await (await connection.execute(LISTENERS)).fetchall()) != count:
            await asyncio.sleep(0.01)


LISTENERS = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database() AND pid <> pg_backend_pid()"


def test_a_refused_listener_takes_no_room(client: TestClient, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications, "MAX_LISTENERS", 1)
    document = uploaded(client)["id"]

    async def act(at: Bench) -> None:
        async with at.stream(document):
            with pytest.raises(TooMany):
                async with at.stream(document):
                    pass
        async with at.stream(document) as stream:
            assert await anext(stream)

    run(client, database_url, act)


def test_listening_ends_even_if_a_cancellation_is_lost() -> None:
    async def act() -> None:
        async def deaf() -> None:
            with suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
            await asyncio.Event().wait()

        task = asyncio.create_task(deaf())
        await asyncio.sleep(0)
        async with asyncio.timeout(DEADLINE):
            await notifications.end(task)
        assert task.cancelled()

    asyncio.run(act())


def test_streams_end_when_the_process_stops(client: TestClient, database_url: str) -> None:
    document = uploaded(client)["id"]

    async def act(at: Bench) -> None:
        async with at.stream(document) as stream:
            assert (await anext(stream))["status"] == "queued"
            at.notifications.end()
            assert [state async for state in stream] == []

    run(client, database_url, act)


def test_an_announcement_comes_with_the_commit(client: TestClient, database_url: str) -> None:
    document = UUID(uploaded(client)["id"])

    async def act(at: Bench) -> None:
        async with at.notifications.subscribe(lambda row: row["id"] == document) as mailbox:
            assert await mailbox.take(DEADLINE) == ([], True)
            async with await connected(database_url) as connection, connection.transaction():
                await announce(connection, document)
                assert await mailbox.take(0.1) == ([], False)
            taken, _ = await mailbox.take(DEADLINE)
            assert [row["id"] for row in taken] == [document]

    run(client, database_url, act)


def ended_by(client: TestClient, end: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> bool:
    """Tell whether a stream over all of one's own ends by what is done meanwhile."""
    monkeypatch.setattr(events, "HEARTBEAT_SECONDS", 0.1)
    listener = threading.Thread(target=client.get, args=["/v1/events"], daemon=True)
    listener.start()
    client.portal.call(listening, client, 1)
    end()
    listener.join(DEADLINE)
    return not listener.is_alive()


def test_a_stream_ends_when_its_key_is_revoked(sign_in: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in("reader", "listener")
    [key] = client.get("/v1/keys").json()["items"]
    assert ended_by(client, lambda: client.delete(f"/v1/keys/{key['id']}"), monkeypatch)


def test_a_stream_ends_when_its_person_is_disabled(
    client: TestClient, sign_in: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = sign_in("reader", "browser")
    del browser.headers["Authorization"]
    enter(browser, "browser")
    assert ended_by(browser, lambda: client.patch(f"/v1/people/{browser.person}", json={"disabled": True}), monkeypatch)
