"""Confidence: of the readings of each field by each rule, the share that was right on the project's corpus.

In: the project's documents in every format with their gold. Out: `extractor/lexicons/confidence.toml`, a table for each field with a
share for each rule and for any rule. A share is (right + 1) / (all + 2): few readings give little confidence.

    python -m corpora.confidence [--write]
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import extractor
from corpora.evaluate import extract_json, own_sources
from corpora.pairing import pair_texts
from corpora.scoring import MEASURE, deadline_key, measures_of, party_key
from extractor.confidence import rule_kind

TARGET = Path(extractor.__file__).parent / "lexicons" / "confidence.toml"
HEAD = "# Of the readings of each field by each rule, the share that was right on the project's corpus: (right + 1) / (all + 2).\n"
Json = Mapping[str, Any]
# Field, rule, right.
Verdict = tuple[str, str, bool]
KEYS = {"deadlines": deadline_key, "responsible": party_key}
# Shares of rules that were met less often than this say nothing of their own; the field's share stands for them.
READINGS_LEAST = 8


def verdicts(found: Json, gold: Json | None) -> Iterator[Verdict]:
    """Yield a verdict on each reading of a measure; one that has no gold measure is wrong throughout."""
    gold = gold or {}
    yield "text", rule_kind(found["evidence"]["rule"]), bool(gold) and MEASURE["text"](gold, found)[0] == 1
    for name, key in KEYS.items():
        wanted = Counter(key(entry) for entry in gold.get(name) or [])
        for entry in found[name]:
            yield name, rule_kind("unknown" if entry.get("kind") == "unknown" else entry["evidence"]["rule"]), wanted[key(entry)] > 0
            wanted[key(entry)] -= 1
    for name, sources in found["sources"].items():
        counts = MEASURE[name](gold, found)
        if gold or counts[2]:
            yield name, rule_kind(sources[0]["rule"]), counts[0] == counts[2]
    if found["funding"]:
        counts = MEASURE["funding"](gold, found)
        yield "funding", "amount", counts[0] == counts[2]


def all_verdicts() -> Iterator[Verdict]:
    """Yield the verdicts on every measure of every document in every format."""
    for source in own_sources():
        found, gold = measures_of(extract_json(source.content)), measures_of(source.gold)
        pairs = {right: left for left, right in pair_texts([m["text"] for m in gold], [m["text"] for m in found])}
        for place, measure in enumerate(found):
            yield from verdicts(measure, gold[pairs[place]] if place in pairs else None)


def write_shares(counted: Iterator[Verdict]) -> str:
    """Write the shares as TOML."""
    tallies: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for field, rule, right in counted:
        for name in (rule, "any"):
            tallies[field][name][0] += right
            tallies[field][name][1] += 1
    lines = [HEAD]
    for field, rules in sorted(tallies.items()):
        lines.append(f"\n[{field}]\n")
        kept = {rule: tally for rule, tally in sorted(rules.items()) if rule == "any" or tally[1] >= READINGS_LEAST}
        lines += [f'"{rule}" = {(right + 1) / (total + 2):.3f}  # {right} of {total}\n' for rule, (right, total) in kept.items()]
    return "".join(lines)


def main() -> None:
    """Measure the shares and print or write them."""
    parser = argparse.ArgumentParser(description="measure how often each kind of reading is right")
    parser.add_argument("--write", action="store_true", help="write extractor/lexicons/confidence.toml")
    text = write_shares(all_verdicts())
    print(text)
    if parser.parse_args().write:
        TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
