"""What a proposal leaves unsaid and is certain: who claims, when, and where it was found."""

import re

from pyoxigraph import Literal, NamedNode, Triple

from bouwstenen.curation.proposals.people import Contributor
from bouwstenen.curation.proposals.sensitivity import made_of_source
from bouwstenen.curation.proposals.state import State
from bouwstenen.graph.changesets import Patch
from bouwstenen.namespaces import BM, PREFIXES, RDF_TYPE, expand, thing_iri

__all__ = ["complete"]

_TYPE = NamedNode(RDF_TYPE)
_LABEL = NamedNode(f"{PREFIXES['rdfs']}label")
_AGENT = NamedNode(f"{PREFIXES['prov']}wasAttributedTo")
_TIME = NamedNode(f"{PREFIXES['prov']}generatedAtTime")
_FROM = NamedNode(f"{PREFIXES['prov']}wasDerivedFrom")
_PART = NamedNode(f"{PREFIXES['dcterms']}isPartOf")
_CITATION = NamedNode(f"{PREFIXES['dcterms']}bibliographicCitation")
_PAGE = NamedNode(f"{PREFIXES['foaf']}page")
_LOCATOR = NamedNode(f"{BM}locator")
_MOMENT = NamedNode(f"{PREFIXES['xsd']}dateTime")
_ADDRESS = re.compile(r'https?://[^\s<>"{}|^`\\]+\.[^\s<>"{}|^`\\]+')
#: A proposal names its source, not a place in it; so the passage is all of it.
_WHOLE = "hele tekst"


def complete(state: State, patch: Patch, who: Contributor, moment: str, source: str, proposal: str) -> Patch:
    """Return a patch in which every new claim says who makes it, when, and where it is found.

    What is made of the source is made anew each time: who sends back what we made changes nothing by it.
    Only what a claim does not say itself is added: `prov:wasAttributedTo` the contributor,
    `prov:generatedAtTime` the moment of proposing, `prov:wasDerivedFrom` the source that the proposal names.

    Args:
        state: what is there already.
        patch: what is proposed.
        who: proposes it.
        moment: at which, ISO 8601.
        source: text, web address, or IRI of a source or passage that we have.
        proposal: number of the proposal, which new things are named after.
    """
    classes = state.classes_below("Claim")
    said: dict[NamedNode, set[NamedNode]] = {}
    for triple in patch.added:
        if isinstance(triple.subject, NamedNode):
            said.setdefault(triple.subject, set()).add(triple.predicate)
    claims = [
        triple.subject
        for triple in patch.added
        if triple.predicate == _TYPE
        and isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, NamedNode)
        and triple.object.value in classes
    ]
    more: set[Triple] = set()
    unsourced = False
    ours = made_of_source(proposal)
    patch = Patch(frozenset(each for each in patch.added if each.subject not in ours), patch.removed)
    passage, description = _passage(state, patch, source, proposal)
    for claim in claims:
        known = said[claim] | {
            quad.predicate for quad in state.store.quads_for_pattern(claim, None, None, None)
        }
        if _AGENT not in known:
            more.add(Triple(claim, _AGENT, NamedNode(who.iri)))
        if _TIME not in known:
            more.add(Triple(claim, _TIME, Literal(moment, datatype=_MOMENT)))
        if _FROM not in known or Triple(claim, _FROM, passage) in patch.added:
            more.add(Triple(claim, _FROM, passage))
            unsourced = True
    if not unsourced:
        return Patch(patch.added | more, patch.removed)
    return Patch(patch.added | more | description, patch.removed)


def _passage(state: State, patch: Patch, source: str, proposal: str) -> tuple[NamedNode, frozenset[Triple]]:
    """The passage that a source stands for, and what describes it and a source that is new with it."""
    iri = expand(source.strip())
    if _is(state, patch, iri, "Passage"):
        return NamedNode(iri), frozenset()
    passage = NamedNode(thing_iri("passage", f"voorstel-{proposal}"))
    known = iri if _is(state, patch, iri, "Source") else _with_page(state, source.strip())
    node = NamedNode(known or thing_iri("source", f"voorstel-{proposal}"))
    label = (known and _label(state, patch, node)) or source
    described = {
        Triple(passage, _TYPE, NamedNode(f"{BM}Passage")),
        Triple(passage, _LABEL, Literal(label, language="nl")),
        Triple(passage, _LOCATOR, Literal(_WHOLE)),
        Triple(passage, _PART, node),
    }
    if known:
        return passage, frozenset(described)
    described |= {
        Triple(node, _TYPE, NamedNode(f"{BM}Source")),
        Triple(node, _LABEL, Literal(source, language="nl")),
        Triple(node, _PAGE, NamedNode(source.strip()))
        if _ADDRESS.fullmatch(source.strip())
        else Triple(node, _CITATION, Literal(source)),
    }
    return passage, frozenset(described)


def _is(state: State, patch: Patch, iri: str, name: str) -> bool:
    if not _ADDRESS.fullmatch(iri):
        return False
    classes = [NamedNode(each) for each in state.classes_below(name)]
    node = NamedNode(iri)
    return any(
        Triple(node, _TYPE, each) in patch.added
        or next(state.store.quads_for_pattern(node, _TYPE, each, None), None) is not None
        for each in classes
    )


def _with_page(state: State, address: str) -> str:
    """The source that we have of a web page."""
    if not _ADDRESS.fullmatch(address):
        return ""
    found = sorted(
        quad.subject.value
        for quad in state.store.quads_for_pattern(None, _PAGE, NamedNode(address), None)
        if isinstance(quad.subject, NamedNode) and _is(state, Patch(), quad.subject.value, "Source")
    )
    return found[0] if found else ""


def _label(state: State, patch: Patch, node: NamedNode) -> str:
    """The Dutch name of a source: the one that every thing has."""
    values = [quad.object for quad in state.store.quads_for_pattern(node, _LABEL, None, None)]
    values += [
        triple.object for triple in patch.added if triple.subject == node and triple.predicate == _LABEL
    ]
    return next(
        (value.value for value in values if isinstance(value, Literal) and value.language == "nl"), ""
    )
