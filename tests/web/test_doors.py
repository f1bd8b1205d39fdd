"""Doors: every address of the desk stands in the table below, with who may enter. A new address needs a new line."""

import re

import pytest

from localoffer.records.people import ADMIN, EDITOR, PROVIDER, REVIEWER, ROLES
from localoffer.web.doors import EVERYBODY, PREFIX, door_of
from tests.web.page_client import PageClient
from tests.web.people_fixtures import create_person, sign_in

#: "METHOD address": least role. One line for each address and what may be done there.
TABLE = {
    "GET /editor/": PROVIDER,
    "GET /editor/account": PROVIDER,
    "GET /editor/account/check": PROVIDER,
    "POST /editor/account/check": PROVIDER,
    "GET /editor/account/check-passkey": PROVIDER,
    "POST /editor/account/check-passkey": PROVIDER,
    "POST /editor/account/check-passkey/<token>": PROVIDER,
    "POST /editor/account/name": PROVIDER,
    "GET /editor/account/passkeys": PROVIDER,
    "POST /editor/account/passkeys": PROVIDER,
    "POST /editor/account/passkeys/<token>": PROVIDER,
    "GET /editor/account/password": PROVIDER,
    "POST /editor/account/password": PROVIDER,
    "GET /editor/account/recovery-codes": PROVIDER,
    "POST /editor/account/recovery-codes": PROVIDER,
    "GET /editor/account/remove-passkey": PROVIDER,
    "POST /editor/account/remove-passkey": PROVIDER,
    "POST /editor/account/sign-out-everywhere": PROVIDER,
    "GET /editor/audit": ADMIN,
    "GET /editor/audit/export.csv": ADMIN,
    "POST /editor/check": PROVIDER,
    "GET /editor/comments": REVIEWER,
    "GET /editor/comments/<int(max=999999999):comment_id>": REVIEWER,
    "POST /editor/comments/<int(max=999999999):comment_id>/hold": REVIEWER,
    "POST /editor/comments/<int(max=999999999):comment_id>/no-answer": REVIEWER,
    "POST /editor/comments/<int(max=999999999):comment_id>/publish": REVIEWER,
    "POST /editor/comments/<int(max=999999999):comment_id>/reopen": REVIEWER,
    "POST /editor/comments/<int(max=999999999):comment_id>/theme": REVIEWER,
    "GET /editor/comments/answer": REVIEWER,
    "POST /editor/comments/answer": REVIEWER,
    "GET /editor/coverage/": EDITOR,
    "GET /editor/coverage/<key>": EDITOR,
    "POST /editor/coverage/<key>/judgement": REVIEWER,
    "POST /editor/coverage/<key>/owner": EDITOR,
    "GET /editor/coverage/self-evaluation": EDITOR,
    "GET /editor/coverage/self-evaluation.csv": EDITOR,
    "GET /editor/duplicates": EDITOR,
    "GET /editor/duplicates/compare": EDITOR,
    "POST /editor/duplicates/two-things": EDITOR,
    "GET /editor/find-page.json": PROVIDER,
    "GET /editor/forgotten-password": EVERYBODY,
    "POST /editor/forgotten-password": EVERYBODY,
    "GET /editor/forgotten-password/<token>": EVERYBODY,
    "POST /editor/forgotten-password/<token>": EVERYBODY,
    "GET /editor/gaps/": EDITOR,
    "GET /editor/gaps/gaps.csv": EDITOR,
    "GET /editor/invitation/<token>": EVERYBODY,
    "POST /editor/invitation/<token>": EVERYBODY,
    "POST /editor/invitation/<token>/join": PROVIDER,
    "GET /editor/links": EDITOR,
    "POST /editor/links/again": EDITOR,
    "GET /editor/mail/": ADMIN,
    "GET /editor/mail/<int:letter_id>": ADMIN,
    "POST /editor/mail/<int:letter_id>/send-again": ADMIN,
    "GET /editor/new": PROVIDER,
    "GET /editor/new/<kind>": PROVIDER,
    "POST /editor/new/<kind>": PROVIDER,
    "GET /editor/page/<entry_id>": PROVIDER,
    "GET /editor/page/<entry_id>/compare": PROVIDER,
    "GET /editor/page/<entry_id>/give-up": PROVIDER,
    "POST /editor/page/<entry_id>/give-up": PROVIDER,
    "GET /editor/page/<entry_id>/history": PROVIDER,
    "GET /editor/page/<entry_id>/history/<int(max=999999):number>": PROVIDER,
    "GET /editor/page/<entry_id>/history/<int(max=999999):number>/restore": REVIEWER,
    "POST /editor/page/<entry_id>/history/<int(max=999999):number>/restore": REVIEWER,
    "GET /editor/page/<entry_id>/papers": EDITOR,
    "POST /editor/page/<entry_id>/papers": EDITOR,
    "GET /editor/page/<entry_id>/papers/<name>": EDITOR,
    "POST /editor/page/<entry_id>/papers/remove": EDITOR,
    "GET /editor/page/<entry_id>/preview": PROVIDER,
    "GET /editor/page/<entry_id>/preview/phone": PROVIDER,
    "GET /editor/page/<entry_id>/progress": EDITOR,
    "GET /editor/page/<entry_id>/progress/<key>": EDITOR,
    "POST /editor/page/<entry_id>/progress/<key>": EDITOR,
    "POST /editor/page/<entry_id>/progress/<key>/drop": EDITOR,
    "POST /editor/page/<entry_id>/progress/<key>/remove": EDITOR,
    "GET /editor/page/<entry_id>/preview/phone/page": PROVIDER,
    "GET /editor/page/<entry_id>/preview/quick-read": PROVIDER,
    "GET /editor/page/<entry_id>/quality": PROVIDER,
    "GET /editor/page/<entry_id>/quick-read": PROVIDER,
    "POST /editor/page/<entry_id>/quick-read": PROVIDER,
    "POST /editor/page/<entry_id>/quick-read/drop": PROVIDER,
    "GET /editor/page/<entry_id>/review": REVIEWER,
    "POST /editor/page/<entry_id>/review": REVIEWER,
    "GET /editor/page/<entry_id>/send": PROVIDER,
    "POST /editor/page/<entry_id>/send": PROVIDER,
    "GET /editor/page/<entry_id>/sent": PROVIDER,
    "GET /editor/page/<entry_id>/standing": PROVIDER,
    "POST /editor/page/<entry_id>/standing/address": REVIEWER,
    "POST /editor/page/<entry_id>/standing/check": PROVIDER,
    "POST /editor/page/<entry_id>/standing/close": PROVIDER,
    "GET /editor/page/<entry_id>/standing/delete": PROVIDER,
    "POST /editor/page/<entry_id>/standing/delete": PROVIDER,
    "POST /editor/page/<entry_id>/standing/last-day": REVIEWER,
    "POST /editor/page/<entry_id>/standing/open": PROVIDER,
    "POST /editor/page/<entry_id>/standing/owner": EDITOR,
    "GET /editor/page/<entry_id>/standing/withdraw": REVIEWER,
    "POST /editor/page/<entry_id>/standing/withdraw": REVIEWER,
    "POST /editor/page/<entry_id>/still-right": PROVIDER,
    "POST /editor/page/<entry_id>/take-back": PROVIDER,
    "POST /editor/page/<entry_id>/unschedule": REVIEWER,
    "GET /editor/page/<entry_id>/write/<section>": PROVIDER,
    "POST /editor/page/<entry_id>/write/<section>": PROVIDER,
    "POST /editor/page/<entry_id>/write/<section>/choose": PROVIDER,
    "POST /editor/page/<entry_id>/write/<section>/drop": PROVIDER,
    "GET /editor/pages": PROVIDER,
    "GET /editor/pages/several": EDITOR,
    "POST /editor/pages/several": EDITOR,
    "GET /editor/pages/several/<int(max=999999999):number>": EDITOR,
    "POST /editor/pages/several/<int(max=999999999):number>/undo": EDITOR,
    "GET /editor/people": PROVIDER,
    "GET /editor/people/<int:person_id>": ADMIN,
    "POST /editor/people/<int:person_id>/hand-over": ADMIN,
    "POST /editor/people/<int:person_id>/organisations": ADMIN,
    "POST /editor/people/<int:person_id>/organisations/leave": ADMIN,
    "GET /editor/people/<int:person_id>/remove": ADMIN,
    "POST /editor/people/<int:person_id>/remove": ADMIN,
    "POST /editor/people/<int:person_id>/role": ADMIN,
    "POST /editor/people/<int:person_id>/second-step": ADMIN,
    "POST /editor/people/<int:person_id>/sign-out": ADMIN,
    "POST /editor/people/invitations/<int:invitation_id>/again": PROVIDER,
    "POST /editor/people/invitations/<int:invitation_id>/withdraw": PROVIDER,
    "GET /editor/people/invite": PROVIDER,
    "POST /editor/people/invite": PROVIDER,
    "GET /editor/people/leave/<slug>": PROVIDER,
    "POST /editor/people/leave/<slug>": PROVIDER,
    "GET /editor/reports": PROVIDER,
    "GET /editor/reports/<int(max=999999999):report_id>": PROVIDER,
    "POST /editor/reports/<int(max=999999999):report_id>/checking": PROVIDER,
    "POST /editor/reports/<int(max=999999999):report_id>/close": PROVIDER,
    "POST /editor/reports/<int(max=999999999):report_id>/reopen": PROVIDER,
    "GET /editor/review": REVIEWER,
    "GET /editor/settings": ADMIN,
    "GET /editor/settings/<key>": ADMIN,
    "POST /editor/settings/<key>": ADMIN,
    "GET /editor/settings/help/<key>": ADMIN,
    "POST /editor/settings/help/<key>": ADMIN,
    "GET /editor/settings/lists/<vocabulary>": ADMIN,
    "POST /editor/settings/lists/<vocabulary>": ADMIN,
    "GET /editor/settings/lists/<vocabulary>/new": ADMIN,
    "POST /editor/settings/lists/<vocabulary>/new": ADMIN,
    "GET /editor/settings/lists/<vocabulary>/term/<key>": ADMIN,
    "POST /editor/settings/lists/<vocabulary>/term/<key>": ADMIN,
    "POST /editor/settings/lists/<vocabulary>/term/<key>/move": ADMIN,
    "POST /editor/settings/lists/<vocabulary>/term/<key>/remove": ADMIN,
    "GET /editor/settings/rules/<kind>": ADMIN,
    "POST /editor/settings/rules/<kind>": ADMIN,
    "GET /editor/sign-in": EVERYBODY,
    "POST /editor/sign-in": EVERYBODY,
    "GET /editor/sign-in/app": EVERYBODY,
    "POST /editor/sign-in/app": EVERYBODY,
    "POST /editor/sign-in/app/<token>": PROVIDER,
    "GET /editor/sign-in/choose": EVERYBODY,
    "POST /editor/sign-in/choose": EVERYBODY,
    "GET /editor/sign-in/code": EVERYBODY,
    "POST /editor/sign-in/code": EVERYBODY,
    "GET /editor/sign-in/passkey": EVERYBODY,
    "POST /editor/sign-in/passkey": EVERYBODY,
    "POST /editor/sign-in/passkey/<token>": EVERYBODY,
    "GET /editor/sign-in/recovery-code": EVERYBODY,
    "POST /editor/sign-in/recovery-code": EVERYBODY,
    "GET /editor/sign-in/rescue": EVERYBODY,
    "POST /editor/sign-in/rescue": EVERYBODY,
    "POST /editor/sign-out": EVERYBODY,
    "GET /editor/single-sign-on": EVERYBODY,
    "GET /editor/single-sign-on/back": EVERYBODY,
    "POST /editor/try/<any(provider, editor, reviewer, admin):role>": EVERYBODY,
}
#: What stands in the gaps of an address. Most find nothing there, which is a 404 and fine: whoever may not enter is told
#: so before anything is looked for.
VALUES = {
    "entry_id": "00000000-0000-0000-0000-000000000000", "number": "1", "person_id": "1", "token": "made-up",
    "slug": "made-up", "role": "editor", "key": "made-up",
}  # fmt: skip


def addresses(app):
    """(method, rule) of everything under /editor."""
    for rule in app.url_map.iter_rules():
        if rule.rule == PREFIX or rule.rule.startswith(PREFIX + "/"):
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield f"{method} {rule.rule}", rule.endpoint


def filled(rule):
    """An address of the rule."""
    return re.sub(r"<(?:[^:>]*:)?([^>]+)>", lambda gap: VALUES.get(gap[1], "1"), rule)


def test_the_table_is_whole_and_says_what_the_views_say(site_app):
    found = {what: door_of(site_app, endpoint) for what, endpoint in addresses(site_app)}
    assert found == TABLE
    assert None not in found.values(), "a view without a mark is shut to everybody: say who may enter"


@pytest.fixture
def clients(small_site):
    """Nobody, and somebody of each role."""
    everybody = {role: sign_in(small_site, create_person(small_site, role)) for role in ROLES}
    return {None: PageClient(small_site.app, cookies=True), **everybody}


def test_each_door_opens_to_those_it_should_and_to_nobody_else(clients):
    wrong = []
    for what, door in TABLE.items():
        method, rule = what.split(" ", 1)
        if method != "GET" or door == EVERYBODY:
            continue
        for role, client in clients.items():
            answer = client._client.get(filled(rule))
            if role is None:
                right = answer.status_code == 302 and answer.headers["Location"].startswith("/editor/sign-in?next=")
            elif ROLES.index(role) < ROLES.index(door):
                right = answer.status_code == 403
            else:
                right = answer.status_code not in (403, 500)
            if not right:
                wrong.append(f"{what} answered {role or 'nobody'} with {answer.status_code}")
    assert wrong == []


def test_no_form_of_the_desk_can_be_sent_by_somebody_who_may_not(clients):
    wrong = []
    for what, door in TABLE.items():
        method, rule = what.split(" ", 1)
        if method == "GET" or door == EVERYBODY:
            continue
        for role, client in clients.items():
            if role is not None and ROLES.index(role) >= ROLES.index(door):
                continue
            answer = client._client.post(filled(rule), data={"csrf_token": client.csrf_token()})
            right = (
                answer.status_code == 403 if role else answer.headers.get("Location", "").startswith("/editor/sign-in")
            )
            if not right:
                wrong.append(f"{what} answered {role or 'nobody'} with {answer.status_code}")
    assert wrong == []


def test_a_form_without_its_token_is_refused_whoever_sends_it(clients):
    for what, _door in TABLE.items():
        method, rule = what.split(" ", 1)
        if method == "POST" and rule != "/editor/sign-out":
            assert clients[ADMIN]._client.post(filled(rule)).status_code == 400, what


def test_a_view_that_nobody_opened_is_shut_to_everybody(small_site, clients):
    small_site.app.view_functions["account.show"].door = None
    try:
        for role in ROLES:
            assert clients[role].ask("/editor/account").status_code == 403
    finally:
        small_site.app.view_functions["account.show"].door = PROVIDER
