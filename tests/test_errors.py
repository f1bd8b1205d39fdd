"""Every refusal is one sentence a person can act on."""

import pytest

from localoffer.errors import ContentError, InvalidEntry, LocalOfferError


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ContentError("the file is empty"), "the file is empty"),
        (ContentError("the file is empty", path="a.md"), "a.md: the file is empty"),
        (ContentError("it is missing", path="a.md", line=3), "a.md, line 3: it is missing"),
        (ContentError("it is missing", path="a.md", line=3, field="title"), "a.md, line 3: title: it is missing"),
        (ContentError("it is missing", field="title"), "title: it is missing"),
        (
            InvalidEntry([("title", "Give a title."), ("needs", "Give a need.")]),
            "title: Give a title.; needs: Give a need.",
        ),
    ],
)
def test_an_error_says_where_and_what(error, sentence):
    assert str(error) == sentence


def test_every_refusal_is_of_one_family():
    assert all(issubclass(each, LocalOfferError) for each in (ContentError, InvalidEntry))
