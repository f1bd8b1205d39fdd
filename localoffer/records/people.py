"""People who keep entries true: who they are, what they may do, for which organisations. Never families."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from localoffer.records.moments import now

#: Roles, each with everything the ones before it may do.
PROVIDER, EDITOR, REVIEWER, ADMIN = "provider", "editor", "reviewer", "admin"
ROLES = (PROVIDER, EDITOR, REVIEWER, ADMIN)


class Role(SQLModel, table=True):
    """One of ROLES; a table because sign-in asks for one."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=20)


class PersonRole(SQLModel, table=True):
    """The role of a person. One row a person: roles hold one another."""

    __tablename__ = "person_role"

    person_id: int = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
    role_id: int = Field(primary_key=True, foreign_key="role.id")


class Person(SQLModel, table=True):
    """Somebody who may sign in. The names of the sign-in columns are those Flask-Security reads (web.sign_in)."""

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True, max_length=255)
    name: str = Field(max_length=100)
    #: argon2; None for somebody who only comes by single sign-on
    password: str | None = Field(default=None, max_length=255)
    #: False once somebody has left: they may not sign in, what they did stays theirs
    active: bool = True
    #: made by the demonstration, for anybody who tries the desk
    demonstration: bool = False
    #: changing it ends every session of the person
    fs_uniquifier: str = Field(unique=True, max_length=64)
    fs_webauthn_user_handle: str | None = Field(default=None, unique=True, max_length=64)
    mf_recovery_codes: list[str] | None = Field(default=None, sa_type=sa.JSON)
    tf_primary_method: str | None = Field(default=None, max_length=64)
    tf_totp_secret: str | None = Field(default=None, max_length=255)
    tf_phone_number: str | None = Field(default=None, max_length=32)
    created_at: datetime = Field(default_factory=now)
    last_seen_at: datetime | None = None


class Passkey(SQLModel, table=True):
    """A passkey of a person (W3C Web Authentication)."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    credential_id: bytes = Field(unique=True, sa_type=sa.LargeBinary)
    public_key: bytes = Field(sa_type=sa.LargeBinary)
    sign_count: int = 0
    transports: list[str] | None = Field(default=None, sa_type=sa.JSON)
    backup_state: bool = False
    device_type: str = Field(default="", max_length=64)
    extensions: str | None = Field(default=None, max_length=255)
    lastuse_datetime: datetime = Field(default_factory=now)
    name: str = Field(max_length=64)
    usage: str = Field(max_length=64)


class OutsideIdentity(SQLModel, table=True):
    """Who a person is at a single sign-on provider (OpenID Connect Core 1.0: issuer and subject together are one)."""

    __tablename__ = "outside_identity"

    issuer: str = Field(primary_key=True, max_length=255)
    subject: str = Field(primary_key=True, max_length=255)
    person_id: int = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    linked_at: datetime = Field(default_factory=now)


class Membership(SQLModel, table=True):
    """A person acts for an organisation (its slug). ``trusted``: their low-risk changes are public at once."""

    person_id: int = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
    organisation: str = Field(primary_key=True, max_length=100)
    trusted: bool = False
    since: datetime = Field(default_factory=now)


class Invitation(SQLModel, table=True):
    """An invitation by mail; only a digest of its token is kept. ``organisation`` is a slug, for providers."""

    id: int | None = Field(default=None, primary_key=True)
    token_digest: str = Field(unique=True, max_length=64)
    email: str = Field(index=True, max_length=255)
    name: str = Field(default="", max_length=100)
    role: str = Field(max_length=20)
    organisation: str | None = Field(default=None, max_length=100)
    invited_by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    made_at: datetime = Field(default_factory=now)
    expires_at: datetime
    accepted_at: datetime | None = None
    withdrawn_at: datetime | None = None


class RateCount(SQLModel, table=True):
    """How often something was tried in a window: shared by all workers, so that limits hold."""

    __tablename__ = "rate_count"

    key: str = Field(primary_key=True, max_length=255)
    count: int
    #: seconds since 1970 at which the window ends
    expires: float


class AuditLine(SQLModel, table=True):
    """Who did what, when. Lines are only ever added: the database refuses changes and deletions (migration 0002)."""

    __tablename__ = "audit_line"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=now, index=True)
    #: kept without a foreign key: the line must stay when a person is removed
    person_id: int | None = None
    by: str = Field(max_length=200)
    #: a verb such as ``entry.publish``, ``people.invite``; its sentence is made when it is shown
    action: str = Field(max_length=60, index=True)
    #: what it was done to: ``services/sleep-help``, ``person:12``, ``vocabulary/need``
    subject: str = Field(default="", max_length=200, index=True)
    detail: dict[str, Any] = Field(default={}, sa_type=sa.JSON)
