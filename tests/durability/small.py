"""Sources that build in a second, and changesets as an accepted proposal leaves them in the database."""

import shutil
from pathlib import Path

from sqlalchemy import func, insert, select

from bouwstenen.curation import audit
from bouwstenen.curation.database import Database, now
from bouwstenen.curation.schema import accounts, changesets, proposals

__all__ = ["accept", "iri_of", "small_sources"]

_DATA = (
    "data/bijlage-1.ttl",
    "data/rapport.ttl",
    "data/organisaties.ttl",
    "data/bronnen.ttl",
    "data/gemeenten.ttl",
    "data/editorial/redactie.ttl",
    "data/editorial/begrippenlijsten.ttl",
    "shapes/claims-changesets.ttl",
    "queries/search.rq",
)
_BASE = "https://w3id.org/bouwstenen/"
_TEMPLATE = """
<{base}graph/changeset-{number}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{base}def/Changeset> .
<{base}graph/changeset-{number}> <http://www.w3.org/2000/01/rdf-schema#label> "Wijziging {number}"@nl .
<{base}graph/changeset-{number}> <http://purl.org/dc/terms/description> "Een naam erbij"@nl .
<{base}graph/changeset-{number}> <http://purl.org/dc/terms/license> <https://creativecommons.org/licenses/by/4.0/> .
<{base}graph/changeset-{number}> <http://www.w3.org/ns/prov#wasAttributedTo> <{base}id/contributor/jan-jansen> .
<{base}graph/changeset-{number}> <{base}def/approvedBy> <{base}id/contributor/{approver}> .
<{base}graph/changeset-{number}> <http://www.w3.org/ns/prov#generatedAtTime> "{time}"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
<{base}graph/changeset-{number}> <{base}def/motivation> "nodig" .
<{base}id/contributor/jan-jansen> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{base}def/Contributor> .
<{base}id/contributor/jan-jansen> <http://www.w3.org/2000/01/rdf-schema#label> "Jan Jansen"@nl .
<{base}id/contributor/els-de-wit> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{base}def/Contributor> .
<{base}id/contributor/els-de-wit> <http://www.w3.org/2000/01/rdf-schema#label> "Els de Wit"@nl .
<{base}id/organisation/bureau-{number}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{base}def/Organisation> .
<{base}id/organisation/bureau-{number}> <http://www.w3.org/2000/01/rdf-schema#label> "Bureau {number}"@nl .
"""  # noqa: E501 - statements


def small_sources(root: Path, folder: Path) -> Path:
    """Copy a part of the checkout that can be built by itself; return where it is."""
    shutil.copytree(root / "ontology", folder / "ontology")
    for name in _DATA:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, folder / name)
    return folder


def iri_of(number: int) -> str:
    """Return the IRI of the organisation that a changeset of `accept` adds."""
    return f"{_BASE}id/organisation/bureau-{number}"


def accept(database: Database, *, wrong: bool = False) -> int:
    """Accept a proposal, as a curator does: its status, the changeset and the audit line in one transaction.

    Args:
        database: of the workflow.
        wrong: the shapes refuse it: who proposed it also approved it.

    Returns:
        the number of the changeset, once it is acknowledged.
    """
    with database.writing() as connection:
        account = connection.execute(select(accounts.c.id)).scalar()
        if account is None:
            account = connection.execute(
                insert(accounts)
                .values(name="Els de Wit", slug="els-de-wit", role="curator", created=now())
                .returning(accounts.c.id)
            ).scalar_one()
        number = (connection.execute(select(func.max(changesets.c.number))).scalar() or 0) + 1
        proposal = f"{number:032}"
        connection.execute(
            insert(proposals).values(
                id=proposal, kind="change", status="accepted", created=now(), changed=now(), account=account,
                name="Jan Jansen", reason="nodig", source="", added="", removed="", release="",
                findings="[]", two_approvals=False,
            )
        )  # fmt: skip
        text = _TEMPLATE.strip().format(
            base=_BASE, number=number, time=now(), approver="jan-jansen" if wrong else "els-de-wit"
        )
        connection.execute(
            insert(changesets).values(
                number=number,
                proposal=proposal,
                accepted=now(),
                added="\n".join(sorted(text.split("\n"))),
                removed="",
            )
        )
        audit.append(connection, "Els de Wit", "proposal accepted", proposal, {"changeset": number})
    return number
