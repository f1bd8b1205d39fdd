"""First drafts: from fields to slots, never more than the fields say."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.quickread.draft import MOST_WORDS_IN_SENTENCE, draft
from localoffer.quickread.lint import check
from localoffer.quickread.wordings import ages, joined, school_years, sentence
from localoffer.records.registry import KINDS, address_of
from localoffer.records.shapes import QuickRead
from localoffer.text import readability
from tests.factories import data_of

WORD = re.compile(r"[^\W\d_]+")
#: Words with a capital that drafts bring themselves.
OWN_WORDS = {
    "A",
    "And",
    "Ask",
    "At",
    "Call",
    "Due",
    "For",
    "If",
    "In",
    "It",
    "Look",
    "Main",
    "Most",
    "New",
    "Nursery",
    "On",
    "Read",
    "Reception",
    "Relay",
    "Ring",
    "SEN",
    "SENCo",
    "Send",
    "The",
    "This",
    "UK",
    "Visits",
    "We",
    "Write",
    "Year",
    "You",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
}


def plain_label(vocabulary, key):
    return {
        ("need", "autism"): "Autism", ("need", "SEMH"): "Social, emotional and mental health (SEMH)",
        ("need", "DS"): "Down syndrome", ("referral_route", "self"): "You can ask yourself",
        ("referral_route", "gp"): "Your GP can ask", ("cost", "paid"): "You pay",
    }.get((vocabulary, key), key)  # fmt: skip


def of(kind, titles=None, **overrides):
    return draft(kind, data_of(kind, **overrides), plain_label, titles=titles or {})


def test_a_service_fills_all_it_says_something_about():
    found = of(
        "service", titles={"guides/annual-review": "Annual review"}, referral_route=["self", "gp"],
        wait={"value": 13, "unit": "weeks", "kind": "median", "as_at": "2026-10-15"},
    )  # fmt: skip
    assert found == {
        "what_it_is": "Help for families when a child does not sleep.",
        "who_for": "For children and young people aged 2 to 11.5. It helps with: autism.",
        "how_to_get": "You can ask yourself. Your GP can ask.",
        "cost": "It is free.",
        "how_long": "On 15 October 2026 half of all families had waited 13 weeks or less.",
        "contact": "Ring 01632 960001. Call times: Monday, 9am to 1pm.",
        "what_next": "If it is not right for you, look at “Annual review”.",
    }


@pytest.mark.parametrize(
    ("wait", "told"),
    [
        ({"value": 1, "unit": "weeks", "kind": "typical", "as_at": "2026-10-05"},
         "On 5 October 2026 most families waited about 1 week."),
        ({"value": 6, "unit": "months", "kind": "maximum", "as_at": "2026-10-15"},
         "On 15 October 2026 nobody had waited longer than 6 months."),
        ({"value": 6, "unit": "months", "kind": "maximum"}, None),
        ({"value": "six", "unit": "months", "kind": "maximum", "as_at": "2026-10-15"}, None),
        ({"value": 6, "unit": "months", "kind": "maximum", "as_at": "soon"}, None),
        ("13 weeks", None),
    ],
)  # fmt: skip
def test_a_wait_is_told_only_when_it_is_whole(wait, told):
    assert of("service", wait=wait).get("how_long") == told


def test_a_price_is_told_with_its_note():
    assert of("service", cost="paid", cost_note="£4 a session. Ask about help.")["cost"] == "You pay. £4 a session."


def test_a_base_tells_its_places_and_next_start():
    found = of("base", next_intake="2027-09-01", designation_needs=["SEMH", "DS"])
    assert found["who_for"] == (
        "For children in Reception to Year 6. Main needs: social, emotional and mental health; Down syndrome."
    )
    assert found["how_long"] == "It had 12 places in all on 1 May 2026. New children start on 1 September 2027."
    assert found["what_next"] == "Visits: Ring the school to visit."
    assert "cost" not in found


def test_only_public_contacts_are_told():
    private = {"kind": "phone", "value": "01632 960009", "public": False}
    open_one = {"kind": "email", "value": "hello@a.example.org"}
    assert of("service", contacts=[private, open_one])["contact"] == "Write to hello@a.example.org."
    assert "contact" not in of("service", contacts=[private])


def test_a_sentence_that_is_not_plain_is_left_out():
    found = of("service", eligibility="Referral through the TAF pathway. You live in Devon.", needs=["ALL"], age_min=0)
    assert found["who_for"] == "For children and young people up to age 11.5. You live in Devon."


def test_a_term_has_no_slots_but_two():
    assert set(of("term", titles={"glossary/x": "X"}, see_also=["x"])) == {"what_it_is", "what_next"}


def test_a_plan_fills_its_own_five_slots():
    actions = [
        data_of("plan")["actions"][0],
        data_of("plan")["actions"][0] | {"key": "1-2", "action": "Write clearer letters.", "due": "2026-08-31"},
    ]
    told = {"action": "1-1", "author_role": "Training lead", "what_changed": "Ten had the course.", "reason": ""}
    updates = [
        told | {"day": "2026-03-01", "status": "on_track", "family_impact": "Letters are clearer."},
        told | {"day": "2026-07-01", "status": "late", "family_impact": "You still wait.", "reason": "A trainer left."},
        told | {"day": "2026-05-01", "status": "done", "family_impact": "You can read it.", "action": "1-2"},
    ]
    assert of("plan", vision="Plans come on time.", actions=actions, updates=updates) == {
        "we_said": "Plans come on time. We said we would do this: train every caseworker.",
        "we_did": "Ten had the course.",
        "changed": "You still wait. You can read it.",
        "late_why": "This is late: train every caseworker. A trainer left.",
        "next_date": "Due by 30 September 2026: train every caseworker. The plan ends on 31 December 2027.",
    }


def test_what_is_late_no_more_is_not_told_as_late():
    told = data_of("plan")["updates"][0]
    late = told | {"status": "late", "reason": "A trainer left."}
    assert "late_why" not in of("plan", updates=[late, told | {"day": "2026-07-01", "status": "done"}])


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_made_of_nothing(kind):
    assert draft(kind, {}, plain_label) == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 30) | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_any_half_filled_form_gets_a_draft_that_may_be_published(kind, data):
    whole = data_of(kind)
    raw = {name: data.draw(st.just(value) | JSON) for name, value in whole.items() if data.draw(st.booleans())}
    found = draft(kind, raw, plain_label, titles={"guides/annual-review": "Annual review"})
    assert not [finding for finding in _check(found) if finding.blocks]


def _check(slots):
    return check(QuickRead.model_construct(**(dict.fromkeys(QuickRead.SLOTS, "") | slots)))


@pytest.fixture(scope="module")
def shipped(documents, vocabularies):
    """(document, its values, its draft) of everything that ships."""
    titles = {address_of(each.KIND, each.slug): each.title for each in documents}

    def label(vocabulary, key):
        term = vocabularies[vocabulary].get(key)
        return (term.short_label or term.label) if term else ""

    made = []
    for document in documents:
        raw = document.model_dump(mode="json")
        made.append((document, raw, draft(document.KIND, raw, label, titles=titles)))
    return made, titles, vocabularies


def test_every_draft_of_what_ships_passes_the_check(shipped):
    made, _titles, _vocabularies = shipped
    blocked = {document.slug: [each for each in _check(slots) if each.blocks] for document, _, slots in made}
    assert {slug: found for slug, found in blocked.items() if found} == {}
    for _document, _raw, slots in made:
        for text in slots.values():
            assert all(len(readability.words(each)) <= MOST_WORDS_IN_SENTENCE for each in readability.sentences(text))


def test_a_draft_of_what_ships_says_most_of_what_is_needed(shipped):
    made, _titles, _vocabularies = shipped
    services = [slots for document, _, slots in made if document.KIND == "service"]
    for slot in ("what_it_is", "who_for", "how_to_get", "cost", "contact", "what_next"):
        assert sum(slot in slots for slots in services) > 0.95 * len(services), slot


def test_no_draft_invents_a_number_or_a_name(shipped):
    made, titles, vocabularies = shipped
    labels = {
        word.lower()
        for name in vocabularies.names()
        for term in vocabularies[name].values()
        for word in WORD.findall(f"{term.label} {term.short_label}")
    }
    for document, raw, slots in made:
        named = [*re.findall(r"[a-z]+/[a-z0-9-]+", str(raw)), *(f"glossary/{slug}" for slug in raw.get("see_also", []))]
        own = " ".join([str(raw), *(titles.get(address, "") for address in named)])
        numbers = {number.lstrip("0") for number in re.findall(r"\d+", own)}
        words = {word.lower() for word in WORD.findall(own)} | labels
        for text in slots.values():
            for number in re.findall(r"\d+", text):
                assert number.lstrip("0") in numbers, (document.slug, text)
            for name in (word for word in WORD.findall(text) if word[0].isupper()):
                assert name in OWN_WORDS or name.lower() in words, (document.slug, text, name)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({"age_min": 4, "age_max": 11}, "For children aged 4 to 11."),
        ({"age_min": 0, "age_max": 5}, "For children up to age 5."),
        ({"age_min": 16, "age_max": 25}, "For young people from age 16."),
        ({"age_min": 9, "age_max": 9}, "For children aged 9."),
        ({"age_min": 2}, "For children and young people from age 2."),
        ({}, ""),
        ({"age_min": 11, "age_max": 4}, ""),
        ({"age_min": "four", "age_max": 11}, ""),
    ],
)
def test_ages_in_words(raw, told):
    assert ages(raw) == told


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (-1, 0, "For children in Nursery to Reception."), (3, 3, "For children in Year 3."),
        (7, 3, ""), (None, 3, ""), (True, 3, ""),
    ],
)  # fmt: skip
def test_school_years_in_words(first, last, told):
    assert school_years({"year_from": first, "year_to": last}) == told


def test_labels_stand_in_a_sentence_without_their_brackets():
    assert joined(["Autism", "ADHD", "Dyspraxia (DCD)", "Autism"]) == "autism, ADHD, dyspraxia"
    assert joined(["Social, emotional and mental health (SEMH)", "Down syndrome"]) == (
        "social, emotional and mental health; Down syndrome"
    )


def test_a_text_becomes_a_sentence():
    assert [sentence(each) for each in ("ring us", " Ring\nus! ", "", "look at “A”")] == [
        "Ring us.", "Ring us!", "", "Look at “A”",
    ]  # fmt: skip
