"""Render pages: language, templates, what every page shows."""

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from bouwstenen import __version__
from bouwstenen.formats import GRAPHS, HTML, SOLUTIONS
from bouwstenen.graph.history import SHORT
from bouwstenen.graph.release import Release
from bouwstenen.publishing.catalogue.about import CAVEAT
from bouwstenen.sparql.negotiation import choose, choose_language
from bouwstenen.web.addressing import citable, path_of, root_above, root_of
from bouwstenen.web.texts import TEXTS

__all__ = ["STATIC", "language_of", "prefers_html", "render"]

_HERE = Path(__file__).parent
STATIC = _HERE / "static"

_templates = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def language_of(request: Request) -> str:
    """Return "nl" or "en": the `lang` parameter where it says so, else by Accept-Language."""
    asked = request.query_params.get("lang")
    return asked if asked in TEXTS else choose_language(request.headers.get("accept-language"))


def prefers_html(request: Request) -> bool:
    """Return whether the client would rather have a page than data."""
    if request.query_params.get("format"):
        return request.query_params["format"] == HTML.name
    return choose(request.headers.get("accept"), (*SOLUTIONS, *GRAPHS, HTML)) is HTML


def render(
    request: Request,
    template: str,
    *,
    status: int = 200,
    words: Mapping[str, Mapping[str, str]] | None = None,
    structured: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> HTMLResponse:
    """Return a page in the reader's language.

    Args:
        request: whose language and address the page takes.
        template: name of a file in `templates/`.
        status: HTTP status.
        words: texts of its own, by language.
        structured: what the page is about, as JSON-LD for search engines.
        headers: further headers.
        values: what the template shows, beside `t` (texts that pages share), `w` (its own), `language`,
            `caveat`, `version` and `root`, with which every link within the service begins.
    """
    language = language_of(request)
    other = "en" if language == "nl" else "nl"
    html = _templates.get_template(template).render(
        t=TEXTS[language],
        w=words[language] if words else {},
        language=language,
        other=other,
        other_url=_in_language(request, other),
        caveat=CAVEAT[language],
        version=__version__,
        root=root_of(request),
        cited=_cited(request),
        report_url=_report(request, language),
        sign_in_url=f"{root_above(request)}/sign-in?lang={language}",
        structured=_script(structured) if structured else None,
        **values,
    )
    said = {
        "Content-Language": language,
        "Vary": "Accept, Accept-Encoding, Accept-Language",
    }
    return HTMLResponse(html, status_code=status, headers={**said, **(headers or {})})


def _in_language(request: Request, language: str) -> str:
    """The same page in another language, on this host: behind a proxy it has another name."""
    path = quote(f"{root_of(request)}{path_of(request.scope)}")
    kept = [(name, text) for name, text in request.query_params.multi_items() if name != "lang"]
    return f"{path}?{urlencode([*kept, ('lang', language)])}"


def _cited(request: Request) -> tuple[str, str, str] | None:
    """Version and day of the release that a page shows, and the address that stays."""
    release: Release | None = getattr(request.state, "release", None)
    address = citable(request.scope, release.hash) if release else None
    return (release.hash[:SHORT], release.built[:10], address) if release and address else None


def _report(request: Request, language: str) -> str | None:
    """Where to say that something on this page is wrong; nowhere on the page where one does."""
    path = path_of(request.scope)
    if path == "/report":
        return None
    about = f"{request.scope.get('release_root', '')}{path}"
    return f"{root_above(request)}/report?{urlencode({'about': about, 'lang': language})}"


def _script(data: Mapping[str, object]) -> Markup:
    """JSON that cannot end the script element it stands in, whatever its texts are."""
    return Markup(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704
