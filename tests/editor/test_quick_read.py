"""The quick-read editor: the page beside it, first drafts, the check, saving, confirming, clashes and drift."""

import pytest
import time_machine
from sqlmodel import select

from localoffer.publishing import drafts
from localoffer.publishing.desk import Desk
from localoffer.publishing.fields import digest_of_fields
from localoffer.records.entries import DRAFT, Entry, Revision
from localoffer.records.moments import now
from localoffer.records.people import PROVIDER
from localoffer.records.queries import open_revision
from localoffer.records.shapes import QuickRead
from localoffer.web.people import somebody
from tests.web.page_client import PageClient
from tests.web.people_fixtures import create_person, sign_in

HARD = "A holistic pathway from SALT."


@pytest.fixture
def site(small_site):
    return small_site


@pytest.fixture
def entry(site):
    """A published guide."""
    with site.database.session() as session:
        return session.exec(select(Entry).where(Entry.kind == "guide").order_by(Entry.slug)).first()


@pytest.fixture
def ana(site):
    return create_person(site, "editor", name="Ana")


@pytest.fixture
def client(site, ana):
    return sign_in(site, ana)


def address(entry, tail=""):
    return f"/editor/page/{entry.id}/quick-read{tail}"


def sent(page, **changes):
    """What a browser sends of the form: the slots, and the digest of what was shown."""
    form = page.one("form[data-plain]")
    found = {tag["name"]: tag.get("value", "") for tag in form.select("input[type=hidden]")}
    del found["csrf_token"]
    found |= {tag["name"]: tag.get_text().removeprefix("\n") for tag in form.select("textarea")}
    return found | changes


def told(page, selector):
    return " ".join(page.texts(selector))


def slots(page):
    return {tag["name"]: tag.get_text().removeprefix("\n") for tag in page.select("form[data-plain] textarea")}


def revision_of(site, entry):
    with site.database.session() as session:
        return open_revision(session, entry.id)


def change(site, person, entry, **values):
    """Somebody changes fields of the page, past every form."""

    def do(session):
        held = drafts.words_of(_desk(site, session, person), entry)
        drafts.save_fields(
            _desk(site, session, person), session.get_one(Entry, entry.id), values,
            seen=digest_of_fields(held, list(values)),
        )  # fmt: skip

    site.change(do)


def _desk(site, session, person):
    words = site.parts.search.ready(session).words.reference
    locate = site.parts.locator(words.vocabularies)
    return Desk(session, somebody(session, person.id), words.vocabularies, words.desk, locate, now().date())


def test_the_seven_slots_stand_beside_the_page(client, entry):
    page = client.get(address(entry))
    assert slots(page) == {slot: entry.quick_read.get(slot, "") for slot in QuickRead.SLOTS}
    beside = told(page, ".lo-side-by-side__page")
    assert entry.summary in beside
    assert told(page, "h1") == "Quick read"
    assert "of 120 words" in told(page, "[data-plain-count]")


def test_what_is_saved_is_a_draft_that_families_do_not_see(client, site, entry):
    page = client.get(address(entry))
    client.post(address(entry), sent(page, cost="You pay nothing.", do="save"), status=303)
    assert revision_of(site, entry).document["quick_read"]["cost"] == "You pay nothing."
    assert "You pay nothing." not in site.client.get(f"/{entry.address}").words
    again = client.get(address(entry))
    assert slots(again)["cost"] == "You pay nothing."
    assert "Saved. Families do not see it yet." in told(again, "[role=status]")


def test_saving_nothing_new_makes_no_changes(client, site, entry):
    client.post(address(entry), sent(client.get(address(entry)), do="save"), status=303)
    assert revision_of(site, entry) is None


def test_confirming_says_that_it_fits_the_text_as_it_is_now(client, site, entry, ana):
    change(site, ana, entry, body="## New\n\nWe do it another way now.", summary="Another summary of this.")
    page = client.get(address(entry))
    drifted = told(page, ".lo-notice--warning")
    assert "The page has changed since the quick read was last confirmed" in drifted
    assert "Changed: " in drifted
    client.post(address(entry), sent(page, do="confirm"), status=303)
    assert not client.get(address(entry)).select(".lo-notice--warning")
    revision = revision_of(site, entry)
    assert not drafts.has_drifted(revision.document, revision.quick_read_basis)


def test_the_mark_of_drift_names_what_has_changed(client, site, entry, ana):
    change(site, ana, entry, summary="Another summary of this.")
    notice = told(client.get(address(entry)), ".lo-notice--warning")
    assert "Changed: What it is, in one or two sentences. Read both again, then confirm." in notice


def test_nothing_has_drifted_where_only_the_check_date_moved(client, site, entry, ana):
    change(site, ana, entry, owner_team="Another team")
    assert not client.get(address(entry)).select(".lo-notice--warning")


def test_checking_shows_what_to_fix_and_saves_nothing(client, site, entry):
    page = client.page_after(
        address(entry), sent(client.get(address(entry)), what_it_is=HARD, how_long="Soon.", do="check")
    )
    assert told(page, ".lo-plain__headline") == "2 things to fix"
    assert slots(page)["what_it_is"] == HARD
    findings = [" ".join(each.get_text().split()) for each in page.select(".lo-plain .lo-plain__said")]
    assert findings == [
        "What it is: “holistic” is jargon. Try “whole”.",
        "What it is: “pathway” is jargon. Try “steps”.",
        "To fix: What it is: “SALT” is not explained.",
        "To fix: How long it takes: “Soon” is vague. Give a date.",
    ]
    links = [each["href"] for each in page.select(".lo-plain [data-plain-jump]")]
    assert links == ["#what_it_is"] * 3 + ["#how_long"]
    assert revision_of(site, entry) is None


def test_a_button_puts_the_plain_word_in_place_without_a_script(client, entry):
    page = client.page_after(address(entry), sent(client.get(address(entry)), what_it_is=HARD, do="check"))
    press = next(
        each["value"]
        for each in page.select("button[value^=swap-]")
        if "pathway" in HARD and each["data-plain-swap"] == "steps"
    )
    page = client.page_after(address(entry), sent(page, do=press))
    assert slots(page)["what_it_is"] == "A holistic steps from SALT."


def test_a_good_quick_read_is_good_to_go(client, entry):
    page = client.get(address(entry))
    assert told(page, ".lo-plain__headline") == "Good to go"
    scores = told(page, ".lo-plain__numbers")
    assert "Reading age" in scores
    assert "Version of the method" in scores


def test_an_empty_slot_offers_a_first_draft(client, site, entry):
    page = client.get(address(entry))
    empty = client.page_after(address(entry), sent(page, what_it_is="", contact="", do="check"))
    assert len(empty.select("[data-plain-draft]:not([hidden])")) == 2
    one = client.page_after(address(entry), sent(empty, do="draft-contact"))
    assert slots(one)["contact"]
    assert not slots(one)["what_it_is"]
    both = client.page_after(address(entry), sent(empty, do="draft-all"))
    assert slots(both)["contact"] == slots(one)["contact"]
    assert slots(both)["what_it_is"]
    assert revision_of(site, entry) is None, "A draft is never stored by itself."


def test_a_draft_never_writes_over_what_somebody_wrote(client, entry):
    page = client.page_after(address(entry), sent(client.get(address(entry)), contact="Ask me.", do="draft-contact"))
    assert slots(page)["contact"] == "Ask me."


@pytest.mark.parametrize("order", ["swap-99", "swap-x", "swap-", "draft-nothing", "theirs-nothing", "…", "swap-²"])
def test_a_button_that_is_none_changes_nothing(client, site, entry, order):
    page = client.page_after(address(entry), sent(client.get(address(entry)), what_it_is=HARD, do=order))
    assert slots(page)["what_it_is"] == HARD
    assert revision_of(site, entry) is None


def test_two_who_write_at_once_lose_nothing(client, site, entry):
    ben = sign_in(site, create_person(site, "editor", name="Ben"))
    mine = sent(client.get(address(entry)), cost="Mine.", do="save")
    ben.post(address(entry), sent(ben.get(address(entry)), cost="Theirs.", do="save"), status=303)
    page = client.page_after(address(entry), mine, status=409)
    assert "Ben changed the quick read while you were writing" in told(page, ".lo-notice")
    assert slots(page)["cost"] == "Mine."
    (other,) = page.select(".lo-slot-field__other")
    assert "Theirs." in other.get_text()
    theirs = client.page_after(address(entry), sent(page, do="theirs-cost"))
    assert slots(theirs)["cost"] == "Theirs."
    client.post(address(entry), sent(page, do="save"), status=303)
    assert revision_of(site, entry).document["quick_read"]["cost"] == "Mine."


def test_words_that_could_not_be_saved_are_there_when_one_comes_back(client, site, entry):
    ben = sign_in(site, create_person(site, "editor", name="Ben"))
    mine = sent(client.get(address(entry)), cost="Mine.", do="save")
    ben.post(address(entry), sent(ben.get(address(entry)), cost="Theirs.", do="save"), status=303)
    client.page_after(address(entry), mine, status=409)
    back = client.get(address(entry))
    assert slots(back)["cost"] == "Mine."
    assert "We kept what you wrote" in told(back, ".lo-kept")
    assert not ben.get(address(entry)).select(".lo-kept"), "What is kept is kept for one person."
    client.post(address(entry, "/drop"), status=303)
    assert slots(client.get(address(entry)))["cost"] == "Theirs."


def test_words_sent_after_the_session_ended_are_kept(site, entry, ana):
    with time_machine.travel("2026-11-22 09:00", tick=False) as clock:
        client = sign_in(site, ana)
        mine = sent(client.get(address(entry)), cost="Typed for two hours.", do="save")
        clock.shift(3 * 60 * 60)
        client.post(address(entry), mine, status=302)
        back = sign_in(site, ana).get(address(entry))
    assert slots(back)["cost"] == "Typed for two hours."


def test_while_it_is_in_review_nobody_changes_it(client, site, entry):
    page = client.get(address(entry))
    client.post(address(entry), sent(page, cost="You pay nothing.", do="save"), status=303)

    def hand_in(session):
        revision = open_revision(session, entry.id)
        revision.state = "submitted"
        session.add(revision)

    site.change(hand_in)
    client.ask(address(entry))
    assert client.ask(address(entry)).status_code == 302
    answer = client.post(address(entry), sent(page, cost="Another.", do="save"), status=303)
    assert answer.location == f"/editor/page/{entry.id}"
    assert revision_of(site, entry).document["quick_read"]["cost"] == "You pay nothing."


def test_a_provider_writes_for_their_own_organisation_alone(site, entry):
    stranger = sign_in(site, create_person(site, PROVIDER, organisations=["sleepy-hollow"]))
    assert stranger.ask(address(entry)).status_code == 403
    stranger.post(address(entry), {"cost": "Mine now."}, status=403)
    assert site.client.ask(address(entry)).status_code == 302


def test_a_page_nobody_has_finished_can_have_a_quick_read(client, site, ana):
    def begin(session):
        return drafts.begin(_desk(site, session, ana), "guide", "A new guide", {"summary": "Help with a new thing."})

    entry = site.change(begin)
    page = client.get(address(entry))
    assert slots(page) == dict.fromkeys(QuickRead.SLOTS, "")
    assert told(page, ".lo-plain__headline") == "7 things to fix"
    page = client.page_after(address(entry), sent(page, do="draft-all"))
    assert slots(page)["what_it_is"] == "Help with a new thing."
    client.post(address(entry), sent(page, do="save"), status=303)
    revision = revision_of(site, entry)
    assert (revision.state, revision.document["quick_read"]["what_it_is"]) == (DRAFT, "Help with a new thing.")


def checked(client, **data):
    return client.post("/editor/check", data, status=200).json


def test_the_check_answers_while_somebody_types(client, site):
    with site.database.session() as session:
        before = len(session.exec(select(Revision)).all())
    found = checked(client, **(dict.fromkeys(QuickRead.SLOTS, "Go on.") | {"kind": "guide", "cost": HARD}))
    assert found["headline"] == "1 thing to fix"
    assert found["words"] == 6 * 2 + 5
    assert "“pathway” is jargon" in found["html"]
    assert 'data-plain-swap="steps"' in found["slots"]["cost"]
    assert found["slots"]["who_for"] == ""
    with site.database.session() as session:
        assert len(session.exec(select(Revision)).all()) == before


def test_the_check_of_a_long_text_is_advice(client):
    found = checked(client, text="## Help\n\nA naughty child. Our holistic help.")
    assert found["headline"] == "Good to go"
    assert found["count"] == 2
    assert "2 things could be plainer." in found["html"]
    assert found["slots"] == {}


def test_the_check_expands_acronyms_from_the_glossary(client):
    found = checked(client, kind="guide", what_it_is="Help from AAC for all.")
    assert "AAC" in found["slots"]["what_it_is"]
    assert 'data-plain-swap="ways to communicate without speech (AAC)"' in found["slots"]["what_it_is"]


@pytest.mark.parametrize("data", [{}, {"kind": "nothing"}, {"text": ""}, {"text": "<script>alert(1)</script> " * 50}])
def test_the_check_takes_whatever_comes(client, data):
    assert "<script>" not in checked(client, **data)["html"]


def test_the_check_is_for_those_who_are_signed_in(site):
    answer = PageClient(site.app, cookies=True).post("/editor/check", {"text": "Help."}, status=302)
    assert "/editor/sign-in" in answer.location


def test_it_can_be_used_in_arabic(client, entry):
    page = client.get(address(entry) + "?lang=ar")
    assert page.soup.html["dir"] == "rtl"
    assert all(tag["dir"] == "ltr" and tag["lang"] == "en" for tag in page.select("form[data-plain] textarea"))
