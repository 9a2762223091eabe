"""What an uploaded file really is, and whether it is safe to unpack; its name is never asked."""

import re
import zipfile
from enum import StrEnum
from io import BytesIO

from service.residents.imports.errors import (
    BrokenSheet,
    EmptySheet,
    LockedWorkbook,
    OldWorkbook,
    UnknownSheetType,
    UnsafeWorkbook,
)

# A sheet of 10⁵ rows unpacks to some 100 MiB; text of that kind shrinks to a tenth, seldom to a fiftieth.
MOST_UNPACKED = 512 * 2**20
MOST_RATIO = 120
MOST_ENTRIES = 500
_RATIO_COUNTS_FROM = 2**20
_HEAD = 4096
# Readers hold what stands between the ends of two rows, or of two texts; of a list that is some kilobytes.
MOST_HELD = 4 * 2**20
_PORTION = 2**18
_ENDS = re.compile(rb"</(?:[A-Za-z]+:)?(?:row|si)\s*>")
_LONGEST_END = 32
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK = "xl/workbook.xml"
_MACROS = ("xl/vbaProject.bin", "xl/macrosheets/")
_OUTSIDE = ("xl/externalLinks/",)
UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MARKUP = (b"<!DOCTYPE", b"<!ENTITY")
_ELEMENT = re.compile(rb"<[A-Za-z_]")
_MARKS = b"\xef\xbb\xbf\xff\xfe \t\r\n"
_ENCRYPTED_OLE = "EncryptedPackage".encode("utf-16-le")
_BINARIES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")


class SheetType(StrEnum):
    """What we read."""

    XLSX = "xlsx"
    CSV = "csv"


def type_of(body: bytes) -> SheetType:
    """What the content is. Raises a refusal that tells what to do with anything but a safe xlsx or a text."""
    if not body.strip():
        raise EmptySheet(field="file")
    if body.startswith(_ZIP):
        _check_workbook(body)
        return SheetType.XLSX
    if body.startswith(_OLE):
        raise LockedWorkbook if _ENCRYPTED_OLE in body else OldWorkbook
    if body.startswith(UTF16):
        return SheetType.CSV
    if body.startswith(_BINARIES) or _is_markup(body):
        raise UnknownSheetType
    return SheetType.CSV


def _check_workbook(body: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            _check_archive(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise BrokenSheet(field="file") from error


def _check_archive(archive: zipfile.ZipFile) -> None:
    """What the directory claims is checked before anything is unpacked; zipfile never unpacks more than it claims."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if _WORKBOOK not in names:
        raise UnknownSheetType
    if any(entry.flag_bits & 1 for entry in entries):
        raise LockedWorkbook
    unpacked = sum(entry.file_size for entry in entries)
    if (
        len(entries) > MOST_ENTRIES
        or len(set(names)) < len(names)
        or unpacked > MOST_UNPACKED
        or any(map(_is_squeezed, entries))
        or any(name.startswith((*_MACROS, *_OUTSIDE)) for name in names)
    ):
        raise UnsafeWorkbook(field="file")
    for entry in entries:
        _check_markup(archive, entry)


def _is_squeezed(entry: zipfile.ZipInfo) -> bool:
    """Whether it unpacks beyond reason; each by itself, so that nothing packed badly makes up for another."""
    return entry.file_size > max(_RATIO_COUNTS_FROM, MOST_RATIO * entry.compress_size)


def _check_markup(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """A document type stands before the first element, which is looked for in the head; so none hides behind padding.

    What an entry is called says nothing of what a reader takes it for.
    """
    plain = _plain_head(archive, entry)
    hides = plain[:1] in (b"", b"<") and not _ELEMENT.search(plain)
    if (hides and entry.file_size) or any(mark in plain.upper() for mark in _MARKUP):
        raise UnsafeWorkbook(field="file")


def check_held(body: bytes) -> None:
    """Raise UnsafeWorkbook for a workbook of which a reader would have to hold much at once."""
    with zipfile.ZipFile(BytesIO(body)) as archive:
        for entry in archive.infolist():
            if entry.file_size > MOST_HELD and _plain_head(archive, entry).startswith(b"<"):
                _check_stretches(archive, entry)


def _check_stretches(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    held, tail = 0, b""
    with archive.open(entry) as part:
        while portion := part.read(_PORTION):
            seen = tail + portion
            ends = [found.end() for found in _ENDS.finditer(seen)]
            held = len(seen) - ends[-1] if ends else held + len(portion)
            if held > MOST_HELD:
                raise UnsafeWorkbook(field="file")
            tail = seen[-_LONGEST_END:]


def _plain_head(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """How an entry begins, behind blanks and marks, in one byte a character."""
    with archive.open(entry) as part:
        return part.read(_HEAD).replace(b"\x00", b"").lstrip(_MARKS)


def _is_markup(body: bytes) -> bool:
    head = body[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")) or b"\x00" in head[2:]
