"""One round of checks: which addresses, what was known before, and what is kept though it is broken off."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from bouwstenen import __version__
from bouwstenen.curation.links.checking import TOKEN, Manners, check_addresses
from bouwstenen.curation.links.keeping import write_checks
from bouwstenen.curation.links.outcome import Check, Found, later
from bouwstenen.progress import Progress

__all__ = ["agent", "run"]


def agent(contact: str | None) -> str:
    """Return the User-Agent that tells who asks and where to complain.

    >>> agent("mailto:iemand@example.org").partition(" ")[2]
    '(link check; mailto:iemand@example.org)'
    """
    return f"{TOKEN}/{__version__} (link check{f'; {contact}' if contact else ''})"


def run(
    path: Path,
    before: Mapping[str, Check],
    cited: Sequence[str],
    chosen: Sequence[str],
    limit: int | None,
    today: date,
    manners: Manners,
    progress: Progress,
) -> list[Check]:
    """Check addresses, and keep what was found beside what was known; also when it is broken off.

    What is cited no longer is kept no longer.

    Args:
        path: file of the checks.
        before: what it held, by address.
        cited: all addresses that are cited.
        chosen: those to check.
        limit: how many of them at most, those asked longest ago first; None for all.
        today: the day of the check.
        manners: how to ask.
        progress: follows it.

    Returns:
        what is known now of those that were asked, by address.

    Raises:
        OSError: the file cannot be written.
    """
    order = sorted(chosen, key=lambda each: (before[each].day if each in before else date.min, each))
    asked = order[:limit]
    done: dict[str, Check] = {}

    def tell(address: str, found: Found) -> None:
        done[address] = later(before.get(address), address, today, found)
        progress.tell(address, len(done), len(asked))

    began = time.perf_counter()
    progress.begin("check")
    progress.tell("", 0, len(asked))
    try:
        asyncio.run(check_addresses(asked, manners, tell))
    finally:
        if done or not asked:
            known = {address: check for address, check in before.items() if address in set(cited)}
            write_checks(path, sorted({**known, **done}.values(), key=lambda each: each.address))
    progress.end("check", time.perf_counter() - began)
    return sorted(done.values(), key=lambda each: each.address)
