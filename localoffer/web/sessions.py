"""When somebody is signed in, and when that ends: idle for too long, too long at all, or a demonstration that is off.

The session is a signed cookie. What ends it is asked of it at every request, so that an old copy is worth nothing.
"""

import time
from datetime import timedelta

from flask import session as cookie
from flask_login import current_user
from flask_security.utils import logout_user

from localoffer.search.site_search import NothingLoaded
from localoffer.web.site import reference, site

#: Keys of the cookie: when whoever is signed in was last seen and when they signed in, and when somebody who has not
#: given their second factor gave their first. In seconds since 1970.
SEEN_AT, SIGNED_IN_AT, HALF_AT = "seen_at", "signed_in_at", "half_signed_in_at"
#: Where somebody goes who has just seen their first recovery codes.
AFTER_CODES = "after_codes"
LONGEST = timedelta(hours=12).total_seconds()
#: How long the second factor may take.
HALFWAY = timedelta(minutes=10).total_seconds()
#: The cookie is written anew at most so often.
STEP = 30


def begin() -> None:
    """Somebody has just signed in."""
    cookie[SEEN_AT] = cookie[SIGNED_IN_AT] = time.time()
    cookie.pop("_remember", None)  # nobody is remembered past the end of a session


def is_over() -> bool:
    """True when the session of whoever is signed in has ended."""
    if current_user.demonstration and not demonstration_is_on():
        return True
    now, seen, began = time.time(), cookie.get(SEEN_AT), cookie.get(SIGNED_IN_AT)
    if not isinstance(seen, float) or not isinstance(began, float):
        return True
    return now - seen > _idle_seconds() or now - began > LONGEST


def _idle_seconds() -> float:
    try:
        return reference().desk.session_minutes * 60
    except NothingLoaded:
        return LONGEST


def touch() -> None:
    """Whoever is signed in gave a sign of life."""
    if time.time() - cookie[SEEN_AT] > STEP:
        cookie[SEEN_AT] = time.time()


def end() -> None:
    """Sign out whoever is signed in, here and now."""
    logout_user()
    for key in (SEEN_AT, SIGNED_IN_AT):
        cookie.pop(key, None)


def begin_half() -> None:
    """Somebody gave their first factor and not yet their second."""
    cookie[HALF_AT] = time.time()


def half_is_over() -> bool:
    """True when the second factor took too long."""
    began = cookie.get(HALF_AT)
    return not isinstance(began, float) or time.time() - began > HALFWAY


def sets_up_now() -> bool:
    """True while somebody shows, for the first time, that their app gives the right codes."""
    return cookie.get("tf_state") == "validating_profile"


def demonstration_is_on() -> bool:
    """True where anybody may try the desk: a demonstration council, on a site that is not in production."""
    try:
        return site().settings.mode != "production" and reference().authority.demonstration
    except NothingLoaded:
        return False
