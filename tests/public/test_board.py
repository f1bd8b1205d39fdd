"""The boards as families see them: the list of meetings, and each meeting with decisions, actions, minutes and papers."""

import pytest
import time_machine

from localoffer.publishing.operations import save_draft, withdraw
from localoffer.records.entries import Entry
from tests.factories import create, data_of
from tests.meetings import keep, publish_document, publish_meeting
from tests.papers import docx, pdf

TODAY = "2026-11-22T10:00:00Z"


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def site(small_site):
    return small_site


def text_of(page):
    return " ".join(page.soup.main.get_text(" ").split())


def titles(page):
    return [each.get_text(strip=True) for each in page.soup.select(".lo-meeting__title")]


def decision(number, text="Hire more people.", **others):
    return {"key": f"decision-{number}", "text": text, "owner_role": "Head of SEND", **others}


def action(number, **others):
    return {"key": f"action-{number}", "text": "Send the list.", "owner_role": "Chair", **others}


# --- the list ---


def test_meetings_stand_by_year_newest_first(site):
    publish_meeting(site, "old", day="2023-01-25")
    publish_meeting(site, "newest", day="2026-10-14")
    publish_meeting(site, "middle", day="2026-03-04")
    page = site.client.get("/board/")
    assert titles(page) == ["Meeting newest", "Meeting middle", "Meeting old"]
    assert [each.get_text() for each in page.soup.select("main h2")] == ["2026", "2023"]
    assert "3 meetings" in text_of(page)


def test_each_meeting_says_its_day_and_what_was_decided_first(site):
    publish_meeting(site, "march", decisions=[decision(n, f"Do thing {n}.") for n in range(1, 5)])
    text = text_of(site.client.get("/board/"))
    assert "4 March 2026 SEND Improvement Partnership Board" in text
    assert "Do thing 1." in text
    assert "Do thing 2." in text
    assert "Do thing 3." not in text
    assert "2 more decisions" in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Meeting c", "Meeting b", "Meeting a"]),
        ("?board=transformation_board", ["Meeting b"]),
        ("?year=2025", ["Meeting b", "Meeting a"]),
        ("?board=improvement_board&year=2026", ["Meeting c"]),
        ("?board=transformation_board&year=2026", []),
        ("?board=nonsense&year=nonsense", ["Meeting c", "Meeting b", "Meeting a"]),
    ],
)
def test_the_list_is_narrowed_by_board_and_year(site, query, expected):
    publish_meeting(site, "a", day="2025-02-12")
    publish_meeting(site, "b", day="2025-06-11", board="transformation_board")
    publish_meeting(site, "c", day="2026-03-04")
    page = site.client.get(f"/board/{query}")
    assert titles(page) == expected
    assert ("No meeting fits." in text_of(page)) == (not expected)
    assert bool(page.soup.select("main a[href='/board/']")) == ("=" in query and "nonsense" not in query)


def test_what_was_chosen_stays_chosen(site):
    publish_meeting(site, "a", day="2025-02-12")
    page = site.client.get("/board/?board=improvement_board&year=2025")
    assert [each["value"] for each in page.soup.select("main option[selected]")] == ["improvement_board", "2025"]


def next_meetings(page):
    return [" ".join(each.get_text(" ").split()) for each in page.soup.select(".lo-next-meeting p")]


def test_the_next_meeting_is_worked_out_from_today(site):
    publish_meeting(site, "a", day="2026-10-14", next_day="2026-11-18")  # past by now
    publish_meeting(site, "b", day="2026-11-18", next_day="2027-01-20")
    publish_meeting(site, "c", day="2026-06-10", board="transformation_board", next_day="2026-12-01")
    page = site.client.get("/board/")
    assert next_meetings(page) == [
        "Next meeting: 1 December 2026 SEND Transformation Board",
        "Next meeting: 20 January 2027 SEND Improvement Partnership Board",
    ]
    only = site.client.get("/board/?board=improvement_board")
    assert next_meetings(only) == ["Next meeting: 20 January 2027 SEND Improvement Partnership Board"]


def test_a_next_meeting_with_a_page_is_linked(site):
    publish_meeting(site, "b", day="2026-11-18", next_day="2027-01-20")
    publish_meeting(site, "planned", day="2027-01-20", minutes="", decisions=[])
    page = site.client.get("/board/")
    assert [each["href"] for each in page.soup.select(".lo-next-meeting a")] == ["/board/planned"]
    assert "This meeting is still to come." in text_of(page)


def test_a_meeting_today_is_the_next_one(site):
    publish_meeting(site, "today", day="2026-11-22", minutes="", decisions=[])
    assert next_meetings(site.client.get("/board/")) == [
        "Next meeting: 22 November 2026 SEND Improvement Partnership Board"
    ]


def test_no_day_for_the_next_meeting_is_said(site):
    publish_meeting(site, "a", day="2026-10-14")
    assert "We do not know the day of the next meeting yet." in text_of(site.client.get("/board/"))


def test_a_board_without_meetings_says_so(site):
    assert "There are no meetings here yet." in text_of(site.client.get("/board/"))


def test_the_list_says_whether_minutes_are_due_or_late(site):
    publish_meeting(site, "late", day="2026-09-01", minutes="")
    publish_meeting(site, "due", day="2026-11-11", minutes="")
    text = text_of(site.client.get("/board/"))
    assert "The minutes were due by 29 September 2026. They are late." in text
    assert "The minutes are due by 9 December 2026." in text


def test_drafts_and_withdrawn_meetings_are_not_listed(site):
    gone = publish_meeting(site, "gone")
    site.change(lambda session: withdraw(session, session.get_one(Entry, gone.id)))
    site.change(lambda session: save_draft(session, create("meeting", slug="draft"), by="Ann") and None)
    assert titles(site.client.get("/board/")) == []


# --- a meeting ---


def test_a_meeting_says_when_it_was_and_who_came(site):
    publish_meeting(
        site, "march", starts="10:00", ends="12:00", apologies=["Director of public health"], next_day="2026-06-10"
    )
    text = text_of(site.client.get("/board/march"))
    for words in (
        "Board meeting · SEND Improvement Partnership Board", "When 4 March 2026, 10:00 to 12:00",
        "Chaired by Director of children’s services", "Who came Parent carer forum Head of SEND",
        "Could not come Director of public health", "Next meeting 10 June 2026",
    ):  # fmt: skip
        assert words in text


def test_a_decision_has_an_address_an_owner_a_day_and_links(site):
    publish_document(site, "indicator")
    publish_document(site, "plan")
    plan, figure = data_of("plan"), data_of("indicator")
    part = f"plans/{plan['slug']}/{plan['actions'][0]['key']}"
    publish_meeting(
        site, "march",
        decisions=[decision(1, due="2026-05-01", indicators=[figure["slug"]], actions=[part, "plans/nowhere/1-1"])],
    )  # fmt: skip
    found = site.client.get("/board/march").soup.select_one("li#decision-1")
    text = " ".join(found.get_text(" ").split())
    assert text.startswith("Hire more people. Who does it: Head of SEND By: 1 May 2026")
    assert [(each.get_text(), each["href"]) for each in found.select("a")] == [
        (figure["title"], f"/dashboard/{figure['slug']}"),
        (plan["actions"][0]["action"], f"/plans/{plan['slug']}/actions/{plan['actions'][0]['key']}"),
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"done_on": "2026-11-01", "due": "2026-10-01"}, "Done on 1 November 2026"),
        ({"due": "2026-11-21"}, "Late: due by 21 November 2026"),
        ({"due": "2026-11-22"}, "Due by 22 November 2026"),
        ({}, "Not done yet"),
    ],
)
def test_an_action_says_in_words_how_it_stands(site, given, said):
    publish_meeting(site, "march", actions=[action(1, **given)])
    row = site.client.get("/board/march").soup.select_one("tr#action-1")
    assert [each.get_text(" ", strip=True) for each in row.select("td")] == ["Send the list.", "Chair", said]


def test_an_action_leads_to_the_plan_that_says_the_same(site):
    publish_document(site, "plan")
    plan = data_of("plan")
    key = plan["actions"][0]["key"]
    publish_meeting(site, "march", actions=[action(1, plan_action=f"plans/{plan['slug']}/{key}")])
    link = site.client.get("/board/march").soup.select_one("tr#action-1 a")
    assert link["href"] == f"/plans/{plan['slug']}/actions/{key}"


def test_headings_of_the_minutes_fit_below_the_pages_own(site):
    minutes = "# What was said\n\nWords.\n\n#### Deep\n\nWords.\n\n## Then\n\nWords.\n\n### Below\n\nWords."
    publish_meeting(site, "march", minutes=minutes)
    found = site.client.get("/board/march").soup.select_one("section.lo-minutes").select("h2, h3, h4, h5")
    assert [(each.name, each.get_text()) for each in found] == [
        ("h2", "Minutes"), ("h3", "What was said"), ("h4", "Deep"), ("h3", "Then"), ("h4", "Below"),
    ]  # fmt: skip


def test_words_in_the_minutes_are_explained(site):
    publish_document(site, "term", slug="key-working", title="Key working", term_category="people")
    publish_meeting(site, "march", minutes="We spoke about key working.")
    page = site.client.get("/board/march")
    link = page.soup.select_one(".lo-minutes a.lo-word")
    assert link.get_text() == "key working"
    assert page.soup.select_one(f".lo-words {link['href']}")


def test_minutes_that_are_not_here_have_a_day_by_which_they_are_due(site):
    publish_meeting(site, "due", day="2026-11-11", minutes="")
    publish_meeting(site, "late", day="2026-09-01", minutes="")
    assert "The minutes are due by 9 December 2026." in text_of(site.client.get("/board/due"))
    assert "The minutes were due by 29 September 2026. They are late." in text_of(site.client.get("/board/late"))


def test_a_meeting_to_come_says_so_and_whom_it_invites(site):
    publish_meeting(site, "planned", day="2027-01-20", starts="10:00", minutes="", decisions=[])
    text = text_of(site.client.get("/board/planned"))
    assert "This meeting is still to come It is planned for 20 January 2027, from 10:00." in text
    assert "Who is invited" in text
    assert "What was decided" not in text


def test_papers_are_downloads_with_their_kind_and_size(site):
    agenda, report = keep(site, pdf()), keep(site, docx({"word/media/a.png": bytes(range(256)) * 600}, pack=0))
    publish_meeting(
        site, "march", papers=[{"title": "Agenda", "file": agenda}, {"title": "Report on waits", "file": report}]
    )
    found = site.client.get("/board/march").soup.select(".lo-papers a")
    assert [(each.get_text(), each["href"]) for each in found] == [
        ("Agenda (PDF, 1 kB)", f"/files/{agenda}"), ("Report on waits (Word, 150 kB)", f"/files/{report}"),
    ]  # fmt: skip


def test_an_old_version_does_not_link_to_a_paper_that_is_no_longer_public(site):
    agenda = keep(site, pdf())
    publish_meeting(site, "march", papers=[{"title": "Agenda", "file": agenda}])
    publish_meeting(site, "march")
    assert not site.client.get("/board/march").soup.select(".lo-papers")
    old = site.client.get("/board/march/version/1")
    assert "Agenda (PDF, 1 kB)" in text_of(old)
    assert not old.soup.select(".lo-papers a")


def test_meetings_of_one_board_lead_to_one_another(site):
    for slug, day in (("a", "2026-01-14"), ("b", "2026-03-04"), ("c", "2026-06-10")):
        publish_meeting(site, slug, day=day)
    publish_meeting(site, "x", day="2026-03-05", board="transformation_board")

    def others(slug):
        nav = site.client.get(f"/board/{slug}").soup.select(".lo-other-meetings li")
        return [" ".join(each.get_text(" ").split()) for each in nav]

    assert others("b") == ["The meeting before Meeting a", "The meeting after Meeting c"]
    assert others("a") == ["The meeting after Meeting b"]
    assert others("x") == []


def test_what_was_typed_with_marks_is_shown_as_typed(site):
    publish_meeting(
        site, "march", chair="<b>Chair</b>", decisions=[decision(1, "<script>alert(1)</script> & more")],
        actions=[action(1, owner_role="<i>Chair</i>")], minutes="<script>alert(2)</script>",
    )  # fmt: skip
    page = site.client.get("/board/march")
    assert not page.soup.select("main script, main b, main i")
    assert "<b>Chair</b>" in text_of(page)
    assert not site.client.get("/board/").soup.select("main script")


def test_the_quick_read_and_the_page_in_arabic_are_whole(site):
    publish_meeting(site, "march", actions=[action(1)])
    assert site.client.get("/board/march/quick-read").status == 200
    assert site.client.get("/board/march?lang=ar").soup.html["dir"] == "rtl"
    assert site.client.get("/board/?lang=ar").soup.html["dir"] == "rtl"
