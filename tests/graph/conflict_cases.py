"""Rules that compare values and types: claims, what follows, what must not. See test_derivation.py."""

from tests.graph.conflict_terms import (
    LADDER,
    OURS,
    TABLES,
    TYPES,
    claim,
    conflict_about,
    evidence,
    found,
    offered,
)

__all__ = ["CONFLICT_CASES"]

CONFLICT_CASES = {
    "conflict-trede": (
        LADDER
        + evidence("b", "i", 3, "q")
        + evidence("a", "i", 2, "p")
        + evidence("c", "i", 2, "open")
        + evidence("d", "i", 3, "open")
        + evidence("e", "other", 2, "p", "nji")
        + evidence("f", "other", 3, "q", "movisie"),
        found(
            "trede-differs",
            "contradiction",
            "id:i",
            "bm:statementA id:a ; bm:passageA id:p ; bm:valueA 'trede 2'@nl ;"
            " bm:statementB id:b ; bm:valueB 'trede 3'@en",
        ),
        "{ VALUES ?open { id:c id:d } ?c bm:statementA|bm:statementB ?open }"
        " UNION { ?c a bm:Conflict ; bm:subject id:other }",
    ),
    "conflict-assessor": (
        LADDER
        + evidence("a", "i", 2, "p", "nji")
        + evidence("b", "i", 3, "q", "movisie")
        + evidence("c", "same", 2, "p", "nji")
        + evidence("d", "same", 3, "q", "nji")
        + evidence("e", "same", 3, "q", "movisie"),
        found("assessors-differ", "difference", "id:i", "bm:statementA id:a ; bm:statementB id:b"),
        conflict_about("id:same"),
    ),
    "conflict-recognition": (
        LADDER
        + "<https://w3id.org/bouwstenen/id/recognition-level/goed> skos:closeMatch id:trede-2 ."
        + claim(
            "a",
            "Recognition",
            "i",
            "bm:recognitionLevel <https://w3id.org/bouwstenen/id/recognition-level/goed>",
        )
        + claim(
            "b",
            "Recognition",
            "j",
            "bm:recognitionLevel <https://w3id.org/bouwstenen/id/recognition-level/goed>",
        )
        + evidence("c", "i", 3, "q")
        + evidence("d", "j", 2, "q"),
        found(
            "ladders-differ",
            "difference",
            "id:i",
            "bm:statementA id:a ; bm:statementB id:c ; bm:valueA 'erkenning ‘goed’ (past bij trede 2)'@nl",
        ),
        conflict_about("id:j"),
    ),
    "conflict-availability": (
        offered("a", "i", "offered", "p")
        + offered("b", "i", "not-offered", "q")
        + offered("c", "i", "offered", "open")
        + offered("d", "i", "not-offered", "open")
        + offered("e", "j", "not-offered", "p")
        + offered("f", "j", "unknown", "q"),
        found("availability-differs", "contradiction", "id:i", "bm:statementA id:a ; bm:statementB id:b"),
        f"{{ {conflict_about('id:j')} }} UNION"
        " { VALUES ?open { id:c id:d } ?c bm:statementA|bm:statementB ?open }",
    ),
    "conflict-yes-or-no": (
        claim("a", "Aim", "i", "bm:explicitAim false", "p")
        + claim("b", "Aim", "i", "bm:explicitAim true", "q")
        + claim("c", "Municipality", "j", "bm:viaMunicipalities true", "p")
        + claim("d", "Municipality", "j", "bm:viaMunicipalities true", "q"),
        found("aim-differs", "contradiction", "id:i", "bm:statementA id:b ; bm:statementB id:a"),
        conflict_about("id:j"),
    ),
    "conflict-type-row": (
        TYPES
        + "id:f a bm:FactorCluster . id:g a bm:FactorCluster . id:h a bm:FactorCluster ."
        + claim("a", "Type", "f", "bm:interventionType id:t")
        + claim("b", "Type", "g", "bm:interventionType id:t")
        + claim("c", "Type", "h", "bm:interventionType id:t")
        + claim("d", "Target", "t1", "bm:factor id:g", "q")
        + claim("e", "Target", "t", "bm:factor id:part", "q")
        + claim("k", "Placement", "part", "bm:within id:h", "p"),
        found(
            "type-mismatch", "difference", "id:f", "bm:involves id:t ; bm:statementA id:a ; bm:passageB id:q"
        ),
        conflict_about("id:g id:h"),
    ),
    "conflict-type-target": (
        TYPES
        + TABLES
        + "id:theme a bm:Theme ."
        + "".join(claim(f"row-{f}", "Placement", f, "bm:within id:theme", "pb3") for f in "fgh")
        + claim("a", "Target", "t1", "bm:factor id:f", "b2")
        + claim("b", "Type", "f", "bm:interventionType id:u", "pb3")
        + claim("c", "Target", "t1", "bm:factor id:g", "b2")
        + claim("d", "Type", "g", "bm:interventionType id:t", "pb3")
        + claim("e", "Target", "u", "bm:factor id:no-row", "b2"),
        found(
            "type-mismatch",
            "difference",
            "id:f",
            "bm:involves id:t1 ; bm:statementA id:a ; bm:passageB id:pb3",
        ),
        conflict_about("id:g id:no-row"),
    ),
    "conflict-type-own": (
        TYPES
        + "id:i a bm:Intervention . id:j a bm:Intervention . id:k a bm:Intervention ."
        + claim("row", "Type", "f", "bm:interventionType id:u")
        + claim("row2", "Type", "g", "bm:interventionType id:t1")
        + claim("a", "Type", "i", "bm:interventionType id:t")
        + claim("b", "Coverage", "i", "bm:factor id:f", "q")
        + claim("c", "Type", "j", "bm:interventionType id:t")
        + claim("d", "Coverage", "j", "bm:factor id:f", "q")
        + claim("e", "Coverage", "j", "bm:factor id:g", "q")
        + claim("l", "Type", "k", f"bm:interventionType id:t ; {OURS}")
        + claim("m", "Coverage", "k", "bm:factor id:f", "q"),
        found(
            "own-type-mismatch",
            "difference",
            "id:i",
            "bm:involves id:t ; bm:statementA id:a ; bm:statementB id:b",
        ),
        conflict_about("id:j id:k"),
    ),
}
