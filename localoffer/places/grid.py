"""National Grid to latitude and longitude.

Airy 1830 inverse transverse Mercator, then the seven-parameter Helmert shift to WGS84: "A guide to coordinate systems
in Great Britain", Ordnance Survey, annexes B and C. Within about 4 metres of the exact OSTN15 shift.
"""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan

AIRY = (6377563.396, 6356256.909)  # semi-axes, metres
WGS84 = (6378137.0, 6356752.3142)
SCALE, ORIGIN_LAT, ORIGIN_LON, FALSE_EAST, FALSE_NORTH = 0.9996012717, radians(49), radians(-2), 400000, -100000
SHIFT = (446.448, -125.157, 542.060)  # metres
TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
STRETCH = 1 - 20.4894e-6


def to_wgs84(easting: float, northing: float) -> tuple[float, float]:
    """(latitude, longitude) in WGS84 degrees of a National Grid point in metres."""
    return _geodetic(_shifted(_cartesian(*_airy(easting, northing), AIRY)), WGS84)


def _meridian(lat: float) -> float:
    a, b = AIRY
    n = (a - b) / (a + b)
    d, s = lat - ORIGIN_LAT, lat + ORIGIN_LAT
    return b * SCALE * (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * d
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(d) * cos(s)
        + (15 / 8 * (n**2 + n**3)) * sin(2 * d) * cos(2 * s)
        - 35 / 24 * n**3 * sin(3 * d) * cos(3 * s)
    )  # fmt: skip


def _airy(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude in radians on the Airy ellipsoid."""
    a, b = AIRY
    lat, north = ORIGIN_LAT, northing - FALSE_NORTH
    while abs(north - _meridian(lat)) > 1e-5:
        lat += (north - _meridian(lat)) / (a * SCALE)
    e2 = 1 - b * b / (a * a)
    nu = a * SCALE / sqrt(1 - e2 * sin(lat) ** 2)
    rho = a * SCALE * (1 - e2) / (1 - e2 * sin(lat) ** 2) ** 1.5
    eta, t, east, sec = nu / rho - 1, tan(lat), easting - FALSE_EAST, 1 / cos(lat)
    lat_out = (
        lat
        - t / (2 * rho * nu) * east**2
        + t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta - 9 * t**2 * eta) * east**4
        - t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4) * east**6
    )
    lon_out = (
        ORIGIN_LON
        + sec / nu * east
        - sec / (6 * nu**3) * (nu / rho + 2 * t**2) * east**3
        + sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4) * east**5
    )
    return lat_out, lon_out


def _cartesian(lat: float, lon: float, ellipsoid: tuple[float, float]) -> tuple[float, float, float]:
    a, b = ellipsoid
    e2 = 1 - b * b / (a * a)
    nu = a / sqrt(1 - e2 * sin(lat) ** 2)
    return nu * cos(lat) * cos(lon), nu * cos(lat) * sin(lon), (1 - e2) * nu * sin(lat)


def _shifted(point: tuple[float, float, float]) -> tuple[float, float, float]:
    (x, y, z), (rx, ry, rz), (tx, ty, tz) = point, TURN, SHIFT
    return (
        tx + x * STRETCH - y * rz + z * ry,
        ty + x * rz + y * STRETCH - z * rx,
        tz - x * ry + y * rx + z * STRETCH,
    )


def _geodetic(point: tuple[float, float, float], ellipsoid: tuple[float, float]) -> tuple[float, float]:
    (x, y, z), (a, b) = point, ellipsoid
    e2 = 1 - b * b / (a * a)
    p = hypot(x, y)
    lat = atan2(z, p * (1 - e2))
    for _ in range(8):
        nu = a / sqrt(1 - e2 * sin(lat) ** 2)
        lat = atan2(z + e2 * nu * sin(lat), p)
    return degrees(lat), degrees(atan2(y, x))
