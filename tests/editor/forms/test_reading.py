"""What is sent is read: hostile, broken or whole, and what was typed is never lost."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from localoffer.editor.forms.fields import pick
from localoffer.editor.forms.kinds import fields
from localoffer.editor.forms.reading import LONGEST_TEXT, MOST_ITEMS, cleaned, read
from localoffer.editor.forms.showing import Around, sent, show
from localoffer.records.registry import KINDS
from localoffer.records.vocabularies import Vocabularies
from localoffer.web.addresses import UNFIT

SERVICE = fields("service")
NOTHING_AROUND = Around(Vocabularies([]))


def given_to(name, *pairs):
    """The value of one field of a service; “nothing” when it was left out."""
    return read(pick(SERVICE, [name]), MultiDict(pairs)).get(name, "nothing")


@pytest.mark.parametrize(
    ("name", "pairs", "value"),
    [
        ("title", [("title", "  Sleep\u0000 help \x07")], "Sleep help"),
        ("body", [("body", "one\r\ntwo\rthree")], "one\ntwo\nthree"),
        ("age_min", [("age_min", "4")], 4.0),
        ("age_min", [("age_min", "٤")], 4.0),
        ("age_min", [("age_min", "four")], "four"),
        ("age_min", [("age_min", "nan")], "nan"),
        ("age_min", [("age_min", "")], "nothing"),
        ("direct_payment_ok", [("direct_payment_ok", "yes")], True),
        ("direct_payment_ok", [("direct_payment_ok", "")], None),
        ("direct_payment_ok", [("direct_payment_ok", "perhaps")], "perhaps"),
        ("cost", [("cost", "free")], "free"),
        ("cost", [("cost", "stolen")], "stolen"),
        ("cost", [], "nothing"),
        ("needs", [("needs", "adhd"), ("needs", "sleep"), ("needs", "sleep")], ["adhd", "sleep"]),
        ("needs", [("needs", "a"), ("needs", "b"), ("needs", "c"), ("needs.~order", "c|b|x")], ["c", "b", "a"]),
        ("related", [("related.1", "b/two"), ("related.0", "One (a/one)")], ["a/one", "b/two"]),
        ("related", [("related.0", "/services/sleep-help/")], ["services/sleep-help"]),
        ("related", [("related.x", "a"), ("related", "b"), ("related.-1", "c")], []),
        ("related", [("related.0", "wrong"), ("related.0.~pick", "services/right")], ["services/right"]),
        ("organisation", [("organisation", "Wheels (organisations/wheels)")], "wheels"),
        ("organisation", [("organisation", "Sleep help (services/sleep-help)")], "services/sleep-help"),
        ("organisation", [("organisation", "Wheels and Wings")], "Wheels and Wings"),
        ("decision_criteria", [("decision_criteria", "https://example.org/(a/b)")], "https://example.org/(a/b)"),
        ("venue", [("venue.name", " "), ("venue.hide_exact_address", "no")], None),
        ("contacts", [("contacts.0.public", "yes"), ("contacts.0.value", "")], []),
        ("referral_steps", [("referral_steps.2", "two"), ("referral_steps.10", "ten")], ["two", "ten"]),
        ("childcare", [], None),
        ("childcare", [("childcare.~held", "yes")], {"funded_hours": [], "uses": []}),
    ],
)  # fmt: skip
def test_a_field_is_read(name, pairs, value):
    assert given_to(name, *pairs) == value


@pytest.mark.parametrize(
    ("day", "month", "year", "value"),
    [
        ("3", "05", "2026", "2026-05-03"),
        ("31", "13", "2026", "31/13/2026"),
        ("", "", "2026", "//2026"),
        ("3", "May", "2026", "3/May/2026"),
        ("1/2", "3", "2026", "1 2/3/2026"),
        ("9" * 20, "1", "2026", "9" * 20 + "/1/2026"),
        ("3", "5", "26", "3/5/26"),
    ],
)
def test_a_date_that_is_none_stays_as_it_was_typed(day, month, year, value):
    pairs = MultiDict([("wait.as_at.day", day), ("wait.as_at.month", month), ("wait.as_at.year", year)])
    assert read(pick(SERVICE, ["wait"]), pairs)["wait"]["as_at"] == value


def test_a_name_nobody_asked_for_is_ignored():
    raw = read(pick(SERVICE, ["title"]), MultiDict([("title", "x"), ("slug", "y"), ("title.more", "z"), ("", "")]))
    assert raw == {"title": "x"}


def test_what_is_too_long_or_too_much_is_cut_and_said(site_app):
    problems = []
    pairs = [("body", "x" * (LONGEST_TEXT + 1)), *((f"related.{number}", f"a/b{number}") for number in range(150))]
    raw = read(pick(SERVICE, ["body", "related"]), MultiDict(pairs), problems)
    assert (len(raw["body"]), len(raw["related"])) == (LONGEST_TEXT, MOST_ITEMS)
    assert [name for name, _sentence in problems] == ["body", "related"]
    with site_app.test_request_context():
        assert str(problems[1][1]) == "We kept the first 100."


def test_a_flood_is_read_in_no_time():
    flood = MultiDict((f"contacts.{number % 9999}.value.{number}.0.1.2.3", "x" * 50) for number in range(60_000))
    begun = time.perf_counter()
    read(SERVICE, flood)
    assert time.perf_counter() - begun < 2


NAMES = st.sampled_from(
    [each.name for each in SERVICE]
    + [
        "contacts.0.kind",
        "contacts.1.value",
        "wait.value",
        "wait.as_at.day",
        "wait.as_at.year",
        "venue.lat",
        "needs.~order",
    ]
    + ["schedule.0.opens", "iass.impartial", "transport.appeal_stages.0", "related.0", "related.0.~pick", "venue.~held"]
)
ANYTHING = st.text(st.characters(), max_size=30)
FORMS = st.lists(st.tuples(NAMES | ANYTHING, ANYTHING), max_size=25).map(MultiDict)


@settings(max_examples=60, deadline=None)
@given(FORMS)
def test_anything_at_all_is_read_as_plain_values(form):
    raw = read(SERVICE, form)
    text = json.dumps(raw, allow_nan=False, ensure_ascii=False)
    assert not UNFIT.search(text)
    text.encode()  # no half characters: a database takes it
    assert set(raw) <= {each.name for each in SERVICE}


def holds(whole, part):
    """True when nothing of ``part`` is missing or different in ``whole``, which may have more."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(holds(whole.get(name), value) for name, value in part.items())
    if isinstance(part, list):
        return isinstance(whole, list) and len(whole) == len(part) and all(map(holds, whole, part))
    return whole == part


@settings(max_examples=60, deadline=None)
@given(FORMS)
def test_what_was_read_once_is_shown_and_read_again_as_it_was(site_app, form):
    with site_app.test_request_context():
        once = read(SERVICE, form)
        again = read(SERVICE, MultiDict(sent(show(SERVICE, once, NOTHING_AROUND))))
        for_ever = read(SERVICE, MultiDict(sent(show(SERVICE, again, NOTHING_AROUND))))
    assert holds(again, once)  # and what was left out is there as it is from the start
    assert for_ever == again


@given(st.sampled_from(sorted(KINDS)))
def test_an_empty_form_is_a_draft_of_nothing(kind):
    raw = read(fields(kind), MultiDict())
    assert not any(raw.get(each.name) for each in fields(kind) if each.nullable or each.control in ("lines", "groups"))


@given(ANYTHING)
def test_cleaning_twice_is_cleaning_once(text):
    assert cleaned(cleaned(text)) == cleaned(text)
