"""Reading entries and vocabularies from a content folder: the table of what can be wrong."""

from pathlib import Path

import pytest

from localoffer.errors import ContentError
from localoffer.importers.content_store import Found, entry_files, read_entry, read_vocabularies
from localoffer.importers.dump import file_text
from localoffer.records.registry import KINDS
from tests.factories import create

SERVICE = KINDS["service"]


@pytest.fixture
def write(tmp_path):
    """Writes a good service file with one text replaced by another."""

    def write_changed(old="", new="", name="sleep-help.md"):
        text = file_text(create("service"))
        assert old in text
        path = tmp_path / name
        path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
        return path

    return write_changed


def line_of(path: Path, start: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if line.strip(" -").startswith(start))


def test_a_good_file_is_the_document_it_was_written_from(write, vocabularies):
    assert read_entry(Found(SERVICE, write()), vocabularies) == create("service")


def test_the_name_of_the_file_is_the_slug_unless_the_file_says_otherwise(write, vocabularies):
    assert read_entry(Found(SERVICE, write(name="another.md")), vocabularies).slug == "another"
    named = write("title:", "slug: given\ntitle:", name="another.md")
    assert read_entry(Found(SERVICE, named), vocabularies).slug == "given"


@pytest.mark.parametrize(
    ("old", "new", "begins", "field", "sentence"),
    [
        ("- autism", "- autsm", "autsm", "needs.0", "“autsm” is not in the vocabulary “need”. Did you mean “autism”?"),
        ("tier: universal", "tier: zzz", "tier:", "tier", "“zzz” is not in the vocabulary “tier”. Known: universal, targeted, targeted_plus, specialist."),
        ("eligibility: Any", "eligibilty: Any", None, "eligibility", "this field is missing"),
        ("cost: free", "cost: free\nprice: 4", "price:", "price", "there is no such field for this kind"),
        ("title: Sleep", "title: " + "x" * 90, "title:", "title", "this is too long (at most 80 characters)"),
        ("title: Sleep help in Exeter", "title: Hi", "title:", "title", "this is too short (at least 3 characters)"),
        ("needs_ehcp: 'no'", "needs_ehcp: no", "needs_ehcp:", "needs_ehcp", "this must be text; put it in quotes"),
        ("title: Sleep help in Exeter", "title: 2026", "title:", "title", "this must be text; put it in quotes"),
        ("audience:\n  - family", "audience: family", "audience:", "audience", "this must be a list"),
        ("age_max: 11.5", "age_max: eleven", "age_max:", "age_max", "Input should be a valid number, unable to parse string as a number"),
        ("age_max: 11.5", "age_max: 99", "age_max:", "age_max", "Input should be less than or equal to 25"),
        ("- kind: phone", "- kind: phone\n    colour: red", "colour:", "contacts.0.colour", "there is no such field for this kind"),
        ("01632 960001\n    label", "ring me\n    label", "kind: phone", "contacts.0", "a phone number is digits and spaces, not “ring me”"),
        ("EX31 1AA", "ex31 1aa", "postcode:", "venue.postcode", "write a whole postcode in capitals with one space, like EX1 1AA"),
        ("https://wheels-and-wings.example.org/complaints", "wheels", "complaints_url:", "complaints_url", "write a whole web address, starting https://"),
        ("guides/annual-review", "annual review", "annual review", "if_not_eligible.0", "write folder/slug, like services/sleep-help"),
        ("cost: free", "cost: free\ndecision_criteria: ask us", "decision_criteria:", "decision_criteria", "write folder/slug, like services/sleep-help"),
        ("verified_by:", "body: lost words\nverified_by:", "body:", "body", "write it below the front matter"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence_with_path_line_and_field(write, vocabularies, old, new, begins, field, sentence):
    path = write(old, new)
    if old.startswith("eligibility"):
        path.write_text(
            path.read_text(encoding="utf-8").replace("eligibilty: Any family in Devon.\n", ""), encoding="utf-8"
        )
    with pytest.raises(ContentError) as caught:
        read_entry(Found(SERVICE, path), vocabularies)
    where = f"{path}, line {line_of(path, begins)}" if begins else str(path)
    assert str(caught.value) == f"{where}: {field}: {sentence}"
    assert (caught.value.path, caught.value.field) == (str(path), field)


def test_a_date_that_is_no_date_is_refused_with_its_line(write, vocabularies):
    path = write("reviewed_on: '2026-06-01'", "reviewed_on: last week")
    with pytest.raises(ContentError) as caught:
        read_entry(Found(SERVICE, path), vocabularies)
    assert str(caught.value).startswith(
        f"{path}, line {line_of(path, 'reviewed_on')}: reviewed_on: Input should be a valid date"
    )


def test_fields_that_do_not_fit_together_are_refused_in_one_sentence(write, vocabularies):
    path = write("cost: free", "cost: paid")
    with pytest.raises(ContentError) as caught:
        read_entry(Found(SERVICE, path), vocabularies)
    assert str(caught.value) == f"{path}: it is not free, so cost_note must say what it costs"


def test_a_file_name_that_cannot_be_an_address_is_refused(write, vocabularies):
    path = write(name="Sleep Help.md")
    with pytest.raises(ContentError) as caught:
        read_entry(Found(SERVICE, path), vocabularies)
    assert str(caught.value) == f"{path}: slug: use small letters, numbers and single hyphens"


def test_entries_are_found_in_the_folder_of_their_kind_and_below_in_name_order(tmp_path):
    for name in ("services/b.md", "services/a/c.md", "guides/g.md", "services/notes.txt", "other/x.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    found = [(each.kind.name, each.path.relative_to(tmp_path).as_posix()) for each in entry_files(tmp_path)]
    assert found == [("service", "services/a/c.md"), ("service", "services/b.md"), ("guide", "guides/g.md")]


@pytest.fixture
def write_vocabulary(tmp_path):
    def write_text(text):
        path = tmp_path / "vocabularies" / "words.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return path

    return write_text


def test_one_file_may_hold_several_vocabularies(write_vocabulary, tmp_path):
    write_vocabulary("need:\n  label: Need\n  terms:\n    - {key: a, label: A}\nday:\n  label: Day\n  terms: []\n")
    book = read_vocabularies(tmp_path)
    assert book.names() == ["need", "day"]
    assert book.label("need", "a") == "A"


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("need:\n  terms: []\n", 1, "label: this field is missing"),
        ("need:\n  label: Need\n  terms:\n    - key: a\n", 4, "terms.0.label: this field is missing"),
        ("need:\n  label: Need\n  terms:\n    - {key: a b, label: A}\n", 4, "terms.0.key: this is not written as it must be (the pattern is ^[A-Za-z0-9][A-Za-z0-9_.-]*$)"),
        ("need:\n  label: Need\n  trems: []\n", 3, "trems: there is no such field for this kind"),
        ("need:\n  label: Need\n  terms:\n    - {key: a, label: A}\n    - {key: a, label: B}\n", 1, "“a” is written twice"),
        ("need: 5\n", 1, "label: this field is missing"),
        ("need:\n  label: Need\n  terms: 5\n", 3, "terms: this must be a list"),
    ],
)  # fmt: skip
def test_a_wrong_vocabulary_is_refused_with_its_line(write_vocabulary, tmp_path, text, line, sentence):
    path = write_vocabulary(text)
    with pytest.raises(ContentError) as caught:
        read_vocabularies(tmp_path)
    assert str(caught.value) == f"{path}, line {line}: {sentence}"
