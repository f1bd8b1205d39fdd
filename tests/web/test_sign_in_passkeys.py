"""What no browser sends of a passkey is refused, never a fault of ours. What browsers do is in tests/browser."""

import json
import re

import pytest

from tests.web.page_client import PageClient
from tests.web.people_fixtures import create_person, sign_in

HOSTILE = [
    "", "null", "[]", "{}", "not json", '"text"', "1e999", json.dumps({"id": 1}), "{" * 2000,
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "!!", "attestationObject": "AA"}}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "extensions": {"a": []}, "response": {
        "clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "AA", "signature": "AA", "userHandle": "AA"}}),
    json.dumps({"id": "\x00", "rawId": "\x00", "type": "x", "response": {"clientDataJSON": "e30", "signature": None}}),
]  # fmt: skip


def sent_to(page):
    """Where the form with the browser's answer goes."""
    return page.one("form[data-passkey]")["action"]


@pytest.mark.parametrize("credential", HOSTILE)
def test_a_hostile_answer_for_signing_in(small_site, credential):
    client = PageClient(small_site.app, cookies=True)
    action = sent_to(client.page_after("/editor/sign-in/passkey"))
    answer = client.post(action, {"credential": credential})
    assert answer.headers["Location"] == "/editor/sign-in/passkey"
    assert client.ask("/editor/account").status_code == 302


@pytest.mark.parametrize("credential", HOSTILE)
def test_a_hostile_answer_for_a_new_passkey(small_site, credential):
    client = sign_in(small_site, create_person(small_site, "editor"))
    page = client.page_after("/editor/account/passkeys", {"name": "Laptop", "usage": "first"})
    assert client.post(sent_to(page), {"credential": credential}).headers["Location"] == "/editor/account/passkeys"
    assert "You have none yet." in client.get("/editor/account/passkeys").words


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "", "usage": "first"}, "Give the passkey a name."),
        ({"name": "x" * 65, "usage": "first"}, "That is too long."),
        ({"name": "Ada’s (blue) key!", "usage": "first"}, "A name may have letters, numbers, spaces and dashes only."),
    ],
)
def test_a_passkey_needs_a_name(small_site, fields, sentence):
    client = sign_in(small_site, create_person(small_site, "editor"))
    assert sentence in client.page_after("/editor/account/passkeys", fields).texts(".govuk-error-summary li")


def test_any_kind_of_authenticator_is_asked_for(small_site):
    client = sign_in(small_site, create_person(small_site, "editor"))
    for usage, verification in (("first", "required"), ("secondary", "discouraged")):
        page = client.page_after("/editor/account/passkeys", {"name": "Laptop", "usage": usage})
        asked = json.loads(page.one("form[data-passkey]")["data-options"])["authenticatorSelection"]
        assert "authenticatorAttachment" not in asked, "one built into a phone or laptop is as good as one to plug in"
        assert asked["userVerification"] == verification


def test_signing_in_names_nobody(small_site):
    create_person(small_site, "editor", email="ada@example.org")
    client = PageClient(small_site.app, cookies=True)
    page = client.page_after("/editor/sign-in/passkey", {"identity": "ada@example.org"})
    assert not json.loads(page.one("form[data-passkey]")["data-options"]).get("allowCredentials")
    assert not re.search("ada", page.one("main").get_text())
