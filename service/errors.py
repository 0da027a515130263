"""Errors of the service: each is an HTTP answer in one shape, `application/problem+json` (RFC 9457).

In: what went wrong. Out: `Problem`s, raised anywhere under the API and written by `service.app`. `code` is stable English, the text
is the message catalogue's. To add one, write a subclass with its docstring, `status` and `code`, and its text to `messages/`.
"""

from typing import Any

from service.messages import message

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - the names say what is wrong with the request
    """The request has no other answer; `values` are named by the message and, as `extra`, given to the client."""

    status = 500
    code = "internal_error"

    def __init__(
        self, code: str | None = None, *, headers: dict[str, str] | None = None, extra: dict[str, Any] | None = None, **values: Any
    ) -> None:
        """Keep what the answer says; `code` makes the class's own one more exact."""
        super().__init__(code or self.code)
        self.code = code or self.code
        self.headers = headers or {}
        self.extra = extra or {}
        self.values = values

    def body(self, instance: str) -> dict[str, Any]:
        """Give the members of the answer (RFC 9457, section 3.1); `instance` is the request's path."""
        return {
            "type": f"urn:planovik:problem:{self.code}",
            "title": message(f"title_{self.status}"),
            "status": self.status,
            "code": self.code,
            "detail": self.detail(),
            "instance": instance,
            **self.extra,
        }

    def detail(self) -> str:
        """Say what is wrong and what to do next, in the user's language."""
        return message(self.code, **self.values)


class BadRequest(Problem):
    """The request can't be read: broken multipart, a cursor that is none."""

    status = 400
    code = "bad_request"


class Unauthenticated(Problem):
    """Nobody is signed in, or the key is unknown, expired or revoked."""

    status = 401
    code = "unauthenticated"


class Forbidden(Problem):
    """Who asks may not do this."""

    status = 403
    code = "forbidden"


class NotFound(Problem):
    """There is no such thing, or who asks may not know of it."""

    status = 404
    code = "not_found"


class MethodNotAllowed(Problem):
    """The address is right, the method is not; Allow names those that are."""

    status = 405
    code = "method_not_allowed"


class Conflict(Problem):
    """The thing is in a state that does not allow this."""

    status = 409
    code = "conflict"


class Gone(Problem):
    """The document was deleted."""

    status = 410
    code = "deleted"


class Stale(Problem):
    """The record has changed since the client read it (RFC 9110, 13.1.1)."""

    status = 412
    code = "stale"


class ContentTooLarge(Problem):
    """The upload passes a limit."""

    status = 413
    code = "upload_too_large"


class UnsupportedMedia(Problem):
    """The request's content type is not one that the route reads."""

    status = 415
    code = "unsupported_media_type"


class Invalid(Problem):
    """The request is well-formed, and its values make no sense."""

    status = 422
    code = "invalid"


class ConditionMissing(Problem):
    """An edit came without If-Match (RFC 6585, section 3)."""

    status = 428
    code = "if_match_missing"


class TooMany(Problem):
    """Too many requests, or the queue is full; Retry-After says when to come back."""

    status = 429
    code = "too_many_requests"

    def __init__(self, code: str | None = None, *, retry_after: int, **values: Any) -> None:
        """Keep the seconds after which it makes sense to try again."""
        super().__init__(code, headers={"Retry-After": str(retry_after)}, seconds=retry_after, **values)


class Unavailable(Problem):
    """The database or the file store is away; Retry-After says when to come back."""

    status = 503
    code = "database_away"

    def __init__(self, code: str | None = None, *, retry_after: int, extra: dict[str, Any] | None = None) -> None:
        """Keep the seconds after which it makes sense to try again."""
        super().__init__(code, headers={"Retry-After": str(retry_after)}, extra=extra, seconds=retry_after)
