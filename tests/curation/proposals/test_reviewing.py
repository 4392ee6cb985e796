"""Two people, approvals that lapse, races, changesets and what undoes them."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple
from sqlalchemy import select

from bouwstenen.curation.database import Database
from bouwstenen.curation.proposals.desk import Desk
from bouwstenen.curation.proposals.making import Draft, make
from bouwstenen.curation.proposals.reverting import later_on, revert
from bouwstenen.curation.proposals.reviewing import Change, act
from bouwstenen.curation.proposals.state import accepted
from bouwstenen.curation.proposals.states import Action, Kind, Status
from bouwstenen.curation.roles import Account, Role
from bouwstenen.curation.schema import accounts, changesets
from bouwstenen.errors import BusyError, ConflictError, ForbiddenError, UnknownThingError, WrongUseError
from bouwstenen.graph.changesets import Changeset, Patch, changeset_iri
from bouwstenen.namespaces import BM
from bouwstenen.validation.change import check_patch
from bouwstenen.validation.findings import Finding
from tests.curation.proposals.making import (
    AIM,
    EVIDENCE,
    SOURCE,
    account,
    approve,
    desk_of,
    propose,
    quads,
    triples,
)

ORCID = "0000-0002-1825-0097"


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return desk_of(database, tmp_path)


def _numbers(desk: Desk) -> list[int]:
    with desk.database.reading() as connection:
        return list(connection.execute(select(changesets.c.number).order_by(changesets.c.number)).scalars())


@pytest.mark.threat("T34")
@pytest.mark.parametrize("turtle", [AIM, EVIDENCE, SOURCE], ids=["plain", "evidence", "source"])
@pytest.mark.parametrize("proposer", [None, Role.CONTRIBUTOR, Role.CURATOR, Role.ADMIN])
def test_evidence_and_sources_have_two_curators_behind_them(
    desk: Desk, turtle: str, proposer: Role | None
) -> None:
    who = account(desk.database, "Indiener", proposer) if proposer else None
    reviewers = [account(desk.database, name) for name in ("Anna", "Bert", "Carla")]
    made = propose(desk, turtle, who)
    two = turtle is not AIM
    curates = proposer is not None and proposer >= Role.CURATOR
    needed = 2 if two and not curates else 1
    for given, reviewer in enumerate(reviewers[:needed], start=1):
        assert made.proposal.status is Status.OPEN
        after = approve(desk, made.proposal.id, reviewer)
        assert (after.status is Status.ACCEPTED) == (given == needed)
        assert after.missing == needed - given
        if given < needed:
            with pytest.raises(ConflictError, match="approved this already"):
                approve(desk, made.proposal.id, reviewer)
    assert _numbers(desk) == [1]


@pytest.mark.threat("T34")
def test_nobody_approves_their_own_by_account_orcid_or_name(desk: Desk) -> None:
    anna = account(desk.database, "Anna de Vries", orcid=ORCID)
    for made in (
        propose(desk, who=anna),
        propose(desk, name="Iemand", orcid=ORCID),
        propose(desk, name="anna de vriés"),
    ):
        with pytest.raises(ForbiddenError, match="nobody reviews a proposal of their own"):
            approve(desk, made.proposal.id, anna)
    assert _numbers(desk) == []


@pytest.mark.threat("T34")
def test_a_name_without_account_keeps_no_curator_from_asking_and_rejecting(desk: Desk) -> None:
    anna, bert = account(desk.database, "Anna de Vries", orcid=ORCID), account(desk.database, "Bert")
    for number, (name, orcid) in enumerate((("Anna de Vries", ""), ("X Y", ORCID))):
        made = propose(desk, AIM.replace("doel", f"doel-{number}"), name=name, orcid=orcid)
        assert act(desk, made.proposal.id, Action.ASK, anna, "Ben ik dit?").status is Status.QUESTION
        assert act(desk, made.proposal.id, Action.REJECT, anna, "Nee.").status is Status.REJECTED
    own = propose(desk, who=anna).proposal.id
    for action in (Action.REJECT, Action.ASK):
        with pytest.raises(ForbiddenError, match="nobody reviews a proposal of their own"):
            act(desk, own, action, anna, "Daarom zo.")
    assert approve(desk, own, bert).status is Status.ACCEPTED


@pytest.mark.threat("T34")
@pytest.mark.parametrize("second", ["Vries, Anna de", "Ann\u0430 de Vri\u0435s", "ANNA D\u0415 VR\u0406ES"])
def test_one_person_with_two_accounts_is_one_curator(desk: Desk, second: str) -> None:
    anna, bert = account(desk.database, "Anna de Vries"), account(desk.database, "Bert")
    again = account(desk.database, second)
    made = propose(desk, EVIDENCE)
    approve(desk, made.proposal.id, anna)
    with pytest.raises(ConflictError, match="somebody of your name or ORCID"):
        approve(desk, made.proposal.id, again)
    assert approve(desk, made.proposal.id, bert).status is Status.ACCEPTED


@pytest.mark.threat("T35")
def test_an_approval_counts_for_what_it_saw(desk: Desk) -> None:
    anna, bert = account(desk.database, "Anna"), account(desk.database, "Bert")
    made = propose(desk, EVIDENCE)
    approve(desk, made.proposal.id, anna)
    other = Change(triples(EVIDENCE.replace("trede:3", "trede:4")))
    changed = act(desk, made.proposal.id, Action.ANSWER, None, "Het was trede 4.", key=made.key, change=other)
    assert changed.missing == 2
    assert approve(desk, made.proposal.id, bert).status is Status.OPEN
    assert approve(desk, made.proposal.id, anna).status is Status.ACCEPTED
    with desk.database.reading() as connection:
        (changeset,) = accepted(connection)
    told = {triple.object for triple in changeset.patch.added if triple.predicate.value == f"{BM}trede"}
    assert told == {NamedNode("https://w3id.org/bouwstenen/id/trede/4")}


@pytest.mark.threat("T35")
def test_nobody_approves_what_they_did_not_see(desk: Desk) -> None:
    anna, made = account(desk.database, "Anna"), propose(desk, EVIDENCE)
    with pytest.raises(WrongUseError, match="say which content"):
        act(desk, made.proposal.id, Action.APPROVE, anna)
    other = Change(triples(EVIDENCE.replace("trede:3", "trede:4")))
    act(desk, made.proposal.id, Action.ANSWER, None, "Het was trede 4.", key=made.key, change=other)
    with pytest.raises(ConflictError, match="changed since you looked"):
        act(desk, made.proposal.id, Action.APPROVE, anna, content=made.proposal.content)
    assert approve(desk, made.proposal.id, anna).missing == 1


def test_an_answer_without_data_leaves_approvals(desk: Desk) -> None:
    anna, bert = account(desk.database, "Anna"), account(desk.database, "Bert")
    made = propose(desk, EVIDENCE)
    approve(desk, made.proposal.id, anna)
    act(desk, made.proposal.id, Action.ASK, bert, "Waar staat dat?")
    assert act(desk, made.proposal.id, Action.ANSWER, None, "Bladzijde 3.", key=made.key).missing == 1


@pytest.mark.threat("T35")
def test_the_approval_of_somebody_who_is_no_curator_any_more_lapses(desk: Desk) -> None:
    anna, bert, carla = (account(desk.database, name) for name in ("Anna", "Bert", "Carla"))
    made = propose(desk, EVIDENCE)
    approve(desk, made.proposal.id, anna)
    with desk.database.writing() as connection:
        connection.execute(accounts.update().where(accounts.c.id == anna.id).values(role="reader"))
    assert approve(desk, made.proposal.id, bert).status is Status.OPEN
    assert approve(desk, made.proposal.id, carla).status is Status.ACCEPTED


def test_a_changeset_says_who_when_and_why(desk: Desk) -> None:
    anna = account(desk.database, "Anna", orcid=ORCID)
    made = propose(desk)
    after = approve(desk, made.proposal.id, anna)
    with desk.database.reading() as connection:
        (changeset,) = accepted(connection)
    assert after.changeset is not None
    assert after.changeset.number == 1
    graph = NamedNode(changeset_iri(1))
    said = {
        triple.predicate.value: triple.object for triple in changeset.patch.added if triple.subject == graph
    }
    assert said[f"{BM}motivation"] == Literal("Dit ontbrak.")
    assert said[f"{BM}approvedBy"] == NamedNode("https://w3id.org/bouwstenen/id/contributor/anna")
    assert said["http://www.w3.org/ns/prov#wasAttributedTo"] == NamedNode(made.proposal.proposer.iri)
    assert Literal("Iemand Anders", language="nl") in {triple.object for triple in changeset.patch.added}


def test_what_is_accepted_holds_by_all_shapes(desk: Desk) -> None:
    checked = desk_of(desk.database, desk.home, check=check_patch)
    anna, bert = account(desk.database, "Anna"), account(desk.database, "Bert", orcid=ORCID)
    made = propose(checked, EVIDENCE, orcid="0000-0001-5109-3700")
    assert made.proposal.violations == []
    approve(desk, made.proposal.id, anna)
    assert approve(checked, made.proposal.id, bert).status is Status.ACCEPTED
    undoing = revert(checked, 1, anna, "Het was verkeerd.")
    assert undoing.proposal.violations == []
    assert approve(checked, undoing.proposal.id, bert).status is Status.ACCEPTED


def test_what_is_wrong_is_kept_told_and_not_accepted(desk: Desk) -> None:
    checked = desk_of(desk.database, desk.home, check=check_patch)
    made = propose(checked, "claim:nieuw a bm:AimClaim ; bm:about intervention:bestaat-niet .")
    assert made.proposal.status is Status.OPEN
    assert {finding["focus"].rpartition("/")[2] for finding in made.proposal.violations} == {"nieuw"}
    with pytest.raises(ConflictError, match="the check finds"):
        approve(checked, made.proposal.id, account(desk.database, "Anna"))
    assert _numbers(desk) == []


def test_many_approvals_at_once_make_each_one_changeset_without_gaps(desk: Desk) -> None:
    anna = account(desk.database, "Anna")
    names = [propose(desk, AIM.replace("doel", f"doel-{number}")).proposal.id for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda name: _approved(desk, name, anna), [*names, *names]))
    assert sum(done) == len(names), "each is accepted once, whoever comes second is told"
    assert _numbers(desk) == list(range(1, len(names) + 1))


def _approved(desk: Desk, name: str, who: Account) -> bool:
    for _ in range(20):
        try:
            approve(desk, name, who)
        except ConflictError:
            return False
        except BusyError:
            continue
        return True
    raise AssertionError("it was too busy all the time")


def test_two_that_cannot_both_hold_are_not_both_accepted(database: Database, tmp_path: Path) -> None:
    """Each by itself is right; the check of the second must see the first, however they race."""
    both = threading.Barrier(2, timeout=20)
    seen: list[int] = []

    def one_only(
        root: Path, changes: Sequence[Changeset], patch: Patch
    ) -> tuple[list[Finding], dict[str, str]]:
        del root, patch
        seen.append(len(changes))
        if changes:
            return [Finding("violation", "x:1", "", "", "x:shape", (("en", "one only"),))], {}
        if len(seen) <= 2:
            both.wait()  # both have looked at the same state before either is accepted
        return [], {}

    plain = desk_of(database, tmp_path)
    anna = account(database, "Anna")
    names = [propose(plain, AIM.replace("doel", f"doel-{number}")).proposal.id for number in range(2)]
    desk = desk_of(database, tmp_path, check=one_only)
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda name: _approved(desk, name, anna), names))
    assert sorted(done) == [False, True]
    assert _numbers(plain) == [1]


def test_what_is_gone_meanwhile_cannot_go(desk: Desk) -> None:
    anna = account(desk.database, "Anna")
    approve(desk, propose(desk).proposal.id, anna)
    goes = quads(f"graph:changeset-1 {{ {AIM} }}")
    first, second = (
        make(desk, Draft("Weg ermee.", "Jaarverslag", removed=goes, name=name)) for name in ("Een", "Twee")
    )
    approve(desk, first.proposal.id, anna)
    with pytest.raises(ConflictError, match="are there no longer"):
        approve(desk, second.proposal.id, anna)


def test_what_was_changed_meanwhile_is_told_in_words(desk: Desk) -> None:
    anna = account(desk.database, "Anna")
    goes = frozenset(
        Quad(each.subject, each.predicate, each.object, DefaultGraph())
        for each in triples('intervention:diamant rdfs:label "DIAMANT"@nl .')
    )
    first, second = (
        make(desk, Draft("Zo heet het.", "De website", triples(turtle), goes, name=name))
        for name, turtle in (
            ("Een", 'intervention:diamant rdfs:label "Diamant"@nl .'),
            ("Twee", 'intervention:diamant rdfs:label "Zandloper"@nl .'),
        )
    )
    approve(desk, first.proposal.id, anna)
    with pytest.raises(ConflictError) as refused:
        approve(desk, second.proposal.id, anna)
    what, mend = refused.value.what, refused.value.mend
    assert isinstance(what, dict)
    assert isinstance(mend, dict)
    assert "“DIAMANT” is nu “Diamant” (wijziging 1, van Een)" in what["nl"]
    assert "“DIAMANT (nl)” is now “Diamant (nl)” (changeset 1, by Een)" in what["en"]
    assert "new export" in mend["en"]


def test_what_two_describe_as_new_is_not_merged(desk: Desk) -> None:
    anna = account(desk.database, "Anna")
    claim = "claim:maanlicht a bm:DescriptionClaim ; bm:about intervention:maanlicht ; "
    claim += 'dcterms:description "{}"@nl .'
    new = f'intervention:maanlicht a bm:Intervention ; rdfs:label "Maanlicht"@nl . {claim}'
    first, second = (propose(desk, new.format(name), name=name) for name in ("Een", "Twee"))
    approve(desk, first.proposal.id, anna)
    with pytest.raises(ConflictError, match=r"“Maanlicht” is there by now \(changeset 1, by Een\)"):
        approve(desk, second.proposal.id, anna)
    more = Change(triples(claim.format("Wandelen in het donker.").replace("claim:maanlicht", "claim:donker")))
    act(desk, second.proposal.id, Action.ANSWER, None, "Dan dit erbij.", key=second.key, change=more)
    assert approve(desk, second.proposal.id, anna).status is Status.ACCEPTED


def test_reverting_and_reverting_that(desk: Desk) -> None:
    anna, bert = account(desk.database, "Anna"), account(desk.database, "Bert")
    before = _union(desk)
    made = propose(desk)
    approve(desk, made.proposal.id, anna)
    with_it = _union(desk)
    undoing = revert(desk, 1, anna, "Het was verkeerd.")
    assert (undoing.proposal.kind, undoing.proposal.reverts) == (Kind.REVERT, 1)
    with pytest.raises(ForbiddenError):
        approve(desk, undoing.proposal.id, anna)
    approve(desk, undoing.proposal.id, bert)
    assert _data(_union(desk) - before) == set(), "only who changed what remains"
    with pytest.raises(ConflictError, match="nothing of changeset 1 is left"):
        revert(desk, 1, anna, "Nog een keer.")
    approve(desk, revert(desk, 2, bert, "Het was toch goed.").proposal.id, anna)
    assert _data(_union(desk)) == _data(with_it)
    with desk.database.reading() as connection:
        third = accepted(connection)[2]
    assert any(
        triple.predicate.value == f"{BM}reverts" and triple.object == NamedNode(changeset_iri(2))
        for triple in third.patch.added
    )


def test_what_was_taken_away_comes_back_in_the_new_graph(desk: Desk) -> None:
    anna, bert = account(desk.database, "Anna"), account(desk.database, "Bert")
    before = _union(desk)
    old = triples('intervention:diamant rdfs:label "DIAMANT"@nl .')
    new = triples('intervention:diamant rdfs:label "Diamant"@nl .')
    goes = frozenset(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in old)
    made = make(desk, Draft("Zo heet het.", "De website", new, goes, name="Iemand Anders"))
    (gone,) = made.proposal.patch.removed
    assert gone.graph_name == NamedNode("https://w3id.org/bouwstenen/graph/tabel-b3-7")
    approve(desk, made.proposal.id, anna)
    assert new <= _union(desk)
    assert not old & _union(desk)
    approve(desk, revert(desk, 1, anna, "Toch niet.").proposal.id, bert)
    assert _data(_union(desk)) == _data(before)


def test_what_builds_upon_a_changeset_is_told(desk: Desk) -> None:
    anna, bert = account(desk.database, "Anna"), account(desk.database, "Bert")
    approve(desk, propose(desk, SOURCE, anna).proposal.id, bert)
    approve(desk, propose(desk, AIM).proposal.id, bert)
    passage = 'passage:nieuw a bm:Passage ; dcterms:isPartOf source:nieuw ; rdfs:label "X"@nl .'
    approve(desk, propose(desk, passage, anna).proposal.id, bert)
    assert later_on(desk.state(), 1) == [3]
    with pytest.raises(UnknownThingError):
        revert(desk, 9, anna, "Bestaat niet.")


def _union(desk: Desk) -> set[Triple]:
    store: Store = desk.state().store
    ontology = NamedNode("https://w3id.org/bouwstenen/graph/ontology")  # it has blank nodes
    return {quad.triple for quad in store if quad.graph_name != ontology}


def _data(statements: set[Triple]) -> set[Triple]:
    """Without what changesets and contributors say of themselves."""
    told = ("/graph/changeset-", "/id/contributor/")
    return {each for each in statements if not any(part in str(each.subject) for part in told)}
