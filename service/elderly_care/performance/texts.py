"""What is said about performance: figures and dates, never anybody's words."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

MONTH_CLOSED = SpokenText(
    "elderly_care.performance_month_closed",
    title=Text("月度考核结果", "A month's performance"),
    body=Text(
        "{facility} {month} 考核：{score} 分，{grade}。可在 {reply_until} 前答复，{appeal_until} 前申诉。",
        "{facility}, {month}: {score} points, {grade}. You may reply until {reply_until} and appeal until {appeal_until}.",
    ),
)
YEAR_CLOSED = SpokenText(
    "elderly_care.performance_year_closed",
    title=Text("年度考核结果", "A year's performance"),
    body=Text(
        "{facility} {year} 年度考核：{score} 分，{grade}。", "{facility}, {year}: {score} points, {grade}."
    ),
)
FAILED_AGAIN = SpokenText(
    "elderly_care.performance_failed_again",
    title=Text("多次年度考核不合格", "Years were failed again"),
    body=Text(
        "{facility}的运营合同已有 {count} 个年度考核不合格，合同可以终止。",
        "Under its contract {facility} has failed {count} years; the contract may be ended.",
    ),
)
CORRECTED = SpokenText(
    "elderly_care.performance_corrected",
    title=Text("考核结果已更正", "A month's performance was corrected"),
    body=Text(
        "申诉成立，{facility} {month} 考核更正为 {score} 分，{grade}。",
        "The appeal was upheld; {facility}, {month}, is corrected to {score} points, {grade}.",
    ),
)
DISMISSED = SpokenText(
    "elderly_care.performance_appeal_dismissed",
    title=Text("考核申诉不成立", "An appeal was dismissed"),
    body=Text(
        "{facility} {month} 考核的申诉不成立，理由请见考核页。",
        "The appeal about {facility}, {month}, was dismissed; the reason stands with the score.",
    ),
)
TO_DECIDE = SpokenText(
    "elderly_care.performance_appeal_to_decide",
    title=Text("有考核申诉待裁决", "An appeal is to be decided"),
    body=Text(
        "{facility}对 {month} 考核的“{fact}”提出申诉，涉及 {count} 条明细，请在 {decide_by} 前裁决。",
        "{facility} appeals against “{fact}” of {month}; {count} lines are named. Decide by {decide_by}.",
    ),
)
