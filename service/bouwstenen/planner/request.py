"""What a package is asked for: its parameters, declared once for Python, the command line and HTTP."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from bouwstenen.errors import WrongUseError

__all__ = ["PackageRequest", "bounds", "choices", "help_of", "is_list", "read_request", "thing_of"]

#: Factors, and interventions that are there or left out, that one request may name.
MOST_NAMES = 500
MOST_PACKAGES = 1000


def _whole(given: object) -> object:
    """Digits only: neither `true`, nor 1.0, nor “1_000”."""
    if isinstance(given, bool | float) or (
        isinstance(given, str) and not re.fullmatch(r"[+-]?[0-9]{1,9}", given.strip())
    ):
        raise PydanticCustomError("int_parsing", "not a whole number")
    return given


_Digits = BeforeValidator(_whole)
_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
_Names = Annotated[tuple[_Name, ...], Field(max_length=MOST_NAMES)]


def _said(nl: str, en: str, thing: str | None = None, **rules: Any) -> Any:  # noqa: ANN401 - as in pydantic
    """A field with its meaning in two languages, and the class of the things it names."""
    extra: JsonDict = {"x-nl": nl, **({"x-class": thing} if thing else {})}
    return Field(description=en, json_schema_extra=extra, **rules)


class PackageRequest(BaseModel):
    """What a package of interventions must do. A thing is given as IRI, slug or label."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    factor: _Names = _said(
        "Factor die het pakket moet versterken; mag vaker voorkomen.",
        "Factor that the package must strengthen; may be given more than once.",
        "Factor",
        min_length=1,
    )
    min_trede: Annotated[int, Field(ge=0, le=5), _Digits] | None = _said(
        "Laagste trede, 0 tot en met 5; zonder dit telt elke interventie mee, ook zonder trede.",
        "Lowest trede, 0 up to 5; without it every intervention counts, also those without a trede.",
        default=None,
    )
    availability: _Name | None = _said(
        "Alleen interventies waarvan een bron deze beschikbaarheid noemt, zoals offered.",
        "Only interventions for which a source names this availability, such as offered.",
        "Availability",
        default=None,
    )
    basis: Literal["any", "recognised"] = _said(
        "recognised = alleen treden die een databank erkende tellen; any = ook eigen inschattingen.",
        "recognised = only treden that a database recognised count; any = own estimates too.",
        default="any",
    )
    age: Annotated[int, Field(ge=0, le=120), _Digits] | None = _said(
        "Leeftijd in jaren, 0 tot en met 120; zonder gedrukte leeftijd past een interventie, met een vlag.",
        "Age in years, 0 up to 120; an intervention without a printed age fits, with a flag.",
        default=None,
    )
    setting: _Name | None = _said(
        "Alleen interventies waarvan bekend is dat ze hier plaatsvinden, zoals school.",
        "Only interventions that are known to take place here, such as school.",
        "Setting",
        default=None,
    )
    via: Literal["direct", "type", "editorial"] = _said(
        "direct = een tabel noemt de interventie bij de factor; type = ook via het type dat het rapport haar "
        "geeft; editorial = ook via het type dat wij haar gaven.",
        "direct = a table names the intervention at the factor; type = also through the type that the report "
        "gives it; editorial = also through the type that we gave it.",
        default="direct",
    )
    have: _Names = _said(
        "Interventie die er al is: zij zit in elk pakket en telt mee zoals zij is.",
        "Intervention that is there already: every package has it, and it counts as it is.",
        "Intervention",
        default=(),
    )
    exclude: _Names = _said(
        "Interventie die in geen pakket mag.",
        "Intervention that no package may have.",
        "Intervention",
        default=(),
    )
    max_size: Annotated[int, Field(ge=1, le=100_000), _Digits] | None = _said(
        "Hoogstens zoveel interventies, die er al zijn meegerekend: dan zoveel mogelijk factoren.",
        "At most this many interventions, those that are there included: then as many factors as can be.",
        default=None,
    )
    times: Annotated[int, Field(ge=1, le=100), _Digits] = _said(
        "Zoveel interventies moeten elke factor versterken.",
        "So many interventions must strengthen each factor.",
        default=1,
    )
    limit: Annotated[int, Field(ge=1, le=MOST_PACKAGES), _Digits] = _said(
        f"Hoogstens zoveel gelijkwaardige pakketten in het antwoord, 1 tot en met {MOST_PACKAGES}.",
        f"At most so many equally good packages in the answer, 1 up to {MOST_PACKAGES}.",
        default=20,
    )
    language: Literal["nl", "en"] = _said(
        "Taal van het antwoord; over HTTP zonder dit die van Accept-Language.",
        "Language of the answer; over HTTP that of Accept-Language without it.",
        default="nl",
    )


def help_of(name: str, language: str) -> str:
    """Return what a parameter means."""
    field = PackageRequest.model_fields[name]
    return str(_extra(field)["x-nl"] if language == "nl" else field.description)


def thing_of(name: str) -> str | None:
    """Return the class whose things a parameter takes; None where it takes none."""
    found = _extra(PackageRequest.model_fields[name]).get("x-class")
    return None if found is None else str(found)


def choices(name: str) -> tuple[str, ...]:
    """Return the only values that a parameter takes; nothing where it takes others."""
    annotation = PackageRequest.model_fields[name].annotation
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def bounds(name: str) -> tuple[int, int]:
    """Return the lowest and the highest number that a parameter takes."""
    described = PackageRequest.model_json_schema()["properties"][name]
    whole = next(part for part in (described, *described.get("anyOf", ())) if "minimum" in part)
    return whole["minimum"], whole["maximum"]


def is_list(name: str) -> bool:
    """Return whether a parameter may be given more than once."""
    return get_origin(PackageRequest.model_fields[name].annotation) is tuple


def read_request(given: Mapping[str, object]) -> PackageRequest:
    """Return the request that texts or JSON values ask for.

    Args:
        given: values by parameter; of a list of texts the empty ones count as not given.

    Raises:
        WrongUseError: a parameter is unknown, missing, given too often, or has a value it cannot have.
    """
    values = {name: _given(name, value) for name, value in given.items()}
    try:
        return PackageRequest.model_validate(
            {name: value for name, value in values.items() if value is not None}
        )
    except ValidationError as error:
        raise _told(error.errors()[0]) from error


def _given(name: str, value: object) -> object:
    several = isinstance(value, Sequence) and not isinstance(value, str)
    texts = list(value) if isinstance(value, Sequence) and several else [value]
    texts = [text for text in texts if text is not None and not (isinstance(text, str) and not text.strip())]
    if not texts:
        return None
    if name in PackageRequest.model_fields and is_list(name):
        return tuple(texts)
    if len(texts) > 1:
        raise WrongUseError(
            {"nl": "deze parameter mag één keer voorkomen.", "en": "this parameter can be given once."},
            where=name,
            mend={"nl": "Laat de andere weg.", "en": "Leave out the others."},
        )
    return texts[0]


def _told(error: ErrorDetails) -> WrongUseError:
    """One mistake that pydantic found, in our words."""
    name, kind = str(error["loc"][0]), error["type"]
    shown = str(error["input"])[:100]
    if kind == "extra_forbidden":
        names = ", ".join(PackageRequest.model_fields)
        return WrongUseError(
            {"nl": f"er is geen parameter “{name[:100]}”.", "en": f"there is no parameter “{name[:100]}”."},
            mend={"nl": f"Er zijn: {names}.", "en": f"There are: {names}."},
        )
    if kind in {"missing", "too_short"}:
        return WrongUseError(
            {"nl": "er is geen factor gegeven.", "en": "no factor is given."},
            where=name,
            mend={
                "nl": "Noem er ten minste een, zoals zelfbeheersing.",
                "en": "Name at least one, such as zelfbeheersing.",
            },
        )
    if kind == "too_long":
        return WrongUseError(
            {
                "nl": f"hier mogen er hoogstens {MOST_NAMES} staan.",
                "en": f"at most {MOST_NAMES} may be given here.",
            },
            where=name,
        )
    if kind == "literal_error":
        listed = ", ".join(choices(name))
        return WrongUseError(
            {"nl": f"“{shown}” is geen keuze.", "en": f"“{shown}” is not a choice."},
            where=name,
            mend={"nl": f"Kies een van: {listed}.", "en": f"Choose one of: {listed}."},
        )
    if kind in {"greater_than_equal", "less_than_equal"}:
        return _out_of_range(name, shown)
    if kind.startswith("int"):
        return WrongUseError(
            {"nl": f"“{shown}” is geen heel getal.", "en": f"“{shown}” is not a whole number."},
            where=name,
            mend={"nl": "Schrijf het in cijfers.", "en": "Write it in digits."},
        )
    return WrongUseError(
        {"nl": f"“{shown}” is geen naam van een ding.", "en": f"“{shown}” is no name of a thing."},
        where=name,
        mend={
            "nl": "Geef een IRI, slug of label, van hoogstens 1000 tekens.",
            "en": "Give an IRI, slug or label, of at most 1000 characters.",
        },
    )


def _out_of_range(name: str, shown: str) -> WrongUseError:
    low, high = bounds(name)
    return WrongUseError(
        {"nl": f"{shown} valt buiten de grenzen.", "en": f"{shown} is out of range."},
        where=name,
        mend={"nl": f"Geef {low} tot en met {high}.", "en": f"Give {low} up to {high}."},
    )


def _extra(field: FieldInfo) -> dict[str, Any]:
    return field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
