"""Webhooks: what a receiver gets, in which order, what happens when it fails, and which addresses are never reached."""

import asyncio
import json
import ssl
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from uuid import uuid4

import jsonschema
import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from standardwebhooks import Webhook, WebhookVerificationError
from starlette.testclient import TestClient

from service.benchmark.receiving import Message, Receiver, Reply
from service.store.connection import make_pool
from service.webhooks import delivering, sending
from service.webhooks.addresses import Reach, TargetRefused, is_public, read_url
from service.webhooks.delivering import WAITS, Courier, message_of, wait_after
from service.webhooks.signing import sign
from tests.service.working import eventually

HERE = Reach(networks=(ip_network("127.0.0.0/8"),))
NOTE = "INSERT INTO changes (id, type, object, document, details) VALUES (%s, 'document.corrected', %s, %s, %s)"
SECRET = b"a secret of thirty-two bytes, so!"
NOW = "UPDATE webhook_deliveries SET due_at = now() WHERE status = 'waiting'"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look more often than a worker does, and try again only when a test says so."""
    monkeypatch.setattr(delivering, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(delivering, "wait_after", lambda tries: wait_after(tries) and WAITS[-1])


@dataclass
class Post:
    """A database with one receiver, and a courier that delivers to it."""

    url: str
    receiver: Receiver
    webhook: Any = None

    async def all(self, statement: str, *values: Any) -> list[Any]:
        async with await psycopg.AsyncConnection.connect(self.url, autocommit=True) as connection:
            made = await connection.execute(statement.encode(), values)
            return await made.fetchall() if made.description else []

    async def add(self, address: str | None = None, types: list[str] | None = None) -> Any:
        self.webhook = uuid4()
        await self.all("INSERT INTO people (id, login, name, role, password) VALUES (%s, 'm', 'M', 'administrator', '')", self.webhook)
        await self.all(
            "INSERT INTO webhooks (id, url, description, types, secret, position, created_by) VALUES (%s, %s, '', %s, %s, 0, %s)",
            self.webhook, address or f"http://127.0.0.1:{self.receiver.port}/hook", types or [], SECRET, self.webhook,
        )  # fmt: skip

    async def note(self, document: Any, **details: Any) -> Any:
        event = uuid4()
        await self.all(NOTE, event, f"documents/{document}", document, json.dumps(details))
        return event

    async def rows(self) -> list[Any]:
        return await self.all("SELECT status, tries, event FROM webhook_deliveries ORDER BY id")

    async def tries(self) -> list[Any]:
        return await self.all("SELECT status, fault, answer FROM webhook_tries ORDER BY id")

    async def until(self, holds: Callable[[list[Any]], bool]) -> list[Any]:
        return await eventually(self.rows, holds)

    async def until_tried(self, times: int) -> None:
        await eventually(self.tries, lambda rows: len(rows) >= times)


def story(url: str, tell: Callable[[Post], Awaitable[None]], choose: Callable[[], Reply] = Reply, reach: Reach = HERE) -> None:
    """Run a test's story with a receiver and a courier."""

    async def whole() -> None:
        async with Receiver(choose) as receiver, make_pool(url) as pool:
            post = Post(url, receiver)
            await post.add()
            courier = asyncio.create_task(Courier(pool, reach).run())
            await tell(post)
            courier.cancel()
            await asyncio.wait([courier])
            assert courier.cancelled(), courier.exception()

    asyncio.run(whole())


def all_are(status: str) -> Callable[[list[Any]], bool]:
    return lambda rows: bool(rows) and all(row[0] == status for row in rows)


def replies(*chosen: Reply) -> Callable[[], Reply]:
    """Give replies one after the other, then 204."""
    left = list(chosen)
    return lambda: left.pop(0) if left else Reply()


def number(message: Message) -> tuple[str, int]:
    return message.content["data"]["document"], message.content["data"]["number"]


def test_a_message_is_thin_signed_and_verified_by_the_standards_own_library(database_url: str):
    async def tell(post: Post) -> None:
        document = uuid4()
        event = await post.note(document, version=2)
        await post.until(all_are("delivered"))
        [message] = post.receiver.messages
        assert message.path == "/hook"
        assert message.headers["webhook-id"] == f"msg_{event}"
        content = Webhook("whsec_" + __import__("base64").b64encode(SECRET).decode()).verify(message.body.decode(), dict(message.headers))
        assert content["type"] == "document.corrected"
        assert content["data"] == {"id": str(document), "object": f"documents/{document}", "document": str(document), "version": 2}
        assert datetime.fromisoformat(content["timestamp"]).utcoffset() == timedelta(0)

    story(database_url, tell)


def test_while_a_secret_is_rotated_messages_verify_with_both_and_then_with_the_new_one_alone(client: TestClient, database_url: str):
    async def tell(post: Post) -> None:
        ask = lambda: client.post(f"/v1/webhooks/{post.webhook}/secret").json()["secret"]  # noqa: E731
        first = await asyncio.to_thread(ask)
        second = await asyncio.to_thread(ask)
        await post.note(uuid4())
        await post.until(all_are("delivered"))
        both = post.receiver.messages[0]
        for secret in (first, second):
            Webhook(secret).verify(both.body.decode(), dict(both.headers))
        await post.all("UPDATE webhooks SET old_secret_until = now()")
        await post.note(uuid4())
        await eventually(post.rows, lambda rows: len(rows) == 2 and all_are("delivered")(rows))
        later = post.receiver.messages[1]
        Webhook(second).verify(later.body.decode(), dict(later.headers))
        with pytest.raises(WebhookVerificationError):
            Webhook(first).verify(later.body.decode(), dict(later.headers))

    story(database_url, tell)


def test_a_document_waits_for_its_earlier_event_and_holds_up_no_other(database_url: str):
    async def tell(post: Post) -> None:
        stuck, free = uuid4(), uuid4()
        await post.note(stuck, number=1)
        await post.until_tried(1)
        await post.note(stuck, number=2)
        await post.note(free, number=1)
        await post.until(lambda rows: len(rows) == 3 and rows[2][0] == "delivered")
        assert [row[0] for row in await post.rows()] == ["waiting", "waiting", "delivered"]
        await post.all(NOW)
        await post.until(all_are("delivered"))
        taken = [number(message) for message in post.receiver.messages]
        assert taken == [(str(stuck), 1), (str(free), 1), (str(stuck), 1), (str(stuck), 2)]

    story(database_url, tell, replies(Reply(500)))


def test_what_a_receiver_did_stands_in_the_log(database_url: str, monkeypatch: pytest.MonkeyPatch):
    async def tell(post: Post) -> None:
        await post.note(uuid4())
        for times in range(1, 6):
            await post.until_tried(times)
            # The fourth reply alone does not come, so that a busy machine's others are not taken for silence.
            monkeypatch.setattr(sending, "READ_SECONDS", 0.2 if times == 3 else 60.0)
            await post.all(NOW)
        await post.until(all_are("delivered"))
        assert [(status, fault) for status, fault, _ in await post.tries()] == [
            (500, None), (302, None), (None, "webhook_connection_lost"), (None, "webhook_timeout"), (200, None),
        ]  # fmt: skip
        answers = [answer for _, _, answer in await post.tries()]
        assert answers[0] == "broken"
        assert len(answers[4]) == 500
        ids = {message.headers["webhook-id"] for message in post.receiver.messages}
        assert len(ids) == 1
        assert len({message.body for message in post.receiver.messages}) == 1
        assert {message.path for message in post.receiver.messages} == {"/hook"}

    there = Reply(302, headers={"Location": "/elsewhere"})
    story(
        database_url,
        tell,
        replies(Reply(500, text="bro\0ken".replace("\0", "")), there, Reply(None), Reply(seconds=600), Reply(200, text="x" * 100_000)),
    )


def test_a_receiver_that_wants_no_more_is_disabled_and_goes_on_when_it_is_enabled(client: TestClient, database_url: str):
    async def tell(post: Post) -> None:
        document = uuid4()
        await post.note(document, number=1)
        await eventually(lambda: post.all("SELECT disabled_reason FROM webhooks"), lambda rows: rows[0][0] == "gone")
        await post.note(document, number=2)
        address = f"/v1/webhooks/{post.webhook}"
        assert (await asyncio.to_thread(client.get, address)).json()["disabled_reason"] == "gone"
        assert await post.all("SELECT actor FROM audit WHERE action = 'webhook.disable'") == [("service",)]
        refused = await asyncio.to_thread(client.post, f"{address}/test")
        assert (refused.status_code, refused.json()["code"]) == (409, "webhook_disabled")
        await asyncio.to_thread(lambda: client.patch(address, json={"enabled": True}))
        await post.until(lambda rows: len(rows) == 2 and all_are("delivered")(rows))
        assert [number(message)[1] for message in post.receiver.messages] == [1, 1, 2]

    story(database_url, tell, replies(Reply(410)))


def test_a_receiver_that_fails_for_days_is_disabled_and_one_that_takes_anything_is_not(database_url: str):
    async def tell(post: Post) -> None:
        await post.note(uuid4())
        await post.until_tried(1)
        await post.note(uuid4())
        await post.until(lambda rows: len(rows) == 2 and rows[1][0] == "delivered")
        await post.all("UPDATE webhook_tries SET at = at - interval '6 days'")
        await post.all(NOW)
        await post.until_tried(3)
        assert await post.all("SELECT disabled_reason FROM webhooks") == [(None,)]
        await post.all("UPDATE webhook_deliveries SET finished_at = finished_at - interval '6 days'")
        await post.all(NOW)
        await eventually(lambda: post.all("SELECT disabled_reason FROM webhooks"), lambda rows: rows[0][0] == "failing")

    story(database_url, tell, replies(Reply(500), Reply(), *[Reply(500)] * 9))


def test_an_event_is_given_up_after_two_weeks_visibly_and_the_next_one_follows(database_url: str):
    async def tell(post: Post) -> None:
        document = uuid4()
        await post.note(document, number=1)
        await post.until_tried(1)
        await post.all("UPDATE webhook_deliveries SET tries = %s, due_at = now()", len(WAITS))
        await post.note(document, number=2)
        await post.until(lambda rows: [row[0] for row in rows] == ["given_up", "delivered"])

    story(database_url, tell, replies(Reply(500), Reply(500)))
    waits = [wait_after(tries) for tries in range(1, len(WAITS) + 1)]
    assert all(0.8 * base <= (wait or 0) <= 1.2 * base for wait, base in zip(waits, WAITS, strict=True))
    assert 10 < sum(WAITS) / 86_400 < 15
    assert wait_after(len(WAITS) + 1) is None


def test_changes_are_told_again_since_a_time_in_their_order_and_not_twice(client: TestClient, database_url: str):
    async def tell(post: Post) -> None:
        documents = [uuid4(), uuid4()]
        for document in documents:
            await post.note(document, number=1)
        await post.until(lambda rows: len(rows) == 2 and all_are("delivered")(rows))
        begun = datetime.now(UTC).isoformat()
        for each in (2, 3):
            await post.note(documents[0], number=each)
        await post.until_tried(3)
        answer = await asyncio.to_thread(lambda: client.post(f"/v1/webhooks/{post.webhook}/replay", json={"since": begun}))
        assert answer.json() == {"changes": 2}
        await post.until(lambda rows: len(rows) == 6 and rows[5][0] == "delivered")
        assert [row[0] for row in await post.rows()] == ["delivered", "delivered", "replaced", "replaced", "delivered", "delivered"]
        assert [number(message)[1] for message in post.receiver.messages] == [1, 1, 2, 2, 3]

    story(database_url, tell, replies(Reply(), Reply(), Reply(500)))


def test_one_message_and_a_test_message_are_sent_on_request(client: TestClient, database_url: str):
    async def tell(post: Post) -> None:
        event = await post.note(uuid4())
        await post.until(all_are("delivered"))
        address = f"/v1/webhooks/{post.webhook}"
        log = (await asyncio.to_thread(client.get, f"{address}/deliveries")).json()["items"]
        assert (log[0]["status"], log[0]["last_try"]["status"], log[0]["tries"]) == ("delivered", 204, 1)
        again = await asyncio.to_thread(client.post, f"{address}/deliveries/{log[0]['id']}/replay")
        assert (again.status_code, again.json()["message"]) == (202, f"msg_{event}")
        assert (await asyncio.to_thread(client.post, f"{address}/test")).json()["type"] == "webhook.test"
        await post.until(lambda rows: len(rows) == 3 and all_are("delivered")(rows))
        assert sorted(message.content["type"] for message in post.receiver.messages) == [
            "document.corrected", "document.corrected", "webhook.test",
        ]  # fmt: skip
        one = (await asyncio.to_thread(client.get, f"{address}/deliveries/{again.json()['id']}")).json()
        assert [entry["status"] for entry in one["log"]] == [204]

    story(database_url, tell)


def test_a_receiver_hears_of_the_types_that_it_asked_for(database_url: str):
    async def tell(post: Post) -> None:
        await post.all("UPDATE webhooks SET types = '{document.done}'")
        await post.note(uuid4())
        await post.all("INSERT INTO changes (id, type, object) VALUES (%s, 'document.done', 'documents/x')", uuid4())
        await post.until(all_are("delivered"))
        assert [message.content["type"] for message in post.receiver.messages] == ["document.done"]

    story(database_url, tell)


REFUSED = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",  # noqa: S104
    "192.0.0.10", "198.18.0.1", "::1", "::", "fd00::1", "fe80::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
    "::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:7f00:1::", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", REFUSED)
def test_an_inner_or_special_address_is_not_reached(address: str):
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(TargetRefused, match="webhook_address_refused"):
        asyncio.run(Reach().find(f"https://{host}/"))


@pytest.mark.parametrize("address", ["8.8.8.8", "77.88.8.8", "2606:4700::1111"])
def test_a_public_address_is(address: str):
    assert is_public(ip_address(address))


@pytest.mark.parametrize("url", ["http://0x7f.1/", "http://2130706433/", "http://127.1/", "http://localhost/", "http://localhost./"])
def test_another_spelling_of_this_machine_is_not_reached(url: str):
    with pytest.raises(TargetRefused):
        asyncio.run(Reach().find(url))


@pytest.mark.parametrize(
    "url",
    ["ftp://a.ru/", "file:///etc/passwd", "https://", "https://user:pass@a.ru/", "https://a.ru/#x", "https://a.ru/ b", "https://a.ru\\@b.ru/",
     "https://a.ru:99999/", "https://[::1", "//a.ru", "https://a.ru/\r\nX: 1", "https://" + "a" * 64 + ".ru/", "https://a.ru/" + "x" * 2_000],
)  # fmt: skip
def test_what_is_no_address_of_a_receiver_is_refused(url: str):
    with pytest.raises(TargetRefused, match="webhook_url_invalid"):
        read_url(url)


def test_a_cyrillic_name_and_path_are_written_as_the_network_has_them():
    target = read_url("https://почта.рф/приём?вид=план")
    assert (target.host, target.port) == ("xn--80a1acny.xn--p1ai", 443)
    assert target.path.isascii()


def test_plain_http_goes_to_named_networks_only():
    with pytest.raises(TargetRefused, match="webhook_not_https"):
        asyncio.run(Reach().find("http://8.8.8.8/"))
    assert asyncio.run(HERE.find("http://127.0.0.1:8080/")).port == 8080


def test_the_database_itself_is_not_reached_even_in_a_named_network():
    reach = Reach(networks=HERE.networks, database="postgresql://u:p@127.0.0.1:5433/planovik")
    with pytest.raises(TargetRefused, match="webhook_address_refused"):
        asyncio.run(reach.find("http://127.0.0.1:5433/"))
    assert asyncio.run(reach.find("http://127.0.0.1:5434/")).port == 5434


def test_a_name_that_changes_its_address_after_the_check_is_not_asked_again(monkeypatch: pytest.MonkeyPatch):
    """DNS rebinding: the name has the checked address first and the metadata service's next."""
    asked: list[str] = []

    async def go() -> None:
        loop = asyncio.get_running_loop()

        async def answer(host: str, port: int, **_: Any) -> list[Any]:
            asked.append(host)
            return [(2, 1, 6, "", ("127.0.0.1" if len(asked) == 1 else "169.254.169.254", port))]

        monkeypatch.setattr(loop, "getaddrinfo", answer)
        async with Receiver() as receiver:
            answered = await sending.send(HERE, f"http://changing.example:{receiver.port}/", {}, b"{}")
            assert answered.status == 204
            assert receiver.messages[0].headers["host"] == f"changing.example:{receiver.port}"
        refused = await sending.send(HERE, "https://changing.example/", {}, b"{}")
        assert (refused.status, refused.fault) == (None, "webhook_address_refused")

    asyncio.run(go())
    assert asked == ["changing.example"] * 2


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[tuple[Path, ssl.SSLContext]]:
    """Give a certificate for the name receiver.example, and a server's context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "receiver.example")])
    now = datetime.now(UTC)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    built = built.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName("receiver.example")]), critical=False)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    path = tmp_path / "receiver.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    sending.tls.cache_clear()
    yield path, context
    sending.tls.cache_clear()


def test_the_name_in_the_certificate_is_verified_though_the_address_is_fixed(
    authority: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority[0]))

    async def go() -> None:
        loop = asyncio.get_running_loop()
        there = [(2, 1, 6, "", ("127.0.0.1", 0))]
        monkeypatch.setattr(loop, "getaddrinfo", lambda *_, **__: asyncio.sleep(0, there))
        async with Receiver(tls=authority[1]) as receiver:
            assert (await sending.send(HERE, f"https://receiver.example:{receiver.port}/", {}, b"{}")).status == 204
            other = await sending.send(HERE, f"https://other.example:{receiver.port}/", {}, b"{}")
            assert (other.status, other.fault) == (None, "webhook_no_connection")

    asyncio.run(go())


def test_a_receiver_is_kept_without_its_secret_and_an_inner_address_is_refused_with_the_reason(client: TestClient):
    for url in ("https://169.254.169.254/latest/meta-data", "https://localhost/", "https://10.0.0.1/x"):
        answer = client.post("/v1/webhooks", json={"url": url})
        assert (answer.status_code, answer.json()["code"]) == (422, "webhook_address_refused"), answer.text
        assert "PLANOVIK_WEBHOOK_NETWORKS" in answer.json()["detail"]
    added = client.post("/v1/webhooks", json={"url": "https://8.8.8.8/hook", "description": "СЭД", "types": ["document.done"]})
    assert added.status_code == 201, added.text
    assert added.json()["secret"].startswith("whsec_")
    shown = client.get(added.headers["location"])
    assert "secret" not in shown.json()
    moved = client.patch(added.headers["location"], json={"url": "https://192.168.0.1/"})
    assert moved.status_code == 422
    assert client.patch(added.headers["location"], json={"enabled": False, "description": "Б"}).json()["disabled_reason"] == "by_hand"
    assert client.delete(added.headers["location"]).status_code == 204
    assert client.get("/v1/webhooks").json() == {"items": []}
    actions = [entry["action"] for entry in client.get("/v1/audit", params={"limit": 20}).json()["items"]]
    assert {"webhook.add", "webhook.change", "webhook.remove"} <= set(actions)


def test_the_description_of_the_api_has_the_messages_that_receivers_get(stranger: TestClient):
    message = stranger.get("/v1/openapi.json").json()["webhooks"]["change"]["post"]
    names = {parameter["name"] for parameter in message["parameters"]}
    assert names == sign([SECRET], "msg_1", 1, b"{}").keys()
    schema = message["requestBody"]["content"]["application/json"]["schema"]
    body = json.loads(message_of({"type": "document.done", "at": datetime.now(UTC), "data": {"id": "1", "object": "documents/1"}}))
    jsonschema.validate(body, schema)
