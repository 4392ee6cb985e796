"""The query operation of the SPARQL 1.1 Protocol (§2.1): what a request asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl

from bouwstenen.errors import MediaTypeError, WrongUseError
from bouwstenen.formats import by_name

__all__ = ["DIRECT", "FORM", "Asked", "parse_request"]

DIRECT = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Asked:
    """What a request asks for.

    Args:
        query: the query; None where the request has none and so asks for the service description.
        default_graphs: values of `default-graph-uri`.
        named_graphs: values of `named-graph-uri`.
        format: name of the format that was asked for, overriding Accept.
        timeout: seconds that the client gives the query.
        edit: whether a page to change the query is asked for.
        release: name of the release to ask; None for the current one.
    """

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None
    timeout: float | None = None
    edit: bool = False
    release: str | None = None


def parse_request(method: str, query_string: bytes, content_type: str | None, body: bytes) -> Asked:
    """Return what a request asks for.

    Args:
        method: GET, HEAD, POST or QUERY.
        query_string: of its address.
        content_type: its Content-Type.
        body: its body; nothing for GET and HEAD.

    Raises:
        MediaTypeError: a body is of a kind that holds no query, or not UTF-8 by its own account.
        WrongUseError: a parameter is given twice, lacks a value or is not UTF-8; there is an update.
    """
    pairs = _pairs(query_string.decode("latin-1"))
    if method not in ("GET", "HEAD"):
        kind, charset = _media_type(content_type)
        if charset not in (None, "", "utf-8", "utf8", "us-ascii"):
            raise MediaTypeError(f"a query is sent as UTF-8, not as {charset}.", where="Content-Type")
        if kind == DIRECT:
            pairs.append(("query", _text(body)))
        elif kind == FORM:
            pairs += _pairs(_text(body))
        elif kind == "application/sparql-update":
            raise _no_update("body")
        else:
            raise MediaTypeError(f"a query is sent as {DIRECT} or {FORM}.", where="Content-Type")
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise _no_update("update")
    asked = Asked(
        query=_one(values, "query"),
        default_graphs=tuple(values.get("default-graph-uri", ())),
        named_graphs=tuple(values.get("named-graph-uri", ())),
        format=_format(values.get("format", [])),
        timeout=_seconds(_one(values, "timeout")),
        edit=_one(values, "edit") is not None,
        release=_one(values, "release") or None,
    )
    if asked.query is None and (method not in ("GET", "HEAD") or asked.default_graphs or asked.named_graphs):
        raise WrongUseError("the query is missing.", where="query", mend="Send exactly one.")
    return asked


def _media_type(content_type: str | None) -> tuple[str | None, str | None]:
    if not content_type:
        return None, None
    header = Message()
    header["content-type"] = content_type
    return header.get_content_type(), header.get_content_charset()


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        mend = "Send it as UTF-8, the only encoding there is here."
        raise WrongUseError(f"not UTF-8 text: {error}.", where="body", mend=mend) from error


def _pairs(encoded: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError as error:
        raise WrongUseError(f"a parameter is not UTF-8 text: {error}.", where="parameters") from error
    except ValueError as error:
        raise WrongUseError(f"too many parameters: {error}.", where="parameters") from error


def _one(values: Mapping[str, list[str]], name: str) -> str | None:
    given = values.get(name, [])
    if len(given) > 1:
        raise WrongUseError(f"{name} is given {len(given)} times.", where=name, mend="Send exactly one.")
    return given[0] if given else None


def _format(given: list[str]) -> str | None:
    """The format asked for. SPARQLWrapper names some of them twice: by name, and by media types."""
    names = {name.partition(",")[0] for name in given if name}
    known = {by_name(name) for name in names}
    same = known.pop() if len(known) == 1 else None
    return same.name if same else _one({"format": sorted(names)}, "format")


def _seconds(text: str | None) -> float | None:
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError as error:
        raise WrongUseError(
            f"“{text}” is no number of seconds.", where="timeout", mend="Write, for example, timeout=5."
        ) from error
    if not 0 < seconds < float("inf"):
        raise WrongUseError("a query needs more than 0 seconds.", where="timeout")
    return seconds


def _no_update(where: str) -> WrongUseError:
    return WrongUseError("updates are not taken here.", where=where, mend="This data changes by releases.")
