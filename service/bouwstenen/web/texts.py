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
        "ask_again": "Vraag iets anders",
        "back": "Naar het begin",
        "cite": "Zo citeert u dit:",
        "cited_name": "Bouwstenenmodel als kennisgraaf",
        "cited_release": "uitgave",
        "licence": (
            "Gegevens: CC BY 4.0. De feiten komen uit het onderzoeksrapport over het bouwstenenmodel; "
            "omschrijvingen zijn van ons."
        ),
        "choose": "maakt niet uit",
        "releases": "Uitgaven",
        "releases_lead": (
            "Elke uitgave blijft bestaan en blijft opvraagbaar onder haar eigen adres: wat u nu citeert, is"
            " later nog na te gaan."
        ),
        "changes": "Veranderingen",
        "changes_lead": "Wat er met elke uitgave nieuw is, veranderde of verviel; het nieuwste eerst.",
        "tag_interventions": "Interventies",
        "tag_factors": "Factoren",
        "tag_types": "Typen interventies",
        "tag_evidence": "Onderbouwing en bronnen",
        "tag_gaps": "Hiaten",
        "tag_conflicts": "Tegenspraken",
        "tag_data": "De gegevens zelf",
        "pages": "Bladzijden",
        "page_first": "eerste",
        "page_prev": "vorige",
        "page_next": "volgende",
        "page_last": "laatste",
        "past_the_end": "Zo veel rijen heeft dit antwoord niet.",
        "package": "Pakketten",
        "package_lead": (
            "Het kleinste pakket interventies dat de gekozen factoren versterkt, met de redenen, en "
            "wat niet kan."
        ),
        "catalogue": "Catalogus",
        "catalogue_lead": "Wat er is, hoe het te krijgen is, onder welke licentie, en hoe volledig het is.",
        "contact": "Contact",
        "contact_unknown": "Vragen beantwoordt wie deze dienst aanbiedt; een adres is niet ingesteld.",
        "vocabulary": "Vocabulaire",
        "vocabulary_lead": (
            "De begrippen van de gegevens: klassen en eigenschappen, met definities en voorbeelden."
        ),
        "dumps": "Downloads",
        "dumps_lead": "Alle gegevens als bestanden: heel, per graaf, en als tabellen voor een rekenblad.",
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
        "ask_again": "Ask something else",
        "back": "Back to the start",
        "cite": "Cite this as:",
        "cited_name": "The bouwstenenmodel as a knowledge graph",
        "cited_release": "release",
        "licence": (
            "Data: CC BY 4.0. The facts come from the research report on the bouwstenenmodel; the "
            "descriptions are ours."
        ),
        "choose": "does not matter",
        "releases": "Releases",
        "releases_lead": (
            "Every release is kept and answers under an address of its own: what you cite now can be checked"
            " later."
        ),
        "changes": "Changes",
        "changes_lead": "What is new, changed or gone with each release; the newest first.",
        "tag_interventions": "Interventions",
        "tag_factors": "Factors",
        "tag_types": "Types of interventions",
        "tag_evidence": "Evidence and sources",
        "tag_gaps": "Gaps",
        "tag_conflicts": "Contradictions",
        "tag_data": "The data itself",
        "pages": "Pages",
        "page_first": "first",
        "page_prev": "previous",
        "page_next": "next",
        "page_last": "last",
        "past_the_end": "This answer does not have that many rows.",
        "package": "Packages",
        "package_lead": (
            "The smallest package of interventions that strengthens the factors chosen, with the reasons, "
            "and what cannot be."
        ),
        "catalogue": "Catalogue",
        "catalogue_lead": "What there is, how to get it, under which licence, and how complete it is.",
        "contact": "Contact",
        "contact_unknown": "Whoever runs this service answers questions; no address has been set.",
        "vocabulary": "Vocabulary",
        "vocabulary_lead": "The terms of the data: classes and properties, with definitions and examples.",
        "dumps": "Downloads",
        "dumps_lead": "All data as files: whole, by graph, and as tables for a spreadsheet.",
    },
}
