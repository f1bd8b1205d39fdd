"""Addresses for machines: health, readiness, counts, sitemap and robots."""

from datetime import date

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from localoffer.errors import LocalOfferError
from localoffer.records.queries import all_published, count_published, newest_change
from localoffer.web.cards import entry_url
from localoffer.web.site import ready, session, site

blueprint = Blueprint("system", __name__)


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Database, content and index are there; else 503 with what is missing."""
    try:
        ready()
    except LocalOfferError as problem:
        return Response(f"{problem}\n", status=503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")


@blueprint.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Counts in Prometheus' text format; nothing about any visitor."""
    ready()
    state = site().search.engine.state()
    lines = ["# TYPE localoffer_entries gauge"]
    lines += [f'localoffer_entries{{kind="{kind}"}} {count}' for kind, count in count_published(session()).items()]
    lines += [
        "# TYPE localoffer_index_entries gauge", f"localoffer_index_entries {state.entries}",
        "# TYPE localoffer_index_seq gauge", f"localoffer_index_seq {state.seq}",
        "# TYPE localoffer_outbox_seq gauge", f"localoffer_outbox_seq {newest_change(session())}",
    ]  # fmt: skip
    return Response("\n".join(lines) + "\n", mimetype="text/plain; version=0.0.4")


@blueprint.get("/sitemap.xml")
def sitemap() -> ResponseReturnValue:
    """Every public page, with the day it last changed."""
    base = site().settings.base_url.rstrip("/")
    lists = (
        "home.show",
        "bases.index",
        "settings.index",
        "guides.index",
        "provision.index",
        "glossary.index",
        "landing.topics",
        "events.index",
        "news.index",
    )
    pages: list[tuple[str, date | None]] = [(base + url_for(each), None) for each in lists]
    pages += [(base + entry_url(entry), entry.updated_at.date()) for entry in all_published(session())]
    return Response(render_template("public/sitemap.xml", pages=pages), mimetype="application/xml")


@blueprint.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Search engines may read entries, not searches."""
    base = site().settings.base_url.rstrip("/")
    text = f"User-agent: *\nDisallow: /search\nDisallow: /suggest.json\n\nSitemap: {base}/sitemap.xml\n"
    return Response(text, mimetype="text/plain")
