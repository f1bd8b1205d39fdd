"""Links in mails that work once: a random token, signed so that junk never reaches the database; we keep its digest."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

from flask import current_app
from itsdangerous import BadSignature, Signer

from localoffer.errors import LinkSpent

BYTES = 32
#: What links are for.
STILL_RIGHT, FEEDBACK = "still-right", "feedback"
#: For answers at such an address: it is itself the secret, so nobody keeps it, follows it or is told it.
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


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


def lasting_token(digest: str, purpose: str) -> str:
    """A token that can be made again from what we keep, so that a later mail can hold the same link."""
    return _signer(purpose).sign(urlsafe_b64encode(bytes.fromhex(digest)).rstrip(b"=")).decode()


def digest_of_lasting(token: str, purpose: str) -> str:
    """The digest that a lasting token was made from. Raises LinkSpent for anything we never signed for this purpose."""
    try:
        return urlsafe_b64decode(_signer(purpose).unsign(token) + b"=").hex()
    except BadSignature:
        raise LinkSpent("This link does not work.") from None


def _signer(purpose: str) -> Signer:
    key: str = current_app.config["SECRET_KEY"]
    return Signer(key, salt=f"localoffer:{purpose}", key_derivation="hmac", digest_method=sha256)
