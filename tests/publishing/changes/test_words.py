"""What changed, in words of both languages."""

import pytest

from bouwstenen.namespaces import BM, graph_iri, thing_iri
from bouwstenen.publishing.changes.recorded import Item
from bouwstenen.publishing.changes.words import Words, grouped
from tests.publishing.changes.releases import store_of

_CLAIM = f"{BM}EvidenceClaim"
_NAMES = {
    _CLAIM: {"nl": "onderbouwingsbewering", "en": "evidence claim"},
    f"{BM}Form": {"nl": "vorm"},
    f"{BM}trede": {"nl": "trede", "en": "trede"},
    f"{BM}explicitAim": {"nl": "expliciet doel", "en": "explicit aim"},
    thing_iri("thing", "2"): {"nl": "Trede 2: veelbelovend", "en": "Rung 2: promising"},
    thing_iri("thing", "3"): {"nl": "Trede 3: doeltreffend", "en": "Rung 3: effective"},
    thing_iri("thing", "diamant"): {"nl": "Diamant"},
    graph_iri("x"): {"nl": "tabel B3.1", "en": "table B3.1"},
}


def _lines(content: str) -> tuple[str, ...]:
    return tuple(sorted(map(str, store_of(content))))


def _item(removed: str, added: str, about: str | None = None) -> Item:
    iri = thing_iri("thing", "c")
    return Item("updated", iri, (_CLAIM,), {"nl": "C"}, about, _lines(removed), _lines(added))


@pytest.mark.parametrize(
    ("removed", "added", "dutch", "english"),
    [
        (
            "graph:x { :c bm:trede :2 }",
            "graph:x { :c bm:trede :3 }",
            "trede 2 → 3 (tabel B3.1)",
            "trede Rung 2: promising → Rung 3: effective (table B3.1)",
        ),
        (
            "",
            "graph:x { :c bm:explicitAim true }",
            "expliciet doel: ja erbij (tabel B3.1)",
            "explicit aim: yes added (table B3.1)",
        ),
        (
            "graph:x { :c rdfs:label 'x'@nl }",
            "",
            "naam: “x” weg (tabel B3.1)",
            "name: “x” (nl) removed (table B3.1)",
        ),
        (
            "graph:x { :c <http://www.w3.org/2004/02/skos/core#definition> 'kort'@nl }",
            f"graph:x {{ :c <http://www.w3.org/2004/02/skos/core#definition> '{'lang ' * 20}'@nl }}",
            "definitie gewijzigd (tabel B3.1)",
            "definition changed (table B3.1)",
        ),
        (
            "graph:x { :c bm:v [ bm:w 1 ] }",
            "graph:x { :c bm:v [ bm:w 2 ] }",
            "opbouw gewijzigd",
            "structure changed",
        ),
    ],
)
def test_a_property(removed: str, added: str, dutch: str, english: str) -> None:
    item = _item(removed, added)
    assert Words("nl", _NAMES).details(item) == [dutch]
    assert Words("en", _NAMES).details(item) == [english]


def test_a_claim_is_told_as_being_of_what_it_is_about() -> None:
    item = _item("graph:x { :c bm:trede :2 }", "graph:x { :c bm:trede :3 }", thing_iri("thing", "diamant"))
    assert Words("nl", _NAMES).sentence(item) == "Diamant: trede 2 → 3 (tabel B3.1)"


def test_what_follows_is_counted_where_its_cause_is_told_and_told_where_it_is_all_there_is() -> None:
    words = Words("nl", _NAMES)
    cause = _item("", "graph:x { :c bm:v 1 } graph:derived { :c bm:w 1 }")
    consequence = _item("graph:derived { :c bm:v 1 }", "graph:derived { :c bm:v 2 }")
    new = Item("created", thing_iri("thing", "n"), (f"{BM}Form",), {"nl": "Spel"}, None)
    groups, left_out = grouped([cause, consequence, new], words, "nl")
    assert left_out == 1
    assert [(group.name, group.counts, [line for line, _ in group.lines]) for group in groups] == [
        ("onderbouwingsbewering", "1 gewijzigd", ["C: bm:v: 1 erbij (tabel B3.1); 1 afgeleide uitspraak"]),
        ("vorm", "1 nieuw", ["nieuw: Spel"]),
    ]
    groups, left_out = grouped([consequence], words, "nl")
    assert left_out == 0
    assert [line for line, _ in groups[0].lines] == ["C: bm:v 1 → 2 (derived)"]
