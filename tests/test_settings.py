"""Settings from the environment, and the sentence when one cannot be used."""

import pytest

from localoffer.errors import SettingsError
from localoffer.settings import ROOT, Settings, read_settings, secret_key


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"LOCALOFFER_{name.upper()}", raising=False)


def test_defaults_are_right_for_trying_the_site():
    settings = read_settings()
    assert settings.mode == "development"
    assert settings.database == f"sqlite:///{ROOT / 'instance' / 'localoffer.sqlite'}"
    assert settings.postcode_file == ROOT / "instance" / "postcodes.npz"


def test_the_environment_wins(monkeypatch):
    monkeypatch.setenv("LOCALOFFER_DATABASE_URL", "postgresql://db/offer")
    monkeypatch.setenv("LOCALOFFER_PAGE_SIZE", "50")
    settings = read_settings()
    assert (settings.database, settings.page_size) == ("postgresql://db/offer", 50)


def test_a_variable_that_is_set_to_nothing_counts_as_not_set(monkeypatch):
    monkeypatch.setenv("LOCALOFFER_PAGE_SIZE", "")
    assert read_settings().page_size == 20


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PAGE_SIZE", "many", "The setting LOCALOFFER_PAGE_SIZE cannot be used: Input should be a valid integer, unable to parse string as an integer."),
        ("PAGE_SIZE", "1", "The setting LOCALOFFER_PAGE_SIZE cannot be used: Input should be greater than or equal to 5."),
        ("SEARCH_ENGINE", "google", "The setting LOCALOFFER_SEARCH_ENGINE cannot be used: Input should be 'whoosh' or 'memory'."),
        ("MODE", "live", "The setting LOCALOFFER_MODE cannot be used: Input should be 'development' or 'production'."),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_named(monkeypatch, name, value, sentence):
    monkeypatch.setenv(f"LOCALOFFER_{name}", value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert str(caught.value) == sentence


@pytest.mark.parametrize("empty", [None, ""])
@pytest.mark.parametrize(("given", "asked"), [("BASE_URL", "SECRET_KEY"), ("SECRET_KEY", "BASE_URL")])
def test_production_does_not_start_without_its_key_and_address(monkeypatch, given, asked, empty):
    monkeypatch.setenv("LOCALOFFER_MODE", "production")
    monkeypatch.setenv(f"LOCALOFFER_{given}", "https://offer.example.org")
    if empty is not None:
        monkeypatch.setenv(f"LOCALOFFER_{asked}", empty)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert str(caught.value) == f"Set LOCALOFFER_{asked}: production does not start without it."


def test_the_key_that_is_set_is_used(tmp_path):
    assert secret_key(Settings(secret_key="given", instance_dir=tmp_path)) == "given"
    assert list(tmp_path.iterdir()) == []


def test_without_a_key_one_is_made_and_kept_for_the_owner_only(tmp_path):
    settings = Settings(instance_dir=tmp_path / "new")
    key = secret_key(settings)
    assert len(key) == 64
    assert secret_key(settings) == key
    assert (tmp_path / "new" / "secret_key").stat().st_mode & 0o077 == 0
