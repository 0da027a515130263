"""Roles: their names and what each may do, in words for people.

In: nothing. Out: texts by role and by scope. To name a further one, add it here; a test compares them with `service.auth.actors`.
"""

from typing import get_args

from service.auth.actors import ROLE_SCOPES, GrantedRole, Place, Role, Scope
from service.pages.texts import _


def role_names() -> dict[Role, str]:
    """Give the names of the roles."""
    return {
        "member": _("Участник"),
        "reader": _("Читатель"),
        "clerk": _("Делопроизводитель"),
        "auditor": _("Аудитор"),
        "administrator": _("Администратор"),
    }


def allowed_by_role() -> dict[Role, list[str]]:
    """Give what each role lets one do, in words."""
    named = scope_names()
    nothing = [_("только то, что дают права по муниципалитетам и органам")]
    return {role: [text for scope, text in named.items() if scope in scopes] or nothing for role, scopes in ROLE_SCOPES.items()}


def granted_names() -> dict[Role, str]:
    """Give the names of the roles that may be given for a part."""
    return {role: name for role, name in role_names().items() if role in get_args(GrantedRole)}


def place_names() -> dict[Place, str]:
    """Give the names of the kinds of parts for which roles are given."""
    return {"municipality": _("Муниципалитет"), "issuer": _("Орган, издавший документ")}


def scope_names() -> dict[Scope, str]:
    """Give what each scope lets one do."""
    return {
        "read": _("читать документы, искать, выгружать"),
        "upload": _("загружать документы; отменять, повторять и удалять свои"),
        "edit": _("исправлять и подтверждать прочитанное"),
        "audit": _("читать журнал действий, отмечать изменения в сравнениях"),
        "manage": _("управлять людьми, ключами и чужими документами"),
    }
