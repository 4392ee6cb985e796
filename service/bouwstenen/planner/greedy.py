"""A package that is good enough where there is no time for the best: always the item that adds most."""

from bouwstenen.planner.problem import Problem

__all__ = ["greedy"]


def greedy(problem: Problem) -> tuple[int, ...]:
    """Return items that cover all that can be covered; with a capped size what they do one by one.

    They are at most about ln(factors) times as many as needed (Chvátal 1979).
    """
    chosen: list[int] = []
    room = len(problem.covers) if problem.max_size is None else problem.max_size - len(problem.fixed)
    counts = [0] * problem.factors
    open_rows = problem.coverable

    def take(item: int) -> None:
        nonlocal open_rows
        mask = problem.covers[item]
        while mask:
            factor = (mask & -mask).bit_length() - 1
            counts[factor] += 1
            if counts[factor] == problem.times:
                open_rows &= ~(1 << factor)
            mask &= mask - 1

    for item in problem.fixed:
        take(item)
    free = [item for item, mask in enumerate(problem.covers) if mask and item not in problem.fixed]
    while open_rows and len(chosen) < room:
        best = max(free, key=lambda item: ((problem.covers[item] & open_rows).bit_count(), -item))
        if not problem.covers[best] & open_rows:
            break
        chosen.append(best)
        free.remove(best)
        take(best)
    return tuple(sorted(chosen))
