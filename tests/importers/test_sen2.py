"""The DfE’s file: what is read, what is refused with which words, and which figures an indicator gets."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.errors import ContentError
from localoffer.importers import sen2
from localoffer.importers.sen2 import figures_for, merged, period_of, read_table
from tests.factories import create

COLUMNS = (
    "time_period", "geographic_level", "region_name", "new_la_code", "old_la_code", "la_name",
    "pc_plans_issued_within_20_weeks", "plans_issued_den",
)  # fmt: skip
DEVON = ("2024", "Local authority", "South West", "E10000008", "878", "Devon", "3.2", "1277")
ENGLAND = ("2024", "National", "", "", "", "", "45.9", "90392")
REGION = ("2024", "Regional", "South West", "", "", "", "31", "8919")
SERIES = [
    {"key": "devon", "label": "Devon", "level": "local", "dfe_code": "878"},
    {"key": "kent", "label": "Kent", "level": "neighbour", "dfe_code": "886"},
    {"key": "south-west", "label": "South West", "level": "region"},
    {"key": "england", "label": "England", "level": "england"},
]


@pytest.fixture
def write(tmp_path):
    """``write(rows, columns)``: the path of a CSV file with these rows."""

    def make(*rows, columns=COLUMNS):
        path = tmp_path / "figures.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns, *rows])
        return path

    return make


def indicator(**others):
    return create(
        "indicator",
        **{"series": SERIES, "figures": [], "target": None, "feed": "sen2:pc_plans_issued_within_20_weeks"} | others,
    )


def changed(row, **cells):
    return tuple(cells.get(name, cell) for name, cell in zip(COLUMNS, row, strict=True))


def with_value(value):
    return changed(DEVON, pc_plans_issued_within_20_weeks=value)


def values_of(found):
    return {(each.series, each.period): each.value if each.missing is None else each.missing for each in found.figures}


def test_each_place_is_joined_in_its_own_way(write):
    kent = changed(
        DEVON, old_la_code="886", la_name="Kent", region_name="South East", pc_plans_issued_within_20_weeks="32.3"
    )
    exeter = changed(DEVON, old_la_code="999", la_name="Devon", pc_plans_issued_within_20_weeks="99")
    north = changed(REGION, region_name="North East", pc_plans_issued_within_20_weeks="67.3")
    found = figures_for(indicator(), read_table(write(DEVON, kent, exeter, ENGLAND, REGION, north)))
    assert values_of(found) == {
        ("devon", "2024"): 3.2, ("kent", "2024"): 32.3, ("south-west", "2024"): 31, ("england", "2024"): 45.9,
    }  # fmt: skip
    assert (found.refused, found.without) == ([], [])


def test_a_place_the_file_does_not_know_is_told(write):
    assert figures_for(indicator(), read_table(write(DEVON, ENGLAND))).without == ["Kent", "South West"]


def test_names_of_columns_may_differ_in_case(write):
    table = read_table(write(DEVON, columns=[name.upper() for name in COLUMNS]))
    assert values_of(figures_for(indicator(feed="sen2:PC_plans_issued_within_20_weeks"), table)) == {
        ("devon", "2024"): 3.2
    }


@pytest.mark.parametrize(
    ("mark", "missing"),
    [
        ("x", "not_available"),
        ("z", "not_applicable"),
        ("c", "suppressed"),
        (" C ", "suppressed"),
        ("X", "not_available"),
    ],
)
def test_marks_for_no_value_are_never_nothing(write, mark, missing):
    found = figures_for(indicator(), read_table(write(with_value(mark))))
    assert values_of(found) == {("devon", "2024"): missing}
    assert found.figures[0].value is None


@pytest.mark.parametrize(
    "written", ["", "n/a", "3,2", "1e3", "nan", "inf", "３.２", "3.2%", "--1", "1,27", "0x1f", "9" * 400]
)
def test_what_is_not_a_number_is_refused_with_its_row(write, written):
    found = figures_for(indicator(), read_table(write(ENGLAND, with_value(written))))
    assert values_of(found) == {("england", "2024"): 45.9}
    assert [each.row for each in found.refused] == [3]
    assert found.refused[0].reason.startswith("Devon, 2024: ")


@pytest.mark.parametrize("written", ["100.1", "-1", "-0.1", "3200"])
def test_a_share_that_cannot_be_is_refused(write, written):
    found = figures_for(indicator(), read_table(write(with_value(written))))
    assert not found.figures
    assert f"{written} cannot be right" in found.refused[0].reason


@pytest.mark.parametrize(
    ("written", "value"),
    [("1277", 1277), ("1,277", 1277), ("0", 0), ("6", 6), ("1", "suppressed"), ("5", "suppressed")],
)
def test_counts_that_could_point_at_somebody_are_kept_back(write, written, value):
    counting = indicator(unit="count", feed="sen2:plans_issued_den")
    row = changed(DEVON, plans_issued_den=written)
    assert values_of(figures_for(counting, read_table(write(row)))) == {("devon", "2024"): value}


def test_half_a_plan_is_refused(write):
    counting = indicator(unit="count", feed="sen2:plans_issued_den")
    found = figures_for(counting, read_table(write(changed(DEVON, plans_issued_den="12.5"))))
    assert (found.figures, len(found.refused)) == ([], 1)


def test_two_rows_about_the_same_count_once_when_they_agree_and_not_at_all_when_they_differ(write):
    agreeing = figures_for(indicator(), read_table(write(DEVON, DEVON)))
    assert values_of(agreeing) == {("devon", "2024"): 3.2}
    assert [(each.row, each.reason) for each in agreeing.refused] == [(3, "it says the same as row 2")]
    differing = figures_for(indicator(), read_table(write(DEVON, with_value("99"))))
    assert not differing.figures
    assert [each.row for each in differing.refused] == [2, 3]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (changed(DEVON, geographic_level="Ward"), "“Ward” is not a level we know"),
        (changed(DEVON, geographic_level=""), "“” is not a level we know"),
        (changed(DEVON, time_period="last year"), "“last year” is not a year we can read"),
        (changed(DEVON, time_period="202423"), "“202423” is not a year we can read"),
        (DEVON[:3], "it has 3 cells, and there are 8 columns"),
        ((*DEVON, "more"), "it has 9 cells, and there are 8 columns"),
    ],
)
def test_rows_that_cannot_be_understood_are_told_and_the_others_used(write, row, reason):
    table = read_table(write(ENGLAND, row))
    assert [(each.row, each.reason) for each in table.refused] == [(3, reason)]
    assert values_of(figures_for(indicator(), table)) == {("england", "2024"): 45.9}


def test_empty_lines_mean_nothing(write):
    path = write(DEVON)
    path.write_text(path.read_text("utf-8") + "\n,,,,,,,\n", "utf-8")
    assert (len(read_table(path).rows), read_table(path).refused) == (1, [])


@pytest.mark.parametrize(
    ("text", "label", "first", "last"),
    [
        ("2024", "2024", "2024-01-01", "2024-12-31"),
        ("202425", "2024/25", "2024-09-01", "2025-08-31"),
        ("199900", "1999/00", "1999-09-01", "2000-08-31"),
    ],
)
def test_years(text, label, first, last):
    found = period_of(text)
    assert (found[0], found[1].isoformat(), found[2].isoformat()) == (label, first, last)


@given(st.text(max_size=8))
def test_any_text_is_a_year_or_none(text):
    found = period_of(text)
    assert found is None or found[1] < found[2]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        ("time_period,geographic_level\n2024,Förde".encode("latin-1"), "the file is not UTF-8 text"),
        (b"name,place\nAda,Exeter\n", "these are not figures of the DfE: there is no column “time_period”"),
        (b"PK\x03\x04\x00\x00 this was a spreadsheet", "these are not figures of the DfE"),
        (b'time_period,"never ends', "this is not a CSV file"),
        (b"\xef\xbb\xbftime_period,geographic_level\n", "there is no column “old_la_code”"),
    ],
)
def test_another_file_is_refused_in_a_sentence(tmp_path, content, said):
    (tmp_path / "other.csv").write_bytes(content)
    with pytest.raises(ContentError, match=said):
        read_table(tmp_path / "other.csv")


def test_a_huge_file_is_not_read(write, monkeypatch):
    path = write(DEVON)
    monkeypatch.setattr(sen2, "LARGEST_FILE", 50)
    with pytest.raises(ContentError, match="the file is larger than"):
        read_table(path)


def test_a_folder_or_nothing_is_refused(tmp_path):
    with pytest.raises(ContentError, match="cannot be read"):
        read_table(tmp_path)
    with pytest.raises(ContentError, match="cannot be read"):
        read_table(tmp_path / "nowhere.csv")


FIGURES = st.lists(
    st.builds(
        lambda series, year, value: create(
            "indicator",
            figures=[
                {
                    "series": series,
                    "period": str(year),
                    "starts_on": f"{year}-01-01",
                    "ends_on": f"{year}-12-31",
                    "value": value,
                }
            ],
        ).figures[0],
        st.sampled_from(["devon", "england"]),
        st.integers(2019, 2023),
        st.floats(0, 100),
    ),
    max_size=8,
    unique_by=lambda each: (each.series, each.starts_on),
)


@given(FIGURES, FIGURES)
def test_merging_keeps_what_is_not_new_and_twice_is_as_once(held, new):
    both = merged(held, new)
    assert [each for each in both if each not in new] == [
        each for each in held if (each.series, each.starts_on) not in {(other.series, other.starts_on) for other in new}
    ]
    assert all(each in both for each in new)
    assert merged(both, new) == both
    assert len({(each.series, each.starts_on) for each in both}) == len(both)
