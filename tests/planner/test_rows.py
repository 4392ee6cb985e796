"""An answer as CSV: nothing of it lost."""

import csv
import io

from bouwstenen.planner.planning import plan
from bouwstenen.planner.request import read_request
from bouwstenen.planner.rows import COLUMNS, as_csv
from bouwstenen.store.interface import QueryStore


def test_a_row_for_each_package_intervention_and_factor(queried: QueryStore) -> None:
    factors = ["multi-perspectiviteit", "waardenontwikkeling-en-versterking"]
    answer = plan(queried, read_request({"factor": factors, "have": "diamant"}))
    rows = list(csv.DictReader(io.StringIO(as_csv(answer))))
    assert tuple(rows[0]) == COLUMNS
    told = [
        (row["package"], row["interventionLabel"], row["factorLabel"], row["have"], row["only"])
        for row in rows
    ]
    shared = ("Vreedzame School", "Waardenontwikkeling en -versterking", "false", "true")
    assert told == [
        ("1", "DIAMANT", "", "true", ""),
        ("1", "Discussiëren kun je leren (DKJL)", "Multi-perspectiviteit", "false", "true"),
        ("1", *shared),
        ("2", "DIAMANT", "", "true", ""),
        ("2", "VIP", "Multi-perspectiviteit", "false", "true"),
        ("2", *shared),
    ]
    diamant, learned = rows[0], rows[1]
    assert (diamant["trede"], diamant["tredeLowest"], diamant["ownEstimate"]) == ("3", "2", "false")
    assert (learned["via"], learned["passageLabel"]) == ("direct", "Tabel B3.1, Multi-perspectiviteit")


def test_several_ways_to_a_factor_stand_in_one_row(queried: QueryStore) -> None:
    factor = "democratische-vorming-en-burgerschapscompetenties"
    answer = plan(queried, read_request({"factor": factor, "via": "type"}))
    rows = list(csv.DictReader(io.StringIO(as_csv(answer))))
    assert [row["package"] for row in rows] == [str(number + 1) for number in range(len(answer.packages))]
    assert any("direct; type " in row["via"] and "; " in row["passageLabel"] for row in rows)
