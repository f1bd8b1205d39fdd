"""Try the web addresses that pages hold: a few in each run, each once a week, a failed one again the next day."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlmodel import Session, col, select

from localoffer.jobs.visits import Answer, Visitor
from localoffer.publishing.links import held_links
from localoffer.records.moments import now
from localoffer.records.upkeep import LinkTried
from localoffer.web.site import ENGLAND, Site

MOST = 50
AGAIN = timedelta(days=7)
#: So many visits and not one connection: it is we who are cut off, not they.
CUT_OFF = 5
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def try_links(site: Site, go_on: Callable[[], bool], visitor: Visitor | None = None) -> str:
    """Visit links whose turn it is. Where no visit can connect it is our fault, and nothing is held against them."""
    visitor = visitor or Visitor(f"LocalOfferLinkCheck/1.0 (+{site.settings.base_url})")
    own = urlsplit(site.settings.base_url).hostname
    with site.database.transaction() as session:
        held = {url for url in held_links(session) if host_of(url) != own}
        _forget_others(session, held)
        due = _due(session, held)
    answers: dict[str, Answer] = {}
    for url in due:
        if not go_on() or _is_cut_off(answers.values()):
            break
        answers[url] = visitor.visit(url)
    if _is_cut_off(answers.values()):
        return "No link could be tried, because the web cannot be reached from here."
    with site.database.transaction() as session:
        for url, answer in answers.items():
            _remember(session, url, answer)
    failed = sum(not answer.works for answer in answers.values())
    return f"{len(answers)} of {len(held)} links were tried; {failed} did not work."


def host_of(url: str) -> str:
    """The host that an address names; empty when it cannot be read."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_cut_off(answers: Iterable[Answer]) -> bool:
    tried = [answer for answer in answers if answer.status or answer.unreachable]
    return len(tried) >= CUT_OFF and all(answer.unreachable for answer in tried)


def _forget_others(session: Session, held: set[str]) -> None:
    gone = [url for url in session.exec(select(LinkTried.url)) if url not in held]
    for start in range(0, len(gone), 500):
        session.execute(sa.delete(LinkTried).where(col(LinkTried.url).in_(gone[start : start + 500])))


def _due(session: Session, held: Iterable[str]) -> list[str]:
    """Links whose turn it is, never tried ones first, hosts in turn so that none is asked much at once."""
    tried = {each.url: each for each in session.exec(select(LinkTried))}
    due = [url for url in held if url not in tried or _turn_has_come(tried[url])]
    due.sort(key=lambda url: (tried[url].tried_at if url in tried else NEVER, url))
    return _hosts_in_turn(due)[:MOST]


def _turn_has_come(link: LinkTried) -> bool:
    """A week later; a failed one on any later day, for it counts as broken once it fails on two."""
    if link.works:
        return link.tried_at <= now() - AGAIN
    return _day_of(link.tried_at) < _day_of(now())


def _day_of(moment: datetime) -> date:
    return moment.astimezone(ENGLAND).date()


def _hosts_in_turn(urls: Iterable[str]) -> list[str]:
    places: dict[str, int] = {}
    ranked = []
    for url in urls:
        host = host_of(url)
        places[host] = places.get(host, -1) + 1
        ranked.append((places[host], url))
    return [url for _, url in sorted(ranked, key=lambda pair: pair[0])]


def _remember(session: Session, url: str, answer: Answer) -> None:
    link = session.get(LinkTried, url) or LinkTried(url=url)
    link.status, link.said, link.works, link.tried_at = answer.status, answer.said, answer.works, now()
    link.failures = 0 if answer.works else link.failures + 1
    session.add(link)
