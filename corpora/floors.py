"""Floors: an F1 that was measured once must not drop unnoticed.

In: a result (`fingerprint` of what was measured, F1 of each name by `formats`) and the file in which its floors are pinned. Out: what is
below its floor, or new floors.
"""

import argparse
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpora.render import FURTHER

Json = Mapping[str, Any]


def fingerprint(folder: Path, pattern: str = "*") -> str:
    """Give a hash of the files of a folder: floors hold for these alone."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob(pattern)):
        digest.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def find_drops(result: Json, pinned: Json) -> list[str]:
    """Give the fields that are below their floor, a sentence each.

    A field that is no longer measured counts as 0; a further format is looked at where it was measured.
    """
    drops = []
    for format_name, fields in pinned["floors"].items():
        if format_name in FURTHER and format_name not in result["formats"]:
            continue
        for name, floor in fields.items():
            measured = result["formats"].get(format_name, {}).get(name, {}).get("f1", 0.0)
            if measured < floor:
                drops.append(f"{format_name} {name}: {measured:.4f} is below the floor {floor:.4f}")
    return drops


def pin_floors(result: Json, pinned: Json, *, lower: bool) -> dict[str, Any]:
    """Give the new floors: the higher of old and measured, or the measured where dropping is allowed."""
    floors = {
        format_name: {
            name: scores["f1"] if lower else max(scores["f1"], pinned["floors"].get(format_name, {}).get(name, 0.0))
            for name, scores in fields.items()
        }
        for format_name, fields in result["formats"].items()
    }
    kept = pinned["floors"] if pinned["fingerprint"] == result["fingerprint"] else {}
    return {"fingerprint": result["fingerprint"], "floors": kept | floors}


def read_floors(file: Path) -> dict[str, Any]:
    """Read the pinned floors; empty where none are pinned yet."""
    empty: dict[str, Any] = {"fingerprint": "", "floors": {}}
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else empty


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options by which floors are pinned."""
    parser.add_argument("--raise-floors", action="store_true", help="pin the floors that are measured higher")
    parser.add_argument("--lower-floors", action="store_true", help="pin the floors as measured, also where they drop")


def settle_floors(file: Path, result: Json, options: argparse.Namespace) -> int:
    """Check the floors, or pin them where the options say so; gives the exit code."""
    pinned = read_floors(file)
    if options.raise_floors or options.lower_floors:
        new = pin_floors(result, pinned, lower=options.lower_floors)
        file.write_text(json.dumps(new, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return 0
    drops = find_drops(result, pinned)
    print("\n".join(drops))
    return 1 if drops else 0
