"""How figures are written for people: values with their unit, why there is none, periods below a chart."""

from babel.numbers import format_compact_decimal, format_decimal
from flask_babel import format_date, get_locale, gettext, ngettext
from flask_babel import lazy_gettext as _

from localoffer.records.indicators import NOT_APPLICABLE, NOT_AVAILABLE, SUPPRESSED, Figure
from localoffer.records.readings import DECIMALS, Period
from localoffer.web.formats import BRITISH

#: Why there is no value, in a cell of the table.
MISSING = {
    SUPPRESSED: _("Too small to show"),
    NOT_AVAILABLE: _("Not available"),
    NOT_APPLICABLE: _("Does not apply here"),
}
#: The same for whoever asks what that means.
MISSING_MEANS = {
    SUPPRESSED: _("“Too small to show”: fewer than 6 people. A number could point at somebody."),
    NOT_AVAILABLE: _("“Not available”: nobody collected it, or it has not been published."),
    NOT_APPLICABLE: _("“Does not apply here”: a figure would mean nothing there."),
}
#: What stands above an axis whose numbers do not say it.
AXIS = {"weeks": _("Weeks"), "days": _("Days"), "minutes": _("Time in minutes"), "score": _("Score")}
MILLION, MOST_WRITTEN_OUT = 1_000_000, 10_000
MOST_LETTERS = 11


def number(value: float) -> str:
    """> 1,277, > 3.2"""
    return format_decimal(round(value, DECIMALS), "#,##0.#", locale=get_locale() or BRITISH)


def value(amount: float, unit: str) -> str:
    """> 3.2%, > 1,277, > 1 week, > 18 weeks, > £164 million, > £950"""
    shown = number(amount)
    count = int(amount) if amount == int(amount) else 2
    match unit:
        case "percent":
            return gettext("%(number)s%%", number=shown)
        case "weeks":
            return ngettext("%(number)s week", "%(number)s weeks", count, number=shown)
        case "days":
            return ngettext("%(number)s day", "%(number)s days", count, number=shown)
        case "minutes":
            return ngettext("%(number)s minute", "%(number)s minutes", count, number=shown)
        case "pounds":
            if amount >= MILLION:
                return gettext("£%(number)s million", number=number(amount / MILLION))
            return gettext("£%(number)s", number=shown)
    return shown


def short(amount: float, unit: str) -> str:
    """The same with few letters, for a chart: > 60%, > 1,277, > 18, > £164m, > 20.6k"""
    shown = number(amount)
    if amount >= MOST_WRITTEN_OUT:
        locale = get_locale() or BRITISH
        shown = format_compact_decimal(
            amount, locale=BRITISH if locale.language == "en" else locale, fraction_digits=DECIMALS
        )
    if unit == "percent":
        return gettext("%(number)s%%", number=shown)
    return gettext("£%(number)s", number=shown) if unit == "pounds" else shown


def shortened(label: str) -> str:
    """> Devon, > Bournemout…: a label beside a line has little room; the table has it whole."""
    return label if len(label) <= MOST_LETTERS else label[: MOST_LETTERS - 1].rstrip() + "…"


def cell(figure: Figure | None, unit: str) -> str:
    """What a figure is, or why there is none. No figure at all is not available."""
    if figure is None:
        return str(MISSING[NOT_AVAILABLE])
    return str(MISSING[figure.missing or NOT_AVAILABLE]) if figure.value is None else value(figure.value, unit)


def below_axis(period: Period) -> tuple[str, ...]:
    """> ("2024",), > ("Jul", "2026"): the year of a whole year, else its first month above the year."""
    year = format_date(period.starts_on, "y")
    if (period.ends_on - period.starts_on).days > 300:
        return (year,)
    return format_date(period.starts_on, "MMM"), year
