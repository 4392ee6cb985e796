"""One address, several formats: what is said of the one that is sent, and whether the client has it.

Conditions (RFC 9110 §13), alternatives (RFC 8288), caching. Files (`dumps.routes`) come in parts and with
digests, answers of the endpoint (`answers`) while they are made: those have other rules. Which format it is,
`negotiation` tells.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import Response

from bouwstenen import __file__ as package_file
from bouwstenen.errors import NotAcceptableError
from bouwstenen.formats import GRAPHS, HTML, Format
from bouwstenen.web.addressing import base_of, cite_as, root_of
from bouwstenen.web.answers import is_known
from bouwstenen.web.negotiation import format_of
from bouwstenen.web.pages import language_of

__all__ = ["OFFERED", "REVALIDATE", "Representation", "http_date", "link", "represent", "software"]

#: What descriptions come in, the preferred format first.
OFFERED = (*GRAPHS, HTML)

REVALIDATE = "public, no-cache"

#: How the address of a format is made: with its suffix, with `format=`; None where there is none.
Named = Literal["suffix", "format"] | None


@dataclass(frozen=True)
class Representation:
    """One format of what is at an address.

    Args:
        request: that asks for it.
        path: of the address within the application, without a suffix: `/doc/trede/3`.
        format: which.
        state: what changes when it may have changed, beside the software and the address.
        since: since when it is so, ISO 8601; None where that is not known.
        offered: all formats there are.
        named: how the addresses of formats are made.
        spoken: the formats that are in one language; others have them all.
        cached: how long caches may keep it.
    """

    request: Request
    path: str
    format: Format
    state: str
    since: str | None = None
    offered: Sequence[Format] = OFFERED
    named: Named = "suffix"
    spoken: Collection[Format] = (HTML,)
    cached: str = REVALIDATE

    @property
    def address(self) -> str:
        """The public address, without a suffix."""
        return base_of(self.request) + quote(self.path)

    @property
    def etag(self) -> str:
        """What changes when this may have changed: it is weak, as blank nodes have another name each time."""
        parts = (
            *(software(), self.state, base_of(self.request), root_of(self.request), self.path),
            *(self.format.media_type, self.language or ""),
            *sorted(map(str, self.request.query_params.multi_items())),
        )
        digest = hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16)
        return f'W/"{digest.hexdigest()}"'

    @property
    def language(self) -> str | None:
        """The language of what is in one."""
        return language_of(self.request) if self.format in self.spoken else None

    @property
    def is_fresh(self) -> bool:
        """Whether the client has it: by its tag, or without one by its date (RFC 9110 §13.2.2)."""
        known = self.request.headers.get("if-none-match")
        if known is not None:
            return is_known(self.etag, known)
        moment, since = self._moment, self.request.headers.get("if-modified-since")
        if since is None or moment is None:
            return False
        try:
            return moment <= parsedate_to_datetime(since).astimezone(UTC)
        except (ValueError, TypeError, OverflowError):
            return False

    def answer(self, body: Callable[[], bytes], links: Iterable[str] = ()) -> Response:
        """Return it, or 304 where the client has it already.

        Args:
            body: makes it.
            links: further values of `Link`.
        """
        if self.is_fresh:
            return self.not_modified()
        return Response(body(), headers=self.headers(links), media_type=self.format.content_type)

    def headers(self, links: Iterable[str] = ()) -> dict[str, str]:
        """Return the headers of a response with it.

        Args:
            links: further values of `Link`.
        """
        release = getattr(self.request.state, "release", None)
        cited = cite_as(self.request.scope, release.hash).values() if release else ()
        told = (*self._alternates(), *links, *cited)
        headers = {**self._kept(), "X-Content-Type-Options": "nosniff"}
        if told:
            headers["Link"] = ", ".join(told)
        if self.language:
            headers["Content-Language"] = self.language
        return headers

    def not_modified(self) -> Response:
        """Return 304, with what a cache replaces its headers by."""
        return Response(status_code=304, headers=self._kept())

    def variants(self) -> dict[str, str]:
        """Return the addresses of all formats on this host, by name of format, for links on pages."""
        root = root_of(self.request)
        return {each.name: self._variant(root, each) for each in self.offered}

    def _kept(self) -> dict[str, str]:
        varies = "Accept, Accept-Encoding" + (", Accept-Language" if self.language else "")
        kept = {"ETag": self.etag, "Vary": varies, "Cache-Control": self.cached}
        if self.since is not None:
            kept["Last-Modified"] = http_date(self.since)
        if self.named:
            kept["Content-Location"] = self._variant(root_of(self.request), self.format)
        return kept

    @property
    def _moment(self) -> datetime | None:
        if self.since is None:
            return None
        return datetime.fromisoformat(self.since).astimezone(UTC).replace(microsecond=0)

    def _variant(self, base: str, each: Format) -> str:
        """The address of a format; what is in all languages has none in its address."""
        items = self.request.query_params.multi_items()
        asked = [(name, text) for name, text in items if name not in ("format", "lang")]
        if each in self.spoken:
            asked.append(("lang", language_of(self.request)))
        if self.named == "format":
            asked.append(("format", each.name))
        suffix = f".{each.name}" if self.named == "suffix" else ""
        return f"{base}{quote(self.path)}{suffix}" + (f"?{urlencode(asked)}" if asked else "")

    def _alternates(self) -> list[str]:
        if not self.named:
            return []
        base = base_of(self.request)
        return [
            link(self._variant(base, each), "alternate", type=each.media_type)
            for each in self.offered
            if each is not self.format
        ]


def represent(
    request: Request,
    path: str,
    state: str,
    since: str | None = None,
    *,
    offered: Sequence[Format] = OFFERED,
    suffix: str | None = None,
    named: Named = "suffix",
    spoken: Collection[Format] = (HTML,),
    cached: str = REVALIDATE,
) -> Representation:
    """Return the format that a request gets of what is at `path`; for the arguments see `Representation`.

    Raises:
        NotAcceptableError: there is no such format, or the client takes none there is; lists them.
        WrongUseError: the suffix says otherwise than `format`.
    """
    shown = Representation(request, path, offered[0], state, since, offered, named, spoken, cached)
    try:
        chosen = format_of(request, offered, suffix)
    except NotAcceptableError as error:
        if named:
            at = shown.variants()
            error.offered = {at[each.name]: each.media_type for each in offered}
        raise
    return Representation(request, path, chosen, state, since, offered, named, spoken, cached)


def link(target: str, relation: str, **about: str) -> str:
    """Return one value of a Link header (RFC 8288); what is no ASCII is escaped.

    >>> link("https://example.org/x.ttl", "alternate", type="text/turtle")
    '<https://example.org/x.ttl>; rel="alternate"; type="text/turtle"'
    """
    safe = quote(target, safe="%/:=&?~#+!$,;'@()*[]")
    return "; ".join(
        (f"<{safe}>", f'rel="{relation}"', *(f'{name}="{text}"' for name, text in about.items()))
    )


def http_date(moment: str) -> str:
    """Return a moment in ISO 8601 as HTTP has it (RFC 9110 §5.6.7)."""
    return format_datetime(datetime.fromisoformat(moment).astimezone(UTC), usegmt=True)


@lru_cache(maxsize=1)
def software() -> str:
    """Return what changes with the software: its version may stay the same while a page changes.

    It is read once, which takes some milliseconds.
    """
    digest = hashlib.blake2b(digest_size=16)
    folder = Path(package_file).parent
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()
