"""Which file is meant by a name, and what to tell where there is none."""

from collections.abc import Sequence

from rapidfuzz import process

from bouwstenen.errors import BouwstenenError, NotAcceptableError, UnknownThingError

__all__ = ["no_such_file"]


def no_such_file(name: str, names: Sequence[str]) -> BouwstenenError:
    """Return what to tell of a file that is not there.

    Where it is there in other formats, those are told; else the names nearest to it.

    Args:
        name: of the file that was asked for.
        names: of those there are.
    """
    stem, _, suffix = name.partition(".")
    others = [each for each in names if each.partition(".")[0] == stem]
    if others and suffix:
        told = ", ".join(others)
        return NotAcceptableError(
            {"nl": f"“{stem}” is er niet als .{suffix}.", "en": f"there is no “{stem}” as .{suffix}."},
            where="dump",
            mend={"nl": f"Kies uit: {told}.", "en": f"Choose one of: {told}."},
        )
    near = ", ".join(each for each, *_ in process.extract(name, names, limit=3))
    return UnknownThingError(
        {"nl": f"er is geen bestand “{name}”.", "en": f"there is no file “{name}”."},
        where="dump",
        mend={"nl": f"Bedoelt u: {near}?", "en": f"Did you mean: {near}?"} if near else None,
    )
