"""How activities refuse."""

from service.kit.errors import AlreadyThere, Conflict, Forbidden, Unprocessable
from service.kit.texts import Text
from service.living_rooms import errors as living_rooms


class ActivityFull(Conflict):
    code = "activity_full"
    title = Text("名额已满", "No places left")
    detail = Text(
        "名额不足，或已有人候补。可以登记候补，有空位时按顺序通知。",
        "There are not so many places, or others wait already. You may wait: freed places are offered in order.",
    )


class AlreadySignedUp(AlreadyThere):
    code = "already_signed_up"
    title = Text("已经报名", "Signed up already")
    detail = Text(
        "该居民已经报名或候补了这个活动。", "That resident has a place in this activity, or waits for one."
    )


class MoreSignedUp(Conflict):
    code = "more_signed_up"
    title = Text("已报名人数超过新名额", "More have signed up")
    detail = Text(
        "已有 {taken} 个名额被占用，名额不能少于这个数。",
        "{taken} places are taken already; there can not be fewer.",
    )


class SignUpNotOpen(Unprocessable):
    code = "sign_up_not_open"
    title = Text("报名尚未开始", "Sign-up is not open yet")
    detail = Text("报名于 {opens_at} 开始。", "Sign-up opens at {opens_at}.")


class SignUpOver(Unprocessable):
    code = "sign_up_over"
    title = Text("报名已截止", "Sign-up is over")
    detail = Text("这个活动的报名已经截止。", "Nobody can sign up for this activity any more.")


class NoPlaceNamed(Unprocessable):
    code = "no_place_named"
    title = Text("没有地点", "No place")
    detail = Text("请填写地点，或选择会客厅。", "Say where it is, or choose a living room.")


class NobodyNamed(Unprocessable):
    code = "nobody_named"
    title = Text("请说明是哪些居民", "Say for whom")
    detail = Text(
        "请填写 resident_ids：工作人员须说明为哪些居民办理。",
        "Give resident_ids: who works here says for which residents.",
    )


class NotTargeted(Forbidden):
    code = "not_targeted"
    title = Text("不在活动对象范围内", "Not among whom this is for")
    detail = Text("这个活动不面向该居民。", "This activity is not for that resident.")


class ActivityNotReady(Conflict):
    code = "activity_not_ready"
    title = Text("活动尚未就绪", "Not ready to be published")
    detail = Text("活动已经开始，或所用会客厅的预约已失效。", "It has begun already, or has lost its room.")


class HoursByWorkerOnly(Forbidden):
    code = "hours_by_worker_only"
    title = Text("志愿时长须由社区确认", "Hours are confirmed by a worker")
    detail = Text(
        "计入志愿时长的活动，只能扫码签到或由社区工作者登记。",
        "Where hours of voluntary work are credited, people check in by the code, or a worker notes them.",
    )


class FeedbackGiven(AlreadyThere):
    code = "feedback_given"
    title = Text("已经评价", "Feedback was given")
    detail = Text("您已经评价过这个活动。", "You have given your feedback on this activity.")


class NotAttended(Forbidden):
    code = "not_attended"
    title = Text("未参加该活动", "You were not there")
    detail = Text("只有参加过活动的居民可以评价。", "Only who was there gives feedback.")


class UnknownTarget(Unprocessable):
    code = "unknown_target"
    title = Text("活动对象无效", "No such target")
    detail = Text(
        "没有这个地区或标签，或您不能以它为对象。",
        "There is no such place or tag, or it is not yours to use.",
    )


class OrganisationMayNot(Forbidden):
    code = "organisation_may_not"
    title = Text("该组织不能发起活动", "That organisation invites nobody")
    detail = Text(
        "只有社会组织的成员可以以组织名义发起活动。", "Only members of a social organisation do, in its name."
    )


class NotVerified(living_rooms.NotVerified):
    detail = Text(
        "请等待社区工作者核实身份后再报名。", "Please wait until a community worker has verified them."
    )


class CheckInOver(living_rooms.TooLate):
    detail = Text("这个活动的签到已经截止。", "Nobody can be checked in to this activity any more.")


class FeedbackTooEarly(living_rooms.TooEarly):
    detail = Text("活动开始后才能评价。", "There is feedback once the activity has begun.")


class FeedbackOver(living_rooms.TooLate):
    detail = Text("这个活动的评价已经截止。", "It is too late for feedback on this activity.")


class WrongCode(living_rooms.WrongCode):
    detail = Text(
        "签到码有误或已过期，请扫描现场的最新二维码。",
        "The code is wrong or out of date; scan the one shown there now.",
    )
