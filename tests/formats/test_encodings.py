"""Encodings of plain text: what the bytes of invented office wordings are read as."""

import pytest

from extractor.formats.encodings import decode

SENTENCES = (
    "Провести субботник на площади Мира до 1 мая 2021 г.",
    "Отчёт о выполнении плана представить в отдел культуры не позднее 15 декабря.",
    "Фестиваль народного творчества «Родник»",
    "Ежеквартально, до 10 числа месяца, следующего за отчётным",
    "ОБ УТВЕРЖДЕНИИ ПЛАНА МЕРОПРИЯТИЙ ПО ПРОТИВОДЕЙСТВИЮ КОРРУПЦИИ",
    "директор МБУ ДК «Заря» Котов П.П.",
    "Щебень, подъезды, объявления, съёмка",
    "Разместить на сайте www.example.ru (раздел News) материалы для подписчиков",
    "I квартал 2023",
    "постоянно",
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "cp866", "koi8-r"])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_read_in_every_encoding(sentence, encoding):
    if encoding in ("cp866", "koi8-r"):
        sentence = sentence.replace("«", '"').replace("»", '"')
    assert decode(sentence.encode(encoding))[0].lstrip("\ufeff") == sentence


@pytest.mark.parametrize("encoding", ["mac-cyrillic", "iso8859-5"])
def test_a_rare_encoding_is_read_when_the_text_is_long_enough(encoding):
    text = "Подготовить доклад о ходе ремонта дорог и внести предложения главе посёлка. " * 3
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("encoding", ["cp866", "koi8-r"])
def test_frames_do_not_hide_the_encoding(encoding):
    text = "┌────┬──────────┐\n│ №  │ Срок     │\n├────┼──────────┤\n│ 1  │ май      │\n└────┴──────────┘\n" * 5
    assert decode(text.replace("№", "N").encode(encoding)) == (text.replace("№", "N"), encoding)


def test_a_few_broken_bytes_do_not_make_utf_8_something_else():
    content = ("Провести сход граждан. " * 20).encode() + b"\xff" + "Итоги".encode()
    text, encoding = decode(content)
    assert encoding == "utf-8"
    assert text.endswith("\ufffdИтоги")


def test_a_file_cut_inside_a_letter_is_still_utf_8():
    assert decode("Провести сход".encode()[:-1])[0].startswith("Провести схо")


def test_plain_ascii_is_utf_8():
    assert decode(b"Plan 2021") == ("Plan 2021", "utf-8")
