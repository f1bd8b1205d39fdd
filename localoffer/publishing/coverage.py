"""How each item of the legal checklist stands: what the rules find, what people judged, and who answers for it.

The rules are in records.checklist. Here they meet the database: published entries, judgements and owners. Verbs need a
desk and never commit.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from localoffer.errors import NotAllowed, WrongState
from localoffer.publishing.desk import Desk
from localoffer.publishing.permissions import at_least
from localoffer.records.checklist import MET, NOT_MET, PARTLY, Checklist, ChecklistItem, Finding, Held, find
from localoffer.records.entries import PUBLISHED, Entry
from localoffer.records.people import EDITOR, REVIEWER, ROLES, Person
from localoffer.records.people_queries import active_people, role_of, roles_of
from localoffer.records.upkeep import ItemOwner, Judgement

#: Further states of an item: nobody judged it yet, somebody did too long ago, its kinds are not in the system yet.
TO_JUDGE, JUDGE_AGAIN, AWAITS = "to_judge", "judge_again", "awaits"
STATES = (MET, PARTLY, NOT_MET, TO_JUDGE, JUDGE_AGAIN, AWAITS)
#: How long a judgement counts (reg. 56: comments and the action on them are published at least once a year).
JUDGEMENT_LASTS = timedelta(days=365)
LONGEST_NOTE = 1000


@dataclass(frozen=True)
class Standing:
    """One item as it stands on ``today``. ``judgements`` are newest first; ``owner`` answers for the item."""

    item: ChecklistItem
    today: date
    finding: Finding | None = None
    judgements: tuple[Judgement, ...] = ()
    owner: Person | None = None

    @property
    def state(self) -> str:
        """One of STATES."""
        if self.item.awaits:
            return AWAITS
        if self.finding:
            return self.finding.state
        if self.judgement is None:
            return TO_JUDGE
        if self.today - self.judgement.at.date() > JUDGEMENT_LASTS:
            return JUDGE_AGAIN
        return MET if self.judgement.met else NOT_MET

    @property
    def judgement(self) -> Judgement | None:
        """The newest judgement, which counts."""
        return self.judgements[0] if self.judgements else None

    @property
    def evidence(self) -> tuple[Held, ...]:
        """The entries that satisfy the item."""
        return self.finding.evidence if self.finding else ()

    @property
    def overdue(self) -> tuple[Held, ...]:
        """Those of them whose check is late."""
        return tuple(each for each in self.evidence if each.review_due < self.today)

    @property
    def checked(self) -> tuple[date, date] | None:
        """The days on which the first and the last of them were checked; None without any."""
        days = [each.reviewed_on for each in self.evidence]
        return (min(days), max(days)) if days else None


@dataclass(frozen=True)
class Summary:
    """How many of the musts are met, of how many; and how many items of any duty are in each state."""

    met: int
    of: int
    states: Mapping[str, int]


def coverage(session: Session, checklist: Checklist, today: date) -> list[Standing]:
    """How every item stands, in the order of the law."""
    held = held_entries(session, _fields_read(checklist.items))
    judged, owners = _judgements(session), _owners(session)
    return [_standing(item, today, held, judged.get(item.key, ()), owners.get(item.key)) for item in checklist.items]


def standing_of(session: Session, item: ChecklistItem, today: date) -> Standing:
    """How one item stands."""
    held = held_entries(session, _fields_read([item])) if item.rule else []
    judged, owners = _judgements(session, item.key), _owners(session, item.key)
    return _standing(item, today, held, judged.get(item.key, ()), owners.get(item.key))


def summary(standings: Iterable[Standing]) -> Summary:
    """The one line at the top."""
    counted = list(standings)
    musts = [each for each in counted if each.item.duty == "must"]
    states = Counter(each.state for each in counted)
    return Summary(sum(each.state == MET for each in musts), len(musts), {state: states[state] for state in STATES})


def _standing(
    item: ChecklistItem, today: date, held: list[Held], judged: Sequence[Judgement], owner: Person | None
) -> Standing:
    finding = find(item, item.rule, held) if item.rule and not item.awaits else None
    return Standing(item, today, finding, tuple(judged), owner)


def _fields_read(items: Iterable[ChecklistItem]) -> set[str]:
    return {field for item in items if item.rule for field in item.rule.reads()}


def held_entries(session: Session, fields: Collection[str]) -> list[Held]:
    """What checks of these fields read of every published entry, by kind and title.

    Whole documents take a second to make for a thousand entries; a few columns of them take hundredths.
    """
    names = sorted(name for name in fields if name in Entry.model_fields)
    columns: list[Any] = [
        Entry.id, Entry.kind, Entry.slug, Entry.title, Entry.reviewed_on, Entry.review_due, Entry.fields,
        *(getattr(Entry, name) for name in names),
    ]  # fmt: skip
    rows = session.execute(select(*columns).where(Entry.state == PUBLISHED).order_by(col(Entry.kind), col(Entry.title)))
    return [
        Held(
            row.id, row.kind, row.slug, row.title, row.reviewed_on, row.review_due,
            row.fields | {name: getattr(row, name) for name in names},
        )
        for row in rows
    ]  # fmt: skip


def _judgements(session: Session, key: str = "") -> dict[str, list[Judgement]]:
    """Judgements by item, newest first; of one item when it is named."""
    query = select(Judgement).order_by(col(Judgement.at).desc(), col(Judgement.id).desc())
    found: dict[str, list[Judgement]] = {}
    for judgement in session.exec(query.where(Judgement.item == key) if key else query):
        found.setdefault(judgement.item, []).append(judgement)
    return found


def _owners(session: Session, key: str = "") -> dict[str, Person]:
    query = select(ItemOwner.item, Person).join(Person, col(Person.id) == ItemOwner.person_id)
    return dict(session.exec(query.where(ItemOwner.item == key) if key else query).all())


def possible_owners(session: Session) -> list[Person]:
    """Everybody who may answer for an item: staff, by name."""
    people = active_people(session)
    roles = roles_of(session, [person.id for person in people if person.id is not None])
    return [person for person in people if ROLES.index(roles[person.id or 0]) >= ROLES.index(EDITOR)]


def assign(desk: Desk, item: ChecklistItem, person_id: int | None) -> None:
    """Say who answers for an item; None: nobody. Raises NotAllowed, or WrongState for somebody who cannot."""
    if not at_least(desk.actor, EDITOR):
        raise NotAllowed("Only editors can say who answers for an item of the law.")
    held = desk.session.get(ItemOwner, item.key)
    if person_id == (held.person_id if held else None):
        return
    if person_id is not None:
        _require_staff(desk.session, person_id)
        desk.session.merge(ItemOwner(item=item.key, person_id=person_id))
    elif held:
        desk.session.delete(held)
    desk.session.flush()
    desk.note("coverage.assign", f"checklist:{item.key}", to=person_id)


def _require_staff(session: Session, person_id: int) -> None:
    person = session.get(Person, person_id)
    if person is None or not person.active or ROLES.index(role_of(session, person_id)) < ROLES.index(EDITOR):
        raise WrongState("Choose somebody who works on the desk.")


def judge(desk: Desk, item: ChecklistItem, *, met: bool, note: str) -> Judgement:
    """Sign an item off, or say that it is not met. Earlier judgements stay.

    Raises NotAllowed, or WrongState when a rule decides on the item or the note is empty or too long.
    """
    if not at_least(desk.actor, REVIEWER):
        raise NotAllowed("Only reviewers can sign off an item of the law.")
    if not item.needs_judgement:
        raise WrongState("The site checks this item by itself. Nobody has to sign it off.")
    note = note.strip()
    if not note:
        raise WrongState("Say in a sentence or two how you know.")
    if len(note) > LONGEST_NOTE:
        raise WrongState(f"Keep the note to {LONGEST_NOTE} letters.")
    judgement = Judgement(item=item.key, met=met, note=note, by=desk.actor.name, person_id=desk.actor.person_id)
    desk.session.add(judgement)
    desk.session.flush()
    desk.note("coverage.judge", f"checklist:{item.key}", met=met)
    return judgement
