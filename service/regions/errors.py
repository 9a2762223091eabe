"""How questions and changes of the tree of places are refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class NoSuchRegion(Unprocessable):
    code = "no_such_region"
    title = Text("没有这个地区", "There is no such region")
    detail = Text("没有编码为“{code}”的地区。", "No region has the code “{code}”.")


class WrongParent(Unprocessable):
    code = "wrong_parent"
    title = Text("上级地区的层级不对", "It can not stand under this parent")
    detail = Text(
        "层级“{level}”的上级只能是：{allowed}。",
        "A region of level “{level}” stands under one of: {allowed}.",
    )


class ImpossibleDay(Unprocessable):
    code = "impossible_day"
    title = Text("日期不在允许的范围内", "This day is not possible")
    detail = Text(
        "只能从今天起、一年以内的日期生效：过去的统计不因今天的调整而改变。",
        "A change holds from today or a day within a year: figures of the past stay as they were.",
    )


class CodesUsedUp(Conflict):
    code = "codes_used_up"
    title = Text("编码已用完", "No code is left")
    detail = Text(
        "“{name}”之下已编满 999 个，请在另一个上级之下新建。",
        "“{name}” has given out its 999 codes; add the region under another parent.",
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one line of a file."""

    line: int
    reason: Text


class BadRegionFile(Unprocessable):
    """Nothing of the file was imported; `faults` names every bad line."""

    code = "bad_region_file"
    title = Text("地区文件有误", "The file of regions is not right")
    detail = Text("有 {count} 行不对，没有导入任何内容。", "{count} lines are wrong; nothing was imported.")

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(count=len(faults))
        self.faults = tuple(faults)
