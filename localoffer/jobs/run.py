"""Do the regular jobs one after the other; one that fails does not stop the rest."""

import logging
import os
import secrets
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from localoffer.errors import LocalOfferError
from localoffer.jobs import lease
from localoffer.jobs.job import Job
from localoffer.records.moments import now
from localoffer.records.posts import JobRun
from localoffer.web.site import Site

log = logging.getLogger(__name__)
LEASE = "jobs"
#: Seconds a job may take before it leaves the rest for the next run: well below the lease's length.
LONGEST = 300.0


@dataclass(frozen=True)
class Outcome:
    """What one job said, and whether it failed."""

    name: str
    said: str
    failed: bool


def run_jobs(site: Site, jobs: Sequence[Job], tell: Callable[[Outcome], None]) -> bool:
    """Do the jobs and write down what each said. False when another process is doing them just now."""
    holder = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
    try:
        for job in jobs:
            if not lease.take(site.database, LEASE, holder):
                return False
            outcome = _run(site, job)
            _write_down(site, outcome)
            tell(outcome)
        return True
    finally:
        lease.give_back(site.database, LEASE, holder)


def _run(site: Site, job: Job) -> Outcome:
    end = time.monotonic() + LONGEST
    try:
        return Outcome(job.name, job.run(site, lambda: time.monotonic() < end), failed=False)
    except LocalOfferError as problem:
        return Outcome(job.name, str(problem), failed=True)
    except Exception as problem:
        log.exception("The job %s failed", job.name)
        return Outcome(job.name, f"It stopped at a fault in the software: {type(problem).__name__}.", failed=True)


def _write_down(site: Site, outcome: Outcome) -> None:
    with site.database.transaction() as session:
        session.merge(JobRun(name=outcome.name, ran_at=now(), said=outcome.said[:500], failed=outcome.failed))
