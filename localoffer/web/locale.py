"""Which language a page is in: asked for by address, kept in a cookie, or the browser's first that we have."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, quote_plus

from babel import Locale
from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, get_translations

from localoffer.search.site_search import NothingLoaded
from localoffer.web.site import reference

COOKIE, FALLBACK = "lang", "en"
YEAR = 31_536_000


def available() -> list[str]:
    """Language codes the council has switched on."""
    try:
        return list(reference().authority.languages)
    except NothingLoaded:
        return [FALLBACK]


def choose() -> str:
    """The language of this request."""
    if not has_request_context():
        return FALLBACK
    if "lang" not in g:
        codes = available()
        asked = (request.args.get("lang"), request.cookies.get(COOKIE))
        g.lang = next((code for code in asked if code in codes), None) or (
            request.accept_languages.best_match(codes) or codes[0]
        )
    chosen: str = g.lang
    return chosen


def languages() -> list[dict[str, object]]:
    """Every language with its own name and direction, and this page in it."""
    found = []
    for code in available():
        parsed = Locale.parse(code)
        arguments = {**request.args.to_dict(flat=False), "lang": [code]}
        query = "&".join(f"{name}={quote_plus(value)}" for name, values in arguments.items() for value in values)
        found.append(
            {
                "code": code,
                "label": (parsed.get_display_name(code) or code).capitalize(),
                "dir": parsed.text_direction,
                "url": f"{quote(request.path)}?{query}",
                "current": code == choose(),
            }
        )
    return found


def text_direction() -> str:
    """``ltr`` or ``rtl``."""
    locale = get_locale()
    return locale.text_direction if locale else "ltr"


def _translations() -> Any:
    """The translations of this request, looked up once: Flask-Babel does it anew for every word."""
    if not has_request_context():
        return get_translations()
    if "translations" not in g:
        g.translations = get_translations()
    return g.translations


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Meanwhile everything is said in this language, whatever the page's is: for letters to somebody else."""
    kept = g.pop("translations", None)
    try:
        with force_locale(code):
            yield
    finally:
        g.pop("translations", None)
        if kept is not None:
            g.translations = kept


def init_app(app: Flask) -> None:
    """Switch translations on, and remember a language that was asked for."""
    Babel(app, default_locale=FALLBACK, default_timezone="Europe/London", locale_selector=choose)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _translations().ugettext(text),
        ngettext=lambda one, many, count: _translations().ungettext(one, many, count),
        pgettext=lambda context, text: _translations().upgettext(context, text),
        npgettext=lambda context, one, many, count: _translations().unpgettext(context, one, many, count),
        newstyle=True,
    )

    @app.after_request
    def remember(response: Response) -> Response:
        asked = request.args.get("lang")
        if asked and asked == choose():
            response.set_cookie(COOKIE, asked, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
        response.vary.update(("Accept-Language", "Cookie"))
        return response
