"""Pages of an answer, and the links between them."""

import re

import pytest
from fastapi.testclient import TestClient

from bouwstenen.web.paging import Page

_ASKED = "/queries/coverage?factor=positieve-stabiele-identiteitsontwikkeling"
_PAGE = {"accept": "text/html", "accept-language": "en"}


def _links(header: str) -> dict[str, str]:
    return {relation: address for address, relation in re.findall(r'<([^>]*)>; rel="(\w+)"', header)}


def test_pages_put_together_are_the_whole(client: TestClient) -> None:
    whole = client.get(_ASKED)
    assert "next" not in whole.headers["link"], "what is whole has no other pages"
    rows = whole.json()["results"]["bindings"]
    assert len(rows) > 8
    address, seen = f"{_ASKED}&limit=4", []
    while address:
        page = client.get(address)
        found = page.json()["results"]["bindings"]
        assert 0 < len(found) <= 4
        seen += found
        address = _links(page.headers["link"]).get("next", "")
    assert seen == rows


def test_links(client: TestClient) -> None:
    links = _links(client.get(f"{_ASKED}&limit=4&offset=4&format=csv").headers["link"])
    assert links.keys() == {"first", "prev", "next", "last"}
    assert all("format=csv" in address and "factor=" in address for address in links.values())
    last = client.get(links["last"])
    assert _links(last.headers["link"]).keys() == {"first", "prev", "last"}
    assert len(last.text.splitlines()) > 1


def test_a_page_past_the_end_is_empty_and_says_where_the_last_is(client: TestClient) -> None:
    page = client.get(f"{_ASKED}&limit=4&offset=1000")
    assert page.json()["results"]["bindings"] == []
    links = _links(page.headers["link"])
    assert client.get(links["last"]).json()["results"]["bindings"]
    assert links["prev"] == links["last"]


@pytest.mark.parametrize(
    "wrong", ["limit=0", "limit=-1", "limit=ten", "limit=10001", "offset=-1", "offset=1.5"]
)
@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_wrong(client: TestClient, wrong: str, accept: str) -> None:
    response = client.get(f"{_ASKED}&{wrong}", headers={"accept": accept, "accept-language": "nl"})
    assert response.status_code == 400
    assert "geen heel getal" in response.text


def test_given_twice(client: TestClient) -> None:
    response = client.get(f"{_ASKED}&limit=4&limit=5", headers={"accept-language": "en"})
    assert (response.status_code, response.json()["where"]) == (400, "limit")


def test_for_a_browser(client: TestClient) -> None:
    page = client.get(f"{_ASKED}&limit=4", headers=_PAGE).text
    assert 'rel="next"' in page
    assert 'rel="prev"' not in page
    assert page.count("<tr>") == 5, "four rows below the head"
    assert "Bewerk" not in page
    past = client.get(f"{_ASKED}&limit=4&offset=1000", headers=_PAGE).text
    assert "does not have that many rows" in past


@pytest.mark.parametrize(
    ("count", "offset", "others"),
    [
        (8, 0, {"first": 0, "last": 4, "next": 4}),
        (8, 4, {"first": 0, "last": 4, "prev": 0}),
        (9, 4, {"first": 0, "last": 8, "prev": 0, "next": 8}),
        (0, 0, {"first": 0, "last": 0}),
    ],
)
def test_where_other_pages_are(count: int, offset: int, others: dict[str, int]) -> None:
    assert Page(4, offset).others(count) == others
