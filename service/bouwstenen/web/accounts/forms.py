"""What a form or a program sends to change something: read within bounds, and only from a page of ours."""

import json
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from bouwstenen.errors import MediaTypeError, WrongUseError
from bouwstenen.web.accounts.current import FORM_TOKEN, check_form
from bouwstenen.web.bounds import too_large

__all__ = ["CheckedForm", "SentForm", "described"]

_URLENCODED = "application/x-www-form-urlencoded"
_JSON = "application/json"

#: Bytes and fields that a body may have.
MAX_BODY = 2**16
MAX_FIELDS = 50


async def _sent(request: Request) -> Mapping[str, str]:
    """The fields of a form, or of an object in JSON with texts alone; each given once.

    Raises:
        MediaTypeError: it is neither.
        TooLargeError: it is larger than a form of ours can be.
        WrongUseError: it is not well-formed, or has a field twice.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await _body(request)
    if media_type not in (_URLENCODED, _JSON) and body:
        raise MediaTypeError(
            {
                "nl": f"“{media_type[:100]}” lezen we hier niet.",
                "en": f"“{media_type[:100]}” is not read here.",
            },
            where="Content-Type",
            mend={"nl": f"Stuur {_URLENCODED} of {_JSON}.", "en": f"Send {_URLENCODED} or {_JSON}."},
        )
    try:
        pairs = _pairs_of_json(body) if media_type == _JSON else _pairs_of_form(body)
    except (ValueError, RecursionError):
        wrong = {"nl": "de inhoud is geen formulier of object.", "en": "the body is no form or object."}
        raise WrongUseError(wrong, where="body") from None
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise WrongUseError(
            {"nl": "een veld staat er meer dan één keer.", "en": "a field is there more than once."},
            where="body",
            mend={"nl": "Geef elk veld één keer.", "en": "Give each field once."},
        )
    return fields


async def _body(request: Request) -> bytes:
    read = b""
    async for piece in request.stream():
        read += piece
        if len(read) > MAX_BODY:
            raise too_large(MAX_BODY)
    return read


def _pairs_of_form(body: bytes) -> list[tuple[str, str]]:
    return parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)


def _pairs_of_json(body: bytes) -> list[tuple[str, str]]:
    given = json.loads(body, object_pairs_hook=list)
    if not isinstance(given, list) or not all(isinstance(pair, tuple) for pair in given):
        raise ValueError("no object")
    pairs = [(name, str(value)) for name, value in given if isinstance(value, str | int)]
    if len(pairs) < len(given):
        raise ValueError("no texts")
    "".join(text for pair in pairs for text in pair).encode()  # half a character, "\ud800", is no text
    return pairs


SentForm = Annotated[Mapping[str, str], Depends(_sent)]


def _checked(request: Request, form: SentForm) -> Mapping[str, str]:
    """The same, when it comes from a page of this session, or with a token."""
    check_form(request, form)
    return form


CheckedForm = Annotated[Mapping[str, str], Depends(_checked)]


def described(fields: Mapping[str, str] | None = None, *, known: bool = True) -> dict[str, Any]:
    """Return what OpenAPI is to say of a route that changes something.

    Args:
        fields: what each field of its form means.
        known: whether it is only for who is known.
    """
    texts = {name: {"type": "string", "description": meaning} for name, meaning in (fields or {}).items()}
    if known:
        session = "only with a session cookie: the hidden field of the page's form"
        texts[FORM_TOKEN] = {"type": "string", "description": session}
    schema = {"type": "object", "properties": texts}
    body = {"content": {media_type: {"schema": schema} for media_type in (_URLENCODED, _JSON)}}
    return {"requestBody": body, **({"security": [{"token": []}, {"session": []}]} if known else {})}
