"""Home, settings, guides, glossary, topics, stages and the pages about the site."""

import re

import pytest

from localoffer.records.registry import KINDS
from tests.web.page_checks import words


def test_home_is_search_first_then_what_people_look_for_stages_and_who_they_are(page_client):
    page = page_client.get("/")
    form = page.one("main form[role=search]")
    assert (form["action"], form.select_one("input[name=q]")["type"]) == ("/search", "search")
    assert page.texts("main h2")[:3] == ["What people look for", "By stage of life", "Start from who you are"]
    assert page.text.index("<form") < page.text.index("What people look for")


def test_home_tells_how_much_there_is(page_client, entries_of):
    page = page_client.get("/")
    assert f"{len(entries_of('service'))} kinds of support" in page.words
    assert f"{len(entries_of('guide'))} guides" in page.words


def test_the_same_numbers_to_ring_stand_on_every_page(page_client):
    """Consistent help (WCAG 2.2, 3.2.6): in the same place everywhere."""
    footers = {
        tuple(str(link["href"]) for link in page_client.get(path).select("footer a"))
        for path in ("/", "/search?q=sleep", "/guides/", "/privacy")
    }
    assert len(footers) == 1
    assert any(link.startswith("tel:") for link in footers.pop())


@pytest.mark.parametrize("path", ["/bases/", "/settings/", "/guides/", "/glossary/", "/provision/"])
def test_the_menu_marks_where_you_are(page_client, path):
    current = page_client.get(path).select('header a[aria-current="true"], header a[aria-current="page"]')
    assert [str(each["href"]) for each in current] == [path]


# --- settings ---


def test_settings_are_listed_and_narrowed(page_client, entries_of):
    everything = page_client.get("/settings/").select(".lo-card")
    assert len(everything) == len(entries_of("setting"))
    narrowed = page_client.get("/settings/?phase=secondary&phase_type=special")
    fitting = {
        e.address for e in entries_of("setting") if "secondary" in e.phases and e.fields["phase_type"] == "special"
    }
    assert {str(link["href"])[1:] for link in narrowed.select(".lo-card h3 a")} == fitting
    assert 0 < len(fitting) < len(everything)
    assert {each["value"] for each in narrowed.select("main option[selected]")} == {"secondary", "special"}


def test_settings_are_narrowed_by_district(page_client):
    page = page_client.get("/settings/")
    districts = [str(option["value"]) for option in page.select('select[name="district"] option') if option["value"]]
    counts = [len(page_client.get(f"/settings/?district={each}").select(".lo-card")) for each in districts]
    assert sum(count > 0 for count in counts) >= 5
    assert max(counts) < len(page.select(".lo-card"))


def test_settings_with_bases_say_how_many(page_client, entries_of):
    page = page_client.get("/settings/")
    hosts = {entry.fields["school"] for entry in entries_of("base")}
    for card in page.select(".lo-card"):
        slug = str(card.select_one("h3 a")["href"]).rpartition("/")[2]
        assert bool(re.search(r"\d+ resource bases?", words(card))) == (slug in hosts), slug


# --- guides, glossary, topics, stages ---


def test_every_guide_is_listed_under_its_stage(page_client, entries_of):
    links = page_client.get("/guides/").links()
    assert {f"/{entry.address}" for entry in entries_of("guide")} <= set(links)


def test_the_glossary_goes_from_a_to_z_with_every_word_once(page_client, entries_of):
    page = page_client.get("/glossary/", without={"weight"} if len(entries_of("term")) > 400 else ())
    links = [str(each["href"]) for each in page.select("main dt a")]
    assert sorted(links) == sorted(f"/{entry.address}" for entry in entries_of("term"))
    for section in page.select("main section.lo-section"):
        letter = words(section.select_one("h2"))
        names = page_names(section)
        assert all(name[0].upper() == letter or (letter == "0–9" and not name[0].isalpha()) for name in names)
        assert names == sorted(names, key=str.lower)


def page_names(section) -> list[str]:
    return [words(each) for each in section.select("dt a")]


def test_words_no_longer_used_are_marked_and_lead_to_the_word_used_now(page_client, entries_of):
    old = [entry for entry in entries_of("term") if entry.fields.get("see")]
    assert old
    page = page_client.get(f"/{old[0].address}")
    assert f"/glossary/{old[0].fields['see']}" in page.links()


def test_every_topic_listed_leads_to_entries_about_it(page_client):
    page = page_client.get("/topics/")
    listed = page.select("main ul.lo-columns li")
    assert len(listed) > 15
    for each in listed[::6]:
        found = page_client.get(str(each.select_one("a")["href"]))
        assert found.h1 == words(each.select_one("a"))
        assert found.select(".lo-card")


def test_topic_pages_lead_on_to_all_of_a_kind(page_client):
    page = page_client.get("/topics/anxiety")
    for link in [str(each["href"]) for each in page.select("main section > p a")]:
        assert "topic=anxiety" in link
        assert page_client.get(link).select(".lo-card")


def test_every_stage_of_life_has_guides_and_support_at_that_age(page_client):
    stages = [link for link in page_client.get("/").links() if link.startswith("/stages/")]
    assert len(stages) >= 4
    for stage in stages:
        page = page_client.get(stage)
        assert page.select('main a[href^="/guides/"]'), stage
        tile = next(link for link in page.links() if link.startswith("/search?category="))
        assert "age=" in tile
        assert page_client.get(tile).select(".lo-card")


# --- about the site ---


def test_the_accessibility_statement_holds_what_the_law_asks_for(page_client):
    text = page_client.get("/accessibility").words
    for part in (
        "Web Content Accessibility Guidelines version 2.2, level AA",
        "Equality and Human Rights Commission",
        "Equality Advisory and Support Service",
    ):
        assert part in text, f"The statement does not name {part}."
    assert page_client.get("/accessibility").select('main a[href^="mailto:"], main a[href^="tel:"]')


def test_the_statement_and_privacy_are_one_tap_from_every_page(page_client, entries_of):
    for path in ["/", "/search", *(f"/{entries_of(kind)[0].address}" for kind in KINDS)]:
        links = [str(each["href"]) for each in page_client.get(path).select("footer a")]
        assert {"/accessibility", "/privacy", "/about"} <= set(links)


def test_privacy_tells_the_truth_about_cookies(page_client):
    assert "one cookie" in page_client.get("/privacy").words
    for path in ("/", "/search?q=sleep", "/guides/"):
        assert "Set-Cookie" not in page_client.get(path).headers


def test_feedback_names_the_page_it_is_about(page_client, entries_of):
    entry = entries_of("service")[0]
    page = page_client.get(f"/feedback?about={entry.address}")
    assert entry.title in page.words
    assert page.one('input[name="about"]')["value"] == entry.address


@pytest.mark.parametrize("about", ["", "services/none", "dragons/one", "services", "/", "services/%00", "../../etc"])
def test_feedback_about_nothing_we_hold_is_about_the_site(page_client, about):
    page = page_client.get(f"/feedback?about={about}")
    assert not page.select('input[name="about"]')
    assert "This page:" not in page.words


def test_the_list_of_all_pages_holds_every_entry(page_client, entries_of):
    links = set(page_client.get("/sitemap").links())
    for kind in KINDS:
        assert {f"/{entry.address}" for entry in entries_of(kind)} <= links
