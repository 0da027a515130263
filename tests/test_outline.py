"""The outline: parts, titles above tables, narrative."""

import pytest

from extractor.document import Document
from extractor.outline import Outline, read_outline
from tests.builders import table
from tests.drawings import draw

ACT = (
    "^АДМИНИСТРАЦИЯ ГОРОДА ЗАРЕЧНОГО",
    "^ПОСТАНОВЛЕНИЕ",
    "от 05.05.2021 № 51",
    "О плане мероприятий",
    "В целях благоустройства города ПОСТАНОВЛЯЮ:",
    "1. Утвердить план мероприятий (приложение 1).",
    "2. Контроль оставляю за собой.",
    "Глава города Н.Н. Осокин",
    "→Приложение 1",
    "→к постановлению администрации",
    "→от 05.05.2021 № 51",
    "^ПЛАН",
    "^мероприятий по благоустройству",
    "^на 2021 год",
    "| № п/п | Мероприятие | Срок | Ответственный |",
    "| 1 | Уборка | май | отдел |",
    "→Приложение 2",
    "→к постановлению администрации",
    "→от 05.05.2021 № 51",
    "^Состав комиссии",
    "Осокин Н.Н. – председатель комиссии",
)


@pytest.fixture
def outline() -> Outline:
    return read_outline(draw(ACT))


def test_an_act_with_appendices_has_a_part_for_each(outline: Outline) -> None:
    assert [(part.kind, part.appendix) for part in outline.parts] == [("act", None), ("appendix", "1"), ("appendix", "2")]


def test_the_parts_cover_every_block_once(outline: Outline) -> None:
    covered = [block for part in outline.parts for block in range(part.first, part.last + 1)]
    assert covered == [block.block for block in outline.document.blocks]


def test_a_table_knows_its_appendix(outline: Outline) -> None:
    assert outline.part_of(15).appendix == "1"


def test_a_title_of_several_lines_is_joined_in_sentence_case(outline: Outline) -> None:
    title = outline.title_above(15)
    assert title is not None
    assert title.text == "План мероприятий по благоустройству на 2021 год"


def test_a_title_keeps_its_lines(outline: Outline) -> None:
    title = outline.title_above(15)
    assert title is not None
    assert [line.block for line in title.lines] == [12, 13, 14]


def test_the_points_end_at_the_signature(outline: Outline) -> None:
    assert [point.text[:2] for group in outline.parts[0].operative for point in group] == ["1.", "2."]


def test_heads_points_and_signatures_are_no_narrative(outline: Outline) -> None:
    assert [paragraph.block for paragraph in outline.narrative] == [20]


def test_a_heading_above_a_second_table_is_its_title() -> None:
    outline = read_outline(
        draw(
            [
                "^План работы школы на 2020 год",
                "^I. Работа с родителями",
                "| № п/п | Мероприятие | Срок | Ответственный |",
                "| 1 | Собрание | май | завуч |",
                "^II. Работа с детьми",
                "| № п/п | Мероприятие | Срок | Ответственный |",
                "| 1 | Поход | июнь | учитель |",
            ]
        )
    )
    title = outline.title_above(5)
    assert title is not None
    assert title.text == "II. Работа с детьми"


def test_an_appendix_without_a_name_begins_at_its_stamp() -> None:
    lines = [line for line in ACT if not line.startswith("→")]
    lines[8:8] = ["→УТВЕРЖДЕН", "→постановлением администрации", "→от 05.05.2021 № 51"]
    assert [part.kind for part in read_outline(draw(lines)).parts] == ["act", "appendix"]


def test_a_letters_list_of_enclosures_is_no_appendix() -> None:
    outline = read_outline(draw(["О планах", "Направляем план на согласование.", "Приложение: на 3 л. в 1 экз.", "Глава И.И. Клён"]))
    assert len(outline.parts) == 1


def test_a_clause_about_an_appendix_is_no_appendix() -> None:
    outline = read_outline(draw([*ACT[:5], "1. Приложение 1 к постановлению изложить в новой редакции.", "Глава И.И. Клён"]))
    assert len(outline.parts) == 1


def test_an_appendix_named_after_its_text_begins_no_part() -> None:
    outline = read_outline(
        draw(
            [
                "^ПЛАН РАБОТЫ",
                "| № п/п | Мероприятие | Срок |",
                "| 1 | Уборка | май |",
                "→Приложение 2",
                "→к Постановлению от 17.03.2015 N 121",
            ]
        )
    )
    assert len(outline.parts) == 1


def test_the_headings_of_a_report_stay_in_its_narrative() -> None:
    outline = read_outline(
        draw(["^ЗАРЕЧНЫЙ", "*Что сделано в 2020 году", "Отремонтировано пять школ и построен новый детский сад на двести мест."])
    )
    assert [paragraph.text[:3] for paragraph in outline.narrative] == ["ЗАР", "Что", "Отр"]


@pytest.mark.parametrize("stamp", ["УТВЕРЖДАЮ", "«УТВЕРЖДАЮ»", "Утверждаю:", "У Т В Е Р Ж Д А Ю", "УТВЕРЖДЕНО"])
def test_a_stamp_is_known_in_every_form(stamp: str) -> None:
    outline = read_outline(draw([f"→{stamp}", "→Директор МБУ «Парк»", "→И.И. Клён", "^План работы на 2021 год"]))
    assert len(outline.parts[0].lines("approved")) == 3


@pytest.mark.parametrize(
    "word", ["ПОСТАНОВЛЯЮ:", "п о с т а н о в л я ю:", "ПРИКАЗЫВАЮ :", "Совет депутатов РЕШИЛ:", "администрация ПОСТАНОВЛЯЕТ:", "обязываю:"]
)
def test_an_enacting_word_makes_an_act(word: str) -> None:
    outline = read_outline(draw(["О мерах", f"В целях порядка {word}", "1. Утвердить план."]))
    assert (outline.parts[0].kind, len(outline.parts[0].operative[0])) == ("act", 1)


def test_an_empty_document_has_no_parts() -> None:
    assert read_outline(draw([])).parts == ()


def test_sentences_before_the_enacting_one_are_narrative() -> None:
    outline = read_outline(
        draw(
            [
                "^ГЛАВА ГОРОДА ЗАРЕЧНОГО",
                "^РАСПОРЯЖЕНИЕ",
                "от 05.05.2021 № 51",
                "Об итогах подготовки к зиме",
                "В 2020 году отремонтировано два километра сетей.",
                "В соответствии с Уставом города обязываю:",
                "1. Отделу ЖКХ завершить ремонт котельной.",
                "Глава города И.И. Клён",
            ]
        )
    )
    assert [paragraph.block for paragraph in outline.narrative] == [5]


def test_a_title_over_a_plans_header_inside_the_table_is_the_title() -> None:
    inside = table("План работы музея на январь 2022 года | < | <\n№ | Мероприятие | Исполнитель\n1 | Экскурсия | Ключарёв А.А.")
    outline = read_outline(Document(format="html", blocks=(inside,)))
    title = outline.part_title(outline.parts[0])
    assert title is not None
    assert title.text == "План работы музея на январь 2022 года"
