"""Where the official shapes are: files of others, which we do not copy."""

import os
from pathlib import Path

import pytest

__all__ = ["standard"]

#: Names the folder with the official shapes; else it is `../shared/standards`, seen from the checkout.
VARIABLE = "BOUWSTENEN_STANDARDS"
_ROOT = Path(__file__).resolve().parents[2]


def standard(name: str) -> Path:
    """Return the file of official shapes called `name`; skips the test where it is not."""
    folder = Path(os.environ.get(VARIABLE) or _ROOT.parent / "shared" / "standards")
    path = folder / name
    if not path.is_file():
        pytest.skip(f"no {name} in {folder}: set {VARIABLE} to the folder with the official shapes")
    return path
