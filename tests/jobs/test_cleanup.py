"""What is old goes, what is of use stays."""

from datetime import date, timedelta

import time_machine
from sqlmodel import Session, select

from localoffer.publishing.files import keep_file, name_of
from localoffer.records.files import StoredFile
from localoffer.records.moments import now
from localoffer.records.people import Invitation, RateCount
from localoffer.records.posts import Letter
from localoffer.records.upkeep import KeptWords, SearchGap
from tests.jobs.conftest import BEGIN, SLUG, entry_of
from tests.mail.conftest import add_letter, letter_of
from tests.meetings import publish_meeting
from tests.papers import pdf
from tests.web.people_fixtures import create_person


def days_ago(days):
    return now() - timedelta(days=days)


def rows(site, column):
    with Session(site.database.engine) as session:
        return set(session.exec(select(column)))


@time_machine.travel(BEGIN, tick=False)
def test_old_rows_go_and_young_ones_stay(calm_site, do_job):
    person, entry = create_person(calm_site), entry_of(calm_site, SLUG)
    seconds = BEGIN.timestamp()
    kept = {"person_id": person.id, "entry_id": entry.id, "values": {}, "reason": "stale"}
    invited = {"role": "editor", "expires_at": days_ago(-7)}
    calm_site.change(
        lambda session: session.add_all(
            [
                RateCount(key="over", count=1, expires=seconds - 1), RateCount(key="on", count=1, expires=seconds + 60),
                KeptWords(section="old", at=days_ago(61), **kept), KeptWords(section="new", at=days_ago(59), **kept),
                Invitation(token_digest="a", email="old@x.org", accepted_at=days_ago(61), **invited),
                Invitation(token_digest="b", email="gone@x.org", withdrawn_at=days_ago(61), **invited),
                Invitation(token_digest="c", email="over@x.org", role="editor", expires_at=days_ago(61)),
                Invitation(token_digest="d", email="new@x.org", accepted_at=days_ago(2), **invited),
                Invitation(token_digest="e", email="open@x.org", **invited),
                SearchGap(month=date(2023, 10, 1), need="", age_band="", outcode="", found="none"),
                SearchGap(month=date(2023, 11, 1), need="", age_band="", outcode="", found="none"),
            ]
        )
    )  # fmt: skip
    assert do_job("cleanup") == "6 old rows were deleted and 0 old letters emptied."
    assert rows(calm_site, RateCount.key) == {"on"}
    assert rows(calm_site, KeptWords.section) == {"new"}
    assert rows(calm_site, Invitation.email) == {"new@x.org", "open@x.org"}
    assert rows(calm_site, SearchGap.month) == {date(2023, 11, 1)}
    assert do_job("cleanup") == "0 old rows were deleted and 0 old letters emptied."


@time_machine.travel(BEGIN, tick=False)
def test_letters_keep_their_text_for_thirty_days(calm_site, do_job):
    numbers = {
        (state, age): add_letter(calm_site.database, key=f"{state}{age}", state=state, made_at=days_ago(age))
        for state in ("sent", "failed", "sending", "waiting") for age in (29, 31)
    }  # fmt: skip
    do_job("cleanup")
    letters: dict[tuple[str, int], Letter] = {
        what: letter_of(calm_site.database, number) for what, number in numbers.items()
    }
    assert {what for what, letter in letters.items() if not letter.text} == {what for what in numbers if what[1] == 31}
    assert letters["waiting", 31].state == "failed", "after a month it would only confuse"
    assert letters["waiting", 29].state == "waiting"


@time_machine.travel(BEGIN, tick=False)
def test_a_file_that_no_version_of_any_page_names_goes_after_a_month(calm_site, do_job):
    def keep(session):
        for words, days in (("young", 29), ("named", 31), ("old", 31)):
            session.get_one(StoredFile, keep_file(session, pdf(words))).stored_at = days_ago(days)

    calm_site.change(keep)
    publish_meeting(calm_site, "march", papers=[{"title": "Agenda", "file": name_of(pdf("named"), "pdf")}])
    assert do_job("cleanup") == "1 old rows were deleted and 0 old letters emptied."
    assert rows(calm_site, StoredFile.name) == {name_of(pdf(words), "pdf") for words in ("young", "named")}
