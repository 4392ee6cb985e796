"""Requests made up from the description of the API: none of them is answered with a mistake of ours.

What is asked follows from `/openapi.json`, so that an address is tried as soon as it is described there. The
requests are the same each time, and few; `FUZZ_EXAMPLES=500 pytest tests/fuzzing` tries many more.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as run
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.openapi.loaders import from_dict
from schemathesis.python.asgi import ASGIClient, get_client, shutdown_lifespans
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR
from schemathesis.specs.openapi.schemas import OpenApiSchema

from bouwstenen.bounds import Bounds
from bouwstenen.curation import accounts, tokens
from bouwstenen.curation.accounts import Role
from bouwstenen.curation.opening import Opener
from bouwstenen.library.question import read_questions
from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app

ROOT = Path(__file__).resolve().parent.parent.parent

#: Requests to each operation, half of them as they should be.
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "5"))

#: That there is no time, memory or release is an answer, where the description of an address says so.
_TOLD = {502, 503, 504, 507}

_PATHS = create_app().openapi()["paths"]
OPERATIONS = [
    (method.upper(), path) for path, item in _PATHS.items() for method in item if method != "parameters"
]
QUESTIONS = [("GET", f"/queries/{question.name}") for question in read_questions(ROOT / "queries")]

_TEXTS = st.text(st.sampled_from("azAZ09-._~%/\"'<>&=;,:()[]{}|\\@!é§ÿ"), max_size=40)
#: In its place comes the token of an admin, who may send all there is to send.
_ADMIN = "Bearer of an admin"
_HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "Accept": st.sampled_from(
            ["*/*", "text/html", "application/json", "text/turtle;q=0.5, */*;q=0", "image/png", "q=;;,/"]
        ),
        "Accept-Language": st.sampled_from(["nl", "en-GB,en;q=0.7", "*", "xx", "nl;q=x"]),
        "Accept-Encoding": st.sampled_from(["gzip", "identity;q=0", "gzip;q=0, br"]),
        "If-None-Match": st.sampled_from(["*", 'W/"x"', '"']) | _TEXTS,
        "If-Modified-Since": st.sampled_from(["Tue, 24 Nov 2026 09:00:00 GMT", "yesterday"]),
        "Range": st.sampled_from(["bytes=0-9", "bytes=9-0", "bytes=-5,3-", "rows=1"]),
        "Authorization": st.sampled_from(["Bearer ", "Bearer x", "Basic eDp5", "Negotiate", _ADMIN]) | _TEXTS,
        "Cookie": st.sampled_from(["session=x", "a=b; session=", "="]) | _TEXTS,
        "Origin": st.just("https://elsewhere.example"),
    },
)


@pytest.fixture(scope="module")
def schema(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenApiSchema]:
    """The description of a service over a home of its own, with short time limits and no rates."""
    home = tmp_path_factory.mktemp("fuzzed") / "home"
    shutil.copytree(settings.home, home, symlinks=True)
    rates = {name: "none" for name in Bounds.model_fields if name.startswith("rate")}
    limits = {"query_timeout": 2.0, "package_timeout": 1.0, "log_level": "debug", "publish": False}
    app = create_app(settings.model_copy(update={"home": home, **rates, **limits}))
    load_all_checks()
    served: Any = app  # schemathesis has types of its own for the same
    with get_client(served) as client:
        described = client.get("/openapi.json").json()
    loaded = from_dict(described)
    loaded.app = served
    yield loaded
    shutdown_lifespans()


@pytest.fixture(scope="module")
def client(schema: OpenApiSchema) -> Iterator[ASGIClient]:
    with get_client(schema.app) as client:
        yield client


def _token(app: FastAPI, name: str) -> str:
    """A token of an admin of its own: requests may revoke it."""
    opener: Opener = app.state.workflow
    with opener.database().writing() as connection:
        account = accounts.add(connection, name, Role.ADMIN, by="test")
        return tokens.issue(connection, account, 1, by=account)[0]


def _try(schema: OpenApiSchema, client: ASGIClient, method: str, path: str, examples: int) -> None:
    operation = schema[path][method]
    told = {status for status in _TOLD if str(status) in operation.definition.raw["responses"]}
    token = _token(schema.app, f"{method} {path}".translate(str.maketrans("{}/.", "    ")))
    cases = st.one_of(*(operation.as_strategy(mode) for mode in GenerationMode))

    @run(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def ask(data: DataObject) -> None:
        case = data.draw(cases)
        headers = data.draw(_HEADERS)
        if headers.get("Authorization", _ADMIN) == _ADMIN:
            headers["Authorization"] = f"Bearer {token}"
        response = case.call(session=client, headers=headers, allow_redirects=False)
        checks = [status_code_conformance, content_type_conformance, response_headers_conformance]
        if response.status_code not in told:
            checks += [not_a_server_error, response_schema_conformance]
        if response.status_code not in (304, 303, 307, 308):
            case.validate_response(response, checks=checks)
        assert response.headers["x-content-type-options"] == ["nosniff"]

    ask()


@pytest.mark.threat("T22")
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda value: str(value))
def test_an_address(schema: OpenApiSchema, client: ASGIClient, method: str, path: str) -> None:
    _try(schema, client, method, path, EXAMPLES)


@pytest.mark.threat("T22")
@pytest.mark.parametrize(("method", "path"), QUESTIONS, ids=lambda value: str(value))
def test_a_question(schema: OpenApiSchema, client: ASGIClient, method: str, path: str) -> None:
    _try(schema, client, method, path, max(3, EXAMPLES // 4))


def test_all_that_is_described_is_tried(schema: OpenApiSchema) -> None:
    described = {
        (method.upper(), path) for path, item in schema.raw_schema["paths"].items() for method in item
    }
    assert described == {*OPERATIONS, *QUESTIONS}


def test_the_description_is_one(schema: OpenApiSchema) -> None:
    """As the schema of OpenAPI 3.1 has it; and that schema finds what is wrong."""
    assert [error.message for error in OPENAPI_31_VALIDATOR.iter_errors(schema.raw_schema)] == []
    broken = {**schema.raw_schema, "paths": {"/x": {"get": {"responses": {"999": {}}}}}}
    assert not OPENAPI_31_VALIDATOR.is_valid(broken)


def test_every_operation_tells_how_errors_are_told(schema: OpenApiSchema) -> None:
    for method, path in (*OPERATIONS, *QUESTIONS):
        told = schema.raw_schema["paths"][path][method.lower()]["responses"]
        assert "application/problem+json" in told["default"]["content"], path
        assert not [status for status in told if "HTTPValidationError" in str(told[status])], path


def test_schemathesis_is_what_we_think() -> None:
    assert schemathesis.__version__.startswith("4.")
