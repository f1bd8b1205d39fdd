"""The proof that nobody is named: a comment with a name, an address and a number in it is left, moderated and answered
through the real forms, and no address that anybody may open, feed or table shows anything of the person who wrote it.

Regulation 56 (SI 2014/1530) wants comments and answers published in a form that identifies nobody.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
import time_machine
from sqlmodel import Session, col, select

from localoffer.factory import create_app
from localoffer.publishing.operations import publish, save_draft
from localoffer.records.entries import PUBLISHED, Entry, Revision
from localoffer.records.feedback import Comment, Report, Writer
from localoffer.records.people import AuditLine
from localoffer.records.registry import KINDS
from localoffer.web.form_trap import EMPTY, STAMP
from tests.factories import create
from tests.site.test_addresses import PROMISED
from tests.web.page_client import PageClient
from tests.web.people_fixtures import create_person, sign_in
from tests.web.site_fixtures import TestSite, settings_in

pytestmark = pytest.mark.timeout(400)  # it opens over a thousand pages
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
#: Everything by which somebody could know who wrote: words made up for this test, so that they stand nowhere else.
NAME, CHILD, SCHOOL, EMAIL, PHONE = (
    "Wilhelmina Quibblethorpe", "Thaddeus", "Zugspitze Academy", "wilma.q@quibble.example", "07700 900461",
)  # fmt: skip
REPORTED = "Tell Mr Krackelbein that his line is dead"
DETAILS = [
    *NAME.split(), CHILD, SCHOOL.split()[0], "zugspitze", EMAIL, "wilma.q", "quibble.example", PHONE, PHONE.replace(" ", ""),
    "krackelbein",
]  # fmt: skip
WROTE = (
    f"My name is {NAME} and my {CHILD} at {SCHOOL} has waited a whole winter for a blue badge. "
    f"Ring me on {PHONE} or write to {EMAIL}."
)
PUBLIC, ALONE = "A family waited a whole winter for a blue badge.", "The blue words are too small to read."
DID = "We now tell families each month how long the wait is."


def entry(session: Session, kind: str = "guide", number: int = 0) -> Entry:
    query = select(Entry).where(Entry.kind == kind, Entry.state == PUBLISHED).order_by(Entry.slug)
    return session.exec(query.offset(number)).first()


@pytest.fixture(scope="module")
def made(site_template, tmp_path_factory):
    """A whole site on which it has all happened: the site, and the tokens of the private links."""
    folder = tmp_path_factory.mktemp("nobody")
    shutil.copytree(site_template, folder, dirs_exist_ok=True)
    settings = settings_in(folder)
    site = TestSite(folder, settings, create_app(settings))
    with time_machine.travel(NOW, tick=False) as clock:
        with site.database.session() as session:
            about = entry(session)
            session.expunge(about)
        tokens = [tell(site, clock, about, WROTE, EMAIL), tell(site, clock, None, ALONE + f" {NAME}", EMAIL)]
        tell(site, clock, about, f"Only about {CHILD} at {SCHOOL}.", EMAIL)
        tokens.append(report(site, clock, about))
        moderate(site)
        answer(site)
        yield site, tokens
    site.database.close()


def post(site: TestSite, path: str, **fields: str) -> str:
    """A form of a family, from a browser without cookies; where it leads."""
    answer = site.app.test_client(use_cookies=False).post(path, data={EMPTY: "", **fields})
    assert answer.status_code in (302, 303), answer.text
    return answer.headers["Location"]


def stamp(site: TestSite, path: str) -> str:
    return str(site.client.get(path).select(f"input[name={STAMP}]")[0]["value"])


def token_in(location: str) -> str:
    return re.search(r"/feedback/status/([^/?#]+)", location)[1]


def tell(site: TestSite, clock, about: Entry | None, words: str, email: str) -> str:
    """Leave a comment through the public form; gives the token of its private link."""
    where = about.address if about else ""
    seal = stamp(site, f"/feedback?about={quote(where)}")
    clock.shift(10)
    return token_in(post(site, "/feedback", about=where, aspect="content", words=words, email=email, **{STAMP: seal}))


def report(site: TestSite, clock, about: Entry) -> str:
    """Say through the public form that something is wrong, with words of one’s own and an address."""
    seal = stamp(site, f"/feedback/wrong?about={about.address}")
    clock.shift(10)
    link = post(site, "/feedback/wrong", about=about.address, what="contact", **{STAMP: seal})
    token = token_in(link)
    page = site.client.get(f"/feedback/status/{token}", without={"headers"})
    fields = {str(each["name"]): str(each.get("value", "")) for each in page.select("main form input[name]")}
    action = next(str(each["action"]) for each in page.select("main form") if each.find("textarea"))
    box = next(str(each["name"]) for each in page.select("main form textarea"))
    post(site, action, **(fields | {box: REPORTED, "email": EMAIL}))
    with site.database.session() as session:
        (held,) = session.exec(select(Report)).all()
        assert REPORTED in held.text
    return token


def moderate(site: TestSite) -> None:
    """On the desk: two comments are published in other words, one is left out."""
    reviewer = sign_in(site, create_person(site, role="reviewer", name="Rosa Reviewer"))
    with site.database.session() as session:
        first, second, third = [each.id for each in session.exec(select(Comment).order_by(col(Comment.id)))]
    words = {first: (PUBLIC, "growing_up"), second: (ALONE, "information")}
    for number, (public_text, theme) in words.items():
        fields = {"public_text": public_text, "theme": theme, "checked": "yes"}
        reviewer.post(f"/editor/comments/{number}/publish", fields, status=303)
    held = {"reason": "individual_case", "note": f"It names {CHILD}."}
    reviewer.post(f"/editor/comments/{third}/hold", held, status=303)


def answer(site: TestSite) -> None:
    """The first comment is answered by a response that families can read."""
    reviewer = sign_in(site, create_person(site, role="reviewer", name="Rolf Reviewer"))
    with site.database.session() as session:
        first = session.exec(select(Comment).order_by(col(Comment.id))).first()
    document = create(
        "response", slug="blue-badge-waits", title="How long a blue badge takes", you_said=PUBLIC, we_did=DID, theme="growing_up",
        source="site_comment", comment_kind="content", heard_on="2026-11-22", responded_on="2026-11-22", about=[],
    )  # fmt: skip
    held = site.change(
        lambda session: publish(session, save_draft(session, document, by="Ana"), locate=lambda _: None).id
    )
    reviewer.post("/editor/comments/answer", {"comment": str(first.id), "how": "old", "response": held}, status=303)


# --- every public address ---


def addresses(site: TestSite) -> Iterator[str]:
    """All that are promised, each entry in all its forms, and the doors by which something could be looked for."""
    with site.database.session() as session:
        entries = session.exec(select(Entry).where(Entry.state == PUBLISHED)).all()
        numbers = {each: [] for each in (entry.id for entry in entries)}
        for revision in session.exec(select(Revision).where(col(Revision.published_at).is_not(None))):
            numbers.setdefault(revision.entry_id, []).append(revision.number)
        firsts = {kind: f"/{entry(session, kind).address}" for kind in KINDS}
    yield from (path.format(**firsts) if "{" in path else path for path in PROMISED.values())
    yield from (f"/{each.address}" for each in entries)
    # sheets and old versions are made from the same parts: all of those that comments touch, and a sixth of the rest
    for each in [*(each for each in entries if each.kind in ("response", "event")), *entries[::6]]:
        yield f"/{each.address}/quick-read"
        yield from (f"/{each.address}/version/{number}" for number in numbers[each.id])
    for each in entries:
        yield from {"event": [f"/{each.address}.ics"], "indicator": [f"/{each.address}.csv"]}.get(each.kind, [])
    for each in entries[::20]:
        yield f"/feedback?about={each.address}"
        yield f"/feedback/wrong?about={each.address}"
    for number in range(1, 8):
        yield f"/you-said-we-did/?page={number}"
    for year in range(2020, 2028):
        yield f"/you-said-we-did/report/{year}"
        yield f"/you-said-we-did/report/{year}.csv"
    for words in ("blue badge", "winter", "wait", "thad", "quibble", "school", "too small"):
        yield from (f"{door}?q={quote(words)}" for door in ("/search", "/search.json", "/suggest.json"))
    yield from ("/feedback/status/nonsense", "/nothing-here", "/you-said-we-did/nothing-here")


@pytest.fixture(scope="module")
def shown(made) -> dict[str, str]:
    """Every public address -> all that it says, its headers too."""
    site, _ = made
    client = PageClient(site.app)
    return {path: seen_at(client, path) for path in dict.fromkeys(addresses(site)) if not path.startswith("/static/")}


def seen_at(client: PageClient, path: str) -> str:
    answer = client.ask(path)
    assert answer.status_code < 500 or path == "/readyz", f"{path} answered {answer.status_code}"
    return (answer.data.decode(errors="replace") + str(answer.headers)).casefold()


def asked_for(path: str, detail: str) -> bool:
    """A search page says what its visitor asked for."""
    return detail.casefold() in path.casefold()


def test_every_detail_was_really_written_and_kept_for_the_desk(made):
    site, tokens = made
    with site.database.session() as session:
        kept = " ".join(each.text for each in session.exec(select(Comment))).casefold()
        assert len(session.exec(select(Writer)).all()) == 4
    assert all(detail.casefold() in kept for detail in (NAME, CHILD, SCHOOL, EMAIL, PHONE))
    assert len(set(tokens)) == 3


def test_no_public_address_shows_who_wrote(shown):
    assert len(shown) > 1000
    found = [
        f"{path} shows {detail}"
        for path, text in shown.items()
        for detail in DETAILS
        if detail.casefold() in text and not asked_for(path, detail)
    ]
    assert found == []


def test_no_public_address_leads_to_a_private_link(made, shown):
    _, tokens = made
    digests = re.compile(r"feedback/status/(?!nonsense|from-an-old-letter)[\w.~-]{8,}")
    assert [path for path, text in shown.items() if digests.search(text)] == []
    assert [path for path, text in shown.items() if any(token.casefold() in text for token in tokens)] == []


@pytest.mark.parametrize(
    "path",
    [
        "/you-said-we-did/", "/you-said-we-did/blue-badge-waits", "/you-said-we-did/report/2026",
        "/you-said-we-did/report/2026.csv",
    ],
)  # fmt: skip
def test_the_public_words_and_the_answer_stand_there(shown, path):
    text = shown.get(path) or shown["/you-said-we-did/?page=1"]
    assert PUBLIC.casefold() in text
    assert DID.casefold() in text


def test_a_comment_that_waits_is_on_the_register_and_in_the_report(shown):
    for path in ("/you-said-we-did/?page=1", "/you-said-we-did/report/2026", "/you-said-we-did/report/2026.csv"):
        assert ALONE.casefold() in shown[path], path
    assert "fewer than 5" in shown["/you-said-we-did/report/2026"], "how many were left out, as far as it may be told"


def test_the_audit_log_holds_none_of_it(made):
    """Not public, and read by many of the staff: it says what was done, never in whose words."""
    site, _ = made
    with site.database.session() as session:
        log = " ".join(f"{each.subject} {each.detail}" for each in session.exec(select(AuditLine))).casefold()
    assert "comment" in log
    assert [detail for detail in DETAILS if detail.casefold() in log] == []


def test_the_check_itself_sees_a_name_that_is_public(made):
    """A comment that was published with the name in it is found on the register and in the report: it would be seen."""
    site, _ = made

    def put(words: str):
        def verb(session: Session) -> str:
            comment = session.exec(select(Comment).where(Comment.public_text != "").order_by(col(Comment.id))).first()
            before, comment.public_text = comment.public_text, words
            session.add(comment)
            return before

        return verb

    before = site.change(put(WROTE))
    client = PageClient(site.app)
    for path in ("/you-said-we-did/", "/you-said-we-did/blue-badge-waits", "/you-said-we-did/report/2026.csv"):
        assert "quibblethorpe" in seen_at(client, path), path
    site.change(put(before))
    assert "quibblethorpe" not in seen_at(client, "/you-said-we-did/")
