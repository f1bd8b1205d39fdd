"""Single sign-on by OpenID Connect: the council's own provider says who somebody is. Switched on by settings.

Code flow with PKCE and a nonce. A person is known by issuer and subject; the first time by a verified e-mail address
that belongs to somebody who may sign in. Nobody else gets in. The provider's own second factor counts as ours (ADR 8).
"""

import logging
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Flask, current_app, flash, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security.utils import login_user
from joserfc.errors import JoseError
from requests import RequestException
from sqlmodel import Session

from localoffer.errors import NotFound
from localoffer.records.people import OutsideIdentity, Person
from localoffer.records.people_queries import person_by_email
from localoffer.settings import Settings
from localoffer.web.accounts import Account
from localoffer.web.addresses import is_own_path
from localoffer.web.doors import EVERYBODY, PREFIX, opened_to
from localoffer.web.letters import whole_url
from localoffer.web.sign_in_notes import write
from localoffer.web.site import EXTENSION, session, site

log = logging.getLogger(__name__)
blueprint = Blueprint("single_sign_on", __name__, url_prefix=f"{PREFIX}/single-sign-on")
CLIENT, NEXT = "localoffer_oidc", "single_sign_on_next"
SECONDS = 10


def _client() -> Any:
    """The provider. Raises NotFound where none is set up."""
    found = current_app.extensions.get(CLIENT)
    if found is None:
        raise NotFound("There is no such page.")
    return found


@blueprint.get("")
@opened_to(EVERYBODY)
def begin() -> ResponseReturnValue:
    """Off to the provider."""
    wanted = request.args.get("next", "")
    cookie[NEXT] = wanted if is_own_path(wanted) else f"{PREFIX}/"
    client = _client()
    try:
        answer: ResponseReturnValue = client.authorize_redirect(whole_url("single_sign_on.back"))
    except (OAuthError, JoseError, RequestException, ValueError, KeyError) as error:
        return _not_in(
            error, _("We cannot reach the single sign-on just now. Try again, or sign in with your password.")
        )
    return answer


@blueprint.get("/back")
@opened_to(EVERYBODY)
def back() -> ResponseReturnValue:
    """Back from the provider, with a code. The one address of the desk where a GET writes: the protocol asks for it."""
    client = _client()
    try:
        claims = client.authorize_access_token()["userinfo"]
    except (OAuthError, JoseError, RequestException, ValueError, KeyError) as error:
        return _not_in(error, _("The single sign-on did not work. Try again, or sign in with your password."))
    account = _account(session(), claims)
    if account is None:
        return _not_in(
            None, _("You are not known here. Ask an administrator to invite you, with the same e-mail address.")
        )
    login_user(account, authn_via=["single-sign-on"])
    session().commit()
    return redirect(cookie.pop(NEXT, f"{PREFIX}/"))


def _not_in(error: Exception | None, sentence: str) -> ResponseReturnValue:
    if error is not None:
        log.warning("Single sign-on failed: %s", type(error).__name__)
    flash(sentence)
    return redirect(url_for("security.login"))


def _account(session: Session, claims: Any) -> Account | None:
    """Whoever the provider vouches for; linked the first time. None for somebody who may not come in."""
    issuer, subject = str(claims["iss"]), str(claims["sub"])
    held = session.get(OutsideIdentity, (issuer, subject)) if len(issuer) <= 255 and len(subject) <= 255 else None
    if held is not None:
        account = session.get(Account, held.person_id)
        return account if account is not None and account.active else None
    person = _by_email(session, claims)
    if person is None:
        return None
    assert person.id is not None
    session.add(OutsideIdentity(issuer=issuer, subject=subject, person_id=person.id))
    account = session.get_one(Account, person.id)
    write(account, "sign-in.linked", issuer=issuer)
    return account


def _by_email(session: Session, claims: Any) -> Person | None:
    if claims.get("email_verified") is not True or not isinstance(claims.get("email"), str):
        return None
    person = person_by_email(session, claims["email"].strip().lower())
    return person if person is not None and person.active and not person.demonstration else None


def init_app(app: Flask) -> None:
    """Register the provider when the settings name one."""
    settings: Settings = app.extensions[EXTENSION].settings
    app.register_blueprint(blueprint)
    if settings.oidc_issuer:
        oauth = OAuth(app)
        app.extensions[CLIENT] = oauth.register(
            "council",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "timeout": SECONDS},
        )

    @app.context_processor
    def surroundings() -> dict[str, Any]:
        if not request.path.startswith(PREFIX) or CLIENT not in current_app.extensions:
            return {}
        return {"single_sign_on": site().settings.oidc_label}
