"""One's own account."""

from sqlmodel import select

from localoffer.records.people import AuditLine, Person
from tests.web.people_fixtures import create_person, sign_in


def test_it_shows_who_one_is_and_how_one_signs_in(small_site):
    person = create_person(
        small_site, "reviewer", name="Ade Okafor", email="ade@example.org", organisations=["sunrise"]
    )
    page = sign_in(small_site, person).get("/editor/account")
    assert all(
        part in page.words for part in ("Ade Okafor", "ade@example.org", "Reviewer", "Not set up", "0 left", "sunrise")
    )
    assert "/editor/people/leave/sunrise" in page.links()


def test_changing_ones_name(small_site):
    person = create_person(small_site, "provider", name="Ade")
    client = sign_in(small_site, person)
    client.post("/editor/account/name", {"name": "  Ade   Okafor "})
    assert "Your name is changed." in client.get("/editor/account").words
    with small_site.database.session() as session:
        assert session.get(Person, person.id).name == "Ade Okafor"
        assert session.exec(select(AuditLine.action)).all() == ["account.name"]


def test_a_name_must_be_one(small_site):
    client = sign_in(small_site, create_person(small_site, "provider"))
    for name in ("", "   ", "x" * 101, "\0"):
        page = client.page_after("/editor/account/name", {"name": name}, status=422)
        assert page.texts(".govuk-error-summary li") == ["Write your name, in at most 100 letters."]


def test_signing_out_everywhere(small_site):
    person = create_person(small_site, "provider")
    here, elsewhere = sign_in(small_site, person), sign_in(small_site, person)
    here.post("/editor/account/sign-out-everywhere")
    assert "You are signed out on every device." in here.get("/editor/sign-in").words
    assert elsewhere.ask("/editor/account").status_code == 302


def test_the_account_is_a_good_page_in_arabic(small_site):
    page = sign_in(small_site, create_person(small_site, "provider")).get("/editor/account?lang=ar")
    assert page.soup.html["dir"] == "rtl"


def test_changing_how_one_signs_in_asks_again_after_half_an_hour(small_site):
    client = sign_in(small_site, create_person(small_site, "provider", password="three blue herons"))
    with client.kept() as kept:
        kept["fs_paa"] -= 31 * 60
    path = "/editor/account/passkeys"
    where = client.ask(path).headers["Location"]
    assert where == f"/editor/account/check?next={path}"
    assert client.get(where).h1 == "Is it you?"
    assert "not your password" in client.page_after("/editor/account/check", {"password": "wrong"}).words
    fields = {"password": "three blue herons", "next": path}
    assert client.post("/editor/account/check", fields).headers["Location"] == path
    assert client.get(path).h1 == "Your passkeys"
