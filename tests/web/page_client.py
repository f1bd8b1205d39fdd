"""The client that page tests use. It checks every page it fetches (see page_checks) and that looking wrote nothing;
checks are on unless a test switches them off by name: ``page_client.get("/", without={"weight"})``."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit

import brotli
import sqlalchemy as sa
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from localoffer.web.site import EXTENSION
from tests.web.page_checks import CHECKS, Page, problems

BROWSER = {"Accept-Encoding": "br"}
LOOKING = ("SELECT", "PRAGMA", "BEGIN", "EXPLAIN", "WITH")


class PageProblem(AssertionError):
    """A page is not as every page must be; the text says how, a sentence a line."""


class PageClient:
    """Fetches pages of one application as a browser would: compressed, with what belongs to them."""

    def __init__(self, app: Flask, *, cookies: bool = False) -> None:
        self.app = app
        self._client = app.test_client(use_cookies=cookies)
        self._sizes: dict[str, int] = {}

    def get(
        self, path: str, *, status: int = 200, without: Iterable[str] = (), headers: Mapping[str, str] | None = None
    ) -> Page:
        """The checked page at ``path``. Raises PageProblem for another status or anything a check finds."""
        off = frozenset(without)
        if unknown := sorted(off - set(CHECKS)):
            raise ValueError(f"There is no check called {unknown[0]}. There are: {', '.join(CHECKS)}.")
        answer = self.ask(path, headers=headers)
        if answer.status_code != status:
            raise PageProblem(f"{path} answered {answer.status_code}, not {status}.\n{_gist(answer)}")
        if answer.mimetype != "text/html":
            raise PageProblem(f"{path} answered {answer.mimetype}, not a page. Use ask() or json() for it.")
        page = self._page(path, answer)
        if found := problems(page, off):
            raise PageProblem(f"{path} is not yet a good page:\n  " + "\n  ".join(found))
        return page

    def json(self, path: str, *, status: int = 200) -> Any:
        """The JSON at ``path``."""
        answer = self.ask(path)
        if answer.status_code != status or answer.mimetype != "application/json":
            raise PageProblem(f"{path} answered {answer.status_code} {answer.mimetype}, not {status} application/json.")
        return answer.json

    def ask(self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> TestResponse:
        """The bare answer, unchecked except that looking wrote nothing."""
        with nothing_written(self.app, f"{method} {path}"):
            return _unpacked(self._client.open(path, method=method, headers={**BROWSER, **(headers or {})}), method)

    def post(
        self, path: str, data: Mapping[str, object] | None = None, *, status: int = 302,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:  # fmt: skip
        """The bare answer to a form, sent with the session's token; follows nothing. Raises PageProblem for another status."""
        fields = {"csrf_token": self.csrf_token(), **(data or {})}
        answer = _unpacked(self._client.post(path, data=fields, headers={**BROWSER, **(headers or {})}), "POST")
        if answer.status_code != status:
            raise PageProblem(f"POST {path} answered {answer.status_code}, not {status}.\n{_gist(answer)}")
        return answer

    def page_after(
        self, path: str, data: Mapping[str, object] | None = None, *, status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> Page:  # fmt: skip
        """The checked page that answers a form, such as the form again with what is wrong in it."""
        page = self._page(path, self.post(path, data, status=status, headers=headers))
        if found := problems(page, frozenset({"weight"})):  # it is no first view: styles and scripts are there already
            raise PageProblem(f"The answer to POST {path} is not yet a good page:\n  " + "\n  ".join(found))
        return page

    def csrf_token(self) -> str:
        """A token that fits the session of this client, which is begun if need be (Flask-WTF's own way)."""
        with self.app.test_request_context(), self._client.session_transaction() as kept:
            kept.setdefault("csrf_token", hashlib.sha1(os.urandom(64)).hexdigest())
            return URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(kept["csrf_token"])

    @contextmanager
    def kept(self) -> Iterator[Any]:
        """The session cookie of this client, to be looked at or changed."""
        with self._client.session_transaction() as session:
            yield session

    def _page(self, path: str, answer: TestResponse) -> Page:
        page = Page(
            path,
            answer.status_code,
            answer.text,
            {name: ", ".join(answer.headers.getlist(name)) for name, _ in answer.headers},
            answer.wire,
        )
        page.resources = [(address, self._size(address)) for address in _fetched_with(page)]
        return page

    def _size(self, address: str) -> int:
        if address not in self._sizes:
            answer = self.ask(address)
            if answer.status_code != 200:
                raise PageProblem(f"A page asks for {address}, which answers {answer.status_code}.")
            self._sizes[address] = answer.wire
            answer.close()
        return self._sizes[address]


def _unpacked(answer: TestResponse, method: str) -> TestResponse:
    answer.wire = len(answer.data)
    if answer.headers.get("Content-Encoding") == "br" and method != "HEAD":
        answer.set_data(brotli.decompress(answer.data))
    return answer


def _fetched_with(page: Page) -> list[str]:
    """Addresses on this site that a browser fetches to show the page."""
    found = [str(tag["src"]) for tag in page.named("script", "img", "iframe") if tag.has_attr("src")]
    found += [
        str(tag["href"])
        for tag in page.named("link")
        if {"stylesheet", "icon", "modulepreload", "preload"} & set(tag["rel"])
    ]
    whole = [urljoin(page.url, each) for each in found]
    return list(dict.fromkeys(each for each in whole if not urlsplit(each).netloc and not each.startswith("data:")))


def _gist(answer: TestResponse) -> str:
    return " ".join(answer.text.split())[:300] if answer.mimetype.startswith("text/") else ""


@contextmanager
def nothing_written(app: Flask, what: str) -> Iterator[None]:
    """Raises PageProblem when the database was written to meanwhile: looking never writes."""
    engine = app.extensions[EXTENSION].database.engine
    written: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.lstrip().upper().startswith(LOOKING):
            written.append(" ".join(statement.split())[:80])

    def note_commit(_connection: Any) -> None:
        written.append("COMMIT")

    sa.event.listen(engine, "before_cursor_execute", note)
    sa.event.listen(engine, "commit", note_commit)
    try:
        yield
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
        sa.event.remove(engine, "commit", note_commit)
    if written:
        raise PageProblem(f"{what} wrote to the database ({written[0]}). Looking never writes: do it in a POST.")
