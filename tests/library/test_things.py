"""Finding the thing that somebody means."""

import pytest
from pyoxigraph import RdfFormat, Store

from bouwstenen.errors import UnknownThingError, WrongUseError
from bouwstenen.library.things import find_thing, names_of, things
from bouwstenen.namespaces import ID, PREFIXES
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import QueryStore


@pytest.mark.parametrize(
    ("text", "kind", "slug"),
    [
        (f"{ID}factor/zelfbeheersing", "Factor", "factor/zelfbeheersing"),
        (f"<{ID}factor/zelfbeheersing>", "Factor", "factor/zelfbeheersing"),
        ("id:factor/zelfbeheersing", "Factor", "factor/zelfbeheersing"),
        ("zelfbeheersing", "Factor", "factor/zelfbeheersing"),
        ("Zelfbeheersing", "Factor", "factor/zelfbeheersing"),
        (" Kritisch en complex denkvermogen ", "Factor", "factor/kritisch-en-complex-denkvermogen"),
        ("One-on-One (mentorproject)", "Intervention", "intervention/oneonone"),
        ("Saïd en Lody", "Intervention", "intervention/said-lody"),
        ("factor/zelfbeheersing", "Factor", "factor/zelfbeheersing"),
        ("1.3", "InterventionType", "intervention-type/1.3"),
        ("schooluitval", "Factor", "risk-factor/schooluitval"),
    ],
)
def test_found(queried: QueryStore, text: str, kind: str, slug: str) -> None:
    assert find_thing(queried, text, kind) == ID + slug


@pytest.mark.parametrize(
    ("text", "kind", "near"),
    [
        ("zelfbeheersign", "Factor", "zelfbeheersing"),
        ("multi perspectieviteit", "Factor", "multi-perspectiviteit"),
        ("Diamand", "Intervention", "diamant"),
        (f"{ID}factor/zelfbeheersin", "Factor", "zelfbeheersing"),
    ],
)
def test_not_found_names_the_nearest(queried: QueryStore, text: str, kind: str, near: str) -> None:
    with pytest.raises(UnknownThingError) as caught:
        find_thing(queried, text, kind)
    assert near in str(caught.value.mend)


def test_a_name_of_two_things_is_told() -> None:
    store = Store()
    names = (("one", "Weerbaar"), ("two", "weerbaar"))
    turtle = "".join(f"id:{slug} a bm:Intervention ; rdfs:label '{name}'@nl . " for slug, name in names)
    prefixes = "".join(f"@prefix {prefix}: <{base}> . " for prefix, base in PREFIXES.items())
    store.load((prefixes + turtle).encode(), format=RdfFormat.TURTLE)
    with pytest.raises(WrongUseError, match="one, two"):
        find_thing(EmbeddedStore(store), "Weerbaar", "Intervention")


def test_pick_list_is_sorted_by_name(queried: QueryStore) -> None:
    listed = things(queried, "Trede")
    assert [slug for slug, _ in listed] == ["0", "1", "2", "3", "4", "5"]
    assert listed[3] == ("3", "Trede 3: doeltreffend")
    assert things(queried, "Trede", language="en")[3][1].startswith("Rung 3")


def test_names_in_the_readers_language(queried: QueryStore) -> None:
    bouwsteen, nothing = f"{ID}bouwsteen/1", f"{ID}bouwsteen/99"
    assert names_of(queried, [bouwsteen, nothing], "en") == {bouwsteen: "Individual", nothing: nothing}
    assert names_of(queried, [], "en") == {}


def test_of_few_things_all_are_listed(queried: QueryStore) -> None:
    with pytest.raises(UnknownThingError) as caught:
        find_thing(queried, "sold-out", "Availability", where="availability")
    assert str(caught.value) == (
        "availability: there is no availability “sold-out”. "
        "There are: experimental, not-offered, offered, unknown, varies."
    )
