"""How schemes refuse."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class SchemeOnList(Conflict):
    code = "scheme_on_list"
    title = Text("方案编码已使用", "There is a scheme with this code")
    detail = Text(
        "请换一个编码，或修改已有的方案。", "Choose another code, or change the scheme that has it."
    )


class SchemeDays(Unprocessable):
    code = "scheme_days"
    title = Text("方案期限有误", "Not possible days for a scheme")
    detail = Text("结束日期不早于开始日期。", "It ends no earlier than it begins.")


class NotAPublicPayer(Unprocessable):
    code = "not_a_public_payer"
    title = Text("付费方有误", "Not who pays for a scheme")
    detail = Text("方案由补贴或长期护理保险支付。", "A scheme is paid by the subsidy or the insurance.")


class SharesNotWhole(Unprocessable):
    code = "shares_not_whole"
    title = Text("分担比例之和须为 1000‰", "The shares do not add up to 1000")
    detail = Text(
        "各级财政的分担比例之和为 1000‰；尚未确定的全部填 0。",
        "What the levels of government bear adds up to 1000 per mille; while not settled all are 0.",
    )
