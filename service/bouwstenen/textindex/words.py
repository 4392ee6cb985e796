"""Words as the index has them: folded, stemmed, cut where two words were written as one.

Texts and what people type go through the same functions, so that both come to the same words.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

__all__ = ["is_stop_word", "parts", "stem", "stems", "words"]

#: Letters of the longest word that is kept; what is longer is no word.
_LONGEST = 50
#: Letters that each part of a compound has at least, and what Dutch puts between them.
_PART = 4
_LINKS = ("s", "en", "e", "n")

_APOSTROPHES = re.compile("['’‘`´]")


def _analyzer(*filters: Filter) -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.simple())
    for each in (Filter.remove_long(_LONGEST), Filter.lowercase(), Filter.ascii_fold(), *filters):
        builder = builder.filter(each)
    return builder.build()


_plain = _analyzer()
_unstopped = {language: _analyzer(Filter.stopword(language)) for language in ("dutch", "english")}
_stemming = {
    "nl": _analyzer(Filter.stemmer("dutch")),
    "en": _analyzer(Filter.stemmer("english")),
}


def words(text: str) -> list[str]:
    """Return the words of a text in their order: lower case, without accents, apostrophes and signs.

    >>> words("Amigo’s: één vóór allen!")
    ['amigos', 'een', 'voor', 'allen']
    """
    # what is no character at all cannot be in a text either: lone surrogates
    text = text.encode("utf-8", "ignore").decode()
    return _plain.analyze(_APOSTROPHES.sub("", unicodedata.normalize("NFKC", text)))


@lru_cache(maxsize=2**16)
def stem(word: str, language: str = "nl") -> str:
    """Return the stem of a word that `words` gave, in Dutch or English ("nl", "en").

    >>> stem("interventies"), stem("scholen"), stem("families", "en")
    ('interventie', 'school', 'famili')
    """
    return next(iter(_stemming[language].analyze(word)), word)


def stems(word: str) -> set[str]:
    """Return the stems of a word of which nobody said in which language it is."""
    return {stem(word, "nl"), stem(word, "en")}


@lru_cache(maxsize=2**16)
def is_stop_word(word: str) -> bool:
    """Return whether a word says nothing by itself, in Dutch or in English."""
    return any(not analyzer.analyze(word) for analyzer in _unstopped.values())


def parts(word: str, known: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Yield each way in which a word is two others in one.

    Args:
        word: as `words` gave it.
        known: whether a word stands by itself somewhere.

    >>> list(parts("weerbaarheidstraining", {"weerbaarheid", "training"}.__contains__))
    [('weerbaarheid', 'training')]
    """
    for cut in range(_PART, len(word) - _PART + 1):
        head, tail = word[:cut], word[cut:]
        if not known(tail):
            continue
        for link in ("", *_LINKS):
            first = head.removesuffix(link)
            if (not link or first != head) and len(first) >= _PART and known(first):
                yield first, tail
