"""What a file of regions must look like, and what it changes."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from service.kit.texts import Text
from service.regions.errors import BadRegionFile, Fault
from service.regions.rules import OFFICIAL, PARENTS, Level

COLUMNS = ("code", "level", "name", "parent_code")
_CODE = re.compile(r"[0-9]{2,12}")
_LONGEST_NAME = 100
_MAY_STAND_ALONE = (Level.CITY, Level.DISTRICT)


@dataclass(frozen=True, slots=True)
class Row:
    """A region as the file has it; without a parent the file does not say where it stands."""

    line: int
    code: str
    level: Level
    name: str
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """A region as it is on record."""

    code: str
    level: Level
    name: str
    parent_code: str | None
    since: date


@dataclass(slots=True)
class Difference:
    """What a file would change, by code; `missing` are on record below the file's places, but not in it."""

    added: list[Row] = field(default_factory=list)
    renamed: list[Row] = field(default_factory=list)
    moved: list[Row] = field(default_factory=list)
    unchanged: int = 0
    missing: list[Known] = field(default_factory=list)


def read(content: bytes) -> list[Row]:
    """The rows of a CSV file in UTF-8, with or without a byte order mark; raises BadRegionFile."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadRegionFile([Fault(line, Text("不是 UTF-8 编码。", "It is not UTF-8."))]) from error
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    faults: list[Fault] = []
    try:
        _check_header(next(lines, []))
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            reason = _reason_against([cell.strip() for cell in cells])
            if reason:
                faults.append(Fault(lines.line_num, reason))
            else:
                rows.append(_row(lines.line_num, [cell.strip() for cell in cells]))
    except csv.Error as error:
        faults.append(Fault(lines.line_num, Text(f"无法读取：{error}", f"It can not be read: {error}")))
    if faults:
        raise BadRegionFile(faults)
    return rows


def check(rows: Sequence[Row], known: Mapping[str, Known]) -> None:
    """Raise BadRegionFile unless every row fits the others and what is on record."""
    levels = {row.code: row.level for row in rows} | {code: region.level for code, region in known.items()}
    first_lines: dict[str, int] = {}
    faults = []
    for row in rows:
        earlier = first_lines.setdefault(row.code, row.line)
        on_record = known.get(row.code)
        if earlier != row.line:
            reason = Text(
                f"编码 {row.code} 已在第 {earlier} 行出现。", f"Line {earlier} has the code {row.code} too."
            )
        elif on_record and on_record.level != row.level:
            reason = Text(
                f"编码 {row.code} 在册的层级是 {on_record.level}。",
                f"The code {row.code} is on record as a {on_record.level}.",
            )
        elif found := _reason_against_parent(row, levels):
            reason = found
        else:
            continue
        faults.append(Fault(row.line, reason))
    if faults:
        raise BadRegionFile(faults)


def difference(rows: Sequence[Row], known: Mapping[str, Known]) -> Difference:
    """What the rows (checked) would change; a region may be both renamed and moved."""
    found = Difference()
    for row in sorted(rows, key=lambda row: OFFICIAL.index(row.level)):
        on_record = known.get(row.code)
        if on_record is None:
            found.added.append(row)
            continue
        renamed = row.name != on_record.name
        moved = row.parent_code is not None and row.parent_code != on_record.parent_code
        found.renamed += [row] * renamed
        found.moved += [row] * moved
        found.unchanged += not renamed and not moved
    in_file = {row.code for row in rows}
    found.missing = [
        region
        for code, region in sorted(known.items())
        if code not in in_file and not in_file.isdisjoint(_above(region, known))
    ]
    return found


def _check_header(cells: Sequence[str]) -> None:
    if tuple(cell.strip() for cell in cells) != COLUMNS:
        expected = ",".join(COLUMNS)
        raise BadRegionFile(
            [Fault(1, Text(f"第一行应为 {expected}。", f"The first line should be {expected}."))]
        )


def _reason_against(cells: Sequence[str]) -> Text | None:
    """What is wrong with a line by itself."""
    if len(cells) != len(COLUMNS):
        return Text(f"应有 {len(COLUMNS)} 列。", f"It should have {len(COLUMNS)} columns.")
    code, level, name, parent_code = cells
    if not _CODE.fullmatch(code):
        return Text(f"编码“{code}”应为 2 到 12 位数字。", f"The code “{code}” should be 2 to 12 digits.")
    if level not in OFFICIAL:
        allowed = ", ".join(OFFICIAL)
        return Text(
            f"层级“{level}”应为其中之一：{allowed}。", f"The level “{level}” should be one of: {allowed}."
        )
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        return Text("名称应有 1 到 100 个字。", "The name should have 1 to 100 characters.")
    if not parent_code and level not in _MAY_STAND_ALONE:
        return Text("缺少上级编码。", "The parent's code is missing.")
    return None


def _row(line: int, cells: Sequence[str]) -> Row:
    code, level, name, parent_code = cells
    return Row(line, code, Level(level), name, parent_code or None)


def _reason_against_parent(row: Row, levels: Mapping[str, Level]) -> Text | None:
    if row.parent_code is None:
        return None
    level = levels.get(row.parent_code)
    if level is None:
        return Text(
            f"上级 {row.parent_code} 既不在文件里，也不在册。",
            f"The parent {row.parent_code} is neither in the file nor on record.",
        )
    if level not in PARENTS[row.level]:
        return Text(f"{row.level} 不能在 {level} 之下。", f"A {row.level} can not stand under a {level}.")
    return None


def _above(region: Known, known: Mapping[str, Known]) -> Iterator[str]:
    parent_code = region.parent_code
    while parent_code is not None:
        yield parent_code
        parent_code = known[parent_code].parent_code
