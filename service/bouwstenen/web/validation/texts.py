"""The words on the page that checks, Dutch first."""

__all__ = ["VALIDATION_TEXTS"]

VALIDATION_TEXTS: dict[str, dict[str, str]] = {
    "nl": {
        "lead": (
            "Geef bestanden of plak tekst. U ziet elke fout met de plek en hoe u haar verbetert. Er wordt"
            " niets bewaard en niets veranderd."
        ),
        "files": "Bestanden",
        "files_help": (
            "Sleep ze hierheen of kies ze: Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML, xlsx, csv."
        ),
        "text": "Of plak tekst",
        "kind": "Wat is de geplakte tekst?",
        "recognise": "herken het zelf (Turtle, JSON-LD of RDF/XML)",
        "alone": "Controleer op zichzelf, zonder de huidige gegevens: elke verwijzing moet erin staan.",
        "check": "Controleer",
        "result": "Uitkomst",
        "limits": "Samen hoogstens {size} MB; een controle duurt hoogstens {seconds} seconden.",
        "programs": "Voor programma’s: stuur het bestand met POST naar dit adres, met zijn Content-Type.",
        "again": "Controleer opnieuw",
    },
    "en": {
        "lead": (
            "Give files or paste text. You see every mistake with its place and how to mend it. Nothing is"
            " kept and nothing is changed."
        ),
        "files": "Files",
        "files_help": (
            "Drop them here or choose them: Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML, xlsx, csv."
        ),
        "text": "Or paste text",
        "kind": "What is the pasted text?",
        "recognise": "recognise it (Turtle, JSON-LD or RDF/XML)",
        "alone": "Check by itself, without the current data: every reference must be in it.",
        "check": "Check",
        "result": "Result",
        "limits": "Together {size} MB at most; a check takes {seconds} seconds at most.",
        "programs": "For programs: send the file by POST to this address, with its Content-Type.",
        "again": "Check again",
    },
}
