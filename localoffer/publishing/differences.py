"""What differs between two versions: field by field, line by line and word by word. Pure."""

import re
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, TypeVar

from localoffer.publishing.fields import KEPT_BY_DESK, changed, flat

Raw = dict[str, Any]
NEW, CHANGED, REMOVED = "new", "changed", "removed"
SAME, ADDED, TAKEN, MOVED = "same", "added", "taken", "moved"
#: A word, a mark or spaces: together they are the text.
TOKENS = re.compile(r"\w+|[^\w\s]|\s+")
#: Beyond so many comparisons words are not told apart: the answer would take a second, and nobody could read it.
MOST_COMPARISONS = 4_000_000
#: Lines that share less than this are two lines, not one that changed.
ALIKE = 0.4
T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True)
class Difference:
    """A field (as ``fields.flat`` names it) that is new, changed or removed, with both values as they are stored."""

    name: str
    kind: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Piece:
    """A part of a text: same, added or taken."""

    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """A line of both versions: same, added, taken, moved (the same elsewhere) or changed, in pieces."""

    kind: str
    pieces: tuple[Piece, ...]

    @property
    def before(self) -> tuple[Piece, ...]:
        """What stood there; nothing for an added line."""
        return tuple(piece for piece in self.pieces if piece.kind != ADDED)

    @property
    def after(self) -> tuple[Piece, ...]:
        """What stands there now; nothing for one that was taken away."""
        return tuple(piece for piece in self.pieces if piece.kind != TAKEN)


def differences(old: Raw, new: Raw, besides: Collection[str] = KEPT_BY_DESK) -> list[Difference]:
    """Every field in which two documents differ, in the order of the newer one, without those named ``besides``."""
    before, after = flat(old), flat(new)
    return [
        Difference(name, _kind(name in before, name in after), before.get(name), after.get(name))
        for name in changed(old, new)
        if name not in besides
    ]


def _kind(was: bool, is_now: bool) -> str:
    if was and is_now:
        return CHANGED
    return NEW if is_now else REMOVED


def word_marks(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of two texts, in order: same and taken make ``before``, same and added make ``after``."""
    old, new = TOKENS.findall(before), TOKENS.findall(after)
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    pieces = [(SAME, old[:head]), *_marked(middle_old, middle_new), (SAME, old[len(old) - tail :])]
    return _joined((kind, "".join(tokens)) for kind, tokens in pieces)


def _shared(one: Sequence[T], other: Sequence[T]) -> int:
    """How many of the first of both are the same."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _marked(old: list[str], new: list[str]) -> Iterator[tuple[str, list[str]]]:
    if len(old) * len(new) > MOST_COMPARISONS:
        yield from ((TAKEN, old), (ADDED, new))
        return
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield SAME, old[start:end]
        else:
            yield from ((TAKEN, old[start:end]), (ADDED, new[new_start:new_end]))


def _joined(pieces: Iterator[tuple[str, str]]) -> tuple[Piece, ...]:
    """Neighbours put together, what was taken first; spaces between words that change are part of the change."""
    found = [Piece(SAME, "")]
    run, spaces = {TAKEN: "", ADDED: ""}, ""
    for kind, text in pieces:
        is_open = any(run.values())
        if kind == SAME and text.isspace() and is_open:
            spaces += text
        elif kind == SAME:
            found += [Piece(each, words) for each, words in run.items()] if is_open and text else []
            run, spaces, text = ({TAKEN: "", ADDED: ""}, "", spaces + text) if text else (run, spaces, text)
            found.append(Piece(SAME, text))
        elif text:
            run = {each: words + spaces + (text if each == kind else "") for each, words in run.items()}
            spaces = ""
    found += [*(Piece(each, words) for each, words in run.items()), Piece(SAME, spaces)]
    return _without_seams(found)


def _without_seams(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].kind == piece.kind:
            found[-1] = Piece(piece.kind, found[-1].text + piece.text)
        elif piece.text:
            found.append(piece)
    return tuple(found)


def line_changes(before: Sequence[str], after: Sequence[str]) -> list[Line]:
    """The lines of two versions in order: of a text its paragraphs, of a list its items."""
    found: list[Line] = []
    if len(before) * len(after) > MOST_COMPARISONS:
        return [_whole(TAKEN, line) for line in before] + [_whole(ADDED, line) for line in after]
    for tag, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [_whole(SAME, line) for line in before[start:end]]
        else:
            found += _replaced(before[start:end], after[new_start:new_end])
    return _moved(found)


def _whole(kind: str, line: str) -> Line:
    return Line(kind, (Piece(SAME if kind == MOVED else kind, line),) if line else ())


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Lines in the place of others: in pairs while they are alike, else those taken, then those added."""
    for was, now in zip_longest(old, new):
        if was is not None and now is not None and _alike(pieces := word_marks(was, now)):
            yield Line(CHANGED, pieces)
            continue
        if was is not None:
            yield _whole(TAKEN, was)
        if now is not None:
            yield _whole(ADDED, now)


def _alike(pieces: tuple[Piece, ...]) -> bool:
    length: Callable[[str], int] = lambda kind: sum(len(piece.text) for piece in pieces if piece.kind == kind)  # noqa: E731
    kept, longer = length(SAME), max(length(TAKEN), length(ADDED))
    return kept >= ALIKE * (kept + longer)


def _moved(lines: list[Line]) -> list[Line]:
    """A line that was taken in one place and added in another has moved: it is told once, where it stands now."""
    both = _texts(lines, TAKEN) & _texts(lines, ADDED)
    kept = [line for line in lines if line.kind != TAKEN or _text(line) not in both]
    return [_whole(MOVED, _text(line)) if line.kind == ADDED and _text(line) in both else line for line in kept]


def _texts(lines: Sequence[Line], kind: str) -> set[str]:
    return {_text(line) for line in lines if line.kind == kind}


def _text(line: Line) -> str:
    return "".join(piece.text for piece in line.pieces)
