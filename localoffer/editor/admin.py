"""Settings: everything the council owns, changed without editing files."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.editor.admin_form import SettingsForm
from localoffer.editor.admin_words import PANEL_FIELDS, PARTS, RULES_FIELDS, book, rules_book
from localoffer.editor.forms.fields import Raw, pick, spec
from localoffer.errors import NotFound
from localoffer.publishing import references
from localoffer.records.authority import HelpPanel
from localoffer.records.desk_rules import KindRules
from localoffer.records.people import ADMIN
from localoffer.records.registry import KINDS
from localoffer.web.doors import desk, opened_to
from localoffer.web.labels import KIND_LABELS
from localoffer.web.site import reference, session

blueprint = Blueprint("admin", __name__, url_prefix="/editor/settings")


@blueprint.get("")
@opened_to(ADMIN)
def index() -> ResponseReturnValue:
    """Everything that can be set."""
    words = reference()
    return render_template(
        "editor/admin/index.html", parts=PARTS, kinds=[(kind, KIND_LABELS[kind]) for kind in KINDS],
        panels=words.authority.help_panels, lists=sorted(words.vocabularies.all(), key=lambda each: each.label.lower()),
    )  # fmt: skip


def crumbs() -> list[dict[str, str]]:
    """The way back to all settings."""
    return [{"label": _("Site settings"), "url": url_for("admin.index")}]


@blueprint.route("/<key>", methods=["GET", "POST"])
@opened_to(ADMIN)
def part(key: str) -> ResponseReturnValue:
    """One form of settings."""
    found = next((each for each in PARTS if each.key == key), None)
    if found is None:
        raise NotFound("There is no such setting.")
    name = found.document
    return SettingsForm(
        found.title, found.hint, pick(spec(references.shape_of(name), book()), found.fields),
        references.held(session(), name),
        lambda values, seen: references.save_fields(desk(), name, _colours_in_small_letters(values), seen=seen),
        url_for("admin.index"), crumbs(),
    ).answer()  # fmt: skip


def _colours_in_small_letters(values: Raw) -> Raw:
    return {
        name: str(value).lower() if name in ("brand_colour", "brand_shade") else value for name, value in values.items()
    }


@blueprint.route("/help/<key>", methods=["GET", "POST"])
@opened_to(ADMIN)
def panel(key: str) -> ResponseReturnValue:
    """A help panel: what is said above results when somebody searches for something that cannot wait."""
    held = references.member(session(), "authority", "help_panels", key)
    return SettingsForm(
        held["title"], _("Shown above the results when somebody searches for one of these words."),
        pick(spec(HelpPanel, book()), PANEL_FIELDS), held,
        lambda values, seen: references.save_member(desk(), "authority", "help_panels", key, values, seen=seen),
        url_for("admin.index"), crumbs(),
    ).answer()  # fmt: skip


@blueprint.route("/rules/<kind>", methods=["GET", "POST"])
@opened_to(ADMIN)
def rules(kind: str) -> ResponseReturnValue:
    """The rules of one kind of page."""
    held = references.member(session(), "desk", "kinds", kind)
    return SettingsForm(
        _("Rules: %(kind)s", kind=KIND_LABELS[kind]), _("How often these pages are checked, and what trust covers."),
        pick(spec(KindRules, rules_book(kind)), RULES_FIELDS), held,
        lambda values, seen: references.save_member(desk(), "desk", "kinds", kind, values, seen=seen),
        url_for("admin.index"), crumbs(),
    ).answer()  # fmt: skip
