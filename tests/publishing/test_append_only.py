"""Updates of a plan that were public stay, whichever way somebody tries to lose one."""

import copy
import shutil
from datetime import timedelta

import pytest
import yaml
from sqlmodel import select

from localoffer.errors import InvalidEntry
from localoffer.importers.load import load
from localoffer.publishing.append_only import lost_updates, not_public_yet, with_kept_updates
from localoffer.publishing.drafts import public_words, save_fields
from localoffer.publishing.operations import publish, save_draft, withdraw
from localoffer.publishing.review import decide, hand_in, problems_of, publish_scheduled
from localoffer.publishing.standing import restore
from localoffer.records.entries import Revision
from localoffer.records.moments import now
from localoffer.records.queries import find_entry
from tests.factories import create, data_of
from tests.publishing.conftest import seen

SECOND = {
    "action": "1-1", "day": "2026-06-01", "status": "done", "what_changed": "All had the course.",
    "family_impact": "Letters are clearer.", "author_role": "Training lead", "reason": "",
}  # fmt: skip


@pytest.fixture
def plan(session, no_places, in_july):
    """A plan with one action and one update, as the public sees it."""
    entry = publish(session, save_draft(session, create("plan"), by="content store"), locate=no_places)
    session.commit()
    return entry


def add_update(session, plan, no_places, **others):
    words = copy.deepcopy(public_words(plan))
    words["updates"].append(SECOND | others)
    return publish(session, save_draft(session, create_from(words), by="content store"), locate=no_places)


def create_from(words):
    return create("plan", **words)


def changed_update():
    words = data_of("plan")
    words["updates"][0]["what_changed"] = "Nobody had the course."
    return create_from(words)


def test_what_is_added_is_published(session, plan, no_places):
    add_update(session, plan, no_places)
    assert [each["day"] for each in plan.fields["updates"]] == ["2026-03-01", "2026-06-01"]


def test_an_update_may_be_added_before_others(session, plan, no_places):
    words = data_of("plan")
    words["updates"].insert(0, SECOND | {"day": "2026-02-01", "status": "on_track"})
    publish(session, save_draft(session, create_from(words), by="content store"), locate=no_places)
    assert len(plan.fields["updates"]) == 2


@pytest.mark.parametrize("document", [changed_update(), create("plan", updates=[])], ids=["changed", "removed"])
def test_nothing_is_published_that_loses_an_update(session, plan, no_places, document):
    with pytest.raises(InvalidEntry, match="stays as it was") as refused:
        publish(session, save_draft(session, document, by="content store"), locate=no_places)
    assert [field for field, _ in refused.value.problems] == ["updates"]
    assert plan.fields["updates"][0]["what_changed"] == "Ten caseworkers had the course."


def test_the_order_of_what_was_told_of_one_action_stays(session, plan, no_places):
    add_update(session, plan, no_places, day="2026-03-01")
    turned = public_words(plan) | {"updates": public_words(plan)["updates"][::-1]}
    assert lost_updates(plan, turned)


def test_the_same_update_twice_must_stay_twice(session, plan, no_places):
    words = public_words(plan)
    words["updates"] *= 2
    publish(session, save_draft(session, create_from(words), by="content store"), locate=no_places)
    assert lost_updates(plan, words | {"updates": words["updates"][:1]})


def test_a_withdrawn_plan_keeps_its_updates_too(session, plan, no_places):
    withdraw(session, plan)
    with pytest.raises(InvalidEntry):
        publish(session, save_draft(session, create("plan", updates=[]), by="content store"), locate=no_places)


def test_a_plan_that_was_never_public_may_change_what_it_says(session, no_places, in_july):
    save_draft(session, create("plan"), by="content store")
    entry = publish(session, save_draft(session, create("plan", updates=[]), by="content store"), locate=no_places)
    assert "updates" not in entry.fields


def test_the_desk_is_told_before_it_sends(as_, plan):
    desk = as_("editor")
    words = public_words(plan)
    save_fields(desk, plan, {"updates": []}, seen=seen(words, "updates"))
    assert [field for field, _ in problems_of(desk, plan, words | {"updates": []})] == ["updates"]
    with pytest.raises(InvalidEntry, match="stays as it was"):
        hand_in(desk, plan, checked=False)


def test_other_problems_are_told_with_it(as_, plan):
    found = dict(problems_of(as_("editor"), plan, public_words(plan) | {"updates": [], "title": ""}))
    assert {"title", "updates"} <= set(found)


def test_an_added_update_goes_through_the_review(as_, plan):
    words = public_words(plan)
    save_fields(as_("editor"), plan, {"updates": [*words["updates"], SECOND]}, seen=seen(words, "updates"))
    hand_in(as_("editor"), plan, checked=False)
    decide(as_("reviewer"), plan, returned={})
    assert len(plan.fields["updates"]) == 2


def test_changes_approved_for_later_cannot_overtake_an_update(as_, session, plan, no_places):
    """The content store published one meanwhile: what was approved would lose it."""
    words = public_words(plan)
    save_fields(as_("editor"), plan, {"vision": "On time."}, seen=seen(words, "vision"))
    hand_in(as_("editor"), plan, checked=False)
    decide(as_("reviewer"), plan, returned={}, publish_at=now() + timedelta(days=3))
    waiting = session.exec(select(Revision).where(Revision.state == "scheduled")).one()
    add_update(session, plan, no_places)
    waiting.state = "scheduled"  # as if it had not been given up
    session.add(waiting)
    with pytest.raises(InvalidEntry, match="stays as it was"):
        publish_scheduled(as_("admin"), waiting)


def test_bringing_back_an_older_version_keeps_newer_updates(as_, session, plan, no_places):
    add_update(session, plan, no_places)
    entry = restore(as_("reviewer"), plan, 1)
    assert [each["day"] for each in entry.fields["updates"]] == ["2026-03-01", "2026-06-01"]


def test_bringing_back_keeps_the_action_a_newer_update_is_about(as_, session, plan, no_places):
    words = public_words(plan)
    area = words["areas"][0] | {"key": "2", "title": "Clear letters"}
    action = words["actions"][0] | {"key": "2-1", "area": "2", "action": "Write clearer letters."}
    update = SECOND | {"action": "2-1"}
    grown = words | {
        "title": "The plan, grown", "areas": [*words["areas"], area], "actions": [*words["actions"], action],
        "updates": [*words["updates"], update],
    }  # fmt: skip
    publish(session, save_draft(session, create_from(grown), by="content store"), locate=no_places)
    entry = restore(as_("reviewer"), plan, 1)
    document = entry.document()
    assert entry.title == "SEND improvement plan"
    assert [each.key for each in document.actions] == ["1-1", "2-1"]
    assert [each.key for each in document.areas] == ["1", "2"]


def test_what_is_not_public_yet_is_told_apart(plan):
    words = public_words(plan)
    assert not_public_yet(plan, words) == []
    assert not_public_yet(plan, words | {"updates": [SECOND, *words["updates"]]}) == [SECOND]


def test_other_kinds_have_nothing_to_keep(published):
    words = public_words(published)
    assert lost_updates(published, {}) == []
    assert with_kept_updates(published, words) == words


FILE = """---
{front}---
"""


def written(folder, document):
    data = document.model_dump(mode="json", exclude={"body", "slug"})
    (folder / "plans").mkdir(exist_ok=True)
    (folder / "plans" / "improvement-plan.md").write_text(FILE.format(front=yaml.safe_dump(data, allow_unicode=True)))


@pytest.fixture
def store(tmp_path, content_dir):
    """A content folder with vocabularies, a figure and a plan."""
    shutil.copytree(content_dir / "vocabularies", tmp_path / "store" / "vocabularies")
    folder = tmp_path / "store"
    (folder / "dashboard").mkdir()
    figure = create("indicator").model_dump(mode="json", exclude={"body", "slug"})
    (folder / "dashboard" / "plans-in-20-weeks.md").write_text(FILE.format(front=yaml.safe_dump(figure)))
    written(folder, create("plan"))
    return folder


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_file_that_loses_an_update_is_a_problem_and_loses_nothing(database, store, no_places, overwrite):
    assert load(database, store, locate=no_places).problems == []
    written(store, create("plan", title="Another name", updates=[]))
    report = load(database, store, locate=no_places, overwrite=overwrite)
    assert ["stays as it was" in str(each) and "improvement-plan.md" in str(each) for each in report.problems] == [True]
    with database.session() as session:
        entry = find_entry(session, "plan", "improvement-plan")
        assert (entry.title, len(entry.fields["updates"])) == ("SEND improvement plan", 1)
        assert len(session.exec(select(Revision).where(Revision.entry_id == entry.id)).all()) == 1


def test_a_file_that_adds_an_update_is_loaded(database, store, no_places):
    load(database, store, locate=no_places)
    words = data_of("plan")
    words["updates"].append(SECOND)
    written(store, create_from(words))
    assert load(database, store, locate=no_places).problems == []
