"""Phone numbers in a text: which can be tapped, which only look like one."""

import pytest

from localoffer.text.phones import TAPPABLE, untappable


@pytest.mark.parametrize(
    "text",
    [
        "Ring 01632 960101.", "Ring 0808 157 0100 (free).", "Ring 01632960101", "Call 116 123, 999 or 111.",
        "Ring 01632 960101 or 01632 960102.", "Ring 01632 960101 (24 hours).", "Ring 020 7946 0999 today.",
    ],
)  # fmt: skip
def test_numbers_as_we_write_them_can_be_tapped(text):
    assert TAPPABLE.search(text)
    assert untappable(text) == []


@pytest.mark.parametrize(
    "number",
    ["(01632) 960101", "01632-960-101", "+44 1632 960101", "01632 960 10 12", "01632.960.101", "1632 960101 22"],
)
def test_numbers_set_in_another_way_cannot(number):
    (found,) = untappable(f"Ring {number} today.")
    assert found[0] == number


@pytest.mark.parametrize(
    "text",
    [
        "On 15 October 2026 most families waited 13 weeks.", "From 2026-10-15 on.", "It costs £1200 for 10 weeks.",
        "Years 2025 to 2027.", "EX1 1AA", "Open 9.30am to 12.45pm.", "About 1 in 20 children.",
    ],
)  # fmt: skip
def test_other_numbers_are_no_phone_numbers(text):
    assert untappable(text) == []
