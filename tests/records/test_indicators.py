"""The document of an indicator: what it refuses, each with a sentence."""

import pytest
from pydantic import ValidationError

from localoffer.records.indicators import fits_unit
from tests.factories import create, data_of

FIGURE = {"series": "devon", "period": "2024", "starts_on": "2024-01-01", "ends_on": "2024-12-31", "value": 3.2}


def test_its_days_run_from_the_first_figure_to_the_last():
    first, last = create("indicator").days
    assert (first.isoformat(), last.isoformat()) == ("2023-01-01", "2024-12-31")
    assert create("indicator", figures=[]).days is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"value": None}, "give a value, or say why it is missing"),
        ({"missing": "suppressed"}, "give a value, or say why it is missing"),
        ({"ends_on": "2023-12-31"}, "ends_on must not come before starts_on"),
        ({"series": "wales"}, "a series “wales” that is not there"),
        ({"value": 100.1}, "100.1 cannot be right for this unit"),
        ({"value": -1}, "-1 cannot be right for this unit"),
        ({"value": float("nan")}, "finite number"),
        ({"value": float("inf")}, "finite number"),
        ({"missing": "lost"}, "suppressed"),
    ],
)
def test_a_figure_that_cannot_be_true_is_refused(change, said):
    with pytest.raises(ValidationError, match=said):
        create("indicator", figures=[FIGURE | change])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"figures": [FIGURE, FIGURE]}, "two figures of the same period"),
        (
            {"series": [{"key": "kent", "label": "Kent", "level": "neighbour"}], "figures": []},
            "one series must be local",
        ),
        ({"series": [{"key": "a", "label": "A", "level": "local"}] * 2, "figures": []}, "two series have the same key"),
        ({"numerator": ""}, "a percentage needs its numerator"),
        ({"target": 101}, "101 cannot be right"),
        ({"feed": "sen2:a b"}, "pattern"),
        ({"position": 0}, "greater than or equal to 1"),
    ],
)
def test_an_indicator_that_does_not_hang_together_is_refused(change, said):
    with pytest.raises(ValidationError, match=said):
        create("indicator", **change)


def test_search_reads_the_question():
    assert "Are EHC plans on time?" in create("indicator").own_text()


@pytest.mark.parametrize(
    ("value", "unit", "fits"),
    [
        (100, "percent", True),
        (100.1, "percent", False),
        (-0.1, "weeks", False),
        (164e6, "pounds", True),
        (1e16, "count", False),
    ],
)
def test_what_a_unit_allows(value, unit, fits):
    assert fits_unit(value, unit) is fits


def test_the_local_series_is_found_wherever_it_stands():
    series = list(reversed(data_of("indicator")["series"]))
    assert create("indicator", series=series).local.key == "devon"
