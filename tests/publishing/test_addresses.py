"""The three addresses of a server, from one."""

import pytest

from bouwstenen.errors import WrongUseError
from bouwstenen.publishing.addresses import Addresses, find_addresses


@pytest.mark.parametrize(
    ("store", "query", "update"),
    [
        ("http://x:7878/store", "http://x:7878/query", "http://x:7878/update"),
        ("https://x/ds/data", "https://x/ds/query", "https://x/ds/update"),
        (
            "http://x:7200/repositories/bouw/rdf-graphs/service",
            "http://x:7200/repositories/bouw",
            "http://x:7200/repositories/bouw/statements",
        ),
        ("http://x:8890/sparql-graph-crud", "http://x:8890/sparql", "http://x:8890/sparql"),
        ("https://x:8182/sparql/gsp/", "https://x:8182/sparql", "https://x:8182/sparql"),
    ],
)
def test_known_layouts(store: str, query: str, update: str) -> None:
    assert find_addresses(store) == Addresses(store, query, update)
    assert find_addresses(store, query="http://y/q") == Addresses(store, "http://y/q", update)


def test_unknown_layouts_need_all() -> None:
    found = find_addresses("http://x/a", "http://x/b", "http://x/c")
    assert found == Addresses("http://x/a", "http://x/b", "http://x/c")
    with pytest.raises(WrongUseError, match="--query and --update"):
        find_addresses("http://x/a", "http://x/b")


@pytest.mark.parametrize(
    ("given", "option"),
    [
        (("x:7878/store",), "--to"),
        (("http://me:hush@x/store",), "--to"),
        (("http://x/store", "file:///etc/passwd"), "--query"),
        (("http://x/store", None, "x"), "--update"),
    ],
)
def test_what_is_no_address_is_told(given: tuple[str, ...], option: str) -> None:
    with pytest.raises(WrongUseError, match=option) as caught:
        find_addresses(*given)
    assert "hush" not in str(caught.value)
