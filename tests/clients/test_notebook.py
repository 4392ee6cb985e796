"""The notebook runs from its question to its plot, and what it shows is what the service answers."""

import csv
import io
from pathlib import Path

import httpx2
import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

PATH = Path(__file__).resolve().parents[2] / "docs" / "examples" / "gap-map.ipynb"


def _read() -> NotebookNode:
    notebook: NotebookNode = nbformat.read(PATH, as_version=4)
    return notebook


@pytest.fixture(scope="module")
def run(server: str) -> NotebookNode:
    """The notebook after it was run, with a cell more that prints its table."""
    notebook = _read()
    notebook.cells.insert(
        0, nbformat.v4.new_code_cell(f"import os; os.environ['BOUWSTENEN_URL'] = '{server}'")
    )
    notebook.cells.append(nbformat.v4.new_code_cell("print(table.to_csv(float_format='%.0f'))"))
    return NotebookClient(notebook, timeout=120, kernel_name="python3").execute()


def test_it_is_kept_without_outputs() -> None:
    for cell in _read().cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


def test_it_says_what_it_is_not_for() -> None:
    assert any("never for persons" in cell.source for cell in _read().cells if cell.cell_type == "markdown")


def test_every_cell_runs_without_a_warning(run: NotebookNode) -> None:
    for cell in run.cells:
        if cell.cell_type == "code":
            said = [
                output
                for output in cell.outputs
                if output.output_type == "error" or output.get("name") == "stderr"
            ]
            assert not said, said


def test_there_is_one_plot(run: NotebookNode) -> None:
    pictures = [
        output["data"]["image/png"]
        for cell in run.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]
    assert len(pictures) == 1
    assert len(pictures[0]) > 50_000  # an empty one has far less


def test_the_table_is_the_answer(run: NotebookNode, server: str) -> None:
    answer = httpx2.get(f"{server}/queries/gap-matrix", params={"format": "csv"}).text
    expected = {
        (row["factor"], row["typeNotation"] or "–"): row["interventionCount"]
        for row in csv.DictReader(io.StringIO(answer))
    }
    shown = csv.DictReader(io.StringIO(run.cells[-1].outputs[0].text))
    found = {
        (row["factor"], column): count
        for row in shown
        for column, count in row.items()
        if column != "factor" and count
    }
    assert found == expected
