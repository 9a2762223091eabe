"""How vouchers refuse."""

from service.kit.errors import Conflict
from service.kit.texts import Text


class VoucherSpent(Conflict):
    code = "voucher_spent"
    title = Text("当月补贴额度不足", "The month's voucher does not suffice")
    detail = Text(
        "所需超过该老人当月剩余的补贴额度，请重新计算后再试。",
        "More is asked than the elder's voucher has left for the month; compute it anew.",
    )
