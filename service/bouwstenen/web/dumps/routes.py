"""`/dump`: the files of a release, listed and sent as they are: a `.gz` stays one, and its digest fits."""

from base64 import b64encode
from dataclasses import asdict
from functools import partial
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, JSONResponse, Response

from bouwstenen.errors import UnknownThingError
from bouwstenen.formats import HTML, JSON
from bouwstenen.languages import preferred
from bouwstenen.library.things import names_of
from bouwstenen.namespaces import graph_iri
from bouwstenen.publishing.catalogue.about import CAVEAT, LICENCE
from bouwstenen.publishing.dumps.files import (
    CHECKSUMS,
    CONTENT_CHECKSUMS,
    CSV_FOLDER,
    FORMATS,
    MANIFEST,
    METADATA,
    Dump,
)
from bouwstenen.publishing.dumps.finding import no_such_file
from bouwstenen.publishing.dumps.listing import Listing, read_listing
from bouwstenen.publishing.dumps.release import FOLDER
from bouwstenen.store.opening import Opened
from bouwstenen.web.addressing import base_of, release_named, root_of
from bouwstenen.web.answers import NotModified, is_known
from bouwstenen.web.context import CurrentRelease, CurrentSettings
from bouwstenen.web.describing import answers
from bouwstenen.web.dumps.texts import DUMPS_TEXTS
from bouwstenen.web.pages import language_of, render
from bouwstenen.web.representation import REVALIDATE, Representation, http_date, represent

__all__ = ["router"]

router = APIRouter()

_FILE = answers(
    description="The file, with the media type of its kind",
    _206="A part of it",
    _404="There is no such file; the nearest are told",
    _416="It has no such part",
)

#: What files are by their suffix; a file without one is plain text.
_MEDIA_TYPES = {
    ".gz": "application/gzip",
    ".zip": "application/zip",
    ".csv": "text/csv; charset=utf-8; header=present",
    ".json": "application/json",
}
_SAVED = {".gz", ".zip", ".csv"}

#: What a named release has never changes.
_FOREVER = "public, max-age=31536000, immutable"


@router.get("/dump", response_class=Response, responses=answers(JSON, HTML), summary="The files of a release")
def list_dumps(request: Request, opened: CurrentRelease, settings: CurrentSettings) -> Response:
    """List every file with its size and SHA-256."""
    listing = _listing(settings.home, opened)
    manifest = (listing.folder / MANIFEST).stat().st_mtime_ns  # files may have been written anew
    state = f"{opened.release.hash} {manifest}"
    shown = represent(request, "/dump", state, opened.release.built, offered=(JSON, HTML), named="format")
    if shown.is_fresh:
        return shown.not_modified()
    if shown.format is HTML:
        return _page(shown, opened, listing)
    base = f"{base_of(request)}/dump"
    answer = {
        "release": opened.release.hash,
        "licence": LICENCE,
        "caveat": CAVEAT,
        "checksums": f"{base}/{CHECKSUMS}",
        "uncompressed_checksums": f"{base}/{CONTENT_CHECKSUMS}",
        "tables_metadata": f"{base}/{CSV_FOLDER}/{METADATA}",
        "dumps": [{**asdict(each), "url": f"{base}/{each.file}"} for each in listing.dumps],
        "tables": [{**asdict(each), "url": f"{base}/{each.file}"} for each in listing.tables],
    }
    return JSONResponse(answer, headers=shown.headers())


@router.get("/dump/{name}", response_class=Response, responses=_FILE, summary="A file of a release")
def dump(request: Request, name: str, opened: CurrentRelease, settings: CurrentSettings) -> Response:
    """Send a file as it is; parts of it for who asks with `Range`."""
    listing = _listing(settings.home, opened)
    return _sent(request, opened, listing, name, [each for each in listing.digests if "/" not in each])


@router.get(
    "/dump/csv/{name}",
    response_class=Response,
    responses=_FILE,
    summary="A table of a release, or what describes them",
)
def table(request: Request, name: str, opened: CurrentRelease, settings: CurrentSettings) -> Response:
    """Send the table of a class as CSV, or the description of all tables (CSVW)."""
    listing = _listing(settings.home, opened)
    prefix = f"{CSV_FOLDER}/"
    tables = [each.removeprefix(prefix) for each in listing.digests if each.startswith(prefix)]
    return _sent(request, opened, listing, name, tables, prefix)


def _listing(home: Path, opened: Opened) -> Listing:
    listing = read_listing(home / "releases" / opened.release.hash / FOLDER)
    if listing is None:
        raise UnknownThingError(
            {"nl": "van deze uitgave zijn hier geen bestanden.", "en": "this release has no files here."},
            mend={
                "nl": "De beheerder maakt ze waar de uitgave is gebouwd: bouwstenen export --beside",
                "en": "The operator makes them where the release was built: bouwstenen export --beside",
            },
        )
    return listing


def _sent(
    request: Request, opened: Opened, listing: Listing, name: str, names: list[str], prefix: str = ""
) -> Response:
    if name not in names:
        raise no_such_file(name, names)
    # a file is what it is: no format is chosen, its tag is strong, and it comes in parts (RFC 9110 §14)
    path = listing.folder / prefix / name
    digest = listing.digests[prefix + name]
    etag = f'"{digest}"'
    cached = _FOREVER if release_named(request.scope) else REVALIDATE
    if is_known(etag, request.headers.get("if-none-match", "")):
        unchanged = NotModified(etag, "Accept-Encoding")
        unchanged.headers["Cache-Control"] = cached
        return unchanged
    links = [f'<{LICENCE}>; rel="license"']
    if path.suffix == ".csv":
        links.append(f'<{METADATA}>; rel="describedby"; type="application/csvm+json"')
    headers = {
        "Cache-Control": cached,
        "ETag": etag,
        "Last-Modified": http_date(opened.release.built),
        "Link": ", ".join(links),
        "Repr-Digest": f"sha-256=:{b64encode(bytes.fromhex(digest)).decode()}:",  # RFC 9530
        "X-Content-Type-Options": "nosniff",
    }
    media_type = _MEDIA_TYPES.get(path.suffix, "text/plain; charset=utf-8")
    if name == METADATA:
        media_type = "application/csvm+json"
    saved = "attachment" if path.suffix in _SAVED else "inline"
    if request.scope.get("head"):  # nothing need be read for it
        headers |= {"Content-Length": str(path.stat().st_size), "Accept-Ranges": "bytes"}
        headers["Content-Disposition"] = f'{saved}; filename="{name}"'
        return Response(headers=headers, media_type=media_type)
    return FileResponse(
        path, headers=headers, media_type=media_type, filename=name, content_disposition_type=saved
    )


def _page(shown: Representation, opened: Opened, listing: Listing) -> Response:
    request = shown.request
    language = language_of(request)
    whole = [each for each in listing.dumps if each.graph is None]
    graphs: dict[str, list[Dump]] = {}
    for each in listing.dumps:
        if each.graph is not None:
            graphs.setdefault(each.graph, []).append(each)
    names = names_of(opened.store, map(graph_iri, graphs), language)
    tables = [(each, preferred(each.titles, language)) for each in listing.tables]
    return render(
        request,
        "dumps.html",
        headers=shown.headers(),
        words=DUMPS_TEXTS,
        release=opened.release,
        whole=whole,
        tables=sorted(tables, key=lambda each: str(each[1]).casefold()),
        graphs=[(name, names[graph_iri(name)], files) for name, files in graphs.items()],
        statements=opened.release.graphs,
        formats=FORMATS,
        base=f"{base_of(request)}/dump",
        folder=f"{root_of(request)}/dump",
        size=partial(_size, language),
    )


def _size(language: str, size: int) -> str:
    """Bytes as a person reads them; the space does not break."""
    text = f"{size / 1e6:.1f}\u00a0MB" if size >= 1e5 else f"{size / 1e3:.1f}\u00a0kB"
    return text.replace(".", ",") if language == "nl" else text
