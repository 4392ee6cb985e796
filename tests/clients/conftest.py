"""A second SPARQL endpoint, of somebody else: made-up numbers about municipalities that ours knows."""

from collections.abc import Iterator

import pytest

from tests.servers import Remote, oxigraph

#: Fictive on purpose: nothing here is the population of anything.
_FICTIVE = """
PREFIX m: <https://w3id.org/bouwstenen/id/municipality/>
PREFIX ex: <http://example.org/>
INSERT DATA { m:amsterdam ex:population 300 . m:utrecht ex:population 200 . m:nergens ex:population 100 }
"""


@pytest.fixture(scope="session")
def second() -> Iterator[Remote]:
    """The second endpoint."""
    with oxigraph() as server:
        server.run(_FICTIVE)
        yield server
