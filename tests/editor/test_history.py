"""The history of a page: what each version was, side by side, and the way back to it."""

import pytest
from sqlmodel import Session, col, select

from localoffer.publishing.drafts import give_up
from localoffer.publishing.review import mark_checked, take_down
from localoffer.publishing.standing import rename, restore
from localoffer.records.entries import PUBLISHED, Entry, Revision
from localoffer.records.people import AuditLine
from localoffer.records.queries import published_revisions, revision_of
from tests.editor.desk_pages import approve, do, entry_of, send, write
from tests.web.people_fixtures import create_person, sign_in


@pytest.fixture
def site(small_site):
    return small_site


@pytest.fixture
def ana(site):
    return create_person(site, "editor", name="Ana Anders")


@pytest.fixture
def client(site):
    return sign_in(site, create_person(site, "reviewer", name="Rae"))


@pytest.fixture
def entry(site, ana):
    """A guide with three public versions and one that was given up."""
    entry = entry_of(site)
    publish(site, ana, entry, title="The second name", contacts=[{"kind": "phone", "value": "01632 960101"}])
    publish(site, ana, entry, title="The third name", contacts=[{"kind": "phone", "value": "01632 960102"}])
    write(site, ana, entry.id, title="A name given up")
    do(site, ana, entry.id, give_up)
    return entry


def publish(site, who, entry, **values):
    write(site, who, entry.id, **values)
    send(site, who, entry.id)
    approve(site, entry.id)


def now_of(site, entry):
    with site.database.session() as session:
        return session.get_one(Entry, entry.id)


def text_of(page):
    return " ".join(page.soup.main.get_text(" ").split())


def address(entry, more=""):
    return f"/editor/page/{entry.id}/history{more}"


def test_every_version_is_told_in_sentences_the_newest_first(client, entry):
    page = client.get(address(entry))
    items = [" ".join(tag.get_text(" ").split()) for tag in page.soup.select(".lo-history__told")]
    assert [item.split(" ", 2)[1] for item in items] == ["4", "3", "2", "1"]
    given_up, third, second, first = items
    assert "Never public" in given_up
    assert "Renamed from “The third name” to “A name given up”." in given_up
    assert "Public now" in third
    assert "Changed the phone number from 01632 960101 to 01632 960102." in third
    assert "By Ana Anders on" in third
    assert "Was public" in second
    assert "Began this page." in first
    assert "By the files of the council" in first


def test_two_versions_stand_side_by_side_the_older_first_whatever_was_asked(client, entry):
    page = client.get(f"/editor/page/{entry.id}/compare?from=3&to=2")
    assert page.soup.h1.get_text() == "Version 2 and version 3"
    labels = [tag.get_text() for tag in page.soup.select(".lo-diff__label")][:2]
    assert labels == ["Version 2", "Version 3"]
    assert {tag.get_text(strip=True) for tag in page.soup.select(".lo-change__name")} == {
        "Name",
        "Ways to get in touch",
    }
    assert page.soup.select("ins")
    assert page.soup.select("del")


def test_a_version_is_the_same_as_itself(client, entry):
    assert "Both versions say the same." in text_of(client.get(f"/editor/page/{entry.id}/compare?from=2&to=2"))


@pytest.mark.parametrize(
    "query", ["", "?from=1", "?from=1&to=99", "?from=x&to=y", "?from=-1&to=1", f"?from=1&to={10**30}"]
)
def test_versions_that_are_not_there_are_not_found(client, entry, query):
    client.get(f"/editor/page/{entry.id}/compare{query}", status=404)


def test_one_version_looks_as_families_saw_it(client, entry):
    page = client.get(address(entry, "/2"))
    assert page.soup.h1.get_text(strip=True) == "The second name"
    assert "01632 960101" in text_of(page)
    links = {tag.get_text(strip=True): tag["href"] for tag in page.soup.select(".lo-preview__link")}
    assert links["Its address for families"] == f"/{entry.address}/version/2"
    assert links["Bring this version back"].endswith("/history/2/restore")


def test_a_version_that_was_never_public_has_no_address_and_does_not_come_back(client, entry):
    page = client.get(address(entry, "/4"))
    assert page.soup.h1.get_text(strip=True) == "A name given up"
    assert [tag.get_text(strip=True) for tag in page.soup.select(".lo-preview__link")] == ["Back to the history"]
    assert "was never public" in text_of(client.get(address(entry, "/4/restore")))
    client.post(address(entry, "/4/restore"), status=409)
    client.get(address(entry, "/99"), status=404)


def test_bringing_a_version_back_says_first_what_would_change(site, client, entry):
    page = client.get(address(entry, "/1/restore"))
    assert page.soup.h1.get_text() == "Bring version 1 back?"
    assert "What would change" in text_of(page)
    assert "last checked on" in text_of(page)
    client.post(address(entry, "/1/restore"), status=303)
    assert now_of(site, entry).title == entry.title
    page = client.get(address(entry))
    assert "Version 1 is what families see now." in text_of(page)
    assert "Brought back version 1." in page.soup.select_one(".lo-history__said").get_text()


def test_what_families_see_already_is_not_brought_back(client, entry):
    assert "Families see this already" in text_of(client.get(address(entry, "/3/restore")))


def test_todays_rules_are_told_when_they_refuse(site, client, entry):
    def spoil(session: Session) -> None:
        old = revision_of(session, entry.id, 1)
        old.document = old.document | {"needs": ["a-need-that-was-taken-out"]}
        session.add(old)

    site.change(spoil)
    page = client.page_after(address(entry, "/1/restore"), status=422)
    assert "Today’s rules do not allow this version" in page.one(".govuk-error-summary").get_text()
    assert now_of(site, entry).title == "The third name"


def test_only_reviewers_bring_back_and_providers_see_their_own(site, entry, ana):
    editor = sign_in(site, ana)
    editor.get(address(entry))
    editor.get(address(entry, "/1/restore"), status=403)
    editor.post(address(entry, "/1/restore"), status=403)
    stranger = sign_in(site, create_person(site, "provider", organisations=["others"]))
    for more in ("", "/1", "/1/restore"):
        stranger.get(address(entry, more), status=403)
    stranger.get(f"/editor/page/{entry.id}/compare?from=1&to=2", status=403)


def test_long_histories_come_in_parts(site, client, entry, ana):
    for _ in range(45):
        do(site, ana, entry.id, mark_checked)
    page = client.get(address(entry))
    assert len(page.soup.select(".lo-history__item")) == 40
    older = page.one("a:-soup-contains('Older versions')")["href"]
    rest = client.get(older)
    assert len(rest.soup.select(".lo-history__item")) == 9
    assert "Began this page." in rest.soup.select(".lo-history__said")[-1].get_text()
    assert "Began this page." not in page.text


# --- what the public sees of the history ---


def test_each_public_version_keeps_its_address_and_no_other_has_one(site, entry):
    for number, title in ((1, entry.title), (2, "The second name"), (3, "The third name")):
        assert site.client.get(f"/{entry.address}/version/{number}").soup.h1.get_text(strip=True) == title
    site.client.get(f"/{entry.address}/version/4", status=404)


def test_after_a_move_every_old_address_leads_on(site, entry):
    do(site, None, entry.id, lambda desk, each: rename(desk, each, "moved-here") and None)
    for tail in ("", "/quick-read", "/version/1", "/version/2"):
        answer = site.client.ask(f"/{entry.address}{tail}")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"/guides/moved-here{tail}")
        assert site.client.ask(answer.headers["Location"]).status_code == 200
    assert site.client.get("/guides/moved-here/version/1").soup.h1.get_text(strip=True) == entry.title
    do(site, None, entry.id, lambda desk, each: restore(desk, each, 1) and None)
    assert now_of(site, entry).slug == "moved-here"


def test_families_never_read_who_made_a_version(site, entry, ana):
    for path in ("", "/version/1", "/version/2", "/version/3", "/quick-read"):
        text = site.client.get(f"/{entry.address}{path}").text
        assert ana.name not in text
        assert ana.email not in text


def test_a_withdrawn_page_comes_back_through_its_history(site, client, entry):
    do(site, None, entry.id, lambda desk, each: take_down(desk, each, "By mistake."))
    site.client.get(f"/{entry.address}", status=410)
    site.client.get(f"/{entry.address}/version/1", status=410)
    assert "Last public version" in text_of(client.get(address(entry)))
    client.get(address(entry, "/3"))
    assert "This page has been taken down." in text_of(client.get(address(entry, "/3/restore")))
    client.post(address(entry, "/3/restore"), status=303)
    assert now_of(site, entry).state == PUBLISHED
    assert site.client.get(f"/{entry.address}").soup.h1.get_text(strip=True) == "The third name"


def test_what_happened_stands_in_the_log(site, client, entry):
    client.post(address(entry, "/1/restore"), status=303)
    with site.database.session() as session:
        line = session.exec(select(AuditLine).order_by(col(AuditLine.id).desc())).first()
        assert (line.by, line.action, line.subject, line.detail) == (
            "Rae",
            "entry.restore",
            entry.address,
            {"number": 1},
        )
        assert len(published_revisions(session, entry.id)) == 4
        assert {each.state for each in session.exec(select(Revision).where(Revision.entry_id == entry.id))} == {
            "published",
            "dropped",
        }
