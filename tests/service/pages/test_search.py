"""Search over all measures on a page, and its files."""

from starlette.testclient import TestClient

from tests.service.stored import PLAN, Shelf, read


def many(count: int) -> str:
    """Give a plan of many measures."""
    rows = "".join(f"{number} | Покрасить забор {number} | до 1 мая | Отдел дорог |\n" for number in range(1, count + 1))
    return f"План работ на 2023 год\n\n№ | Мероприятие | Срок | Исполнитель |\n{rows}"


def test_measures_are_found_by_words_and_filters(client: TestClient, shelf: Shelf) -> None:
    assert "/documents/upload" in client.get("/measures").text
    shelf.keep(read(PLAN))
    page = client.get("/measures?q=мосты&unit=&due_from=&sort=relevance").text
    assert "<mark>мост</mark>" in page
    assert "/plans/" in page
    by_person = client.get("/measures?person=Ёлкина").text
    assert "Провести ярмарку" in by_person
    assert "Починить мост" not in by_person
    assert "Починить мост" in client.get("/measures?due_from=2023-04-01&due_to=2023-05-31").text
    assert "Обновить ёлку" in client.get("/measures?has_issue=true").text
    assert "Ничего не найдено" in client.get("/measures?q=аэродром").text
    wrong = client.get("/measures?due_from=вчера&q=мост")
    assert (wrong.status_code, "Починить" in wrong.text) == (422, True)


def test_found_measures_are_given_page_by_page(client: TestClient, shelf: Shelf) -> None:
    shelf.keep(read(many(70)))
    first = client.get("/measures?q=забор").text
    following = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "Покрасить <mark>забор</mark> 50" in first
    assert "забор</mark> 51" not in first
    second = client.get(following).text
    assert "забор</mark> 70" in second
    assert 'rel="next"' not in second
    assert client.get("/measures?q=мост&cursor=nonsense").status_code == 422


def test_what_was_found_is_given_as_a_file(client: TestClient, shelf: Shelf) -> None:
    shelf.keep(read(PLAN), name="=план.txt")
    table = client.get("/measures/export?q=мост&unit=")
    assert table.headers["content-type"].startswith("text/csv")
    assert "attachment" in table.headers["content-disposition"]
    lines = table.text.splitlines()
    assert (len(lines), lines[1].startswith("'=план.txt,")) == (2, True)
    assert "Починить мост через реку Луга" in lines[1]
    streamed = client.get("/measures/export?q=мост&format=ndjson")
    assert streamed.json()["text"] == "Починить мост через реку Луга"
    assert client.get("/measures/export?due_from=вчера").status_code == 422
