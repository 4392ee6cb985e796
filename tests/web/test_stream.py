"""The event stream: pages that never change, and a client that rebuilds every release from them alone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse, serialize

from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.release import current
from bouwstenen.publishing.changes import naming, recorded, recording, stream
from bouwstenen.publishing.changes.log import log
from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app
from tests.publishing.changes.releases import released
from tests.publishing.changes.test_description import in_named_graphs, unskolemised
from tests.web.ldes_client import Client

FIRST = """
graph:x { :a rdfs:label "a"@nl ; bm:v 1 . :b bm:v [ bm:w ( 1 2 ) ] . :c bm:v :a }
graph:y { :a bm:v 1 . :d bm:v 1 }
"""
SECOND = """
graph:x { :a rdfs:label "A"@nl ; bm:v 1 . :b bm:v [ bm:w ( 1 2 3 ) ] }
graph:y { :a bm:v 1 . :d bm:v 1 . :e bm:v 1 }
"""
THIRD = """
graph:x { :a rdfs:label "A"@nl ; bm:v 1 . :c bm:v :b }
graph:z { :d bm:v 1 . graph:z bm:v 1 . bm:v a bm:v . <http://example.org/x?y=1&z> bm:v 1 }
"""
RELEASES = (FIRST, SECOND, THIRD)


def _service(home: Path) -> TestClient:
    """The service, without the processes that answer queries: nothing here asks them."""
    return TestClient(create_app(Settings(home=home)))


def _get(client: TestClient) -> Callable[[str, str], tuple[str, str, bytes]]:
    def get(address: str, accept: str) -> tuple[str, str, bytes]:
        answer = client.get(address, headers={"accept": accept})
        assert answer.status_code == 200, answer.text
        return answer.headers["content-type"], answer.headers["cache-control"], answer.content

    return get


def _address(client: TestClient) -> str:
    return f"{client.base_url}/stream".replace("//stream", "/stream")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three releases, one after another."""
    home = tmp_path_factory.mktemp("home")
    for content in RELEASES:
        released(home, content)
    return home


@pytest.fixture(scope="module")
def service(home: Path) -> TestClient:
    return _service(home)


@pytest.mark.parametrize("accept", ["application/trig", "application/n-quads", "application/ld+json"])
def test_a_client_rebuilds_each_release_as_it_comes(tmp_path: Path, accept: str) -> None:
    service = _service(tmp_path)
    client = Client(_get(service), accept)
    for content in RELEASES:
        store = released(tmp_path, content)
        client.synchronise(_address(service))
        assert content_hash(client.state()) == content_hash(store) == current(tmp_path)[1].hash


def test_a_client_that_comes_late_has_the_same(service: TestClient, home: Path) -> None:
    client = Client(_get(service))
    client.synchronise(_address(service))
    assert content_hash(client.state()) == current(home)[1].hash


@pytest.mark.parametrize("accept", ["application/trig", "text/turtle", "application/n-triples"])
def test_a_client_that_reads_the_default_graph_has_every_triple(
    service: TestClient, home: Path, accept: str
) -> None:
    client = Client(_get(service), accept, strict=True)
    client.synchronise(_address(service))
    whole = Store.read_only(str(current(home)[0] / "store"))
    triples = Store()
    triples.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in whole)
    assert content_hash(client.state()) == content_hash(triples)


def test_a_client_fetches_a_page_once(tmp_path: Path) -> None:
    service = _service(tmp_path)
    client = Client(_get(service))
    for content in RELEASES:
        released(tmp_path, content)
        client.synchronise(_address(service))
    root = _address(service)
    assert client.fetched == [root, f"{root}/1", root, f"{root}/2", root, f"{root}/3"]


def test_the_real_release_is_rebuilt_from_the_stream_alone(client: TestClient, settings: Settings) -> None:
    reader = Client(_get(client), "application/n-quads")
    reader.synchronise(_address(client))
    assert content_hash(unskolemised(reader.state())) == current(settings.home)[1].hash


@given(st.lists(in_named_graphs, min_size=1, max_size=4))
@hypothesis_settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_any_releases_are_rebuilt(
    tmp_path_factory: pytest.TempPathFactory, contents: list[list[Quad]]
) -> None:
    home = tmp_path_factory.mktemp("any")
    for content in contents:
        store = released(home, content)
    steps = log(home).steps
    at = stream.Addresses("http://example.org/stream")
    pages: dict[str, list[Quad]] = {at.of(None): list(stream.root(steps, at))}
    for step in steps:
        page = naming.Page(step.entry.number, 1)
        pages[at.of(page)] = list(stream.members_page(step, page, at))

    def get(address: str, accept: str) -> tuple[str, str, bytes]:
        body = serialize(pages[address], format=RdfFormat.TRIG)
        return accept, "" if address == at.of(None) else "immutable", body or b""

    client = Client(get)
    client.synchronise(at.of(None))
    assert content_hash(unskolemised(client.state())) == content_hash(store)


def test_many_members_take_several_pages_and_many_releases_pages_of_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (recorded, recording, stream):
        monkeypatch.setattr(module, "PAGE", 2)
    monkeypatch.setattr("bouwstenen.publishing.changes.log.PAGE", 2)
    for module_name in ("naming", "stream"):
        monkeypatch.setattr(f"bouwstenen.publishing.changes.{module_name}.BLOCK", 2)
    monkeypatch.setattr("bouwstenen.web.changes.stream.BLOCK", 2)
    monkeypatch.setattr(naming, "_NAME", re.compile(naming._NAME.pattern.replace("[0-9]{0,6}00", "[0-9]*")))
    service = _service(tmp_path)
    client = Client(_get(service))
    for number in range(5):
        content = f"graph:x {{ :a bm:v {number} . " + " ".join(f":n{n} bm:v 1 ." for n in range(number)) + "}"
        store = released(tmp_path, content)
        client.synchronise(_address(service))
        assert content_hash(client.state()) == content_hash(store)
    late = Client(_get(service))
    late.synchronise(_address(service))
    assert content_hash(late.state()) == content_hash(store)
    root = _address(service)
    assert set(late.fetched) == {
        root, f"{root}/until-2", f"{root}/until-4", *(f"{root}/{number}" for number in range(1, 6)),
    }  # fmt: skip
    relations = _values(_quads(service, "/stream"), "#node")
    assert relations == {f"{root}/until-2", f"{root}/until-4", f"{root}/5"}


def _quads(service: TestClient, path: str, media_type: str = "application/trig") -> list[Quad]:
    answer = service.get(path, headers={"accept": media_type})
    form = RdfFormat.from_media_type(media_type)
    assert form is not None
    return list(parse(answer.content, format=form))


def _values(quads: list[Quad], end: str) -> set[str]:
    """What a property, known by its end, has as values."""
    return {str(quad.object)[1:-1] for quad in quads if quad.predicate.value.endswith(end)}


def test_a_page_is_the_same_byte_for_byte_whatever_comes_after(tmp_path: Path) -> None:
    service = _service(tmp_path)
    released(tmp_path, FIRST)
    first = service.get("/stream/1").content
    root = service.get("/stream")
    released(tmp_path, SECOND)
    assert service.get("/stream/1").content == first
    assert service.get("/stream").headers["etag"] != root.headers["etag"]


def test_pages_may_be_kept_for_ever_and_the_root_is_asked_about_again(service: TestClient) -> None:
    root, page = service.get("/stream"), service.get("/stream/1")
    assert root.headers["cache-control"] == "public, no-cache"
    assert page.headers["cache-control"] == "public, max-age=31536000, immutable"
    for answer in (root, page):
        again = service.get(answer.url.path, headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304
        assert again.headers["cache-control"] == answer.headers["cache-control"]


@pytest.mark.parametrize("name", ["4", "0", "1-1", "1-2", "until-100", "until-0", "x", "1.2", "01", "9" * 30])
@pytest.mark.parametrize("accept", ["application/trig", "text/html", "*/*"])
def test_a_page_that_never_was_is_not_found(service: TestClient, name: str, accept: str) -> None:
    answer = service.get(f"/stream/{name}", headers={"accept": accept, "accept-language": "en"})
    assert answer.status_code == 404
    assert "never had" in answer.text
    assert "1 – 3" in answer.text


def test_a_format_there_is_not_is_refused(service: TestClient) -> None:
    assert service.get("/stream", headers={"accept": "image/png"}).status_code == 406
    assert service.get("/stream/1", params={"format": "xlsx"}).status_code == 406


def test_a_format_asked_for_by_name_is_kept_along_the_links(service: TestClient) -> None:
    answer = service.get("/stream", params={"format": "nq"})
    assert "/stream?format=nq> <https://w3id.org/tree#relation>" in answer.text
    assert "/stream/1?format=nq>" in answer.text


def test_a_browser_is_sent_to_what_a_person_reads(service: TestClient) -> None:
    for path, target in (("/stream", "/changes"), ("/stream/2", "/release/2026-11-24.2")):
        answer = service.get(path, headers={"accept": "text/html"}, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"] == target


def test_deletions_are_members_too(service: TestClient) -> None:
    said = [quad for quad in _quads(service, "/stream/2") if str(quad.subject).endswith("/id/thing/c>")]
    assert "https://www.w3.org/ns/activitystreams#Delete" in {
        getattr(quad.object, "value", "") for quad in said
    }
    assert all(quad.graph_name == DefaultGraph() for quad in said), "nothing is said of it any more"


def test_a_version_has_the_address_of_the_thing_within_the_release(service: TestClient) -> None:
    members = _values(_quads(service, "/stream/3"), "#member")
    base = "https://w3id.org/bouwstenen/release/2026-11-24.3/"
    assert members == {
        *(f"{base}id/thing/{name}" for name in "abcde"),
        f"{base}graph/z", f"{base}def/v", f"{base}changes?thing=http%3A%2F%2Fexample.org%2Fx%3Fy%3D1%26z",
    }  # fmt: skip
    for member in members:
        if "changes" in member:
            assert service.get(member.removeprefix(base), params=None).status_code == 200


def test_content_that_comes_back_has_versions_of_its_own(tmp_path: Path) -> None:
    contents = (FIRST, SECOND, FIRST)
    service = _service(tmp_path)
    client = Client(_get(service))
    seen: set[str] = set()
    for number, content in enumerate(contents, 1):
        store = released(tmp_path, content)
        client.synchronise(_address(service))
        assert content_hash(client.state()) == content_hash(store)
        members = _values(_quads(service, f"/stream/{number}"), "#member")
        assert not seen & members
        seen |= members


def test_a_resource_may_have_the_properties_of_a_version(tmp_path: Path) -> None:
    content = """@prefix as: <https://www.w3.org/ns/activitystreams#> .
    graph:x { :a <http://purl.org/dc/terms/isVersionOf> :b ; as:published "then" ; a as:Delete }"""
    store = released(tmp_path, content)
    service = _service(tmp_path)
    client = Client(_get(service))
    client.synchronise(_address(service))
    assert content_hash(client.state()) == content_hash(store)


def test_times_only_go_forward(tmp_path: Path) -> None:
    for built in ("2026-11-24T08:00:00+00:00", "2026-11-24T08:00:00+00:00", "2026-11-23T08:00:00+02:00"):
        released(tmp_path, f'graph:x {{ :a bm:v "{built}{len(log(tmp_path).steps)}" }}', built)
    times = [step.summary.time for step in log(tmp_path).steps]
    assert times == ["2026-11-24T08:00:00Z", "2026-11-24T08:00:01Z", "2026-11-24T08:00:02Z"]


def test_a_service_without_history_says_so(tmp_path: Path) -> None:
    service = _service(tmp_path)
    for path in ("/stream", "/stream/1", "/changes", "/release", "/release/2026-11-24"):
        answer = service.get(path, headers={"accept-language": "en"})
        assert answer.status_code == 404
        assert "no history" in answer.json()["detail"]
