"""The documentation says what is there, and all that is there is documented."""

import re
from pathlib import Path

import pytest
from pyoxigraph import Store

from bouwstenen.cli import main
from bouwstenen.curation.accounts import Role
from bouwstenen.library.question import read_questions
from bouwstenen.namespaces import BM
from bouwstenen.settings import Settings
from bouwstenen.solutions import select
from bouwstenen.web.accounts.texts import ACCOUNTS_TEXTS
from bouwstenen.web.app import create_app

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def _documented(heading: str) -> set[str]:
    """The first column of the table below a heading of docs/service.md."""
    text = (ROOT / "docs" / "service.md").read_text()
    section = re.split(r"(?m)^## ", text.split(f"\n## {heading}\n")[1])[0]
    return set(re.findall(r"(?m)^\| `([^`]+)` \|", section))


def test_commands() -> None:
    assert _documented("Commands") == {f"bouwstenen {name}" for name in main.commands}


def test_settings() -> None:
    assert _documented("Settings") == {f"BOUWSTENEN_{name.upper()}" for name in Settings.model_fields}


def test_addresses() -> None:
    assert _documented("Addresses") == set(create_app().openapi()["paths"])


def test_roles() -> None:
    text = (ROOT / "docs" / "accounts.md").read_text()
    documented = dict(re.findall(r"(?m)^\| `(\w+)` \| (\w.*) \|$", text))
    words = ACCOUNTS_TEXTS["en"]
    shown = [(role.name.lower(), words[f"{role.name.lower()}_may"].split()) for role in Role]
    assert list(documented) == [name for name, _ in shown], (
        "from the one that may least to the one that may most"
    )
    for name, (verb, *rest) in shown:  # "reviews proposals" on the page, "review proposals" below "may"
        assert documented[name].split()[0] == verb.removesuffix("s"), name
        for word in ("proposals", "accounts", "log", "public", "name"):
            assert (word in documented[name]) == (word in " ".join(rest)), f"{name}: {word}"


def test_questions(root: Path) -> None:
    text = (root / "docs" / "questions.md").read_text()
    documented = dict(re.findall(r"(?m)^\| `([a-z-]+)` \| (\S.*\?) \|$", text))
    asked = {question.name: question.summary["en"] for question in read_questions(root / "queries")}
    assert documented == asked, "name each question, with its English summary, in docs/questions.md"


def test_every_class_is_in_the_guide_and_no_other_term(store: Store) -> None:
    named = set(re.findall(r"`bm:(\w+)`", (ROOT / "docs" / "vocabulary.md").read_text()))
    classes = {row["c"].value.removeprefix(BM) for row in select(store, "SELECT ?c WHERE { ?c a owl:Class }")}
    terms = {
        row["t"].value.removeprefix(BM)
        for row in select(store, "SELECT ?t WHERE { ?t rdfs:isDefinedBy bm: }")
    }
    assert not classes - named, "docs/vocabulary.md does not name these classes"
    assert not named - terms, "docs/vocabulary.md names what the ontology lacks"


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text()):
        assert "://" in target or (path.parent / target).exists(), (
            f"{path.name} links to {target}, which is not there"
        )


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_commands_in_examples_exist(path: Path) -> None:
    for name in re.findall(r"bouwstenen ([a-z]+) (?=[-A-Zdc])", path.read_text()):
        assert name in main.commands, f"{path.name} shows `bouwstenen {name}`"
    for target in re.findall(r"(?m)^\$ make (\w+)", path.read_text()):
        assert re.search(rf"(?m)^{target}:", (ROOT / "Makefile").read_text()), (
            f"{path.name} shows `make {target}`"
        )


def _queries() -> list[str]:
    fenced = [text for path in DOCS for text in re.findall(r"(?s)```sparql\n(.*?)```", path.read_text())]
    return fenced + re.findall(r"(?s)echo '(SELECT.*?)'", (ROOT / "README.md").read_text())


#: Queries in the documentation that find nothing in the checkout, as the text beside them says.
WITHOUT_ANSWERS = ("leave out what is ours", "changed since the report", "were checked and have moved")


@pytest.mark.parametrize("query", _queries())
def test_queries_in_the_documentation_run(query: str, store: Store) -> None:
    rows = list(select(store, query))
    assert bool(rows) != any(about in query for about in WITHOUT_ANSWERS)


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_files_in_backticks_exist(path: Path) -> None:
    folders = "tests|service|data|docs|shapes|queries|ontology|bench"
    for name in re.findall(rf"`((?:{folders})/[\w./-]*)`", path.read_text()):
        assert (ROOT / name).exists(), f"{path.name} names {name}, which is not there"
