"""Letters about signing in: written to the outbox like all other mail (ADR 9), never sent by the request itself."""

import secrets
from datetime import timedelta
from typing import Any

from flask_security import MailUtil

from localoffer.web.letters import whole_url, write_letter
from localoffer.web.site import session

RESET_WITHIN = timedelta(hours=2)


class Outbox(MailUtil):
    """Where Flask-Security hands over its mail."""

    def send_mail(
        self, template: str, subject: str, recipient: Any, sender: Any, body: str | None, html: str | None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        """Write a letter. ``subject``, ``body`` and ``html`` are not used: the letter has its own.

        Flask-Security's own link is not used either: it is made from the request, whose host anybody may make up.
        """
        token, person = kwargs.get("reset_token"), kwargs["user"]
        link = whole_url("security.reset_password", token=token) if token else whole_url("security.forgot_password")
        write_letter(
            session(), key=f"{template}/{person.id}/{secrets.token_hex(16)}", to=str(recipient), template=template,
            name=person.name, link=link, hours=RESET_WITHIN // timedelta(hours=1),
        )  # fmt: skip
