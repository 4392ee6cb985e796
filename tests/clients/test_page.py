"""Every address on the page about clients answers."""

import re
from pathlib import Path

import httpx2
import pytest

_PAGE = (Path(__file__).resolve().parents[2] / "docs" / "clients.md").read_text()
_PATHS = sorted(set(re.findall(r"http://127\.0\.0\.1:8000(/[^\s'\"`>)]+)", _PAGE)))


def test_there_are_addresses() -> None:
    assert len(_PATHS) > 8


@pytest.mark.parametrize("path", _PATHS)
def test_it_answers(path: str, server: str) -> None:
    answer = httpx2.get(server + path)
    assert answer.status_code == 200, answer.text
    assert len(answer.text) > 80
