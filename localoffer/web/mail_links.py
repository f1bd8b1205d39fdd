"""Links in mails that work once: a random token, signed so that junk never reaches the database; we keep its digest."""

import secrets
from hashlib import sha256

from flask import current_app
from itsdangerous import BadSignature, Signer

from localoffer.errors import LinkSpent

BYTES = 32
#: What links are for.
STILL_RIGHT = "still-right"


def new_token(purpose: str) -> tuple[str, str]:
    """(token for the mail, digest to keep). ``purpose`` keeps the links of one part from opening another."""
    secret = secrets.token_urlsafe(BYTES)
    return _signer(purpose).sign(secret).decode(), sha256(secret.encode()).hexdigest()


def digest_of_token(token: str, purpose: str) -> str:
    """The digest that was kept of a token. Raises LinkSpent for anything we never signed for this purpose."""
    try:
        secret = _signer(purpose).unsign(token)
    except BadSignature:
        raise LinkSpent("This link does not work.") from None
    return sha256(secret).hexdigest()


def _signer(purpose: str) -> Signer:
    key: str = current_app.config["SECRET_KEY"]
    return Signer(key, salt=f"localoffer:{purpose}", key_derivation="hmac", digest_method=sha256)
