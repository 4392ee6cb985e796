"""The command that plans: package."""

import sys
from collections.abc import Callable
from typing import TypeVar

import click

from bouwstenen.commands.common import example, of_release, ready
from bouwstenen.planner.request import PackageRequest, choices, help_of, is_list, read_request, thing_of
from bouwstenen.settings import Settings

__all__ = ["package"]

_Command = TypeVar("_Command", bound=Callable[..., object])


def _options(command: _Command) -> _Command:
    """An option for each parameter of a package, as `PackageRequest` declares it."""
    for name, field in reversed(PackageRequest.model_fields.items()):
        shown = help_of(name, "en")
        several = f"[{'|'.join(choices(name))}]"
        metavar = "THING" if thing_of(name) else several if choices(name) else "NUMBER"
        if field.default and not is_list(name) and not field.is_required():
            shown += f"  [default: {field.default}]"
        # texts, which read_request reads: what is wrong with them is told the same way everywhere
        option = click.option(f"--{name.replace('_', '-')}", name, multiple=True, metavar=metavar, help=shown)
        command = option(command)
    return command


@click.command(
    epilog=example("bouwstenen package --factor multi-perspectiviteit --factor mediawijsheid --via type")
)
@_options
@click.option(
    "--format",
    "wanted",
    type=click.Choice(["table", "json", "csv"]),
    help="table (default on a terminal), json (default elsewhere), csv.",
)
@of_release
@click.pass_obj
def package(settings: Settings, /, wanted: str | None, release: str | None, **given: tuple[str, ...]) -> None:
    """Find the smallest packages of interventions that strengthen all factors given, and why.

    A thing is given as IRI, slug or label. Factors that cannot be covered are told, with the reason.
    """
    request = read_request(given)
    from bouwstenen.planner.planning import plan
    from bouwstenen.planner.rows import as_csv

    opened = ready(settings, release)
    answer = plan(opened.store, request, release=opened.release.hash, seconds=settings.package_timeout)
    if wanted == "table" or (wanted is None and sys.stdout.isatty()):
        from bouwstenen.commands.packages import print_plan

        print_plan(answer)
    elif wanted == "csv":
        sys.stdout.buffer.write(as_csv(answer).encode())
    else:
        sys.stdout.buffer.write(answer.model_dump_json(indent=2).encode() + b"\n")
