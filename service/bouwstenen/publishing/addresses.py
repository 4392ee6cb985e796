"""The three addresses of a SPARQL server: where graphs are put, where queries and where updates go."""

from dataclasses import dataclass

from bouwstenen.errors import WrongUseError
from bouwstenen.settings import checked_address

__all__ = ["Addresses", "find_addresses"]

#: How the address of a graph store ends, and what stands there for queries and for updates instead.
_LAYOUTS = {
    "/store": ("/query", "/update"),  # Oxigraph
    "/data": ("/query", "/update"),  # Fuseki
    "/rdf-graphs/service": ("", "/statements"),  # GraphDB, RDF4J: below repositories/NAME
    "/sparql-graph-crud": ("/sparql", "/sparql"),  # Virtuoso
    "/sparql/gsp": ("/sparql", "/sparql"),  # Neptune
}


@dataclass(frozen=True)
class Addresses:
    """Where a server takes what.

    Args:
        store: graphs, by the SPARQL 1.1 Graph Store HTTP Protocol.
        query: queries, by the SPARQL 1.1 Protocol.
        update: updates, by the same.
    """

    store: str
    query: str
    update: str


def find_addresses(store: str, query: str | None = None, update: str | None = None) -> Addresses:
    """Return the addresses of a server, worked out from that of its graph store where they are not given.

    >>> find_addresses("http://localhost:7878/store").update
    'http://localhost:7878/update'

    Raises:
        WrongUseError: one is no address, or the layout is not one we know and they are not all given.
    """
    for name, address in (("--to", store), ("--query", query), ("--update", update)):
        try:
            checked_address(address or store)
        except ValueError as error:
            raise WrongUseError(f"{error}.", where=name, mend="Give it as http://host:port/path.") from None
    base = store.rstrip("/")
    for ending, (asked, updated) in _LAYOUTS.items():
        if base.endswith(ending):
            server = base.removesuffix(ending)
            return Addresses(store, query or server + asked, update or server + updated)
    if query and update:
        return Addresses(store, query, update)
    raise WrongUseError(
        "the other two addresses do not follow from this one.",
        where="--to",
        mend=f"Give --query and --update, or an address that ends in {', '.join(_LAYOUTS)}.",
    )
