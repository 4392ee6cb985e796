"""Accounts: made, found, given another role, disabled. Nobody is ever removed: the graph names them."""

import re

from rapidfuzz import process
from sqlalchemy import Connection, Row, func, select

from bouwstenen.curation import audit
from bouwstenen.curation.database import now
from bouwstenen.curation.roles import Account, Role
from bouwstenen.curation.schema import accounts, sessions
from bouwstenen.errors import ConflictError, UnknownThingError, WrongUseError
from bouwstenen.namespaces import slugify

__all__ = [
    "Account",
    "Role",
    "account_of",
    "add",
    "change_role",
    "checked_name",
    "checked_orcid",
    "disable",
    "enable",
    "everybody",
    "find",
    "role_named",
]

#: Characters that a name may have; the column has no room for more.
LONGEST_NAME = 200
_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?")


def role_named(text: str) -> Role:
    """Return the role of that name.

    Raises:
        WrongUseError: there is none.
    """
    try:
        return Role[text.strip().upper()]
    except KeyError:
        names = ", ".join(role.name.lower() for role in Role)
        raise WrongUseError(
            {"nl": f"er is geen rol “{text}”.", "en": f"there is no role “{text}”."},
            where="role",
            mend={"nl": f"Kies uit: {names}.", "en": f"Choose one of: {names}."},
        ) from None


def checked_name(text: str) -> str:
    """Return a name, when it can be shown on one line and be part of an IRI.

    Raises:
        WrongUseError: it cannot.
    """
    name = " ".join(text.split())
    if not name.isprintable() or not 0 < len(slugify(name)) <= LONGEST_NAME >= len(name):
        raise WrongUseError(
            {
                "nl": f"een naam heeft letters of cijfers, en ten hoogste {LONGEST_NAME} zichtbare tekens.",
                "en": f"a name has letters or digits, and at most {LONGEST_NAME} visible characters.",
            },
            where="name",
            mend={
                "nl": "Schrijf de naam in Latijns schrift, zonder stuurtekens.",
                "en": "Write the name in Latin script, without control characters.",
            },
        )
    return name


def checked_orcid(text: str) -> str:
    """Return an ORCID iD as four groups of four, when its check digit is right (ISO 7064, mod 11-2).

    Raises:
        WrongUseError: it is none.
    """
    found = _ORCID.fullmatch(text.strip())
    digits = found[1].replace("-", "") if found else ""
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    expected = "0123456789X"[(12 - total % 11) % 11]
    if not found or digits[-1] != expected:
        raise WrongUseError(
            {"nl": f"“{text}” is geen ORCID iD.", "en": f"“{text}” is no ORCID iD."},
            where="orcid",
            mend={
                "nl": "Neem het over van orcid.org, als 0000-0002-1825-0097; het laatste bewijst de rest.",
                "en": "Copy it from orcid.org, as 0000-0002-1825-0097; its last character proves the rest.",
            },
        )
    return found[1]


def add(
    connection: Connection, name: str, role: Role, orcid: str | None = None, *, by: Account | str
) -> Account:
    """Make an account.

    Args:
        connection: of `Database.writing`.
        name: as it is shown and enters the graph.
        role: what they may do.
        orcid: of theirs, when they gave one.
        by: who makes it, for the audit log.

    Raises:
        ConflictError: somebody's name would have the same IRI, or somebody has that ORCID.
        WrongUseError: the name or the ORCID iD is none.
    """
    name, orcid = checked_name(name), checked_orcid(orcid) if orcid and orcid.strip() else None
    slug = slugify(name)
    taken = connection.execute(select(accounts.c.name).where(accounts.c.slug == slug)).scalar()
    if taken is not None:
        raise ConflictError(
            {
                "nl": f"“{name}” en “{taken}” zouden hetzelfde adres krijgen: /id/contributor/{slug}.",
                "en": f"“{name}” and “{taken}” would have the same address: /id/contributor/{slug}.",
            },
            where="name",
            mend={"nl": "Geef een naam die verschilt.", "en": "Give a name that differs."},
        )
    _has_no_account(connection, orcid)
    values = {"name": name, "slug": slug, "role": role.name.lower(), "orcid": orcid, "created": now()}
    made = connection.execute(accounts.insert().values(values).returning(accounts)).one()
    audit.append(connection, by, "account added", slug, {"role": role.name.lower(), "orcid": orcid})
    return account_of(made)


def _has_no_account(connection: Connection, orcid: str | None) -> None:
    """One person with two accounts would be two curators."""
    query = select(accounts.c.name).where(accounts.c.orcid == orcid)
    other = connection.execute(query).scalar() if orcid else None
    if other is not None:
        raise ConflictError(
            {
                "nl": f"“{other}” heeft al een account met ORCID {orcid}.",
                "en": f"“{other}” has an account with ORCID {orcid} already.",
            },
            where="orcid",
            mend={
                "nl": "Eén mens heeft één account: geef dat een andere rol, of zet het weer aan.",
                "en": "One person has one account: give it another role, or enable it.",
            },
        )


def everybody(connection: Connection) -> list[Account]:
    """Return all accounts, by slug: letters sort alike in every database."""
    rows = connection.execute(select(accounts)).all()
    return sorted(map(account_of, rows), key=lambda account: account.slug)


def find(connection: Connection, name: str) -> Account:
    """Return the account of that name or slug.

    Raises:
        UnknownThingError: there is none; the nearest are told.
    """
    row = connection.execute(select(accounts).where(accounts.c.slug == slugify(name))).one_or_none()
    if row is None:
        known = connection.execute(select(accounts.c.name, accounts.c.slug)).all()
        slugs = {row.name: row.slug for row in known}
        nearest = [match[2] for match in process.extract(slugify(name), slugs, limit=3, score_cutoff=60)]
        told = ", ".join(f"“{each}”" for each in nearest)
        raise UnknownThingError(
            {"nl": f"er is geen account “{name}”.", "en": f"there is no account “{name}”."},
            where="name",
            mend={"nl": f"Bedoelt u {told}?", "en": f"Do you mean {told}?"} if nearest else None,
        )
    return account_of(row)


def change_role(connection: Connection, account: Account, role: Role, *, by: Account | str) -> Account:
    """Give an account another role; it counts from their next request.

    Raises:
        ConflictError: nobody would be left who keeps the accounts.
    """
    if role < Role.ADMIN:
        _leave_an_admin(connection, account)
    changed = _update(connection, account, role=role.name.lower())
    details = {"from": account.role.name.lower(), "to": role.name.lower()}
    audit.append(connection, by, "role changed", account.slug, details)
    return changed


def disable(connection: Connection, account: Account, *, by: Account | str) -> Account:
    """Let an account do nothing more; its sessions end at once, its tokens work no longer.

    Raises:
        ConflictError: nobody would be left who keeps the accounts.
    """
    _leave_an_admin(connection, account)
    changed = _update(connection, account, disabled=now())
    connection.execute(sessions.delete().where(sessions.c.account == account.id))
    audit.append(connection, by, "account disabled", account.slug)
    return changed


def enable(connection: Connection, account: Account, *, by: Account | str) -> Account:
    """Let a disabled account do again what its role may."""
    changed = _update(connection, account, disabled=None)
    audit.append(connection, by, "account enabled", account.slug)
    return changed


def account_of(row: Row[tuple[object, ...]]) -> Account:
    """Return the account that a row of the table (or of a join that has its columns) is."""
    return Account(row.id, row.name, row.slug, Role[row.role.upper()], row.orcid, row.disabled)


def _update(connection: Connection, account: Account, **values: str | None) -> Account:
    change = accounts.update().where(accounts.c.id == account.id).values(**values)
    return account_of(connection.execute(change.returning(accounts)).one())


def _leave_an_admin(connection: Connection, account: Account) -> None:
    admin = (accounts.c.role == Role.ADMIN.name.lower()) & accounts.c.disabled.is_(None)
    others = select(func.count()).select_from(accounts).where(admin, accounts.c.id != account.id)
    if account.role is Role.ADMIN and account.disabled is None and not connection.execute(others).scalar():
        raise ConflictError(
            {
                "nl": f"“{account.name}” is de enige beheerder.",
                "en": f"“{account.name}” is the only admin.",
            },
            mend={"nl": "Maak eerst iemand anders beheerder.", "en": "Make somebody else admin first."},
        )
