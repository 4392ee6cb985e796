from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from bouwstenen.curation import accounts, sessions, tokens
from bouwstenen.curation.accounts import Account, Role
from bouwstenen.curation.audit import Sought, read
from bouwstenen.curation.database import Database
from bouwstenen.curation.schema import accounts as table
from bouwstenen.errors import ConflictError, UnknownThingError, WrongUseError

BY = "the command line"


def _add(database: Database, name: str, role: Role = Role.CURATOR, orcid: str | None = None) -> Account:
    with database.writing() as connection:
        return accounts.add(connection, name, role, orcid, by=BY)


def test_an_account_is_found_by_name_and_by_slug(database: Database) -> None:
    made = _add(database, "  Élise   van ’t Hof ", orcid="https://orcid.org/0000-0002-1694-233X")
    assert made == Account(1, "Élise van ’t Hof", "elise-van-t-hof", Role.CURATOR, "0000-0002-1694-233X")
    with database.reading() as connection:
        assert accounts.find(connection, made.name) == made == accounts.find(connection, made.slug)


@pytest.mark.parametrize("name", ["Els de Vries", "els-de-vries", "ÉLS DE VRIES", "Els, de Vries!"])
def test_names_with_the_same_address_are_refused(database: Database, name: str) -> None:
    _add(database, "Els de Vries")
    with pytest.raises(ConflictError, match="els-de-vries"):
        _add(database, name)


def test_of_those_who_take_a_name_at_once_one_gets_it(database: Database) -> None:
    def take(number: int) -> bool:
        try:
            _add(database, f"Els{' ' * number} de Vries")
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(1, 9))) == 1
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(table)).scalar() == 1


@pytest.mark.parametrize("name", ["", "  ", "!!", "日本", "a\0b", "a\x1b[31m", "a" * 201, "㎨" * 100])
def test_what_is_no_name_is_refused(database: Database, name: str) -> None:
    with pytest.raises(WrongUseError, match="name"):
        _add(database, name)


def test_line_ends_in_a_name_are_spaces(database: Database) -> None:
    assert _add(database, "Els\r\nSet-Cookie: x").name == "Els Set-Cookie: x"


# the examples of ORCID's own documentation, and one of each mistake
@pytest.mark.parametrize("orcid", ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"])
def test_an_orcid_is_one_by_its_check_digit(orcid: str) -> None:
    assert accounts.checked_orcid(orcid) == orcid
    assert accounts.checked_orcid(f" https://orcid.org/{orcid} ") == orcid


@pytest.mark.parametrize(
    "orcid",
    [
        "0000-0002-1825-0098",
        "0000-0002-1852-0097",
        "0000000218250097",
        "0000-0002-1694-233x",
        "x",
        "",
        "٠000",
    ],
)
def test_what_is_no_orcid_is_refused(orcid: str) -> None:
    with pytest.raises(WrongUseError, match="no ORCID"):
        accounts.checked_orcid(orcid)


def test_one_wrong_digit_of_an_orcid_always_shows() -> None:
    right = "0000-0002-1825-0097"
    for place, digit in enumerate(right):
        for other in set("0123456789") - {digit} if digit != "-" else ():
            with pytest.raises(WrongUseError):
                accounts.checked_orcid(right[:place] + other + right[place + 1 :])


def test_who_is_not_known_is_told_who_is_like_them(database: Database) -> None:
    _add(database, "Els de Vries")
    with database.reading() as connection, pytest.raises(UnknownThingError, match="“Els de Vries”"):
        accounts.find(connection, "Els de Vris")


@pytest.mark.parametrize("text", ["owner", "", "ADMIN ADMIN", "1"])
def test_a_role_that_is_not_there_is_refused(text: str) -> None:
    with pytest.raises(WrongUseError, match="reader, contributor, curator, admin"):
        accounts.role_named(text)


def test_they_are_listed_alike_in_every_database(database: Database) -> None:
    for name in ("b a", "ba", "Bc", "a-z", "az", "Ä"):
        _add(database, name)
    with database.reading() as connection:
        listed = [account.slug for account in accounts.everybody(connection)]
    assert listed == ["a", "a-z", "az", "b-a", "ba", "bc"]


@pytest.mark.threat("T30")
def test_a_disabled_account_has_no_session_left_and_its_token_proves_nothing(database: Database) -> None:
    _add(database, "Ada", Role.ADMIN)
    els = _add(database, "Els", Role.ADMIN)
    with database.writing() as connection:
        secret, token = tokens.issue(connection, els, 1, by=BY)
        session, _ = sessions.begin(connection, els, token, 1)
        assert accounts.disable(connection, els, by=BY).disabled
        assert tokens.authenticate(connection, secret) is None
        assert sessions.resume(connection, session) is None
        assert accounts.enable(connection, els, by=BY).disabled is None
        assert sessions.resume(connection, session) is None, "sessions do not come back"
        assert tokens.authenticate(connection, secret) == (els, token)


def test_the_only_admin_stays(database: Database) -> None:
    els = _add(database, "Els", Role.ADMIN)
    jan = _add(database, "Jan", Role.ADMIN)
    with database.writing() as connection:
        accounts.disable(connection, jan, by=els)
        with pytest.raises(ConflictError, match="only admin"):
            accounts.disable(connection, els, by=els)
        with pytest.raises(ConflictError, match="only admin"):
            accounts.change_role(connection, els, Role.READER, by=els)
        accounts.enable(connection, jan, by=els)
        assert accounts.change_role(connection, els, Role.READER, by=els).role is Role.READER


def test_all_that_is_done_to_an_account_is_in_the_log(database: Database) -> None:
    _add(database, "Ada", Role.ADMIN)
    els = _add(database, "Els", Role.READER)
    with database.writing() as connection:
        els = accounts.change_role(connection, els, Role.CURATOR, by=BY)
        accounts.enable(connection, accounts.disable(connection, els, by=BY), by=BY)
        _, lines = read(connection, Sought(subject="els"), 10)
    told = [(line.action, line.who) for line in reversed(lines)]
    assert told == [
        (action, BY) for action in ("account added", "role changed", "account disabled", "account enabled")
    ]
    assert lines[2].details == {"from": "reader", "to": "curator"}


def test_one_orcid_has_one_account(database: Database) -> None:
    with database.writing() as connection:
        accounts.add(connection, "Els", Role.CURATOR, "0000-0002-1825-0097", by="a test")
    with pytest.raises(ConflictError, match="“Els” has an account"), database.writing() as connection:
        accounts.add(
            connection, "Elisabeth", Role.CURATOR, "https://orcid.org/0000-0002-1825-0097", by="a test"
        )
