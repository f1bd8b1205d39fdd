"""Lists of words: the values that pages choose from, their names, their order and what people type for them."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.editor.admin import crumbs
from localoffer.editor.admin_form import SettingsForm
from localoffer.editor.admin_words import PLACE_FIELDS, TERM_FIELDS, book, told
from localoffer.editor.forms.fields import pick, spec
from localoffer.errors import InvalidEntry, WrongState
from localoffer.publishing import references
from localoffer.records.people import ADMIN
from localoffer.records.reference import VOCABULARY
from localoffer.records.vocabularies import Vocabulary, VocabularyTerm
from localoffer.records.vocabulary_use import rolled_up_to, uses
from localoffer.web.doors import desk, opened_to
from localoffer.web.site import session

blueprint = Blueprint("admin_vocabularies", __name__, url_prefix="/editor/settings/lists")


def _fields(vocabulary: str) -> tuple[str, ...]:
    return PLACE_FIELDS if vocabulary == "place" else TERM_FIELDS


def _held(vocabulary: str) -> Vocabulary:
    return Vocabulary.model_validate(references.held(session(), VOCABULARY + vocabulary))


@blueprint.route("/<vocabulary>", methods=["GET", "POST"])
@opened_to(ADMIN)
def show(vocabulary: str) -> ResponseReturnValue:
    """One list: its heading and its values."""
    held = _held(vocabulary)
    return SettingsForm(
        held.label, _("Pages choose from this list, in this order."),
        pick(spec(Vocabulary, book()), ["label"]), held.model_dump(mode="json"),
        lambda values, seen: references.save_fields(desk(), VOCABULARY + vocabulary, values, seen=seen),
        url_for("admin_vocabularies.show", vocabulary=vocabulary), crumbs(), "editor/admin/vocabulary.html",
        {"vocabulary": held, "uses": uses(session(), vocabulary)},
    ).answer()  # fmt: skip


@blueprint.route("/<vocabulary>/new", methods=["GET", "POST"])
@opened_to(ADMIN)
def new(vocabulary: str) -> ResponseReturnValue:
    """A new value."""
    held = _held(vocabulary)
    return SettingsForm(
        _("Add to: %(list)s", list=held.label), _("Pages can choose it as soon as you save."),
        pick(spec(VocabularyTerm, book()), ("key", *_fields(vocabulary))), {},
        lambda values, _seen: references.add_term(desk(), vocabulary, values),
        url_for("admin_vocabularies.show", vocabulary=vocabulary), _crumbs(held),
    ).answer()  # fmt: skip


def _crumbs(held: Vocabulary) -> list[dict[str, str]]:
    return [*crumbs(), {"label": held.label, "url": url_for("admin_vocabularies.show", vocabulary=held.name)}]


@blueprint.route("/<vocabulary>/term/<key>", methods=["GET", "POST"])
@opened_to(ADMIN)
def term(vocabulary: str, key: str) -> ResponseReturnValue:
    """One value."""
    held = references.member(session(), VOCABULARY + vocabulary, "terms", key)
    return SettingsForm(
        held["label"], _("Its key is “%(key)s” and never changes.", key=key),
        pick(spec(VocabularyTerm, book()), _fields(vocabulary)), held,
        lambda values, seen: references.save_member(
            desk(), VOCABULARY + vocabulary, "terms", key, values, seen=seen
        ),
        url_for("admin_vocabularies.show", vocabulary=vocabulary), _crumbs(_held(vocabulary)), "editor/admin/term.html",
        {
            "vocabulary": vocabulary, "key": key, "count": uses(session(), vocabulary)[key],
            "leaning": rolled_up_to(session(), key),
        },
    ).answer()  # fmt: skip


@blueprint.post("/<vocabulary>/term/<key>/remove")
@opened_to(ADMIN)
def remove(vocabulary: str, key: str) -> ResponseReturnValue:
    """Take a value away that nothing uses."""
    try:
        references.remove_term(desk(), vocabulary, key)
    except InvalidEntry as error:
        raise WrongState(told(error.problems)[0][1]) from None
    flash(_("“%(key)s” is gone.", key=key))
    return redirect(url_for("admin_vocabularies.show", vocabulary=vocabulary))


@blueprint.post("/<vocabulary>/term/<key>/move")
@opened_to(ADMIN)
def move(vocabulary: str, key: str) -> ResponseReturnValue:
    """Move a value up or down by one."""
    references.move_term(desk(), vocabulary, key, -1 if request.form.get("way") == "up" else 1)
    return redirect(url_for("admin_vocabularies.show", vocabulary=vocabulary, _anchor=f"term-{key}"))
