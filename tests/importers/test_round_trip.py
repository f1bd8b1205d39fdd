"""load(dump(x)) is exactly x, whatever texts people write."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from localoffer.errors import ContentError
from localoffer.importers.content_store import Found, read_entry, read_vocabularies
from localoffer.importers.dump import dump, file_text
from localoffer.importers.load import load
from localoffer.publishing.operations import publish, save_draft, withdraw
from localoffer.records.entries import Reference
from localoffer.records.queries import all_published, find_entry
from localoffer.records.registry import KINDS
from localoffer.records.vocabularies import Vocabularies
from tests.factories import SIGN, STRATEGY, create, create_vocabulary, data_of, one_of_each_kind

HOSTILE = [
    "---", "--- ", "...", "a\n---\nb", "title: x", "- one", "# no comment", "a # b", "no", "yes", "null", "~", "=", "<<",
    "2026-01-01", "10:30", "1_000", "0x1F", "1e3", ".nan", "'", '"', "''", "it’s “so”", "\\n", "\\", "%TAG", "@me", "`x`",
    "&a", "*a", "!!str x", "{a: b}", "[a, b]", "a:", ": b", "? x", "| x", "> x", "\ttab", "a\tb", "  both  ", "a  b",
    "a\nb", "a\n\n\nb", "a \n b", "\na", "a\r\nb", "a\rb", "\x85", "a\x85b", "a\u2028b\u2029c", "\ufeff", "a\ufeffb", "\u200b",
    "\u202eabc", "e\u0301", "👩‍👩‍👧", "\U0010ffff", "العربية", "x" * 3000,
    "word " * 700, ("long line and " * 20 + "\n") * 20, "£4.50", "<script>", "{{ x }}", "a" * 109 + " b", "é" * 120 + " : x",
]  # fmt: skip
#: Control characters are refused (see tests/records): PostgreSQL cannot hold them.
CONTROL = [chr(code) for code in (*range(9), 11, 12, *range(14, 32), 127)]
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=CONTROL), max_size=60)
lines = st.one_of(st.sampled_from(HOSTILE), TEXT, st.lists(st.sampled_from(HOSTILE), max_size=4).map(" ".join))
texts = lines.filter(lambda text: bool(text.strip("\x1c\x1d\x1e\x1f").strip()))


def fitting(shortest, longest):
    return texts.map(lambda text: text[:longest].strip()).filter(lambda text: len(text) >= shortest)


contacts = st.lists(
    st.one_of(
        st.builds(dict, kind=st.just("post"), value=fitting(1, 300), label=lines, hours=lines),
        st.just({"kind": "phone", "value": "01632 960001"}),
        st.builds(dict, kind=st.just("email"), value=st.just("a@example.org"), public=st.booleans()),
    ),
    max_size=3,
).map(lambda found: [*found, {"kind": "web", "value": "https://example.org/a?b=c:d#e"}])
venues = st.one_of(
    st.none(),
    st.builds(
        dict,
        name=lines,
        address=lines,
        postcode=st.just("EX1 1AA"),
        access_note=lines,
        hide_exact_address=st.booleans(),
    ),
    st.builds(dict, lat=st.floats(49, 61), lon=st.floats(-9, 2)),
)
common = {
    "title": fitting(3, 80), "summary": fitting(10, 160), "body": lines, "owner_team": fitting(1, 300), "source_note": lines,
    "age_min": st.floats(0, 12), "age_max": st.floats(12, 25), "contacts": contacts, "venue": venues,
    "published_on": st.one_of(st.none(), st.dates().map(str)), "topics": st.lists(st.sampled_from(["anxiety", "communication"])),
    "source_url": st.one_of(st.none(), st.just("https://example.org/?q=a&b='c'")),
}  # fmt: skip
own = {
    "organisation": {"charity_number": lines},
    "setting": {"admissions_note": texts, "travel_note": lines, "ofsted_urn": lines, "out_of_area": st.booleans()},
    "base": {"local_name": fitting(1, 300), "how_to_ask": st.lists(texts, min_size=1, max_size=3), "outreach_note": lines},
    "service": {
        "eligibility": texts, "referral_steps": st.lists(texts, min_size=1, max_size=3), "decision_maker": lines,
        "direct_payment_ok": st.sampled_from([None, True, False]), "registration": st.sampled_from([None, {}, {"cqc": "1: 2"}]),
    },
    "guide": {
        "steps": st.lists(st.builds(dict, do=texts, who=lines, by_when=lines), max_size=3),
        "law_refs": st.lists(fitting(1, 300), max_size=2),
    },
    "provision": {
        "barrier": lines, "parent_question": texts, "concerns": st.lists(fitting(1, 300), max_size=3),
        "strategies": texts.map(lambda text: [STRATEGY | {"text": text}]), "what_youd_see": texts.map(lambda text: [SIGN | {"text": text}]),
    },
    "term": {"definition": texts, "synonyms": st.lists(fitting(1, 300), max_size=3), "user_phrases": st.lists(fitting(1, 300), max_size=3)},
    "indicator": {"question": fitting(1, 300), "definition": texts, "numerator": texts, "target_note": lines},
    "plan": {"partners": st.lists(fitting(1, 300), min_size=1, max_size=3), "inspection_ref": lines, "vision": lines},
    "meeting": {
        "chair": fitting(1, 300), "attendees": st.lists(fitting(1, 300), min_size=1, max_size=3), "minutes": texts,
        "actions": texts.map(lambda text: [{"key": "a", "text": text, "owner_role": "Head of SEND"}]),
    },
    "response": {"you_said": texts, "we_did": texts, "actions": texts.map(lambda text: [{"text": text, "due": "2026-12-01"}])},
    "event": {"access_support": texts, "online_note": lines, "status_note": lines, "venue": st.just({"postcode": "EX1 1AA"})},
    "news": {
        "edition": lines,
        "stories": st.builds(lambda title, text: [{"key": "a", "title": title, "quick_read": title, "text": text}], fitting(1, 300), lines),
    },
}  # fmt: skip


@st.composite
def documents(draw, kinds=tuple(KINDS), quick_reads=True):
    """A document of any kind with hostile texts in every field that takes text."""
    kind = draw(st.sampled_from(kinds))
    changes = draw(st.fixed_dictionaries(common | own[kind]))
    if quick_reads:
        slots = draw(st.fixed_dictionaries(dict.fromkeys(data_of(kind)["quick_read"], texts)))
        changes["quick_read"] = slots
    return create(kind, **changes)


@settings(max_examples=150, deadline=None)
@given(document=documents())
def test_a_file_reads_back_as_exactly_the_document_it_was_written_from(document):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{document.slug}.md"
        path.write_bytes(file_text(document).encode())
        assert read_unchecked(path, document.KIND) == document


def read_unchecked(path, kind):
    """The document of a file, its words not checked against any vocabulary."""
    return read_entry(Found(KINDS[kind], path), None)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["body", "source_note"])
def test_every_hostile_text_survives_in_front_matter_and_body(tmp_path, field, text):
    document = create("guide", **{field: text})
    path = tmp_path / "annual-review.md"
    path.write_bytes(file_text(document).encode())
    assert read_unchecked(path, "guide") == document


def test_a_second_writing_is_the_same_to_the_byte():
    for document in one_of_each_kind():
        assert file_text(type(document).model_validate(document.model_dump())) == file_text(document)


def held_in(database):
    with database.session() as session:
        entries = {entry.address: entry.document() for entry in all_published(session)}
        references = {row.name: row.document for row in session.exec(select(Reference))}
    return entries, references


def put(database, found, no_places):
    with database.transaction() as session:
        for document in found:
            publish(session, save_draft(session, document, by="Ann"), locate=no_places)


def hold_vocabularies(database, vocabularies):
    with database.transaction() as session:
        for each in vocabularies.all():
            session.add(Reference(name=f"vocabulary/{each.name}", document=each.model_dump(mode="json"), digest="x"))


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(found=st.lists(documents(quick_reads=False), min_size=1, max_size=5, unique_by=lambda each: each.KIND))
def test_a_database_loaded_from_its_own_dump_holds_exactly_the_same(
    found, vocabularies, create_database, no_places, tmp_path
):
    with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
        name = Path(folder).name
        one, two = create_database(f"{name}-one"), create_database(f"{name}-two")
        hold_vocabularies(one, vocabularies)
        put(one, [*one_of_each_kind(), *found], no_places)
        with one.session() as session:
            dump(session, Path(folder) / "out")
        report = load(two, Path(folder) / "out", locate=no_places)
        assert report.problems == []
        assert held_in(two) == held_in(one)


labels = fitting(1, 300)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(label=labels, hint=lines, words=st.lists(labels, max_size=3), number=st.one_of(st.none(), st.floats(-90, 90)))
def test_a_vocabulary_with_any_words_is_read_back_as_it_was(
    label, hint, words, number, create_database, tmp_path, no_places
):
    vocabulary = create_vocabulary("need", a="A", b="B")
    vocabulary = vocabulary.model_validate(
        vocabulary.model_dump()
        | {"label": label, "terms": [{"key": "a", "label": label, "hint": hint, "words": words, "lat": number}]}
    )
    with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
        database = create_database(Path(folder).name)
        hold_vocabularies(database, Vocabularies([vocabulary, create_vocabulary("empty")]))
        with database.session() as session:
            dump(session, Path(folder) / "out")
        assert read_vocabularies(Path(folder) / "out").all() == [create_vocabulary("empty"), vocabulary]


def test_only_published_entries_are_dumped(database, no_places, tmp_path):
    put(database, [create("guide"), create("term")], no_places)
    with database.transaction() as session:
        save_draft(session, create("service"), by="Ann")
        save_draft(session, create("term", title="A newer name"), by="Ann")
        withdraw(session, find_entry(session, "guide", "annual-review"))
        assert dump(session, tmp_path / "out") == 1
    assert [path.name for path in (tmp_path / "out").rglob("*.md")] == ["ehc-plan.md"]
    assert "A newer name" not in (tmp_path / "out" / "glossary" / "ehc-plan.md").read_text()


def test_an_empty_folder_may_be_dumped_into(database, tmp_path):
    with database.session() as session:
        assert dump(session, tmp_path / "out") == 0
        (tmp_path / "empty").mkdir()
        assert dump(session, tmp_path / "empty") == 0


def test_a_folder_with_anything_in_it_is_refused_and_left_alone(database, no_places, tmp_path):
    put(database, [create("guide")], no_places)
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / ".hidden").write_text("mine")
    with database.session() as session, pytest.raises(ContentError) as caught:
        dump(session, folder)
    assert str(caught.value) == f"{folder}: the folder is not empty, and nothing is overwritten: name another"
    assert [path.name for path in folder.iterdir()] == [".hidden"]


def test_a_file_is_no_folder_to_dump_into(database, tmp_path):
    path = tmp_path / "notes"
    path.write_text("mine")
    with database.session() as session, pytest.raises(ContentError) as caught:
        dump(session, path)
    assert str(caught.value) == f"{path}: this is a file, not a folder: name another"
    assert path.read_text() == "mine"
