"""Search among many things, beside a filter in SPARQL and SQLite's full-text search over the same things.

In:  the real sources, and how many things there are to be.
Out: how long it takes to build the index and to ask it each kind of question; how much room it needs.

The things have names, spellings and descriptions of the words of the real ones, and of compounds of these:
the n-th word comes 1/n times as often as the first. Questions are made of what the things are called; “the
worst” is twelve long words that nobody wrote. The peers look for the same texts in the same names, spellings
and descriptions, and know neither stems nor mistakes: only questions of one or two words are asked of them.
"""

import itertools
import math
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from pyoxigraph import Literal, NamedNode, Quad, Store
from rich.console import Console
from rich.table import Table

from bench.figures import Mark, percentile, ratio
from bench.report import print_marks
from bench.weighing import Weight, apart, weighed
from bouwstenen.build import assemble
from bouwstenen.namespaces import BM, ID, PREFIXES, RDF_TYPE, graph_iri
from bouwstenen.solutions import select
from bouwstenen.textindex.entries import read_entries
from bouwstenen.textindex.files import open_folder, write_folder
from bouwstenen.textindex.index import TextIndex
from bouwstenen.textindex.words import words

__all__ = ["Measured", "compare", "marks", "measure", "things"]

#: Different words that there are, and of how many each kind of text is made.
_VOCABULARY = 30_000
_NAME, _TEXT = (2, 6), (12, 30)
#: What share of the things has another spelling, and a name in English.
_SPELLINGS, _ENGLISH = 0.3, 0.3
_CLASSES = ("Intervention", "ProtectiveFactor", "RiskFactor", "Organisation", "Source")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: Questions of each kind, and what is seen of an answer.
_QUESTIONS, _SHOWN = 100, 20
#: Questions that the filter in SPARQL gets: it takes a thousand times as long.
_FEW = 5

_FILTER = """SELECT DISTINCT ?thing WHERE {{
  ?thing rdfs:label|skos:altLabel|dcterms:description ?text
  {filters}
}} LIMIT {limit}"""


@dataclass
class Measured:
    """What was measured.

    Args:
        things: how many there were.
        built: what it took to read the things from their store and write the index.
        size: bytes of the index on disk.
        opening: what it took to open it.
        held: bytes that the process held more after the index was opened and asked.
        ours: milliseconds of each question, by kind.
        peers: the same of the peers, by their name.
    """

    things: int
    built: Weight
    size: int = 0
    opening: float = 0.0
    held: int = 0
    ours: dict[str, list[float]] = field(default_factory=dict)
    peers: dict[str, dict[str, list[float]]] = field(default_factory=dict)

    @property
    def all(self) -> list[float]:
        """Milliseconds of all our questions."""
        return [value for values in self.ours.values() for value in values]


def compare(root: Path, console: Console, work: Path, sizes: Sequence[int]) -> None:
    """Measure search among so many things and print it beside the peers; scratch files go below `work`."""
    work.mkdir(parents=True, exist_ok=True)
    results = []
    for size in sizes:
        console.print(f"[dim]search among {size:,} things[/dim]")
        results.append(apart(measure, root, work, size))
    for measured in results:
        console.print(_table(measured))
    print_marks(console, marks(results[-1]))


def marks(measured: Measured) -> list[Mark]:
    """Return what search should come to beside what it did."""

    def beside(peer: str) -> float:
        theirs = measured.peers[peer]
        ours = [value for kind in theirs for value in measured.ours[kind]]
        return ratio(
            percentile([value for values in theirs.values() for value in values], 0.5), percentile(ours, 0.5)
        )

    name = f"search, {measured.things:,} things"
    return [
        Mark(f"{name}: p99", percentile(measured.all, 0.99), 50, at_least=False, unit="ms"),
        Mark(f"{name}: time of a filter in SPARQL / ours", beside("SPARQL filter"), 50),
        Mark(f"{name}: time of SQLite FTS5 (trigrams) / ours", beside("SQLite FTS5"), 1),
    ]


def things(root: Path, number: int, seed: int = 1) -> Iterator[Quad]:
    """Yield a graph of `number` things with names and texts, the same for the same arguments."""
    random = Random(seed)  # noqa: S311 - a bench, not a secret
    draw = _drawing(root, random)
    graph, is_a = NamedNode(graph_iri("search")), NamedNode(RDF_TYPE)
    label, other, text = (
        NamedNode(PREFIXES[prefix] + name)
        for prefix, name in (("rdfs", "label"), ("skos", "altLabel"), ("dcterms", "description"))
    )
    for name in _CLASSES:
        yield Quad(NamedNode(BM + name), is_a, NamedNode(f"{PREFIXES['owl']}Class"), graph)
    for count in range(number):
        thing = NamedNode(f"{ID}thing/{count}")
        yield Quad(thing, is_a, NamedNode(BM + _CLASSES[count % len(_CLASSES)]), graph)
        yield Quad(thing, label, Literal(draw(*_NAME).capitalize(), language="nl"), graph)
        yield Quad(thing, text, Literal(f"{draw(*_TEXT)}.", language="nl"), graph)
        if random.random() < _ENGLISH:
            yield Quad(thing, label, Literal(draw(*_NAME), language="en"), graph)
        if random.random() < _SPELLINGS:
            yield Quad(thing, other, Literal(draw(*_NAME), language="nl"), graph)


def _drawing(root: Path, random: Random) -> Callable[[int, int], str]:
    """A function that draws a text of at least so many and at most so many words."""
    counts: dict[str, int] = {}
    for entry in read_entries(partial(select, assemble(root))):
        for text in (*entry.names, *entry.spellings, *entry.texts):
            for word in words(text.value):
                counts[word] = counts.get(word, 0) + 1
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    parts = [word for word in ranked if len(word) > 3 and word.isalpha()]
    while len(ranked) < _VOCABULARY:
        ranked.append(random.choice(parts) + random.choice(parts))
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(ranked) + 1)))

    def draw(least: int, most: int) -> str:
        return " ".join(random.choices(ranked, cum_weights=weights, k=random.randint(least, most)))

    return draw


def measure(root: Path, work: Path, number: int) -> Measured:
    """Return what search among `number` things takes, ours and the peers’; scratch files go below `work`."""
    store = Store()
    store.bulk_extend(things(root, number))
    with TemporaryDirectory(dir=work) as scratch:
        folder = Path(scratch) / "index"
        with weighed() as built:
            write_folder(folder, read_entries(partial(select, store)))
        size = sum(path.stat().st_size for path in folder.iterdir())
        measured = Measured(number, built, size)
        questions = _questions(store)
        measured.opening, measured.held, measured.ours = apart(_ask, folder, questions)
    plain = {kind: questions[kind] for kind in ("a word", "two words")}
    measured.peers["SPARQL filter"] = _timed(partial(_filtered, store), plain, _FEW)
    with closing(_full_text(store)) as database:
        measured.peers["SQLite FTS5"] = _timed(partial(_matched, database), plain)
    return measured


def _ask(folder: Path, questions: dict[str, list[str]]) -> tuple[float, int, dict[str, list[float]]]:
    """In a process of its own: open the index, ask it everything, see what memory that took."""
    before = _resident()
    began = time.perf_counter()
    index = TextIndex(open_folder(folder))
    opening = time.perf_counter() - began
    timed = _timed(lambda text: index.search(text, limit=_SHOWN).total, questions)
    timed["suggestion"] = _timed(lambda text: len(index.suggest(text)), questions)["a beginning"]
    return opening, _resident() - before, timed


def _questions(store: Store) -> dict[str, list[str]]:
    """Questions by kind, of what the things are called."""
    random = Random(2)  # noqa: S311 - a bench, not a secret
    rows = select(store, "SELECT ?name ?text { ?x rdfs:label ?name ; dcterms:description ?text } ORDER BY ?x")
    drawn = random.sample([(row["name"].value, row["text"].value) for row in rows], _QUESTIONS)
    asked: dict[str, list[str]] = {}
    for name, text in drawn:
        long = sorted(words(name), key=len)[-1]
        mistaken = _mistaken(long, random)
        for kind, question in (
            ("a word", long),
            ("two words", " ".join(words(name)[:2])),
            ("a name", name),
            ("a word of a description", random.choice(words(text))),
            ("a mistake", mistaken),
            ("two mistakes", _mistaken(mistaken, random)),
            ("a name with a mistake", name.lower().replace(long, mistaken)),
            ("a beginning", long[:4]),
            ("two letters", long[:2]),
            ("a sentence", " ".join([*words(text)[:12], long])),
            ("nothing there is", _mistaken(long[::-1], random)),
            ("the worst", " ".join("".join(random.choices(_LETTERS, k=30)) for _ in range(12))),
        ):
            asked.setdefault(kind, []).append(question)
    return asked


def _mistaken(word: str, random: Random) -> str:
    place = random.randrange(len(word))
    match random.randrange(4):
        case 0:
            return word[:place] + word[place + 1 :]
        case 1:
            return word[:place] + random.choice(_LETTERS) + word[place:]
        case 2:
            return word[:place] + random.choice(_LETTERS) + word[place + 1 :]
        case _:
            return word[:place] + word[place + 1 : place + 2] + word[place : place + 1] + word[place + 2 :]


def _timed(
    ask: Callable[[str], object], questions: dict[str, list[str]], most: int = _QUESTIONS
) -> dict[str, list[float]]:
    """Milliseconds of each question, after each kind has been asked once."""
    timed: dict[str, list[float]] = {}
    for kind, texts in questions.items():
        ask(texts[0])
        for text in texts[:most]:
            began = time.perf_counter()
            ask(text)
            timed.setdefault(kind, []).append((time.perf_counter() - began) * 1000)
    return timed


def _filtered(store: Store, text: str) -> int:
    filters = " ".join(f"FILTER(CONTAINS(LCASE(STR(?text)), {Literal(word)}))" for word in text.split())
    return len(list(select(store, _FILTER.format(filters=filters, limit=_SHOWN))))


def _full_text(store: Store) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE things USING fts5(text, tokenize = 'trigram')")
    rows = select(store, "SELECT ?t { ?x rdfs:label|skos:altLabel|dcterms:description ?t }")
    database.executemany("INSERT INTO things VALUES (?)", ((row["t"].value,) for row in rows))
    return database


def _matched(database: sqlite3.Connection, text: str) -> int:
    # trigrams find nothing shorter
    wanted = " ".join(f'"{word}"' for word in text.split() if len(word) > 2) or '""'
    query = "SELECT rowid FROM things WHERE things MATCH ? ORDER BY rank LIMIT ?"
    return len(database.execute(query, (wanted, _SHOWN)).fetchall())


def _resident() -> int:
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


def _table(measured: Measured) -> Table:
    built = (
        f"built in {measured.built.seconds:.1f} s (at most {measured.built.peak / 2**20:,.0f} MiB, the graph "
        f"included), {measured.size / 2**20:.1f} MiB on disk, opened in {measured.opening * 1000:.0f} ms, "
        f"{measured.held / 2**20:.0f} MiB more in memory when asked"
    )
    table = Table("question", title=f"search among {measured.things:,} things: ms", caption=built)
    for heading in ("p50", "p99", "most", *(f"{peer}: p50" for peer in measured.peers)):
        table.add_column(heading, justify="right")
    for kind, values in (*measured.ours.items(), ("all", measured.all)):
        theirs = [percentile(times.get(kind, []), 0.5) for times in measured.peers.values()]
        table.add_row(
            kind,
            *(f"{value:,.2f}" for value in (percentile(values, 0.5), percentile(values, 0.99), max(values))),
            *("" if math.isnan(value) else f"{value:,.2f}" for value in theirs),
        )
    return table


if __name__ == "__main__":
    top = Path(__file__).resolve().parent.parent
    compare(top, Console(), top / ".bouwstenen" / "bench", (10_000, 100_000))
