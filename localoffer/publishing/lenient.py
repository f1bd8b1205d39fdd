"""A document as far as it goes: from words that are not whole, or not right, to something a page can show."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from annotated_types import MaxLen, MinLen
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from localoffer.records.documents import Document
from localoffer.records.registry import KINDS
from localoffer.records.shapes import In, Shape, Slots

Raw = dict[str, Any]
#: Stand-ins that no page shows.
NOTHING = {int: 0, float: 0.0, bool: False, date: date.min}
#: Marks of a text that may say anything: in its place stands the sentence for a gap.
FREE_TEXT = (MinLen, MaxLen, In)


def as_far_as_it_goes(kind: str, words: Raw, gap: str) -> Document:
    """The document of ``words``, never refused: what is missing or wrong reads ``gap`` or is left out.

    ``model_fields_set`` holds the fields that are right: numbers and yes-or-no of others mean nothing.
    """
    shape = KINDS[kind].document
    document = _filled(shape, words, gap)
    assert isinstance(document, Document)
    slots = {slot: gap for slot in shape.REQUIRED_SLOTS if not getattr(document.quick_read, slot)}
    document.quick_read = document.quick_read.model_copy(update=slots)
    return document


def _filled(shape: type[Shape], words: Raw, gap: str) -> Shape:
    right = {
        name: value
        for name in shape.model_fields
        if (value := _right(shape, name, words.get(name), gap)) is not None
    }  # fmt: skip
    others = {name: _nothing(info, gap) for name, info in shape.model_fields.items() if name not in right}
    return shape.model_construct(_fields_set=set(right), **right, **others)


def _right(shape: type[Shape], name: str, given: object, gap: str) -> Any:
    """What is given when it is right, else as much of it as is; None when nothing is."""
    info = shape.model_fields[name]
    inner = _inner(info.annotation)
    if inner is str and isinstance(given, str) and given and _is_free(info.metadata):
        return given  # perhaps too long: it is shown as it was written
    if isinstance(inner, type) and issubclass(inner, Slots) and isinstance(given, dict):
        return _filled(inner, given, gap)
    if given is None or given == []:
        return None
    try:
        return _adapter(shape, name).validate_python(given)
    except ValidationError:
        return _right_items(shape, name, given) or None if isinstance(given, list) else None


@cache
def _adapter(shape: type[Shape], name: str) -> TypeAdapter[Any]:
    """Checks a value of one field by itself, but for how long a list must be."""
    info = shape.model_fields[name]
    annotation: Any = info.annotation
    is_list = get_origin(_inner(annotation)) is list
    return TypeAdapter(Annotated[annotation, *info.metadata] if info.metadata and not is_list else annotation)


def _right_items(shape: type[Shape], name: str, given: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for each in given:
        try:
            kept += _adapter(shape, name).validate_python([each])
        except ValidationError:
            continue
    return kept


def _inner(annotation: Any) -> Any:
    """A type without its marks and without the choice of being nothing."""
    while get_origin(annotation) is Annotated:
        annotation = annotation.__origin__
    if get_origin(annotation) in (Union, UnionType):
        return _inner(next(each for each in get_args(annotation) if each is not type(None)))
    return annotation


def _nothing(info: FieldInfo, gap: str) -> Any:
    """What stands for a value that is not there."""
    if not info.is_required():
        return info.get_default(call_default_factory=True)
    inner = _inner(info.annotation)
    if inner is str:
        return gap if _is_free(info.metadata) else ""
    if isinstance(inner, type) and issubclass(inner, Shape):
        return _filled(inner, {}, gap)
    if get_origin(inner) is list:
        return _one_gap(get_args(inner)[0], gap)
    return NOTHING.get(inner)


def _one_gap(item: Any, gap: str) -> list[Any]:
    """A list with one item that reads as a gap; an empty one where items are picked, not written."""
    inner = _inner(item)
    if isinstance(inner, type) and issubclass(inner, Shape):
        return [_filled(inner, {}, gap)]
    marks = item.__metadata__ if get_origin(item) is Annotated else ()
    inside = [mark for each in marks for mark in (each.metadata if isinstance(each, FieldInfo) else [each])]
    return [gap] if inner is str and _is_free(inside) and not any(isinstance(mark, In) for mark in inside) else []


def _is_free(marks: Sequence[object]) -> bool:
    return all(isinstance(mark, FREE_TEXT) for mark in marks)
