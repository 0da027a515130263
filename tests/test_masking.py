"""Masking: names of persons in every form and spelling, and words that only look like names."""

import pytest

from extractor.exporters.json import to_json
from extractor.formats import read_document
from extractor.masking import Masks, Person, make_register, mask_blocks, mask_text, mask_value, persons_of
from extractor.pipeline import extract_records
from service.jobs.extraction import plain_blocks
from tests.service.test_masked_names import PERSONS, every_form

REGISTER = make_register([
    Person("Иванов", "И.И."), Person("Мороз", "А.Б."), Person("Петрова-Водкина", "К.С."), Person("Кравец", "О.О."), Person("Гагарин", "Ю.А."),
])  # fmt: skip
MASKED = {
    "declined, initials after": ("Поручить Иванову И.И.", "Поручить [лицо 1]"),
    "declined, initials before": ("вместе с И. И. Ивановым", "вместе с [лицо 1]"),
    "no blank between": ("И.И.Иванов", "[лицо 1]"),
    "no dots": ("Иванову ИИ", "[лицо 1]"),
    "non-breaking blanks": ("И.\u00a0И.\u00a0Иванов", "[лицо 1]"),
    "a tab and a line break": ("Иванов\tИ.\nИ.", "[лицо 1]"),
    "a word cut at a line's end": ("Ива-\nнову поручить", "[лицо 1] поручить"),
    "a soft hyphen": ("Ива\u00adнову", "[лицо 1]"),
    "Latin letters that look alike": ("Ивaнoв И.И.", "[лицо 1]"),
    "capitals": ("И.И. ИВАНОВУ", "[лицо 1]"),
    "a surname alone": ("доложить Иванову", "доложить [лицо 1]"),
    "after a title": ("обращение г-на Иванова", "обращение г-на [лицо 1]"),
    "a full name": ("Иванов Иван Иванович", "[лицо 1]"),
    "a full name, declined": ("Ивану Ивановичу Иванову", "[лицо 1]"),
    "given names alone": ("Уважаемый Иван Иванович!", "Уважаемый [лицо 1]!"),
    "a double surname": ("Петровой-Водкиной К. С.", "[лицо 3]"),
    "a fleeting vowel": ("согласовать с Кравцом", "согласовать с [лицо 4]"),
    "in quotes with initials": ("«О поощрении Иванова И.И.»", "«О поощрении [лицо 1]»"),
    "a mailbox": ("ivanov_ii@adm.ru", "[лицо 1]@adm.ru"),
    "a hyphenated position": ("директор-Иванов", "директор-[лицо 1]"),
    "a common word as a name": ("Ответственный Мороз доложит", "Ответственный [лицо 2] доложит"),
    "a common word alone in its cell": ("Мороз", "[лицо 2]"),
}
KEPT = {
    "a street": "улица Иванова, дом 5",
    "in honour": "школа имени Гагарина",
    "in honour, with initials": "Школа им. Ю.А. Гагарина",
    "a town": "посёлок Иваново",
    "a district": "Ивановский район",
    "a common word": "Ударил мороз. Мороз повредил трубы.",
    "a firm": "ООО «Иванов»",
    "a prize": "кубок Гагарина",
}


@pytest.mark.parametrize(("text", "masked"), MASKED.values(), ids=MASKED.keys())
def test_a_name_is_masked(text: str, masked: str) -> None:
    assert mask_text(text, REGISTER) == masked


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT.keys())
def test_what_is_no_mention_stays(text: str) -> None:
    assert mask_text(text, REGISTER) == text


def test_a_file_name_has_names_in_small_and_in_latin_letters() -> None:
    assert mask_text("prikaz_иванова_Moroz.docx", REGISTER, is_file_name=True) == "prikaz_[лицо 1]_[лицо 2].docx"


def test_all_forms_of_everybody_of_the_corpus_are_masked_by_one_number() -> None:
    register = make_register([Person(*person.split()) for person in PERSONS])
    for form, initials in every_form():
        for text in (f"Поручить {form.capitalize()} {initials} отчёт.", f"Поручить {initials}{form.capitalize()} отчёт."):
            assert mask_text(text, register).startswith("Поручить [лицо "), text
            assert mask_text(text, register).endswith("] отчёт."), text


def test_a_hidden_person_is_masked_and_namesakes_are_not() -> None:
    hidden = make_register([Person("Иванов", "И.И.")], hidden="[лицо скрыто]")
    assert mask_text("Иванов П.П., Иванова Анна Петровна и Иванову И.И.", hidden) == "Иванов П.П., Иванова Анна Петровна и [лицо скрыто]"


def test_evidence_points_to_the_masked_text() -> None:
    text = "План\n\n№ | Мероприятие | Срок | Исполнитель |\n1 | Дубову А.А. починить мост | до 1 мая 2026 | Отдел дорог, Дубов А.А. |\n"
    document = read_document(text.encode())
    records, blocks = to_json(extract_records(document)), plain_blocks(document)
    masked, masks = mask_blocks(blocks, persons_of([records, blocks], make_register([])))
    measure = mask_value(records, masks)["plans"][0]["measures"][0]
    assert measure["text"] == "[лицо 1] починить мост"
    assert measure["responsible"][-1]["person"] == "[лицо 1]"
    cells = {(cell["row"], cell["column"]): cell["text"] for block in masked for cell in block.get("cells", ())}
    for part in (measure, *measure["responsible"], *measure["deadlines"]):
        evidence = part["evidence"]
        assert cells[evidence["row"], evidence["column"]][evidence["start"] : evidence["end"]] == evidence["text"]


def test_persons_that_no_record_names_are_found_in_texts() -> None:
    register = persons_of({"text": "Доклад Сидоренко П.П., затем Сидоренко отвечает."}, make_register([]))
    assert mask_value({"text": "отвечает Сидоренко"}, Masks(register)) == {"text": "отвечает [лицо 1]"}


def test_a_long_text_without_names_takes_no_long() -> None:
    for text in ("ш" * 200_000, "И." * 50_000, "a-" * 50_000, "«" * 50_000):
        assert mask_text(text, REGISTER) == text
