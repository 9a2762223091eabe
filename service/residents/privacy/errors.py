"""How copies and erasures are refused."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class CopyUnderWay(Conflict):
    code = "copy_under_way"
    title = Text("副本正在制作", "A copy is being made")
    detail = Text("同时只制作一份，请稍候。", "One is made at a time; please wait for it.")


class CopyNotReady(Conflict):
    code = "copy_not_ready"
    title = Text("副本尚未做好", "The copy is not ready")
    detail = Text("做好后会通知您。", "You are told when it is.")


class ProofMissing(Unprocessable):
    code = "proof_missing"
    title = Text("缺少证明", "Proof is missing")
    detail = Text(
        "替已故居民的近亲属办理时，应附亲属关系证明。",
        "For a near relative of somebody who has died, the proof of kinship is needed.",
    )


class AlreadyErased(Conflict):
    code = "already_erased"
    title = Text("已经注销", "Erased already")
    detail = Text("此人的信息已删除，无法恢复。", "This person's data are gone and can not come back.")


class ConfirmationOver(Conflict):
    code = "confirmation_over"
    title = Text("确认已失效", "The confirmation does not hold")
    detail = Text(
        "请重新阅读将删除和保留的内容，再确认。", "Read again what goes and what stays, then confirm."
    )
