"""Amending acts applied: what is changed, what is refused, in which order; a refused instruction changes nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from extractor.consolidation import Consolidation, consolidate
from extractor.consolidation.cases import in_other_cases
from extractor.pipeline import extract_records
from extractor.records import Records
from tests.amendments.test_reading import draw_lines
from tests.drawings import stands_in

NUMBER = "№ п/п | Мероприятие | Срок исполнения | Ответственный исполнитель"
ROWS = (
    "1 | Провести сход граждан | февраль 2022 г. | Глава администрации",
    "2 | Подготовить водоёмы и проверить водоёмы | до 15 апреля 2022 г. | Отдел ЖКХ",
    "3 | Провести День посёлка | 12 июня 2022 г. | Отдел культуры, отдел спорта",
)


def resolution(date: str, number: str, title: str, *points: str) -> list[str]:
    head = ["^АДМИНИСТРАЦИЯ ЛЕСНОГО РАЙОНА", "^ПОСТАНОВЛЕНИЕ", f"от {date} № {number}", title, "ПОСТАНОВЛЯЮ:"]
    return [*head, *points, "Глава района С.С. Ясенев"]


BASE_LINES = [
    *resolution(
        "11.01.2022", "3", "Об утверждении плана работы на 2022 год",
        "1. Утвердить план работы на 2022 год (приложение).",
        "2. Отделу культуры до 1 мая 2022 г. подготовить афишу.",
        "3. Контроль за исполнением постановления оставляю за собой.",
    ),
    "→Приложение", "→к постановлению администрации Лесного района", "→от 11.01.2022 № 3", "^План работы на 2022 год",
    f"| {NUMBER}", *(f"| {row}" for row in ROWS),
]  # fmt: skip
BASE = extract_records(draw_lines(BASE_LINES))
TARGET = "администрации Лесного района от 11.01.2022 № 3"


def act_lines(*points: str, date: str = "01.04.2022", number: str = "19", target: str = TARGET) -> list[str]:
    lead = f"1. Внести в План работы на 2022 год, утверждённый постановлением {target}, следующие изменения:"
    return resolution(date, number, f"О внесении изменений в постановление {target}", lead, *points)


def an_act(*points: str, **particulars: str) -> Records:
    return extract_records(draw_lines(act_lines(*points, **particulars)))


def apply(*points: str) -> Consolidation:
    return consolidate(BASE, [an_act(*points)])


def codes(found: Consolidation) -> list[str]:
    return [refusal.issue.code for refusal in found.refused]


def texts(records: Records) -> list[str]:
    return [measure.text for plan in records.plans for measure in plan.measures]


def test_the_base_is_read_as_written() -> None:
    assert [m.number for plan in BASE.plans for m in plan.measures] == ["1", "2", "3"]


def test_changed_words_of_a_deadline_give_another_deadline() -> None:
    found = apply("1.1. В пункте 3 слова «12 июня» заменить словами «18 июня».")
    assert found.records.plans[0].measures[2].deadlines[0].edtf == "2022-06-18"


def test_each_changed_field_is_linked_to_the_point_and_its_place() -> None:
    lines = act_lines("1.1. В пункте 3 слова «12 июня» заменить словами «18 июня».")
    document = draw_lines(lines)
    (link,) = consolidate(BASE, [extract_records(document)]).links
    assert (link.record, link.index, link.number, link.field, link.point) == ("measure", 2, "3", "deadlines", "1.1")
    assert stands_in(document, link.evidence)


def test_removed_words_of_a_party_cell_leave_the_other_party() -> None:
    found = apply("1.1. В графе «Ответственный исполнитель» строки 3 слова «, отдел спорта» исключить.")
    assert [party.name for party in found.records.plans[0].measures[2].responsible] == ["Отдел культуры"]


def test_a_point_of_the_act_is_changed_by_an_act_that_names_the_act() -> None:
    points = (f"2. В пункте 2 постановления {TARGET} слова «до 1 мая» заменить словами «до 1 июня».",)
    found = consolidate(BASE, [an_act("1.1. Пункт 1 исключить.", *points)])
    assert (found.records.clauses[1].deadlines[0].edtf, codes(found)) == ("../2022-06-01", [])


@pytest.mark.parametrize(
    ("point", "code"),
    [
        ("1.1. В пункте 2 слово «водоёмы» заменить словом «пруды».", "amendment_words_twice"),
        ("1.1. В пункте 3 слова «12 июля» заменить словами «18 июля».", "amendment_words_missing"),
        ("1.1. В пункте 3 слова «12 июня 2О22» заменить словами «18 июня 2022».", "amendment_words_missing"),
        ("1.1. Пункт 9 исключить.", "amendment_place_unknown"),
        ("1.1. Дополнить пунктом 2 следующего содержания: «2. Провести ярмарку.».", "amendment_place_taken"),
        ("1.1. Абзац второй пункта 3 исключить.", "amendment_place_unknown"),
        ("1.1. Пункт 3 дополнить абзацем следующего содержания: «Отчёт направить главе.».", "amendment_wording_unclear"),
        ("1.1. Пункт 3 постановления дополнить абзацем следующего содержания: «Отчёт направить главе.».", "amendment_wording_unclear"),
        ("1.1. В графе 9 строки 3 слова «июня» заменить словами «июля».", "amendment_column_unknown"),
        ("1.1. По всему тексту слова «сход граждане» заменить словами «собрание».", "amendment_words_inflected"),
        ("1.1. Пункт 3 изложить в следующей редакции: «3. Провести День посёлка до 20 июня 2022 г.».", "amendment_cells_unclear"),
    ],
)
def test_what_cannot_be_applied_is_refused_and_changes_nothing(point: str, code: str) -> None:
    found = apply(point)
    assert (codes(found), found.records, found.links) == ([code], BASE, ())


def test_a_row_whose_cells_do_not_fit_the_columns_is_refused() -> None:
    found = apply("1.1. Строку 3 изложить в следующей редакции:", "| «3 | Провести День посёлка | июль 2022 г.».")
    assert (codes(found), found.records) == (["amendment_cells_unclear"], BASE)


def test_a_point_that_an_earlier_instruction_removed_is_told_apart() -> None:
    assert codes(apply("1.1. Пункт 3 исключить.", "1.2. В пункте 3 слова «июня» исключить.")) == ["amendment_place_removed"]


def test_an_act_on_another_act_changes_nothing() -> None:
    found = consolidate(BASE, [an_act("1.1. Пункт 3 исключить.", target="администрации Лесного района от 12.02.2021 № 8")])
    assert (codes(found), found.records) == (["amendment_other_act"], BASE)


def test_an_act_that_amends_itself_changes_nothing() -> None:
    itself = an_act("1.1. Пункт 3 исключить.", target="администрации Лесного района от 01.04.2022 № 19")
    assert codes(consolidate(BASE, [itself])) == ["amendment_of_itself"]


def test_acts_that_amend_each_other_change_nothing() -> None:
    base = replace(BASE, amendments=an_act("1.1. Пункт 1 исключить.", target="администрации Лесного района от 01.04.2022 № 19").amendments)
    assert codes(consolidate(base, [an_act("1.1. Пункт 3 исключить.")])) == ["amendment_circle"]


def test_an_act_older_than_its_base_changes_nothing() -> None:
    assert codes(consolidate(BASE, [an_act("1.1. Пункт 3 исключить.", date="10.01.2022")])) == ["amendment_too_early"]


def test_an_act_without_changes_says_so() -> None:
    plain = extract_records(draw_lines(resolution("01.04.2022", "19", "О субботнике", "1. Отделу культуры провести субботник.")))
    assert codes(consolidate(BASE, [plain])) == ["amendment_none"]


def chain() -> Sequence[Records]:
    first = an_act("1.1. В пункте 3 слова «12 июня» заменить словами «18 июня».", date="01.03.2022", number="9")
    second = an_act("1.1. В пункте 3 слова «18 июня» заменить словами «25 июня».", date="01.04.2022", number="19")
    return first, second


def test_acts_are_applied_in_order_of_date_however_they_are_given() -> None:
    first, second = chain()
    assert consolidate(BASE, [first, second]).records == consolidate(BASE, [second, first]).records
    assert consolidate(BASE, [second, first]).records.plans[0].measures[2].deadlines[0].edtf == "2022-06-25"


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ("вступает в силу с 1 июня 2022 года.", "2022-06-01"),
        ("вступает в силу после его официального опубликования, но не ранее 01.06.2022 г.", "2022-06-01"),
        ("вступает в силу с 1 июня 2022 г. и действует до 31 декабря 2022 г.", "2022-06-01"),
        ("вступает в силу со дня подписания и распространяется на правоотношения, возникшие с 1 февраля 2022 г.", "2022-04-01"),
        ("вступает в силу с 1 февраля 2022 года.", "2022-04-01"),
        ("вступает в силу по истечении 10 дней после опубликования.", "2022-04-01"),
        ("вступает в силу с 1 июня 2022 года, за исключением пункта 1, вступающего в силу со дня подписания.", "2022-04-01"),
    ],
)
def test_an_act_changes_the_plan_from_the_day_of_its_entry_into_force(said: str, since: str) -> None:
    act = an_act("1.1. Пункт 2 исключить.", f"2. Настоящее постановление {said}")
    day = date.fromisoformat(since)
    (label,) = {link.act for link in consolidate(BASE, [act], as_of=since).links}
    assert (label.date, label.in_force) == ("2022-04-01", since)
    assert not consolidate(BASE, [act], as_of=(day - timedelta(1)).isoformat()).links


def test_the_version_as_of_a_day_has_the_acts_up_to_it() -> None:
    found = consolidate(BASE, chain(), as_of="2022-03-31")
    assert found.records.plans[0].measures[2].deadlines[0].edtf == "2022-06-18"


def test_two_acts_of_one_day_at_one_place_are_told() -> None:
    first = an_act("1.1. В пункте 1 слово «сход» заменить словом «собрание».", number="9")
    second = an_act("1.1. В пункте 1 слово «собрание» заменить словом «совещание».", number="10")
    found = consolidate(BASE, [second, first])
    assert texts(found.records)[0] == "Провести совещание граждан"
    assert [notice.code for notice in found.notices] == ["amendment_same_day"]


def test_the_base_and_the_acts_stay_as_they_were() -> None:
    base, acts = extract_records(draw_lines(BASE_LINES)), [*chain()]
    consolidate(base, acts)
    assert (base, acts) == (extract_records(draw_lines(BASE_LINES)), [*chain()])


def test_no_acts_change_nothing() -> None:
    assert consolidate(BASE, []) == Consolidation(records=BASE, links=(), refused=())


def test_a_plan_quoted_as_a_whole_table_takes_the_place_of_the_old_one() -> None:
    rows = ("| 1 | Провести слёт | май 2022 г. | Отдел спорта", "| 2 | Провести рейд | июнь 2022 г. | Отдел ЖКХ")
    points = ("2. Приложение к постановлению " + TARGET + " изложить в следующей редакции:", f"| {NUMBER}", *rows)
    found = consolidate(BASE, [an_act("1.1. Пункт 3 исключить.", *points)])
    assert (texts(found.records), codes(found)) == (["Провести слёт", "Провести рейд"], [])


def test_words_of_a_whole_column_are_changed_in_every_row() -> None:
    found = apply("1.1. В графе «Ответственный исполнитель» слова «Отдел ЖКХ» заменить словами «Отдел дорог».")
    assert (found.records.plans[0].measures[1].responsible[0].name, codes(found)) == ("Отдел дорог", [])


def test_an_act_of_the_chain_that_is_not_given_is_told() -> None:
    lead = f"1. Внести в План работы на 2022 год, утверждённый постановлением {TARGET} (в редакции постановления от 01.03.2022 № 9), изменения:"
    lines = resolution("01.04.2022", "19", "О внесении изменений", lead, "1.1. Пункт 3 исключить.")
    second = extract_records(draw_lines(lines))
    first = an_act("1.1. Пункт 1 исключить.", date="01.03.2022", number="9")
    assert [notice.code for notice in consolidate(BASE, [second]).notices] == ["amendment_missing_act"]
    assert consolidate(BASE, [first, second]).notices == ()


def test_a_plan_without_number_or_date_is_known_by_its_title() -> None:
    plain = replace(BASE, document=replace(BASE.document, date=None, number=None), clauses=())
    assert [m.number for m in consolidate(plain, [an_act("1.1. Пункт 3 исключить.")]).records.plans[0].measures] == ["1", "2"]


def test_an_act_that_the_base_has_in_it_is_not_applied_again() -> None:
    base = replace(BASE, document=replace(BASE.document, amended_by=("от 01.04.2022 № 19",)))
    found = consolidate(base, [an_act("1) пункт 1 дополнить словами «и дни открытых дверей»")])
    assert codes(found) == ["amendment_in_base"]
    assert found.records == base


def numbers(records: Records) -> list[tuple[str | None, str]]:
    return [(measure.number, measure.text) for plan in records.plans for measure in plan.measures]


def test_a_row_is_found_by_the_number_that_it_was_given() -> None:
    found = apply("1.1. Пункт 2 исключить, пункт 3 считать пунктом 2.", "1.2. В пункте 2 слова «12 июня» заменить словами «18 июня».")
    assert (numbers(found.records), codes(found)) == ([("1", "Провести сход граждан"), ("2", "Провести День посёлка")], [])
    assert found.records.plans[0].measures[1].deadlines[0].edtf == "2022-06-18"


def test_numbers_close_up_where_the_act_says_so() -> None:
    found = apply("1.1. Пункт 1 исключить, изменив последующую нумерацию пунктов.")
    assert [number for number, _ in numbers(found.records)] == ["1", "2"]


def test_a_new_row_takes_the_number_of_one_that_moves_on() -> None:
    new = ("1.1. Дополнить новой строкой 2 следующего содержания:", "| «2 | Провести слёт | май 2022 г. | Отдел спорта».")
    found = apply(*new, "1.2. Строки 2 и 3 считать соответственно строками 3 и 4.")
    assert [text for _, text in numbers(found.records)][1] == "Провести слёт"
    assert ([number for number, _ in numbers(found.records)], codes(found)) == (["1", "2", "3", "4"], [])


def test_after_a_renumbering_that_is_not_clear_no_number_is_trusted() -> None:
    found = apply("1.1. Строку 2 считать строкой 3.", "1.2. Строку 1 исключить.", "1.3. Последующую нумерацию изменить.")
    assert found.records == BASE
    assert set(codes(found)) == {"amendment_numbers_unclear"}


def test_points_of_an_act_are_renumbered_too() -> None:
    points = (f"2. В постановлении {TARGET}: пункт 2 исключить, пункт 3 считать пунктом 2.",)
    found = consolidate(BASE, [an_act("1.1. Пункт 1 исключить.", *points)])
    assert [(clause.number, clause.kind) for clause in found.records.clauses] == [("1", "approval"), ("2", "control")]


def test_words_of_a_paragraph_are_changed_where_they_stand_once_in_its_point() -> None:
    found = apply("1.1. В абзаце первом пункта 3 слова «День посёлка» заменить словами «праздник посёлка».")
    assert (texts(found.records)[2], codes(found)) == ("Провести праздник посёлка", [])


def test_a_point_named_after_the_plan_is_none_of_the_act() -> None:
    lead = f"1. Внести в постановление {TARGET} «Об утверждении плана работы на 2022 год» следующие изменения:"
    act = extract_records(draw_lines(resolution("01.04.2022", "19", "О внесении изменений", lead, "1.1. Пункт 2 плана исключить.")))
    found = consolidate(BASE, [act])
    assert (found.records.clauses, len(found.records.plans[0].measures)) == (BASE.clauses, 2)


def test_points_of_a_regulation_are_none_of_the_plan() -> None:
    lead = f"1. Внести в Положение о комиссии, утверждённое постановлением {TARGET}, следующие изменения:"
    act = extract_records(draw_lines(resolution("01.04.2022", "19", "О внесении изменений", lead, "1.1. Пункт 2 исключить.")))
    assert (codes(consolidate(BASE, [act])), consolidate(BASE, [act]).records) == (["amendment_place_unknown"], BASE)


def test_the_text_of_a_plan_is_none_of_its_act() -> None:
    found = apply("1.1. По тексту Плана слова «Отдел культуры» заменить словами «Отдел досуга».")
    assert (found.records.clauses, codes(found)) == (BASE.clauses, [])
    assert found.records.plans[0].measures[2].responsible[0].name == "Отдел досуга"


SECTIONED = extract_records(
    draw_lines(
        [*BASE_LINES[:-3], f"| I. Собрания{' | <' * 3}", f"| {ROWS[0]}", f"| II. Работы{' | <' * 3}", *(f"| {row}" for row in ROWS[1:])]
    )
)


def sections(records: Records) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(measure.number, measure.section) for plan in records.plans for measure in plan.measures]


def test_the_base_with_sections_is_read_as_written() -> None:
    assert sections(SECTIONED) == [("1", ("Собрания",)), ("2", ("Работы",)), ("3", ("Работы",))]


def test_a_section_is_put_into_a_new_edition_with_its_rows() -> None:
    rows = (
        f"| «II. Работы и праздники{' | <' * 3}",
        "| 2 | Проверить водоёмы | май 2022 г. | Отдел ЖКХ",
        "| 4 | Провести слёт | июль 2022 г. | Отдел спорта».",
    )
    found = consolidate(SECTIONED, [an_act("1.1. Раздел II изложить в следующей редакции:", *rows)])
    assert (texts(found.records), codes(found)) == (["Провести сход граждан", "Проверить водоёмы", "Провести слёт"], [])
    assert [section for _, section in sections(found.records)][1:] == [("Работы и праздники",)] * 2
    assert {(link.number, link.field) for link in found.links} >= {("2", "text"), ("3", None), ("4", None)}


def test_a_section_is_added_behind_the_last_one() -> None:
    rows = (f"| «III. Праздники{' | <' * 3}", "| 4 | Провести слёт | июль 2022 г. | Отдел спорта».")
    found = consolidate(SECTIONED, [an_act("1.1. Дополнить разделом III следующего содержания:", *rows)])
    assert (sections(found.records)[3:], codes(found)) == ([("4", ("Праздники",))], [])


def test_a_section_gets_another_name() -> None:
    found = consolidate(SECTIONED, [an_act("1.1. Наименование раздела I изложить в следующей редакции: «Собрания и встречи».")])
    assert (sections(found.records)[0], codes(found)) == (("1", ("Собрания и встречи",)), [])


def test_a_section_whose_rows_cannot_be_parted_stays_as_it_was() -> None:
    rows = ("| «2 | Проверить водоёмы | май 2022 г. | Отдел ЖКХ", "|  | Провести слёт | июль 2022 г. | Отдел спорта».")
    found = consolidate(SECTIONED, [an_act("1.1. Раздел II изложить в следующей редакции:", *rows)])
    assert (codes(found), found.records) == (["amendment_cells_unclear"], SECTIONED)


def test_a_section_keeps_its_number_when_another_goes() -> None:
    found = consolidate(SECTIONED, [an_act("1.1. Раздел I исключить.", "1.2. В разделе II пункт 2 исключить.", "1.3. Раздел I исключить.")])
    assert (sections(found.records), codes(found)) == ([("3", ("Работы",))], ["amendment_place_unknown"])


def named_act(*points: str) -> Records:
    lead = f"1. Внести в постановление {TARGET} «Об утверждении плана работы на 2022 год» следующие изменения:"
    return extract_records(draw_lines(resolution("01.04.2022", "19", "О внесении изменений", lead, *points)))


def test_words_that_only_a_row_of_the_plan_has_are_changed_there() -> None:
    found = consolidate(BASE, [named_act("1.1. В пункте 3 слова «День посёлка» заменить словами «праздник посёлка».")])
    assert (texts(found.records)[2], found.records.clauses, codes(found)) == ("Провести праздник посёлка", BASE.clauses, [])


def test_a_row_in_a_table_is_a_row_of_the_plan() -> None:
    act = named_act("1.1. Пункт 3 изложить в следующей редакции:", "| «3. | Провести слёт | июль 2022 г. | Отдел спорта».")
    found = consolidate(BASE, [act])
    assert (texts(found.records)[2], found.records.clauses) == ("Провести слёт", BASE.clauses)


def test_a_point_that_only_the_plan_has_is_not_taken_out_by_an_act_on_its_act() -> None:
    found = consolidate(replace(BASE, clauses=BASE.clauses[:2]), [named_act("1.1. Пункт 3 исключить.")])
    assert codes(found) == ["amendment_place_unknown"]


def test_the_cell_of_one_column_is_not_put_over_the_parties_of_another() -> None:
    found = apply("1.1. Графу «Соисполнители» пункта 1 изложить в следующей редакции: «Отдел спорта».")
    assert (codes(found), found.records) == (["amendment_unclear_field"], BASE)


def test_a_dash_in_a_cell_stands_for_nothing() -> None:
    found = apply("1.1. Строку 3 изложить в следующей редакции:", "| «3 | Провести День посёлка | июль 2022 г. | –».")
    assert (found.records.plans[0].measures[2].responsible, codes(found)) == ((), [])


def test_words_are_changed_in_the_cases_in_which_they_stand() -> None:
    say = "слова «отдел культуры» в соответствующих падежах заменить словами «управление культуры» в соответствующих падежах"
    found = consolidate(BASE, [named_act(f"1.1. По тексту постановления и приложения к нему {say}.")])
    assert found.records.clauses[1].text == "Управлению культуры до 1 мая 2022 г. подготовить афишу."
    assert (found.records.plans[0].measures[2].responsible[0].name, codes(found)) == ("Управление культуры", [])


def test_words_in_other_cases_are_not_changed_where_the_act_does_not_say_so() -> None:
    found = consolidate(BASE, [named_act("1.1. По тексту постановления слова «отдел культуры» заменить словами «отдел досуга».")])
    assert (codes(found), found.records) == (["amendment_words_inflected"], BASE)


@pytest.mark.parametrize(
    ("old", "new", "form", "changed"),
    [
        ("Отдел лесов", "Управление лесов", "Отделу лесов", "Управлению лесов"),
        ("Администрация района", "Администрация округа", "Администрации района", "Администрации округа"),
        ("Иванов И.И.", "Петров П.П.", "Иванова И.И.", "Петрова П.П."),
        ("муниципальный район", "муниципальный округ", "муниципального района", "муниципального округа"),
        ("Администрация", "Управление", "Администрации", None),
    ],
)
def test_a_form_is_changed_where_its_case_is_sure(old: str, new: str, form: str, changed: str | None) -> None:
    assert dict(in_other_cases(old, new)).get(form) == changed


def test_a_year_that_the_new_words_repeat_stands_once() -> None:
    found = apply("1.1. В пункте 3 слова «12 июня» заменить словами «18 июня 2022 г.».")
    assert [d.text for d in found.records.plans[0].measures[2].deadlines] == ["18 июня 2022 г."]


MONEY = extract_records(
    draw_lines(
        [
            *BASE_LINES[:-4],
            "| № п/п | Мероприятие | Срок исполнения | Исполнитель | Всего, тыс. руб. | в том числе 2022 год, тыс. руб.",
            "| 1 | Провести сход | февраль 2022 г. | Глава администрации | 12,5 | 10,5",
            "| 2 | Провести слёт | март 2022 г. | Отдел спорта | 300,0 | 120,0",
        ]
    )
)


def money(records: Records) -> list[list[float]]:
    return [[entry.amount for entry in measure.funding] for plan in records.plans for measure in plan.measures]


def test_a_row_with_money_is_put_into_a_new_edition() -> None:
    row = "| «2 | Провести слёт | май 2022 г. | Отдел спорта | 400,0 | 220,5»."
    found = consolidate(MONEY, [an_act("1.1. Строку 2 изложить в следующей редакции:", row)])
    assert (money(found.records), codes(found)) == ([[12500.0, 10500.0], [400000.0, 220500.0]], [])
    assert [entry.year for entry in found.records.plans[0].measures[1].funding] == [None, 2022]


@pytest.mark.parametrize(
    ("point", "changed"),
    [
        ("в строке 2 цифры «300,0» заменить цифрами «350,0»", [350000.0, 120000.0]),
        ("графу 6 строки 2 изложить в следующей редакции: «150,0»", [300000.0, 150000.0]),
    ],
)
def test_an_amount_is_changed_in_its_column(point: str, changed: list[float]) -> None:
    found = consolidate(MONEY, [an_act(f"1) {point}.")])
    assert (money(found.records)[1], codes(found)) == (changed, [])


def test_a_number_is_no_part_of_another_one() -> None:
    found = consolidate(MONEY, [an_act("1.1. В строке 1 цифры «12» заменить цифрами «15».")])
    assert (codes(found), found.records) == (["amendment_words_missing"], MONEY)


def test_of_rows_with_one_number_the_one_that_has_the_words_is_meant() -> None:
    twice = extract_records(
        draw_lines([*BASE_LINES[:-3], f"| I. Собрания{' | <' * 3}", f"| {ROWS[0]}", f"| II. Работы{' | <' * 3}", f"| 1{ROWS[1][1:]}"])
    )
    found = consolidate(twice, [an_act("1.1. В пункте 1 слова «сход граждан» заменить словами «собрание».", "1.2. Пункт 1 исключить.")])
    assert (texts(found.records)[0], codes(found)) == ("Провести собрание", ["amendment_place_twice"])


def test_a_sentence_is_added_behind_a_stop() -> None:
    found = apply("1.1. Пункт 1 дополнить предложением следующего содержания: «Составить протокол.».")
    assert (texts(found.records)[0], codes(found)) == ("Провести сход граждан. Составить протокол.", [])


def test_words_that_the_point_has_in_another_case_are_not_looked_for_in_the_plan() -> None:
    row = "| 2 | Провести сход | до 15 апреля 2022 г. | Отдел культуры"
    base = extract_records(draw_lines([*BASE_LINES[:-2], row]))
    found = consolidate(base, [named_act("1.1. В пункте 2 слова «Отдел культуры» заменить словами «Отдел досуга».")])
    assert (codes(found), found.records) == (["amendment_words_missing"], base)


def test_a_row_with_rows_under_it_is_not_taken_out_alone() -> None:
    base = extract_records(draw_lines([*BASE_LINES, "| 3.1 | Провести концерт | 12 июня 2022 г. | Отдел культуры"]))
    assert codes(consolidate(base, [an_act("1.1. Пункт 3 исключить.")])) == ["amendment_place_twice"]
