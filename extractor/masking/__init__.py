"""Masking: records and texts without the names of persons, each with a sign of its own in place of the name.

In: a document's records and blocks as JSON, and the persons that are known by now. Out: the same with «[лицо 1]» where a name stood, in
every case form and spelling; evidence points to the masked text, so that its law holds there too. To mask a further way of writing names,
add a finder to `mentions.find_mentions`.
"""

from extractor.masking.masks import Masks, mask_blocks, mask_text, mask_value, persons_of
from extractor.masking.mentions import Mention
from extractor.masking.register import Person, Register, make_register

__all__ = ["Masks", "Mention", "Person", "Register", "make_register", "mask_blocks", "mask_text", "mask_value", "persons_of"]
