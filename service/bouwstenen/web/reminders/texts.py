"""The words of reminders, Dutch first."""

__all__ = ["REMINDERS_TEXTS"]

REMINDERS_TEXTS: dict[str, dict[str, str]] = {
    "nl": {
        "title": "Herinneringen",
        "lead": (
            "Wat volgens het rapport (§5.2) geregeld moet worden nagegaan of vernieuwd: aanbod elk jaar,"
            " literatuur elke vijf jaar, erkenningen waarvan een bron zegt tot wanneer zij gelden, en"
            " webadressen die niet meer werken. Oud is niet onjuist."
        ),
        "which": "Welke herinneringen",
        "as_of": "Verouderd op (dag)",
        "bouwsteen": "Bouwsteen",
        "organisation": "Organisatie (uitvoerder of beoordelaar)",
        "show": "Toon",
        "counted": "herinneringen, verouderd op",
        "none": "Er is niets na te gaan.",
        "since": "sinds",
        "follow": "Volg dit als feed (Atom)",
        "kind_recognition": "Erkenningen",
        "kind_availability": "Aanbod",
        "kind_link": "Webadressen",
        "kind_literature": "Literatuur",
        "kind_evaluation": "Evaluaties",
        "recognition_stale": "{label}: erkend tot en met {date}. Ga na of dat is verlengd.",
        "availability_stale": "{label}: laatst nagegaan {date}. Ga na of dit nog wordt aangeboden.",
        "availability_undated": "{label}: datum van het aanbod onbekend. Ga na of dit wordt aangeboden.",
        "literature_stale": "{label}: van {date}. Zoek nieuwere literatuur.",
        "literature_undated": "{label}: jaar van deze literatuur onbekend. Zoek het op.",
        "evaluation_stale": "{label}: van {date}. Ga na of er een nieuwere evaluatie is.",
        "evaluation_undated": "{label}: jaar van deze evaluatie onbekend. Zoek het op.",
        "link_dead": "{label}: {address} werkt niet meer sinds {date}. Zoek een ander adres.",
        "link_unsafe": "{label}: {address} leidt niet naar het openbare web. Zoek een ander adres.",
        "link_moved": "{label}: {address} is verhuisd naar {target}. Neem het nieuwe adres over.",
    },
    "en": {
        "title": "Reminders",
        "lead": (
            "What should regularly be checked or renewed according to the report (§5.2): availability every"
            " year, literature every five years, recognitions of which a source says until when they hold,"
            " and web addresses that no longer work. Old is not wrong."
        ),
        "which": "Which reminders",
        "as_of": "Out of date on (day)",
        "bouwsteen": "Bouwsteen",
        "organisation": "Organisation (that carries out or assesses)",
        "show": "Show",
        "counted": "reminders, out of date on",
        "none": "There is nothing to check.",
        "since": "since",
        "follow": "Follow this as a feed (Atom)",
        "kind_recognition": "Recognitions",
        "kind_availability": "Availability",
        "kind_link": "Web addresses",
        "kind_literature": "Literature",
        "kind_evaluation": "Evaluations",
        "recognition_stale": "{label}: recognised up to {date}. See whether that was renewed.",
        "availability_stale": "{label}: last checked {date}. See whether this is still offered.",
        "availability_undated": "{label}: date of the availability unknown. See whether it is offered.",
        "literature_stale": "{label}: of {date}. Look for newer literature.",
        "literature_undated": "{label}: year of this literature unknown. Look it up.",
        "evaluation_stale": "{label}: of {date}. See whether there is a newer evaluation.",
        "evaluation_undated": "{label}: year of this evaluation unknown. Look it up.",
        "link_dead": "{label}: {address} has not worked since {date}. Find another address.",
        "link_unsafe": "{label}: {address} does not lead to the public web. Find another address.",
        "link_moved": "{label}: {address} has moved to {target}. Use the new address.",
    },
}
