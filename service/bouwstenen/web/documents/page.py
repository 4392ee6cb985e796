"""The page about a thing, for whoever reads rather than computes."""

from collections.abc import Mapping
from functools import partial

from fastapi.responses import Response
from pyoxigraph import NamedNode

from bouwstenen.languages import preferred
from bouwstenen.library.things import names_of
from bouwstenen.namespaces import BASE, GRAPH, ID, PREFIXES, graph_iri, shorten
from bouwstenen.publishing.documents.claims import SHOWN as CLAIMS_SHOWN
from bouwstenen.publishing.documents.claims import (
    Claim,
    Conflict,
    claims_about,
    conflicts_of,
    count_conflicts,
)
from bouwstenen.publishing.documents.description import Description, labels_in
from bouwstenen.publishing.documents.document import Document, asking
from bouwstenen.publishing.schema_org import thing_data
from bouwstenen.store.interface import QueryStore, select
from bouwstenen.web.addressing import base_of, link_of, root_of
from bouwstenen.web.documents.texts import WORDS
from bouwstenen.web.documents.view import SHOWN, Value, View
from bouwstenen.web.pages import language_of, render
from bouwstenen.web.representation import OFFERED, Representation

__all__ = ["document_page", "shapes_page"]

_TYPES = {each.name: each.media_type for each in OFFERED}

_QUERY = """CONSTRUCT {{
  {0} ?p ?o .
  ?s ?q {0}
}} WHERE {{
  {{ {0} ?p ?o }}
  UNION
  {{ ?s ?q {0} }}
}}"""
_VALUES = (
    "SELECT DISTINCT ?thing ?label WHERE {{\n  {0} {1} ?thing\n  OPTIONAL {{ ?thing rdfs:label ?label }}\n}}"
)
_POINTING = (
    "SELECT DISTINCT ?thing ?label WHERE {{\n  ?thing {1} {0}\n  OPTIONAL {{ ?thing rdfs:label ?label }}\n}}"
)
_INVERSES = "SELECT DISTINCT ?a ?b WHERE { ?a owl:inverseOf ?b FILTER(isIRI(?a) && isIRI(?b)) }"
_COUNTED = "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?things) WHERE {{ GRAPH {0} {{ ?s ?p ?o }} }}"
_CONTENTS = """SELECT DISTINCT ?s WHERE {{ GRAPH {0} {{ ?s ?p ?o FILTER(isIRI(?s)) }} }}
ORDER BY ?s LIMIT {1}"""
_LISTED = "SELECT DISTINCT ?thing WHERE {{\n  GRAPH {0} {{ ?thing ?p ?o }}\n}}\nORDER BY ?thing"
_SHAPES = """SELECT DISTINCT ?shape ?label ?target WHERE {{
  GRAPH {0} {{
    ?shape a sh:NodeShape .
    OPTIONAL {{ ?shape rdfs:label ?label }}
    OPTIONAL {{ ?shape sh:targetClass ?target }}
  }}
}}"""

#: Statements that a conflict or claim has by its rows here are told there.
_CONFLICTING = {PREFIXES["bm"] + name for name in ("subject", "involves", "statement")}


def document_page(
    shown: Representation, made: Document, store: QueryStore, headers: Mapping[str, str]
) -> Response:
    """Return the page about a thing.

    Args:
        shown: where it is asked for.
        made: what is said of the thing.
        store: where that was found.
        headers: of the response.
    """
    request, description = shown.request, made.description
    language, iri = language_of(request), NamedNode(description.iri)
    claims = claims_about(store, iri) if f"{PREFIXES['bm']}about" in description.counts else []
    conflicts = conflicts_of(store, iri) if _CONFLICTING & description.counts.keys() else []
    contents = _contents(store, iri) if description.iri.startswith(GRAPH) else None
    names = {
        **_names_of_all(store, language, claims, conflicts, made, contents),
        **labels_in(language, description.labels, _mentioned(description)),
    }
    leads = partial(_leads, root_of(request), language)
    lists = partial(_lists, root_of(request), language, iri)
    view = View(description, names, language, leads, lists, _inverses(store))
    query = _QUERY.format(iri)
    structured = thing_data(store, description.iri, language, base_of(request))
    return render(
        request,
        "document.html",
        structured=structured,
        headers=headers,
        words=WORDS,
        made=made,
        iri=description.iri,
        view=view,
        title=view.title(),
        lead=view.lead(),
        sections=view.sections(),
        claims=[_claim(view, claim) for claim in claims],
        claims_more=_more(lists, made, "about", len(claims)),
        conflicts=[_conflict(view, conflict, language) for conflict in conflicts],
        conflicts_more=_more_conflicts(store, iri, len(conflicts), root_of(request), language),
        pointing=view.pointing(),
        graphs=view.links(description.graphs),
        successors=view.links(made.replaced_by),
        question=_question(root_of(request), language, description.iri),
        contents=_shown_contents(view, contents, root_of(request), language, iri) if contents else None,
        variants=shown.variants(),
        types=_TYPES,
        query=query,
        editor=asking(root_of(request), query, {"edit": "1", "lang": language}),
    )


def shapes_page(shown: Representation, store: QueryStore) -> Response:
    """Return the page that lists the shapes."""
    request = shown.request
    language = language_of(request)
    shapes: dict[str, tuple[dict[str, str], set[str]]] = {}
    for row in select(store, _SHAPES.format(NamedNode(graph_iri("shapes")))):
        texts, targets = shapes.setdefault(row["shape"].value, ({}, set()))
        if row["label"] is not None:
            texts[row["label"].language or ""] = row["label"].value
        if row["target"] is not None:
            targets.add(row["target"].value)
    names = names_of(store, {target for _, targets in shapes.values() for target in targets}, language)
    leads = partial(_leads, root_of(request), language)
    rows = [
        (
            Value(preferred(texts, language) or iri.rpartition("/")[2], leads(iri)),
            [Value(shorten(names[target]), leads(target)) for target in sorted(targets)],
        )
        for iri, (texts, targets) in sorted(shapes.items())
    ]
    return render(
        request,
        "shapes.html",
        headers=shown.headers(),
        words=WORDS,
        rows=rows,
        variants=shown.variants(),
        types=_TYPES,
    )


def _mentioned(description: Description) -> set[str]:
    return {triple.subject.value for triple in description.labels if isinstance(triple.subject, NamedNode)}


def _names_of_all(
    store: QueryStore,
    language: str,
    claims: list[Claim],
    conflicts: list[Conflict],
    made: Document,
    contents: tuple[int, int, list[str]] | None,
) -> dict[str, str]:
    iris = {*made.replaced_by, *made.description.graphs, *(contents[2] if contents else ())}
    for claim in claims:
        iris.update((claim.iri, *claim.kinds, *claim.passages, *claim.agents))
        for predicate, term in claim.says:
            iris.update((predicate, *([term.value] if isinstance(term, NamedNode) else [])))
    for conflict in conflicts:
        iris.update((conflict.severity, conflict.kind))
    named = names_of(store, iris, language) if iris else {}
    return {iri: name for iri, name in named.items() if name != iri}


def _claim(view: View, claim: Claim) -> dict[str, object]:
    kinds = [kind for kind in claim.kinds if kind.startswith(BASE) and not kind.endswith("/Claim")]
    return {
        "kind": Value(", ".join(view.name(kind) for kind in kinds) or view.name(claim.iri)),
        "href": view.links([claim.iri])[0].href,
        "says": view.said(claim.says),
        "passages": view.links(claim.passages),
        "agents": view.links(claim.agents),
    }


def _conflict(view: View, conflict: Conflict, language: str) -> dict[str, object]:
    return {
        "text": preferred(conflict.texts, language) or conflict.iri,
        "href": view.links([conflict.iri])[0].href,
        "severity": view.name(conflict.severity),
        "kind": view.name(conflict.kind),
    }


def _more(lists: partial[str], made: Document, name: str, count: int) -> tuple[int, str] | None:
    """How many more there are, and where they are listed."""
    every = made.description.counts.get(PREFIXES["bm"] + name, 0)
    return (every - count, lists(PREFIXES["bm"] + name, True)) if every > count else None


def _more_conflicts(
    store: QueryStore, iri: NamedNode, count: int, root: str, language: str
) -> tuple[int, str] | None:
    if count < CLAIMS_SHOWN:
        return None
    every, query = count_conflicts(store, iri)
    return (every - count, asking(root, query, {"edit": "1", "lang": language})) if every > count else None


def _leads(root: str, language: str, iri: str) -> str:
    address = link_of(root, iri)
    return address if address == iri else f"{address}?lang={language}"


def _lists(root: str, language: str, iri: NamedNode, predicate: str, incoming: bool) -> str:
    query = (_POINTING if incoming else _VALUES).format(iri, NamedNode(predicate))
    return asking(root, query, {"edit": "1", "lang": language})


def _inverses(store: QueryStore) -> dict[str, str]:
    pairs = [(row["a"].value, row["b"].value) for row in select(store, _INVERSES)]
    return {**dict(pairs), **{other: one for one, other in pairs}}


def _question(root: str, language: str, iri: str) -> str | None:
    name = iri.removeprefix(f"{ID}question/")
    return f"{root}/queries/{name}?lang={language}" if name != iri else None


def _contents(store: QueryStore, iri: NamedNode) -> tuple[int, int, list[str]]:
    (row,) = select(store, _COUNTED.format(iri))
    things = [found["s"].value for found in select(store, _CONTENTS.format(iri, SHOWN))]
    return int(row["n"].value), int(row["things"].value), things


def _shown_contents(
    view: View, contents: tuple[int, int, list[str]], root: str, language: str, iri: NamedNode
) -> dict[str, object]:
    statements, things, first = contents
    return {
        "statements": statements,
        "things": things,
        "first": view.links(first),
        "more": things - len(first),
        "address": asking(root, _LISTED.format(iri), {"edit": "1", "lang": language}),
    }
