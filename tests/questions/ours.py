"""The real graph with one invented intervention that only we classify: for what rests on our own types."""

from functools import cache
from pathlib import Path

from bouwstenen.graph import derivation, inference, sources
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import QueryStore

__all__ = ["with_ours"]

_ROOT = Path(__file__).resolve().parents[2]

#: “Proef” has no type in the report; we put it in 1.1. No table names it at a factor.
_OURS = """
PREFIX bm: <https://w3id.org/bouwstenen/def/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
INSERT DATA { GRAPH <https://w3id.org/bouwstenen/graph/typen> {
  <https://w3id.org/bouwstenen/id/intervention/proef> a bm:Intervention ; rdfs:label "Proef"@nl .
  <https://w3id.org/bouwstenen/id/claim/bouwstenen-proef-type> a bm:TypeClaim ;
    prov:wasAttributedTo <https://w3id.org/bouwstenen/id/organisation/bouwstenen> ;
    prov:wasDerivedFrom <https://w3id.org/bouwstenen/id/passage/tabel-b3-7-diamant> ;
    bm:about <https://w3id.org/bouwstenen/id/intervention/proef> ;
    bm:interventionType <https://w3id.org/bouwstenen/id/intervention-type/1.1> ;
    bm:reason "Voor een test."@nl .
} }"""


@cache
def with_ours() -> QueryStore:
    """Return the graph with that intervention, with all that is derived and inferred."""
    store = sources.load(sources.find(_ROOT))
    store.update(_OURS)
    derivation.derive(store)
    inference.infer(store)
    return EmbeddedStore(store)
