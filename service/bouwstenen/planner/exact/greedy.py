"""A package that is good enough where there is no time for the best: always the item that adds most."""

from heapq import heapify, heappop, heappush

from bouwstenen.planner.exact.problem import Problem, bits

__all__ = ["greedy"]


def greedy(problem: Problem) -> tuple[int, ...]:
    """Return items that cover all that can be covered; with a capped size what they do one by one.

    They are at most about ln(factors) times as many as needed (Chvátal 1979).
    """
    room = len(problem.covers) if problem.max_size is None else problem.max_size - len(problem.fixed)
    counts = [0] * problem.factors
    wanted = problem.coverable

    def take(item: int) -> None:
        nonlocal wanted
        for factor in bits(problem.covers[item]):
            counts[factor] += 1
            if counts[factor] == problem.times:
                wanted &= ~(1 << factor)

    def gain(item: int) -> int:
        return (problem.covers[item] & wanted).bit_count()

    for item in problem.fixed:
        take(item)
    # what an item adds never grows: who still adds as much as it did when it was looked at last is the best
    waiting = [(-gain(item), item) for item in range(len(problem.covers)) if item not in problem.fixed]
    heapify(waiting)
    chosen: list[int] = []
    while wanted and waiting and len(chosen) < room:
        before, item = heappop(waiting)
        now = gain(item)
        if now and now == -before:
            chosen.append(item)
            take(item)
        elif now:
            heappush(waiting, (-now, item))
    return tuple(sorted(chosen))
