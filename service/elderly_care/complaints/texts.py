"""What is said to people about complaints; never what somebody wrote, and never who."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

TO_REPLY = SpokenText(
    "elderly_care.complaint_to_reply",
    title=Text("有一件投诉待答复", "A complaint waits for your reply"),
    body=Text(
        "收到一件投诉（{category}，{urgency}），请在 {due_on} 前答复。",
        "There is a complaint ({category}, {urgency}); reply by {due_on}.",
    ),
)
TAKEN_IN = SpokenText(
    "elderly_care.complaint_taken_in",
    title=Text("投诉已受理", "Your complaint was taken in"),
    body=Text(
        "您的投诉（{category}）已受理，机构将在 {due_on} 前答复。",
        "Your complaint ({category}) was taken in; the operator replies by {due_on}.",
    ),
)
NEW_HERE = SpokenText(
    "elderly_care.complaint_new_here",
    title=Text("本社区有一件新投诉", "A complaint in your community"),
    body=Text(
        "{elder} 对服务提出投诉（{category}，{urgency}），机构应在 {due_on} 前答复。",
        "{elder} complains ({category}, {urgency}); the operator is to reply by {due_on}.",
    ),
)
TO_CALL_BACK = SpokenText(
    "elderly_care.complaint_to_call_back",
    title=Text("投诉已答复，请回访", "A complaint was answered; call back"),
    body=Text(
        "机构已答复 {elder} 的投诉，请在 {due_on} 前回访并办结。",
        "The operator has replied to {elder}'s complaint; call back and close it by {due_on}.",
    ),
)
ANSWERED = SpokenText(
    "elderly_care.complaint_answered",
    title=Text("机构已答复您的投诉", "Your complaint was answered"),
    body=Text("机构已答复，社区将与您回访。", "The operator has replied; your community will call you back."),
)
CLOSED = SpokenText(
    "elderly_care.complaint_closed",
    title=Text("投诉已办结", "Your complaint was closed"),
    body=Text(
        "投诉结果：{outcome}。如不认可，可在 {reopen_until} 前重新提出一次。",
        "It was found: {outcome}. If you do not agree, you may reopen it once until {reopen_until}.",
    ),
)
CLOSED_FOR_GOOD = SpokenText(
    "elderly_care.complaint_closed_for_good",
    title=Text("投诉已办结", "Your complaint was closed"),
    body=Text("投诉结果：{outcome}。", "It was found: {outcome}."),
)
FOUND = SpokenText(
    "elderly_care.complaint_found",
    title=Text("投诉已办结", "A complaint was closed"),
    body=Text("一件投诉（{category}）已办结：{outcome}。", "A complaint ({category}) was closed: {outcome}."),
)
WITHDRAWN = SpokenText(
    "elderly_care.complaint_withdrawn",
    title=Text("投诉已撤回", "A complaint was withdrawn"),
    body=Text("一件投诉（{category}）已撤回。", "A complaint ({category}) was withdrawn."),
)
OVERDUE = SpokenText(
    "elderly_care.complaint_overdue",
    title=Text("投诉逾期", "A complaint is overdue"),
    body=Text(
        "{elder} 的投诉（{category}，{status}）应在 {due_on} 前办理，已逾期，请督促。",
        "{elder}'s complaint ({category}, {status}) was due on {due_on}; please see to it.",
    ),
)
