"""Who signed: the signature of the act or at the foot of the plan, or the approver where there is none.

In: the outline and the stamp. Out: the position as printed without rank, the person as "Фамилия И.О.".
"""

import re

from extractor.casing import Casing
from extractor.evidence import Evidence
from extractor.outline import Outline, Part, Signature, Stretch
from extractor.records import Signatory
from extractor.requisites.found import Found
from extractor.requisites.stamps import Approver, is_rank, without_blanks, without_rank


def read_signatory(outline: Outline, approver: Approver | None) -> Found[Signatory] | None:
    """Read who signed the act; else the foot's signature, else the approver."""
    acts = [part for part in outline.parts if part.kind == "act"]
    for part in acts or outline.parts:
        signature = main_signature(part)
        if signature:
            return signed(signature, outline.casing)
    return None if acts else approved_by(approver)


def main_signature(part: Part) -> Signature | None:
    """Give the first signature with a person."""
    return next((signature for signature in part.signatures if signature.person), None)


def signed(signature: Signature, casing: Casing) -> Found[Signatory]:
    """Give position and person of a signature."""
    assert signature.person is not None
    pieces = [piece for line in signature.lines if (piece := position_piece(line, signature.person)).text]
    position = without_rank(casing.sentence(" ".join(piece.text for piece in pieces)))
    places = [piece.evidence("signature") for piece in pieces]
    person = person_name(signature.person)
    return Found(Signatory(position=position or None, person=person), (*places, signature.person.evidence("signature")))


def position_piece(line: Stretch, person: Stretch) -> Stretch:
    """Give a signature line's part that belongs to the position: without the person, blanks, a rank on its own line."""
    if line.passage is person.passage and line.start <= person.start < line.end:
        line = line.part(0, person.start - line.start)
    piece = without_blanks(line)
    colon = re.search(r"[\s:–—-]+$", piece.text)
    if colon and ":" in colon.group():
        piece = piece.part(0, colon.start())
    return piece.part(0, 0) if is_rank(piece.form) else piece


def approved_by(approver: Approver | None) -> Found[Signatory] | None:
    """Give the approver as the signatory."""
    if approver is None or approver.person is None:
        return None
    position = without_rank(approver.position.value) if approver.position else None
    places: tuple[Evidence, ...] = approver.position.places if approver.position else ()
    return Found(Signatory(position=position, person=person_name(approver.person)), (*places, approver.person.evidence("approver")))


def person_name(run: Stretch) -> str:
    """Give the person of a run as "Фамилия И.О."."""
    from extractor.persons import read_person

    read = read_person(run.text)
    if read:
        return read
    initials = re.findall(r"(?<![А-ЯЁа-яё])[А-ЯЁ](?= ?\.)", run.text)
    surname = re.search(r"[А-ЯЁ][А-ЯЁа-яё-]+", run.text)
    return f"{surname.group().title()} {''.join(f'{letter}.' for letter in initials)}".strip() if surname else run.text
