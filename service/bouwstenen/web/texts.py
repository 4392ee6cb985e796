"""The words on the pages, Dutch first. A test holds the two languages to the same keys."""

__all__ = ["TEXTS"]

TEXTS: dict[str, dict[str, str]] = {
    "nl": {
        "name": "Bouwstenen",
        "tagline": (
            "Het bouwstenenmodel als kennisgraaf: wat bronnen beweren over factoren en interventies ter"
            " preventie van radicalisering en ongewenste polarisatie, en waar dat staat."
        ),
        "other_language": "English",
        "skip": "Naar de inhoud",
        "questions": "Vragen",
        "questions_lead": "Kant-en-klare vragen, met per antwoord de passage waar het op rust.",
        "sparql": "SPARQL",
        "sparql_lead": "Stel elke vraag in SPARQL; de standaardgraaf is de vereniging van alle grafen.",
        "docs": "Documentatie",
        "docs_lead": "Adressen en instellingen van deze dienst.",
        "state": "Stand van de gegevens",
        "release": "Uitgave",
        "built": "Gebouwd",
        "statements": "Uitspraken",
        "graphs": "Grafen",
        "things": "Dingen per klasse",
        "classes": "Klasse",
        "count": "Aantal",
        "ask": "Vraag",
        "required": "verplicht",
        "many": "mag vaker",
        "one_more": "nog een",
        "answer": "Antwoord",
        "rows": "rijen",
        "no_rows": "Geen antwoorden: geen enkele bron zegt dit.",
        "as_data": "Als gegevens",
        "the_query": "De query achter dit antwoord",
        "edit": "Bewerk deze query",
        "query": "Query",
        "run": "Voer uit",
        "format": "Formaat",
        "settings": "Instellingen",
        "setting": "Instelling",
        "default": "Standaard",
        "meaning": "Betekenis",
        "addresses": "Adressen",
        "back": "Naar het begin",
        "licence": (
            "Gegevens: CC BY 4.0. De feiten komen uit het onderzoeksrapport over het bouwstenenmodel; "
            "omschrijvingen zijn van ons."
        ),
        "choose": "maakt niet uit",
    },
    "en": {
        "name": "Bouwstenen",
        "tagline": (
            "The bouwstenenmodel as a knowledge graph: what sources claim about factors and "
            "interventions for preventing radicalisation and unwanted polarisation, and where they say "
            "so."
        ),
        "other_language": "Nederlands",
        "skip": "To the content",
        "questions": "Questions",
        "questions_lead": "Ready-made questions; every answer comes with the passage it rests on.",
        "sparql": "SPARQL",
        "sparql_lead": "Ask anything in SPARQL; the default graph is the union of all graphs.",
        "docs": "Documentation",
        "docs_lead": "Addresses and settings of this service.",
        "state": "State of the data",
        "release": "Release",
        "built": "Built",
        "statements": "Statements",
        "graphs": "Graphs",
        "things": "Things per class",
        "classes": "Class",
        "count": "Count",
        "ask": "Ask",
        "required": "required",
        "many": "may be repeated",
        "one_more": "one more",
        "answer": "Answer",
        "rows": "rows",
        "no_rows": "No answers: no source says so.",
        "as_data": "As data",
        "the_query": "The query behind this answer",
        "edit": "Edit this query",
        "query": "Query",
        "run": "Run",
        "format": "Format",
        "settings": "Settings",
        "setting": "Setting",
        "default": "Default",
        "meaning": "Meaning",
        "addresses": "Addresses",
        "back": "Back to the start",
        "licence": (
            "Data: CC BY 4.0. The facts come from the research report on the bouwstenenmodel; the "
            "descriptions are ours."
        ),
        "choose": "does not matter",
    },
}
