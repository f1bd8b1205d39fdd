"""Files beside a page as people see them: what each is, how large, and as which name it is saved."""

import re
from dataclasses import dataclass
from io import BytesIO

from flask import Response, send_file, url_for
from flask_babel import gettext as _
from sqlmodel import Session

from localoffer.records.file_queries import file_sizes, published_files
from localoffer.records.files import StoredFile
from localoffer.records.meetings import Paper

KINDS = {
    "pdf": ("PDF", "application/pdf"),
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
#: Nothing in a file may do anything, even where a browser shows it all the same.
FILE_POLICY = "default-src 'none'; sandbox"
MEGABYTE, KILOBYTE = 1024 * 1024, 1024
LONGEST_NAME = 80


@dataclass(frozen=True)
class Download:
    """A file to download; ``about``: > PDF, 120 kB. ``url`` is empty while the public may not have it."""

    title: str
    name: str
    about: str
    url: str


def downloads(session: Session, papers: list[Paper]) -> list[Download]:
    """The files of a page that are kept, in its order, with links to those that a published page names."""
    sizes = file_sizes(session, [each.file for each in papers])
    public = set(published_files(session)) if papers else set()
    return [
        Download(
            each.title,
            each.file,
            file_words(each.file, sizes[each.file]),
            url_for("files.download", name=each.file) if each.file in public else "",
        )
        for each in papers
        if each.file in sizes
    ]


def file_words(name: str, size: int) -> str:
    """> PDF, 120 kB"""
    kind = KINDS[name.rpartition(".")[2]][0]
    if size >= MEGABYTE:
        return _("%(kind)s, %(size)s MB", kind=kind, size=f"{size / MEGABYTE:.1f}")
    return _("%(kind)s, %(size)s kB", kind=kind, size=max(1, round(size / KILOBYTE)))


def download_name(title: str, name: str) -> str:
    """The name a file is saved as: the words of its title, and its ending. > Minutes of 4 March 2026.pdf"""
    words = re.sub(r"[^\w ()’,–-]+", " ", title)
    plain = " ".join(words.split())[:LONGEST_NAME].strip() or name.partition(".")[0][:12]
    return f"{plain}.{name.rpartition('.')[2]}"


def answer(stored: StoredFile, title: str) -> Response:
    """The file to be saved, never shown. A browser keeps it, and asks each time whether it is still public."""
    ending = stored.name.rpartition(".")[2]
    response = send_file(
        BytesIO(stored.data), mimetype=KINDS[ending][1], as_attachment=True,
        download_name=download_name(title, stored.name), etag=stored.name.partition(".")[0], last_modified=None,
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
