"""What keeps a file from being read, as findings with their place, and with how to mend them."""

import re
from collections.abc import Sequence

from bouwstenen.errors import HandedInError
from bouwstenen.validation.document import Place
from bouwstenen.validation.findings import Finding

__all__ = ["UnreadableError", "mistake"]

#: How to mend what the parser says, by a piece of what it says, Dutch first.
_MENDS = (
    ("dot is expected", "Zet een punt achter de vorige uitspraak.", "Put a dot behind the statement before."),
    (
        "has not been declared",
        "Verklaar het voorvoegsel bovenaan: @prefix naam: <https://…> .",
        "Declare the prefix on top: @prefix name: <https://…> .",
    ),
    (
        "No scheme found",
        "Schrijf de IRI voluit, met https://, of zet bovenaan een @base.",
        "Write the IRI in full, with https://, or put an @base on top.",
    ),
    (
        "Invalid IRI",
        "Haal spaties en vreemde tekens uit de IRI, of schrijf ze als %20.",
        "Take spaces and odd characters out of the IRI, or write them as %20.",
    ),
    (
        "Unexpected end of file",
        "Sluit wat hier begint: het aanhalingsteken, de haak of de uitspraak.",
        "Close what begins here: the quotation mark, the bracket or the statement.",
    ),
    (
        "nexpected escape",
        "Schrijf een schuine streep in een tekst als \\\\.",
        "Write a backslash in a text as \\\\.",
    ),
    (
        "not a valid RDF object",
        "Zet een tekst tussen aanhalingstekens, en een IRI tussen < en >.",
        "Put a text in quotation marks, and an IRI between < and >.",
    ),
    (
        "not a valid subject",
        "Begin een uitspraak met een IRI: <https://…> of voorvoegsel:naam.",
        "Begin a statement with an IRI: <https://…> or prefix:name.",
    ),
    (
        "must be an IRI, a blank node or a literal",
        'Geef een waarde: <IRI>, _:naam of "tekst".',
        'Give a value: <IRI>, _:name or "text".',
    ),
    (
        "LoadDocumentCallback",
        'Zet de inhoud van de context in het bestand zelf, bij "@context".',
        'Put the content of the context into the file itself, at "@context".',
    ),
    ("railing comma", "Haal de komma ervoor weg.", "Take away the comma before it."),
    ("UTF-8", "Sla het bestand op als UTF-8.", "Save the file as UTF-8."),
    (
        "mismatched tag",
        "Sluit elk element met zijn eigen naam.",
        "Close each element by its own name.",
    ),
    (
        "undefined entity",
        "Schrijf het teken zelf, of &amp; voor een &.",
        "Write the character itself, or &amp; for an &.",
    ),
    ("unbound prefix", "Verklaar het voorvoegsel met xmlns.", "Declare the prefix by xmlns."),
    ("no element found", "Sluit elk element, tot het laatste.", "Close every element, to the last."),
)
_OTHERWISE = ("Verbeter deze plek en probeer het opnieuw.", "Mend this place and try again.")
_WHERE = re.compile(r"^Parser error (?:at|between) .*?: |\s*\(line \d+\)$|^at \d+\.\.\d+: ")


class UnreadableError(HandedInError):
    """A file is not what it says it is.

    Args:
        name: of the file.
        problems: what is wrong in it, with the places, in their order.
    """

    def __init__(self, name: str, problems: Sequence[tuple[Finding, Place]]) -> None:
        self.problems = tuple(problems)
        self.name = name
        first, place = self.problems[0]
        super().__init__(dict(first.messages), where=str(place))

    def __reduce__(self) -> tuple[type["UnreadableError"], tuple[str, tuple[tuple[Finding, Place], ...]]]:
        return UnreadableError, (self.name, self.problems)


def mistake(
    said: str, place: Place, title: str, found: str = "", *, wrong: tuple[str, str] | None = None
) -> tuple[Finding, Place]:
    """Return what is wrong at a place, and how to mend it.

    Args:
        said: by the parser, in English; tells how to mend it.
        place: where.
        title: of the format.
        found: what stands there.
        wrong: what is wrong in Dutch and English, where we can say it better than the parser.
    """
    plain = _WHERE.sub("", said).strip().rstrip(".")
    mends = next(((nl, en) for piece, nl, en in _MENDS if piece in said), _OTHERWISE)
    nl, en = wrong or (f"geen geldig {title}: {plain}", f"not valid {title}: {plain}")
    finding = Finding(
        severity="violation",
        focus="",
        path="",
        value=found,
        shape="",
        messages=(("en", f"{en}. {mends[1]}"), ("nl", f"{nl}. {mends[0]}")),
    )
    return finding, place
