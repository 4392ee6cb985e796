"""Files that cannot be read, as somebody may hand them in: their mistake, never ours."""

import io
import zipfile

import openpyxl

__all__ = ["REFUSED"]

_SYSTEM = (
    b'<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF [<!ENTITY out SYSTEM "file:///etc/passwd">]>\n'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&out;</rdf:RDF>\n'
)


def _workbook() -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for number in range(200):
        book.worksheets[0].append(["DIAMANT", number])
    book.save(buffer)
    return buffer.getvalue()


def _lying(field: int, size: int) -> bytes:
    """A workbook whose directory says another size of its first sheet: packed (20) or unpacked (24)."""
    content = bytearray(_workbook())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
    at = -1
    for _ in range(names.index("xl/worksheets/sheet1.xml") + 1):
        at = content.index(b"PK\x01\x02", at + 1)
    content[at + field : at + field + 4] = size.to_bytes(4, "little")
    return bytes(content)


def _damaged() -> bytes:
    """A workbook with a sheet that does not unpack."""
    content = bytearray(_workbook())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    content[at + 80 : at + 120] = b"\xff" * 40
    return bytes(content)


#: Name and content, by what is wrong.
REFUSED = {
    "an entity of a file": ("a.rdf", _SYSTEM),
    "a size that is too small": ("a.xlsx", _lying(24, 100)),
    "a packed size that is too small": ("a.xlsx", _lying(20, 50)),
    "a packed size that is too large": ("a.xlsx", _lying(20, 5_000_000)),
    "a sheet that does not unpack": ("a.xlsx", _damaged()),
    "no workbook": ("a.xlsx", b"PK\x03\x04 and no more"),
    "an open quotation mark": ("a.csv", b'Naam interventie;Identificatie\n"' + b"x" * 18 * 2**20),
    "another encoding": ("a.csv", "Naam interventie;Identificatie\nCafé;\n".encode("cp1252")),
}
