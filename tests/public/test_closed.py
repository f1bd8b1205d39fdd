"""Closed for a while: said on the page, on its quick-read sheet and on its card, on those days alone."""

from datetime import date

import pytest
import time_machine
from sqlmodel import select

from localoffer.publishing.operations import publish, save_draft
from localoffer.records.entries import Entry
from localoffer.records.registry import KINDS
from localoffer.records.shapes import Closed

NOTE = "The hall has no heating. The group meets online."


@pytest.fixture
def close(small_site):
    """Closes the first guide; gives its address."""

    def do(**closed):
        def change(session):
            entry = session.exec(select(Entry).where(Entry.kind == "guide").order_by(Entry.slug)).first()
            words = entry.document().model_dump(mode="json") | {"closed": {"note": NOTE, **closed}}
            document = KINDS["guide"].document.model_validate(words)
            return publish(session, save_draft(session, document, by="Ana"), locate=lambda _: None).address

        return f"/{small_site.change(change)}"

    return do


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-19", False), ("2026-11-20", True), ("2026-11-25", True), ("2027-05-03", True), ("2027-05-04", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("tail", ["", "/quick-read"])
def test_a_page_says_that_it_is_closed_on_those_days(close, small_site, tail, day, said):
    address = close(since="2026-11-20", until="2027-05-03")
    with time_machine.travel(f"{day}T12:00:00Z", tick=False):
        notices = small_site.client.get(address + tail).texts(".lo-notice")
    assert (f"Closed until 3 May 2027 {NOTE}" in notices) is said


def test_nobody_knows_yet_when_it_opens_again(close, small_site):
    address = close(since="2026-11-01")
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False):
        notices = small_site.client.get(address).texts(".lo-notice")
    assert f"Closed since 1 November 2026 {NOTE}" in notices


def test_its_card_says_so_in_a_list(close, small_site):
    close(since="2026-11-01", until="2027-05-03")
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False):
        page = small_site.client.get("/search?kind=guide")
        assert page.texts(".lo-card__closed") == ["Closed until 3 May 2027"]
    with time_machine.travel("2027-05-04T12:00:00Z", tick=False):
        assert small_site.client.get("/search?kind=guide").texts(".lo-card__closed") == []


@pytest.mark.parametrize(
    ("since", "until", "day", "holds"),
    [
        (1, 3, 1, True), (1, 3, 3, True), (1, 3, 4, False), (2, 3, 1, False), (1, None, 28, True), (2, None, 1, False),
    ],
)  # fmt: skip
def test_first_and_last_day_count(since, until, day, holds):
    ends = date(2026, 5, until) if until else None
    closed = Closed(since=date(2026, 5, since), until=ends, note=NOTE)
    assert closed.holds_on(date(2026, 5, day)) is holds
