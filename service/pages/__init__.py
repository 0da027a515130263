"""The pages: what people see in a browser, in Russian first; `PAGES` is the one list.

In: requests of browsers. Out: HTML made of `templates/`, on the functions that the API stands on. They work without scripts for reading,
search, upload and export; modules in `static/` make them live. To add a page, write a module with a `router` and a template, and
add a line here; its texts go through gettext (`locale/`).
"""

from service.pages import assets, home, sessions

PAGES = (
    assets.router,
    sessions.router,
    home.router,
)
