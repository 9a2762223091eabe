"""What a file of regions must look like."""

from datetime import date

import pytest

from service.regions.errors import BadRegionFile
from service.regions.imports import rules
from service.regions.imports.rules import Known
from service.regions.rules import Level

HEADER = "code,level,name,parent_code\n"
SMALL = HEADER + "330211,district,镇海区,\n330211001,street,招宝山街道,330211\n"
SINCE = date(2020, 1, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_it_reads_utf_8_with_or_without_a_mark_and_either_line_ending(encoding: str, ending: str) -> None:
    rows = rules.read(SMALL.replace("\n", ending).encode(encoding))

    assert [(row.line, row.code, row.level, row.name, row.parent_code) for row in rows] == [
        (2, "330211", Level.DISTRICT, "镇海区", None),
        (3, "330211001", Level.STREET, "招宝山街道", "330211"),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x,street,招宝山街道,330211", "2 to 12 digits"),
        ("330211001,town,招宝山街道,330211", "level"),
        ("330211001,grid,招宝山街道,330211", "level"),
        ("330211001,street,,330211", "name"),
        ("330211001,street,招宝\x00山,330211", "name"),
        ("330211001,street,招宝山街道,", "parent's code is missing"),
        ("330211001,street,招宝山街道", "4 columns"),
        ('330211001,street,"招宝山,330211', "can not be read"),
    ],
)
def test_a_bad_line_is_named_with_its_reason(line: str, said: str) -> None:
    with pytest.raises(BadRegionFile) as refusal:
        rules.read(f"{HEADER}330211,district,镇海区,\n{line}\n".encode())

    (fault,) = refusal.value.faults
    assert fault.line == 3
    assert said in fault.reason.en
    assert fault.reason.zh


def test_all_bad_lines_are_named_at_once() -> None:
    with pytest.raises(BadRegionFile) as refusal:
        rules.read(f"{HEADER}x,street,甲,1\n330211,district,镇海区,\ny,street,乙,1\n".encode())

    assert [fault.line for fault in refusal.value.faults] == [2, 4]


@pytest.mark.parametrize("content", [b"", b"name,code\n", "编码,层级\n".encode()])
def test_another_first_line_is_refused(content: bytes) -> None:
    with pytest.raises(BadRegionFile) as refusal:
        rules.read(content)

    assert refusal.value.faults[0].line == 1


def test_another_encoding_is_refused_at_its_line() -> None:
    with pytest.raises(BadRegionFile) as refusal:
        rules.read(SMALL.encode("gb18030"))

    assert refusal.value.faults[0].line == 2
    assert "UTF-8" in refusal.value.faults[0].reason.en


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("330211,district,镇海区,", "Line 2"),
        ("330212001,street,甲街道,330212", "neither in the file nor on record"),
        ("330211001001,community,甲社区,330211", "can not stand under"),
        ("3302,district,宁波区,", "on record as a city"),
    ],
)
def test_a_line_that_does_not_fit_the_others_or_the_record_is_named(line: str, said: str) -> None:
    known = {"3302": Known("3302", Level.CITY, "宁波市", None, SINCE)}
    rows = rules.read(f"{HEADER}330211,district,镇海区,3302\n{line}\n".encode())

    with pytest.raises(BadRegionFile) as refusal:
        rules.check(rows, known)

    (fault,) = refusal.value.faults
    assert fault.line == 3
    assert said in fault.reason.en
