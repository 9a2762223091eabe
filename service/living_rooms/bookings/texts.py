"""What is said to people about their bookings."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

CONFIRMED = SpokenText(
    "living_rooms.booking_confirmed",
    title=Text("预约成功", "Booking confirmed"),
    body=Text(
        "{room}，{starts_at} 开始，已预约成功。请按时到场并扫码签到。",
        "{room} is yours from {starts_at}. Please come in time and check in with the code on its screen.",
    ),
)
PENDING = SpokenText(
    "living_rooms.booking_pending",
    title=Text("预约待审核", "Booking waits for approval"),
    body=Text(
        "{room}，{starts_at} 开始：人数较多，需社区审核。时段为您保留至 {hold_until}。",
        "{room} from {starts_at}: so many people need the community's approval. The time is held until {hold_until}.",
    ),
)
SERIES_CONFIRMED = SpokenText(
    "living_rooms.booking_series_confirmed",
    title=Text("系列预约成功", "Series confirmed"),
    body=Text(
        "{room}，{starts_at} 起每周一次，共 {times} 次，已预约成功。",
        "{room} is yours every week from {starts_at}, {times} times in all.",
    ),
)
SERIES_PENDING = SpokenText(
    "living_rooms.booking_series_pending",
    title=Text("系列预约待审核", "Series waits for approval"),
    body=Text(
        "{room}，{starts_at} 起每周一次，共 {times} 次：人数较多，需社区逐次审核。",
        "{room} every week from {starts_at}, {times} times in all: so many people need the community's approval "
        "for each date.",
    ),
)
TO_APPROVE = SpokenText(
    "living_rooms.booking_to_approve",
    title=Text("有预约待您审核", "A booking waits for your approval"),
    body=Text(
        "{room}，{starts_at} 开始，{headcount} 人。请在 {hold_until} 前审核，过时将自动释放。",
        "{room} from {starts_at}, for {headcount} people. Please decide by {hold_until}; then its time is released.",
    ),
)
SERIES_TO_APPROVE = SpokenText(
    "living_rooms.booking_series_to_approve",
    title=Text("有系列预约待您审核", "A series waits for your approval"),
    body=Text(
        "{room}，{starts_at} 起每周一次，共 {times} 次，{headcount} 人。请在 {hold_until} 前逐次审核，过时将自动释放。",
        "{room} every week from {starts_at}, {times} times, for {headcount} people. Please decide on each date by "
        "{hold_until}; then the time is released.",
    ),
)
REJECTED = SpokenText(
    "living_rooms.booking_rejected",
    title=Text("预约未通过", "Booking not approved"),
    body=Text(
        "{room}，{starts_at} 的预约未通过审核。原因：{reason}",
        "Your booking of {room} from {starts_at} was not approved. Reason: {reason}",
    ),
)
EXPIRED = SpokenText(
    "living_rooms.booking_expired",
    title=Text("预约未能及时审核", "Booking not approved in time"),
    body=Text(
        "{room}，{starts_at} 的预约未在期限内审核，时段已释放。您可以重新预约。",
        "Your booking of {room} from {starts_at} was not decided in time and has lapsed. You may book again.",
    ),
)
MOVED = SpokenText(
    "living_rooms.booking_moved",
    title=Text("预约已更改", "Booking changed"),
    body=Text(
        "{room} 的预约已更改：{starts_at} 至 {ends_at}，{headcount} 人。",
        "Your booking of {room} is now from {starts_at} to {ends_at}, for {headcount} people.",
    ),
)
CANCELLED = SpokenText(
    "living_rooms.booking_cancelled",
    title=Text("预约已取消", "Booking cancelled"),
    body=Text(
        "{room}，{starts_at} 的预约已取消。",
        "Your booking of {room} from {starts_at} is cancelled.",
    ),
)
CANCELLED_LATE = SpokenText(
    "living_rooms.booking_cancelled_late",
    title=Text("预约已取消（过晚）", "Booking cancelled late"),
    body=Text(
        "{room}，{starts_at} 的预约已取消。取消过晚，按一次未到计；如有特殊原因可以申诉。",
        "Your booking of {room} from {starts_at} is cancelled. It was so late that it counts like not coming; "
        "you may appeal.",
    ),
)
CANCELLED_BY_STAFF = SpokenText(
    "living_rooms.booking_cancelled_by_staff",
    title=Text("社区取消了您的预约", "The community cancelled your booking"),
    body=Text(
        "{room}，{starts_at} 的预约已由社区取消，不计入未到。原因：{reason}",
        "The community cancelled your booking of {room} from {starts_at}; it does not count against you. "
        "Reason: {reason}",
    ),
)
CLOSED = SpokenText(
    "living_rooms.booking_closed",
    title=Text("会客厅停用，预约已取消", "The room is closed, your booking is cancelled"),
    body=Text(
        "{room} 因“{reason}”停用，{starts_at} 的预约已取消，不计入未到，额度已退回。",
        "{room} is out of use ({reason}); your booking from {starts_at} is cancelled. It does not count against you.",
    ),
)
MOVED_AWAY = SpokenText(
    "living_rooms.booking_cancelled_moved_away",
    title=Text("预约已取消", "Booking cancelled"),
    body=Text(
        "您已迁出，{room}，{starts_at} 的预约已取消，不计入未到。",
        "As you have moved away, your booking of {room} from {starts_at} is cancelled; it does not count against you.",
    ),
)
OF_THE_DEAD = SpokenText(
    "living_rooms.booking_of_the_dead",
    title=Text("预约已取消", "Booking cancelled"),
    body=Text(
        "您代为办理的预约（{room}，{starts_at}）已由社区取消，您无需再做任何事。",
        "The booking that you looked after ({room}, {starts_at}) has been cancelled; there is nothing left to do.",
    ),
)
REMINDED = SpokenText(
    "living_rooms.booking_reminder",
    title=Text("预约即将开始", "Your booking begins soon"),
    body=Text(
        "{room}，{starts_at} 开始。来不了请尽快取消，把时段留给邻居。",
        "{room} from {starts_at}. If you can not come, please cancel, so that a neighbour can.",
    ),
)
MISSED = SpokenText(
    "living_rooms.booking_missed",
    title=Text("预约未到", "You did not come"),
    body=Text(
        "{room}，{starts_at} 的预约未签到，剩余时段已释放，记一次未到。如有特殊原因可以申诉。",
        "Nobody checked in for your booking of {room} from {starts_at}; the rest of the time is free again and a "
        "no-show is recorded. You may appeal.",
    ),
)
RELEASED = SpokenText(
    "living_rooms.booking_released",
    title=Text("预约时段已释放", "Booked time released"),
    body=Text(
        "{room}，{starts_at} 的预约未签到，剩余时段已释放，不计入未到。",
        "Nobody checked in for the booking of {room} from {starts_at}; the rest of the time is free again. "
        "It does not count against you.",
    ),
)
SUSPENDED = SpokenText(
    "living_rooms.booking_suspended",
    title=Text("暂停预约", "Booking suspended"),
    body=Text(
        "因多次未到，您的会客厅预约暂停至 {until}。可以对未到记录申诉。",
        "After several no-shows you can not book living rooms until {until}. You may appeal against the records.",
    ),
)
APPEAL_TO_DECIDE = SpokenText(
    "living_rooms.appeal_to_decide",
    title=Text("有申诉待您处理", "An appeal waits for your decision"),
    body=Text(
        "{room}，{starts_at} 的未到记录有居民申诉，请处理。",
        "Somebody appeals against the no-show of the booking of {room} from {starts_at}.",
    ),
)
APPEAL_ACCEPTED = SpokenText(
    "living_rooms.appeal_accepted",
    title=Text("申诉通过", "Appeal accepted"),
    body=Text(
        "{room}，{starts_at} 的未到记录已撤销。",
        "The no-show of your booking of {room} from {starts_at} no longer counts.",
    ),
)
SUSPENSION_LIFTED = SpokenText(
    "living_rooms.suspension_lifted",
    title=Text("恢复预约", "You can book again"),
    body=Text("申诉通过，预约暂停已解除。", "Your appeal was accepted and the suspension is lifted."),
)
APPEAL_REJECTED = SpokenText(
    "living_rooms.appeal_rejected",
    title=Text("申诉未通过", "Appeal not accepted"),
    body=Text(
        "{room}，{starts_at} 的未到记录保留。答复：{reason}",
        "The no-show of your booking of {room} from {starts_at} stands. Answer: {reason}",
    ),
)
