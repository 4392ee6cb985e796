"""What a request hands in to be checked: a body of one kind, or a form with files and pasted text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.types import Message

from bouwstenen.curation.checking import too_large
from bouwstenen.curation.reading import Given
from bouwstenen.errors import MediaTypeError, WrongUseError
from bouwstenen.formats import listed
from bouwstenen.validation.reading.kinds import KINDS, kind_of

__all__ = ["Handed", "handed_in", "is_yes"]

#: Files that a form may have, and its other fields.
_FILES, _FIELDS = 20, 20
#: Bytes of a form beside the files and the text: the heads of its parts.
_HEADS = 64 * 1024

_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


@dataclass(frozen=True)
class Handed:
    """What was handed in.

    Args:
        files: to be checked.
        said: the fields of the form that say how, and the text that was pasted.
    """

    files: tuple[Given, ...]
    said: Mapping[str, str] = field(default_factory=dict)


async def handed_in(request: Request, most: int) -> Handed:
    """Return the files of a request.

    Args:
        request: by POST.
        most: MiB that they may have together.

    Raises:
        TooLargeError: they have more.
        MediaTypeError: they are of a kind that is not read.
        WrongUseError: there are none.
    """
    media_type = request.headers.get("content-type", "")
    plain = media_type.partition(";")[0].strip().lower()
    if plain in _FORMS:
        return await _form(request, most)
    return Handed((await _body(request, media_type, most),))


async def _body(request: Request, media_type: str, most: int) -> Given:
    if not media_type:
        told = listed(KINDS)
        raise MediaTypeError(
            {"nl": "er staat niet bij wat dit is.", "en": "it does not say what this is."},
            where="Content-Type",
            mend={"nl": f"Noem een van: {told}.", "en": f"Name one of: {told}."},
        )
    kind = kind_of("", media_type)
    pieces: list[bytes] = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > most * 2**20:
            raise too_large(most)
        pieces.append(piece)
    if not size:
        raise _nothing()
    return Given("-", b"".join(pieces), kind.name if kind else "")


async def _form(request: Request, most: int) -> Handed:
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await request.receive()
        size += len(message.get("body", b""))
        if size > most * 2**20 + _HEADS:
            raise too_large(most)
        return message

    form = await Request(request.scope, counted).form(
        max_files=_FILES, max_fields=_FIELDS, max_part_size=most * 2**20
    )
    try:
        return await _handed(form)
    finally:
        await form.close()


async def _handed(form: FormData) -> Handed:
    said = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    files: list[Given] = []
    for _, upload in form.multi_items():
        if isinstance(upload, UploadFile):
            content = await upload.read()
            if upload.filename or content:
                name = _unique(_plain(upload.filename or "-"), files)
                kind = kind_of(name, upload.content_type or "")
                files.append(Given(name, content, kind.name if kind else ""))
    text = said.get("text", "")
    if text.strip():
        kind = kind_of("", named=said.get("kind", ""))
        # a form sends every end of a line as CR LF (HTML, constructing the entry list)
        files.append(
            Given("-", text.replace("\r\n", "\n").encode("utf-8", "replace"), kind.name if kind else "")
        )
    if not files:
        raise _nothing()
    return Handed(tuple(files), said)


def _plain(name: str) -> str:
    """The name of a file without its folders and without what no line of a report can show."""
    last = re.split(r"[\\/]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "", last)[:200] or "-"


def _unique(name: str, files: list[Given]) -> str:
    taken = {given.name for given in files}
    number, unique = 1, name
    while unique in taken:
        number += 1
        stem, dot, suffix = name.rpartition(".")
        unique = f"{stem} ({number}).{suffix}" if dot else f"{name} ({number})"
    return unique


def is_yes(text: str | None, where: str) -> bool:
    """Return what a parameter that is yes or no says; no where it is missing.

    Raises:
        WrongUseError: it says neither.
    """
    plain = (text or "").strip().lower()
    if plain in ("true", "1", "yes", "on"):
        return True
    if plain in ("", "false", "0", "no", "off"):
        return False
    raise WrongUseError(
        {"nl": f"“{plain[:50]}” is geen ja of nee.", "en": f"“{plain[:50]}” is neither yes nor no."},
        where=where,
        mend={"nl": "Geef true of false.", "en": "Give true or false."},
    )


def _nothing() -> WrongUseError:
    return WrongUseError(
        {"nl": "er is niets om te controleren.", "en": "there is nothing to check."},
        where="body",
        mend={"nl": "Kies een bestand of plak tekst.", "en": "Choose a file or paste text."},
    )
