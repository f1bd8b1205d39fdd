"""From plain values to what a template draws: each field with its value, its choices and what is wrong with it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _

from localoffer.editor.forms.fields import (
    CHOICE,
    CHOICES,
    DATE,
    GROUP,
    GROUPS,
    LINE,
    LINES,
    LINK,
    ROWS,
    TEXT,
    TICK,
    YES_NO,
    FieldSpec,
    Raw,
    Said,
    Specs,
)
from localoffer.editor.forms.reading import BETWEEN, EMPTY, NO, YES
from localoffer.records.vocabularies import Vocabularies, VocabularyTerm

#: More answers than this come as a list to choose from, rather than all on the page; fewer where they stand in each
#: group of a list.
MOST_RADIOS, MOST_RADIOS_IN_LISTS = 8, 4
Errors = Mapping[str, Any]


@dataclass(frozen=True)
class Around:
    """What fields need besides their values: the council's words, and how to find entries that links name.

    ``entry``: (kind or "", value) -> (title, ``folder/slug``), or None when there is no such entry. ``like``: (kind or
    "", text) -> (title, ``folder/slug``) of entries that a text may mean.
    """

    vocabularies: Vocabularies
    entry: Callable[[str, str], tuple[str, str] | None] | None = None
    like: Callable[[str, str], Sequence[tuple[str, str]]] = lambda kind, text: ()


@dataclass(frozen=True)
class Option:
    """One answer to choose."""

    value: str
    label: Any
    hint: str = ""
    chosen: bool = False


@dataclass
class View:
    """One field as it is drawn. ``name`` is its dotted name, which is also the id of what is typed into or clicked.

    ``parts``: the fields of a group, or the lines or groups of a list. ``sets``: answers under headings. ``like``:
    entries that a link may mean. ``target``: the id an error links to.
    """

    name: str
    control: str
    said: Said
    label: Any
    required: bool
    longest: int = 0
    value: Any = ""
    error: Any = ""
    options: list[Option] = field(default_factory=list)
    sets: list[tuple[str, list[Option]]] = field(default_factory=list)
    parts: "list[View]" = field(default_factory=list)
    like: list[Option] = field(default_factory=list)
    kind: str = ""
    held: bool = False
    #: a link that leads to no page
    unknown: bool = False
    #: what is said below it, such as where a postcode is
    note: Any = ""
    #: where it stands in its list, and how many there are
    place: int = 0
    count: int = 0

    @property
    def hint(self) -> Any:
        return self.said.hint

    @property
    def target(self) -> str:
        if self.control == DATE:
            return f"{self.name}.day"
        if self.control in (GROUP, GROUPS, LINES):
            return self.parts[0].target if self.parts else f"add:{self.name}"
        return self.name

    def errors(self) -> "Iterator[tuple[str, str]]":
        """(id to link to, sentence) of the field and everything in it, in the order of the page.

        > Contact 2 – Number or address – Write a phone number with digits and spaces.
        """
        if self.error:
            yield self.target, f"{self.label} – {self.error}"
        for part in self.parts:
            for target, sentence in part.errors():
                yield target, f"{self.label} – {sentence}" if self.count and self.control == GROUP else sentence

    def within(self) -> "Iterator[View]":
        """The field and everything in it."""
        yield self
        for part in self.parts:
            yield from part.within()


def show(specs: Specs, raw: Raw, around: Around, errors: Errors | None = None, prefix: str = "") -> list[View]:
    """Fields as they are drawn. What ``raw`` does not hold is shown as it is from the start."""
    return [_view(each, raw.get(each.name, each.default), prefix + each.name, around, errors or {}) for each in specs]


def _view(each: FieldSpec, value: Any, name: str, around: Around, errors: Errors) -> View:
    view = View(
        name, each.control, each.said, each.said.label, each.required and not each.nullable, each.longest,
        error=errors.get(name, ""), kind=each.kind,
    )  # fmt: skip
    _FILLERS.get(each.control, _fill_text)(view, each, value, around, errors)
    return view


def _fill_text(view: View, _each: FieldSpec, value: Any, _around: Around, _errors: Errors) -> None:
    view.value = _written(value)
    if view.control == LINE and "\n" in view.value:
        view.control = TEXT  # a browser would lose its line ends


def _written(value: Any) -> str:
    """A value as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def _fill_rows(view: View, _each: FieldSpec, value: Any, _around: Around, _errors: Errors) -> None:
    view.value = "\n".join(_written(row) for row in _listed(value))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value in EMPTY else [value]


def _fill_date(view: View, _each: FieldSpec, value: Any, _around: Around, _errors: Errors) -> None:
    try:
        day = date.fromisoformat(str(value))
        written = [str(day.day), str(day.month), str(day.year)]
    except ValueError:
        written = [*_written(value).split("/", 2), "", ""][:3]
    view.value = dict(zip(("day", "month", "year"), written, strict=True))


def _fill_yes_no(view: View, each: FieldSpec, value: Any, _around: Around, _errors: Errors) -> None:
    answers = [(YES, True, _("Yes")), (NO, False, _("No"))]
    view.options = [Option(sent, label, chosen=value is meant) for sent, meant, label in answers]
    if each.nullable:
        view.options.append(Option("", _("Not known"), chosen=value is None))
    if isinstance(value, str):  # only a machine sends another answer; it is refused later
        view.options.append(Option(value, value, chosen=True))


def _fill_tick(view: View, _each: FieldSpec, value: Any, _around: Around, _errors: Errors) -> None:
    view.options = [Option(YES, view.label, chosen=value is True)]


def _fill_choice(view: View, each: FieldSpec, value: Any, around: Around, _errors: Errors) -> None:
    view.options = _options(each, _listed(value), around)
    view.value = _written(value)
    in_list = any(part.isdecimal() for part in view.name.split("."))
    if len(view.options) > (MOST_RADIOS_IN_LISTS if in_list else MOST_RADIOS):
        view.control = "select"
        view.options.insert(0, Option("", _("Choose one"), chosen=not view.value))
    elif each.nullable:
        view.options.append(Option("", _("None of these"), chosen=not view.value))


def _fill_choices(view: View, each: FieldSpec, value: Any, around: Around, _errors: Errors) -> None:
    held = [_written(every) for every in _listed(value)]
    view.options = _options(each, held, around)
    view.value = BETWEEN.join(held)
    view.count = len(held)
    if each.vocabulary:
        view.sets = _sets(view.options, each.vocabulary, around.vocabularies)


def _options(each: FieldSpec, held: list[Any], around: Around) -> list[Option]:
    """Answers of the vocabulary or of the type, and whatever is held besides them: nothing is lost by being shown."""
    known: dict[str, tuple[Any, str]] = {}
    for term in around.vocabularies[each.vocabulary].values():
        if not term.hidden or term.key in held:
            known[term.key] = (term.label, term.hint)
    for answer in each.answers:
        known[str(answer)] = ((each.said.answers or {}).get(answer, answer), "")
    for value in held:
        known.setdefault(_written(value), (_written(value), ""))
    return [Option(value, label, hint, value in held) for value, (label, hint) in known.items()]


def _sets(options: list[Option], vocabulary: str, words: Vocabularies) -> list[tuple[str, list[Option]]]:
    """Options under the word they all roll up to; empty when nothing in the vocabulary rolls up."""
    terms = words[vocabulary]
    if not any(term.parent for term in terms.values()):
        return []
    sets: dict[str, list[Option]] = {}
    for option in options:
        sets.setdefault(_topmost(option.value, terms), []).append(option)
    alone = [option for key in list(sets) if len(sets[key]) == 1 for option in sets.pop(key)]
    found = [(_heading(key, vocabulary, words), held) for key, held in sets.items()]
    return sorted(found, key=lambda pair: pair[0]) + ([("", alone)] if alone else [])


def _topmost(key: str, terms: Mapping[str, VocabularyTerm]) -> str:
    seen = {key}
    while (term := terms.get(key)) and term.parent and term.parent not in seen:
        key = term.parent
        seen.add(key)
    return key


def _heading(key: str, vocabulary: str, words: Vocabularies) -> str:
    """The label of a value that may stand in another vocabulary: needs roll up to areas of need, towns to districts."""
    names = [vocabulary, *words.names()]
    return next((words.label(name, key) for name in names if key in words[name]), key)


def _fill_link(view: View, each: FieldSpec, value: Any, around: Around, _errors: Errors) -> None:
    view.value = _written(value)
    if not view.value or around.entry is None or (each.url and "://" in view.value):
        return
    if entry := around.entry(each.kind, view.value):
        view.value = f"{entry[0]} ({entry[1]})"
    else:
        view.unknown = True
        view.like = [Option(address, title) for title, address in around.like(each.kind, view.value)]


def _fill_group(view: View, each: FieldSpec, value: Any, around: Around, errors: Errors) -> None:
    view.held = isinstance(value, dict)
    view.parts = show(each.members, value if isinstance(value, dict) else {}, around, errors, f"{view.name}.")


def _fill_list(view: View, each: FieldSpec, value: Any, around: Around, errors: Errors) -> None:
    assert each.item is not None
    rows = _listed(value) or ([None] if view.required else [])
    view.parts = [_view(each.item, row, f"{view.name}.{place}", around, errors) for place, row in enumerate(rows)]
    for place, part in enumerate(view.parts):
        part.place, part.count = place, len(view.parts)
        part.label = _("%(what)s %(number)s", what=each.said.one or each.said.label, number=place + 1)


_FILLERS: dict[str, Callable[[View, FieldSpec, Any, Around, Errors], None]] = {
    ROWS: _fill_rows, DATE: _fill_date, YES_NO: _fill_yes_no, TICK: _fill_tick, CHOICE: _fill_choice,
    CHOICES: _fill_choices, LINK: _fill_link, GROUP: _fill_group, GROUPS: _fill_list, LINES: _fill_list,
}  # fmt: skip


def told(view: View) -> list[str]:
    """A field's value as lines of plain text, to be read rather than changed; none when it is empty."""
    if view.control in (GROUPS, LINES):
        return [line for part in view.parts for line in told(part)]
    if view.control == GROUP:
        return [f"{part.label} – {line}" for part in view.parts for line in told(part)] if view.held else []
    if view.control == DATE:
        return [" ".join(view.value.values()).strip()] if any(view.value.values()) else []
    if view.options:
        return [str(option.label) for option in view.options if option.chosen and option.value]
    return [line for line in str(view.value).split("\n") if line]


def sent(views: Sequence[View]) -> list[tuple[str, str]]:
    """What a browser sends of fields that nobody has changed: the other half of ``reading.read``."""
    return [pair for view in views for each in view.within() for pair in _pairs(each)]


def _pairs(view: View) -> Iterator[tuple[str, str]]:
    if view.control == DATE:
        yield from ((f"{view.name}.{part}", text) for part, text in view.value.items())
    elif view.control == CHOICES:
        yield f"{view.name}.~order", view.value
        yield from ((view.name, option.value) for option in view.options if option.chosen)
    elif view.options:
        yield from ((view.name, option.value) for option in view.options if option.chosen)
    elif view.control == GROUP:
        yield from [(f"{view.name}.~held", YES)] if view.held else []
    elif view.control not in (GROUPS, LINES):
        yield view.name, view.value
