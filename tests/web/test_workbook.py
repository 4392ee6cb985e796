from io import BytesIO

from fastapi.testclient import TestClient
from openpyxl import load_workbook

from bouwstenen.curation.spreadsheets.reading import read_spreadsheet
from bouwstenen.store.opening import Opened


def test_the_workbook_of_the_release_is_sent_whole(client: TestClient, opened: Opened) -> None:
    answer = client.get("/workbook")
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="bouwstenen-{opened.release.hash[:12]}.xlsx"'
    )
    assert "Interventies" in load_workbook(BytesIO(answer.content), read_only=True).sheetnames
    assert not read_spreadsheet("workbook.xlsx", answer.content, opened.store).patch


def test_who_has_it_gets_it_no_second_time(client: TestClient) -> None:
    etag = client.get("/workbook").headers["ETag"]
    assert client.get("/workbook", headers={"If-None-Match": etag}).status_code == 304


def test_it_comes_in_no_other_form(client: TestClient) -> None:
    assert client.get("/workbook", headers={"Accept": "text/turtle"}).status_code == 406
