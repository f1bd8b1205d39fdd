"""What differs: fields, lines and words. Marks always add up to both texts, and are quick on long ones."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.publishing.differences import (
    ADDED,
    CHANGED,
    MOVED,
    NEW,
    REMOVED,
    SAME,
    TAKEN,
    Difference,
    differences,
    line_changes,
    word_marks,
)

TEXTS = st.text(st.sampled_from("ab Cé.,’\n-مع"), max_size=40)
LINES = st.lists(st.text(st.sampled_from("ab c"), min_size=1, max_size=12), max_size=8)


def text_of(pieces, *kinds):
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


def marked(before, after):
    """Both texts in one: [-taken-] {+added+}."""
    signs = {SAME: "{}", TAKEN: "[-{}-]", ADDED: "{{+{}+}}"}
    return "".join(signs[piece.kind].format(piece.text) for piece in word_marks(before, after))


@given(TEXTS, TEXTS)
def test_what_stayed_and_what_was_taken_make_the_old_text_and_with_what_was_added_the_new(before, after):
    pieces = word_marks(before, after)
    assert text_of(pieces, SAME, TAKEN) == before
    assert text_of(pieces, SAME, ADDED) == after
    assert all(piece.text for piece in pieces)
    assert all(one.kind != other.kind for one, other in pairwise(pieces))


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert {piece.kind for piece in word_marks(text, text)} <= {SAME}


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("Ring us on Monday.", "Ring us on Friday.", "Ring us on [-Monday-]{+Friday+}."),
        ("Ring us.", "Ring us today.", "Ring us{+ today+}."),
        (
            "Ring us on Monday at nine.",
            "Ring us each Friday at ten.",
            "Ring us [-on Monday-]{+each Friday+} at [-nine-]{+ten+}.",
        ),
        ("", "New.", "{+New.+}"),
        ("Gone.", "", "[-Gone.-]"),
        ("It costs £2, or £3.", "It costs £2 or £3.", "It costs £2[-,-] or £3."),
        ("اتصل بنا اليوم", "اتصل بنا غدا", "اتصل بنا [-اليوم-]{+غدا+}"),
    ],
)
def test_words_are_marked_as_people_would(before, after, found):
    assert marked(before, after) == found


@given(LINES, LINES)
def test_lines_add_up_too(before, after):
    lines = line_changes(before, after)
    moved = {text_of(line.pieces, SAME) for line in lines if line.kind == MOVED}
    old = [text_of(line.before, SAME, TAKEN) for line in lines if line.kind not in (ADDED, MOVED)]
    assert [line for line in old if line not in moved] == [line for line in before if line not in moved]
    assert [text_of(line.after, SAME, ADDED) for line in lines if line.kind != TAKEN] == after


def kinds(before, after):
    return [line.kind for line in line_changes(before, after)]


def test_an_item_that_changed_is_one_line_and_one_that_was_swapped_is_two():
    assert kinds(["Phone · 01632 960101 · Office"], ["Phone · 01632 960102 · Office"]) == [CHANGED]
    assert kinds(["Phone · 01632 960101"], ["Ask at the desk in the hall"]) == [TAKEN, ADDED]


def test_an_item_that_only_moved_is_told_once():
    assert kinds(["Monday", "Tuesday", "Friday"], ["Friday", "Monday", "Tuesday"]) == [MOVED, SAME, SAME]


def test_fields_are_new_changed_or_removed_and_dates_of_the_desk_are_left_out():
    old = {"title": "A", "summary": "Gone", "reviewed_on": "2026-01-01", "quick_read": {"cost": "Free."}}
    new = {"title": "B", "body": "Here", "reviewed_on": "2026-02-01", "quick_read": {"cost": "£2."}}
    assert differences(old, new) == [
        Difference("title", CHANGED, "A", "B"),
        Difference("body", NEW, None, "Here"),
        Difference("quick_read.cost", CHANGED, "Free.", "£2."),
        Difference("summary", REMOVED, "Gone", None),
    ]
    assert [each.name for each in differences(old, new, besides=())][-2] == "quick_read.cost"


def long_text(seed, words):
    chosen = random.Random(seed)
    vocabulary = [f"word{number}" for number in range(300)]
    return " ".join(chosen.choice(vocabulary) for _ in range(words))


@pytest.mark.parametrize("words", [1_500, 8_000, 60_000])
def test_long_texts_with_nothing_in_common_take_no_time(words):
    before, after = long_text(1, words), long_text(2, words)
    start = time.perf_counter()
    pieces = word_marks(before, after)
    assert time.perf_counter() - start < 3
    assert text_of(pieces, SAME, ADDED) == after


def test_a_long_text_with_one_change_is_marked_where_it_changed():
    before = long_text(1, 60_000)
    after = before[:200_000] + " and one thing more" + before[200_000:]
    assert len(text_of(word_marks(before, after), ADDED)) < 60
