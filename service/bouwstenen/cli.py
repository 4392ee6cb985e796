"""The command line. Exit codes: 0 fine, 1 findings, 2 wrong use or broken input."""

import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from bouwstenen import __version__
from bouwstenen.errors import BouwstenenError, ReleaseError, WrongUseError
from bouwstenen.settings import EMBEDDED, Settings, read_settings

if TYPE_CHECKING:
    from bouwstenen.build import Outcome
    from bouwstenen.store.interface import QueryStore, Results
    from bouwstenen.store.opening import Opened

__all__ = ["main"]

# Commands import what they need when they run: `--help` answers at once.


class _Commands(click.Group):
    """Turns our errors into one line on stderr and exit code 2: never a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (BouwstenenError, OSError) as error:
            click.echo(f"bouwstenen: {error}", err=True)
            sys.exit(2)
        except KeyboardInterrupt:
            click.echo("bouwstenen: interrupted.", err=True)
            sys.exit(130)


def _example(text: str) -> str:
    return f"\b\nExample:\n  {text}"


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bouwstenen")
@click.pass_context
def main(context: click.Context) -> None:
    """The bouwstenenmodel as a knowledge graph: build it, query it, check it, serve it.

    Meant for policy, never for assessing persons.
    """
    context.obj = read_settings()


@main.command(epilog=_example("bouwstenen build --verbose"))
@click.option("--verbose", is_flag=True, help="Also list what is incomplete, not only what is wrong.")
@click.option("--no-check", is_flag=True, help="Check nothing and refuse nothing; the release says so.")
@click.pass_obj
def build(settings: Settings, verbose: bool, no_check: bool) -> None:
    """Build the graph from its sources into a new release; violations leave the current one alone."""
    from bouwstenen.validation.findings import as_text, violations

    outcome = _build(settings, check=not no_check)
    if no_check:
        click.echo("bouwstenen: nothing was checked: this release may hold anything.", err=True)
    shown = outcome.findings if verbose else violations(outcome.findings)
    if shown:
        click.echo(as_text(shown, outcome.labels, "en", limit=None if verbose else 20))
    if outcome.release is None:
        click.echo("No release was made; the current one is as it was.", err=True)
        sys.exit(1)
    release = outcome.release
    click.echo(
        f"release {release.hash[:12]} · {release.statements} statements · {len(release.graphs)} graphs"
    )


@main.command(epilog=_example("bouwstenen serve --port 8001"))
@click.option("--host", help="Address to listen on.  [default: BOUWSTENEN_HOST]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on.  [default: BOUWSTENEN_PORT]")
@click.pass_obj
def serve(settings: Settings, host: str | None, port: int | None) -> None:
    """Serve the current release over HTTP; builds one first where there is none."""
    import uvicorn

    from bouwstenen.logs import set_up
    from bouwstenen.web.app import create_app
    from bouwstenen.web.connections import Connection

    _ready(settings)
    set_up(settings.log_level)
    where = (host or settings.host, settings.port if port is None else port)
    with _listen(*where) as listening:
        config = uvicorn.Config(
            create_app(settings),
            host=where[0],
            port=where[1],
            http=Connection,
            loop="uvloop",
            log_config=None,
            access_log=False,  # it would show queries; there is a line for each query as it is
            server_header=False,
            timeout_graceful_shutdown=5,
        )
        click.echo(f"Serving on http://{where[0]}:{listening.getsockname()[1]} (Ctrl-C stops it)", err=True)
        uvicorn.Server(config).run(sockets=[listening])


@main.command(epilog=_example("bouwstenen query questions.rq --format csv"))
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
    store = _ready(settings).store
    _print(store, evaluate(store, text), wanted)


@main.command(
    epilog=_example("bouwstenen ask coverage --param factor=multi-perspectiviteit --param min_trede=3"),
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
    store = _ready(settings).store
    _print(store, run(store, find_question(store, question), given), wanted)


@main.command(epilog=_example("bouwstenen validate data/tabel-b3-7.ttl --language en"))
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--alone", is_flag=True, help="Check the files by themselves, not as part of the other sources."
)
@click.option(
    "--language",
    type=click.Choice(["nl", "en"]),
    default="nl",
    show_default=True,
    help="Language of messages.",
)
@click.option("--format", "wanted", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def validate(settings: Settings, files: tuple[Path, ...], alone: bool, language: str, wanted: str) -> None:
    """Check Turtle FILES against the shapes, as part of the other sources; without FILES all sources."""
    from bouwstenen.validation.files import validate_files
    from bouwstenen.validation.findings import as_json, as_text, violations

    findings, labels = validate_files(settings.sources, files, alone=alone, language=language)
    click.echo(as_json(findings, labels) if wanted == "json" else as_text(findings, labels, language))
    if violations(findings):
        sys.exit(1)


@main.command(epilog=_example("bouwstenen format data/tabel-b3-7.ttl"))
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when a file is not in the stable form.")
def format(files: tuple[Path, ...], check: bool) -> None:
    """Bring Turtle data FILES into the sorted, stable form that the repository keeps."""
    from bouwstenen.graph.turtle import format_file

    changed = [path for path in files if format_file(path, check=check)]
    for path in changed:
        click.echo(f"{path}: {'not in the stable form' if check else 'formatted'}")
    if changed and check:
        sys.exit(1)


@main.command(epilog=_example("bouwstenen publish --to http://localhost:7878/store"))
@click.option("--to", "store", required=True, metavar="URL", help="Address of the server's graph store.")
@click.option("--query", metavar="URL", help="Address it takes queries at, where that does not follow.")
@click.option("--update", metavar="URL", help="Address it takes updates at, where that does not follow.")
@click.pass_obj
def publish(settings: Settings, store: str, query: str | None, update: str | None) -> None:
    """Load the current release into a SPARQL 1.1 server and swap it in; again, to go on where it stopped.

    Works with the addresses of Oxigraph (…/store), Fuseki (…/data), GraphDB and RDF4J
    (…/rdf-graphs/service), Virtuoso (…/sparql-graph-crud) and Neptune (…/sparql/gsp) as they are; others need
    --query and --update. BOUWSTENEN_STORE_AUTHORIZATION is sent along.
    """
    from bouwstenen.publishing.addresses import find_addresses
    from bouwstenen.publishing.graph_store import publish_to

    release = publish_to(
        settings.home,
        find_addresses(store, query, update),
        authorization=settings.authorization,
        progress=lambda line: click.echo(line, err=True),
    )
    click.echo(f"release {release.hash[:12]} · {release.statements} statements · live")


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        mend = "Choose another with --host and --port."
        raise WrongUseError(f"cannot listen: {error}.", where=f"{host}:{port}", mend=mend) from error


def _build(settings: Settings, *, check: bool = True) -> "Outcome":
    from rich.console import Console

    from bouwstenen.bars import followed
    from bouwstenen.build import build as run

    with followed(Console(stderr=True)) as progress:
        return run(settings.sources, settings.home, progress, settings.jobs, check=check)


def _ready(settings: Settings) -> "Opened":
    """The current release; built first where there is none or it is damaged, unless it is on a server."""
    from bouwstenen.store.opening import Opened, open_current
    from bouwstenen.validation.findings import as_text, violations

    if settings.store != EMBEDDED:
        from bouwstenen.store.remote.store import RemoteStore

        store = RemoteStore(settings.store, authorization=settings.authorization)
        return Opened(store.release(), store)
    try:
        return open_current(settings.home)
    except ReleaseError as missing:
        click.echo(f"bouwstenen: {missing} Building it now.", err=True)
        outcome = _build(settings)
        if outcome.release is None:
            wrong = as_text(violations(outcome.findings), outcome.labels, "en", limit=5)
            raise ReleaseError(f"the sources have violations.\n{wrong}\n") from missing
        return open_current(settings.home)


def _print(store: "QueryStore", results: "Results", wanted: str | None) -> None:
    """Write results to standard output: a table on a terminal, else JSON or Turtle, or what was asked for."""
    from bouwstenen.formats import by_name
    from bouwstenen.store.results import formats_for, write
    from bouwstenen.tables import print_table

    tabular = getattr(results, "variables", None) is not None
    if wanted == "table" or (wanted is None and tabular and sys.stdout.isatty()):
        print_table(results)
        return
    chosen = by_name(wanted) if wanted else formats_for(results)[0]
    if chosen is None:
        names = ", ".join(item.name for item in formats_for(results))
        raise WrongUseError(
            f"there is no format “{wanted}”.", where="--format", mend=f"Choose table or one of {names}."
        )
    sys.stdout.buffer.write(write(store, results, chosen))
    sys.stdout.buffer.write(b"\n")
