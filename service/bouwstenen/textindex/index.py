"""The text index of a release: search, suggestions while somebody types, hits for the question `search`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz.distance import OSA
from tantivy import Document, Index, Query

from bouwstenen.namespaces import ID
from bouwstenen.textindex.entries import Entry
from bouwstenen.textindex.files import build_in_memory
from bouwstenen.textindex.matching import SHORTEST_PART, Matching, Wanted, mistakes, read
from bouwstenen.textindex.words import stem, stems

__all__ = ["Hit", "Hits", "TextIndex"]

#: Characters that the rows of a query may have in all, and what stands in a row around text and IRI.
_ROOM, _AROUND = 60_000, 40


@dataclass(frozen=True)
class Hit:
    """A thing that was found.

    Args:
        iri: which.
        label: its name in our language fallback.
        kind: local name of its most specific class.
        score: how well it fits, above 0 and up to 1; comparable within one answer.
        matched: where what was looked for stands: "label", "spelling" or "description".
    """

    iri: str
    label: str
    kind: str
    score: float
    matched: str


class Hits(list[Hit]):
    """Some of the things that were found, the best first.

    Args:
        hits: these.
        total: how many there are in all.
    """

    def __init__(self, hits: Iterable[Hit] = (), total: int = 0) -> None:
        super().__init__(hits)
        self.total = total


class TextIndex:
    """What a release holds, by its words. It may be asked from several threads at once.

    Args:
        index: what `files` opened or built.
    """

    def __init__(self, index: Index) -> None:
        # its searcher is of one moment: a release has no other
        self._searcher = index.searcher()

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "TextIndex":
        """Return an index of `entries`, in memory."""
        return cls(build_in_memory(entries))

    def __len__(self) -> int:
        return self._searcher.num_docs

    def search(
        self, text: str, *, kinds: Iterable[str] | None = None, limit: int = 20, offset: int = 0
    ) -> Hits:
        """Return the things that fit a text: those that meet all of its words; else half of them; else any.

        Ordered by score, then label, then IRI. No text is wrong: what has no word finds nothing.

        Args:
            text: words, or part of one, or an IRI of ours.
            kinds: local names of classes, one of which a thing must have; None for any.
            limit: how many at most.
            offset: how many of the best to leave out.

        Raises:
            ValueError: `limit` or `offset` is below 0.
        """
        wanted = read(_expanded(text))
        chosen = None if kinds is None else sorted(set(kinds))
        if chosen == []:
            return Hits()
        matching = Matching(self._searcher, wanted)
        number = len(wanted.words)
        if not number:
            return Hits()
        for lenient in (False, True) if matching.knows else (True,):
            query = matching.query(number, chosen or (), lenient=lenient)
            found = self._found(query, wanted, matching, limit, offset)
            if found.total:
                return found
        for least in dict.fromkeys(((number + 1) // 2, 1)):
            if least <= len(matching.met) and least < number:
                query = matching.query(least, chosen or (), lenient=True, among=matching.met)
                found = self._found(query, wanted, matching, limit, offset)
                if found.total:
                    return found
        return Hits()

    def suggest(self, text: str, limit: int = 10) -> Hits:
        """Return things with a name in which all words of a text stand, the last of them perhaps just begun.

        Args:
            text: what somebody has typed so far.
            limit: how many at most.

        Raises:
            ValueError: `limit` is below 0.
        """
        wanted = read(text)
        if not wanted.words:
            return Hits()
        matching = Matching(self._searcher, wanted, ("name", "other"))
        for lenient in (False, True):
            found = self._found(
                matching.query(len(wanted.words), lenient=lenient), wanted, matching, limit, 0
            )
            if found.total:
                break
        return found

    def hits(
        self, text: str, limit: int = 300, *, kinds: Iterable[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return IRI and score of the things that fit a text, as the question `search` takes them.

        Each becomes a row of a query, beside the text: of a very long text there are fewer than `limit`.
        """
        found = [(hit.iri, hit.score) for hit in self.search(text, kinds=kinds, limit=limit)]
        lengths = accumulate(2 * len(text) + len(iri) + _AROUND for iri, _ in found)
        return [hit for hit, length in zip(found, lengths, strict=True) if length <= _ROOM]

    def _found(self, query: Query, wanted: Wanted, matching: Matching, limit: int, offset: int) -> Hits:
        if limit < 0 or offset < 0:
            raise ValueError("limit and offset are 0 or more")
        # tantivy wants to find one at least
        result = self._searcher.search(query, max(limit, 1), offset=offset, weight_by_field="weight")
        hits = [
            self._hit(score / matching.most, self._searcher.doc(address), wanted)
            for score, address in result.hits[:limit]
        ]
        return Hits(hits, result.count)  # type: ignore[attr-defined]  # its stubs forgot it

    def _hit(self, score: float, document: Document, wanted: Wanted) -> Hit:
        iri, label, kind = (str(document.get_first(field)) for field in ("iri", "label", "shown"))
        return Hit(iri, label, kind, round(score, 4), _matched(document, wanted.words))


def _expanded(text: str) -> str:
    """A text; of an IRI of ours, whole or with its prefix, the last part."""
    bare = text.strip().removeprefix("<").removesuffix(">")
    return bare.rpartition("/")[2] if bare.startswith((ID, "id:")) else text


def _matched(document: Document, words: Sequence[str]) -> str:
    for field, name in (("name", "label"), ("other", "spelling")):
        there = str(document.get_first(field)).split()
        if any(_stands(word, there) for word in words):
            return name
    compounds = set(str(document.get_first("part")).split())
    return "label" if any(stem(word) in compounds for word in words) else "description"


def _stands(word: str, there: Sequence[str]) -> bool:
    """Whether a word stands among others, in a way in which the index looks for it."""
    forms, most = stems(word), mistakes(word)
    return any(
        each.startswith(word)
        or (len(each) >= SHORTEST_PART and word.endswith(each))
        or not forms.isdisjoint(stems(each))
        or any(OSA.distance(word, begun, score_cutoff=most) <= most for begun in (each, each[: len(word)]))
        for each in there
    )
