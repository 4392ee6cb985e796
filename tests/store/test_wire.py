"""Frames: whatever goes in comes out, however the stream is cut."""

import random

import pytest

from bouwstenen import errors
from bouwstenen.errors import BouwstenenError, MethodError, RemoteError, UnauthenticatedError
from bouwstenen.store.interface import Query
from bouwstenen.store.workers.wire import DATA, END, JOB, Frames, Job, frame, pack_error, unpack_error


def test_frames_come_out_as_they_went_in() -> None:
    chance = random.Random(1)
    sent = [(chance.choice((DATA, END)), chance.randbytes(chance.randrange(0, 300))) for _ in range(200)]
    stream = b"".join(frame(kind, payload) for kind, payload in sent)
    frames, got = Frames(), []
    while stream:
        cut = chance.randrange(1, 700)
        got += list(frames.feed(stream[:cut]))
        stream = stream[cut:]
    assert got == sent


def test_jobs() -> None:
    job = Job(Query("SELECT “é”", ("http://a/",), ("http://b/", "http://c/"), True), "csv", None, 1.5, 10, 20)
    ((kind, payload),) = Frames().feed(job.pack())
    assert kind == JOB
    assert Job.unpack(payload) == job


#: What no worker raises: they know neither methods nor who asks.
_NOT_SENT = (BouwstenenError, MethodError, UnauthenticatedError)
_KINDS = [
    kind
    for kind in map(errors.__dict__.get, errors.__all__)
    if isinstance(kind, type) and kind not in _NOT_SENT
]


@pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("what", ["what.", {"nl": "wat.", "en": "what."}])
def test_errors_keep_their_kind(kind: type[BouwstenenError], what: errors.Message) -> None:
    sent = kind(what, where="there", mend="So.")
    ((_, payload),) = Frames().feed(pack_error(sent))
    got = unpack_error(payload)
    assert (type(got), got.what, str(got), got.status) == (kind, what, str(sent), sent.status)


def test_an_error_of_another_module_goes_as_its_kind() -> None:
    class SpecialError(RemoteError):
        """Known to nobody else."""

    ((_, payload),) = Frames().feed(pack_error(SpecialError("down.", where="there")))
    assert type(unpack_error(payload)) is RemoteError
