"""`/openapi.json` has every canned question, with typed parameters."""

from fastapi.testclient import TestClient

from bouwstenen.library.question import questions_of
from bouwstenen.store.opening import Opened


def test_every_question_is_in_it(client: TestClient, opened: Opened) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for question in questions_of(opened.store):
        parameters = {each["name"]: each for each in paths[f"/queries/{question.name}"]["get"]["parameters"]}
        assert parameters.keys() >= {parameter.name for parameter in question.parameters} | {
            "limit",
            "offset",
        }
        for parameter in question.parameters:
            described = parameters[parameter.name]
            assert described["required"] is parameter.required
            assert described["description"]
            assert ("array" in str(described["schema"])) is parameter.many


def test_types(client: TestClient) -> None:
    (get,) = client.get("/openapi.json").json()["paths"]["/queries/coverage"].values()
    parameters = {each["name"]: each["schema"] for each in get["parameters"]}
    assert parameters["factor"]["items"]["type"] == "string"
    assert parameters["factor"]["class"] == ["Factor"]
    numbers = next(each for each in parameters["min_trede"]["anyOf"] if each["type"] == "integer")
    assert (numbers["minimum"], numbers["maximum"]) == (0, 5)
    assert "direct" in parameters["via"]["enum"]
    assert parameters["via"]["default"] == "direct"
