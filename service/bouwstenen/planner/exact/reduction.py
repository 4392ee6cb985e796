"""A problem made smaller without losing a package: rows that follow from others, items that are alike.

Two items are alike when they cover the same of what is still to be covered and stand on the same level: they
are one group, from which a package takes some. A row follows from another when whatever covers that one
covers it as well; with it goes what told some items apart, so that more of them are alike.

An item that covers no more than another, on no higher level, is *dominated*. The solver may leave it out when
it looks for the best value. It may still stand in a package that is as good, so the search for all packages
keeps it.
"""

from dataclasses import dataclass

from bouwstenen.planner.exact.problem import Problem, bits

__all__ = ["Group", "Reduced", "reduce", "undominated"]


@dataclass(frozen=True)
class Group:
    """Items that are alike.

    Args:
        covers: which rows they cover.
        level: the level of each.
        members: the items.
        most: how many of them can be of use in one package.
    """

    covers: int
    level: int
    members: tuple[int, ...]
    most: int


@dataclass(frozen=True)
class Reduced:
    """What is left to decide.

    Args:
        needs: how many more items each row needs, by its factor.
        groups: the items to choose from, the lowest first.
    """

    needs: dict[int, int]
    groups: tuple[Group, ...]


def reduce(problem: Problem, *, levels: bool = True) -> Reduced:
    """Return what is left to decide of a problem once its fixed items are there.

    Args:
        problem: the problem.
        levels: whether items on other levels are to be told apart.
    """
    rows = problem.coverable & ~problem.reached[problem.times]
    free = [item for item, mask in enumerate(problem.covers) if mask & rows and item not in problem.fixed]
    needs = {
        row: next(
            problem.times - count
            for count in range(problem.times, -1, -1)
            if problem.reached[count] >> row & 1
        )
        for row in bits(rows)
    }
    if problem.max_size is None:  # with a bound on the size each factor counts by itself
        for row in _implied(problem, free, needs):
            del needs[row]
        rows = sum(1 << row for row in needs)
    alike: dict[tuple[int, int], list[int]] = {}
    for item in free:
        key = (problem.covers[item] & rows, problem.levels[item] if levels else 0)
        alike.setdefault(key, []).append(item)
    groups = (
        Group(mask, level, tuple(members), min(len(members), max(needs[row] for row in bits(mask))))
        for (mask, level), members in alike.items()
        if mask
    )
    return Reduced(needs, tuple(groups))


def _implied(problem: Problem, free: list[int], needs: dict[int, int]) -> set[int]:
    """The rows that are covered whenever certain others are."""
    common = dict.fromkeys(needs, -1)
    for item in free:
        mask = problem.covers[item]
        for row in bits(mask):
            if row in common:
                common[row] &= mask
    implied: set[int] = set()
    for row in sorted(needs, key=lambda row: (needs[row], row), reverse=True):
        if row not in implied:
            implied.update(
                other
                for other in bits(common[row])
                if other != row and needs.get(other, 0) in range(1, needs[row] + 1)
            )
    return implied


def undominated(reduced: Reduced) -> tuple[Group, ...]:
    """Return the groups without those that another can always stand in for.

    Where a row needs more than one item nothing is left out: the other may be in the package already.
    """
    if any(need > 1 for need in reduced.needs.values()):
        return reduced.groups
    of_row: dict[int, list[int]] = {row: [] for row in reduced.needs}
    for place, group in enumerate(reduced.groups):
        for row in bits(group.covers):
            of_row[row].append(place)

    def outdone(place: int) -> bool:
        group = reduced.groups[place]
        rarest = min(bits(group.covers), key=lambda row: len(of_row[row]))
        for other in of_row[rarest]:
            better = reduced.groups[other]
            # no two groups cover the same on the same level
            if other != place and group.covers & ~better.covers == 0 and group.level <= better.level:
                return True
        return False

    return tuple(group for place, group in enumerate(reduced.groups) if not outdone(place))
