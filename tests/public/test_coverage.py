"""How the Local Offer meets the law, for the public: only where the council wants it, and nothing about its staff."""

import pytest

from localoffer.records.entries import Reference
from tests.web.people_fixtures import create_person, sign_in


def publish_it(site, wanted):
    def switch(session):
        row = session.get(Reference, "desk") or Reference(name="desk", document={}, digest="x")
        row.document = {**row.document, "public_coverage": wanted}
        session.add(row)

    site.change(switch)
    site.parts.search._ready = None


@pytest.fixture
def public_site(small_site):
    publish_it(small_site, True)
    return small_site


def test_it_is_not_there_unless_the_council_publishes_it(small_site):
    publish_it(small_site, False)
    assert small_site.client.ask("/coverage").status_code == 404
    assert "/coverage" not in small_site.client.get("/about").links()


def test_where_it_is_published_the_page_about_the_site_leads_to_it(public_site):
    assert "/coverage" in public_site.client.get("/about").links()
    page = public_site.client.get("/coverage")
    assert len(page.select(".lo-entries__item")) == 80
    assert "of 71 things the law says the council must have here are met." in page.words


def test_it_names_pages_that_open_and_what_is_missing(public_site):
    page = public_site.client.get("/coverage")
    links = [link for link in page.links() if link.startswith("/guides/")]
    assert len(links) > 3
    assert public_site.client.ask(links[-1]).status_code == 200
    assert (
        "What is missing: At least one page of the kind “Support” or “Guide” has the topic “Apprenticeships”."
        in page.words
    )


def test_a_number_that_nobody_checked_is_not_shown_as_a_fact(public_site):
    page = public_site.client.get("/coverage")
    assert "Section 30(2)(a)" in page.words
    assert "Schedule 2, paragraph 16" not in page.words
    assert page.words.count("The paragraph number has not been checked against the law.") == 21


def test_no_name_of_staff_and_none_of_their_notes_is_public(public_site):
    rosa = create_person(public_site, role="reviewer", name="Rosa Thornbury")
    reviewer = sign_in(public_site, rosa)
    reviewer.post("/editor/coverage/REG55/judgement", {"met": "yes", "note": "Ask Mr Pemberton."})
    reviewer.post("/editor/coverage/REG55/owner", {"owner": str(rosa.id)})
    page = public_site.client.get("/coverage")
    assert "The council judged this on" in page.words
    assert not [word for word in ("Rosa", "Thornbury", "Pemberton", rosa.email) if word in page.text]


def test_it_speaks_arabic_too(public_site):
    assert 'dir="rtl"' in public_site.client.get("/coverage?lang=ar").text
