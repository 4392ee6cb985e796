"""`/release`: every release, what it is, and what changed, in words and for programs."""

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from bouwstenen.build import build
from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.history import history
from bouwstenen.namespaces import BASE, PREFIXES
from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app
from tests.publishing.changes.releases import released

_TREDE = """claim:tabel-b3-1-gezonde-emotieregulatie-diamant-evidence-nji a bm:EvidenceClaim ;
    prov:wasAttributedTo organisation:rapportauteurs ;
    prov:wasDerivedFrom passage:tabel-b3-1-gezonde-emotieregulatie ;
    bm:about intervention:diamant ;
    bm:assessor organisation:nji ;
    bm:basis basis:recognised ;
    bm:printed "Trede 2 (NJi, Movisie)" ;
    bm:trede trede:"""
_HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def home(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources, and the same with one claim changed, one intervention more and one shape changed."""
    sources, home = tmp_path_factory.mktemp("sources"), tmp_path_factory.mktemp("home")
    for name in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(root / name, sources / name)
    (sources / "shapes" / "proef.ttl").write_text(f"<{BASE}shape/proef> <{PREFIXES['sh']}in> ( 1 2 ) .")
    build(sources, home, check=False)
    _edit(sources / "shapes" / "proef.ttl", "( 1 2 )", "( 1 2 3 )")
    _edit(sources / "data" / "tabel-b3-1.ttl", f"{_TREDE}2", f"{_TREDE}3")
    table = sources / "data" / "tabel-b3-7.ttl"
    table.write_text(
        table.read_text() + f'\n<{BASE}id/intervention/proef> a bm:Intervention ; rdfs:label "Proef"@nl .\n'
    )
    build(sources, home, check=False)
    return home


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.fixture(scope="module")
def service(home: Path) -> TestClient:
    return TestClient(create_app(Settings(home=home)), headers={"accept-language": "nl"})


def _whole(home: Path, number: int) -> Store:
    store = Store()
    folder = home / "releases" / history(home)[number - 1].hash
    store.bulk_extend(Store.read_only(str(folder / "store")))
    return store


def test_the_list_has_every_release_the_newest_first(service: TestClient, home: Path) -> None:
    entries = history(home)
    rows = service.get("/release").json()
    assert [row["hash"] for row in rows] == [entries[1].hash, entries[0].hash]
    assert [row["statements"] for row in rows] == [len(_whole(home, 2)), len(_whole(home, 1))]
    assert rows[0]["prior"] == rows[1]["name"]
    assert rows[1]["next"] == rows[0]["name"]
    page = service.get("/release", headers=_HTML).text
    assert all(entry.version in page and f'href="/release/{entry.name}?' in page for entry in entries)


def test_the_list_is_a_feed(service: TestClient, home: Path) -> None:
    feed = ET.fromstring(service.get("/release", headers={"accept": "application/atom+xml"}).content)  # noqa: S314
    ids = [entry.findtext("{*}id") for entry in feed.iterfind("{*}entry")]
    assert ids == [f"{BASE}release/{entry.name}" for entry in reversed(history(home))]


def test_a_release_is_found_by_name_hash_and_suffix(service: TestClient, home: Path) -> None:
    entry = history(home)[1]
    for address in (entry.name, entry.hash, entry.hash[:8], f"{entry.version}.json", f"{entry.name}.json"):
        assert service.get(f"/release/{address}").json()["hash"] == entry.hash
    assert service.get(f"/release/{entry.name}.ttl").headers["content-type"].startswith("text/turtle")
    assert service.get(f"/release/{entry.name}.html").headers["content-type"].startswith("text/html")


def test_a_release_says_in_rdf_which_came_before(service: TestClient, home: Path) -> None:
    first, second = (NamedNode(f"{BASE}release/{entry.name}") for entry in history(home))
    prior = NamedNode(PREFIXES["owl"] + "priorVersion")
    answer = service.get(f"/release/{history(home)[1].name}", headers={"accept": "text/turtle"})
    triples = {
        (quad.subject, quad.predicate, quad.object) for quad in parse(answer.content, RdfFormat.TURTLE)
    }
    assert (second, prior, first) in triples
    assert (second, NamedNode(PREFIXES["prov"] + "wasRevisionOf"), first) in triples


def test_a_page_tells_in_words_what_changed(service: TestClient, home: Path) -> None:
    entry = history(home)[1]
    dutch = service.get(f"/release/{entry.name}", headers=_HTML).text
    assert "DIAMANT: trede 2 → 3 (Tabel B3.1)" in dutch
    assert "nieuw: Proef" in dutch
    assert "opbouw gewijzigd" in dutch
    english = service.get(f"/release/{entry.name}?lang=en", headers=_HTML).text
    assert "new: Proef" in english
    assert "structure changed" in english
    for page in (dutch, english):
        assert entry.hash in page
        assert f'href="/release/{history(home)[0].name}?' in page
        assert f"{BASE}release/{entry.version}" in page


def test_what_follows_from_a_change_is_counted_not_listed(service: TestClient, home: Path) -> None:
    told = service.get(f"/release/{history(home)[1].name}/diff").json()
    assert told["derivedOnly"] > 0
    lines = [line["text"] for group in told["classes"] for line in group["changes"]]
    assert len(lines) + told["derivedOnly"] == sum(told["counts"].values())
    assert not [line for line in lines if "bm:trede" in line]


def test_the_update_turns_the_release_before_into_this_one(service: TestClient, home: Path) -> None:
    entry = history(home)[1]
    answer = service.get(f"/release/{entry.version}/diff", headers={"accept": "application/sparql-update"})
    assert answer.headers["content-type"].startswith("application/sparql-update")
    store = _whole(home, 1)
    store.update(answer.text)
    assert content_hash(store) == entry.hash


def test_the_difference_as_rdf_has_the_changed_descriptions(service: TestClient, home: Path) -> None:
    entry = history(home)[1]
    answer = service.get(f"/release/{entry.name}/diff", headers={"accept": "application/trig"})
    quads = list(parse(answer.content, RdfFormat.TRIG))
    new = {quad.object for quad in quads if quad.predicate.value.endswith("isVersionOf")}
    told = service.get(f"/release/{entry.name}/diff").json()
    assert len(new) == sum(told["counts"].values())
    assert NamedNode(f"{BASE}id/intervention/proef") in new


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, TestClient]:
    """Four small releases; of the third nothing was recorded."""
    home = tmp_path_factory.mktemp("small")
    for number, content in enumerate(
        (":a bm:v 1", ":a bm:v 2 . :b bm:v 1", ":c bm:v 1", ":a bm:v 2 ; bm:w 1")
    ):
        released(home, f"graph:x {{ {content} }}", f"2026-11-2{number}T08:00:00+00:00", follow=number != 2)
    return home, TestClient(create_app(Settings(home=home)), headers={"accept-language": "en"})


def test_any_earlier_release_can_be_compared_with(small: tuple[Path, TestClient]) -> None:
    home, service = small
    for old, new in ((1, 2), (1, 4), (2, 4)):
        entries = history(home)
        answer = service.get(
            f"/release/{entries[new - 1].name}/diff",
            params={"from": entries[old - 1].name, "format": "ru"},
        )
        store = _whole(home, old)
        store.update(answer.text)
        assert content_hash(store) == entries[new - 1].hash


def test_comparing_with_what_is_not_earlier_is_refused(small: tuple[Path, TestClient]) -> None:
    _, service = small
    answer = service.get("/release/2026-11-21/diff", params={"from": "2026-11-21"})
    assert answer.status_code == 400
    assert "not earlier" in answer.json()["detail"]
    assert service.get("/release/2026-11-21/diff", params={"from": "2026-11-23"}).status_code == 404


def test_a_release_of_which_nothing_was_recorded_says_so(small: tuple[Path, TestClient]) -> None:
    _, service = small
    assert "was not recorded" in service.get("/release/2026-11-22", headers=_HTML).text
    assert service.get("/release/2026-11-22").json()["changes"] is None
    answer = service.get("/release/2026-11-22/diff")
    assert answer.status_code == 404
    assert "not recorded" in answer.json()["detail"]
    assert "not recorded" in service.get("/release", headers=_HTML).text
    assert service.get("/release/2026-11-23/diff").json()["from"] == "2026-11-21", "the last that was"


def test_the_first_release_has_everything_as_new(small: tuple[Path, TestClient]) -> None:
    home, service = small
    told = service.get("/release/2026-11-20/diff").json()
    assert (told["from"], told["counts"]) == (None, {"created": 1, "updated": 0, "deleted": 0})
    store = Store()
    store.update(service.get("/release/2026-11-20/diff", params={"format": "ru"}).text)
    assert content_hash(store) == history(home)[0].hash


@pytest.mark.parametrize("path", ["/release/2026-11-19", "/release/ffffffff", "/release/2026-11-19/diff"])
def test_an_unknown_release_is_told_with_the_nearest(small: tuple[Path, TestClient], path: str) -> None:
    _, service = small
    for accept in ("*/*", "text/html"):
        answer = service.get(path, headers={"accept": accept})
        assert answer.status_code == 404
        assert "2026-11-2" in answer.text or "Did you mean" in answer.text


def test_formats_there_are_not_are_refused(small: tuple[Path, TestClient]) -> None:
    _, service = small
    assert service.get("/release", headers={"accept": "image/png"}).status_code == 406
    assert service.get("/release/2026-11-20/diff", params={"format": "csv"}).status_code == 406
    for path in ("/release/2026-11-20.pdf", "/release/2026-11-20?format=pdf"):
        refused = service.get(path, headers={"accept-language": "en"})
        assert refused.status_code == 406
        assert "ttl (text/turtle)" in refused.json()["mend"]
        for offered in refused.json()["offered"]:
            answer = service.get(offered["address"])
            assert answer.headers["content-type"].partition(";")[0] == offered["type"]
    assert service.get("/release/2026-11-19.pdf").status_code == 404


@pytest.mark.parametrize("path", ["/release", "/release/2026-11-20", "/release/2026-11-21/diff", "/changes"])
@pytest.mark.parametrize("accept", ["application/json", "text/turtle", "text/html"])
def test_every_format_leads_to_the_others(small: tuple[Path, TestClient], path: str, accept: str) -> None:
    _, service = small
    answer = service.get(path, params={"lang": "en"}, headers={"accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == accept
    again = service.get(answer.headers["content-location"], headers={"accept": "image/png"})
    assert again.headers["content-type"] == answer.headers["content-type"]
    known = {"if-none-match": answer.headers["etag"], "accept": accept}
    assert service.get(path, params={"lang": "en"}, headers=known).status_code == 304
    others = re.findall(r'<([^>]*)>; rel="alternate"; type="([^"]*)"', answer.headers["link"])
    assert len(others) >= 4
    for address, kind in others:
        assert kind != accept
        assert service.get(address).headers["content-type"].partition(";")[0] == kind


def test_who_has_an_answer_need_not_fetch_it_again(small: tuple[Path, TestClient]) -> None:
    _, service = small
    for path in ("/release", "/release/2026-11-20", "/release/2026-11-21/diff", "/changes"):
        first = service.get(path)
        assert service.get(path, headers={"if-none-match": first.headers["etag"]}).status_code == 304
        other = service.get(path, headers={"if-none-match": first.headers["etag"], "accept-language": "nl"})
        assert other.status_code == 200, "another language is another answer"


def test_below_a_path_and_within_a_release_links_lead_to_the_service(small: tuple[Path, TestClient]) -> None:
    home, _ = small
    app = create_app(Settings(home=home, address="https://example.org/kennis"))
    service = TestClient(app)
    row = service.get("/kennis/release/2026-11-21").json()
    assert row["links"]["diff"] == "https://example.org/kennis/release/2026-11-21/diff"
    for path in ("/release", "/release/2026-11-21", "/release/2026-11-21/diff", "/changes"):
        text = service.get(f"/kennis{path}", headers=_HTML).text
        for link in text.split('="/')[1:]:
            assert link.startswith("kennis/"), f"{path}: {link[:40]}"
