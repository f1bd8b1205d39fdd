"""How a page stands, on the desk and for families: every action, who may take it, and what the log says."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from localoffer.publishing.drafts import begin
from localoffer.records.entries import HIDDEN, PUBLISHED, WITHDRAWN, Entry
from localoffer.records.people import AuditLine
from localoffer.web.site import today
from tests.editor.desk_pages import desk_of, entry_of
from tests.web.people_fixtures import create_person, sign_in


@pytest.fixture
def site(small_site):
    return small_site


@pytest.fixture
def entry(site):
    return entry_of(site)


@pytest.fixture
def ana(site):
    return create_person(site, "editor", name="Ana")


@pytest.fixture
def client(site):
    return sign_in(site, create_person(site, "reviewer", name="Rae"))


@pytest.fixture
def draft(site, ana):
    """A guide nobody has seen."""
    return site.change(lambda session: begin(desk_of(site, session, ana), "guide", "A guide nobody has seen", {}))


def address(entry, more=""):
    return f"/editor/page/{entry.id}/standing{more}"


def now_of(site, entry):
    with site.database.session() as session:
        return session.get(Entry, entry.id)


def text_of(page):
    return " ".join(page.soup.main.get_text(" ").split())


def last_action(site):
    with site.database.session() as session:
        return session.exec(select(AuditLine).order_by(col(AuditLine.id).desc())).first()


def days(name, day):
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def test_the_state_is_told_in_plain_words(client, entry):
    text = text_of(client.get(address(entry)))
    assert "Families can see this page." in text
    assert "It was last checked on" in text
    assert "Take it down now" in text


def test_a_page_is_checked_by_whoever_has_read_it(site, client, entry):
    page = client.page_after(address(entry, "/check"), {}, status=422)
    assert page.one(".govuk-error-summary a")["href"] == "#right"
    assert now_of(site, entry).reviewed_on == entry.reviewed_on
    client.post(address(entry, "/check"), {"right": "yes"}, status=303)
    assert now_of(site, entry).reviewed_on == today()
    assert "The next check is due by" in text_of(client.get(address(entry)))
    assert last_action(site).action == "entry.check"


def test_closed_for_a_while_and_open_again(site, client, entry):
    first, last = today(), today() + timedelta(days=20)
    form = days("since", first) | days("until", last) | {"note": "The summer holidays."}
    client.post(address(entry, "/close"), form, status=303)
    assert now_of(site, entry).closed == {
        "since": first.isoformat(),
        "until": last.isoformat(),
        "note": "The summer holidays.",
    }
    page = client.get(address(entry))
    assert "It is closed from" in text_of(page)
    assert "The summer holidays." in text_of(page)
    client.post(address(entry, "/open"), status=303)
    assert now_of(site, entry).closed is None
    assert last_action(site).action == "entry.reopen"


@pytest.mark.parametrize(
    ("form", "places"),
    [
        ({}, ["since-day", "note"]),
        ({"since-day": "1", "since-month": "13", "since-year": "2027", "note": "X"}, ["since-day"]),
        (days("since", date(2027, 5, 2)) | days("until", date(2027, 5, 1)) | {"note": "X"}, ["until-day"]),
    ],
)
def test_what_is_missing_is_told_at_its_place(site, client, entry, form, places):
    page = client.page_after(address(entry, "/close"), form, status=422)
    links = page.soup.select(".govuk-error-summary a")
    assert [link["href"] for link in links] == [f"#{place}" for place in places]
    for place in places:
        assert page.one(f"#{place}")
    assert page.one("#since-day")["value"] == form.get("since-day", "")
    assert now_of(site, entry).closed is None


def test_a_page_can_end_on_a_day(site, client, entry):
    day = today() + timedelta(days=30)
    client.post(address(entry, "/last-day"), days("last", day) | {"do": "save"}, status=303)
    assert now_of(site, entry).expires_on == day
    page = client.get(address(entry))
    assert "It will be taken down on" in text_of(page)
    assert page.one("#last-day")["value"] == str(day.day)
    for form in (days("last", today()) | {"do": "save"}, {"do": "save"}):
        page = client.page_after(address(entry, "/last-day"), form, status=422)
        assert page.one(".govuk-error-summary a")["href"] == "#last-day"
    client.post(address(entry, "/last-day"), {"do": "never"}, status=303)
    assert now_of(site, entry).expires_on is None


def test_somebody_looks_after_it(site, client, entry, ana):
    client.post(address(entry, "/owner"), {"owner": str(ana.id)}, status=303)
    assert now_of(site, entry).owner_id == ana.id
    assert "Ana looks after it." in text_of(client.get(address(entry)))
    for odd in ("99999", "x", "-1", "9" * 40, "٣"):
        client.page_after(address(entry, "/owner"), {"owner": odd}, status=422)
        assert now_of(site, entry).owner_id == ana.id
    client.post(address(entry, "/owner"), {"owner": ""}, status=303)
    assert now_of(site, entry).owner_id is None


def test_a_page_moves_and_its_old_address_leads_there(site, client, entry):
    client.post(address(entry, "/address"), {"slug": "elsewhere"}, status=303)
    assert now_of(site, entry).slug == "elsewhere"
    assert site.client.ask(f"/{entry.address}").headers["Location"] == "/guides/elsewhere"
    assert last_action(site).detail == {"before": entry.address}
    for slug in ("", "Not A Slug", entry_of(site, number=1).slug):
        page = client.page_after(address(entry, "/address"), {"slug": slug}, status=422)
        assert page.one(".govuk-error-summary a")["href"] == "#slug"
        assert page.one("#slug")["value"] == slug
    assert now_of(site, entry).slug == "elsewhere"


def test_the_address_of_a_word_stays(client, site):
    word = entry_of(site, "term")
    assert not client.get(address(word)).soup.select("#slug")
    page = client.page_after(address(word, "/address"), {"slug": "elsewhere"}, status=409)
    assert "its address cannot change" in page.soup.get_text()


def test_taking_down_asks_why_and_offers_other_pages(site, client, entry):
    other = entry_of(site, number=1)
    page = client.page_after(address(entry, "/withdraw"), {"reason": "", "instead-0": "guides/none"}, status=422)
    assert [link["href"] for link in page.soup.select(".govuk-error-summary a")] == ["#reason", "#instead-0"]
    assert now_of(site, entry).state == PUBLISHED
    form = {"reason": "The team has closed.", "instead-1": f"https://local-offer.example.org/{other.address}?q=x"}
    client.post(address(entry, "/withdraw"), form, status=303)
    assert now_of(site, entry).state == WITHDRAWN
    line = last_action(site)
    assert (line.action, line.detail) == ("entry.withdraw", {"reason": "The team has closed."})
    gone = site.client.get(f"/{entry.address}", status=410)
    assert gone.soup.select("main .lo-card a, main article a, main h2 a, main h3 a")[0]["href"] == f"/{other.address}"
    assert "The team has closed." not in gone.text
    assert "Bring back the last public version" in text_of(client.get(address(entry)))


def test_a_page_that_is_not_public_is_not_taken_down(site, client, draft):
    assert "There is nothing to take down." in text_of(client.get(address(draft, "/withdraw")))
    client.post(address(draft, "/withdraw"), {"reason": "Why not?"}, status=409)


def test_a_hidden_page_comes_back_once_it_is_checked(site, client, entry):
    def hide(session: Session) -> None:
        held = session.get_one(Entry, entry.id)
        held.state = HIDDEN
        session.add(held)

    site.change(hide)
    assert "This page is hidden" in text_of(client.get(address(entry)))
    client.post(address(entry, "/check"), {"right": "yes"}, status=303)
    assert now_of(site, entry).state == PUBLISHED


def test_what_nobody_has_seen_can_be_deleted(site, client, draft, ana):
    own = sign_in(site, ana)
    assert "Families have never seen this page." in text_of(own.get(address(draft)))
    own.get(address(draft, "/delete"))
    own.post(address(draft, "/delete"), status=303)
    assert now_of(site, draft) is None
    assert last_action(site).action == "entry.delete"
    own.get(address(draft), status=404)


def test_what_families_have_seen_cannot_be_deleted(site, client, entry):
    client.get(address(entry, "/delete"), status=403)
    client.post(address(entry, "/delete"), status=403)
    assert now_of(site, entry) is not None


def test_giving_up_a_page_nobody_has_seen_leads_to_deleting_it(site, draft, ana):
    answer = sign_in(site, ana).ask(f"/editor/page/{draft.id}/give-up")
    assert answer.headers["Location"].endswith("/standing/delete")


EDITORS = ["/check", "/close", "/open", "/owner"]
REVIEWERS = ["/last-day", "/address", "/withdraw"]


@pytest.mark.parametrize("more", [*EDITORS, *REVIEWERS, "/delete", ""])
def test_strangers_may_do_nothing(site, entry, more):
    stranger = sign_in(site, create_person(site, "provider", organisations=["others"]))
    if more:
        stranger.post(address(entry, more), {"right": "yes", "slug": "x"}, status=403)
    stranger.get(address(entry), status=403)
    visitor = site.client.ask(address(entry))
    assert visitor.status_code == 302
    assert "/sign-in" in visitor.headers["Location"]


@pytest.mark.parametrize("more", REVIEWERS)
def test_editors_do_not_take_down_or_move(site, entry, ana, more):
    client = sign_in(site, ana)
    client.post(address(entry, more), {"slug": "x", "reason": "x", "do": "never"}, status=403)
    assert not client.get(address(entry)).soup.select("#slug, #last-day")


def test_providers_check_and_close_their_own(own_site):
    service = entry_of(own_site, "service")
    own = sign_in(own_site, create_person(own_site, "provider", organisations=[service.fields["organisation"]]))
    page = own.get(address(service))
    assert page.soup.select("#right")
    assert page.soup.select("#since-day")
    assert not page.soup.select("#owner, #slug, #last-day")
    own.post(address(service, "/check"), {"right": "yes"}, status=303)
    assert now_of(own_site, service).reviewed_on == today()
    own.post(address(service, "/owner"), {"owner": ""}, status=403)
