"""National Grid to latitude and longitude, against points the Office for National Statistics publishes."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.places.distance import Point, miles_between
from localoffer.places.grid import to_wgs84

METRES_IN_A_MILE = 1609.344


@pytest.mark.parametrize(
    ("postcode", "easting", "northing", "lat", "lon"),
    [  # ONS Postcode Directory: both pairs of columns
        ("EX1 1AE", 291966, 92583, 50.722796, -3.531867),
        ("EX39 1AA", 242977, 128675, 51.035924, -4.240923),
        ("TQ1 1AG", 291811, 63690, 50.463029, -3.52564),
        ("PL20 7HP", 246320, 68693, 50.497825, -4.168208),
        ("CT9 1AE", 635628, 171039, 51.38944, 1.385353),
    ],
)
def test_a_published_point_is_met_within_ten_metres(postcode, easting, northing, lat, lon):
    found = Point(*to_wgs84(easting, northing))
    assert miles_between(found, Point(lat, lon)) * METRES_IN_A_MILE < 10, postcode


def test_going_north_on_the_grid_goes_north_on_the_map():
    assert to_wgs84(291966, 93583)[0] > to_wgs84(291966, 92583)[0]


@given(st.floats(0, 700_000), st.floats(0, 1_300_000))
def test_every_point_of_the_grid_lands_in_or_near_great_britain(easting, northing):
    lat, lon = to_wgs84(easting, northing)
    assert math.isfinite(lat)
    assert 49 < lat < 62
    assert -11 < lon < 5
