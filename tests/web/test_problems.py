"""Mistakes in a request are told in our form, whatever part of the framework finds them."""

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize("name", ["%F4%8F%B7%9E", "%00", "a%20b", "%22%3E", "%7B%7D", "a%0Ab"])
@pytest.mark.parametrize(
    "place", ["def", "id", "doc", "graph", "shape", "queries", "dump", "release", "stream"]
)
def test_names_that_cannot_be_are_unknown(client: TestClient, place: str, name: str) -> None:
    """Among them characters that no IRI has, which a random request found to be a mistake of ours once."""
    answer = client.get(f"/{place}/{name}", headers={"Accept": "application/json"}, follow_redirects=False)
    assert answer.status_code == 404, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "de waarde van number kan niet"), ("en", "no value for")]
)
def test_a_value_of_another_type(client: TestClient, language: str, words: str) -> None:
    answer = client.get("/sitemap-x.xml", headers={"Accept": "application/json", "Accept-Language": language})
    assert answer.status_code == 400
    said = answer.json()
    assert said["where"] == "number"
    assert words in said["detail"]
