"""How the living rooms refuse."""

from service.kit.errors import Conflict, Forbidden, Unprocessable
from service.kit.texts import Text


class SlotTaken(Conflict):
    code = "slot_taken"
    title = Text("时段已被预约", "The slot is taken")
    detail = Text(
        "这个时段（含前后整理时间）已被预约，请另选时段或加入候补。",
        "That time, its buffer included, is taken; choose another or join the waiting list.",
    )


class RoomClosed(Conflict):
    code = "room_closed"
    title = Text("会客厅停用", "The room is closed")
    detail = Text("会客厅在这段时间停用。", "The room is out of use at that time.")


class QuotaExceeded(Conflict):
    code = "quota_exceeded"
    title = Text("超过预约额度", "Over the quota")
    detail = Text(
        "超过了预约额度：同时最多 {active} 个预约，每月最多 {monthly} 分钟。",
        "Over the quota of this room: at most {active} bookings at a time and {monthly} minutes a month.",
    )


class Suspended(Forbidden):
    code = "suspended"
    title = Text("暂停预约", "Booking is suspended")
    detail = Text(
        "因多次未到，预约暂停至 {until}。可以申诉。",
        "After several no-shows booking is suspended until {until}. You may appeal.",
    )


class NotVerified(Forbidden):
    code = "not_verified"
    title = Text("身份尚未核实", "Not verified yet")
    detail = Text(
        "请等待社区工作者核实身份后再预约。", "Please wait until a community worker has verified you."
    )


class OutsideOpeningHours(Unprocessable):
    code = "outside_opening_hours"
    title = Text("不在开放时间内", "Outside opening hours")
    detail = Text("会客厅在这段时间不开放。", "The room is not open during all of that time.")


class TooFarAhead(Unprocessable):
    code = "too_far_ahead"
    title = Text("超出可预约日期", "Too far ahead")
    detail = Text("最多提前 {days} 天预约。", "Book at most {days} days ahead.")


class TooLate(Unprocessable):
    code = "too_late"
    title = Text("太迟了", "Too late")
    detail = Text("至少提前 {minutes} 分钟预约。", "Book at least {minutes} minutes ahead.")


class MoveTooLate(TooLate):
    detail = Text(
        "开始前 {minutes} 分钟内不能改期，只能取消。",
        "In the last {minutes} minutes before its start it can only be cancelled, not moved.",
    )


class CheckInOver(TooLate):
    detail = Text(
        "签到已截止：应在开始后 {minutes} 分钟内签到。",
        "Check-in is over: it ends {minutes} minutes after the start.",
    )


class TooEarly(Unprocessable):
    code = "too_early"
    title = Text("太早了", "Too early")
    detail = Text("开始前 {minutes} 分钟起可以签到。", "Check-in opens {minutes} minutes before the start.")


class WrongCode(Unprocessable):
    code = "wrong_code"
    title = Text("签到码无效", "The check-in code is not valid")
    detail = Text(
        "签到码有误或已过期，请扫描会客厅屏幕上的最新二维码。",
        "The code is wrong or out of date; scan the one on the room's screen now.",
    )


class TooLong(Unprocessable):
    code = "too_long"
    title = Text("时间过长", "Too long")
    detail = Text("一次最多 {minutes} 分钟。", "At most {minutes} minutes at a time.")


class OffGrid(Unprocessable):
    code = "off_grid"
    title = Text("不在时段格上", "Off the slot grid")
    detail = Text(
        "开始和结束应为 {minutes} 分钟的整数格。", "Start and end must lie on the grid of {minutes} minutes."
    )


class OverCapacity(Unprocessable):
    code = "over_capacity"
    title = Text("人数过多", "Too many people")
    detail = Text("最多容纳 {capacity} 人。", "The room holds at most {capacity}.")


class UnderCapacity(Unprocessable):
    code = "under_capacity"
    title = Text("人数过少", "Too few people")
    detail = Text("至少需要 {capacity} 人。", "The room is for at least {capacity}.")
