"""Contrast ratios, held against values that WCAG and its tools give."""

import pytest

from localoffer.text.contrast import contrast


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_the_ratio_of_two_colours(one, other, ratio):
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == ratio
