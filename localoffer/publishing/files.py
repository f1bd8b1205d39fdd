"""Files beside pages: what may be kept (by what is in it, never by its name), keep it, and name it in a draft."""

import hashlib
import re
import struct
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from localoffer.db.upserts import insert_into
from localoffer.errors import FileRefused
from localoffer.publishing.desk import Desk
from localoffer.publishing.drafts import save_fields, words_of
from localoffer.publishing.fields import digest_of_fields
from localoffer.publishing.operations import hold
from localoffer.records.entries import Entry
from localoffer.records.files import StoredFile
from localoffer.records.meetings import Paper
from localoffer.records.moments import now
from localoffer.records.registry import KINDS

MEGABYTE = 1024 * 1024
#: Largest file that is kept, in bytes, and the most that a Word file may hold once it is unpacked.
LARGEST, LARGEST_UNPACKED = 5 * MEGABYTE, 60 * MEGABYTE
MOST_PARTS = 2000
PDF_STARTS = (b"%PDF-1.", b"%PDF-2.")
#: A PDF ends with this mark; writers may leave some bytes after it.
PDF_END, PDF_TAIL = b"%%EOF", 2048
PDF_LOCK = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")
TYPES_PART, TEXT_PART = "[Content_Types].xml", "word/document.xml"
MACROS = "vbaproject.bin"
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1
#: What the zip library may raise on a file that somebody has broken, on purpose or not.
NOT_A_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    ArithmeticError,
    LookupError,
    RuntimeError,
)
#: Why a file is refused -> the sentence for whoever writes content; the desk has its own, translated.
REASONS = {
    "empty": "there is nothing in this file",
    "large": "this file is larger than 5 MB",
    "other": "this is neither a PDF nor a Word file (.docx)",
    "broken": "this file is broken, or part of it is missing",
    "locked": "this file is locked with a password",
    "macros": "this Word file has macros in it",
    "bomb": "this Word file unpacks to far more than a text can be",
}


def ending_of(data: bytes) -> str:
    """``pdf`` or ``docx``, by what is in the file. Raises FileRefused, whose ``reason`` is one of REASONS."""
    if not data:
        raise _refused("empty")
    if len(data) > LARGEST:
        raise _refused("large")
    if data.startswith(PDF_STARTS):
        _check_pdf(data)
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        _check_docx(data)
        return "docx"
    raise _refused("other")


def _refused(reason: str) -> FileRefused:
    return FileRefused(REASONS[reason], reason=reason)


def _check_pdf(data: bytes) -> None:
    if PDF_END not in data[-PDF_TAIL:]:
        raise _refused("broken")
    if PDF_LOCK.search(data):  # many who listen to a file rather than look at it could not open it
        raise _refused("locked")


def _check_docx(data: bytes) -> None:
    """A Word file is a zip with certain parts. Each part is unpacked once, so that none is other than it says."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_parts(archive.infolist())
            if b"macroenabled" in archive.read(TYPES_PART).lower():
                raise _refused("macros")
            if archive.testzip() is not None:
                raise _refused("broken")
    except NOT_A_ZIP as problem:
        raise _refused("broken") from problem


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if not {TYPES_PART, TEXT_PART} <= set(names):
        raise _refused("other")
    if any(name.lower().endswith(MACROS) for name in names):
        raise _refused("macros")
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise _refused("locked")
    # a part that says less than it holds is found out when it is unpacked: no more is read than it says
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise _refused("bomb")
    if any(part.compress_type not in PACKED for part in parts) or len(names) != len(set(names)):
        raise _refused("broken")


def name_of(data: bytes, ending: str) -> str:
    """``<sha256>.<ending>``: the same file has the same name everywhere."""
    return f"{hashlib.sha256(data).hexdigest()}.{ending}"


def keep_file(session: Session, data: bytes, *, person_id: int | None = None) -> str:
    """Keep a file and return its name; one that is kept already only becomes young again. Raises FileRefused."""
    name = name_of(data, ending_of(data))
    row = {"name": name, "data": data, "size": len(data), "stored_at": now(), "person_id": person_id}
    # two people may keep the same file in the same moment, or the clean-up may be about to delete it
    insert = insert_into(session, StoredFile).values(row)
    session.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"stored_at": row["stored_at"]}))
    return name


def has_papers(kind: str) -> bool:
    """True for kinds of entry that files can stand beside."""
    return "papers" in KINDS[kind].document.model_fields


def papers_in(words: dict[str, Any]) -> list[Paper]:
    """The papers that a draft names, as far as they are right."""
    found = []
    for each in words.get("papers") or []:
        with suppress(ValidationError):
            found.append(Paper.model_validate(each))
    return found


def add_paper(desk: Desk, entry: Entry, title: str, data: bytes) -> str:
    """Keep a file and name it in the entry’s draft, after those it names; returns its name.

    Raises FileRefused (also with ``reason`` ``twice``, when the draft names this very file), NotAllowed, WrongState.
    """
    name = keep_file(desk.session, data, person_id=desk.actor.person_id)
    hold(desk.session, entry)
    words = words_of(desk, entry)
    if any(each.file == name for each in papers_in(words)):
        raise FileRefused("this file is beside the page already", reason="twice")
    _save(desk, entry, words, [*papers_in(words), Paper(title=title, file=name)])
    desk.note("entry.paper-add", entry.address, file=name)
    return name


def remove_paper(desk: Desk, entry: Entry, name: str) -> Paper | None:
    """Name a file no longer in the entry’s draft, and return what it was; None when the draft named none such.

    The public sees it until the draft is published. The file itself stays as long as any version of the page names it.
    Raises NotAllowed, WrongState.
    """
    hold(desk.session, entry)
    words = words_of(desk, entry)
    gone = next((each for each in papers_in(words) if each.file == name), None)
    if gone is not None:
        _save(desk, entry, words, [each for each in papers_in(words) if each.file != name])
        desk.note("entry.paper-remove", entry.address, file=name)
    return gone


def _save(desk: Desk, entry: Entry, words: dict[str, Any], papers: list[Paper]) -> None:
    """Nobody can change the draft meanwhile: the entry is held."""
    values = {"papers": [each.model_dump() for each in papers]}
    save_fields(desk, entry, values, seen=digest_of_fields(words, ["papers"]))
