"""Settings: read from the environment, refused when wrong, documented."""

import traceback
from pathlib import Path

import pytest

from bouwstenen.errors import WrongUseError
from bouwstenen.settings import Settings, read_settings


def test_defaults_of_a_checkout(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"BOUWSTENEN_{name.upper()}", raising=False)
    settings = Settings()
    assert (settings.home, settings.sources) == (root / ".bouwstenen", root)
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


def test_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BOUWSTENEN_HOME", str(tmp_path))
    monkeypatch.setenv("BOUWSTENEN_PORT", "8001")
    assert (Settings().home, Settings().port) == (tmp_path, 8001)


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "many"), ("PORT", "70000"), ("JOBS", "0"), ("SERVICES", "nope"), ("QUERY_TIMEOUT", "0")],
)
def test_wrong_values_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"BOUWSTENEN_{name}", value)
    with pytest.raises(WrongUseError, match=f"BOUWSTENEN_{name}"):
        read_settings()


def test_an_empty_value_is_none(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.setenv("BOUWSTENEN_HOME", "")
    assert read_settings().home == root / ".bouwstenen"


def test_every_setting_has_help() -> None:
    assert not [name for name, field in Settings.model_fields.items() if not field.description]


@pytest.mark.parametrize(
    "value", ["elsewhere", "ftp://example.org/", "http://", "http://x:y/", "https://me:secret@example.org/q"]
)
def test_where_queries_are_answered_is_an_address_or_here(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    assert Settings().store == "embedded"
    monkeypatch.setenv("BOUWSTENEN_STORE", "https://example.org/query?x=1")
    assert read_settings().store == "https://example.org/query?x=1"
    monkeypatch.setenv("BOUWSTENEN_STORE", value)
    with pytest.raises(WrongUseError, match="BOUWSTENEN_STORE: ") as caught:
        read_settings()
    assert "secret" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("value", ["https://example.org/contact", "mailto:vragen@example.org"])
def test_contact_is_a_page_or_mail(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    assert Settings().contact is None
    monkeypatch.setenv("BOUWSTENEN_CONTACT", value)
    assert read_settings().contact == value
    for wrong in ("vragen@example.org", "mailto:nobody", "mailto:a@b c", "javascript:alert(1)", "tel:112"):
        monkeypatch.setenv("BOUWSTENEN_CONTACT", wrong)
        with pytest.raises(WrongUseError, match="BOUWSTENEN_CONTACT"):
            read_settings()


@pytest.mark.threat("T31")
def test_what_is_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOUWSTENEN_STORE_AUTHORIZATION", "Bearer hush")
    settings = read_settings()
    assert settings.authorization == "Bearer hush"
    assert "hush" not in f"{settings!r} {settings} {settings.model_dump_json()}"
    monkeypatch.setenv("BOUWSTENEN_STORE_AUTHORIZATION", "Bearer hush\r\nHost: elsewhere")
    with pytest.raises(WrongUseError, match="BOUWSTENEN_STORE_AUTHORIZATION") as caught:
        read_settings()
    assert "hush" not in "".join(traceback.format_exception(caught.value))


def test_services(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOUWSTENEN_SERVICES", "https://a.example/sparql  https://b.example/")
    assert read_settings().services == {"https://a.example/sparql", "https://b.example/"}
