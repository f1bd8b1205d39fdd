"""What pydantic says is said at the very field, in words for people."""

import re

import pytest
from pydantic import ValidationError

from localoffer.editor.forms.kinds import fields
from localoffer.editor.forms.problems import RULES, nearest, placed, told
from localoffer.publishing.review import problems_in
from localoffer.records.registry import KINDS
from tests.factories import data_of


def problems(kind, **overrides):
    """Dotted name -> sentence of a document with something wrong in it."""
    try:
        KINDS[kind].document.model_validate(data_of(kind, **overrides))
    except ValidationError as error:
        return {name: str(said) for name, said in placed(fields(kind), problems_in(error)).items()}
    return {}


PHONE = {"kind": "phone", "value": "01632 960001"}


@pytest.mark.parametrize(
    ("kind", "wrong", "field", "sentence"),
    [
        ("service", {"title": "No"}, "title", "Write a little more here."),
        ("service", {"title": "x" * 81}, "title", "Keep this to 80 letters."),
        ("service", {"needs": []}, "needs", "Choose or add at least one."),
        ("service", {"eligibility": None}, "eligibility", "Fill this in."),
        ("service", {"age_min": "four"}, "age_min", "Write a number."),
        ("service", {"age_max": 26}, "age_max", "This must be 25 or less."),
        ("service", {"age_min": 9, "age_max": 4}, "age_max", "The oldest age must not be below the youngest."),
        ("service", {"contacts": [PHONE, {"kind": "phone", "value": "ring me"}]}, "contacts.1.value", "Write a phone number with digits and spaces."),
        ("service", {"contacts": [PHONE | {"public": False}]}, "contacts", "Show families at least one way to get in touch."),
        ("service", {"contacts": [{"kind": "web", "value": "example.org"}]}, "contacts.0.value", "Write a whole web address, starting https://."),
        ("service", {"venue": {"name": "Hall"}}, "venue.postcode", "Give a postcode, a town or a point on the map."),
        ("service", {"venue": {"town": "exeter", "lat": 50.7}}, "venue.lat", "Give both numbers of the point, or neither."),
        ("service", {"venue": {"postcode": "ex1 1aa"}}, "venue.postcode", "Write a whole postcode in capitals with one space, like EX1 1AA."),
        ("service", {"wait": {"value": 3, "unit": "years", "kind": "typical", "as_at": "31/13/2026"}}, "wait.unit", "Choose one of the answers."),
        ("service", {"wait": {"value": 3, "unit": "weeks", "kind": "typical", "as_at": "31/13/2026"}}, "wait.as_at", "Write a real date, like 27 3 2026."),
        ("service", {"schedule": [{"day": "monday", "opens": "9am", "closes": "17:00"}]}, "schedule.0.opens", "Write a time like 09:30 or 17:00."),
        ("service", {"if_not_eligible": ["Sleep help"]}, "if_not_eligible.0", "We have no page like that. Choose one from the list."),
        ("service", {"decision_criteria": "the rules"}, "decision_criteria", "We have no page like that. Choose one from the list."),
        ("service", {"cost": "paid"}, "cost_note", "It is not free, so say what it costs."),
        ("service", {"referral_route": ["council_panel"]}, "decision_maker", "Somebody else decides, so say who."),
        ("service", {"categories": ["short_breaks"]}, "short_breaks", "This kind of support needs these details."),
        ("service", {"coverage": "towns"}, "places", "Choose the towns it covers."),
        ("service", {"coverage": "districts"}, "districts", "Choose the districts it covers."),
        ("service", {"complaints_url": "by post"}, "complaints_url", "Write a whole web address, starting https://."),
        ("service", {"slug": "Sleep Help"}, "slug", "Use small letters, numbers and single hyphens."),
        ("base", {"year_from": 4, "year_to": 2}, "year_to", "The last school year must not be below the first."),
        ("base", {"lifecycle": "closing"}, "lifecycle_effective_on", "Say from which day."),
        ("setting", {"phase_type": "special"}, "designated_needs", "A special school must say which needs it is for."),
        ("setting", {"demonstration": False}, "gias_urn", "Give the register number."),
        ("setting", {"gias_urn": 123456}, "gias_urn", "A made-up school has no register number."),
        ("setting", {"sen_info_report_url": "https://example.org"}, "sen_info_report_checked_on", "Say on which day you checked the SEN information report."),
        ("provision", {"principle": None}, "principle", "Choose a principle."),
        ("provision", {"part": "targeted"}, "area_of_need", "An item for some children needs this too."),
        ("provision", {"framework_version": "one"}, "framework_version", "Write three numbers with dots, like 1.0.0."),
        ("guide", {"steps": [{"do": ""}]}, "steps.0.do", "Write something here."),
        ("meeting", {"minutes": "", "papers": [{"title": "Agenda", "file": "a" * 64 + ".pdf"}]}, "minutes", "Write the minutes here too: not everybody can read a file."),
        ("meeting", {"next_day": "2026-03-01"}, "next_day", "The next meeting must come after this one."),
        ("meeting", {"actions": [{"key": "a", "text": "Do.", "owner_role": "Chair", "plan_action": "1-3"}]}, "actions.0.plan_action", "We have no page like that. Choose one from the list."),
        ("event", {"last_day": "2026-06-09"}, "last_day", "The last day must not come before the first."),
        ("event", {"starts": ""}, "starts", "It has an end, so say when it starts."),
        ("event", {"ends": "09:00"}, "ends", "It must end after it starts."),
        ("event", {"venue": None}, "venue", "People go there, so say where it is."),
        ("event", {"attendance": "both"}, "online_note", "People join online, so say how."),
        ("event", {"status": "cancelled"}, "status_note", "Say why it is postponed or cancelled, and what happens now."),
        ("event", {"starts": "9am"}, "starts", "Write a time like 09:30, or nothing."),
        ("news", {"stories": 2 * data_of("news")["stories"]}, "stories", "Two stories have the same short name."),
        ("response", {"we_did": ""}, "we_did", "Say what you do about it, and on which day you answered."),
        ("response", {"responded_on": None}, "we_did", "Say what you do about it, and on which day you answered."),
        ("response", {"status": "cannot"}, "cannot_reason", "Say why it cannot be done."),
        ("response", {"responded_on": "2026-01-31"}, "responded_on", "You cannot answer before you heard it."),
    ],
)  # fmt: skip
def test_a_problem_stands_at_its_field(site_app, kind, wrong, field, sentence):
    with site_app.test_request_context():
        assert problems(kind, **wrong).get(field) == sentence


def test_a_sentence_that_no_rule_knows_stays_as_it_is():
    assert told("title", "Something new.") == ("title", "Something new.")


def test_a_name_that_no_field_has_stays_as_it_is():
    assert nearest(fields("service"), "elsewhere.0") == "elsewhere.0"


def test_rules_are_patterns_with_gaps_that_their_sentences_fill():
    for pattern, place, said in RULES:
        gaps = set(re.compile(pattern).groupindex) - {"at"}
        assert set(re.findall(r"%\((\w+)\)s", said._args[0])) == gaps, pattern
        assert (place == "at") == ("(?P<at>" in pattern), pattern
