"""Load a content store into the database: files → documents → decisions → publishing, each file all or nothing."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel
from sqlmodel import Session, select

from localoffer.db.engine import Database
from localoffer.errors import ContentError, InvalidEntry
from localoffer.importers.content_store import checked, entry_files, read_entry, read_vocabularies
from localoffer.importers.decide import Decision, Held, decide
from localoffer.importers.files import load_files
from localoffer.importers.front_matter import line_in, read_yaml
from localoffer.publishing.operations import (
    Locate,
    announce,
    digest_of_document,
    publish,
    save_draft,
    standing_at,
)
from localoffer.quickread.lint import check
from localoffer.records.digests import digest_of
from localoffer.records.documents import Document
from localoffer.records.entries import PUBLISHED, REFERENCE, WITHDRAWN, Entry, Reference
from localoffer.records.moments import now
from localoffer.records.named_entries import Missing, missing
from localoffer.records.queries import open_revision
from localoffer.records.reference import SINGLE, VOCABULARY
from localoffer.records.upkeep import FormerAddress
from localoffer.records.vocabularies import Vocabularies

CONTENT_STORE = "content store"


@dataclass
class Report:
    """What a load did: how many of each decision, what is wrong in which file, what to look at."""

    counts: Counter[Decision] = field(default_factory=Counter)
    problems: list[ContentError] = field(default_factory=list)
    #: links to entries that do not exist: the file is loaded, the link is passed over
    notes: list[ContentError] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Show nothing."""


def load(
    database: Database, content: Path, *, locate: Locate, overwrite: bool = False, progress: Progress = no_progress
) -> Report:
    """Load everything in ``content``. A bad file is reported and skipped; the others are loaded.

    Raises ContentError when the folder or its vocabularies cannot be read at all: then nothing is loaded.
    """
    if not content.is_dir():
        raise ContentError("there is no such folder", path=str(content))
    report = Report()
    vocabularies = read_vocabularies(content)
    if not vocabularies.names():
        raise ContentError("there are no vocabularies here, so this is not a content store", path=str(content))
    with database.transaction() as session:
        _load_references(session, content, vocabularies, report, overwrite=overwrite)
    documents = _read_entries(content, vocabularies, report)
    with database.session() as session:
        report.problems += load_files(session, content, documents)
        _drop_dangling(session, documents, report)
        for done, (path, document) in enumerate(documents.items(), start=1):
            try:
                report.counts[_load_entry(session, document, report, locate=locate, overwrite=overwrite)] += 1
                session.commit()
            except InvalidEntry as refused:  # it would lose what is only added to
                session.rollback()
                report.problems += [_fault(path, *each) for each in refused.problems]
            progress(done, len(documents))
    return report


def _read_entries(content: Path, vocabularies: Vocabularies, report: Report) -> dict[Path, Document]:
    documents: dict[Path, Document] = {}
    seen: dict[tuple[str, str], Path] = {}
    for found in entry_files(content):
        try:
            document = read_entry(found, vocabularies)
            first = seen.setdefault((document.KIND, document.slug), found.path)
            if first != found.path:
                raise _fault(found.path, "slug", f"the slug “{document.slug}” is taken by {first}")
            _refuse_hard_quick_read(document, found.path)
            documents[found.path] = document
        except ContentError as problem:
            report.problems.append(problem)
    return documents


def _refuse_hard_quick_read(document: Document, path: Path) -> None:
    for finding in check(document.quick_read):
        if finding.blocks:
            where = f"quick_read.{finding.slot}" if finding.slot else "quick_read"
            raise _fault(path, where, finding.message)


def _drop_dangling(session: Session, documents: dict[Path, Document], report: Report) -> None:
    """Leave out files that need an entry nobody has; until none is left, for dropping one may leave another dangling.

    An entry that is merely pointed to may be missing: pages pass over it, and the report says so.
    """
    held = {(kind, slug) for kind, slug in session.exec(select(Entry.kind, Entry.slug))}
    held |= {(kind, slug) for kind, slug in session.exec(select(FormerAddress.kind, FormerAddress.slug))}
    while True:
        known = held | {(document.KIND, document.slug) for document in documents.values()}
        gone = {path: missing(document, known) for path, document in documents.items()}
        needed = {path: each[0] for path, each in gone.items() if each and each[0].needed}
        report.problems += [_no_such_entry(path, each) for path, each in needed.items()]
        for path in needed:
            del documents[path]
        if not needed:
            report.notes += [_no_such_entry(path, each) for path, found in gone.items() for each in found]
            return


def _no_such_entry(path: Path, missing_entry: Missing) -> ContentError:
    return _fault(path, missing_entry.field, f"there is no entry “{missing_entry.written}”")


def _fault(path: Path, field_name: str, message: str) -> ContentError:
    return ContentError(message, path=str(path), line=line_in(path, field_name), field=field_name)


def _load_entry(session: Session, document: Document, report: Report, *, locate: Locate, overwrite: bool) -> Decision:
    entry = standing_at(session, document.KIND, document.slug)
    digest = digest_of_document(document)
    held = _held(session, entry) if entry else None
    decision = decide(held, digest, overwrite=overwrite)
    if decision is Decision.KEEP and entry:
        report.kept.append(entry.address)
    if entry and entry.state == PUBLISHED and entry.digest == digest:
        entry.loaded_digest = digest  # the file now says what an editor wrote: from here on it is followed again
        session.add(entry)
    if decision in (Decision.ADD, Decision.UPDATE, Decision.RESTORE):
        entry = publish(session, save_draft(session, document, by=CONTENT_STORE), locate=locate)
        entry.loaded_digest = digest
        session.add(entry)
    return decision


def _held(session: Session, entry: Entry) -> Held:
    drafted = open_revision(session, entry.id) is not None
    return Held(entry.digest, entry.loaded_digest, entry.state == WITHDRAWN, drafted)


def _load_references(
    session: Session, content: Path, vocabularies: Vocabularies, report: Report, *, overwrite: bool
) -> None:
    """Vocabularies and single documents (authority, search rules …) go in first: entries are checked against them."""
    for vocabulary in vocabularies.all():
        _load_reference(session, VOCABULARY + vocabulary.name, vocabulary, report, overwrite=overwrite)
    for name, model in SINGLE.items():
        path = content / f"{name}.yaml"
        if path.exists():
            try:
                file = read_yaml(path)
                document = checked(model, file.data, file, vocabularies=vocabularies)
            except ContentError as problem:
                report.problems.append(problem)
            else:
                _load_reference(session, name, document, report, overwrite=overwrite)


def _load_reference(session: Session, name: str, document: BaseModel, report: Report, *, overwrite: bool) -> None:
    data = document.model_dump(mode="json")
    digest = digest_of(data)
    row = session.get(Reference, name)
    held = Held(row.digest, row.loaded_digest) if row else None
    decision = decide(held, digest, overwrite=overwrite)
    if decision is Decision.KEEP:
        report.kept.append(name)
    if decision in (Decision.ADD, Decision.UPDATE):
        row = row or Reference(name=name, document=data, digest=digest)
        row.document, row.digest, row.loaded_digest, row.updated_at = data, digest, digest, now()
        session.add(row)
        announce(session, name, REFERENCE)
