"""Every setting in one table: name, default, help. CLI, documentation and tests follow from it."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bouwstenen.bounds import Bounds
from bouwstenen.errors import WrongUseError

__all__ = ["EMBEDDED", "Settings", "checked_address", "limits", "read_settings"]

#: The value of `store` for a release in our own processes.
EMBEDDED = "embedded"

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


def _default_sources() -> Path:
    """An installed package carries its sources; a checkout has them at its top."""
    packaged = _PACKAGE / "sources"
    return packaged if packaged.is_dir() else _CHECKOUT


def _default_home() -> Path:
    """A checkout keeps its releases to itself, an installed package in the user's data folder."""
    return user_data_path("bouwstenen") if (_PACKAGE / "sources").is_dir() else _CHECKOUT / ".bouwstenen"


def checked_address(text: str) -> str:
    """Return the address of a server, when it can be one.

    Raises:
        ValueError: it is no http or https address, or carries a name and password, which belong in
            BOUWSTENEN_STORE_AUTHORIZATION: addresses are shown in messages.
    """
    try:
        parts = urlsplit(text)
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or any(character.isspace() for character in text):
        raise ValueError("it is no http or https address")
    if parts.username is not None:
        raise ValueError("a name and password belong in BOUWSTENEN_STORE_AUTHORIZATION")
    return text


class Settings(Bounds, BaseSettings):
    """Read from the environment; each name in capitals with `BOUWSTENEN_` before it."""

    model_config = SettingsConfigDict(env_prefix="BOUWSTENEN_", env_ignore_empty=True, frozen=True)

    home: Path = Field(
        default_factory=_default_home,
        description="Folder that holds the releases. A checkout uses `.bouwstenen` at its top, an installed "
        "package the user's data folder.",
    )
    sources: Path = Field(
        default_factory=_default_sources,
        description="Folder with `ontology`, `data`, `shapes` and `queries`. By default the checkout, or the "
        "copies inside an installed package.",
    )
    host: str = Field(default="127.0.0.1", description="Address the service listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port the service listens on.")
    address: str | None = Field(
        default=None,
        description="Address under which others reach the service, where that is not the one it is asked at: "
        "behind a proxy, or below a path.",
    )
    contact: str | None = Field(
        default=None,
        description="Where readers may ask questions: the address of a page or form, or `mailto:` and a mail "
        "address. It is shown, named in the catalog, and to whoever `links check` asks.",
    )
    jobs: int = Field(
        default=2, ge=1, le=64, description="Processes that check shapes side by side during a build."
    )
    store: str = Field(
        default=EMBEDDED,
        description="Where queries are answered: `embedded`, or the address of the query endpoint of a "
        "SPARQL 1.1 server that `bouwstenen publish` has loaded.",
    )
    store_authorization: SecretStr | None = Field(
        default=None,
        description="Value of the Authorization header that server asks for, as `Bearer …` or `Basic …`. "
        "Secret.",
    )
    database: SecretStr | None = Field(
        default=None,
        description="Database of proposals, accounts and the audit log: an address of PostgreSQL, as "
        "`postgresql://name:password@host/database`; without it SQLite, in the file `workflow.sqlite` of "
        "BOUWSTENEN_HOME. Secret.",
    )
    publish: bool = Field(
        default=True,
        description="Whether the service makes releases of accepted changes. Without, and where it asks a "
        "SPARQL server, `bouwstenen publish-changes` does.",
    )
    token_days: int = Field(
        default=180,
        ge=1,
        le=3650,
        description="Days after which a new token expires, where its maker says no other; one made on a page "
        "lasts no longer.",
    )
    session_hours: float = Field(
        default=12.0, gt=0, le=720, description="Hours after which a browser must sign in again."
    )
    query_timeout: float = Field(
        default=30.0,
        gt=0,
        le=3600,
        description="Seconds a query may take, waiting included; the parameter `timeout` lowers it.",
    )
    query_memory: int = Field(
        default=512, ge=16, description="MiB a query may take beyond the release that all share."
    )
    query_rows: int = Field(
        default=1_000_000, ge=1, description="Solutions or triples an answer may have; more is an error."
    )
    query_size: int = Field(default=256, ge=1, description="MiB an answer may have; more is an error.")
    query_short: int = Field(
        default_factory=lambda: max(2, os.cpu_count() or 2),
        ge=1,
        le=256,
        description="Queries that run at once, in the first quarter of a second of each. By default the "
        "number of processors, two at least.",
    )
    query_long: int = Field(
        default=4, ge=1, le=256, description="Queries that run longer than that, at once, at lower priority."
    )
    query_queue: int = Field(
        default=64, ge=0, description="Queries that wait for a place; the next is answered 429."
    )
    package_timeout: float = Field(
        default=15.0, gt=0, le=600, description="Seconds a package may take; what is proven by then is told."
    )
    validate_size: int = Field(
        default=20, ge=1, le=1000, description="MiB that files may have together that are checked."
    )
    validate_timeout: float = Field(
        default=30.0, gt=0, le=3600, description="Seconds that a check of files or of a proposal may take."
    )
    cache_size: int = Field(
        default=64, ge=0, description="MiB of results that are kept; a release never changes. 0 keeps none."
    )
    memory_statements: int = Field(
        default=1_500_000,
        ge=0,
        description="Statements up to which a release is served from memory; a larger one from its folder.",
    )
    earlier_releases: int = Field(
        default=2,
        ge=1,
        le=100,
        description="Earlier releases that are open at once, for whoever asks one of them by name; the one "
        "that was asked longest ago makes room.",
    )
    services: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(),
        description="Endpoints that SERVICE may name: their addresses, with spaces between. All others are "
        "refused.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="What is logged, as lines of JSON; only debug shows the text of queries."
    )

    @property
    def authorization(self) -> str | None:
        """The value of `store_authorization`, to send and never to show."""
        return self.store_authorization.get_secret_value() if self.store_authorization else None

    @field_validator("store")
    @classmethod
    def _is_embedded_or_an_address(cls, text: str) -> str:
        return text if text == EMBEDDED else checked_address(text)

    @field_validator("address")
    @classmethod
    def _is_an_address(cls, text: str | None) -> str | None:
        if text is None:
            return None
        if urlsplit(text).query or urlsplit(text).fragment:
            raise ValueError("what follows ? or # is no part of it")
        return checked_address(text).rstrip("/")

    @field_validator("contact")
    @classmethod
    def _is_a_page_or_mail(cls, text: str | None) -> str | None:
        if text is None or re.fullmatch(r"mailto:[^\s@:]+@[^\s@:]+", text):
            return text
        return checked_address(text)

    @field_validator("services", mode="before")
    @classmethod
    def _are_addresses(cls, given: object) -> object:
        addresses = given.split() if isinstance(given, str) else given
        if isinstance(addresses, Iterable):
            addresses = frozenset(checked_address(str(address)) for address in addresses)
        return addresses

    @field_validator("database")
    @classmethod
    def _is_postgresql(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not secret.get_secret_value().startswith(("postgresql://", "postgres://")):
            raise ValueError("it is no address of PostgreSQL")
        return secret

    @field_validator("store_authorization")
    @classmethod
    def _fits_in_a_header(cls, secret: SecretStr | None) -> SecretStr | None:
        text = secret.get_secret_value() if secret else ""
        if not text.isascii() or not text.isprintable():
            raise ValueError("a header has printable ASCII characters only")
        return secret


def read_settings() -> Settings:
    """Return the settings that the environment gives.

    Raises:
        WrongUseError: one of them has a value it cannot have; names it.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"BOUWSTENEN_{str(first['loc'][0]).upper()}"
        said = first["msg"].removeprefix("Value error, ")
        # what may hold a password is not repeated, nor are its causes, which do repeat it
        if str(first["loc"][0]).startswith(("store", "database")):
            mend = "Give “embedded” or an address as http://localhost:7878/query." * name.endswith("STORE")
            raise WrongUseError(f"this is not a value for it: {said}.", where=name, mend=mend) from None
        raise WrongUseError(f"“{first['input']}” is not a value for it: {said}.", where=name) from error


def limits(settings: Settings) -> list[tuple[str, int | float, str]]:
    """Return name, value and meaning of the settings that bound what a query may take."""
    return [
        (f"BOUWSTENEN_{name.upper()}", getattr(settings, name), field.description or "")
        for name, field in Settings.model_fields.items()
        if name.startswith("query_")
    ]
