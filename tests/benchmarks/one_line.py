"""The least a page can be: what entry pages are measured against, in the same server."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """One line."""
    return "Hello"
