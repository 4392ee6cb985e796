"""`/workbook`: a release as the workbook that curators edit and hand in."""

from threading import Lock

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bouwstenen.curation.spreadsheets.writing import write_workbook
from bouwstenen.store.opening import Opened
from bouwstenen.validation.reading.kinds import XLSX
from bouwstenen.web.context import CurrentRelease
from bouwstenen.web.representation import represent

__all__ = ["router"]

router = APIRouter()


class _Last:
    """The workbook that was written last: writing one takes seconds, and most ask for the same."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hash, self._content = "", b""

    def of(self, opened: Opened) -> bytes:
        """Return the workbook of a release; one is written at a time."""
        with self._lock:
            if self._hash != opened.release.hash:
                self._content = write_workbook(opened.store, opened.release)
                self._hash = opened.release.hash
            return self._content


_last = _Last()


@router.get(
    "/workbook",
    response_class=Response,
    responses={200: {"content": {XLSX.media_type: {}}, "description": "The workbook"}},
    summary="A release as a workbook to edit and hand in",
)
def workbook(request: Request, opened: CurrentRelease) -> Response:
    """Send all that curators edit, a sheet a class, with lists to choose from."""
    release = opened.release
    shown = represent(request, "/workbook", release.hash, release.built, offered=(XLSX,), named="format")
    if shown.is_fresh:
        return shown.not_modified()
    answer = shown.answer(lambda: _last.of(opened))
    answer.headers["Content-Disposition"] = f'attachment; filename="bouwstenen-{release.hash[:12]}.xlsx"'
    return answer
