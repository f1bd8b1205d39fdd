"""Questions asked of the files beside pages, by name: which pages name them, and which files nobody needs."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from localoffer.records.documents import Document
from localoffer.records.entries import PUBLISHED, Entry, Revision
from localoffer.records.files import StoredFile
from localoffer.records.meetings import MeetingDocument, Paper


def papers_of(document: Document) -> list[Paper]:
    """The files a document names; only meetings have any."""
    return document.papers if isinstance(document, MeetingDocument) else []


def published_paper(session: Session, name: str) -> tuple[Paper, StoredFile] | None:
    """A file and the paper of a published entry that names it; None while no published entry does."""
    paper = next((each for each in _published_papers(session) if each.file == name), None)
    stored = session.get(StoredFile, name) if paper else None
    return (paper, stored) if paper and stored else None


def published_files(session: Session) -> list[str]:
    """Names of all files that published entries name, in order, each once."""
    return sorted({each.file for each in _published_papers(session)})


def _published_papers(session: Session) -> Iterator[Paper]:
    query = select(Entry.fields).where(Entry.kind == MeetingDocument.KIND, Entry.state == PUBLISHED)
    for fields in session.exec(query.order_by(Entry.slug)):
        yield from (Paper.model_validate(each) for each in fields.get("papers", []))


def file_sizes(session: Session, names: list[str]) -> dict[str, int]:
    """The size in bytes of each file that is kept, by its name; the files themselves are not read."""
    return dict(session.exec(select(StoredFile.name, StoredFile.size).where(col(StoredFile.name).in_(names))).all())


def files_named_by_nothing(session: Session, *, before: datetime) -> list[str]:
    """Names of files stored before a moment that no revision of any entry names, not even one given up."""
    old = set(session.exec(select(StoredFile.name).where(col(StoredFile.stored_at) < before)))
    if not old:
        return []
    meetings = select(Revision.document).join(Entry, col(Entry.id) == Revision.entry_id)
    query = meetings.where(Entry.kind == MeetingDocument.KIND).execution_options(yield_per=100)
    for document in session.exec(query):
        # a draft may say anything, so nothing is taken for granted
        old -= {each.get("file") for each in document.get("papers") or [] if isinstance(each, dict)}
    return sorted(old)
