"""From the first reminder to a hidden page, day by day, as the people concerned see it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import Session, select

from localoffer.jobs.job import JobTrouble
from localoffer.publishing.operations import publish, save_draft
from localoffer.records.entries import Entry, Reference
from localoffer.records.people import Person
from localoffer.records.upkeep import Reminder
from localoffer.search.finder import SearchRequest
from tests.factories import create_organisation
from tests.jobs.conftest import BEGIN, RELATED, SLUG, change_entry, entry_of, letters_of, links_in, set_due
from tests.web.people_fixtures import create_person

DUE = BEGIN.date() + timedelta(days=20)


@pytest.fixture
def owner(calm_site):
    person = create_person(calm_site, role="editor", name="Ana Owner", email="ana@example.org")
    calm_site.change(lambda session: set_due(session, DUE, SLUG))
    change_entry(calm_site, SLUG, owner_id=person.id)
    return person


def on_day(days: int) -> time_machine.travel:
    """That many days after the day the page is due."""
    return time_machine.travel(BEGIN + timedelta(days=20 + days), tick=False)


def test_the_owner_is_asked_before_and_after_the_day_each_time_once(calm_site, do_job, owner):
    written = {}
    for days in range(-20, 20):
        with on_day(days):
            for _ in range(2):
                do_job("freshness")
        written[days] = len(letters_of(calm_site))
    assert [days for days in written if written[days] > written.get(days - 1, 0)] == [-14, 1, 14]
    assert {letter.to for letter in letters_of(calm_site)} == {"ana@example.org"}


def test_the_letter_says_what_to_do_and_links_to_one_button(calm_site, do_job, owner):
    with on_day(-14):
        do_job("freshness")
    [letter] = letters_of(calm_site)
    title = entry_of(calm_site, SLUG).title
    assert letter.subject == f"Is “{title}” still right?"
    assert "Hello Ana Owner," in letter.text
    assert "Please check it by 12 December 2026." in letter.text
    assert "You do not have to sign in." in letter.text
    assert len(links_in(letter)) == 1
    assert links_in(letter, "/editor/")


def test_the_token_itself_is_not_kept(calm_site, do_job, owner):
    with on_day(-14):
        do_job("freshness")
    [letter] = letters_of(calm_site)
    secret = links_in(letter)[0].rpartition("/")[2].partition(".")[0]
    with Session(calm_site.database.engine) as session:
        [reminder] = session.exec(select(Reminder))
    assert reminder.step == f"ask:-14/{owner.id}"
    assert len(reminder.token_digest) == 64
    assert secret not in str(reminder)


def test_when_nobody_answers_the_reviewers_are_told(calm_site, do_job, owner):
    create_person(calm_site, role="reviewer", name="Rita", email="rita@example.org")
    with on_day(29):
        do_job("freshness")
    before = len(letters_of(calm_site))
    with on_day(30):
        do_job("freshness")
        do_job("freshness")
    [letter] = letters_of(calm_site)[before:]
    assert letter.to == "rita@example.org"
    assert letter.subject == f"Nobody has checked “{entry_of(calm_site, SLUG).title}”"
    assert "We asked: Ana Owner" in letter.text


def test_without_reviewers_the_administrators_are_told(calm_site, do_job, owner):
    create_person(calm_site, role="admin", email="adam@example.org")
    with on_day(30):
        do_job("freshness")
    assert "adam@example.org" in {letter.to for letter in letters_of(calm_site)}


def test_a_page_grows_due_then_late_then_fresh_again_once_it_is_checked(calm_site, do_job, owner):
    seen = []
    for days in (-15, -14, 0, 1):
        with on_day(days):
            do_job("freshness")
            seen.append(entry_of(calm_site, SLUG).freshness)
    assert seen == ["fresh", "due", "due", "overdue"]
    with on_day(2):
        calm_site.change(lambda session: set_due(session, DUE + timedelta(days=300), SLUG))
        do_job("freshness")
    assert entry_of(calm_site, SLUG).freshness == "fresh"


def test_a_late_page_comes_lower_in_a_search_without_a_rebuild(calm_site, do_job, owner):
    words = entry_of(calm_site, SLUG).title

    def place() -> float:
        with calm_site.database.session() as session:
            hits = calm_site.parts.search.find(session, SearchRequest(words)).page.hits
            return next(hit.score for hit in hits if hit.entry_id == entry_of(calm_site, SLUG).id)

    before = place()
    with on_day(1):
        do_job("freshness")
    assert place() == pytest.approx(before * 0.8, rel=0.01)


@pytest.fixture
def warned(do_job, owner):
    """The owner was asked in time: nothing is hidden without notice."""
    with on_day(1):
        do_job("freshness")


def test_a_page_found_very_late_is_not_hidden_before_its_owner_has_had_notice(calm_site, do_job, owner):
    states = []
    for day in (400, 401, 414):
        with on_day(day):
            do_job("freshness")
            states.append(entry_of(calm_site, SLUG).state)
    assert states == ["published", "published", "hidden"]


@pytest.mark.usefixtures("warned")
def test_a_hidden_page_is_gone_everywhere_and_says_why(calm_site, do_job):
    entry = entry_of(calm_site, SLUG)
    with on_day(180):
        calm_site.client.get(f"/guides/{SLUG}")
        assert f"/guides/{SLUG}" in calm_site.client.get(f"/guides/{RELATED}").text
        assert SLUG in str(calm_site.client.json("/suggest.json?q=night+sit"))
        assert "1 pages hidden" in do_job("freshness")
        page = calm_site.client.get(f"/guides/{SLUG}", status=410)
        day = f"{entry.reviewed_on.day} {entry.reviewed_on:%B %Y}"
        assert f"is hidden, because nobody has checked it since {day}." in page.soup.get_text(" ", strip=True)
        for address in ("quick-read", f"version/{entry.revision}"):
            calm_site.client.get(f"/guides/{SLUG}/{address}", status=410)
        assert f"/guides/{SLUG}" not in calm_site.client.ask("/sitemap.xml").text
        assert f"/guides/{SLUG}" not in calm_site.client.ask("/sitemap").text
        assert f"/guides/{SLUG}" not in calm_site.client.get("/guides/").text
        assert f'href="/guides/{SLUG}"' not in calm_site.client.get(f"/search?q={entry.title}").text
        assert SLUG not in str(calm_site.client.json("/suggest.json?q=night+sit"))
        assert SLUG not in str(calm_site.client.json(f"/search.json?q={entry.title}"))
        assert f"/guides/{SLUG}" not in calm_site.client.get(f"/guides/{RELATED}").text


@pytest.mark.usefixtures("warned")
def test_a_hidden_page_comes_back_by_the_link_in_the_letter(calm_site, do_job):
    with on_day(180):
        do_job("freshness")
        [_, letter] = letters_of(calm_site)
        assert "Families cannot see this page now" in letter.text
        [path] = links_in(letter)
        shown = calm_site.client.get(path, without={"headers"})
        assert "Families cannot see this page now" in shown.text
        revision = entry_of(calm_site, SLUG).revision
        answer = calm_site.app.test_client().post(path, data={"revision": revision})
        assert answer.status_code == 303
        calm_site.client.get(f"/guides/{SLUG}")
        assert entry_of(calm_site, SLUG).freshness == "fresh"


@pytest.mark.usefixtures("warned")
def test_a_page_brought_back_unchecked_is_not_hidden_again_for_the_same_day(calm_site, do_job):
    with on_day(180):
        do_job("freshness")
        change_entry(calm_site, SLUG, state="published")
        do_job("freshness")
    assert entry_of(calm_site, SLUG).state == "published"


def test_where_the_council_hides_nothing_nothing_is_hidden(calm_site, do_job, owner):
    calm_site.change(lambda session: session.merge(Reference(name="desk", document={"hide_after": None}, digest="x")))
    with on_day(900):
        do_job("freshness")
    assert entry_of(calm_site, SLUG).state == "published"


def test_a_page_without_owner_is_its_organisations_to_answer_for(calm_site, do_job):
    document = create_organisation(reviewed_on="2026-11-01", review_due="2026-11-22")
    calm_site.change(lambda session: publish(session, save_draft(session, document, by="t"), locate=lambda _: None))
    for name in ("mia", "max"):
        create_person(calm_site, role="provider", organisations=[document.slug], email=f"{name}@example.org")
    create_person(calm_site, role="provider", organisations=["another"], email="other@example.org")
    create_person(calm_site, role="editor", email="ed@example.org")
    with time_machine.travel(BEGIN, tick=False):
        do_job("freshness")
    letters = letters_of(calm_site)
    assert {letter.to for letter in letters} == {"mia@example.org", "max@example.org"}
    assert len({links_in(letter)[0] for letter in letters}) == 2, "each has a link of their own"


def test_a_page_that_nobody_keeps_goes_to_the_editors(calm_site, do_job):
    create_person(calm_site, role="editor", email="ed@example.org")
    create_person(calm_site, role="provider", email="pat@example.org")
    calm_site.change(lambda session: set_due(session, DUE, SLUG))
    with on_day(0):
        do_job("freshness")
    assert [letter.to for letter in letters_of(calm_site)] == ["ed@example.org"]


def test_somebody_who_has_left_gets_nothing(calm_site, do_job, owner):
    create_person(calm_site, role="editor", email="ed@example.org")
    gone = sa.update(Person).where(Person.id == owner.id).values(active=False)
    calm_site.change(lambda session: session.execute(gone))
    with on_day(0):
        do_job("freshness")
    assert [letter.to for letter in letters_of(calm_site)] == ["ed@example.org"]


def test_where_nobody_can_be_asked_the_question_stays_open(calm_site, do_job):
    calm_site.change(lambda session: set_due(session, DUE, SLUG))
    with on_day(40):
        do_job("freshness")
        assert letters_of(calm_site) == []
        create_person(calm_site, role="admin", email="adam@example.org")
        do_job("freshness")
    assert [letter.to for letter in letters_of(calm_site)] == ["adam@example.org"] * 2
    assert entry_of(calm_site, SLUG).freshness == "overdue"


def test_many_pages_make_one_letter_that_lists_twenty(calm_site, do_job, owner):
    calm_site.change(lambda session: set_due(session, DUE))
    calm_site.change(lambda session: session.execute(sa.update(Entry).values(owner_id=owner.id)))
    with calm_site.database.session() as session:
        count = len(session.exec(select(Entry.id)).all())
    assert count > 21
    with on_day(0):
        do_job("freshness")
        do_job("freshness")
    [letter] = letters_of(calm_site)
    assert letter.subject == f"Are these {count} pages still right?"
    assert len(set(links_in(letter))) == 20
    assert f"{count - 20} more pages need a check." in letter.text


def test_an_address_that_cannot_be_written_to_stops_nobody_else(calm_site, do_job, owner):
    broken = sa.update(Person).where(Person.id == owner.id).values(email="not an address")
    calm_site.change(lambda session: session.execute(broken))
    create_person(calm_site, role="reviewer", email="rita@example.org")
    for day in (1, 180):
        with on_day(day), pytest.raises(JobTrouble, match="Ana Owner"):
            do_job("freshness")
    assert [letter.to for letter in letters_of(calm_site)] == ["rita@example.org"]
    assert entry_of(calm_site, SLUG).state == "hidden"


def test_days_are_counted_in_england(calm_site, do_job, owner):
    """At half past eleven at night UTC in summer it is already the next day in England."""
    due = BEGIN.date().replace(month=7, day=20)
    calm_site.change(lambda session: set_due(session, due, SLUG))
    late = BEGIN.replace(month=7, day=5, hour=23, minute=30)
    with time_machine.travel(late - timedelta(hours=1), tick=False):
        do_job("freshness")
        assert letters_of(calm_site) == []
    with time_machine.travel(late, tick=False):
        do_job("freshness")
    assert len(letters_of(calm_site)) == 1


def test_a_late_page_says_so_wherever_it_is_shown(calm_site, do_job, owner):
    with on_day(-1):
        assert "Not checked since" not in calm_site.client.get("/search?q=night+sitting").text
    with on_day(1):
        do_job("freshness")
        checked = entry_of(calm_site, SLUG).reviewed_on
        since = f"Not checked since {checked.day} {checked:%B %Y}"
        for path in ("/search?q=night+sitting", f"/guides/{RELATED}"):
            assert since in calm_site.client.get(path).text
        for path in (f"/guides/{SLUG}", f"/guides/{SLUG}/quick-read"):
            assert "A check was due by 12 December 2026." in calm_site.client.get(path).text
