"""links: which web addresses no longer work, have moved, or were not checked yet."""

from datetime import date

from pyoxigraph import NamedNode, Quad, Store

from bouwstenen.curation.links.cited import cited_addresses
from bouwstenen.curation.links.keeping import describe
from bouwstenen.curation.links.outcome import Check, Found
from bouwstenen.namespaces import graph_iri, shorten
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer

FIRST, LAST = date(2026, 11, 20), date(2026, 11, 24)


def _checked(store: Store, checks: list[Check]) -> QueryStore:
    copy = Store()
    copy.bulk_extend(store)
    graph = NamedNode(graph_iri("links"))
    copy.extend(Quad(each.subject, each.predicate, each.object, graph) for each in describe(checks))
    return EmbeddedStore(copy)


def test_without_a_check_all_are_unchecked(queried: QueryStore) -> None:
    rows = answer(queried, "links")
    assert {row["state"] for row in rows} == {"unchecked"}
    assert {row["address"] for row in rows} == {shorten(each) for each in cited_addresses(queried)}
    assert not answer(queried, "links", state="fine")


def test_what_cites_an_address(queried: QueryStore) -> None:
    """Appendix 2, type 1, leads to the VIP Academy; no claim is named, but what it is about."""
    rows = [row for row in answer(queried, "links") if row["address"] == "https://www.vip-academy.nl/"]
    assert rows
    assert all(row["thing"].startswith("id:") and "id:claim/" not in row["thing"] for row in rows)


def test_states(store: Store, queried: QueryStore) -> None:
    names = [name for name in cited_addresses(queried) if shorten(name) == name]  # `answer` shortens
    checks = [
        Check(names[0], LAST, Found("gone", 404), FIRST),
        Check(names[1], LAST, Found("gone", 410), LAST),
        Check(names[2], LAST, Found("failing", problem="dns"), FIRST),
        Check(names[3], LAST, Found("moved", 200, "https://example.org/nieuw")),
        Check(names[4], LAST, Found("refused", 403), FIRST),
        Check(names[5], LAST, Found("unsafe", problem="private"), LAST),
        Check(names[6], LAST, Found("fine", 200)),
    ]
    checked = _checked(store, checks)
    rows = answer(checked, "links")
    state = {row["address"]: row["state"] for row in rows}
    told = ["dead", "gone", "dead", "moved", "refused", "unsafe"]
    assert [state[name] for name in names[:6]] == told
    assert names[6] not in state
    assert {state[name] for name in names[7:]} == {"unchecked"}
    by = {row["address"]: row for row in rows}
    assert (by[names[0]]["status"], by[names[0]]["firstFailed"], by[names[0]]["lastChecked"]) == (
        "404",
        "2026-11-20",
        "2026-11-24",
    )
    assert by[names[3]]["movedTo"] == "https://example.org/nieuw"
    assert by[names[2]]["problem"] == "dns"
    order = [row["state"] for row in rows]
    assert order.index("dead") < order.index("gone") < order.index("moved") < order.index("unchecked")
    assert {row["address"] for row in answer(checked, "links", state="fine")} == {names[6]}
    assert {row["address"] for row in answer(checked, "links", state="dead")} == {names[0], names[2]}


def test_of_one_bouwsteen_or_organisation(queried: QueryStore) -> None:
    """B3.7: Diversae carries out Ouders in positie, at a factor of bouwsteen 2."""
    name = "Ouders in positie"
    assert name in {row["thingLabel"] for row in answer(queried, "links", organisation="diversae")}
    assert name not in {row["thingLabel"] for row in answer(queried, "links", organisation="movisie")}
    everything = len(answer(queried, "links"))
    assert 0 < len(answer(queried, "links", bouwsteen="2")) < everything
