"""Content negotiation, on the cases of RFC 9110 §12.5."""

import pytest

from bouwstenen.formats import ALL, GRAPHS, HTML, SOLUTIONS, by_name
from bouwstenen.sparql.negotiation import accepts_gzip, choose, choose_language


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("text/*", "csv"),
        ("text/csv;q=0.5, application/sparql-results+xml", "xml"),
        ("text/csv;q=0.5, */*;q=0.1", "csv"),
        ("application/json", "json"),
        ("TEXT/CSV", "csv"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("text/csv;q=nonsense", None),
        ("text/csv;q=nan", None),
        ("text/xml, text/*;q=0.5", "xml"),
        ("application/json;q=0, */*", "json"),
        ("application/sparql-results+xml;q=0.8, text/csv;q=0.8", "xml"),
    ],
)
def test_choose(accept: str | None, name: str | None) -> None:
    chosen = choose(accept, SOLUTIONS)
    assert (chosen.name if chosen else None) == name


def test_a_browser_prefers_a_page() -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert choose(browser, (*SOLUTIONS, HTML)) is HTML


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "nl"),
        ("en", "en"),
        ("en-GB,en;q=0.9,nl;q=0.5", "en"),
        ("nl;q=0.9,en;q=0.8", "nl"),
        ("fr", "nl"),
        ("fr, *;q=0.1", "nl"),
        ("en;q=0", "nl"),
    ],
)
def test_choose_language(header: str | None, language: str) -> None:
    assert choose_language(header) == language


def test_formats_have_one_name_each() -> None:
    names = [item.name for item in ALL]
    assert len(names) == len(set(names))
    assert by_name(".TTL") is GRAPHS[0]
    assert by_name("docx") is None
    assert by_name("csv") is not None


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("gzip, identity;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip;q=0.5, identity", False),
        ("br", False),
        ("", False),
    ],
)
def test_gzip(header: str, accepted: bool) -> None:
    assert accepts_gzip(header) is accepted
