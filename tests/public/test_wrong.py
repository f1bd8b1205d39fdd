"""“This is wrong”: two taps from any entry, to whoever keeps it, with a link to what comes of it."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import Session, select

from localoffer.publishing.operations import publish, save_draft, withdraw
from localoffer.records.entries import Entry
from localoffer.records.feedback import FIXED, Report, Writer
from localoffer.records.posts import Letter
from localoffer.web.form_trap import EMPTY, STAMP
from tests.factories import create_organisation, create_service
from tests.public.test_feedback import OFF, act, link_of, post, rows, stamp_on
from tests.web.people_fixtures import create_person

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ABOUT = "services/sleep-help"
NOTICE = "Somebody told us on 22 November 2026 that something here may be wrong. We are checking it."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travel:
        yield travel


@pytest.fixture
def offer(small_site):
    """A service with its organisation."""
    service = create_service(title="Sleep help", reviewed_on="2026-10-01", review_due="2027-03-01")
    for document in (create_organisation(), service):
        small_site.change(
            lambda session, document=document: publish(
                session, save_draft(session, document, by="t"), locate=lambda _: None
            )
        )
    return small_site


@pytest.fixture
def tell(offer, clock):
    """Opens the page of answers and presses one after some seconds."""

    def telling(what: str = "contact", after: float = 2, network: str = "192.0.2.7", **fields: str):
        form = {
            "about": ABOUT,
            STAMP: stamp_on(offer, f"/feedback/wrong?about={ABOUT}"),
            EMPTY: "",
            "what": what,
            **fields,
        }
        clock.shift(after)
        return post(offer, "/feedback/wrong", form, network=network)

    return telling


def test_it_is_two_taps_from_a_page_of_every_kind(page_client, entries_of):
    for kind in ("service", "guide", "term", "setting"):
        entry = entries_of(kind)[0]
        page = page_client.get(f"/{entry.address}")
        link = page.one('main a[href^="/feedback/wrong"]')
        assert link.get_text().strip() == "Is something wrong here?"
        answers = page_client.get(str(link["href"]))
        assert entry.title in answers.words
        assert len(answers.select('form button[name="what"]')) == 7


def test_without_a_page_it_says_how_to_find_one(page_client):
    for path in ("/feedback/wrong", "/feedback/wrong?about=services/none", "/feedback/wrong?about=%00"):
        page = page_client.get(path)
        assert page.h1 == "Which page is wrong?"
        assert not page.select('button[name="what"]')


def test_one_press_keeps_the_report_and_shows_its_private_link(offer, tell):
    answer = tell("closed")
    (report,) = rows(offer, Report)
    assert (report.what, report.text, report.state) == ("closed", "", "open")
    assert "Set-Cookie" not in answer.headers
    page = offer.client.get(answer.headers["Location"], without=OFF)
    assert page.h1 == "Thank you"
    assert "Whoever looks after the page will check it." in page.words
    assert page.one("[data-copy-link]")["href"].endswith(link_of(answer))


def test_the_page_says_so_until_the_report_is_closed(offer, tell):
    assert NOTICE not in offer.client.get(f"/{ABOUT}").words
    tell()
    assert NOTICE in offer.client.get(f"/{ABOUT}").words
    assert NOTICE in offer.client.get(f"/{ABOUT}/version/1").words
    assert "may be wrong" not in offer.client.get("/search?q=sleep").words
    offer.change(lambda session: session.add(close(session.exec(select(Report)).one())))
    assert "may be wrong" not in offer.client.get(f"/{ABOUT}").words


def close(report: Report, state: str = FIXED, outcome: str = "The number is new now.") -> Report:
    report.state, report.outcome, report.closed_at = state, outcome, datetime.now(UTC)
    return report


def test_an_older_version_does_not_speak_of_todays_reports(offer, tell):
    newer = create_service(
        title="Sleep help", summary="Better help.", reviewed_on="2026-10-01", review_due="2027-03-01"
    )
    offer.change(lambda session: publish(session, save_draft(session, newer, by="t"), locate=lambda _: None))
    tell()
    assert NOTICE not in offer.client.get(f"/{ABOUT}/version/1").words
    assert NOTICE in offer.client.get(f"/{ABOUT}/version/2").words


def test_a_page_asks_one_question_more_for_it(offer, tell):
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_):
        asked.append(statement)

    sa.event.listen(offer.database.engine, "before_cursor_execute", note)
    offer.client.get(f"/{ABOUT}")
    offer.client.get("/search?q=sleep")
    assert len([each for each in asked if "FROM report" in each]) == 1


@pytest.mark.parametrize("fields", [{"what": "everything"}, {"what": ""}, {"about": "services/none"}], ids=str)
def test_an_answer_we_did_not_offer_is_not_kept(offer, tell, fields):
    assert tell(**fields).status_code == 422
    assert rows(offer, Report) == []


@pytest.mark.parametrize("trick", [{"after": 0.5}, {EMPTY: "x"}, {STAMP: "forged"}, {"after": 90_000}], ids=str)
def test_a_machine_is_asked_to_press_once_more(offer, tell, trick):
    answer = tell(**trick)
    assert answer.status_code == 422
    assert "Please press your answer once more" in answer.text
    assert 'value="contact"' in answer.text
    assert rows(offer, Report) == []


def test_pressed_twice_it_is_one_report(offer, clock):
    form = {"about": ABOUT, STAMP: stamp_on(offer, f"/feedback/wrong?about={ABOUT}"), "what": "link"}
    clock.shift(2)
    assert len({post(offer, "/feedback/wrong", form).headers["Location"] for _ in range(3)}) == 1
    assert len(rows(offer, Report)) == 1


def test_one_connection_cannot_mark_hundreds_of_pages(offer, tell):
    for _ in range(10):
        assert tell().status_code == 303
    answer = tell()
    assert answer.status_code == 429
    assert "We have not sent this one yet." in answer.text
    assert tell(network="198.51.100.1").status_code == 303


# --- who hears of it ---


def letters_to(site) -> list[str]:
    return sorted(letter.to for letter in rows(site, Letter))


def test_the_owner_of_the_page_hears_of_it_and_reads_no_private_word(offer, tell):
    owner = create_person(offer, name="Olu Owner", email="olu@example.org")
    create_person(offer, role="provider", organisations=["wheels-and-wings"], email="pat@example.org")

    def give(session: Session) -> None:
        entry = session.exec(select(Entry).where(Entry.slug == "sleep-help")).one()
        entry.owner_id = owner.id

    offer.change(give)
    answer = tell("contact")
    (letter,) = rows(offer, Letter)
    assert letter.to == "olu@example.org"
    assert "Sleep help" in letter.subject
    assert "The phone number, email or address is wrong" in letter.text
    assert "https://local-offer.example.org/editor/reports" in letter.text
    assert link_of(answer) not in letter.text


def test_without_an_owner_the_people_of_the_organisation_hear_of_it_else_the_editors(offer, tell, clock):
    create_person(offer, role="editor", email="ed@example.org")
    tell()
    assert letters_to(offer) == ["ed@example.org"]
    create_person(offer, role="provider", organisations=["wheels-and-wings"], email="pat@example.org")
    create_person(offer, role="provider", organisations=["wheels-and-wings"], email="quinn@example.org")
    tell("closed")
    assert letters_to(offer) == ["ed@example.org", "pat@example.org", "quinn@example.org"]


def test_many_reports_of_one_page_in_a_day_are_one_letter(offer, tell, clock):
    create_person(offer, role="editor", email="ed@example.org")
    for _ in range(4):
        tell()
    assert len(rows(offer, Letter)) == 1
    clock.shift(24 * 3600)
    tell()
    assert len(rows(offer, Letter)) == 2


# --- the private link ---


def test_words_and_an_address_may_follow(offer, tell):
    link = link_of(tell())
    page = act(offer, link, "add", words="It is 01632 960002 now.", email="ana@example.org")
    assert "We have added it to your report." in page.words
    assert "960002" not in page.text
    assert "ana@example.org" not in page.text
    assert not page.select("input#email")
    assert rows(offer, Report)[0].text == "It is 01632 960002 now."
    assert [writer.email for writer in rows(offer, Writer)] == ["ana@example.org"]
    (letter,) = [each for each in rows(offer, Letter) if each.to == "ana@example.org"]
    assert f"https://local-offer.example.org{link}" in letter.text
    assert "960002" not in letter.text
    assert "sleep" not in (letter.text + letter.subject).lower()


@pytest.mark.parametrize(
    ("fields", "target"),
    [
        ({"words": "", "email": ""}, "words"),
        ({"words": "x" * 3001}, "words"),
        ({"words": "Sam left.", "email": "sam"}, "email"),
    ],
    ids=["nothing", "too long", "no address"],
)
def test_what_cannot_be_added_is_said_beside_its_field(offer, tell, fields, target):
    answer = post(offer, link_of(tell()), {"do": "add", **fields})
    assert answer.status_code == 422
    assert f'href="#{target}"' in answer.text
    assert fields["words"] in answer.text
    assert rows(offer, Report)[0].text == ""


def test_the_link_tells_what_came_of_it(offer, tell):
    link = link_of(tell())
    assert "It waits to be checked." in offer.client.get(link, without=OFF).words
    for state, sentence in (
        ("checking", "Somebody is checking it."),
        ("fixed", "We have put it right. Thank you for telling us."),
        ("not_wrong", "We have checked it. The page is right as it is."),
    ):
        outcome = "" if state == "checking" else "The number is new now."
        offer.change(lambda session, s=state, o=outcome: session.add(close(session.exec(select(Report)).one(), s, o)))
        page = offer.client.get(link, without=OFF)
        assert sentence in page.words
        assert outcome in page.words
        assert bool(page.select("textarea#words")) is (state == "checking")


def test_words_written_while_it_was_dealt_with_are_given_back(offer, tell):
    link = link_of(tell())
    offer.change(lambda session: session.add(close(session.exec(select(Report)).one())))
    answer = post(offer, link, {"do": "add", "words": "Only on Mondays."})
    assert answer.status_code == 409
    assert "Only on Mondays." in answer.text
    assert rows(offer, Report)[0].text == ""


def test_a_report_cannot_be_taken_back_as_a_comment(offer, tell):
    link = link_of(tell())
    assert "It waits to be checked." in act(offer, link, "take-back").words


def test_reports_of_a_page_that_is_gone_keep_their_link(offer, tell):
    link = link_of(tell())
    offer.change(lambda session: withdraw(session, session.exec(select(Entry).where(Entry.slug == "sleep-help")).one()))
    assert "A page that has been taken down" in offer.client.get(link, without=OFF).words
