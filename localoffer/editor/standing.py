"""Whether a page is public: withdraw it, close it for a while, set its last day, mark it checked."""

from flask import Blueprint

blueprint = Blueprint("standing", __name__, url_prefix="/editor")
