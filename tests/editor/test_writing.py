"""Writing a page on the desk: beginning, sections, saving, clashes, kept words, sending.

Over 400 lines: beginning, saving, clashing and sending are stations of one page, and share how it is made.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlmodel import select

from localoffer.records.entries import DRAFT, PUBLISHED, SUBMITTED, Entry, Revision
from localoffer.records.queries import find_entry, open_revision
from tests.web.people_fixtures import create_person, sign_in

GUIDE = "guide"


@pytest.fixture
def site(small_site):
    return small_site


@pytest.fixture
def entry(site):
    """A published guide."""
    with site.database.session() as session:
        return session.exec(select(Entry).where(Entry.kind == GUIDE).order_by(Entry.slug)).first()


@pytest.fixture
def ana(site):
    return create_person(site, "editor", name="Ana")


@pytest.fixture
def ben(site):
    return create_person(site, "editor", name="Ben")


def revision_of(site, entry_id):
    with site.database.session() as session:
        return open_revision(session, entry_id)


def address(entry_id, section=""):
    return f"/editor/page/{entry_id}" + (f"/write/{section}" if section else "")


def filled(page):
    """What a browser would send of the page's form: name -> value, or values where there are several."""
    pairs = []
    form = page.one("form[data-writing]")
    for tag in form.select("input[name], textarea[name], select[name]"):
        if tag.name == "textarea":
            pairs.append((tag["name"], tag.get_text().removeprefix("\n")))
        elif tag.name == "select":
            chosen = tag.select("option[selected]") or tag.select("option")[:1]
            pairs.append((tag["name"], chosen[-1]["value"]))
        elif tag.get("type") not in ("checkbox", "radio") or tag.has_attr("checked"):
            pairs.append((tag["name"], tag.get("value", "")))
    found = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def write(client, entry_id, section, do="list", status=303, **changes):
    """Open a section, change something and press a button."""
    sent = filled(client.get(address(entry_id, section))) | {"do": do}
    sent |= changes
    return client.post(address(entry_id, section), sent, status=status)


def test_the_task_list_of_a_public_page_says_that_everything_is_done(site, entry, ana):
    page = sign_in(site, ana).get(address(entry.id))
    assert page.h1 == entry.title
    assert "Families can see this page" in page.words
    assert "thing to put right" not in page.words


def test_a_form_that_is_sent_unchanged_changes_nothing(site, entry, ana):
    client = sign_in(site, ana)
    for link in client.get(address(entry.id)).links():
        if "/write/" in link:
            section = link.partition("/write/")[2].partition("?")[0]
            write(client, entry.id, section)
    assert revision_of(site, entry.id) is None


def test_what_is_written_is_saved_as_a_draft_that_families_do_not_see(site, entry, ana):
    client = sign_in(site, ana)
    write(client, entry.id, "basics", title="A better name")
    assert revision_of(site, entry.id).document["title"] == "A better name"
    assert entry.title in client.get(f"/{entry.address}").h1
    assert "You last saved these changes" in client.get(address(entry.id)).words


def test_wrong_words_are_saved_too_and_said_beside_their_fields(site, entry, ana):
    client = sign_in(site, ana)
    answer = write(client, entry.id, "basics", do="save", title="No")
    assert revision_of(site, entry.id).document["title"] == "No"
    page = client.get(answer.headers["Location"])
    assert page.one("#title")["value"] == "No"
    assert [str(link["href"]) for link in page.select(".govuk-error-summary a")] == ["#title"]
    assert "1 thing to put right" in client.get(address(entry.id)).words


def test_save_and_go_on_leads_to_the_next_part(site, entry, ana):
    answer = write(sign_in(site, ana), entry.id, "basics", do="save")
    assert answer.headers["Location"] == address(entry.id, "who")


def test_a_contact_is_added_moved_and_removed_with_plain_buttons(site, entry, ana):
    client = sign_in(site, ana)
    before = client.get(address(entry.id, "contacts"))
    count = len(before.select(".lo-repeat__item"))
    answer = write(client, entry.id, "contacts", do="add:contacts")
    assert f"#contacts.{count}" in answer.headers["Location"]
    path = answer.headers["Location"].partition("#")[0]
    sent = filled(client.get(path)) | {
        f"contacts.{count}.kind": "email", f"contacts.{count}.value": "new@example.org", "do": f"up:contacts.{count}",
    }  # fmt: skip
    client.post(address(entry.id, "contacts"), sent, status=303)
    contacts = revision_of(site, entry.id).document["contacts"]
    assert [each["value"] for each in contacts][count - 1] == "new@example.org"
    write(client, entry.id, "contacts", do=f"remove:contacts.{count - 1}")
    assert revision_of(site, entry.id) is None  # it says what the public sees again


def test_an_empty_line_that_was_asked_for_is_not_saved(site, entry, ana):
    client = sign_in(site, ana)
    write(client, entry.id, "contacts", do="add:contacts")
    assert revision_of(site, entry.id) is None


def test_a_link_takes_the_name_of_a_page(site, entry, ana):
    client = sign_in(site, ana)
    with site.database.session() as session:
        other = session.exec(select(Entry).where(Entry.kind == "term").order_by(Entry.slug)).first()
    write(client, entry.id, "found", **{"related.0": other.title.upper()})
    assert revision_of(site, entry.id).document["related"][0] == other.address


def test_a_link_that_fits_nothing_offers_what_may_be_meant(site, entry, ana):
    client = sign_in(site, ana)
    answer = write(client, entry.id, "found", do="save", **{"related.0": entry.title[:6]})
    page = client.get(answer.headers["Location"])
    assert "Did you mean one of these?" in page.words
    assert entry.title in page.texts(".lo-like label")
    sent = filled(page) | {"related.0.~pick": entry.address, "do": "list"}
    client.post(address(entry.id, "found"), sent, status=303)
    assert revision_of(site, entry.id).document["related"][0] == entry.address


def autosave(client, entry_id, section, fields, status=200):
    answer = client.post(address(entry_id, section), fields, status=status, headers={"Accept": "application/json"})
    return answer.json


def test_words_are_saved_while_somebody_writes(site, entry, ana):
    client = sign_in(site, ana)
    fields = filled(client.get(address(entry.id, "basics")))
    first = autosave(client, entry.id, "basics", fields | {"title": "While I write"})
    assert re.fullmatch(r"\d\d:\d\d", first["saved_at"])
    again = autosave(client, entry.id, "basics", fields | {"title": "While I write more", "seen": first["seen"]})
    assert again["seen"] != first["seen"]
    assert revision_of(site, entry.id).document["title"] == "While I write more"


def test_two_people_never_overwrite_each_other(site, entry, ana, ben):
    one, other = sign_in(site, ana), sign_in(site, ben)
    bens = filled(other.get(address(entry.id, "basics")))
    write(one, entry.id, "basics", title="What Ana wrote")
    page = other.page_after(address(entry.id, "basics"), bens | {"title": "What Ben wrote", "do": "list"}, status=409)
    assert page.h1 == "Somebody else changed this too"
    assert "Ana saved another version" in page.words
    assert page.texts(".lo-version__line") == ["What Ben wrote", "What Ana wrote"]
    assert revision_of(site, entry.id).document["title"] == "What Ana wrote"

    choose = {"seen": page.one("input[name=seen]")["value"]}
    again = other.page_after(address(entry.id, "basics") + "/choose", choose, status=422)
    assert "Choose one of the two." in again.words
    other.post(address(entry.id, "basics") + "/choose", choose | {"choose.title": "mine"}, status=303)
    assert revision_of(site, entry.id).document["title"] == "What Ben wrote"
    assert "We kept" not in other.get(address(entry.id, "basics")).words


def test_the_other_version_may_stay(site, entry, ana, ben):
    one, other = sign_in(site, ana), sign_in(site, ben)
    bens = filled(other.get(address(entry.id, "basics")))
    write(one, entry.id, "basics", title="What Ana wrote")
    page = other.page_after(address(entry.id, "basics"), bens | {"title": "What Ben wrote"}, status=409)
    choose = {"seen": page.one("input[name=seen]")["value"], "choose.title": "theirs"}
    other.post(address(entry.id, "basics") + "/choose", choose, status=303)
    assert revision_of(site, entry.id).document["title"] == "What Ana wrote"


def test_words_that_could_not_be_saved_wait_for_whoever_wrote_them(site, entry, ana, ben):
    one, other = sign_in(site, ana), sign_in(site, ben)
    bens = filled(other.get(address(entry.id, "basics")))
    write(one, entry.id, "basics", title="What Ana wrote")
    other.post(address(entry.id, "basics"), bens | {"title": "What Ben wrote"}, status=409)
    page = other.get(address(entry.id, "basics"))
    assert "We kept what you wrote" in page.words
    assert page.one("#title")["value"] == "What Ben wrote"
    assert one.get(address(entry.id, "basics")).one("#title")["value"] == "What Ana wrote"
    # saving them meets the other version again: nothing is overwritten behind anybody's back
    other.post(address(entry.id, "basics"), filled(page) | {"do": "list"}, status=409)
    other.post(address(entry.id, "basics") + "/drop", status=303)
    assert other.get(address(entry.id, "basics")).one("#title")["value"] == "What Ana wrote"


def test_a_choice_made_on_an_old_version_is_asked_again(site, entry, ana, ben):
    one, other = sign_in(site, ana), sign_in(site, ben)
    bens = filled(other.get(address(entry.id, "basics")))
    write(one, entry.id, "basics", title="What Ana wrote")
    page = other.page_after(address(entry.id, "basics"), bens | {"title": "What Ben wrote"}, status=409)
    write(one, entry.id, "basics", title="What Ana wrote later")
    choose = {"seen": page.one("input[name=seen]")["value"], "choose.title": "mine"}
    again = other.page_after(address(entry.id, "basics") + "/choose", choose, status=409)
    assert "What Ana wrote later" in again.words


def test_a_script_is_told_of_a_clash_and_nothing_is_lost(site, entry, ana, ben):
    one, other = sign_in(site, ana), sign_in(site, ben)
    bens = filled(other.get(address(entry.id, "basics")))
    write(one, entry.id, "basics", title="What Ana wrote")
    answer = autosave(other, entry.id, "basics", bens | {"title": "What Ben wrote"}, status=409)
    assert answer == {"message": "Ana changed this too. Save, and choose between both."}
    assert revision_of(site, entry.id).document["title"] == "What Ana wrote"


def test_different_parts_of_a_page_do_not_clash(site, entry, ana, ben):
    one, other = sign_in(site, ana), sign_in(site, ben)
    bens = filled(other.get(address(entry.id, "text")))
    write(one, entry.id, "basics", title="What Ana wrote")
    other.post(address(entry.id, "text"), bens | {"body": "What Ben wrote", "do": "list"}, status=303)
    document = revision_of(site, entry.id).document
    assert (document["title"], document["body"]) == ("What Ana wrote", "What Ben wrote")


def test_words_sent_after_the_session_ended_are_offered_after_sign_in(site, entry, ana):
    client = sign_in(site, ana)
    fields = filled(client.get(address(entry.id, "basics")))
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=9), tick=False):
        answer = client.post(address(entry.id, "basics"), fields | {"title": "Written too late"})
        assert "/editor/sign-in" in answer.headers["Location"]
        assert revision_of(site, entry.id) is None
        page = sign_in(site, ana).get(address(entry.id, "basics"))
    assert "You had been signed out." in page.words
    assert page.one("#title")["value"] == "Written too late"


def test_what_is_written_while_somebody_sends_the_page_is_kept(site, entry, ana, ben):
    one, other = sign_in(site, ana), sign_in(site, ben)
    write(one, entry.id, "basics", title="What Ana wrote")
    bens = filled(other.get(address(entry.id, "text")))
    one.post(address(entry.id) + "/send", {"checked": "yes", "do": "send"}, status=303)
    other.post(address(entry.id, "text"), bens | {"body": "What Ben wrote"}, status=303)
    one.post(address(entry.id) + "/take-back", status=303)
    page = other.get(address(entry.id, "text"))
    assert page.one("#body").get_text().strip() == "What Ben wrote"


def test_a_page_in_review_is_not_written_until_it_is_taken_back(site, entry, ana):
    client = sign_in(site, ana)
    write(client, entry.id, "basics", title="A better name")
    client.post(address(entry.id) + "/send", {"checked": "yes", "note": "Please look", "do": "send"}, status=303)
    assert revision_of(site, entry.id).state == SUBMITTED
    page = client.get(address(entry.id))
    assert "waiting for a review" in page.words
    assert not [link for link in page.links() if "/write/" in link]
    assert client.ask(address(entry.id, "basics")).status_code == 302
    client.post(address(entry.id) + "/take-back", status=303)
    assert revision_of(site, entry.id).state == DRAFT


def test_changes_are_given_up_only_after_a_question(site, entry, ana):
    client = sign_in(site, ana)
    write(client, entry.id, "basics", title="A better name")
    page = client.get(address(entry.id) + "/give-up")
    assert page.h1 == "Give up the changes to this page?"
    client.post(address(entry.id) + "/give-up", status=303)
    assert revision_of(site, entry.id) is None
    assert client.get(address(entry.id)).h1 == entry.title


def test_what_a_reviewer_sent_back_is_shown_with_its_reason_and_its_part(site, entry, ana):
    client = sign_in(site, ana)
    write(client, entry.id, "basics", title="A better name")

    def send_back(session):
        revision = session.exec(select(Revision).where(Revision.entry_id == entry.id, Revision.state == DRAFT)).one()
        revision.state, revision.returned = "returned", {"title": "Use the name on the door."}
        session.add(revision)

    site.change(send_back)
    page = client.get(address(entry.id))
    assert "Use the name on the door." in page.words
    assert f"{address(entry.id, 'basics')}#title" in page.links()
    assert "Use the name on the door." in client.get(address(entry.id, "basics")).words
    assert "Use the name on the door." not in client.get(address(entry.id, "text")).words


def test_what_is_wrong_keeps_a_page_from_being_sent_and_is_linked_to_its_field(site, entry, ana):
    client = sign_in(site, ana)
    write(client, entry.id, "basics", title="")
    page = client.get(address(entry.id) + "/send")
    assert page.texts(".govuk-error-summary a") == ["Name – Fill this in."]
    assert page.one(".govuk-error-summary a")["href"] == address(entry.id, "basics") + "?check=yes#title"
    assert not page.select("button[value=send]")
    client.post(address(entry.id) + "/send", {"checked": "yes"}, status=422)
    assert revision_of(site, entry.id).state == DRAFT


def test_a_hard_quick_read_needs_a_reason(site, entry, ana):
    client = sign_in(site, ana)
    hard = dict(entry.quick_read) | {"what_next": "Ask the ZQX board for the handicapped list."}
    write(client, entry.id, "basics", title="A better name")

    def make_hard(session):
        revision = open_revision(session, entry.id)
        revision.document = revision.document | {"quick_read": hard}
        session.add(revision)

    site.change(make_hard)
    path = address(entry.id) + "/send"
    assert "Needs a change or a reason" in client.get(path).words
    page = client.page_after(path, {"checked": "yes", "do": "send"}, status=422)
    assert "#reason" in page.links()
    client.post(path, {"checked": "yes", "reason": "It is a name.", "do": "send"}, status=303)
    assert revision_of(site, entry.id).override_reason == "It is a name."


def test_a_reviewer_sends_and_publishes_in_one_go(site, entry):
    client = sign_in(site, create_person(site, "reviewer"))
    write(client, entry.id, "basics", title="A better name")
    assert client.get(address(entry.id) + "/send").select("button[value=publish]")
    client.post(address(entry.id) + "/send", {"checked": "yes", "do": "publish"}, status=303)
    assert revision_of(site, entry.id) is None
    assert client.get(address(entry.id) + "/sent").h1 == "Families can see it now"
    assert client.get(f"/{entry.address}").h1 == "A better name"


def test_an_editor_cannot_publish_by_asking_for_it(site, entry, ana):
    client = sign_in(site, ana)
    write(client, entry.id, "basics", title="A better name")
    client.post(address(entry.id) + "/send", {"checked": "yes", "do": "publish"}, status=303)
    assert revision_of(site, entry.id).state == SUBMITTED
    assert client.get(address(entry.id) + "/sent").h1 == "Sent for review"


# Services, and the providers who write them: a site with all content.


@pytest.fixture
def whole(own_site):
    return own_site


@pytest.fixture
def service(whole):
    with whole.database.session() as session:
        return find_entry(session, "service", "sleep-clinic")


@pytest.fixture
def provider(whole, service):
    return create_person(whole, "provider", organisations=[service.fields["organisation"]], name="Priya")


def begun(whole, client, title="Friday club"):
    answer = client.post("/editor/new/service", {"title": title, "organisation": ORGANISATION}, status=303)
    return answer.headers["Location"].rpartition("/")[2]


ORGANISATION = "riverbank-childrens-health"


def test_a_provider_begins_only_what_is_theirs(whole, provider):
    client = sign_in(whole, provider)
    assert client.get("/editor/new").texts(".lo-kinds h2") == ["Support"]
    client.get("/editor/new/guide", status=404)
    assert client.get("/editor/new/service").texts("input[name=organisation] + label") == [
        "Riverbank Children’s Health"
    ]
    client.post("/editor/new/service", {"title": "Club", "organisation": "wheels-and-wings"}, status=403)
    page = client.page_after("/editor/new/service", {"title": "", "organisation": ORGANISATION}, status=422)
    assert page.texts(".govuk-error-summary a") == ["Name – Give the page a name."]


def test_a_new_page_takes_what_we_know_of_its_organisation(whole, provider):
    client = sign_in(whole, provider)
    entry_id = begun(whole, client)
    document = revision_of(whole, entry_id).document
    assert (document["title"], document["slug"]) == ("Friday club", "friday-club")
    assert document["owner_team"] == "Riverbank Children’s Health"
    assert document["sector"] == "nhs"
    page = client.get(address(entry_id))
    assert "Families cannot see this page yet" in page.words
    assert "Not started" in page.words


def test_an_editor_types_the_name_of_the_organisation(whole):
    client = sign_in(whole, create_person(whole, "editor"))
    client.post("/editor/new/service", {"title": "Club", "organisation": "riverbank children’s health"}, status=303)
    page = client.page_after("/editor/new/service", {"title": "Club", "organisation": "Riverb"}, status=422)
    assert "Riverbank Children’s Health" in page.texts(".lo-like label")


def test_a_provider_neither_sees_nor_changes_how_a_page_is_kept(whole, service, provider):
    client = sign_in(whole, provider)
    assert "Keeping the page" not in client.get(address(service.id)).words
    client.get(address(service.id, "keeping"), status=404)
    fields = filled(client.get(address(service.id, "basics")))
    assert "slug" not in fields
    asked = fields["asked"][0] + " slug owner_team licence source_note verified_by"
    sent = fields | {"asked": asked, "slug": "taken-over", "owner_team": "Us", "licence": "own", "title": "Sleep help"}
    client.post(address(service.id, "basics"), sent, status=303)
    document = revision_of(whole, service.id).document
    assert (document["title"], document["slug"], document["owner_team"]) == (
        "Sleep help", "sleep-clinic", service.owner_team,
    )  # fmt: skip


def test_a_provider_cannot_give_a_page_to_somebody_else(whole, service, provider):
    client = sign_in(whole, provider)
    fields = filled(client.get(address(service.id, "basics")))
    client.post(address(service.id, "basics"), fields | {"organisation": "wheels-and-wings"}, status=403)
    assert revision_of(whole, service.id) is None


@pytest.mark.parametrize("path", ["", "/write/basics", "/send", "/give-up"])
def test_nobody_writes_a_page_of_others(whole, service, path):
    stranger = create_person(whole, "provider", organisations=["wheels-and-wings"])
    sign_in(whole, stranger).get(address(service.id) + path, status=403)


def test_pages_are_found_by_name_and_drafts_only_by_editors(whole, provider):
    begun(whole, sign_in(whole, provider), title="Secret new club")
    editor = sign_in(whole, create_person(whole, "editor"))
    path = "/editor/find-page.json?q=secret+new&kind=service"
    assert editor.json(path) == {"pages": [{"title": "Secret new club", "address": "services/secret-new-club"}]}
    assert sign_in(whole, provider).json(path) == {"pages": []}
    assert editor.json("/editor/find-page.json?q=%25") == {"pages": []}


def test_a_postcode_is_found_and_told_in_words(whole, service, provider):
    client = sign_in(whole, provider)
    answer = write(client, service.id, "place", do="find:venue", **{"venue.postcode": "ex1 1aa"})
    page = client.get(answer.headers["Location"].partition("#")[0])
    assert "EX1 1AA is near Exeter. The point is 50.72360, −3.52750." in page.words
    assert page.one("[name='venue.postcode']")["value"] == "EX1 1AA"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("EX99 9ZZ", "We do not know EX99 9ZZ."),
        ("hello", "“hello” is not a whole postcode."),
        ("", "Write a postcode first"),
    ],
)
def test_a_postcode_that_is_not_known_is_said_so(whole, service, provider, written, said):
    client = sign_in(whole, provider)
    answer = write(client, service.id, "place", do="find:venue", **{"venue.postcode": written})
    assert said in client.get(answer.headers["Location"].partition("#")[0]).words


def test_what_cannot_be_a_date_or_a_number_stays_as_it_was_typed(whole, service, provider):
    client = sign_in(whole, provider)
    wrong = {"wait.value": "about ten", "wait.as_at.day": "31", "wait.as_at.month": "13", "wait.as_at.year": "2026"}
    page = client.get(write(client, service.id, "getting", do="save", **wrong).headers["Location"])
    assert page.one("[name='wait.value']")["value"] == "about ten"
    assert [page.one(f"[name='wait.as_at.{part}']")["value"] for part in ("day", "month", "year")] == [
        "31",
        "13",
        "2026",
    ]
    assert page.texts(".govuk-error-summary a") == [
        "How many? – Write a whole number.",
        "On which day was this true? – Write a real date, like 27 3 2026.",
    ]
    assert [str(link["href"]) for link in page.select(".govuk-error-summary a")] == ["#wait.value", "#wait.as_at.day"]


def test_an_error_in_a_list_is_linked_to_its_very_field(whole, service, provider):
    client = sign_in(whole, provider)
    answer = write(client, service.id, "contacts", do="save", **{"contacts.1.value": "not an address"})
    page = client.get(answer.headers["Location"])
    assert [str(link["href"]) for link in page.select(".govuk-error-summary a")] == ["#contacts.1.value"]
    assert page.ids["contacts.1.value"]["value"] == "not an address"


def test_details_of_a_kind_of_support_are_asked_only_of_that_kind(whole, service, provider):
    client = sign_in(whole, provider)
    assert "More about this kind of support" not in client.get(address(service.id)).words
    chosen = filled(client.get(address(service.id, "basics")))["categories"]
    write(client, service.id, "basics", categories=[*chosen, "short_breaks"])
    assert "More about this kind of support" in client.get(address(service.id)).words
    page = client.get(address(service.id, "more"))
    assert page.select("[name='short_breaks.break_type']")
    assert not page.select("[name='crisis.hours']")
    assert "This kind of support needs these details." in client.get(address(service.id) + "/send").words


def test_a_trusted_provider_is_told_that_families_see_it_at_once(whole, service):
    trusted = create_person(whole, "provider", organisations=[service.fields["organisation"]], trusted=True)
    client = sign_in(whole, trusted)
    write(client, service.id, "contacts", **{"contacts.0.hours": "Friday, 9am to 1pm"})
    page = client.get(address(service.id) + "/send")
    assert "Families see this at once" in page.words
    client.post(address(service.id) + "/send", {"do": "send"}, status=303)
    assert client.get(address(service.id) + "/sent").h1 == "Families can see it now"
    assert "Friday, 9am to 1pm" in client.get("/services/sleep-clinic").words


def test_a_link_to_a_page_that_families_cannot_see_is_pointed_out(whole, service, provider):
    client = sign_in(whole, provider)
    write(client, service.id, "found", **{"related.0": "services/nobody-here"})
    page = client.get(address(service.id) + "/send")
    assert "Links that lead nowhere" in page.words
    assert "“services/nobody-here”" in page.words
    assert page.select("button[value=send]")


def test_a_page_that_was_never_public_is_sent_only_once_it_is_checked(whole, service, provider):
    client = sign_in(whole, provider)
    entry_id = begun(whole, client)
    whole.change(lambda session: copy_words(session, service, entry_id))
    page = client.page_after(address(entry_id) + "/send", {"do": "send"}, status=422)
    assert "#checked" in page.links()
    client.post(address(entry_id) + "/send", {"checked": "yes", "do": "send"}, status=303)
    assert revision_of(whole, entry_id).state == SUBMITTED
    with whole.database.session() as session:
        assert session.get(Entry, entry_id).state != PUBLISHED


def copy_words(session, service, entry_id):
    revision = open_revision(session, entry_id)
    words = service.document().model_dump(mode="json")
    revision.document = words | {"title": "Friday club", "slug": "friday-club"}
    session.add(revision)
