"""A PostgreSQL for tests: one of their own in a temporary folder, or the one that the environment names."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

__all__ = ["PostgreSQL", "postgresql"]

#: Address of one whose tables tests may drop.
_NAMED = os.environ.get("BOUWSTENEN_TEST_POSTGRESQL")
#: Nothing that a test writes need outlive the machine; that it outlives the server is up to the code.
_QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses="


@dataclass
class PostgreSQL:
    """A server that runs.

    Args:
        folder: where its socket and data are; None for one that is not ours to stop.
    """

    folder: Path | None

    def database(self, name: str = "workflow") -> str:
        """Return the address of an empty database; who was in it is thrown out.

        Args:
                name: of one among others at the same time; the one that the environment names is but one.
        """
        address = _NAMED or self._address(name)
        if self.folder is not None:
            with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
                known = "SELECT FROM pg_database WHERE datname = %s"
                if connection.execute(known, (name,)).fetchone() is None:
                    connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return address

    def restart(self) -> None:
        """Stop it in the middle of whatever it does, and start it again."""
        assert self.folder is not None, "it is not ours to stop"
        _run("pg_ctl", "restart", "-m", "immediate", *_options(self.folder))

    def _address(self, database: str) -> str:
        return f"postgresql://bouwstenen@/{database}?host={self.folder}"


@contextmanager
def postgresql() -> Iterator[PostgreSQL | None]:
    """Run a server, or use the one that is named; None where there is neither."""
    if _NAMED is not None or _found("initdb") is None:
        yield PostgreSQL(None) if _NAMED else None
        return
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    try:
        if os.getuid() == 0:
            shutil.chown(folder, "nobody")
        sorted_as_people_do = ("--locale-provider=icu", "--icu-locale=nl", "--locale=C.UTF-8")
        common = ("-D", str(folder / "data"), "-U", "bouwstenen", "-A", "trust", "-E", "UTF8", "--no-sync")
        _run("initdb", *common, *sorted_as_people_do)
        _run("pg_ctl", "start", *_options(folder))
        try:
            yield PostgreSQL(folder)
        finally:
            _run("pg_ctl", "stop", "-m", "immediate", "-D", str(folder / "data"))
    finally:
        shutil.rmtree(folder)


def _options(folder: Path) -> tuple[str, ...]:
    options = f"{_QUICK} -c unix_socket_directories={folder}"
    return ("-D", str(folder / "data"), "-o", options, "-l", str(folder / "log"), "-w")


def _found(program: str) -> str | None:
    """Where a program of PostgreSQL is: on the path, else the newest where Debian keeps them."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[4]))
    return shutil.which(program) or next((str(path) for path in reversed(kept)), None)


def _run(program: str, *arguments: str) -> None:
    """Run a program; as nobody where we are root, whom PostgreSQL refuses."""
    command = [_found(program) or program, *arguments]
    if os.getuid() == 0:
        command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--", *command]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/")
    assert done.returncode == 0, done.stdout + done.stderr
