"""Flask-Security's own view of people: the tables of records.people mapped again, so that records know no Flask."""

from datetime import datetime
from typing import Any

from flask_security import RoleMixin, SQLAlchemySessionUserDatastore, UserMixin, WebAuthnMixin
from sqlalchemy.orm import registry, relationship
from werkzeug.local import LocalProxy

from localoffer.records.people import Passkey, Person, PersonRole, Role
from localoffer.web import sessions
from localoffer.web.site import session


class _Mapped:
    """Mapped by hand, a class gets no constructor from SQLAlchemy."""

    def __init__(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)


class AccountRole(_Mapped, RoleMixin):
    """A row of ``role``."""


class AccountPasskey(_Mapped, WebAuthnMixin):
    """A row of ``passkey``."""

    person_id: int

    def get_user_mapping(self) -> dict[str, Any]:
        """How Flask-Security finds the person of a passkey."""
        return {"id": self.person_id}


class Account(_Mapped, UserMixin):
    """A row of ``person``, as sign-in sees it. Elsewhere use records.people.Person."""

    name: str
    demonstration: bool
    last_seen_at: datetime | None

    def check_tf_required(
        self, tf_setup_methods: list[tuple[str, str]], tf_fresh: bool
    ) -> tuple[bool, list[tuple[str, str]]]:
        """Everybody has a second step. Asked when the first was right, so its time begins here."""
        sessions.begin_half()
        return True, tf_setup_methods


_tables = registry()
_tables.map_imperatively(AccountRole, Role.__table__)  # type: ignore[attr-defined]
_tables.map_imperatively(AccountPasskey, Passkey.__table__)  # type: ignore[attr-defined]
_tables.map_imperatively(
    Account, Person.__table__,  # type: ignore[attr-defined]
    properties={
        "roles": relationship(AccountRole, secondary=PersonRole.__table__, viewonly=True),  # type: ignore[attr-defined]
        "webauthn": relationship(AccountPasskey, cascade="all, delete-orphan"),
    },
)  # fmt: skip


#: The session of the request, as an object.
_request_session: Any = LocalProxy(session)


def datastore() -> SQLAlchemySessionUserDatastore:
    """Where Flask-Security finds and keeps accounts: the session of the request."""
    return SQLAlchemySessionUserDatastore(_request_session, Account, AccountRole, AccountPasskey)
