"""What a form asks: the fields of a shape, worked out from its types and from a book of labels."""

import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import MaxLen
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from localoffer.records.shapes import In, Shape, To

Raw = dict[str, Any]

#: Controls: how a field is drawn and read.
LINE, TEXT, MARKDOWN, WHOLE, DECIMAL, DATE = "line", "text", "markdown", "whole", "decimal", "date"
YES_NO, TICK, CHOICE, CHOICES, LINK = "yes_no", "tick", "choice", "choices", "link"
#: ROWS: a list of short texts in one box, one a row. LINES: a list with a box for each. GROUPS: a list of shapes.
ROWS, LINES, GROUP, GROUPS = "rows", "lines", "group", "groups"


@dataclass(frozen=True)
class Said:
    """What a field is called. Texts are lazy, so that they come out in the reader's language.

    ``one``: what one line or group of a list is called. ``control``: another than the type gives. ``answers``: labels
    of the values, where no vocabulary has them. ``vocabulary``: for values that are not marked as its own.
    ``place``: a group that is found by its postcode.
    """

    label: Any
    hint: Any = ""
    one: Any = ""
    control: str = ""
    answers: Mapping[Any, Any] | None = None
    vocabulary: str = ""
    place: bool = False


Words = Mapping[type[Shape], Mapping[str, Said]]


class Book:
    """Labels by shape and field. A shape takes those of the shapes it is made from."""

    def __init__(self, *parts: Words) -> None:
        self._said = {shape: said for part in parts for shape, said in part.items()}

    def find(self, shape: type[Shape], name: str) -> Said | None:
        """What a field is called; None when the book does not say."""
        return next((said for each in shape.__mro__ if (said := self._said.get(each, {}).get(name))), None)


@dataclass(frozen=True, eq=False)
class FieldSpec:
    """One field. ``name`` is its name in the shape; names on a page are dotted from the outside in.

    ``kind``: for links, the kind of entry it names (empty: any, by address). ``longest``: letters, 0 for no limit.
    ``item``: what a list holds. ``members``: the fields of a group. ``empty``: the values of an optional group that
    means something with nothing in it, else None.
    """

    name: str
    control: str
    said: Said
    required: bool = True
    nullable: bool = False
    default: Any = None
    vocabulary: str = ""
    kind: str = ""
    url: bool = False
    longest: int = 0
    answers: tuple[Any, ...] = ()
    item: "FieldSpec | None" = None
    members: "tuple[FieldSpec, ...]" = ()
    empty: Raw | None = None


Specs = tuple[FieldSpec, ...]


@dataclass(frozen=True)
class _Type:
    """A type without its wrappings: what it is, its marks, whether it may be nothing."""

    inner: Any
    marks: tuple[Any, ...]
    nullable: bool = False
    parts: "tuple[_Type, ...]" = ()

    def marked(self, kind: type) -> Any:
        return next((mark for each in (self, *self.parts) for mark in each.marks if isinstance(mark, kind)), None)


@cache
def spec(shape: type[Shape], book: Book) -> Specs:
    """The fields of a shape, in its own order. Raises TypeError for a type that has no control."""
    return tuple(_field(shape, name, info, book) for name, info in shape.model_fields.items())


def pick(specs: Specs, names: Iterable[str]) -> Specs:
    """Some of the fields, in the order of ``names``; unknown names are left out."""
    held = {each.name: each for each in specs}
    return tuple(held[name] for name in names if name in held)


def without_words(shape: type[Shape], book: Book) -> list[str]:
    """``Shape.field`` of every field, inner ones too, that the book has no label for."""
    found = [f"{shape.__name__}.{name}" for name in shape.model_fields if book.find(shape, name) is None]
    for inner in _shapes_in(shape):
        found += without_words(inner, book)
    return list(dict.fromkeys(found))


def _shapes_in(shape: type[Shape]) -> Iterator[type[Shape]]:
    waiting = [info.annotation for info in shape.model_fields.values()]
    while waiting:
        each = waiting.pop()
        if isinstance(each, type) and issubclass(each, Shape):
            yield each
        waiting.extend(get_args(each))


def _field(shape: type[Shape], name: str, info: FieldInfo, book: Book) -> FieldSpec:
    said = book.find(shape, name) or Said(name.replace("_", " ").capitalize())
    found = _spec(name, _unwrapped(info.annotation, tuple(info.metadata)), said, book)
    default = None if info.is_required() else info.get_default(call_default_factory=True)
    return replace(found, required=info.is_required(), default=default)


def _unwrapped(annotation: Any, marks: tuple[Any, ...] = ()) -> _Type:
    if get_origin(annotation) is Annotated:
        return _unwrapped(annotation.__origin__, marks + tuple(_opened(annotation.__metadata__)))
    if get_origin(annotation) in (Union, types.UnionType):
        parts = tuple(_unwrapped(each) for each in get_args(annotation) if each is not type(None))
        return _Type(parts[0].inner, marks, type(None) in get_args(annotation), parts)
    return _Type(annotation, marks)


def _opened(metadata: Iterable[Any]) -> Iterator[Any]:
    for each in metadata:
        if isinstance(each, FieldInfo):
            yield from each.metadata
        else:
            yield each


def _spec(name: str, of: _Type, said: Said, book: Book) -> FieldSpec:
    inner = of.inner
    basic = FieldSpec(name, said.control, said, nullable=of.nullable)
    if get_origin(inner) is list:
        return _list_spec(basic, _unwrapped(get_args(inner)[0]), book)
    if isinstance(inner, type) and issubclass(inner, Shape):
        members = spec(inner, book)
        return replace(basic, control=GROUP, members=members, empty=_empty(inner) if of.nullable else None)
    if get_origin(inner) is Literal:
        answers = get_args(inner)
        return replace(basic, control=TICK if answers == (True,) else CHOICE, answers=answers)
    controls = {bool: YES_NO, int: WHOLE, float: DECIMAL, date: DATE}
    if inner in controls:
        return replace(basic, control=said.control or controls[inner])
    if inner is str:
        return _text_spec(basic, of)
    raise TypeError(f"No control for {name}: {inner}")


def _text_spec(basic: FieldSpec, of: _Type) -> FieldSpec:
    limit, word, link = of.marked(MaxLen), of.marked(In), of.marked(To)
    longest = limit.max_length if limit and not (link or len(of.parts) > 1) else 0
    vocabulary = word.vocabulary if word else basic.said.vocabulary
    if vocabulary or basic.said.answers:
        return replace(basic, control=CHOICE, vocabulary=vocabulary, answers=tuple(basic.said.answers or ()))
    if link:
        return replace(basic, control=LINK, kind=link.kind, url=len(of.parts) > 1)
    is_long = any(getattr(mark, "min_length", 0) == 1 for mark in of.marks) and not longest
    return replace(basic, control=basic.said.control or (TEXT if is_long else LINE), longest=longest)


def _list_spec(basic: FieldSpec, of: _Type, book: Book) -> FieldSpec:
    one = Said(basic.said.one or basic.said.label, answers=basic.said.answers, vocabulary=basic.said.vocabulary)
    item = _spec("", of, one, book)
    controls = {CHOICE: CHOICES, GROUP: GROUPS, LINE: ROWS, WHOLE: ROWS, DECIMAL: ROWS}
    control = basic.said.control or controls.get(item.control, LINES)
    if control == ROWS and item.control == TEXT:
        item = replace(item, control=LINE)
    return replace(
        basic, control=control, item=item, members=item.members, vocabulary=item.vocabulary, answers=item.answers,
        kind=item.kind,
    )  # fmt: skip


def _empty(shape: type[Shape]) -> Raw | None:
    try:
        return shape().model_dump(mode="json")
    except ValidationError:
        return None
