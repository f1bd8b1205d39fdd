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
    """Seven documents, one of each kind, that name only one another."""
    return [create(kind) for kind in KINDS]


def create_vocabulary(name: str, **labels: str) -> Vocabulary:
    """A vocabulary whose keys are the keyword names."""
    terms = [{"key": key, "label": label} for key, label in labels.items()]
    return Vocabulary.model_validate({"name": name, "label": name.capitalize(), "terms": terms})
