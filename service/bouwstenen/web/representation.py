"""One address, several formats: which of them is asked for, what is said of it, and whether it is known.

Content negotiation, suffixes, conditions (RFC 9110 §12, §13) and links (RFC 8288) of what describes things.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import Response

from bouwstenen import __file__ as package_file
from bouwstenen.errors import Message, NotAcceptableError, WrongUseError
from bouwstenen.formats import GRAPHS, HTML, Format
from bouwstenen.graph.release import Release
from bouwstenen.sparql.negotiation import choose
from bouwstenen.web.addressing import base_of, root_of
from bouwstenen.web.answers import is_known
from bouwstenen.web.pages import language_of

__all__ = ["OFFERED", "Representation", "link", "represent", "split_suffix"]

#: What there is, the preferred one first.
OFFERED = (*GRAPHS, HTML)

_SUFFIX = re.compile(r"(?P<stem>.*[^/])\.(?P<suffix>[A-Za-z][A-Za-z0-9]*)")


@dataclass(frozen=True)
class Representation:
    """One format of what is at an address.

    Args:
        request: that asks for it.
        path: of the address within the application, without a suffix: `/doc/trede/3`.
        format: which.
        release: that it is made from.
    """

    request: Request
    path: str
    format: Format
    release: Release

    @property
    def address(self) -> str:
        """The public address, without a suffix."""
        return base_of(self.request) + quote(self.path)

    @property
    def etag(self) -> str:
        """What changes when this may have changed: it is weak, as blank nodes have another name each time."""
        parts = (
            *(_software(), self.release.hash, base_of(self.request), root_of(self.request), self.path),
            *(self.format.name, self.language or "", *sorted(self._asked(OFFERED[0]).items())),
        )
        digest = hashlib.blake2b("\0".join(map(str, parts)).encode(), digest_size=16)
        return f'W/"{digest.hexdigest()}"'

    @property
    def language(self) -> str | None:
        """The language of a page; data has them all."""
        return language_of(self.request) if self.format is HTML else None

    @property
    def is_known(self) -> bool:
        """Whether the client has it, by its tag."""
        return is_known(self.etag, self.request.headers.get("if-none-match", ""))

    @property
    def is_unmodified(self) -> bool:
        """Whether the client has it, by its date; a tag goes before that (RFC 9110 §13.2.2)."""
        since = self.request.headers.get("if-modified-since")
        if since is None or "if-none-match" in self.request.headers:
            return False
        try:
            return self._modified <= parsedate_to_datetime(since).astimezone(UTC)
        except (ValueError, TypeError, OverflowError):
            return False

    def headers(self, links: Iterable[str] = ()) -> dict[str, str]:
        """Return the headers of a response with it.

        Args:
            links: further values of `Link`.
        """
        return {**self._kept(), "Link": ", ".join((*self._alternates(), *links))}

    def not_modified(self) -> Response:
        """Return 304, with what a cache replaces its headers by."""
        return Response(status_code=304, headers=self._kept())

    def variants(self) -> dict[str, str]:
        """Return the addresses of all formats on this host, by name of format, for links on pages."""
        root = root_of(self.request)
        return {each.name: self._variant(root, each) for each in OFFERED}

    def _kept(self) -> dict[str, str]:
        varies = "Accept, Accept-Encoding" + (", Accept-Language" if self.format is HTML else "")
        return {
            "ETag": self.etag,
            "Last-Modified": format_datetime(self._modified, usegmt=True),
            "Content-Location": self._variant(root_of(self.request), self.format),
            "Vary": varies,
            "Cache-Control": "public, no-cache",
            "X-Content-Type-Options": "nosniff",
        }

    @property
    def _modified(self) -> datetime:
        return datetime.fromisoformat(self.release.built).astimezone(UTC).replace(microsecond=0)

    def _asked(self, shown: Format) -> dict[str, str]:
        """The parameters that belong to the address: a format is in its suffix, data has no language."""
        asked = {name: text for name, text in self.request.query_params.items() if name != "format"}
        asked.pop("lang", None)
        if shown is HTML:
            asked["lang"] = language_of(self.request)
        return asked

    def _variant(self, base: str, each: Format) -> str:
        asked = self._asked(each)
        return f"{base}{quote(self.path)}.{each.name}" + (f"?{urlencode(asked)}" if asked else "")

    def _alternates(self) -> list[str]:
        base = base_of(self.request)
        return [
            link(self._variant(base, each), "alternate", type=each.media_type)
            for each in OFFERED
            if each is not self.format
        ]


def represent(request: Request, path: str, suffix: str | None, release: Release) -> Representation:
    """Return the format that a request gets of what is at `path`.

    Args:
        request: whose `format` and Accept count where there is no suffix.
        path: of the address within the application, without the suffix.
        suffix: the suffix of the address.
        release: that it is made from.

    Raises:
        NotAcceptableError: there is no such format, or the client takes none there is; lists them.
        WrongUseError: the suffix says otherwise than `format`.
    """
    asked = request.query_params.get("format")
    if suffix and asked and suffix.lower() != asked.lower().lstrip("."):
        mend: Message = {"nl": "Laat een van beide weg.", "en": "Leave out one."}
        what = {
            "nl": f"het adres eindigt op .{suffix}, maar format={asked}.",
            "en": f"the address ends in .{suffix}, but format={asked}.",
        }
        raise WrongUseError(what, where="format", mend=mend)
    named = suffix or asked
    if named:
        chosen = _named(named)
        what = {
            "nl": f"het formaat “{named}” is er hier niet.",
            "en": f"there is no format “{named}” here.",
        }
    else:
        chosen = choose(request.headers.get("accept"), OFFERED)
        what = {
            "nl": "geen van de formaten die u aanneemt is er.",
            "en": "none of the formats that you accept is there.",
        }
    if chosen is None:
        whole = Representation(request, path, HTML, release)
        names = ", ".join(f"{each.name} ({each.media_type})" for each in OFFERED)
        raise NotAcceptableError(
            what,
            where="format" if named else "Accept",
            mend={"nl": f"Wat er is: {names}.", "en": f"What there is: {names}."},
            offered={address: _named_type(name) for name, address in whole.variants().items()},
        )
    return Representation(request, path, chosen, release)


def split_suffix(path: str) -> Sequence[tuple[str, str | None]]:
    """Return how a path may be read: with the suffix of a format first, then as a whole, then any suffix.

    A name may have dots of its own: `intervention-type/1.3`.

    >>> split_suffix("trede/3.ttl")
    [('trede/3', 'ttl'), ('trede/3.ttl', None)]
    >>> split_suffix("trede/3.pdf")
    [('trede/3.pdf', None), ('trede/3', 'pdf')]
    >>> split_suffix("intervention-type/1.3")
    [('intervention-type/1.3', None)]
    """
    found = _SUFFIX.fullmatch(path)
    if not found:
        return [(path, None)]
    cut = (found["stem"], found["suffix"])
    return [cut, (path, None)] if _named(found["suffix"]) else [(path, None), cut]


def link(target: str, relation: str, **about: str) -> str:
    """Return one value of a Link header (RFC 8288); what is no ASCII is escaped.

    >>> link("https://example.org/x.ttl", "alternate", type="text/turtle")
    '<https://example.org/x.ttl>; rel="alternate"; type="text/turtle"'
    """
    safe = quote(target, safe="%/:=&?~#+!$,;'@()*[]")
    return "; ".join(
        (f"<{safe}>", f'rel="{relation}"', *(f'{name}="{text}"' for name, text in about.items()))
    )


@lru_cache(maxsize=1)
def _software() -> str:
    """What the software is: its version may stay the same while a page changes."""
    digest = hashlib.blake2b(digest_size=16)
    folder = Path(package_file).parent
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _named(name: str) -> Format | None:
    wanted = name.lower().lstrip(".")
    return next((each for each in OFFERED if each.name == wanted), None)


def _named_type(name: str) -> str:
    return {each.name: each.media_type for each in OFFERED}[name]
