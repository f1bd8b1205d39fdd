"""Valid documents of every kind. ``create_x(**overrides)`` is checked; ``data_of(kind, **overrides)`` is raw, to be
broken."""

import copy
from typing import Any

from localoffer.records.documents import Document
from localoffer.records.registry import KINDS
from localoffer.records.vocabularies import Vocabularies, Vocabulary

COMMON: dict[str, Any] = {
    "title": "Sleep help in Exeter",
    "summary": "Help for families when a child does not sleep.",
    "quick_read": {
        "what_it_is": "Help with sleep.",
        "who_for": "Families in Devon.",
        "how_to_get": "Ring us.",
        "cost": "It is free.",
        "how_long": "We ring back in 2 days.",
        "contact": "Ring 01632 960001.",
        "what_next": "Keep a sleep diary.",
    },
    "body": "## What we do\n\nWe listen, then we plan.",
    "audience": ["family"],
    "needs": ["autism"],
    "age_min": 2,
    "age_max": 11.5,
    "phases": ["primary"],
    "topics": ["anxiety"],
    "venue": {"name": "The Hall", "address": "1 Example Street", "town": "barnstaple", "postcode": "EX31 1AA"},
    "contacts": [{"kind": "phone", "value": "01632 960001", "label": "Office", "hours": "Monday, 9am to 1pm"}],
    "owner_team": "Sleep team",
    "reviewed_on": "2026-06-01",
    "review_due": "2026-11-01",
    "verified_by": "provider",
}

STRATEGY = {"text": "Use a visual timetable.", "who": "Teacher", "how_often": "Daily", "cost_level": "none"}
SIGN = {"viewpoint": "child", "text": "Your child knows what comes next."}

OWN: dict[str, dict[str, Any]] = {
    "organisation": {
        "slug": "wheels-and-wings",
        "title": "Wheels and Wings",
        "demonstration": True,
        "sector": "voluntary",
    },
    "setting": {
        "slug": "apple-garth-school",
        "title": "Apple Garth School",
        "demonstration": True,
        "setting_type": "primary",
        "provider_group": "maintained",
        "phase_type": "mainstream",
        "admissions_note": "Apply through the council.",
    },
    "base": {
        "slug": "apple-garth-base",
        "title": "Apple Garth autism base",
        "school": "apple-garth-school",
        "local_name": "The Orchard",
        "base_type": "resourced_provision",
        "designation_needs": ["autism"],
        "key_stages": ["KS1", "KS2"],
        "year_from": 0,
        "year_to": 6,
        "places_commissioned": 12,
        "places_as_at": "2026-05-01",
        "time_in_mainstream": "mixed",
        "admission_route": ["ehcp_section_i"],
        "decided_by": "The council",
        "eligibility": "An EHC plan that names autism.",
        "how_to_ask": ["Ask at the annual review."],
        "visits": "Ring the school to visit.",
        "outreach": False,
        "transport_note": "Ask the council about transport.",
        "lifecycle": "open",
    },
    "service": {
        "slug": "sleep-help",
        "organisation": "wheels-and-wings",
        "categories": ["support_group"],
        "sector": "voluntary",
        "tier": "universal",
        "eligibility": "Any family in Devon.",
        "needs_ehcp": "no",
        "needs_diagnosis": "no",
        "referral_route": ["self"],
        "referral_steps": ["Ring us."],
        "cost": "free",
        "delivery": ["phone"],
        "complaints_url": "https://wheels-and-wings.example.org/complaints",
        "if_not_eligible": ["guides/annual-review"],
    },
    "guide": {"slug": "annual-review", "title": "Annual review of an EHC plan"},
    "provision": {
        "slug": "u-clear-routines",
        "title": "Clear routines",
        "framework_version": "1.0.0",
        "part": "universal",
        "principle": "teaching_learning",
        "position": 1,
        "setting_types": ["school"],
        "expectation": "Every class has a timetable on the wall.",
        "modal": "should",
        "strategies": [STRATEGY],
        "what_youd_see": [SIGN],
        "step_up_to": ["services/sleep-help"],
        "parent_question": "How does my child know what comes next?",
    },
    "term": {
        "slug": "ehc-plan",
        "title": "EHC plan",
        "definition": "A legal paper that says what help a child must get.",
        "term_category": "plans",
    },
    "indicator": {
        "slug": "plans-in-20-weeks",
        "title": "EHC plans written within 20 weeks",
        "code": "ehc-20-weeks",
        "question": "Are EHC plans on time?",
        "indicator_theme": "ehc_plans",
        "definition": "The share of new plans that came within 20 weeks.",
        "numerator": "Plans within 20 weeks",
        "denominator": "All new plans",
        "unit": "percent",
        "better": "up",
        "frequency": "year",
        "target": 60,
        "series": [
            {"key": "devon", "label": "Devon", "level": "local", "dfe_code": "878"},
            {"key": "england", "label": "England", "level": "england"},
        ],
        "figures": [
            {"series": "devon", "period": "2023", "starts_on": "2023-01-01", "ends_on": "2023-12-31", "value": 4.9},
            {"series": "devon", "period": "2024", "starts_on": "2024-01-01", "ends_on": "2024-12-31", "value": 3.2},
            {"series": "england", "period": "2024", "starts_on": "2024-01-01", "ends_on": "2024-12-31", "value": 45.9},
        ],
        "figures_published_on": "2025-06-26",
    },
    "plan": {
        "slug": "improvement-plan",
        "title": "SEND improvement plan",
        "quick_read": {
            "we_said": "Plans will come on time.",
            "we_did": "More staff work on plans.",
            "changed": "Nothing is quicker yet.",
            "late_why": "Training is late, for a trainer left.",
            "next_date": "News comes on 1 December 2026.",
        },
        "plan_kind": "improvement_plan",
        "starts_on": "2026-01-01",
        "ends_on": "2027-12-31",
        "partners": ["The council", "The NHS"],
        "areas": [
            {"key": "1", "title": "Plans on time", "why": "Plans came late.", "lead_role": "Head of SEND"},
        ],
        "actions": [
            {
                "key": "1-1",
                "area": "1",
                "action": "Train every caseworker.",
                "owner_role": "Training lead",
                "partner": "council",
                "start": "2026-01-01",
                "due": "2026-09-30",
                "success_measure": "plans-in-20-weeks",
            },
        ],
        "updates": [
            {
                "action": "1-1",
                "day": "2026-03-01",
                "status": "on_track",
                "what_changed": "Ten caseworkers had the course.",
                "family_impact": "Letters are clearer.",
                "author_role": "Training lead",
            },
        ],
    },
    "meeting": {
        "slug": "march-2026",
        "title": "Improvement board, 4 March 2026",
        "board": "improvement_board",
        "day": "2026-03-04",
        "chair": "Director of children’s services",
        "attendees": ["Parent carer forum", "Head of SEND"],
        "decisions": [
            {
                "key": "decision-1",
                "text": "Hire two more caseworkers.",
                "owner_role": "Head of SEND",
                "indicators": ["plans-in-20-weeks"],
                "actions": ["plans/improvement-plan/1-1"],
            },
        ],
        "minutes": "The board read the figures.",
    },
    "response": {
        "slug": "clearer-letters",
        "title": "Clearer letters about EHC plans",
        "theme": "ehc_plans",
        "you_said": "Letters are hard to read.",
        "source": "survey",
        "comment_kind": "accessibility",
        "heard_on": "2026-02-01",
        "status": "done",
        "we_did": "We wrote the letters anew with parents.",
        "responded_on": "2026-05-01",
        "about": ["guides/annual-review"],
        "anonymised_confirmed": True,
    },
    "event": {
        "slug": "talk-to-us-exeter",
        "title": "Talk to us in Exeter",
        "event_type": "engagement",
        "day": "2026-06-10",
        "starts": "10:00",
        "ends": "12:00",
        "attendance": "in_person",
        "access_support": "There is a hearing loop.",
        "booking": {"how": "Just come."},
        "status": "held",
        "outcome": ["clearer-letters"],
    },
    "news": {
        "slug": "summer-2026",
        "title": "News, summer 2026",
        "edition": "Summer 2026",
        "day": "2026-07-01",
        "stories": [
            {
                "key": "letters",
                "title": "Clearer letters",
                "quick_read": "Letters about EHC plans are clearer.",
                "text": "Parents helped us.",
                "links": ["you-said-we-did/clearer-letters", "plans/improvement-plan/1-1"],
            },
        ],
    },
}


def data_of(kind: str, **overrides: Any) -> dict[str, Any]:
    """Fields and values of a valid document, with ``overrides`` on top; None of a field leaves it out."""
    data = copy.deepcopy(COMMON | OWN[kind]) | overrides
    return {name: value for name, value in data.items() if value is not None}


def create(kind: str, vocabularies: Vocabularies | None = None, **overrides: Any) -> Document:
    """A checked document of ``kind``; its words are checked too when ``vocabularies`` are given."""
    data = data_of(kind, **overrides)
    return KINDS[kind].document.model_validate(data, context={"vocabularies": vocabularies})


def create_organisation(**overrides: Any) -> Document:
    return create("organisation", **overrides)


def create_setting(**overrides: Any) -> Document:
    return create("setting", **overrides)


def create_base(**overrides: Any) -> Document:
    return create("base", **overrides)


def create_service(**overrides: Any) -> Document:
    return create("service", **overrides)


def create_guide(**overrides: Any) -> Document:
    return create("guide", **overrides)


def create_provision(**overrides: Any) -> Document:
    return create("provision", **overrides)


def create_term(**overrides: Any) -> Document:
    return create("term", **overrides)


def one_of_each_kind() -> list[Document]:
    """One document of each kind; they name only one another."""
    return [create(kind) for kind in KINDS]


def create_vocabulary(name: str, **labels: str) -> Vocabulary:
    """A vocabulary whose keys are the keyword names."""
    terms = [{"key": key, "label": label} for key, label in labels.items()]
    return Vocabulary.model_validate({"name": name, "label": name.capitalize(), "terms": terms})
