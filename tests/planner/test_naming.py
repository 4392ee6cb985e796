"""What cannot be asked: unknown names, and requests that contradict themselves."""

import pytest

from bouwstenen.errors import ContradictionError, UnknownThingError, WrongUseError, in_language
from bouwstenen.planner.planning import plan
from bouwstenen.planner.request import read_request
from bouwstenen.store.interface import QueryStore
from tests.planner.planned import (
    PERSPECTIVE,
    Given,
)


@pytest.mark.parametrize(
    ("given", "kind", "where", "nl", "en"),
    [
        ({"factor": "zelfbeheersign"}, UnknownThingError, "factor", "zelfbeheersing", "zelfbeheersing"),
        (
            {"have": "diamand"},
            UnknownThingError,
            "have",
            "er is geen interventie",
            "there is no intervention",
        ),
        ({"exclude": "diamand"}, UnknownThingError, "exclude", "diamant", "diamant"),
        (
            {"availability": "sold-out"},
            UnknownThingError,
            "availability",
            "geen beschikbaarheid",
            "no availability",
        ),
        ({"setting": "moon"}, UnknownThingError, "setting", "geen setting", "no setting"),
        ({"factor": "https://w3id.org/bouwstenen/id/factor/x y"}, UnknownThingError, "factor", "geen", "no"),
        (
            {"have": ["diamant", "vip"], "exclude": ["VIP"]},
            ContradictionError,
            "have, exclude",
            "have en exclude noemen dezelfde interventie: vip",
            "have and exclude name the same intervention: vip",
        ),
        (
            {"have": ["diamant", "vip"], "max_size": 1},
            ContradictionError,
            "have, max_size",
            "have noemt 2 interventies, en max_size staat er 1 toe",
            "have names 2 interventions, and max_size allows 1",
        ),
        ({"max_size": 121}, WrongUseError, "max_size", "meer dan de 120", "more than the 120"),
    ],
)
def test_what_cannot_be_asked(
    queried: QueryStore, given: dict[str, Given], kind: type[WrongUseError], where: str, nl: str, en: str
) -> None:
    with pytest.raises(kind) as caught:
        plan(queried, read_request({"factor": PERSPECTIVE, **given}))
    assert type(caught.value) is kind
    assert caught.value.where == where
    for language, said in (("nl", nl), ("en", en)):
        told = in_language(caught.value.what, language) + in_language(caught.value.mend or "", language)
        assert said in told
