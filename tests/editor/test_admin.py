"""Settings, changed by an administrator in a browser: families see it at once, and nothing that breaks the site is taken."""

import pytest
from sqlmodel import select
from werkzeug.datastructures import MultiDict

from localoffer.editor.admin_words import PANEL_FIELDS, PARTS, book, rules_book
from localoffer.editor.forms.fields import pick, spec, without_words
from localoffer.editor.forms.reading import read
from localoffer.editor.forms.showing import Around, sent, show
from localoffer.publishing.references import fields_of_kind, shape_of
from localoffer.records.authority import HelpPanel
from localoffer.records.entries import Reference
from localoffer.records.people import AuditLine
from localoffer.records.reference import reference_data
from localoffer.records.registry import KINDS
from tests.web.people_fixtures import create_person, sign_in

ADDRESSES = [f"/editor/settings/{part.key}" for part in PARTS] + [
    "/editor/settings", "/editor/settings/help/urgent", "/editor/settings/rules/service", "/editor/settings/lists/need",
    "/editor/settings/lists/need/new", "/editor/settings/lists/need/term/SPLD", "/editor/settings/lists/place/term/exeter",
]  # fmt: skip
#: Words that people type have a typewriter’s apostrophe, as they type it.
TYPED = {"typography"}


@pytest.fixture
def admin(small_site):
    """A client signed in as an administrator."""
    return sign_in(small_site, create_person(small_site, "admin", name="Ada Admin"))


def now(site):
    with site.database.session() as session:
        return reference_data(session)


def document(site, name):
    with site.database.session() as session:
        return session.get_one(Reference, name).document


def filled(page, **changes):
    """What a browser would send of the form on a page, with some fields changed."""
    form = page.one("form.lo-settings-form")
    pairs = []
    for field in form.select("input, select, textarea"):
        kind = field.get("type")
        if field.name == "textarea":
            pairs.append(
                (field["name"], field.get_text()[1:] if field.get_text().startswith("\n") else field.get_text())
            )
        elif field.name == "select":
            chosen = field.select("option[selected]") or field.select("option")[:1]
            pairs.append((field["name"], chosen[0]["value"]))
        elif kind not in ("radio", "checkbox") or field.has_attr("checked"):
            pairs.append((field["name"], field.get("value", "")))
    values = MultiDict(pairs)
    values.pop("csrf_token")
    for name, value in changes.items():
        values.setlist(name.replace("__", "."), value if isinstance(value, list) else [value])
    values["do"] = values.get("do", "save")
    return values.to_dict(flat=False)


def save(client, address, *, status=302, **changes):
    data = filled(client.get(address, without=TYPED), **changes)
    return client.post(address, data, status=status)


# whole and for administrators only


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_of_the_settings_is_a_good_page(admin, address):
    assert admin.get(address, without=TYPED).h1


@pytest.mark.parametrize("role", ["provider", "editor", "reviewer"])
def test_nobody_else_sees_or_changes_settings(small_site, role):
    client = sign_in(small_site, create_person(small_site, role))
    for address in ADDRESSES:
        assert client.get(address, status=403)
        if address != "/editor/settings":
            client.post(address, {"site_name": "Mine", "label": "Mine", "do": "save"}, status=403)
    for verb in ("remove", "move"):
        client.post(f"/editor/settings/lists/need/term/SPLD/{verb}", status=403)
    assert small_site.client.ask("/editor/settings").status_code == 302


def test_every_field_has_words(small_site):
    with small_site.app.test_request_context():
        for part in PARTS:
            specs = pick(spec(shape_of(part.document), book()), part.fields)
            assert [each.name for each in specs] == list(part.fields)
        unsaid = {
            name
            for shape in (shape_of("authority"), shape_of("desk"), HelpPanel)
            for name in without_words(shape, book())
        }
    # what no form of ours asks
    asked = {f"Authority.{name}" for part in PARTS for name in part.fields} | {
        f"DeskRules.{name}" for part in PARTS for name in part.fields
    }
    asked |= {f"HelpPanel.{name}" for name in PANEL_FIELDS}
    assert not unsaid & asked


@pytest.mark.parametrize("kind", KINDS)
def test_rules_offer_the_fields_that_providers_write(small_site, kind):
    with small_site.app.test_request_context():
        trusted = next(
            each
            for each in spec(type(now(small_site).desk.of_kind(kind)), rules_book(kind))
            if each.name == "trusted_fields"
        )
        assert set(trusted.answers) <= set(fields_of_kind(kind))
        assert {"contacts", f"quick_read.{KINDS[kind].document.slots()[1]}"} <= set(trusted.answers)
        assert not {"slug", "title", "organisation", "owner_team", "review_due"} & set(trusted.answers)


def test_what_is_shown_and_sent_unchanged_stays_as_it_is(small_site, admin):
    before = {name: document(small_site, name) for name in ("authority", "desk", "vocabulary/need")}
    for address in ADDRESSES:
        if address != "/editor/settings" and not address.endswith("/new"):
            save(admin, address)
    assert {name: document(small_site, name) for name in before} == before
    with small_site.database.session() as session:
        assert session.exec(select(AuditLine)).all() == []


def test_no_crisis_phrase_is_lost_in_the_form(small_site, admin):
    panel = now(small_site).authority.help_panels[0]
    assert len(panel.phrases) > 100
    specs = None
    with small_site.app.test_request_context():
        specs = pick(spec(HelpPanel, book()), PANEL_FIELDS)
        raw = panel.model_dump(mode="json")
        again = read(specs, MultiDict(sent(show(specs, raw, Around(now(small_site).vocabularies)))))
    assert again["phrases"] == raw["phrases"]
    save(admin, "/editor/settings/help/urgent", title="Is it urgent?")
    after = now(small_site).authority.help_panels[0]
    assert after.title == "Is it urgent?"
    assert (after.phrases, after.word_rules, after.unless) == (panel.phrases, panel.word_rules, panel.unless)


# what families see


def test_a_new_name_stands_on_every_page_at_once(small_site, admin):
    save(admin, "/editor/settings/names", site_name="Help in one place")
    assert "Help in one place" in small_site.client.get("/").words
    with small_site.database.session() as session:
        line = session.exec(select(AuditLine)).one()
    assert (line.by, line.action, line.subject, line.detail) == (
        "Ada Admin", "reference.change", "authority", {"fields": ["site_name"]},
    )  # fmt: skip


def test_new_colours_are_used_at_once(small_site, admin):
    save(admin, "/editor/settings/colours", brand_colour="#4B0082", brand_shade="#2a004a")
    assert "--brand:#4b0082" in small_site.client.get("/").text


def test_a_label_changed_in_settings_shows_on_pages_and_in_search_at_once(own_site):
    admin = sign_in(own_site, create_person(own_site, "admin"))
    families = own_site.client
    label = "Flumpish words"
    result = families.json("/search.json?need=dyslexia")["results"][0]["url"]
    assert label not in families.get(result).words
    save(admin, "/editor/settings/lists/need/term/dyslexia", label=label)
    assert label in families.get(result).words
    assert label in families.get("/search?need=dyslexia").words
    facets = families.json("/search.json?need=dyslexia")["facets"]["need"]
    assert label in [each["label"] for each in facets]
    by_label, by_word = (families.json(f"/search.json?q={words}")["total"] for words in ("flumpish+words", "dyslexia"))
    assert by_label == by_word > 0, "search knows the need by its new name"


def test_a_hidden_value_leaves_the_filters_and_comes_back(own_site):
    admin = sign_in(own_site, create_person(own_site, "admin"))

    def offered():
        return [str(each["value"]) for each in own_site.client.get("/search").select("input[name=need]")]

    assert "dyslexia" in offered()
    save(admin, "/editor/settings/lists/need/term/dyslexia", hidden="yes")
    assert "dyslexia" not in offered()
    save(admin, "/editor/settings/lists/need/term/dyslexia", hidden="no")
    assert "dyslexia" in offered()


def test_a_help_panel_says_its_new_words_at_once(small_site, admin):
    save(
        admin,
        "/editor/settings/help/urgent",
        title="Do you need somebody now?",
        lines__0="Ring 999 if there is danger.",
    )
    page = small_site.client.get("/search?q=suicidal")
    assert "Do you need somebody now?" in page.words
    assert "Ring 999 if there is danger." in page.words


def test_a_panel_may_be_shown_for_more_words(small_site, admin):
    assert "Do you need help right now?" not in small_site.client.get("/search?q=flumpish").words
    form = filled(admin.get("/editor/settings/help/urgent", without=TYPED))
    save(admin, "/editor/settings/help/urgent", phrases=form["phrases"][0] + "\nflumpish")
    assert "Do you need help right now?" in small_site.client.get("/search?q=flumpish").words


def test_a_new_term_can_be_chosen_and_taken_away_again(small_site, admin):
    save(
        admin, "/editor/settings/lists/topic/new", key="kite_flying", label="Kite flying", words="kites\nflying a kite"
    )
    assert now(small_site).vocabularies["topic"]["kite_flying"].words == ["kites", "flying a kite"]
    page = admin.get("/editor/settings/lists/topic")
    assert page.texts(".lo-terms__name")[-1] == "Kite flying 0 pages"
    admin.post("/editor/settings/lists/topic/term/kite_flying/move", {"way": "up"})
    assert admin.get("/editor/settings/lists/topic").texts(".lo-terms__name")[-2] == "Kite flying 0 pages"
    assert "No page uses it." in admin.get("/editor/settings/lists/topic/term/kite_flying").words
    admin.post("/editor/settings/lists/topic/term/kite_flying/remove")
    assert "kite_flying" not in now(small_site).vocabularies["topic"]


def test_a_value_in_use_can_only_be_hidden(own_site):
    admin = sign_in(own_site, create_person(own_site, "admin"))
    page = admin.get("/editor/settings/lists/need/term/dyslexia", without=TYPED)
    assert "Pages use it, so it cannot be taken away." in page.words
    assert page.select("form[action$=remove]") == []
    answer = admin.post("/editor/settings/lists/need/term/dyslexia/remove", status=409)
    assert "Hide it instead." in answer.text
    assert "dyslexia" in now(own_site).vocabularies["need"]


def test_a_group_is_added_to_a_list_without_a_script(small_site, admin):
    page = admin.get("/editor/settings/contacts")
    shown = len(page.select("fieldset.lo-repeat__item"))
    more = admin.page_after("/editor/settings/contacts", filled(page, do="add:who_to_ring"))
    assert len(more.select("fieldset.lo-repeat__item")) == shown + 1
    assert len(now(small_site).authority.who_to_ring) == shown
    data = filled(more)
    data |= {f"who_to_ring.{shown}.kind": "phone", f"who_to_ring.{shown}.value": "01632 960999",
             f"who_to_ring.{shown}.label": "Kite line", f"who_to_ring.{shown}.public": "yes"}  # fmt: skip
    admin.post("/editor/settings/contacts", data)
    assert "Kite line" in small_site.client.get("/").words


def test_rules_of_a_kind_are_saved(small_site, admin):
    save(admin, "/editor/settings/rules/guide", review_days="90", trusted_fields=["contacts", "quick_read.cost"])
    rules = now(small_site).desk.of_kind("guide")
    assert (rules.review_days, rules.trusted_fields) == (90, ["contacts", "quick_read.cost"])


# what is refused


@pytest.mark.parametrize(
    ("address", "changes", "said"),
    [
        ("colours", {"brand_colour": "#ffcc00"}, "This colour is too light. White on it has a contrast of 1.5 to 1."),
        ("colours", {"brand_colour": "blue"}, "Write a # and six letters or numbers"),
        ("colours", {"brand_shade": "#000;}</style><script>alert(1)</script>"}, "Write a # and six letters or numbers"),
        ("names", {"site_name": ""}, "Write something here."),
        ("names", {"site_name": "x" * 400}, "Keep this to 300 letters."),
        ("names", {"council_url": "javascript:alert(1)"}, "Write a whole web address, starting https://."),
        ("contacts", {"report_email": "nobody"}, "Write a whole e-mail address, like ana@example.org."),
        ("contacts", {"who_to_ring__0__public": "no", "who_to_ring__1__public": "no"}, "Show families at least one way to get in touch."),
        ("contacts", {"who_to_ring__0__value": "ring me"}, "Write a phone number with digits and spaces."),
        ("contacts", {"who_to_ring__0__kind": "pigeon"}, "is not in the vocabulary"),
        ("front-page", {"people_look_for__0__path": "//evil.example"}, "This must lead to a page of this site"),
        ("front-page", {"people_look_for__0__path": "https://evil.example"}, "This must lead to a page of this site"),
        ("languages", {"languages": []}, "Choose or add at least one."),
        ("languages", {"default_radius": ""}, "Fill this in."),
        ("languages", {"default_radius": "far"}, "Write a whole number."),
        ("checks", {"changing_days": "365"}, "184"),
        ("checks", {"hide_after": "1"}, "This must come later than the reminders to reviewers."),
        ("checks", {"ask_on": "soon"}, "Write a whole number."),
        ("desk", {"session_minutes": "1"}, "5"),
        ("desk", {"smallest_count": "0"}, "5"),
        ("help/urgent", {"phrases": ""}, "Choose or add at least one."),
        ("help/urgent", {"links__0": "guides/nowhere"}, "One of these pages is not there. Choose another."),
        ("rules/service", {"trusted_fields": ["god"]}, "There is no field “god”."),
        ("rules/service", {"review_days": "0"}, "1"),
        ("lists/need/term/SPLD", {"label": ""}, "Write something here."),
        ("lists/need/new", {"key": "a b", "label": "Two words"}, "Use letters, numbers, _ and hyphens"),
        ("lists/need/new", {"key": "SPLD", "label": "Again"}, "This key is in the list already."),
        ("lists/need/new", {"key": "", "label": ""}, "Use letters, numbers, _ and hyphens"),
        ("lists/need", {"label": ""}, "Write something here."),
    ],
)  # fmt: skip
def test_what_would_break_the_site_is_said_at_its_field(small_site, admin, address, changes, said):
    before = {name: document(small_site, name) for name in ("authority", "desk", "vocabulary/need")}
    at = f"/editor/settings/{address}"
    page = admin._page(at, save(admin, at, status=422, **changes))
    assert said in " ".join(page.texts(".govuk-error-summary, .govuk-error-message"))
    for link in page.select(".govuk-error-summary a"):
        assert str(link["href"])[1:] in page.ids
    assert {name: document(small_site, name) for name in before} == before


def test_what_was_typed_stays_in_the_form(admin):
    at = "/editor/settings/names"
    page = admin._page(at, save(admin, at, status=422, site_name="", area="<script>alert(1)</script>"))
    assert page.one("#area")["value"] == "<script>alert(1)</script>"


def test_two_who_write_at_once_are_told(small_site, admin):
    other = sign_in(small_site, create_person(small_site, "admin", name="Eve"))
    mine = filled(admin.get("/editor/settings/names"), area="Mine")
    save(other, "/editor/settings/names", area="Theirs")
    page = admin.page_after("/editor/settings/names", mine, status=409)
    assert "Somebody changed this while you were writing" in page.words
    assert page.one("#area")["value"] == "Mine"
    assert now(small_site).authority.area == "Theirs"
    admin.post("/editor/settings/names", filled(page))
    assert now(small_site).authority.area == "Mine"


def test_a_form_sends_only_what_it_asks(small_site, admin):
    data = filled(admin.get("/editor/settings/names")) | {
        "demonstration": "no",
        "brand_colour": "#ffffff",
        "help_panels": "",
    }
    admin.post("/editor/settings/names", data)
    authority = now(small_site).authority
    assert authority.demonstration is True
    assert authority.brand_colour != "#ffffff"
    save(admin, "/editor/settings/lists/need/term/SPLD", key="changed", parent="x", label="Still here")
    assert now(small_site).vocabularies["need"]["SPLD"].parent == "CL"


@pytest.mark.parametrize("tail", ["nothing", "help/nobody", "rules/nobody", "lists/nobody", "lists/need/term/nobody", "lists/..%2f..",
                                  "legal_checklist", "authority"])  # fmt: skip
def test_what_is_not_there_is_not_found(admin, tail):
    assert admin.get(f"/editor/settings/{tail}", status=404)


def test_a_form_without_the_token_changes_nothing(small_site, admin):
    data = filled(admin.get("/editor/settings/names"), site_name="Forged") | {"csrf_token": ""}
    admin.post("/editor/settings/names", data, status=400)
    assert now(small_site).authority.site_name != "Forged"
