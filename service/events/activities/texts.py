"""What is said to people about activities."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

SIGNED_UP = SpokenText(
    "events.activity_signed_up",
    title=Text("报名成功", "You are signed up"),
    body=Text(
        "“{title}”，{starts_at}，{place}。来不了请尽早取消，把名额留给邻居。",
        "“{title}”, {starts_at}, {place}. If you can not come, please cancel early, so that a neighbour can.",
    ),
)
SIGN_UP_CANCELLED = SpokenText(
    "events.activity_sign_up_cancelled",
    title=Text("报名已取消", "Sign-up cancelled"),
    body=Text(
        "“{title}”（{starts_at}）的报名已取消。",
        "Your place in “{title}” ({starts_at}) is given back.",
    ),
)
REMOVED = SpokenText(
    "events.activity_sign_up_removed",
    title=Text("主办方取消了您的报名", "The organiser took you off the list"),
    body=Text(
        "“{title}”（{starts_at}）的报名已由主办方取消，如有疑问请联系社区。",
        "The organiser cancelled your place in “{title}” ({starts_at}). Please ask the community if that is not right.",
    ),
)
OFFERED = SpokenText(
    "events.activity_offered",
    title=Text("活动有空位了", "A place for you"),
    body=Text(
        "“{title}”（{starts_at}，{place}）有空位，已为您保留到 {expires_at}。请尽快确认，逾期将转给下一位。",
        "There is a place in “{title}” ({starts_at}, {place}), held for you until {expires_at}. Accept it in time, "
        "or it goes to the next.",
    ),
)
OFFER_LAPSED = SpokenText(
    "events.activity_offer_lapsed",
    title=Text("保留的名额已过期", "The offer has run out"),
    body=Text(
        "“{title}”（{starts_at}）为您保留的名额未在期限内确认，已转给下一位。您可以重新候补。",
        "The place in “{title}” ({starts_at}) was not accepted in time and went to the next. You may wait again.",
    ),
)
WAIT_LAPSED = SpokenText(
    "events.activity_wait_lapsed",
    title=Text("候补已结束", "The wait is over"),
    body=Text(
        "“{title}”（{starts_at}）没有等到空位，候补已结束。",
        "No place became free in “{title}” ({starts_at}); the wait has ended.",
    ),
)
CANCELLED = SpokenText(
    "events.activity_cancelled",
    title=Text("活动取消", "The activity is cancelled"),
    body=Text(
        "“{title}”（原定 {starts_at}，{place}）已取消。原因：{reason}",
        "“{title}” ({starts_at}, {place}) does not take place. Reason: {reason}",
    ),
    urgent=True,
)
CHANGED = SpokenText(
    "events.activity_changed",
    title=Text("活动有变动", "The activity has changed"),
    body=Text(
        "“{title}”现定于 {starts_at} 至 {ends_at}，{place}。来不了请取消报名。",
        "“{title}” is now from {starts_at} to {ends_at}, {place}. If you can not come, please cancel.",
    ),
    urgent=True,
)
OFFER_CHANGED = SpokenText(
    "events.activity_offer_changed",
    title=Text("为您保留名额的活动有变动", "What you are offered has changed"),
    body=Text(
        "“{title}”现定于 {starts_at} 至 {ends_at}，{place}。名额仍为您保留，请在期限前接受或谢绝。",
        "“{title}” is now from {starts_at} to {ends_at}, {place}. Your place is still held; please accept or decline in time.",
    ),
    urgent=True,
)
REMINDED = SpokenText(
    "events.activity_reminder",
    title=Text("活动提醒", "Do not forget"),
    body=Text(
        "您报名的“{title}”将于 {starts_at} 开始，{place}。来不了请尽早取消。",
        "“{title}”, for which you are signed up, begins {starts_at}, {place}. If you can not come, please cancel.",
    ),
)
TO_REVIEW = SpokenText(
    "events.activity_to_review",
    title=Text("有活动待您审核", "An activity waits for your review"),
    body=Text(
        "{organisation}提交了活动“{title}”（{starts_at}，{place}），请审核。",
        "{organisation} asks you to publish “{title}” ({starts_at}, {place}).",
    ),
)
RETURNED = SpokenText(
    "events.activity_returned",
    title=Text("活动被退回", "The activity was returned"),
    body=Text("“{title}”未通过审核。原因：{reason}", "“{title}” was not published. Reason: {reason}"),
)
PUBLISHED = SpokenText(
    "events.activity_published",
    title=Text("活动已发布", "The activity is published"),
    body=Text(
        "“{title}”（{starts_at}，{place}）已发布，居民可以报名了。",
        "“{title}” ({starts_at}, {place}) can be seen and signed up for.",
    ),
)
ROOM_LOST = SpokenText(
    "events.activity_room_lost",
    title=Text("活动场地已失效", "An activity has lost its room"),
    body=Text(
        "“{title}”（{starts_at}）所用的{place}不能再用。请尽快另定地点；开始前两小时仍未确定，活动将自动取消。",
        "{place} can not be used for “{title}” ({starts_at}) any more. Please find another place: without one the "
        "activity is cancelled two hours before it starts.",
    ),
    urgent=True,
)
NO_ROOM = Text("场地停用，未能另行安排", "Its room is out of use and no other was found")
REASON_LATER = Text(
    "主办方的说明正在审核，通过后可在活动页查看。",
    "what the organiser says of it is being looked at, and can be read with the activity then.",
)
SIGN_UP = Text("活动报名：{title}", "A place in “{title}”")
