"""Which entries use which value of a vocabulary: a value in use may be hidden, but never taken away."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from sqlmodel import Session, col, select

from localoffer.records.entries import OPEN_STATES, Entry, Revision
from localoffer.records.reference import vocabularies
from localoffer.records.registry import KINDS
from localoffer.records.shapes import In, Shape

Raw = dict[str, Any]


def uses(session: Session, vocabulary: str) -> Counter[str]:
    """How many entries use each value of a vocabulary: in what is public or was, or in what somebody writes now."""
    found: dict[str, set[str]] = {}
    for entry in session.exec(select(Entry).execution_options(yield_per=500)):
        common = dict(entry.model_dump(mode="json", include=set(KINDS[entry.kind].document.model_fields)))
        found.setdefault(entry.id, set()).update(_held(entry.kind, {**common, **entry.fields}, vocabulary))
    drafts = select(Revision, Entry.kind).join(Entry, col(Entry.id) == Revision.entry_id)
    for revision, kind in session.exec(drafts.where(col(Revision.state).in_(OPEN_STATES))):
        found[revision.entry_id].update(_held(kind, revision.document, vocabulary))
    return Counter(value for values in found.values() for value in values)


def rolled_up_to(session: Session, key: str) -> list[str]:
    """Labels of values, of any vocabulary, that roll up to ``key``."""
    return [term.label for each in vocabularies(session).all() for term in each.terms if term.parent == key]


def _held(kind: str, document: Raw, vocabulary: str) -> Iterator[str]:
    yield from values_in(KINDS[kind].document, document, vocabulary)


def values_in(shape: type[Shape], raw: Raw, vocabulary: str) -> Iterator[str]:
    """Every value of one vocabulary that a document holds, in nested shapes too, however unfinished it is."""
    for name, inner in _fields(shape).items():
        marked, shapes = inner
        for value in _listed(raw.get(name)):
            if isinstance(value, str) and vocabulary in marked:
                yield value
            elif isinstance(value, dict):
                for each in shapes:
                    yield from values_in(each, value, vocabulary)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@cache
def _fields(shape: type[Shape]) -> dict[str, tuple[frozenset[str], tuple[type[Shape], ...]]]:
    """For each field that can hold values: the vocabularies it is marked with, and the shapes inside it."""
    found = {}
    for name, field in shape.model_fields.items():
        parts = list(_parts(field.annotation))
        marks = [*field.metadata, *(part for part in parts if isinstance(part, In))]
        marked = frozenset(mark.vocabulary for mark in marks if isinstance(mark, In))
        shapes = tuple(part for part in parts if isinstance(part, type) and issubclass(part, Shape))
        if marked or shapes:
            found[name] = marked, shapes
    return found


def _parts(annotation: Any) -> Iterator[Any]:
    """Everything a type is made of, and its marks."""
    if get_origin(annotation) is Annotated:
        yield from annotation.__metadata__
        yield from _parts(annotation.__origin__)
        return
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)
