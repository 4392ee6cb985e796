"""What tests of dumps share: the dumps of the release, as its build made them."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from bouwstenen.graph.release import current
from bouwstenen.settings import Settings

Read = Callable[[str], bytes]


@pytest.fixture(scope="session")
def folder(settings: Settings) -> Path:
    """The folder with the dumps of the release."""
    return current(settings.home)[0] / "dumps"


@pytest.fixture(scope="session")
def read(folder: Path) -> Read:
    """Gives what a compressed dump holds."""
    return lambda name: gzip.decompress((folder / name).read_bytes())
