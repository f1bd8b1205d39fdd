"""The council's own documents, changed on the desk: what is saved, what is refused, and that a load keeps it."""

import shutil
from datetime import date

import pytest
from sqlalchemy import update
from sqlmodel import select

from localoffer.db.engine import Database
from localoffer.errors import InvalidEntry, NotAllowed, NotFound, StaleEdit, WrongState
from localoffer.importers.load import load
from localoffer.publishing import references
from localoffer.publishing.desk import Desk
from localoffer.publishing.fields import digest_of_fields
from localoffer.publishing.operations import add_revision, publish, save_draft, withdraw
from localoffer.publishing.permissions import Somebody
from localoffer.publishing.references import (
    add_term,
    held,
    member,
    move_term,
    remove_term,
    save_fields,
    save_member,
)
from localoffer.records.desk_rules import DeskRules
from localoffer.records.entries import REFERENCE, Reference
from localoffer.records.people import ADMIN, AuditLine
from localoffer.records.queries import changes_after, newest_change
from localoffer.records.reference import reference_data
from localoffer.records.vocabulary_use import uses
from tests.factories import create


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, migrated_file, small_content):
    """A database with the reference documents that ship, to be copied."""
    path = tmp_path_factory.mktemp("loaded") / "loaded.sqlite"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}")
    load(database, small_content, locate=lambda _: None)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture
def session(loaded, tmp_path):
    shutil.copy(loaded, tmp_path / "own.sqlite")
    database = Database(f"sqlite:///{tmp_path / 'own.sqlite'}")
    with database.session() as session:
        yield session
    database.close()


def desk_of(session, role=ADMIN):
    words = reference_data(session)
    return Desk(session, Somebody(1, "Ada", role), words.vocabularies, words.desk, lambda _: None, date(2026, 5, 3))


def save(session, name, values, role=ADMIN):
    seen = digest_of_fields(held(session, name), list(values))
    return save_fields(desk_of(session, role), name, values, seen=seen)


def problems(session, name, values):
    with pytest.raises(InvalidEntry) as refused:
        save(session, name, values)
    return dict(refused.value.problems)


def test_a_change_is_saved_told_to_search_and_kept_by_a_load(session, small_content):
    before = newest_change(session)
    assert save(session, "authority", {"strapline": "Everything in one place"}) == ["strapline"]
    session.commit()
    assert [(row.entry_id, row.op) for row in changes_after(session, before)] == [("authority", REFERENCE)]
    line = session.exec(select(AuditLine)).one()
    assert (line.by, line.action, line.subject, line.detail) == (
        "Ada", "reference.change", "authority", {"fields": ["strapline"]},
    )  # fmt: skip
    row = session.get(Reference, "authority")
    assert row.digest != row.loaded_digest
    database = Database(str(session.get_bind().url))
    session.close()
    load(database, small_content, locate=lambda _: None)
    with database.session() as after:
        assert reference_data(after).authority.strapline == "Everything in one place"
    database.close()


def test_what_is_the_same_is_no_change(session):
    before = newest_change(session)
    assert save(session, "authority", {"name": held(session, "authority")["name"]}) == []
    assert newest_change(session) == before


@pytest.mark.parametrize("role", ["provider", "editor", "reviewer"])
def test_only_administrators_change_settings(session, role):
    with pytest.raises(NotAllowed):
        save(session, "authority", {"strapline": "Mine"}, role)


@pytest.mark.parametrize("name", ["legal_checklist", "search", "framework"])
def test_what_no_form_changes_is_refused(session, name):
    with pytest.raises(NotAllowed):
        save_fields(desk_of(session), name, {"items": []}, seen="")


@pytest.mark.parametrize("name", ["nobody", "vocabulary/nobody", "", "../authority"])
def test_there_is_no_such_document(session, name):
    with pytest.raises(NotFound):
        save_fields(desk_of(session), name, {}, seen="")


def test_nobody_writes_over_what_another_has_saved(session):
    seen = digest_of_fields(held(session, "authority"), ["strapline"])
    save(session, "authority", {"strapline": "Theirs"})
    with pytest.raises(StaleEdit) as stale:
        save_fields(desk_of(session), "authority", {"strapline": "Mine"}, seen=seen)
    assert stale.value.theirs == {"strapline": "Theirs"}
    save(session, "authority", {"name": "Example Council"})
    assert held(session, "authority")["strapline"] == "Theirs"


def test_two_at_one_moment_do_not_lose_a_change(session, monkeypatch):
    """Another commits between our reading and our writing."""
    seen = digest_of_fields(held(session, "authority"), ["strapline"])
    desk = desk_of(session)
    checked = references._checked

    def meanwhile(*given):
        with session.get_bind().connect() as connection:
            connection.execute(update(Reference).where(Reference.name == "authority").values(digest="theirs"))
            connection.commit()
        return checked(*given)

    monkeypatch.setattr(references, "_checked", meanwhile)
    with pytest.raises(StaleEdit):
        save_fields(desk, "authority", {"strapline": "Mine"}, seen=seen)


def test_rules_that_nobody_has_written_begin_as_they_are(session):
    session.delete(session.get_one(Reference, "desk"))
    session.flush()
    assert held(session, "desk") == DeskRules().model_dump(mode="json")
    save(session, "desk", {"session_minutes": 30, "ask_on": [-7, 3]})
    rules = reference_data(session).desk
    assert (rules.session_minutes, rules.ask_on, rules.hide_after) == (30, [-7, 3], 180)


def test_what_was_wrong_before_keeps_nobody_from_another_change(session):
    panels = held(session, "authority")["help_panels"]
    assert any(panel["links"] for panel in panels), "none of these pages is in this database"
    panels[0]["title"] = "Is it urgent?"
    assert save(session, "authority", {"help_panels": panels}) == ["help_panels"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"brand_colour": "#ffcc00"}, "brand_colour"),
        ({"brand_shade": "#777777"}, "brand_shade"),
        ({"brand_colour": "red"}, "brand_colour"),
        ({"brand_colour": "#000;}</style><script>"}, "brand_colour"),
        ({"name": ""}, "name"),
        ({"name": "x" * 301}, "name"),
        ({"site_name": None}, "site_name"),
        ({"council_url": "javascript:alert(1)"}, "council_url"),
        ({"report_email": "nobody"}, "report_email"),
        ({"languages": ["en", "xx"]}, "languages"),
        ({"languages": []}, "languages"),
        ({"who_to_ring": []}, "who_to_ring"),
        ({"who_to_ring": [{"kind": "phone", "value": "01632 960001", "public": False}]}, "who_to_ring"),
        ({"who_to_ring": [{"kind": "pigeon", "value": "1"}]}, "who_to_ring.0.kind"),
        ({"who_to_ring": [{"kind": "phone", "value": "call me"}]}, "who_to_ring.0"),
        ({"people_look_for": [{"label": "Away", "path": "//evil.example"}]}, "people_look_for.0.path"),
        ({"audiences": [{"label": "Away", "path": "https://evil.example"}]}, "audiences.0.path"),
        ({"nothing": 1}, "nothing"),
    ],
)
def test_what_would_break_the_site_is_refused(session, values, field):
    assert field in problems(session, "authority", values)
    assert session.exec(select(AuditLine)).all() == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"session_minutes": 1}, "session_minutes"),
        ({"changing_days": 365}, "changing_days"),
        ({"smallest_count": 1}, "smallest_count"),
        ({"hide_after": 10}, ""),
        ({"ask_on": ["soon"]}, "ask_on.0"),
        ({"kinds": [{"kind": "service"}, {"kind": "service"}]}, "kinds.0.kind"),
        ({"kinds": [{"kind": "pigeon"}]}, "kinds.0.kind"),
        ({"kinds": [{"kind": "service", "trusted_fields": ["god"]}]}, "kinds.0.trusted_fields"),
    ],
)
def test_rules_the_law_and_the_design_set_bounds_to_are_held(session, values, field):
    assert field in problems(session, "desk", values)


def test_help_panels_need_pages_that_are_there_and_somebody_to_ring(session):
    panels = held(session, "authority")["help_panels"]
    urgent = next(panel for panel in panels if panel["urgent"])
    urgent["contacts"] = []
    urgent["links"] = ["guides/nowhere"]
    found = problems(session, "authority", {"help_panels": panels})
    place = panels.index(urgent)
    assert {f"help_panels.{place}.links", f"help_panels.{place}.contacts"} <= set(found)


# vocabularies


def term(session, vocabulary, key):
    return next(each for each in held(session, f"vocabulary/{vocabulary}")["terms"] if each["key"] == key)


def change(session, vocabulary, key, values):
    seen = digest_of_fields(term(session, vocabulary, key), list(values))
    save_member(desk_of(session), f"vocabulary/{vocabulary}", "terms", key, values, seen=seen)


def test_a_label_changes_and_the_key_never_does(session):
    change(session, "need", "SPLD", {"label": "Reading and number trouble", "key": "other"})
    found = term(session, "need", "SPLD")
    assert found["label"] == "Reading and number trouble"
    assert found["words"], "what nobody changed stays"
    line = session.exec(select(AuditLine)).one()
    assert (line.subject, line.detail) == ("vocabulary/need", {"fields": ["terms"], "terms": ["SPLD"]})


def test_a_term_is_added_moved_and_taken_away(session):
    keys = [each["key"] for each in held(session, "vocabulary/topic")["terms"]]
    add_term(desk_of(session), "topic", {"key": "sleep_well", "label": "Sleeping well"})
    move_term(desk_of(session), "topic", "sleep_well", -1)
    now = [each["key"] for each in held(session, "vocabulary/topic")["terms"]]
    assert now == [*keys[:-1], "sleep_well", keys[-1]]
    for _ in range(3):
        move_term(desk_of(session), "topic", "sleep_well", 1)
    remove_term(desk_of(session), "topic", "sleep_well")
    assert [each["key"] for each in held(session, "vocabulary/topic")["terms"]] == keys


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        ({"key": "SPLD", "label": "Again"}, WrongState),
        ({"key": "", "label": "No key"}, InvalidEntry),
        ({"key": "a b", "label": "A space"}, InvalidEntry),
        ({"key": "../x", "label": "A path"}, InvalidEntry),
        ({"key": "x" * 61, "label": "Too long"}, InvalidEntry),
        ({"key": "new", "label": ""}, InvalidEntry),
        ({"key": "new", "label": "New", "god": True}, InvalidEntry),
    ],
)
def test_a_term_that_cannot_be_is_refused(session, new, refusal):
    before = held(session, "vocabulary/need")
    with pytest.raises(refusal):
        add_term(desk_of(session), "need", new)
    assert held(session, "vocabulary/need") == before


def test_problems_of_a_new_term_stand_at_its_own_fields(session):
    with pytest.raises(InvalidEntry) as refused:
        add_term(desk_of(session), "need", {"key": "a b", "label": ""})
    assert {field for field, _ in refused.value.problems} == {"key", "label"}


def test_a_term_in_use_cannot_go_and_the_pages_are_counted(session):
    entry = publish(session, save_draft(session, create("service", slug="one", topics=["anxiety"]), by="Ann"),
                    locate=lambda _: None)  # fmt: skip
    before = uses(session, "topic")["anxiety"]
    assert before >= 1
    with pytest.raises(InvalidEntry, match=f"{before} page.* use.* it. Hide it instead"):
        remove_term(desk_of(session), "topic", "anxiety")
    withdraw(session, entry)
    assert uses(session, "topic")["anxiety"] == before, "it may come back"
    change(session, "topic", "anxiety", {"hidden": True})
    assert term(session, "topic", "anxiety")["hidden"] is True


def test_what_somebody_is_just_writing_counts_too(session):
    add_term(desk_of(session), "feature", {"key": "quiet_hour", "label": "Quiet hour"})
    entry = publish(session, save_draft(session, create("service", slug="one"), by="Ann"), locate=lambda _: None)
    add_revision(session, entry, {"features": ["quiet_hour"], "title": None, "quick_read": 7}, made_by="Ann")
    assert uses(session, "feature")["quiet_hour"] == 1
    with pytest.raises(InvalidEntry, match="1 page uses it"):
        remove_term(desk_of(session), "feature", "quiet_hour")


def test_values_inside_shapes_count(session):
    publish(session, save_draft(session, create("service", slug="one"), by="Ann"), locate=lambda _: None)
    assert uses(session, "place")["barnstaple"] >= 1
    assert uses(session, "contact_kind")["phone"] >= 1


def test_a_term_that_others_roll_up_to_cannot_go(session):
    vocabulary = "area_of_need"
    assert uses(session, vocabulary)["CL"] == 0
    with pytest.raises(InvalidEntry, match="belongs to it"):
        remove_term(desk_of(session), vocabulary, "CL")


def test_two_who_change_one_term_do_not_lose_a_change(session):
    seen = digest_of_fields(term(session, "need", "SPLD"), ["label"])
    change(session, "need", "SPLD", {"label": "Theirs"})
    with pytest.raises(StaleEdit):
        save_member(desk_of(session), "vocabulary/need", "terms", "SPLD", {"label": "Mine"}, seen=seen)
    with pytest.raises(NotFound):
        save_member(desk_of(session), "vocabulary/need", "terms", "nobody", {"label": "Mine"}, seen="")


def test_rules_of_one_kind_change_and_the_others_stay(session):
    session.delete(session.get_one(Reference, "desk"))
    session.flush()
    seen = digest_of_fields(member(session, "desk", "kinds", "base"), ["review_days", "trusted_fields"])
    values = {"review_days": 90, "trusted_fields": ["contacts", "quick_read.cost"]}
    save_member(desk_of(session), "desk", "kinds", "base", values, seen=seen)
    rules = reference_data(session).desk
    assert rules.of_kind("base").review_days == 90
    assert rules.of_kind("service").review_days == 365
    with pytest.raises(InvalidEntry) as refused:
        save_member(
            desk_of(session), "desk", "kinds", "term", {"review_days": 0},
            seen=digest_of_fields(member(session, "desk", "kinds", "term"), ["review_days"]),
        )  # fmt: skip
    assert [field for field, _ in refused.value.problems] == ["review_days"]
