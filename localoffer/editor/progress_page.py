"""What was reported on the actions of a plan, for an editor: public updates stay, new ones are added to a draft."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from localoffer.editor import kept_words
from localoffer.editor.forms.fields import Raw, Specs, pick, spec
from localoffer.editor.forms.kinds import BOOK
from localoffer.editor.forms.problems import placed
from localoffer.editor.forms.reading import read
from localoffer.editor.forms.showing import View, show
from localoffer.editor.page_being_written import Writing, around
from localoffer.errors import NotFound, StaleEdit
from localoffer.publishing import drafts
from localoffer.publishing.append_only import not_public_yet
from localoffer.publishing.fields import digest_of_fields
from localoffer.publishing.lenient import as_far_as_it_goes
from localoffer.publishing.review import problems_in
from localoffer.records.digests import digest_of
from localoffer.records.plan_progress import standing, told_of
from localoffer.records.plans import PlanAction, PlanDocument, ProgressUpdate
from localoffer.records.upkeep import KeptWords
from localoffer.web.plan_words import STATUS, ActionView, action_view

SPECS: Specs = pick(
    spec(ProgressUpdate, BOOK), ["status", "what_changed", "family_impact", "reason", "author_role", "day"]
)
#: Under which name words of this page are kept for whoever was signed out.
KEPT = "progress"


@dataclass(frozen=True)
class Written:
    """An update that families cannot read yet: ``mark`` tells it from others."""

    update: ProgressUpdate
    label: str
    mark: str


class Progress:
    """One plan and one person. Made anew for each request. Raises NotFound for a page that is no plan."""

    def __init__(self, writing: Writing) -> None:
        if writing.kind != "plan":
            raise NotFound("Only plans have actions.")
        self.writing = writing

    @cached_property
    def document(self) -> PlanDocument:
        """The plan as it is being written, as far as it goes."""
        found = as_far_as_it_goes("plan", self.writing.words, _("Not filled in yet"))
        assert isinstance(found, PlanDocument)
        return found

    def action(self, key: str) -> PlanAction:
        """Raises NotFound when the plan has no such action."""
        found = next((each for each in self.document.actions if each.key == key), None)
        if found is None:
            raise NotFound("This plan has no such action.")
        return found

    def view(self, action: PlanAction) -> ActionView:
        """How an action stands today, drafts among its updates."""
        found = standing(action, self.document.updates, self.writing.desk.today)
        return action_view(found, self.writing.desk.vocabularies, "")

    def areas(self) -> list[tuple[str, list[ActionView]]]:
        """Each area's name with its actions; those of no area at the end."""
        views = [self.view(each) for each in self.document.actions]
        names = {each.key: each.title for each in self.document.areas}
        found = [(name, [each for each in views if each.standing.action.area == key]) for key, name in names.items()]
        lost = [each for each in views if each.standing.action.area not in names]
        return found + ([(_("In no area yet"), lost)] if lost else [])

    def written(self, key: str) -> list[Written]:
        """Updates of an action that are not public yet, in the order in which they were written."""
        own = [each for each in self._drafts() if each.get("action") == key]
        return [self._written(each) for each in own if _is_whole(each)]

    def public(self, key: str) -> list[Written]:
        """Updates of an action that families can read, newest first."""
        marks = {digest_of(each) for each in self._drafts()}
        told = told_of(self.action(key), self.document.updates, self.writing.desk.today)
        views = [self._written(each.model_dump(mode="json")) for each in told]
        return [each for each in views if each.mark not in marks]

    def _drafts(self) -> list[Raw]:
        return not_public_yet(self.writing.entry, self.writing.words)

    def _written(self, raw: Raw) -> Written:
        update = ProgressUpdate.model_validate(raw)
        return Written(update, self.writing.desk.vocabularies.label(STATUS, update.status), digest_of(raw))

    # --- the form ---

    def first_values(self, action: PlanAction, mark: str) -> Raw:
        """What the form shows at first: a draft to be changed, else today and whoever leads the action."""
        held = next((each for each in self._drafts() if digest_of(each) == mark), None)
        return held or {"day": self.writing.desk.today.isoformat(), "author_role": action.owner_role}

    def fields(self, raw: Raw, errors: dict[str, Any] | None = None) -> list[View]:
        """The fields as they are drawn."""
        return show(SPECS, raw, around(self.writing.desk), errors or {})

    def read(self, key: str, form: MultiDict[str, str]) -> Raw:
        """What was sent, as an update of the action."""
        return read(SPECS, form) | {"action": key}

    def problems(self, raw: Raw) -> dict[str, Any]:
        """Field -> sentence of everything that is wrong with an update; empty when it is right."""
        try:
            update = ProgressUpdate.model_validate(raw, context={"vocabularies": self.writing.desk.vocabularies})
        except ValidationError as error:
            return placed(SPECS, problems_in(error))
        if update.day > self.writing.desk.today:
            return {"day": _("That day has not come yet. Write today or an earlier day.")}
        return {}

    def save(self, raw: Raw, instead: str) -> None:
        """Add an update that is right to the draft, in the place of the unpublished one marked ``instead``, if any.

        Raises WrongState while the plan is in review, NotAllowed.
        """
        update = ProgressUpdate.model_validate(raw).model_dump(mode="json")
        self._change(lambda held, drafts_marks: _with(held, update, instead if instead in drafts_marks else ""))

    def remove(self, mark: str) -> None:
        """Take an update out that is not public yet. Raises NotFound when there is none such, WrongState."""
        if mark not in {digest_of(each) for each in self._drafts()}:
            raise NotFound("There is no such update, or families can read it already.")
        self._change(lambda held, _marks: _without(held, mark))

    def _change(self, change: Any) -> None:
        """Save the updates changed; once more from what is there now when somebody else was quicker."""
        for last in (False, True):
            writing = self.writing
            held = [each for each in writing.words.get("updates") or [] if isinstance(each, dict)]
            marks = {digest_of(each) for each in self._drafts()}
            seen = digest_of_fields(writing.words, ["updates"])
            try:
                with writing.desk.session.begin_nested():
                    drafts.save_fields(writing.desk, writing.entry, {"updates": change(held, marks)}, seen=seen)
                return
            except (StaleEdit, IntegrityError):
                if last:
                    raise
                self.writing = Writing.of(writing.desk, writing.entry.id)

    # --- words that were sent after the session had ended ---

    def kept(self, key: str) -> KeptWords | None:
        """What was kept of this person's for this action."""
        desk = self.writing.desk
        found = kept_words.find(desk.session, desk.actor.person_id, self.writing.entry.id, KEPT)
        return found if found and found.values["raw"].get("action") == key else None

    def drop_kept(self) -> None:
        """Forget it."""
        desk = self.writing.desk
        kept_words.drop(desk.session, desk.actor.person_id, self.writing.entry.id, KEPT)


def _is_whole(raw: Raw) -> bool:
    try:
        ProgressUpdate.model_validate(raw)
    except ValidationError:
        return False
    return True


def _with(held: list[Raw], update: Raw, instead: str) -> list[Raw]:
    """The updates with this one among them: once, though a form was sent twice."""
    rest = _without(held, instead) if instead else held
    return rest if any(digest_of(each) == digest_of(update) for each in rest) else [*rest, update]


def _without(held: list[Raw], mark: str) -> list[Raw]:
    """The updates without the last one that has this mark: public ones stand before it."""
    place = max(place for place, each in enumerate(held) if digest_of(each) == mark)
    return held[:place] + held[place + 1 :]
