"""How dates, ages, miles and contacts are written for people. Small, each with its result in the docstring."""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.lists import format_list
from flask_babel import format_date, get_locale, gettext, ngettext
from markupsafe import Markup

from localoffer.records.shapes import Closed, Contact
from localoffer.text.markdown import to_html, to_line
from localoffer.text.phones import TAPPABLE
from localoffer.web.site import ENGLAND

CHILDHOOD = (0.0, 25.0)
BRITISH = Locale("en", "GB")


def day(value: date) -> str:
    """> 5 October 2026"""
    return _day(value, get_locale())


@lru_cache(maxsize=4096)
def _day(value: date, _locale: Locale | None) -> str:
    return format_date(value, "d MMMM y")


def month(value: date) -> str:
    """> December 2026"""
    return format_date(value, "MMMM y")


def clock(moment: datetime) -> str:
    """> 10:12, the time in England; a moment without a zone is in UTC, as the database gives it."""
    return _in_england(moment).strftime("%H:%M")


def day_and_time(moment: datetime) -> str:
    """> 5 October 2026 at 10:12"""
    return gettext("%(day)s at %(time)s", day=day(_in_england(moment).date()), time=clock(moment))


def _in_england(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(ENGLAND)


def results_said(count: int) -> str:
    """> (1 result), > (12 results): a filter's number for those who only hear it."""
    return _results_said(count, get_locale())


@lru_cache(maxsize=4096)
def _results_said(count: int, _locale: Locale | None) -> str:
    return ngettext("(%(num)s result)", "(%(num)s results)", count)


def number(value: float) -> str:
    """> 4, > 1.5"""
    return str(int(value)) if value == int(value) else f"{value:g}"


def ages(low: float, high: float) -> str:
    """> Any age up to 25, > From age 16, > Up to age 5, > Age 4 to 11, > Age 9"""
    if (low, high) == CHILDHOOD:
        return gettext("Any age up to 25")
    if low == high:
        return gettext("Age %(age)s", age=number(low))
    if high == CHILDHOOD[1]:
        return gettext("From age %(low)s", low=number(low))
    if low == CHILDHOOD[0]:
        return gettext("Up to age %(high)s", high=number(high))
    return gettext("Age %(low)s to %(high)s", low=number(low), high=number(high))


def miles(value: float) -> str:
    """> Less than 1 mile away, > About 1 mile away, > About 7 miles away: postcodes are not exact."""
    if value < 0.5:
        return gettext("Less than 1 mile away")
    rounded = max(1, round(value))
    return ngettext("About %(num)s mile away", "About %(num)s miles away", rounded)


def school_years(first: int, last: int) -> str:
    """> Reception to Year 6, > Year 7 to Year 11"""
    return gettext("%(first)s to %(last)s", first=school_year(first), last=school_year(last))


def school_year(year: int) -> str:
    """> Nursery, > Reception, > Year 3"""
    if year < 0:
        return gettext("Nursery")
    return gettext("Year %(year)s", year=year) if year else gettext("Reception")


def closed(times: Closed | None, today: date) -> str:
    """> Closed until 3 May 2027, > Closed since 3 May 2026; empty while it is open."""
    if times is None or not times.holds_on(today):
        return ""
    if times.until is None:
        return gettext("Closed since %(day)s", day=day(times.since))
    return gettext("Closed until %(day)s", day=day(times.until))


def contact_href(contact: Contact) -> str:
    """What a tap on a contact opens; empty for post and visits."""
    compact = contact.value.replace(" ", "")
    schemes = {"phone": "tel:", "relay_uk": "tel:18001", "sms": "sms:", "email": "mailto:", "web": ""}
    return schemes[contact.kind] + compact if contact.kind in schemes else ""


def contact_view(contact: Contact, kind_label: str) -> dict[str, str]:
    """A contact as the contact list shows it."""
    value = (
        contact.value.removeprefix("https://").removeprefix("http://").rstrip("/")
        if contact.kind == "web"
        else contact.value
    )
    icon = {"sms": "text", "web": "website", "in_person": "visit", "relay_uk": "phone"}.get(contact.kind, contact.kind)
    return {
        "kind": icon, "label": contact.label or kind_label, "value": value,
        "href": contact_href(contact), "hours": contact.hours,
    }  # fmt: skip


def markdown(text: str, top: int = 2) -> Markup:
    """A Markdown text as paragraphs; its headings begin at level ``top``."""
    return Markup(to_html(text, top))  # noqa: S704 - cleaned by nh3


def line(text: str) -> Markup:
    """A short Markdown text without a paragraph around it."""
    return Markup(to_line(text))  # noqa: S704 - cleaned by nh3


def tappable(html: Markup) -> Markup:
    """A short text with its phone numbers made to be tapped."""
    return Markup(TAPPABLE.sub(_phone_link, html))  # noqa: S704 - only links were added to HTML that was clean


def _phone_link(match: re.Match[str]) -> str:
    return f'<a class="govuk-link lo-phone" href="tel:{match[1].replace(" ", "")}">{match[1]}</a>'


def as_content(html: Markup, tag: Literal["span", "div"] = "span") -> Markup:
    """Words of the content, marked as English on a page in another language: read and ordered right.

    ``tag`` is ``div`` for text in paragraphs.
    """
    attributes = content_language()
    marked = Markup('<{tag} lang="{lang}" dir="{dir}">{html}</{tag}>')
    return marked.format(html=html, tag=tag, **attributes) if attributes else html


def content_language() -> dict[str, str]:
    """Attributes for text that stays English on a page in another language."""
    locale = get_locale()
    return {} if locale is None or locale.language == "en" else {"lang": "en", "dir": "ltr"}


def all_of(names: list[str]) -> str:
    """> Sleep, > ADHD, Autism and Sleep"""
    return _listed(names, "standard")


def one_of(names: list[str]) -> str:
    """> Guide, > Guide, Support or Service"""
    return _listed(names, "or")


def _listed(names: list[str], style: Literal["standard", "or"]) -> str:
    locale = get_locale()
    if locale is None or locale.language == "en":
        locale = BRITISH  # no comma before the last
    return format_list(names, style=style, locale=locale) if names else ""
