"""Headers that keep every page to itself: a strict content policy with a nonce, and nothing told to other sites."""

import secrets

from flask import Flask, Response, g

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # a search may hold a child's needs: no other site may learn the address it came from
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), browsing-topics=()",
}
YEAR = 31_536_000


def nonce() -> str:
    """The request's nonce."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    value: str = g.nonce
    return value


def init_app(app: Flask, *, production: bool) -> None:
    """Send the headers with every answer."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce()))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if production:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
        if response.mimetype in ("text/html", "application/json"):
            # pages may hold what a family searched for: no shared cache keeps them
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
