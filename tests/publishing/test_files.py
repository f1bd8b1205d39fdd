"""Files are known by what is in them, kept once, and named in a draft; whatever could do harm is refused."""

import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, func, select

from localoffer.errors import FileRefused, NotAllowed, WrongState
from localoffer.publishing import review
from localoffer.publishing.files import (
    LARGEST,
    LARGEST_UNPACKED,
    MOST_PARTS,
    TEXT_PART,
    TYPES_PART,
    add_paper,
    ending_of,
    has_papers,
    keep_file,
    name_of,
    papers_in,
    remove_paper,
)
from localoffer.publishing.operations import publish, save_draft
from localoffer.records.entries import Entry
from localoffer.records.files import StoredFile
from localoffer.records.people import AuditLine
from localoffer.records.queries import open_revision
from tests.factories import create
from tests.papers import CONTENT_TYPES, docx, pdf


def locked_docx() -> bytes:
    """A Word file whose parts say that they are encrypted."""
    data = bytearray(docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def lying_docx() -> bytes:
    """A Word file that says of a part that it is small, and holds much."""
    data = bytearray(docx({"word/big.xml": b"x" * 5000}))
    size = (5000).to_bytes(4, "little")
    assert data.count(size) == 2
    return bytes(data.replace(size, (10).to_bytes(4, "little")))


@pytest.mark.parametrize(
    ("data", "ending"),
    [(pdf(), "pdf"), (pdf().replace(b"1.7", b"1.4"), "pdf"), (pdf().replace(b"PDF-1", b"PDF-2"), "pdf"),
     (docx(), "docx"), (docx({"word/media/photo.png": b"\x89PNG"}), "docx"), (docx(pack=zipfile.ZIP_STORED), "docx")],
)  # fmt: skip
def test_a_file_is_known_by_what_is_in_it(data, ending):
    assert ending_of(data) == ending


BOMB = docx({f"word/{n}.xml": b"\0" * (LARGEST_UNPACKED // 4) for n in range(5)})
REFUSED = {
    "nothing": (b"", "empty"),
    "too large": (pdf() + b" " * LARGEST, "large"),
    "a web page": (b"<html><script>alert(1)</script>", "other"),
    "a program": (b"MZ\x90\x00", "other"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "other"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "other"),
    "a web page before a PDF": (b"<html>" + pdf(), "other"),
    "half a PDF": (pdf()[:40], "broken"),
    "a locked PDF": (pdf(more=b"/Encrypt 9 0 R"), "locked"),
    "a PDF locked otherwise": (pdf(more=b"/Encrypt <</V 4>>"), "locked"),
    "any zip": (docx(without=TEXT_PART), "other"),
    "a zip without types": (docx(without=TYPES_PART), "other"),
    "half a Word file": (docx()[:-30], "broken"),
    "a zip that is none": (b"PK\x03\x04" + b"x" * 100, "broken"),
    "macros": (docx({"word/vbaProject.bin": b"x"}), "macros"),
    "macros by another name": (docx({"Word/VBAPROJECT.BIN": b"x"}), "macros"),
    "macros that only the types tell": (
        docx({TYPES_PART: CONTENT_TYPES.replace(b"wordprocessingml", b"ms-word.document.macroEnabled.main")}), "macros",
    ),
    "a locked Word file": (locked_docx(), "locked"),
    "a bomb": (BOMB, "bomb"),
    "far too many parts": (docx({f"{n}": b"" for n in range(MOST_PARTS)}), "bomb"),
    "a part that lies about its size": (lying_docx(), "broken"),
    "a part packed in a way Word does not know": (docx(pack=zipfile.ZIP_LZMA), "broken"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED)
def test_everything_else_is_refused_with_a_reason(data, reason):
    with pytest.raises(FileRefused) as caught:
        ending_of(data)
    assert caught.value.reason == reason


def test_the_bomb_was_small_enough_to_be_sent():
    assert len(BOMB) < LARGEST


@given(st.binary(max_size=200), st.sampled_from([b"", b"%PDF-1.7", b"PK\x03\x04"]))
def test_any_bytes_are_taken_or_refused_and_never_an_accident(data, start):
    try:
        assert ending_of(start + data) in ("pdf", "docx")
    except FileRefused as refused:
        assert str(refused)


@given(st.lists(st.tuples(st.integers(0, len(docx()) - 1), st.integers(0, 255)), max_size=8))
def test_a_word_file_with_bytes_changed_is_taken_or_refused(changes):
    data = bytearray(docx())
    for place, value in changes:
        data[place] = value
    try:
        ending_of(bytes(data))
    except FileRefused as refused:
        assert refused.reason in ("broken", "other", "locked", "bomb")


def test_a_file_is_kept_once_under_the_digest_of_what_is_in_it(session):
    name = keep_file(session, pdf("One"))
    assert keep_file(session, pdf("One")) == name == name_of(pdf("One"), "pdf")
    assert keep_file(session, pdf("Two")) != name
    assert session.exec(select(func.count()).select_from(StoredFile)).one() == 2
    stored = session.get(StoredFile, name)
    assert (stored.data, stored.size) == (pdf("One"), len(pdf("One")))


def test_a_refused_file_is_not_kept(session):
    with pytest.raises(FileRefused):
        keep_file(session, b"<html>")
    assert session.exec(select(StoredFile)).all() == []


@pytest.fixture
def meeting(session, no_places, in_july) -> Entry:
    """A meeting as the public sees it."""
    entry = publish(session, save_draft(session, create("meeting"), by="content store"), locate=no_places)
    session.commit()
    return entry


def test_a_paper_is_named_in_the_draft_and_the_public_sees_no_change(session, as_, meeting):
    name = add_paper(as_("editor", name="Ana"), meeting, "Agenda", pdf())
    assert open_revision(session, meeting.id).document["papers"] == [{"title": "Agenda", "file": name}]
    assert meeting.document().papers == []
    assert session.get(StoredFile, name).person_id is not None
    line = session.exec(select(AuditLine).order_by(col(AuditLine.id).desc())).first()
    assert (line.action, line.subject, line.detail["file"]) == ("entry.paper-add", "board/march-2026", name)


def test_papers_stay_in_the_order_they_came(session, as_, meeting):
    add_paper(as_(), meeting, "Agenda", pdf("One"))
    add_paper(as_(name="Another"), meeting, "Report", docx())
    assert [each.title for each in papers_in(open_revision(session, meeting.id).document)] == ["Agenda", "Report"]


def test_the_same_file_stands_beside_a_page_once(as_, meeting):
    add_paper(as_(), meeting, "Agenda", pdf())
    with pytest.raises(FileRefused) as caught:
        add_paper(as_(), meeting, "The agenda again", pdf())
    assert caught.value.reason == "twice"


def test_a_paper_taken_away_leaves_what_the_public_sees(session, as_, meeting):
    name = add_paper(as_(), meeting, "Agenda", pdf())
    assert remove_paper(as_(), meeting, name).title == "Agenda"
    assert open_revision(session, meeting.id) is None
    assert remove_paper(as_(), meeting, name) is None


def test_a_page_in_review_takes_no_papers(as_, meeting, session):
    name = add_paper(as_(), meeting, "Agenda", pdf())
    review.hand_in(as_(), meeting, checked=True)
    with pytest.raises(WrongState):
        add_paper(as_(), meeting, "Report", docx())
    with pytest.raises(WrongState):
        remove_paper(as_(), meeting, name)


def test_a_provider_puts_nothing_beside_a_meeting(as_, meeting):
    with pytest.raises(NotAllowed):
        add_paper(as_("provider"), meeting, "Agenda", pdf())


def test_what_is_wrong_in_a_draft_is_passed_over():
    right = {"title": "Agenda", "file": f"{'a' * 64}.pdf"}
    found = papers_in({"papers": [right, "x", None, {"title": "No file"}, {"title": "X", "file": "../x.pdf"}]})
    assert [each.model_dump() for each in found] == [right]


def test_only_meetings_have_papers():
    assert has_papers("meeting")
    assert not has_papers("service")
