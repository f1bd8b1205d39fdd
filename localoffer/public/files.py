"""Files beside pages, such as minutes as PDF: downloads only, and only where a published page names them."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from localoffer.errors import NotFound
from localoffer.records.file_queries import published_paper
from localoffer.web.papers import answer
from localoffer.web.site import session

blueprint = Blueprint("files", __name__, url_prefix="/files")


@blueprint.get("/<name>")
def download(name: str) -> ResponseReturnValue:
    """One file. It is gone as soon as no published page names it."""
    found = published_paper(session(), name)
    if found is None:
        raise NotFound("There is no such file.")
    paper, stored = found
    return answer(stored, paper.title)
