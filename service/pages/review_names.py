"""Names that clerks know: of fields, of kinds and statuses.

In: nothing. Out: for each a function that gives it in the user's language. To add one, add a line.
"""

import re
from collections.abc import Callable, Mapping

from service.pages.texts import _

Names = Mapping[str, Callable[[], str]]

# A name for one family goes before the one for all.
FIELD_NAMES: Names = {
    "text": lambda: _("Содержание"),
    "measures.text": lambda: _("Мероприятие"),
    "number": lambda: _("Номер"),
    "section": lambda: _("Раздел"),
    "items": lambda: _("Перечень"),
    "deadlines": lambda: _("Срок"),
    "responsible": lambda: _("Ответственный"),
    "mechanism": lambda: _("Как исполняется"),
    "audience": lambda: _("Участники"),
    "result": lambda: _("Результат"),
    "indicators": lambda: _("Показатели"),
    "funding": lambda: _("Финансирование"),
    "basis": lambda: _("Основание"),
    "place": lambda: _("Место"),
    "note": lambda: _("Примечание"),
    "status": lambda: _("Состояние"),
    "measures.status": lambda: _("Отметка об исполнении"),
    "kind": lambda: _("Вид"),
    "issuer": lambda: _("Кем издан"),
    "municipality": lambda: _("Муниципальное образование"),
    "date": lambda: _("Дата"),
    "title": lambda: _("Заголовок"),
    "documents.place": lambda: _("Место издания"),
    "period": lambda: _("Период"),
    "signatory": lambda: _("Подписал"),
    "amended_by": lambda: _("Изменён"),
    "approval": lambda: _("Утверждён"),
    "appendix": lambda: _("Приложение"),
    "actor": lambda: _("Кто"),
    "quantities": lambda: _("Количества"),
    "deadlines.text": lambda: _("Формулировка"),
    "responsible.text": lambda: _("Формулировка"),
    "role": lambda: _("Роль"),
    "amount": lambda: _("Сумма, руб."),
    "source": lambda: _("Источник средств"),
    "year": lambda: _("Год"),
    "value": lambda: _("Значение"),
    "unit": lambda: _("Что"),
    "position": lambda: _("Должность"),
    "person": lambda: _("Фамилия И.О."),
}
VALUE_NAMES: Names = {
    "resolution": lambda: _("постановление"),
    "directive": lambda: _("распоряжение"),
    "order": lambda: _("приказ"),
    "decision": lambda: _("решение"),
    "decree": lambda: _("указ"),
    "law": lambda: _("закон"),
    "programme": lambda: _("программа"),
    "plan": lambda: _("план"),
    "roadmap": lambda: _("дорожная карта"),
    "scheme": lambda: _("схема"),
    "report": lambda: _("отчёт"),
    "minutes": lambda: _("протокол"),
    "letter": lambda: _("письмо"),
    "other": lambda: _("другое"),
    "approval": lambda: _("утверждение"),
    "assignment": lambda: _("поручение"),
    "recommendation": lambda: _("рекомендация"),
    "publication": lambda: _("опубликование"),
    "control": lambda: _("контроль"),
    "entry_into_force": lambda: _("вступление в силу"),
    "repeal": lambda: _("отмена"),
    "amendment": lambda: _("изменение"),
    "done": lambda: _("выполнено"),
    "partly": lambda: _("выполнено частично"),
    "not_done": lambda: _("не выполнено"),
    "ongoing": lambda: _("выполняется"),
    "planned": lambda: _("намечено"),
    "executor": lambda: _("исполнитель"),
    "lead": lambda: _("ответственный исполнитель"),
    "co_executor": lambda: _("соисполнитель"),
}
HEADER_RULE = re.compile(r"column «(.+)»")
TAUGHT = ", taught"


def rule_name(rule: str) -> str:
    """Name the rule that read a value: what a column's header begins with, a person's correction, or the rule of the extractor."""
    plain = rule.removesuffix(TAUGHT)
    header = HEADER_RULE.fullmatch(plain)
    if plain == "correction":
        named = _("правка человека")
    else:
        named = _("графа «{header}…»").format(header=header[1]) if header else _("правило {rule}").format(rule=plain)
    return f"{named}, {_('по подсказке')}" if plain != rule else named


FAMILY_NAMES: Names = {
    "documents": lambda: _("Реквизиты"),
    "plans": lambda: _("План"),
    "measures": lambda: _("Мероприятия"),
    "clauses": lambda: _("Пункты"),
    "activities": lambda: _("Сделанное"),
    "issues": lambda: _("Замечания"),
}
