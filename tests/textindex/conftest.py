"""The text index of the checkout's graph."""

from functools import partial

import pytest
from pyoxigraph import Store

from bouwstenen.solutions import select
from bouwstenen.textindex.entries import Entry, read_entries
from bouwstenen.textindex.index import TextIndex


@pytest.fixture(scope="session")
def entries(store: Store) -> list[Entry]:
    """What there is to find."""
    return read_entries(partial(select, store))


@pytest.fixture(scope="session")
def index(entries: list[Entry]) -> TextIndex:
    """The index of it."""
    return TextIndex.of(entries)
