from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, func, select, text

from bouwstenen.curation import audit
from bouwstenen.curation.database import Database, now, open_database
from bouwstenen.curation.schema import METADATA, accounts, changesets, proposals
from bouwstenen.curation.schema import audit as lines
from bouwstenen.errors import DatabaseError
from bouwstenen.settings import Settings


def _add(connection: Connection, name: str) -> None:
    connection.execute(accounts.insert().values(name=name, slug=name, role="reader", created=now()))


def test_migrations_make_the_tables_that_the_code_knows(database: Database) -> None:
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_what_fails_leaves_nothing(database: Database) -> None:
    def begin_and_fail() -> None:
        with database.writing() as connection:
            _add(connection, "els")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        begin_and_fail()
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(accounts)).scalar() == 0


def test_it_opens_again_with_what_it_held(workflow: Settings) -> None:
    first = open_database(workflow)
    with first.writing() as connection:
        _add(connection, "els")
    first.close()
    again = open_database(workflow)
    with again.reading() as connection:
        assert connection.execute(select(accounts.c.name)).scalars().all() == ["els"]
    again.close()


def test_those_who_write_take_turns(database: Database) -> None:
    def count_one_up(_: int) -> None:
        with database.writing() as connection:
            number = connection.execute(select(func.count()).select_from(accounts)).scalar()
            _add(connection, f"n{number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_one_up, range(40)))
    with database.reading() as connection:
        names = connection.execute(select(accounts.c.name)).scalars().all()
    assert sorted(names) == sorted(f"n{number}" for number in range(40))


def test_processes_that_start_together_migrate_once(workflow: Settings) -> None:
    with ThreadPoolExecutor(4) as pool:
        for opened in pool.map(lambda _: open_database(workflow), range(4)):
            opened.close()


def test_tables_of_newer_software_are_left_alone(workflow: Settings) -> None:
    first = open_database(workflow)
    with first.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    first.close()
    with pytest.raises(DatabaseError, match="newer software"):
        open_database(workflow)


def test_a_database_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "workflow.sqlite").mkdir()
    with pytest.raises(DatabaseError, match="BOUWSTENEN_DATABASE"):
        open_database(Settings(home=tmp_path))


@pytest.mark.threat("T36")
@pytest.mark.parametrize("change", ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
def test_the_audit_log_is_append_only(database: Database, change: str) -> None:
    with database.writing() as connection:
        audit.append(connection, "somebody", "proposal made", "p1")
    with pytest.raises(DatabaseError, match="append-only"), database.writing() as connection:
        connection.execute(text(change))


@pytest.mark.threat("T36")
def test_no_line_takes_the_place_of_another(tmp_path: Path) -> None:
    opened = open_database(Settings(home=tmp_path))
    with opened.writing() as connection:
        audit.append(connection, "somebody", "proposal made", "p1")
    with pytest.raises(DatabaseError, match="append-only"), opened.writing() as connection:
        connection.execute(text("INSERT OR REPLACE INTO audit SELECT * FROM audit"))
    opened.close()


@pytest.mark.threat("T36")
@pytest.mark.parametrize("column", ["number", "proposal", "accepted", "added", "removed"])
def test_what_a_changeset_says_stays(database: Database, column: str) -> None:
    with database.writing() as connection:
        given = dict.fromkeys(("id", "kind", "status", "created", "changed", "name", "reason", "source"), "x")
        given |= dict.fromkeys(("added", "removed", "release", "findings"), "")
        connection.execute(proposals.insert().values(**given, two_approvals=False))
        connection.execute(
            changesets.insert().values(number=1, proposal="x", accepted="x", added="", removed="")
        )
        connection.execute(changesets.update().values(failed="publishing notes what it did"))
    with pytest.raises(DatabaseError, match="append-only"), database.writing() as connection:
        connection.execute(changesets.update().values({column: changesets.c[column]}))


def test_a_line_of_the_log_follows_from_the_one_before(database: Database) -> None:
    with database.writing() as connection:
        for number in range(5):
            audit.append(connection, "somebody", "proposal made", f"p{number}", {"é": number})
    with database.reading() as connection:
        assert list(audit.verify(connection)) == []


@pytest.mark.threat("T36")
def test_a_line_changed_behind_the_back_of_the_database_shows(tmp_path: Path) -> None:
    opened = open_database(Settings(home=tmp_path))
    with opened.writing() as connection:
        for number in range(4):
            audit.append(connection, "somebody", "proposal made", f"p{number}")
        connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(lines.update().where(lines.c.id == 2).values(who="somebody else"))
    with opened.reading() as connection:
        assert list(audit.verify(connection)) == [2]
    opened.close()
