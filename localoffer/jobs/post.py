"""Mail that waits is sent."""

from collections.abc import Callable

from sqlmodel import func, select

from localoffer.jobs.job import JobTrouble
from localoffer.mail.sender import send_due
from localoffer.mail.server import read_server
from localoffer.records.posts import WAITING, Letter
from localoffer.web.site import Site


def send_letters(site: Site, go_on: Callable[[], bool]) -> str:
    """Send letters that are due. Raises JobTrouble when the mail server cannot be reached."""
    server = read_server(site.settings.mail_url)
    if server is None:
        with site.database.session() as session:
            waiting = session.exec(select(func.count()).where(Letter.state == WAITING)).one()
        return f"No mail server is set; {waiting} letters wait."
    report = send_due(site.database, server, go_on=go_on)
    if report.trouble:
        raise JobTrouble(f"The mail server cannot be reached: {report.trouble}")
    said = f"{report.sent} letters were sent"
    for count, what in (
        (report.put_off, "will be tried again"), (report.given_up, "were given up"),
        (report.unknown, "may not have arrived"),
    ):  # fmt: skip
        if count:
            said += f", {count} {what}"
    return said + "."
