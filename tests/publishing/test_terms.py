"""Terms of other vocabularies have a name in both languages."""

from bouwstenen.publishing.terms import NAMES


def test_terms_of_others_are_named_in_both_languages() -> None:
    assert NAMES
    assert all(each.keys() == {"nl", "en"} and all(each.values()) for each in NAMES.values())
