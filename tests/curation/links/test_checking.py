"""Addresses are followed to their end: what each class of answer comes to, and how politely it is asked."""

import asyncio
import socket
import ssl
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bouwstenen.curation.links import turns
from bouwstenen.curation.links.outcome import Found
from tests.curation.links.sites import Answer, Request, Sites, checked, redirect, reply


def one(sites: Sites, path: str = "/page", host: str = "een.example", **how: Any) -> Found:  # noqa: ANN401
    """What the address of one page comes to."""
    found = checked(sites, lambda port: [f"http://{host}:{port}{path}"], **how)
    (answer,) = found.values()
    return answer


def site(answer: Answer, path: str = "/page") -> Sites:
    return Sites({("een.example", path): answer})


def in_turn(*answers: Answer) -> Answer:
    left = list(answers)

    async def answer(request: Request, writer: asyncio.StreamWriter) -> bytes:
        return await (left.pop(0) if len(left) > 1 else left[0])(request, writer)

    return answer


def test_what_answers_is_fine_and_its_body_is_not_asked_for() -> None:
    sites = site(reply(200, b"tekst"))
    assert one(sites) == Found("fine", 200)
    assert sites.methods("/page") == ["HEAD"]
    assert {request.headers["user-agent"] for request in sites.asked} == {"bouwstenen/test"}


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_not_there_is_gone(status: int) -> None:
    assert one(site(reply(status))) == Found("gone", status)


@pytest.mark.parametrize("status", [400, 401, 403, 405, 451, 999])
def test_what_refuses_us_tells_nothing(status: int) -> None:
    assert one(site(reply(status))) == Found("refused", status)


@pytest.mark.parametrize("status", [403, 404, 405, 501])
def test_what_refuses_head_is_asked_with_get(status: int) -> None:
    async def answer(request: Request, writer: asyncio.StreamWriter) -> bytes:
        return await reply(status if request.method == "HEAD" else 200)(request, writer)

    sites = site(answer)
    assert one(sites) == Found("fine", 200)
    assert sites.methods("/page") == ["HEAD", "GET"]


def test_an_endless_body_is_not_read() -> None:
    async def answer(request: Request, writer: asyncio.StreamWriter) -> bytes:
        if request.method == "HEAD":
            return await reply(405)(request, writer)
        writer.write(b"HTTP/1.1 200 X\r\n\r\n")
        while not writer.is_closing():  # the client hangs up
            writer.write(b"x" * 65536)
            await writer.drain()
        return b""

    assert one(site(answer)) == Found("fine", 200)


def test_a_permanent_redirect_tells_where_to() -> None:
    sites = Sites(
        {
            ("een.example", "/page"): redirect("/ander"),
            ("een.example", "/ander"): redirect("/nieuw#deel", 308),
            ("een.example", "/nieuw"): reply(),
        }
    )
    found = one(sites)
    assert found == Found("moved", 200, f"http://een.example:{sites.port}/nieuw#deel")


def test_what_moves_for_now_has_not_moved() -> None:
    sites = Sites({("een.example", "/page"): redirect("/nu", 302), ("een.example", "/nu"): redirect("/dan")})
    sites.pages["een.example", "/dan"] = reply()
    assert one(sites) == Found("fine", 200)


def test_it_has_moved_as_far_as_that_is_for_good() -> None:
    sites = Sites(
        {("een.example", "/page"): redirect("/nieuw"), ("een.example", "/nieuw"): redirect("/nu", 307)}
    )
    sites.pages["een.example", "/nu"] = reply()
    assert one(sites).target == f"http://een.example:{sites.port}/nieuw"


def test_a_redirect_to_what_is_gone_is_gone() -> None:
    assert one(site(redirect("/weg"))) == Found("gone", 404)


def test_a_ring_of_redirects_ends() -> None:
    assert one(site(redirect("/page"))) == Found("refused", 301, problem="redirects")


def test_redirects_without_end_end() -> None:
    async def answer(request: Request, writer: asyncio.StreamWriter) -> bytes:
        return await redirect(request.path + "x", 302)(request, writer)

    sites = Sites({("een.example", "*"): answer})
    assert one(sites, hops=3) == Found("refused", 302, problem="redirects")
    assert len(sites.methods("/pagexxx")) == 1
    assert not sites.methods("/pagexxxx")


def test_a_redirect_to_nowhere_fails() -> None:
    assert one(site(reply(302))) == Found("failing", 302, problem="location")


def test_a_server_in_trouble_is_asked_again() -> None:
    sites = site(in_turn(reply(500), reply(500), reply(503), reply(200)))
    assert one(sites) == Found("fine", 200)
    assert sites.methods("/page") == ["HEAD", "GET", "GET", "GET"]


def test_a_server_that_stays_in_trouble_fails() -> None:
    sites = site(reply(503))
    assert one(sites) == Found("failing", 503)
    assert sites.methods("/page") == ["HEAD", "GET", "GET", "GET"]


def test_who_is_busy_is_asked_when_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[float] = []
    monkeypatch.setattr(turns.Turns, "hold", lambda *waits: held.append(waits[-1]))
    sites = site(in_turn(reply(429, Retry_After="17"), reply(200)))
    assert one(sites) == Found("fine", 200)
    assert held == [17.0]
    assert sites.methods("/page") == ["HEAD", "GET"]


def test_who_is_busy_for_long_is_left_alone() -> None:
    sites = site(reply(429, Retry_After="86400"))
    assert one(sites) == Found("refused", 429, problem="busy")
    assert sites.methods("/page") == ["HEAD"]


def test_who_does_not_answer_in_time_fails() -> None:
    async def answer(request: Request, writer: asyncio.StreamWriter) -> bytes:
        await asyncio.sleep(2)
        return b""

    sites = site(answer)
    assert one(sites, timeout=0.1, tries=2) == Found("failing", problem="timeout")
    assert sites.methods("/page") == ["HEAD", "GET"]


def test_who_sends_its_head_drop_by_drop_fails() -> None:
    async def answer(request: Request, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"HTTP/1.1 200 X\r\n")
        for _ in range(100):
            writer.write(b"X-Drop: 1\r\n")
            await writer.drain()
            await asyncio.sleep(0.05)
        return b"\r\n"

    assert one(site(answer), timeout=0.3, tries=1) == Found("failing", problem="timeout")


def test_who_hangs_up_or_talks_nonsense_fails() -> None:
    async def nothing(request: Request, writer: asyncio.StreamWriter) -> bytes:
        return b""

    async def nonsense(request: Request, writer: asyncio.StreamWriter) -> bytes:
        return b"hallo\r\n\r\n"

    assert one(site(nothing)) == Found("failing", problem="protocol")
    assert one(site(nonsense)) == Found("failing", problem="protocol")


def test_nobody_there_fails() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    found = checked(Sites(), lambda _: [f"http://een.example:{port}/"])
    assert list(found.values()) == [Found("failing", problem="connection")]


def test_a_name_without_number_fails() -> None:
    async def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    assert one(Sites(), resolve=unknown) == Found("failing", problem="dns")


def test_a_certificate_that_nobody_signed_fails(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = ["-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=een.example"]
    subprocess.run(
        ["openssl", "req", "-x509", *made, "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    found = checked(Sites(), lambda port: [f"https://een.example:{port}/"], tls=tls)
    assert list(found.values()) == [Found("failing", problem="tls")]


def test_what_robots_may_not_ask_is_not_asked() -> None:
    sites = site(reply())
    sites.pages["een.example", "/robots.txt"] = reply(200, b"User-agent: bouwstenen\nDisallow: /page\n")
    assert one(sites) == Found("refused", problem="robots")
    assert not sites.methods("/page")


def test_robots_are_asked_once_a_host_and_their_redirects_followed() -> None:
    sites = Sites({("een.example", "*"): reply(), ("twee.example", "*"): reply()})
    sites.pages["een.example", "/robots.txt"] = redirect("/regels.txt")
    sites.pages["een.example", "/regels.txt"] = reply(200, b"User-agent: *\nDisallow: /geheim\n")
    found = checked(
        sites,
        lambda port: [
            *(f"http://een.example:{port}/{name}" for name in ("a", "b", "geheim/c")),
            f"http://twee.example:{port}/geheim/c",
        ],
    )
    assert [each.state for _, each in sorted(found.items())] == ["fine", "fine", "refused", "fine"]
    assert sites.methods("/regels.txt") == ["GET"]
    assert sites.methods("/robots.txt") == ["GET", "GET"]


def test_robots_that_cannot_be_read_forbid_everything() -> None:
    """RFC 9309 §2.3.1.4."""
    sites = site(reply())
    sites.pages["een.example", "/robots.txt"] = reply(500)
    assert one(sites) == Found("refused", problem="robots")


def test_endless_robots_are_read_to_a_measure() -> None:
    async def endless(request: Request, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"HTTP/1.1 200 X\r\n\r\nUser-agent: *\nDisallow: /ander\n")
        while not writer.is_closing():
            writer.write(b"# niets\n" * 8192)
            await writer.drain()
        return b""

    sites = site(reply())
    sites.pages["een.example", "/robots.txt"] = endless
    assert one(sites) == Found("fine", 200)


def test_a_redirect_is_asked_as_robots_there_allow() -> None:
    sites = site(reply())
    checked_there = "http://twee.example:{port}/"

    async def away(request: Request, writer: asyncio.StreamWriter) -> bytes:
        return await redirect(checked_there.format(port=sites.port), 302)(request, writer)

    sites.pages["een.example", "/page"] = away
    sites.pages["twee.example", "/robots.txt"] = reply(200, b"User-agent: *\nDisallow: /\n")
    assert one(sites) == Found("refused", problem="robots")
    assert not [request for request in sites.asked if (request.host, request.path) == ("twee.example", "/")]


def slowly(answer: Answer) -> Answer:
    async def slow(request: Request, writer: asyncio.StreamWriter) -> bytes:
        await asyncio.sleep(0.02)
        return await answer(request, writer)

    return slow


def test_one_at_a_time_a_host_and_so_many_in_all() -> None:
    names = [f"site{number}.example" for number in range(12)]
    sites = Sites({(name, "*"): slowly(reply()) for name in names})
    for name in names:
        sites.pages[name, "/robots.txt"] = slowly(reply(404))
    found = checked(
        sites,
        lambda port: [f"http://{name}:{port}/{page}" for name in names for page in range(4)],
        at_once=5,
    )
    assert {each.state for each in found.values()} == {"fine"}
    assert len(found) == 48
    assert {sites.most[name] for name in names} == {1}
    assert sites.most["all"] == 5


def test_a_host_gets_a_rest_between_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    sleep = asyncio.sleep

    async def record(seconds: float) -> None:
        slept.append(seconds)
        await sleep(seconds)

    monkeypatch.setattr("bouwstenen.curation.links.turns.sleep", record)
    sites = site(reply())
    assert one(sites, pause=0.05) == Found("fine", 200)
    assert 0 < max(slept) <= 0.05
    slept.clear()
    sites.pages["een.example", "/robots.txt"] = reply(200, b"User-agent: *\nCrawl-delay: 0.2\n")
    found = checked(sites, lambda port: [f"http://een.example:{port}/{page}" for page in ("page", "page?2")])
    assert len(found) == 2
    assert 0.05 < max(slept) <= 0.2
