"""Middleware: what holds for every request, around the routes.

In: an ASGI application. Out: the same with one rule more; `MIDDLEWARE` names them from the outermost. They are plain ASGI, so that
streams and server-sent events pass through piece by piece. To add one, write a module with a class and a line here.
"""

from service.middleware.answer_headers import AnswerHeaders
from service.middleware.bodies import BodyLimit
from service.middleware.measuring import Measuring
from service.middleware.sanity import Sanity

MIDDLEWARE = (AnswerHeaders, Measuring, Sanity, BodyLimit)
