"""Flask-Security's forms, less what we do not use and with lengths it does not ask for."""

from typing import Any

from flask_security import ForgotPasswordForm, LoginForm, WebAuthnRegisterResponseForm, WebAuthnSigninResponseForm
from flask_security.forms import (
    ChangePasswordForm,
    EmailValidation,
    IsString,
    VerifyForm,
    email_required,
    password_required,
    valid_user_email,
)
from flask_security.utils import hash_password
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import Length

from localoffer.web.doors import PREFIX
from localoffer.web.passwords import LONGEST


def _trimmed(written: Any) -> Any:
    """What was written without the spaces that pasting leaves at its ends."""
    return written.strip() if isinstance(written, str) else written


class SignInForm(LoginForm):
    """E-mail address and password. Nobody is remembered past the end of a session."""

    remember = None
    email = EmailField(filters=[_trimmed], validators=[IsString(), email_required, EmailValidation(verify=False)])
    password = PasswordField(validators=[IsString(), password_required, Length(max=LONGEST)])

    def __init__(self, *arguments: Any, **kwargs: Any) -> None:
        super().__init__(*arguments, **kwargs)
        # with nowhere to go Flask-Security would lead back here, by a whole address
        self.next.data = self.next.data or f"{PREFIX}/"


class CheckForm(VerifyForm):
    """The password once more."""

    password = PasswordField(validators=[IsString(), password_required, Length(max=LONGEST)])


class NewPasswordForm(ChangePasswordForm):
    """The password there is, and the new one twice."""

    password = PasswordField(validators=[IsString(), Length(max=LONGEST)])


class ForgottenForm(ForgotPasswordForm):
    """An e-mail address. Only who has a password can forget it: nobody who comes by single sign-on alone."""

    email = EmailField(
        filters=[_trimmed], validators=[IsString(), email_required, EmailValidation(verify=True), valid_user_email]
    )

    def validate(self, **kwargs: Any) -> bool:
        """True when a letter must be written."""
        if not super().validate(**kwargs):
            return False
        if self.user is None or not self.user.password:
            hash_password("the same time is taken")
            self.email.errors.append("")
            return False
        return True


class NewPasskeyForm(WebAuthnRegisterResponseForm):
    """What the browser says of a new passkey. What it says of extensions is not kept: we use none."""

    def validate(self, **kwargs: Any) -> bool:
        """True when the passkey is sound."""
        if not super().validate(**kwargs):
            return False
        self.extensions = ""
        return True


class PasskeyForm(WebAuthnSigninResponseForm):
    """What a passkey says of who signs in. Flask-Security 5.9 lets somebody who was removed through; we do not."""

    remember = HiddenField(filters=[lambda _written: ""])

    def validate(self, **kwargs: Any) -> bool:
        """True when the passkey is right, and its person may sign in."""
        return super().validate(**kwargs) and self.user is not None and self.user.is_active
