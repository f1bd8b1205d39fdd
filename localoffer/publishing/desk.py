"""What every verb of the desk needs: the session, who acts, the council's words and rules, and what day it is."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from localoffer.publishing.audit import note
from localoffer.publishing.operations import Locate
from localoffer.publishing.permissions import Actor
from localoffer.records.desk_rules import DeskRules
from localoffer.records.vocabularies import Vocabularies


@dataclass(frozen=True)
class Desk:
    """One for each request or job. Nothing in it commits."""

    session: Session
    actor: Actor
    vocabularies: Vocabularies
    rules: DeskRules
    locate: Locate
    today: date

    def note(self, action: str, subject: str, **detail: object) -> None:
        """Add a line to the audit log."""
        note(self.session, self.actor, action, subject, **detail)
