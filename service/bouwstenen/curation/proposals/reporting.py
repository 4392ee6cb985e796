"""Reporting an error: the small form of a proposal, for somebody without an account and without RDF."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select

from bouwstenen.curation.database import now
from bouwstenen.curation.proposals.desk import Desk
from bouwstenen.curation.proposals.making import Made, Weighed, insert, new_name
from bouwstenen.curation.proposals.notes import key_hash
from bouwstenen.curation.proposals.people import Contributor
from bouwstenen.curation.proposals.proposal import find
from bouwstenen.curation.proposals.rules import checked_text
from bouwstenen.curation.proposals.states import CLOSED, Kind
from bouwstenen.curation.roles import Account
from bouwstenen.curation.schema import proposals
from bouwstenen.errors import BusyError, WrongUseError
from bouwstenen.graph.changesets import Patch
from bouwstenen.namespaces import thing_iri

__all__ = ["LINKS", "MOST_OPEN", "Report", "report"]

#: Characters of what is wrong, least and most; of a correction, of a name, at most.
WRONG, CORRECTION, NAME = (10, 2000), 2000, 100
#: Addresses that a report may have: who sells something has more.
LINKS = 2
#: Reports that may wait for a curator at once: beyond that nobody reads them.
MOST_OPEN = 1000
#: Days within which the same report of the same thing is one.
_SAME = timedelta(days=30)
_LINK = re.compile(r"(?i)\b(?:https?://|www\.)|\[url|<a\s")
_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")


@dataclass(frozen=True)
class Report:
    """What somebody reports.

    Args:
        about: IRI or path of what is wrong.
        wrong: what is wrong.
        correction: what it should be, or "".
        source: where that is found, or "".
        name: of whoever reports it, or "".
        who: their account, when they have one.
    """

    about: str
    wrong: str
    correction: str = ""
    source: str = ""
    name: str = ""
    who: Account | None = None


def report(desk: Desk, given: Report) -> Made:
    """Keep a report, durably, and return it; one that is there already is returned without a key.

    Raises:
        WrongUseError: it says too little, or looks like spam.
        TooLargeError: it says too much.
        BusyError: too many wait for a curator.
        DatabaseError: it cannot be written.
    """
    wrong = checked_text(given.wrong, "wrong", *WRONG)
    correction = checked_text(given.correction, "correction", 0, CORRECTION)
    source = checked_text(given.source, "source", 0, CORRECTION)
    name = " ".join(checked_text(given.name, "name", 0, NAME).split())
    about = checked_text(given.about, "about", 1, 2000)
    _is_no_spam(wrong, correction, name)
    reason = f"{wrong}\n\n→ {correction}" if correction else wrong
    made, moment = new_name(), now()
    who = (
        Contributor(given.who.name, thing_iri("contributor", given.who.slug), given.who.orcid, given.who.id)
        if given.who
        else Contributor(name, "")
    )
    key = _key() if given.who is None else None
    with desk.database.writing() as connection:
        same = _same(connection, about, reason)
        if same is not None:
            return Made(find(connection, same), None)
        _is_room(connection)
        insert(
            connection,
            made,
            Kind.REPORT,
            who,
            moment,
            reason,
            source,
            Weighed(Patch(), [], two_approvals=False),
            desk.release(),
            account=given.who,
            key=key and key_hash(key),
            thing=about,
        )
        return Made(find(connection, made), key)


def _key() -> str:
    return new_name() + new_name()


def _is_no_spam(wrong: str, correction: str, name: str) -> None:
    links = len(_LINK.findall(f"{wrong}\n{correction}"))
    if links > LINKS or _LINK.search(name):
        raise WrongUseError(
            {
                "nl": f"een melding heeft hoogstens {LINKS} webadressen, en een naam geen.",
                "en": f"a report has at most {LINKS} web addresses, and a name none.",
            },
            where="wrong",
            mend={"nl": "Laat de andere weg.", "en": "Leave the others out."},
        )
    if _MAIL.search(f"{wrong} {correction} {name}"):
        raise WrongUseError(
            {
                "nl": "een melding is openbaar en heeft geen mailadressen.",
                "en": "a report is public and has no mail addresses.",
            },
            where="wrong",
            mend={
                "nl": "Laat het weg; bewaar de sleutel om een vraag te beantwoorden.",
                "en": "Leave it out; keep the key to answer a question.",
            },
        )


def _same(connection: Connection, about: str, reason: str) -> str | None:
    """The same report of the same thing, made lately or still open."""
    since = (datetime.now(UTC) - _SAME).isoformat(timespec="seconds")
    rows = connection.execute(
        select(proposals.c.id, proposals.c.reason).where(
            (proposals.c.kind == Kind.REPORT.value)
            & (proposals.c.thing == about)
            & ((proposals.c.created >= since) | proposals.c.status.not_in([each.value for each in CLOSED]))
        )
    )
    wanted = _digest(reason)
    return next((str(row.id) for row in rows if _digest(row.reason) == wanted), None)


def _digest(text: str) -> str:
    plain = "".join(character for character in text.casefold() if character.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def _is_room(connection: Connection) -> None:
    open_ones = connection.execute(
        select(func.count())
        .select_from(proposals)
        .where(
            (proposals.c.kind == Kind.REPORT.value)
            & proposals.c.status.not_in([each.value for each in CLOSED])
        )
    ).scalar()
    if (open_ones or 0) >= MOST_OPEN:
        raise BusyError(
            {
                "nl": "er wachten nu te veel meldingen op een redacteur.",
                "en": "too many reports wait for a curator.",
            },
            mend={"nl": "Meld het later nog eens.", "en": "Report it again later."},
        )
