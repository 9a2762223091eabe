"""What is said to people who wait."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

OFFERED = SpokenText(
    "living_rooms.waitlist_offered",
    title=Text("候补有空位了", "Time for you on the waiting list"),
    body=Text(
        "{room}，{starts_at} 至 {ends_at} 已为您保留到 {expires_at}。请尽快确认，逾期将转给下一位。",
        "{room} from {starts_at} to {ends_at} is held for you until {expires_at}. Accept it in time, or it goes to the next.",
    ),
)
OFFER_LAPSED = SpokenText(
    "living_rooms.waitlist_offer_lapsed",
    title=Text("候补名额已过期", "The offer has run out"),
    body=Text(
        "为您保留的 {starts_at} 的时段未在期限内确认，已转给下一位。您可以重新登记候补。",
        "The time from {starts_at} was not accepted in time and went to the next. You may wait again.",
    ),
)
OFFER_TAKEN_BACK = SpokenText(
    "living_rooms.waitlist_offer_taken_back",
    title=Text("候补名额已收回", "The offer was taken back"),
    body=Text(
        "会客厅在 {starts_at} 停用（{reason}），为您保留的时段已收回。您的候补继续有效。",
        "The room is closed at {starts_at} ({reason}), so the time held for you is gone. You keep your place in line.",
    ),
)
WISH_LAPSED = SpokenText(
    "living_rooms.waitlist_lapsed",
    title=Text("候补已结束", "The wait is over"),
    body=Text(
        "{starts_at} 至 {ends_at} 之间没有等到空位，候补已结束。",
        "No time became free between {starts_at} and {ends_at}; the wish has ended.",
    ),
)
WISH = Text("会客厅候补", "A place on the waiting list")
