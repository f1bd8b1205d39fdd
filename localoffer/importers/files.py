"""Files beside pages in a content store: they lie in ``files/``, each named by the digest of what is in it."""

from pathlib import Path

from sqlmodel import Session

from localoffer.errors import ContentError, FileRefused
from localoffer.importers.front_matter import line_in
from localoffer.publishing.files import LARGEST, REASONS, ending_of, keep_file, name_of
from localoffer.records.documents import Document
from localoffer.records.file_queries import papers_of, published_files
from localoffer.records.files import StoredFile

FOLDER = "files"


def load_files(session: Session, content: Path, documents: dict[Path, Document]) -> list[ContentError]:
    """Keep the files that documents name. A document whose file is missing or wrong is taken out of ``documents``.

    Returns what is wrong, a sentence for each such document. A file that is kept already need not be in the store.
    """
    problems = []
    for path, document in list(documents.items()):
        for place, paper in enumerate(papers_of(document)):
            try:
                _load_file(session, content / FOLDER / paper.file)
            except FileRefused as refused:
                field = f"papers.{place}.file"
                problems.append(ContentError(str(refused), path=str(path), line=line_in(path, field), field=field))
                del documents[path]
                break
    return problems


def _load_file(session: Session, path: Path) -> None:
    """Raises FileRefused, with a sentence that names the file."""
    if not path.is_file():
        if session.get(StoredFile, path.name) is None:
            raise FileRefused(f"there is no file “{FOLDER}/{path.name}”", reason="missing")
        return
    if path.stat().st_size > LARGEST:  # not even read
        raise FileRefused(f"“{FOLDER}/{path.name}”: {REASONS['large']}", reason="large")
    data = path.read_bytes()
    try:
        name = name_of(data, ending_of(data))
    except FileRefused as refused:
        raise FileRefused(f"“{FOLDER}/{path.name}”: {refused}", reason=refused.reason) from None
    if name != path.name:
        raise FileRefused(f"“{FOLDER}/{path.name}” holds something else; its name must be “{name}”", reason="name")
    keep_file(session, data)


def dump_files(session: Session, folder: Path) -> None:
    """Write the files that published entries name."""
    for name in published_files(session):
        if (stored := session.get(StoredFile, name)) is not None:
            (folder / FOLDER).mkdir(parents=True, exist_ok=True)
            (folder / FOLDER / name).write_bytes(stored.data)
            session.expunge(stored)  # one at a time in memory
