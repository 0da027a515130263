"""Plans printed as numbered paragraphs."""

from extractor.document import Paragraph
from extractor.plans.listed import find_listed_measures
from extractor.records import Measure


def listed(text: str, period: str | None = "2023") -> tuple[Measure, ...]:
    lines = [line for line in text.splitlines() if line.strip()]
    return find_listed_measures([Paragraph(text=line, block=block) for block, line in enumerate(lines, 1)], period=period).value


LABELLED = """
1. Работа с детьми
1.1. Провести викторину.
Срок: май.
Ответственный: Дубов А.А.
1.2. Обновить стенд.
Срок: июнь.
2. Работа с родителями
2.1. Провести собрание.
Срок: сентябрь.
"""


def test_a_number_over_its_own_sub_numbers_is_a_heading() -> None:
    assert [(*measure.section, measure.number) for measure in listed(LABELLED)] == [
        ("Работа с детьми", "1.1"),
        ("Работа с детьми", "1.2"),
        ("Работа с родителями", "2.1"),
    ]


def test_lines_with_labels_belong_to_the_measure_above() -> None:
    first, *_ = listed(LABELLED)
    assert [deadline.edtf for deadline in first.deadlines] == ["2023-05"]
    assert [party.person for party in first.responsible] == ["Дубов А.А."]


def test_months_alone_on_a_line_are_headings() -> None:
    months = "Январь\n1. Каток. Отв.: Дубов А.А.\n2. Лыжи. Отв.: Дубов А.А.\nФевраль\n1. Хоккей. Отв.: Дубов А.А."
    assert [measure.section for measure in listed(months)] == [("Январь",), ("Январь",), ("Февраль",)]


def test_the_short_label_needs_no_colon() -> None:
    text = "1. Каток, до 20 мая. Отв. комиссия по спорту.\n2. Лыжи. Отв. Дубов А.А.\n3. Хоккей. Отв. завуч, отв. секретарь совета."
    first, second, third = listed(text)
    assert (first.text, [party.name for party in first.responsible]) == ("Каток, до 20 мая.", ["комиссия по спорту"])
    assert [party.person for party in second.responsible] == ["Дубов А.А."]
    assert [party.name for party in third.responsible] == ["завуч", "отв. секретарь совета"]


def test_a_line_that_ends_in_a_colon_heads_the_numbered_lines_below() -> None:
    text = "Учебная работа:\n1. Зачёты. Срок: май.\n2. Экзамены. Срок: июнь.\nХозяйственная работа:\n1. Ремонт. Срок: июль."
    assert [measure.section for measure in listed(text)] == [("Учебная работа",), ("Учебная работа",), ("Хозяйственная работа",)]


def test_a_time_and_a_party_may_end_the_wording() -> None:
    text = "1. Смотр строя – 5 мая, завуч.\n2. Турнир (до 10 июня, Дубов А.А.).\n3. Поход – сентябрь, учитель химии Дубов А.А., родители."
    first, second, third = listed(text)
    assert (first.deadlines[0].edtf, [party.name for party in first.responsible]) == ("2023-05-05", ["завуч"])
    assert (second.deadlines[0].edtf, [party.person for party in second.responsible]) == ("../2023-06-10", ["Дубов А.А."])
    assert [(party.name, party.person) for party in third.responsible] == [("учитель химии", "Дубов А.А."), ("родители", None)]


def test_lines_with_a_mark_are_measures_where_none_has_a_number() -> None:
    text = "Январь\n- Каток. Отв.: Дубов А.А.\n- Лыжи, 7 января.\nФевраль\n- Хоккей. Отв.: Дубов А.А."
    first, second, third = listed(text.replace("Январь", "ЯНВАРЬ").replace("Февраль", "ФЕВРАЛЬ"))
    assert [(measure.section, measure.text, measure.number) for measure in (first, third)] == [
        (("ЯНВАРЬ",), "Каток.", None),
        (("ФЕВРАЛЬ",), "Хоккей.", None),
    ]
    assert [deadline.edtf for deadline in second.deadlines] == ["2023-01-07"]


def test_a_party_in_brackets_may_follow_the_time_that_ends_the_wording() -> None:
    text = "1. Создать комитет – до 15 июня (Орлов И.И.).\n2. Открыть ярмарку – 10 августа (отдел торговли, завуч).\n3. Концерт – май (по графику)."
    first, second, third = listed(text)
    assert ([d.edtf for d in first.deadlines], [p.person for p in first.responsible]) == (["../2023-06-15"], ["Орлов И.И."])
    assert ([d.edtf for d in second.deadlines], [p.name for p in second.responsible]) == (["2023-08-10"], ["отдел торговли", "завуч"])
    assert ([d.edtf for d in third.deadlines], third.responsible) == (["2023-05"], ())


def test_dash_lines_under_a_colon_are_parts_of_the_measure() -> None:
    text = "1. Украсить площадь:\n- поставить сцену – до 8 мая (МУП «Сервис»);\n- повесить флаги – до 9 мая.\n2. Поход. Срок: май.\n3. Турнир. Срок: май."
    first, *_ = listed(text)
    assert first.items == ("поставить сцену", "повесить флаги")
    assert first.text == "Украсить площадь: - поставить сцену - повесить флаги"
    assert [deadline.edtf for deadline in first.deadlines] == ["../2023-05-08", "../2023-05-09"]
    assert [party.name for party in first.responsible] == ["МУП «Сервис»"]


def test_paragraphs_that_open_with_a_time_are_measures() -> None:
    text = "1 июня – Праздник двора. Отв. Дубов А.А.\n6 июня – День поэта.\nКаждую среду – экскурсии. Отв. музей."
    assert [(measure.text, measure.number) for measure in listed(text)] == [
        ("Праздник двора.", None),
        ("День поэта.", None),
        ("экскурсии.", None),
    ]
    assert [measure.deadlines[0].edtf or measure.deadlines[0].rrule for measure in listed(text)] == [
        "2023-06-01",
        "2023-06-06",
        "FREQ=WEEKLY;BYDAY=WE",
    ]
