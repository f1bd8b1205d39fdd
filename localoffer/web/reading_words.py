"""What the figures of an indicator say, in sentences. All is worked out from the figures, so it is always true."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup, escape

from localoffer.records.indicators import NOT_APPLICABLE, NOT_AVAILABLE, SUPPRESSED, Figure, IndicatorDocument, Series
from localoffer.records.readings import BETTER, HIGHER, LOWER, SAME, WORSE, Reading, beside, figures_of, read
from localoffer.web import formats
from localoffer.web.figure_words import value

#: Units of which a large place has more: a comparison would say nothing.
SIZES = ("count", "pounds")
CHANGED = {
    BETTER: lazy_gettext("That is better than in %(period)s (%(value)s)."),
    WORSE: lazy_gettext("That is worse than in %(period)s (%(value)s)."),
    SAME: lazy_gettext("That is the same as in %(period)s."),
    HIGHER: lazy_gettext("That is more than in %(period)s (%(value)s)."),
    LOWER: lazy_gettext("That is less than in %(period)s (%(value)s)."),
}
DIRECTION = {
    BETTER: lazy_gettext("Better than in %(period)s"),
    WORSE: lazy_gettext("Worse than in %(period)s"),
    SAME: lazy_gettext("The same as in %(period)s"),
    HIGHER: lazy_gettext("More than in %(period)s"),
    LOWER: lazy_gettext("Less than in %(period)s"),
}
WITHOUT = {
    SUPPRESSED: lazy_gettext("The figure for %(place)s in %(period)s is too small to show."),
    NOT_AVAILABLE: lazy_gettext("There is no figure for %(place)s in %(period)s."),
    NOT_APPLICABLE: lazy_gettext("In %(period)s this does not apply to %(place)s."),
}


def reading(document: IndicatorDocument) -> Markup:
    """> In Devon in 2024, 3.2% of new EHC plans came within 20 weeks. That is worse than in 2023 (4.9%). England had
    45.9%."""
    said = read(document)
    if said.newest is None:
        return _said(_("There are no figures yet."))
    if said.newest.value is None:
        return Markup(" ").join(_without(document, said, said.newest))
    told = [_main(document, said, said.newest)]
    if said.change and said.before:
        told.append(_said(CHANGED[said.change], **_gaps(said.before, document)))
    other = None if document.unit in SIZES else beside(document, said.newest)
    if other:
        told.append(_said(_("%(place)s had %(value)s."), place=other[0].label, **_gaps(other[1], document)))
    return Markup(" ").join(told)


def _without(document: IndicatorDocument, said: Reading, newest: Figure) -> list[Markup]:
    """Why there is no newest figure, and the last there is."""
    told = [_said(WITHOUT[newest.missing or NOT_AVAILABLE], place=said.local.label, period=newest.period)]
    if said.latest:
        told.append(_said(_("The last figure is %(value)s, from %(period)s."), **_gaps(said.latest, document)))
    return told


def _main(document: IndicatorDocument, said: Reading, newest: Figure) -> Markup:
    gaps = _gaps(newest, document) | {"place": said.local.label}
    if not document.measured:
        return _said(_("In %(period)s, the figure for %(place)s was %(value)s."), **gaps)
    measured = document.measured.rstrip(".")
    return _said(_("In %(place)s in %(period)s, %(value)s %(measured)s."), measured=measured, **gaps)


def _gaps(figure: Figure, document: IndicatorDocument) -> dict[str, str]:
    assert figure.value is not None
    return {"period": figure.period, "value": value(figure.value, document.unit)}


def _said(sentence: object, **gaps: str) -> Markup:
    """A sentence with its gaps filled. What comes from the content is marked as English; values are ours already."""
    ours = ("value", "first", "last")
    filled = {name: escape(text) if name in ours else formats.as_content(escape(text)) for name, text in gaps.items()}
    return escape(str(sentence)) % filled


def direction(document: IndicatorDocument, said: Reading) -> Markup:
    """> Worse than in 2023; empty where there is nothing to compare with."""
    return _said(DIRECTION[said.change], **_gaps(said.before, document)) if said.change and said.before else Markup("")


def latest(document: IndicatorDocument, said: Reading) -> Markup:
    """> 3.2% (2024); empty without a figure."""
    return _said(_("%(value)s (%(period)s)"), **_gaps(said.latest, document)) if said.latest else Markup("")


def target(document: IndicatorDocument, said: Reading) -> str:
    """> 60% by 31 December 2027, > 5 minutes. It has been met.; empty without a target."""
    if document.target is None:
        return ""
    amount = value(document.target, document.unit)
    if said.target_met:
        return _("%(value)s. This has been met.", value=amount)
    if document.target_by:
        return _("%(value)s by %(day)s. This has not been met yet.", value=amount, day=formats.day(document.target_by))
    return amount if said.target_met is None else _("%(value)s. This has not been met yet.", value=amount)


def described(document: IndicatorDocument) -> list[Markup]:
    """The chart in words: one place after the other, from its first figure to its last."""
    return [_described(document, each) for each in document.series]


def _described(document: IndicatorDocument, series: Series) -> Markup:
    valued = [each for each in figures_of(document, series) if each.value is not None]
    place = series.label
    if not valued:
        return _said(_("%(place)s has no figures."), place=place)
    first, last = valued[0], valued[-1]
    if first is last:
        return _said(_("%(place)s had %(value)s in %(period)s."), place=place, **_gaps(last, document))
    told = [
        _said(
            _("%(place)s went from %(first)s in %(since)s to %(last)s in %(period)s."), place=place,
            first=_gaps(first, document)["value"], since=first.period, last=_gaps(last, document)["value"],
            period=last.period,
        )
    ]  # fmt: skip
    high = max(valued, key=lambda each: each.value or 0)
    low = min(valued, key=lambda each: each.value or 0)
    if high not in (first, last):
        told.append(_said(_("The most was %(value)s, in %(period)s."), **_gaps(high, document)))
    if low not in (first, last):
        told.append(_said(_("The least was %(value)s, in %(period)s."), **_gaps(low, document)))
    return Markup(" ").join(told)
