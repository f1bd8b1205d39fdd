"""Every setting of the directory, typed, from the environment only (prefix ``LOCALOFFER_``)."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from localoffer.errors import SettingsError

ROOT = Path(__file__).resolve().parents[1]


class Settings(BaseSettings):
    """Defaults are right for one person trying the site on their own machine; production sets what differs."""

    model_config = SettingsConfigDict(env_prefix="LOCALOFFER_", env_ignore_empty=True, extra="ignore")

    #: ``production`` refuses to start without SECRET_KEY and BASE_URL, and sends HSTS.
    mode: Literal["development", "production"] = "development"
    #: SQLAlchemy address of the database. Empty: SQLite in INSTANCE_DIR.
    database_url: str = ""
    #: What the server writes for itself: the database, the secret key, the postcode file.
    instance_dir: Path = ROOT / "instance"
    #: The search index; disposable.
    index_dir: Path = ROOT / "index"
    #: The content store that `flask content load` reads when it is given no folder.
    content_dir: Path = ROOT / "content"
    #: What answers searches.
    search_engine: Literal["whoosh", "memory"] = "whoosh"
    #: Signs forms and cookies. Made and kept in INSTANCE_DIR on the first run.
    secret_key: str = ""
    #: Where the site lives, for links in feeds and the sitemap, without a slash at the end.
    base_url: str = "http://127.0.0.1:8000"
    #: The mail server: ``smtp://user:password@host:587?from=Name <address>&tls=starttls|implicit|none``. Empty: letters
    #: wait.
    mail_url: str = ""
    #: Single sign-on by OpenID Connect: the provider's address, our name and secret there, what the button says.
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_label: str = "Council account"
    #: How many proxies of the council's own stand before this site; so many of their words on who asks are believed.
    proxies: int = Field(default=0, ge=0, le=5)
    #: Most results on one page of a search.
    page_size: int = Field(default=20, ge=5, le=100)

    @property
    def database(self) -> str:
        """The SQLAlchemy address in use."""
        return self.database_url or f"sqlite:///{self.instance_dir / 'localoffer.sqlite'}"

    @property
    def postcode_file(self) -> Path:
        """The built file of postcode points."""
        return self.instance_dir / "postcodes.npz"


def read_settings() -> Settings:
    """Settings from the environment. Raises SettingsError naming the first variable that cannot be used."""
    try:
        settings = Settings()
    except ValidationError as error:
        fault = error.errors()[0]
        name = "LOCALOFFER_" + str(fault["loc"][0]).upper()
        raise SettingsError(f"The setting {name} cannot be used: {fault['msg']}.") from None
    if settings.mode == "production":
        for name in ("secret_key", "base_url"):
            if name not in settings.model_fields_set:
                raise SettingsError(f"Set LOCALOFFER_{name.upper()}: production does not start without it.")
    if settings.oidc_issuer:
        for name in ("oidc_client_id", "oidc_client_secret"):
            if not getattr(settings, name):
                raise SettingsError(f"Set LOCALOFFER_{name.upper()} too: single sign-on needs it.")
    return settings


def secret_key(settings: Settings) -> str:
    """The signing key: the one set, or the one kept in the instance folder, made there if need be."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.instance_dir / "secret_key"
    make_folder(settings.instance_dir)
    if not path.exists():
        # written whole beside it first: two workers that start together must end with one key
        beside = path.with_name(f"secret_key.{secrets.token_hex(4)}")
        beside.touch(mode=0o600)
        beside.write_text(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(beside, path)
        beside.unlink()
    return path.read_text()


def make_folder(folder: Path) -> None:
    """Make a folder unless it is there. Raises SettingsError, saying why, when it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"The folder {folder} cannot be made: {error.strerror}. Set LOCALOFFER_INSTANCE_DIR to one that can."
        ) from None
