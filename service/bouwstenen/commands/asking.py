"""Commands that ask: query, ask."""

from typing import TYPE_CHECKING, TextIO

import click

from bouwstenen.commands.common import example, of_release, print_results, ready
from bouwstenen.errors import WrongUseError
from bouwstenen.settings import Settings

if TYPE_CHECKING:
    from bouwstenen.library.question import Question

__all__ = ["ask", "query"]


@click.command(epilog=example("bouwstenen query questions.rq --format csv"))
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option(
    "--format",
    "wanted",
    help="table (default on a terminal), json (default elsewhere), csv, tsv, xml, ttl, nt …",
)
@of_release
@click.pass_obj
def query(settings: Settings, file: TextIO, wanted: str | None, release: str | None) -> None:
    """Run the SPARQL query in FILE (- for standard input) on the current release, or the one named."""
    from bouwstenen.sparql.evaluation import evaluate

    try:
        text = file.read()
    except UnicodeDecodeError as error:
        raise WrongUseError(f"not UTF-8 text: {error}.", where=file.name) from error
    store = ready(settings, release).store
    print_results(store, evaluate(store, text), wanted)


@click.command(
    epilog=example("bouwstenen ask coverage --param factor=multi-perspectiviteit --param min_trede=3"),
)
@click.argument("question", required=False)
@click.option(
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter; a thing as IRI, slug or label.",
)
@click.option(
    "--format", "wanted", help="table (default on a terminal), json (default elsewhere), csv, tsv, xml."
)
@click.option("--parameters", is_flag=True, help="Show what the question takes, and ask nothing.")
@of_release
@click.pass_obj
def ask(
    settings: Settings,
    question: str | None,
    params: tuple[str, ...],
    wanted: str | None,
    parameters: bool,
    release: str | None,
) -> None:
    """Ask a canned QUESTION of the current release, or the one named; without one, list them."""
    from bouwstenen.library.asking import ask as run
    from bouwstenen.library.question import find_question, questions_of
    from bouwstenen.tables import print_rows

    if question is None and (params or parameters):
        raise WrongUseError("which question is not said.", mend="List them with: bouwstenen ask")
    if question is None:
        known = questions_of(ready(settings, release).store)
        print_rows(("question", "what it asks"), [(each.name, each.summary["en"]) for each in known])
        return
    if parameters:
        _print_parameters(find_question(ready(settings, release).store, question))
        return
    given: dict[str, list[str]] = {}
    for param in params:
        name, separator, value = param.partition("=")
        if not separator:
            raise WrongUseError("a parameter is written NAME=VALUE.", where=f"--param {param}")
        given.setdefault(name, []).append(value)
    opened = ready(settings, release)
    found = find_question(opened.store, question)
    results = run(opened.store, found, given, lambda: opened.index)
    print_results(opened.store, results, wanted)


def _print_parameters(question: "Question") -> None:
    from bouwstenen.tables import print_rows

    click.echo(f"{question.summary['en']}\n{question.description['en']}")
    rows = []
    for each in question.parameters:
        lowest, highest = each.bounds
        bounds = f"{lowest}–{highest}" if each.bounds != (None, None) else ""
        takes = " | ".join(each.choices) or " | ".join(each.classes) or f"{each.type} {bounds}".strip()
        needed = "required" if each.required else f"default {', '.join(each.default) or '–'}"
        rows.append(
            (each.name, takes, f"{needed}{', may be repeated' if each.many else ''}", each.help["en"].strip())
        )
    print_rows(("parameter", "takes", "", "meaning"), rows)
