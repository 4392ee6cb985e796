"""What must be there: counts and facts read from the report by hand, apart from the data's own readings."""

import pytest
from pyoxigraph import Store

from bouwstenen.namespaces import PREFIXES
from bouwstenen.solutions import select

_TREDE = "https://w3id.org/bouwstenen/id/trede/"


def _count(store: Store, pattern: str, what: str = "*") -> int:
    (row,) = select(store, f"SELECT (COUNT({what}) AS ?n) WHERE {{ {pattern} }}")
    return int(row["n"].value)


#: What is counted, and how many there are; docs/data.md tells where two ways of counting differ.
COUNTS = {
    "bouwstenen": ("?x a bm:Bouwsteen", 6),
    "themes of bouwsteen 1-5": ("?x a bm:Theme ; skos:broader/skos:notation ?n FILTER(?n != '6')", 14),
    "themes of bouwsteen 6": ("?x a bm:Theme ; skos:broader/skos:notation '6'", 4),
    "clusters": ("?x a bm:FactorCluster", 41),
    "factors named in tables 2.1-2.5 under a cluster": (
        "?claim a bm:PlacementClaim ; bm:about ?x ; bm:within ?c ; prov:wasDerivedFrom/bm:locator ?l ."
        "?c a bm:FactorCluster FILTER(STRSTARTS(?l, 'tabel 2.'))",
        72,
    ),
    "citations in tables 2.1-2.5": (
        "?x a bm:LiteratureClaim ; prov:wasDerivedFrom/bm:locator ?l ; bm:printed ?p"
        " FILTER(STRSTARTS(?l, 'tabel 2.') && ?p != 'Zie voorgaand cluster')",
        175,
    ),
    "indirect factors of B3.6": (
        "?claim a bm:PlacementClaim ; bm:about ?x ; prov:wasDerivedFrom/bm:locator ?l ."
        "?x a bm:IndirectFactor"
        " FILTER(STRSTARTS(?l, 'tabel B3.6'))",
        9,
    ),
    "risk factors": ("?x a bm:RiskFactor", 58),
    "types": ("?x a bm:InterventionType FILTER NOT EXISTS { ?x skos:broader ?y }", 9),
    "subtypes": ("?x a bm:InterventionType ; skos:broader ?y", 9),
    "treden": ("?x a bm:Trede", 6),
    "interventions": ("?x a bm:Intervention", 120),
    "rows of B3.7 with a trede": (
        "?x a bm:EvidenceClaim ; prov:wasDerivedFrom/bm:locator ?l FILTER(STRSTARTS(?l, 'tabel B3.7'))",
        59,
    ),
    "aim said in B3.7": (
        "?x a bm:AimClaim ; prov:wasDerivedFrom/bm:locator ?l FILTER(STRSTARTS(?l, 'tabel B3.7'))",
        119,
    ),
}


@pytest.mark.parametrize("what", COUNTS)
def test_count(store: Store, what: str) -> None:
    pattern, expected = COUNTS[what]
    assert _count(store, pattern, "DISTINCT ?x") == expected


def test_distinct_sources_of_the_tables(store: Store) -> None:
    pattern = (
        "?claim a bm:LiteratureClaim ; bm:cites ?s ; prov:wasDerivedFrom/bm:locator ?l"
        " FILTER(STRSTARTS(?l, 'tabel 2.'))"
    )
    assert _count(store, pattern, "DISTINCT ?s") == 49


def test_coverage_rows(store: Store) -> None:
    # 151 rows; the row “Werving sleutelfiguren/Sleutelfigurenaanpak” of B3.6 names two interventions of B3.7
    assert _count(store, "?x a bm:CoverageClaim") == 152


def test_targets(store: Store) -> None:
    # 90 printed; type 2 prints one twice; one bullet of type 7 names two factors, one of them again
    assert _count(store, "?x a bm:TargetClaim") == 89


@pytest.mark.parametrize(
    "fact",
    [
        # tables 2.x
        "factor:zelfbeheersing a bm:FactorCluster ; skos:broader theme:persoonlijke-ontwikkeling",
        "factor:zelfcontrole skos:broader factor:zelfbeheersing",
        "factor:sociaal-vertrouwen dcterms:source source:ahn-davis-2020",
        "source:nickolson-et-al-2021 skos:hiddenLabel 'Nicksolson et al. (2021)'@nl",
        # §2.2
        "risk-factor:schooluitval bm:mirrors factor:constructieve-dagbesteding-of-vrijetijdsbesteding",
        # bijlage 1
        "rl:movisie-goed-beschreven skos:closeMatch trede:1 . trede:1 bm:level 1",
        "rl:nji-goed-onderbouwd skos:closeMatch trede:2",
        # tabel 1
        "intervention:vip bm:hasType <https://w3id.org/bouwstenen/id/intervention-type/1.3>",
        "intervention:vip bm:hasType <https://w3id.org/bouwstenen/id/intervention-type/1>",
        # B3.x
        "intervention:vip bm:strengthens factor:multi-perspectiviteit",
        "factor:zelfbeheersing bm:servedBy <https://w3id.org/bouwstenen/id/intervention-type/1.2>",
        "intervention-part:bounce-up bm:strengthens ?f . ?f a bm:IndirectFactor",
        # B3.7
        "intervention:datmeenjeniet bm:ageMin 16 ; bm:ageMax 27 ; bm:trede trede:3",
        "intervention:alleen-jij-bepaalt bm:ageMin 12 ; bm:ageMax 18",
        "intervention:alleen-jij-bepaalt foaf:page <https://www.nji.nl/interventies/alleen-jij-bepaalt-wie-je-bent>",
        "intervention:vredesoverleggen bm:municipality municipality:alkmaar",
        "municipality:utrecht skos:notation 'GM0344'",
        "intervention:identity-project bm:availability availability:experimental",
        "intervention-part:bounce-young dcterms:isPartOf intervention:bounce-trainingen",
        # one thing, several spellings
        "intervention:oneonone skos:altLabel 'One-on-One (mentorproject)'@nl , 'ONE-on-ONE'@nl",
        "intervention:workshoptraject-wie-ben-ik skos:altLabel 'Workshoptraining ‘Wie ben ik?’'@nl",
        # perhaps one, kept two
        "intervention:project-familiecontact bm:possiblySameAs intervention:lotgenotenondersteuning",
        # bijlage 2
        "<https://w3id.org/bouwstenen/id/intervention-type/1.1> bm:targets factor:mediawijsheid",
        "?claim bm:about intervention:growcare ; bm:recognitionLevel rl:movisie-goed-beschreven",
    ],
)
def test_fact(store: Store, fact: str) -> None:
    kinds = (
        *("factor", "risk-factor", "theme", "source", "municipality"),
        *("intervention", "intervention-part", "trede", "availability"),
    )
    prefixes = PREFIXES | {kind: f"{PREFIXES['id']}{kind}/" for kind in kinds}
    prefixes["rl"] = f"{PREFIXES['id']}recognition-level/"
    assert store.query(f"ASK {{ {fact} }}", prefixes=prefixes, use_default_graph_as_union=True), fact


@pytest.mark.parametrize(
    ("intervention", "levels"),
    [
        ("diamant", {"2", "3"}),
        ("vip", {"3"}),
        ("oumnia-works-steunpunt-sabr", {"2", "3"}),
        ("under-pressure", {"3"}),
    ],
)
def test_contradictions_are_kept(store: Store, intervention: str, levels: set[str]) -> None:
    rows = select(
        store, f"SELECT DISTINCT ?t WHERE {{ <{PREFIXES['id']}intervention/{intervention}> bm:trede ?t }}"
    )
    assert {row["t"].value.removeprefix(_TREDE) for row in rows} == levels


def test_conflicts_are_data(store: Store) -> None:
    query = f"""SELECT ?one ?other WHERE {{
      ?a bm:about <{PREFIXES["id"]}intervention/diamant> ; bm:conflictsWith ?b .
      ?a prov:wasDerivedFrom/bm:locator ?one .
      ?b prov:wasDerivedFrom/bm:locator ?other
    }}"""
    pairs = select(store, query)
    found = {(row["one"].value, row["other"].value) for row in pairs}
    assert ("tabel B3.7, DIAMANT", "bijlage 2, type 4, voorbeeld DIAMANT") in found


def test_every_intervention_has_its_row(store: Store) -> None:
    assert (
        _count(
            store,
            "?i a bm:Intervention FILTER NOT EXISTS { ?c a bm:DescriptionClaim ; bm:about ?i ;"
            " prov:wasDerivedFrom/bm:locator ?l FILTER(STRSTARTS(?l, 'tabel B3.7')) }",
        )
        == 0
    )
