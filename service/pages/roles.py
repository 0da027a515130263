"""Roles: their names and what each may do, in words for people.

In: nothing. Out: texts by role and by scope. To name a further one, add it here; a test compares them with `service.auth.actors`.
"""

from service.auth.actors import Role, Scope
from service.pages.texts import _


def role_names() -> dict[Role, str]:
    """Give the names of the roles."""
    return {"reader": _("Читатель"), "clerk": _("Делопроизводитель"), "auditor": _("Аудитор"), "administrator": _("Администратор")}


def scope_names() -> dict[Scope, str]:
    """Give what each scope lets one do."""
    return {
        "read": _("читать документы, искать, выгружать"),
        "upload": _("загружать документы; отменять, повторять и удалять свои"),
        "edit": _("исправлять и подтверждать прочитанное"),
        "audit": _("читать журнал действий, отмечать изменения в сравнениях"),
        "manage": _("управлять людьми, ключами и чужими документами"),
    }
