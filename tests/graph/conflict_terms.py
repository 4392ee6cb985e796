"""Turtle and patterns that the cases of the conflict rules share."""

__all__ = [
    "LADDER",
    "OURS",
    "SEVERITY",
    "TABLES",
    "TYPES",
    "claim",
    "conflict_about",
    "evidence",
    "found",
    "offered",
]

_KIND = "<https://w3id.org/bouwstenen/id/conflict-kind/"
SEVERITY = "<https://w3id.org/bouwstenen/id/severity/"
OURS = "prov:wasAttributedTo <https://w3id.org/bouwstenen/id/organisation/bouwstenen>"
LADDER = "id:trede-2 bm:level 2 . id:trede-3 bm:level 3 ."
TYPES = "id:t skos:notation '1' . id:t1 skos:notation '1.1' ; skos:broader id:t . id:u skos:notation '2' ."
TABLES = (
    "id:p2 bm:locator 'tabel 2.1, F' . id:pb3 bm:locator 'tabel B3.1, F' ."
    "id:pb7 bm:locator 'tabel B3.7, I' . id:b2 bm:locator 'bijlage 2, type 1' ."
)


def found(kind: str, severity: str, about: str, more: str) -> str:
    """A conflict of this kind and severity about a thing, that has `more`."""
    sort = f"bm:conflictKind {_KIND}{kind}> ; bm:severity {SEVERITY}{severity}>"
    return f"?c a bm:Conflict ; {sort} ; bm:subject {about} ; {more}"


def conflict_about(things: str) -> str:
    """Any conflict about one of some things."""
    return f"VALUES ?x {{ {things} }} ?c a bm:Conflict ; bm:subject ?x"


def claim(name: str, kind: str, about: str, says: str, passage: str = "p") -> str:
    """A claim with its passage."""
    says = f"{says} ; " if says else ""
    return f"id:{name} a bm:{kind}Claim ; bm:about id:{about} ; {says}prov:wasDerivedFrom id:{passage} ."


def evidence(name: str, about: str, trede: int, passage: str, assessor: str = "") -> str:
    """A claim that an intervention stands on a trede."""
    by = f" ; bm:assessor id:{assessor}" if assessor else ""
    return claim(name, "Evidence", about, f"bm:trede id:trede-{trede}{by}", passage)


def offered(name: str, about: str, availability: str, passage: str, more: str = "") -> str:
    """A claim about availability."""
    value = f"bm:availability <https://w3id.org/bouwstenen/id/availability/{availability}>{more}"
    return claim(name, "Availability", about, value, passage)
