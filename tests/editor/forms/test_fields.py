"""What a form asks is worked out from the types of a shape."""

from datetime import date
from typing import Annotated, Literal

import pytest
from pydantic import Field

from localoffer.editor.forms.fields import Book, Said, pick, spec, without_words
from localoffer.records.authority import Authority
from localoffer.records.checklist import Checklist
from localoffer.records.desk_rules import DeskRules
from localoffer.records.shapes import Address, Contact, In, Line, Shape, Text, To, Url
from localoffer.records.vocabularies import Vocabulary


class Inner(Shape):
    text: str = ""


class Everything(Shape):
    line: Line
    text: Text
    choice: Annotated[str, In("need")]
    choices: list[Annotated[str, In("need")]] = []
    link: Annotated[str, To("term")]
    page: Address | Url | None = None
    pages: list[Address] = []
    day: date
    sure: bool
    whole: Annotated[int, Field(ge=1)] | None = None
    part: float = 0.5
    one_of: Literal["a", "b"]
    yes: Literal[True]
    rows: list[Line] = []
    lines: list[Text] = []
    numbers: list[int] = []
    words: list[list[Line]] = []
    group: Inner | None = None
    groups: list[Inner] = []


BOOK = Book({Everything: {"line": Said("A line"), "rows": Said("Rows", control="lines")}})


def test_each_type_has_its_control():
    controls = {each.name: each.control for each in spec(Everything, Book())}
    assert controls == {
        "line": "line", "text": "text", "choice": "choice", "choices": "choices", "link": "link", "page": "link",
        "pages": "lines", "day": "date", "sure": "yes_no", "whole": "whole", "part": "decimal", "one_of": "choice",
        "yes": "tick", "rows": "rows", "lines": "lines", "numbers": "rows", "words": "lines", "group": "group",
        "groups": "groups",
    }  # fmt: skip


def test_what_a_field_may_be_is_known():
    specs = {each.name: each for each in spec(Everything, Book())}
    assert (specs["line"].required, specs["line"].longest) == (True, 300)
    assert (specs["whole"].required, specs["whole"].nullable) == (False, True)
    assert (specs["choice"].vocabulary, specs["choices"].vocabulary) == ("need", "need")
    assert (specs["link"].kind, specs["page"].kind, specs["page"].url) == ("term", "", True)
    assert specs["group"].empty == {"text": ""}
    assert specs["part"].default == 0.5


def test_the_book_says_what_a_field_is_called_and_may_choose_another_control():
    specs = {each.name: each for each in spec(Everything, BOOK)}
    assert specs["line"].said.label == "A line"
    assert specs["rows"].control == "lines"
    assert specs["text"].said.label == "Text"  # better than nothing until somebody writes it
    assert "Everything.text" in without_words(Everything, BOOK)
    assert "Inner.text" in without_words(Everything, BOOK)
    assert "Everything.line" not in without_words(Everything, BOOK)


def test_a_shape_takes_the_words_of_the_shape_it_is_made_from():
    class Special(Contact):
        pass

    assert Book({Contact: {"kind": Said("Kind")}}).find(Special, "kind") == Said("Kind")


def test_some_fields_are_picked_in_the_order_asked_for():
    assert [each.name for each in pick(spec(Everything, Book()), ["text", "nothing", "line"])] == ["text", "line"]


def test_a_type_without_a_control_is_refused_at_once():
    class Odd(Shape):
        value: dict[str, str]

    with pytest.raises(TypeError, match="No control for value"):
        spec(Odd, Book())


@pytest.mark.parametrize("shape", [Authority, Checklist, DeskRules, Vocabulary])
def test_the_councils_own_documents_can_be_forms_too(shape):
    assert {each.name for each in spec(shape, Book())} == set(shape.model_fields)
