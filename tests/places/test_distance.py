"""Miles between two points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.places.distance import Point, miles_between

EXETER, BARNSTAPLE, LONDON = Point(50.7236, -3.5275), Point(51.0800, -4.0600), Point(51.5074, -0.1278)
points = st.builds(Point, st.floats(49, 61), st.floats(-9, 2))


@pytest.mark.parametrize(
    ("a", "b", "miles"),
    [(EXETER, EXETER, 0), (EXETER, BARNSTAPLE, 34), (EXETER, LONDON, 157), (Point(50, 0), Point(51, 0), 69.1)],
)
def test_known_distances_are_right_to_a_mile(a, b, miles):
    assert miles_between(a, b) == pytest.approx(miles, abs=1)


@given(points, points)
def test_there_is_as_far_as_back(a, b):
    assert miles_between(a, b) == pytest.approx(miles_between(b, a))
    assert 0 <= miles_between(a, b) < 1000


@given(points, points, points)
def test_a_detour_is_never_shorter(a, b, c):
    assert miles_between(a, c) <= miles_between(a, b) + miles_between(b, c) + 1e-6


def test_points_at_opposite_ends_of_the_earth_have_a_distance():
    assert miles_between(Point(90, 0), Point(-90, 0)) == pytest.approx(12_437, abs=10)
