"""Read a canned question: a SPARQL file with its documentation on top.

The header is grlc's (`#+` lines that hold YAML). Parameters are named as grlc names them: `?_name_type` is
mandatory, `?__name_type` optional. Where a parameter enters the query, the file says
`VALUES ?_name_type { … }`: what stands between the braces are defaults, so that the file runs as it is, and
what is asked for takes their place as RDF terms. Our extension of the header:

    #+ parameters:
    #+   factor: { class: Factor, list: true, nl: …, en: … }
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pyoxigraph import Literal, NamedNode

from bouwstenen.errors import SourceError, UnknownThingError
from bouwstenen.namespaces import PREFIXES

__all__ = ["Parameter", "Question", "find_question", "read_question", "read_questions"]

_VALUES = re.compile(r"VALUES\s+\?(?P<variable>_{1,2}[A-Za-z][A-Za-z0-9_]*)\s*\{(?P<terms>[^}]*)\}")
_TYPES = ("iri", "integer", "boolean", "string")


@dataclass(frozen=True)
class Parameter:
    """One parameter of a question.

    Args:
        name: as the asker writes it.
        variable: as the query has it, without the question mark.
        type: one of "iri", "integer", "boolean", "string".
        required: whether it must be given.
        many: whether it may be given more than once.
        thing: local name of the class whose things it takes, for IRIs.
        choices: the only values it takes, where those are few.
        help: what it means, by language.
    """

    name: str
    variable: str
    type: str
    required: bool
    many: bool
    thing: str | None
    choices: tuple[str, ...]
    help: Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """A canned question, as its file says it."""

    name: str
    path: Path
    summary: Mapping[str, str]
    description: Mapping[str, str]
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str

    def bind(self, terms: Mapping[str, Iterable[NamedNode | Literal]]) -> str:
        """Return the query with `terms` in the place of the defaults.

        Args:
            terms: what was asked for, by variable; a parameter without any becomes `UNDEF`.
        """

        def fill(match: re.Match[str]) -> str:
            chosen = " ".join(str(term) for term in terms.get(match["variable"], ())) or "UNDEF"
            return f"VALUES ?{match['variable']} {{ {chosen} }}"

        return _VALUES.sub(fill, self.standalone())

    def standalone(self) -> str:
        """Return the query on its defaults, with every prefix it uses declared: it runs on any endpoint."""
        declared = set(re.findall(r"(?im)^\s*PREFIX\s+([\w-]*):", self.text))
        used = [p for p in PREFIXES if p not in declared and re.search(rf"(?<![\w:/-]){p}:", self.text)]
        return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used) + self.text


def read_questions(folder: Path) -> list[Question]:
    """Return the questions of a folder, sorted by name.

    Raises:
        SourceError: the folder has none, or one of them is not well documented.
    """
    questions = [read_question(path) for path in sorted(folder.glob("*.rq"))]
    if not questions:
        raise SourceError(
            "no canned questions here.", where=str(folder), mend="Point BOUWSTENEN_SOURCES elsewhere."
        )
    return questions


def find_question(folder: Path, name: str) -> Question:
    """Return the question called `name`.

    Raises:
        UnknownThingError: there is no such question; names those there are.
    """
    known = {path.stem: path for path in sorted(folder.glob("*.rq"))}
    if name not in known:
        raise UnknownThingError(f"there is no question “{name}”.", mend=f"Known are: {', '.join(known)}.")
    return read_question(known[name])


def read_question(path: Path) -> Question:
    """Return the question in one file.

    Raises:
        SourceError: its header is not YAML, or lacks what a question must have.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    header = "\n".join(line[2:].removeprefix(" ") for line in lines if line.startswith("#+"))
    text = "\n".join(line for line in lines if not line.startswith("#+")).strip() + "\n"
    try:
        said = yaml.safe_load(header) or {}
    except yaml.YAMLError as error:
        raise SourceError(f"its header is not YAML: {error}.", where=str(path)) from error
    for key in ("summary", "description"):
        if not isinstance(said.get(key), dict) or {"nl", "en"} - said[key].keys():
            raise SourceError(
                f"its header has no {key} in nl and en.", where=str(path), mend=f"Add `#+ {key}:`."
            )
    variables = list(dict.fromkeys(match["variable"] for match in _VALUES.finditer(text)))
    documented = said.get("parameters") or {}
    choices = said.get("enumerate") or {}
    parameters = [_parameter(path, variable, documented, choices) for variable in variables]
    parameters.sort(key=lambda parameter: list(documented).index(parameter.name))
    spare = documented.keys() - {parameter.name for parameter in parameters}
    if spare:
        raise SourceError(
            f"parameter {', '.join(sorted(spare))} is documented but not used.", where=str(path)
        )
    return Question(
        name=path.stem,
        path=path,
        summary=said["summary"],
        description=said["description"],
        tags=tuple(said.get("tags") or ()),
        parameters=tuple(parameters),
        text=text,
    )


def _parameter(
    path: Path, variable: str, documented: Mapping[str, Any], choices: Mapping[str, Any]
) -> Parameter:
    name, _, kind = variable.lstrip("_").rpartition("_")
    if kind not in _TYPES or not name:
        raise SourceError(
            f"?{variable} does not end in a type.",
            where=str(path),
            mend=f"Let it end in one of: {', '.join(_TYPES)}.",
        )
    about = documented.get(name)
    if not isinstance(about, dict) or {"nl", "en"} - about.keys():
        raise SourceError(f"parameter {name} is not documented in nl and en.", where=str(path))
    return Parameter(
        name=name,
        variable=variable,
        type=kind,
        required=not variable.startswith("__"),
        many=bool(about.get("list")),
        thing=about.get("class"),
        choices=tuple(choices.get(name, ())),
        help={"nl": about["nl"], "en": about["en"]},
    )
