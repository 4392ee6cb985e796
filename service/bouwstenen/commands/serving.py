"""Commands that bring a release to others: serve, publish."""

import socket

import click

from bouwstenen.commands.common import example, ready
from bouwstenen.errors import WrongUseError
from bouwstenen.settings import Settings

__all__ = ["publish", "serve"]


@click.command(epilog=example("bouwstenen serve --port 8001"))
@click.option("--host", help="Address to listen on.  [default: BOUWSTENEN_HOST]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on.  [default: BOUWSTENEN_PORT]")
@click.pass_obj
def serve(settings: Settings, host: str | None, port: int | None) -> None:
    """Serve the current release over HTTP; builds one first where there is none."""
    import uvicorn

    from bouwstenen.logs import set_up
    from bouwstenen.web.app import create_app
    from bouwstenen.web.connections import connections

    ready(settings)
    set_up(settings.log_level)
    where = (host or settings.host, settings.port if port is None else port)
    with _listen(*where) as listening:
        config = uvicorn.Config(
            create_app(settings),
            host=where[0],
            port=where[1],
            http=connections(settings),
            loop="uvloop",
            log_config=None,
            access_log=False,  # it would show queries; there is a line for each query as it is
            server_header=False,
            proxy_headers=False,  # whom to believe is a setting, which the application heeds
            timeout_graceful_shutdown=5,
        )
        click.echo(f"Serving on http://{where[0]}:{listening.getsockname()[1]} (Ctrl-C stops it)", err=True)
        uvicorn.Server(config).run(sockets=[listening])


@click.command(epilog=example("bouwstenen publish --to http://localhost:7878/store"))
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
