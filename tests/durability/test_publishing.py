"""Accepted changesets become releases, whatever stands in the way of one of them."""

import json
import shutil
import threading
import time
from pathlib import Path

import httpx2
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from bouwstenen.cli import main
from bouwstenen.curation import audit as log
from bouwstenen.curation.accepted import note_published, waiting, write_accepted
from bouwstenen.curation.building import Builder
from bouwstenen.curation.database import Database
from bouwstenen.curation.publisher import Build, alone, bring_in_again, publish_pending
from bouwstenen.curation.schema import audit, changesets
from bouwstenen.errors import BusyError, DatabaseError, ReleaseError, UnknownThingError
from bouwstenen.graph.changesets import aside, folder_of, path_of, read
from bouwstenen.graph.history import history
from bouwstenen.graph.release import current
from bouwstenen.settings import Settings
from bouwstenen.store.opening import open_current
from tests.attacks.server import serving
from tests.durability.small import accept, iri_of


def _rows(database: Database) -> list[tuple[int, bool, str | None, bool]]:
    with database.reading() as connection:
        rows = connection.execute(select(changesets).order_by(changesets.c.number)).mappings()
        return [
            (row["number"], row["published"] is not None, row["release"], row["failed"] is not None)
            for row in rows
        ]


def _graphs(home: Path) -> set[str]:
    return {name for name in current(home)[1].graphs if name.startswith("changeset-")}


def test_what_is_accepted_is_in_the_next_release(
    durable: Settings, accepted: Database, building: Build
) -> None:
    numbers = [accept(accepted), accept(accepted)]
    left = publish_pending(durable, accepted, building)
    assert (left.pending, dict(left.aside)) == ((), {})
    assert [each.number for each in read(durable.home)] == numbers
    release = current(durable.home)[1]
    assert _graphs(durable.home) == {"changeset-1", "changeset-2"}
    assert _rows(accepted) == [(1, True, release.hash, False), (2, True, release.hash, False)]
    with accepted.reading() as connection:
        actions = connection.execute(select(audit.c.action, audit.c.subject)).all()
        assert list(log.verify(connection)) == []
    assert actions[-2:] == [("changeset published", "changeset-1"), ("changeset published", "changeset-2")]


def test_again_changes_nothing(durable: Settings, accepted: Database, building: Build) -> None:
    accept(accepted)
    publish_pending(durable, accepted, building)
    before, rows = history(durable.home), _rows(accepted)

    def never(_: frozenset[int]) -> None:
        raise AssertionError("there is nothing to build")

    publish_pending(durable, accepted, never)  # type: ignore[arg-type]
    assert (history(durable.home), _rows(accepted)) == (before, rows)


def test_who_was_killed_after_the_release_goes_on_with_the_notes(
    durable: Settings, accepted: Database, building: Build
) -> None:
    accept(accepted)
    write_accepted(durable.home, accepted)
    building(frozenset())
    published = history(durable.home)
    publish_pending(durable, accepted, building)
    assert history(durable.home) == published, "the same content is no other publication"
    assert _rows(accepted) == [(1, True, current(durable.home)[1].hash, False)]


def test_one_that_stops_the_build_is_set_aside_and_the_others_go_on(
    durable: Settings, accepted: Database, building: Build
) -> None:
    accept(accepted)
    accept(accepted, wrong=True)
    accept(accepted)
    left = publish_pending(durable, accepted, building)
    assert left.pending == ()
    assert set(left.aside) == {2}
    assert "bm:approvedBy" in left.aside[2]
    assert _graphs(durable.home) == {"changeset-1", "changeset-3"}
    assert [row[1:4:2] for row in _rows(accepted)] == [(True, False), (False, True), (True, False)]
    assert [bool(each.patch) for each in read(durable.home)] == [True, False, True]
    accept(accepted)
    publish_pending(durable, accepted, building)
    assert _graphs(durable.home) == {"changeset-1", "changeset-3", "changeset-4"}


def test_what_was_set_aside_is_tried_again_when_the_cause_is_mended(
    durable: Settings, accepted: Database, building: Build
) -> None:
    accept(accepted, wrong=True)
    accept(accepted)
    publish_pending(durable, accepted, building)
    shape = durable.sources / "shapes" / "claims-changesets.ttl"
    shape.write_text(shape.read_text().replace("    sh:disjoint prov:wasAttributedTo ;\n", ""))
    bring_in_again(durable, accepted, 1)
    publish_pending(durable, accepted, building)
    assert _graphs(durable.home) == {"changeset-1", "changeset-2"}
    assert all(row[1] and not row[3] for row in _rows(accepted))
    with pytest.raises(UnknownThingError):
        bring_in_again(durable, accepted, 2)


def test_violations_of_the_sources_are_no_fault_of_a_changeset(
    durable: Settings, accepted: Database, building: Build
) -> None:
    shapes = durable.sources / "shapes" / "claims-changesets.ttl"
    whole = shapes.read_text()
    shapes.write_text(
        whole + "\nshape:No a sh:NodeShape ; sh:targetClass bm:Trede ;"
        ' sh:nodeKind sh:Literal ; sh:message "Nooit goed."@nl .\n'
    )
    accept(accepted)
    before = current(durable.home)[1].hash
    left = publish_pending(durable, accepted, building)
    assert left.pending == (1,)
    assert "Nooit goed." in (left.failed or "")
    assert aside(durable.home) == {}
    assert current(durable.home)[1].hash == before
    shapes.write_text(whole)
    assert publish_pending(durable, accepted, building).pending == ()
    assert _rows(accepted)[0][1:4:2] == (True, False)


def test_a_home_that_has_more_than_the_database_is_left_alone(
    durable: Settings, accepted: Database, building: Build
) -> None:
    accept(accepted)
    publish_pending(durable, accepted, building)
    accepted.close()
    (durable.home / "workflow.sqlite").unlink()
    from bouwstenen.curation.database import open_database

    older = open_database(durable)
    before = path_of(durable.home, 1).read_bytes()
    with pytest.raises(DatabaseError, match="the home has changeset 1, the database ends with 0"):
        publish_pending(durable, older, building)
    accept(older, wrong=True)
    with pytest.raises(DatabaseError, match="changeset 1 is another one"):
        publish_pending(durable, older, building)
    assert path_of(durable.home, 1).read_bytes() == before
    older.close()


def test_a_damaged_file_is_written_again_from_the_database(
    durable: Settings, accepted: Database, building: Build
) -> None:
    accept(accepted)
    write_accepted(durable.home, accepted)
    path = path_of(durable.home, 1)
    whole = path.read_bytes()
    path.write_bytes(whole[:-5])
    write_accepted(durable.home, accepted)
    assert path.read_bytes() == whole
    assert path.with_suffix(".damaged").read_bytes() == whole[:-5]


def test_one_at_a_time_publishes(durable: Settings, accepted: Database, building: Build) -> None:
    with alone(durable.home), pytest.raises(BusyError):
        publish_pending(durable, accepted, building, wait=False)


def test_notes_are_made_once(durable: Settings, accepted: Database) -> None:
    number = accept(accepted)
    note_published(accepted, "a" * 64, [number])
    note_published(accepted, "b" * 64, [number])
    assert _rows(accepted) == [(1, True, "a" * 64, False)]


def test_where_the_last_release_is_lost_it_is_built_again(
    durable: Settings, accepted: Database, building: Build
) -> None:
    accept(accepted)
    publish_pending(durable, accepted, building)
    folder, release = current(durable.home)
    shutil.rmtree(folder)
    published = history(durable.home)
    publish_pending(durable, accepted, building)
    assert current(durable.home)[1].hash == release.hash
    assert history(durable.home) == published


def test_a_process_of_its_own_builds_and_can_be_ended(durable: Settings, accepted: Database) -> None:
    accept(accepted)
    assert publish_pending(durable, accepted, Builder(durable).build).pending == ()
    accept(accepted)
    builder = Builder(durable)
    threading.Timer(0.7, builder.stop).start()
    with pytest.raises(ReleaseError):
        publish_pending(durable, accepted, builder.build)
    with pytest.raises(ReleaseError, match="stopping"):
        builder.build(frozenset())
    assert publish_pending(durable, accepted, Builder(durable).build).pending == ()


def test_the_commands_write_what_the_database_has(
    durable: Settings, accepted: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOUWSTENEN_HOME", str(durable.home))
    monkeypatch.setenv("BOUWSTENEN_SOURCES", str(durable.sources))
    accept(accepted)
    accept(accepted, wrong=True)
    done = CliRunner().invoke(main, ["build"])
    assert done.exit_code == 0, done.output
    assert _graphs(durable.home) == {"changeset-1"}
    done = CliRunner().invoke(main, ["publish-changes"])
    assert done.exit_code == 1
    assert "changeset 2 is set aside" in done.output


def test_a_build_makes_no_database(durable: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOUWSTENEN_HOME", str(durable.home))
    monkeypatch.setenv("BOUWSTENEN_SOURCES", str(durable.sources))
    for command in (["build"], ["publish-changes"]):
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 0, done.output
    assert not (durable.home / "workflow.sqlite").exists()
    assert not folder_of(durable.home).exists()


def test_the_service_publishes_while_others_read(durable: Settings, accepted: Database) -> None:
    with serving(durable.home, sources=durable.sources) as server:
        answers: list[int] = []
        reading = threading.Event()

        def read_on() -> None:
            while not reading.is_set():
                answers.append(httpx2.get(f"{server.address}/sparql?query=ASK{{?s ?p ?o}}").status_code)

        reader = threading.Thread(target=read_on)
        reader.start()
        accept(accepted)
        try:
            for _ in range(600):
                told = httpx2.get(f"{server.address}/health").json()
                if "changeset-1" in current(durable.home)[1].graphs and (
                    told["release"] == current(durable.home)[1].hash
                ):
                    break
                time.sleep(0.1)
            assert httpx2.get(
                f"{server.address}/sparql",
                params={"query": f"ASK {{ <{iri_of(1)}> ?p ?o }}", "format": "json"},
            ).json()["boolean"]
            for _ in range(100):
                told = httpx2.get(f"{server.address}/health").json()
                if told["changesets"] == {"pending": 0, "aside": []}:
                    break
                time.sleep(0.1)
        finally:
            reading.set()
            reader.join()
        assert told["status"] == "ok", told
        assert set(answers) == {200}
        assert "bouwstenen_changesets_pending 0.0" in httpx2.get(f"{server.address}/metrics").text
        changes = httpx2.get(f"{server.address}/changes?format=json&since=2000-01-01").text
        assert iri_of(1) in changes
    assert json.loads((current(durable.home)[0] / "release.json").read_text())["checked"]
    assert open_current(durable.home).release.hash == current(durable.home)[1].hash
    assert waiting(durable.home, accepted).pending == ()


def test_a_service_that_shall_not_publish_does_not(durable: Settings, accepted: Database) -> None:
    accept(accepted)
    with serving(durable.home, sources=durable.sources, publish="false") as server:
        time.sleep(1)
        assert "changesets" not in httpx2.get(f"{server.address}/health").json()
    assert waiting(durable.home, accepted).pending == (1,)
