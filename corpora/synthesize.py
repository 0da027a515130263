"""Makes large plans with gold records, for scale tests: the same seed and size give the same bytes.

In: a number of measures and a seed. Out: NAME.json, NAME.docx and NAME.pdf. Every measure has a wording of its own; sections
stand across the table, a grouping column is merged over several rows, parties are merged now and then.

    python -m corpora.synthesize [OUT] [--measures 2000] [--seed 1]
"""

import argparse
import json
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpora.gold import Json, compile_gold
from corpora.render import FURTHER, RENDERERS
from corpora.source import Layout, parse_layout, printed_text

VOCABULARY = Path(__file__).parent / "vocabulary.toml"
FORMATS = ("docx", "pdf")
ROWS_PER_SECTION = 60
HEAD = """@centre bold
АДМИНИСТРАЦИЯ ВЕРХНЕЛУГСКОГО МУНИЦИПАЛЬНОГО РАЙОНА
ПОСТАНОВЛЕНИЕ
@left
от 16.12.2024 № 812-п
@left
Об утверждении сводного плана работ на 2025 - 2027 годы
@text
На основании Устава Верхнелугского муниципального района администрация района ПОСТАНОВЛЯЕТ:
@clauses
1. Утвердить сводный план работ на 2025 - 2027 годы (прилагается).
2. Отделу информатизации (Лаптев К.Д.) разместить постановление на официальном сайте района.
3. Контроль за исполнением постановления оставляю за собой.
@signature
Глава района | А.П. Ведерников
@break
@right
Приложение ¶ к постановлению администрации ¶ от 16.12.2024 № 812-п
@centre bold
СВОДНЫЙ ПЛАН РАБОТ НА 2025 - 2027 ГОДЫ
@table repeat
columns: number=1.2 section=3.2 text=6 deadline=3 responsible=3.6 result=2.6
header: 1
№ п/п | Направление | Мероприятие | Срок исполнения | Ответственные исполнители | Ожидаемый результат
"""
GOLD: dict[str, Any] = {
    "clauses": [
        {"kind": "approval"},
        {"kind": "publication", "responsible": ["Отдел информатизации ~ Лаптев К.Д."]},
        {"kind": "control"},
    ],
    "plans": [{"title": "Сводный план работ на 2025 - 2027 годы", "period": "2025/2027"}],
    "document": {
        "kind": "resolution",
        "issuer": "Администрация Верхнелугского муниципального района",
        "date": "2024-12-16",
        "number": "812-п",
        "title": "Об утверждении сводного плана работ на 2025 - 2027 годы",
        "period": "2025/2027",
        "signatory": {"position": "Глава района", "person": "Ведерников А.П."},
        "basis": ["Устава Верхнелугского муниципального района"],
    },
}


def synthesize(measures: int, seed: int = 1) -> tuple[Layout, Json]:
    """Give a plan of so many measures and its gold record."""
    words = tomllib.loads(VOCABULARY.read_text(encoding="utf-8"))
    layout = parse_layout(f"plan-{measures}", HEAD + "\n".join(rows(words, measures, random.Random(seed))))
    parties = {printed_text(cell): value for cell, value in words["parties"].items()}
    return layout, compile_gold(layout, {**GOLD, "deadlines": words["deadlines"], "parties": parties})


def rows(words: dict[str, Any], measures: int, chance: random.Random) -> Iterator[str]:
    """Yield the table's rows in the annotation's form: a group of three to eight rows shares its first cell."""
    left_in_group, party = 0, ""
    for place in range(measures):
        if place % ROWS_PER_SECTION == 0:
            section = place // ROWS_PER_SECTION
            yield f"=1 {{Раздел {section + 1}. }}{words['sections'][section % len(words['sections'])]}"
            left_in_group, party = 0, ""
        group = "^"
        if left_in_group == 0:
            left_in_group, group = chance.randint(3, 8), chance.choice(words["groups"])
        shared = bool(party) and chance.random() < 0.2
        party = party if shared else chance.choice(list(words["parties"]))
        deadline, result = chance.choice(list(words["deadlines"])), chance.choice(["", *words["results"]])
        cells = (f"{place + 1}.", group, wording(words, place, chance), deadline, "^" if shared else party, result)
        yield " | ".join(cells)
        left_in_group -= 1


def wording(words: dict[str, Any], place: int, chance: random.Random) -> str:
    """Give a measure's wording; its number within the plan makes it the only one of its kind."""
    parts = [chance.choice(words[name]) for name in ("actions", "objects", "complements")]
    return f"{' '.join(parts)}, очередь {place + 1}"


def write_plan(out: Path, measures: int, seed: int, formats: tuple[str, ...] = FORMATS) -> list[Path]:
    """Write a plan in the formats with its gold record; gives the paths of the documents."""
    out.mkdir(parents=True, exist_ok=True)
    layout, gold = synthesize(measures, seed)
    (out / f"{layout.name}.json").write_text(json.dumps(gold, ensure_ascii=False) + "\n", encoding="utf-8")
    paths = [out / f"{layout.name}.{extension}" for extension in formats]
    for path, extension in zip(paths, formats, strict=True):
        path.write_bytes((RENDERERS | FURTHER)[extension](layout))
    return paths


def main() -> None:
    """Read the command line and write the plan."""
    parser = argparse.ArgumentParser(description="make a large plan with its gold record")
    parser.add_argument("out", type=Path, nargs="?", default=Path("build/large"))
    parser.add_argument("--measures", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for path in write_plan(arguments.out, arguments.measures, arguments.seed):
        print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
