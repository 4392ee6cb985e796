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
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pyoxigraph import Literal, NamedNode, Store

from bouwstenen.errors import ReleaseError, SourceError, UnknownThingError
from bouwstenen.namespaces import declarations
from bouwstenen.store.interface import QueryStore, select

__all__ = ["Parameter", "Question", "find_question", "parse_question", "questions_of", "read_questions"]

_VALUES = re.compile(r"VALUES\s+\?(?P<variable>_{1,2}[A-Za-z][A-Za-z0-9_]*)\s*\{(?P<terms>[^}]*)\}")
_TYPES = ("iri", "integer", "boolean", "string")
_PUBLISHED = "SELECT ?question ?text WHERE { GRAPH graph:questions { ?question sh:select ?text } }"


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
        bounds: the lowest and the highest number it takes, where there are such.
        help: what it means, by language.
    """

    name: str
    variable: str
    type: str
    required: bool
    many: bool
    thing: str | None
    choices: tuple[str, ...]
    bounds: tuple[int | None, int | None]
    help: Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """A canned question, as its file says it.

    Args:
        name: the name of the file, without its suffix.
        summary: the question in one sentence, by language.
        description: what its answer means, by language.
        tags: what it is about.
        parameters: in the order of the header.
        text: the query on its defaults.
        header: the `#+` lines.
    """

    name: str
    summary: Mapping[str, str]
    description: Mapping[str, str]
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str
    header: str

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
        return "\n".join([*declarations(self.text), self.text])

    def document(self) -> str:
        """Return the whole of it, header and all, as it goes into a release."""
        return f"{self.header}\n{self.standalone()}"


def read_questions(folder: Path) -> list[Question]:
    """Return the questions of a folder of sources, sorted by name.

    Raises:
        SourceError: the folder has none, or one of them is not well documented or does not parse.
    """
    questions = []
    for path in sorted(folder.glob("*.rq")):
        try:
            questions.append(parse_question(path.stem, path.read_text(encoding="utf-8")))
        except (OSError, UnicodeError) as error:
            raise SourceError(f"cannot be read: {error}.", where=str(path)) from error
    if not questions:
        raise SourceError(
            "no canned questions here.", where=str(folder), mend="Point BOUWSTENEN_SOURCES elsewhere."
        )
    return questions


def questions_of(store: QueryStore) -> list[Question]:
    """Return the questions that a release carries, sorted by name.

    Raises:
        ReleaseError: other software wrote them, in a form this one does not read.
    """
    rows = select(store, _PUBLISHED)
    found = {row["question"].value.rpartition("/")[2]: row["text"].value for row in rows}
    try:
        return [parse_question(name, found[name]) for name in sorted(found)]
    except SourceError as error:
        mend = "Run `bouwstenen build`."
        raise ReleaseError(f"its questions cannot be read: {error}", where="release", mend=mend) from error


def find_question(store: QueryStore, name: str) -> Question:
    """Return the question of a release that is called `name`.

    Raises:
        UnknownThingError: there is no such question; names those there are.
    """
    known = {question.name: question for question in questions_of(store)}
    if name not in known:
        raise UnknownThingError(f"there is no question “{name}”.", mend=f"Known are: {', '.join(known)}.")
    return known[name]


@lru_cache(maxsize=256)
def parse_question(name: str, document: str) -> Question:
    """Return the question that a document holds.

    Raises:
        SourceError: its header is not YAML or lacks what a question must have, or its query does not parse.
    """
    where = f"{name}.rq"
    lines = document.splitlines()
    header = [line for line in lines if line.startswith("#+")]
    text = "\n".join(line for line in lines if not line.startswith("#+")).strip() + "\n"
    said = _header(where, header)
    variables = list(dict.fromkeys(match["variable"] for match in _VALUES.finditer(text)))
    documented = said["parameters"]
    choices = said["enumerate"]
    parameters = [_parameter(where, variable, documented, choices) for variable in variables]
    parameters.sort(key=lambda parameter: list(documented).index(parameter.name))
    spare = documented.keys() - {parameter.name for parameter in parameters}
    if spare:
        raise SourceError(f"parameter {', '.join(sorted(spare))} is documented but not used.", where=where)
    question = Question(
        name=name,
        summary=said["summary"],
        description=said["description"],
        tags=tuple(said["tags"]),
        parameters=tuple(parameters),
        text=text,
        header="\n".join(header),
    )
    try:
        Store().query(question.standalone())
    except SyntaxError as error:
        raise SourceError(f"its query does not parse: {error}.", where=where) from error
    return question


def _header(where: str, lines: list[str]) -> dict[str, Any]:
    """The header as a dictionary, with every key there and of the right kind."""
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
        if not isinstance(texts, dict) or not all(
            isinstance(texts.get(language), str) for language in ("nl", "en")
        ):
            raise SourceError(f"its header has no {key} in nl and en.", where=where, mend=f"Add `#+ {key}:`.")
    for key, kind in (("parameters", dict), ("enumerate", dict), ("tags", list)):
        if not isinstance(said.setdefault(key, kind()), kind):
            raise SourceError(f"{key} is not a {'list' if kind is list else 'table'}.", where=where)
    return said


def _parameter(
    where: str, variable: str, documented: Mapping[str, Any], choices: Mapping[str, Any]
) -> Parameter:
    name, _, kind = variable.lstrip("_").rpartition("_")
    if kind not in _TYPES or not name:
        raise SourceError(
            f"?{variable} does not end in a type.",
            where=where,
            mend=f"Let it end in one of: {', '.join(_TYPES)}.",
        )
    about = documented.get(name)
    if not isinstance(about, dict) or {"nl", "en"} - about.keys():
        raise SourceError(f"parameter {name} is not documented in nl and en.", where=where)
    return Parameter(
        name=name,
        variable=variable,
        type=kind,
        required=not variable.startswith("__"),
        many=bool(about.get("list")),
        thing=about.get("class"),
        choices=tuple(choices.get(name, ())),
        bounds=(about.get("min"), about.get("max")),
        help={"nl": about["nl"], "en": about["en"]},
    )
