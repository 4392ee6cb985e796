"""Every setting in one table: name, default, help. CLI, documentation and tests follow from it."""

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bouwstenen.errors import WrongUseError

__all__ = ["Settings", "read_settings"]

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


def _default_sources() -> Path:
    """An installed package carries its sources; a checkout has them at its top."""
    packaged = _PACKAGE / "sources"
    return packaged if packaged.is_dir() else _CHECKOUT


def _default_home() -> Path:
    """A checkout keeps its releases to itself, an installed package in the user's data folder."""
    return user_data_path("bouwstenen") if (_PACKAGE / "sources").is_dir() else _CHECKOUT / ".bouwstenen"


class Settings(BaseSettings):
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
    jobs: int = Field(
        default=2, ge=1, le=64, description="Processes that check shapes side by side during a build."
    )


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
        raise WrongUseError(
            f"“{first['input']}” is not a value for it: {first['msg']}.", where=name
        ) from error
