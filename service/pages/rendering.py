"""Rendering: a template becomes the answer to a browser.

In: a request, a template's name and what it shows. Out: HTML with the headers that pages need. Text is escaped always; nothing in a page
runs or loads but the service's own files.
"""

from functools import cache, partial
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from extractor.messages import chosen_language
from service.pages.formats import FILTERS
from service.pages.review_names import rule_name
from service.pages.texts import translations
from service.pages.times import period

# Pages load their own files, speak with their own host and are framed by nobody; forms go nowhere else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": POLICY, "Vary": "Cookie", "Referrer-Policy": "same-origin"}


@cache
def templates(language: str) -> Environment:
    """Load the templates for a language, once."""
    made = Environment(
        loader=PackageLoader("service"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(FILTERS, period=period, rule_name=rule_name)
    made.globals["language"] = language
    return made


def show(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """Answer with a page; `visitor` of the request's state (`service.pages.access`) is who sees it, `csrf` a field of their forms."""
    visitor = getattr(request.state, "visitor", None)
    csrf = Markup('<input type="hidden" name="csrf" value="{}">').format(visitor.csrf) if visitor else ""
    page = templates(chosen_language()).get_template(template)
    query = partial(with_query, request)
    text = page.render(request=request, path=request.url.path, visitor=visitor, csrf=csrf, with_query=query, **values)
    return HTMLResponse(text, status, HEADERS)


def with_query(request: Request, **changed: str | None) -> str:
    """Give the page's address with some parameters of its query changed, or left out (None)."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in changed]
    query = urlencode([*kept, *((name, value) for name, value in changed.items() if value is not None)])
    return f"{request.url.path}?{query}" if query else request.url.path


def see_other(address: str) -> RedirectResponse:
    """Lead a browser on after a form (RFC 9110, 15.4.4)."""
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)
