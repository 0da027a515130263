"""Where a header ends and what its columns hold."""

from extractor.tables import guess_layout, is_counter_row, read_layout
from tests.builders import table


def roles(drawing: str) -> list[str]:
    layout = read_layout(table(drawing))
    assert layout is not None
    return [column.role for column in layout.columns]


def test_one_header_row() -> None:
    layout = read_layout(table("№ | Мероприятие | Срок | Исполнитель\n1 | Починить мост | май | Отдел дорог"))
    assert layout is not None
    assert [column.role for column in layout.columns] == ["number", "measure", "deadline", "responsible"]
    assert layout.first_row == 2


def test_two_level_header_with_merged_cells() -> None:
    drawing = """
    № | Мероприятие | Срок реализации | < | Объем финансирования, тыс. руб. | <
    ^ | ^ | начало | окончание | 2023 год | 2024 год
    1 | Починить мост | май 2023 | июль 2023 | 10 | 20
    """
    layout = read_layout(table(drawing))
    assert layout is not None
    assert layout.first_row == 3
    assert [column.role for column in layout.columns] == ["number", "measure", "deadline_start", "deadline_end", "funding", "funding"]


def test_sub_headers_without_merged_neighbours() -> None:
    drawing = """
    № | Мероприятие | Количество | < | Исполнитель
     |  | план | факт |
    1 | Починить мост | 2 | 1 | Отдел дорог
    """
    layout = read_layout(table(drawing))
    assert layout is not None
    assert layout.first_row == 3


def test_column_counting_row_is_no_data() -> None:
    layout = read_layout(table("№ | Мероприятие | Срок\n1 | 2 | 3\n1 | Починить мост | май"))
    assert layout is not None
    assert layout.first_row == 3


def test_title_row_inside_the_table_comes_before_the_header() -> None:
    layout = read_layout(table("План работы на 2023 год | < | <\n№ | Мероприятие | Срок\n1 | Починить мост | май"))
    assert layout is not None
    assert layout.header_row == 2
    assert layout.first_row == 3


def test_table_of_contacts_has_no_plan_header() -> None:
    assert read_layout(table("Иванов И.И. | 2-22-22\nПетров П.П. | 3-33-33")) is None


def test_counting_rows() -> None:
    assert is_counter_row(table("1 | 2 | 3 | 4").grid[0])
    assert is_counter_row(table("1 | 2 | 3 = 4 + 5").grid[0])
    assert not is_counter_row(table("1 | Работа | 3").grid[0])
    assert not is_counter_row(table("5 | 7").grid[0])


def test_headerless_table_is_guessed_by_its_cells() -> None:
    drawing = """
    1 | Починить мост через ручей Звонкий | до 1 июля 2023 г. | Дубов А.А.
    2 | Покрасить скамейки в парке Рябиновом | до 1 июня 2023 г. | Кленов Б.Б.
    """
    layout = guess_layout(table(drawing))
    assert layout is not None
    assert [column.role for column in layout.columns] == ["number", "measure", "deadline", "responsible"]
    assert {column.rule for column in layout.columns} == {"guessed by content"}


def test_headerless_table_of_words_is_not_guessed() -> None:
    assert guess_layout(table("Починить мост через ручей | Покрасить скамейки\nПосадить деревья | Убрать листья")) is None


def test_sub_headers_tell_what_a_header_of_several_things_holds() -> None:
    drawing = """
    № | Мероприятие | Сроки и место проведения | < | Участники | < | Исполнитель
    ^ | ^ | дата | место | категория | кол-во чел. | ^
    1 | Забег | 5 мая | парк | все желающие | 40 | Отдел спорта
    """
    assert roles(drawing.strip()) == ["number", "measure", "deadline", "place", "audience", "indicators", "responsible"]


def test_an_actual_date_is_told_by_its_sub_header() -> None:
    drawing = """
    Мероприятие | Срок | < | Сведения о ходе реализации мероприятия | <
    ^ | план | факт | реализованные меры | фактический срок реализации
    Купить кулер | май | июнь | куплен | 3 июня
    """
    assert roles(drawing.strip()) == ["measure", "deadline", "deadline_actual", "status", "deadline_actual"]


def test_a_column_headed_by_a_year_holds_amounts_or_nothing_known() -> None:
    drawing = """
    № | Мероприятие | Исполнитель | Источник | 2022 | 2023
    1 | Ремонт моста | Отдел дорог | местный бюджет | 120,0 | 130,0
    """
    layout = read_layout(table(drawing))
    assert layout is not None
    assert [column.role for column in layout.columns][-2:] == ["funding", "funding"]


def test_a_column_of_numbers_beside_the_measures_numbers_them_whatever_its_header_says() -> None:
    assert roles("Пункт плана | Наименование мероприятия | Срок\n1.1 | Починить мост | май\n1.2 | Починить дорогу | июнь")[0] == "number"
    assert roles("Поз. | Мероприятие | Срок\n1 | Починить мост | май\n2 | Починить дорогу | июнь")[0] == "number"
    assert roles("Пункт плана | Срок\nПочинить мост | май")[0] == "measure"
