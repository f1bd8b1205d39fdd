"""The desk as people of each role meet it: what waits, the list of pages, many at once, quality, duplicates, links.

Over 400 lines: home, list, bulk actions and quality are tried on one desk with the same late and broken pages.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select
from werkzeug.datastructures import MultiDict

from localoffer.publishing import bulk
from localoffer.publishing.desk import Desk
from localoffer.publishing.drafts import begin, save_fields, words_of
from localoffer.publishing.fields import digest_of_fields
from localoffer.publishing.operations import hide, publish, save_draft
from localoffer.publishing.permissions import Somebody
from localoffer.publishing.review import decide, hand_in
from localoffer.records.desk_rules import DeskRules
from localoffer.records.entries import HIDDEN, PUBLISHED, WITHDRAWN, Entry
from localoffer.records.posts import FAILED, JobRun, Letter
from localoffer.records.reference import reference_data
from localoffer.records.upkeep import BulkAction, LinkTried
from tests.factories import create_organisation, create_service
from tests.web.people_fixtures import create_person, sign_in

TODAY = date.today()
KEPT = {"reviewed_on": TODAY - timedelta(days=30), "review_due": TODAY + timedelta(days=100)}
OTTERS = "otter-club"


@pytest.fixture
def site(small_site, no_places):
    """A small site with an organisation and three services of it."""

    def fill(session):
        documents = [create_organisation(slug=OTTERS, title="Otter Club", **KEPT)]
        for name in ("Swimming", "Climbing", "Drawing"):
            documents.append(create_service(slug=name.lower(), title=f"{name} club", organisation=OTTERS, **KEPT))
        for document in documents:
            publish(session, save_draft(session, document, by="content store"), locate=no_places)

    small_site.change(fill)
    return small_site


@pytest.fixture
def acting(site, vocabularies, no_places):
    """``acting(person, "editor", lambda desk: …)`` does something at the desk, as that person."""

    def act(person, role, verb, organisations=frozenset()):
        who = Somebody(person.id, person.name, role, frozenset(organisations))
        return site.change(lambda session: verb(Desk(session, who, vocabularies, DeskRules(), no_places, TODAY)))

    return act


def entry(session, slug):
    return session.exec(select(Entry).where(Entry.slug == slug)).one()


def held(site, slug):
    with site.database.session() as session:
        return entry(session, slug)


def alter(site, slug, **values):
    def change(session):
        for name, value in values.items():
            setattr(entry(session, slug), name, value)

    site.change(change)


def write(desk, slug, **values):
    page = entry(desk.session, slug)
    save_fields(desk, page, values, seen=digest_of_fields(words_of(desk, page), list(values)))
    return page


def block(page, heading):
    """The texts of a block of the desk; empty when there is none."""
    return next((text for text in page.texts(".lo-waiting") if text.startswith(heading)), "")


def rows(page):
    return page.texts(".lo-list__page a")


# --- what waits ---


def test_a_desk_on_which_nothing_waits_says_so_kindly(small_site):
    small_site.change(lambda session: [session.delete(each) for each in session.exec(select(Entry))])
    page = sign_in(small_site, create_person(small_site, "editor")).get("/editor/")
    assert "Nothing waits for you." in page.words
    assert not page.select(".lo-waiting")


def test_what_was_sent_back_comes_with_its_reasons(site, acting):
    eve, rae = create_person(site, "editor", name="Eve"), create_person(site, "reviewer", name="Rae")

    def send(desk):
        hand_in(desk, write(desk, "swimming", summary="Swimming on Fridays."), checked=True)

    acting(eve, "editor", send)
    assert "Swimming club" in block(sign_in(site, rae).get("/editor/"), "Waiting for a review")
    reasons = {"summary": "Say who it is for."}
    acting(rae, "reviewer", lambda desk: decide(desk, entry(desk.session, "swimming"), returned=reasons))
    page = sign_in(site, eve).get("/editor/")
    assert "Say who it is for." in block(page, "Sent back to you")
    assert block(sign_in(site, rae).get("/editor/"), "Sent back to you") == ""


def test_what_somebody_is_writing_waits_for_them_alone(site, acting):
    eve, ann = create_person(site, "editor", name="Eve"), create_person(site, "editor", name="Ann")
    acting(eve, "editor", lambda desk: write(desk, "drawing", summary="Drawing on Fridays."))
    assert "Drawing club" in block(sign_in(site, eve).get("/editor/"), "You are writing")
    assert block(sign_in(site, ann).get("/editor/"), "You are writing") == ""


def test_only_reviewers_are_told_what_waits_for_a_review(site, acting):
    eve = create_person(site, "editor", name="Eve")
    acting(eve, "editor", lambda desk: hand_in(desk, write(desk, "drawing", summary="On Fridays only."), checked=True))
    assert block(sign_in(site, eve).get("/editor/"), "Waiting for a review") == ""
    assert "Drawing club" in block(
        sign_in(site, create_person(site, "reviewer")).get("/editor/"), "Waiting for a review"
    )


def test_late_checks_are_told_own_pages_first(site):
    eve = create_person(site, "editor", name="Eve")
    for slug, days in (("swimming", 9), ("climbing", 8), ("drawing", -5)):
        alter(site, slug, review_due=TODAY - timedelta(days=days))
    alter(site, "climbing", owner_id=eve.id)
    site.change(lambda session: hide(session, entry(session, OTTERS)))
    page = sign_in(site, eve).get("/editor/")
    late = block(page, "Overdue for a check")
    assert late.index("Climbing club") < late.index("Swimming club")
    assert "Drawing club" in block(page, "Due for a check soon")
    assert "Otter Club" in block(page, "Hidden until somebody checks them")


def test_drifted_quick_reads_and_broken_links_are_told(site):
    alter(site, "swimming", quick_read_basis="of another text")
    url = held(site, "drawing").fields["complaints_url"]
    site.change(lambda session: session.add(LinkTried(url=url, status=404, said="Not found.", works=False, failures=2)))
    page = sign_in(site, create_person(site, "editor")).get("/editor/")
    assert "Swimming club" in block(page, "The quick read does not fit")
    assert "Drawing club" in block(page, "Pages with links that do not work")


def test_pages_and_organisations_that_nobody_keeps_are_told(site):
    create_person(site, "provider", organisations=[OTTERS])
    page = sign_in(site, create_person(site, "editor")).get("/editor/")
    assert "Pages that nobody looks after" in page.words
    assert "Otter Club" not in block(page, "Organisations that nobody keeps")


def test_administrators_are_told_of_mail_and_jobs_that_fail(site):
    rested, recent = datetime.now(UTC) - timedelta(hours=2), datetime.now(UTC)

    def fail(session):
        session.add(Letter(key="k", to="a@example.org", subject="s", text="t", state=FAILED))
        session.add(JobRun(name="mail", ran_at=rested))
        session.add(JobRun(name="links", ran_at=recent, failed=True))
        session.add(JobRun(name="publish", ran_at=recent))

    site.change(fail)
    page = sign_in(site, create_person(site, "admin")).get("/editor/")
    assert "Mail that could not be sent" in page.words
    jobs = block(page, "Regular jobs")
    assert "“mail” has not run since" in jobs
    assert "“links” failed" in jobs
    assert "publish" not in jobs
    assert "Regular jobs" not in sign_in(site, create_person(site, "reviewer")).get("/editor/").words


# --- a provider's desk ---


def test_a_provider_sees_their_own_pages_and_no_others(site):
    page = sign_in(site, create_person(site, "provider", organisations=[OTTERS])).get("/editor/")
    assert page.h1 == "Your pages"
    assert set(page.texts(".lo-own__title")) == {"Otter Club", "Swimming club", "Climbing club", "Drawing club"}


def test_a_provider_without_pages_is_told_how_to_begin(site):
    page = sign_in(site, create_person(site, "provider", organisations=["nobody"])).get("/editor/")
    assert "You have no page yet." in page.words


def test_a_provider_says_that_a_page_is_still_right(site):
    client = sign_in(site, create_person(site, "provider", organisations=[OTTERS]))
    swimming = held(site, "swimming")
    client.post(f"/editor/page/{swimming.id}/still-right", {"seen": str(swimming.revision)})
    assert "marked as checked today" in client.get("/editor/").words
    assert held(site, "swimming").reviewed_on == TODAY


def test_what_somebody_has_changed_meanwhile_is_not_confirmed_unseen(site):
    client = sign_in(site, create_person(site, "provider", organisations=[OTTERS]))
    swimming = held(site, "swimming")
    client.post(f"/editor/page/{swimming.id}/still-right", {"seen": str(swimming.revision - 1)})
    assert held(site, "swimming").reviewed_on == KEPT["reviewed_on"]
    assert "Look at it first." in client.get("/editor/").words


def test_a_provider_may_not_confirm_pages_of_others(site):
    swimming = held(site, "swimming")
    client = sign_in(site, create_person(site, "provider", organisations=["nobody"]))
    client.post(f"/editor/page/{swimming.id}/still-right", {"seen": str(swimming.revision)}, status=403)
    assert held(site, "swimming").reviewed_on == swimming.reviewed_on


@pytest.mark.parametrize("path", ["/editor/pages/several?action=check", "/editor/duplicates", "/editor/links"])
def test_what_is_for_editors_is_shut_to_providers(site, path):
    assert sign_in(site, create_person(site, "provider", organisations=[OTTERS])).get(path, status=403)


def test_a_providers_list_holds_their_own_pages_whatever_is_asked(site):
    client = sign_in(site, create_person(site, "provider", organisations=[OTTERS]))
    assert rows(client.get("/editor/pages")) == ["Climbing club", "Drawing club", "Otter Club", "Swimming club"]
    assert rows(client.get("/editor/pages?kind=guide&owner=none&organisation=a")) == []
    assert not client.get("/editor/pages").select("input[type=checkbox]")


# --- the list ---


@pytest.fixture
def editor(site):
    return sign_in(site, create_person(site, "editor", name="Eve"))


def test_the_list_tells_state_keeper_check_and_changes(site, editor, acting):
    ann = create_person(site, "editor", name="Ann")
    alter(site, "drawing", owner_id=ann.id, review_due=TODAY - timedelta(days=1))
    acting(ann, "editor", lambda desk: write(desk, "drawing", summary="Drawing on Fridays."))
    (row,) = editor.get("/editor/pages?q=drawing").texts(".lo-list tbody tr")
    for told in ("Support", "Public", "Being changed", "Ann", "Overdue since", "of 100"):
        assert told in row


def test_filters_are_shown_and_come_off_one_by_one(editor):
    page = editor.get("/editor/pages?kind=service&q=club")
    assert page.texts(".lo-chip span[dir]") == ["Title: club", "Support"]
    assert "/editor/pages?kind=service" in page.links()
    assert rows(page) == ["Climbing club", "Drawing club", "Swimming club"]


def test_a_list_of_nothing_says_what_to_try(editor):
    page = editor.get("/editor/pages?q=zebra")
    assert "No page fits." in page.words
    assert "/editor/pages" in page.links()


@pytest.mark.parametrize("query", ["kind=x&state=x&sort=x&page=x", "page=99999", "page=0", "owner=x&writer=%00"])
def test_any_address_makes_a_page(editor, query):
    assert editor.get(f"/editor/pages?{query}").h1 == "Pages"


def test_pages_of_fifty_keep_the_filters(site, editor, no_places):
    def fill(session):
        for number in range(60):
            document = create_service(slug=f"walk-{number}", title=f"Walk {number:02}", organisation=OTTERS, **KEPT)
            publish(session, save_draft(session, document, by="Ann"), locate=no_places)

    site.change(fill)
    page = editor.get("/editor/pages?q=walk")
    assert len(rows(page)) == 50
    assert "60 pages" in page.words
    assert rows(editor.get("/editor/pages?q=walk&page=2"))[0] == "Walk 50"
    assert "/editor/pages?q=walk&page=2" in page.links()


def test_the_least_complete_come_first_when_asked(site, editor):
    full = held(site, "drawing").contacts
    alter(site, "climbing", review_due=TODAY - timedelta(days=1))
    assert full
    assert rows(editor.get("/editor/pages?kind=service&sort=quality"))[0] == "Climbing club"


def test_a_page_never_public_has_no_score_and_stands_last(site, editor, acting):
    ann = create_person(site, "editor", name="Ann")
    acting(ann, "editor", lambda desk: begin(desk, "service", "A new club", {"organisation": OTTERS}))
    page = editor.get("/editor/pages?kind=service&sort=quality")
    assert rows(page)[-1] == "A new club"
    assert "Not public yet" in page.texts(".lo-list tbody tr")[-1]


def test_incomplete_pages_are_listed(site, editor):
    assert "Drawing club" in rows(editor.get("/editor/pages?wrong=incomplete&kind=service"))
    alter(site, "drawing", state=WITHDRAWN)
    assert "Drawing club" not in rows(editor.get("/editor/pages?wrong=incomplete&kind=service"))


# --- many at once ---


@pytest.fixture
def reviewer(site):
    return sign_in(site, create_person(site, "reviewer", name="Rae"))


def ticked(site, *slugs, **others):
    return MultiDict([*(("entry", held(site, slug).id) for slug in slugs), *others.items()])


def address(form):
    return "/editor/pages/several?" + "&".join(f"{name}={value}" for name, value in form.items(multi=True))


def confirm(client, form):
    """Look at the confirm page, press its button, and come to the page after."""
    page = client.get(address(form))
    sent = MultiDict(form)
    sent["seen"] = page.one("input[name=seen]")["value"]
    answer = client.post("/editor/pages/several", sent.to_dict(flat=False))
    return client.get(answer.headers["Location"])


def test_a_topic_is_added_seen_and_undone(site, editor):
    form = ticked(site, "swimming", "climbing", action=bulk.ADD_TOPIC)
    assert "Which topic do you want to add?" in editor.get(address(form)).h1
    form["value"] = "sleep"
    page = confirm(editor, form)
    assert "2 pages" in page.h1
    assert "sleep" in held(site, "swimming").topics
    undo = page.one("form[action$=undo]")["action"]
    editor.post(undo)
    assert "Everything is as it was before." in editor.get(undo.removesuffix("/undo")).words
    assert "sleep" not in held(site, "swimming").topics


def test_the_families_site_knows_the_new_topic_at_once(site, editor):
    confirm(editor, ticked(site, "swimming", action=bulk.ADD_TOPIC, value="sleep"))
    assert "Swimming club" in site.client.get("/search?q=swimming+club&topic=sleep").words


def test_the_confirm_page_says_what_cannot_be_done_and_why(site, editor):
    alter(site, "swimming", state=WITHDRAWN)
    page = editor.get(address(ticked(site, "swimming", "climbing", action=bulk.CHECK)))
    assert page.h1 == "Mark 1 page as checked today"
    assert "1 page stays as it is" in page.words
    assert "It is not public." in page.words


def test_pages_are_given_to_somebody(site, editor):
    ann = create_person(site, "editor", name="Ann")
    form = ticked(site, "swimming", action=bulk.ASSIGN)
    assert "Ann" in editor.get(address(form)).texts("option")
    form["value"] = str(ann.id)
    assert "to Ann" in confirm(editor, form).h1
    assert held(site, "swimming").owner_id == ann.id


def test_providers_are_offered_only_for_pages_of_their_organisations(site, editor):
    create_person(site, "provider", name="Pat", organisations=[OTTERS])
    create_person(site, "provider", name="Quin", organisations=["others"])
    offered = editor.get(address(ticked(site, "swimming", action=bulk.ASSIGN))).texts("option")
    assert "Pat" in offered
    assert "Quin" not in offered


def test_everything_that_fits_can_be_chosen_without_ticking(site, editor):
    page = confirm(editor, MultiDict({"action": bulk.CHECK, "all": "1", "kind": "service", "q": "club"}))
    assert page.h1 == "Done: Mark 3 pages as checked today"
    assert held(site, "drawing").reviewed_on == TODAY


def test_nothing_else_is_done_than_what_was_seen(site, editor):
    form = ticked(site, "swimming", "climbing", action=bulk.CHECK)
    seen = editor.get(address(form)).one("input[name=seen]")["value"]
    alter(site, "climbing", state=WITHDRAWN)
    answer = editor.post("/editor/pages/several", form.to_dict(flat=False) | {"seen": seen})
    assert "Something has changed since you looked." in editor.get(answer.headers["Location"]).words
    assert held(site, "swimming").reviewed_on == KEPT["reviewed_on"]


def test_taking_down_needs_a_reason_and_a_reviewer(site, editor, reviewer):
    form = ticked(site, "swimming", action=bulk.WITHDRAW, value="")
    assert editor.ask(address(form)).status_code == 302
    form["reason"] = " "
    answer = reviewer.post("/editor/pages/several", form)
    assert "Say why you take them down." in reviewer.get(answer.headers["Location"]).words
    form["reason"] = "It has ended."
    confirm(reviewer, form)
    assert held(site, "swimming").state == WITHDRAWN
    site.client.get("/services/swimming", status=410)


def test_what_changed_since_is_told_when_the_rest_is_undone(site, reviewer):
    page = confirm(reviewer, ticked(site, "swimming", "climbing", action=bulk.WITHDRAW, value="", reason="Ended."))
    alter(site, "climbing", state=PUBLISHED)
    undo = page.one("form[action$=undo]")["action"]
    reviewer.post(undo)
    after = reviewer.get(undo.removesuffix("/undo"))
    assert "1 page could not be put back" in after.words
    assert "Climbing club" in after.words
    assert "Somebody has changed it since." in after.words
    assert held(site, "swimming").state == PUBLISHED


def test_nobody_else_sees_or_undoes_it_but_an_administrator(site, reviewer):
    page = confirm(reviewer, ticked(site, "swimming", action=bulk.CHECK))
    undo = page.one("form[action$=undo]")["action"]
    other, admin = (sign_in(site, create_person(site, role)) for role in ("reviewer", "admin"))
    other.get(undo.removesuffix("/undo"), status=404)
    other.post(undo, status=404)
    admin.post(undo)
    with site.database.session() as session:
        assert session.exec(select(BulkAction)).one().undone_at


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"action": "check"}, "Tick at least one page."),
        ({"all": "1", "q": "club"}, "Choose what to do with these pages."),
    ],
)
def test_what_is_missing_is_said(editor, form, said):
    answer = editor.ask(address(MultiDict(form)))
    assert said in editor.get(answer.headers["Location"]).words


@pytest.mark.parametrize(
    "form", [{"action": "add_topic", "value": "nonsense"}, {"action": "assign", "value": "9" * 30}]
)
def test_values_that_nobody_offered_are_refused(site, editor, form):
    editor.get(address(ticked(site, "swimming", **form)), status=409)


# --- quality, duplicates, links ---


def test_why_a_page_is_not_complete_leads_to_where_it_is_mended(site, editor):
    drawing = held(site, "drawing")
    alter(site, "drawing", review_due=TODAY - timedelta(days=1))
    page = editor.get(f"/editor/page/{drawing.id}/quality")
    assert "How complete is “Drawing club”?" in page.h1
    assert "There is no email or web address that families can see." in page.words
    assert f"/editor/page/{drawing.id}/write/contacts" in page.links()
    assert f"/editor/page/{drawing.id}/standing" in page.links()


def test_a_page_that_nobody_has_seen_yet_is_judged_by_its_draft(site, editor, acting):
    ann = create_person(site, "editor", name="Ann")
    new = acting(ann, "editor", lambda desk: begin(desk, "service", "A new club", {"organisation": OTTERS}))
    page = editor.get(f"/editor/page/{new.id}/quality")
    assert "Families do not see this page yet." in page.words
    assert "There is no phone number that families can see." in page.words


def test_providers_see_the_quality_of_their_own_pages_only(site):
    path = f"/editor/page/{held(site, 'drawing').id}/quality"
    sign_in(site, create_person(site, "provider", organisations=[OTTERS])).get(path)
    sign_in(site, create_person(site, "provider", organisations=["others"])).get(path, status=403)


@pytest.fixture
def twins(site, no_places):
    document = create_service(slug="swimming-again", title="The swimming club", organisation=OTTERS, **KEPT)
    site.change(lambda session: publish(session, save_draft(session, document, by="Ann"), locate=no_places))


def test_two_pages_about_one_thing_are_found_compared_and_told_apart(site, editor, twins):
    page = editor.get("/editor/duplicates")
    assert "The swimming club and Swimming club" in page.words or "Swimming club and The swimming club" in page.words
    assert "the same phone number" in page.words
    compared = editor.get(page.one(".lo-pairs a")["href"])
    assert "One thing or two?" in compared.h1
    ids = {name: compared.one(f"input[name={name}]")["value"] for name in ("one", "other")}
    editor.post("/editor/duplicates/two-things", ids)
    assert "No two pages look alike." in editor.get("/editor/duplicates").words


def test_what_is_found_alike_stands_on_the_desk(site, editor, twins):
    assert "swimming club" in block(editor.get("/editor/"), "Pages that may be about the same thing").lower()


def test_comparing_pages_that_there_are_not_is_refused(editor):
    editor.get("/editor/duplicates/compare?one=x&other=y", status=404)


def test_broken_links_lead_to_the_section_that_holds_them(site, editor):
    drawing = held(site, "drawing")
    url = drawing.fields["complaints_url"]
    tried = datetime(2026, 5, 4, 12, tzinfo=UTC)
    link = LinkTried(url=url, status=404, said="Not found.", works=False, failures=2, tried_at=tried)
    site.change(lambda session: session.add(link))
    page = editor.get("/editor/links")
    for told in (url, "4 May 2026", "404", "Not found.", "Mend it on “Drawing club”"):
        assert told in page.words
    assert any(link.startswith(f"/editor/page/{drawing.id}/write/") for link in page.links())
    editor.post("/editor/links/again", {"url": url})
    assert "It will be tried again within the hour." in editor.get("/editor/links").words
    with site.database.session() as session:
        assert session.get(LinkTried, url).tried_at.year == 2000


def test_when_every_link_works_the_desk_says_so(editor):
    assert "Every link that was tried works." in editor.get("/editor/links").words


def test_a_hidden_page_is_still_told_to_be_incomplete(site, editor):
    site.change(lambda session: hide(session, entry(session, "drawing")))
    assert held(site, "drawing").state == HIDDEN
    assert "Drawing club" in rows(editor.get("/editor/pages?wrong=incomplete"))


def test_the_rules_of_the_demonstration_are_loaded(site):
    with site.database.session() as session:
        rules = reference_data(session).desk
    assert rules.of_kind("service").trusted_fields == ["contacts", "schedule", "closed"]
    assert rules.of_kind("guide").trusted_fields == []
