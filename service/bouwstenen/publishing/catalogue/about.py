"""What is said of the dataset in more than one place: its names, its licence, what it is not for."""

from bouwstenen.namespaces import BASE, ID
from bouwstenen.sparql.description import DATASET
from bouwstenen.sparql.description import SERVICE as SPARQL

__all__ = [
    "AGENT",
    "CATALOG",
    "CAVEAT",
    "CONTACT",
    "DATASET",
    "LICENCE",
    "REPORT",
    "RIGHTS",
    "SPARQL",
    "address",
]

CATALOG = f"{ID}catalog/bouwstenen"
CONTACT = f"{ID}contact-point/bouwstenen"
RIGHTS = f"{ID}rights-statement/policy-only"
#: Who made the dataset, and what it was made from.
AGENT = f"{ID}organisation/bouwstenen"
REPORT = f"{ID}source/rapport"

LICENCE = "https://creativecommons.org/licenses/by/4.0/"

#: The report says so of its model (§1.1, §2.3); every way into the data repeats it.
CAVEAT = {
    "nl": "Bedoeld voor beleid. Nooit gebruiken om personen te beoordelen of te selecteren.",
    "en": "Meant for policy. Never to be used to assess or select persons.",
}


def address(path: str) -> str:
    """Return an address of the service as the graph names it; `located` tells where it really is.

    >>> address("sparql")
    'https://w3id.org/bouwstenen/sparql'
    """
    return BASE + path
