"""What the domain says to people."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

VERIFIED = SpokenText(
    "residents.verified",
    title=Text("身份已核实", "You are verified"),
    body=Text(
        "社区已核实您的登记，现在可以预约会客厅等服务。", "Your community has verified you; you can book now."
    ),
)
REJECTED = SpokenText(
    "residents.rejected",
    title=Text("登记未通过", "Registration not accepted"),
    body=Text("原因：{reason}。您可以重新登记。", "Reason: {reason}. You may register again."),
)
TO_VERIFY = SpokenText(
    "residents.to_verify",
    title=Text("有居民登记待您核实", "A registration waits for you"),
    body=Text(
        "有居民登记住在您的社区，请核实。", "Somebody has registered in your community; please verify them."
    ),
)
PROXY_TO_DECIDE = SpokenText(
    "residents.proxy_to_decide",
    title=Text("有代办申请待您处理", "Somebody asks to act for an elder"),
    body=Text(
        "老人没有手机账号，请您核实申请人与老人的关系后处理。",
        "The elder has no account. Please decide, once you have seen how they belong together.",
    ),
)
PROXY_ASKED = SpokenText(
    "residents.proxy_asked",
    title=Text("有人申请为您代办", "Somebody asks to act for you"),
    body=Text(
        "{proxy}（{relation}）申请为您代办{scopes}，有效至{valid_until}。请确认是否同意；不认识请拒绝。",
        "{proxy} ({relation}) asks to act for you: {scopes}, until {valid_until}. Approve it only if you know them.",
    ),
)
# In place of what an asker says of themself, until others may see it.
RELATION_NOT_SHOWN = Text(
    "所填关系未经审核，暂不显示", "what they say to be to you is not shown before it was looked at"
)
PROXY_APPROVED = SpokenText(
    "residents.proxy_approved",
    title=Text("代办申请已通过", "You may act for them now"),
    body=Text(
        "您可以为{elder}代办{scopes}，有效至{valid_until}。",
        "You may act for {elder}: {scopes}, until {valid_until}.",
    ),
)
PROXY_GRANTED = SpokenText(
    "residents.proxy_granted",
    title=Text("代办已生效", "Somebody may act for you now"),
    body=Text(
        "{proxy}从现在起可以为您代办{scopes}，有效至{valid_until}。您可以随时撤销。",
        "{proxy} may act for you: {scopes}, until {valid_until}. You can end it at any time.",
    ),
)
PROXY_ENDS_SOON = SpokenText(
    "residents.proxy_ends_soon",
    title=Text("代办即将到期", "Acting for them ends soon"),
    body=Text(
        "您为{elder}代办{scopes}将于{valid_until}到期，需要继续请提前办理延期。",
        "You may act for {elder} ({scopes}) until {valid_until}. Have it extended in time if it is to go on.",
    ),
)
PROXY_OF_MINE_ENDS_SOON = SpokenText(
    "residents.proxy_of_mine_ends_soon",
    title=Text("为您代办即将到期", "Somebody may act for you a few days more"),
    body=Text(
        "{proxy}（{relation}）为您代办{scopes}将于{valid_until}到期，愿意继续可以延期。",
        "{proxy} ({relation}) may act for you ({scopes}) until {valid_until}. Extend it if you wish it to go on.",
    ),
)
PROXY_REFUSED = SpokenText(
    "residents.proxy_refused",
    title=Text("代办申请未通过", "Your request was refused"),
    body=Text("您为{elder}代办的申请未获同意。", "Your request to act for {elder} was refused."),
)
PROXY_ENDED = SpokenText(
    "residents.proxy_ended",
    title=Text("代办已结束", "Acting for them has ended"),
    body=Text("您不再为{elder}代办。", "You no longer act for {elder}."),
)
PROXY_ENDED_BY_DEATH = SpokenText(
    "residents.proxy_ended_by_death",
    title=Text("谨致慰问", "With our condolences"),
    body=Text(
        "社区登记{elder}已离世，谨向您和家人致以慰问。代办随之结束，尚未办理的事项已停止，您无需再做任何事。如登记有误，请告诉社区，会立即更正。",
        "The community has noted that {elder} has passed away. Our condolences to you and the family. Acting for them"
        " has ended and what was open has been stopped; there is nothing you need to do. If this is a mistake, please"
        " tell the community, and it will be put right at once.",
    ),
)
PROXY_DEATH_MISTAKEN = SpokenText(
    "residents.proxy_death_mistaken",
    title=Text("更正与致歉", "A correction, and our apology"),
    body=Text(
        "此前关于{elder}的登记有误，现已更正，给您和家人带来的不安，我们深表歉意。需要继续代办的，请重新申请。",
        "What the community had noted about {elder} was a mistake and has been put right. We are sorry for the"
        " distress to you and the family. If you would like to go on acting for them, please ask again.",
    ),
)
PROXY_WITHDRAWN = SpokenText(
    "residents.proxy_withdrawn",
    title=Text("代办已撤销", "Somebody no longer acts for you"),
    body=Text("{proxy}不再为您代办。", "{proxy} no longer acts for you."),
)
