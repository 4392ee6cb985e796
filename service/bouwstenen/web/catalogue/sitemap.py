"""`/sitemap.xml` and `/robots.txt`: which pages search engines should know, and which they should not ask."""

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from bouwstenen.errors import UnknownThingError
from bouwstenen.library.question import questions_of
from bouwstenen.namespaces import ID
from bouwstenen.store.interface import QueryStore, select
from bouwstenen.store.opening import Opened
from bouwstenen.web.addressing import base_of, link_of, root_of
from bouwstenen.web.context import CurrentRelease

__all__ = ["MOST", "router"]

router = APIRouter()

#: Addresses that a sitemap may list (sitemaps.org); with more there is an index of several.
MOST = 50_000
_LANGUAGES = ("nl", "en")
#: What every service has, beside the things and the questions.
_PAGES = ("/", "/queries", "/catalog", "/docs")
#: Things that people look for by name, and what they look for them by; claims are reached from these.
_KINDS = (
    *("Intervention", "InterventionPart", "InterventionType", "Bouwsteen", "Theme", "Factor", "Trede"),
    *("TargetGroup", "Form", "Setting", "Municipality", "Organisation", "Source"),
)
_NAMED = " ".join(f"bm:{kind}" for kind in _KINDS)
_THINGS = f"SELECT DISTINCT ?thing WHERE {{ VALUES ?kind {{ {_NAMED} }} ?thing a ?kind }}"

_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XML = "application/xml"


@router.get(
    "/sitemap.xml",
    summary="The pages, in both languages, for search engines",
    response_class=Response,
    responses={200: {"content": {_XML: {}}}},
)
def sitemap(request: Request, opened: CurrentRelease) -> Response:
    """Return every page, or where the lists of pages are when they do not fit in one."""
    base = base_of(request)
    paths = _paths(opened)
    size = _in_one()
    if len(paths) <= size:
        return _xml(_urls(paths, base, opened))
    numbers = range(1, -(-len(paths) // size) + 1)
    return _xml(_index((f"{base}/sitemap-{number}.xml" for number in numbers), opened))


@router.get("/sitemap-{number}.xml", include_in_schema=False)
def part(request: Request, opened: CurrentRelease, number: int) -> Response:
    """Return one of several lists of pages."""
    size = _in_one()
    paths = _paths(opened)[(number - 1) * size : number * size] if number > 0 else []
    if not paths:
        raise UnknownThingError(
            {
                "nl": f"er is geen lijst {number} van bladzijden.",
                "en": f"there is no list {number} of pages.",
            },
            where="address",
            mend={"nl": "Begin bij /sitemap.xml.", "en": "Begin at /sitemap.xml."},
        )
    return _xml(_urls(paths, base_of(request), opened))


@router.get("/robots.txt", summary="What robots may ask", response_class=PlainTextResponse)
def robots(request: Request) -> PlainTextResponse:
    """Keep robots from what costs much or shows nothing new: queries, packages, releases (RFC 9309)."""
    root = root_of(request)
    kept = [f"Disallow: {root}/{path}" for path in ("sparql", "package", "release/")]
    lines = ["User-agent: *", *kept, "", f"Sitemap: {base_of(request)}/sitemap.xml", ""]
    return PlainTextResponse("\n".join(lines), headers={"cache-control": "public, max-age=3600"})


def _in_one() -> int:
    """Pages whose addresses in each language fit in one list."""
    return MOST // len(_LANGUAGES)


def _paths(opened: Opened) -> Sequence[str]:
    """The paths of all pages, always in the same order."""
    questions = [f"/queries/{question.name}" for question in questions_of(opened.store)]
    return [*_PAGES, *sorted(questions), *sorted(_things(opened.store))]


def _things(store: QueryStore) -> set[str]:
    things = {row["thing"].value for row in select(store, _THINGS)}
    return {link_of("", thing) for thing in things if thing.startswith(ID)}


def _urls(paths: Iterable[str], base: str, opened: Opened) -> Iterator[str]:
    """Each page in each language, with the others beside it, as search engines want them to be listed."""
    yield f'<urlset xmlns="{_SITEMAPS}" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    modified = f"<lastmod>{opened.release.built[:10]}</lastmod>"
    for path in paths:
        address = base + path
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href={quoteattr(where)}/>'
            for tag, where in (
                *((tag, f"{address}?lang={tag}") for tag in _LANGUAGES),
                ("x-default", address),
            )
        )
        for tag in _LANGUAGES:
            yield f"<url><loc>{escape(f'{address}?lang={tag}')}</loc>{modified}{others}</url>"
    yield "</urlset>"


def _index(addresses: Iterable[str], opened: Opened) -> Iterator[str]:
    yield f'<sitemapindex xmlns="{_SITEMAPS}">'
    for address in addresses:
        yield f"<sitemap><loc>{escape(address)}</loc><lastmod>{opened.release.built[:10]}</lastmod></sitemap>"
    yield "</sitemapindex>"


def _xml(lines: Iterable[str]) -> Response:
    text = "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', *lines, ""))
    headers = {"cache-control": "public, max-age=3600", "x-content-type-options": "nosniff"}
    return Response(text, media_type=_XML, headers=headers)
