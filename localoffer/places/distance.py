"""How far apart two points are, in miles."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_DIAMETER_MILES = 7917.5


@dataclass(frozen=True)
class Point:
    """WGS84 degrees."""

    lat: float
    lon: float


def miles_between(a: Point, b: Point) -> float:
    """Great-circle miles (haversine formula)."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    h = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return EARTH_DIAMETER_MILES * asin(sqrt(h))
