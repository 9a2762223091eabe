"""How the registry refuses."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class RatingOverlaps(Conflict):
    code = "rating_overlaps"
    title = Text("评估等级有效期重叠", "The rating overlaps another")
    detail = Text(
        "该组织在这段时间已有评估等级；新的等级须晚于原等级的开始日。",
        "The organisation is rated for that time already; a new rating begins after the one that stands.",
    )


class ImpossibleTerm(Unprocessable):
    code = "impossible_term"
    title = Text("日期不合理", "These days are not possible")
    detail = Text("结束日不能早于开始日。", "The last day can not lie before the first.")


class RatingOnlyEnds(Unprocessable):
    code = "rating_only_ends"
    title = Text("有效期只能缩短", "A rating can only end earlier")
    detail = Text(
        "有效期只能提前结束，延长须重新评估。", "It can end earlier; to last longer takes a new rating."
    )

    def __init__(self) -> None:
        super().__init__(field="valid_until")
