"""From an upload to reviewed records, edits, and the review page by keyboard alone."""

import shutil

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.house import House
from tests.browser.papers import paper, scan

ROWS = (("Покрасить забор у школы", "до 1 мая 2024 года", "Отдел образования"), ("Провести субботник", "апрель 2024 года", "Отдел парков"))
READ_MILLISECONDS = 240_000


def upload(page: Page, name: str, content: bytes) -> None:
    """Send a file with the form, wait until it is read, and open it."""
    page.goto("/documents/upload")
    page.get_by_label("Файлы").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
    page.get_by_role("button", name="Загрузить", exact=True).click()
    file = page.locator("#list .file, .files .file").filter(has_text=name)
    expect(file).to_contain_text("Готов", timeout=READ_MILLISECONDS)
    file.get_by_role("link", name=name).click()


def record(page: Page, text: str):
    return page.get_by_role("article").filter(has_text=text).first


def open_all(page: Page, house: House, name: str, content: bytes) -> str:
    """Put a document into the house and open all its measures; gives its address."""
    house.put({name: content})
    path = f"/documents/{house.documents[name]}?tab=measures&show=all"
    page.goto(path)
    return path


def test_a_docx_becomes_reviewed_records(enter: Enter, tmp_path) -> None:
    page = enter("clerk")
    upload(page, "субботник.docx", paper(tmp_path, "ПЛАН субботников на 2024 год", *ROWS))
    page.goto(page.url.partition("?")[0] + "?tab=measures&show=all")
    for text, _, _ in ROWS:
        record(page, text).get_by_role("button", name="Принять").click()
        expect(record(page, text)).to_contain_text("принято")
    page.reload()
    for text, _, _ in ROWS:
        expect(record(page, text)).to_contain_text("Мария Иванова")


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="scans need Tesseract")
def test_a_scan_becomes_reviewed_records_beside_its_picture(enter: Enter, tmp_path) -> None:
    page = enter("clerk")
    upload(page, "скан.pdf", scan(tmp_path, "ПЛАН уборки на 2024 год", ("Вымыть окна в школе", "до 1 мая 2024 года", "Отдел образования")))
    page.goto(page.url.partition("?")[0] + "?tab=measures&show=all")
    picture = page.get_by_role("img", name="Страница 1")
    expect(picture).to_be_visible()
    page.wait_for_function("() => document.querySelector('.sheet img').naturalWidth > 300")
    row = record(page, "окна")
    row.locator("a.value").first.click()
    expect(page.locator(".sheet .box, .sheet [class*=box]").first).to_be_visible()
    row.get_by_role("button", name="Принять").click()
    expect(record(page, "окна")).to_contain_text("принято")


def test_an_edit_reads_the_deadline_as_it_is_typed_and_survives_a_reload(enter: Enter, house: House, tmp_path) -> None:
    page = enter("clerk")
    open_all(page, house, "правка.docx", paper(tmp_path, "ПЛАН правок на 2024 год", *ROWS))
    record(page, "забор").get_by_role("link", name="Исправить").click()
    form = page.get_by_role("form", name="Правка записи")
    deadline = form.locator('[data-field="deadlines"]')
    deadline.locator("input:not([type=hidden]), textarea").first.fill("до 15 июня 2024 года")
    expect(deadline.locator("[data-read]").first).to_contain_text("15.06.2024")
    form.get_by_role("button", name="Сохранить").click()
    expect(record(page, "забор")).to_contain_text("исправлено")
    page.reload()
    expect(record(page, "забор")).to_contain_text("до 15 июня 2024 года")
    record(page, "забор").get_by_role("link", name="Почему так").click()
    expect(record(page, "забор")).to_contain_text("до 1 мая 2024 года")


def test_a_review_by_keyboard_alone(enter: Enter, house: House, tmp_path) -> None:
    page = enter("clerk")
    open_all(page, house, "клавиши.docx", paper(tmp_path, "ПЛАН клавиш на 2024 год", *ROWS, ("Полить цветы", "ежедневно", "Отдел парков")))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="К содержанию")).to_be_focused()
    page.keyboard.press("j")
    chosen = page.locator(".record.current")
    expect(chosen).to_be_focused()
    first = chosen.get_attribute("id")
    page.keyboard.press("a")
    expect(page.locator(f"#{first}")).to_contain_text("принято")
    page.wait_for_function("(first) => document.querySelector('.record.current')?.id !== first", arg=first)
    second = chosen.get_attribute("id")
    page.keyboard.press("x")
    expect(page.locator(f"#{second}")).to_contain_text("отклонено")
    page.wait_for_function("(second) => document.querySelector('.record.current')?.id !== second", arg=second)
    third = page.locator(f"#{chosen.get_attribute('id')}")
    page.keyboard.press("Enter")
    expect(page.locator("form.edit :focus")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("Полить все цветы")
    while page.evaluate("document.activeElement.textContent.trim()") != "Сохранить":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(third).to_contain_text("Полить все цветы")
    expect(page.get_by_role("status")).to_contain_text("Сохранено")
    page.keyboard.press("u")
    expect(third).not_to_contain_text("Полить все цветы")
    page.keyboard.press("w")
    expect(third.get_by_role("heading", level=4).first).to_be_focused()
    page.keyboard.press("Escape")
    expect(third).to_be_focused()


def test_a_reader_sees_records_and_can_change_nothing(enter: Enter, house: House) -> None:
    page = enter("reader")
    page.goto(f"/documents/{house.documents['programme.txt']}?tab=measures&show=all")
    expect(page.get_by_role("article").first).to_be_visible()
    for name in ("Принять", "Отклонить"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    expect(page.get_by_role("link", name="Исправить")).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.get_by_role("article").filter(has_text="принято")).to_have_count(0)
    for path in (
        "/documents/upload",
        f"/documents/{house.places['document']}/edit/measures/{house.places['measure']}",
        "/admin",
        "/lines/new",
    ):
        assert page.goto(path).status == 403  # type: ignore[union-attr]
        expect(page.get_by_role("link", name="На главную")).to_be_visible()


def test_a_session_that_has_ended_asks_to_sign_in_and_leads_back(enter: Enter, house: House) -> None:
    page = enter(None)
    page.goto("/plans?q=план")
    page.get_by_label("Имя для входа").fill("clerk1")
    page.get_by_label("Пароль").fill("сирень у пятого подъезда")
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url("**/plans?q=*")
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "planovik_session", "value": "ended", "url": house.url}])
    page.goto("/units")
    expect(page.get_by_role("status")).to_contain_text("Сеанс закончился")
    page.get_by_label("Имя для входа").fill("clerk1")
    page.get_by_label("Пароль").fill("сирень у пятого подъезда")
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url("**/units")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
