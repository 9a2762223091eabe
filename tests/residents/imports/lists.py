"""Lists as communities keep them, made up, and files that are none."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import openpyxl
from stdnum.cn import ric

HEADER = ("姓名", "身份证号", "联系电话", "楼栋", "单元", "室号", "与户主关系")
_FIRST_BIRTH = date(1940, 1, 1)


def xlsx(*rows: Sequence[Any], title: str = "居民") -> bytes:
    """A workbook with these rows in its first sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    book.close()
    return kept.getvalue()


def csv(*rows: Sequence[Any], delimiter: str = ",", encoding: str = "utf-8", end: str = "\n") -> bytes:
    """A text of these rows, as Excel and WPS save it."""
    return "".join(delimiter.join(map(_quoted, row)) + end for row in rows).encode(encoding)


def id_number(place: int, *, region: str = "330211") -> str:
    """The made-up ID number of the `place`-th person."""
    day = _FIRST_BIRTH + timedelta(days=place // 400)
    head = f"{region}{day:%Y%m%d}{place % 400 + 1:03d}"
    return head + ric.calc_check_digit(head + "0")


def phone(place: int) -> str:
    """The made-up telephone of the `place`-th person."""
    return f"138{place:08d}"


def with_entry(body: bytes, name: str, content: bytes) -> bytes:
    """The workbook with another part in it."""
    kept = io.BytesIO(body)
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return kept.getvalue()


def _quoted(cell: Any) -> str:
    text = "" if cell is None else str(cell)
    doubled = text.replace('"', '""')
    return f'"{doubled}"' if any(each in text for each in ',;\t"\n') else text
