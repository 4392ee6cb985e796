"""Check what is handed in – with the current data, or by itself – and report what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bouwstenen.curation.reading import Given, read_given
from bouwstenen.errors import TooLargeError
from bouwstenen.graph import changesets
from bouwstenen.graph.changesets import Patch
from bouwstenen.graph.sources import find
from bouwstenen.publishing.terms import NAMES
from bouwstenen.settings import Settings
from bouwstenen.validation.bounded import bounded
from bouwstenen.validation.change import check_patch
from bouwstenen.validation.document import Document, Place
from bouwstenen.validation.files import validate_files
from bouwstenen.validation.findings import Finding
from bouwstenen.validation.names import Names
from bouwstenen.validation.reading.mistakes import UnreadableError
from bouwstenen.validation.report import Report, make_report

__all__ = ["Check", "check", "check_bounded", "too_large"]


@dataclass(frozen=True)
class Check:
    """What is to be checked, and how.

    Args:
        files: that were handed in; none stands for all sources.
        alone: whether they are checked by themselves, so that every reference must resolve within them.
        language: of the report, "nl" or "en".
    """

    files: tuple[Given, ...] = ()
    alone: bool = False
    language: str = "nl"


def check_bounded(asked: Check, settings: Settings) -> Report:
    """Return what `check` finds, in a process that ends when it takes too much; any thread may call it.

    Raises:
        TooLargeError: the files are larger than BOUWSTENEN_VALIDATE_SIZE.
        QueryTimeoutError: it took longer than BOUWSTENEN_VALIDATE_TIMEOUT.
        QueryMemoryError: it needed more memory than a check may have.
        BouwstenenError: as `check`.
    """
    size = sum(len(given.content) for given in asked.files)
    if size > settings.validate_size * 2**20:
        raise too_large(settings.validate_size)
    work = partial(check, asked, settings.sources, settings.home)
    return bounded(work, settings.validate_timeout)


def too_large(most: int) -> TooLargeError:
    """Return what to tell of files that are larger than may be checked.

    Args:
        most: MiB that they may have.
    """
    return TooLargeError(
        {"nl": f"dit is groter dan {most} MB.", "en": f"this is larger than {most} MB."},
        where="BOUWSTENEN_VALIDATE_SIZE",
        mend={"nl": "Controleer het in delen.", "en": "Check it in parts."},
    )


def check(asked: Check, root: Path, home: Path) -> Report:
    """Return what the shapes find in some files.

    A Turtle file of the checkout (or named after one of its graphs) takes the place of that source; anything
    else is checked as a change of the current data. Where a file cannot be read, only that is told of all.

    Args:
        asked: what to check.
        root: folder with `ontology`, `data`, `shapes`.
        home: folder with the release and the changesets that were accepted.

    Raises:
        SourceError: a file or a source cannot be read.
        TooLargeError: a file is nested too deeply, or grows when it is read.
        MediaTypeError: a file is of a kind that is not read.
    """
    documents: list[Document] = []
    problems: list[tuple[Finding, Place]] = []
    unreadable: list[str] = []
    for given in asked.files:
        try:
            documents.append(read_given(given, home))
        except UnreadableError as error:
            problems += error.problems
            unreadable.append(error.name)
    findings: list[Finding] = []
    labels: dict[str, str] = {}
    if not unreadable:
        findings, labels = _findings(asked, documents, root, home)
    quads = [quad for document in documents for quad in document.quads]
    names = Names(root, asked.language, quads, labels, NAMES)
    return make_report(
        documents,
        findings,
        names,
        {given.name: given.content.decode("utf-8-sig", "replace") for given in asked.files},
        alone=asked.alone,
        problems=problems,
        unreadable=unreadable,
    )


def _findings(
    asked: Check, documents: Sequence[Document], root: Path, home: Path
) -> tuple[list[Finding], dict[str, str]]:
    sources = {source.path.resolve(): source.graph for source in find(root)}
    graphs = {*sources.values(), "ontology", "shapes"}
    replacing: list[Path] = []
    new: list[Document] = []
    for given, document in zip(asked.files, documents, strict=True):
        path = given.path
        ours = path is not None and (path.resolve() in sources or path.stem in graphs)
        if path is not None and ours and path.suffix == ".ttl":
            replacing.append(path)
        else:
            new.append(document)
    if replacing or asked.alone or not documents:
        quads = [quad for document in new for quad in document.quads]
        return validate_files(root, replacing, quads=quads, alone=asked.alone, language=asked.language)
    added = frozenset(triple for document in new for triple in document.patch.added)
    removed = frozenset(quad for document in new for quad in document.patch.removed)
    return check_patch(root, changesets.read(home), Patch(added, removed), asked.language)
