"""Plans on pages: their list, one plan in its views, what has no day, hostile texts."""

from starlette.testclient import TestClient

from tests.service.stored import PLAN, Shelf, read

HOSTILE = "<script>alert(1)</script>"
DAYLESS = """План работы на 2023 год

№ | Мероприятие | Срок | Исполнитель |
1 | Провести совещание | ежеквартально | Отдел кадров |
2 | Следить за порядком | постоянно | Отдел кадров |
3 | Ответить заявителю | в течение 10 дней со дня обращения | Отдел писем |
4 | Сдать отчёт | до 20 января | Отдел кадров |
"""


def plan_of(shelf: Shelf) -> str:
    return str(shelf.rows("SELECT id FROM plans ORDER BY place")[0]["id"])


def test_plans_are_listed_searched_and_an_empty_list_says_what_to_do(client: TestClient, shelf: Shelf) -> None:
    assert "/documents/upload" in client.get("/plans").text
    shelf.keep(read(PLAN))
    plan = plan_of(shelf)
    assert f'href="/plans/{plan}"' in client.get("/plans").text
    found = client.get("/plans?q=благоустройство&issuer=&document_kind=").text
    assert "<mark>благоустройства</mark>" in found
    assert "Ничего не найдено" in client.get("/plans?q=аэродром").text
    refused = client.get("/plans?q=и")
    assert (refused.status_code, 'role="alert"' in refused.text) == (422, True)
    assert client.get("/plans?document_kind=nonsense").status_code == 422


def test_a_plan_is_a_table_under_its_headings_narrowed_by_its_form(client: TestClient, shelf: Shelf) -> None:
    document = shelf.keep(read(PLAN))
    plan = plan_of(shelf)
    page = client.get(f"/plans/{plan}").text
    assert page.index(">Дороги<") < page.index("Починить мост") < page.index("Культура и досуг<")
    assert f"/documents/{document}?tab=measures" in page
    assert f"/v1/plans/{plan}/export?format=xlsx" in page
    assert "не разобран" in page
    assert "замечание разбора" in page
    narrowed = client.get(f"/plans/{plan}?unit=отдел+парков&section=&due_from=").text
    assert "Вымостить тротуар" in narrowed
    assert "Починить мост" not in narrowed
    assert "Таких мероприятий в плане нет" in client.get(f"/plans/{plan}?q=аэродром").text
    wrong = client.get(f"/plans/{plan}?due_from=2023-05-01&due_to=2022-05-01")
    assert (wrong.status_code, "не применена" in wrong.text) == (422, True)


def test_a_timeline_shows_every_measure_once_with_a_day_or_beside_it(client: TestClient, shelf: Shelf) -> None:
    shelf.keep(read(DAYLESS))
    plan = plan_of(shelf)
    page = client.get(f"/plans/{plan}?view=timeline&year=2023").text
    table, _, beside = page.partition("Без дня в календаре")
    quarters = table.partition("Провести совещание")[2].partition("</tr>")[0]
    assert [f">{day}!" in quarters for day in (31, 30)] == [True, True]
    assert quarters.count("срок прошёл") == 4
    assert "Сдать отчёт" in table
    assert "Следить за порядком" in beside
    assert "Ответить заявителю" in beside
    assert "Выберите другой год" in client.get(f"/plans/{plan}?view=timeline&year=2030").text
    assert client.get(f"/plans/{plan}?view=timeline&year=99999").status_code == 422


def test_a_plan_is_counted_by_section_by_unit_and_by_month(client: TestClient, shelf: Shelf) -> None:
    shelf.keep(read(PLAN))
    plan = plan_of(shelf)
    assert "Культура и досуг" in client.get(f"/plans/{plan}?view=sections").text
    assert "Отдел культуры" in client.get(f"/plans/{plan}?view=units").text
    load = client.get(f"/plans/{plan}?view=load").text
    assert "Отметок о выполнении в самом плане нет" in load
    assert 'class="heat-5"' in load
    printed = client.get(f"/plans/{plan}?view=print").text
    assert printed.count("<tr><td>") == 4
    assert 'href="/lines/new?document=' in client.get(f"/plans/{plan}/compare").text


def test_hostile_texts_are_shown_and_never_run(client: TestClient, shelf: Shelf) -> None:
    source = PLAN.replace("Починить мост", f"Починить {HOSTILE} мост").replace("Отдел парков", f"Отдел парков {HOSTILE}")
    shelf.keep(read(source), name=f"{HOSTILE}.txt")
    plan = plan_of(shelf)
    pages = [f"/plans/{plan}?view={view}" for view in ("table", "timeline", "sections", "units", "load", "print")]
    for address in (*pages, "/plans", "/plans?q=план", "/measures", "/measures?q=мост", "/units", f"/units/{HOSTILE}"):
        page = client.get(address).text
        assert "<script>alert" not in page, address
        assert "style=" not in page, address
