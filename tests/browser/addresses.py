"""Every page, in one place: what axe, the narrow screen, the pictures and the hostile names are tried on.

In: nothing. Out: addresses by the names of their pictures; what stands in braces is of the house (`House.places`). A new page gets a line.
"""

from tests.browser.house import House

PAGES = {
    "home": "/",
    "upload": "/documents/upload",
    "documents": "/documents",
    "documents_empty": "/documents?q=ничего-такого",
    "document": "/documents/{document}?tab=measures&show=all",
    "document_pages": "/documents/{pages}",
    "document_issues": "/documents/{document}?tab=issues",
    "edit": "/documents/{document}/edit/measures/{measure}",
    "why": "/documents/{document}/why/measures/{measure}",
    "document_print": "/documents/{document}/print",
    "document_columns": "/documents/{document}/columns",
    "measures_edit": "/measures/edit?document={document}",
    "lessons": "/lessons",
    "document_delete": "/documents/{document}/delete",
    "plans": "/plans",
    "plan": "/plans/{plan}",
    "plan_timeline": "/plans/{plan}?view=timeline",
    "plan_units": "/plans/{plan}?view=units",
    "plan_sections": "/plans/{plan}?view=sections",
    "plan_load": "/plans/{plan}?view=load",
    "plan_print": "/plans/{plan}?view=print",
    "plan_events": "/plans/{plan}/events",
    "plan_fulfilment": "/plans/{checked}/fulfilment",
    "reports": "/plans/{plan}/reports",
    "report_summary": "/plans/{plan}/reports/summary",
    "report": "/reports/{report}",
    "due": "/due?from=1900-01-01",
    "due_empty": "/due?unit=ничего-такого",
    "calendars": "/calendars?kind=plan&subject={plan}",
    "measures": "/measures?q=проверка",
    "measures_all": "/measures",
    "measures_empty": "/measures?q=ничего-такого",
    "units": "/units",
    "unit": "/units/{unit}",
    "unit_facts": "/units/{unit}?view=facts",
    "registry": "/registry",
    "person": "/persons/{person}",
    "lines": "/lines",
    "line": "/lines/{line}",
    "line_new": "/lines/new",
    "line_amended": "/lines/{amended}",
    "consolidated": "/lines/{amended}/consolidated",
    "instructions": "/documents/{act}/instructions",
    "comparison": "/comparisons/{old}/{new}",
    "account": "/account",
    "help": "/help",
    "problem": "/no-such-page",
    "admin": "/admin",
    "admin_people": "/admin/people",
    "admin_person": "/admin/people/{account}",
    "admin_keys": "/admin/keys",
    "admin_webhooks": "/admin/webhooks",
    "admin_webhook": "/admin/webhooks/{webhook}",
    "admin_audit": "/admin/audit",
    "admin_calendar": "/admin/calendar",
    "admin_queue": "/admin/queue",
    "admin_persons": "/admin/persons",
    "admin_retention": "/admin/retention",
    "admin_storage": "/admin/storage",
    "hostile_document": "/documents/{hostile}?tab=measures&show=all",
    "hostile_plan": "/plans/{hostile_plan}",
    "sign_in": "/sign-in",
}
# Pages for strangers; an administrator sees all others.
OUTSIDE = frozenset({"sign_in"})


def address(house: House, name: str) -> str:
    """Give the address of a page."""
    return PAGES[name].format(**house.places)


def viewer(name: str) -> str | None:
    """Give the role that looks at a page."""
    return None if name in OUTSIDE else "administrator"
