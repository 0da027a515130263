"""The protocol that an auditor signs."""

import io
from typing import Any

from docx import Document

from extractor.comparison.signing import SignOff, items_of
from extractor.exporters.comparison.entries import entries_of
from extractor.exporters.comparison.protocol import write_protocol
from tests.comparison_outputs.pairs import EVERY_CHANGE, OLD, compared

KEY = next(item.key for item in items_of(EVERY_CHANGE.whole) if item.family == "measure")
ACCEPTED = SignOff(key=KEY, mark="accepted", who="Ольхина А.А.", when="05.03.2024", note="Согласовано с отделом")
GONE = SignOff(key="0" * 16, mark="question", who="Вязов Б.Б.", when="06.03.2024", note="Почему?", subject="п. 9 (срок)")


def tables(*sign_offs: SignOff) -> list[list[list[str]]]:
    document = Document(io.BytesIO(write_protocol(EVERY_CHANGE, sign_offs=sign_offs)))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def paragraphs(content: bytes) -> list[str]:
    return [part.text for part in Document(io.BytesIO(content)).paragraphs]


def test_it_names_both_documents_their_files_and_their_hashes() -> None:
    rows = {row[0]: row[1:] for row in tables()[0]}
    assert rows["Документ"] == [
        "План от 10.01.2023", "План от 10.02.2023",
    ]  # fmt: skip
    assert rows["Файл"] == ["старый.docx", "новый.docx"]
    assert rows["SHA-256 файла"] == ["a" * 64, "b" * 64]
    assert rows["Версия Плановика"] == ["0.1.0", "0.2.0"]
    assert rows["Пунктов / мероприятий"] == ["2 / 3", "2 / 3"]


def test_it_counts_the_differences_by_class() -> None:
    rows = {row[0]: row[1:] for row in tables()[1]}
    assert rows["изменено"] == ["2", "1", "0", "1"]
    assert rows["добавлено"][0] == rows["исключено"][0] == "1"
    assert rows["без изменений"] == ["0", "1", "", ""]


def signed_rows(*sign_offs: SignOff) -> list[list[str]]:
    return [row for row in tables(*sign_offs)[2] if row[0].isdigit()]


def test_every_difference_has_empty_columns_for_the_sign_off() -> None:
    header, below = tables()[2][:2]
    assert header[3] == "Отметка проверяющего"
    assert below[3:] == ["просмотрено", "принято", "вопрос", "замечание", "кто, когда"]
    assert len(signed_rows()) == len(entries_of(EVERY_CHANGE))
    assert {text for row in signed_rows() for text in row[3:]} == {""}


def test_a_sign_off_that_was_given_stands_in_its_row_alone() -> None:
    signed: list[Any] = [row[3:] for row in signed_rows(ACCEPTED) if any(row[3:])]
    assert signed == [["", "V", "", "Согласовано с отделом", "Ольхина А.А., 05.03.2024"]]


def test_several_auditors_sign_one_difference() -> None:
    seen = SignOff(key=KEY, mark="seen", who="Вязов Б.Б.", when="07.03.2024")
    (signed,) = [row[3:] for row in signed_rows(ACCEPTED, seen) if any(row[3:])]
    assert signed[:2] == ["V", "V"]
    assert signed[3] == "Ольхина А.А.: Согласовано с отделом"
    assert signed[4] == "Ольхина А.А., 05.03.2024 (принято)\nВязов Б.Б., 07.03.2024 (просмотрено)"


def test_a_void_sign_off_is_listed_apart_and_struck_through() -> None:
    void = tables(GONE)[3]
    assert void[1] == ["п. 9 (срок)", "вопрос", "Почему?", "Вязов Б.Б., 06.03.2024"]
    document = Document(io.BytesIO(write_protocol(EVERY_CHANGE, sign_offs=[GONE])))
    assert all(run.font.strike for cell in document.tables[3].rows[1].cells for run in cell.paragraphs[0].runs)


def test_without_void_sign_offs_there_is_no_such_part() -> None:
    assert len(tables(ACCEPTED)) == 3


def test_it_ends_with_the_place_for_the_signature() -> None:
    assert paragraphs(write_protocol(EVERY_CHANGE))[-1].startswith("Проверяющий: ____")


def test_equal_versions_have_a_protocol_too() -> None:
    assert "Различий нет." in paragraphs(write_protocol(compared(OLD, OLD)))
