"""Comunica works with our endpoint: alone, beside another one, and when it works out itself what we are."""

from pyoxigraph import Store

from bouwstenen.namespaces import PREFIXES
from bouwstenen.solutions import select
from tests.clients.comunica import ask, ask_one
from tests.servers import Remote

#: Comunica reads a query itself, so that prefixes must be declared.
_PREFIXES = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("bm", "rdfs", "skos"))
_MUNICIPALITIES = """
SELECT ?label ?population (COUNT(DISTINCT ?intervention) AS ?interventions) WHERE {
  ?intervention bm:municipality ?municipality .
  ?municipality rdfs:label ?label ; <http://example.org/population> ?population .
} GROUP BY ?label ?population ORDER BY DESC(?population)
"""


def _used_in(store: Store, slug: str) -> str:
    municipality = f"<https://w3id.org/bouwstenen/id/municipality/{slug}>"
    (row,) = select(store, f"SELECT (COUNT(?i) AS ?n) {{ ?i bm:municipality {municipality} }}")
    assert row["n"].value != "0"
    return str(row["n"].value)


def test_select_ask_and_construct(server: str, store: Store) -> None:
    endpoint = [{"type": "sparql", "value": f"{server}/sparql"}]
    rows, yes, no, triples = ask(
        {
            "query": _PREFIXES + "SELECT ?b ?n { ?b a bm:Bouwsteen ; skos:notation ?n } ORDER BY ?n",
            "sources": endpoint,
        },
        {"query": _PREFIXES + "ASK { ?t a bm:Trede ; bm:level 5 }", "sources": endpoint},
        {"query": _PREFIXES + "ASK { ?t a bm:Trede ; bm:level 6 }", "sources": endpoint},
        {
            "query": _PREFIXES + "CONSTRUCT { ?t rdfs:label ?l } WHERE { ?t a bm:Trede ; rdfs:label ?l }",
            "sources": endpoint,
        },
    )
    assert rows == [{"b": f"https://w3id.org/bouwstenen/id/bouwsteen/{n}", "n": str(n)} for n in range(1, 7)]
    assert (yes, no) == (True, False)
    labels = {
        (row["t"].value, row["l"].value)
        for row in select(store, "SELECT * { ?t a bm:Trede ; rdfs:label ?l }")
    }
    assert {(subject, text) for subject, _, text in triples} == labels


def test_a_query_too_long_for_an_address_is_sent_by_post(server: str) -> None:
    iris = " ".join(f"<https://w3id.org/bouwstenen/id/bouwsteen/{n}>" for n in range(1, 1501))
    query = _PREFIXES + f"SELECT ?b {{ VALUES ?b {{ {iris} }} ?b a bm:Bouwsteen }}"
    assert len(query) > 65_535
    assert len(ask_one(query, f"{server}/sparql")) == 6


def test_a_join_over_our_endpoint_and_another(server: str, second: Remote, store: Store) -> None:
    rows = ask_one(_PREFIXES + _MUNICIPALITIES, f"{server}/sparql", second.query)
    assert [(row["population"], row["interventions"]) for row in rows] == [
        ("300", _used_in(store, "amsterdam")),
        ("200", _used_in(store, "utrecht")),
    ]


def test_service_in_a_query_leads_to_us(server: str, second: Remote) -> None:
    query = f"""
    SELECT ?label WHERE {{
      ?municipality <http://example.org/population> 300 .
      SERVICE <{server}/sparql> {{ ?municipality rdfs:label ?label }}
    }}"""
    rows = ask_one(_PREFIXES + query, second.query)
    assert {row["label"] for row in rows} == {"Amsterdam"}


def test_an_address_alone_is_enough(server: str) -> None:
    question = _PREFIXES + "SELECT ?t { ?t a bm:Trede ; bm:level ?l FILTER(?l > 3) }"
    (rows,) = ask({"query": question, "sources": [f"{server}/sparql"]})
    assert {row["t"] for row in rows} == {f"https://w3id.org/bouwstenen/id/trede/{n}" for n in (4, 5)}


def test_a_refusal_reaches_the_user(server: str) -> None:
    answer = ask_one("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } ?s ?p ?o }", f"{server}/sparql")
    assert "SERVICE" in answer["error"] or "400" in answer["error"]
