"""The legal checklist: which duty is met by which entries."""

import pytest

from localoffer.records.checklist import Checklist, check
from tests.factories import create_guide, create_service, create_setting

SERVICE, GUIDE = create_service(topics=["anxiety"]), create_guide(topics=["annual_review"])
SETTING = create_setting(travel_note="By bus.")


def findings(rule, documents, **item):
    made = {"key": "S30.1", "label": "Duty", "duty": "must", "verified": "text", "rule": rule or None} | item
    return check(Checklist.model_validate({"items": [made]}), documents)


@pytest.mark.parametrize(
    ("rule", "documents", "missing"),
    [
        ({"kinds": ["guide"]}, [GUIDE], ()),
        ({"kinds": ["guide"]}, [SERVICE], ("an entry of guide",)),
        ({"kinds": ["guide", "term"]}, [], ("an entry of guide or term",)),
        ({"category_any": ["crisis", "support_group"]}, [SERVICE], ()),
        ({"category_any": ["crisis", "iass"]}, [SERVICE], ("categories: crisis or iass",)),
        ({"category_all": ["crisis", "support_group"]}, [SERVICE], ("categories: crisis",)),
        ({"tier_all": ["universal", "targeted"]}, [SERVICE], ("tier: targeted",)),
        ({"topic_any": ["annual_review"]}, [GUIDE, SERVICE], ()),
        ({"topic_any": ["annual_review"], "kinds": ["service"]}, [GUIDE, SERVICE], ("topics: annual_review",)),
        ({"topic_any": ["annual_review"], "category_any": ["crisis"]}, [GUIDE, SERVICE], ("categories: crisis",)),
        ({"provider_group_any": ["maintained"]}, [SETTING], ()),
        ({"phase_type_any": ["special"]}, [SETTING], ("phase_type: special",)),
        ({"out_of_area": True}, [SETTING], ("outside the area",)),
        ({"out_of_area": True}, [create_setting(out_of_area=True)], ()),
        ({"out_of_area": True}, [create_service(coverage="out_of_area")], ()),
        ({"field": "complaints_url"}, [GUIDE], ("complaints_url",)),
        ({"field": "complaints_url"}, [GUIDE, SERVICE], ()),
        ({"field": "travel_note", "every": True, "kinds": ["setting"]}, [SETTING], ()),
        (
            {"field": "travel_note", "every": True, "kinds": ["setting"]},
            [SETTING, create_setting(slug="other")],
            ("other",),
        ),
    ],
)
def test_a_duty_is_met_when_nothing_is_missing(rule, documents, missing):
    (finding,) = findings(rule, documents)
    assert finding.missing == missing
    assert finding.met is (missing == ())


def test_a_duty_over_every_entry_of_a_kind_is_not_met_by_none():
    (finding,) = findings({"field": "travel_note", "every": True, "kinds": ["setting"]}, [GUIDE])
    assert not finding.met


def test_the_evidence_names_the_entries():
    (finding,) = findings({"topic_any": ["annual_review"]}, [SERVICE, GUIDE])
    assert finding.evidence == (GUIDE,)


@pytest.mark.parametrize(("rule", "awaits"), [({}, []), ({"kinds": ["plan"]}, ["plan"])])
def test_duties_that_need_a_person_or_a_kind_to_come_are_passed_over(rule, awaits):
    assert findings(rule, [GUIDE], awaits=awaits) == []
