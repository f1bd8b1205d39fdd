"""Machines are told from people without a puzzle and without a cookie."""

import pytest
import time_machine

from localoffer.web.form_trap import EMPTY, STAMP, digest_of, looks_like_a_person, stamp

START = "2026-11-22T09:00:00Z"


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as travel:
        yield travel


@pytest.fixture
def sent(small_site, clock):
    """Whether a form that was shown at nine o’clock and sent after some seconds is a person’s."""

    def send(after: float = 10, headers: dict[str, str] | None = None, quickest: float = 3, **fields: str) -> bool:
        clock.move_to(START, tick=False)
        with small_site.app.test_request_context(
            "/feedback", method="POST", headers=headers, base_url="http://our.org"
        ):
            form = {EMPTY: "", STAMP: stamp(), **fields}
            clock.shift(after)
            return looks_like_a_person(form, quickest=quickest)

    return send


def test_somebody_who_took_their_time_is_a_person(sent):
    assert sent()
    assert sent(after=23 * 3600)


@pytest.mark.parametrize("after", [0, 2, 25 * 3600, -60])
def test_too_quick_and_too_late_is_asked_again(sent, after):
    assert not sent(after=after)


def test_a_form_that_needs_one_press_may_be_quick(sent):
    assert sent(after=1, quickest=1)


def test_what_nobody_sees_must_stay_empty(sent):
    assert not sent(**{EMPTY: "https://buy.example.org"})


@pytest.mark.parametrize("forged", ["", "abc", "abc.def.ghi", "é.é.é"])
def test_a_stamp_that_we_did_not_make_is_none(sent, forged):
    assert not sent(**{STAMP: forged})


def test_a_form_without_its_fields_is_no_form_of_ours(small_site, clock):
    with small_site.app.test_request_context("/feedback", method="POST"):
        assert not looks_like_a_person({})


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "http://our.org"}, True),
        ({"Origin": "https://local-offer.example.org"}, True),  # behind a proxy that changes the host
        ({"Origin": "https://our.org.evil.example"}, False),
        ({"Origin": "null"}, False),
        ({}, True),
    ],
    ids=str,
)
def test_another_site_cannot_have_its_visitors_send_our_forms(sent, headers, ours):
    assert sent(headers=headers) is ours


def test_one_form_sent_twice_has_one_digest_and_two_forms_have_two(small_site):
    with small_site.app.test_request_context("/"):
        one, two = {STAMP: stamp()}, {STAMP: stamp()}
        assert digest_of(one, "a", "b") == digest_of(one, "a", "b")
        assert len({digest_of(one, "a", "b"), digest_of(two, "a", "b"), digest_of(one, "a", "c"), digest_of(one)}) == 4
        assert len(digest_of(one)) == 64
