"""History: who changed what, any two versions side by side, and bringing one back."""

from flask import Blueprint

blueprint = Blueprint("history", __name__, url_prefix="/editor")
