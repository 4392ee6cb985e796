import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from bouwstenen.curation import accounts, sessions, tokens
from bouwstenen.curation.accounts import Account, Role
from bouwstenen.curation.database import Database
from bouwstenen.curation.schema import METADATA
from bouwstenen.curation.schema import sessions as session_table
from bouwstenen.curation.schema import tokens as token_table
from bouwstenen.curation.tokens import Token
from bouwstenen.errors import ConflictError, DatabaseError, UnknownThingError, WrongUseError


@pytest.fixture
def els(database: Database) -> Account:
    with database.writing() as connection:
        return accounts.add(connection, "Els", Role.ADMIN, by="x")


def _issue(database: Database, account: Account, label: str = "") -> tuple[str, Token]:
    with database.writing() as connection:
        return tokens.issue(connection, account, 10, label, by=account)


def _whose(database: Database, secret: str) -> Account | None:
    with database.reading() as connection:
        known = tokens.authenticate(connection, secret)
    return known[0] if known else None


def test_a_token_proves_whose_it_is(database: Database, els: Account) -> None:
    with database.writing() as connection:
        jan = accounts.add(connection, "Jan", Role.READER, by="x")
    first, second, of_jan = (_issue(database, account)[0] for account in (els, els, jan))
    assert [_whose(database, each) for each in (first, second, of_jan)] == [els, els, jan]


@pytest.mark.threat("T30")
def test_it_has_256_random_bits_and_a_beginning_that_is_recognised(database: Database, els: Account) -> None:
    secrets = {_issue(database, els)[0] for _ in range(20)}
    assert len(secrets) == 20
    assert all(re.fullmatch("bst_[0-9a-f]{64}", secret) for secret in secrets)


@pytest.mark.threat("T31")
def test_no_secret_is_anywhere_in_the_database(database: Database, els: Account) -> None:
    secret, token = _issue(database, els, "laptop")
    with database.writing() as connection:
        session, _ = sessions.begin(connection, els, token, 1)
        for table in METADATA.sorted_tables:
            content = str(connection.execute(select(table)).all())
            assert secret not in content
            assert secret.removeprefix("bst_") not in content
            assert session not in content


@pytest.mark.parametrize("changed", [str.upper, str.strip, lambda text: text[:-1], lambda text: text + "\n"])
def test_only_the_very_token_proves_anything(database: Database, els: Account, changed: object) -> None:
    assert callable(changed)
    secret, _ = _issue(database, els)
    other = changed(secret)
    assert (_whose(database, other) == els) == (other == secret)


@pytest.mark.parametrize(
    "text", ["", "bst_", "bst_" + "0" * 64, "' OR 1=1", "\0", "\ud800", "bst_" + "٠" * 64]
)
def test_what_is_no_token_proves_nothing(database: Database, els: Account, text: str) -> None:
    _issue(database, els)
    assert _whose(database, text) is None


@pytest.mark.threat("T30")
def test_a_revoked_token_and_its_sessions_prove_nothing_others_do(database: Database, els: Account) -> None:
    (first, one), (second, two) = _issue(database, els), _issue(database, els)
    with database.writing() as connection:
        of_one, _ = sessions.begin(connection, els, one, 1)
        of_two, _ = sessions.begin(connection, els, two, 1)
        tokens.revoke(connection, els, one.id, by=els)
        tokens.revoke(connection, els, one.id, by=els)
        assert [sessions.resume(connection, each) for each in (of_one, of_two)] == [None, els]
        kept = {token.id: token.is_valid for token in tokens.tokens_of(connection, els)}
    assert kept == {one.id: False, two.id: True}
    assert [_whose(database, each) for each in (first, second)] == [None, els]


def test_nobody_revokes_the_tokens_of_another(database: Database, els: Account) -> None:
    with database.writing() as connection:
        jan = accounts.add(connection, "Jan", Role.READER, by="x")
        secret, token = tokens.issue(connection, els, 1, by=els)
        with pytest.raises(UnknownThingError):
            tokens.revoke(connection, jan, token.id, by=jan)
    assert _whose(database, secret) == els


@pytest.mark.threat("T30")
def test_an_expired_token_and_its_sessions_prove_nothing(database: Database, els: Account) -> None:
    secret, token = _issue(database, els)
    past = (datetime.now(UTC) - timedelta(seconds=1)).isoformat(timespec="seconds")
    with database.writing() as connection:
        session, _ = sessions.begin(connection, els, token, 1)
        connection.execute(token_table.update().values(expires=past))
        assert sessions.resume(connection, session) is None
        assert not tokens.tokens_of(connection, els)[0].is_valid
    assert _whose(database, secret) is None


def test_an_account_has_so_many_valid_tokens_and_no_more(database: Database, els: Account) -> None:
    made = [_issue(database, els)[1] for _ in range(tokens.MOST)]
    with pytest.raises(ConflictError, match="Revoke one"):
        _issue(database, els)
    with database.writing() as connection:
        tokens.revoke(connection, els, made[0].id, by=els)
    _issue(database, els)


@pytest.mark.parametrize("label", ["a" * 201, "a\0", "\x1b[31m"])
def test_a_label_that_cannot_be_shown_is_refused(database: Database, els: Account, label: str) -> None:
    with pytest.raises(WrongUseError):
        _issue(database, els, label)


def test_who_is_disabled_gets_no_token(database: Database, els: Account) -> None:
    with database.writing() as connection:
        accounts.add(connection, "Ada", Role.ADMIN, by="x")
        gone = accounts.disable(connection, els, by="x")
    with pytest.raises(WrongUseError, match="disabled"):
        _issue(database, gone)


def test_a_session_ends_in_time_and_with_its_token_at_the_latest(database: Database, els: Account) -> None:
    _, token = _issue(database, els)
    with database.writing() as connection:
        _, soon = sessions.begin(connection, els, token, 1)
        _, late = sessions.begin(connection, els, token, 24 * 365)
    assert soon < late == token.expires


def test_a_session_that_is_over_is_no_session_and_is_cleared_away(database: Database, els: Account) -> None:
    _, token = _issue(database, els)
    with database.writing() as connection:
        over, _ = sessions.begin(connection, els, token, 0)
        assert sessions.resume(connection, over) is None
        new, _ = sessions.begin(connection, els, token, 1)
        kept = connection.execute(select(session_table.c.hash)).scalars().all()
    assert kept == [tokens.hashed(new)]


def test_a_session_of_no_token_cannot_be(database: Database, els: Account) -> None:
    with pytest.raises(DatabaseError), database.writing() as connection:
        connection.execute(text("INSERT INTO sessions VALUES ('h', 1, 99, '2026', '2027')"))
