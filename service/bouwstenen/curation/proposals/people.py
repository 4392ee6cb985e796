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
#: Cyrillic, Greek and other letters that look like Latin ones: capitals first, whose small ones may differ.
_LOOK_ALIKES = str.maketrans(
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u0430\u0435\u0455\u0456\u0458\u043a\u043e\u0440\u0441\u0442\u0443\u0445\u0501\u04bb\u051b\u051d"
    "\u03b1\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u0131\u0142\u00f8\u0111",
    "ABESIJKMHOPCTYXABEZHIKMNOPTYXaesijkopctyxdhqwaeikvoptuxilod",
)


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
    return bool(_spellings(one.name) & _spellings(other.name))


def _spellings(name: str) -> set[str]:
    """A name as written and with its parts in order, without what else two spellings of it differ in.

    That is: case, accents, spaces, punctuation, and letters of other scripts that look like Latin ones.
    """
    text = unicodedata.normalize("NFKD", name).translate(_LOOK_ALIKES).casefold().translate(_LOOK_ALIKES)
    parts = ["".join(filter(str.isalnum, part)) for part in text.replace(",", " ").split()]
    return {"".join(parts), "".join(sorted(parts))} - {""}
