"""Put the house together: one application from one set of settings."""

import mimetypes
from typing import Any

from flask import Flask
from flask_compress import Compress
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from localoffer.commands import content as content_commands
from localoffer.commands import database as database_commands
from localoffer.commands import importing as import_commands
from localoffer.commands import jobs as job_commands
from localoffer.commands import people as people_commands
from localoffer.commands import places as places_commands
from localoffer.commands import search as search_commands
from localoffer.commands import serve as serve_commands
from localoffer.db.engine import Database
from localoffer.db.migrate import require_current
from localoffer.editor import (
    account,
    admin,
    admin_vocabularies,
    audit_log,
    comments,
    coverage,
    desk,
    gaps,
    history,
    invitations,
    letters,
    menu,
    papers,
    people,
    preview,
    progress,
    quick_read,
    reports,
    review,
    standing,
    writing,
)  # fmt: skip
from localoffer.places.postcodes import Postcodes
from localoffer.public import (
    bases,
    board,
    dashboard,
    entries,
    events,
    feedback,
    files,
    glossary,
    guides,
    home,
    landing,
    news,
    pages,
    plans,
    provision,
    register,
    search,
    still_right,
    system,
    take_part,
)  # fmt: skip
from localoffer.public import (
    coverage as public_coverage,
)
from localoffer.public import (
    settings as settings_pages,
)
from localoffer.search.contract import SearchEngine
from localoffer.search.memory_engine import MemoryEngine
from localoffer.search.site_search import SiteSearch
from localoffer.search.whoosh_engine import WhooshEngine
from localoffer.settings import ROOT, Settings, read_settings, secret_key
from localoffer.web import assets, context, doors, errors, locale, security, sign_in
from localoffer.web import (
    letters as outgoing_letters,
)
from localoffer.web.addresses import CleanRequest
from localoffer.web.site import EXTENSION, Site, close_session, commit_at_the_edge, site

PUBLIC = (
    home, search, bases, settings_pages, guides, glossary, provision, landing, pages, system, still_right,
    public_coverage, dashboard, plans, board, register, events, news, take_part, feedback, files, entries,
)  # fmt: skip
EDITOR = (
    desk, writing, quick_read, preview, review, history, standing, coverage, gaps, people, account, admin, audit_log,
    letters, invitations, admin_vocabularies, comments, reports, progress, papers,
)  # fmt: skip
COMMANDS = (
    database_commands,
    places_commands,
    content_commands,
    people_commands,
    search_commands,
    job_commands,
    import_commands,
    serve_commands,
)
STATIC_AGE = 31_536_000


def create_app(settings: Settings | None = None) -> Flask:
    """A ready application. Raises SettingsError when a setting or a built file is missing; opens no database yet."""
    settings = settings or read_settings()
    app = Flask("localoffer", root_path=str(ROOT / "localoffer"), template_folder=str(ROOT / "templates"))
    app.request_class = CleanRequest
    app.config["SECRET_KEY"] = secret_key(settings)
    app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    _prepare_templates(app)
    app.extensions[EXTENSION] = Site(
        settings, Database(settings.database), postcodes := Postcodes.open(settings.postcode_file),
        SiteSearch(_engine(settings), postcodes), assets.read_manifest(ROOT / "localoffer" / "static"),
    )  # fmt: skip
    app.teardown_appcontext(close_session)
    app.before_request(_check_database_once)
    app.after_request(commit_at_the_edge)
    for part in (security, locale, errors, context, sign_in, doors, menu, outgoing_letters):
        _init(part, app, settings)
    assets.init_app(app, app.extensions[EXTENSION].assets)
    for module in (*PUBLIC, *EDITOR):
        app.register_blueprint(module.blueprint)
    for module in COMMANDS:
        module.init_app(app)
    Compress(app)
    _serve_static(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    return app


def _init(part: Any, app: Flask, settings: Settings) -> None:
    if part is security:
        security.init_app(app, production=settings.mode == "production")
    else:
        part.init_app(app)


def _engine(settings: Settings) -> SearchEngine:
    return MemoryEngine() if settings.search_engine == "memory" else WhooshEngine(settings.index_dir)


def _prepare_templates(app: Flask) -> None:
    """Our templates first, then the GOV.UK macros under their own name."""
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    assert app.jinja_loader is not None
    app.jinja_options = {**app.jinja_options, "trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.loader = ChoiceLoader([app.jinja_loader, govuk])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _check_database_once() -> None:
    """Before the first request of a process: refuse, in one sentence, a database of another version."""
    here = site()
    if not here.database_checked:
        require_current(here.database)
        here.database_checked = True


def _serve_static(app: Flask) -> None:
    """Built files are named by their content, so browsers may keep them for ever; they are compressed beforehand."""
    mimetypes.add_type("text/javascript", ".js")
    static = ROOT / "localoffer" / "static"
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=str(static), prefix="static/", allow_all_origins=False, max_age=STATIC_AGE,
        add_headers_function=_static_headers,
    )  # fmt: skip


def _static_headers(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
