"""Loading a content store: what is held afterwards and what the report says."""

import shutil

import pytest
from sqlmodel import func, select

from localoffer.errors import ContentError
from localoffer.importers.decide import Decision
from localoffer.importers.dump import file_text
from localoffer.importers.load import load
from localoffer.publishing.operations import publish, save_draft, withdraw
from localoffer.publishing.standing import rename
from localoffer.records.entries import Entry, EntryChange, EntryTag, Reference, Revision
from localoffer.records.queries import all_published, count_published, find_entry, published_entry
from localoffer.records.reference import reference_data
from localoffer.records.reference import vocabularies as held_vocabularies
from localoffer.records.registry import KINDS, address_of
from tests.editor.desk_pages import do, entry_of
from tests.factories import create, create_guide, create_organisation, create_service, data_of, one_of_each_kind

#: How many files the small store has.
EVERY = len(KINDS)
TABLES = (Entry, EntryTag, Revision, EntryChange, Reference)


class Store:
    """A small content store and the database it is loaded into."""

    def __init__(self, folder, database, locate):
        self.folder, self.database, self.locate = folder, database, locate

    def path(self, document):
        return self.folder / f"{address_of(document.KIND, document.slug)}.md"

    def write(self, *documents):
        for document in documents:
            self.path(document).parent.mkdir(exist_ok=True)
            self.path(document).write_text(file_text(document), encoding="utf-8")

    def load(self, **options):
        return load(self.database, self.folder, locate=self.locate, **options)

    def counts(self):
        with self.database.session() as session:
            return {table.__name__: session.exec(select(func.count()).select_from(table)).one() for table in TABLES}

    def title(self, kind, slug):
        with self.database.session() as session:
            return published_entry(session, kind, slug).title

    def problems(self, **options):
        return [str(problem) for problem in self.load(**options).problems]


@pytest.fixture
def store(tmp_path, content_dir, database, no_places):
    """One entry of each kind, beside the vocabularies that ship."""
    folder = tmp_path / "content"
    shutil.copytree(content_dir / "vocabularies", folder / "vocabularies")
    made = Store(folder, database, no_places)
    made.write(*one_of_each_kind())
    return made


def test_everything_in_a_good_store_is_published(store):
    report = store.load()
    assert (report.problems, report.notes, report.kept) == ([], [], [])
    assert report.counts == {Decision.ADD: EVERY}
    with store.database.session() as session:
        assert {entry.document().slug for entry in all_published(session)} == {each.slug for each in one_of_each_kind()}
        assert set(count_published(session).values()) == {1}


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_second_load_changes_nothing(store, overwrite):
    store.load()
    before = store.counts()
    report = store.load(overwrite=overwrite)
    assert report.counts == {Decision.SAME: EVERY}
    assert store.counts() == before


def test_progress_is_told_for_every_entry(store):
    told = []
    store.load(progress=lambda done, total: told.append((done, total)))
    assert told == [(done, EVERY) for done in range(1, EVERY + 1)]


def test_a_changed_file_changes_its_entry_and_no_other(store):
    store.load()
    before = store.counts()
    store.write(create_guide(title="Yearly review"))
    assert store.load().counts == {Decision.UPDATE: 1, Decision.SAME: EVERY - 1}
    assert store.title("guide", "annual-review") == "Yearly review"
    after = store.counts()
    assert after["Revision"] == before["Revision"] + 1
    assert after["EntryChange"] == before["EntryChange"] + 1


def test_the_vocabularies_are_held_as_they_are_written(store, vocabularies):
    store.load()
    with store.database.session() as session:
        held = {each.name: each for each in held_vocabularies(session).all()}
    assert held == {each.name: each for each in vocabularies.all()}


def test_entries_stand_where_locate_says(store, database):
    from localoffer.places.distance import Point

    load(database, store.folder, locate=lambda document: Point(50.7, -3.5) if document.KIND == "service" else None)
    with database.session() as session:
        assert published_entry(session, "service", "sleep-help").lat == 50.7
        assert published_entry(session, "guide", "annual-review").lat is None


BAD = [
    ("needs:\n  - autism", "needs:\n  - autsm", "needs.0: “autsm” is not in the vocabulary “need”. Did you mean “autism”?"),
    ("title: Annual", "titel: Annual", "title: this field is missing"),
    ("who_for: Families in Devon.", "who_for: Families who use TAF.", "quick_read.who_for: “TAF” is not explained."),
    ("how_long: We ring back in 2 days.", "how_long: We ring back soon.", "quick_read.how_long: “soon” is vague. Give a date."),
    ("what_it_is: Help with sleep.", "what_it_is: Help if a child suffers from fits.", "quick_read.what_it_is: “suffers from” can hurt. Try “has”."),
    ("what_it_is: Help with sleep.", "what_it_is: Help " + "and go " * 13 + ".", "quick_read.what_it_is: This sentence has 27 words. Try two."),
    ("---\n", "", "the first line must be --- (the front matter starts there)"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), BAD)
def test_a_bad_file_is_reported_and_the_others_are_loaded(store, old, new, sentence):
    path = store.path(create_guide())
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    report = store.load()
    (problem,) = report.problems
    assert str(problem).endswith(f": {sentence}")
    assert str(problem).startswith(str(path))
    assert report.counts == {Decision.ADD: EVERY - 1}
    assert find_guide(store) is None


@pytest.mark.parametrize(("old", "new", "sentence"), BAD)
def test_a_file_that_went_bad_leaves_the_entry_as_it_was(store, old, new, sentence):
    store.load()
    before = store.counts()
    path = store.path(create_guide())
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert store.problems()[0].endswith(sentence)
    assert store.title("guide", "annual-review") == "Annual review of an EHC plan"
    assert store.counts() == before


def find_guide(store):
    with store.database.session() as session:
        return find_entry(session, "guide", "annual-review")


def test_a_hard_quick_read_is_refused_with_the_line_it_stands_on(store):
    path = store.path(create_guide())
    path.write_text(
        path.read_text(encoding="utf-8").replace("Families in Devon.", "Families with a TAF."), encoding="utf-8"
    )
    assert store.problems() == [f"{path}, line 6: quick_read.who_for: “TAF” is not explained."]


def test_a_hard_quick_read_as_a_whole_is_refused_with_the_reading_age(store):
    hard = "Professionals undertake educational assessments. " * 12
    quick = data_of("guide")["quick_read"] | {"what_it_is": hard}
    store.write(create_guide(quick_read=quick))
    (problem,) = store.problems()
    assert ", line 4: quick_read: It reads like age " in problem


def test_a_slug_that_is_taken_is_reported_with_who_has_it(store):
    path = store.folder / "guides" / "z" / "annual-review.md"
    path.parent.mkdir()
    shutil.copy(store.path(create_guide()), path)
    first = store.path(create_guide())
    assert store.problems() == [f"{path}: slug: the slug “annual-review” is taken by {first}"]


def test_a_service_of_an_organisation_that_nobody_has_is_reported_and_left_out(store):
    store.write(create_service(slug="lonely", organisation="nobody"))
    path = store.folder / "services" / "lonely.md"
    report = store.load()
    assert [str(each).split(": ", 1)[1] for each in report.problems] == ["organisation: there is no entry “nobody”"]
    assert report.problems[0].path == str(path)
    assert report.problems[0].line
    assert report.counts == {Decision.ADD: EVERY}


def test_leaving_one_out_leaves_out_what_cannot_stand_without_it(store):
    path = store.path(create("setting"))
    path.write_text("broken", encoding="utf-8")
    report = store.load()
    assert [problem.message for problem in report.problems] == [
        "the first line must be --- (the front matter starts there)",
        "there is no entry “apple-garth-school”",
    ]
    assert report.counts == {Decision.ADD: EVERY - 2}


def test_an_entry_that_was_loaded_before_may_be_named_though_its_file_is_gone(store):
    store.load()
    store.path(create_organisation()).unlink()
    assert store.problems() == []
    assert store.title("organisation", "wheels-and-wings") == "Wheels and Wings"


@pytest.mark.parametrize(
    ("changes", "field", "written"),
    [
        ({"related": ["services/sleep-help", "services/gone"]}, "related.1", "services/gone"),
        ({"related": ["nowhere/sleep-help"]}, "related.0", "nowhere/sleep-help"),
        ({"rights_if_no": ["guides/gone"]}, "rights_if_no.0", "guides/gone"),
    ],
)
def test_a_link_to_nowhere_is_noted_and_the_entry_is_loaded(store, changes, field, written):
    store.write(create_guide(**changes))
    report = store.load()
    assert [(each.field, each.message) for each in report.notes] == [(field, f"there is no entry “{written}”")]
    assert report.problems == []
    assert report.counts == {Decision.ADD: EVERY}


def test_a_link_inside_a_part_of_an_entry_is_checked_too(store):
    profile = {"conditions": ["autism"], "support_while_waiting": ["guides/gone"]}
    store.write(create_service(health_diagnosis=profile))
    (note,) = store.load().notes
    assert (note.field, note.message) == ("health_diagnosis.support_while_waiting.0", "there is no entry “guides/gone”")


def edit(store, document, by="Ann"):
    """An editor changes and publishes an entry."""
    with store.database.transaction() as session:
        publish(session, save_draft(session, document, by=by), locate=store.locate)


def test_an_editors_change_stays_when_the_file_did_not_change(store):
    store.load()
    edit(store, create_guide(title="As Ann wrote it"))
    assert store.load().kept == []
    assert store.title("guide", "annual-review") == "As Ann wrote it"


def test_an_editors_change_is_kept_and_reported_when_the_file_changed_too(store):
    store.load()
    edit(store, create_guide(title="As Ann wrote it"))
    store.write(create_guide(title="As the file says"))
    before = store.counts()
    report = store.load()
    assert report.kept == ["guides/annual-review"]
    assert report.counts[Decision.KEEP] == 1
    assert store.title("guide", "annual-review") == "As Ann wrote it"
    assert store.counts() == before


def test_an_editors_change_is_replaced_only_when_asked_and_stays_in_the_history(store):
    store.load()
    edit(store, create_guide(title="As Ann wrote it"))
    store.write(create_guide(title="As the file says"))
    assert store.load(overwrite=True).counts[Decision.UPDATE] == 1
    assert store.title("guide", "annual-review") == "As the file says"
    with store.database.session() as session:
        entry = published_entry(session, "guide", "annual-review")
        query = (
            select(Revision.document, Revision.made_by).where(Revision.entry_id == entry.id).order_by(Revision.number)
        )
        assert [(document["title"], by) for document, by in session.exec(query)] == [
            ("Annual review of an EHC plan", "content store"), ("As Ann wrote it", "Ann"), ("As the file says", "content store"),
        ]  # fmt: skip


def test_a_file_that_says_what_the_editor_wrote_goes_on_being_followed(store):
    store.load()
    edit(store, create_guide(title="As Ann wrote it"))
    store.write(create_guide(title="As Ann wrote it"))
    store.load()
    store.write(create_guide(title="And then the file said more"))
    assert store.load().counts[Decision.UPDATE] == 1
    assert store.title("guide", "annual-review") == "And then the file said more"


def test_an_editors_draft_stays_a_draft(store):
    with store.database.transaction() as session:
        save_draft(session, create_guide(title="Not yet"), by="Ann")
    report = store.load()
    assert report.kept == ["guides/annual-review"]
    assert find_guide(store).state == "draft"


def test_what_was_taken_down_stays_down_until_asked(store):
    store.load()
    with store.database.transaction() as session:
        withdraw(session, find_entry(session, "guide", "annual-review"))
    assert store.load().kept == ["guides/annual-review"]
    assert find_guide(store).state == "withdrawn"
    assert store.load(overwrite=True).counts[Decision.RESTORE] == 1
    assert store.title("guide", "annual-review") == "Annual review of an EHC plan"


def test_a_folder_that_does_not_exist_is_refused(store, tmp_path):
    with pytest.raises(ContentError) as caught:
        load(store.database, tmp_path / "none", locate=store.locate)
    assert str(caught.value) == f"{tmp_path / 'none'}: there is no such folder"


def test_a_folder_without_vocabularies_is_refused(store, tmp_path):
    other = tmp_path / "photos"
    other.mkdir()
    with pytest.raises(ContentError) as caught:
        load(store.database, other, locate=store.locate)
    assert str(caught.value) == f"{other}: there are no vocabularies here, so this is not a content store"


def test_with_a_broken_vocabulary_nothing_is_loaded(store):
    (store.folder / "vocabularies" / "needs.yaml").write_text("need: [")
    with pytest.raises(ContentError, match=r"needs.yaml, line \d: "):
        store.load()
    assert set(store.counts().values()) == {0}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("stop_words: 5\n", ", line 1: stop_words: this must be a list"), ("a: [\n", "the front matter is not YAML"), ("wrong: 1\n", "there is no such field")],
)  # fmt: skip
def test_a_broken_single_document_is_reported_and_the_entries_are_loaded(store, text, sentence):
    (store.folder / "search.yaml").write_text(text)
    report = store.load()
    (problem,) = report.problems
    assert sentence in str(problem)
    assert report.counts == {Decision.ADD: EVERY}


def test_a_vocabulary_changed_here_is_kept_until_asked(store):
    store.load()
    with store.database.transaction() as session:
        row = session.get(Reference, "vocabulary/sex")
        row.document = row.document | {"label": "Boys or girls"}
        row.digest = "changed here"
    path = store.folder / "vocabularies" / "bases.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("label: Boys", "label: Only boys"), encoding="utf-8")
    assert store.load().kept == ["vocabulary/sex"]
    store.load(overwrite=True)
    with store.database.session() as session:
        assert "Boys or girls" not in str(session.get(Reference, "vocabulary/sex").document)


def test_without_an_authority_there_is_no_reference_data(store):
    store.load()
    with store.database.session() as session:
        assert reference_data(session) is None


def test_the_authority_that_ships_is_held_after_a_load(store, content_dir):
    for name in ("authority", "search", "framework", "legal_checklist"):
        shutil.copy(content_dir / f"{name}.yaml", store.folder)
    assert store.problems() == []
    with store.database.session() as session:
        data = reference_data(session)
    assert data.authority.site_name
    assert data.framework.version
    assert data.checklist.items
    assert data.vocabularies["need"]


def test_a_page_that_was_moved_on_the_desk_stays_there_until_it_is_overwritten(small_site):
    entry, store = entry_of(small_site), small_site.settings.content_dir
    do(small_site, None, entry.id, lambda desk, each: rename(desk, each, "moved-here") and None)
    assert not load(small_site.database, store, locate=lambda _: None).problems
    with small_site.database.session() as session:
        assert session.get_one(Entry, entry.id).slug == "moved-here"
        assert find_entry(session, entry.kind, entry.slug) is None
    assert not load(small_site.database, store, locate=lambda _: None, overwrite=True).problems
    with small_site.database.session() as session:
        assert session.get_one(Entry, entry.id).slug == entry.slug
