"""Which changes are asked for: since when, of which class, about which thing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import NamedTuple

from rapidfuzz import process

from bouwstenen.errors import UnknownThingError, WrongUseError
from bouwstenen.graph.history import find_entry
from bouwstenen.namespaces import BM, expand, shorten
from bouwstenen.publishing.changes.log import Log, Step
from bouwstenen.publishing.changes.recorded import Item

__all__ = ["Found", "Wanted", "class_of", "found", "since_of"]


class Found(NamedTuple):
    """A change, and with which publication it came."""

    step: Step
    item: Item


@dataclass(frozen=True)
class Wanted:
    """What is asked for.

    Args:
        since: a moment, or the number of a publication; None for all.
        of_class: IRI of a class.
        thing: IRI of a resource, or the end of one: `diamant`, `intervention/diamant`.
    """

    since: datetime | int | None = None
    of_class: str | None = None
    thing: str | None = None

    def takes(self, step: Step) -> bool:
        """Return whether a publication is late enough."""
        if isinstance(self.since, datetime):
            return step.summary.moment >= self.since
        return self.since is None or step.entry.number > self.since

    def fits(self, item: Item) -> bool:
        """Return whether a change is one of those."""
        if self.of_class is not None and self.of_class not in item.types:
            return False
        return self.thing is None or _is(item.iri, self.thing) or _is(item.about or "", self.thing)


def since_of(log: Log, text: str) -> datetime | int:
    """Return the moment or publication that a text names.

    A day is taken as the day, from its beginning, though a publication may be called after it: whoever means
    the publication gives digits of its hash.

    Raises:
        WrongUseError: it names neither; tells how to write it.
    """
    text = text.strip()
    if re.match(r"\d{4}-\d{2}-\d{2}(?:$|[Tt ])", text):
        # in an address, + may have become a space
        written = re.sub(r" (?=\d{2}:?\d{2}$)", "+", text) if text.count(":") > 1 else text
        try:
            moment = datetime.fromisoformat(written)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        except ValueError:
            pass
    else:
        try:
            return find_entry(log.entries, text).number
        except UnknownThingError:
            pass
    raise WrongUseError(
        {
            "nl": f"“{text}” is geen dag, tijdstip of uitgave.",
            "en": f"“{text}” is no day, moment or release.",
        },
        where="since",
        mend={
            "nl": "Schrijf een dag (2026-11-24), een tijdstip (2026-11-24T09:00:00Z), of acht tekens of meer "
            "van de hash van een uitgave; /release noemt ze.",
            "en": "Write a day (2026-11-24), a moment (2026-11-24T09:00:00Z), or eight digits or more of the "
            "hash of a release; /release lists them.",
        },
    )


def found(log: Log, wanted: Wanted, limit: int, offset: int) -> tuple[int, list[Found]]:
    """Return how many changes there are, and some of them: the newest publication first, then by IRI.

    Raises:
        UnknownThingError: no change ever was about such a thing, or class; tells the nearest.
        ReleaseError: what was recorded cannot be read.
    """
    late = [step for step in reversed(log.steps) if wanted.takes(step)]
    if wanted.of_class is None and wanted.thing is None:
        return sum(step.summary.members for step in late), list(_cut(late, limit, offset))
    count = 0
    chosen: list[Found] = []
    for step in late:
        for item in filter(wanted.fits, step.items()):
            if offset <= count < offset + limit:
                chosen.append(Found(step, item))
            count += 1
    if count == 0:
        _check(log, wanted)
    return count, chosen


def _cut(steps: list[Step], limit: int, offset: int) -> Iterator[Found]:
    """A part of all changes; publications before it are not read."""
    for step in steps:
        if offset >= step.summary.members:
            offset -= step.summary.members
            continue
        taken = 0
        for item in islice(step.items(), offset, offset + limit):
            taken += 1
            yield Found(step, item)
        offset, limit = 0, limit - taken
        if limit <= 0:
            return


def _check(log: Log, wanted: Wanted) -> None:
    """Tell apart what did not change and what never was."""
    classes: set[str] = set()
    things: set[str] = set()
    for step in log.steps:
        for item in step.items():
            classes.update(item.types)
            things.update(filter(None, (item.iri, item.about)))
    if wanted.of_class is not None and wanted.of_class not in classes:
        raise _unknown("class", wanted.of_class, {shorten(iri).removeprefix("bm:") for iri in classes})
    thing = wanted.thing
    if thing is not None and not any(_is(iri, thing) for iri in things):
        raise _unknown("thing", thing, {iri.partition("/id/")[2] or iri for iri in things})


def _unknown(where: str, given: str, known: set[str]) -> UnknownThingError:
    short = shorten(given).removeprefix("bm:").removeprefix("id:")
    near = ", ".join(name for name, *_ in process.extract(short, sorted(known), limit=3))
    return UnknownThingError(
        {"nl": f"“{short}” kwam nooit voor.", "en": f"“{short}” never occurred."},
        where=where,
        mend={"nl": f"Bedoelt u: {near}?", "en": f"Did you mean: {near}?"} if near else None,
    )


def _is(iri: str, text: str) -> bool:
    return iri == text or iri.endswith(f"/{text}")


def class_of(text: str) -> str:
    """Return the IRI of a class given as IRI, with a prefix of ours, or by its name in our vocabulary.

    >>> class_of("Intervention")
    'https://w3id.org/bouwstenen/def/Intervention'
    >>> class_of("skos:Concept")
    'http://www.w3.org/2004/02/skos/core#Concept'
    """
    return expand(text) if ":" in text else BM + text
