"""The words on the pages about releases and changes, Dutch first."""

__all__ = ["CHANGES_TEXTS"]

CHANGES_TEXTS: dict[str, dict[str, str]] = {
    "nl": {
        "version_of_release": "Versie",
        "published": "Gepubliceerd",
        "hash": "Hash (SHA-256)",
        "changes_counted": "veranderingen",
        "which_changes": "Welke veranderingen",
        "since": "Sinds (dag, tijdstip of versie van een uitgave)",
        "thing": "Ding (IRI of slug)",
        "show": "Toon",
        "no_changes": "Er is niets veranderd.",
        "not_recorded": "niet vastgelegd",
        "not_recorded_lead": (
            "Van deze uitgave is niet vastgelegd wat er veranderde; de eerstvolgende waarvan dat wel zo is,"
            " telt het mee."
        ),
        "follow": "Volgen",
        "event_stream": "gebeurtenissenstroom (LDES)",
        "prior": "Vorige uitgave",
        "later": "Volgende uitgave",
        "within": "Binnen deze uitgave",
        "first_page": "begin",
        "how_to_cite": "Citeren",
        "what_changed": "Wat er veranderde",
        "compared_with": "Vergeleken met uitgave",
        "first_release": "De eerste uitgave:",
        "and_more": "en nog",
        "derived_only": "Dingen waarvan alleen afgeleide uitspraken veranderden, als gevolg hiervan",
        "about_release": "Over deze uitgave, als gegevens",
    },
    "en": {
        "version_of_release": "Version",
        "published": "Published",
        "hash": "Hash (SHA-256)",
        "changes_counted": "changes",
        "which_changes": "Which changes",
        "since": "Since (a day, a moment, or the version of a release)",
        "thing": "Thing (IRI or slug)",
        "show": "Show",
        "no_changes": "Nothing has changed.",
        "not_recorded": "not recorded",
        "not_recorded_lead": (
            "What changed with this release was not recorded; the next release of which it was counts it too."
        ),
        "follow": "Follow",
        "event_stream": "event stream (LDES)",
        "prior": "Release before",
        "later": "Release after",
        "within": "Within this release",
        "first_page": "first page",
        "how_to_cite": "Citing",
        "what_changed": "What changed",
        "compared_with": "Compared with release",
        "first_release": "The first release:",
        "and_more": "and another",
        "derived_only": "Things of which only derived statements changed, as a consequence",
        "about_release": "About this release, as data",
    },
}
