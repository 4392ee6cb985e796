"""A home with a release of small sources, and its database."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bouwstenen.build import build
from bouwstenen.curation.database import Database, open_database
from bouwstenen.curation.publisher import Build, Built
from bouwstenen.settings import Settings
from bouwstenen.validation.findings import as_text, violations
from tests.durability.small import small_sources


@pytest.fixture(scope="session")
def small(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of small sources, built once; copy its home."""
    folder = tmp_path_factory.mktemp("small")
    sources = small_sources(root, folder / "sources")
    outcome = build(sources, folder / "home")
    assert outcome.release is not None, outcome.findings[:5]
    return Settings(home=folder / "home", sources=sources)


@pytest.fixture
def durable(small: Settings, tmp_path: Path) -> Settings:
    """The same with a home and sources of its own."""
    for folder in ("home", "sources"):
        shutil.copytree(small.home.parent / folder, tmp_path / folder)
    return Settings(home=tmp_path / "home", sources=tmp_path / "sources")


@pytest.fixture
def accepted(durable: Settings) -> Iterator[Database]:
    """Its database."""
    database = open_database(durable)
    yield database
    database.close()


@pytest.fixture
def building(durable: Settings) -> Build:
    """Builds in this process."""

    def run(without: frozenset[int]) -> Built:
        outcome = build(durable.sources, durable.home, jobs=1, without=without)
        wrong = as_text(violations(outcome.findings), outcome.labels)
        return Built(outcome.release.hash if outcome.release else None, wrong)

    return run
