"""How settlements refuse."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class SettlementStands(Conflict):
    code = "settlement_stands"
    title = Text("该月已有结算", "The month has a settlement")
    detail = Text("同一合同每月只有一份结算。", "A contract has one settlement a month.")


class LaterMonthStands(Conflict):
    code = "later_month_stands"
    title = Text("其后月份已有结算", "A later month has a settlement")
    detail = Text(
        "请按月份先后结算；更早的服务已计入其后月份。",
        "Months are settled in their order; what is older stands in the later one.",
    )


class MonthNotOver(Unprocessable):
    code = "month_not_over"
    title = Text("该月尚未结束", "The month is not over")
    detail = Text("只能结算已结束的月份。", "Only a month that has ended is settled.")


class OutsideContract(Unprocessable):
    code = "month_outside_contract"
    title = Text("该月不在合同期内", "Not a month of the contract")
    detail = Text(
        "结算月份须在合同期内，或在其结束后 {months} 个月内。",
        "A month is settled within the contract, or within {months} months after its end.",
    )


class NothingToSettle(Conflict):
    code = "nothing_to_settle"
    title = Text("没有可结算的明细", "There is nothing to settle")
    detail = Text("该月没有已核实的服务。", "No visit of the month is proved.")


class CountingUnderWay(Conflict):
    code = "counting_under_way"
    title = Text("正在计算", "It is being counted")
    detail = Text(
        "请等待计算完成；若已中断，请重新计算。", "Wait until it is counted; if that broke off, count anew."
    )


class ChecksOpen(Conflict):
    code = "checks_open"
    title = Text("还有抽查未完成", "Checks are still open")
    detail = Text("还有 {count} 条明细待现场核查。", "{count} lines wait to be checked on the spot.")


class ShareConfirmed(Conflict):
    code = "share_confirmed"
    title = Text("本镇街已确认", "The street has confirmed")
    detail = Text(
        "确认后不能再改；如有问题请退回。", "What is confirmed stays; return it if something is wrong."
    )


class ConfirmedIt(Conflict):
    code = "confirmed_by_the_same"
    title = Text("确认人不能审批", "Who confirmed does not approve")
    detail = Text("请由另一人审批。", "Somebody else has to approve it.")


class NoSuchShare(Unprocessable):
    code = "no_such_share"
    title = Text("没有这个镇街的份额", "There is no such share")
    detail = Text(
        "请填写本结算中您可见的镇街，每个一次。",
        "Name streets whose shares of this settlement you see, each once.",
    )


class NoSuchLine(Unprocessable):
    code = "no_such_line"
    title = Text("没有这条明细", "There is no such line")
    detail = Text("请填写本结算中您可见的明细。", "Name lines of this settlement that you see.")


class ReversalsStay(Conflict):
    code = "reversals_stay"
    title = Text("冲销明细无需核查", "A reversal is not checked")
    detail = Text("请核查服务明细。", "Check the line of a visit.")


class PaymentDay(Unprocessable):
    code = "payment_day"
    title = Text("付款日期有误", "Not a possible day of payment")
    detail = Text(
        "付款日期在审批之后，且不晚于今天。", "It is paid after it was approved, and no later than today."
    )


class ReasonTwice(Unprocessable):
    code = "reason_twice"
    title = Text("同一原因填写了两次", "A reason is named twice")
    detail = Text("每个扣减原因只填一次。", "Name each reason once.")
