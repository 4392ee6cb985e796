"""What is looked at in a workbook before a library reads it: it may come from anyone."""

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from bouwstenen.errors import HandedInError, MediaTypeError, TooLargeError

__all__ = ["LARGEST", "MOST_COLUMNS", "MOST_ROWS", "Marks", "inspected"]

#: Bytes of a file, and of all it unfolds into; parts, cells, rows and columns of a workbook, at most.
LARGEST, _UNFOLDED, _PARTS, _CELLS = 20 * 2**20, 64 * 2**20, 500, 200_000
MOST_ROWS, MOST_COLUMNS = 20_000, 200

_PIECE = 2**16
_DEEPEST = 64  # elements in one another
_MERGED = 100  # merged ranges of a sheet that are told of
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # encrypted workbooks, and those of before 2007

#: What unpacking raises where an archive is not what it says.
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, EOFError)
_SAVE = {"nl": "Sla het bestand op als .xlsx.", "en": "Save it as .xlsx."}


@dataclass
class Marks:
    """What the reading library tells nothing of.

    Args:
        hidden: rows that are not shown.
        merged: ranges that are one cell, as `B2:C2`.
    """

    hidden: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)


def inspected(name: str, content: bytes) -> dict[str, Marks]:
    """Return the marks of each sheet, by its part of the archive, of a workbook that may be read.

    Raises:
        TooLargeError: it is larger than we read, or unfolds into more.
        MediaTypeError: it is another kind of file, has macros, is encrypted, or leads to other files.
        HandedInError: it is damaged, or holds what no spreadsheet writes.
    """
    if len(content) > LARGEST:
        raise _too_large(name, f"{LARGEST // 2**20} MB")
    if content.startswith(_OLE):
        nl, en = (
            "dit bestand is versleuteld, of van voor 2007.",
            "this file is encrypted, or from before 2007.",
        )
        mend = {
            "nl": f"Haal het wachtwoord eraf. {_SAVE['nl']}",
            "en": f"Take off the password. {_SAVE['en']}",
        }
        raise MediaTypeError({"nl": nl, "en": en}, where=name, mend=mend)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _look(name, archive)
            return dict(_marks(name, archive))
    except (*_BROKEN, ValueError, OSError, RuntimeError) as error:
        raise _damaged(name) from error


def _look(name: str, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if sum(entry.file_size for entry in entries) > _UNFOLDED or len(entries) > _PARTS:
        raise _too_large(name, f"{_UNFOLDED // 2**20} MB / {_PARTS}")
    if len(set(names)) != len(names):
        raise _damaged(name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refused(name, "dit bestand is versleuteld.", "this file is encrypted.")
    lowered = [each.lower() for each in names]
    if "[content_types].xml" not in lowered or "xl/workbook.xml" not in lowered:
        raise _refused(name, "dit is geen werkmap.", "this is no workbook.")
    if any("vbaproject" in each or each.startswith(("xl/macrosheets", "xl/activex")) for each in lowered):
        raise _refused(name, "deze werkmap heeft macro’s; die lezen wij niet.", "we read no macros.")
    if any(each.startswith("xl/externallinks/") for each in lowered):
        nl, en = "deze werkmap verwijst naar andere bestanden.", "this workbook leads to other files."
        mend = {
            "nl": "Verbreek de koppelingen (Gegevens, Koppelingen bewerken).",
            "en": "Break the links (Data, Edit Links).",
        }
        raise MediaTypeError({"nl": nl, "en": en}, where=name, mend=mend)


def _marks(name: str, archive: zipfile.ZipFile) -> Iterator[tuple[str, Marks]]:
    cells = 0
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        part = _Part(name)
        with archive.open(entry) as file:
            part.read(file)
        cells += part.cells
        if cells > _CELLS:
            raise _too_large(name, f"{_CELLS:,} cells")
        yield entry.filename, part.marks


class _Part:
    """One part of a workbook, read for what may be wrong with it."""

    def __init__(self, name: str) -> None:
        self.marks, self.cells, self._name, self._depth = Marks(), 0, name, 0

    def read(self, file: IO[bytes]) -> None:
        """Read it to its end, or to what is wrong."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            while piece := file.read(_PIECE):
                parser.Parse(piece)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise _damaged(self._name) from error

    def _doctype(self, *_: object) -> None:
        nl, en = "dit bestand bevat een DTD; die schrijft geen rekenblad.", "no spreadsheet writes a DTD."
        raise HandedInError({"nl": nl, "en": en}, where=self._name, mend=_SAVE)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _damaged(self._name)
        tag = tag.rpartition(" ")[2]
        if tag == "c":
            self.cells += 1
            self._place(attributes.get("r", ""))
            if self.cells > _CELLS:
                raise _too_large(self._name, f"{_CELLS:,} cells")
        elif tag == "row":
            number = attributes.get("r", "0")
            if attributes.get("hidden") in ("1", "true") and number.isdigit():
                self.marks.hidden.add(int(number))
        elif tag == "mergeCell" and len(self.marks.merged) < _MERGED:
            self.marks.merged.append(attributes.get("ref", ""))

    def _end(self, _tag: str) -> None:
        self._depth -= 1

    def _place(self, reference: str) -> None:
        found = _REFERENCE.fullmatch(reference)
        if reference and found is None:
            raise _damaged(self._name)
        if found is None:
            return
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - 64
        if int(found[2]) > MOST_ROWS or column > MOST_COLUMNS:
            limit = f"{MOST_ROWS} × {MOST_COLUMNS}"
            nl = f"cel {reference} is gevuld of opgemaakt; wij lezen {limit} rijen × kolommen."
            en = f"cell {reference} is filled or formatted; we read {limit} rows × columns."
            mend = {
                "nl": "Verwijder de lege rijen en kolommen onder en naast de tabel.",
                "en": "Delete the empty rows and columns below and beside the table.",
            }
            raise TooLargeError({"nl": nl, "en": en}, where=self._name, mend=mend)


def _too_large(name: str, limit: str) -> TooLargeError:
    nl, en = f"dit bestand is groter dan wij lezen ({limit}).", f"this file is larger than we read ({limit})."
    mend = {
        "nl": "Begin met een nieuwe export, of lever minder rijen tegelijk in.",
        "en": "Begin with a new export, or hand in fewer rows at a time.",
    }
    return TooLargeError({"nl": nl, "en": en}, where=name, mend=mend)


def _refused(name: str, nl: str, en: str) -> MediaTypeError:
    return MediaTypeError({"nl": nl, "en": en}, where=name, mend=_SAVE)


def _damaged(name: str) -> HandedInError:
    nl, en = "dit is geen werkmap, of zij is beschadigd.", "this is no workbook, or it is damaged."
    return HandedInError({"nl": nl, "en": en}, where=name, mend=_SAVE)
