"""The redirect rules that docs/w3id.md gives lead every IRI of ours to where the service has it."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

_SERVICE = "https://bouwstenen.example.org"


@pytest.fixture(scope="module")
def rules(root: Path) -> list[tuple[str, str, list[str]]]:
    """Pattern, substitution and flags of each RewriteRule, in their order."""
    block = (root / "docs" / "w3id.md").read_text().split("```apache\n")[1].split("```")[0]
    found = re.findall(r"(?m)^RewriteRule (\S+) (\S+) \[(\S+)\]$", block)
    assert len(found) == block.count("RewriteRule")
    return [(pattern, target, flags.split(",")) for pattern, target, flags in found]


def _redirected(rules: list[tuple[str, str, list[str]]], path: str, query: str = "") -> tuple[int, str]:
    """What Apache answers in the directory of these rules: the first that matches; the query is kept."""
    for pattern, target, flags in rules:
        found = re.search(pattern, path)
        if found:
            assert "L" in flags
            (status,) = (int(flag[2:]) for flag in flags if flag.startswith("R="))
            address = target
            for number, part in enumerate(found.groups(), 1):
                address = address.replace(f"${number}", part or "")
            return status, f"{address}?{query}" if query else address
    raise AssertionError(path)


@pytest.mark.parametrize(
    ("path", "status", "leads_to"),
    [
        ("id/intervention/diamant", 303, "/doc/intervention/diamant"),
        ("id/intervention-type/1.3", 303, "/doc/intervention-type/1.3"),
        ("id/trede/3.ttl", 303, "/doc/trede/3.ttl"),
        ("id/dataset/bouwstenen/Trede", 303, "/doc/dataset/bouwstenen/Trede"),
        ("def/", 303, "/def/"),
        ("def/Claim", 303, "/def/Claim"),
        ("def/module/claims/0.1.0", 303, "/def/module/claims/0.1.0"),
        ("graph/tabel-b3-1", 303, "/graph/tabel-b3-1"),
        ("shape/Concept-label", 303, "/shape/Concept-label"),
        ("sparql", 307, "/sparql"),
        ("sparql.csv", 307, "/sparql.csv"),
        ("doc/trede/3", 302, "/doc/trede/3"),
        ("dump/bouwstenen.nq.gz", 302, "/dump/bouwstenen.nq.gz"),
        ("catalog", 302, "/catalog"),
        ("catalog.ttl", 302, "/catalog.ttl"),
        (".well-known/void", 302, "/.well-known/void"),
        ("release", 302, "/release"),
        ("release/2026-11-24/doc/trede/3", 302, "/release/2026-11-24/doc/trede/3"),
        ("changes", 302, "/changes"),
        ("stream", 302, "/stream"),
        ("stream/2", 302, "/stream/2"),
        ("shapes", 302, "/shapes"),
        ("queries/coverage", 302, "/queries/coverage"),
        ("rest/v1/vocabularies", 302, "/rest/v1/vocabularies"),
        ("", 302, "/"),
        ("identity", 302, "/identity"),
    ],
)
def test_each_kind_leads_to_its_place(
    rules: list[tuple[str, str, list[str]]], path: str, status: int, leads_to: str
) -> None:
    assert _redirected(rules, path) == (status, _SERVICE + leads_to)
    assert _redirected(rules, path, "a=b&c=d") == (status, f"{_SERVICE}{leads_to}?a=b&c=d")


@pytest.mark.parametrize(
    "path", ["id/trede/3", "graph/tabel-b3-1", "shape/Concept", "doc/trede/3", "shapes", "sparql", ""]
)
def test_the_service_answers_there(
    rules: list[tuple[str, str, list[str]]], client: TestClient, path: str
) -> None:
    _, address = _redirected(rules, path)
    response = client.get(address.removeprefix(_SERVICE), headers={"accept": "text/turtle, text/html;q=0.1"})
    assert response.status_code == 200
    assert response.history == [], "with one redirect in all"


def test_no_rule_has_a_query_of_its_own(rules: list[tuple[str, str, list[str]]]) -> None:
    """Apache drops the one that was asked with where a rule has another."""
    assert not [target for _, target, _ in rules if "?" in target]
    assert {target.removeprefix(_SERVICE)[0] for _, target, _ in rules} == {"/"}
