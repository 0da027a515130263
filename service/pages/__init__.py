"""The pages: what people see in a browser, in Russian first; `PAGES` is the one list.

In: requests of browsers. Out: HTML made of `templates/`, on the functions that the API stands on. They work without scripts for reading,
search, upload and export; modules in `static/` make them live. To add a page, write a module with a `router` and a template, and
add a line here; its texts go through gettext (`locale/`).
"""

from service.pages import (
    account,
    admin,
    admin_audit,
    admin_keys,
    admin_people,
    admin_queue,
    admin_storage,
    assets,
    calendars,
    comparisons,
    documents,
    help,
    home,
    lines,
    measures,
    plans,
    review,
    review_actions,
    review_edit,
    sessions,
    units,
    uploads,
)

PAGES = (
    assets.router,
    sessions.router,
    home.router,
    # Before the pages of single documents: these two addresses are no ids.
    uploads.router,
    documents.router,
    account.router,
    help.router,
    review.router,
    review_actions.router,
    review_edit.router,
    plans.router,
    calendars.router,
    measures.router,
    units.router,
    lines.router,
    comparisons.router,
    admin.router,
    admin_audit.router,
    admin_keys.router,
    admin_people.router,
    admin_queue.router,
    admin_storage.router,
)
