"""The language fallback."""

import pytest
from pyoxigraph import Store

from bouwstenen.namespaces import ID
from bouwstenen.store.labels import label_of, labels_of, preferred


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        ({"nl": "a", "en": "b"}, "nl", "a"),
        ({"nl": "a", "en": "b"}, "en", "b"),
        ({"nl": "a"}, "en", "a"),
        ({"en": "b", "": "c"}, "nl", "b"),
        ({"": "c", "fr": "d"}, "nl", "c"),
        ({"fr": "d"}, "nl", "d"),
        ({}, "nl", None),
    ],
)
def test_fallback(texts: dict[str, str], language: str, expected: str | None) -> None:
    assert preferred(texts, language) == expected


def test_labels(store: Store) -> None:
    assert label_of(store, f"{ID}bouwsteen/1", "en") == "Individual"
    assert label_of(store, f"{ID}bouwsteen/2") == "Gezin en familie"
    assert labels_of(store, [f"{ID}claim/none", "not an iri"]) == {f"{ID}claim/none": "id:claim/none"}
