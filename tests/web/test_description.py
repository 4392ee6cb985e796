"""The service description: in every format, and true to what is on."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, parse

from bouwstenen.formats import GRAPHS, SOLUTIONS, Format
from bouwstenen.namespaces import PREFIXES
from bouwstenen.settings import Settings
from bouwstenen.sparql.description import DATASET, SERVICE, describe_service
from bouwstenen.store.opening import Opened
from bouwstenen.web.app import create_app

_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_ENDPOINT = NamedNode("http://testserver/sparql")


def _sd(name: str) -> NamedNode:
    return NamedNode(PREFIXES["sd"] + name)


def _read(text: str, media_type: str) -> Store:
    form = RdfFormat.from_media_type(media_type)
    assert form is not None
    store = Store()
    store.extend(parse(text, form))
    return store


@pytest.fixture(scope="module")
def described(client: TestClient) -> Store:
    return _read(client.get("/sparql").text, "text/turtle")


def _rows(described: Store, query: str) -> Iterator[list[str]]:
    results = described.query(query, prefixes=PREFIXES)
    for row in results:  # type: ignore[union-attr]
        yield [term.value for term in row]


@pytest.mark.parametrize("item", GRAPHS, ids=lambda item: item.name)
def test_in_every_format(client: TestClient, described: Store, item: Format) -> None:
    asked = [
        client.get("/sparql", headers={"accept": item.media_type}),
        client.get("/sparql", params={"format": item.name}, headers={"accept": _BROWSER}),
        client.get(f"/sparql.{item.name}", headers={"accept": _BROWSER}),
    ]
    for response in asked:
        assert response.status_code == 200
        assert response.headers["content-type"] == item.content_type
        assert "Accept" in response.headers["vary"]
        assert len(_read(response.text, item.media_type)) == len(described) > 100


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "text/turtle"),
        ("application/rdf+xml, text/turtle;q=0.9", "application/rdf+xml"),
        ("text/turtle, text/html;q=0.5", "text/turtle"),
        ("application/n-triples;q=0.4, text/html;q=0.5", "text/html"),
        (_BROWSER, "text/html"),
    ],
)
def test_who_gets_which(client: TestClient, accept: str | None, kind: str) -> None:
    response = client.get("/sparql", headers={"accept": accept} if accept else {})
    assert response.headers["content-type"].partition(";")[0] == kind


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [("/sparql", "text/csv", 406), ("/sparql.csv", "*/*", 406), ("/sparql?format=csv", "*/*", 406)],
)
def test_it_is_no_table(client: TestClient, path: str, accept: str, status: int) -> None:
    assert client.get(path, headers={"accept": accept}).status_code == status


def test_head(client: TestClient) -> None:
    head = client.head("/sparql")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"].startswith("text/turtle")


def test_what_it_can_do(described: Store) -> None:
    about = f"SELECT ?o {{ ?s sd:endpoint {_ENDPOINT} ; %s ?o }}"
    assert [*_rows(described, "SELECT ?s ?e { ?s a sd:Service ; sd:endpoint ?e }")] == [
        [SERVICE, _ENDPOINT.value]
    ]
    assert [*_rows(described, about % "sd:supportedLanguage")] == [[_sd("SPARQL11Query").value]]
    assert [*_rows(described, about % "sd:feature")] == [[_sd("UnionDefaultGraph").value]]
    formats = {iri for (iri,) in _rows(described, about % "sd:resultFormat")}
    assert formats == {item.iri for item in (*SOLUTIONS, *GRAPHS)}


def test_it_says_which_release_answers(client: TestClient, described: Store) -> None:
    (release,) = _rows(described, "SELECT ?v { ?s a sd:Service ; owl:versionInfo ?v }")
    assert release == [client.get("/health").json()["release"]]


def test_every_limit_with_its_real_value(settings: Settings) -> None:
    changed = Settings(home=settings.home, query_timeout=7.5, query_rows=1234, query_size=3)
    with TestClient(create_app(changed)) as client:
        described = _read(client.get("/sparql").text, "text/turtle")
    told = dict(
        _rows(described, "SELECT ?n ?v { [] schema:additionalProperty [ schema:name ?n ; schema:value ?v ] }")
    )
    names = [name for name in Settings.model_fields if name.startswith("query_")]
    assert len(names) >= 7
    expected = {f"BOUWSTENEN_{name.upper()}": Literal(getattr(changed, name)).value for name in names}
    assert told == expected


def test_every_graph_with_its_count(client: TestClient, described: Store) -> None:
    counted = client.get(
        "/sparql",
        params={"query": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g", "format": "csv"},
    ).text
    told = _rows(
        described,
        "SELECT ?g ?n { [] sd:defaultDataset/sd:namedGraph [ sd:name ?g ; sd:graph/void:triples ?n ] }",
    )
    assert sorted(told) == sorted(line.split(",") for line in counted.splitlines()[1:])


def test_every_node_has_a_name_of_its_own(described: Store) -> None:
    blank = {
        term for quad in described for term in (quad.subject, quad.object) if isinstance(term, BlankNode)
    }
    assert not blank


def test_the_dataset_that_the_release_describes_is_in_it(client: TestClient, described: Store) -> None:
    rows = _rows(
        described, "SELECT ?t ?d { ?d a dcat:Dataset , sd:Dataset ; void:triples ?t ; ^dcat:dataset ?c }"
    )
    ((triples, dataset),) = rows
    assert dataset == DATASET
    whole = client.get("/health").json()["statements"]
    (itself,) = _rows(described, "SELECT ?n { graph:dataset void:triples ?n }")
    assert int(triples) == whole - int(itself[0])


def test_federated_queries_only_where_a_service_is_allowed(settings: Settings, opened: Opened) -> None:
    for services, there in ((frozenset[str](), False), (frozenset({"https://a.example/sparql"}), True)):
        changed = Settings(home=settings.home, services=services)
        triples = describe_service(_ENDPOINT.value, opened.release, changed)
        features = {triple.object for triple in triples if triple.predicate == _sd("feature")}
        assert (_sd("BasicFederatedQuery") in features) is there
