"""Signing in: Flask-Security with our own rules, words and pages. Who may open which of its pages stands in DOORS."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

from flask import Flask, Response, abort, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import Security
from flask_security.utils import aware_utcnow
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError

from localoffer.errors import BadQuery, NotAllowed, NotFound
from localoffer.records.people import PROVIDER
from localoffer.settings import ROOT, Settings
from localoffer.web import demonstration, limits, sessions, sign_in_notes, single_sign_on
from localoffer.web.accounts import datastore
from localoffer.web.addresses import is_own_path
from localoffer.web.doors import EVERYBODY, PREFIX, opened_to
from localoffer.web.passwords import SHORTEST, PasswordRules
from localoffer.web.second_step import OneTimeCodes, Passkeys, RecoveryCodes, derived_key
from localoffer.web.sign_in_forms import (
    CheckForm,
    ForgottenForm,
    NewPasskeyForm,
    NewPasswordForm,
    PasskeyForm,
    SignInForm,
)
from localoffer.web.sign_in_mail import RESET_WITHIN, Outbox
from localoffer.web.sign_in_words import MESSAGES
from localoffer.web.site import EXTENSION, Site

#: Flask-Security's views -> who may enter. Those for everybody look themselves at what the first factor left behind.
DOORS = {
    "login": EVERYBODY, "logout": EVERYBODY, "forgot_password": EVERYBODY, "reset_password": EVERYBODY,
    "wan_signin": EVERYBODY, "wan_signin_response": EVERYBODY, "tf_select": EVERYBODY, "two_factor_setup": EVERYBODY,
    "two_factor_token_validation": EVERYBODY, "two_factor_rescue": EVERYBODY, "mf_recovery": EVERYBODY,
    "verify": PROVIDER, "change_password": PROVIDER, "two_factor_setup_validate": PROVIDER,
    "mf_recovery_codes": PROVIDER, "wan_register": PROVIDER, "wan_register_response": PROVIDER, "wan_delete": PROVIDER,
    "wan_verify": PROVIDER, "wan_verify_response": PROVIDER,
}  # fmt: skip
#: Views that change how somebody signs in: a demonstration person is everybody's, so nobody may change theirs.
NOT_FOR_DEMONSTRATION = {
    "change_password", "two_factor_setup", "two_factor_setup_validate", "mf_recovery_codes", "wan_register",
    "wan_register_response", "wan_delete",
}  # fmt: skip
ADDRESSES = {
    "LOGIN": "/sign-in", "LOGOUT": "/sign-out", "RESET": "/forgotten-password", "CHANGE": "/account/password",
    "VERIFY": "/account/check", "TWO_FACTOR_SETUP": "/sign-in/app", "TWO_FACTOR_TOKEN_VALIDATION": "/sign-in/code",
    "TWO_FACTOR_RESCUE": "/sign-in/rescue", "TWO_FACTOR_SELECT": "/sign-in/choose",
    "MULTI_FACTOR_RECOVERY_CODES": "/account/recovery-codes", "MULTI_FACTOR_RECOVERY": "/sign-in/recovery-code",
    "WAN_REGISTER": "/account/passkeys", "WAN_SIGNIN": "/sign-in/passkey", "WAN_DELETE": "/account/remove-passkey",
    "WAN_VERIFY": "/account/check-passkey",
}  # fmt: skip
PAGES = {
    "LOGIN_USER": "sign_in", "FORGOT_PASSWORD": "forgotten", "RESET_PASSWORD": "reset", "VERIFY": "check",
    "TWO_FACTOR_SETUP": "app", "TWO_FACTOR_VERIFY_CODE": "code", "TWO_FACTOR_SELECT": "choose",
    "MULTI_FACTOR_RECOVERY": "recovery_code", "MULTI_FACTOR_RECOVERY_CODES": "recovery_codes",
    "CHANGE_PASSWORD": "password", "WAN_REGISTER": "passkeys", "WAN_SIGNIN": "passkey", "WAN_VERIFY": "check_passkey",
}  # fmt: skip
OURS: dict[str, Any] = {
    "URL_PREFIX": PREFIX, "STATIC_FOLDER": None, "CLI_USERS_NAME": None, "CLI_ROLES_NAME": None,
    "I18N_DOMAIN": "messages", "I18N_DIRNAME": [str(ROOT / "localoffer" / "translations")],
    "DATETIME_FACTORY": aware_utcnow, "JOIN_USER_ROLES": False, "API_ENABLED_METHODS": ["session"],
    "RETURN_GENERIC_RESPONSES": True, "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False}, "CHANGEABLE": True,
    "RECOVERABLE": True, "RESET_PASSWORD_WITHIN": RESET_WITHIN,
    "POST_LOGIN_VIEW": f"{PREFIX}/", "POST_LOGOUT_VIEW": f"{PREFIX}/sign-in", "POST_CHANGE_VIEW": f"{PREFIX}/account",
    "POST_VERIFY_VIEW": f"{PREFIX}/account", "TWO_FACTOR_POST_SETUP_VIEW": f"{PREFIX}/account",
    "WAN_POST_REGISTER_VIEW": f"{PREFIX}/account/passkeys", "FRESHNESS": timedelta(minutes=30),
    "FRESHNESS_GRACE_PERIOD": timedelta(minutes=5),
    "PASSWORD_HASH": "argon2", "PASSWORD_SCHEMES": ["argon2"], "PASSWORD_SINGLE_HASH": ["argon2"],
    "PASSWORD_LENGTH_MIN": SHORTEST, "EMAIL_HTML": False, "EMAIL_PLAINTEXT": False,
    "EMAIL_TEMPLATE_PASSWORD_RESET": "reset_password",
    "EMAIL_TEMPLATE_PASSWORD_RESET_NOTICE": "password_changed",
    "EMAIL_TEMPLATE_PASSWORD_CHANGE_NOTICE": "password_changed",
    "TWO_FACTOR": True, "TWO_FACTOR_REQUIRED": True, "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_RESCUE_EMAIL": False, "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30, "TOTP_ISSUER": "Local Offer",
    "MULTI_FACTOR_RECOVERY_CODES": True, "MULTI_FACTOR_RECOVERY_CODES_N": 8,
    "WEBAUTHN": True, "WAN_RP_NAME": "Local Offer", "WAN_ALLOW_USER_HINTS": False,
}  # fmt: skip


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.mode == "production",
        REMEMBER_COOKIE_HTTPONLY=True,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as the session it is in
    )
    secret = b64encode(derived_key(app.config["SECRET_KEY"], "second step")).decode()
    options = {**OURS, "TOTP_SECRETS": {"1": secret}}
    options |= {f"{name}_URL": address for name, address in ADDRESSES.items()}
    options |= {f"{name}_TEMPLATE": f"editor/sign_in/{page}.html" for name, page in PAGES.items()}
    options |= {f"MSG_{name}": (words, "info") for name, words in MESSAGES.items()}
    app.config.update({f"SECURITY_{name}": value for name, value in options.items()})


def init_app(app: Flask) -> None:
    """Switch on sign-in, and forgery protection for every form of the site."""
    here: Site = app.extensions[EXTENSION]
    _configure(app, here.settings)
    CSRFProtect(app)
    app.register_error_handler(CSRFError, forged)
    security = Security(
        app, datastore(), login_form=SignInForm, verify_form=CheckForm, change_password_form=NewPasswordForm,
        forgot_password_form=ForgottenForm, wan_register_response_form=NewPasskeyForm,
        wan_signin_response_form=PasskeyForm, mail_util_cls=Outbox, password_util_cls=PasswordRules,
        totp_cls=OneTimeCodes, webauthn_util_cls=Passkeys, mf_recovery_codes_util_cls=RecoveryCodes,
    )  # fmt: skip
    security.want_json(lambda _request: False)
    app.login_manager._request_callback = None  # type: ignore[attr-defined]  # no tokens: people use browsers
    _open_doors(app)
    limits.init_app(app, here.database)
    app.before_request(_only_forms)
    sign_in_notes.init_app(app)
    demonstration.init_app(app)
    single_sign_on.init_app(app)


def _open_doors(app: Flask) -> None:
    views: dict[str, Any] = app.view_functions
    for name, door in DOORS.items():
        views[f"security.{name}"] = opened_to(door)(views[f"security.{name}"])
    views["security.two_factor_rescue"] = opened_to(EVERYBODY)(_not_used)
    for name in ("two_factor_token_validation", "wan_signin_response"):
        views[f"security.{name}"] = _then_recovery_codes(views[f"security.{name}"])


def _not_used() -> ResponseReturnValue:
    """Flask-Security's own help page, which would send mail: the page for the code says what to do."""
    raise NotFound("There is no such page.")


def _then_recovery_codes(view: Any) -> Any:
    """The view; whoever signed in by it and has no recovery codes yet is led to them first."""

    @opened_to(EVERYBODY)
    def arrive(**values: Any) -> ResponseReturnValue:
        was_in = current_user.is_authenticated
        answer: Response = view(**values)
        if not was_in and current_user.is_authenticated and current_user.mf_recovery_codes is None:
            cookie[sessions.AFTER_CODES] = answer.location
            return redirect(url_for("security.mf_recovery_codes"))
        return answer

    return arrive


def _only_forms() -> None:
    """Sign-in reads forms and nothing else, leads on to this site alone, and is shut to demonstration people."""
    if request.blueprint != "security":
        return
    if request.is_json:
        abort(415)
    for wanted in request.values.getlist("next"):
        if wanted and not is_own_path(wanted):
            raise BadQuery(_("That address is not on this site."))
    view = (request.endpoint or "").partition(".")[2]
    if view in NOT_FOR_DEMONSTRATION and current_user.is_authenticated and current_user.demonstration:
        raise NotAllowed(
            _("This person is for trying the desk. Everybody shares them, so their account stays as it is.")
        )


def forged(error: CSRFError) -> ResponseReturnValue:
    """400: a form that does not come from a page of this session. What was written in it is not lost.

    The browser itself says whether one of our own pages sent it (Sec-Fetch-Site); then it may be sent again.
    """
    own = request.headers.get("Sec-Fetch-Site") == "same-origin" and current_user.is_authenticated
    again = own and request.blueprint != "security" and not request.files
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"] if again else []
    return render_template("editor/sign_in/forged.html", fields=fields, again=again), 400
