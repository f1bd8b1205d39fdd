"""What a family misses on a page, check by check, and the score it makes."""

import pytest

from localoffer.editor.desk_words import MISSING
from localoffer.publishing.fields import text_digest
from localoffer.publishing.quality import BY_NAME, CHECKS, judge, read
from localoffer.records.registry import KINDS
from tests.factories import create

WELL_KEPT = {"overdue": False, "unowned": False}
LONG = "We listen to you and we make a plan. " * 8


def words(kind="service", **overrides):
    return create(kind, **overrides).model_dump(mode="json")


def missing(kind="service", **overrides):
    return set(read(kind, words(kind, **overrides), "").missing)


def whole_service(**overrides):
    phone = {"kind": "phone", "value": "01632 960001", "hours": "Monday, 9am to 1pm"}
    venue = {"town": "barnstaple", "postcode": "EX31 1AA", "access_note": "A ramp at the side."}
    given = {"contacts": [phone, {"kind": "email", "value": "a@example.org"}], "venue": venue, "body": LONG}
    return words(delivery=["clinic"], **given | overrides)


def test_a_page_with_everything_has_a_score_of_100():
    quality = judge(read("service", whole_service(), ""), **WELL_KEPT)
    assert (quality.score, quality.missing, quality.is_complete) == (100, (), True)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"contacts": [{"kind": "email", "value": "a@example.org"}]}, "phone"),
        ({"contacts": [{"kind": "phone", "value": "01632 960001", "hours": "Monday"}]}, "email"),
        ({"contacts": [{"kind": "phone", "value": "01632 960001"}, {"kind": "email", "value": "a@example.org"}]}, "hours"),
        ({"referral_route": ["council_panel"], "decision_maker": "A panel"}, "wait"),
        ({"venue": None}, "place"),
        ({"venue": {"town": "barnstaple", "postcode": "EX31 1AA"}}, "access_note"),
        ({"body": "Short."}, "text"),
        ({"topics": [], "needs": ["ALL"]}, "topics"),
        ({"quick_read": {**words()["quick_read"], "what_it_is": "A pathway to robust outcomes."}}, "plain"),
    ],
)  # fmt: skip
def test_what_a_family_misses_is_named_and_costs_something(change, name):
    quality = judge(read("service", whole_service(**change), ""), **WELL_KEPT)
    assert quality.missing == (name,)
    assert quality.score < 100


def test_a_phone_that_families_cannot_see_is_none():
    hidden = {"kind": "phone", "value": "01632 960001", "public": False}
    assert "phone" in missing(contacts=[hidden, {"kind": "email", "value": "a@example.org"}])


def test_a_wait_is_only_asked_where_somebody_else_decides():
    assert "wait" not in missing()
    wait = {"value": 6, "unit": "weeks", "kind": "median", "as_at": "2026-05-01"}
    assert "wait" not in missing(referral_route=["council_panel"], decision_maker="A panel", wait=wait)


def test_help_by_phone_needs_no_place():
    assert "place" not in missing(venue=None, delivery=["phone"])


def test_a_base_may_tell_by_its_environment_what_getting_in_is_like():
    assert "access_note" in missing("base")
    assert "access_note" not in missing("base", environment=["wheelchair_access"])


def test_a_guide_with_time_limits_says_where_to_go_when_the_answer_is_no():
    limit = [{"label": "6 weeks"}]
    assert "rights" in missing("guide", time_limits=limit)
    assert "rights" not in missing("guide", time_limits=limit, rights_if_no=["guides/appeal"])
    assert "rights" not in missing("guide")


def test_how_it_is_kept_counts_too():
    reading = read("service", whole_service(), "")
    for name, changed in (("overdue", "overdue"), ("owner", "unowned")):
        assert judge(reading, **WELL_KEPT | {changed: True}).missing == (name,)


def test_a_link_that_does_not_work_counts_wherever_it_stands():
    reading = read("service", whole_service(body=f"See [here](https://gone.example.org/a). {LONG}"), "")
    assert judge(reading, **WELL_KEPT, broken={"https://gone.example.org/a"}).missing == ("links",)
    assert judge(reading, **WELL_KEPT, broken={"https://gone.example.org/b"}).missing == ()


def test_a_quick_read_confirmed_beside_another_text_has_drifted():
    page = whole_service()
    basis = text_digest(page)
    assert not read("service", page, basis).drifted
    later = read("service", page | {"eligibility": "Only families in Exeter."}, basis)
    assert judge(later, **WELL_KEPT).missing == ("drifted",)


def test_what_is_missed_most_comes_first():
    names = judge(read("service", {}, ""), overdue=True, unowned=True).missing
    weights = [BY_NAME[name].weight for name in names]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize("kind", KINDS)
def test_words_that_are_hardly_begun_are_judged_too(kind):
    quality = judge(read(kind, {"title": "New"}, ""), **WELL_KEPT)
    assert 0 <= quality.score < 100
    assert not quality.is_complete or kind == "term"


def test_every_check_stands_on_fields_that_its_kinds_have():
    for check in CHECKS:
        for kind in check.kinds or KINDS:
            assert check.field in KINDS[kind].document.model_fields, (check.name, kind)


def test_every_check_has_its_sentence():
    assert set(MISSING) == set(BY_NAME)
