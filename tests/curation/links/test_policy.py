"""Only the public web is asked, whatever an address, a name or a redirect looks like."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bouwstenen.curation.links.outcome import Found
from bouwstenen.curation.links.policy import Policy, is_public
from tests.curation.links.sites import Sites, checked, redirect, reply

PRIVATE = (
    *("127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),  # noqa: S104
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1", "::ffff:10.0.0.1"),
    *("fec0::1", "192.0.0.1", "192.0.0.170", "192.88.99.1", "3fff::1", "3fff:fff:ffff::1"),
    *("::ffff:127.0.0.1", "2002:7f00:1::1", "64:ff9b::7f00:1", "::7f00:1"),
)


@pytest.mark.threat("T41")
@pytest.mark.parametrize("number", PRIVATE)
def test_numbers_that_are_not_public(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", ["93.184.215.14", "1.1.1.1", "192.0.1.1", "2606:4700::1111"])
def test_numbers_that_are(number: str) -> None:
    assert is_public(number)


def resolving(*numbers: str) -> Callable[[str, int], Awaitable[list[str]]]:
    async def resolve(host: str, port: int) -> list[str]:
        return list(numbers)

    return resolve


def asked(address: str, resolve: Callable[[str, int], Awaitable[list[str]]] | None = None) -> Found:
    """What an address comes to where nothing is trusted; what is asked nevertheless fails the test."""
    sites = Sites()
    found = checked(sites, lambda port: [address.replace("PORT", str(port))], trust=False, resolve=resolve)
    assert not sites.asked
    (answer,) = found.values()
    return answer


@pytest.mark.parametrize("number", PRIVATE)
def test_a_name_that_stands_for_one(number: str) -> None:
    assert asked("http://een.example:PORT/", resolving(number)) == Found("unsafe", problem="private")


def test_one_private_number_among_others_is_enough() -> None:
    found = asked("http://een.example:PORT/", resolving("93.184.215.14", "127.0.0.1"))
    assert found == Found("unsafe", problem="private")


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "2130706433", "127.1", "0x7f000001", "0x7f.1", "127.0.0.1.", "[::1]"),
        *("[::ffff:127.0.0.1]", "localhost", "[::ffff:7f00:1]"),
    ],
)
def test_this_machine_by_any_name(host: str) -> None:
    """Resolved by the system."""
    sites = Sites()
    policy = Policy()
    found = checked(sites, lambda port: [f"http://{host}:{port}/"], trust=False, resolve=policy.resolve)
    assert not sites.asked
    assert list(found.values()) == [Found("unsafe", problem="private")]


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("ftp://een.example/x", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://een.example/", "scheme"),
        ("http:///x", "scheme"),
        ("http://0177.0.0.1/", "scheme"),
        ("http://naam:geheim@een.example/", "credentials"),
        ("http://naam@een.example/", "credentials"),
    ],
)
def test_addresses_that_are_not_asked(address: str, problem: str) -> None:
    assert asked(address, resolving("93.184.215.14")) == Found("unsafe", problem=problem)


@pytest.mark.threat("T41")
@pytest.mark.parametrize(
    ("location", "problem"),
    [
        ("http://10.0.0.1/", "private"),
        ("http://169.254.169.254/latest/meta-data/", "private"),
        ("http://[::1]/", "private"),
        ("//binnen.example/", "private"),
        ("http://een.example:22/", "port"),
        ("http://a:b@een.example/", "credentials"),
        ("file:///etc/passwd", "scheme"),
        ("javascript:alert(1)", "scheme"),
    ],
)
def test_a_redirect_out_of_the_public_web(location: str, problem: str) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host == "een.example" else [host if host[0] in "1:" else "10.0.0.1"]

    sites = Sites({("een.example", "/page"): redirect(location)})
    found = checked(sites, lambda port: [f"http://een.example:{port}/page"], resolve=resolve)
    assert list(found.values()) == [Found("unsafe", problem=problem)]
    assert {request.host for request in sites.asked} == {"een.example"}


@pytest.mark.threat("T41")
def test_a_name_that_changes_its_number_gains_nothing() -> None:
    """DNS rebinding: the name is public when it is looked at, and this machine a moment later."""
    sites = Sites({("een.example", "/page"): reply()})
    numbers = [["127.0.0.1"]] * 2 + [["10.0.0.1"]] * 9  # robots.txt and HEAD; then it turns

    async def turning(host: str, port: int) -> list[str]:
        return numbers.pop(0)

    sites.pages["een.example", "/page"] = redirect("/verder", 302)
    found = checked(sites, lambda port: [f"http://een.example:{port}/page"], resolve=turning)
    assert list(found.values()) == [Found("unsafe", problem="private")]
    assert not sites.methods("/verder")


def test_each_request_resolves_once_and_connects_there() -> None:
    """Whoever makes the connection does not resolve anew: the name has no number outside of the test."""
    count = 0

    async def resolve(host: str, port: int) -> list[str]:
        nonlocal count
        count += 1
        return ["127.0.0.1"]

    sites = Sites({("naam.invalid", "/page"): reply()})
    found = checked(sites, lambda port: [f"http://naam.invalid:{port}/page"], resolve=resolve)
    assert list(found.values()) == [Found("fine", 200)]
    assert count == len(sites.asked) == 2


def test_a_port_of_an_address_that_we_cite_is_asked() -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["93.184.215.14"]

    policy = Policy(resolve=resolve)
    url = policy.read("http://een.example:8080/", cited=True)
    assert asyncio.run(policy.numbers(url)) == ["93.184.215.14"]


def test_the_environment_gives_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    sites = Sites({("een.example", "/page"): reply()})
    assert list(checked(sites, lambda port: [f"http://een.example:{port}/page"]).values()) == [
        Found("fine", 200)
    ]
