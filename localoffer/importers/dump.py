"""Write every published entry, its files and the reference documents as a content store that loads as the same."""

from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session, select

from localoffer.errors import ContentError
from localoffer.importers.files import dump_files
from localoffer.importers.front_matter import Dumper, write_file
from localoffer.records.documents import Document
from localoffer.records.entries import Reference
from localoffer.records.queries import all_published
from localoffer.records.reference import VOCABULARY
from localoffer.records.registry import address_of


def dump(session: Session, folder: Path) -> int:
    """Write the store into ``folder``; returns how many entries. Raises ContentError when the folder is not empty."""
    if folder.exists() and not folder.is_dir():
        raise ContentError("this is a file, not a folder: name another", path=str(folder))
    if folder.exists() and any(folder.iterdir()):
        raise ContentError("the folder is not empty, and nothing is overwritten: name another", path=str(folder))
    count = 0
    for entry in all_published(session):
        document = entry.document()
        path = folder / f"{address_of(document.KIND, document.slug)}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file_text(document).encode())
        count += 1
    dump_files(session, folder)
    for row in session.exec(select(Reference)):
        _write_reference(folder, row)
    return count


def file_text(document: Document) -> str:
    """A document as the text of its file. What equals the default is left out, as a person would leave it out."""
    data = document.model_dump(mode="json", exclude_defaults=True, exclude={"body", "slug"})
    return write_file(data, document.body)


def _write_reference(folder: Path, row: Reference) -> None:
    if row.name.startswith(VOCABULARY):
        name = row.name.removeprefix(VOCABULARY)
        value = {key: each for key, each in row.document.items() if key != "name"}
        path, data = folder / "vocabularies" / f"{name}.yaml", {name: _without_empty(value)}
    else:
        path, data = folder / f"{row.name}.yaml", _without_empty(row.document)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=110)
    path.write_text(text, encoding="utf-8")


def _without_empty(value: Any) -> Any:
    """The same data without keys that say nothing (None, empty text, empty lists): their defaults say the same."""
    if isinstance(value, dict):
        return {key: _without_empty(each) for key, each in value.items() if each not in (None, "", [])}
    return [_without_empty(each) for each in value] if isinstance(value, list) else value
