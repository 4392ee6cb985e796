"""The header of a canned question: grlc's `#+` lines, which hold YAML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from bouwstenen.errors import SourceError

__all__ = ["GROUPS", "Header", "read_header"]

#: What a question is first of all about; the first of its tags is one of these.
GROUPS = ("interventions", "factors", "types", "evidence", "gaps", "conflicts", "data")

_LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class Header:
    """What a header says.

    Args:
        summary: the question in one sentence, by language.
        description: what its answer means, by language.
        tags: what it is about.
        enumerate: the only values of a parameter, by its name.
        defaults: what a parameter is when it is not given, by its name.
        parameters: what else is said of a parameter, by its name.
    """

    summary: Mapping[str, str]
    description: Mapping[str, str]
    tags: Sequence[str]
    enumerate: Mapping[str, Sequence[Any]]
    defaults: Mapping[str, Any]
    parameters: Mapping[str, Any]


def read_header(where: str, lines: Sequence[str]) -> Header:
    """Return what the `#+` lines of a question say.

    Raises:
        SourceError: they are not YAML, or lack what a question must have.
    """
    try:
        said = yaml.safe_load("\n".join(line[2:].removeprefix(" ") for line in lines)) or {}
    except yaml.YAMLError as error:
        raise SourceError(f"its header is not YAML: {error}.", where=where) from error
    if not isinstance(said, dict):
        raise SourceError(
            "its header is not a table of names and values.", where=where, mend="Begin with `#+ summary:`."
        )
    for key in ("summary", "description"):
        texts = said.get(key)
        if not isinstance(texts, dict) or not all(isinstance(texts.get(each), str) for each in _LANGUAGES):
            raise SourceError(f"its header has no {key} in nl and en.", where=where, mend=f"Add `#+ {key}:`.")
        said[key] = {language: text.strip() for language, text in texts.items()}
    for key, kind in (("parameters", dict), ("enumerate", dict), ("defaults", dict), ("tags", list)):
        if not isinstance(said.setdefault(key, kind()), kind):
            raise SourceError(f"{key} is not a {'list' if kind is list else 'table'}.", where=where)
    if not said["tags"] or said["tags"][0] not in GROUPS:
        mend = f"Let the first be one of: {', '.join(GROUPS)}."
        raise SourceError("its tags do not tell where it belongs.", where=where, mend=mend)
    unknown = sorted(said.keys() - Header.__dataclass_fields__.keys())
    if unknown:
        known = ", ".join(Header.__dataclass_fields__)
        raise SourceError(f"nothing reads `{unknown[0]}`.", where=where, mend=f"A header has: {known}.")
    return Header(**said)
