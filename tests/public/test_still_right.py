"""The link in a reminder: no sign-in, looking changes nothing, it works once and for what was seen."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import Session, col, select

from localoffer.publishing.operations import publish, save_draft, withdraw
from localoffer.records.entries import Entry, Revision
from localoffer.records.people import AuditLine, Membership, Person
from localoffer.records.upkeep import Reminder
from localoffer.web.mail_links import STILL_RIGHT, new_token
from tests.factories import create_organisation, create_service
from tests.web.people_fixtures import create_person

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SLUG = "sleep-help"
OFF = {"headers"}  # this page tells even its own site nothing, which is more than the check asks for


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travel:
        yield travel


@pytest.fixture
def offer(small_site):
    """A service that is due, with its organisation."""
    service = create_service(
        reviewed_on="2026-05-30", review_due="2026-11-22", cost="paid", cost_note="£4 a visit.",
        contacts=[
            {"kind": "phone", "value": "01632 960001", "label": "Office"},
            {"kind": "phone", "value": "01632 960999", "label": "Manager", "public": False},
        ],
    )  # fmt: skip
    for document in (create_organisation(), service):
        small_site.change(
            lambda session, document=document: publish(
                session, save_draft(session, document, by="t"), locate=lambda _: None
            )
        )
    return small_site


@pytest.fixture
def person(offer):
    return create_person(offer, role="provider", organisations=["wheels-and-wings"], name="Pat Provider")


@pytest.fixture
def link(offer, person):
    return make_link(offer, person)


def make_link(site, person, step="ask:1"):
    entry = row(site)
    with site.app.app_context():
        token, digest = new_token(STILL_RIGHT)
    reminder = Reminder(
        entry_id=entry.id, review_due=entry.review_due, step=f"{step}/{person.id}", person_id=person.id,
        token_digest=digest, revision=entry.revision,
    )  # fmt: skip
    site.change(lambda session: session.add(reminder))
    return f"/still-right/{token}"


def row(site):
    with Session(site.database.engine, expire_on_commit=False) as session:
        return session.exec(select(Entry).where(Entry.slug == SLUG)).one()


def press(site, link, **data):
    """The button, pressed in a browser without any cookie."""
    return site.app.test_client(use_cookies=False).post(link, data={"revision": row(site).revision, **data})


def text_of(page):
    return " ".join(page.soup.main.get_text(" ").split())


def test_it_shows_what_must_be_checked_to_somebody_who_is_not_signed_in(offer, link):
    page = offer.client.get(link, without=OFF)
    said = text_of(page)
    for words in (
        "Is this page still right?", "Sleep help in Exeter", "Keep a sleep diary.", "£4 a visit.", "01632 960001",
        "Checked on 30 May 2026", "Next check due by 22 November 2026.",
    ):  # fmt: skip
        assert words in said
    assert "01632 960999" not in page.text, "what is kept from families is kept from a link in a mail"
    assert [button.get_text(strip=True) for button in page.soup.main.find_all("button")] == ["Yes, this is still right"]
    change = page.soup.main.find("a", string="No, something has changed")
    assert change["href"] == f"/editor/page/{row(offer).id}"


def test_nobody_keeps_the_address_or_is_told_it(offer, link):
    answer = offer.client.ask(link)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "Set-Cookie" not in answer.headers


def test_looking_again_and_again_changes_nothing(offer, link):
    for _ in range(3):
        offer.client.get(link, without=OFF)  # the client itself refuses pages that write
    assert offer.client.ask(link, method="HEAD").status_code == 200
    assert row(offer).reviewed_on.isoformat() == "2026-05-30"


def test_no_something_has_changed_leads_to_signing_in(offer, link):
    answer = offer.client.ask(f"/editor/page/{row(offer).id}")
    assert answer.status_code == 302
    assert "/editor/sign-in" in answer.headers["Location"]


def test_one_press_and_the_page_counts_as_checked(offer, link, person):
    answer = press(offer, link)
    assert (answer.status_code, answer.headers["Location"]) == (303, link)
    entry = row(offer)
    assert entry.reviewed_on == NOW.date()
    assert timedelta(days=150) < entry.review_due - NOW.date() <= timedelta(days=184)
    assert (entry.state, entry.freshness, entry.verified_by) == ("published", "fresh", "provider")
    assert "You told us on 22 November 2026 that this page is right." in text_of(offer.client.get(link, without=OFF))
    with Session(offer.database.engine) as session:
        line = session.exec(select(AuditLine).where(AuditLine.action == "entry.check")).one()
        newest = session.exec(
            select(Revision).where(Revision.entry_id == entry.id).order_by(col(Revision.id).desc())
        ).first()
    assert (line.by, line.person_id, line.detail) == ("Pat Provider", person.id, {"how": "link"})
    assert (newest.made_by, newest.state) == ("Pat Provider", "published")


def test_it_works_once(offer, link, clock):
    press(offer, link)
    before = row(offer).revision
    clock.shift(timedelta(days=1))
    answer = press(offer, link)
    assert (answer.status_code, row(offer).revision) == (200, before)
    assert "Thank you" in answer.text


def test_a_link_of_somebody_else_says_that_it_is_done(offer, link):
    other = make_link(offer, create_person(offer, role="editor"))
    press(offer, link)
    page = offer.client.get(other, status=410, without=OFF)
    assert "This page was checked on 22 November 2026, so there is nothing left to do." in text_of(page)


def test_a_page_that_has_changed_since_says_so_and_shows_the_new_words(offer, link, clock):
    clock.shift(timedelta(days=2))
    change_words(offer, "Now it is £9 a visit.")
    page = offer.client.get(link, without=OFF)
    said = text_of(page)
    assert "This page has changed since we wrote to you" in said
    assert "These are its words since 24 November 2026." in said
    assert "Now it is £9 a visit." in said
    assert press(offer, link).status_code == 303


def test_what_was_not_seen_cannot_be_confirmed(offer, link):
    seen = row(offer).revision
    change_words(offer, "Now it is £9 a visit.")
    answer = press(offer, link, revision=seen)
    assert answer.status_code == 409
    assert "Now it is £9 a visit." in answer.text
    assert row(offer).reviewed_on.isoformat() == "2026-05-30"
    assert press(offer, link, revision="").status_code == 409


def change_words(site, note):
    document = row(site).document().model_copy(update={"cost_note": note})
    site.change(lambda session: publish(session, save_draft(session, document, by="t"), locate=lambda _: None))


@pytest.mark.parametrize("spoil", [lambda link: link[:-3], lambda link: link + "x", lambda link: "/still-right/junk"])
def test_junk_gets_one_clear_page_and_never_reaches_the_database(offer, link, spoil):
    asked = []
    sa.event.listen(
        offer.database.engine, "before_cursor_execute", lambda _c, _u, statement, *_: asked.append(statement)
    )
    page = offer.client.get(spoil(link), status=410, without=OFF)
    assert page.soup.h1.get_text() == "This link does not work any more"
    assert not [statement for statement in asked if "reminder" in statement]
    assert press(offer, spoil(link)).status_code == 410


def test_a_signed_token_that_was_never_sent_is_refused(offer):
    with offer.app.app_context():
        token, _ = new_token(STILL_RIGHT)
        other, _ = new_token("something else")
    offer.client.get(f"/still-right/{token}", status=410, without=OFF)
    offer.client.get(f"/still-right/{other}", status=410, without=OFF)


def test_once_it_is_checked_on_the_desk_the_link_is_over(offer, link):
    later = sa.update(Entry).where(Entry.slug == SLUG)
    offer.change(lambda session: session.execute(later.values(review_due=NOW.date() + timedelta(days=3))))
    offer.client.get(link, status=410, without=OFF)
    assert press(offer, link).status_code == 410


def test_a_page_that_was_taken_down_cannot_be_confirmed(offer, link):
    offer.change(lambda session: withdraw(session, session.exec(select(Entry).where(Entry.slug == SLUG)).one()))
    page = offer.client.get(link, status=410, without=OFF)
    assert "The page it was about has been taken down." in text_of(page)
    assert press(offer, link).status_code == 410
    assert row(offer).state == "withdrawn"


@pytest.mark.parametrize(
    "leave",
    [
        lambda person: sa.update(Person).where(Person.id == person.id).values(active=False),
        lambda person: sa.delete(Membership).where(Membership.person_id == person.id),
    ],
    ids=["left", "left the organisation"],
)
def test_somebody_who_has_left_can_confirm_nothing(offer, link, person, leave):
    offer.change(lambda session: session.execute(leave(person)))
    offer.client.get(link, status=410, without=OFF)
    assert press(offer, link).status_code == 410
    assert row(offer).reviewed_on.isoformat() == "2026-05-30"


def test_words_that_todays_rules_refuse_must_be_mended_first(offer, link):
    gone = sa.update(Entry).where(Entry.slug == SLUG).values(needs=["a-need-that-was-taken-out"])
    offer.change(lambda session: session.execute(gone))
    answer = press(offer, link)
    assert answer.status_code == 409
    assert "You cannot confirm this page here" in answer.text
    assert row(offer).reviewed_on.isoformat() == "2026-05-30"
    with Session(offer.database.engine) as session:
        assert session.exec(select(Reminder.used_at)).one() is None
    assert offer.client.get(link, without=OFF)


def test_it_is_a_good_page_in_arabic(offer, link):
    page = offer.client.get(f"{link}?lang=ar", without=OFF)
    assert page.soup.html["dir"] == "rtl"
