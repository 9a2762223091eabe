"""What is said to people about vouchers."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

ISSUED_MONEY = SpokenText(
    "elderly_care.voucher_issued_money",
    title=Text("本月补贴券已发放", "This month's voucher is here"),
    body=Text(
        "“{scheme}”{month}可用 {amount} 元，限 {last} 前的服务使用，过期作废，不能兑现。",
        "“{scheme}”: {amount} yuan for {month}, for services until {last}; what is left then lapses and is never paid out.",
    ),
)
ISSUED_HOURS = SpokenText(
    "elderly_care.voucher_issued_hours",
    title=Text("本月服务时长已发放", "This month's hours are here"),
    body=Text(
        "“{scheme}”{month}可用 {amount}，限 {last} 前的服务使用，过期作废。",
        "“{scheme}”: {amount} for {month}, for services until {last}; what is left then lapses.",
    ),
)
