"""Search on the real data, each case looked up by hand; and on any text at all."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bouwstenen.namespaces import ID
from bouwstenen.textindex.entries import Entry, Text
from bouwstenen.textindex.index import Hits, TextIndex
from bouwstenen.textindex.words import words


def _slugs(hits: Hits) -> list[str]:
    return [hit.iri.removeprefix(ID) for hit in hits]


@pytest.mark.parametrize(
    ("text", "first", "matched"),
    [
        ("weerbaarheid", "factor/weerbaarheid-tegen-groepsdruk", "label"),
        ("mediawijsheid", "factor/mediawijsheid", "label"),
        ("diamant", "intervention/diamant", "label"),
        ("School’s cool", "intervention/schools-cool", "label"),
        ("schools cool", "intervention/schools-cool", "label"),
        ("unemployment", "risk-factor/werkeloosheid", "label"),
        ("sport", "form/sport", "label"),
        ("AMSTERDAM", "municipality/amsterdam", "label"),
        ("1.3", "intervention-type/1.3", "spelling"),
        ("bouwsteen 2", "bouwsteen/2", "spelling"),
        ("type 1.3", "intervention-type/1.3", "spelling"),
        ("trede 3", "trede/3", "label"),
        ("type 4", "intervention-type/4", "spelling"),
        ("GM0363", "municipality/amsterdam", "spelling"),
        ("moskeedialogen", "intervention/aarhus-model", "description"),
        (f"<{ID}intervention/diamant>", "intervention/diamant", "label"),
        ("id:intervention/diamant", "intervention/diamant", "label"),
        # the name as it is before names that have more
        ("weerbaar opvoeden", "intervention/weerbaar-opvoeden", "label"),
        # typing mistakes: changed, left out, two in turn, added; also in a word that is not finished
        ("DIAMNT", "intervention/diamant", "label"),
        ("diamand", "intervention/diamant", "label"),
        ("weerbar opvoeden", "intervention/weerbaar-opvoeden", "label"),
        ("zelfbeheersnig", "factor/zelfbeheersing", "label"),
        ("medaiwijsheidd", "factor/mediawijsheid", "label"),
        ("Vredzame school", "intervention/vreedzame-school", "label"),
        ("mediawysheid", "factor/mediawijsheid", "label"),
        ("mediawjish", "factor/mediawijsheid", "label"),
        # other forms of a word, and English
        ("sporten als alternatief", "intervention/sport-als-alternatief", "label"),
    ],
)
def test_the_first_is_what_is_meant(index: TextIndex, text: str, first: str, matched: str) -> None:
    found = index.search(text)
    assert (_slugs(found)[0], found[0].matched) == (first, matched)


def test_exact_then_name_then_spelling_then_description() -> None:
    def entry(slug: str, name: str, spelling: str = "", text: str = "") -> Entry:
        spellings = {Text(spelling)} if spelling else set()
        return Entry(
            f"{ID}x/{slug}",
            "Intervention",
            {"Intervention"},
            {Text(name, "nl")},
            spellings,
            {Text(text, "nl")},
        )

    index = TextIndex.of(
        [
            entry("text", "Het eerste", text="Een aanpak voor veerkracht."),
            entry("typo", "Veerkrachd"),
            entry("part", "Veerkrachttraining voor velen"),
            entry("spelling", "Het tweede", spelling="Huis van veerkracht"),
            entry("name", "De veerkracht van velen"),
            entry("exact", "Veerkracht"),
            entry("other", "Een training"),
        ]
    )
    found = index.search("veerkracht")
    assert [hit.rpartition("/")[2] for hit in _slugs(found)] == ["exact", "name", "part", "spelling", "text"]
    assert [hit.matched for hit in found] == ["label", "label", "label", "spelling", "description"]
    lenient = index.search("veerkrachr")
    assert {hit.rpartition("/")[2] for hit in _slugs(lenient)} == {
        *("exact", "name", "spelling", "text", "typo", "part")
    }
    assert found[0].score > lenient[0].score, "a mistake is worth less"
    assert _slugs(index.search("training"))[1] == "x/part", "a part of a compound is found"


def test_whatever_fits_a_word_is_found(index: TextIndex) -> None:
    slugs = _slugs(index.search("ouders", limit=100))
    assert {"intervention/ouders-in-positie", "target-group/ouders-en-opvoeders"} == set(slugs[:2])
    assert "factor/constructieve-ouderreacties-op-signalen-van-radicalisering" in slugs
    schools = _slugs(index.search("school", limit=100))
    assert {
        *("theme/school-werk", "intervention/2do-school", "intervention/vreedzame-school"),
        *("risk-factor/schooluitval", "organisation/hogeschool-inholland"),
    } <= set(schools)


def test_a_compound_finds_its_parts_and_parts_the_compound(index: TextIndex) -> None:
    apart = set(_slugs(index.search("jongeren werk", limit=100)))
    together = set(_slugs(index.search("jongerenwerk", limit=100)))
    names = {"intervention/jongerenwerk-en-onderwijs-samen-jos", "form/jongerenwerk-en-vrijetijdsbesteding"}
    assert names <= apart & together


def test_a_compound_that_nobody_wrote_finds_what_it_ends_in(index: TextIndex) -> None:
    found = index.search("ruzieradicalisering")
    assert "radicalisering" in found[0].label.lower()
    assert found[0].matched == "label"
    assert found[0].score < index.search("radicalisering")[0].score / 5


def test_a_class_and_a_word(index: TextIndex) -> None:
    found = index.search("interventie discriminatie", limit=100)
    assert "intervention/reageren-op-discriminatie" in _slugs(found)[:5]
    assert {hit.kind for hit in found} <= {"Intervention", "InterventionType", "Source"}


def test_all_words_where_something_has_them_all(index: TextIndex) -> None:
    both = index.search("ouders school", limit=100)
    one = index.search("ouders", limit=100)
    assert 0 < both.total < one.total
    assert set(_slugs(both)) <= set(_slugs(one))
    assert index.search("wat helpt tegen pesten op school").total > 0, "else some of them"


def test_stop_words_do_not_drown_an_answer(index: TextIndex) -> None:
    among = _slugs(index.search("de mediawijsheid van het"))
    assert among[0] == "factor/mediawijsheid"
    assert set(among) == set(_slugs(index.search("mediawijsheid")))
    assert index.search("de").total > 0, "but can be looked for"


@pytest.mark.parametrize("text", ["", " ", "()", "“”", "😀", "\0", "\ud800", "?*~^", "w" * 200])
def test_without_words_nothing_is_found(index: TextIndex, text: str) -> None:
    found = index.search(text)
    assert (list(found), found.total) == ([], 0)
    assert index.suggest(text) == []
    assert index.hits(text) == []


@pytest.mark.threat("T07")
@settings(deadline=None)
@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from(["weer", "ouders", "AND", '"', "'", ":", "(", "*", "~2", "TO", "de"])).map(
            " ".join
        ),
    )
)
@example('school:ouders AND (NOT "x" OR weer*~2^3) [a TO b] /re/ \\')
@example("weerbaar " * 2000)
@example("weerbaarheid" * 900)
@example(" ".join(f"woord{number}" for number in range(1500)))
def test_any_text_may_be_looked_for(index: TextIndex, text: str) -> None:
    found = index.search(text, limit=7)
    assert len(found) == min(found.total, 7)
    assert found == index.search(text, limit=7)
    assert [-hit.score for hit in found] == sorted(-hit.score for hit in found)
    assert all(0 < hit.score <= 1 for hit in found)
    assert len(index.suggest(text, 3)) <= 3


def test_equals_are_ordered_by_label_then_iri(index: TextIndex) -> None:
    found = index.search("evaluatie", limit=100)
    assert len(found) > 30
    for one, other in pairwise(found):
        assert (-one.score, one.label.casefold(), one.iri) < (-other.score, other.label.casefold(), other.iri)


def test_pages_make_up_the_whole(index: TextIndex) -> None:
    whole = index.search("school", limit=1000)
    assert len(whole) == whole.total
    pages = [index.search("school", limit=7, offset=offset) for offset in range(0, whole.total, 7)]
    assert [hit for page in pages for hit in page] == whole
    assert {page.total for page in pages} == {whole.total}
    assert index.search("school", limit=0).total == whole.total
    assert index.search("school", limit=0) == index.search("school", offset=5000) == []
    with pytest.raises(ValueError, match="0 or more"):
        index.search("school", offset=-1)


def test_kinds(index: TextIndex) -> None:
    factors = index.search("weerbaarheid", kinds=["Factor"], limit=100)
    assert {hit.kind for hit in factors} == {"FactorCluster", "ProtectiveFactor", "RiskFactor"}
    assert all("/factor/" in hit.iri or "/risk-factor/" in hit.iri for hit in factors)
    everything = index.search("weerbaarheid", limit=100)
    assert [hit for hit in everything if hit in factors] == factors, "scores stay what they are"
    assert index.search("weerbaarheid", kinds=[]) == index.search("weerbaarheid", kinds=["None", ""]) == []
    both = index.search("amsterdam", kinds=["Municipality", "Organisation"], limit=100)
    assert {hit.kind for hit in both} == {"Municipality", "Organisation"}


def test_suggestions_while_somebody_types(index: TextIndex) -> None:
    typed = "weerbaar op"
    for length in range(3, len(typed) + 1):
        assert "intervention/weerbaar-opvoeden" in _slugs(index.suggest(typed[:length], 8)), typed[:length]
    assert {"factor/mediawijsheid", "intervention/mediamatties"} <= set(_slugs(index.suggest("med")))
    assert index.suggest("weerbaar op")[0].label == "Weerbaar Opvoeden"
    assert all(hit.matched != "description" for hit in index.suggest("school", 50))
    assert "intervention/weerbaar-opvoeden" in _slugs(index.suggest("weerpaar op"))


def test_hits_are_those_of_a_search(index: TextIndex) -> None:
    assert index.hits("weerbaar", 5) == [(hit.iri, hit.score) for hit in index.search("weerbaar", limit=5)]
    assert index.hits("weerbaar", kinds=["Theme"]) != index.hits("weerbaar")


def _mistakes(name: str) -> Iterator[str]:
    middle = len(name) // 2
    yield name[:middle] + name[middle + 1 :]
    yield name[:middle] + "q" + name[middle:]
    yield name[:middle] + "q" + name[middle + 1 :]
    yield name[:middle] + name[middle + 1] + name[middle] + name[middle + 2 :]


def test_every_name_is_found_with_a_mistake_in_each_of_its_long_words(
    index: TextIndex, entries: list[Entry]
) -> None:
    missed, tried = [], 0
    for entry in entries:
        name = next(iter(sorted(entry.names))).value
        long = [word for word in words(name) if len(word) >= 6 and word.isalpha()]
        if entry.kind == "Intervention" and long and len(words(name)) <= 4:
            for wrong in _mistakes(long[0]):
                text = " ".join(wrong if word == long[0] else word for word in words(name))
                tried += 1
                if entry.iri not in [hit.iri for hit in index.search(text)]:
                    missed.append(text)
    assert tried > 200
    assert missed == []


def test_every_name_finds_its_thing_first_or_its_namesake(index: TextIndex, entries: list[Entry]) -> None:
    for entry in entries:
        for name in entry.names:
            if len(name.value) < 500 and words(name.value):
                found = index.search(name.value, limit=60)
                best = [hit.iri for hit in found if hit.score >= 0.8 * found[0].score]
                assert entry.iri in best, name.value


def test_many_may_ask_at_once(index: TextIndex) -> None:
    texts = ["weerbaar", "ouders school", "DIAMNT", "jongerenwerk"] * 50
    expected = [index.search(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(index.search, texts)) == expected


def test_no_things() -> None:
    index = TextIndex.of([])
    assert len(index) == 0
    assert index.search("weerbaar") == index.suggest("weerbaar") == []


def test_hits_fit_in_a_query(index: TextIndex) -> None:
    text = "interventie " * 400
    assert 0 < len(index.hits(text)) < len(index.search(text, limit=300))
    assert sum(len(text) + len(iri) for iri, _ in index.hits(text)) < 60_000
