"""Build a release: load, check, derive, infer, check again, describe, write.

What is claimed is checked as it stands in the sources; what follows from it after derivation and inference
(`validation.shacl.in_stages` tells which shapes are which). The two checks run side by side in processes.
"""

import hashlib
import logging
import time
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from pyoxigraph import Store

from bouwstenen import __version__
from bouwstenen.graph import changesets, derivation, inference, statistics
from bouwstenen.graph import sources as source_files
from bouwstenen.graph.changesets import Changeset
from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.release import Release, prepare, publish
from bouwstenen.graph.workplace import workplace
from bouwstenen.library.question import read_questions
from bouwstenen.progress import Lines, Progress
from bouwstenen.publishing.catalogue.description import describe_dataset
from bouwstenen.publishing.changes.recording import record_changes
from bouwstenen.publishing.dumps.release import MOST_AT_BUILD, dumps
from bouwstenen.publishing.questions import describe_questions
from bouwstenen.solutions import select
from bouwstenen.store.labels import labels_of
from bouwstenen.textindex.release import text_index
from bouwstenen.validation import shacl
from bouwstenen.validation.checks import Checks
from bouwstenen.validation.consistency import check_consistency
from bouwstenen.validation.findings import SEVERITIES, Finding, in_order, violations

__all__ = ["Outcome", "assemble", "build", "source_hash"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What a build came to: the release it published, or None when violations stopped it."""

    release: Release | None
    findings: list[Finding]
    labels: dict[str, str]


def assemble(root: Path, changes: Sequence[Changeset] = ()) -> Store:
    """Return the graph of the sources below `root`, with all that is derived and inferred, unchecked.

    Args:
        root: folder with `ontology`, `data`, `shapes`, `queries`.
        changes: what was accepted since, in order.

    Raises:
        SourceError: a source cannot be read.
    """
    store = source_files.load(source_files.find(root))
    _change(store, changes)
    derivation.derive(store)
    inference.infer(store)
    return store


def build(
    root: Path,
    home: Path,
    progress: Progress | None = None,
    jobs: int = 2,
    *,
    check: bool = True,
    without: Collection[int] = (),
) -> Outcome:
    """Build the sources below `root`, with the changesets below `home`, into a release below `home`.

    A build with violations publishes nothing and leaves the current release alone.

    Args:
        root: folder with `ontology`, `data`, `shapes`, `queries`.
        home: folder that holds the releases.
        progress: follows the steps.
        jobs: how many checks may run at once.
        check: whether shapes and consistency are checked. Without, nothing is refused, and the release says
            that it was not checked.
        without: numbers of changesets that are left out.

    Raises:
        SourceError: a source, rule, shape or question cannot be read.
        ReleaseError: releases cannot be written below `home`.
    """
    steps = _Steps(progress or Lines())
    prepare(home)
    files = source_files.find(root, home)
    changes = changesets.read(home, without)
    with ExitStack() as stack:
        checks = stack.enter_context(Checks(jobs)) if check else None
        place = stack.enter_context(workplace(home, files))
        store = place.store
        first, second = shacl.in_stages(file.path for file in files if file.graph == "shapes")
        checking: list[Future[list[Finding]]] = []
        with steps("load"):
            source_files.load(files, store, steps.tell)
            _change(store, changes)
            questions = read_questions(root / "queries")
        if checks:
            checking.append(checks.submit(store, first))
        with steps("derive"):
            derivation.derive(store, steps.tell)
        with steps("infer"):
            inference.infer(store, steps.tell)
        if checks:
            checking.append(checks.submit(store, second))
        with steps("describe"):
            store.extend(describe_questions(questions))
            classes = statistics.per_class(store)
            store.extend(describe_dataset(store, [question.name for question in questions]))
            graphs = statistics.per_graph(store)
            fingerprint = content_hash(store, home, steps.tell)
        findings: list[Finding] = []
        if checks:
            with steps("check"):
                findings = check_consistency(store)
                findings = in_order([*findings, *(found for part in checking for found in part.result())])
        labels = labels_of(store, {finding.focus for finding in findings})
        if violations(findings):
            return Outcome(None, findings, labels)
        counts = Counter(finding.severity for finding in findings)
        release = Release(
            version=__version__,
            hash=fingerprint,
            sources=source_hash(root, home, without),
            built=datetime.now(UTC).isoformat(timespec="seconds"),
            statements=sum(graphs.values()),
            graphs=graphs,
            classes=classes,
            findings={severity: counts[severity] for severity in SEVERITIES} if check else {},
            seconds=steps.seconds,
            checked=check,
        )
        with steps("write"):
            beside = [text_index(partial(select, store))]
            if release.statements <= MOST_AT_BUILD:
                beside.append(dumps(store, release.hash))
            publish(
                home,
                store,
                release,
                on_disk=place.on_disk,
                tell=steps.tell,
                beside=beside,
                follow=[record_changes],
            )
    return Outcome(release, findings, labels)


def _change(store: Store, changes: Sequence[Changeset]) -> None:
    for number, quad in changesets.apply(store, changes):
        _log.warning("changeset %d takes away what the sources do not have: %s", number, quad)


class _Steps:
    """The steps of one build: how long each took, and who is told."""

    def __init__(self, progress: Progress) -> None:
        self.seconds: dict[str, float] = {}
        self.tell = progress.tell
        self._progress = progress

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        self._progress.begin(name)
        yield
        self.seconds[name] = round(time.perf_counter() - began, 3)
        self._progress.end(name, self.seconds[name])


def source_hash(root: Path, home: Path | None = None, without: Collection[int] = ()) -> str:
    """Return the SHA-256 over the places and bytes of source files and changesets and the software's version.

    It stands in `release.json`: whoever has the same sources can tell.
    """
    digest = hashlib.sha256(__version__.encode())
    files = [source.path for source in source_files.find(root, home)]
    for path in [*files, *sorted((root / "queries").glob("*.rq"))]:
        _add(digest, str(path.relative_to(root)) if path.is_relative_to(root) else path.name, path)
    for path in sorted(derivation.RULES.glob("*.rq")):
        _add(digest, path.name, path)
    left_out = {*without, *(changesets.aside(home) if home else ())}
    for path in sorted(changesets.folder_of(home).glob("[0-9]*.rdfp")) if home else []:
        if int(path.stem) not in left_out:
            _add(digest, path.name, path)
    return digest.hexdigest()


def _add(digest: "hashlib._Hash", name: str, path: Path) -> None:
    digest.update(f"{name}\0".encode())
    with path.open("rb") as file:
        while piece := file.read(2**20):
            digest.update(piece)
    digest.update(b"\0")
