"""The web addresses that a release cites: pages of things and sources, not names of vocabularies."""

from bouwstenen.namespaces import BASE
from bouwstenen.store.interface import QueryStore, select

__all__ = ["cited_addresses"]

#: What leads a reader to a page elsewhere. Identifiers (ORCID, TOOI), licences and terms are no such pages.
_QUERY = """
SELECT DISTINCT ?address WHERE {
  VALUES ?leads { foaf:page foaf:homepage schema:url }
  ?thing ?leads ?address .
  FILTER(ISIRI(?address))
}"""


def cited_addresses(store: QueryStore) -> list[str]:
    """Return the addresses elsewhere that a release cites, sorted."""
    found = {row["address"].value for row in select(store, _QUERY)}
    return sorted(address for address in found if not address.startswith(BASE))
