import threading
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from bouwstenen.curation import opening
from bouwstenen.curation.accounts import Role, add, everybody
from bouwstenen.curation.database import Database, open_database
from bouwstenen.curation.opening import Opener
from bouwstenen.curation.schema import accounts
from bouwstenen.errors import DatabaseError
from bouwstenen.settings import Settings
from tests.postgresql import PostgreSQL


def test_all_threads_get_the_same_database(workflow: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Database] = []

    def open_one(settings: Settings) -> Database:
        opened.append(open_database(settings))
        return opened[-1]

    monkeypatch.setattr(opening, "open_database", open_one)
    opener = Opener(workflow)
    got: list[Database] = []
    threads = [threading.Thread(target=lambda: got.append(opener.database())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == opened * 8
    opener.close()


def test_one_that_could_not_be_opened_is_tried_again_after_a_pause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "workflow.sqlite").mkdir()
    opener = Opener(Settings(home=tmp_path))
    for _ in range(2):
        with pytest.raises(DatabaseError):
            opener.database()
    (tmp_path / "workflow.sqlite").rmdir()
    with pytest.raises(DatabaseError):
        opener.database()  # not every request waits for a server that is down
    monkeypatch.setattr(opening, "PAUSE", 0.0)
    assert opener.database() is opener.database()
    opener.close()


def test_what_is_read_is_one_state_though_others_write(database: Database) -> None:
    count = select(func.count()).select_from(accounts)
    with database.reading() as reading:
        before = reading.execute(count).scalar()
        with database.writing() as connection:
            add(connection, "Els", Role.READER, by="x")
        assert reading.execute(count).scalar() == before == 0
    with database.reading() as reading:
        assert reading.execute(count).scalar() == 1


def test_a_reader_changes_nothing(database: Database) -> None:
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets it, for want of a way to forbid it; the change is undone")
    with pytest.raises(DatabaseError, match="read-only"), database.reading() as connection:
        add(connection, "Els", Role.READER, by="x")


def test_what_a_reader_writes_is_gone(tmp_path: Path) -> None:
    opened = open_database(Settings(home=tmp_path))
    with opened.reading() as connection:
        add(connection, "Els", Role.READER, by="x")
    with opened.reading() as connection:
        assert everybody(connection) == []
    opened.close()


def test_it_goes_on_after_the_server_was_restarted(postgresql: PostgreSQL, tmp_path: Path) -> None:
    if postgresql.folder is None:
        pytest.skip("the server that is named is not ours to restart")
    opened = open_database(Settings(home=tmp_path, database=SecretStr(postgresql.database())))
    with opened.writing() as connection:
        add(connection, "Els", Role.READER, by="x")
    postgresql.restart()
    with opened.writing() as connection:
        add(connection, "Jan", Role.READER, by="x")
    with opened.reading() as connection:
        assert [account.name for account in everybody(connection)] == ["Els", "Jan"]
    opened.close()


def test_a_server_that_ends_half_way_leaves_nothing_half_done(postgresql: PostgreSQL, tmp_path: Path) -> None:
    if postgresql.folder is None:
        pytest.skip("the server that is named is not ours to restart")
    opened = open_database(Settings(home=tmp_path, database=SecretStr(postgresql.database())))

    def write_half() -> None:
        with opened.writing() as connection:
            add(connection, "Els", Role.READER, by="x")
            postgresql.restart()
            add(connection, "Jan", Role.READER, by="x")

    with pytest.raises(DatabaseError):
        write_half()
    with opened.reading() as connection:
        assert everybody(connection) == []
    opened.close()


@pytest.mark.threat("T31")
def test_a_server_that_is_not_there_is_told_without_its_password(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database=SecretStr("postgresql://x:geheim@127.0.0.1:1/x"))
    with pytest.raises(DatabaseError, match="BOUWSTENEN_DATABASE") as caught:
        open_database(settings)
    assert "geheim" not in str(caught.value)
