"""The second step of signing in: a code counts once, recovery codes are shown once, passkeys may be built in."""

import hashlib
import hmac
from base64 import b64encode

import qrcode
from flask import current_app, request
from flask_security import MfRecoveryCodesUtil, UserMixin, WebauthnUtil
from flask_security.proxies import _datastore
from flask_security.totp import Totp
from passlib.exc import UsedTokenError
from passlib.totp import TotpMatch
from qrcode.image.svg import SvgPathFillImage
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from localoffer.publishing.audit import note
from localoffer.settings import Settings
from localoffer.web.limits import first_time
from localoffer.web.people import somebody
from localoffer.web.site import reference, session, site

#: Seconds after which no clock accepts a code any more.
CODES_LIVE = 600


def derived_key(secret_key: str, purpose: str) -> bytes:
    """A key of its own for one purpose, made from the one secret key."""
    return hmac.new(secret_key.encode(), purpose.encode(), hashlib.sha256).digest()


class OneTimeCodes(Totp):
    """Codes of an authenticator app (RFC 6238). Section 5.2 asks that a code be taken once."""

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        """Take a code that was right. Raises UsedTokenError, which refuses it, when it was taken before."""
        if not first_time(f"code/{user.id}/{tmatch.counter}", seconds=CODES_LIVE):
            raise UsedTokenError

    def get_totp_uri(self, username: str, totp_secret: str) -> str:
        """What the picture holds: the app shows the name of this site beside the codes."""
        issuer = reference().authority.site_name.replace(":", " ")
        uri: str = self._totp.from_source(totp_secret).to_uri(username, issuer=issuer)
        return uri

    def generate_qrcode(self, username: str, totp: str) -> str:
        """The picture, as one path: a tenth of the size of Flask-Security's own."""
        drawn = qrcode.make(self.get_totp_uri(username, totp), image_factory=SvgPathFillImage, border=2)
        return f"data:image/svg+xml;base64,{b64encode(drawn.to_string()).decode()}"


class RecoveryCodes(MfRecoveryCodesUtil):
    """Codes for whoever lost their phone. We keep digests: nobody can see the codes again, we neither."""

    def create_recovery_codes(self, user: UserMixin) -> list[str]:
        """New codes; those there were stop working."""
        codes: list[str] = super().create_recovery_codes(user)
        actor = somebody(session(), user.id)
        note(session(), actor, "account.recovery-codes", f"person:{user.id}")
        return codes

    def get_recovery_codes(self, user: UserMixin) -> list[str]:
        """None: they were shown once."""
        return []

    def check_recovery_code(self, user: UserMixin, code: str) -> bool:
        """True for one of the person's codes, written with or without dashes and spaces."""
        return self._digest(code) in _datastore.mf_get_recovery_codes(user)

    def delete_recovery_code(self, user: UserMixin, code: str) -> bool:
        """Use a code up."""
        # a new list, for SQLAlchemy does not see a list change
        user.mf_recovery_codes = [each for each in _datastore.mf_get_recovery_codes(user) if each != self._digest(code)]
        _datastore.put(user)  # type: ignore[no-untyped-call]
        note(session(), somebody(session(), user.id), "account.recovery-code-used", f"person:{user.id}")
        return True

    def _encrypt_codes(self, codes: list[str]) -> list[str]:
        return [self._digest(code) for code in codes]

    def _digest(self, code: str) -> str:
        plain = "".join(each for each in code.lower() if each.isalnum())
        key = derived_key(current_app.config["SECRET_KEY"], "recovery codes")
        return hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()


class Passkeys(WebauthnUtil):
    """Which passkeys we take. One that replaces the password asks for a finger, a face or a PIN: both factors."""

    def origin(self) -> str:
        """Where this site is: as set in production, where a proxy may stand before it; else as the browser says."""
        settings: Settings = site().settings
        own: str = settings.base_url if settings.mode == "production" else request.host_url
        return own.rstrip("/")

    def authenticator_selection(self, user: UserMixin, usage: str) -> AuthenticatorSelectionCriteria:
        """Any kind of authenticator: built into a phone or laptop, or a key to plug in."""
        if usage == "first":
            return AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            )
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.DISCOURAGED
        )

    def user_verification(self, user: UserMixin | None, usage: list[str]) -> UserVerificationRequirement:
        """What a passkey must ask of the person, for signing in with it alone or after the password."""
        alone = "secondary" not in usage
        return UserVerificationRequirement.REQUIRED if alone else UserVerificationRequirement.DISCOURAGED
