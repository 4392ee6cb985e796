"""Build a release: load, check, derive, infer, check again, describe, write.

What is claimed is checked as it stands in the sources; what follows from it after derivation and inference
(`validation.shacl.in_stages` tells which shapes are which). The two checks run side by side in processes.
"""

import hashlib
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from bouwstenen import __version__
from bouwstenen.graph import derivation, inference, statistics
from bouwstenen.graph import sources as source_files
from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.release import Release, prepare, publish
from bouwstenen.library.question import read_questions
from bouwstenen.publishing.dataset import describe_dataset
from bouwstenen.publishing.questions import describe_questions
from bouwstenen.store.labels import labels_of
from bouwstenen.validation import shacl
from bouwstenen.validation.consistency import check_consistency
from bouwstenen.validation.findings import SEVERITIES, Finding, in_order, violations

__all__ = ["Outcome", "assemble", "build", "source_hash"]

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """What a build came to: the release it published, or None when violations stopped it."""

    release: Release | None
    findings: list[Finding]
    labels: dict[str, str]


def assemble(root: Path) -> Store:
    """Return the graph of the sources below `root`, with all that is derived and inferred, unchecked.

    Raises:
        SourceError: a source cannot be read.
    """
    store = source_files.load(source_files.find(root))
    derivation.derive(store)
    inference.infer(store)
    return store


def build(root: Path, home: Path, progress: Progress = lambda _: None, jobs: int = 2) -> Outcome:
    """Build the sources below `root` into a release below `home`.

    A build with violations publishes nothing and leaves the current release alone.

    Args:
        root: folder with `ontology`, `data`, `shapes`, `queries`.
        home: folder that holds the releases.
        progress: told what happens, one line a step.
        jobs: how many checks may run at once.

    Raises:
        SourceError: a source, rule, shape or question cannot be read.
        ReleaseError: releases cannot be written below `home`.
    """
    seconds: dict[str, float] = {}

    @contextmanager
    def step(name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        seconds[name] = round(time.perf_counter() - began, 3)
        progress(f"{name:<10} {seconds[name]:6.2f} s")

    prepare(home)
    # spawn, not fork: pyoxigraph has threads of its own, and a forked copy of them may hang
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_leave_interrupts_to_parent) as pool:
        for _ in range(jobs):
            pool.submit(_wake)
        with step("load"):
            files = source_files.find(root)
            store = source_files.load(files)
            questions = read_questions(root / "queries")
        claimed, following = shacl.in_stages(file.path for file in files if file.graph == "shapes")
        first = _submit(pool, store, claimed)
        with step("derive"):
            derivation.derive(store)
        with step("infer"):
            inference.infer(store)
            clashes = check_consistency(store)
        second = _submit(pool, store, following)
        with step("describe"):
            store.extend(describe_questions(questions))
            graphs, classes = statistics.per_graph(store), statistics.per_class(store)
            store.extend(describe_dataset(__version__, graphs, classes))
            fingerprint = content_hash(store)
        with step("check"):
            findings = in_order([*clashes, *first.result(), *second.result()])
    labels = labels_of(store, {finding.focus for finding in findings})
    if violations(findings):
        return Outcome(None, findings, labels)
    counts = Counter(finding.severity for finding in findings)
    release = Release(
        version=__version__,
        hash=fingerprint,
        sources=source_hash(root),
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        statements=len(store),
        graphs=statistics.per_graph(store),
        classes=classes,
        findings={severity: counts[severity] for severity in SEVERITIES},
        seconds=seconds,
    )
    with step("write"):
        publish(home, store, release)
    return Outcome(release, findings, labels)


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _wake() -> None:
    """Let a process start, and import what it needs, while the sources are loaded."""


def _submit(pool: ProcessPoolExecutor, store: Store, shapes: list[Path]) -> "Future[list[Finding]]":
    # N-Quads keep each graph's blank nodes apart; dumping them takes a fraction of what the check takes
    return pool.submit(_check, store.dump(format=RdfFormat.N_QUADS) or b"", shapes)


def _check(quads: bytes, shapes: list[Path]) -> list[Finding]:
    store = Store()
    store.bulk_load(quads, format=RdfFormat.N_QUADS)
    return shacl.check(shacl.to_graph(store), shacl.read_shapes(shapes))


def source_hash(root: Path) -> str:
    """Return the SHA-256 over the source files' places and bytes and the software's version.

    It stands in `release.json`: whoever has the same sources can tell.
    """
    digest = hashlib.sha256(__version__.encode())
    files = [source.path for source in source_files.find(root)] + sorted((root / "queries").glob("*.rq"))
    for path in files:
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    for path in sorted(derivation.RULES.glob("*.rq")):
        digest.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()
