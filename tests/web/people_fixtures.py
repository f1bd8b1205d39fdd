"""People for tests: make one, and sign in without typing a password (which takes argon2 a tenth of a second)."""

import secrets
import time
from collections.abc import Iterable

from flask import Flask
from flask_security import hash_password
from sqlmodel import Session

from localoffer.publishing.people import give_role
from localoffer.records.people import EDITOR, Membership, Person
from localoffer.web.sessions import SEEN_AT, SIGNED_IN_AT
from tests.web.page_client import PageClient
from tests.web.site_fixtures import TestSite


def create_person(
    site: TestSite, role: str = EDITOR, organisations: Iterable[str] = (), trusted: bool = False,
    name: str | None = None, email: str | None = None, password: str | None = None, **others: object,
) -> Person:  # fmt: skip
    """A person who is in the database. They have a password only when one is given. ``others`` are columns."""
    mark = secrets.token_hex(4)
    if password is not None:
        with site.app.app_context():
            others["password"] = hash_password(password)

    def make(session: Session) -> Person:
        person = Person(
            name=name or f"Sam {role.title()}", email=email or f"{role}-{mark}@example.org", fs_uniquifier=mark,
            **others,
        )  # fmt: skip
        session.add(person)
        session.flush()
        give_role(session, person.id, role)
        session.add_all(Membership(person_id=person.id, organisation=each, trusted=trusted) for each in organisations)
        return person

    return site.change(make)


def sign_in(site: TestSite | Flask, person: Person) -> PageClient:
    """A client that is signed in as the person, second factor and all, as if they had just done it."""
    app = site if isinstance(site, Flask) else site.app
    client = PageClient(app, cookies=True)
    with client.kept() as session:
        session.update(
            {"_user_id": person.fs_uniquifier, "_fresh": True, "fs_cc": "set", "fs_paa": time.time()}
            | {SEEN_AT: time.time(), SIGNED_IN_AT: time.time()}
        )
    return client


def session_cookie(site: TestSite, person: Person) -> str:
    """What a browser’s cookie ``session`` holds when it is signed in as the person."""
    with sign_in(site, person).kept() as session:
        kept = dict(session)
    cookie: str = site.app.session_interface.get_signing_serializer(site.app).dumps(kept)
    return cookie
