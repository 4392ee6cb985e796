"""The whole way of a change, as two curators go it: a workbook, its mistakes, review, live, told, undone."""

import os
import shutil
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2 as httpx
import openpyxl
import pytest
from openpyxl.workbook import Workbook

from bouwstenen.namespaces import GRAPH, ID
from bouwstenen.settings import Settings
from tests.attacks.server import serving

#: Seconds in which a release of an accepted change must be there, on the busiest machine.
_SOON = 120

NEW = [
    ("Samen op straat", "aangeboden", "12 t/m 18", "Zelfbeheersing"),
    ("Tafel van tien", "aangeboden", "16 t/m 23", "Zelfbeheersing"),
    ("Buurtkracht Oost", "in experimentele fase", None, "Mediawijsheid"),
]
SOURCE = {"Bron (kort)": "Jansen (2026)", "Verwijzing": "Jansen, J. (2026). Evaluatie.", "Jaar": 2026}
VERDICT = {
    "Interventie": "DIAMANT",
    "Niveau van onderbouwing": "Trede 3: doeltreffend",
    "Beoordelaar": "Movisie",
    "Grondslag": "eigen inschatting",
    "Bron": "Jansen (2026)",
    "Vindplaats": "blz. 12",
}


def _add(book: Workbook, sheet: str, values: dict[str, object]) -> int:
    page = book[sheet]
    columns = {cell.value: number for number, cell in enumerate(page[1], start=1)}
    row = page.max_row + 1
    for heading, value in values.items():
        page.cell(row, columns[heading]).value = value  # type: ignore[assignment]
    return int(row)


def _edit(book: Workbook) -> list[int]:
    """What a curator adds; the rows of the new interventions."""
    _add(book, "Bronnen", dict(SOURCE))
    _add(book, "Beoordelingen", dict(VERDICT))
    return [
        _add(
            book,
            "Interventies",
            {
                "Naam interventie": name,
                "Op dit moment aangeboden?": offered,
                "Leeftijd": age,
                "Beschermende factoren": factor,
                "Bron": "Jansen (2026)",
                "Vindplaats": "blz. 4",
            },
        )
        for name, offered, age, factor in NEW
    ]


class Curators:
    """A service, its command line, and what two curators ask of it.

    Args:
        home: of the service.
        address: where it answers.
    """

    def __init__(self, home: Path, address: str) -> None:
        self._home = home
        self.client = httpx.Client(base_url=address, timeout=_SOON)

    def close(self) -> None:
        """Let go of connections."""
        self.client.close()

    def run(self, *words: str | Path, code: int = 0) -> str:
        """What the command line prints."""
        command = [sys.executable, "-c", "from bouwstenen.cli import main; main()", *map(str, words)]
        env = os.environ | {"BOUWSTENEN_HOME": str(self._home)}
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def token(self, name: str) -> str:
        """A token of a new curator."""
        self.run("accounts", "add", name, "--role", "curator")
        return self.run("accounts", "token", name, "--label", "test").strip()

    def ask(self, method: str, path: str, token: str = "", **form: str) -> Any:  # noqa: ANN401 - JSON
        """What an address answers, as JSON."""
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        if method == "GET":
            return self.client.get(path, headers=headers).json()
        return self.client.post(path, headers=headers, data=form).json()

    def approve(self, proposal: str, token: str) -> Any:  # noqa: ANN401 - JSON
        """Look at a proposal, and approve what was seen."""
        seen = self.ask("GET", f"/proposals/{proposal}", token)
        return self.ask("POST", f"/proposals/{proposal}/approve", token, content=seen.get("content", ""))

    def live(self, number: int) -> None:
        """Wait until a changeset is in the release that answers."""
        until = time.monotonic() + _SOON
        while time.monotonic() < until:
            release = self.ask("GET", f"/changesets/{number}")["accepted"]["release"]
            if release and self.ask("GET", "/health")["release"] == release:
                return
            time.sleep(0.5)
        pytest.fail("no release of an accepted change")

    def names(self) -> set[str]:
        """Which of the new interventions the endpoint knows, with who says that they are offered."""
        asked = """SELECT ?name ?who ?graph { GRAPH ?graph { ?claim a bm:AvailabilityClaim ; bm:about ?x ;
            prov:wasAttributedTo/rdfs:label ?who . ?x a bm:Intervention ; rdfs:label ?name } }"""
        rows = self.ask("GET", f"/sparql?{httpx.QueryParams(query=asked)}")["results"]["bindings"]
        return {
            row["name"]["value"]
            for row in rows
            if row["who"]["value"] == "Anna de Boer" and row["graph"]["value"] == f"{GRAPH}changeset-1"
        }


def test_a_change_from_a_spreadsheet_to_the_graph_and_back(settings: Settings, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(settings.home, home)
    with serving(home) as server, closing(Curators(home, server.address)) as curators:
        anna, bram = curators.token("Anna de Boer"), curators.token("Bram Smit")

        # she edits, with mistakes, each of which is told at its cell
        (tmp_path / "book.xlsx").write_bytes(curators.client.get("/workbook").content)
        book = openpyxl.load_workbook(tmp_path / "book.xlsx")
        rows = _edit(book)
        page = book["Interventies"]
        columns = {cell.value: cell.column_letter for cell in page[1]}  # type: ignore[union-attr]
        page[f"{columns['Op dit moment aangeboden?']}{rows[0]}"] = "aangebooden"
        page[f"{columns['Naam interventie']}{rows[1]}"] = None
        page[f"{columns['Eventuele weblink']}{rows[2]}"] = "example.org"
        book.save(tmp_path / "wrong.xlsx")
        words = ("import", tmp_path / "wrong.xlsx", "--account", "anna-de-boer", "--reason", "Nieuw in 2026")
        told = curators.run(*words, code=1)
        for heading, row in zip(
            ("Op dit moment aangeboden?", "Naam interventie", "Eventuele weblink"), rows, strict=True
        ):
            assert f"Interventies!{columns[heading]}{row}" in told
        assert curators.ask("GET", "/proposals")["count"] == 0

        # without them it is a proposal, which she cannot accept and he can
        book = openpyxl.load_workbook(tmp_path / "book.xlsx")
        _edit(book)
        book.save(tmp_path / "right.xlsx")
        curators.run("import", tmp_path / "right.xlsx", *words[2:])
        (proposal,) = curators.ask("GET", "/proposals")["proposals"]
        assert curators.approve(proposal["id"], anna)["status"] == 403
        accepted = curators.approve(proposal["id"], bram)
        assert (accepted["status"], accepted["changeset"]) == ("accepted", 1)

        # it is live, attributed, and told
        curators.live(1)
        assert curators.names() == {name for name, *_ in NEW}
        changes = curators.ask("GET", "/changes?limit=500")
        assert f"{ID}intervention/samen-op-straat" in {change["iri"] for change in changes}

        # and undone by another changeset, which she accepts
        undoing = curators.ask("POST", "/changesets/1/revert", bram, reason="Toch niet")
        assert curators.approve(undoing["id"], anna)["changeset"] == 2
        curators.live(2)
        assert curators.names() == set()
        assert curators.ask("GET", "/changesets/1")["reverted_by"] == [2]
