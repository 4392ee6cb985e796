"""Commands that ask: query, ask."""

from typing import TextIO

import click

from bouwstenen.commands.common import example, print_results, ready
from bouwstenen.errors import WrongUseError
from bouwstenen.settings import Settings

__all__ = ["ask", "query"]


@click.command(epilog=example("bouwstenen query questions.rq --format csv"))
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option(
    "--format",
    "wanted",
    help="table (default on a terminal), json (default elsewhere), csv, tsv, xml, ttl, nt …",
)
@click.pass_obj
def query(settings: Settings, file: TextIO, wanted: str | None) -> None:
    """Run the SPARQL query in FILE (- for standard input) on the current release."""
    from bouwstenen.sparql.evaluation import evaluate

    try:
        text = file.read()
    except UnicodeDecodeError as error:
        raise WrongUseError(f"not UTF-8 text: {error}.", where=file.name) from error
    store = ready(settings).store
    print_results(store, evaluate(store, text), wanted)


@click.command(
    epilog=example("bouwstenen ask coverage --param factor=multi-perspectiviteit --param min_trede=3"),
)
@click.argument("question")
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
@click.pass_obj
def ask(settings: Settings, question: str, params: tuple[str, ...], wanted: str | None) -> None:
    """Ask a canned QUESTION of the current release."""
    from bouwstenen.library.asking import ask as run
    from bouwstenen.library.question import find_question

    given: dict[str, list[str]] = {}
    for param in params:
        name, separator, value = param.partition("=")
        if not separator:
            raise WrongUseError("a parameter is written NAME=VALUE.", where=f"--param {param}")
        given.setdefault(name, []).append(value)
    store = ready(settings).store
    print_results(store, run(store, find_question(store, question), given), wanted)
