"""Rates: so often and no more in any window, by client; whom a proxy asks for; nothing grows for ever."""

from ipaddress import ip_address

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from bouwstenen.bounds import rates_in
from bouwstenen.errors import BusyError, WrongUseError
from bouwstenen.settings import Settings, read_settings
from bouwstenen.web import limiting
from bouwstenen.web.app import create_app
from bouwstenen.web.limiting import Rates, client_of


class Clock:
    """Seconds that pass when a test says so."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def _from(host: str) -> Request:
    return Request({"type": "http", "client": (host, 1), "headers": []})


def _asks(rates: Rates, host: str = "192.0.2.1", name: str = "reports") -> int | None:
    """Seconds to wait; None where the request is let through."""
    try:
        rates.check(_from(host), name)
    except BusyError as error:
        return error.after
    return None


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rates(clock: Clock) -> Rates:
    return Rates(Settings(rate_reports="2/minute;3/hour", rate_validate="none"), clock)


@pytest.mark.threat("T10")
def test_the_window_moves(rates: Rates, clock: Clock) -> None:
    assert _asks(rates) is None
    clock.now += 40
    assert [_asks(rates), _asks(rates)] == [None, 20]
    clock.now += 20
    assert [_asks(rates), _asks(rates)] == [None, 3540]


def test_what_is_refused_does_not_count(rates: Rates, clock: Clock) -> None:
    for _ in range(50):
        _asks(rates)
    clock.now += 60
    assert [_asks(rates), _asks(rates)] == [None, 3540]
    clock.now += 3540
    assert [_asks(rates), _asks(rates)] == [None, None]


def test_each_client_and_each_rate_counts_apart(rates: Rates) -> None:
    assert [_asks(rates) for _ in range(3)] == [None, None, 60]
    assert _asks(rates, "192.0.2.2") is None
    assert _asks(rates, name="sign_in") is None
    assert [_asks(rates, name="validate") for _ in range(500)] == [None] * 500


def test_an_account_may_be_counted_in_place_of_an_address(rates: Rates) -> None:
    for host in ("192.0.2.1", "192.0.2.2"):
        rates.check(_from(host), "reports", "piet")
    with pytest.raises(BusyError):
        rates.check(_from("192.0.2.3"), "reports", "piet")


@pytest.mark.parametrize(
    ("host", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_who_a_client_is(host: str, client: str) -> None:
    assert client_of({"type": "http", "client": (host, 1)}) == client


def test_without_an_address_all_are_one() -> None:
    assert client_of({"type": "http", "client": None}) == client_of({"type": "http"}) == ""


def test_addresses_are_forgotten(rates: Rates, clock: Clock) -> None:
    moments = rates._limiter.storage
    assert isinstance(moments, limiting._Moments)
    for number in range(1000):
        _asks(rates, str(ip_address(number)))
    assert len(moments._moments) == len(moments._expiry) == 2000
    clock.now += 3601
    _asks(rates, "192.0.2.1")
    assert len(moments._moments) == len(moments._expiry) == moments._count == 2


@pytest.mark.threat("T10")
def test_memory_is_bounded(rates: Rates, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many addresses ask: who asks still is remembered longest."""
    monkeypatch.setattr(limiting, "MOST_MOMENTS", 100)
    assert [_asks(rates), _asks(rates)] == [None, None]
    for number in range(1000):
        assert _asks(rates, str(ip_address(number))) is None
        assert _asks(rates) is not None
    moments = rates._limiter.storage
    assert isinstance(moments, limiting._Moments)
    assert sum(map(len, moments._moments.values())) == moments._count <= 100


@pytest.mark.threat("T10")
def test_a_refusal_says_what_and_when(settings: Settings) -> None:
    limited = settings.model_copy(update={"rate": "1/minute"})
    with TestClient(create_app(limited)) as client:
        headers = {"Accept-Language": "nl", "Accept": "application/json", "Origin": "https://a.example"}
        assert client.get("/health").status_code == 200
        for path in ("/health", "/sparql?query=ASK%7B%7D", "/nowhere"):
            answer = client.get(path, headers=headers)
            assert answer.status_code == 429
            assert 1 <= int(answer.headers["Retry-After"]) <= 60
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            assert f"Wacht {answer.headers['Retry-After']} seconden" in answer.json()["mend"]
        assert "seconds" in client.get("/", headers={"Accept": "text/html", "Accept-Language": "en"}).text


@pytest.fixture(scope="module")
def proxied(settings: Settings) -> Settings:
    return settings.model_copy(
        update={"rate": "1/minute", "proxies": frozenset({"10.0.0.0/8", "2001:db8::1"})}
    )


@pytest.mark.threat("T11")
@pytest.mark.parametrize(
    ("peer", "first", "second", "same"),
    [
        ("10.0.0.1", "192.0.2.1", "192.0.2.2", False),
        ("10.0.0.1", "192.0.2.1", "192.0.2.1:99", True),
        (
            "10.0.0.1",
            "203.0.113.1, 192.0.2.1",
            "203.0.113.2, 192.0.2.1",
            True,
        ),  # what a client says of itself
        ("10.0.0.1", "192.0.2.1, 10.9.9.9", "192.0.2.2, 10.9.9.9", False),  # one proxy behind another
        ("2001:db8::1", "[2001:db8:5::1]:80", "2001:db8:5::2", True),
        ("192.0.2.9", "192.0.2.1", "192.0.2.2", True),  # nobody's proxy
    ],
)
def test_whom_a_proxy_asks_for(proxied: Settings, peer: str, first: str, second: str, same: bool) -> None:
    # no lifespan: the rate is checked before anything is asked of a release
    client = TestClient(create_app(proxied), client=(peer, 1), raise_server_exceptions=False)
    statuses = [
        client.get(
            "/docs", headers={"X-Forwarded-For": told, "Forwarded": f"for=198.51.100.{number}"}
        ).status_code
        for number, told in enumerate((first, second))
    ]
    assert (statuses[1] == 429) is same
    assert statuses[0] != 429


@pytest.mark.threat("T11")
def test_no_proxy_is_believed_unless_it_is_named(settings: Settings) -> None:
    assert Settings().proxies == frozenset()
    client = TestClient(
        create_app(settings.model_copy(update={"rate": "1/minute"})),
        client=("127.0.0.1", 1),
        raise_server_exceptions=False,
    )
    statuses = [
        client.get("/docs", headers={"X-Forwarded-For": f"192.0.2.{number}"}).status_code
        for number in range(2)
    ]
    assert statuses[1] == 429


@pytest.mark.parametrize("text", ["5", "0/minute", "-1/minute", "5/fortnight", "x"])
def test_what_is_no_rate(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("BOUWSTENEN_RATE_REPORTS", text)
    with pytest.raises(WrongUseError, match="BOUWSTENEN_RATE_REPORTS"):
        read_settings()


@pytest.mark.parametrize("text", ["proxy.example.org", "10.0.0.0/99", "10.0.0.1/8"])
def test_what_is_no_proxy(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("BOUWSTENEN_PROXIES", f"::1 {text}")
    with pytest.raises(WrongUseError, match="BOUWSTENEN_PROXIES"):
        read_settings()


def test_rates_as_they_are_written() -> None:
    assert [(item.amount, item.get_expiry()) for item in rates_in("5 per 10 minutes; 2/day")] == [
        (5, 600),
        (2, 86400),
    ]
    assert rates_in("none") == rates_in("0") == []


@pytest.mark.threat("T18")
def test_what_costs_much_has_a_rate_of_its_own(two_releases: Settings) -> None:
    rates = {"rate_packages": "1/minute", "rate_differences": "1/minute", "rate_sign_in": "1/minute"}
    with TestClient(create_app(two_releases.model_copy(update=rates))) as client:
        release = client.get("/release", params={"format": "json"}).json()[0]["version"]
        for method, path in (
            ("GET", "/package?factor=mediawijsheid&format=json"),
            ("GET", f"/release/{release}/diff?format=json"),
            ("POST", "/sign-in"),
        ):
            first, second = (client.request(method, path, data={"token": "x"}) for _ in range(2))
            assert first.status_code != 429, path
            assert second.status_code == 429, path
            assert int(second.headers["Retry-After"]) > 0
        assert client.get("/health").status_code == 200
