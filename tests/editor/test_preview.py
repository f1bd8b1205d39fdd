"""The preview: what a family will see, of a page in any state, and nobody else sees it."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from localoffer.publishing.operations import add_revision, give_up_open
from localoffer.records.entries import Entry
from localoffer.records.people import PROVIDER
from localoffer.records.registry import KINDS
from tests.web.people_fixtures import create_person, sign_in

GAP = "Not filled in yet"


@pytest.fixture
def site(small_site):
    return small_site


@pytest.fixture
def client(site):
    return sign_in(site, create_person(site, "editor", name="Ana"))


def entry_of(site, kind):
    with site.database.session() as session:
        return session.exec(select(Entry).where(Entry.kind == kind).order_by(Entry.slug)).first()


@pytest.fixture
def entry(site):
    return entry_of(site, "guide")


def address(entry, tail=""):
    return f"/editor/page/{entry.id}/preview{tail}"


def told(page, selector):
    return " ".join(page.texts(selector))


def write(site, entry, document):
    """Put words into the open revision, past every check."""

    def do(session):
        give_up_open(session, entry.id)
        add_revision(session, session.get_one(Entry, entry.id), document, made_by="Ana")

    site.change(do)


def public(entry):
    return entry.document().model_dump(mode="json")


def test_the_preview_shows_the_words_being_written(client, site, entry):
    write(site, entry, public(entry) | {"title": "Another title", "body": "Wholly new words."})
    page = client.get(address(entry))
    assert page.h1 == "Another title"
    assert "Wholly new words." in page.words
    assert "Preview – nobody else can see this yet" in told(page, ".lo-preview")
    assert "Wholly new words." not in site.client.get(f"/{entry.address}").words


def test_the_preview_of_what_is_public_says_so(client, entry):
    page = client.get(address(entry))
    assert "Preview – families see exactly this already" in told(page, ".lo-preview")
    assert page.h1 == entry.title


def test_it_is_the_very_page_that_families_see(client, site, entry):
    preview = client.get(address(entry))
    page = site.client.get(f"/{entry.address}")
    assert preview.texts(".lo-entry__main > *")[1:] == page.texts(".lo-entry__main > *")[1:]
    assert preview.texts(".lo-section") == page.texts(".lo-section")


def test_missing_parts_are_shown_as_gaps(client, site, entry):
    words = public(entry)
    del words["summary"]
    words["quick_read"] |= {"cost": ""}
    write(site, entry, words)
    page = client.get(address(entry))
    assert told(page, "main").count(GAP) == 2
    assert "1 part is missing or must be put right." in told(page, ".lo-preview")


def test_a_page_that_was_never_public_can_be_seen_too(client, site):
    guide = entry_of(site, "guide")

    def begin(session):
        held = session.get_one(Entry, guide.id)
        other = Entry(**(held.model_dump() | {"id": "0" * 36, "slug": "new", "revision": 0, "state": "draft"}))
        session.add(other)
        session.flush()
        add_revision(session, other, {"title": "A new guide", "slug": "new", "quick_read": {}}, made_by="Ana")
        return other

    new = site.change(begin)
    page = client.get(address(new))
    assert page.h1 == "A new guide"
    assert "nobody else can see this yet" in told(page, ".lo-preview")
    assert site.client.ask("/guides/new").status_code == 404


def test_the_sheet_to_print_has_a_preview_too(client, site, entry):
    write(site, entry, public(entry) | {"quick_read": {**entry.quick_read, "cost": "You pay nothing."}})
    page = client.get(client.get(address(entry)).one(".lo-quick a.lo-action")["href"])
    assert "You pay nothing." in told(page, ".lo-quick")
    assert "Preview" in told(page, ".lo-preview")


def test_it_can_be_seen_as_wide_as_a_phone(client, entry):
    page = client.get(address(entry, "/phone"))
    assert page.one("iframe")["src"] == address(entry, "/phone/page")
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    framed = client.get(address(entry, "/phone/page"), without={"headers"})
    assert "frame-ancestors 'self'" in framed.headers["Content-Security-Policy"]
    assert framed.h1 == client.get(address(entry)).h1


def test_no_other_page_may_be_framed(client, entry):
    for tail in ("", "/quick-read", "/phone"):
        assert "frame-ancestors 'none'" in client.get(address(entry, tail)).headers["Content-Security-Policy"]


@pytest.mark.parametrize("tail", ["", "/quick-read", "/phone", "/phone/page"])
def test_only_those_who_may_write_a_page_see_its_preview(site, entry, tail):
    stranger = sign_in(site, create_person(site, PROVIDER, organisations=["sleepy-hollow"]))
    assert stranger.ask(address(entry, tail)).status_code == 403
    assert site.client.ask(address(entry, tail)).status_code == 302


def test_a_page_that_is_none_has_no_preview(client):
    assert client.ask("/editor/page/nothing/preview").status_code == 404


def test_the_preview_speaks_arabic(client, site, entry):
    write(site, entry, {"title": "A guide", "slug": entry.slug, "quick_read": {}})
    assert client.get(address(entry) + "?lang=ar").soup.html["dir"] == "rtl"


@pytest.mark.parametrize("kind", KINDS)
def test_a_preview_never_fails_whatever_is_missing_or_wrong(own_site, kind):
    client = sign_in(own_site, create_person(own_site, "editor"))
    with own_site.database.session() as session:
        entries = session.exec(select(Entry).where(Entry.kind == kind).order_by(Entry.slug)).all()
        words = {entry.id: public(entry) for entry in entries}

    @settings(max_examples=8, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(data=st.data())
    def look(data):
        entry = data.draw(st.sampled_from(entries))
        whole = words[entry.id]
        lost = data.draw(st.sets(st.sampled_from(sorted(whole)), max_size=8))
        single = sorted(name for name, value in whole.items() if isinstance(value, str | int | float))
        wrong = {
            name: data.draw(st.text(max_size=9)) for name in data.draw(st.sets(st.sampled_from(single), max_size=3))
        }
        write(own_site, entry, {name: value for name, value in whole.items() if name not in lost} | wrong)
        assert client.ask(address(entry)).status_code == 200
        assert client.ask(address(entry, "/quick-read")).status_code == 200
        assert client.ask(f"/editor/page/{entry.id}/quick-read").status_code == 200

    look()
