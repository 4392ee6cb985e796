"""The one place for our language fallback: nl → en → untagged → any."""

__all__ = ["preferred"]


def preferred(texts: dict[str, str], language: str = "nl") -> str | None:
    """Return the text in `language`, or else nl, en, untagged, any; None where there is none.

    Args:
        texts: by language tag, "" for untagged.
        language: the language wanted.
    """
    for tag in (language, "nl", "en", ""):
        if tag in texts:
            return texts[tag]
    return next(iter(texts.values()), None)
