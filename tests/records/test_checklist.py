"""The legal checklist: which duty is met by which entries."""

import pytest

from localoffer.errors import NotFound
from localoffer.records.checklist import MET, NOT_MET, PARTLY, Checklist, Held, Part, check
from tests.factories import create_guide, create_service, create_setting


def held(document):
    """An entry as checks read it."""
    return Held(
        f"{document.KIND}-{document.slug}", document.KIND, document.slug, document.title, document.reviewed_on,
        document.review_due, document.model_dump(mode="json"),
    )  # fmt: skip


SERVICE, GUIDE = held(create_service(topics=["anxiety"])), held(create_guide(topics=["annual_review"]))
SETTING = held(create_setting(travel_note="By bus."))
OTHER_SETTING = held(create_setting(slug="other"))


def finding(rule, entries, **item):
    made = {"key": "S30.1", "label": "Duty", "duty": "must", "verified": "text", "rule": rule or None} | item
    found = check(Checklist.model_validate({"items": [made]}), entries)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("rule", "entries", "missing"),
    [
        ({"kinds": ["guide"]}, [GUIDE], ()),
        ({"kinds": ["guide"]}, [SERVICE], (Part(),)),
        ({"kinds": ["guide", "term"]}, [], (Part(),)),
        ({"category_any": ["crisis", "support_group"]}, [SERVICE], ()),
        ({"category_any": ["crisis", "iass"]}, [SERVICE], (Part("categories", ("crisis", "iass")),)),
        ({"category_all": ["crisis", "support_group"]}, [SERVICE], (Part("categories", ("crisis",)),)),
        ({"tier_all": ["universal", "targeted"]}, [SERVICE], (Part("tier", ("targeted",)),)),
        ({"topic_any": ["annual_review"]}, [GUIDE, SERVICE], ()),
        ({"topic_any": ["annual_review"], "kinds": ["service"]}, [GUIDE, SERVICE], (Part("topics", ("annual_review",)),)),
        ({"topic_any": ["annual_review"], "category_any": ["crisis"]}, [GUIDE, SERVICE], (Part("categories", ("crisis",)),)),
        ({"provider_group_any": ["maintained"]}, [SETTING], ()),
        ({"phase_type_any": ["special"]}, [SETTING], (Part("phase_type", ("special",)),)),
        ({"out_of_area": True}, [SETTING], (Part("out_of_area"),)),
        ({"out_of_area": True}, [held(create_setting(out_of_area=True))], ()),
        ({"out_of_area": True}, [held(create_service(coverage="out_of_area"))], ()),
        ({"field": "complaints_url"}, [GUIDE], (Part("complaints_url"),)),
        ({"field": "complaints_url"}, [GUIDE, SERVICE], ()),
        ({"field": "travel_note", "every": True, "kinds": ["setting"]}, [SETTING], ()),
        ({"field": "travel_note", "every": True, "kinds": ["setting"]}, [SETTING, OTHER_SETTING], (Part("travel_note", every=True),)),
    ],
)  # fmt: skip
def test_a_duty_is_met_when_nothing_is_missing(rule, entries, missing):
    found = finding(rule, entries)
    assert found.missing == missing
    assert found.met is (missing == ())


@pytest.mark.parametrize(
    ("rule", "state"),
    [
        ({"category_all": ["support_group"]}, MET),
        ({"category_all": ["support_group", "crisis"]}, PARTLY),
        ({"category_all": ["iass", "crisis"]}, NOT_MET),
        ({"topic_any": ["annual_review"], "category_any": ["crisis"]}, PARTLY),
        ({"field": "travel_note", "every": True, "kinds": ["setting"]}, PARTLY),
        ({"field": "travel_note", "every": True, "kinds": ["guide"]}, NOT_MET),
    ],
)
def test_a_rule_is_met_partly_met_or_not_met(rule, state):
    assert finding(rule, [SERVICE, GUIDE, SETTING, OTHER_SETTING]).state == state


def test_a_duty_over_every_entry_of_a_kind_is_not_met_by_none():
    assert not finding({"field": "travel_note", "every": True, "kinds": ["setting"]}, [GUIDE]).met


def test_where_every_entry_must_say_something_those_that_do_not_are_named():
    found = finding({"field": "travel_note", "every": True, "kinds": ["setting"]}, [SETTING, OTHER_SETTING, GUIDE])
    assert (found.evidence, found.lacking) == ((SETTING,), (OTHER_SETTING,))


def test_the_evidence_is_every_entry_that_meets_a_part_and_each_once():
    both = held(create_service(slug="both", topics=["annual_review"]))
    found = finding(
        {"topic_any": ["annual_review"], "category_any": ["support_group"]}, [SERVICE, GUIDE, both, SETTING]
    )
    assert sorted(each.slug for each in found.evidence) == sorted([SERVICE.slug, GUIDE.slug, "both"])
    assert [part.count for part in found.parts] == [2, 2]


@pytest.mark.parametrize(("rule", "awaits"), [({}, []), ({"kinds": ["plan"]}, ["plan"])])
def test_duties_that_need_a_person_or_a_kind_to_come_are_passed_over(rule, awaits):
    assert finding(rule, [GUIDE], awaits=awaits) is None


def test_the_fields_a_rule_reads_are_known_beforehand():
    made = {"key": "S", "label": "Duty", "duty": "must", "verified": "text"}
    rule = {"topic_any": ["x"], "tier_all": ["y"], "out_of_area": True, "field": "eligibility"}
    (item,) = Checklist.model_validate({"items": [made | {"rule": rule}]}).items
    assert item.rule.reads() == {"topics", "tier", "out_of_area", "coverage", "eligibility"}


def test_an_item_is_found_by_its_key_and_an_unknown_key_is_refused():
    made = {"key": "S30.1", "label": "Duty", "duty": "must", "verified": "text"}
    checklist = Checklist.model_validate({"items": [made]})
    assert checklist.item("S30.1").needs_judgement
    with pytest.raises(NotFound, match=r"has no item “S99”"):
        checklist.item("S99")
