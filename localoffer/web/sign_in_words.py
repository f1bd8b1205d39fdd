"""What signing in says, in our words. Flask-Security looks them up in our own translations."""


def _(words: str) -> str:
    """Marks words to be translated; they are looked up when they are shown."""
    return words


MESSAGES = {
    "GENERIC_AUTHN_FAILED": _("The e-mail address or the password is not right. Check both, then try again."),
    "GENERIC_RECOVERY": _("If we know that address, a letter is on its way to it."),
    "PASSWORD_RESET_REQUEST": _("If we know that address, a letter is on its way to it."),
    "PASSWORD_RESET_EXPIRED": _("That link is too old. Ask for a new one."),
    "INVALID_RESET_PASSWORD_TOKEN": _("That link does not work any more. Ask for a new one."),
    "PASSWORD_RESET_NO_LOGIN": _("Your password is changed. Sign in with the new one."),
    "PASSWORD_CHANGE": _("Your password is changed. You are signed out on every other device."),
    "PASSWORD_IS_THE_SAME": _("That is your password now. Choose a new one."),
    "PASSWORD_NOT_PROVIDED": _("Write your password."),
    "RETYPE_PASSWORD_MISMATCH": _("The two passwords are not the same. Write the new one again."),
    "INVALID_PASSWORD": _("That is not your password. Try again."),
    "INVALID_EMAIL_ADDRESS": _("Write a whole e-mail address, like ana@example.org."),
    "EMAIL_NOT_PROVIDED": _("Write your e-mail address."),
    "DISABLED_ACCOUNT": _("This account has been closed. Ask an administrator if you need it."),
    "UNAUTHENTICATED": _("Sign in first."),
    "REAUTHENTICATION_REQUIRED": _("Show us once more that it is you."),
    "REAUTHENTICATION_SUCCESSFUL": _("Thank you. You can go on."),
    "ANONYMOUS_USER_REQUIRED": _("You are signed in already."),
    "INVALID_REDIRECT": _("That address is not on this site."),
    "API_ERROR": _("We could not read that. Try again."),
    "INVALID_INPUT": _("We could not read that. Try again."),
    "INVALID_INPUT_LENGTH": _("That is too long."),
    "TWO_FACTOR_INVALID_TOKEN": _("That code is not right, or was used already. Wait for the next one in your app."),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": _("You are signed in."),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": _("Your app gives your codes from now on."),
    "TWO_FACTOR_PERMISSION_DENIED": _("That took too long. Begin again."),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": _("Choose one of the ways below."),
    "TWO_FACTOR_SETUP_EXPIRED": _("That took too long. Begin again."),
    "INVALID_RECOVERY_CODE": _("That code is not right, or was used already."),
    "WEBAUTHN_EXPIRED": _("That took too long. Begin again."),
    "WEBAUTHN_NAME_REQUIRED": _("Give the passkey a name."),
    "WEBAUTHN_NAME_INUSE": _("You have a passkey of that name. Choose another name."),
    "WEBAUTHN_NAME_NOT_FOUND": _("You have no passkey of that name."),
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": _("A name may have letters, numbers, spaces and dashes only."),
    "WEBAUTHN_CREDENTIAL_DELETED": _("The passkey “%(name)s” is removed."),
    "WEBAUTHN_REGISTER_SUCCESSFUL": _("The passkey “%(name)s” is ready."),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": _("This passkey is in use already."),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": _("We do not know this passkey. Sign in with your password."),
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": _("We do not know this passkey. Sign in with your password."),
    "WEBAUTHN_NO_VERIFY": _("That passkey did not work. Try again, or sign in with your password."),
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": _("This passkey works only after your password."),
    "WEBAUTHN_MISMATCH_USER_HANDLE": _("This passkey belongs to somebody else."),
}
