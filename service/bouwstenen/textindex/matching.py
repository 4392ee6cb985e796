"""From what people type to a query: made of its words, never parsed, so that it cannot be wrong.

A word may be met in several ways, and the best one counts. Weights are whole numbers: their sums are exact,
so that equals stay equal. A name weighs more than another spelling, and that more than a text; within each
the word itself more than its stem, the beginning of a longer word, or a part of a compound; and whatever has
a typing mistake less than all that has none.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tantivy import Occur, Query, Searcher

from bouwstenen.textindex.documents import SCHEMA, WEIGHT, whole
from bouwstenen.textindex.words import is_stop_word, parts, stem, stems, words

__all__ = ["SHORTEST_PART", "Matching", "Wanted", "mistakes", "read"]

#: Characters that are read, and words that are looked for; nobody means more.
_READ, _WORDS = 1000, 12

#: What a word comes to where it stands: as it is, as its stem, as a beginning, in a compound.
_WAYS = {"name": (100, 90, 75, 60), "other": (55, 50, 42, 36), "text": (30, 28, 22, 18)}
#: The same with one mistake, and with two.
_MISTAKEN = {"name": (14, 9), "other": (12, 8), "text": (6, 4)}
#: The end of a compound that nobody wrote: what kind of thing it is.
_ENDING = {"name": 11, "other": 10, "text": 5}
#: What all that was typed adds for each word: as a name, as another spelling, as the beginning of a name.
_WHOLE = {"whole": 100, "whole_other": 60}
_BEGINS = 20
#: The most that a word can come to with all of that.
_MOST = 100 + 100 + _BEGINS
#: How much more a rare word weighs than one that is everywhere.
_RARE = 8

#: Letters from which a word may have one mistake, and two; letters beyond which it has none that we look for.
_ONE, _TWO, _NONE = 4, 8, 30
#: Words up to which a second mistake is looked for, and any in texts: with many there is less need, and it
#: takes its time.
_FEW = 4
#: Letters that a compound has before the word that it ends in, and that this has, at least.
SHORTEST_PART = 5
#: Letters from which a word may be the beginning of another; the last, which is being typed; with a mistake.
_BEGINNING, _LAST, _MISTAKEN_BEGINNING = 4, 1, 5


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for.

    Args:
        words: that count, each once.
        stops: stop words, where there are others.
        whole: all that was typed, as names are compared.
    """

    words: tuple[str, ...]
    stops: tuple[str, ...]
    whole: str


def read(text: str) -> Wanted:
    """Return what a text looks for. All but letters and digits only keeps words apart."""
    found = list(dict.fromkeys(words(text[:_READ])))
    counting = [word for word in found if not is_stop_word(word)] or found
    stops = [word for word in found if word not in counting]
    return Wanted(tuple(counting[:_WORDS]), tuple(stops[:_WORDS]), whole(text[:_READ]))


def mistakes(word: str) -> int:
    """Return how many typing mistakes a word may have: letters left out, added, changed, or two in turn."""
    if not _ONE <= len(word) <= _NONE or any(letter.isdigit() for letter in word):
        return 0
    return 2 if len(word) >= _TWO else 1


class Matching:
    """The ways in which the words of a text may be met in an index.

    Args:
        searcher: of the index; it knows which words there are.
        wanted: what is looked for.
        fields: where: some of "name", "other", "text".
    """

    def __init__(
        self, searcher: Searcher, wanted: Wanted, fields: Sequence[str] = ("name", "other", "text")
    ) -> None:
        self._searcher = searcher
        self._wanted = wanted
        self._fields = fields

    @cached_property
    def factors(self) -> list[int]:
        """How much each word weighs: from 1 for one that is everywhere to eight times that."""
        everything = math.log(self._searcher.num_docs + 1) or 1
        factors = []
        for word in self._wanted.words:
            count = max(self._count(f"{field}_stem", stem(word)) for field in self._fields)
            factors.append(1 + round((_RARE - 1) * (1 - math.log(count + 1) / everything)))
        return factors

    @property
    def most(self) -> float:
        """The most that something can come to."""
        return _MOST * WEIGHT * sum(self.factors)

    @cached_property
    def knows(self) -> bool:
        """Whether any of the words stands in a name, so that being lenient with it makes a difference."""
        given = self._wanted.words
        return any(self._is_known(word, last=word is given[-1]) for word in given)

    @cached_property
    def met(self) -> list[int]:
        """The numbers of the words that something meets, be it by mistake."""
        return [
            number
            for number in range(len(self._wanted.words))
            if self._searcher.search(self._best(number, lenient=True), 1, count=False).hits
        ]

    def query(
        self,
        least: int,
        kinds: Sequence[str] = (),
        *,
        lenient: bool = False,
        among: Sequence[int] | None = None,
    ) -> Query:
        """Return the query for things that meet at least so many of the words.

        Args:
            least: how many.
            kinds: local names of classes, one of which a thing must have; none for any.
            lenient: whether a word that stands in some name may be a mistake as well.
            among: the numbers of the words that count; None for all.
        """
        wanted, factors = self._wanted, self.factors
        numbers = range(len(factors)) if among is None else among
        met = [(Occur.Should, self._best(number, lenient=lenient)) for number in numbers]
        clauses = [(Occur.Must, Query.boolean_query(met, minimum_number_should_match=least))]
        if kinds:
            clauses.append((Occur.Must, _const(Query.term_set_query(SCHEMA, "kind", list(kinds)), 0)))
        for field, weight in _WHOLE.items():
            clauses.append((Occur.Should, _const(_term(field, wanted.whole), weight * sum(factors))))
        begins = _const(_beginning("whole", wanted.whole), _BEGINS * sum(factors))
        clauses.append((Occur.Should, begins))
        clauses += [(Occur.Should, _const(_term("name", word), 1)) for word in wanted.stops]
        return Query.boolean_query(clauses)

    def _best(self, number: int, *, lenient: bool) -> Query:
        """The query for one word: whatever is the best of its ways."""
        word, factor = self._wanted.words[number], self.factors[number]
        last = number == len(self._wanted.words) - 1
        ways = list(self._ways(word, last=last))
        for joined in self._joined(number):
            ways += [(_WAYS[field][3], _term(field, joined)) for field in self._fields]
        if lenient or not self._is_known(word, last=last):
            ways += [*self._mistaken(word, last=last), *self._endings(word)]
        if not ways:
            return Query.empty_query()
        return Query.disjunction_max_query([_const(query, weight * factor) for weight, query in ways])

    def _ways(self, word: str, *, last: bool) -> Iterator[tuple[int, Query]]:
        forms = sorted(stems(word))
        begins = len(word) >= (_LAST if last else _BEGINNING)
        for field in self._fields:
            as_it_is, as_stem, as_beginning, in_compound = _WAYS[field]
            if self._count(field, word):
                yield as_it_is, _term(field, word)
            for form in forms:
                if self._count(f"{field}_stem", form):
                    yield as_stem, _term(f"{field}_stem", form)
            if begins:
                yield as_beginning, _beginning(field, word)
            if field == "name" and self._count("part", stem(word)):
                yield in_compound, _term("part", stem(word))
            for pair in parts(word, self._stands_alone):
                both = [(Occur.Must, self._part(field, stem(part))) for part in pair]
                yield in_compound, Query.boolean_query(both)

    def _part(self, field: str, form: str) -> Query:
        if field != "name":
            return _term(f"{field}_stem", form)
        return Query.disjunction_max_query([_term("name_stem", form), _term("part", form)])

    def _mistaken(self, word: str, *, last: bool) -> Iterator[tuple[int, Query]]:
        few = len(self._wanted.words) <= _FEW
        most = mistakes(word) if few else min(mistakes(word), 1)
        for distance in range(1, most + 1):
            for field in self._fields if few else ("name", "other"):
                weight = _MISTAKEN[field][distance - 1]
                yield weight, _fuzzy(field, word, distance)
                if last and distance == 1 and len(word) >= _MISTAKEN_BEGINNING:
                    yield weight - 2, _fuzzy(field, word, distance, begins=True)

    def _endings(self, word: str) -> Iterator[tuple[int, Query]]:
        """The longest word that this one ends in."""
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            if self._stands_alone(word[cut:]):
                for field in self._fields:
                    yield _ENDING[field], self._part(field, stem(word[cut:]))
                return

    def _joined(self, number: int) -> Iterator[str]:
        """The word with the one before it or after it, where those are one word somewhere."""
        given = self._wanted.words
        for first in (number - 1, number):
            if 0 <= first < len(given) - 1:
                joined = given[first] + given[first + 1]
                if self._stands_alone(joined):
                    yield joined

    def _is_known(self, word: str, *, last: bool) -> bool:
        """Whether a word stands in a name or another spelling: then it is taken as it was typed."""
        for field in ("name", "other"):
            if self._count(field, word) or any(self._count(f"{field}_stem", form) for form in stems(word)):
                return True
            if last and self._searcher.terms_with_prefix(field, word, limit=1):
                return True
        return bool(self._count("part", stem(word)))

    def _stands_alone(self, word: str) -> bool:
        return not is_stop_word(word) and any(self._count(field, word) for field in self._fields)

    def _count(self, field: str, word: str) -> int:
        return self._searcher.doc_freq(field, word)


def _term(field: str, text: str) -> Query:
    return Query.term_query(SCHEMA, field, text, index_option="basic")


def _beginning(field: str, text: str) -> Query:
    return _fuzzy(field, text, 0, begins=True)


def _fuzzy(field: str, text: str, distance: int, *, begins: bool = False) -> Query:
    return Query.fuzzy_term_query(SCHEMA, field, text, distance, transposition_cost_one=True, prefix=begins)


def _const(query: Query, score: int) -> Query:
    return Query.const_score_query(query, float(score))
