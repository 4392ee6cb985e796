"""The one place for namespaces, prefixes and the shape of our IRIs (DESIGN §3, Dutch URI strategy)."""

import re
import unicodedata

__all__ = [
    "BASE",
    "BM",
    "GRAPH",
    "ID",
    "PREFIXES",
    "RDF_TYPE",
    "declarations",
    "graph_iri",
    "shorten",
    "slugify",
    "thing_iri",
]

BASE = "https://w3id.org/bouwstenen/"
BM = f"{BASE}def/"
ID = f"{BASE}id/"
GRAPH = f"{BASE}graph/"

PREFIXES: dict[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "bibo": "http://purl.org/ontology/bibo/",
    "bm": BM,
    "cito": "http://purl.org/spar/cito/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "graph": GRAPH,
    "id": ID,
    "isothes": "http://purl.org/iso25964/skos-thes#",
    "ldes": "https://w3id.org/ldes#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pav": "http://purl.org/pav/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "schema": "https://schema.org/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "sssom": "https://w3id.org/sssom/",
    "tree": "https://w3id.org/tree#",
    "vann": "http://purl.org/vocab/vann/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

RDF_TYPE = PREFIXES["rdf"] + "type"


def slugify(label: str) -> str:
    """Return a label as an ASCII lower-kebab-case slug; apostrophes vanish, the rest becomes hyphens.

    >>> slugify("Amigo’s")
    'amigos'
    >>> slugify("Goede en positieve band met school/werk")
    'goede-en-positieve-band-met-school-werk'
    """
    ascii_text = (
        unicodedata.normalize("NFKD", re.sub(r"['’‘`´]", "", label)).encode("ascii", "ignore").decode()
    )
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")


def thing_iri(kind: str, slug: str) -> str:
    """Return the IRI of a thing: `kind` is its class in lower-kebab-case, `slug` its own name."""
    return f"{ID}{kind}/{slug}"


def graph_iri(name: str) -> str:
    """Return the IRI of the named graph called `name`."""
    return GRAPH + name


def declarations(query: str) -> list[str]:
    """Return a PREFIX declaration for each of our prefixes that a query uses and does not declare itself.

    It may return one too many, for a text in the query that looks like a prefixed name: that does no harm.

    >>> declarations("ASK { ?trede a bm:Trede }")
    ['PREFIX bm: <https://w3id.org/bouwstenen/def/>']
    """
    declared = set(re.findall(r"(?im)^\s*PREFIX\s+([\w-]*):", query))
    used = (p for p in PREFIXES if p not in declared and re.search(rf"(?<![\w:-]){p}:", query))
    return [f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in used]


def shorten(iri: str) -> str:
    """Return an IRI with the longest fitting prefix, or as it is where none fits.

    >>> shorten("https://w3id.org/bouwstenen/def/Claim")
    'bm:Claim'
    """
    fitting = [(len(base), prefix) for prefix, base in PREFIXES.items() if iri.startswith(base)]
    if not fitting:
        return iri
    length, prefix = max(fitting)
    return f"{prefix}:{iri[length:]}"
