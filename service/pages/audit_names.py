"""Names of the actions that the audit log keeps, for its page.

In: nothing. Out: a function for each action that gives its name in the user's language; reads are named by what they come from. To add an
action, add a line.
"""

from collections.abc import Callable, Mapping

from service.pages.review_names import Names
from service.pages.texts import _

ACTIONS: Names = {
    "document.upload": lambda: _("загрузка документа"),
    "document.cancel": lambda: _("отмена обработки"),
    "document.retry": lambda: _("повторная обработка"),
    "document.delete": lambda: _("удаление документа"),
    "document.explain_columns": lambda: _("указано, что в графах таблицы"),
    "document.hold": lambda: _("запрет удаления документа"),
    "document.release": lambda: _("запрет удаления документа снят"),
    "comparison.sign": lambda: _("отметка изменения"),
    "line.add": lambda: _("новая цепочка версий"),
    "line.put": lambda: _("документ добавлен в цепочку версий"),
    "line.take": lambda: _("документ убран из цепочки версий"),
    "line.decide": lambda: _("решение о предложенной версии"),
    "line.put_act": lambda: _("изменяющий акт добавлен в цепочку"),
    "line.take_act": lambda: _("изменяющий акт убран из цепочки"),
    "line.consolidate": lambda: _("редакция вычислена заново"),
    "instruction.mark": lambda: _("решение о пункте изменяющего акта"),
    "fulfilment.report": lambda: _("решение об отчёте плана"),
    "fulfilment.link": lambda: _("решение о сведениях отчёта"),
    "reports.ask": lambda: _("отчёты плана запрошены"),
    "reports.end": lambda: _("отчёты плана больше не запрашиваются"),
    "report.fill": lambda: _("отчёт заполнен"),
    "report.hand_in": lambda: _("отчёт сдан"),
    "report.accepted": lambda: _("отчёт принят"),
    "report.returned": lambda: _("отчёт возвращён"),
    "event.put": lambda: _("введён день события"),
    "event.take": lambda: _("день события убран"),
    "calendar.add": lambda: _("новая ссылка на календарь"),
    "calendar.revoke": lambda: _("отзыв ссылки на календарь"),
    "working_calendar.rule": lambda: _("правило о нерабочих днях"),
    "working_calendar.put": lambda: _("введён особый день календаря"),
    "working_calendar.take": lambda: _("особый день календаря убран"),
    "lesson.add": lambda: _("новая подсказка"),
    "lesson.confirm": lambda: _("решение о подсказке"),
    "lesson.decide": lambda: _("решение о предложении по подсказке"),
    "lesson.delete": lambda: _("подсказка убрана"),
    "registry.decide": lambda: _("решение о похожих названиях"),
    "registry.merge": lambda: _("записи реестра объединены"),
    "registry.split": lambda: _("запись реестра разделена"),
    "registry.add_alias": lambda: _("новое название записи реестра"),
    "registry.undo": lambda: _("решение по реестру отменено"),
    "person.hide": lambda: _("имя лица скрыто"),
    "person.show": lambda: _("имя лица открыто"),
    "person.find": lambda: _("поиск, где названо лицо"),
    "retention.set": lambda: _("новый срок хранения"),
    "retention.drop": lambda: _("срок хранения снят"),
    "retention.apply": lambda: _("сроки хранения применены"),
    "session.begin": lambda: _("вход"),
    "session.end": lambda: _("выход"),
    "session.refuse": lambda: _("неудачный вход"),
    "person.add": lambda: _("новый человек"),
    "person.change": lambda: _("изменён человек"),
    "person.password": lambda: _("новый пароль"),
    "person.change_password": lambda: _("смена своего пароля"),
    "grant.add": lambda: _("новое право по муниципалитету или органу"),
    "grant.remove": lambda: _("право по муниципалитету или органу снято"),
    "identity.link": lambda: _("связана запись службы входа"),
    "identity.remove": lambda: _("отвязана запись службы входа"),
    "key.add": lambda: _("новый ключ API"),
    "key.revoke": lambda: _("отзыв ключа API"),
    "webhook.add": lambda: _("новый получатель оповещений"),
    "webhook.change": lambda: _("изменён получатель оповещений"),
    "webhook.disable": lambda: _("получатель оповещений отключён"),
    "webhook.remove": lambda: _("удалён получатель оповещений"),
    "webhook.rotate": lambda: _("новый секрет получателя"),
    "webhook.test": lambda: _("пробное оповещение"),
    "webhook.replay": lambda: _("оповещения отправлены заново"),
}
# What is done to one record; its family stands before the point.
OF_RECORDS: Names = {
    "edit": lambda: _("правка записи"),
    "review": lambda: _("отметка проверки записи"),
    "undo": lambda: _("правка записи отменена"),
    "field_accepted": lambda: _("значение подтверждено"),
    "field_rejected": lambda: _("значение отклонено"),
    "field_given_back": lambda: _("возвращено прочитанное значение"),
}
DETAILS: Names = {
    "key": lambda: _("ключ"),
    "query": lambda: _("условия"),
    "version": lambda: _("версия"),
    "fields": lambda: _("поля"),
    "login": lambda: _("имя для входа"),
    "role": lambda: _("роль"),
    "name": lambda: _("название"),
    "plan": lambda: _("план"),
    "address": lambda: _("адрес"),
}


def action_name(action: str) -> str:
    """Name an action: a change by what it is, a read by where it was made."""
    own: Callable[[], str] | None = ACTIONS.get(action) or OF_RECORDS.get(action.partition(".")[2])
    if own:
        return own()
    return _("просмотр страницы") if action.startswith("page.") else _("чтение через API")


def names_of(found: Names) -> Mapping[str, str]:
    """Give all names of a table."""
    return {code: name() for code, name in found.items()}
