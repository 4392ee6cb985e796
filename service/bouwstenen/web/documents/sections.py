"""Where on a page a property is told, and which properties say the same the other way round."""

from bouwstenen.namespaces import BM, PREFIXES, graph_iri

__all__ = ["INVERSES", "LABELS", "SECTIONS", "TEXTS", "TITLE", "TOLD", "WORKED_OUT"]

_SKOS, _RDFS, _DCTERMS = (PREFIXES[name] for name in ("skos", "rdfs", "dcterms"))
_ISOTHES = PREFIXES["isothes"]

LABELS = (f"{_RDFS}label", f"{_SKOS}prefLabel")
TITLE = f"{_DCTERMS}title"
TEXTS = (f"{_SKOS}definition", f"{_DCTERMS}description", f"{_RDFS}comment")
SECTIONS: dict[str, tuple[str, ...]] = {
    "names": (*LABELS, f"{_SKOS}altLabel", f"{_SKOS}hiddenLabel", f"{_SKOS}notation"),
    "texts": (
        *TEXTS,
        *(f"{_SKOS}{name}" for name in ("scopeNote", "example", "note", "editorialNote", "historyNote")),
    ),
    "place": (
        *(f"{_SKOS}{name}" for name in ("broader", "narrower", "related", "broaderTransitive")),
        *(f"{_ISOTHES}{name}" for name in ("broaderGeneric", "broaderPartitive", "broaderInstantial")),
        *(f"{_ISOTHES}{name}" for name in ("narrowerGeneric", "narrowerPartitive", "narrowerInstantial")),
        *(f"{_SKOS}{name}" for name in ("narrowerTransitive", "inScheme", "topConceptOf", "hasTopConcept")),
        *(f"{_DCTERMS}{name}" for name in ("isPartOf", "hasPart")),
    ),
}
#: Graphs of what we work out; what stands nowhere else, nobody has claimed in so many words.
WORKED_OUT = {graph_iri("derived"), graph_iri("inferred")}
#: Told elsewhere on the page: claims, and conflicts with their sides.
TOLD = {f"{BM}{name}" for name in ("about", "subject", "involves", "statement", "statementA", "statementB")}
#: Pairs of ours come from the ontology.
INVERSES = {
    f"{_SKOS}{one}": f"{_SKOS}{other}"
    for pair in (("broader", "narrower"), ("broaderTransitive", "narrowerTransitive"))
    for one, other in (pair, pair[::-1])
} | {f"{_SKOS}{name}": f"{_SKOS}{name}" for name in ("related", "closeMatch", "exactMatch", "relatedMatch")}
