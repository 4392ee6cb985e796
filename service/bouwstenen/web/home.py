"""The first page, and the documentation of the service."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic_core import PydanticUndefined

from bouwstenen.library.question import by_group, questions_of
from bouwstenen.publishing.schema_org import dataset_data
from bouwstenen.settings import Settings
from bouwstenen.web.catalogue.routes import place_of
from bouwstenen.web.context import CurrentRelease, CurrentSettings
from bouwstenen.web.pages import language_of, render

__all__ = ["router", "settings_table"]

router = APIRouter()


@router.get("/", response_class=HTMLResponse, summary="The first page")
def home(request: Request, opened: CurrentRelease) -> HTMLResponse:
    """What this is, what can be asked, and the state of the data."""
    groups = by_group(questions_of(opened.store))
    language = language_of(request)
    data = dataset_data(opened.store, opened.release, place_of(request), language)
    return render(
        request,
        "home.html",
        structured=data,
        release=opened.release,
        groups=groups,
        lang=language,
    )


@router.get("/docs", response_class=HTMLResponse, summary="This documentation")
def docs(request: Request, current: CurrentSettings) -> HTMLResponse:
    """Say whom to ask; list every address and every setting, from the code itself."""
    routes = [
        (method.upper(), path, about["summary"])
        for path, methods in request.app.openapi()["paths"].items()
        for method, about in methods.items()
    ]
    return render(request, "docs.html", routes=routes, settings=settings_table(), contact=current.contact)


def settings_table() -> list[tuple[str, str, str]]:
    """Return name, default and meaning of every setting; the meaning tells defaults that are worked out."""
    return [
        (
            f"BOUWSTENEN_{name.upper()}",
            _shown(field.default),
            field.description or "",
        )
        for name, field in Settings.model_fields.items()
    ]


def _shown(default: object) -> str:
    """A default as it is written in the environment; nothing where it is worked out or missing."""
    return "" if default in (PydanticUndefined, None, frozenset()) else str(default)
