"""Passwords: long enough, not guessable at once, and nothing else asked (NIST SP 800-63B, section 3.1.1.2)."""

from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_security import PasswordUtil, hash_password

#: The least number of characters, and the most we read: a hash of more would only cost time.
SHORTEST, LONGEST = 12, 500
#: Twelve and more characters that everybody tries first.
COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text().split())


def faults_of_password(password: str, *, name: str, email: str) -> list[str]:
    """What is wrong with a new password, in sentences for the person called ``name``; none when it may be used."""
    if len(password) < SHORTEST:
        return [
            _("Your password must have at least %(count)s characters. Three words in a row are fine.", count=SHORTEST)
        ]
    if len(password) > LONGEST:
        return [_("Your password can have at most %(count)s characters.", count=LONGEST)]
    bare = "".join(password.lower().split())
    if bare in COMMON or len(set(bare)) < 4:
        return [_("Many people use this password, so it is easy to guess. Choose another.")]
    own = [*name.lower().split(), *email.lower().partition("@")[::2]]
    for word in sorted((word for word in own if len(word) > 2), key=len, reverse=True):
        bare = bare.replace(word, "")
    if len(bare) < SHORTEST // 2:
        return [_("Your password must not be your name or your e-mail address.")]
    return []


class PasswordRules(PasswordUtil):
    """Our rules, where Flask-Security asks for them."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        """Faults of a password (None when there are none) and the password as it is hashed."""
        normal = self.normalize(password)
        user = kwargs["user"]
        return faults_of_password(normal, name=user.name, email=user.email) or None, normal


def hash_of(password: str) -> str:
    """What is kept of a new password: its hash, in the form in which sign-in compares it."""
    hashed: str = hash_password(current_app.extensions["security"].password_util.normalize(password))
    return hashed
