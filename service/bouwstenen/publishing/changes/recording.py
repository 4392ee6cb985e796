"""Record what changed with a publication, while it is published."""

import gzip
import io
import json
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from pyoxigraph import Store

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.history import Entry, history
from bouwstenen.publishing.changes.comparison import KINDS, Change, compare
from bouwstenen.publishing.changes.description import Description, descriptions
from bouwstenen.publishing.changes.facts import facts_of, graph_of, mentioned, names_of
from bouwstenen.publishing.changes.recorded import FOLDER, PAGE, Summary, lines_of, summary

__all__ = ["record_changes", "record_loss"]

_log = logging.getLogger(__name__)

#: How much later a publication is than the one before, at least: clocks are set back, builds take no second.
_TICK = timedelta(seconds=1)


def record_changes(draft: Path, entry: Entry, new: Path, old: Path | None) -> None:
    """Write what changed with a publication into its folder (a `graph.history.Follow`).

    It is compared with the last publication whose changes were recorded, so that the stream has no gap. Where
    that release is gone or damaged, its state is what the stream says.

    Args:
        draft: the folder, below that of the history.
        entry: the publication.
        new: folder of its release.
        old: folder of the release before; its place tells where others are.

    Raises:
        ReleaseError: the new release, or what was recorded before, cannot be read.
        OSError: it cannot be written.
    """
    del old
    past = [each for each in history(draft.parent.parent) if each.number < entry.number]
    known = [(each, found) for each in past if (found := _known(draft.parent / f"{each.number:06}"))]
    since, last = known[-1] if known else (None, None)
    before = [draft.parent / f"{each.number:06}" for each, found in known if not found.lost]
    with ExitStack() as stack:
        store = _open(new)
        prior = _opened(new.parent / since.hash) if since and _follow(known) else None
        state: Iterable[Description] = _state(before) if prior is None else ()
        if prior is not None:
            state = stack.enter_context(descriptions(prior, draft))
        fresh = stack.enter_context(descriptions(store, draft))
        stores = [store] if prior is None else [store, prior]
        writer = _Writer(draft / FOLDER, stores)
        for change in compare(state, fresh):
            writer.add(change)
        writer.close(_time(entry.published, last), since.number if since else None)


def record_loss(draft: Path, entry: Entry) -> None:
    """Write into its folder that what changed with a publication is not known any more; see `Summary.lost`.

    Raises:
        OSError: it cannot be written.
    """
    past = [each for each in history(draft.parent.parent) if each.number < entry.number]
    known = [(each, found) for each in past if (found := _known(draft.parent / f"{each.number:06}"))]
    since, last = known[-1] if known else (None, None)
    writer = _Writer(draft / FOLDER, [])
    writer.close(_time(entry.published, last), since.number if since else None, lost=True)


def _open(folder: Path) -> Store:
    try:
        return Store.read_only(str(folder / "store"))
    except (OSError, RuntimeError) as error:  # RuntimeError: "Corruption: …"
        raise ReleaseError(f"the release just written cannot be read: {error}.", where=str(folder)) from error


def _known(folder: Path) -> Summary | None:
    try:
        return summary(folder)
    except ReleaseError as error:
        _log.warning("what changed once is passed over, since it cannot be read: %s", error)
        return None


def _follow(known: list[tuple[Entry, Summary]]) -> bool:
    """Whether each was compared with the one before it: else the stream lacks what lay between."""
    numbers = [None, *(entry.number for entry, _ in known)]
    return all(
        found.since == number and not found.lost for number, (_, found) in zip(numbers, known, strict=False)
    )


def _opened(folder: Path) -> Store | None:
    """A release that may be gone; one that opens is also read to its end, for damage shows late."""
    try:
        store = Store.read_only(str(folder / "store"))
        described = json.loads((folder / "release.json").read_text(encoding="utf-8"))
        return store if len(store) == described["statements"] else None
    except (OSError, RuntimeError, ValueError, KeyError):
        return None


def _state(folders: Iterable[Path]) -> list[Description]:
    """What the stream says there is: of each resource its last version, as far as that can be read."""
    last: dict[str, tuple[str, ...]] = {}
    for folder in folders:
        try:
            for member in lines_of(folder):
                last[member.iri] = member.lines
        except ReleaseError as error:
            _log.warning("what changed once is passed over, since it cannot be read: %s", error)
    found = [Description(iri, lines) for iri, lines in last.items() if lines]
    return sorted(found, key=lambda description: f"{description.iri}>")


def _time(published: str, last: Summary | None) -> str:
    try:
        moment = datetime.fromisoformat(published).astimezone(UTC)
    except ValueError:
        moment = datetime.now(UTC)
    if last is not None:
        moment = max(moment, last.moment + _TICK)
    # whole seconds: in canonical form, so that even texts of them sort as they should
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


class _Writer:
    """Writes changes as they come, counts them, and looks up the names they need."""

    def __init__(self, folder: Path, stores: list[Store]) -> None:
        self._folder = folder
        self._stores = stores
        self._kinds: Counter[str] = Counter()
        self._classes: dict[str, Counter[str]] = defaultdict(Counter)
        self._graphs: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        self._mentioned: set[str] = set()
        self._page: list[Any] = []
        self._parts = 0
        folder.mkdir()
        self._stack = ExitStack()
        self._index = self._stack.enter_context(_zipped(folder / "index.jsonl.gz"))

    def add(self, change: Change) -> None:
        facts = facts_of(change)
        listed = change.added if change.kind == "updated" else ()
        row = (change.kind, change.iri, facts.types, facts.label, facts.about, change.removed, listed)
        _line(self._index, row)
        self._count(change, facts.types)
        self._mentioned.update(facts.types)
        if facts.about:
            self._mentioned.add(facts.about)
        if change.kind == "updated":
            self._mentioned.update(mentioned([*change.removed, *change.added]))
        self._page.append((change.kind, change.iri, change.lines))
        if len(self._page) == PAGE:
            self._turn()

    def _count(self, change: Change, types: tuple[str, ...]) -> None:
        self._kinds[change.kind] += 1
        self._classes[types[0] if types else ""][change.kind] += 1
        for place, lines in enumerate((change.added, change.removed)):
            for line in lines:
                self._graphs[graph_of(line)][place] += 1

    def _turn(self) -> None:
        self._parts += 1
        with _zipped(self._folder / f"{self._parts:04}.jsonl.gz") as file:
            for row in self._page:
                _line(file, row)
        self._page.clear()

    def close(self, time: str, since: int | None, *, lost: bool = False) -> None:
        if self._page:
            self._turn()
        self._stack.close()
        self._mentioned.update(self._graphs)
        with _zipped(self._folder / "labels.json.gz") as file:
            _line(file, names_of(self._stores, sorted(self._mentioned)))
        written = Summary(
            time=time,
            since=since,
            counts={kind: self._kinds[kind] for kind in KINDS},
            added=sum(counts[0] for counts in self._graphs.values()),
            removed=sum(counts[1] for counts in self._graphs.values()),
            classes={name: dict(counts) for name, counts in sorted(self._classes.items())},
            graphs=dict(sorted(self._graphs.items())),
            lost=lost,
        )
        text = json.dumps(vars(written), indent=2, ensure_ascii=False)
        (self._folder / "summary.json").write_text(text + "\n", encoding="utf-8")


def _line(file: TextIO, row: object) -> None:
    file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


@contextmanager
def _zipped(path: Path) -> Iterator[TextIO]:
    """A text file, compressed, that depends on nothing but what is written."""
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8") as file,
    ):
        yield file
