"""The history in sentences: (field, before, after) -> what somebody reads."""

import pytest

from localoffer.editor.field_words import field_of, label_of, written
from localoffer.editor.forms.showing import Around
from localoffer.editor.history_sentences import MOST_SENTENCES, sentences, short
from localoffer.publishing.fields import flat
from localoffer.records.registry import KINDS
from tests.factories import create

PAGES = {("guide", "guides/annual-review"): ("Annual review", "guides/annual-review")}


@pytest.fixture
def around(vocabularies, site_app):
    with site_app.test_request_context("/editor/"):
        yield Around(vocabularies, entry=lambda kind, value: PAGES.get((kind or "guide", value)))


def phone(number, **others):
    return {"kind": "phone", "value": number, "label": "", "hours": "", "public": True} | others


EMAIL = {"kind": "email", "value": "sleep@example.org", "label": "", "hours": "", "public": True}
MONDAY = {"day": "monday", "opens": "09:00", "closes": "12:00", "season": "all_year", "note": ""}
CLOSED = {"since": "2026-07-01", "until": None, "note": "The hall is being painted."}
#: field, before, after -> sentences
TABLE = [
    ("title", "Old", "New", ["Renamed from “Old” to “New”."]),
    ("slug", "old", "new", ["Moved the page from “old” to “new”."]),
    ("body", "Words.", "Other words.", ["Changed the full text."]),
    ("body", "", "Words.", ["Wrote the full text."]),
    ("body", "Words.", "", ["Took out the full text."]),
    ("contacts", [phone("01632 960101")], [phone("01632 960102")], ["Changed the phone number from 01632 960101 to 01632 960102."]),
    ("contacts", [EMAIL], [EMAIL | {"value": "new@example.org"}], ["Changed the email address from sleep@example.org to new@example.org."]),
    ("contacts", [phone("01632 960101")], [phone("01632 960101", hours="Mondays")], ["Changed what it says beside 01632 960101."]),
    ("contacts", [phone("01632 960101")], [phone("01632 960101"), EMAIL], ["Added a contact. Email: sleep@example.org."]),
    ("contacts", [phone("01632 960101"), EMAIL], [EMAIL], ["Took a contact away. Phone: 01632 960101."]),
    ("contacts", [phone("01632 960101"), EMAIL], [EMAIL, phone("01632 960101")], ["Changed the order of the contacts."]),
    ("schedule", [], [MONDAY], ["Added Monday to the opening times."]),
    ("schedule", [MONDAY], [MONDAY, MONDAY | {"day": "friday"}], ["Added Friday to the opening times."]),
    ("schedule", [MONDAY, MONDAY | {"day": "friday"}], [MONDAY], ["Took Friday out of the opening times."]),
    ("schedule", [MONDAY], [MONDAY | {"closes": "13:00"}], ["Changed the opening times on Monday."]),
    ("closed", None, CLOSED, ["Closed for a while: The hall is being painted."]),
    ("closed", CLOSED, None, ["Open again."]),
    ("closed", CLOSED, CLOSED | {"note": "Still wet."}, ["Changed what it says about being closed: Still wet."]),
    ("age_min", 2.0, 3.5, ["Changed “Youngest age” from 2 to 3.5."]),
    ("needs", ["autism"], ["autism", "adhd"], ["Added to “Which needs is it for?”: ADHD."]),
    ("needs", ["autism", "adhd"], ["adhd"], ["Took out of “Which needs is it for?”: Autism."]),
    ("referral_steps", ["Ring us.", "Come on Monday."], ["Ring us.", "Come on Friday."], None),
    ("needs", ["autism", "adhd"], ["adhd", "autism"], ["Changed the order of “Which needs is it for?”."]),
    ("if_not_eligible", [], ["guides/annual-review"], ["Added to “…”: Annual review."]),
    ("direct_payment_ok", None, True, None),
    ("cost_note", "", "£2 for each child.", None),
    ("quick_read", {"cost": "Free."}, {"cost": "£2."}, ["Changed “What it costs” in the quick read."]),
    ("quick_read", {"cost": ""}, {"cost": "£2."}, ["Wrote “What it costs” in the quick read."]),
    ("quick_read", {"cost": "Free."}, {}, ["Emptied “What it costs” in the quick read."]),
    ("reviewed_on", "2026-01-01", "2026-07-01", ["Checked, still right."]),
    ("reviewed_on", "2026-07-01", "2026-01-01", ["Saved it again. Nothing changed."]),
    ("review_due", "2026-07-01", "2026-08-01", ["Saved it again. Nothing changed."]),
]  # fmt: skip


@pytest.mark.parametrize(("field", "before", "after", "said"), TABLE)
def test_what_changed_is_told_as_somebody_would(around, field, before, after, said):
    found = sentences("service", {field: before}, {field: after}, around)
    assert len(found) == 1
    if said is None:
        assert found[0].startswith(("Filled in “", "Changed “Come on Monday” to “Come on Friday” under “"))
    elif field == "if_not_eligible":
        assert found[0].startswith("Added to “")
        assert found[0].endswith(": Annual review.")
    else:
        assert found == said


def test_the_first_version_is_the_beginning(around):
    assert sentences("service", None, {"title": "New"}, around) == ["Began this page."]


def test_what_was_brought_back_says_from_where(around):
    found = sentences("service", {"title": "B"}, {"title": "A"}, around, note="Version 3 brought back.")
    assert found == ["Brought back version 3.", "Renamed from “B” to “A”."]


def test_a_great_many_changes_end_in_a_number(around):
    after = create("service").model_dump(mode="json")
    found = sentences("service", {}, after, around)
    assert len(found) == MOST_SENTENCES
    assert found[-1].endswith("more changes.")


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_every_kind_has_a_label_and_words(around, kind):
    """Also for values that nobody expected: drafts hold whatever was typed."""
    whole = create(kind).model_dump(mode="json")
    for name in flat(whole | {field: "x" for field in KINDS[kind].document.model_fields if field != "quick_read"}):
        assert str(label_of(kind, name)).strip()
        for odd in ("odd", 7, ["odd"], {"odd": 1}, [{"odd": 1}], True):
            assert isinstance(written(field_of(kind, name), odd, around), list)
            assert sentences(kind, {}, {name: odd} if not name.startswith("quick_read.") else {}, around)
    for name, value in flat(whole).items():
        if value is not False:
            assert written(field_of(kind, name), value, around), name


@pytest.mark.parametrize(
    ("name", "value", "lines"),
    [
        ("contacts", [phone("01632 960001", label="Office", hours="Monday, 9am")], ["Phone · 01632 960001 · Office · Monday, 9am"]),
        ("contacts", [phone("01632 960001", public=False)], ["Phone · 01632 960001 · May families see it: No"]),
        ("schedule", [MONDAY], ["Monday · 09:00 · 12:00"]),
        ("reviewed_on", "2026-07-01", ["1 July 2026"]),
        ("reviewed_on", "31/2/2026", ["31/2/2026"]),
        ("direct_payment_ok", True, ["Yes"]),
        ("needs", ["autism", "no-such-need"], ["Autism", "no-such-need"]),
        ("if_not_eligible", ["guides/annual-review", "guides/none"], ["Annual review", "guides/none"]),
        ("venue", {"name": "The Hall", "town": "exeter", "hide_exact_address": False}, ["Name of the building: The Hall", "Town or village: Exeter"]),
        ("body", "One.\n\nTwo.", ["One.", "Two."]),
        ("body", "", []),
    ],
)  # fmt: skip
def test_values_are_written_for_people(around, name, value, lines):
    assert written(field_of("service", name), value, around) == lines


def test_long_values_are_cut_at_a_word(around):
    assert short("word " * 30).endswith("word…")
    assert len(short("word " * 30)) <= 60


def test_sentences_are_whole_in_another_language(vocabularies, site_app):
    with site_app.test_request_context("/editor/?lang=ar"):
        found = sentences("service", {"title": "A"}, {"title": "B"}, Around(vocabularies))
    assert "A" in found[0]
    assert "B" in found[0]
