"""What each row of a plan table becomes."""

import pytest

from extractor.measures import find_measures, read_plan_layout
from extractor.records import Measure
from tests.builders import table


def measures(drawing: str, period: str | None = "2023") -> tuple[Measure, ...]:
    built = table(drawing)
    layout = read_plan_layout(built, title="План мероприятий")
    assert layout is not None
    return find_measures(built, layout, period=period).value


def texts(drawing: str) -> list[tuple[str, ...]]:
    return [(*measure.section, measure.text) for measure in measures(drawing)]


HEADER = "№ | Мероприятие | Срок | Исполнитель\n"


def test_a_row_is_a_measure() -> None:
    (measure,) = measures(HEADER + "1.1. | Починить мост; | май | Отдел дорог")
    assert (measure.number, measure.text) == ("1.1", "Починить мост")
    assert measure.deadlines[0].edtf == "2023-05"
    assert measure.responsible[0].name == "Отдел дорог"


def test_full_width_row_is_a_section_without_its_numbering() -> None:
    assert texts(HEADER + "Раздел I. Дороги | < | < | <\n1 | Починить мост | май | Отдел дорог") == [("Дороги", "Починить мост")]
    assert texts(HEADER + "Основное мероприятие 2. Дороги | < | < | <\n1 | Починить мост | май | Отдел дорог") == [
        ("Дороги", "Починить мост")
    ]


def test_sections_of_two_levels() -> None:
    drawing = """
    I. Дороги | < | < | <
    1. Мосты | < | < | <
    1 | Починить мост | май | Отдел дорог
    2. Тротуары | < | < | <
    2 | Вымостить тротуар | июнь | Отдел дорог
    II. Парки | < | < | <
    3 | Посадить липы | май | Отдел парков
    """
    assert texts(HEADER + drawing.strip()) == [
        ("Дороги", "Мосты", "Починить мост"),
        ("Дороги", "Тротуары", "Вымостить тротуар"),
        ("Парки", "Посадить липы"),
    ]


def test_headings_of_one_print_replace_each_other() -> None:
    drawing = "ЯНВАРЬ | < | < | <\n1 | Каток | 5 | Дубов А.А.\nФЕВРАЛЬ | < | < | <\n2 | Лыжи | 7 | Дубов А.А."
    first, second = measures(HEADER + drawing)
    assert (first.section, second.section) == (("ЯНВАРЬ",), ("ФЕВРАЛЬ",))
    assert (first.deadlines[0].edtf, second.deadlines[0].edtf) == ("2023-01-05", "2023-02-07")


def test_unmerged_heading_is_known_by_the_numbers_under_it() -> None:
    drawing = "1. | Дороги района | | \n1.1. | Починить мост | май | Отдел дорог"
    assert texts(HEADER + drawing) == [("Дороги района", "Починить мост")]


def test_row_with_a_wording_only_is_a_measure_when_nothing_says_heading() -> None:
    assert texts(HEADER + "1 | Починить мост | | \n2 | Вымостить тротуар | май | Отдел дорог") == [
        ("Починить мост",),
        ("Вымостить тротуар",),
    ]


def test_merged_cells_give_their_value_to_every_row() -> None:
    drawing = "1 | Починить мост | май | Отдел дорог\n2 | Вымостить тротуар | ^ | ^"
    assert [m.responsible[0].name for m in measures(HEADER + drawing)] == ["Отдел дорог", "Отдел дорог"]
    assert [m.deadlines[0].text for m in measures(HEADER + drawing)] == ["май", "май"]


def test_empty_unmerged_cells_stay_empty() -> None:
    _, second = measures(HEADER + "1 | Починить мост | май | Отдел дорог\n2 | Вымостить тротуар | | ")
    assert (second.deadlines, second.responsible) == ((), ())


def test_merged_number_with_two_capitalised_sub_rows_is_two_measures() -> None:
    drawing = "1 | Починить мост | май | Отдел дорог\n^ | Вымостить тротуар | июнь | Отдел дорог"
    assert [(m.number, m.text) for m in measures(HEADER + drawing)] == [("1", "Починить мост"), ("1", "Вымостить тротуар")]


def test_numbered_row_with_two_deadlines_is_one_measure() -> None:
    (measure,) = measures(HEADER + "1 | Починить мост | до 1 мая | Отдел дорог\n^ | ^ | до 1 июля | ^")
    assert [deadline.edtf for deadline in measure.deadlines] == ["../2023-05-01", "../2023-07-01"]


def test_rows_under_a_colon_are_items() -> None:
    drawing = "1 | Починить мосты: | май | Отдел дорог\n | - через Звонкий; | | \n | - через Тихий. | | "
    (measure,) = measures(HEADER + drawing)
    assert measure.items == ("через Звонкий", "через Тихий")


def test_values_without_a_wording_are_an_issue_and_not_another_measures_values() -> None:
    built = table("Мероприятие | Срок | Исполнитель\nПочинить мост | май | Отдел дорог\n | июнь | Отдел парков")
    layout = read_plan_layout(built, title="План мероприятий")
    assert layout is not None
    reading = find_measures(built, layout, period="2023")
    assert [[party.name for party in measure.responsible] for measure in reading.value] == [["Отдел дорог"]]
    assert [(issue.code, issue.evidence.text) for issue in reading.issues if issue.evidence] == [("row_without_measure", "июнь")]


def test_total_rows_are_no_measures() -> None:
    assert texts("№ | Мероприятие | Срок | Объем финансирования\n1 | Починить мост | май | 10\n | Итого | | 10") == [("Починить мост",)]


def test_repeated_header_and_counting_rows_are_no_measures() -> None:
    drawing = "1 | 2 | 3 | 4\n1 | Починить мост | май | Отдел дорог\n№ | Мероприятие | Срок | Исполнитель\n1 | 2 | 3 | 4\n2 | Вымостить тротуар | май | Отдел дорог"
    assert texts(HEADER + drawing) == [("Починить мост",), ("Вымостить тротуар",)]


def test_grouping_column_is_a_section() -> None:
    drawing = "Направление | Мероприятие | Срок | Исполнитель\n1. Дороги | Починить мост | май | Отдел дорог\n^ | Вымостить тротуар | май | Отдел дорог"
    assert texts(drawing) == [("Дороги", "Починить мост"), ("Дороги", "Вымостить тротуар")]


def test_column_with_a_value_on_every_row_is_a_note() -> None:
    drawing = "Направление | Мероприятие | Срок\nДороги | Починить мост | май\nПарки | Посадить липы | май\nШколы | Покрасить забор | май"
    assert [(m.section, m.note) for m in measures(drawing)] == [((), "Дороги"), ((), "Парки"), ((), "Школы")]


def test_scheme_without_a_measure_column_takes_the_column_that_says_what_is_done() -> None:
    drawing = "Руководитель | Компетенция | Срок | Способ продвижения\n1. ДУБОВ А.А. | 1. Отдел дорог К.К. Клёнов | май 2023 | встречи с жителями\n^ | 2. Отдел парков Е.Е. Елова | май 2023 | ^"
    first, second = measures(drawing)
    assert (first.text, second.text) == ("встречи с жителями", "встречи с жителями")
    assert [(party.person, party.role) for party in second.responsible] == [("Дубов А.А.", "lead"), ("Елова Е.Е.", "executor")]


def test_number_at_the_head_of_the_wording() -> None:
    (measure,) = measures("Мероприятие | Срок\n1.2. Починить мост | май")
    assert (measure.number, measure.text) == ("1.2", "Починить мост")


def test_capitalised_label_opens_a_section_for_the_rows_below() -> None:
    drawing = "Мероприятие | Срок\nБЛАГОУСТРОЙСТВО Посадить липы | май\nУбрать листву | октябрь\nОБРАЗОВАНИЕ Покрасить школу | июль"
    assert texts(drawing) == [
        ("БЛАГОУСТРОЙСТВО", "Посадить липы"),
        ("БЛАГОУСТРОЙСТВО", "Убрать листву"),
        ("ОБРАЗОВАНИЕ", "Покрасить школу"),
    ]


def test_start_and_end_columns_give_an_entry_each() -> None:
    drawing = "№ | Мероприятие | Срок реализации | <\n^ | ^ | начало | окончание\n1 | Починить мост | 01.02.2023 | 01.05.2023"
    (measure,) = measures(drawing)
    assert [deadline.edtf for deadline in measure.deadlines] == ["2023-02-01", "2023-05-01"]


def test_responsible_beside_co_executors_leads() -> None:
    (measure,) = measures(
        "Мероприятие | Срок | Ответственный исполнитель | Соисполнители\nПочинить мост | май | Отдел дорог | Отдел парков"
    )
    assert [(party.name, party.role) for party in measure.responsible] == [("Отдел дорог", "lead"), ("Отдел парков", "co_executor")]


def test_party_in_the_wording_counts_where_no_column_names_one() -> None:
    (measure,) = measures("№ | Мероприятие | Срок\n1 | Доклад о мостах. / Докладчик – Дубов А.А. | май")
    assert [party.person for party in measure.responsible] == ["Дубов А.А."]


def test_funding_in_thousands_by_year_and_source() -> None:
    drawing = """
    № | Мероприятие | Срок | Источник финансирования | Объем финансирования, тыс. руб. | < | <
    ^ | ^ | ^ | ^ | всего | 2023 | 2024
    1 | Починить мост | 2023-2024 годы | местный бюджет | 30,5 | 10,0 | 20,5
    ^ | ^ | ^ | областной бюджет | 0 | - | 0,0
    """
    (measure,) = measures(drawing)
    assert [(f.amount, f.year, f.source) for f in measure.funding] == [
        (30500.0, None, "местный бюджет"), (10000.0, 2023, "местный бюджет"), (20500.0, 2024, "местный бюджет"),
    ]  # fmt: skip


def test_counts_are_indicators_with_their_header() -> None:
    (measure,) = measures("№ | Мероприятие | Количество занятий | Ответственный\n1 | Клуб «Рябинка» | 12 | Дубов А.А.")
    assert measure.indicators == ("Количество занятий: 12",)


def test_completion_mark_is_a_status() -> None:
    drawing = "№ | Мероприятие | Срок | Отметка о выполнении\n1 | Мост | май | Выполнено\n2 | Парк | май | Не выполнено\n3 | Клуб | май | Выполнено частично\n4 | Сад | май | "
    assert [measure.status for measure in measures(drawing)] == ["done", "not_done", "partly", None]


@pytest.mark.parametrize(
    "drawing",
    [
        "№ | Наименование показателя | Единица измерения | 2023 | 2024\n1 | Число мостов | шт. | 1 | 2",
        "Должность | ФИО | Время приема\nГлава района | Дубов А.А. | вторник 10-12",
        "Наименование | Сумма, руб.\nКраска | 100",
        "№ | Наименование должности | Количество штатных единиц\n1 | Бухгалтер | 2",
    ],
)
def test_tables_that_are_no_plans(drawing: str) -> None:
    assert read_plan_layout(table(drawing), title="") is None


def test_every_value_stands_in_its_cell() -> None:
    drawing = HEADER + "Раздел 1. Дороги | < | < | <\n1. | Починить: 1) мост; 2) тротуар. | до 1 мая; до 1 июля | Отдел дорог, Дубов А.А."
    built = table(drawing)
    cells = {(cell.row, cell.column): cell.text for cell in built.cells}
    (measure,) = measures(drawing)
    found = [measure.evidence, *[d.evidence for d in measure.deadlines], *[p.evidence for p in measure.responsible]]
    found += [source for sources in measure.sources.values() for source in sources]
    assert measure.items == ("мост", "тротуар")
    assert len(found) > 6
    assert all(cells[e.row, e.column][e.start : e.end] == e.text for e in found)


def test_a_column_of_posts_names_no_parties_beside_a_column_of_the_responsible() -> None:
    header = "№ | Коррупционный риск | Должности | Меры по снижению риска | Срок | Ответственный\n"
    (measure,) = measures(header + "1 | Закупки | Завхоз | Проверять цены | май | Главный бухгалтер")
    assert [party.name for party in measure.responsible] == ["Главный бухгалтер"]


def test_hours_beside_a_day_are_no_deadline() -> None:
    header = "День | Мероприятие | Время, место | Исполнитель\n"
    (measure,) = measures(header + "вторник | Планёрка | 9.00, каб. 12 | Глава")
    assert [deadline.rrule for deadline in measure.deadlines] == ["FREQ=WEEKLY;BYDAY=TU"]


def test_blank_cells_behind_the_wording_group_nothing() -> None:
    header = "Мероприятие | Срок | Исполнитель | Принятые меры\n"
    drawing = "Починить мост | май | Отдел дорог | начато\nВымостить тротуар | май | Отдел дорог | \nПосадить липы | май | Отдел парков | "
    assert [measure.section for measure in measures(header + drawing)] == [(), (), ()]


@pytest.mark.parametrize("title", ["Ресурсное обеспечение реализации программы", "Объемы финансирования мероприятий программы"])
def test_a_table_of_finance_is_no_plan(title: str) -> None:
    drawing = """
    Наименование мероприятия | Исполнитель | Источник | 2022 | 2023
    Ремонт моста | Отдел дорог | местный бюджет | 120,0 | 130,0
    """
    assert read_plan_layout(table(drawing), title=title) is None


def test_a_row_between_numbered_rows_that_has_only_a_wording_is_a_section() -> None:
    drawing = """
     | 1. Заседания совета | |
    1 | О бюджете | март | Глава
     | 2. Работа комиссий | |
    2 | Обсудить смету | май | Глава
    """
    assert texts(HEADER + drawing.strip("\n")) == [("Заседания совета", "О бюджете"), ("Работа комиссий", "Обсудить смету")]


def test_a_section_over_the_header_counts_where_others_stand_below() -> None:
    drawing = f"БЛОК «СПОРТ» | < | < | <\n{HEADER}1 | Забег | май | Глава\nБЛОК «КУЛЬТУРА» | < | < | <\n2 | Концерт | июнь | Глава"
    assert texts(drawing) == [("БЛОК «СПОРТ»", "Забег"), ("БЛОК «КУЛЬТУРА»", "Концерт")]


def test_a_title_over_the_header_is_no_section() -> None:
    assert texts(f"План работы на 2023 год | < | < | <\n{HEADER}1 | Забег | май | Глава") == [("Забег",)]


def test_a_ditto_mark_repeats_the_cell_above() -> None:
    first, second = measures(HEADER + "1 | Забег | май | Отдел спорта\n2 | Кросс | -//- | -//-")
    assert second.responsible[0].name == "Отдел спорта"
    assert second.deadlines[0].edtf == first.deadlines[0].edtf


def test_a_label_in_the_wording_names_the_party_where_its_column_is_empty() -> None:
    (measure,) = measures(HEADER + "1 | О безопасности выборов. Докладчик: Дубов А.А. | май | ")
    assert [party.person for party in measure.responsible] == ["Дубов А.А."]


def test_a_month_above_the_table_completes_its_days() -> None:
    built = table(HEADER + "1 | Забег | 1-20 | Глава")
    layout = read_plan_layout(built, title="План мероприятий")
    assert layout is not None
    (measure,) = find_measures(built, layout, period="2023", above=("Февраль",)).value
    assert measure.deadlines[0].edtf == "2023-02-01/2023-02-20"
    assert measure.section == ()


def test_one_column_for_times_and_parties_is_read_as_both() -> None:
    (measure,) = measures("Действие | Срок и ответственный | Результат\nОформить журнал | до 18.10.2023, мастер Дубов А.А. | журнал")
    assert measure.deadlines[0].edtf == "../2023-10-18"
    assert [(party.name, party.person) for party in measure.responsible] == [("мастер", "Дубов А.А.")]


def test_a_start_without_an_end_is_a_date_and_a_continuous_time() -> None:
    (measure,) = measures("Мероприятие | Дата начала | Дата окончания\nВести сайт | 01.07.2023 | постоянно")
    assert [(deadline.kind, deadline.edtf) for deadline in measure.deadlines] == [("calendar", "2023-07-01"), ("continuous", None)]


def test_a_plan_may_have_a_column_of_indicators() -> None:
    drawing = "№ | Наименование | Срок | Исполнитель | Показатели\n1 | Ремонт клуба | март | Отдел ЖКХ | 1 шт."
    assert read_plan_layout(table(drawing), title="План") is not None


@pytest.mark.parametrize(
    ("title", "drawing"),
    [
        ("Контактные данные", "Наименование организации | Адрес | Телефон | Руководитель\nШкола № 1 | ул. Мира | 2-22-22 | Клён И.И."),
        (
            "Реестр муниципальных программ",
            "№ | Наименование программы | Срок реализации | Исполнитель\n1 | Развитие культуры | 2020-2022 | Отдел культуры",
        ),
        ("Показатели", "Наименование показателя | Срок | Ответственный\nДоля детей в кружках | 2022 | Клён И.И."),
    ],
)
def test_a_register_is_no_plan(title: str, drawing: str) -> None:
    assert read_plan_layout(table(drawing), title=title) is None


def test_ticks_under_months_are_deadlines() -> None:
    drawing = """
    № | Мероприятие | Исполнитель | Месяц | < | <
    ^ | ^ | ^ | янв | фев | март
    1 | Проверить журналы | Завуч | + | | х
    2 | Обновить стенд | Завуч | | + | -
    """
    first, second = measures(drawing.strip())
    assert [deadline.edtf for deadline in first.deadlines] == ["2023-01", "2023-03"]
    assert [deadline.edtf for deadline in second.deadlines] == ["2023-02"]


def test_a_form_of_work_beside_a_name_is_the_mechanism() -> None:
    header = "Форма работы | Название мероприятия | Срок | Исполнитель\n"
    (measure,) = measures(header + "Книжная выставка | «Новинки лета» | июнь | Абонемент")
    assert (measure.text, measure.mechanism) == ("«Новинки лета»", "Книжная выставка")


def test_results_that_say_done_or_not_are_the_status() -> None:
    header = "Мероприятие | Срок | Исполнитель | Результат исполнения\n"
    first, second = measures(header + "Забег | май | Глава | Исполнено\nКросс | май | Глава | Не исполнено, нет средств")
    assert [(measure.status, measure.result) for measure in (first, second)] == [("done", None), ("not_done", None)]


def test_the_weekday_beside_a_day_adds_no_deadline() -> None:
    (measure,) = measures("Дата | День недели | Время | Мероприятие | Исполнитель\n3 мая | пятница | по афише | Концерт | Глава")
    assert [deadline.edtf for deadline in measure.deadlines] == ["2023-05-03"]


def test_a_roman_number_over_figures_heads_a_section_though_nothing_is_merged() -> None:
    drawing = (
        HEADER + "I | Дороги и мосты | | \n1 | Починить мост | май | Отдел дорог\nII | Парки | | \n2 | Посадить липы | май | Отдел парков"
    )
    assert texts(drawing) == [("Дороги и мосты", "Починить мост"), ("Парки", "Посадить липы")]


def test_actual_dates_and_marks_without_a_status_are_kept_in_the_note() -> None:
    drawing = "Мероприятие | Срок | Фактическая дата | Отметка о выполнении\nМост | май | 12.05.2023 | Перечень работ у завхоза\nПарк | май | | Выполнено"
    first, second = measures(drawing)
    assert (first.status, first.note) == (None, "Фактическая дата: 12.05.2023; Отметка о выполнении: Перечень работ у завхоза")
    assert (second.status, second.note) == ("done", None)


def test_a_lone_cell_over_rows_without_numbers_is_a_section() -> None:
    drawing = """
    Время | Мероприятие | Ответственный
    Понедельник, 3 июня |  |
    8.30 | Совещание | Отдел дорог
    Вторник, 4 июня |  |
    10.00 | Приём граждан | Отдел писем
    """
    assert texts(drawing.strip()) == [("Понедельник, 3 июня", "Совещание"), ("Вторник, 4 июня", "Приём граждан")]
    assert [measure.deadlines[0].edtf for measure in measures(drawing.strip())] == ["2023-06-03", "2023-06-04"]


def test_a_wording_over_dated_rows_without_numbers_is_a_section() -> None:
    drawing = """
    Мероприятие | Срок | Исполнитель
    Работа с детьми |  |
    Починить качели | май | Отдел парков
    """
    assert texts(drawing.strip()) == [("Работа с детьми", "Починить качели")]


@pytest.mark.parametrize(
    ("mark", "status"), [("вып.", "done"), ("не вып.", "not_done"), ("Снято с контроля", "done"), ("просрочено", "not_done")]
)
def test_completion_marks_in_short(mark: str, status: str) -> None:
    (measure,) = measures(f"№ | Мероприятие | Срок | Отметка\n1 | Починить мост | май | {mark}")
    assert measure.status == status


def test_months_that_group_rows_complete_the_days_beside_them() -> None:
    drawing = """
    Месяц | Число | Мероприятие | Исполнитель
    Январь | 5-8 | Посидеть у ёлки | Клуб
    ^ | весь месяц | Собрать заявки | Отдел
    Февраль | до 25 | Сдать отчёт | Отдел
    """
    read = measures(drawing.strip())
    assert [measure.section for measure in read] == [("Январь",), ("Январь",), ("Февраль",)]
    assert [measure.deadlines[0].edtf for measure in read] == ["2023-01-05/2023-01-08", "2023-01", "../2023-02-25"]


def test_a_month_beside_its_day_is_no_deadline_of_its_own() -> None:
    (measure, _) = measures("Мероприятие | Месяц | День\nПосадить липы | май | 12\nПостричь липы | июль | 3")
    assert [deadline.edtf for deadline in measure.deadlines] == ["2023-05-12"]


def test_a_month_beside_a_whole_date_is_a_deadline_of_its_own() -> None:
    (measure, _) = measures("Мероприятие | Месяц | Дата\nПосадить липы | май | 12 мая\nПостричь липы | июль | 3 июля")
    assert [deadline.edtf for deadline in measure.deadlines] == ["2023-05", "2023-05-12"]


@pytest.mark.parametrize(
    ("cell", "edtf", "party"),
    [
        ("Август, методист", "2023-08", "методист"),
        ("сентябрь Отдел образования", "2023-09", "Отдел образования"),
        ("до 5 мая (завуч)", "../2023-05-05", "завуч"),
        ("Отдел культуры - май", "2023-05", "Отдел культуры"),
        ("май / Отдел культуры", "2023-05", "Отдел культуры"),
        ("15.03.2023 г. Глава поселения", "2023-03-15", "Глава поселения"),
    ],
)
def test_a_column_of_times_and_parties_needs_no_comma(cell: str, edtf: str, party: str) -> None:
    (measure,) = measures(f"№ | Мероприятие | Срок и ответственный\n1 | Починить мост | {cell}")
    assert [deadline.edtf for deadline in measure.deadlines] == [edtf]
    assert [found.name for found in measure.responsible] == [party]
