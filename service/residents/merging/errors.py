"""How merging is refused."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class SameRecord(Unprocessable):
    code = "same_record"
    title = Text("不能与自己合并", "Nobody is merged with themselves")


class DifferentIdNumbers(Unprocessable):
    code = "different_id_numbers"
    title = Text("身份证号不同", "The ID numbers differ")
    detail = Text(
        "两份档案的身份证号不同。确认是同一人后，请用 keep.id_number 指明保留哪一个。",
        "The two records have different ID numbers. If it is one person, say in keep.id_number which one is right.",
    )


class ClaimUndecided(Conflict):
    code = "claim_undecided"
    title = Text("请先处理登记", "Decide on the registration first")
    detail = Text(
        "其中一份是对第三份档案的待核实登记，请先核实或退回。",
        "One of them waits to be joined to a third record; verify or reject it first.",
    )


class OneHasDied(Conflict):
    code = "one_has_died"
    title = Text("其中一人已去世", "One of them has died")
    detail = Text(
        "一份档案已登记去世，另一份没有。请先更正，再合并。",
        "One record says that the person has died, the other does not. Set that right first.",
    )


class MergeStands(Conflict):
    code = "merge_stands"
    title = Text("合并不能撤销", "The merge can not be undone")
    detail = Text("原因：{why}", "Why: {why}")
