"""A comment, from the foot of a page to its private link and back out again, in a browser without any cookie.

Over 400 lines: form, refusals, private link and letters are steps of one way and share its fixtures.
"""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from sqlmodel import Session, select

from localoffer.publishing.feedback import LONGEST
from localoffer.records.entries import PUBLISHED, Entry
from localoffer.records.feedback import Comment, Writer
from localoffer.records.people import AuditLine, RateCount
from localoffer.records.posts import Letter
from localoffer.web import letters
from localoffer.web.form_trap import EMPTY, STAMP
from tests.web.page_checks import Page
from tests.web.page_client import PageClient

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WORDS = "Please say <b>who</b> answers the phone."
EMAIL = "ana@example.org"
OFF = {"headers"}  # a private link tells even its own site nothing, which is more than the check asks for


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travel:
        yield travel


@pytest.fixture
def guide(small_site) -> Entry:
    with Session(small_site.database.engine, expire_on_commit=False) as session:
        return session.exec(select(Entry).where(Entry.kind == "guide", Entry.state == PUBLISHED)).first()


def rows(site, table) -> list:
    with Session(site.database.engine, expire_on_commit=False) as session:
        return list(session.exec(select(table)))


def post(site, path: str, data: dict[str, str], **headers: str):
    """A form, sent by a browser that keeps no cookies."""
    network = headers.pop("network", "192.0.2.7")
    client = site.app.test_client(use_cookies=False)
    return client.post(path, data=data, headers=headers, environ_base={"REMOTE_ADDR": network})


def stamp_on(site, path: str = "/feedback") -> str:
    return str(site.client.get(path).one(f'input[name="{STAMP}"]')["value"])


@pytest.fixture
def send(small_site, clock):
    """Opens the form, takes ten seconds and sends it; fields may be changed."""

    def sending(headers: dict[str, str] | None = None, network: str = "192.0.2.7", **fields: str):
        form = {STAMP: stamp_on(small_site), EMPTY: "", "aspect": "content", "words": WORDS, "email": "", **fields}
        clock.shift(10)
        return post(small_site, "/feedback", form, network=network, **(headers or {}))

    return sending


def link_of(answer) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].partition("?")[0]


def words_kept(html: str) -> bool:
    return Page("", 0, html, {}).one("textarea#words").get_text().strip() == WORDS


# --- the foot of every page ---


def test_every_page_has_a_form_at_its_foot_and_sets_no_cookie(page_client, entries_of):
    for path in (
        "/",
        "/search?q=sleep",
        "/guides/",
        "/about",
        *(f"/{entries_of(kind)[0].address}" for kind in ("service", "term")),
    ):
        page = page_client.get(path)
        form = page.one("footer .lo-tell form")
        assert (form["action"], form["method"]) == ("/feedback", "post")
        assert "Set-Cookie" not in page.headers


def test_the_form_on_an_entry_knows_which_it_is(page_client, entries_of):
    entry = entries_of("service")[0]
    for path in (f"/{entry.address}", f"/{entry.address}/quick-read", f"/{entry.address}/version/1"):
        assert page_client.get(path).one('.lo-tell input[name="about"]')["value"] == entry.address


def test_a_missing_page_can_be_told_about_too(page_client):
    assert page_client.get("/not-there", status=404).one(".lo-tell textarea")


def test_the_foot_form_weighs_next_to_nothing(page_client):
    assert len(str(page_client.get("/about").one(".lo-tell"))) < 1200


def test_words_from_the_foot_are_shown_to_be_checked_and_nothing_is_kept(small_site, guide):
    client = PageClient(small_site.app, cookies=True)
    page = client.page_after("/feedback", {"words": WORDS, "about": guide.address})
    assert page.h1 == "Check your comment and send it"
    assert words_kept(page.text)
    assert guide.title in page.words
    assert page.one('input[name="scope"][value="page"]').has_attr("checked")
    assert (rows(small_site, Comment), rows(small_site, RateCount)) == ([], [])
    assert not page.select(".govuk-language-navigation")  # following it would lose the words


@pytest.mark.parametrize("about", ["", "guides/none", "guides", "../../etc", "guides/\x00", "x" * 5000])
def test_words_from_a_page_we_do_not_hold_are_about_the_whole_site(small_site, about):
    answer = post(small_site, "/feedback", {"words": WORDS, "about": about})
    assert answer.status_code == 200
    assert words_kept(answer.text)
    assert not Page("", 0, answer.text, {}).select('input[name="scope"]')


# --- sending ---


def test_a_comment_is_sent_without_a_cookie_and_shows_its_private_link(small_site, guide, send):
    answer = send(about=guide.address, scope="page")
    link = link_of(answer)
    comment = rows(small_site, Comment)[0]
    assert (comment.text, comment.entry_id, comment.aspect, comment.language) == (WORDS, guide.id, "content", "en")
    assert "Set-Cookie" not in answer.headers
    page = small_site.client.get(answer.headers["Location"], without=OFF)
    assert page.h1 == "Thank you"
    assert "We have your comment." in page.words
    assert "It waits to be read. You get an answer by 22 November 2027 at the latest." in page.words
    assert page.one("[data-copy-link]")["href"].endswith(link)
    assert "phone" not in page.one("main").get_text()
    assert small_site.client.get(link, without=OFF).h1 == "Your comment"


def test_a_comment_about_the_whole_site_names_no_page(small_site, guide, send):
    link = link_of(send(about=guide.address, scope="whole"))
    assert rows(small_site, Comment)[0].entry_id is None
    assert "The whole Local Offer" in small_site.client.get(link, without=OFF).words


def test_the_private_link_is_kept_from_everybody_else(small_site, send):
    answer = small_site.client.ask(link_of(send()))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_the_link_says_nothing_that_was_written_and_no_address(small_site, send):
    answer = send(email=EMAIL)
    for path in (answer.headers["Location"], link_of(answer)):
        text = small_site.client.ask(path).text
        assert "answers the phone" not in text
        assert EMAIL not in text


def test_the_language_of_the_form_is_kept(small_site, send):
    send(headers={"Accept-Language": "ar"})
    assert rows(small_site, Comment)[0].language == "ar"


def test_sent_twice_it_is_one_comment_with_one_link(small_site, clock):
    form = {STAMP: stamp_on(small_site), "aspect": "process", "words": WORDS, "email": ""}
    clock.shift(10)
    first, second = post(small_site, "/feedback", form), post(small_site, "/feedback", form)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(rows(small_site, Comment)) == 1
    third = post(small_site, "/feedback", form | {"words": "Something else."})
    assert third.headers["Location"] != first.headers["Location"]


@pytest.mark.parametrize(
    ("fields", "target", "sentence"),
    [
        ({"aspect": ""}, "aspect-content", "Choose what your comment is about."),
        ({"aspect": "praise"}, "aspect-content", "Choose what your comment is about."),
        ({"words": " \n "}, "words", "Write what you want to tell us."),
        ({"words": "x" * (LONGEST + 2)}, "words", "Your text is 2 letters too long. Please shorten it."),
        ({"words": "http://a.b www.c.d https://e.f"}, "words", "Your text may hold 2 links."),
        ({"email": "ana at example"}, "email", "Write a whole email address, like ana@example.org, or leave it empty."),
    ],
    ids=lambda value: str(value)[:30],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(small_site, guide, fields, target, sentence):
    client = PageClient(small_site.app, cookies=True)
    form = {
        STAMP: "x",
        "aspect": "process",
        "words": WORDS,
        "email": EMAIL,
        "about": guide.address,
        "scope": "whole",
    } | fields
    page = client.page_after("/feedback", form, status=422)
    link = page.one(".govuk-error-summary a")
    assert link["href"] == f"#{target}"
    assert sentence in link.get_text()
    assert target in page.ids
    assert page.one("textarea#words").get_text().strip("\n") == form["words"].strip()
    assert (
        page.one("input#email")["value"]
        if "email" not in fields
        else page.one("input#email")["value"] == fields["email"]
    )
    assert page.one('input[name="scope"][value="whole"]').has_attr("checked")
    assert rows(small_site, Comment) == []


# --- machines, haste and too many ---


@pytest.mark.parametrize(
    "trick",
    [
        {EMPTY: "https://buy.example.org"}, {STAMP: "forged"}, {"headers": {"Sec-Fetch-Site": "cross-site"}},
        {"headers": {"Origin": "https://evil.example"}},
    ],
    ids=str,
)  # fmt: skip
def test_what_looks_like_a_machine_is_asked_to_press_once_more(small_site, send, trick):
    answer = send(**trick)
    assert answer.status_code == 422
    assert "Please press “Send” once more" in answer.text
    assert words_kept(answer.text)
    assert rows(small_site, Comment) == []


def test_too_quick_is_asked_again_and_the_second_time_is_good(small_site, clock):
    form = {STAMP: stamp_on(small_site), "aspect": "content", "words": WORDS}
    clock.shift(1)
    answer = post(small_site, "/feedback", form)
    assert answer.status_code == 422
    form[STAMP] = str(Page("", 0, answer.text, {}).one(f'input[name="{STAMP}"]')["value"])
    clock.shift(5)
    assert post(small_site, "/feedback", form).status_code == 303


def test_too_many_from_one_connection_wait_with_their_words(small_site, send, clock):
    for number in range(5):
        link_of(send(words=f"Comment {number}"))
    answer = send()
    assert answer.status_code == 429
    assert words_kept(answer.text)
    assert re.search(r"Try again in \d+ minutes\.", answer.text)
    assert len(rows(small_site, Comment)) == 5
    assert send(network="198.51.100.9").status_code == 303  # somebody else
    clock.shift(3600)
    assert send().status_code == 303


def test_a_household_cannot_pass_for_many_by_its_ipv6_addresses(send):
    for number in range(5):
        assert send(words=f"Comment {number}", network=f"2001:db8:1:2::{number}").status_code == 303
    assert send(network="2001:db8:1:2:aaaa::1").status_code == 429
    assert send(network="2001:db8:1:3::1").status_code == 303


def test_slips_cost_nothing(send):
    for _ in range(8):
        assert send(email="slip").status_code == 422
    assert send().status_code == 303


def test_nobody_who_is_signed_up_is_noted_for_somebody_elses_haste(small_site, send):
    for number in range(7):
        send(words=f"Comment {number}", email="editor@example.org")
    assert [line for line in rows(small_site, AuditLine) if line.action.startswith("sign-in")] == []


# --- danger ---


def test_words_of_danger_show_who_can_help_and_are_sent_all_the_same(small_site, send):
    danger = "The page is fine. My son says he wants to kill himself. Thank you."
    client = PageClient(small_site.app, cookies=True)
    page = client.page_after("/feedback", {"words": danger})
    assert "Do you need help right now?" in page.words
    assert page.select('.lo-help--urgent a[href="tel:999"]')
    answer = send(words=danger)
    assert "Do you need help right now?" in small_site.client.ask(answer.headers["Location"]).text
    assert "Do you need help right now?" not in small_site.client.ask(link_of(answer)).text
    assert rows(small_site, Comment)[0].text == danger


@pytest.mark.parametrize(
    "words", ["He feels sucidal.", "Good page!\nshe wants to die", "I cant keep him safe any more"]
)
def test_danger_is_noticed_with_slips_and_in_any_line(small_site, words):
    assert "lo-help--urgent" in post(small_site, "/feedback", {"words": words}).text


def test_words_of_no_danger_show_no_panel_however_far_apart_they_are(small_site):
    words = "My son wants a club. The bus will kill the mood. He dressed himself."
    assert "lo-help--urgent" not in post(small_site, "/feedback", {"words": words}).text


def test_the_form_says_where_a_private_matter_belongs(page_client, entries_of):
    page = page_client.get("/feedback")
    assert "Please do not name a child or tell us anything private here." in page.words
    assert page.select('main .lo-private-matter a[href^="tel:"]')
    assert page.select('main .lo-private-matter a[href="/guides/complaints"]')


# --- letters ---


def test_the_link_is_mailed_to_an_address_that_was_given_and_nothing_else_of_it(small_site, send):
    link = link_of(send(email=" Ana@Example.org "))
    (letter,) = rows(small_site, Letter)
    assert letter.to == EMAIL
    assert f"https://local-offer.example.org{link}" in letter.text
    assert "phone" not in letter.text + letter.subject
    assert small_site.client.get(link, without=OFF).h1 == "Your comment"


def test_without_an_address_nobody_is_written_to(small_site, send):
    send()
    assert rows(small_site, Letter) == rows(small_site, Writer) == []


def test_one_address_gets_one_such_letter_an_hour_whoever_asks(small_site, send, clock):
    for number in range(3):
        assert send(words=f"Comment {number}", email=EMAIL, network=f"192.0.2.{number}").status_code == 303
    assert len(rows(small_site, Letter)) == 1
    assert len(rows(small_site, Writer)) == 3
    clock.shift(3601)
    send(words="One more", email=EMAIL)
    assert len(rows(small_site, Letter)) == 2


def test_the_letter_is_in_the_language_of_the_form(small_site, send, monkeypatch):
    spoken = []
    held = letters.speaking
    monkeypatch.setattr(letters, "speaking", lambda code: spoken.append(code) or held(code))
    send(email=EMAIL, headers={"Accept-Language": "ar"})
    assert spoken == ["ar"]


def test_an_address_is_nowhere_but_with_the_writer_and_in_the_outbox(small_site, send, caplog):
    caplog.set_level(0)
    send(email="secret.name@example.org")
    with small_site.database.engine.connect() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='table'").scalars().all()
        holding = {
            name for name in tables if "secret.name" in str(connection.exec_driver_sql(f'SELECT * FROM "{name}"').all())
        }
    assert holding == {"writer", "letter"}
    assert "secret.name" not in caplog.text
    assert "answers the phone" not in caplog.text


# --- what the link is good for ---


def act(site, link: str, do: str, **fields: str):
    answer = post(site, link, {"do": do, **fields})
    assert answer.status_code == 303, answer.text
    return site.client.get(answer.headers["Location"], without=OFF)


def decide(site, **changes: object) -> None:
    def change(session: Session) -> None:
        comment = session.exec(select(Comment)).one()
        for name, value in {"decided_at": datetime.now(UTC), **changes}.items():
            setattr(comment, name, value)
        session.add(comment)

    site.change(change)


def test_a_comment_is_taken_back_and_its_words_are_gone(small_site, send):
    link = link_of(send(email=EMAIL))
    page = act(small_site, link, "take-back")
    assert "You took it back. We have deleted your words." in page.words
    assert not page.select(".lo-status__back")
    assert "answers the phone" not in str(rows(small_site, Comment))
    assert rows(small_site, Writer) == rows(small_site, Letter) == []


def test_a_published_comment_shows_its_public_words_and_leaves_the_register_when_taken_back(small_site, send):
    link = link_of(send())
    decide(small_site, state="published", public_text="Quokka phones are not answered.", theme="communication")
    page = small_site.client.get(link, without=OFF)
    assert "Quokka phones are not answered." in page.words
    assert "/you-said-we-did/" in page.links()
    assert "Quokka" in small_site.client.ask("/you-said-we-did/").text
    assert "Quokka" not in act(small_site, link, "take-back").text
    assert "Quokka" not in small_site.client.ask("/you-said-we-did/").text


def test_a_comment_left_out_is_told_kindly_why_and_where_to_turn(small_site, send):
    link = link_of(send())
    decide(small_site, state="held", hold_reason="individual_case", hold_note="names the school")
    page = small_site.client.get(link, without=OFF)
    assert "It tells of one child or family." in page.words
    assert page.select('main a[href^="tel:"]')
    assert "names the school" not in page.text
    decide(small_site, hold_reason="vexatious")
    assert "Were we wrong? Then please write it again in other words." in small_site.client.get(link, without=OFF).words


def test_an_answered_comment_leads_to_its_answer(small_site, guide, send):
    link = link_of(send())
    decide(small_site, state="published", public_text="Calls.", theme="communication", response_id=guide.id)
    page = small_site.client.get(link, without=OFF)
    assert "We have answered it." in page.words
    assert f"/{guide.address}" in page.links()


def test_an_address_is_deleted_at_once_and_the_comment_stays(small_site, send):
    answer = send(email=EMAIL)
    assert "Delete my email address now" in small_site.client.get(answer.headers["Location"], without=OFF).words
    page = act(small_site, link_of(answer), "forget")
    assert "Delete my email address now" not in page.words
    assert rows(small_site, Writer) == rows(small_site, Letter) == []
    assert rows(small_site, Comment)[0].text == WORDS


def test_looking_changes_nothing_and_an_unknown_wish_does_nothing(small_site, send):
    link = link_of(send(email=EMAIL))
    assert "It waits to be read." in act(small_site, link, "publish").words
    assert len(rows(small_site, Writer)) == 1


@pytest.mark.parametrize("token", ["x", "a.b", "%00", "A" * 43 + ".B"])
def test_a_wrong_link_is_told_kindly(small_site, token):
    page = small_site.client.get(f"/feedback/status/{token}", status=410, without=OFF)
    assert page.h1 == "This link does not work"
    assert post(small_site, f"/feedback/status/{token}", {"do": "take-back"}).status_code == 410


def test_a_changed_link_does_not_work(small_site, send):
    link = link_of(send())
    start, _, end = link.rpartition("/")
    changed = f"{start}/{'B' if end[0] == 'A' else 'A'}{end[1:]}"
    assert small_site.client.ask(changed).status_code == 410


def test_the_page_about_privacy_says_what_is_kept_and_for_how_long(page_client):
    page = page_client.get("/privacy")
    assert "We delete your email address 90 days after the matter is closed." in page.words
    assert "We delete your own words 365 days after the matter is closed." in page.words
