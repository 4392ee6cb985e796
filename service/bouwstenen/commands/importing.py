"""The command that reads back what curators edited: import."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bouwstenen.commands.common import example, ready
from bouwstenen.errors import BouwstenenError, in_language
from bouwstenen.settings import Settings

if TYPE_CHECKING:
    from bouwstenen.curation.proposals.making import Draft
    from bouwstenen.curation.roles import Account
    from bouwstenen.graph.changesets import Patch
    from bouwstenen.validation.document import Document, Place
    from bouwstenen.validation.findings import Finding

    Told = Sequence[tuple[Finding, Place | None]]

__all__ = ["import_file"]


@click.command(
    "import",
    epilog=example(
        'bouwstenen import edited.xlsx --name "J. Jansen" --source "Jansen (2026)" --reason "Nieuw"'
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", default="", help="Whom the changes are attributed to.")
@click.option("--orcid", default="", metavar="ORCID", help="Of that person, as 0000-0002-1825-0097.")
@click.option("--account", metavar="NAME", help="Propose as this account, instead of under a name or ORCID.")
@click.option(
    "--source",
    default="",
    help="Source of the rows that name none: its short name, an address or a citation.",
)
@click.option("--reason", required=True, help="Why the changes are needed.")
@click.option("--dry-run", is_flag=True, help="Only tell what would change and what is wrong.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the change as an RDF Patch to this file, instead of proposing it.",
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
def import_file(
    settings: Settings,
    file: Path,
    name: str,
    orcid: str,
    account: str | None,
    source: str,
    reason: str,
    dry_run: bool,
    output: Path | None,
    language: str,
    wanted: str,
) -> None:
    """Read an edited workbook (xlsx) or table (csv) FILE and propose what it changes; exit 1 on mistakes."""
    from bouwstenen.curation.proposals.making import Draft
    from bouwstenen.curation.proposals.sheets import read_sheet, sources_of

    try:
        draft = Draft(reason, source or file.name, who=_known(settings, account), name=name, orcid=orcid)
        store = ready(settings).store
        document = read_sheet(file.name, file.read_bytes(), store, draft.contributor, source)
        told: Told = document.problems
        labels: Mapping[str, str] = {}
        if document.patch and not _wrong(told):
            found, labels = _checked(settings, document, language)
            told = [*told, *found]
        click.echo((_as_json if wanted == "json" else _as_text)(document, told, labels, language))
        if _wrong(told):
            sys.exit(1)
        if document.patch and not dry_run:
            if output is not None:
                output.write_text(_as_patch(document.patch), encoding="utf-8")
            else:
                named = source or sources_of(document, store) or file.name
                _propose(settings, replace(draft, source=named), document, language)
    except BouwstenenError as error:
        _refuse(error, language)


def _refuse(error: BouwstenenError, language: str) -> None:
    """Tell in the language that was asked for what cannot be done; end with 2."""
    parts = [f"{error.where}:" if error.where else "", in_language(error.what, language)]
    parts.append(in_language(error.mend, language) if error.mend else "")
    click.echo(" ".join(["bouwstenen:", *filter(None, parts)]), err=True)
    sys.exit(2)


def _known(settings: Settings, name: str | None) -> "Account | None":
    """The account that somebody who may use the command line proposes as."""
    from bouwstenen.curation.accounts import find
    from bouwstenen.curation.database import open_database

    if name is None:
        return None
    database = open_database(settings)
    try:
        with database.reading() as connection:
            return find(connection, name)
    finally:
        database.close()


def _propose(settings: Settings, draft: "Draft", document: "Document", language: str) -> None:
    """Hand a change in as a proposal, and tell where it is."""
    from bouwstenen.curation.database import open_database
    from bouwstenen.curation.proposals.desk import Desk
    from bouwstenen.curation.proposals.making import make
    from bouwstenen.curation.proposals.sheets import added_by
    from bouwstenen.validation.change import check_patch

    added = added_by(draft.contributor, document)
    database = open_database(settings)
    try:
        made = make(
            Desk(database, settings.sources, settings.home, check_patch),
            draft.with_data(added, document.patch.removed),
        )
    finally:
        database.close()
    where = f"{settings.address or ''}/proposals/{made.proposal.id}"
    click.echo(f"Voorgesteld: {where}" if language == "nl" else f"Proposed: {where}")
    if made.key:
        kept = (
            "Sleutel om te antwoorden of in te trekken" if language == "nl" else "Key to answer or withdraw"
        )
        click.echo(f"{kept}: {made.key}")


def _checked(settings: Settings, document: "Document", language: str) -> tuple["Told", Mapping[str, str]]:
    """What the shapes find in a change, at its cells."""
    from bouwstenen.graph.changesets import read
    from bouwstenen.validation.change import check_patch

    findings, labels = check_patch(settings.sources, read(settings.home), document.patch, language)
    located = [(each, document.locate(each.focus, each.path, each.value)) for each in findings]
    return [
        (each, place) for each, place in located if place is not None or each.severity == "violation"
    ], labels


def _wrong(told: "Told") -> bool:
    return any(finding.severity == "violation" for finding, _ in told)


def _in_order(told: "Told") -> "Told":
    """Violations first, then as one reads; what has no place comes last."""
    from bouwstenen.validation.document import Place
    from bouwstenen.validation.findings import SEVERITIES

    return sorted(
        told,
        key=lambda each: (
            *(SEVERITIES.index(each[0].severity), each[1] is None),
            *((each[1] or Place("")).key, each[0]),
        ),
    )


def _as_text(document: "Document", told: "Told", labels: Mapping[str, str], language: str) -> str:
    """A line a finding, violations first, and what would change."""
    from bouwstenen.validation.presenting.words import WORDS

    lines = []
    for finding, place in _in_order(told):
        thing = f" [{labels[finding.focus]}]" if finding.focus in labels else ""
        severity = WORDS[language][finding.severity]
        lines.append(f"{place or document.name}: {severity}: {finding.message(language)}{thing}")
    patch = document.patch
    counted = (len(patch.added), len(patch.removed))
    if _wrong(told):
        lines.append("Er is niets voorgesteld." if language == "nl" else "Nothing was proposed.")
    elif not patch and language == "nl":
        lines.append("Er verandert niets.")
    elif not patch:
        lines.append("Nothing changes.")
    elif language == "nl":
        lines.append("{} uitspraken erbij, {} eraf.".format(*counted))
    else:
        lines.append("{} statements added, {} removed.".format(*counted))
    return "\n".join(lines)


def _as_json(document: "Document", told: "Told", labels: Mapping[str, str], language: str) -> str:
    """The same for machines."""
    patch = document.patch
    findings = [
        {
            "severity": finding.severity,
            "sheet": (place.sheet if place else "") or None,
            "cell": (place.cell if place else "") or None,
            "focus": finding.focus or None,
            "label": labels.get(finding.focus),
            "path": finding.path or None,
            "value": finding.value or None,
            "kind": finding.shape,
            "message": finding.message(language),
        }
        for finding, place in _in_order(told)
    ]
    told_of = {"added": len(patch.added), "removed": len(patch.removed), "findings": findings}
    return json.dumps(told_of, ensure_ascii=False, indent=2)


def _as_patch(patch: "Patch") -> str:
    """A change as an RDF Patch: what comes stands in no graph yet."""
    gone = sorted(f"D {quad} ." for quad in patch.removed)
    came = sorted(f"A {triple.subject} {triple.predicate} {triple.object} ." for triple in patch.added)
    return "\n".join(["TX .", *gone, *came, "TC .", ""])
