"""Uploading in a browser: without scripts, and what scripts are told."""

import json
import re
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient

from extractor.formats.recognition import MAGIC
from service.answers import FINISHED
from service.pages.states import state_text, state_words
from service.pages.uploads import PATH, WRONG_SUFFIXES, upload_token
from service.store.documents import WAITING
from tests.service.pages.browsing import ROW, SignIn, between, enter, location, words
from tests.service.signing import change
from tests.service.stored import PLAN, RESOLUTION

HOSTILE = '"><img src=x onerror=alert(1)>.txt'


def form_address(browser: TestClient) -> str:
    return unescape(between(browser.get(PATH).text, 'method="post" action="/documents/', '"'))


def send(browser: TestClient, *files: tuple[str, bytes], **fields: str) -> Any:
    parts = [("files", (name, content, "application/octet-stream")) for name, content in files]
    return browser.post(f"/documents/{form_address(browser)}", files=parts, data=fields, follow_redirects=False)


def archive(**entries: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as opened:
        for name, content in entries.items():
            opened.writestr(name, content)
    return made.getvalue()


def test_a_form_without_scripts_tells_what_became_of_each_file(browser: TestClient, database_url: str) -> None:
    sent = send(browser, (HOSTILE, PLAN.encode()), ("год.zip", archive(акт=RESOLUTION)), ("пусто.docx", b""), priority="bulk")
    page = browser.get(location(sent)).text
    rows = [words(row) for row in ROW.findall(between(page, 'class="files"', "</ol>"))]
    assert [row.rpartition(" В очереди")[0] for row in rows[:2]] == [
        "&#34;&gt;&lt;img src=x onerror=alert(1)&gt;.txt",
        "акт из архива год.zip",
    ]
    assert "В очереди, место " in rows[0]
    assert "Не принят В файле нет текста" in rows[2]
    assert "<img" not in page
    again = browser.get(location(send(browser, ("другое имя.txt", PLAN.encode())))).text
    assert "Такой документ уже есть" in again
    assert between(again, 'href="/documents/', '"') in page
    listed = browser.get("/v1/documents").json()["items"]
    assert {one["priority"] for one in listed} == {"bulk"}
    change(database_url, "DELETE FROM idempotency_keys")
    assert "уже удалён" in browser.get(location(sent)).text


def test_a_form_that_is_refused_says_what_to_do(browser: TestClient) -> None:
    assert "В файле нет текста" in send(browser, ("пусто.docx", b"")).text
    both = send(browser, ("пусто.docx", b""), ("прог.exe", b"\x7fELF" + b"\x01" * 100))
    assert (both.status_code, both.text.count("Не принят</span>")) == (422, 2)
    assert "Это программа" in both.text
    assert "нет ни одного файла" in browser.post(f"/documents/{form_address(browser)}", files={"priority": (None, "bulk")}).text


def test_a_form_is_taken_only_from_our_page_and_from_whom_may_upload(browser: TestClient, stranger: TestClient, sign_in: SignIn) -> None:
    address = f"/documents/{form_address(browser)}"
    files = {"files": ("план.txt", PLAN.encode())}
    assert browser.post(PATH, files=files).status_code == 403
    assert browser.post(f"{PATH}?token={browser.csrf}", files=files).status_code == 403
    assert browser.post(address, files=files, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    reader = enter(stranger, sign_in, "reader")
    assert reader.get(PATH).status_code == 403
    assert reader.post(f"{PATH}?token={upload_token(reader.csrf)}", files=files).status_code == 403
    source = {"Referer": f"http://testserver{PATH}"}
    sent = stranger.post(address, files=files, headers=source | {"Accept": "text/html"}, follow_redirects=False)
    assert location(sent) == "/sign-in?to=%2Fdocuments%2Fupload&why=lost"
    assert "отправленное в ней не сохранено" in stranger.get(sent.headers["location"]).text
    assert not browser.get("/v1/documents").json()["items"]


def test_the_result_of_an_upload_is_shown_to_who_sent_it_only(browser: TestClient, stranger: TestClient, sign_in: SignIn) -> None:
    result = location(send(browser, ("план.txt", PLAN.encode())))
    assert "план.txt" in browser.get(result).text
    assert "план.txt" not in enter(stranger, sign_in, "administrator").get(result).text


def test_the_script_is_told_the_limits_and_has_all_texts(browser: TestClient) -> None:
    page = browser.get(PATH).text
    limits, texts = (json.loads(unescape(between(page, f'data-{name}="', '"'))) for name in ("limits", "texts"))
    assert limits["bytes"] == 100_000_000
    assert limits["wrong"]["exe"] == "executable"
    assert limits["wrong"].keys().isdisjoint({"docx", "pdf", "txt", "zip", "xlsx", "png", "html", "xml"})
    script = "".join(browser.get(f"/static/{name}.js").text for name in ("upload", "upload_batch", "upload_files", "upload_item"))
    used = {piece.partition(".")[2] for piece in re.findall(r"texts\.\w+", script)}
    assert used == texts.keys()
    assert texts["wrong"].keys() == set(limits["wrong"].values())


def test_what_is_told_before_the_upload_are_kinds_that_the_extractor_refuses() -> None:
    assert {"executable", "media", "archive", "database", "djvu"} <= {kind for _, kind in MAGIC} & WRONG_SUFFIXES.keys()


@pytest.mark.parametrize(
    ("row", "place", "text"),
    [
        ({"status": "queued", "progress": None}, 3, "В очереди, место 3"),
        (
            {"status": "processing", "progress": {"stage": "reading", "page": 3, "pages": 10}},
            None,
            "Обрабатывается: чтение, страница 3 из 10",
        ),
        ({"status": "processing", "progress": {"stage": "saving", "page": None, "pages": None}}, None, "Обрабатывается: сохранение"),
        ({"status": "done", "progress": None}, None, "Готов"),
    ],
)
def test_a_state_is_said_in_words(row: dict[str, Any], place: int | None, text: str) -> None:
    assert state_text(row, place) == text


def test_every_status_and_stage_has_a_name() -> None:
    assert state_words()["states"].keys() == WAITING | FINISHED
    assert state_words()["stages"].keys() == {"reading", "extracting", "saving"}
