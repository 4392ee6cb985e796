"""The real graph with invented interventions that only we classify: for what rests on our own types."""

from functools import cache
from pathlib import Path

from bouwstenen.graph import derivation, inference, sources
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import QueryStore

__all__ = ["with_ours"]

_ROOT = Path(__file__).resolve().parents[2]

#: “Proef” has no type in the report; we put it in 1.1. A table names it at “Kennis”, not a target of 1.1.
#: “Erkende proef” is the same but for a recognition, “Onderzochte proef” but for an evaluation.
_OURS = """
PREFIX bm: <https://w3id.org/bouwstenen/def/>
PREFIX claim: <https://w3id.org/bouwstenen/id/claim/>
PREFIX factor: <https://w3id.org/bouwstenen/id/factor/>
PREFIX intervention: <https://w3id.org/bouwstenen/id/intervention/>
PREFIX level: <https://w3id.org/bouwstenen/id/recognition-level/>
PREFIX organisation: <https://w3id.org/bouwstenen/id/organisation/>
PREFIX passage: <https://w3id.org/bouwstenen/id/passage/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX source: <https://w3id.org/bouwstenen/id/source/>
PREFIX type: <https://w3id.org/bouwstenen/id/intervention-type/>
INSERT DATA { GRAPH <https://w3id.org/bouwstenen/graph/proef> {
  intervention:proef a bm:Intervention ; rdfs:label "Proef"@nl .
  intervention:erkende-proef a bm:Intervention ; rdfs:label "Erkende proef"@nl .
  intervention:onderzochte-proef a bm:Intervention ; rdfs:label "Onderzochte proef"@nl .
  claim:proef-coverage a bm:CoverageClaim ; bm:about intervention:proef ; bm:factor factor:kennis ;
    prov:wasAttributedTo organisation:rapportauteurs ; prov:wasDerivedFrom passage:tabel-b3-1-kennis .
  claim:proef-type a bm:TypeClaim ; bm:about intervention:proef ;
    bm:interventionType type:1.1 ;
    prov:wasAttributedTo organisation:bouwstenen ; prov:wasDerivedFrom passage:tabel-b3-1-kennis .
  claim:erkende-proef-type a bm:TypeClaim ; bm:about intervention:erkende-proef ;
    bm:interventionType type:1.1 ;
    prov:wasAttributedTo organisation:bouwstenen ; prov:wasDerivedFrom passage:tabel-b3-1-kennis .
  claim:erkende-proef-recognition a bm:RecognitionClaim ; bm:about intervention:erkende-proef ;
    bm:recognitionLevel level:nji-goed-onderbouwd ;
    prov:wasAttributedTo organisation:rapportauteurs ; prov:wasDerivedFrom passage:tabel-b3-1-kennis .
  claim:onderzochte-proef-type a bm:TypeClaim ; bm:about intervention:onderzochte-proef ;
    bm:interventionType type:1.1 ;
    prov:wasAttributedTo organisation:bouwstenen ; prov:wasDerivedFrom passage:tabel-b3-1-kennis .
  claim:onderzochte-proef-evaluation a bm:DescriptionClaim ; bm:about intervention:onderzochte-proef ;
    bm:evaluation source:bertelsen-2015 ;
    prov:wasAttributedTo organisation:rapportauteurs ; prov:wasDerivedFrom passage:tabel-b3-1-kennis .
} }"""


@cache
def with_ours() -> QueryStore:
    """Return the graph with those interventions, with all that is derived and inferred."""
    store = sources.load(sources.find(_ROOT))
    store.update(_OURS)
    derivation.derive(store)
    inference.infer(store)
    return EmbeddedStore(store)
