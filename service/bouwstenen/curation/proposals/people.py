"""Who proposes: an account, or somebody who gives a name or an ORCID; and whether two are one."""

import hashlib
import unicodedata
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from bouwstenen.curation.roles import Account
from bouwstenen.namespaces import BM, PREFIXES, RDF_TYPE, slugify, thing_iri

__all__ = ["ORCID", "Contributor", "contributor_of", "described", "is_same"]

#: With which the address of an ORCID begins.
ORCID = "https://orcid.org/"


@dataclass(frozen=True)
class Contributor:
    """Somebody who proposes or reviews.

    Args:
        name: as it is shown and enters the graph.
        iri: of the `bm:Contributor`.
        orcid: when they gave one; nobody verified it.
        account: number, of those who have one.
    """

    name: str
    iri: str
    orcid: str | None = None
    account: int | None = None


def contributor_of(who: Account | None, name: str, orcid: str | None, proposal: str) -> Contributor:
    """Return who proposes.

    Names of those without an account are not verified: nobody gets the IRI of an account by giving its
    name, nor two people one IRI by giving the same. An ORCID makes proposals of one person one contributor.

    Args:
        who: their account, when they have one; then the rest is its.
        name: they gave.
        orcid: they gave, checked.
        proposal: number of the proposal.
    """
    if who is not None:
        return Contributor(who.name, thing_iri("contributor", who.slug), who.orcid, who.id)
    if orcid:
        return Contributor(name or orcid, thing_iri("contributor", f"orcid-{orcid.lower()}"), orcid)
    part = hashlib.sha256(proposal.encode()).hexdigest()[:8]
    return Contributor(name, thing_iri("contributor", f"{slugify(name)[:60]}-{part}".strip("-")))


def described(who: Contributor) -> frozenset[Triple]:
    """Return what the graph says of a contributor."""
    node = NamedNode(who.iri)
    said = {
        Triple(node, NamedNode(RDF_TYPE), NamedNode(f"{BM}Contributor")),
        Triple(node, NamedNode(f"{PREFIXES['rdfs']}label"), Literal(who.name, language="nl")),
    }
    if who.orcid:
        said.add(Triple(node, NamedNode(f"{PREFIXES['schema']}sameAs"), NamedNode(ORCID + who.orcid)))
    return frozenset(said)


def is_same(one: Contributor, other: Contributor) -> bool:
    """Return whether two may be one person: by account, by ORCID or by name. Who is not sure says yes."""
    if one.account is not None and one.account == other.account:
        return True
    if one.orcid and one.orcid == other.orcid:
        return True
    return _plain(one.name) == _plain(other.name)


def _plain(name: str) -> str:
    """A name without what two spellings of it differ in: case, accents, spaces, punctuation."""
    text = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in text if character.isalnum())
