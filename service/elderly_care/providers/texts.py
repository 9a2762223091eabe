"""What is said to people about contracts."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

CONTRACT_ENDS = SpokenText(
    "elderly_care.contract_ends",
    title=Text("运营合同将到期", "A contract ends soon"),
    body=Text(
        "{operator} 运营 {facility} 的合同于 {ends_on} 到期，还有 {days} 天。请安排续约、重新招标或交接。",
        "{operator}'s contract for {facility} ends on {ends_on}, in {days} days. "
        "Please renew it, tender it anew or hand over.",
    ),
)
CONTRACT_ENDED_EARLY = SpokenText(
    "elderly_care.contract_ended_early",
    title=Text("运营合同提前结束", "A contract ends early"),
    body=Text(
        "{operator} 运营 {facility} 的合同提前至 {ends_on} 结束。未了事项请在此前结清并完成交接。",
        "{operator}'s contract for {facility} ends early, on {ends_on}. "
        "Settle what is open and hand over before that day.",
    ),
)
