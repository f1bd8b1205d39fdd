"""Coverage: how each item of the legal checklist is met, who answers for it, and what people judged of it."""

from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session, func, select

from localoffer.errors import WrongState
from localoffer.publishing.coverage import (
    LONGEST_NOTE,
    STATES,
    Standing,
    assign,
    coverage,
    judge,
    possible_owners,
    standing_of,
    summary,
)
from localoffer.publishing.permissions import at_least
from localoffer.records.checklist import ChecklistItem, Held
from localoffer.records.entries import PUBLISHED, Entry
from localoffer.records.people import EDITOR, REVIEWER
from localoffer.records.people_queries import roles_of
from localoffer.records.registry import KINDS, address_of
from localoffer.text.spreadsheets import to_csv
from localoffer.web.coverage_words import DUTY_LABELS, STATE_LABELS, ItemView, by_law
from localoffer.web.doors import actor, desk, opened_to
from localoffer.web.formats import day
from localoffer.web.labels import KIND_LABELS, ROLE_LABELS
from localoffer.web.site import reference, session, site, today

blueprint = Blueprint("coverage", __name__, url_prefix="/editor/coverage")
#: Values of the filter for owners, besides a person's number.
MINE, NOBODY = "me", "nobody"
#: How many pages an item names before “show all”; and an export at most.
MOST_ON_ITEM, MOST_IN_EXPORT = 20, 5


@blueprint.get("/")
@opened_to(EDITOR)
def index() -> ResponseReturnValue:
    """Every item, with filters and the sum of it at the top."""
    standings = _standings()
    chosen = {name: request.args.get(name, "") for name in ("duty", "state", "owner")}
    shown = [standing for standing in standings if _fits(standing, **chosen)]
    return render_template(
        "editor/coverage/index.html",
        laws=by_law(map(_view, shown)), summary=summary(standings), chosen=chosen, count=len(shown),
        states=STATE_LABELS, duties=DUTY_LABELS, owners=_owners_of(standings), overdue=_overdue(session()),
    )  # fmt: skip


def _standings() -> list[Standing]:
    return coverage(session(), reference().checklist, today())


def _view(standing: Standing, shown: int = 3) -> ItemView:
    return ItemView(standing, reference().vocabularies, _page_url, shown)


def _page_url(held: Held) -> str:
    """Where a page is kept on the desk."""
    if "writing.show" in current_app.view_functions:
        return url_for("writing.show", entry_id=held.id)
    return url_for("entries.show", folder=KINDS[held.kind].folder, slug=held.slug)


def _fits(standing: Standing, *, duty: str, state: str, owner: str) -> bool:
    """Whether an item passes the filters; a value that means nothing filters nothing."""
    if duty in DUTY_LABELS and standing.item.duty != duty:
        return False
    if state in STATES and standing.state != state:
        return False
    owner_id = standing.owner.id if standing.owner else None
    wanted = {MINE: actor().person_id, NOBODY: None}.get(owner, _number(owner) or -1)
    return wanted == -1 or owner_id == wanted


def _number(text: str) -> int | None:
    """A person's number as forms send it."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _owners_of(standings: Iterable[Standing]) -> list[tuple[str, str]]:
    """(value, name) of everybody who answers for some item."""
    held = {str(standing.owner.id): standing.owner.name for standing in standings if standing.owner}
    return sorted(held.items(), key=lambda each: each[1])


def _overdue(db: Session) -> tuple[int, int]:
    """How many published pages are late for a check, of how many."""
    published = select(func.count()).select_from(Entry).where(Entry.state == PUBLISHED)
    return db.exec(published.where(Entry.review_due < today())).one(), db.exec(published).one()


@blueprint.get("/<key>")
@opened_to(EDITOR)
def item(key: str) -> ResponseReturnValue:
    """One item: what is looked for, what was found, what people judged, who answers for it."""
    return _item_page(reference().checklist.item(key))


def _item_page(
    found: ChecklistItem, *, note: str = "", met: str = "", errors: dict[str, str] | None = None
) -> ResponseReturnValue:
    everything = request.args.get("all") == "yes"
    view = _view(standing_of(session(), found, today()), 10_000 if everything else MOST_ON_ITEM)
    page = render_template(
        "editor/coverage/item.html",
        view=view, owners=possible_owners(session()), begin=list(_ways_to_begin(view)),
        may_judge=at_least(actor(), REVIEWER), note=note, met=met, errors=errors or {}, most_letters=LONGEST_NOTE,
    )  # fmt: skip
    return page, 422 if errors else 200


def _ways_to_begin(view: ItemView) -> Iterator[tuple[str, str]]:
    """(label, address) of new pages that would fill what is missing."""
    rule, finding = view.item.rule, view.standing.finding
    if not rule or not finding or finding.met or rule.every or "writing.choose" not in current_app.view_functions:
        return
    topics = [value for part in finding.missing if part.field == "topics" for value in part.values]
    for kind in rule.kinds:
        if kind in KINDS:
            url = url_for("writing.choose", kind=kind, topic=topics[0] if topics else None)
            yield str(KIND_LABELS[kind]), url


@blueprint.post("/<key>/judgement")
@opened_to(REVIEWER)
def sign_off(key: str) -> ResponseReturnValue:
    """A person's answer for an item that no rule can judge."""
    found = reference().checklist.item(key)
    met, note = request.form.get("met", ""), request.form.get("note", "").strip()
    errors = {}
    if met not in ("yes", "no"):
        errors["met"] = _("Choose whether it is met.")
    if not note:
        errors["note"] = _("Say in a sentence or two how you know.")
    if len(note) > LONGEST_NOTE:
        errors["note"] = _("Keep the note to %(most)s letters.", most=LONGEST_NOTE)
    if errors:
        return _item_page(found, note=note, met=met, errors=errors)
    judge(desk(), found, met=met == "yes", note=note)
    flash(_("Your judgement is saved."))
    return redirect(url_for("coverage.item", key=key))


@blueprint.post("/<key>/owner")
@opened_to(EDITOR)
def own(key: str) -> ResponseReturnValue:
    """Say who answers for an item."""
    found = reference().checklist.item(key)
    try:
        assign(desk(), found, _number(request.form.get("owner", "")))
    except WrongState:
        return _item_page(found, errors={"owner": _("Choose somebody who works on the desk.")})
    flash(_("The owner is saved."))
    return redirect(url_for("coverage.item", key=key))


@blueprint.get("/self-evaluation")
@opened_to(EDITOR)
def self_evaluation() -> ResponseReturnValue:
    """The whole as one document to print or to keep."""
    standings = _standings()
    page = render_template(
        "editor/coverage/self_evaluation.html",
        laws=by_law(_exported(standing) for standing in standings), summary=summary(standings), states=STATE_LABELS,
        authority=reference().authority, today=today(), roles=_roles(standings),
    )  # fmt: skip
    answer = Response(page, mimetype="text/html")
    if request.args.get("keep") == "yes":
        answer.headers["Content-Disposition"] = f'attachment; filename="self-evaluation-{today().isoformat()}.html"'
    return answer


def _exported(standing: Standing) -> ItemView:
    return ItemView(standing, reference().vocabularies, _public_url, MOST_IN_EXPORT)


def _public_url(held: Held) -> str:
    """The whole public address of a page: a printed document must say it."""
    return f"{site().settings.base_url.rstrip('/')}/{address_of(held.kind, held.slug)}"


def _roles(standings: Iterable[Standing]) -> dict[int, str]:
    """The role of each owner in words, by the person's number."""
    owners = [each.owner.id for each in standings if each.owner and each.owner.id is not None]
    return {person_id: str(ROLE_LABELS[role]) for person_id, role in roles_of(session(), owners).items()}


@blueprint.get("/self-evaluation.csv")
@opened_to(EDITOR)
def self_evaluation_csv() -> ResponseReturnValue:
    """The same for a spreadsheet."""
    data = to_csv(_table(_standings()))
    name = f"self-evaluation-{today().isoformat()}.csv"
    return Response(
        data, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )  # fmt: skip


def _table(standings: list[Standing]) -> Iterator[list[object]]:
    roles = _roles(standings)
    yield [
        _("Item"), _("Place in the law"), _("What was checked against the law"), _("Duty"),
        _("What families must find"), _("State"), _("What is missing"), _("Number of pages"), _("Pages"),
        _("First checked"), _("Last checked"),
        _("Late for a check"), _("Owner"), _("Role of the owner"), _("Judged as met"), _("Reasons"),
        _("Judged by (reviewer)"), _("Judged on"),
    ]  # fmt: skip
    for view in map(_exported, standings):
        first, last = view.standing.checked or (None, None)
        owner, judgement = view.standing.owner, view.standing.judgement
        yield [
            view.key, view.place, view.verified, view.duty_label, view.label, view.state_label,
            " ".join(view.missing), view.count, " ".join(url for _held, url in view.first), first, last,
            len(view.standing.overdue), owner and owner.name, owner and roles[owner.id or 0],
            judgement and (_("Yes") if judgement.met else _("No")), judgement and judgement.note,
            judgement and judgement.by, judgement and day(judgement.at.date()),
        ]  # fmt: skip
