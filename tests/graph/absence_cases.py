"""Rules on names, absences, ages and texts: claims, what follows, what must not. See test_derivation.py."""

from tests.graph.conflict_terms import (
    LADDER,
    OURS,
    SEVERITY,
    TABLES,
    TYPES,
    claim,
    conflict_about,
    evidence,
    found,
)

__all__ = ["ABSENCE_CASES"]

ABSENCE_CASES = {
    "conflict-name": (
        "id:i rdfs:label 'Saïd & Lody'@nl . id:j rdfs:label 'alleen jij'@nl . id:k rdfs:label 'Kort'@nl ."
        + claim("a", "Coverage", "i", "bm:printedName 'Saïd en Lody'", "p")
        + claim("b", "Description", "i", "bm:printedName 'Saïd & Lody'", "q")
        + claim("c", "Coverage", "j", "bm:printedName 'Alleen jij'", "p")
        + claim("d", "Coverage", "k", "bm:printedName 'Kort en lang'", "p"),
        found(
            "name-differs",
            "remark",
            "id:i",
            "bm:statementA id:b ; bm:statementB id:a ; bm:valueB '“Saïd en Lody”'@nl",
        )
        + f" . ?d bm:subject id:k ; bm:severity {SEVERITY}difference>",
        conflict_about("id:j"),
    ),
    "conflict-name-target": (
        "id:f rdfs:label 'Multi-perspectiviteit'@nl . id:g rdfs:label 'Vertrouwen'@nl ."
        + "id:h rdfs:label 'Band'@nl ."
        + claim("a", "Target", "t", "bm:factor id:f ; bm:printed 'Denken: multiperspectiviteit'")
        + claim("b", "Target", "t", "bm:factor id:g ; bm:printed 'Gevoel: vertrouwen (o.a. van anderen)'")
        + claim("c", "Target", "t", "bm:factor id:h ; bm:printed 'Goede band'"),
        found("name-differs", "remark", "id:f", "bm:statementB id:a ; bm:valueB '“multiperspectiviteit”'@nl")
        + f" . ?d bm:subject id:h ; bm:severity {SEVERITY}difference>",
        conflict_about("id:g"),
    ),
    "conflict-name-theme": (
        "id:theme a bm:Theme ; rdfs:label 'Netwerken en normering'@nl ."
        + claim("a", "Target", "t", "bm:factor id:f ; bm:printed 'Netwerken en -normen: Normen'", "q")
        + claim("b", "Target", "t", "bm:factor id:g ; bm:printed 'Netwerken en normering: Vrienden'", "q")
        + claim("c", "Placement", "f", "bm:within id:theme")
        + claim("d", "Placement", "g", "bm:within id:theme"),
        found(
            "name-differs",
            "difference",
            "id:theme",
            "bm:statementB id:a ; bm:valueB '“Netwerken en -normen”'@nl",
        ),
        "?c a bm:Conflict ; bm:statementB id:b",
    ),
    "conflict-factor-unknown": (
        TABLES
        + "id:f a bm:ProtectiveFactor . id:g a bm:ProtectiveFactor . id:h a bm:IndirectFactor ."
        + claim("a", "Target", "t", "bm:factor id:f", "b2")
        + claim("own", "Placement", "f", "bm:within id:theme", "b2")
        + claim("b", "Target", "t", "bm:factor id:g", "b2")
        + claim("c", "Placement", "g", "bm:within id:theme", "p2")
        + claim("d", "Placement", "h", "bm:within id:theme", "pb3"),
        found("unknown-factor", "difference", "id:f", "bm:statementA id:a ; bm:passageB id:p2"),
        conflict_about("id:g id:h"),
    ),
    "conflict-factor-left-out": (
        TABLES
        + claim("a", "Placement", "f", "bm:within id:theme", "p2")
        + claim("b", "Placement", "g", "bm:within id:theme", "p2")
        + claim("c", "Placement", "g", "bm:within id:theme", "pb3"),
        found("factor-left-out", "remark", "id:f", "bm:statementA id:a ; bm:passageB id:pb3"),
        conflict_about("id:g"),
    ),
    "conflict-row-missing": (
        TABLES
        + "id:part dcterms:isPartOf id:j ."
        + claim("a", "Coverage", "i", "bm:factor id:f", "pb3")
        + claim("b", "Coverage", "j", "bm:factor id:f", "pb3")
        + claim("c", "Coverage", "part", "bm:factor id:f", "pb3")
        + claim("d", "Description", "j", "", "pb7"),
        found("row-missing", "difference", "id:i", "bm:statementA id:a"),
        conflict_about("id:j id:part"),
    ),
    "conflict-not-linked": (
        TABLES
        + "id:i a bm:Intervention . id:j a bm:Intervention . id:part dcterms:isPartOf id:j ."
        + claim("a", "Description", "i", "", "pb7")
        + claim("b", "Description", "j", "", "pb7")
        + claim("c", "Coverage", "part", "bm:factor id:f", "pb3"),
        found("not-linked", "difference", "id:i", "bm:statementA id:a"),
        conflict_about("id:j"),
    ),
    "conflict-example-not-linked": (
        "id:i a bm:Intervention . id:j a bm:Intervention . id:k a bm:Intervention ."
        + "id:part a bm:InterventionPart ; dcterms:isPartOf id:j ."
        + claim("a", "Type", "i", "bm:interventionType id:t", "b2")
        + claim("b", "Type", "part", "bm:interventionType id:t", "b2")
        + claim("c", "Coverage", "j", "bm:factor id:f", "pb3")
        + claim("d", "Type", "k", f"bm:interventionType id:t ; {OURS}", "b2"),
        found("example-not-linked", "difference", "id:i", "bm:statementA id:a ; bm:involves id:t"),
        conflict_about("id:part id:k"),
    ),
    "conflict-evidence-missing": (
        LADDER
        + TABLES
        + evidence("a", "i", 3, "pb7")
        + claim("b", "Coverage", "i", "bm:factor id:f", "pb3")
        + evidence("c", "j", 3, "b2")
        + evidence("d", "j", 3, "pb3")
        + claim("e", "Coverage", "j", "bm:factor id:f", "pb3"),
        found(
            "evidence-missing",
            "difference",
            "id:i",
            "bm:statementA id:a ; bm:statementB id:b ; bm:passageB id:pb3",
        ),
        conflict_about("id:j"),
    ),
    "conflict-age": (
        claim("a", "Age", "i", "bm:ageMin 12 ; bm:ageMax 25")
        + claim("b", "Age", "i", "bm:ageMin 12 ; bm:ageMax 30")
        + claim("c", "Age", "two-groups", "bm:ageMin 10 ; bm:ageMax 14")
        + claim("d", "Age", "two-groups", "bm:ageMin 15 ; bm:ageMax 21")
        + claim("e", "Age", "same", "bm:ageMin 12", "p")
        + claim("f", "Age", "same", "bm:ageMin 12", "q"),
        found(
            "ages-differ",
            "contradiction",
            "id:i",
            "bm:statementA id:a ; bm:statementB id:b ;"
            " bm:valueA '12–25 jaar'@nl ; bm:valueB '12–30 years'@en",
        ),
        conflict_about("id:two-groups id:same"),
    ),
    "conflict-age-impossible": (
        claim("a", "Age", "i", "bm:ageMin 30 ; bm:ageMax 12")
        + claim("b", "Age", "j", "bm:ageMin 12")
        + claim("c", "Age", "k", "bm:ageMax 121"),
        found("impossible-age", "contradiction", "id:i", "bm:statementA id:a") + " . ?d bm:subject id:k",
        conflict_about("id:j"),
    ),
    "conflict-age-type": (
        TYPES
        + "id:i a bm:Intervention . id:j a bm:Intervention ."
        + claim("x", "Type", "i", "bm:interventionType id:t")
        + claim("y", "Type", "j", "bm:interventionType id:t")
        + claim("a", "Age", "i", "bm:ageMin 4 ; bm:ageMax 12")
        + claim("b", "Age", "j", "bm:ageMin 12 ; bm:ageMax 16")
        + claim("c", "Age", "t", "bm:ageMin 12 ; bm:ageMax 18", "q"),
        found(
            "age-outside-type", "remark", "id:i", "bm:involves id:t ; bm:statementA id:a ; bm:statementB id:c"
        ),
        conflict_about("id:j"),
    ),
    "conflict-rare-trede": (
        LADDER
        + claim("a", "Occurrence", "trede-3", "", "q")
        + evidence("b", "i", 3, "p")
        + evidence("c", "j", 2, "p"),
        found(
            "rare-trede",
            "difference",
            "id:i",
            "bm:involves id:trede-3 ; bm:statementA id:b ; bm:statementB id:a",
        ),
        conflict_about("id:j"),
    ),
    "conflict-identity": (
        LADDER
        + claim("same", "Identity", "i", "bm:counterpart id:j")
        + claim("same2", "Identity", "k", "bm:counterpart id:j")
        + evidence("a", "i", 2, "p")
        + evidence("b", "j", 3, "q")
        + evidence("c", "k", 3, "q"),
        found("perhaps-one", "remark", "id:i", "bm:involves id:j ; bm:statementA id:a ; bm:statementB id:b"),
        conflict_about("id:k"),
    ),
    "conflict-texts": (
        "id:c a bm:Conflict ; bm:conflictKind id:k ; bm:subject id:i ;"
        "  bm:passageA id:q , id:p ; bm:passageB id:r ;"
        "  bm:valueA 'ja'@nl , 'yes'@en ; bm:valueB 'nee'@nl , 'no'@en ."
        "id:k rdfs:label 'verschil'@nl , 'difference'@en ; skos:definition 'Kan niet.'@nl , 'Cannot be.'@en ."
        "id:i rdfs:label 'VIP'@nl . id:p bm:locator 'a' . id:q bm:locator 'b' . id:r bm:locator 'c' .",
        "id:c rdfs:label 'verschil: VIP (ja / nee)'@nl ; dcterms:description"
        " 'VIP: ja (a en 1 andere passage) tegenover nee (c). Kan niet.'@nl ,"
        " 'VIP: yes (a and 1 other passage) against no (c). Cannot be.'@en",
        "id:c rdfs:label ?label FILTER(LANG(?label) = 'nl' && CONTAINS(?label, 'yes'))",
    ),
}
