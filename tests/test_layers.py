"""The folders show the architecture: imports point downwards only."""

import ast
from pathlib import Path

import pytest

from bouwstenen import __file__ as package_file

PACKAGE = Path(package_file).parent

#: From the ground up; a module may import from its own layer's folder and from those before it.
LAYERS = (
    ("errors", "namespaces", "logs", "languages", "bounds"),
    ("progress", "settings", "solutions", "formats"),
    ("graph",),
    ("textindex",),
    ("store",),
    ("sparql",),
    ("library",),
    ("planner",),
    ("validation",),
    ("publishing", "tables", "bars"),
    ("build",),
    ("curation",),
    ("web",),
    ("commands",),
    ("cli",),
)
_LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def _layer(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_folder_has_its_place() -> None:
    assert {_layer(path) for path in MODULES} == _LEVEL.keys(), "put it in LAYERS, where it belongs"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_downwards(path: Path) -> None:
    mine = _layer(path)
    for node in ast.walk(ast.parse(path.read_text())):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module == "bouwstenen":
            names = [f"bouwstenen.{alias.name}" for alias in node.names if not alias.name.startswith("__")]
        for name in names:
            parts = name.split(".")
            if parts[0] == "bouwstenen" and len(parts) > 1 and parts[1] != mine:
                assert _LEVEL[parts[1]] < _LEVEL[mine], f"{path.name} imports {name}, which lies above it"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_are_small_and_say_what_they_are_for(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 300, "cut it in two along what it does"
    assert ast.get_docstring(ast.parse(text)), "say in one sentence what the module is for"


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if path.name != "__init__.py"],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_all_is_explicit(path: Path) -> None:
    tree = ast.parse(path.read_text())
    named = [
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    assert "__all__" in named, "say what the module offers"
