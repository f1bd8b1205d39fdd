"""The audit log: who did what to what, when. Lines are added and never changed."""

from typing import Any

from sqlmodel import Session

from localoffer.publishing.permissions import Actor
from localoffer.records.people import AuditLine


def note(session: Session, actor: Actor, action: str, subject: str, **detail: Any) -> None:
    """Add a line. ``detail`` holds plain JSON values and nothing that identifies a family."""
    session.add(AuditLine(person_id=actor.person_id, by=actor.name, action=action, subject=subject, detail=detail))
    session.flush()
