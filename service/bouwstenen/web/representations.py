"""One thing in several formats: which is wanted, and does the client have it already (RFC 9110 §8.8, §13)?"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from fastapi import Request
from fastapi.responses import Response

from bouwstenen import __version__
from bouwstenen.errors import NotAcceptableError, WrongUseError
from bouwstenen.formats import Format
from bouwstenen.graph.release import Release
from bouwstenen.sparql.negotiation import choose
from bouwstenen.web.addressing import base_of
from bouwstenen.web.answers import NotModified, is_known

__all__ = ["conditional", "is_unchanged", "negotiated", "split_suffix", "validators"]


def split_suffix(name: str, offered: Sequence[Format], is_there: Callable[[str], bool]) -> tuple[str, str]:
    """Return what a name without its suffix is, and the suffix ("" for none); names may hold dots.

    Raises:
        NotAcceptableError: it is the name of something that is there, with the suffix of no format.
    """
    stem, dot, suffix = name.rpartition(".")
    if not dot or is_there(name):
        return name, ""
    if any(item.name == suffix for item in offered):
        return stem, suffix
    if is_there(stem):
        raise _comes_as(suffix, offered)
    return name, ""


def negotiated(request: Request, offered: Sequence[Format], suffix: str = "") -> Format:
    """Return the format of an answer: by the suffix of the address, by `format=`, or by Accept.

    Raises:
        WrongUseError: the suffix and `format=` contradict each other.
        NotAcceptableError: there is no such format; lists those there are.
    """
    asked = request.query_params.get("format", "").lower()
    if suffix and asked and asked != suffix:
        raise WrongUseError(
            {
                "nl": f"het adres eindigt op .{suffix}, maar format={asked}.",
                "en": f"the address ends in .{suffix}, but format={asked}.",
            },
            where="format",
            mend={"nl": "Laat één van beide weg.", "en": "Leave out one."},
        )
    wanted = suffix or asked
    if wanted:
        named = next((item for item in offered if item.name == wanted), None)
        if named is None:
            raise _comes_as(wanted, offered)
        return named
    chosen = choose(request.headers.get("accept"), offered)
    if chosen is None:
        raise _comes_as(request.headers.get("accept", ""), offered)
    return chosen


def _comes_as(wanted: str, offered: Iterable[Format]) -> NotAcceptableError:
    names = ", ".join(f"{item.name} ({item.media_type})" for item in offered)
    return NotAcceptableError(
        {"nl": f"dit is er niet als “{wanted}”.", "en": f"this does not come as “{wanted}”."},
        mend={"nl": f"Kies uit: {names}.", "en": f"Choose one of: {names}."},
    )


def validators(request: Request, release: Release, form: str, language: str = "") -> dict[str, str]:
    """Return the headers that tell whether an answer is still the same.

    It follows from the release, the software, the address under which it is asked, and the format.
    """
    parts = (__version__, release.hash, base_of(request), request.url.path, request.url.query, form, language)
    digest = hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
    built = datetime.fromisoformat(release.built).astimezone(UTC)
    return {
        "ETag": f'W/"{digest}"',
        "Last-Modified": format_datetime(built, usegmt=True),
        "Cache-Control": "public, no-cache",
    }


def is_unchanged(request: Request, headers: dict[str, str]) -> bool:
    """Return whether a client has an answer with these validators; If-None-Match goes before the date."""
    known = request.headers.get("if-none-match")
    if known is not None:
        return is_known(headers["ETag"], known)
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return parsedate_to_datetime(headers["Last-Modified"]) <= since
    except (TypeError, ValueError):  # no date, or one without a zone: then it does not count
        return False


def conditional(
    request: Request, release: Release, chosen: Format, body: Callable[[], bytes], links: Sequence[str]
) -> Response:
    """Return an answer in a format for graphs, or 304 where the client has it.

    Args:
        request: what is answered.
        release: what it was made of.
        chosen: its format.
        body: makes it.
        links: values of the Link header (RFC 8288).
    """
    headers = validators(request, release, chosen.name)
    if is_unchanged(request, headers):
        return NotModified(headers["ETag"])
    headers |= {
        "Link": ", ".join(links),
        "Vary": "Accept, Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(body(), headers=headers, media_type=chosen.content_type)
