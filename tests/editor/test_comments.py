"""Comments on the desk: the list, what a moderator sees and decides, how an answer begins, what a second one is told."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from localoffer.publishing.drafts import words_of
from localoffer.publishing.operations import publish, save_draft
from localoffer.records.entries import Entry
from localoffer.records.feedback import (
    HELD,
    INDIVIDUAL_CASE,
    PUBLISHED,
    RECEIVED,
    TAKEN_BACK,
    VEXATIOUS,
    Comment,
    Writer,
)
from localoffer.records.moments import now
from localoffer.records.people import AuditLine
from tests.editor.desk_pages import desk_of, entry_of
from tests.factories import create
from tests.web.people_fixtures import create_person, sign_in

PRIVATE = "My son Sam cannot read this page. Ring 01632 960 111."
PUBLIC = {"public_text": "I cannot read this page.", "theme": "information", "checked": "yes"}


@pytest.fixture
def site(small_site):
    return small_site


@pytest.fixture
def rae(site):
    return create_person(site, "reviewer", name="Rae")


@pytest.fixture
def client(site, rae):
    return sign_in(site, rae)


@pytest.fixture
def add(site):
    """``add("words", days=3, state=HELD)``: a comment received so many days ago; gives its number."""
    made = []

    def put(text=PRIVATE, days=0, email="", **values):
        mark = f"{len(made):064x}"
        given = {"token_digest": mark, "aspect": "content", "received_at": now() - timedelta(days=days)} | values

        def make(session):
            session.add(comment := Comment(text=text, **given))
            if email:
                session.add(Writer(token_digest=mark, email=email))
            session.flush()
            return comment.id

        made.append(site.change(make))
        return made[-1]

    return put


def now_of(site, number):
    with Session(site.database.engine, expire_on_commit=False) as session:
        return session.get(Comment, number)


def lines(page):
    return [" ".join(each.get_text(" ").split()) for each in page.select(".lo-voice")]


# --- the list ---


def test_what_waits_longest_comes_first_and_is_called_late(client, add, site):
    entry = entry_of(site)
    add("A new one.", days=1)
    add("x", days=400, state=PUBLISHED, public_text="Nobody rings back.", theme="health", entry_id=entry.id)
    add("y", days=350, state=PUBLISHED, public_text="The map is too small.")
    add("held", days=500, state=HELD)
    late, soon, new = lines(client.get("/editor/comments"))
    assert late.startswith(f"About “{entry.title}” Public Nobody rings back.")
    assert "Late: an answer was due by" in late
    assert "35 days ago" in late
    assert "Health and waiting" in late
    assert "Answer due by" in soon
    assert "A new one." in new
    assert "received 1 day ago" in new
    assert client.get("/editor/comments").select(".lo-too-late")


@pytest.mark.parametrize(
    ("state", "texts"),
    [
        ("new", ["One"]), ("unanswered", ["Two"]), ("held", ["Three"]), ("taken_back", [""]), ("answered", []),
        ("made-up", ["Two", "One"]),
    ],
)  # fmt: skip
def test_lists_are_narrowed_by_state(client, add, state, texts):
    add("One")
    add("", days=3, state=PUBLISHED, public_text="Two")
    add("Three", state=HELD)
    add("", state=TAKEN_BACK)
    found = lines(client.get(f"/editor/comments?state={state}"))
    assert len(found) == len(texts)
    assert all(text in line for text, line in zip(texts, found, strict=True))


def test_a_long_list_has_pages(client, add):
    for number in range(31):
        add(f"Comment number {number}.", days=40 - number)
    assert len(lines(client.get("/editor/comments"))) == 30
    assert "Comment number 30." in lines(client.get("/editor/comments?page=2"))[0]
    assert len(lines(client.get("/editor/comments?page=99999"))) == 1


def test_an_empty_list_says_so(client):
    assert "Every comment is answered." in client.get("/editor/comments").words
    assert "No comment is on this list." in client.get("/editor/comments?state=held").words


def test_only_reviewers_enter(site, add):
    number = add()
    for role in ("provider", "editor"):
        other = sign_in(site, create_person(site, role))
        for path in ("/editor/comments", f"/editor/comments/{number}", "/editor/comments/answer"):
            assert other.ask(path).status_code == 403
        other.post(f"/editor/comments/{number}/publish", PUBLIC, status=403)
    assert now_of(site, number).state == RECEIVED


# --- one comment ---


def test_a_moderator_sees_the_words_with_what_may_tell_who_it_is(client, add):
    page = client.get(f"/editor/comments/{add()}")
    assert [each.get_text() for each in page.select(".lo-tells")] == [
        "Sam (perhaps a name)",
        "01632 960 111 (a phone number)",
    ]
    assert page.one("#public_text").get_text().strip() == "My son […] cannot read this page. Ring […]."
    assert "Private. Only reviewers see this." in page.words


def test_harmless_words_are_there_to_be_published(client, add):
    page = client.get(f"/editor/comments/{add('The page is hard to read.')}")
    assert page.one("#public_text").get_text().strip() == "The page is hard to read."
    assert not page.select(".lo-tells")


def test_words_of_the_glossary_and_places_are_not_marked(client, add):
    assert not client.get(f"/editor/comments/{add('In Exeter the Annual Review is late.')}").select(".lo-tells")


def test_how_to_reach_who_wrote_is_folded_away_and_only_there_while_we_keep_it(client, add):
    page = client.get(f"/editor/comments/{add(email='jo@example.org')}")
    assert page.one("details.govuk-details a").get_text() == "jo@example.org"
    assert not page.one("details.govuk-details").has_attr("open")
    assert not client.get(f"/editor/comments/{add()}").select("details.govuk-details")


def test_a_comment_that_is_not_there(client):
    assert client.get("/editor/comments/999", status=404).h1 == "We cannot find that page"


def test_hostile_words_are_only_words(client, add):
    page = client.get(f"/editor/comments/{add('</textarea><script>alert(1)</script><b>Sam</b>')}")
    assert not [each for each in page.named("script") if "alert" in each.get_text()]
    assert "<script>alert(1)</script>" in page.one(".lo-private__words").get_text()


def test_publishing(client, site, add, rae):
    number = add()
    client.post(f"/editor/comments/{number}/publish", PUBLIC, status=303)
    comment = now_of(site, number)
    assert (comment.state, comment.public_text, comment.text) == (PUBLISHED, "I cannot read this page.", PRIVATE)
    page = client.get(f"/editor/comments/{number}")
    assert "The comment is public now." in page.words
    assert "Published by Rae" in page.words


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"checked": ""}, "Check that nobody can be recognised. Then tick the box."),
        ({"public_text": " "}, "Write what families will read, in at most 3000 letters."),
        ({"theme": ""}, "Choose a theme."),
    ],
)
def test_what_is_not_right_is_said_and_nothing_typed_is_lost(client, site, add, wrong, sentence):
    number = add()
    given = PUBLIC | {"public_text": "Sam’s own words."} | wrong
    page = client.page_after(f"/editor/comments/{number}/publish", given, status=422)
    assert sentence in page.one(".govuk-error-summary").get_text()
    assert page.one("#public_text").get_text().strip() == given["public_text"].strip()
    assert now_of(site, number).state == RECEIVED
    if given["public_text"].strip():
        assert "“Sam’s” (perhaps a name)" in page.one(".lo-telling").get_text()


def test_holding_shows_where_to_send_a_family(client, site, add):
    number = add(email="jo@example.org")
    guide = create("guide", slug="complaints", title="How to complain", topics=["complaint"])
    site.change(lambda session: publish(session, save_draft(session, guide, by="t"), locate=lambda _: None))
    given = {"reason": INDIVIDUAL_CASE, "note": "We rang them."}
    client.post(f"/editor/comments/{number}/hold", given, status=303)
    page = client.get(f"/editor/comments/{number}")
    assert "Where to send the family" in page.words
    assert "How to complain" in page.words
    assert "We rang them." in page.words
    assert now_of(site, number).hold_reason == INDIVIDUAL_CASE


def test_a_hurtful_comment_is_held_without_that(client, add):
    number = add()
    client.post(f"/editor/comments/{number}/hold", {"reason": VEXATIOUS}, status=303)
    assert "Where to send the family" not in client.get(f"/editor/comments/{number}").words


def test_holding_needs_one_of_the_two_reasons(client, site, add):
    number = add()
    page = client.page_after(f"/editor/comments/{number}/hold", {"reason": "", "note": "My note."}, status=422)
    assert "Choose one of the two reasons." in page.one(".govuk-error-summary").get_text()
    assert page.one("#note").get_text().strip() == "My note."
    assert now_of(site, number).state == RECEIVED


def test_a_decision_is_undone(client, site, add):
    number = add()
    client.post(f"/editor/comments/{number}/publish", PUBLIC, status=303)
    client.post(f"/editor/comments/{number}/reopen", {"seen": PUBLISHED}, status=303)
    assert now_of(site, number).state == RECEIVED
    page = client.get(f"/editor/comments/{number}")
    assert page.one("#public_text").get_text().strip() == "I cannot read this page."


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("publish", PUBLIC), ("hold", {"reason": VEXATIOUS}), ("reopen", {"seen": HELD}),
    ],
)  # fmt: skip
def test_a_second_moderator_is_told_who_decided(client, site, add, path, given):
    number = add()
    other = sign_in(site, create_person(site, "reviewer", name="Ben"))
    other.post(f"/editor/comments/{number}/publish", PUBLIC | {"public_text": "Words of Ben."}, status=303)
    page = client.page_after(f"/editor/comments/{number}/{path}", given, status=409)
    assert "Ben decided about this comment while you had it open. Nothing you chose was done." in page.words
    if path == "publish":
        assert page.one("#yours").parent.get_text().count(PUBLIC["public_text"]) == 1
    assert now_of(site, number).public_text == "Words of Ben."


def test_what_was_taken_back_meanwhile_stays_so(client, site, add):
    number = add("", state=TAKEN_BACK)
    page = client.page_after(f"/editor/comments/{number}/publish", PUBLIC, status=409)
    assert "This comment has changed while you had it open." in page.words
    assert "Whoever wrote this took it back." in page.words


def test_a_theme_is_changed(client, site, add):
    number = add(state=PUBLISHED, public_text="x", theme="health")
    client.post(f"/editor/comments/{number}/theme", {"theme": "transport"}, status=303)
    assert now_of(site, number).theme == "transport"
    client.post(f"/editor/comments/{number}/theme", {"theme": "made-up"}, status=422)


# --- answering ---


def test_several_comments_get_one_new_answer(client, site, add, rae):
    entry = entry_of(site)
    one = add("a", days=9, state=PUBLISHED, public_text="Too small.", theme="information", entry_id=entry.id)
    other = add("b", days=3, state=PUBLISHED, public_text="Too grey.", theme="information")
    page = client.get(f"/editor/comments/answer?comment={one}")
    assert [each["value"] for each in page.select("input[name=comment]")] == [str(one), str(other)]
    assert [each["value"] for each in page.select("input[name=comment][checked]")] == [str(one)]
    given = {"comment": [one, other], "how": "new", "title": "Letters that can be read"}
    answer = client.post("/editor/comments/answer", given, status=303)
    with site.database.session() as session:
        response = session.exec(select(Entry).where(Entry.kind == "response")).one()
        words = words_of(desk_of(site, session, rae), response)
    assert answer.headers["Location"] == f"/editor/page/{response.id}"
    assert words["you_said"] == "Too small.\n\nToo grey."
    assert words["about"] == [entry.address]
    assert {now_of(site, each).response_id for each in (one, other)} == {response.id}
    form = client.get(f"/editor/page/{response.id}/write/said")
    assert form.one("[name=you_said]").get_text().strip() == "Too small.\n\nToo grey."
    assert "Until then the comment counts as not answered." in client.get(f"/editor/comments/{one}").words


def test_an_answer_that_is_there_is_linked(client, site, add):
    number = add(state=PUBLISHED, public_text="Too small.", theme="information")
    document = create("response")
    response = site.change(
        lambda session: publish(session, save_draft(session, document, by="t"), locate=lambda _: None)
    )
    page = client.get(f"/editor/comments/answer?comment={number}")
    assert "Clearer letters about EHC plans (Done)" in page.words
    client.post("/editor/comments/answer", {"comment": number, "how": "old", "response": response.id}, status=303)
    assert lines(client.get("/editor/comments?state=answered")) != []
    assert "Late" not in client.get(f"/editor/comments/{number}").words
    client.post(f"/editor/comments/{number}/no-answer", status=303)
    assert now_of(site, number).response_id is None


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"comment": "", "how": "new", "title": "A name"}, "Tick at least one comment."),
        ({"how": "new", "title": "x"}, "Give the answer a name, in at most 80 letters."),
        ({"how": "old", "response": "made-up"}, "Choose an answer from the list."),
        ({"how": ""}, "Say whether there is an answer already."),
    ],
)
def test_what_an_answer_lacks_is_said(client, site, add, given, sentence):
    number = add(state=PUBLISHED, public_text="Too small.", theme="information")
    page = client.page_after("/editor/comments/answer", {"comment": number} | given, status=422)
    assert sentence in page.one(".govuk-error-summary").get_text()
    assert now_of(site, number).response_id is None


def test_what_is_not_public_cannot_be_chosen(client, add):
    number = add()
    assert (
        "No public comment waits for an answer"
        in client.get(f"/editor/comments/answer?comment={number}&comment=x").words
    )
    client.post("/editor/comments/answer", {"comment": number, "how": "new", "title": "A name"}, status=422)


# --- elsewhere on the desk ---


def test_what_is_late_is_the_first_thing_a_reviewer_sees(client, site, add):
    entry = entry_of(site)
    add("Private Sam.", days=400, state=PUBLISHED, public_text="x", entry_id=entry.id)
    add("Private Jo.", days=2)
    page = client.get("/editor/")
    first = page.select(".lo-waiting")[0]
    assert first.select_one("h2").get_text(" ").startswith("Families wait for an answer: too late")
    assert f"About “{entry.title}”" in first.get_text()
    assert first.select(".lo-too-late")
    assert "New comments" in page.words
    assert "Private" not in page.words
    editor = sign_in(site, create_person(site, "editor")).get("/editor/")
    assert "too late" not in editor.words
    assert "New comments" not in editor.words


def test_the_log_tells_of_comments_by_number_alone(client, site, add):
    number = add()
    client.post(f"/editor/comments/{number}/hold", {"reason": VEXATIOUS, "note": "Sam"}, status=303)
    page = sign_in(site, create_person(site, "admin")).get("/editor/audit?action=comment.")
    assert f"Rae held Comment {number} back." in page.words
    with site.database.session() as session:
        assert "Sam" not in str([line.detail for line in session.exec(select(AuditLine))])


def test_the_page_reads_in_arabic(client, add):
    for page in (client.get(f"/editor/comments/{add()}?lang=ar"), client.get("/editor/comments?lang=ar")):
        assert page.soup.html["dir"] == "rtl"
        assert "تعليق" in page.words
