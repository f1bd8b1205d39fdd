"""The framework browser for SENCos and parents: by part, section, stage and need; from a concern; with the question to ask."""

import re
from itertools import product

import pytest

from tests.web.page_checks import words


def items(page) -> list[str]:
    return [str(link["href"]).rpartition("/")[2] for link in page.select("main .lo-entries__link")]


def total(page) -> int:
    return int(re.match(r"(\d+) items?", words(page.one("main h2 [role=status]")))[1])


def test_the_whole_framework_is_there_each_item_once(page_client, entries_of):
    page = page_client.get("/provision/")
    assert sorted(items(page)) == sorted(entry.slug for entry in entries_of("provision"))
    assert total(page) == len(items(page)) >= 90


def test_universal_comes_before_targeted_and_sections_keep_their_order(page_client, entries_of):
    order = items(page_client.get("/provision/"))
    held = {entry.slug: entry.fields for entry in entries_of("provision")}
    parts = [held[slug]["part"] for slug in order]
    assert parts == sorted(parts, reverse=True)
    sections: dict[str, list[int]] = {}
    for slug in order:
        sections.setdefault(held[slug].get("principle") or held[slug]["area_of_need"], []).append(
            held[slug]["position"]
        )
    assert len(sections) >= 12
    assert all(positions == sorted(positions) for positions in sections.values())


@pytest.mark.parametrize(
    ("part", "section", "phase", "need"),
    [
        *product(["universal", "targeted"], [""], ["", "primary"], ["", "autism"]),
        ("targeted", "", "secondary", "adhd"),
        ("", "", "early_years", ""),
    ],
)
def test_part_stage_and_need_narrow_together(page_client, entries_of, part, section, phase, need):
    page = page_client.get(f"/provision/?part={part}&section={section}&phase={phase}&need={need}")
    fitting = {
        entry.slug for entry in entries_of("provision")
        if (not part or entry.fields["part"] == part)
        and (not phase or phase in entry.phases or "ALL" in entry.phases)
        and (not need or need in entry.needs)
    }  # fmt: skip
    assert set(items(page)) == fitting
    assert total(page) == len(fitting)
    for name, value in (("part", part), ("phase", phase), ("need", need)):
        assert [each["value"] for each in page.select(f'select[name="{name}"] option[selected]') if each["value"]] == [
            value
        ] * bool(value)


def test_every_section_can_be_opened_alone(page_client):
    page = page_client.get("/provision/")
    values = [str(option["value"]) for option in page.select('select[name="section"] option') if option["value"]]
    assert len(values) >= 14
    for value in values:
        alone = page_client.get(f"/provision/?section={value}")
        assert total(alone) > 0, value
        assert len(alone.select("main details[open]")) == 1


def test_a_combination_that_nothing_fits_says_so(page_client):
    assert total(page_client.get("/provision/?part=universal&section=communication_interaction&need=deafblind")) == 0


@pytest.mark.parametrize(
    "concern", ["covers ears in assembly", "loses track after one instruction", "cannot sit still", "refuses to write"]
)
def test_a_concern_leads_to_items_to_try(page_client, concern):
    page = page_client.get(f"/provision/?concern={concern.replace(' ', '+')}")
    assert total(page) > 0
    links = [str(link["href"]) for link in page.select(".lo-card h3 a")]
    assert len(links) == total(page) <= 12
    assert all(link.startswith("/provision/") for link in links)
    assert page.one("#concern")["value"] == concern


def test_a_concern_is_narrowed_by_the_filters_set(page_client):
    wide = page_client.get("/provision/?concern=noise")
    narrow = page_client.get("/provision/?concern=noise&part=universal")
    assert 0 < total(narrow) < total(wide)
    assert {(each["name"], each["value"]) for each in narrow.select(".lo-pick--concern input[type=hidden]")} == {
        ("part", "universal")
    }


def test_a_concern_nothing_fits_says_what_to_do(page_client):
    page = page_client.get("/provision/?concern=zzzzqqqq")
    assert total(page) == 0
    assert "Try fewer" in page.words
    assert "/provision/" in page.links()


def test_the_parents_view_shows_the_question_for_school(page_client, entries_of):
    page = page_client.get("/provision/?view=parent")
    for entry in entries_of("provision")[::10]:
        assert entry.fields["parent_question"] in page.words
    school = page_client.get("/provision/")
    assert "Ask school:" not in school.words
    parent_link = next(link for link in school.links() if "view=parent" in link)
    assert "Ask school:" in page_client.get(parent_link).words


def test_the_parents_view_keeps_the_filters(page_client):
    page = page_client.get("/provision/?part=targeted&need=autism")
    link = next(link for link in page.links() if "view=parent" in link)
    assert set(items(page_client.get(link))) == set(items(page))


def test_an_item_tells_what_to_try_what_to_see_and_what_to_ask(page_client, entries_of):
    for entry in entries_of("provision")[::25]:
        page = page_client.get(f"/{entry.address}")
        document = entry.document()
        assert document.parent_question in page.words
        assert len(page.select("ol.lo-steps > li")) == len(document.strategies)
        assert len(page.select("dl.lo-signs dt")) == len(document.what_youd_see)


def test_an_item_stands_beside_items_of_the_other_part(page_client, entries_of):
    held = {entry.slug: entry for entry in entries_of("provision")}
    targeted = [entry for entry in held.values() if entry.fields["part"] == "targeted" and entry.fields.get("beside")]
    assert targeted
    for entry in targeted[:3]:
        page = page_client.get(f"/{entry.address}")
        beside = [str(link["href"]).rpartition("/")[2] for link in page.select(".lo-beside a")]
        assert beside == entry.fields["beside"]
        assert "universal" in {held[slug].fields["part"] for slug in beside}
        assert "Universal and targeted, side by side" in page.texts("main h2")


def test_items_of_one_part_are_not_called_universal_and_targeted(page_client, entries_of):
    held = {entry.slug: entry for entry in entries_of("provision")}

    def parts(entry):
        return {held[slug].fields["part"] for slug in [entry.slug, *entry.fields["beside"]]}

    entry = next(entry for entry in held.values() if entry.fields.get("beside") and len(parts(entry)) == 1)
    headings = page_client.get(f"/{entry.address}").texts("main h2")
    assert "Universal and targeted, side by side" not in headings
    assert "Items that go with this one" in headings


def test_an_item_links_to_exactly_its_version(page_client, entries_of):
    entry = entries_of("provision")[0]
    page = page_client.get(f"/{entry.address}")
    link = next(link for link in page.links() if link.startswith(f"/{entry.address}/version/"))
    assert page_client.get(link).h1 == entry.title


def test_the_graduated_approach_is_explained_step_by_step(page_client):
    page = page_client.get("/provision/graduated-approach")
    for step in ("Assess", "Plan", "Do", "Review"):
        assert step in page.words
    assert sum("section=" in link for link in page.links()) >= 4
