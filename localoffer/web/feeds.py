"""Answers to calendars and news readers, which ask again and again: nothing is sent twice that has not changed."""

from datetime import UTC, datetime

from flask import Response, request

from localoffer.web.site import site


def answer(body: bytes, content_type: str, *, changed: datetime | None, filename: str, save: bool = False) -> Response:
    """The feed, or 304 where the reader has it (RFC 9110, section 13).

    ``changed``: when anything in it last changed. ``save``: browsers keep it as a file rather than show it.
    """
    response = Response(body, content_type=content_type)
    response.add_etag()
    if changed is not None:
        response.last_modified = in_utc(changed)
    # an address may hold a need a family chose: no shared cache keeps the answer
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers.set("Content-Disposition", "attachment" if save else "inline", filename=filename)
    response.make_conditional(request)
    return response


def whole(path: str) -> str:
    """A path of this site as a whole address, for readers elsewhere."""
    return site().settings.base_url.rstrip("/") + path


def in_utc(moment: datetime) -> datetime:
    """The moment in UTC; one without a zone is in UTC already, as the database gives it."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
