"""`/dump`: what is listed is there, and comes as it lies there: digests, parts, conditions."""

import gzip
import hashlib
import io
import shutil
from base64 import b64decode
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path

import pandas
import pytest
from fastapi.testclient import TestClient

from bouwstenen.graph.history import history
from bouwstenen.graph.release import current
from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app

_BROWSER = {"accept": "text/html", "accept-language": "en"}
_NQ = "/dump/bouwstenen.nq.gz"
_CSV = "/dump/csv/interventions.csv"


@pytest.fixture(scope="module")
def folder(settings: Settings) -> Path:
    """Where the dumps are."""
    return current(settings.home)[0] / "dumps"


def test_everything_listed_is_there_as_it_is_said(client: TestClient, folder: Path) -> None:
    answer = client.get("/dump").json()
    assert answer["release"] == folder.parent.name
    listed = [*answer["dumps"], *answer["tables"]]
    assert len(listed) > 200
    for each in listed:
        assert each["url"] == f"http://testserver/dump/{each['file']}"
        content = client.get(each["url"]).content
        assert content == (folder / each["file"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (each["size"], each["sha256"])
    for name in ("checksums", "uncompressed_checksums", "tables_metadata"):
        assert client.get(answer[name]).status_code == 200


@pytest.mark.parametrize(
    ("path", "media_type", "disposition"),
    [
        (_NQ, "application/gzip", 'attachment; filename="bouwstenen.nq.gz"'),
        ("/dump/graph-typen.ttl.gz", "application/gzip", 'attachment; filename="graph-typen.ttl.gz"'),
        ("/dump/bouwstenen-csv.zip", "application/zip", 'attachment; filename="bouwstenen-csv.zip"'),
        (_CSV, "text/csv; charset=utf-8; header=present", 'attachment; filename="interventions.csv"'),
        ("/dump/csv/csv-metadata.json", "application/csvm+json", 'inline; filename="csv-metadata.json"'),
        ("/dump/manifest.json", "application/json", 'inline; filename="manifest.json"'),
        ("/dump/SHA256SUMS", "text/plain; charset=utf-8", 'inline; filename="SHA256SUMS"'),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_headers(
    client: TestClient, folder: Path, path: str, media_type: str, disposition: str, method: str
) -> None:
    content = (folder / path.removeprefix("/dump/")).read_bytes()
    headers = {"accept-encoding": "gzip", "origin": "https://example.org"}
    response = client.request(method, path, headers=headers)
    assert response.status_code == 200
    assert response.content == (content if method == "GET" else b"")
    said = response.headers
    assert (said["content-type"], said["content-disposition"]) == (media_type, disposition)
    assert "content-encoding" not in said
    assert said["content-length"] == str(len(content))
    assert said["etag"] == f'"{hashlib.sha256(content).hexdigest()}"'
    assert b64decode(said["repr-digest"].removeprefix("sha-256=:").removesuffix(":")) == (
        hashlib.sha256(content).digest()
    )
    assert (said["accept-ranges"], said["cache-control"]) == ("bytes", "public, no-cache")
    assert said["access-control-allow-origin"] == "*"
    built = client.get("/health").json()["built"]
    assert parsedate_to_datetime(said["last-modified"]).isoformat() == built
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in said["link"]
    assert ('rel="describedby"' in said["link"]) is path.endswith(".csv")


def test_what_is_sent_is_what_the_release_holds(client: TestClient) -> None:
    lines = gzip.decompress(client.get(_NQ).content).splitlines()
    assert len(lines) == client.get("/health").json()["statements"]


def test_a_table_opens_in_pandas(client: TestClient) -> None:
    table = pandas.read_csv(io.BytesIO(client.get(_CSV).content))
    assert len(table) == 120
    assert table["strengthens"].str.split("|").explode().dropna().str.startswith("https://").all()


@pytest.mark.parametrize(
    ("asked", "begin", "end"), [("bytes=0-99", 0, 100), ("bytes=1000-", 1000, None), ("bytes=-10", -10, None)]
)
@pytest.mark.parametrize("path", [_NQ, _CSV])
def test_a_part(client: TestClient, path: str, asked: str, begin: int, end: int | None) -> None:
    whole = client.get(path)
    headers = {"range": asked, "if-range": whole.headers["etag"], "accept-encoding": "gzip"}
    part = client.get(path, headers=headers)
    assert part.status_code == 206
    assert part.content == whole.content[begin:end]
    assert part.headers["content-range"].endswith(f"/{len(whole.content)}")
    assert part.headers["repr-digest"] == whole.headers["repr-digest"]
    assert client.get(path, headers={**headers, "if-range": '"other"'}).status_code == 200


def test_a_part_that_is_not_there(client: TestClient) -> None:
    assert client.get(_NQ, headers={"range": "bytes=999999999-"}).status_code == 416


@pytest.mark.parametrize("path", [_NQ, _CSV])
def test_304(client: TestClient, path: str) -> None:
    etag = client.get(path).headers["etag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}'):
        response = client.get(path, headers={"if-none-match": known})
        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["etag"] == etag
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.threat("T19")
@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/dump/bouwsteenen.nq.gz", 404, "bouwstenen.nq.gz"),
        ("/dump/graph-tabel-b37.ttl.gz", 404, "graph-tabel-b3-7.ttl.gz"),
        ("/dump/tabel-b3-7", 404, "graph-tabel-b3-7"),
        ("/dump/bouwstenen.xyz", 406, "bouwstenen.nq.gz, bouwstenen.trig.gz"),
        ("/dump/bouwstenen.ttl", 406, "bouwstenen.ttl.gz"),
        ("/dump/graph-typen.rdf", 406, "graph-typen.ttl.gz"),
        ("/dump/csv/intervention.csv", 404, "interventions.csv"),
        ("/dump/csv/interventions.xlsx", 406, "interventions.csv"),
        ("/dump/csv", 404, "csv"),
        ("/dump/..%2Frelease.json", 404, "there is no such address"),
        ("/dump/csv/..%2Fmanifest.json", 404, "there is no such address"),
    ],
)
def test_what_is_not_there(client: TestClient, path: str, status: int, told: str) -> None:
    response = client.get(path, headers={"accept": "application/json", "accept-language": "en"})
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert told in response.text


@pytest.mark.parametrize(
    ("language", "told", "graph"),
    [
        ("nl", "Alle gegevens als bestanden", "Bijlage 1: de effectladder"),
        ("en", "All data as files", "Appendix 1: the evidence ladder"),
    ],
)
def test_the_page_leads_to_every_file(
    client: TestClient, folder: Path, language: str, told: str, graph: str
) -> None:
    page = client.get("/dump", headers={"accept": "text/html", "accept-language": language})
    assert page.status_code == 200
    assert told in page.text
    assert graph in page.text
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "manifest.json":
            assert f'href="/dump/{path.relative_to(folder)}"' in page.text
    assert 'href="/dump' in client.get("/", headers=_BROWSER).text


def test_a_list_in_no_format_there_is(client: TestClient) -> None:
    assert client.get("/dump", headers={"accept": "image/png"}).status_code == 406
    assert client.get("/dump?format=xml").status_code == 406
    refused = client.get("/dump/bouwstenen.xyz")
    assert refused.status_code == 406
    assert "bouwstenen.nq.gz" in refused.json()["mend"]
    for accept in ("application/json", "text/html"):
        first = client.get("/dump", headers={"accept": accept})
        known = {"accept": accept, "if-none-match": first.headers["etag"]}
        assert client.get("/dump", headers=known).status_code == 304


def test_below_a_path(settings: Settings) -> None:
    elsewhere = Settings(
        home=settings.home, sources=settings.sources, address="https://data.example.org/bouwstenen"
    )
    with TestClient(create_app(elsewhere)) as client:
        (first, *_) = client.get("/dump").json()["dumps"]
        assert first["url"] == "https://data.example.org/bouwstenen/dump/bouwstenen.nq.gz"
        assert 'href="/bouwstenen/dump/bouwstenen.nq.gz"' in client.get("/dump", headers=_BROWSER).text
        assert client.get(_CSV, headers={"accept-encoding": "gzip"}).headers.get("content-encoding") is None


def test_what_a_named_release_has_may_be_kept_for_ever(client: TestClient, settings: Settings) -> None:
    (entry,) = history(settings.home)
    for address in (
        f"/release/{entry.version}{_NQ}",
        f"/release/{entry.name}{_NQ}",
        f"{_NQ}?release={entry.hash}",
    ):
        response = client.get(address)
        assert response.status_code == 200, address
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        known = {"if-none-match": response.headers["etag"]}
        assert (
            client.get(address, headers=known).headers["cache-control"] == response.headers["cache-control"]
        )
    assert client.get(_NQ).headers["cache-control"] == "public, no-cache"


@pytest.fixture
def bare(settings: Settings, tmp_path: Path) -> Iterator[tuple[TestClient, Path]]:
    """A client of a service whose release has no dumps, and where they would be."""
    shutil.copytree(settings.home, tmp_path / "home")
    place = current(tmp_path / "home")[0] / "dumps"
    shutil.rmtree(place)
    with TestClient(create_app(Settings(home=tmp_path / "home", sources=settings.sources))) as client:
        yield client, place


@pytest.mark.parametrize("path", ["/dump", _NQ, _CSV])
def test_a_release_without_dumps(bare: tuple[TestClient, Path], path: str) -> None:
    client, _ = bare
    response = client.get(path, headers={"accept": "application/json", "accept-language": "en"})
    assert response.status_code == 404
    assert "bouwstenen export --beside" in response.json()["mend"]


def test_dumps_that_come_later_are_found(bare: tuple[TestClient, Path], folder: Path) -> None:
    client, place = bare
    assert client.get(_NQ).status_code == 404
    shutil.copytree(folder, place)
    assert client.get(_NQ).status_code == 200


def test_damaged_dumps_are_told(bare: tuple[TestClient, Path], folder: Path) -> None:
    client, place = bare
    shutil.copytree(folder, place)
    (place / "csv" / "csv-metadata.json").write_text("nonsense")
    response = client.get("/dump", headers={"accept": "application/json", "accept-language": "en"})
    assert response.status_code == 503
    assert "damaged" in response.json()["detail"]
