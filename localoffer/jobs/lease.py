"""A lease in the database: one process at a time does the jobs, and a process that dies holds nobody up for long."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col

from localoffer.db.engine import Database
from localoffer.db.upserts import insert_into
from localoffer.records.moments import now
from localoffer.records.posts import Lease

LENGTH = timedelta(minutes=10)


def take(database: Database, name: str, holder: str) -> bool:
    """Take the lease, or keep it for longer; False while another process holds it."""
    with database.transaction() as session:
        until = now() + LENGTH
        wish = insert_into(session, Lease).values(name=name, holder=holder, until=until)
        free = (col(Lease.until) < now()) | (col(Lease.holder) == holder)
        newer = {"holder": holder, "until": until}
        taken = wish.on_conflict_do_update(index_elements=["name"], set_=newer, where=free).returning(Lease.name)
        return session.execute(taken).first() is not None


def give_back(database: Database, name: str, holder: str) -> None:
    """Let the next process begin at once."""
    with database.transaction() as session:
        session.execute(sa.delete(Lease).where(col(Lease.name) == name, col(Lease.holder) == holder))
