"""What the rules of each kind refuse, and the sentence the writer is told."""

from datetime import date

import pytest
from pydantic import ValidationError

from localoffer.importers.content_store import sentence_of
from localoffer.records.documents import NO_MORE_CHECKS, Document
from localoffer.records.registry import KINDS
from tests.factories import STRATEGY, create, create_base, create_service, create_setting, data_of


def refusals(kind, vocabularies=None, **changes):
    """(field, sentence) of everything wrong with a valid document of ``kind`` after ``changes``."""
    with pytest.raises(ValidationError) as caught:
        create(kind, vocabularies, **changes)
    return [(".".join(map(str, fault["loc"])), sentence_of(fault)) for fault in caught.value.errors()]


def contact(kind, value):
    return {"contacts": [{"kind": kind, "value": value}]}


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_every_kind_is_valid_and_uses_only_words_that_ship(kind, vocabularies):
    assert kind == create(kind, vocabularies).KIND


EVERY_KIND = [
    ({"title": "Hi"}, "title", "this is too short (at least 3 characters)"),
    ({"title": "x" * 81}, "title", "this is too long (at most 80 characters)"),
    ({"title": None}, "title", "this field is missing"),
    ({"summary": "Too short"}, "summary", "this is too short (at least 10 characters)"),
    ({"summary": "x" * 161}, "summary", "this is too long (at most 160 characters)"),
    ({"slug": "Sleep Help"}, "slug", "use small letters, numbers and single hyphens"),
    ({"slug": "sleep--help"}, "slug", "use small letters, numbers and single hyphens"),
    ({"slug": "../etc/passwd"}, "slug", "use small letters, numbers and single hyphens"),
    ({"slug": "a" * 101}, "slug", "this is too long (at most 100 characters)"),
    ({"audience": []}, "audience", "give at least 1"),
    ({"needs": []}, "needs", "give at least 1"),
    ({"phases": []}, "phases", "give at least 1"),
    ({"contacts": []}, "contacts", "give at least 1"),
    ({"contacts": [{"kind": "phone", "value": "01632 960001", "public": False}]}, "", "at least one contact must be public"),
    ({"titel": "Sleep"}, "titel", "there is no such field for this kind"),
    ({"age_min": 12, "age_max": 11}, "", "age_max must not be below age_min"),
    ({"age_min": -1}, "age_min", "Input should be greater than or equal to 0"),
    ({"age_max": 26}, "age_max", "Input should be less than or equal to 25"),
    ({"age_max": float("nan")}, "age_max", "Input should be less than or equal to 25"),
    ({"coverage": "districts"}, "", "coverage is districts, so name the districts"),
    ({"coverage": "towns"}, "", "coverage is towns, so name the places"),
    ({"owner_team": ""}, "owner_team", "this is too short (at least 1 characters)"),
    ({"owner_team": 7}, "owner_team", "this must be text; put it in quotes"),
    ({"review_due": "2026-06-01"}, "", "review_due must come within 12 months after reviewed_on"),
    ({"review_due": "2026-05-31"}, "", "review_due must come within 12 months after reviewed_on"),
    ({"review_due": "2027-06-03"}, "", "review_due must come within 12 months after reviewed_on"),
    ({"source_url": "example.org"}, "source_url", "write a whole web address, starting https://"),
    ({"source_url": "javascript:alert(1)"}, "source_url", "write a whole web address, starting https://"),
    ({"venue": {"name": "Hall"}}, "venue", "give a postcode, a town or a point"),
    ({"venue": {"lat": 50.1}}, "venue", "give both lat and lon, or neither"),
    ({"venue": {"lat": 90, "lon": 0}}, "venue.lat", "Input should be less than or equal to 61"),
    ({"venue": {"postcode": "ex1 1aa"}}, "venue.postcode", "write a whole postcode in capitals with one space, like EX1 1AA"),
    ({"venue": {"postcode": "EX1"}}, "venue.postcode", "write a whole postcode in capitals with one space, like EX1 1AA"),
    (contact("phone", "ring us"), "contacts.0", "a phone number is digits and spaces, not “ring us”"),
    (contact("sms", "+"), "contacts.0", "a text number is digits and spaces, not “+”"),
    (contact("relay_uk", "18001-1"), "contacts.0", "a Relay UK number is digits and spaces, not “18001-1”"),
    (contact("email", "me@home"), "contacts.0", "an e-mail address has one @ and a domain, not “me@home”"),
    (contact("web", "www.example.org"), "contacts.0", "a web contact starts https://, not “www.example.org”"),
    (contact("phone", ""), "contacts.0.value", "this is too short (at least 1 characters)"),
]  # fmt: skip


@pytest.mark.parametrize("kind", ["guide", "organisation"])
@pytest.mark.parametrize(("changes", "field", "sentence"), EVERY_KIND)
def test_a_rule_of_every_kind_is_broken(kind, changes, field, sentence):
    assert refusals(kind, **changes) == [(field, sentence)]


PROFILE = "a service in {} needs its {} details"
OWN_RULES = [
    ("base", {"year_to": 3, "year_from": 4}, "", "year_to must not be below year_from"),
    ("base", {"lifecycle": "closing"}, "", "unless it is open, say from when: lifecycle_effective_on"),
    ("base", {"places_commissioned": 0}, "places_commissioned", "Input should be greater than or equal to 1"),
    ("base", {"gias_urn": 99}, "gias_urn", "Input should be greater than or equal to 100000"),
    ("base", {"school": "Apple Garth"}, "school", "use small letters, numbers and single hyphens"),
    ("base", {"review_due": "2026-12-03"}, "", "review_due must come within 6 months after reviewed_on"),
    ("setting", {"phase_type": "special"}, "", "a special setting must name its designated_needs"),
    ("setting", {"sen_info_report_url": "https://a.example.org"}, "", "with sen_info_report_url give sen_info_report_checked_on"),
    ("setting", {"gias_urn": 123456}, "", "a made-up school has no register number"),
    ("setting", {"demonstration": False}, "", "a real setting needs its gias_urn or ofsted_urn"),
    ("service", {"categories": ["short_breaks"]}, "", PROFILE.format("short_breaks", "short_breaks")),
    ("service", {"categories": ["transport"]}, "", PROFILE.format("transport", "transport")),
    ("service", {"categories": ["health_diagnosis"]}, "", PROFILE.format("health_diagnosis", "health_diagnosis")),
    ("service", {"categories": ["iass"]}, "", PROFILE.format("iass", "iass")),
    ("service", {"categories": ["post16"]}, "", PROFILE.format("post16", "post16")),
    ("service", {"categories": ["childcare"]}, "", PROFILE.format("childcare", "childcare")),
    ("service", {"categories": ["support_group", "crisis"]}, "", PROFILE.format("crisis", "crisis")),
    ("service", {"cost": "paid"}, "", "it is not free, so cost_note must say what it costs"),
    ("service", {"referral_route": ["council_panel"]}, "", "somebody decides, so decision_maker must say who"),
    ("service", {"referral_route": ["self", "ehcp"]}, "", "somebody decides, so decision_maker must say who"),
    ("service", {"cost": "paid", "cost_note": "£4", "review_due": "2027-01-01"}, "", "review_due must come within 6 months after reviewed_on"),
    ("service", {"complaints_url": None}, "complaints_url", "this field is missing"),
    ("service", {"if_not_eligible": []}, "if_not_eligible", "give at least 1"),
    ("service", {"if_not_eligible": ["sleep-help"]}, "if_not_eligible.0", "write folder/slug, like services/sleep-help"),
    ("service", {"schedule": [{"day": "monday", "opens": "9:00", "closes": "10:00"}]}, "schedule.0.opens", r"this is not written as it must be (the pattern is ^([01]\d|2[0-3]):[0-5]\d$)"),
    ("service", {"wait": {"value": 6, "unit": "weeks", "kind": "typical"}}, "wait.as_at", "this field is missing"),
    ("service", {"iass": {"impartial": False, "confidential": True, "helps_with": ["ehc"]}}, "iass.impartial", "Input should be True"),
    ("provision", {"principle": None}, "", "a universal item stands under a principle"),
    ("provision", {"part": "targeted"}, "", "a targeted item also needs area_of_need, barrier, apdr, step_up_after"),
    ("provision", {"part": "targeted", "area_of_need": "CI", "barrier": "Change.", "step_up_after": "Two cycles"}, "", "a targeted item also needs apdr"),
    ("provision", {"framework_version": "1"}, "framework_version", r"this is not written as it must be (the pattern is ^\d+\.\d+\.\d+$)"),
    ("provision", {"strategies": []}, "strategies", "give at least 1"),
    ("provision", {"strategies": [STRATEGY | {"text": ""}]}, "strategies.0.text", "this is too short (at least 1 characters)"),
    ("provision", {"apdr": {"assess": "a", "plan": "b", "do": "c"}}, "apdr.review", "this field is missing"),
    ("guide", {"steps": [{"who": "You"}]}, "steps.0.do", "this field is missing"),
    ("guide", {"time_limits": [{"label": "Answer", "days": 0}]}, "time_limits.0.days", "Input should be greater than or equal to 1"),
    ("term", {"definition": ""}, "definition", "this is too short (at least 1 characters)"),
    ("organisation", {"website": "ftp://x.example.org"}, "website", "write a whole web address, starting https://"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "changes", "field", "sentence"), OWN_RULES)
def test_a_rule_of_one_kind_is_broken(kind, changes, field, sentence):
    assert refusals(kind, **changes) == [(field, sentence)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_quick_read_with_empty_slots_is_refused_for_the_slots_its_kind_needs(kind):
    document = KINDS[kind].document
    ends = (document.slots()[0], document.slots()[-1])
    may_be_empty = {slot: "" for slot in document.REQUIRED_SLOTS if slot not in ends}
    if may_be_empty:
        quick = data_of(kind)["quick_read"] | may_be_empty
        assert refusals(kind, quick_read=quick) == [("", f"the quick read has nothing in: {', '.join(may_be_empty)}")]
    else:
        only = {"what_it_is": "A plan.", "what_next": "Ask your SENCo."}
        assert create(kind, quick_read=only).quick_read.filled() == list(only.items())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", [0, -1])
def test_no_kind_may_leave_out_the_first_and_the_last_slot(kind, place):
    slot = KINDS[kind].document.slots()[place]
    quick = data_of(kind)["quick_read"] | {slot: ""}
    assert (f"quick_read.{slot}", "this is too short (at least 1 characters)") in refusals(kind, quick_read=quick)


@pytest.mark.parametrize(
    ("kind", "changes", "field", "sentence"),
    [
        ("guide", {"needs": ["autsm"]}, "needs.0", "“autsm” is not in the vocabulary “need”. Did you mean “autism”?"),
        ("guide", {"phases": ["primary", "secundary"]}, "phases.1", "“secundary” is not in the vocabulary “phase”. Did you mean “secondary”?"),
        ("guide", {"coverage": "xyz"}, "coverage", "“xyz” is not in the vocabulary “coverage”. Known: all, districts, towns, out_of_area, national, online."),
        ("service", {"tier": "Universal"}, "tier", "“Universal” is not in the vocabulary “tier”. Did you mean “universal”?"),
        ("service", {"schedule": [{"day": "mondey", "opens": "09:00", "closes": "10:00"}]}, "schedule.0.day", "“mondey” is not in the vocabulary “day”. Did you mean “monday”?"),
        ("base", {"base_type": "sen_units"}, "base_type", "“sen_units” is not in the vocabulary “base_type”. Did you mean “sen_unit”?"),
        ("provision", {"strategies": [STRATEGY | {"cost_level": "lots"}]}, "strategies.0.cost_level", "“lots” is not in the vocabulary “cost_level”. Known: none, low, some."),
    ],
)  # fmt: skip
def test_a_word_that_is_in_no_vocabulary_is_refused_with_the_nearest_that_is(
    vocabularies, kind, changes, field, sentence
):
    assert refusals(kind, vocabularies, **changes) == [(field, sentence)]


def test_a_row_that_was_checked_once_is_read_without_the_vocabularies():
    assert create("guide", needs=["a word that was dropped since"]).needs == ["a word that was dropped since"]


def test_white_space_around_texts_is_dropped():
    document = create("guide", title="  Annual review \n", body="\n\nText\n\n")
    assert (document.title, document.body) == ("Annual review", "Text")


def test_line_ends_of_any_system_become_those_of_the_files():
    assert create("guide", body="One\r\nTwo\rThree").body == "One\nTwo\nThree"


def test_an_entry_counts_as_published_when_it_was_first_checked_unless_it_says_otherwise():
    assert create("guide").published_on == date(2026, 6, 1)
    assert create("guide", published_on="2024-02-29").published_on == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("kind", "changes", "changing"),
    [
        ("service", {}, False),
        ("service", {"cost_note": "£4"}, True),
        ("service", {"wait": {"value": 6, "unit": "weeks", "kind": "typical", "as_at": "2026-05-01"}}, True),
        ("base", {}, True),
        ("guide", {}, False),
    ],
)
def test_waits_prices_and_places_must_be_checked_twice_a_year(kind, changes, changing):
    assert create(kind, **changes).shows_something_that_changes is changing


def test_tags_of_a_service_are_what_families_filter_by():
    tags = create_service(places=["exeter", "barnstaple"], features=["parking"]).tags()
    assert tags["place"] == ["barnstaple", "exeter"]  # the venue's town first, and once
    assert tags["feature"] == ["parking"]
    assert (tags["category"], tags["cost"], tags["referral"]) == (["support_group"], ["free"], ["self"])
    assert tags["organisation"] == ["wheels-and-wings"]


def test_a_base_is_found_by_the_needs_it_is_for_and_by_its_rooms():
    base = create_base(
        needs=["SLCN", "autism"], designation_needs=["autism", "ASD"], environment=["sensory_room", "hoist"]
    )
    assert base.tags()["need"] == ["autism", "ASD", "SLCN"]
    assert base.tags()["feature"] == ["sensory_room"]


@pytest.mark.parametrize(("outside", "tag"), [(True, ["yes"]), (False, [])])
def test_a_setting_outside_the_area_is_tagged_so(outside, tag):
    assert create_setting(out_of_area=outside).tags()["out_of_area"] == tag


@pytest.mark.parametrize("kind", KINDS)
def test_search_reads_text_of_every_kind(kind):
    assert all(isinstance(text, str) for text in create(kind).own_text())


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_of_every_kind_survives_as_plain_data(kind):
    document = create(kind)
    assert type(document).model_validate(document.model_dump(mode="json")) == document


@pytest.mark.parametrize("kind", KINDS)
def test_common_fields_and_fields_of_the_kind_make_up_the_whole(kind):
    document = create(kind)
    common = document.model_dump(mode="json", include=set(Document.model_fields))
    assert type(document).model_validate(common | document.kind_fields()) == document


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x1f"])
@pytest.mark.parametrize("field", ["body", "source_note", "title"])
def test_control_characters_are_refused_in_a_sentence(field, character):
    with pytest.raises(ValidationError, match="there are control characters in it"):
        create("guide", **{field: f"Ask for{character} help with it"})


def test_backslashes_that_only_look_like_control_characters_are_kept():
    assert create("guide", body="a \\u0000 b \\\\u0007").body == "a \\u0000 b \\\\u0007"


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("meeting", {}), ("news", {}), ("event", {}), ("event", {"status": "cancelled", "status_note": "Too few came."}),
        ("response", {}), ("response", {"status": "cannot", "cannot_reason": "The law does not let us."}),
    ],
)  # fmt: skip
def test_a_record_of_something_past_is_never_due_for_a_check(kind, changes):
    record = create(kind, **changes)
    assert record.is_record
    assert record.review_due == NO_MORE_CHECKS


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("plan", {}), ("indicator", {}), ("guide", {}), ("meeting", {"minutes": ""}), ("response", {"status": "doing"}),
        ("event", {"status": "postponed", "status_note": "The hall is shut.", "outcome": []}),
    ],
)  # fmt: skip
def test_what_may_still_change_is_checked_again(kind, changes):
    document = create(kind, **changes)
    assert not document.is_record
    assert document.review_due == date(2026, 11, 1)


def test_a_planned_event_is_looked_at_again_two_weeks_after_its_day():
    event = create("event", status="planned", day="2026-07-10", outcome=[])
    assert event.review_due == date(2026, 7, 24)
