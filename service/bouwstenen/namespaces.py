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
    "RELEASE",
    "declarations",
    "expand",
    "graph_iri",
    "is_address",
    "shorten",
    "slugify",
    "thing_iri",
]

BASE = "https://w3id.org/bouwstenen/"
BM = f"{BASE}def/"
ID = f"{BASE}id/"
GRAPH = f"{BASE}graph/"
RELEASE = f"{BASE}release/"

PREFIXES: dict[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "as": "https://www.w3.org/ns/activitystreams#",
    "bibo": "http://purl.org/ontology/bibo/",
    "bm": BM,
    "cito": "http://purl.org/spar/cito/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "earl": "http://www.w3.org/ns/earl#",
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

#: Paths below our base that name something; any other is an address of the service.
_NAMES = ("id/", "def/", "graph/", "shape/", "release/")


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


def is_address(iri: str) -> bool:
    """Return whether an IRI below our base is where the service answers, not the name of something.

    >>> is_address("https://w3id.org/bouwstenen/sparql"), is_address("https://w3id.org/bouwstenen/id/trede/3")
    (True, False)
    """
    return iri.startswith(BASE) and not iri.removeprefix(BASE).startswith(_NAMES)


def declarations(query: str) -> list[str]:
    """Return a PREFIX declaration for each of our prefixes that a query uses and does not declare itself.

    It may return one too many, for a text in the query that looks like a prefixed name: that does no harm.

    >>> declarations("ASK { ?trede a bm:Trede }")
    ['PREFIX bm: <https://w3id.org/bouwstenen/def/>']
    """
    declared = set(re.findall(r"(?im)^\s*PREFIX\s+([\w-]*):", query))
    used = (p for p in PREFIXES if p not in declared and re.search(rf"(?<![\w:-]){p}:", query))
    return [f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in used]


def expand(name: str) -> str:
    """Return the IRI that a name with one of our prefixes stands for; any other text as it is.

    >>> expand("bm:Claim"), expand("https://example.org/x")
    ('https://w3id.org/bouwstenen/def/Claim', 'https://example.org/x')
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES and not local.startswith("//") else name


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
