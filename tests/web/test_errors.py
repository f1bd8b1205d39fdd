"""Pages for when something is wrong: they say what happened, help people on, and never show what is inside."""

import logging

import pytest

from localoffer.errors import BadQuery
from localoffer.publishing.operations import withdraw
from localoffer.records.queries import find_entry

#: The bare page stands when the site cannot serve, so it has no menu, no styles and no search.
BARE = {"landmarks"}


def test_a_missing_page_offers_its_words_as_a_search_and_who_to_ring(page_client):
    page = page_client.get("/services/sleep-help-in-oz", status=404)
    assert page.one("main input[name=q]")["value"] == "services sleep help in oz"
    assert page.select('a[href^="tel:"]')
    assert page.select('main a[href="/"]')


@pytest.mark.parametrize(
    "path",
    [
        "/services/Nothing",
        "/topics/nothing",
        "/stages/nothing",
        "/glossary/ehc/quick-read",
        "/x" * 400,
        "/%00",
        "/%F0%9F%98%80",
    ],
)
def test_no_address_is_too_strange_for_a_whole_404_page(page_client, path):
    assert page_client.get(path, status=404).h1 == "We cannot find that page"


def test_a_missing_json_address_answers_in_json(page_client):
    answer = page_client.json("/nothing.json", status=404)
    assert set(answer) == {"error", "detail"}


def test_a_withdrawn_entry_says_so_and_shows_what_is_like_it(small_site):
    gone = small_site.change(lambda session: _withdraw(session, "guide", "annual-review"))
    page = small_site.client.get(f"/guides/{gone}", status=410)
    assert "taken down" in page.words
    assert page.select(".lo-card a[href]"), "There is nothing to go to instead."
    assert f"/guides/{gone}" not in page.links()


def test_a_withdrawn_entry_is_gone_at_all_its_addresses(small_site):
    gone = small_site.change(lambda session: _withdraw(session, "guide", "annual-review"))
    for tail in ("", "/quick-read", "/version/1"):
        small_site.client.get(f"/guides/{gone}{tail}", status=410)


def test_the_wrong_method_is_refused_with_a_page(page_client):
    answer = page_client.ask("/search", method="POST")
    assert answer.status_code == 405
    assert "<h1" in answer.text


def test_a_query_that_cannot_be_answered_is_refused_in_a_sentence(small_site):
    def refuse() -> str:
        raise BadQuery("That question has no words in it.")

    small_site.app.add_url_rule("/refused", view_func=refuse)
    small_site.app.add_url_rule("/refused.json", "refused_json", view_func=refuse)
    assert "That question has no words in it." in small_site.client.get("/refused", status=400).words
    assert small_site.client.json("/refused.json", status=400)["detail"] == "That question has no words in it."


def test_a_failure_shows_a_page_that_needs_no_database_and_tells_nothing(small_site, monkeypatch, caplog):
    small_site.client.get("/")

    def fail(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("localoffer.db.engine.Database.session", fail)
    with caplog.at_level(logging.ERROR):
        page = small_site.client.get("/search?q=my+child", status=500, without=BARE)
    assert "our fault" in page.words
    assert "secret detail" not in page.text
    assert page.select('a[href="tel:999"]')
    logged = caplog.text.replace("+", " ")
    assert "my child" not in logged, "What a family searched for must not be logged."


def test_a_failure_answers_json_where_json_was_asked_for(small_site, monkeypatch):
    small_site.client.get("/")

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("localoffer.search.site_search.SiteSearch.find", fail)
    assert set(small_site.client.json("/search.json?q=sleep", status=500)) == {"error", "detail"}


@pytest.mark.parametrize("path", ["/", "/search", "/guides/", "/not-there"])
def test_an_empty_database_answers_503_with_what_to_run(create_site, path):
    page = create_site(empty=True).client.get(path, status=503, without=BARE)
    assert "flask db upgrade" in page.words


def test_a_database_without_content_answers_503_with_what_to_run(create_site, migrated_file):
    page = create_site(empty=True, database_url=f"sqlite:///{migrated_file}").client.get("/", status=503, without=BARE)
    assert "flask content load" in page.words


@pytest.mark.parametrize(("version", "words"), [("0000", "newer version"), ("ffff", "newer version")])
def test_a_database_this_software_does_not_know_answers_503(small_site, version, words):
    with small_site.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (version,))
    small_site.parts.database_checked = False
    assert words in small_site.client.get("/", status=503, without=BARE).words


def test_an_older_database_answers_503_with_what_to_run(small_site, monkeypatch):
    monkeypatch.setattr("localoffer.db.migrate.newest_version", lambda: "9999")
    assert "flask db upgrade" in small_site.client.get("/", status=503, without=BARE).words


def test_503_answers_json_where_json_was_asked_for(create_site):
    assert "flask db upgrade" in create_site(empty=True).client.json("/search.json", status=503)["error"]


def test_health_says_ok_and_readiness_says_what_is_missing(create_site, page_client):
    empty = create_site(empty=True).client
    assert page_client.ask("/readyz").text == "ready\n"
    assert empty.ask("/readyz").status_code == 503
    assert "flask db upgrade" in empty.ask("/readyz").text


def _withdraw(session, kind, slug):
    withdraw(session, find_entry(session, kind, slug))
    return slug
