"""What should be checked or renewed, and since when: the questions `stale` and `links` as one list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bouwstenen.curation.links.keeping import check_iri
from bouwstenen.library.asking import bound_query
from bouwstenen.library.question import find_question
from bouwstenen.store.interface import QueryStore, select

__all__ = ["KINDS", "Reminder", "answered", "reminders"]

#: What a reminder can be about, in the order they are told.
KINDS = ("recognition", "availability", "link", "literature", "evaluation")

#: States of an address that ask for something to be done. A failure by itself may be an accident.
_STATES = ("dead", "unsafe", "moved")


@dataclass(frozen=True)
class Reminder:
    """One thing to check or renew.

    Args:
        id: an IRI that stays the same as long as it is to be done, and is another one the next time.
        kind: one of `KINDS`.
        state: `stale` or `undated`, or of an address `dead`, `unsafe` or `moved`.
        thing: IRI of what it is about.
        label: its Dutch name.
        since: day since which it is to be done; None where nobody knows of when the thing is.
        date: the date that is too old, as the source gives it, or the last day it held; None without one.
        address: the web address, where it is about one.
        target: where that has moved to.
    """

    id: str
    kind: str
    state: str
    thing: str
    label: str
    since: date | None
    date: str | None = None
    address: str | None = None
    target: str | None = None


def answered(store: QueryStore, name: str, given: Mapping[str, str]) -> list[dict[str, str | None]]:
    """Return the rows of a canned question, as texts.

    Args:
        store: the release that has the question.
        name: of the question.
        given: texts by parameter name; an empty one counts as not given.

    Raises:
        UnknownThingError: a thing that is asked about does not exist, or the release lacks the question.
        WrongUseError: a parameter has a wrong value.
    """
    question = find_question(store, name)
    results = select(store, bound_query(store, question, {key: [text] for key, text in given.items()}))
    names = [variable.value for variable in results.variables]
    return [{each: row[each].value if row[each] is not None else None for each in names} for row in results]


def reminders(store: QueryStore, as_of: date, bouwsteen: str = "", organisation: str = "") -> list[Reminder]:
    """Return what is to be done, the latest to come up first within each kind, the undated last.

    Args:
        store: the release.
        as_of: the day as of which data are stale.
        bouwsteen: only what belongs to this one, as `find_thing` takes it; "" for all.
        organisation: only what belongs to interventions that this one carries out or assessed; "" for all.

    Raises:
        UnknownThingError: there is no such bouwsteen or organisation.
    """
    about = {"bouwsteen": bouwsteen, "organisation": organisation}
    found = [_stale(row) for row in answered(store, "stale", {**about, "as_of": as_of.isoformat()})]
    found += [_link(row) for row in answered(store, "links", about) if row["state"] in _STATES]

    def order(each: Reminder) -> tuple[object, ...]:
        newest = -each.since.toordinal() if each.since else 0
        return KINDS.index(each.kind), newest, each.label.casefold(), each.id

    return sorted(found, key=order)


def _stale(row: Mapping[str, str | None]) -> Reminder:
    kind, state, thing, after = row["kind"] or "", row["status"] or "", row["thing"] or "", row["staleAfter"]
    return Reminder(
        id=f"{thing}#reminder-{kind}-{after or state}",
        kind=kind,
        state=state,
        thing=thing,
        label=row["thingLabel"] or thing,
        since=date.fromisoformat(after) + timedelta(days=1) if after else None,
        date=row["date"] or after,
    )


def _link(row: Mapping[str, str | None]) -> Reminder:
    state, thing, address = row["state"] or "", row["thing"] or "", row["address"] or ""
    day = row["firstFailed"] if state == "dead" else row["lastChecked"]
    return Reminder(
        id=f"{thing}#reminder-{check_iri(address).rpartition('/')[2]}-{state}",
        kind="link",
        state=state,
        thing=thing,
        label=row["thingLabel"] or thing,
        since=date.fromisoformat(day) if day else None,
        date=day,
        address=address,
        target=row["movedTo"],
    )
