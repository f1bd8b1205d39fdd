"""Reading one content file: what it says, on which line, and what is wrong with it."""

import pytest

from localoffer.errors import ContentError
from localoffer.importers.front_matter import LARGEST_FILE, read_file, read_yaml, write_file

GOOD = """---
title: Sleep help
needs: [autism, adhd]
contacts:
  - kind: phone
    value: 01632 960001
  - kind: email
    value: a@example.org
---

## What we do

We help.
"""


@pytest.fixture
def write(tmp_path):
    def write_bytes(content, name="entry.md"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_bytes


def test_front_matter_and_body_are_read(write):
    file = read_file(write(GOOD))
    assert file.data["title"] == "Sleep help"
    assert file.body == "## What we do\n\nWe help."


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("title", 2), ("needs", 3), ("needs.1", 3), ("contacts", 4), ("contacts.0", 5), ("contacts.0.value", 6),
        ("contacts.1.kind", 7), ("contacts.1.hours", 7), ("contacts.9", 4), ("nothing", None), ("", None),
    ],
)  # fmt: skip
def test_the_line_of_a_field_or_of_what_it_stands_in_is_known(write, field, line):
    assert read_file(write(GOOD)).line_of(field) == line


@pytest.mark.parametrize(
    ("content", "data", "body"),
    [
        ("---\na: 1\n---\n", {"a": 1}, ""),
        ("---\na: 1\n---", {"a": 1}, ""),
        ("---\na: 1\n---\ntext", {"a": 1}, "text"),
        ("---\r\na: 1\r\n---\r\ntext\r\n", {"a": 1}, "text"),
        ("\ufeff---\na: 1\n---\n", {"a": 1}, ""),
        ("---\n# only a comment\n---\n", {}, ""),
        ("---\na: 1\n---\none\n\n---\n\ntwo\n", {"a": 1}, "one\n\n---\n\ntwo"),
        ("---\na: |\n  one\n  ---\n  two\n---\nbody\n", {"a": "one\n---\ntwo\n"}, "body"),
    ],
)
def test_every_usual_way_to_write_a_file_is_read(write, content, data, body):
    file = read_file(write(content))
    assert (file.data, file.body) == (data, body)


MALFORMED = [
    ("", 1, "the first line must be --- (the front matter starts there)"),
    ("title: x\n", 1, "the first line must be --- (the front matter starts there)"),
    ("\n---\na: 1\n---\n", 1, "the first line must be --- (the front matter starts there)"),
    ("----\na: 1\n---\n", 1, "the first line must be --- (the front matter starts there)"),
    ("---\ntitle: x\n", 1, "the front matter never ends: add a line with only ---"),
    ("---\n", 1, "the front matter never ends: add a line with only ---"),
    ("---\ntitle: x\n ---\n", 1, "the front matter never ends: add a line with only ---"),
    ("---\n- one\n- two\n---\n", 2, "the front matter must be fields and values"),
    ("---\njust words\n---\n", 2, "the front matter must be fields and values"),
    ("---\na: 1\nb: c: d\n---\n", 3, "the front matter is not YAML: mapping values are not allowed in this context"),
    ("---\na: 1\nb: [1, 2\n---\n", 4, "the front matter is not YAML: did not find expected ',' or ']'"),
    ("---\na: 1\nb: \"open\n---\n", 4, "the front matter is not YAML: found unexpected end of stream"),
    ("---\na: 1\n\tb: 2\n---\n", 3, "the front matter is not YAML: found a tab character that violates indentation"),
    ("---\na: 1\nb: @me\n---\n", 3, "the front matter is not YAML: found character that cannot start any token"),
    ("---\na: 1\nb: *nobody\n---\n", 3, "the front matter is not YAML: found undefined alias"),
    ("---\na: &x [1]\nb: *x\n---\n", 2, "the front matter is not YAML: write it out, without & and *"),
    ("---\na: &x [*x]\n---\n", 2, "the front matter is not YAML: write it out, without & and *"),
    ("---\na: 1\nb: 2\na: 3\n---\n", 4, "the front matter is not YAML: “a” is written twice"),
    ("---\nc:\n  - k: 1\n    k: 2\n---\n", 4, "the front matter is not YAML: “k” is written twice"),
    ("---\na: !!python/object/apply:os.system [ls]\n---\n", 2, "the front matter is not YAML: could not determine a constructor for the tag 'tag:yaml.org,2002:python/object/apply:os.system'"),
    ("---\na: 2026-02-30\n---\n", 2, "the front matter is not YAML: day is out of range for month"),
    ("---\na: \x07\n---\n", 2, "the front matter is not YAML: unacceptable character #x0007: control characters are not allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "line", "sentence"), MALFORMED)
def test_a_malformed_file_gets_one_sentence_with_path_and_line(write, content, line, sentence):
    path = write(content)
    with pytest.raises(ContentError) as caught:
        read_file(path)
    assert str(caught.value) == f"{path}, line {line}: {sentence}"


@pytest.mark.parametrize(
    "content", ["---\na: " + "[" * 5000 + "\n---\n", "---\na: " + "[" * 5000 + "]" * 5000 + "\n---\n"]
)
def test_a_file_nested_without_end_gets_a_sentence_and_not_a_crash(write, content):
    with pytest.raises(ContentError) as caught:
        read_file(write(content))
    assert "\n" not in str(caught.value)
    assert "the front matter is n" in str(caught.value)  # nested too deeply, or not YAML


def test_a_few_lines_that_stand_for_millions_are_refused_at_once(write):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    with pytest.raises(ContentError, match=r"write it out, without & and \*"):
        read_file(write("---\n" + "\n".join(lines) + "\n---\n"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"---\ntitle: caf\xe9\n---\n", "the file is not UTF-8 text"),
        ("---\ntitle: x\n---\n".encode("utf-16"), "the file is not UTF-8 text"),
        (b"\x00\xff\xfe", "the file is not UTF-8 text"),
        (b"---\n" + b"x" * LARGEST_FILE, "the file is larger than 512 kB"),
    ],
)
def test_a_file_that_is_no_text_or_huge_is_refused(write, content, sentence):
    path = write(content)
    with pytest.raises(ContentError) as caught:
        read_file(path)
    assert str(caught.value) == f"{path}: {sentence}"


@pytest.mark.parametrize(("make", "why"), [(False, "No such file or directory"), (True, "Is a directory")])
def test_a_file_that_cannot_be_opened_is_refused(tmp_path, make, why):
    path = tmp_path / "x.md"
    if make:
        path.mkdir()
    with pytest.raises(ContentError) as caught:
        read_file(path)
    assert str(caught.value) == f"{path}: the file cannot be read ({why})"


def test_a_plain_yaml_file_is_read_with_its_lines(write):
    file = read_yaml(write("need:\n  label: Need\n  terms: []\n"))
    assert file.data["need"]["label"] == "Need"
    assert file.line_of("need.terms") == 3


def test_a_plain_yaml_file_of_something_else_is_refused(write):
    path = write("- one\n")
    with pytest.raises(ContentError) as caught:
        read_yaml(path)
    assert str(caught.value) == f"{path}, line 1: the file must be fields and values"


def test_a_file_is_written_for_people(write):
    text = write_file({"title": "Café: open", "needs": ["autism"], "steps": [{"do": "Ring\nus"}]}, "Body")
    assert text.startswith("---\ntitle: 'Café: open'\nneeds:\n  - autism\nsteps:\n  - do: ")
    assert text.endswith("---\n\nBody\n")
    assert read_file(write(text)).data["steps"] == [{"do": "Ring\nus"}]
