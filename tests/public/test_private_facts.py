"""What must never be shown: withdrawn entries, exact addresses that are private, and counts small enough to be a child."""

import re
from urllib.parse import quote_plus

import pytest

from localoffer.importers.content_store import read_vocabularies
from localoffer.places.distance import Point, miles_between
from localoffer.publishing.operations import publish, save_draft, withdraw
from localoffer.records.bases import SMALLEST_SHOWN_COUNT
from localoffer.records.queries import find_entry, published_of_kind
from localoffer.records.registry import KINDS
from localoffer.records.shapes import Venue
from tests.web.site_fixtures import POSTCODES

HIDDEN = {
    "name": "Quillfeather Refuge",
    "address": "77 Unspoken Close",
    "town": "tiverton",
    "postcode": "EX31 1AA",
    "lat": 51.0810,
    "lon": -4.0610,
}
SECRETS = ("Quillfeather", "Unspoken", "EX31 1AA", "EX311AA", "51.08", "4.061")


def visible(client, address: str, query: str) -> str:
    """Everything the site says about an entry: its pages, its cards, its JSON."""
    paths = [
        f"/{address}", f"/{address}/quick-read", f"/{address}/version/1", f"/{address}/version/2", f"/search?q={query}", f"/search.json?q={query}",
        f"/search?q={query}&near=Exeter&within=50", f"/search.json?q={query}&near=Exeter&within=50", f"/suggest.json?q={query[:12]}", "/sitemap",
        "/sitemap.xml", f"/feedback?about={address}", f"/feedback/wrong?about={address}", "/bases/?near=Exeter", "/settings/",
    ]  # fmt: skip
    return "\n".join(client.ask(path).text for path in paths)


# --- private addresses ---


@pytest.mark.parametrize("kind", ["service", "setting", "organisation"])
def test_a_private_address_is_shown_nowhere_and_cannot_be_searched_for(own_site, kind):
    def hide(session):
        entry = published_of_kind(session, kind)[0]
        changed = entry.document().model_copy(update={"venue": Venue(**HIDDEN, hide_exact_address=True)})
        locate = own_site.parts.locator(read_vocabularies(own_site.settings.content_dir))
        publish(session, save_draft(session, changed, by="test"), locate=locate)
        return entry

    entry = own_site.change(hide)
    everything = visible(own_site.client, entry.address, entry.title.replace(" ", "+"))
    assert entry.title in everything
    first = own_site.client.ask(f"/{entry.address}/version/1").text  # what was public before stays as it was
    for secret in SECRETS:
        assert secret not in everything.replace(first, ""), f"“{secret}” is private."
    assert "The exact address is kept private" in own_site.client.get(f"/{entry.address}").words
    for secret in ("Quillfeather", "Unspoken"):
        found = own_site.client.json(f"/search.json?q={secret}&exact=1")
        assert entry.slug not in [each["slug"] for each in found["results"]]


def test_distance_to_a_private_address_is_to_its_town(own_site):
    vocabularies = read_vocabularies(own_site.settings.content_dir)

    def hide(session):
        entry = published_of_kind(session, "service")[0]
        changed = entry.document().model_copy(
            update={"venue": Venue(**HIDDEN, hide_exact_address=True), "coverage": "towns", "places": ["tiverton"]}
        )
        publish(session, save_draft(session, changed, by="test"), locate=own_site.parts.locator(vocabularies))
        return entry

    entry = own_site.change(hide)
    town = vocabularies["place"]["tiverton"]
    expected = miles_between(Point(*POSTCODES["EX31 1AA"]), Point(town.lat, town.lon))
    assert expected > 5, "The test needs a town far from the hidden postcode."
    answer = own_site.client.json(f"/search.json?q={entry.title.replace(' ', '+')}&near=EX31+1AA&within=50")
    found = next(each for each in answer["results"] if each["slug"] == entry.slug)
    assert found["distance_miles"] == round(expected, 1)


def test_every_private_address_that_ships_stays_private(page_client, entries_of):
    private = [
        entry for kind in ("service", "setting", "organisation", "base") for entry in entries_of(kind)
        if entry.venue and entry.venue.get("hide_exact_address")
    ]  # fmt: skip
    assert private, "No entry that ships keeps its address private, so this proves nothing."
    for entry in private:
        everything = visible(page_client, entry.address, entry.title.replace(" ", "+"))
        own_page = page_client.ask(f"/{entry.address}").text
        for part in ("address", "postcode", "name"):
            if secret := entry.venue.get(part):
                assert secret not in own_page, f"{entry.address} shows its {part}."
                if part != "name":
                    assert secret not in everything, f"A list shows the {part} of {entry.address}."


# --- small counts ---


def publish_base(own_site, **changes):
    def change(session):
        entry = published_of_kind(session, "base")[0]
        changed = entry.document().model_copy(update=changes)
        publish(session, save_draft(session, changed, by="test"), locate=lambda _: None)
        return entry

    return own_site.change(change)


@pytest.mark.parametrize("count", range(SMALLEST_SHOWN_COUNT))
def test_a_count_that_could_point_at_a_child_is_not_shown(own_site, count):
    entry = publish_base(own_site, places_on_roll=count)
    other = own_site.change(lambda session: published_of_kind(session, "base")[1])
    compared = own_site.client.ask(f"/bases/compare?base={entry.slug}&base={other.slug}").text.split(other.title)[0]
    for text in (own_site.client.ask(f"/{entry.address}").text, compared):
        assert f"{count} pupil" not in text


def test_a_count_that_points_at_nobody_is_shown(own_site):
    entry = publish_base(own_site, places_on_roll=SMALLEST_SHOWN_COUNT)
    assert f"{SMALLEST_SHOWN_COUNT} pupils now" in own_site.client.get(f"/{entry.address}").words


def test_no_base_that_ships_shows_a_small_count(page_client, entries_of):
    bases = entries_of("base")
    small = [
        entry for entry in bases if (entry.fields.get("places_on_roll") or SMALLEST_SHOWN_COUNT) < SMALLEST_SHOWN_COUNT
    ]
    assert small, "No base that ships has a small count, so this proves nothing."
    for entry in small:
        text = page_client.get(f"/{entry.address}").words
        assert "pupils now" not in text
        assert "pupil now" not in text


# --- contacts that are not public ---


def test_a_contact_that_is_not_public_is_shown_nowhere(own_site):
    def add(session):
        entry = published_of_kind(session, "service")[0]
        document = entry.document()
        private = document.contacts[0].model_copy(update={"kind": "phone", "value": "01632 960999", "public": False})
        changed = document.model_copy(update={"contacts": [*document.contacts, private]})
        publish(session, save_draft(session, changed, by="test"), locate=lambda _: None)
        return entry

    entry = own_site.change(add)
    everything = visible(own_site.client, entry.address, entry.title.replace(" ", "+"))
    assert "960999" not in everything.replace(" ", "")


# --- withdrawn entries ---


def withdraw_one(own_site, kind):
    """Withdraw the first entry of a kind; returns it."""

    def change(session):
        entry = published_of_kind(session, kind)[0]
        withdraw(session, find_entry(session, kind, entry.slug))
        return entry

    return own_site.change(change)


def test_a_withdrawn_entry_of_any_kind_is_shown_nowhere(own_site):
    client = own_site.client
    entries = [own_site.change(lambda session, kind=kind: published_of_kind(session, kind)[0]) for kind in KINDS]
    listed = [
        "/", "/sitemap", "/sitemap.xml", "/bases/", "/settings/", "/guides/", "/glossary/", "/provision/", "/provision/?view=parent",
        "/provision/graduated-approach", "/topics/",
    ]  # fmt: skip
    for entry in entries:
        query = quote_plus(entry.title)
        listed += [
            f"/search?q={query}",
            f"/search.json?q={query}",
            f"/suggest.json?q={query}",
            f"/search?kind={entry.kind}&sort=name",
        ]
        listed += [f"/topics/{topic}" for topic in entry.topics[:2]]

    def shown() -> dict[str, set[str]]:
        texts = {path: client.ask(path).text for path in dict.fromkeys(listed)}
        return {
            entry.address: {path for path, text in texts.items() if re.search(rf"/{entry.address}[\"<#?]", text)} for entry in entries
        }  # fmt: skip

    for address, places in shown().items():
        assert len(places) >= 5, f"{address} was hardly shown before, so this proves nothing."
    for kind in KINDS:
        withdraw_one(own_site, kind)
    still = {address: places for address, places in shown().items() if places}
    assert not still, f"Withdrawn, and still shown: {still}"
    for entry in entries:
        client.get(f"/{entry.address}", status=410)
        assert entry.title not in client.ask(f"/feedback?about={entry.address}").text


def test_pages_that_belonged_to_a_withdrawn_entry_still_stand(own_site):
    service = withdraw_one(own_site, "service")
    organisation = own_site.client.get(f"/organisations/{service.fields['organisation']}")
    assert f"/{service.address}" not in organisation.links()


def test_a_withdrawn_base_is_not_compared(own_site):
    base = withdraw_one(own_site, "base")
    others = own_site.change(lambda session: published_of_kind(session, "base")[:2])
    page = own_site.client.get(f"/bases/compare?base={base.slug}&base={others[0].slug}&base={others[1].slug}")
    assert base.title not in page.text
