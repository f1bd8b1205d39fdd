"""The audit log as an administrator reads it: sentences, filters, pages, and a file that no spreadsheet can be hurt by."""

import csv
import io
import re
from datetime import UTC, datetime

import pytest

from localoffer.editor.audit_words import ACTIONS, SORTS
from localoffer.publishing.audit import note
from localoffer.publishing.permissions import system
from localoffer.records.people import AuditLine
from localoffer.records.queries import find_entry, published_of_kind
from localoffer.records.upkeep import FormerAddress
from localoffer.settings import ROOT
from tests.web.people_fixtures import create_person, sign_in


@pytest.fixture
def ada(small_site):
    return create_person(small_site, "admin", name="Ada Admin")


@pytest.fixture
def admin(small_site, ada):
    return sign_in(small_site, ada)


@pytest.fixture
def guide(small_site):
    """A guide that is there: (address, title)."""
    with small_site.database.session() as session:
        entry = published_of_kind(session, "guide")[0]
        return entry.address, entry.title


@pytest.fixture
def write(small_site, ada):
    """Writes a line: ``write("entry.check", "guides/x", by="Ben")``."""

    def add(action, subject, *, by="Ada Admin", at=None, person_id=None, **detail):
        def make(session):
            session.add(
                AuditLine(
                    action=action,
                    subject=subject,
                    by=by,
                    detail=detail,
                    person_id=person_id or ada.id,
                    at=at or datetime.now(UTC),
                )
            )

        small_site.change(make)

    return add


def sentences(page):
    return page.texts(".lo-log__said")


@pytest.mark.parametrize("role", ["provider", "editor", "reviewer"])
def test_nobody_else_reads_the_log(small_site, role):
    client = sign_in(small_site, create_person(small_site, role))
    assert client.get("/editor/audit", status=403)
    assert client.ask("/editor/audit/export.csv").status_code == 403
    assert small_site.client.ask("/editor/audit/export.csv").status_code == 302


def test_a_line_is_a_sentence_with_its_time_in_england(admin, write, guide):
    address, title = guide
    write("entry.check", address, by="Ana Example", at=datetime(2026, 5, 3, 9, 12, tzinfo=UTC))
    page = admin.get("/editor/audit")
    assert sentences(page) == [f"Ana Example checked that “{title}” is still right."]
    assert page.texts(".lo-log__at") == ["3 May 2026 at 10:12"]


def test_the_newest_stands_first_on_pages_of_fifty(admin, write):
    for number in range(51):
        write("account.name", "person:1", by=f"Person {number:02}", at=datetime(2026, 5, 3, 9, number, tzinfo=UTC))
    first = admin.get("/editor/audit")
    assert len(sentences(first)) == 50
    assert sentences(first)[0] == "Person 50 changed their name."
    assert "51 lines" in first.words
    assert sentences(admin.get("/editor/audit?page=2")) == ["Person 00 changed their name."]
    for page in ("0", "-1", "99999999999", "x", "3"):
        assert admin.get(f"/editor/audit?page={page}")


@pytest.mark.parametrize(
    ("action", "subject", "detail", "said"),
    [
        ("people.role", "person:{id}", {"role": "editor"}, "Ada Admin changed what Ada Admin may do: Editor."),
        ("people.invite", "invitation:7", {"role": "provider", "organisation": "nobody", "name": "Ben"}, "Ada Admin invited Ben: Provider for nobody."),
        ("people.invite", "invitation:7", {"role": "reviewer", "name": ""}, "Ada Admin invited somebody: Reviewer."),
        ("entry.review", "guides/gone", {"accepted": ["title"], "returned": {}}, "Ada Admin approved the changes to “guides/gone”."),
        ("entry.review", "guides/gone", {"returned": {"title": "Too long"}}, "Ada Admin sent parts of “guides/gone” back, with reasons."),
        ("entry.delete", "guides/gone", {"title": "A guide"}, "Ada Admin deleted “A guide”, which was never public."),
        ("reference.change", "vocabulary/need", {"fields": ["terms"]}, "Ada Admin changed a setting: Need."),
        ("reference.change", "authority", {"fields": ["name"]}, "Ada Admin changed a setting: the council’s details."),
        ("coverage.judge", "checklist:item-1", {"met": True}, "Ada Admin judged the checklist item “item-1”."),
        ("something.new", "moon:1", {"x": 1}, "Ada Admin: something.new, 1."),
        ("entry.check", "100%s %(who)s <script>", {}, "Ada Admin checked that “100%s %(who)s <script>” is still right."),
    ],
)  # fmt: skip
def test_what_a_line_says(admin, write, ada, action, subject, detail, said):
    write(action, subject.replace("{id}", str(ada.id)), **detail)
    assert sentences(admin.get("/editor/audit", without={"typography"})) == [said]


def test_a_page_that_has_moved_is_known_by_its_name_of_today(small_site, admin, write, guide):
    address, title = guide

    def move(session):
        session.add(FormerAddress(kind="guide", slug="old-name", entry_id=find_entry(session, "guide", address[7:]).id))

    small_site.change(move)
    write("entry.check", "guides/old-name")
    assert title in sentences(admin.get("/editor/audit"))[0]
    assert len(sentences(admin.get(f"/editor/audit?about={title[:12]}"))) == 1


def test_the_log_is_filtered(small_site, admin, ada, write, guide):
    ben = create_person(small_site, "provider", name="Ben Provider")
    address, title = guide
    write("entry.check", address, at=datetime(2026, 5, 2, 22, 30, tzinfo=UTC))
    write(
        "entry.hand-in",
        "guides/other",
        by="Ben Provider",
        person_id=ben.id,
        at=datetime(2026, 5, 3, 22, 59, tzinfo=UTC),
    )
    write("people.role", f"person:{ben.id}", role="editor", at=datetime(2026, 5, 3, 23, 0, tzinfo=UTC))
    small_site.change(lambda session: note(session, system("Checks"), "entry.hide", address))
    for query, count in (
        ("", 4),
        (f"person={ben.id}", 1),
        ("person=system", 1),
        ("action=entry.check", 1),
        ("action=entry.", 3),
        ("action=people.", 1),
        (f"about={title[:15]}", 2),
        ("about=guides%2Fother", 1),
        ("about=Ben", 1),
        ("from=2026-05-03&to=2026-05-03", 1),
        ("to=2026-05-02", 1),
        ("from=2026-05-04&to=2026-05-04", 1),
        ("from=9999-12-31", 0),
        ("to=9999-12-31", 4),
        ("from=0001-01-01", 4),
        ("from=x&to=31-31-31", 4),
        ("person=x&action=", 4),
        ("about=%25", 0),
        ("about=_", 0),
        ("about=%00", 4),
        ("about=%27%20OR%201%3D1%20--", 0),
        (f"person={10**12}", 4),
        ("action=%3Cscript%3E", 0),
    ):
        assert len(sentences(admin.get(f"/editor/audit?{query}"))) == count, query


def test_filters_stay_while_leafing_and_in_the_file(admin, write):
    for _ in range(51):
        write("sign-in.done", "person:1")
    page = admin.get("/editor/audit?action=sign-in.done&from=2020-01-01")
    assert "/editor/audit?action=sign-in.done&from=2020-01-01&page=2" in page.links()
    assert "/editor/audit/export.csv?action=sign-in.done&from=2020-01-01" in page.links()
    assert page.one("option[value='sign-in.done']").has_attr("selected")


def test_the_file_holds_every_line_and_no_formula(admin, write):
    write("account.name", "person:1", by='=HYPERLINK("http://evil.example")', name="x")
    write("entry.check", "@SUM(1+1)", by='Ünï, "Code"\nperson')
    answer = admin.ask("/editor/audit/export.csv")
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert re.fullmatch(r'attachment; filename="log-\d{4}-\d\d-\d\d\.csv"', answer.headers["Content-Disposition"])
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0] == ["When", "Who", "What happened", "Action", "About", "Details"]
    assert rows[1][1] == 'Ünï, "Code"\nperson'
    assert rows[1][4] == "'@SUM(1+1)"
    assert rows[2][1].startswith("'=HYPERLINK")
    assert rows[2][2].startswith("'=HYPERLINK")
    assert rows[2][5] == '{"name": "x"}'
    assert len(rows) == 3


def test_the_file_follows_the_filters(admin, write):
    write("entry.check", "guides/one")
    write("account.name", "person:1")
    answer = admin.ask("/editor/audit/export.csv?action=account.name")
    assert len(answer.data.decode().splitlines()) == 2


def test_every_action_of_the_code_has_a_sentence():
    action = r'"((?:entry|bulk|people|account|sign-in|reference|coverage|letter|link)\.[a-z-]+)"'
    written = set()
    for path in (ROOT / "localoffer").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path.parent.name in ("web", "editor"):  # where addresses of pages are written alike
            calls = re.findall(r"(?:\bnote|_note|\bwrite)\(([^()]*(?:\([^()]*\)[^()]*)*)\)", text)
            text = " ".join(calls)
        elif path.parent.name not in ("publishing", "jobs"):
            continue
        written |= set(re.findall(action, text))
    assert len(written) > 30
    assert written <= set(ACTIONS)
    assert all(any(action.startswith(start) for start in SORTS) for action in ACTIONS)


def test_every_sentence_has_only_gaps_that_are_filled(small_site, admin, write):
    for action in ACTIONS:
        write(action, "person:1")
    page = admin.get("/editor/audit?page=1")
    assert len(sentences(page)) == 50
    assert "%(" not in page.words
    assert "%(" not in admin.get("/editor/audit?page=2").words


def test_in_arabic_the_log_is_mirrored(admin, write):
    write("sign-in.done", "person:1")
    assert admin.get("/editor/audit?lang=ar").one("html")["dir"] == "rtl"


def test_real_actions_are_in_it(small_site, admin, ada):
    ben = create_person(small_site, "editor", name="Ben Editor")
    admin.post(f"/editor/people/{ben.id}/role", {"role": "reviewer"})
    admin.post(f"/editor/people/{ben.id}/remove")
    assert sentences(admin.get("/editor/audit")) == [
        "Ada Admin removed Ben Editor.", "Ada Admin changed what Ben Editor may do: Reviewer.",
    ]  # fmt: skip
