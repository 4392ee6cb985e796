"""Things that no release has any more still answer, as retired."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from bouwstenen.graph.history import history
from bouwstenen.namespaces import ID, PREFIXES
from bouwstenen.web.documents.texts import WORDS
from tests.web.treden import service_over

_TURTLE = {"accept": "text/turtle"}


@pytest.fixture(scope="module")
def retired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Path]]:
    """`a` was replaced by `new`; `b` is gone with nothing in its place."""
    home = tmp_path_factory.mktemp("retired")
    releases = [{"a": "een", "b": "bee"}, {"a": "een, anders"}, {"new": "nieuw"}]
    with service_over(home, releases, {"new": "a"}) as client:
        yield client, home


def test_a_thing_that_is_gone_still_answers(retired: tuple[TestClient, Path]) -> None:
    client, home = retired
    response = client.get("/id/trede/a", headers=_TURTLE)
    assert [hop.status_code for hop in (*response.history, response)] == [303, 200]
    said = [quad.triple for quad in parse(response.content, RdfFormat.TURTLE)]
    thing = NamedNode(f"{ID}trede/a")
    facts = {(each.predicate.value, str(each.object)) for each in said if each.subject == thing}
    assert (PREFIXES["owl"] + "deprecated", str(Literal(True))) in facts
    assert (PREFIXES["dcterms"] + "isReplacedBy", f"<{ID}trede/new>") in facts
    assert (PREFIXES["rdfs"] + "label", '"een, anders"@nl') in facts, "as it was described last"
    assert f'<{ID}trede/new>; rel="successor-version"' in response.headers["link"]
    entry, lost = history(home)[1:3]
    gone = int(datetime.fromisoformat(lost.published).timestamp())
    assert response.headers["deprecation"] == f"@{gone}", "when the release came that lacks it"
    assert f"{entry.name} ({entry.version})" in response.text


def test_its_page_tells_so_and_what_came_in_its_place(retired: tuple[TestClient, Path]) -> None:
    client, home = retired
    page = client.get("/doc/trede/a.html?lang=en").text
    assert WORDS["en"]["retired"] in page
    assert history(home)[1].name in page
    assert re.search(r'What came in its place:\s*<a href="/doc/trede/new\?lang=en">', page)
    other = client.get("/doc/trede/b.html?lang=en").text
    assert history(home)[0].name in other
    assert WORDS["en"]["replaced_by"] not in other


def test_what_never_was_is_unknown(retired: tuple[TestClient, Path]) -> None:
    client, _ = retired
    response = client.get("/id/trede/c", headers=_TURTLE)
    assert response.status_code == 404
    assert response.json()["nearest"] == [f"{ID}trede/new"]


def test_what_is_there_is_not_marked(retired: tuple[TestClient, Path]) -> None:
    client, _ = retired
    response = client.get("/doc/trede/new.ttl")
    assert "deprecation" not in response.headers
    assert "owl:deprecated" not in response.text
