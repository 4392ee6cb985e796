"""What a proposal needs, what it may not change, and what it leaves unsaid."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store, Triple

from bouwstenen.curation.database import Database
from bouwstenen.curation.proposals.desk import Desk
from bouwstenen.curation.proposals.difference import difference
from bouwstenen.curation.proposals.making import Draft, make
from bouwstenen.curation.proposals.people import Contributor, contributor_of, is_same
from bouwstenen.curation.proposals.proposal import count, find
from bouwstenen.curation.proposals.reporting import Report, report
from bouwstenen.curation.proposals.rules import LONGEST, MOST
from bouwstenen.curation.proposals.states import Status
from bouwstenen.curation.roles import Role
from bouwstenen.errors import BouwstenenError, ContradictionError, TooLargeError, WrongUseError
from bouwstenen.graph.changesets import Patch
from bouwstenen.namespaces import BM, PREFIXES
from tests.curation.proposals.making import AIM, EVIDENCE, account, desk_of, propose, quads, triples

PROV = PREFIXES["prov"]
CLAIM = NamedNode("https://w3id.org/bouwstenen/id/claim/nieuw-diamant-doel")
#: Statements that no proposal adds.
KEPT = (
    "bm:Claim rdfs:label 'Bewering'@nl .",
    "graph:changeset-1 bm:motivation 'x' .",
    "graph:nieuw a bm:Changeset .",
    "intervention:diamant a bm:Contributor .",
    "contributor:anna rdfs:label 'Anna'@nl .",
    "intervention:diamant bm:approvedBy contributor:anna .",
    f"{AIM} claim:nieuw-diamant-doel prov:wasAttributedTo contributor:anna .",
    "[] a bm:Intervention .",
    "intervention:nieuw bm:about [] .",
    'intervention:nieuw rdfs:label "a\\u0000b"@nl .',
)


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return desk_of(database, tmp_path)


@pytest.mark.threat("T44")
@pytest.mark.parametrize("turtle", KEPT)
def test_what_a_proposal_may_not_add(desk: Desk, turtle: str) -> None:
    with pytest.raises(WrongUseError):
        propose(desk, turtle)


@pytest.mark.threat("T44")
@pytest.mark.parametrize("graph", ["derived", "inferred", "ontology", "shapes", "questions", "dataset"])
def test_what_the_build_makes_is_not_taken_away(desk: Desk, graph: str) -> None:
    goes = quads(f"graph:{graph} {{ intervention:diamant a bm:Intervention }}")
    with pytest.raises(WrongUseError, match="is not changed by a proposal"):
        make(desk, Draft("Weg ermee.", "Niets", removed=goes, name="Iemand"))


def test_what_changes_nothing_contradicts_itself_or_is_too_much(desk: Desk) -> None:
    there = 'intervention:diamant rdfs:label "DIAMANT"@nl .'
    with pytest.raises(WrongUseError, match="all of it is there already"):
        propose(desk, there)
    with pytest.raises(ContradictionError):
        make(desk, Draft("Zomaar.", "Niets", triples(there), quads(there), name="Iemand"))
    with pytest.raises(TooLargeError):
        propose(desk, "\n".join(f"intervention:n{number} a bm:Intervention ." for number in range(MOST + 1)))
    with pytest.raises(TooLargeError):
        propose(desk, f'intervention:n rdfs:label "{"x" * (LONGEST + 1)}"@nl .')


def test_what_is_there_already_is_left_out(desk: Desk) -> None:
    made = propose(desk, f'{AIM} intervention:diamant rdfs:label "DIAMANT"@nl .')
    assert {str(triple.subject) for triple in made.proposal.patch.added} & {
        "<https://w3id.org/bouwstenen/id/intervention/diamant>"
    } == set()


def test_a_claim_gets_who_when_and_where_unless_it_says_so_itself(desk: Desk) -> None:
    made = propose(desk)
    said = {t.predicate.value: t.object for t in made.proposal.patch.added if t.subject == CLAIM}
    assert said[f"{PROV}wasAttributedTo"] == NamedNode(made.proposal.proposer.iri)
    assert said[f"{PROV}generatedAtTime"].value == made.proposal.created  # type: ignore[union-attr]
    passage = said[f"{PROV}wasDerivedFrom"]
    (source,) = (
        t.object
        for t in made.proposal.patch.added
        if t.subject == passage and t.predicate.value.endswith("isPartOf")
    )
    citation = NamedNode(PREFIXES["dcterms"] + "bibliographicCitation")
    assert Triple(source, citation, Literal("Jaarverslag 2026")) in made.proposal.patch.added  # type: ignore[arg-type]
    whole = (
        f"{AIM} claim:nieuw-diamant-doel prov:wasAttributedTo contributor:anna ; prov:generatedAtTime "
        '"2026-01-01T00:00:00Z"^^xsd:dateTime ; prov:wasDerivedFrom passage:tabel-b3-7-2do-school .'
    )
    anna = account(desk.database, "Anna")
    assert propose(desk, whole, anna).proposal.patch.added == triples(whole)


@pytest.mark.parametrize(
    ("source", "last"),
    [
        ("https://w3id.org/bouwstenen/id/passage/tabel-b3-7-2do-school", "passage/tabel-b3-7-2do-school"),
        ("https://w3id.org/bouwstenen/id/source/rapport", "source/rapport"),
        ("https://example.org/nieuw", "source/voorstel-"),
    ],
)
def test_a_source_that_we_have_is_not_made_anew(desk: Desk, source: str, last: str) -> None:
    added = propose(desk, source=source).proposal.patch.added
    assert any(f"/id/{last}" in str(triple.object) for triple in added)
    assert any("/id/source/voorstel-" in str(triple.subject) for triple in added) == last.endswith("-")


@pytest.mark.threat("T34")
def test_names_of_accounts_are_nobody_elses(desk: Desk) -> None:
    anna = account(desk.database, "Anna", Role.CONTRIBUTOR)
    own, other = propose(desk, who=anna), propose(desk, EVIDENCE, name="Anna")
    assert own.proposal.proposer.iri.endswith("/contributor/anna")
    assert other.proposal.proposer.iri != own.proposal.proposer.iri
    assert own.key is None
    assert other.key


def test_an_orcid_makes_one_contributor_of_several_proposals(desk: Desk) -> None:
    orcid = "https://orcid.org/0000-0002-1825-0097"
    first, second = propose(desk, name="", orcid=orcid), propose(desk, EVIDENCE, name="Anna", orcid=orcid)
    assert first.proposal.proposer.iri == second.proposal.proposer.iri
    assert first.proposal.proposer.name == "0000-0002-1825-0097"


@pytest.mark.threat("T34")
def test_what_may_be_one_person_is_taken_for_one() -> None:
    anna = contributor_of(None, "Anna de Vries", None, "1")
    assert is_same(anna, Contributor("ANNA DE-VRIÉS", "x:2"))
    assert is_same(
        Contributor("A", "x:1", "0000-0002-1825-0097"), Contributor("B", "x:2", "0000-0002-1825-0097")
    )
    assert not is_same(anna, Contributor("Anna", "x:2"))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda desk: propose(desk, reason="  \u200b "),
        lambda desk: propose(desk, source=""),
        lambda desk: propose(desk, name=" "),
        lambda desk: propose(desk, name="", orcid="0000-0002-1825-0098"),
        lambda desk: propose(desk, reason="x" * 5000),
    ],
)
def test_what_is_refused_leaves_nothing(desk: Desk, wrong: Callable[[Desk], object]) -> None:
    with pytest.raises(BouwstenenError):
        wrong(desk)
    with desk.database.reading() as connection:
        assert count(connection, None, None) == 0


def test_the_same_report_is_one_whatever_its_spelling(desk: Desk) -> None:
    first = report(desk, Report("/x", "De leeftijd klopt niet."))
    assert report(desk, Report("/x", "de leeftijd  KLOPT niet")).proposal.id == first.proposal.id
    assert report(desk, Report("/y", "De leeftijd klopt niet.")).proposal.id != first.proposal.id
    with desk.database.reading() as connection:
        assert find(connection, first.proposal.id).status is Status.OPEN


def test_a_difference_is_told_with_names_old_beside_new(desk: Desk) -> None:
    store = desk.state().store
    old = quads('graph:tabel-b3-7 { intervention:diamant rdfs:label "DIAMANT"@nl }')
    new = triples(f'intervention:diamant rdfs:label "Diamant"@nl . {AIM}')
    made = make(desk, Draft("Zo heet het.", "De website", new, old, name="Iemand"))
    things = {thing.iri.rpartition("/")[2]: thing for thing in difference(store, made.proposal.patch, "en")}
    (row,) = things["diamant"].rows
    assert ([value.text for value in row.old], [value.text for value in row.new]) == (
        ["DIAMANT (nl)"],
        ["Diamant (nl)"],
    )
    assert (things["diamant"].told, things["nieuw-diamant-doel"].told) == ("changed", "new")
    explicit = next(row for row in things["nieuw-diamant-doel"].rows if row.iri == f"{BM}explicitAim")
    assert [value.text for value in explicit.new] == ["yes"]


def test_beside_a_new_claim_stands_what_other_claims_say_and_where(desk: Desk) -> None:
    made = propose(desk, EVIDENCE)
    state = desk.state()
    (thing,) = (
        each
        for each in difference(state.store, made.proposal.patch, "nl")
        if each.iri.endswith("/nieuw-diamant-trede")
    )
    row = next(each for each in thing.rows if each.iri == f"{BM}trede")
    assert row.old == [], "what others say is not taken away"
    assert [value.text.partition(":")[0] for value in row.new] == ["Trede 3"]
    assert row.stays
    assert any("tabel B3.7, DIAMANT" in value.where for value in row.stays)
    assert len({value.text for value in row.stays}) == len(row.stays), "each value once, with all its places"
    assert next(each for each in thing.rows if each.iri == f"{PROV}wasDerivedFrom").stays == []


def test_a_claim_in_the_place_of_another_is_one_change(desk: Desk) -> None:
    store = Store()
    first = quads(f"graph:changeset-1 {{ {EVIDENCE} claim:nieuw-diamant-trede rdfs:comment 'Oud'@nl }}")
    second = triples(
        "claim:ander a bm:EvidenceClaim ; bm:about intervention:diamant ; bm:trede trede:4 ."
        " claim:derde a bm:AimClaim ; bm:about intervention:diamant ; bm:explicitAim true ."
    )
    store.extend(first)
    things = {each.iri.rpartition("/")[2]: each for each in difference(store, Patch(second, first), "nl")}
    assert set(things) == {"ander", "derde"}
    assert (things["ander"].kind, things["ander"].told) == ("updated", "gewijzigd")
    assert things["ander"].replaces == "https://w3id.org/bouwstenen/id/claim/nieuw-diamant-trede"
    rows = {row.iri: row for row in things["ander"].rows}
    assert set(rows) == {f"{BM}trede", f"{PREFIXES['rdfs']}comment"}, "what stays the same is left out"
    trede = rows[f"{BM}trede"]
    assert ([each.text for each in trede.old], [each.text for each in trede.new]) == (
        ["trede/3"],
        ["trede/4"],
    )
    assert (things["derde"].kind, things["derde"].replaces) == ("created", None)
