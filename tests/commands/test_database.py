"""`flask db` and `flask places`: first run, again, another version, a folder that cannot be written."""

import pytest

from localoffer.db.migrate import newest_version, version_of
from tests.commands.conftest import refusal


def test_an_empty_database_is_brought_to_this_version(create_site, run):
    site = create_site(empty=True)
    assert f"now at version {newest_version()}" in run(site, "db", "upgrade").output
    assert version_of(site.database) == newest_version()


def test_upgrading_again_changes_nothing(small_site, run):
    result = run(small_site, "db", "upgrade")
    assert result.exit_code == 0
    assert result.output.strip() == "The database is up to date."


def test_upgrading_makes_the_folder_it_needs(create_site, run, tmp_path):
    site = create_site(
        empty=True, instance_dir=tmp_path / "new" / "instance", database_url=f"sqlite:///{tmp_path / 'db.sqlite'}"
    )
    assert run(site, "db", "upgrade").exit_code == 0
    assert (tmp_path / "new" / "instance").is_dir()


def test_a_fresh_machine_is_upgraded_in_a_process_of_its_own(flask, tmp_path):
    result = flask("db", "upgrade")
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "instance" / "localoffer.sqlite").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("content", "load"),
        ("content", "dump", "x"),
        ("search", "rebuild"),
        ("search", "update"),
        ("search", "check"),
        ("serve",),
        ("db", "upgrade"),
    ],
)
def test_a_newer_database_is_refused_by_every_command(small_site, run, words):
    with small_site.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert "newer version of this software" in refusal(run(small_site, *words))


@pytest.mark.parametrize(
    "words",
    [
        ("content", "load"),
        ("content", "dump", "x"),
        ("search", "rebuild"),
        ("search", "update"),
        ("search", "check"),
        ("serve",),
    ],
)
def test_an_older_database_is_refused_with_what_to_run(small_site, run, monkeypatch, words):
    monkeypatch.setattr("localoffer.db.migrate.newest_version", lambda: "9999")
    assert "Run `flask db upgrade`; nothing is lost by it." in refusal(run(small_site, *words))


def test_a_file_that_is_no_database_is_one_sentence_and_stays(create_site, run, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear parent, " * 100)
    site = create_site(empty=True, database_url=f"sqlite:///{path}")
    assert "The database cannot be opened" in refusal(run(site, "db", "upgrade"))
    assert path.read_text().startswith("Dear parent")


def test_a_database_folder_that_is_not_there_is_one_sentence(create_site, run, tmp_path):
    site = create_site(empty=True, database_url=f"sqlite:///{tmp_path}/nowhere/db.sqlite")
    assert "The database cannot be opened" in refusal(run(site, "db", "upgrade"))


def test_an_instance_folder_that_cannot_be_made_is_one_sentence(flask, tmp_path):
    (tmp_path / "a-file").write_text("in the way")
    result = flask("db", "upgrade", LOCALOFFER_INSTANCE_DIR=tmp_path / "a-file" / "instance")
    assert "instance" in refusal(result)


def test_an_instance_folder_that_cannot_be_made_for_the_key_is_one_sentence(flask, tmp_path):
    (tmp_path / "a-file").write_text("in the way")
    result = flask("db", "upgrade", LOCALOFFER_INSTANCE_DIR=tmp_path / "a-file" / "instance", LOCALOFFER_SECRET_KEY="")
    assert result.returncode != 0
    assert "Traceback" not in result.stderr
    assert "instance" in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOCALOFFER_DATABASE_URL", "no address"),
        ("LOCALOFFER_PAGE_SIZE", "many"),
        ("LOCALOFFER_SEARCH_ENGINE", "elastic"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_in_a_sentence(flask, name, value):
    result = flask("db", "upgrade", **{name: value})
    assert result.returncode != 0
    assert "Traceback" not in result.stderr
    assert (
        name.removeprefix("LOCALOFFER_").replace("_URL", "").lower().replace("_", " ").split()[0]
        in result.stderr.lower()
    )


def test_postcodes_that_are_there_are_not_built_again(small_site, run):
    before = small_site.settings.postcode_file.read_bytes()
    result = run(small_site, "places", "build")
    assert "there already" in result.output
    assert small_site.settings.postcode_file.read_bytes() == before


def test_a_broken_postcode_file_is_named_with_what_to_do(flask, tmp_path):
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "postcodes.npz").write_bytes(b"not a file of numbers")
    result = flask("db", "upgrade")
    assert result.returncode != 0
    assert "Traceback" not in result.stderr
    assert "Delete it" in result.stderr
