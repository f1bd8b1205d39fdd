"""Readability against values counted by hand."""

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.text.readability import placed_sentences, read, sentences, syllables, words


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1), ("help", 1), ("people", 2), ("education", 4), ("family", 3), ("school", 1), ("cycle", 2),
        ("table", 2), ("tables", 2), ("needed", 2), ("helped", 1), ("wished", 1), ("bikes", 1), ("makes", 1),
        ("places", 2), ("noises", 2), ("houses", 2), ("changes", 2), ("washes", 2), ("the", 1), ("me", 1),
        ("agree", 2), ("tree", 1), ("EHC", 3), ("mum’s", 1), ("2026", 1), ("I", 1), ("rhythm", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_a_person_would(word, count):
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ring us. We will help you.", ["Ring us.", "We will help you."]),
        ("Is it free? Yes! It is.", ["Is it free?", "Yes!", "It is."]),
        ("It costs £4.50 a day. Bring 2.5 pounds.", ["It costs £4.50 a day.", "Bring 2.5 pounds."]),
        ("- One bike\n- Two bikes", ["One bike", "Two bikes"]),
        ("1. First step.\n2. Second step.", ["First step.", "Second step."]),
        ("## Heading\nText **bold** here.", ["Heading", "Text bold here."]),
        ("See [our page](https://x.example.org) first.", ["See our page first."]),
        ("\n\n  \n", []),
        ("---\n...", []),
    ],
)
def test_a_text_is_split_into_the_sentences_a_reader_sees(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Go to https://x.example.org/a/b now",
        "Write to help@x.example.org now",
        "Ring 01632 960001 now",
        "Ring 0808 157 0100 now",
    ],
)
def test_addresses_and_phone_numbers_are_not_read_as_words(text):
    assert [word for part in sentences(text) for word in words(part)][-1] == "now"
    assert read(text).words <= 3


def test_known_text_has_the_counts_and_scores_worked_out_by_hand():
    reading = read("The cat sat on the mat.")
    assert (reading.sentences, reading.words, reading.syllables) == (1, 6, 6)
    # 0.39 × 6 + 11.8 × 1 − 15.59 and 206.835 − 1.015 × 6 − 84.6 × 1
    assert reading.grade == pytest.approx(-1.45)
    assert reading.ease == pytest.approx(116.145)
    assert reading.age == 5


def test_two_sentences_have_the_scores_worked_out_by_hand():
    reading = read("Education matters to every family. People agree.")
    assert (reading.sentences, reading.words, reading.syllables) == (2, 7, 17)
    assert reading.grade == pytest.approx(0.39 * 3.5 + 11.8 * 17 / 7 - 15.59)
    assert reading.age == round(0.39 * 3.5 + 11.8 * 17 / 7 - 15.59 + 5) == 19


def test_a_list_reads_as_easily_as_the_same_points_in_sentences():
    assert read("- Ring us\n- Send a letter\n- Come in") == read("Ring us. Send a letter. Come in.")


def test_an_empty_text_is_as_easy_as_can_be():
    reading = read("")
    assert (reading.words, reading.grade, reading.ease, reading.age) == (0, 0.0, 100.0, 5)


def test_longer_words_in_longer_sentences_are_harder():
    plain = read("Ring us. We will help you. It is free.")
    hard = read("Professionals undertake multidisciplinary assessments incorporating educational considerations.")
    assert hard.grade > plain.grade
    assert hard.ease < plain.ease


@given(st.text(max_size=400))
def test_any_text_can_be_read_and_scored(text):
    reading = read(text)
    assert math.isfinite(reading.grade)
    assert math.isfinite(reading.ease)
    assert reading.sentences >= 1
    assert reading.syllables >= reading.words


@pytest.mark.parametrize(
    "piece", ["@", "a@", "[", "](", "a", "0 ", "0", ".", "*", "”", " ", "a’", "1.", "http://", "#"]
)
def test_a_strange_and_very_long_text_is_read_in_a_moment(piece):
    started = time.perf_counter()
    read(piece * (20_000 // len(piece)))
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("One. Two words.", ["One.", "Two words."]),
        ("- First\n- Second", ["First", "Second"]),
        (
            "Ring [our line](https://a.example.org/x). Then wait.",
            ["Ring [our line](https://a.example.org/x).", "Then wait."],
        ),
        ("Write to a@b.org.\nThen wait.", ["Write to", "Then wait."]),
        ("  **Bold.** Plain.  ", ["Bold.", "Plain."]),
    ],
)
def test_a_sentence_knows_where_it_stands(text, cut):
    assert [text[each.start : each.end] for each in placed_sentences(text)] == cut


@given(st.text(alphabet="ab A1.!?\n-*[](#:/@0", max_size=200))
def test_every_sentence_begins_and_ends_where_it_says(text):
    for each in placed_sentences(text):
        assert text[each.start] == each.text[0]
        assert text[each.end - 1] == each.text[-1]
