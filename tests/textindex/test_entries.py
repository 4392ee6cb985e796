"""What is indexed: every thing that somebody may look for, with its names and what is said about it."""

from collections import Counter

from pyoxigraph import Store

from bouwstenen.graph.statistics import per_class
from bouwstenen.namespaces import ID
from bouwstenen.textindex.entries import Entry, Text


def _by_slug(entries: list[Entry], path: str) -> Entry:
    return next(entry for entry in entries if entry.iri == f"{ID}{path}")


def test_all_things_but_those_whose_names_we_made_up(store: Store, entries: list[Entry]) -> None:
    counts = per_class(store)
    unsought = {name for name in counts if name.endswith("Claim")} | {"Conflict", "Passage"}
    indexed = Counter(kind for entry in entries for kind in entry.kinds)
    assert indexed == {name: count for name, count in counts.items() if name not in unsought}
    assert all(entry.names for entry in entries)


def test_the_kind_is_the_most_specific_class(entries: list[Entry]) -> None:
    cluster = _by_slug(entries, "factor/mediawijsheid")
    assert cluster.kind == "FactorCluster"
    assert cluster.kinds == {"FactorCluster", "ProtectiveFactor", "Factor"}
    assert _by_slug(entries, "intervention/diamant").kind == "Intervention"


def test_names_spellings_and_texts(entries: list[Entry]) -> None:
    cool = _by_slug(entries, "intervention/schools-cool")
    assert cool.names == {Text("School’s Cool", "nl")}
    assert {text.value for text in cool.spellings} >= {"School’s cool", "schools-cool"}
    texts = {text.value for text in cool.texts}
    assert "Kinderen gelijkere kansen geven." in texts, "its goal"
    assert "Mentorprogramma" in texts, "its form, as printed"
    assert any(text.startswith("Kinderen die door school") for text in texts), "its description"
    spellings = _by_slug(entries, "intervention-type/1.3").spellings
    assert {Text("1.3"), Text("type interventie 1.3", "nl")} <= spellings
    assert Text("interventie", "nl") in cool.texts
    factor = _by_slug(entries, "risk-factor/werkeloosheid")
    assert Text("unemployment", "en") in factor.names
