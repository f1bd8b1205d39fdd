"""One form of the settings: shown from the document's shape, read, checked and saved, whatever it belongs to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from localoffer.editor.admin_words import told
from localoffer.editor.forms.fields import CHOICE, DECIMAL, WHOLE, YES_NO, Raw, Specs
from localoffer.editor.forms.problems import placed
from localoffer.editor.forms.reading import read
from localoffer.editor.forms.repeating import done
from localoffer.editor.forms.showing import show
from localoffer.editor.named_pages import NamedPages
from localoffer.editor.page_being_written import around
from localoffer.errors import InvalidEntry, StaleEdit, WrongState
from localoffer.publishing.fields import digest_of_fields
from localoffer.web.doors import desk

#: What must be answered: a form that sends nothing for it has left it empty.
ANSWERED = (WHOLE, DECIMAL, CHOICE, YES_NO)
Crumbs = list[dict[str, str]]


@dataclass(frozen=True)
class SettingsForm:
    """``held``: the values as they are now. ``save(values, seen)`` does it; ``back``: where to go afterwards.

    ``extra``: more for the template.
    """

    title: Any
    hint: Any
    specs: Specs
    held: Raw
    save: Callable[[Raw, str], object]
    back: str
    crumbs: Crumbs
    template: str = "editor/admin/form.html"
    extra: Mapping[str, Any] | None = None

    def answer(self) -> ResponseReturnValue:
        """Show the form, or do what was asked in it."""
        if request.method != "POST":
            return self._page(self.held)
        problems: list[tuple[str, Any]] = []
        raw = read(self.specs, request.form, problems)
        raw, go = done(self.specs, raw, request.form.get("do", ""))
        if go:
            return self._page(raw, go=go)
        raw = NamedPages(desk().session, desk().actor).settled(self.specs, raw)
        errors = self._empty(raw) | dict(problems)
        return self._page(raw, errors, status=422) if errors else self._saved(raw)

    def _saved(self, raw: Raw) -> ResponseReturnValue:
        values = {each.name: raw.get(each.name) for each in self.specs}
        try:
            self.save(values, request.form.get("seen", "")[:64])
        except InvalidEntry as error:
            return self._page(raw, placed(self.specs, told(error.problems)), status=422)
        except WrongState as error:
            return self._page(raw, {self.specs[0].name: str(error)}, status=422)
        except StaleEdit:
            return self._page(raw, stale=True, status=409)
        flash(_("Saved. Families see it at once."))
        return redirect(self.back)

    def _empty(self, raw: Raw) -> dict[str, Any]:
        return {
            each.name: lazy_gettext("Fill this in.")
            for each in self.specs
            if each.name not in raw and each.control in ANSWERED
        }

    def _page(
        self, raw: Raw, errors: Mapping[str, Any] | None = None, *, stale: bool = False, go: str = "", status: int = 200
    ) -> ResponseReturnValue:
        names = [each.name for each in self.specs]
        fields = show(_answered(self.specs), raw, around(desk()), errors)
        known = {view.name for top in fields for view in top.within()}
        others = [sentence for name, sentence in (errors or {}).items() if name not in known]
        page = render_template(
            self.template, form=self, fields=fields, others=others, stale=stale, go=go,
            seen=digest_of_fields(self.held, names) if not errors else request.form.get("seen", "")[:64],
            wrong=bool(errors), **(self.extra or {}),
        )  # fmt: skip
        return page, status


def _answered(specs: Specs) -> Specs:
    """What has a value from the start must have one here all the same: an emptied field says nothing of it."""
    return tuple(
        replace(each, required=(each.control in ANSWERED and not each.nullable) or each.required) for each in specs
    )
