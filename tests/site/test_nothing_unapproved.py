"""The proof that nothing unapproved is ever visible: words that no reviewer accepted, looked for behind every public door.

Each state gets two made-up words side by side: one to search for, which pages may echo, and one that nobody may ever see.
"""

import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from sqlmodel import Session, select

from localoffer.factory import create_app
from localoffer.publishing import review
from localoffer.publishing.drafts import begin, give_up, save_fields
from localoffer.publishing.fields import digest_of_fields
from localoffer.publishing.operations import hide
from localoffer.publishing.standing import restore
from localoffer.records.entries import PUBLISHED, Entry, Revision
from localoffer.records.moments import now
from localoffer.records.queries import open_revision, revisions_of
from localoffer.records.registry import KINDS
from tests.editor.desk_pages import approve, desk_of, do, send, write
from tests.web.page_client import PageClient
from tests.web.site_fixtures import TestSite, settings_in

#: Unapproved things -> the kind of entry they are of.
CHANGED = {
    "draft": "service",
    "submitted": "guide",
    "returned": "term",
    "scheduled": "organisation",
    "dropped": "provision",
}
NEVER = {"newdraft": "service", "newsent": "guide", "newword": "term"}
TAKEN = {"withdrawn": "setting", "hidden": "base"}
STATES = [*CHANGED, *NEVER, *TAKEN]


def sought(state):
    return f"quokka{state}x"


def secret(state):
    return f"wombat{state}x"


def both(state):
    return f"{sought(state)} {secret(state)}"


def loaded_words(state):
    """Values with the words wherever a text stands. Neither words of the address nor of the title echo the secret."""
    return {
        "title": f"Page {both(state)}",
        "summary": f"What it is: {both(state)}.",
        "body": f"## About {both(state)}\n\nMore about {both(state)}.",
    }


def first_of(session: Session, kind: str) -> Entry:
    query = select(Entry).where(Entry.kind == kind, Entry.state == PUBLISHED).order_by(Entry.slug)
    return next(each for each in session.exec(query) if kind != "service" or each.fields["cost"] == "free")


@pytest.fixture(scope="module")
def made(site_template, tmp_path_factory):
    """A whole site with one of everything that nobody approved: the site, and state -> entry."""
    folder = tmp_path_factory.mktemp("unapproved")
    shutil.copytree(site_template, folder, dirs_exist_ok=True)
    settings = settings_in(folder)
    site = TestSite(folder, settings, create_app(settings))
    with site.database.session() as session:
        entries = {state: first_of(session, kind) for state, kind in (CHANGED | TAKEN).items()}
    entries |= {state: begin_new(site, kind, state) for state, kind in NEVER.items()}
    for state, entry in entries.items():
        arrange(site, state, entry)
    yield site, entries
    site.database.close()


def begin_new(site, kind: str, state: str) -> Entry:
    """A page nobody has seen, whole enough to be sent. Its address does not hold the words."""
    with site.database.session() as session:
        words = first_of(session, kind).document().model_dump(mode="json")
    for name in ("title", "slug", "reviewed_on", "review_due", "verified_by", "published_on", "closed"):
        words.pop(name)
    title = f"Fresh page {STATES.index(state)}"

    def verb(session: Session) -> Entry:
        desk = desk_of(site, session, None)
        entry = begin(desk, kind, title, words)
        held = dict(open_revision(session, entry.id).document)
        values = loaded_words(state) | (
            {"synonyms": [secret(state)], "user_phrases": [sought(state)]} if kind == "term" else {}
        )
        save_fields(desk, entry, values, seen=digest_of_fields(held, list(values)))
        return entry

    return site.change(verb)


def arrange(site, state: str, entry: Entry) -> None:
    """Bring an entry into its state."""
    if state in CHANGED:
        values = loaded_words(state) | ({"synonyms": [secret(state)]} if entry.kind == "term" else {})
        write(site, None, entry.id, **values)
    if state in TAKEN:  # it was public, so its title may be read where it stood, and nothing else of it
        words = {name: value for name, value in loaded_words(state).items() if name != "title"}
        write(site, None, entry.id, **words)
    if state in ("submitted", "returned", "scheduled", "newsent", *TAKEN):
        send(
            site, None, entry.id, checked=True, note=f"A note with {both(state)}", reason=f"A reason with {both(state)}"
        )
    finish = {
        "returned": lambda desk, each: review.decide(desk, each, returned=dict.fromkeys(loaded_words(state) | extra(each), both(state))),
        "scheduled": lambda desk, each: review.decide(desk, each, returned={}, publish_at=now() + timedelta(days=9)),
        "dropped": give_up,
        "withdrawn": lambda desk, each: (review.decide(desk, each, returned={}), review.take_down(desk, each, both(state))),
        "hidden": lambda desk, each: (review.decide(desk, each, returned={}), hide(desk.session, each)),
    }  # fmt: skip
    if state in finish:
        do(site, None, entry.id, lambda desk, each: finish[state](desk, each) and None)


def extra(entry: Entry) -> dict[str, str]:
    return {"synonyms": ""} if entry.kind == "term" else {}


def doors(site, entries) -> Iterator[str]:
    """Every public address there is a rule for, with parameters that could bring something to light."""
    with site.database.session() as session:
        held = session.exec(select(Entry)).all()
        addresses = [entry.address for entry in held if entry.state == PUBLISHED][::12]
        numbers = {each.number for entry in entries.values() for each in revisions_of(session, entry.id)}
        topics = list(site.parts.search.ready(session).words.reference.vocabularies["topic"])
        stages = list(site.parts.search.ready(session).words.reference.vocabularies["life_stage"])
        named = [each.address for each in held if set(each.related) & {entry.address for entry in entries.values()}]
    own = [entry.address for entry in entries.values()]
    queries = [word for state in STATES for word in (sought(state), f"{sought(state)}z", both(state).split()[0][:8])]
    queries += ["quokka", "wombat", "wombatt", "page", "help", *(entries[state].title for state in CHANGED | TAKEN)]
    known = {
        "static": [],
        "search.results": [f"/search?{urlencode({'q': each})}" for each in queries]
        + [f"/search?{urlencode({'kind': kind, 'page': page, 'sort': 'name'})}" for kind in KINDS for page in (1, 2)],
        "search.results_json": [f"/search.json?{urlencode({'q': each})}" for each in queries],
        "search.suggestions": [f"/suggest.json?{urlencode({'q': each})}" for each in [*queries, "quo", "wom", "fresh"]],
        "bases.compare": ["/bases/compare?" + "&".join(f"base={each.partition('/')[2]}" for each in own)],
        "landing.topic": [f"/topics/{key}" for key in topics],
        "landing.stage": [f"/stages/{key}" for key in stages],
        "feedback.show": [f"/feedback?about={each}" for each in own],
        "feedback.wrong": [f"/feedback/wrong?about={each}" for each in own],
        "feedback.status": ["/feedback/status/nonsense"],
        "still_right.show": ["/still-right/nonsense"],
        "entries.show": [f"/{each}" for each in dict.fromkeys([*own, *named, *addresses])],
        "dashboard.table": [f"/{each.address}.csv" for each in held if each.kind == "indicator"],
        "plans.action": [
            f"/{each.address}/actions/{action['key']}"
            for each in held
            if each.kind == "plan"
            for action in each.fields.get("actions", ())
        ],
        "events.one": [f"/{each.address}.ics" for each in held if each.kind == "event"],
        "register.report": [f"/you-said-we-did/report/{year}" for year in range(2020, 2028)],
        "register.report_csv": [f"/you-said-we-did/report/{year}.csv" for year in range(2020, 2028)],
        "entries.quick_read": [f"/{each}/quick-read" for each in own],
        "files.download": [f"/files/{'a' * 64}.pdf"],  # those of drafts: tests/public/test_files
        "entries.version": [f"/{each}/version/{number}" for each in own for number in sorted(numbers | {99})],
    }
    for rule in site.app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.rule.startswith("/editor"):
            assert rule.endpoint in known or not rule.arguments, f"{rule.rule} is a new door: say here how to open it"
            yield from known.get(rule.endpoint, [rule.rule])


def seen_at(client: PageClient, path: str) -> str:
    """Everything an answer says, its headers too."""
    answer = client.ask(path)
    assert answer.status_code < 500 or path in ("/readyz",), f"{path} answered {answer.status_code}"
    return (answer.data.decode(errors="replace") + str(answer.headers)).casefold()


def everything(site, entries) -> dict[str, str]:
    """What stands behind every public door."""
    return {path: seen_at(site.client, path) for path in doors(site, entries)}


@pytest.fixture(scope="module")
def shown(made):
    return everything(*made)


def leaks(shown: dict[str, str], states=tuple(STATES)) -> list[str]:
    """Where a secret can be read, or the name that a page nobody has seen was begun with."""
    found = [
        f"{path} shows {secret(state)}" for path, text in shown.items() for state in states if secret(state) in text
    ]
    fresh = [path for path, text in shown.items() if "fresh page" in text and "fresh" not in path]
    return [*found, *(f"{path} shows a page that nobody has seen" for path in fresh)]


def test_everything_is_as_arranged(made):
    site, entries = made
    with site.database.session() as session:
        found = {}
        for state, entry in entries.items():
            held, waiting = session.get_one(Entry, entry.id), open_revision(session, entry.id)
            found[state] = (held.state, waiting.state if waiting else None)
            every = session.exec(select(Revision).where(Revision.entry_id == entry.id)).all()
            assert any(secret(state) in str(each.document) for each in every), f"the secret of {state} is nowhere"
    assert found == {
        "draft": ("published", "draft"), "submitted": ("published", "submitted"), "returned": ("published", "returned"),
        "scheduled": ("published", "scheduled"), "dropped": ("published", None), "newdraft": ("draft", "draft"),
        "newsent": ("draft", "submitted"), "newword": ("draft", "draft"), "withdrawn": ("withdrawn", None),
        "hidden": ("hidden", None),
    }  # fmt: skip


def test_nothing_unapproved_is_behind_any_public_door(shown):
    assert len(shown) > 250
    assert leaks(shown) == []


def test_titles_of_what_was_taken_down_stand_only_where_it_stood(made, shown):
    _, entries = made
    for state in TAKEN:
        title, address = entries[state].title.casefold(), entries[state].address
        places = [path for path, text in shown.items() if title in text]
        # a search page and a feedback form tell visitors what they themselves have asked
        assert [
            path for path in places if not path.startswith((f"/{address}", "/search", "/suggest.json", "/feedback"))
        ] == []
        assert f"/{address}" in places


def test_the_check_itself_finds_what_can_be_read(made):
    """A published page with such words is found behind many doors: the test above would see a leak."""
    site, _ = made
    with site.database.session() as session:
        guide = session.exec(
            select(Entry).where(Entry.kind == "guide", Entry.state == PUBLISHED).order_by(Entry.slug.desc())
        ).first()
    write(site, None, guide.id, **loaded_words("public"))
    send(site, None, guide.id)
    approve(site, guide.id)
    for path in (
        f"/{guide.address}",
        "/guides/",
        f"/search?q={sought('public')}",
        f"/search.json?q={sought('public')}",
        "/sitemap",
    ):
        assert secret("public") in seen_at(site.client, path), path
    do(site, None, guide.id, lambda desk, each: restore(desk, each, 1) and None)
    assert secret("public") not in seen_at(site.client, f"/search?q={sought('public')}")
    assert secret("public") not in seen_at(site.client, "/guides/")


def test_the_desk_is_shut_to_visitors(made):
    site, entries = made
    for rule in site.app.url_map.iter_rules():
        if rule.rule.startswith("/editor") and "GET" in rule.methods:
            values = dict.fromkeys(rule.arguments, "1") | {"entry_id": entries["draft"].id, "folder": "guides"}
            path = rule.rule
            for _ in rule.arguments:
                start, end = path.index("<"), path.index(">")
                part = path[start + 1 : end].rpartition(":")[2]
                path = path[:start] + str(values.get(part, "1")) + path[end + 1 :]
            text = site.client.ask(path).text.casefold()
            assert not [state for state in STATES if secret(state) in text], path


def test_accepted_at_last_it_is_read_within_a_second_in_another_process(made):
    """After every change of state it is either not seen at all or seen whole; here on a second application."""
    site, entries = made
    other = PageClient(create_app(site.settings))
    entry = entries["submitted"]
    assert secret("submitted") not in seen_at(other, f"/{entry.address}")
    do(site, None, entry.id, lambda desk, each: review.decide(desk, each, returned={}) and None)
    start = time.perf_counter()
    assert secret("submitted") in seen_at(other, f"/{entry.address}")
    assert secret("submitted") in seen_at(other, f"/search?q={sought('submitted')}")
    assert time.perf_counter() - start < 3
    do(site, None, entry.id, lambda desk, each: review.take_down(desk, each, "For the test."))
    assert f"more about {both('submitted')}" not in seen_at(other, f"/{entry.address}"), "only its title is told"
    assert secret("submitted") not in seen_at(other, f"/search?q={sought('submitted')}")
    do(site, None, entry.id, lambda desk, each: restore(desk, each, 1) and None)
    assert leaks(everything(site, entries), [state for state in STATES if state != "submitted"]) == []
