"""The site, with each answer telling which worker gave it."""

import os

from flask import Response

from app import app

__all__ = ["app"]


@app.after_request
def tell(response: Response) -> Response:
    """The process number as a header."""
    response.headers["X-Worker"] = str(os.getpid())
    return response
