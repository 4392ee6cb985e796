"""The command line. Exit codes: 0 fine, 1 findings, 2 wrong use or broken input."""

import sys

import click

from bouwstenen import __version__
from bouwstenen.commands import (
    accounts,
    asking,
    building,
    exporting,
    freshness,
    importing,
    keeping,
    links,
    planning,
    publishing,
    serving,
    validating,
)
from bouwstenen.errors import BouwstenenError
from bouwstenen.settings import read_settings

__all__ = ["main"]


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


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bouwstenen")
@click.pass_context
def main(context: click.Context) -> None:
    """The bouwstenenmodel as a knowledge graph: build it, query it, check it, serve it.

    Meant for policy, never for assessing persons.
    """
    context.obj = read_settings()


for _command in (
    building.build,
    serving.serve,
    asking.query,
    asking.ask,
    planning.package,
    exporting.export,
    importing.import_file,
    validating.validate,
    publishing.publish_changes,
    keeping.backup,
    keeping.restore,
    links.links,
    freshness.stale,
    serving.publish,
    building.format_files,
    accounts.accounts,
    accounts.audit,
):
    main.add_command(_command)
