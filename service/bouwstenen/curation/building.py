"""A build in a process of its own: readers are not slowed down, and a service that stops ends it.

`python -m bouwstenen.curation.building` reads what to build as JSON, a line on standard input, and writes
what came of it, a line on standard output. It ends with all that it started when standard input does: with
whoever started it, however that one ended.
"""

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TextIO

from bouwstenen.curation.publisher import Built
from bouwstenen.errors import ReleaseError
from bouwstenen.settings import Settings

__all__ = ["Builder", "main"]

_log = logging.getLogger(__name__)
#: How much lower than ours its priority is: those who read come first.
_NICE = 10


class Builder:
    """Builds releases in processes of their own, one at a time.

    Args:
        settings: where home and sources are.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()
        self._stopped = False

    def build(self, without: frozenset[int]) -> Built:
        """Build a release without some changesets (a `curation.publisher.Build`).

        Raises:
            ReleaseError: the build ended before its end, or could not write; says why.
        """
        settings = self._settings
        wanted = {
            "root": str(settings.sources),
            "home": str(settings.home),
            "jobs": settings.jobs,
            "without": sorted(without),
        }
        with self._lock:
            if self._stopped:
                raise ReleaseError("the service is stopping.")
            process = self._process = subprocess.Popen(
                [sys.executable, "-m", "bouwstenen.curation.building"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        with process:
            given, answers, said = process.stdin, process.stdout, process.stderr
            if given is None or answers is None or said is None:
                raise RuntimeError("pipes were asked for")
            logged = threading.Thread(target=_pass_on, args=(said,), daemon=True)
            logged.start()
            try:
                # standard input stays open: that it ends is how the process learns that we did
                with contextlib.suppress(BrokenPipeError):
                    given.write(json.dumps(wanted) + "\n")
                    given.flush()
                answer = answers.readline()
                logged.join()
            finally:
                _end(process)
        if not answer:
            raise ReleaseError(
                f"the build ended before it was done ({process.returncode}).",
                where=str(settings.home),
                mend="The log says more; it is tried again.",
            )
        result = json.loads(answer)
        if "error" in result:
            raise ReleaseError(result["error"])
        return Built(result["release"], result["findings"])

    def stop(self) -> None:
        """End the build that runs, and begin no other."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                _end(self._process)


def _end(process: "subprocess.Popen[str]") -> None:
    """End a process and all that it started; nothing is lost by that."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _pass_on(lines: TextIO) -> None:
    for line in lines:
        _log.info("build: %s", line.rstrip())


def main() -> None:
    """Build what standard input says."""
    from bouwstenen.build import build
    from bouwstenen.errors import BouwstenenError, SourceError
    from bouwstenen.validation.findings import as_text, violations

    os.nice(_NICE)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever prints, prints to the log
    wanted = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        outcome = build(
            Path(wanted["root"]),
            Path(wanted["home"]),
            jobs=wanted["jobs"],
            check=wanted.get("check", True),
            without=frozenset(wanted["without"]),
        )
        wrong = as_text(violations(outcome.findings), outcome.labels, "nl", limit=20)
        answer = {"release": outcome.release and outcome.release.hash, "findings": wrong}
    except SourceError as error:
        answer = {"release": None, "findings": str(error)}
    except (BouwstenenError, OSError) as error:
        answer = {"error": str(error)}
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _end_with_parent() -> None:
    sys.stdin.read()
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
