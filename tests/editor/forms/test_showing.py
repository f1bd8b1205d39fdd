"""What a form shows: values, answers, and everything that is held, known or not."""

import pytest

from localoffer.editor.forms.fields import pick
from localoffer.editor.forms.kinds import fields
from localoffer.editor.forms.showing import Around, show, told
from localoffer.importers.content_store import read_vocabularies
from localoffer.records.vocabularies import Vocabularies
from localoffer.settings import ROOT
from tests.factories import create_vocabulary


@pytest.fixture(autouse=True)
def request_context(site_app):
    with site_app.test_request_context():
        yield


@pytest.fixture(scope="module")
def around():
    return Around(read_vocabularies(ROOT / "content"))


def view(name, raw, around, kind="service", errors=None):
    return show(pick(fields(kind), [name]), raw, around, errors)[0]


def test_an_answer_the_vocabulary_has_lost_is_still_shown_and_chosen():
    words = Around(Vocabularies([create_vocabulary("cost", free="Free")]))
    shown = [(option.value, option.chosen) for option in view("cost", {"cost": "barter"}, words).options]
    assert shown == [("free", False), ("barter", True)]


def test_needs_stand_under_what_they_roll_up_to(around):
    sets = {heading: [option.value for option in options] for heading, options in view("needs", {}, around).sets}
    assert "dyslexia" in sets["Cognition and learning"]
    assert "ALL" in sets[""]


def test_many_answers_are_a_list_to_choose_from(around):
    assert view("cost", {}, around).control == "choice"
    assert view("setting_type", {}, around, kind="setting").control == "select"
    assert view("contacts", {}, around).parts[0].parts[0].control == "select"


def test_a_list_that_must_not_be_empty_begins_with_a_line(around):
    assert [part.name for part in view("contacts", {}, around).parts] == ["contacts.0"]
    assert view("schedule", {}, around).parts == []


def test_an_error_leads_to_what_can_be_typed_into_or_pressed(around):
    errors = {"contacts.1.value": "Wrong", "wait.as_at": "When?", "schedule": "Add one", "venue": "Where?"}
    raw = {"contacts": [{}, {}], "wait": {}}
    views = show(pick(fields("service"), ["contacts", "wait", "schedule", "venue"]), raw, around, errors)
    found = [pair for each in views for pair in each.errors()]
    assert found == [
        ("contacts.1.value", "Contact 2 – Number or address – Wrong"),
        ("wait.as_at.day", "On which day was this true? – When?"),
        ("add:schedule", "When is it open? – Add one"),
        ("venue.name", "The place people go to – Where?"),
    ]  # fmt: skip


def test_a_link_shows_the_name_of_the_page_and_offers_others_where_there_is_none(around):
    def entry(kind, value):
        return ("Wheels and Wings", "organisations/wheels") if value == "wheels" else None

    words = Around(around.vocabularies, entry, lambda kind, text: [("Wheels on Fire", "organisations/fire")])
    assert view("organisation", {"organisation": "wheels"}, words).value == "Wheels and Wings (organisations/wheels)"
    unknown = view("organisation", {"organisation": "Wheel"}, words)
    assert (unknown.value, unknown.unknown) == ("Wheel", True)
    assert [(option.label, option.value) for option in unknown.like] == [("Wheels on Fire", "organisations/fire")]


@pytest.mark.parametrize(
    ("name", "value", "lines"),
    [
        ("title", "Sleep help", ["Sleep help"]),
        ("cost", "free", ["Free"]),
        ("age_min", 4.0, ["4"]),
        ("direct_payment_ok", True, ["Yes"]),
        ("direct_payment_ok", None, []),
        ("referral_steps", ["Ring.", "Come."], ["Ring.", "Come."]),
        ("wait", {"value": 3, "unit": "weeks", "as_at": "2026-05-03"}, ["How many? – 3", "Days, weeks or months? – Weeks", "On which day was this true? – 3 5 2026"]),
        ("venue", None, []),
        ("body", "One\n\nTwo", ["One", "Two"]),
    ],
)  # fmt: skip
def test_a_value_is_told_in_plain_lines(around, name, value, lines):
    assert told(view(name, {name: value}, around)) == lines
