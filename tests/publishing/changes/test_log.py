"""What changed between any two publications."""

from pathlib import Path

from bouwstenen.publishing.changes.log import log
from tests.publishing.changes.releases import released


def test_what_came_back_as_it_was_did_not_change(tmp_path: Path) -> None:
    was, other = "graph:x { :a rdfs:label 'a' }", "graph:x { :a rdfs:label 'b' . :b rdfs:label 'b' }"
    for content in (was, other, was):
        released(tmp_path, content)
    found = log(tmp_path)
    first, second, third = found.entries
    assert found.between(first, third).changes == ()
    assert [change.kind for change, _ in found.between(first, second).changes] == ["updated", "created"]
    assert [change.kind for change, _ in found.between(second, third).changes] == ["updated", "deleted"]


def test_until_a_publication_nothing_later_is_known(tmp_path: Path) -> None:
    for label in "abc":
        released(tmp_path, f"graph:x {{ :a rdfs:label '{label}' }}")
    found = log(tmp_path)
    early = found.until(found.entries[1])
    assert early.entries == found.entries[:2]
    assert [step.entry for step in early.steps] == list(found.entries[:2])
