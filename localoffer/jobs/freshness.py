"""Keep pages fresh: remind, tell the reviewers, show late pages lower, hide those that nobody checked for too long."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import Session, col, select

from localoffer.errors import LetterRefused
from localoffer.jobs.job import JobTrouble, desk_of
from localoffer.publishing.desk import Desk
from localoffer.publishing.freshness import ASK, ESCALATE, HIDE, first_day, freshness_on, steps_on
from localoffer.publishing.operations import announce, hide
from localoffer.publishing.recipients import Recipients
from localoffer.records.digests import digest_of
from localoffer.records.entries import FRESH, OVERDUE, PUBLISHED, PUT, Entry
from localoffer.records.people import Person
from localoffer.records.upkeep import Reminder
from localoffer.web.letters import whole_url, write_letter
from localoffer.web.mail_links import STILL_RIGHT, new_token
from localoffer.web.site import ENGLAND, Site

#: Pages that one letter lists; it only counts the others.
MOST_LISTED = 20


@dataclass(frozen=True)
class Step:
    """An entry with the steps taken for it now."""

    entry: Entry
    names: list[str]

    @property
    def hidden(self) -> bool:
        """True when it is hidden now."""
        return HIDE in self.names

    @property
    def title(self) -> str:
        """Its title on one line."""
        return " ".join(self.entry.title.split())


@dataclass
class Round:
    """One go through everything that is due: what was done to entries, and who is to be written to."""

    desk: Desk
    recipients: Recipients
    asked: dict[int, list[Step]] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    told: list[Step] = field(default_factory=list)
    hidden: int = 0
    letters: int = 0
    #: names of people whose address cannot be written to
    unreachable: list[str] = field(default_factory=list)

    def look_at(self, entry: Entry, taken: set[str], told_on: date | None) -> None:
        """Decide about one entry, and do it. ``told_on``: when somebody was first told that it is due."""
        rules, today = self.desk.rules, self.desk.today
        self._mark(entry, freshness_on(entry.review_due, today, rules))
        step = Step(entry, steps_on(entry.review_due, today, rules, taken, told_on))
        if step.hidden:
            hide(self.desk.session, entry)
            self.desk.note("entry.hide", entry.address, due=entry.review_due.isoformat())
            self.hidden += 1
        self._ask(step)
        if any(name.startswith(ESCALATE) for name in step.names) and self.recipients.to_tell():
            self.told.append(step)

    def _mark(self, entry: Entry, freshness: str) -> None:
        """Search hears of it only where it ranks the entry differently."""
        if entry.freshness == freshness:
            return
        changes_rank = OVERDUE in (entry.freshness, freshness)
        entry.freshness = freshness
        self.desk.session.add(entry)
        if changes_rank:
            announce(self.desk.session, entry.id, PUT)

    def _ask(self, step: Step) -> None:
        if not any(name.startswith((ASK, HIDE)) for name in step.names):
            return
        people = self.recipients.to_ask(step.entry)
        for person in people:
            assert person.id is not None
            self.people[person.id] = person
            self.asked.setdefault(person.id, []).append(step)
        if step.hidden and not people:
            self._remember(step.entry, HIDE)

    def write(self) -> None:
        """One letter to each person who is asked, and one to each who is told."""
        for person_id, steps in self.asked.items():
            self._write_asking(self.people[person_id], _latest_first(steps))
        for step in self.told:
            for name in step.names:
                if name.startswith(ESCALATE):
                    self._remember(step.entry, name)
        for person in self.recipients.to_tell() if self.told else []:
            self._write_telling(person, _latest_first(self.told))

    def _write_asking(self, person: Person, steps: Sequence[Step]) -> None:
        items = []
        for place, step in enumerate(steps):
            token, digest = new_token(STILL_RIGHT) if place < MOST_LISTED else ("", None)
            for name in [name for name in step.names if not name.startswith(ESCALATE)]:
                self._remember(step.entry, f"{name}/{person.id}", person.id, digest)
                digest = None  # one row holds it
            if token:
                items.append(self._item(step) | {"link": whole_url("still_right.show", token=token)})
        self._write("check", person, steps, items)

    def _write_telling(self, person: Person, steps: Sequence[Step]) -> None:
        items = [
            self._item(step) | {"link": whole_url("writing.show", entry_id=step.entry.id)}
            for step in steps[:MOST_LISTED]
        ]
        self._write("late", person, steps, items)

    def _item(self, step: Step) -> dict[str, object]:
        due = step.entry.review_due
        return {
            "title": step.title, "due": due, "late": due < self.desk.today, "hidden": step.hidden,
            "owner": ", ".join(person.name for person in self.recipients.to_ask(step.entry)[:3]),
        }  # fmt: skip

    def _write(self, template: str, person: Person, steps: Sequence[Step], items: Sequence[dict[str, object]]) -> None:
        about = digest_of([[step.entry.id, step.entry.review_due.isoformat(), step.names] for step in steps])
        try:
            letter = write_letter(
                self.desk.session, key=f"{template}:{person.id}:{about}", to=person.email, template=template,
                name=person.name, items=items, more=len(steps) - len(items),
            )  # fmt: skip
        except LetterRefused:
            self.unreachable.append(person.name)
        else:
            self.letters += letter is not None

    def _remember(self, entry: Entry, step: str, person_id: int | None = None, digest: str | None = None) -> None:
        reminder = Reminder(entry_id=entry.id, review_due=entry.review_due, step=step, revision=entry.revision)
        reminder.person_id, reminder.token_digest = person_id, digest
        self.desk.session.add(reminder)


def keep_fresh(site: Site, _go_on: Callable[[], bool]) -> str:
    """Take every step that is due today; all of it or none. Raises JobTrouble naming people with no usable address."""
    with site.database.transaction() as session:
        desk = desk_of(site, session, "The check dates")
        entries = _candidates(session, desk)
        taken = _taken(session, entries)
        this = Round(desk, Recipients(session))
        for entry in entries:
            steps = taken.get(entry.id, {})
            this.look_at(entry, set(steps), min(steps.values(), default=None))
        this.write()
    if this.unreachable:
        raise JobTrouble(f"These people have no address that mail can be sent to: {', '.join(this.unreachable)}.")
    return f"{len(entries)} pages are due a check: {this.letters} letters written, {this.hidden} pages hidden."


def _candidates(session: Session, desk: Desk) -> Sequence[Entry]:
    """Published entries that may be due, and those that the rules of an earlier day called late."""
    horizon = desk.today - timedelta(days=first_day(desk.rules))
    may_be_due = (col(Entry.review_due) <= horizon) | (col(Entry.freshness) != FRESH)
    return session.exec(select(Entry).where(Entry.state == PUBLISHED, may_be_due).order_by(col(Entry.review_due))).all()


def _taken(session: Session, entries: Sequence[Entry]) -> dict[str, dict[str, date]]:
    """Entry id -> steps taken for the day its check is due now, and when. Behind a slash stands for whom."""
    due = {entry.id: entry.review_due for entry in entries}
    found: dict[str, dict[str, date]] = {}
    rows = select(Reminder).join(Entry, col(Entry.id) == Reminder.entry_id).where(Entry.state == PUBLISHED)
    for reminder in session.exec(rows):
        if due.get(reminder.entry_id) == reminder.review_due:
            steps = found.setdefault(reminder.entry_id, {})
            steps.setdefault(reminder.step.partition("/")[0], reminder.made_at.astimezone(ENGLAND).date())
    return found


def _latest_first(steps: Sequence[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: (step.entry.review_due, step.title))
