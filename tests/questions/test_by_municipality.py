"""`by-municipality`: what the report names with a municipality."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer


def _names(rows: list[dict[str, str]]) -> list[str]:
    return [row["interventionLabel"] for row in rows]


def test_one_municipality(queried: QueryStore) -> None:
    """Arnhem stands with four rows of B3.7, and bijlage 2 says that Buro Zend-Uit was made there."""
    rows = answer(queried, "by-municipality", municipality="Arnhem")
    assert _names(rows) == [
        "Alleen jij bepaalt",
        "Buro Zend-Uit",
        "Online jongerenwerk tegen radicalisering (Arnhem)",
        "Sport als alternatief",
        "Youth Cyber Team",
    ]
    assert {row["code"] for row in rows} == {"GM0202"}
    assert rows[1]["passageLabel"] == "Bijlage 2, type 4, voorbeeld Buro Zend-Uit"
    assert (rows[1]["trede"], rows[3]["trede"]) == ("3", "")


def test_by_code_and_more_than_one(queried: QueryStore) -> None:
    """B3.7: Flexcoaching4you is part of what Alphen aan den Rijn does; the peace talks are Alkmaar’s."""
    assert _names(answer(queried, "by-municipality", municipality="GM0361")) == ["Vredesoverleggen"]
    rows = answer(queried, "by-municipality", municipality=["Alkmaar", "Alphen aan den Rijn"])
    assert [(row["municipalityLabel"], row["interventionLabel"]) for row in rows] == [
        ("Alkmaar", "Vredesoverleggen"),
        ("Alphen aan den Rijn", "Flexcoaching4you"),
    ]


def test_availability(queried: QueryStore) -> None:
    """B3.7, “op dit moment aangeboden”, of the five of Arnhem: “Onbekend” of three, “Ja” of two."""
    unknown = answer(queried, "by-municipality", municipality="Arnhem", availability="unknown")
    assert _names(unknown) == [
        "Buro Zend-Uit",
        "Online jongerenwerk tegen radicalisering (Arnhem)",
        "Sport als alternatief",
    ]
    offered = answer(queried, "by-municipality", municipality="Arnhem", availability="offered")
    assert _names(offered) == ["Alleen jij bepaalt", "Youth Cyber Team"]


def test_a_place_abroad_has_no_code(queried: QueryStore) -> None:
    """Bijlage 2, type 9: the Aarhus model was developed in Aarhus and is carried out there."""
    (row,) = answer(queried, "by-municipality", municipality="Aarhus")
    assert (row["interventionLabel"], row["code"]) == ("Aarhus-model", "")


def test_all_of_them(queried: QueryStore) -> None:
    """Every municipality that a row of B3.7 names with the intervention; bijlage 2 adds Aarhus and Buro
    Zend-Uit.

    Not what belongs to something else: Edinburgh (the first Risk Factory), Amsterdam’s own Steunpunt
    (beside Meldpunt Assadaaka), Rotterdam that published an evaluation (2DO School) or stands in a name
    (Radar).
    """
    rows = answer(queried, "by-municipality")
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["municipalityLabel"], [])
        if row["interventionLabel"] not in found[row["municipalityLabel"]]:
            found[row["municipalityLabel"]].append(row["interventionLabel"])
    assert list(found) == sorted(found)
    assert found.pop("Arnhem") == _names(answer(queried, "by-municipality", municipality="Arnhem"))
    assert found == {
        "Aarhus": ["Aarhus-model"],
        "Alkmaar": ["Vredesoverleggen"],
        "Alphen aan den Rijn": ["Flexcoaching4you"],
        "Amsterdam": [
            "Broedersport, (Gemeente Amsterdam)",
            "Meldpunt en adviespunt Radicalisering voor Professionals (diverse gemeenten)",
            "Sleutelfigurenaanpak (gemeente Amsterdam)",
            "Stedelijke Kinderraad Utrecht / wijkkinderraden",
            "Werving van sleutelfiguren (Gemeente Amsterdam)",
        ],
        "Breda": ["Brede School programma’s"],
        "Den Haag": [
            "2gather",
            "Het Madonna Project",
            "MIJ en MIJ Jr.",
            "Opvoeddebatten met migrantenvaders (Trias Pedagogica)",
            "Radicalise",
            "Under Pressure",
            "VIP",
        ],
        "Eindhoven": ["Bubble Games"],
        "Enschede": ["Meldpunt en adviespunt Radicalisering voor Professionals (diverse gemeenten)"],
        "Gouda": ["Brede School programma’s"],
        "Leiden": ["Preventief programma (Gemeente Leiden)"],
        "Rotterdam": [
            "Er zal een stilte vallen.....",
            "Opvoeding in dilemma; training",
            "Stamina 010",
            "Weerbaar Opvoeden",
        ],
        "Tilburg": [
            "Brede aanpak bestaanszekerheid gemeente Tilburg",
            "Jongerenwerk en Onderwijs Samen (JOS)",
            "SOMS - Sociale Onrust en Maatschappelijke Spanningen",
        ],
        "Utrecht": [
            "Fort van de democratie",
            "Gezinsondersteuning Al Amal",
            "Jobcoach (gemeente Utrecht)",
            "Jongerenwerk en Onderwijs Samen (JOS)",
            "Stedelijke Kinderraad Utrecht / wijkkinderraden",
            "Utrecht zijn we samen",
            "Versterking interne infrastructuur DOCK Utrecht",
        ],
        "Venlo": ["Dare to be Grey", "Ouders in positie", "Risk Factory", "Smaakstation"],
        "Weert": ["Familieondersteuning Al Osra"],
    }
