"""Which other entries a document names, and which of them are missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from localoffer.records.documents import Document
from localoffer.records.registry import from_address
from localoffer.records.shapes import To

Pair = tuple[str, str]


def named_by(document: Document) -> Iterator[tuple[str, Pair, str]]:
    """(dotted field, (kind, slug), as written) for every entry that a document names, in nested shapes too."""
    yield from _named(document, "")


@dataclass(frozen=True)
class Missing:
    """A named entry that nobody has. ``needed``: the document cannot stand without it (a base without its school)."""

    field: str
    written: str
    needed: bool


def missing(document: Document, known: set[Pair]) -> list[Missing]:
    """Each entry that ``document`` names and that is not among ``known``, the needed ones first."""
    found = [
        Missing(
            field,
            written,
            needed=field in type(document).model_fields and type(document).model_fields[field].is_required(),
        )
        for field, pair, written in named_by(document)
        if pair not in known
    ]
    return sorted(found, key=lambda each: not each.needed)


def _named(shape: BaseModel, prefix: str) -> Iterator[tuple[str, Pair, str]]:
    for name, kind in _marked(type(shape)).items():
        value = getattr(shape, name)
        for place, written in enumerate(value) if isinstance(value, list) else [("", value)]:
            if isinstance(written, str) and "://" not in written:
                field = f"{prefix}{name}.{place}".rstrip(".")
                yield field, (kind, written) if kind else from_address(written), written
    for name in type(shape).model_fields:
        value = getattr(shape, name)
        for place, inner in enumerate(value) if isinstance(value, list) else [("", value)]:
            if isinstance(inner, BaseModel):
                yield from _named(inner, f"{prefix}{name}.{place}".rstrip(".") + ".")


@cache
def _marked(shape: type[BaseModel]) -> dict[str, str]:
    """Fields that name entries: field -> kind (empty for addresses)."""
    found = {}
    for name, field in shape.model_fields.items():
        marks = [mark for mark in field.metadata if isinstance(mark, To)] or list(_marks(field.annotation))
        if marks:
            found[name] = marks[0].kind
    return found


def _marks(annotation: Any) -> Iterator[To]:
    if get_origin(annotation) is Annotated:
        yield from (mark for mark in annotation.__metadata__ if isinstance(mark, To))
    for part in get_args(annotation):
        yield from _marks(part)
