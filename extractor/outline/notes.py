"""Notes that a legal database prints between an act's paragraphs; they are no part of the act.

In: the paragraphs after a head. Out: those that are the act's own. A new note is an alternative of `NOTE`, with its wording
beside it.
"""

import re
from collections.abc import Iterator, Sequence

from extractor.outline.printed import Stretch

UNIT = r"(?:пп?|подп|ч|абз|ст|пункты?|подпункты?|абзацы?|часть|части|статья|преамбула|раздел|наименование|название|сноска|строка)"
NOTE = re.compile(
    # (п. 2 в ред. постановления …)
    rf"\((?:{UNIT}(?![а-я])[^()]{{0,80}})? ?(?:в ред(?:акции|\.)|введен[аоы]?|утратил|исключен|в старой ред)[^()]*\)\.?$|"
    # См. текст пункта в предыдущей редакции
    r"см\. (?:текст|предыдущ|графическ|данную форму|справку|также|комментари|в редакции|схему)|"
    r"информация об изменениях ?:?$|гарант ?:?$|консультантплюс ?: ?примечание|"
    r"по-видимому, в тексте|нумерация (?:пунктов|разделов) (?:дана|приводится)|"
    r"(?:пункт|подпункт|абзац|раздел|строка|преамбула|приложение)[^.]{0,40} (?:изменен[аы]?|утратил[аи]? силу) с "
)
ANNOUNCED = re.compile(r"информация об изменениях ?:?$|гарант ?:?$|консультантплюс ?: ?примечание\.?$")
CHANGED = re.compile(r".{0,400}(?:изложен|внесен|дополнен|исключен|утратил|изменен|признан|вступа|(?<![а-я])см\.)")


def without_notes(paragraphs: Sequence[Stretch]) -> Iterator[Stretch]:
    """Yield the paragraphs that are no notes; a note's announcement takes the paragraph after it along."""
    announced = False
    for paragraph in paragraphs:
        form = paragraph.form
        if NOTE.match(form):
            announced = bool(ANNOUNCED.match(form))
        elif not (announced and CHANGED.match(form)):
            announced = False
            yield paragraph
