"""What can go wrong in a way its reader can mend: one base class, said as what, where and how to mend it."""

from collections.abc import Mapping, Sequence

__all__ = [
    "BouwstenenError",
    "BusyError",
    "ConflictError",
    "ContradictionError",
    "DatabaseError",
    "ForbiddenError",
    "HandedInError",
    "MediaTypeError",
    "Message",
    "MethodError",
    "MistakesError",
    "NoRoomError",
    "NotAcceptableError",
    "QueryMemoryError",
    "QueryTimeoutError",
    "ReleaseError",
    "RemoteError",
    "RemoteTimeoutError",
    "RequestTimeoutError",
    "ResultTooLargeError",
    "SourceError",
    "TooLargeError",
    "TooManyRowsError",
    "UnauthenticatedError",
    "UnforeseenError",
    "UnknownThingError",
    "WrongUseError",
    "in_language",
]

#: A sentence in English, or the same sentence by language ("nl", "en").
Message = str | Mapping[str, str]


def in_language(message: Message, language: str) -> str:
    """Return what a message says in a language; where it has no words of its own for it, in English."""
    return message if isinstance(message, str) else message.get(language, message["en"])


class BouwstenenError(Exception):
    """Something the user can mend.

    Args:
        what: what is wrong, one sentence.
        where: the file, parameter or address concerned, when there is one.
        mend: how to mend it, one sentence, when that is known.
    """

    status = 500

    def __init__(self, what: Message, *, where: str | None = None, mend: Message | None = None) -> None:
        self.what = what
        self.where = where
        self.mend = mend
        super().__init__(str(self))

    def __str__(self) -> str:
        what = in_language(self.what, "en")
        text = f"{self.where}: {what}" if self.where else what
        return f"{text} {in_language(self.mend, 'en')}" if self.mend else text


class SourceError(BouwstenenError):
    """A source file cannot be read: it does not parse, is missing, or clashes with another."""


class HandedInError(SourceError):
    """What somebody handed in cannot be read: it is not what it says, is damaged, or is refused."""

    status = 400


class ReleaseError(BouwstenenError):
    """There is no release to read from, or it is damaged."""

    status = 503


class DatabaseError(BouwstenenError):
    """The database of the workflow cannot be reached, read or written."""

    status = 503


class RemoteError(BouwstenenError):
    """A server that we ask is down, refuses, or answers what cannot be an answer."""

    status = 502


class RemoteTimeoutError(RemoteError):
    """A server that we ask has not answered, or not in full, within the time it was given."""

    status = 504


class WrongUseError(BouwstenenError):
    """A parameter or argument is missing, unknown or of the wrong kind."""

    status = 400


class MistakesError(WrongUseError):
    """What was sent has mistakes, each with its place.

    Args:
        what: what is wrong, one sentence.
        where: the part concerned.
        findings: `place` (text), `severity`, `message` and `mend` (or None) of each.
    """

    def __init__(
        self,
        what: Message,
        *,
        where: str | None = None,
        mend: Message | None = None,
        findings: Sequence[Mapping[str, Message | None]] = (),
    ) -> None:
        super().__init__(what, where=where, mend=mend)
        self.findings = findings


class UnauthenticatedError(BouwstenenError):
    """Who asks must be known for this, and is not: no token or session, or one that proves nothing.

    Args:
        what: what is wrong, one sentence.
        mend: how to mend it, one sentence.
        invalid: whether a token was given that proves nothing (`invalid_token`, RFC 6750 §3.1).
    """

    status = 401

    def __init__(self, what: Message, *, mend: Message | None = None, invalid: bool = False) -> None:
        super().__init__(what, mend=mend)
        self.invalid = invalid


class ForbiddenError(BouwstenenError):
    """Who asks is known, but may not do this."""

    status = 403


class ConflictError(WrongUseError):
    """What is asked for clashes with what is there."""

    status = 409


class ContradictionError(WrongUseError):
    """What is asked for contradicts itself: each part is right, together they cannot be."""

    status = 422


class UnknownThingError(BouwstenenError):
    """A thing or question that was asked for does not exist.

    Args:
        what: what is wrong, one sentence.
        where: the parameter or address concerned, when there is one.
        mend: how to mend it, one sentence, when that is known.
        nearest: IRIs of what may have been meant.
    """

    status = 404

    def __init__(
        self,
        what: Message,
        *,
        where: str | None = None,
        mend: Message | None = None,
        nearest: Sequence[str] = (),
    ) -> None:
        super().__init__(what, where=where, mend=mend)
        self.nearest = nearest


class MethodError(BouwstenenError):
    """A method that an address does not have.

    Args:
        what: what is wrong, one sentence.
        allow: the methods it has.
        mend: how to mend it, one sentence.
    """

    status = 405

    def __init__(self, what: Message, *, allow: Sequence[str], mend: Message) -> None:
        super().__init__(what, mend=mend)
        self.allow = allow


class RequestTimeoutError(BouwstenenError):
    """A request did not arrive in the time it had."""

    status = 408


class MediaTypeError(BouwstenenError):
    """What was sent is of a kind that we do not read."""

    status = 415


class NotAcceptableError(BouwstenenError):
    """The client takes none of the formats that an answer has.

    Args:
        what: what is wrong, one sentence.
        where: the parameter or address concerned, when there is one.
        mend: how to mend it, one sentence, when that is known.
        offered: the formats there are: media type by address.
    """

    status = 406

    def __init__(
        self,
        what: Message,
        *,
        where: str | None = None,
        mend: Message | None = None,
        offered: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(what, where=where, mend=mend)
        self.offered = offered or {}


class TooManyRowsError(WrongUseError):
    """An answer has more rows than may be asked for at once."""


class ResultTooLargeError(WrongUseError):
    """An answer has more bytes than may be asked for at once."""


class QueryTimeoutError(BouwstenenError):
    """A query did not end in the time it had."""

    status = 504


class QueryMemoryError(BouwstenenError):
    """A query wanted more memory than it may have."""

    status = 507


class NoRoomError(BouwstenenError):
    """A disk of the service is full."""

    status = 507


class BusyError(BouwstenenError):
    """Too much is being asked at the moment; the same may be asked again later.

    Args:
        what: what is wrong, one sentence.
        where: the parameter or address concerned, when there is one.
        mend: how to mend it, one sentence, when that is known.
        after: seconds after which to ask again, where they are known.
    """

    status = 429

    def __init__(
        self,
        what: Message,
        *,
        where: str | None = None,
        mend: Message | None = None,
        after: int | None = None,
    ) -> None:
        super().__init__(what, where=where, mend=mend)
        self.after = after


class UnforeseenError(BouwstenenError):
    """A mistake of ours, found by a process that answers queries."""


class TooLargeError(WrongUseError):
    """What was sent is larger or deeper than we read."""

    status = 413
