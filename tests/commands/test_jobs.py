"""``flask jobs``: what an operator and cron see."""

import os
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import Session, select

from localoffer.jobs import lease
from localoffer.jobs.list import JOBS
from localoffer.records.entries import Entry
from localoffer.records.posts import JobRun, Letter
from tests.commands.conftest import refusal
from tests.jobs.conftest import BEGIN
from tests.web.people_fixtures import create_person

NAMES = [job.name for job in JOBS]


@pytest.fixture(autouse=True)
def no_web(monkeypatch):
    """Links are tried elsewhere; no test needs a network."""
    monkeypatch.setattr("localoffer.jobs.public_web.resolve", lambda *_: [])


def runs_of(site):
    with Session(site.database.engine, expire_on_commit=False) as session:
        return {run.name: run for run in session.exec(select(JobRun))}


@time_machine.travel(BEGIN, tick=False)
def test_every_job_runs_says_one_sentence_and_is_written_down(small_site, run):
    result = run(small_site, "jobs", "run")
    assert result.exit_code == 0, result.output
    lines = result.output.strip().splitlines()
    assert [line.partition(":")[0] for line in lines] == NAMES
    assert all(line.endswith(".") for line in lines)
    runs = runs_of(small_site)
    assert {name: f"{name}: {each.said}" for name, each in runs.items()} == dict(zip(NAMES, lines, strict=True))
    assert {each.ran_at for each in runs.values()} == {BEGIN}
    assert not any(each.failed for each in runs.values())


def test_running_twice_changes_nothing_more(small_site, run):
    first = run(small_site, "jobs", "run")
    second = run(small_site, "jobs", "run")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "freshness: " in second.output
    assert "0 letters written, 0 pages hidden." in second.output


def test_one_job_that_fails_does_not_stop_the_others_and_is_named(small_site, run, monkeypatch):
    def break_down(*_):
        raise RuntimeError("secret detail")

    [post] = [job for job in JOBS if job.name == "expire"]
    monkeypatch.setattr(
        "localoffer.commands.jobs.JOBS",
        [type(job)(job.name, job.does, break_down) if job is post else job for job in JOBS],
    )
    result = run(small_site, "jobs", "run")
    assert refusal(result) == "These jobs failed: expire. What they said is above."
    assert [line.partition(":")[0] for line in result.output.splitlines()[:-1]] == NAMES
    assert "secret detail" not in result.output
    assert [name for name, each in runs_of(small_site).items() if each.failed] == ["expire"]


def test_only_one_job(small_site, run):
    result = run(small_site, "jobs", "run", "--only", "cleanup")
    assert result.output.startswith("cleanup: ")
    assert set(runs_of(small_site)) == {"cleanup"}


def test_a_job_that_there_is_not(small_site, run):
    result = run(small_site, "jobs", "run", "--only", "dishes")
    assert result.exit_code == 2
    assert "dishes" in result.output


def test_while_another_process_does_the_jobs_this_one_leaves_them(small_site, run):
    assert lease.take(small_site.database, "jobs", "another process")
    result = run(small_site, "jobs", "run")
    assert (result.exit_code, result.output) == (0, "Another process is doing the jobs just now.\n")
    assert runs_of(small_site) == {}
    lease.give_back(small_site.database, "jobs", "another process")
    assert run(small_site, "jobs", "run", "--only", "cleanup").output.startswith("cleanup: ")


def test_the_lease_is_given_back_at_the_end(small_site, run):
    run(small_site, "jobs", "run", "--only", "cleanup")
    assert lease.take(small_site.database, "jobs", str(os.getpid()))


@time_machine.travel(BEGIN, tick=False)
def test_the_list_names_every_job_and_how_it_last_went(small_site, run):
    run(small_site, "jobs", "run", "--only", "mail")
    output = run(small_site, "jobs", "list").output
    assert [line.partition(":")[0] for line in output.splitlines() if not line.startswith(" ")] == NAMES
    assert "    ran on 22 November 2026 at 09:00 UTC: No mail server is set; 0 letters wait." in output


def test_a_site_without_content_is_told_in_a_sentence(create_site, run):
    site = create_site(empty=True)
    assert "database" in refusal(run(site, "jobs", "run"))


@pytest.mark.xdist_group("postgres")
def test_on_postgresql_every_job_does_the_same(create_site, create_postgres_url, small_content, run):
    site = create_site(empty=True, content_dir=small_content, database_url=create_postgres_url())
    for words in (("db", "upgrade"), ("content", "load")):
        assert run(site, *words).exit_code == 0
    create_person(site, role="admin", email="adam@example.org")
    due = sa.update(Entry).values(review_due=BEGIN.date(), reviewed_on=BEGIN.date() - timedelta(days=300))
    site.change(lambda session: session.execute(due))
    for wrote in ("1 letters written", "0 letters written"):
        with time_machine.travel(BEGIN, tick=False):
            result = run(site, "jobs", "run")
        assert result.exit_code == 0, result.output
        assert wrote in result.output
    with Session(site.database.engine) as session:
        assert session.exec(select(Letter.to)).all() == ["adam@example.org"]


def test_in_a_process_of_its_own(flask):
    assert refusal(flask("jobs", "run")) == refusal(flask("search", "update"))
