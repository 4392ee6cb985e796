"""What should be checked or renewed as of a day, by the shapes of `shapes/staleness.ttl`.

No build runs them: what a release holds must not depend on the day it is made.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import QueryBoolean, QuerySolutions, RdfFormat, serialize
from rdflib import DCTERMS, XSD, Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query as Prepared
from rdflib.query import Result

from bouwstenen.namespaces import BASE
from bouwstenen.store.interface import Query, QueryStore
from bouwstenen.validation.findings import Finding
from bouwstenen.validation.shacl import STALENESS, check, read_shapes

__all__ = ["AS_OF", "stale"]

#: What carries the day, with `dcterms:date`.
AS_OF = URIRef(f"{BASE}shape/AsOf")

#: All that the shapes read: classes, what claims are about, and dates.
_READ = """
CONSTRUCT { ?s ?p ?o } WHERE {
  VALUES ?p {
    rdf:type rdfs:subClassOf bm:about bm:cites bm:evaluation prov:wasDerivedFrom dcterms:isPartOf
    dcterms:issued prov:generatedAtTime bm:lastChecked schema:validUntil
  }
  ?s ?p ?o
}"""


_prepared = cache(prepareQuery)


class _Prepared(Graph):
    """A graph that reads each query once: pyshacl asks it anew of every thing, and reading takes longest."""

    def query(self, query_object: str | Prepared, *args: Any, **options: Any) -> Result:  # noqa: ANN401
        """Return what a query answers, as rdflib does."""
        prepared = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *args, **options)


def stale(store: QueryStore, sources: Path, as_of: date) -> list[Finding]:
    """Return what is out of date on a day (warnings), and what nobody knows the date of (info).

    Args:
        store: the release.
        sources: folder with `shapes`.
        as_of: the day.

    Raises:
        SourceError: the shapes cannot be applied.
        TypeError: the store answers no triples.
    """
    answer = store.query(Query(_READ))
    if isinstance(answer, QuerySolutions | QueryBoolean):
        raise TypeError("a CONSTRUCT query answers triples")
    data = _Prepared(bind_namespaces="none")
    data.parse(data=serialize(answer, format=RdfFormat.N_TRIPLES) or b"", format="nt")
    data.add((AS_OF, DCTERMS.date, Literal(as_of.isoformat(), datatype=XSD.date)))
    return check(data, read_shapes([sources / "shapes" / STALENESS]))
