"""Telling machines from people who send a form without signing in: no puzzles, nothing to see, no cookie.

A field that people do not see must stay empty; a signed stamp says when the form was shown, so that one sent in no
time or long ago is asked for once more; and a browser says whether the form was on a page of ours. A person who is
taken for a machine loses nothing: they get their words back and press the button again.
"""

import hmac
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadSignature, TimestampSigner

from localoffer.web.site import site

#: Names of the two fields.
EMPTY, STAMP = "your_website", "stamp"
#: Seconds: nobody writes and reads a form sooner; after this, whoever opened it has long gone.
QUICKEST, SLOWEST = 3, 24 * 3600


def stamp() -> str:
    """For the form's hidden field: this moment, signed, and different every time."""
    return _signer().sign(secrets.token_urlsafe(9)).decode()


def looks_like_a_person(form: Mapping[str, str], *, quickest: float = QUICKEST) -> bool:
    """Whether the two fields and the browser say so. ``quickest``: seconds that a person needs at least."""
    if form.get(EMPTY) or not _from_here():
        return False
    try:
        shown_at = _signer().unsign(form.get(STAMP, ""), return_timestamp=True)[1]
    except BadSignature:
        return False
    return quickest <= (datetime.now(UTC) - shown_at).total_seconds() <= SLOWEST


def digest_of(form: Mapping[str, str], *parts: str) -> str:
    """The same for a form that is sent twice with the same ``parts``, and known to nobody else. For a private link."""
    key: str = current_app.config["SECRET_KEY"]
    return hmac.new(key.encode(), "\n".join((form.get(STAMP, ""), *parts)).encode(), sha256).hexdigest()


def _from_here() -> bool:
    """Whether one of our own pages sent the form (Fetch Metadata; the Origin header in browsers without it).

    Nobody's rights can be abused through these forms; but another site must not have its visitors fill our queues.
    """
    if fetched := request.headers.get("Sec-Fetch-Site"):
        return fetched == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc in (request.host, urlsplit(site().settings.base_url).netloc)


def _signer() -> TimestampSigner:
    key: str = current_app.config["SECRET_KEY"]
    return TimestampSigner(key, salt="localoffer:form", key_derivation="hmac", digest_method=sha256)
