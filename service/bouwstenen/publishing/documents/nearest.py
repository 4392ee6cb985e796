"""What somebody may have meant who asked for a thing that does not exist."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock

from rapidfuzz import fuzz, process

from bouwstenen.namespaces import BASE
from bouwstenen.store.interface import QueryStore, select

__all__ = ["Nearest"]

_KNOWN = f'SELECT DISTINCT ?x WHERE {{ ?x a ?class FILTER(STRSTARTS(STR(?x), "{BASE}")) }}'

#: Releases of which the names are kept.
_KEPT = 2
#: How alike two names must be, of 100: of the same class, and of any.
_ALIKE, _VERY_ALIKE = 60.0, 80.0
#: Things of a class that are all told to whoever names none of them.
_FEW = 12


class Nearest:
    """Finds what is called nearly the same; keeps what there is in the releases that were asked last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, list[str]] = OrderedDict()
        self._lock = Lock()

    def find(
        self, store: QueryStore, release: str, path: str, also: Iterable[str] = (), count: int = 3
    ) -> list[str]:
        """Return the IRIs of the things called most like the last part of `path`.

        Of a class with few things those are all told. Else those of the same class come first, then those of
        any other that are called very much like it.

        Args:
            store: where the release is queried.
            release: its hash.
            path: what was asked for, below our base: `id/trede/33`.
            also: paths below our base of what has no class there.
            count: how many at most, of a class with more.
        """
        known = [*self._known(store, release), *also]
        within, _, wanted = path.rpartition("/")
        names = {other: other.rpartition("/")[2] for other in known}
        same = {other: name for other, name in names.items() if other.rpartition("/")[0] == within}
        if 0 < len(same) <= _FEW:
            return [BASE + other for other in _ranked(wanted, same, 0, _FEW)]
        found = _ranked(wanted, same, _ALIKE, count)
        if len(found) < count:
            found += _ranked(wanted, names, _VERY_ALIKE, count, fuzz.ratio)
        return [BASE + other for other in dict.fromkeys(found)][:count]

    def _known(self, store: QueryStore, release: str) -> list[str]:
        with self._lock:
            known = self._kept.get(release)
        if known is None:
            known = sorted(row["x"].value.removeprefix(BASE) for row in select(store, _KNOWN))
            with self._lock:
                self._kept[release] = known
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return known


def _ranked(
    wanted: str,
    names: dict[str, str],
    alike: float,
    count: int,
    scorer: Callable[..., float] = fuzz.WRatio,
) -> list[str]:
    ranked = process.extract(wanted, names, scorer=scorer, limit=count, score_cutoff=alike)
    return [other for _, _, other in ranked]
