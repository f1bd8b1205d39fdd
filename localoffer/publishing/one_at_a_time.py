"""A row that two people may decide about at the same moment: the second one sees what the first one did."""

from sqlalchemy import update
from sqlmodel import Session, col

from localoffer.records.feedback import Comment, Report


def lock(session: Session, row: Comment | Report) -> None:
    """Keep everybody else from changing a comment or report until this transaction ends, and read it anew.

    The update changes nothing; it is the one lock that SQLite and PostgreSQL share.
    """
    session.flush()
    table = type(row)
    same = update(table).where(col(table.id) == row.id).values(state=table.state)
    session.execute(same.execution_options(synchronize_session=False))
    session.refresh(row)
