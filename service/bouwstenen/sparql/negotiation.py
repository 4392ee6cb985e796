"""Content negotiation after RFC 9110 §12.5: the one place that reads Accept and the headers like it."""

from collections.abc import Sequence

from bouwstenen.formats import Format

__all__ = ["accepts_gzip", "choose", "choose_language"]


def choose(accept: str | None, offered: Sequence[Format]) -> Format | None:
    """Return the offered format that `accept` likes best, or None where it accepts none of them.

    Of formats liked equally, the one offered first wins; a more specific range outdoes a wider one.
    """
    if not accept or not accept.strip():
        return offered[0]
    ranges = _parse(accept)
    best, chosen = 0.0, None
    for item in offered:
        quality = _format_quality(ranges, item)
        if quality > best:
            best, chosen = quality, item
    return chosen


def choose_language(accept_language: str | None, offered: Sequence[str] = ("nl", "en")) -> str:
    """Return the offered language liked best; the first one where none is."""
    ranges = _parse(accept_language or "")
    scored = [
        (quality, -offered.index(tag)) for tag in offered if (quality := _language_quality(ranges, tag)) > 0
    ]
    return offered[-max(scored)[1]] if scored else offered[0]


def accepts_gzip(accept_encoding: str) -> bool:
    """Return whether gzip is named and liked at least as much as no compression."""
    liked = dict(_parse(accept_encoding))
    return liked.get("gzip", 0.0) > 0 and liked["gzip"] >= liked.get("identity", 0.0)


def _parse(header: str) -> list[tuple[str, float]]:
    ranges = []
    for part in header.split(","):
        value, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, text = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    quality = min(max(float(text), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        if value:
            ranges.append((value.lower(), quality))
    return ranges


def _format_quality(ranges: list[tuple[str, float]], item: Format) -> float:
    """A format named outright is liked as much as that says; other names for it count where it is not.

    Those must be named outright too: what is sent has the format's own type, which a range must fit.
    """
    if any(value == item.media_type for value, _ in ranges):
        return _quality(ranges, item.media_type)
    others = [quality for value, quality in ranges if value in item.also]
    return max(_quality(ranges, item.media_type), *others, 0.0)


def _quality(ranges: list[tuple[str, float]], media_type: str) -> float:
    main = media_type.partition("/")[0]
    for wanted in (media_type, f"{main}/*", "*/*"):
        matching = [quality for value, quality in ranges if value == wanted]
        if matching:
            return max(matching)
    return 0.0


def _language_quality(ranges: list[tuple[str, float]], tag: str) -> float:
    matching = [quality for value, quality in ranges if value.partition("-")[0] == tag]
    return max(matching, default=next((quality for value, quality in ranges if value == "*"), 0.0))
