"""Pages of entries, of every kind: quick read first, contacts to tap, when it was checked, where to say it is wrong."""

from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from markupsafe import escape

from localoffer.publishing.operations import publish, save_draft
from localoffer.records.queries import find_entry, published_of_kind
from localoffer.records.registry import KINDS, address_of
from localoffer.web.labels import SLOT_LABELS
from tests.web.page_checks import words

#: How many entries of each kind get every check; all of them are at least asked for.
SAMPLE = 4


def sample(entries):
    """A few entries spread over the list: the first, the last and some between."""
    step = max(1, (len(entries) - 1) // (SAMPLE - 1))
    return [*entries[::step][: SAMPLE - 1], entries[-1]]


@pytest.mark.parametrize("kind", KINDS)
def test_entry_pages_begin_with_the_quick_read_slot_by_slot(page_client, entries_of, kind):
    for entry in sample(entries_of(kind)):
        page = page_client.get(f"/{entry.address}")
        assert page.h1 == entry.title
        assert page.texts("main h2")[0] == "Quick read"
        filled = [(SLOT_LABELS[slot], text) for slot, text in entry.document().quick_read.filled()]
        assert page.texts(".lo-quick dt") == [str(label) for label, _ in filled]
        assert len(page.select(".lo-quick dd")) == len(filled)


@pytest.mark.parametrize("kind", KINDS)
def test_entry_pages_say_when_they_were_checked_and_when_next(page_client, entries_of, kind):
    for entry in sample(entries_of(kind)):
        line = page_client.ask(f"/{entry.address}").text
        assert f"{entry.reviewed_on.day} {entry.reviewed_on:%B %Y}" in line
        due = f"{entry.review_due.day} {entry.review_due:%B %Y}"
        assert ("This is a record of something past." if entry.document().is_record else due) in line


@pytest.mark.parametrize("kind", KINDS)
def test_public_contacts_can_be_tapped(page_client, entries_of, kind):
    schemes = {"phone": "tel:", "sms": "sms:", "email": "mailto:", "relay_uk": "tel:18001", "web": "http"}
    for entry in sample(entries_of(kind)):
        page = page_client.get(f"/{entry.address}")
        links = page.links()
        for contact in entry.document().contacts:
            if contact.public and contact.kind in schemes:
                compact = contact.value.replace(" ", "")
                assert any(link.startswith(schemes[contact.kind]) and link.endswith(compact) for link in links), (
                    contact.value
                )


@pytest.mark.parametrize("kind", KINDS)
def test_entry_pages_lead_home_to_their_list_and_to_saying_what_is_wrong(page_client, entries_of, kind):
    entry = entries_of(kind)[0]
    page = page_client.get(f"/{entry.address}")
    crumbs = [str(link["href"]) for link in page.select(".govuk-breadcrumbs a")]
    assert crumbs[0] == "/"
    assert page_client.ask(crumbs[1]).status_code == 200
    report = next(link for link in page.links() if link.startswith("/feedback/wrong"))
    assert unquote(report).endswith(f"about={entry.address}")
    assert entry.title in page_client.get(report).words


@pytest.mark.parametrize("kind", KINDS)
def test_the_quick_read_stands_alone_on_its_own_address(page_client, entries_of, kind):
    for entry in sample(entries_of(kind)):
        page = page_client.get(f"/{entry.address}/quick-read")
        assert page.h1 == entry.title
        assert page.texts("main h2") == ["Quick read"]
        assert len(page.select(".lo-quick dd")) == len(entry.document().quick_read.filled())
        assert page.one('link[rel="canonical"]')["href"] == f"/{entry.address}"
        assert f"/{entry.address}" in page.links()


@pytest.mark.parametrize("kind", KINDS)
def test_the_version_in_force_is_whole_at_its_own_address(page_client, entries_of, kind):
    entry = entries_of(kind)[0]
    page = page_client.get(f"/{entry.address}/version/{entry.revision}")
    assert page.h1 == entry.title
    assert "This is an older version" not in page.words
    assert page.one('link[rel="canonical"]')["href"] == f"/{entry.address}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_answers_with_its_title(page_client, entries_of, kind):
    """All of them, without the slower checks: one odd field must not break one family’s page."""
    for entry in entries_of(kind):
        answer = page_client.ask(f"/{entry.address}")
        assert answer.status_code == 200, entry.address
        assert answer.text.count("<h1") == 1
        assert str(escape(entry.title)) in answer.text
        assert ">None<" not in answer.text, f"{entry.address} shows the word None."


@pytest.mark.parametrize("kind", KINDS)
def test_an_older_version_stays_and_says_what_it_is(own_site, kind):
    entry = own_site.change(lambda session: find_first(session, kind))
    first = entry.title

    def change(session):
        document = find_entry(session, kind, entry.slug).document()
        changed = document.model_copy(update={"title": "A title that came later"})
        publish(session, save_draft(session, changed, by="test"), locate=lambda _: None)

    own_site.change(change)
    now = own_site.client.get(f"/{entry.address}")
    assert now.h1 == "A title that came later"
    old = own_site.client.get(f"/{entry.address}/version/1")
    assert old.h1 == first
    assert "This is an older version" in old.words
    assert f"/{entry.address}" in old.links()
    assert own_site.client.get(f"/{entry.address}/version/2").h1 == "A title that came later"


def test_a_draft_is_seen_nowhere(own_site):
    def draft(session):
        entry = find_first(session, "service")
        changed = entry.document().model_copy(update={"title": "Xylophone plans that are secret"})
        assert save_draft(session, changed, by="test").number == 2
        return entry

    entry = own_site.change(draft)
    client = own_site.client
    assert "Xylophone" not in client.get(f"/{entry.address}").text
    client.get(f"/{entry.address}/version/2", status=404)
    assert client.json("/search.json?q=xylophone&exact=1")["total"] == 0


@pytest.mark.parametrize("number", ["0", "99", "99999999999999999999", "-1", "one"])
def test_a_version_that_never_was_is_not_found(page_client, entries_of, number):
    page_client.get(f"/{entries_of('guide')[0].address}/version/{number}", status=404)


def test_an_entry_past_its_check_says_so_in_words(own_site):
    entry = own_site.change(lambda session: find_first(session, "service"))
    longago = date.today() - timedelta(days=300)

    def age(session):
        document = find_entry(session, "service", entry.slug).document()
        old = document.model_copy(update={"reviewed_on": longago, "review_due": longago + timedelta(days=90)})
        publish(session, save_draft(session, old, by="test"), locate=lambda _: None)

    own_site.change(age)
    page = own_site.client.get(f"/{entry.address}")
    assert "Due a check." in page.words
    assert "A check was due by" in page.words
    listed = own_site.client.get(f"/search?q={entry.title.replace(' ', '+')}")
    card = next(card for card in listed.select(".lo-card") if card.select_one(f'a[href="/{entry.address}"]'))
    assert "Not checked since" in words(card)


def test_words_of_the_glossary_are_linked_and_explained_on_the_page(page_client):
    page = page_client.get("/guides/annual-review")
    explained = page.select(".lo-words__item")
    assert explained
    for item in explained:
        slug = str(item["id"]).removeprefix("word-")
        assert item.select_one("dt a")["href"] == f"/glossary/{slug}"
        assert words(item.select_one("dd"))


def test_a_word_is_not_explained_on_its_own_page(page_client, entries_of):
    for term in sample(entries_of("term")):
        page = page_client.get(f"/{term.address}")
        assert f"/{term.address}" not in [
            str(link["href"]) for link in page.select("main .lo-quick a, main .lo-prose a")
        ]


def test_settings_show_their_bases_and_bases_their_setting(page_client, entries_of):
    base = entries_of("base")[0]
    school = address_of("setting", base.fields["school"])
    assert f"/{school}" in page_client.get(f"/{base.address}").links()
    assert f"/{base.address}" in page_client.get(f"/{school}").links()


def test_organisations_show_what_they_offer_and_services_who_runs_them(page_client, entries_of):
    service = entries_of("service")[0]
    organisation = address_of("organisation", service.fields["organisation"])
    assert f"/{organisation}" in page_client.get(f"/{service.address}").links()
    assert f"/{service.address}" in page_client.get(f"/{organisation}").links()


def find_first(session, kind):
    """The first published entry of a kind, free of its session."""
    return published_of_kind(session, kind)[0]
