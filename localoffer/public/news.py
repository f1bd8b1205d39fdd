"""News: editions and stories, newest first, and as an Atom feed."""

from collections.abc import Sequence
from itertools import groupby

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from localoffer.records.entries import Entry
from localoffer.records.news import NewsDocument
from localoffer.records.queries import last_changed, published_of_kind
from localoffer.web import feeds
from localoffer.web.atom import CONTENT_TYPE
from localoffer.web.atom import feed as make_feed
from localoffer.web.cards import entry_url
from localoffer.web.news_page import edition_line
from localoffer.web.site import session

blueprint = Blueprint("news", __name__, url_prefix="/news")
#: Editions on the first page and in the feed; older ones are a year away.
MOST_SHOWN, MOST_IN_FEED = 24, 30
Edition = tuple[Entry, NewsDocument]


def _newest_first() -> list[Edition]:
    """Every published edition."""
    found = [(entry, entry.document()) for entry in published_of_kind(session(), "news")]
    news = [(entry, document) for entry, document in found if isinstance(document, NewsDocument)]
    return sorted(news, key=lambda each: each[1].day, reverse=True)  # of one day by title, as they come


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """All news by year, or one year’s."""
    every, asked = _newest_first(), request.args.get("year", "").strip()
    years = [(year, len(list(held))) for year, held in groupby(every, key=lambda each: each[1].day.year)]
    chosen = next((year for year, _count in years if str(year) == asked), None)
    problem = _("There is no news of the year “%(year)s”. Here is the newest.", year=asked[:40])
    shown = [each for each in every if each[1].day.year == chosen] if chosen else every[:MOST_SHOWN]
    return render_template(
        "public/news.html", groups=_by_year(shown), chosen=chosen, problem=problem if asked and not chosen else "",
        years=[
            {"label": str(year), "count": count, "url": url_for("news.index", year=year), "current": year == chosen}
            for year, count in years
        ],
        left_out=0 if chosen else len(every) - len(shown), feed_url=feeds.whole(url_for("news.feed")),
    )  # fmt: skip


def _by_year(news: Sequence[Edition]) -> list[tuple[int, list[dict[str, object]]]]:
    return [(year, [_shown(each) for each in held]) for year, held in groupby(news, key=lambda each: each[1].day.year)]


def _shown(edition: Edition) -> dict[str, object]:
    """An edition as the list shows it."""
    entry, document = edition
    return {"entry": entry, "url": entry_url(entry), "edition": edition_line(document), "stories": document.stories}


@blueprint.get("/feed.atom")
def feed() -> ResponseReturnValue:
    """The newest news for news readers."""
    changed = last_changed(session(), "news")
    body = make_feed(session(), _newest_first()[:MOST_IN_FEED], changed=changed)
    return feeds.answer(body, CONTENT_TYPE, changed=changed, filename="news.atom")
