"""A seal on a form: when it was given out, and for what; who sends none has not read our page."""

import hmac
import os
import secrets
import time
from pathlib import Path

from bouwstenen.errors import WrongUseError

__all__ = ["LATEST", "SOONEST", "Seals"]

#: Seconds after which a form may be sent, at the soonest and at the latest: nobody types a report in less.
SOONEST, LATEST = 3, 24 * 3600

_LENGTH = 32


class Seals:
    """Makes seals and checks them.

    Args:
        home: folder that keeps the key, in a file of its own; where it cannot be written, forms hold as long
            as this process does.
    """

    def __init__(self, home: Path) -> None:
        self._key = _kept(home / "forms.key")

    def seal(self, about: str, moment: float | None = None) -> str:
        """Return what a form carries.

        Args:
            about: what the form is for.
            moment: at which it is given out, seconds since 1970; now where it is not given.
        """
        at = str(int(time.time() if moment is None else moment))
        return f"{at}.{self._sign(at, about)}"

    def check(self, seal: str, about: str) -> None:
        """See that a form is one of ours, was given out a while ago, and not too long ago.

        Raises:
            WrongUseError: it is not; says what to do.
        """
        at, _, sign = seal.partition(".")
        if not hmac.compare_digest(sign.encode("utf-8", "replace"), self._sign(at, about).encode()):
            raise _wrong("dit formulier is niet van ons.", "this form is none of ours.")
        age = time.time() - int(at)
        if age > LATEST:
            raise _wrong("dit formulier is van te lang geleden.", "this form is of too long ago.")
        if age < SOONEST:
            raise _wrong("dit formulier is te snel verstuurd.", "this form was sent too fast.")

    def _sign(self, at: str, about: str) -> str:
        return hmac.digest(self._key, f"{at}\0{about}".encode("utf-8", "replace"), "sha256").hex()


def _kept(path: Path) -> bytes:
    """The key of a home; made where there is none. Who comes second takes that of who came first."""
    fresh = secrets.token_bytes(_LENGTH)
    try:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            kept = path.read_bytes()
            return kept if len(kept) == _LENGTH else fresh
        with os.fdopen(handle, "wb") as file:
            file.write(fresh)
    except OSError:
        return fresh
    return fresh


def _wrong(nl: str, en: str) -> WrongUseError:
    return WrongUseError(
        {"nl": nl, "en": en},
        where="seal",
        mend={"nl": "Verstuur het nog eens.", "en": "Send it once more."},
    )
