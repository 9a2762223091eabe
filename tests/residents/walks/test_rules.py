"""In which order one walks, and how numbers are read."""

import pytest

from service.residents.walks.rules import in_walking_order, natural, spoken_phone


@pytest.mark.parametrize(
    "names",
    [
        ["1幢", "2幢", "10幢", "11幢"],
        [
            "第一网格",
            "第二网格",
            "第三网格",
            "第九网格",
            "第十网格",
            "第十一网格",
            "第二十网格",
            "第一百零二网格",
        ],
        ["桂花苑3幢", "桂花苑12幢", "桂花苑十三幢"],
        ["2单元 301", "2单元 1001", "10单元 101"],
    ],
)
def test_names_are_sorted_as_people_count(names: list[str]) -> None:
    backwards = names[::-1]

    assert sorted(backwards, key=natural) == names


def test_what_lies_in_no_building_comes_after_the_buildings_of_its_place() -> None:
    ways = [
        (("第一网格", "2幢"), True),
        (("第一网格", "10幢"), True),
        (("第一网格",), False),
        (("第二网格", "1幢"), True),
        ((), False),
    ]

    backwards = ways[::-1]
    ordered = sorted(backwards, key=lambda each: in_walking_order(each[0], is_building=each[1]))

    assert ordered == ways


@pytest.mark.parametrize(
    ("kept", "spoken"),
    [
        ("+8613812345678", "138 1234 5678"),
        ("+8657486251234", "0574-86251234"),
        ("+862162345678", "021-62345678"),
    ],
)
def test_a_number_is_written_as_one_dials_it(kept: str, spoken: str) -> None:
    assert spoken_phone(kept) == spoken
