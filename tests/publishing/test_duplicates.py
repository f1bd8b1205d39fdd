"""Two pages that are likely about one thing are found, with the reasons; two things that are merely alike are not."""

import random
import time

import pytest

from localoffer.publishing.duplicates import MOST_SHARING, find, thing

PLACES = ["Exeter", "Barnstaple", "Newton Abbot"]
PHONE = {"kind": "phone", "value": "01632 960001"}
EMAIL = {"kind": "email", "value": "Hello@Example.org"}


def page(number, title, *, kind="service", town=None, postcode=None, contacts=()):
    venue = {"town": town, "postcode": postcode} if town or postcode else None
    return thing(f"id-{number}", kind, title, venue, list(contacts))


def pairs(*things):
    return [({pair.one, pair.other}, pair.reasons) for pair in find(things, PLACES)]


def test_the_same_phone_and_a_similar_name_are_likely_one():
    found = pairs(
        page(1, "Otter Sleep Clinic", contacts=[PHONE]),
        page(2, "The Otters sleep clinic", contacts=[{"kind": "phone", "value": "01632960001"}]),
    )
    assert found == [({"id-1", "id-2"}, ("near_name", "phone"))]


@pytest.mark.parametrize("title", ["otter sleep clinic", "The Sleep Clinic of Otter", "Otter’s sleep clinic, Exeter"])
def test_the_same_name_in_other_words_order_or_place_is_likely_one(title):
    assert pairs(page(1, "Otter Sleep Clinic"), page(2, title))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"contacts": [EMAIL]}, {"contacts": [{"kind": "email", "value": "hello@example.org"}]}),
        ({"postcode": "EX1 1AA"}, {"postcode": "EX1 1AA"}),
        (
            {"contacts": [{"kind": "web", "value": "https://www.otter.example.org/"}]},
            {"contacts": [{"kind": "web", "value": "http://otter.example.org"}]},
        ),
    ],
)
def test_whatever_else_they_share_is_a_reason(one, other):
    assert pairs(page(1, "Otter Sleep Clinic", **one), page(2, "Otters Sleep Clinics", **other))


def test_the_same_club_in_two_towns_is_two_things():
    found = pairs(
        page(1, "Holiday club Exeter", town="exeter", contacts=[PHONE]),
        page(2, "Holiday club Barnstaple", town="barnstaple", contacts=[PHONE]),
    )
    assert found == []


def test_two_clubs_of_one_house_are_two_things():
    house = {"contacts": [PHONE], "postcode": "EX1 1AA", "town": "exeter"}
    assert pairs(page(1, "Swimming club", **house), page(2, "Climbing club", **house)) == []


def test_one_phone_for_different_things_is_no_reason():
    assert pairs(page(1, "School transport", contacts=[PHONE]), page(2, "Blue Badge", contacts=[PHONE])) == []


def test_a_service_and_the_organisation_behind_it_are_not_compared():
    assert pairs(page(1, "Otter Trust"), page(2, "Otter Trust", kind="organisation")) == []


def test_guides_share_their_phones_with_all_others_so_only_names_count():
    titles = ("Ask for an EHC needs assessment", "Before you ask for an EHC needs assessment")
    assert pairs(*(page(n, title, kind="guide", contacts=[PHONE]) for n, title in enumerate(titles))) == []


def test_a_number_that_everybody_shares_does_not_slow_it_down_or_count():
    crowd = [page(n, f"Otter club {n * 7919}", contacts=[PHONE]) for n in range(MOST_SHARING + 1)]
    assert all("name" in reasons[0] for _, reasons in pairs(*crowd))


def test_ten_thousand_pages_take_a_few_seconds():
    choose = random.Random(3)
    words = [f"word{n}" for n in range(3000)] + ["autism", "club", "clinic", "play", "sleep"] * 50
    many = [
        page(n, " ".join(choose.choices(words, k=4)), contacts=[{"kind": "phone", "value": f"01632 {n % 4000:06}"}])
        for n in range(10_000)
    ]
    many += [page(10_001, many[17].title, contacts=[])]
    begun = time.process_time()  # other tests run meanwhile
    found = find(many, PLACES)
    assert time.process_time() - begun < 5
    assert any({pair.one, pair.other} == {"id-17", "id-10001"} for pair in found)
