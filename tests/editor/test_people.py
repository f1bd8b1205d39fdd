"""People and invitations, as administrators, editors and providers see them, and as whoever was invited does.

Over 400 lines: what one role may do to another is read best in one table of people.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select
from time_machine import travel

from localoffer.publishing.people import change_role
from localoffer.publishing.permissions import system
from localoffer.records.people import ROLES, AuditLine, Invitation, Membership, Person, PersonRole, Role
from localoffer.records.posts import Letter
from tests.web.page_client import PageClient
from tests.web.people_fixtures import create_person, sign_in

TOGETHER, HARBOUR = "autism-together", "bright-harbour"
PASSWORD = "three little otters"


@pytest.fixture
def admin(own_site):
    """A client signed in as an administrator."""
    return sign_in(own_site, create_person(own_site, "admin", name="Ada Admin"))


def rows(site, table):
    with site.database.session() as session:
        found = session.exec(select(table)).all()
        session.expunge_all()
        return found


def role_in(site, person):
    with site.database.session() as session:
        query = select(Role.name).join(PersonRole).where(PersonRole.person_id == person.id)
        return session.exec(query).one()


def invite(client, email="new@example.org", role="provider", organisation=TOGETHER, **others):
    return client.post("/editor/people/invite", {"email": email, "role": role, "organisation": organisation, **others})


def link_in_last_letter(site):
    return re.search(r"/editor/invitation/[\w-]{43}(?!\S)", rows(site, Letter)[-1].text)[0]


def visitor(site):
    """A client that keeps cookies and that nobody is signed in to."""
    return PageClient(site.app, cookies=True)


# who sees whom


def test_an_administrator_sees_everybody(own_site, admin):
    create_person(own_site, "provider", [TOGETHER], trusted=True, name="Ben Provider", email="ben@example.org")
    create_person(own_site, "editor", name="Eve Editor")
    words = admin.get("/editor/people").words
    assert "Ada Admin" in words
    assert (
        "Ben Provider ben@example.org Provider Autism Together Network Trusted Never signed in No second step yet"
        in words
    )
    assert "Eve Editor" in words


@pytest.mark.parametrize("role", ["editor", "reviewer"])
def test_editors_see_providers_of_organisations_only(own_site, admin, role):
    ben = create_person(own_site, "provider", [TOGETHER], name="Ben Provider")
    client = sign_in(own_site, create_person(own_site, role, name="Cat"))
    page = client.get("/editor/people")
    assert "Ben Provider" in page.words
    assert "Ada Admin" not in page.words
    assert f"/editor/people/{ben.id}" not in page.links()
    assert client.get(f"/editor/people/{ben.id}", status=403)


def test_a_provider_sees_colleagues_and_nothing_of_other_organisations(own_site, admin):
    create_person(own_site, "provider", [TOGETHER, HARBOUR], name="Ben Colleague")
    create_person(own_site, "provider", [HARBOUR], name="Dot Stranger")
    client = sign_in(own_site, create_person(own_site, "provider", [TOGETHER], name="Cat Provider"))
    page = client.get("/editor/people")
    assert "Ben Colleague" in page.words
    for hidden in ("Dot Stranger", "Ada Admin", "Bright Harbour", "nobody keeps", "second step", "Never signed in"):
        assert hidden not in page.words


def test_a_person_is_found_by_a_part_of_their_name_or_organisation(own_site, admin):
    create_person(own_site, "provider", [TOGETHER], name="Ben Okafor")
    create_person(own_site, "provider", [HARBOUR], name="Dot Smith")
    for words, there, not_there in (("okaf", "Ben Okafor", "Dot Smith"), ("harbour DOT", "Dot Smith", "Ben Okafor")):
        page = admin.get(f"/editor/people?q={words}")
        listed = " ".join(page.texts(".lo-people__name"))
        assert there in listed
        assert not_there not in listed
    assert "Nobody here fits" in admin.get("/editor/people?q=%3Cscript%3E%00").words


def test_organisations_that_nobody_keeps_are_shown_to_editors(own_site):
    create_person(own_site, "provider", [TOGETHER])
    client = sign_in(own_site, create_person(own_site, "editor"))
    listed = " ".join(client.get("/editor/people").texts(".govuk-details__text li"))
    assert "Bright Harbour" in listed
    assert "Autism Together Network" not in listed


# what an administrator does


def test_an_administrator_changes_what_somebody_may_do(own_site, admin):
    ben = create_person(own_site, "provider", [TOGETHER], name="Ben Provider")
    assert admin.get(f"/editor/people/{ben.id}").one("input[checked]")["value"] == "provider"
    admin.post(f"/editor/people/{ben.id}/role", {"role": "editor"})
    page = admin.get(f"/editor/people/{ben.id}")
    assert "Ben Provider has this role now: Editor." in page.words
    assert page.one("input[checked]")["value"] == "editor"


def test_nobody_can_raise_themselves(own_site, admin):
    create_person(own_site, "admin")
    for role in ROLES:
        person = create_person(own_site, role, [TOGETHER])
        client = sign_in(own_site, person)
        for wanted in ROLES:
            client.post(f"/editor/people/{person.id}/role", {"role": wanted}, status=403)
        assert role_in(own_site, person) == role
    page = admin.get(f"/editor/people/{rows(own_site, Person)[0].id}")
    assert "Only another administrator can change your role" in page.words
    assert page.select("input[name=role]") == []


VERBS = {
    "role": {"role": "editor"},
    "organisations": {"organisation": HARBOUR, "trusted": "yes"},
    "organisations/leave": {"organisation": TOGETHER},
    "hand-over": {"to": "1"},
    "remove": {},
    "sign-out": {},
}


@pytest.mark.parametrize("role", ["provider", "editor", "reviewer"])
def test_what_administrators_do_nobody_else_can(own_site, admin, role):
    ben = create_person(own_site, "provider", [TOGETHER])
    before = rows(own_site, Person)[-1].model_dump()
    client = sign_in(own_site, create_person(own_site, role, [TOGETHER]))
    for verb, data in VERBS.items():
        client.post(f"/editor/people/{ben.id}/{verb}", data, status=403)
        assert own_site.client.ask(f"/editor/people/{ben.id}/{verb}", "POST").status_code in (302, 400)
    assert client.get(f"/editor/people/{ben.id}/remove", status=403)
    assert next(row for row in rows(own_site, Person) if row.id == ben.id).model_dump() == before
    assert {(row.person_id, row.organisation) for row in rows(own_site, Membership)} >= {(ben.id, TOGETHER)}


def test_organisations_and_trust_are_given_and_taken(own_site, admin):
    ben = create_person(own_site, "provider", name="Ben Provider")
    at = f"/editor/people/{ben.id}/organisations"
    admin.post(at, {"organisation": TOGETHER})
    assert "Not trusted: every change waits for a review." in admin.get(f"/editor/people/{ben.id}").words
    admin.post(at, {"organisation": TOGETHER, "trusted": "yes"})
    assert "Trusted: small changes are public at once" in admin.get(f"/editor/people/{ben.id}").words
    admin.post(f"{at}/leave", {"organisation": TOGETHER})
    assert "Nobody keeps the pages of Autism Together Network now." in admin.get(f"/editor/people/{ben.id}").words
    for nothing in ("", "nobody", "../x", "\x00"):
        admin.post(at, {"organisation": nothing}, status=404)


def test_pages_are_handed_over(own_site, admin):
    ben = create_person(own_site, "provider", [TOGETHER], name="Ben Provider")
    cat = create_person(own_site, "provider", name="Cat Provider")
    admin.post(f"/editor/people/{ben.id}/hand-over", {"to": cat.id})
    assert "Cat Provider keeps 0 more pages now" in admin.get(f"/editor/people/{ben.id}").words
    assert [(row.person_id, row.organisation) for row in rows(own_site, Membership)] == [(cat.id, TOGETHER)]
    for nobody in ("", "0", "x", "99999999999999999999", str(ben.id)):
        assert admin.post(
            f"/editor/people/{ben.id}/hand-over", {"to": nobody}, status=409 if nobody == str(ben.id) else 404
        )


def test_somebody_who_is_removed_is_signed_out_at_once(own_site, admin):
    ben = create_person(own_site, "provider", [TOGETHER], name="Ben Provider")
    client = sign_in(own_site, ben)
    assert client.get("/editor/people")
    page = admin.get(f"/editor/people/{ben.id}/remove")
    assert "Nobody keeps the pages of Autism Together Network after that." in page.words
    admin.post(f"/editor/people/{ben.id}/remove")
    assert client.ask("/editor/people").status_code == 302
    page = admin.get("/editor/people")
    assert "Ben Provider can no longer sign in." in page.words
    assert page.texts(".lo-people__name") == ["Ada Admin"]
    assert f"/editor/people/{ben.id}" in page.links(), "among those who were removed"
    assert "This person was removed" in admin.get(f"/editor/people/{ben.id}").words


def test_signing_out_everywhere_ends_every_session(own_site, admin):
    ben = create_person(own_site, "provider", [TOGETHER])
    client = sign_in(own_site, ben)
    admin.post(f"/editor/people/{ben.id}/sign-out")
    assert client.ask("/editor/people").status_code == 302


def test_a_role_that_is_lost_is_lost_at_once(own_site, admin):
    eve = create_person(own_site, "admin")
    client = sign_in(own_site, eve)
    assert client.get(f"/editor/people/{eve.id}")
    own_site.change(lambda session: change_role(session, system("test"), session.get_one(Person, eve.id), "editor"))
    assert client.get(f"/editor/people/{eve.id}", status=403)


def test_there_is_no_such_person(admin):
    for number in (0, 999, 2**31, 10**30):
        assert admin.get(f"/editor/people/{number}", status=404)


# leaving


def test_the_last_one_is_told_before_and_after_leaving(own_site):
    client = sign_in(own_site, create_person(own_site, "provider", [TOGETHER]))
    assert f"/editor/people/leave/{TOGETHER}" in client.get("/editor/people").links()
    assert "You are the last one." in client.get(f"/editor/people/leave/{TOGETHER}").words
    client.post(f"/editor/people/leave/{TOGETHER}")
    said = "You have left Autism Together Network. Nobody keeps the pages of Autism Together Network now."
    assert said in client.get("/editor/people").words
    assert rows(own_site, Membership) == []


def test_one_of_two_leaves_without_a_warning(own_site):
    create_person(own_site, "provider", [TOGETHER])
    client = sign_in(own_site, create_person(own_site, "provider", [TOGETHER]))
    assert "You are the last one." not in client.get(f"/editor/people/leave/{TOGETHER}").words
    client.post(f"/editor/people/leave/{HARBOUR}", status=404)


# inviting


def test_a_provider_invites_a_colleague_who_makes_an_account(own_site):
    ben = sign_in(own_site, create_person(own_site, "provider", [TOGETHER], name="Ben Provider"))
    assert ben.get("/editor/people/invite").select("input[name=role][type=radio]") == []
    invite(ben, "New@Example.org", name="Cat")
    page = ben.get("/editor/people")
    assert "We have written to new@example.org." in page.words
    assert "Open invitations Cat new@example.org Provider Autism Together Network Invited by Ben Provider" in page.words

    letter = rows(own_site, Letter)[0]
    assert letter.to == "new@example.org"
    assert letter.subject.startswith("You are invited to ")
    assert "Ben Provider invites you to keep the pages of Autism Together Network true" in letter.text
    link = link_in_last_letter(own_site)
    page = own_site.client.get(link)
    assert "Ben Provider invites you to keep the pages of Autism Together Network true." in page.words
    assert page.one("#name")["value"] == "Cat"
    assert page.one("#password")["autocomplete"] == "new-password"

    new = visitor(own_site)
    answer = new.post(link, {"name": "Cat Provider", "password": PASSWORD})
    assert answer.location.startswith("/editor/sign-in")
    assert "Your account is ready." in new.get("/editor/sign-in").words
    cat = next(row for row in rows(own_site, Person) if row.email == "new@example.org")
    assert (cat.name, cat.active) == ("Cat Provider", True)
    assert cat.password.startswith("$argon2")
    assert role_in(own_site, cat) == "provider"
    assert "This link does not work any more" in own_site.client.get(link, status=410).words


def test_the_new_account_signs_in_and_is_asked_for_a_second_step(own_site, admin):
    invite(admin, role="editor", organisation="")
    new = visitor(own_site)
    new.post(link_in_last_letter(own_site), {"name": "Cat", "password": PASSWORD})
    answer = new.post("/editor/sign-in", {"email": "new@example.org", "password": PASSWORD})
    assert new.ask("/editor/people").status_code == 302, "the second step comes first"
    assert answer.location == "/editor/sign-in/app"


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [
        ("", PASSWORD, "Write your name"),
        ("x" * 101, PASSWORD, "Write your name"),
        ("Cat", "", "at least 12 characters"),
        ("Cat", "short", "at least 12 characters"),
        ("Cat", "passwordpassword", "easy to guess"),
        ("Cat", "new@example.org", "must not be your name or your e-mail"),
        ("Cat", "x" * 100_000, "at most"),
    ],
)
def test_an_account_needs_a_name_and_a_good_password(own_site, admin, name, password, said):
    invite(admin, role="editor", organisation="")
    link = link_in_last_letter(own_site)
    page = visitor(own_site).page_after(link, {"name": name, "password": password}, status=422)
    assert said in page.words
    assert page.soup.title.get_text().startswith("Error: ")
    assert not page.one("#password").get("value")
    assert own_site.client.get(link), "a slip must not use the link up"


def test_looking_at_the_link_uses_nothing_up(own_site, admin):
    invite(admin)
    link = link_in_last_letter(own_site)
    for _ in range(3):
        assert own_site.client.get(link).h1 == "You are invited"


@pytest.mark.parametrize("token", ["x", "x" * 43, "%00", "' OR 1=1 --", "x" * 5000])
def test_an_unknown_link_reveals_nothing(own_site, token):
    page = own_site.client.get(f"/editor/invitation/{token}", status=410)
    assert page.h1 == "This link does not work any more"
    client = visitor(own_site)
    client.post(f"/editor/invitation/{token}", {"name": "Eve", "password": PASSWORD}, status=410)
    assert rows(own_site, Person) == []


def test_a_withdrawn_link_looks_like_an_unknown_one(own_site, admin):
    invite(admin)
    link = link_in_last_letter(own_site)
    number = rows(own_site, Invitation)[0].id
    admin.post(f"/editor/people/invitations/{number}/withdraw")
    assert "new@example.org has ended" in admin.get("/editor/people").words
    unknown = own_site.client.get("/editor/invitation/unknown", status=410)
    assert own_site.client.get(link, status=410).words == unknown.words
    admin.post(f"/editor/people/invitations/{number}/withdraw", status=409)
    admin.post("/editor/people/invitations/999/withdraw", status=404)


def test_sending_again_waits_a_while_then_makes_a_new_link(own_site, admin):
    invite(admin)
    old = link_in_last_letter(own_site)
    number = rows(own_site, Invitation)[0].id
    admin.post(f"/editor/people/invitations/{number}/again", status=409)
    with travel(datetime.now(UTC) + timedelta(hours=2)):
        later = sign_in(own_site, create_person(own_site, "admin"))
        later.post(f"/editor/people/invitations/{number}/again")
        new = link_in_last_letter(own_site)
        assert new != old
        assert own_site.client.get(old, status=410)
        assert own_site.client.get(new)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"email": "new"}, "Write a whole e-mail address"),
        ({"email": "a@example.org\r\nBcc: all@example.org"}, "Write a whole e-mail address"),
        ({"role": ""}, "Choose what they may do."),
        ({"role": "god"}, "Choose what they may do."),
        ({"organisation": ""}, "Choose the organisation they write for."),
        ({"organisation": "nobody"}, "Choose the organisation they write for."),
        ({"email": "ben@example.org"}, "acts for this organisation already"),
    ],
)
def test_what_cannot_be_sent_is_said_beside_the_field(own_site, admin, sent, said):
    create_person(own_site, "provider", [TOGETHER], name="Ben", email="ben@example.org")
    data = {"email": "new@example.org", "role": "provider", "organisation": TOGETHER, **sent}
    page = admin.page_after("/editor/people/invite", data, status=422)
    assert said in page.words
    for link in page.select(".govuk-error-summary a"):
        assert str(link["href"])[1:] in page.ids
    assert rows(own_site, Invitation) == rows(own_site, Letter) == []


@pytest.mark.parametrize("role", ["provider", "editor", "reviewer"])
def test_nobody_invites_to_more_than_they_may(own_site, role):
    client = sign_in(own_site, create_person(own_site, role, [TOGETHER] if role == "provider" else []))
    for wanted in ROLES[1:]:
        client.post(
            "/editor/people/invite", {"email": "new@example.org", "role": wanted, "organisation": TOGETHER}, status=403
        )
    other = {"email": "new@example.org", "role": "provider", "organisation": HARBOUR}
    client.post("/editor/people/invite", other, status=403 if role == "provider" else 302)
    assert [row.role for row in rows(own_site, Invitation)] == ([] if role == "provider" else ["provider"])


def test_somebody_elses_invitation_is_not_touched(own_site, admin):
    invite(admin)
    number = rows(own_site, Invitation)[0].id
    client = sign_in(own_site, create_person(own_site, "provider", [HARBOUR]))
    assert "new@example.org" not in client.get("/editor/people").words
    for verb in ("again", "withdraw"):
        client.post(f"/editor/people/invitations/{number}/{verb}", status=403)


# joining with an account


def test_somebody_with_an_account_signs_in_and_joins(own_site, admin):
    ben = create_person(own_site, "provider", [HARBOUR], name="Ben", email="ben@example.org")
    invite(admin, "ben@example.org")
    link = link_in_last_letter(own_site)
    page = own_site.client.get(link)
    assert page.select("#password") == []
    assert any(each.startswith("/editor/sign-in?next=") for each in page.links())
    visitor(own_site).post(link, {"name": "Eve", "password": PASSWORD}, status=409)
    client = sign_in(own_site, ben)
    assert "Accept the invitation" in client.get(link).words
    client.post(f"{link}/join")
    assert "You now write for Autism Together Network." in client.get("/editor/people").words
    assert {row.organisation for row in rows(own_site, Membership)} == {TOGETHER, HARBOUR}
    client.post(f"{link}/join", status=410)


def test_a_link_for_somebody_else_is_no_use_to_who_is_signed_in(own_site, admin):
    create_person(own_site, "provider", [HARBOUR], email="ben@example.org")
    invite(admin, "ben@example.org")
    link = link_in_last_letter(own_site)
    eve = sign_in(own_site, create_person(own_site, "provider", name="Eve"))
    assert "You are signed in as Eve" in eve.get(link).words
    eve.post(f"{link}/join", status=403)
    visitor(own_site).post(f"{link}/join")  # to sign-in
    assert {row.organisation for row in rows(own_site, Membership)} == {HARBOUR}


def test_everything_is_in_the_log_and_no_address_is(own_site, admin):
    ben = create_person(own_site, "provider", name="Ben")
    invite(admin)
    for verb in ("role", "organisations", "sign-out", "remove"):
        admin.post(f"/editor/people/{ben.id}/{verb}", VERBS[verb])
    actions = [row.action for row in rows(own_site, AuditLine)]
    assert actions == ["people.invite", "people.role", "people.join", "people.sign-out", "people.remove"]
    assert "@" not in str([row.detail for row in rows(own_site, AuditLine)])


def test_forms_without_the_token_change_nothing(own_site, admin):
    ben = create_person(own_site, "provider", [TOGETHER])
    for verb, data in VERBS.items():
        assert admin.post(f"/editor/people/{ben.id}/{verb}", {**data, "csrf_token": ""}, status=400)
    assert rows(own_site, AuditLine) == []


@pytest.mark.parametrize("path", ["/editor/people", "/editor/people/invite"])
def test_in_arabic_the_pages_are_mirrored(own_site, admin, path):
    assert admin.get(f"{path}?lang=ar").one("html")["dir"] == "rtl"


def test_somebody_who_only_tries_the_desk_writes_to_nobody_outside(own_site):
    trying = sign_in(own_site, create_person(own_site, "admin", demonstration=True))
    answer = trying.post(
        "/editor/people/invite",
        {"email": "ana@council.gov.uk", "role": "provider", "organisation": TOGETHER},
        status=422,
    )
    assert "Use an address that ends in example.org." in answer.text
    assert rows(own_site, Letter) == []
    invite(trying, "ana@example.org")
    assert [letter.to for letter in rows(own_site, Letter)] == ["ana@example.org"]


def test_an_administrator_lets_somebody_who_lost_their_phone_set_up_a_new_second_step(own_site, admin):
    ben = create_person(
        own_site, "provider", [TOGETHER], name="Ben", tf_primary_method="authenticator", tf_totp_secret="x"
    )
    assert "forget their second step" in admin.get(f"/editor/people/{ben.id}").words
    admin.post(f"/editor/people/{ben.id}/second-step", {})
    words = admin.get(f"/editor/people/{ben.id}").words
    assert "Ben sets up a new second step when they sign in." in words
    assert "No second step yet" in words
