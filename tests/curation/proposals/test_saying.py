"""What one statement may say: in words that we have, of things, in one's own name."""

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from bouwstenen.curation.database import Database
from bouwstenen.curation.proposals.desk import Desk
from bouwstenen.curation.proposals.making import Draft, make
from bouwstenen.curation.proposals.reverting import undone
from bouwstenen.curation.proposals.saying import Saying
from bouwstenen.curation.proposals.sheets import added_by, read_sheet
from bouwstenen.curation.proposals.state import KEPT
from bouwstenen.curation.roles import Role
from bouwstenen.errors import WrongUseError
from bouwstenen.graph.changesets import Patch
from bouwstenen.namespaces import ID, PREFIXES
from bouwstenen.store.interface import QueryStore
from tests.curation.proposals.making import AIM, account, approve, desk_of, propose
from tests.curation.spreadsheets.test_round_trip import curated

LABEL = NamedNode(PREFIXES["rdfs"] + "label")
DIAMANT = NamedNode(f"{ID}intervention/diamant")


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return desk_of(database, tmp_path)


def _refused(desk: Desk, turtle: str, message: str) -> WrongUseError:
    with pytest.raises(WrongUseError, match=message) as refusal:
        propose(desk, turtle)
    problem = refusal.value
    for told in (problem.what, problem.mend):
        assert isinstance(told, dict)
        assert told["nl"]
        assert told["en"]
        assert told["nl"] != told["en"]
    assert problem.where == "data"
    return problem


@pytest.mark.threat("T44")
@pytest.mark.parametrize(
    "turtle",
    [
        "intervention:diamant rdfs:subClassOf bm:Trede .",
        "intervention:diamant rdfs:subPropertyOf bm:trede .",
        "intervention:diamant rdfs:domain bm:Trede .",
        "intervention:diamant rdfs:range bm:Trede .",
        "intervention:diamant owl:sameAs intervention:2gather .",
        "intervention:diamant owl:equivalentClass bm:Trede .",
        "intervention:diamant sh:targetClass bm:Trede .",
        "intervention:diamant a owl:Class .",
        "intervention:diamant a owl:TransitiveProperty .",
        "intervention:diamant a rdfs:Class .",
        "intervention:diamant a rdf:Property .",
        "intervention:diamant a sh:NodeShape .",
    ],
)
def test_what_changes_what_data_means_is_refused(desk: Desk, turtle: str) -> None:
    _refused(desk, turtle, "changes what all data means")


@pytest.mark.threat("T44")
def test_only_declared_or_used_predicates_are_said(desk: Desk) -> None:
    problem = _refused(
        desk, f"{AIM} claim:nieuw-diamant-doel bm:explicitAims true .", "this property is not known"
    )
    assert "bm:explicitAim," in str(problem.mend)
    _refused(desk, "claim:nieuw-diamant-doel <https://example.org/x> 1 .", "this property is not known")


@pytest.mark.threat("T44")
@pytest.mark.parametrize(
    "turtle",
    [
        "intervention:diamant bm:trede trede:5 .",
        "intervention:diamant bm:strengthens intervention:2gather .",
        "intervention:diamant bm:mayStrengthen intervention:2gather .",
        "intervention:diamant bm:hasType intervention:2gather .",
        "intervention:diamant bm:editorialType intervention:2gather .",
        "intervention:diamant bm:availability availability:offered .",
        "intervention:diamant bm:targets intervention:2gather .",
        'intervention:diamant bm:goal "Anders"@nl .',
        "intervention:diamant dcterms:source source:rapport .",
        "intervention:diamant a bm:EvidenceClaim ; bm:trede trede:5 .",
        "intervention:nieuw a bm:Intervention ; bm:trede trede:5 .",
        "intervention:nieuw bm:trede trede:5 .",
        f"{AIM} claim:nieuw-diamant-doel bm:conflictsWith claim:ander .",
    ],
)
def test_what_follows_from_claims_is_claimed(desk: Desk, turtle: str) -> None:
    problem = _refused(desk, turtle, "follows from claims")
    assert "Make a claim of it instead" in str(problem.mend)


@pytest.mark.threat("T44")
@pytest.mark.parametrize("class_", ["Conflict", "LinkCheck", "Changeset", "Contributor"])
def test_what_the_build_or_the_service_makes_is_not_proposed(desk: Desk, class_: str) -> None:
    _refused(desk, f"intervention:nieuw a bm:{class_} .", "only we make this")


def test_what_the_sources_state_of_things_may_be_proposed(desk: Desk) -> None:
    made = propose(
        desk,
        'intervention:nieuw a bm:Intervention ; rdfs:label "Nieuw"@nl ; skos:altLabel "Nw"@nl . '
        'source:nieuw a bm:Source ; rdfs:label "Bron"@nl ; foaf:page <https://example.org/> .',
    )
    assert len(made.proposal.patch.added) == 6


@pytest.mark.threat("T34")
@pytest.mark.parametrize(
    "turtle",
    [
        f"{AIM} claim:nieuw-diamant-doel prov:wasAttributedTo organisation:rapportauteurs .",
        f"{AIM} claim:nieuw-diamant-doel prov:wasAttributedTo organisation:bouwstenen .",
        f"{AIM} claim:nieuw-diamant-doel prov:wasAttributedTo organisation:nji .",
        f"{AIM} claim:nieuw-diamant-doel prov:wasAttributedTo contributor:anna .",
        f'{AIM} claim:nieuw-diamant-doel prov:wasAttributedTo "NJi" .',
        "intervention:diamant dcterms:creator organisation:nji .",
    ],
)
def test_nobody_claims_in_another_name(desk: Desk, turtle: str) -> None:
    _refused(desk, turtle, "you attribute to somebody else")
    anna = account(desk.database, "Anna", Role.CONTRIBUTOR)
    own = propose(desk, f"{AIM} claim:nieuw-diamant-doel prov:wasAttributedTo contributor:anna .", anna)
    assert own.proposal.proposer.iri == f"{ID}contributor/anna"


@pytest.mark.threat("T34")
@pytest.mark.parametrize("name", ["qualifiedAttribution", "actedOnBehalfOf"])
def test_other_words_for_who_are_no_way_round(desk: Desk, name: str) -> None:
    with pytest.raises(WrongUseError):
        propose(desk, f"{AIM} claim:nieuw-diamant-doel prov:{name} organisation:nji .")


def test_a_revert_brings_back_what_others_claimed(desk: Desk) -> None:
    anna, bert = account(desk.database, "Anna"), account(desk.database, "Bert")
    store = desk.state().store
    who = NamedNode(PREFIXES["prov"] + "wasAttributedTo")
    author = NamedNode(f"{ID}organisation/rapportauteurs")
    claim = next(quad for quad in store.quads_for_pattern(None, who, author, None))
    made = make(desk, Draft("Die is van mij.", "Niets", removed=frozenset([claim]), who=anna))
    approve(desk, made.proposal.id, bert)
    state = desk.state()
    assert claim.triple in undone(state, state.changes[0]).added


@pytest.mark.threat("T44")
@pytest.mark.parametrize(
    "character", ["\u202e", "\u2066", "\u200b", "\u00ad", "\x00", "\x1b", "\ue000", "\u0378"]
)
def test_characters_that_nobody_sees_are_refused_by_name(desk: Desk, character: str) -> None:
    label = Triple(DIAMANT, LABEL, Literal(f"DIA{character}MANT", language="nl"))
    with pytest.raises(WrongUseError, match=re.escape(f"U+{ord(character):04X}")):
        make(desk, Draft("Zomaar.", "Niets", frozenset([label]), name="Iemand"))


def test_joiners_stay_where_scripts_and_emoji_need_them(desk: Desk) -> None:
    for text, fine in (
        ("\u0645\u06cc\u200c\u062e", True),
        ("\U0001f468\u200d\U0001f469", True),
        ("DIA\u200dM", False),
    ):
        label = frozenset([Triple(DIAMANT, LABEL, Literal(text, language="fa"))])
        draft = Draft("Zomaar.", "Niets", label, name="Iemand")
        if fine:
            assert label <= make(desk, draft).proposal.patch.added
        else:
            with pytest.raises(WrongUseError, match=r"U\+200D ZERO WIDTH JOINER"):
                make(desk, draft)


def test_line_ends_of_forms_become_those_of_everybody(desk: Desk) -> None:
    label = frozenset([Triple(DIAMANT, LABEL, Literal("een\r\ntwee", language="nl"))])
    made = make(desk, Draft("Zomaar.", "Niets", label, name="Iemand"))
    assert made.proposal.patch.added == {Triple(DIAMANT, LABEL, Literal("een\ntwee", language="nl"))}


@pytest.mark.threat("T44")
@pytest.mark.parametrize(
    "iri",
    [
        "https://example.org/x",
        "http://w3id.org/bouwstenen/id/intervention/x",
        "https://W3ID.org/bouwstenen/id/intervention/x",
        "HTTPS://w3id.org/bouwstenen/id/intervention/x",
        "https://w3id.org/bouwstenen/id/Intervention/x",
        "https://w3id.org/bouwstenen/id/intervention/",
        "https://w3id.org/bouwstenen/id/intervention",
        "https://w3id.org/bouwstenen/id/intervention//x",
        "https://w3id.org/bouwstenen/id/intervention/x/y",
        "https://w3id.org/bouwstenen/id/intervention/../trede/3",
        "https://w3id.org/bouwstenen/id/intervention/x..y",
        "https://w3id.org/bouwstenen/id/intervention/X",
        "https://w3id.org/bouwstenen/id/intervention/x?y",
        "https://w3id.org/bouwstenen/id/onzin/x",
        "urn:x",
    ],
)
def test_things_have_one_form_of_name(desk: Desk, iri: str) -> None:
    _refused(desk, f'<{iri}> a bm:Intervention ; rdfs:label "X"@nl .', "is not the name of a thing")
    if iri != "https://example.org/x":
        _refused(
            desk,
            f"{AIM} claim:nieuw-diamant-doel bm:about <{iri}> .",
            "nothing here is called|no web address",
        )


@pytest.mark.threat("T44")
@pytest.mark.parametrize(
    "iri",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "urn:x:y", "mailto:a@b.nl", "https:x"],
)
def test_values_are_web_addresses(desk: Desk, iri: str) -> None:
    _refused(desk, f'source:nieuw a bm:Source ; rdfs:label "X"@nl ; foaf:page <{iri}> .', "no web address")


def test_all_that_the_sources_say_could_be_proposed_but_for_who(desk: Desk) -> None:
    """Else curators could not propose more of what is there."""
    state = desk.state()
    said = [
        quad.triple
        for quad in state.store
        if getattr(quad.graph_name, "value", "") not in KEPT
        and isinstance(quad.subject, NamedNode)
        and quad.subject.value.startswith(ID)
        and quad.predicate.value.rpartition("#")[2] != "wasAttributedTo"
        and not quad.predicate.value.endswith("creator")
    ]
    saying = Saying(state, said, (), "x:nobody")
    for triple in said:
        saying.check(triple)


def test_the_work_of_a_curator_in_a_workbook_is_still_taken(desk: Desk, queried: QueryStore) -> None:
    anna = account(desk.database, "Anna")
    draft = Draft("Drie nieuwe.", "Veldwerk 2026", who=anna)
    document = read_sheet("werk.xlsx", curated(queried).content, queried, draft.contributor, draft.source)
    added = added_by(draft.contributor, document)
    made = make(desk, draft.with_data(added, document.patch.removed))
    assert made.proposal.patch == Patch(added, document.patch.removed)


def test_the_example_of_the_docs_is_taken(desk: Desk, root: Path) -> None:
    text = (root / "docs" / "proposals.md").read_text(encoding="utf-8")
    turtle = re.search(r'"add": "(.*)",\n', text)
    assert turtle
    assert len(propose(desk, turtle[1]).proposal.patch.added) > 3
