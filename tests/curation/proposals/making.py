"""Accounts, data and desks for tests of proposals."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, parse

from bouwstenen.curation import accounts
from bouwstenen.curation.database import Database
from bouwstenen.curation.proposals.desk import Check, Desk
from bouwstenen.curation.proposals.making import Draft, Made, make
from bouwstenen.curation.proposals.proposal import Proposal, find
from bouwstenen.curation.proposals.reviewing import act
from bouwstenen.curation.proposals.states import Action
from bouwstenen.curation.roles import Account, Role
from bouwstenen.graph.changesets import Changeset, Patch
from bouwstenen.namespaces import ID, PREFIXES
from bouwstenen.validation.findings import Finding

ROOT = Path(__file__).resolve().parents[3]
#: Another number of types for the same intervention: touches no evidence and no source.
AIM = "claim:nieuw-diamant-doel a bm:AimClaim ; bm:about intervention:diamant ; bm:explicitAim true ."
EVIDENCE = "claim:nieuw-diamant-trede a bm:EvidenceClaim ; bm:about intervention:diamant ; bm:trede trede:3 ."
SOURCE = 'source:nieuw a bm:Source ; rdfs:label "Nieuw onderzoek"@nl .'

_THINGS = (
    "claim",
    "intervention",
    "trede",
    "source",
    "passage",
    "organisation",
    "contributor",
    "availability",
)
PREFIX = "\n".join(
    f"@prefix {name}: <{iri}> ."
    for name, iri in {**PREFIXES, **{kind: f"{ID}{kind}/" for kind in _THINGS}}.items()
)


def triples(turtle: str) -> frozenset[Triple]:
    """Statements in Turtle, with our prefixes."""
    return frozenset(quad.triple for quad in parse(f"{PREFIX}\n{turtle}", format=RdfFormat.TURTLE))


def quads(trig: str) -> frozenset[Quad]:
    """Statements in TriG, with our prefixes."""
    return frozenset(parse(f"{PREFIX}\n{trig}", format=RdfFormat.TRIG))


def nothing_wrong(
    root: Path, accepted: Sequence[Changeset], patch: Patch
) -> tuple[list[Finding], dict[str, str]]:
    """A check for tests of what comes before and after the check."""
    del root, accepted, patch
    return [], {}


def desk_of(database: Database, home: Path, check: Check = nothing_wrong) -> Desk:
    """A desk over the checkout."""
    return Desk(database, ROOT, home, check)


def account(database: Database, name: str, role: Role = Role.CURATOR, orcid: str | None = None) -> Account:
    """A new account."""
    with database.writing() as connection:
        return accounts.add(connection, name, role, orcid, by="a test")


def propose(desk: Desk, turtle: str = AIM, who: Account | None = None, **more: str) -> Made:
    """A proposal, by somebody without an account where nobody is named."""
    draft = Draft("Dit ontbrak.", "Jaarverslag 2026", triples(turtle), who=who, name="Iemand Anders")
    return make(desk, replace(draft, **more))  # type: ignore[arg-type]


def approve(desk: Desk, name: str, who: Account) -> Proposal:
    """An approval of what is proposed now."""
    with desk.database.reading() as connection:
        content = find(connection, name).content
    return act(desk, name, Action.APPROVE, who, content=content)
