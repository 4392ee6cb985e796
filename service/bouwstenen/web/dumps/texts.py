"""The words on the page of the files, Dutch first."""

__all__ = ["DUMPS_TEXTS"]

DUMPS_TEXTS: dict[str, dict[str, str]] = {
    "nl": {
        "dumps_whole": "Alles",
        "dumps_whole_lead": (
            "De hele uitgave in één bestand. N-Quads, TriG en JSON-LD houden de grafen uit elkaar; Turtle"
            " heeft elke uitspraak één keer."
        ),
        "dumps_tables": "Tabellen",
        "dumps_tables_lead": (
            "Een tabel per klasse, met beschrijving volgens CSVW: soorten waarden, sleutels, en het teken"
            " tussen meer waarden in één cel. Kies in een rekenblad UTF-8 en de komma."
        ),
        "dumps_metadata": "Beschrijving van de tabellen",
        "dumps_graphs": "Per graaf",
        "dumps_graphs_lead": "Een graaf is een tabel of hoofdstuk van het rapport, of wat wij ervan maken.",
        "dumps_verify": "Nagaan of een bestand klopt",
        "dumps_verify_lead": "Dezelfde uitgave geeft overal dezelfde bestanden. Hun controlegetallen:",
        "dumps_uncompressed": "van wat in de bestanden zit, na uitpakken",
        "dumps_hash": "De uitgave heet naar haar inhoud: dit geeft haar kenmerk.",
        "dumps_file": "Bestand",
        "dumps_graph": "Graaf",
        "dumps_size": "Grootte",
    },
    "en": {
        "dumps_whole": "Everything",
        "dumps_whole_lead": (
            "The whole release in one file. N-Quads, TriG and JSON-LD keep the graphs apart; Turtle has"
            " each statement once."
        ),
        "dumps_tables": "Tables",
        "dumps_tables_lead": (
            "A table for each class, described in CSVW: kinds of values, keys, and the character between"
            " several values in one cell. In a spreadsheet choose UTF-8 and the comma."
        ),
        "dumps_metadata": "Description of the tables",
        "dumps_graphs": "By graph",
        "dumps_graphs_lead": "A graph is a table or chapter of the report, or what we make of it.",
        "dumps_verify": "To check a file",
        "dumps_verify_lead": "The same release gives the same files everywhere. Their checksums:",
        "dumps_uncompressed": "of what the files hold, once decompressed",
        "dumps_hash": "The release is named after its content: this gives its hash.",
        "dumps_file": "File",
        "dumps_graph": "Graph",
        "dumps_size": "Size",
    },
}
