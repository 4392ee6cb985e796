"""A canned question: a SPARQL file with its documentation on top.

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

from pyoxigraph import Store
from rapidfuzz import fuzz, process

from bouwstenen.errors import ReleaseError, SourceError, UnknownThingError
from bouwstenen.library import blocks
from bouwstenen.library.header import GROUPS, read_header
from bouwstenen.library.parameter import Parameter, read_parameter
from bouwstenen.namespaces import declarations
from bouwstenen.store.interface import QueryStore, select

__all__ = [
    "Question",
    "by_group",
    "counting",
    "find_question",
    "parse_question",
    "questions_of",
    "read_questions",
]

_PUBLISHED = "SELECT ?question ?text WHERE { GRAPH graph:questions { ?question sh:select ?text } }"
_PROLOGUE = re.compile(r"(?i)(?:\s*(?:PREFIX\s+\S*\s*<[^>]*>|BASE\s*<[^>]*>|#[^\n]*\n))*\s*")
_SOLUTION_MODIFIERS = re.compile(r"(?is)\}[^}]*\b(LIMIT|OFFSET)\s+\d+[^}]*\Z")


@dataclass(frozen=True, eq=False)  # each is itself: models made of it are kept by it
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

    def bind(self, rows: Mapping[str, Iterable[blocks.Row]]) -> str:
        """Return the query with `rows` in the place of its defaults.

        Args:
            rows: what was asked for, by variable; a parameter without any becomes `UNDEF`.
        """
        return blocks.fill(self.standalone(), rows)

    def standalone(self) -> str:
        """Return the query on its defaults, with every prefix it uses declared: it runs on any endpoint."""
        return "\n".join([*declarations(self.text), self.text])

    def document(self) -> str:
        """Return the whole of it, header and all, as it goes into a release."""
        return f"{self.header}\n{self.standalone()}"


def counting(query: str) -> str:
    """Return the query that counts the solutions of a bound question, as `?count`."""
    match = _PROLOGUE.match(query)
    start = match.end() if match else 0
    return f"{query[:start]}SELECT (COUNT(*) AS ?count) WHERE {{\n{{ {query[start:].rstrip()}\n}} }}"


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


def by_group(questions: Iterable[Question]) -> dict[str, list[Question]]:
    """Return questions by what they are first of all about, in the order of `header.GROUPS`."""
    grouped: dict[str, list[Question]] = {group: [] for group in GROUPS}
    for question in questions:
        grouped[question.tags[0]].append(question)
    return grouped


def find_question(store: QueryStore, name: str) -> Question:
    """Return the question of a release that is called `name`.

    Raises:
        UnknownThingError: there is no such question; names the nearest ones.
    """
    known = {question.name: question for question in questions_of(store)}
    if name not in known:
        near = ", ".join(
            found for found, _, _ in process.extract(name, known.keys(), scorer=fuzz.WRatio, limit=3)
        )
        raise UnknownThingError(
            {"nl": f"er is geen vraag “{name}”.", "en": f"there is no question “{name}”."},
            mend={
                "nl": f"Het meest lijken: {near}. Alle vragen: /queries, of `bouwstenen ask`.",
                "en": f"The nearest are: {near}. All questions: /queries, or `bouwstenen ask`.",
            },
        )
    return known[name]


@lru_cache(maxsize=256)
def parse_question(name: str, document: str) -> Question:
    """Return the question that a document holds.

    Raises:
        SourceError: its header is not YAML or lacks what a question must have, or its query does not parse.
    """
    where = f"{name}.rq"
    lines = document.splitlines()
    said = [line for line in lines if line.startswith("#+")]
    text = "\n".join(line for line in lines if not line.startswith("#+")).strip() + "\n"
    header = read_header(where, said)
    parameters = [read_parameter(where, variable, text, header) for variable in blocks.variables(text)]
    names = [parameter.name for parameter in parameters]
    for key in ("parameters", "enumerate", "defaults"):
        spare = sorted(getattr(header, key).keys() - set(names))
        if spare:
            problem = f"parameter {', '.join(spare)} is documented but not used."
            raise SourceError(problem, where=where, mend=f"Take it out of `#+ {key}:`.")
    parameters.sort(key=lambda parameter: list(header.parameters).index(parameter.name))
    question = Question(
        name=name,
        summary=header.summary,
        description=header.description,
        tags=tuple(header.tags),
        parameters=tuple(parameters),
        text=text,
        header="\n".join(said),
    )
    if _SOLUTION_MODIFIERS.search(text):
        raise SourceError("it cuts its answer.", where=where, mend="Leave LIMIT and OFFSET to whoever asks.")
    try:
        Store().query(question.standalone())
    except SyntaxError as error:
        raise SourceError(f"its query does not parse: {error}.", where=where) from error
    return question
