"""What is said to people about settlements; never a name of an elder."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

COUNTED = SpokenText(
    "elderly_care.settlement_counted",
    title=Text("结算已算好", "A settlement is counted"),
    body=Text(
        "{month} 的结算已算好，共 {lines} 条，{gross} 元，请核对后提交。",
        "The settlement of {month} is counted: {lines} lines, {gross} yuan. Look it over and submit it.",
    ),
)
TO_CONFIRM = SpokenText(
    "elderly_care.settlement_to_confirm",
    title=Text("有一份结算待确认", "A settlement waits for you to confirm"),
    body=Text(
        "{operator} {month} 的结算中，本镇街 {lines} 条，{gross} 元；请先完成 {checks} 条抽查，再确认。",
        "{operator}, {month}: {lines} lines of your street, {gross} yuan. Check {checks} on the spot, then confirm.",
    ),
)
RETURNED = SpokenText(
    "elderly_care.settlement_returned",
    title=Text("结算被退回", "A settlement was returned"),
    body=Text(
        "{month} 的结算被退回，理由见结算和各条明细；请更正后重新计算、提交。",
        "The settlement of {month} was returned; the reasons stand in it and its lines. Put it right, count anew, submit.",
    ),
)
TO_APPROVE = SpokenText(
    "elderly_care.settlement_to_approve",
    title=Text("有一份结算待审批", "A settlement waits for approval"),
    body=Text(
        "{operator} {month} 的结算已由各镇街确认，共 {gross} 元。",
        "{operator}, {month}: all streets have confirmed, {gross} yuan altogether.",
    ),
)
APPROVED = SpokenText(
    "elderly_care.settlement_approved",
    title=Text("结算已审批", "A settlement was approved"),
    body=Text(
        "{month} 的结算已审批，共 {gross} 元；今后的更正计入其后月份。",
        "The settlement of {month} was approved, {gross} yuan; what is corrected later stands in a later month.",
    ),
)
PAID = SpokenText(
    "elderly_care.settlement_paid",
    title=Text("结算已支付", "A settlement was paid"),
    body=Text(
        "{month} 的结算已于 {paid_on} 支付，凭证号 {voucher_no}。",
        "The settlement of {month} was paid on {paid_on}, voucher {voucher_no}.",
    ),
)
