"""Reviewing on the desk: what reviewers see, what they decide, and who is told."""

import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from sqlmodel import Session, col, select

from localoffer.publishing import review
from localoffer.publishing.drafts import begin, take_back
from localoffer.records.desk_rules import DeskRules
from localoffer.records.entries import PUBLISHED, RETURNED, SCHEDULED, SUBMITTED, Entry, Reference
from localoffer.records.posts import Letter
from tests.editor.desk_pages import approve, desk_of, do, entry_of, open_of, send, write
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
def rae(site):
    return create_person(site, "reviewer", name="Rae")


@pytest.fixture
def client(site, rae):
    return sign_in(site, rae)


@pytest.fixture
def waiting(site, entry, ana):
    """A guide whose name and summary Ana has changed and sent."""
    write(site, ana, entry.id, title="A name by Ana", summary="A summary by Ana, long enough.")
    send(site, ana, entry.id, note="The old name was wrong.")
    return entry


def address(entry):
    return f"/editor/page/{entry.id}/review"


def now_of(site, entry):
    with site.database.session() as session:
        return session.get_one(Entry, entry.id)


def letters(site):
    with site.database.session() as session:
        return session.exec(select(Letter).order_by(col(Letter.id))).all()


def form_of(client, entry, **chosen):
    """What a browser would send of the review, with ``chosen`` on top."""
    page = client.get(address(entry))
    names = {tag["name"]: tag["value"] for tag in page.soup.select('input[type="radio"][checked]')}
    seen = page.one('input[name="seen"]')["value"]
    return {"seen": seen, "do": "answer", "publish-time": "09:00", **names, **chosen}


def test_the_queue_tells_what_waits_the_oldest_first(site, client, waiting, ana):
    second = entry_of(site, number=1)
    write(site, ana, second.id, title="The second one")
    send(site, ana, second.id)
    page = client.get("/editor/review")
    assert [tag.get_text(strip=True) for tag in page.soup.select(".lo-queue__title")] == [waiting.title, second.title]
    first = page.soup.select_one(".lo-queue__item").get_text(" ", strip=True)
    assert "Sent by Ana" in first
    assert "2 parts changed" in first
    assert "The old name was wrong." in first
    assert "2 pages wait" in page.soup.get_text(" ", strip=True)


def test_an_empty_queue_says_so(client):
    assert "Nothing waits for a review." in client.get("/editor/review").soup.get_text()


@pytest.mark.parametrize("role", ["provider", "editor"])
def test_only_reviewers_may_look(site, waiting, role):
    other = sign_in(site, create_person(site, role))
    other.get("/editor/review", status=403)
    other.get(address(waiting), status=403)
    other.post(address(waiting), {"seen": "x"}, status=403)
    assert open_of(site, waiting.id).state == SUBMITTED


def test_each_change_shows_both_versions_with_words_marked(client, waiting):
    page = client.get(address(waiting))
    assert [tag.get_text(strip=True) for tag in page.soup.select(".lo-change__name")] == [
        "Name", "What it is, in one or two sentences",
    ]  # fmt: skip
    assert page.soup.select_one("#change-title").find_parent("section").select("ins, del")
    assert "added:" in page.soup.select_one("ins").get_text()
    assert "The old name was wrong." in page.soup.get_text()
    assert "Good to go" in page.soup.get_text() or "to fix" in page.soup.get_text()


def test_accepting_everything_publishes_it(site, client, waiting):
    client.post(address(waiting), form_of(client, waiting, do="all"), status=303)
    entry = now_of(site, waiting)
    assert (entry.title, entry.state) == ("A name by Ana", PUBLISHED)
    assert "“A name by Ana” is public now." in client.get("/editor/review").soup.get_text()
    assert site.client.get(f"/{entry.address}").soup.h1.get_text(strip=True) == "A name by Ana"


def test_a_part_can_go_back_with_its_reason(site, client, waiting):
    form = form_of(client, waiting, **{"decide.summary": "back", "reason.summary": "Say for whom it is."})
    client.post(address(waiting), form, status=303)
    assert now_of(site, waiting).title == "A name by Ana"
    assert now_of(site, waiting).summary == waiting.summary
    assert open_of(site, waiting.id).returned == {"summary": "Say for whom it is."}
    page = client.get("/editor/review")
    assert "The rest went back" in page.soup.get_text()
    assert "Sent back, and waiting for the writer" in page.soup.get_text()
    assert "Say for whom it is." in client.get(address(waiting)).soup.get_text()


def test_a_part_that_goes_back_needs_a_reason(site, client, waiting):
    form = form_of(client, waiting, **{"decide.title": "back", "reason.summary": "typed, then thought better of"})
    page = client.page_after(address(waiting), form, status=422)
    assert page.one(".govuk-error-summary a")["href"] == "#reason-title"
    assert page.one("#reason-title-error")
    assert page.one("#back-title").has_attr("checked")
    assert "typed, then thought better of" in page.one("#reason-summary").get_text()
    assert open_of(site, waiting.id).state == SUBMITTED


def test_it_can_be_put_off_to_a_day_and_time_in_england(site, client, waiting):
    day = (datetime.now(UTC) + timedelta(days=250)).replace(month=7, day=9)
    if day < datetime.now(UTC):
        day = day.replace(year=day.year + 1)
    form = form_of(client, waiting, when="later") | {
        "publish-day": "9", "publish-month": "7", "publish-year": str(day.year), "publish-time": "17:30",
    }  # fmt: skip
    client.post(address(waiting), form, status=303)
    revision = open_of(site, waiting.id)
    assert revision.state == SCHEDULED
    assert revision.publish_at.replace(tzinfo=UTC) == datetime(day.year, 7, 9, 16, 30, tzinfo=UTC), "summer time"
    assert f"9 July {day.year} at 17:30" in client.get("/editor/review").soup.get_text()
    client.post(f"/editor/page/{waiting.id}/unschedule", status=303)
    assert open_of(site, waiting.id).state == SUBMITTED


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("", "", "", "09:00"), "Say on which day."),
        (("31", "2", "2099", "09:00"), "Write a real date"),
        (("1", "2", "99", "09:00"), "Write a real date"),
        (("1", "2", "2099", "nine"), "Write a time like"),
        (("1", "2", "2020", "09:00"), "This moment is past."),
        (("١", "٢", "٢٠٩٩", "09:00"), "Write a real date"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_place(site, client, waiting, typed, said):
    day, month, year, clock = typed
    form = form_of(client, waiting, when="later") | {
        "publish-day": day, "publish-month": month, "publish-year": year, "publish-time": clock,
    }  # fmt: skip
    page = client.page_after(address(waiting), form, status=422)
    link = page.one(".govuk-error-summary a")
    assert link["href"] == "#publish-day"
    assert said in link.get_text()
    assert page.one("#publish-day")["value"] == day
    assert open_of(site, waiting.id).state == SUBMITTED


def test_parts_cannot_go_back_while_the_rest_waits_for_a_day(site, client, waiting):
    form = form_of(client, waiting, when="later", **{"decide.title": "back", "reason.title": "Why?"}) | {
        "publish-day": "1", "publish-month": "2", "publish-year": "2099",
    }  # fmt: skip
    page = client.page_after(address(waiting), form, status=422)
    assert "the rest becomes public now" in page.one(".govuk-error-summary").get_text()


def test_what_changed_since_it_was_looked_at_is_not_decided(site, client, waiting, ana):
    form = form_of(client, waiting)
    do(site, ana, waiting.id, lambda desk, entry: take_back(desk, entry) and None)
    write(site, ana, waiting.id, title="Quite another name")
    send(site, ana, waiting.id)
    client.post(address(waiting), form, status=303)
    assert now_of(site, waiting).title == waiting.title
    assert "Nothing was decided." in client.get(address(waiting)).soup.get_text()


@pytest.mark.parametrize("state", ["decided", "taken back", "never changed"])
def test_what_no_longer_waits_says_so(site, client, entry, ana, state):
    if state != "never changed":
        write(site, ana, entry.id, title="A name by Ana")
        send(site, ana, entry.id)
    if state == "decided":
        approve(site, entry.id)
    if state == "taken back":
        do(site, ana, entry.id, lambda desk, each: take_back(desk, each) and None)
    page = client.get(address(entry))
    assert "Nothing of this page waits for a review" in page.soup.get_text()
    client.post(address(entry), {"seen": "x"}, status=303)


def test_what_is_left_must_make_a_whole_page(own_site):
    rae = create_person(own_site, "reviewer", name="Rae")
    ana = create_person(own_site, "editor", name="Ana")
    with own_site.database.session() as session:
        service = next(
            each
            for each in session.exec(select(Entry).where(Entry.kind == "service").order_by(Entry.slug))
            if each.fields["cost"] == "free" and not each.fields.get("cost_note")
        )
    write(own_site, ana, service.id, cost="paid", cost_note="£2 for each child.")
    send(own_site, ana, service.id, reason="It was so before.")
    client = sign_in(own_site, rae)
    form = form_of(client, service, **{"decide.cost_note": "back", "reason.cost_note": "Is it?"})
    page = client.page_after(address(service), form, status=422)
    assert "This cannot be published as it is." in page.one(".govuk-error-summary").get_text()
    assert page.one("#back-cost_note").has_attr("checked")
    assert open_of(own_site, service.id).state == SUBMITTED


def test_a_new_page_is_shown_whole_and_goes_back_whole(site, client, ana):
    template = entry_of(site)
    with site.database.session() as session:
        words = session.get_one(Entry, template.id).document().model_dump(mode="json")
    for name in ("title", "slug", "reviewed_on", "review_due", "verified_by", "published_on", "closed"):
        words.pop(name)

    def start(session: Session):
        return begin(desk_of(site, session, ana), "guide", "A guide nobody has seen", words)

    new = site.change(start)
    send(site, ana, new.id, checked=True, reason="It is from another page.")
    page = client.get(address(new))
    names = [tag.get_text(strip=True) for tag in page.soup.select(".lo-change__name")]
    assert len(names) > 10
    assert "Families see now" not in page.soup.get_text()
    form = form_of(client, new, **{"decide.summary": "back", "reason.summary": "Say for whom."})
    client.post(address(new), form, status=303)
    assert open_of(site, new.id).state == RETURNED
    site.client.get(f"/guides/{new.slug}", status=404)
    assert "went back to whoever wrote it" in client.get("/editor/review").soup.get_text()
    subject = letters(site)[-1]
    assert subject.to == ana.email
    assert "The page is public once they are right." in subject.text


def test_what_to_look_at_is_listed(site, client, entry, ana):
    quick = dict(entry.quick_read) | {"what_it_is": "This is for a child who suffers from something."}
    write(site, ana, entry.id, quick_read=quick, body="Quite another text.", related=["guides/nobody-has-this"])
    send(site, ana, entry.id, reason="These are the words of the law.")
    text = " ".join(client.get(address(entry)).soup.get_text(" ").split())
    assert "1 thing to fix" in text
    assert "can hurt" in text
    assert "These are the words of the law." in text
    assert "The text has changed since somebody last checked the quick read" in text
    assert "“guides/nobody-has-this”, which families cannot see" in text


def test_what_was_typed_is_text_and_nothing_else(site, client, entry, ana):
    write(site, ana, entry.id, title="<script>alert(1)</script>", summary="<b>bold</b> and long enough to be one.")
    send(site, ana, entry.id, note="’><img src=x onerror=alert(1)>")
    page = client.get(address(entry))
    assert not page.soup.select("main script, main img, main b")
    assert "<script>alert(1)</script>" in page.soup.get_text()


def test_where_four_eyes_are_asked_for_the_writer_sees_no_form(site, entry, rae):
    def set_rules(session):
        rules = DeskRules(four_eyes=True).model_dump(mode="json")
        session.merge(Reference(name="desk", document=rules, digest="x"))

    site.change(set_rules)
    write(site, rae, entry.id, title="A name by Rae")
    send(site, rae, entry.id)
    client = sign_in(site, rae)
    page = client.get(address(entry))
    assert "Somebody else must review this" in page.soup.get_text()
    assert not page.soup.select("#when-now")
    with site.database.session() as session:
        looked_at = review.seen_in(session.get_one(Entry, entry.id), open_of(site, entry.id))
    client.post(address(entry), {"seen": looked_at, "do": "all"}, status=403)
    assert now_of(site, entry).title == entry.title


# --- letters ---


def test_reviewers_are_told_once_a_day_what_waits(site, entry, ana, rae):
    create_person(site, "admin", name="Ada")
    create_person(site, "reviewer", name="Gone", active=False)
    create_person(site, "reviewer", name="Try", demonstration=True)
    write(site, ana, entry.id, title="A name by Ana")
    client = sign_in(site, ana)
    sent = f"/editor/page/{entry.id}/send"
    client.post(sent, {"note": "Please.", "checked": "yes", "reason": "So it is."}, status=303)
    client.post(f"/editor/page/{entry.id}/take-back", status=303)
    client.post(sent, {"note": "Please.", "checked": "yes", "reason": "So it is."}, status=303)
    found = letters(site)
    assert len(found) == 2
    told = next(each for each in found if each.to == rae.email)
    assert told.subject == f"Please review “{entry.title}”"
    assert f"https://local-offer.example.org/editor/page/{entry.id}/review" in told.text
    assert "- Name" in told.text
    assert "They say: Please." in told.text
    assert ana.email not in told.text


def test_the_writer_is_told_what_came_back_and_why(site, client, waiting, ana):
    client.post(
        address(waiting), form_of(client, waiting, **{"decide.title": "back", "reason.title": "Why?"}), status=303
    )
    [told] = letters(site)
    assert (told.to, told.subject) == (ana.email, f"Please look at “{waiting.title}” again")
    assert "Name\nWhy?" in told.text
    assert f"/editor/page/{waiting.id}" in told.text


def test_the_writer_is_told_that_it_is_public(site, client, waiting, ana):
    client.post(address(waiting), form_of(client, waiting), status=303)
    [told] = letters(site)
    assert told.subject == "“A name by Ana” is public now"
    assert f"https://local-offer.example.org/{waiting.address}" in told.text
    assert "Rae has accepted" in told.text


def test_nobody_is_told_what_they_decided_themselves(site, client, entry, rae):
    write(site, rae, entry.id, title="A name by Rae")
    send(site, rae, entry.id)
    client.post(address(entry), form_of(client, entry), status=303)
    assert letters(site) == []


def test_sent_back_twice_the_writer_is_told_twice(site, client, waiting, ana):
    for reason in ("Why?", "And why now?"):
        chosen = {f"decide.{name}": "back" for name in ("title", "summary")} | {
            f"reason.{name}": reason for name in ("title", "summary")
        }
        client.post(address(waiting), form_of(client, waiting, **chosen), status=303)
        time.sleep(1.1)
        send(site, ana, waiting.id)
    assert [each.to for each in letters(site)] == [ana.email, ana.email]


def test_approving_is_seen_at_once_by_another_process(site, client, waiting, create_site):
    """Two applications on one database: page and search of the other show it within a second."""
    from localoffer.factory import create_app
    from tests.web.page_client import PageClient

    other = PageClient(create_app(site.settings))
    query = "/search?" + urlencode({"q": "quokkabird"})
    assert "quokkabird" not in other.get(f"/{waiting.address}").soup.main.get_text().lower()
    do(site, None, waiting.id, lambda desk, entry: take_back(desk, entry) and None)
    write(site, None, waiting.id, title="The quokkabird guide")
    send(site, None, waiting.id)
    start = time.perf_counter()
    do(site, None, waiting.id, lambda desk, entry: review.decide(desk, entry, returned={}) and None)
    assert other.get(f"/{waiting.address}").soup.h1.get_text(strip=True) == "The quokkabird guide"
    assert "The quokkabird guide" in other.get(query).soup.main.get_text()
    assert time.perf_counter() - start < 5
