"""What needs two curators: evidence, ladders, sources, passages, and what is said of them."""

from pathlib import Path

import pytest

from bouwstenen.curation.database import Database
from bouwstenen.curation.proposals.desk import Desk
from bouwstenen.curation.proposals.making import Draft, make
from bouwstenen.curation.proposals.sensitivity import is_sensitive
from bouwstenen.curation.proposals.states import Status
from bouwstenen.graph.changesets import Patch
from tests.curation.proposals.making import AIM, account, approve, desk_of, propose, quads, triples

PASSAGE = "passage:tabel-b3-7-2do-school"


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return desk_of(database, tmp_path)


@pytest.mark.threat("T34")
@pytest.mark.parametrize(
    "turtle",
    [
        f'{PASSAGE} rdfs:label "Anders"@nl .',
        f'{PASSAGE} bm:locator "elders" .',
        f"{PASSAGE} dcterms:isPartOf source:rapport .",
        'passage:nieuw a bm:Passage ; rdfs:label "X"@nl ; bm:locator "x" ; dcterms:isPartOf source:rapport .',
        'trede:3 skos:definition "Anders"@nl .',
        'claim:nieuw a bm:DescriptionClaim ; bm:about trede:3 ; bm:goal "x"@nl .',
        'claim:nieuw a bm:AimClaim ; prov:wasDerivedFrom passage:later . passage:later rdfs:comment "x"@nl .',
    ],
)
def test_what_touches_sources_or_evidence_needs_two(desk: Desk, turtle: str) -> None:
    assert is_sensitive(desk.state(), Patch(triples(turtle)))


@pytest.mark.threat("T34")
def test_taking_away_counts_as_much_as_adding(desk: Desk) -> None:
    state = desk.state()
    (passage,) = {each.subject for each in triples(f'{PASSAGE} rdfs:label "x" .')}
    for quad in state.store.quads_for_pattern(passage, None, None, None):
        assert is_sensitive(state, Patch(frozenset(), frozenset([quad])))


def test_a_plain_change_needs_one_with_the_source_that_is_made_of_its_own(desk: Desk) -> None:
    assert not propose(desk).proposal.two_approvals
    plain = quads('graph:tabel-b3-7 { intervention:diamant rdfs:label "DIAMANT"@nl }')
    assert not make(desk, Draft("Weg ermee.", "Niets", removed=plain, name="Iemand")).proposal.two_approvals


@pytest.mark.threat("T34")
def test_what_became_a_source_meanwhile_needs_two_by_then(desk: Desk) -> None:
    anna, bert, carla = (account(desk.database, name) for name in ("Anna", "Bert", "Carla"))
    later = propose(desk, 'passage:later skos:notation "Iets anders" .')
    assert not later.proposal.two_approvals
    becoming = propose(desk, 'passage:later a bm:Passage ; bm:locator "x" .', carla)
    assert approve(desk, becoming.proposal.id, bert).status is Status.ACCEPTED
    once = approve(desk, later.proposal.id, anna)
    assert (once.status, once.two_approvals, once.missing) == (Status.OPEN, True, 1)
    assert approve(desk, later.proposal.id, bert).status is Status.ACCEPTED
    assert propose(desk, AIM).proposal.missing == 1
