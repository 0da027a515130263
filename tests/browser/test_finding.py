"""Search, comparison with sign-off, and everything that works without scripts."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.house import House
from tests.browser.papers import paper


def test_a_search_finds_words_in_any_form_and_its_address_can_be_shared(enter: Enter, house: House) -> None:
    page, other = enter("reader"), enter("reader")
    page.goto("/measures")
    page.get_by_label("Слова").first.fill("проверки средств")
    page.get_by_role("search").get_by_role("button", name="Найти").click()
    page.wait_for_url("**q=*")
    expect(page.locator("main")).to_contain_text("Проверка целевого использования средств")
    assert page.locator("mark").count() > 1
    other.goto(page.url)
    expect(other.locator("main")).to_contain_text("Проверка целевого использования средств")
    other.goto("/measures?q=абракадабра")
    expect(other.locator("main")).to_contain_text("Ничего не найдено")


def test_a_comparison_shows_changed_words_and_keeps_the_sign_off(enter: Enter, house: House) -> None:
    page = enter("auditor")
    page.goto(f"/lines/{house.places['line']}")
    page.goto(f"/comparisons/{house.places['old']}/{house.places['new']}")
    assert page.locator("article.change").count() > 0
    assert page.locator("article.change ins, article.change del").count() > 0
    change = page.locator("article.change").first
    change.get_by_role("textbox").first.fill("проверено по протоколу")
    change.get_by_role("button", name="Принять").click()
    expect(change).to_contain_text("проверено по протоколу")
    page.reload()
    expect(page.locator("article.change").first).to_contain_text("проверено по протоколу")
    with page.expect_download() as download:
        page.get_by_text("Скачать", exact=True).click()
        page.get_by_role("link", name="Протокол с отметками").click()
    assert download.value.suggested_filename.endswith(".docx")


def test_reading_search_upload_and_export_work_without_scripts(enter: Enter, house: House, tmp_path) -> None:
    page = enter("clerk", java_script_enabled=False)
    page.goto("/documents/upload")
    content = paper(tmp_path, "ПЛАН без скриптов на 2024 год", ("Покрасить лавку", "до 1 мая 2024 года", "Отдел парков"))
    page.get_by_label("Файлы").set_input_files({"name": "лавка.docx", "mimeType": "application/octet-stream", "buffer": content})
    page.get_by_role("button", name="Загрузить", exact=True).click()
    link = page.get_by_role("link", name="лавка.docx")
    expect(link).to_be_visible()
    document = str(link.get_attribute("href")).rpartition("/")[2]
    house.wait(document)
    link.click()
    page.goto(f"/documents/{document}?tab=measures&show=all")
    expect(page.get_by_role("article").filter(has_text="лавку")).to_be_visible()
    expect(page.get_by_role("region", name="Текст источника")).to_contain_text("Покрасить лавку")
    page.get_by_role("button", name="Принять").first.click()
    expect(page.get_by_role("article").filter(has_text="лавку").first).to_contain_text("принято")
    page.goto("/measures")
    page.get_by_label("Слова").first.fill("лавка")
    page.get_by_role("search").get_by_role("button", name="Найти").click()
    expect(page.locator("main")).to_contain_text("Покрасить лавку")
    exported = page.context.request.get(f"{house.url}/v1/documents/{document}/export?format=csv")
    assert "Покрасить лавку" in exported.text()
    plan = house.first(f"/v1/plans?document={document}")["id"]
    page.goto(f"/plans/{plan}")
    with page.expect_download() as download:
        page.locator("details", has_text=re.compile("Скачать|Выгруз")).first.locator("summary").click()
        page.get_by_role("link", name=re.compile("XLSX", re.I)).first.click()
    assert download.value.suggested_filename.endswith(".xlsx")
