"""A form that is opened and sent unchanged changes nothing: for every page that ships, as a browser sends it."""

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string
from werkzeug.datastructures import MultiDict

from localoffer.editor.forms.kinds import fields
from localoffer.editor.forms.reading import read
from localoffer.editor.forms.showing import Around, sent, show
from localoffer.importers.content_store import entry_files, read_entry, read_vocabularies
from localoffer.records.registry import KINDS
from localoffer.settings import ROOT

CONTENT = ROOT / "content"
PAGE = (
    '{% from "editor/components/form.html" import form_fields with context %}'
    "<!doctype html><form>{{ form_fields(fields) }}</form>"
)
#: Pages of each kind that are drawn as HTML; the others are only shown and read.
DRAWN = 6


@pytest.fixture(scope="module")
def around():
    words = read_vocabularies(CONTENT)
    return Around(words, lambda kind, value: (f"About {value}", f"{KINDS[kind].folder}/{value}" if kind else value))


def documents(kind, around):
    files = [found for found in entry_files(CONTENT) if found.kind.name == kind]
    assert files
    return {found.path.stem: read_entry(found, around.vocabularies).model_dump(mode="json") for found in files}


def as_a_browser_sends(html):
    """The pairs of a form as HTML says browsers must send them: line ends as two letters, what is ticked only."""
    pairs = []
    for tag in BeautifulSoup(html, "html.parser").form.select("input[name], textarea[name], select[name]"):
        if tag.name == "textarea":
            pairs.append((tag["name"], tag.get_text().removeprefix("\n").replace("\n", "\r\n")))
        elif tag.name == "select":
            chosen = tag.select("option[selected]") or tag.select("option")[:1]
            pairs.append((tag["name"], chosen[-1]["value"]))
        elif tag.get("type") not in ("checkbox", "radio"):
            pairs.append((tag["name"], tag.get("value", "").replace("\n", "")))
        elif tag.has_attr("checked"):
            pairs.append((tag["name"], tag["value"]))
    return MultiDict(pairs)


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_that_ships_comes_back_as_it_was(kind, around, site_app):
    with site_app.test_request_context():
        for name, raw in documents(kind, around).items():
            assert read(fields(kind), MultiDict(sent(show(fields(kind), raw, around)))) == raw, name


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_itself_sends_what_it_was_given(kind, around, site_app):
    with site_app.test_request_context():
        for name, raw in list(documents(kind, around).items())[:DRAWN]:
            html = render_template_string(PAGE, fields=show(fields(kind), raw, around))
            assert read(fields(kind), as_a_browser_sends(html)) == raw, name


def test_every_id_of_a_form_stands_once(around, site_app):
    with site_app.test_request_context():
        raw = documents("service", around)["sleep-clinic"]
        html = render_template_string(PAGE, fields=show(fields("service"), raw, around))
    ids = [tag["id"] for tag in BeautifulSoup(html, "html.parser").select("[id]")]
    assert len(ids) == len(set(ids))
