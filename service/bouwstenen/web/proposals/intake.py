"""What is sent to make, answer or review a proposal: JSON, a form with files, or RDF as it is."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from pyoxigraph import Quad, Triple
from starlette.datastructures import UploadFile
from starlette.types import Message

from bouwstenen.curation.proposals.people import Contributor
from bouwstenen.curation.proposals.sheets import added_by, read_sheet
from bouwstenen.errors import MediaTypeError, RequestTimeoutError, SourceError, TooLargeError, WrongUseError
from bouwstenen.formats import N_QUADS, TRIG, Format
from bouwstenen.store.interface import QueryStore
from bouwstenen.validation.document import Document
from bouwstenen.validation.reading.kinds import RDF, kind_of, recognised
from bouwstenen.validation.reading.mistakes import UnreadableError
from bouwstenen.validation.reading.reader import read_document
from bouwstenen.web.accounts.current import check_form
from bouwstenen.web.proposals.mistakes import Mistakes

__all__ = ["MAX_BODY", "Sent", "fields", "sent", "statements"]

#: Bytes and seconds that a body may take; files and fields that a form may have.
MAX_BODY = 20 * 2**20
BODY_TIME = 60.0
MAX_FILES, MAX_FIELDS = 10, 40

_JSON = "application/json"
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


@dataclass(frozen=True)
class Sent:
    """What was sent.

    Args:
        fields: texts by name.
        files: name and content of those that were attached.
    """

    fields: dict[str, str]
    files: list[tuple[str, bytes]]

    def __getitem__(self, name: str) -> str:
        """Return a field; "" where it was not sent."""
        return self.fields.get(name, "")

    @property
    def has_data(self) -> bool:
        """Whether it has statements."""
        return bool(self.files or self["add"].strip() or self["remove"].strip())


def fields(**names: str) -> dict[str, Any]:
    """Return what OpenAPI is to say of a route with these fields; each with what it means."""
    schema = {
        "type": "object",
        "properties": {name: {"type": "string", "description": about} for name, about in names.items()},
    }
    kinds = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")
    return {
        "requestBody": {"content": {kind: {"schema": schema} for kind in kinds}},
        "security": [{}, {"token": []}, {"session": []}],
    }


async def sent(request: Request) -> Sent:
    """Return what a request brings, when it comes from a page of ours, shows a token, or is of no browser.

    Raises:
        MediaTypeError: it is of a kind that is not read here.
        TooLargeError: it is too large.
        WrongUseError: it is not well-formed.
        ForbiddenError: another website made a browser send it.
        RequestTimeoutError: it takes too long to arrive.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await _body(request)
    if media_type == _JSON:
        given = Sent(_object(body), [])
    elif media_type in _FORMS:
        given = await _form(request, body)
    elif not body:
        given = Sent(dict(request.query_params), [])
    else:
        kind = kind_of("", media_type)
        if kind not in RDF:
            raise MediaTypeError(
                {
                    "nl": f"“{media_type[:100]}” lezen we hier niet.",
                    "en": f"“{media_type[:100]}” is not read here.",
                },
                where="Content-Type",
                mend={"nl": "Stuur JSON, een formulier of RDF.", "en": "Send JSON, a form or RDF."},
            )
        given = Sent(dict(request.query_params), [(f"body.{kind.name}", body)])
    check_form(request, given.fields)
    return given


async def _body(request: Request) -> bytes:
    read = bytearray()
    try:
        async with asyncio.timeout(BODY_TIME):
            async for piece in request.stream():
                read += piece
                if len(read) > MAX_BODY:
                    raise TooLargeError(
                        {
                            "nl": f"een voorstel heeft hoogstens {MAX_BODY} bytes.",
                            "en": f"a proposal has at most {MAX_BODY} bytes.",
                        },
                        where="body",
                    )
    except TimeoutError as error:
        raise RequestTimeoutError(f"the body took longer than {BODY_TIME:g} s to arrive.") from error
    return bytes(read)


def _object(body: bytes) -> dict[str, str]:
    try:
        given = json.loads(body or b"{}")
        json.dumps(given, ensure_ascii=False).encode()  # half a character, "\ud800", is no text
    except (ValueError, RecursionError) as error:
        raise _no_object() from error
    if not isinstance(given, dict) or not all(isinstance(each, str | None) for each in given.values()):
        raise _no_object()
    return {name: value for name, value in given.items() if value is not None}


def _no_object() -> WrongUseError:
    return WrongUseError(
        {"nl": "dit is geen JSON-object met teksten.", "en": "this is no JSON object of texts."},
        where="body",
        mend={
            "nl": 'Stuur bijvoorbeeld {"add": "…", "reason": "…", "source": "…", "name": "…"}.',
            "en": 'Send for example {"add": "…", "reason": "…", "source": "…", "name": "…"}.',
        },
    )


async def _form(request: Request, body: bytes) -> Sent:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    fields: dict[str, str] = {}
    files: list[tuple[str, bytes]] = []
    whole = Request(request.scope, receive)
    async with whole.form(max_files=MAX_FILES, max_fields=MAX_FIELDS, max_part_size=MAX_BODY) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                content = await value.read()
                if value.filename or content:
                    files.append((value.filename or "-", content))
            else:
                fields[name] = value
    if any("\ud800" <= character <= "\udfff" for text in fields.values() for character in text):
        raise WrongUseError({"nl": "dit is geen UTF-8.", "en": "this is not UTF-8."}, where="body")
    return Sent(fields, files)


def statements(
    given: Sent, store: QueryStore, who: Contributor, source: str
) -> tuple[frozenset[Triple], frozenset[Quad]]:
    """Return what comes and what goes.

    Args:
        given: with texts `add` and `remove`, in `format`, and files: RDF that comes, or workbooks.
        store: the release that workbooks are compared with.
        who: hands it in.
        source: where it was found, for what a workbook names no source of.

    Raises:
        DataMistakesError: something cannot be read, or says what it cannot; tells all of that.
        WrongUseError: something is damaged.
        MediaTypeError: something is of a kind that is not read.
        TooLargeError: something is too large or too deep.
    """
    added: set[Triple] = set()
    removed: set[Quad] = set()
    mistakes = Mistakes()
    form = _named(given["format"])
    if given["add"].strip():
        added |= {quad.triple for quad in _rdf(mistakes, "add", given["add"].encode(), form)}
    if given["remove"].strip():
        removed |= set(_rdf(mistakes, "remove", given["remove"].encode(), _with_graphs(form)))
    for name, content in given.files:
        kind = kind_of(name) or recognised(content)
        if kind in RDF:
            added |= {quad.triple for quad in _rdf(mistakes, name, content, kind)}
            continue
        document = _sheet(name, content, store, who, source)
        mistakes.of(document)
        added |= added_by(who, document)
        removed |= set(document.removed)
    mistakes.check()
    return frozenset(added), frozenset(removed)


def _named(name: str) -> Format | None:
    return kind_of("", named=name.strip()) if name.strip() else None


def _with_graphs(kind: Format | None) -> Format | None:
    """What goes may name its graph: the forms without graphs are read as those that have them."""
    if kind is None or kind.name == "ttl":
        return TRIG
    return N_QUADS if kind.name == "nt" else kind


def _rdf(mistakes: Mistakes, name: str, content: bytes, kind: Format | None) -> tuple[Quad, ...]:
    try:
        return read_document(name, content, kind).quads
    except UnreadableError as error:
        mistakes.unreadable(error, content)
        return ()
    except SourceError as error:
        raise WrongUseError(error.what, where=error.where, mend=error.mend) from error


def _sheet(name: str, content: bytes, store: QueryStore, who: Contributor, source: str) -> Document:
    try:
        return read_sheet(name, content, store, who, source)
    except SourceError as error:
        raise WrongUseError(error.what, where=error.where, mend=error.mend) from error
