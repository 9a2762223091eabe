"""What an activity is about, where it and a sign-up can stand, and which act moves them from where to where."""

from enum import StrEnum

from service.kit.errors import WrongState
from service.kit.texts import Worded


class ActivityKind(Worded):
    """What an activity is about; the same words as what a living room is booked for."""

    DELIBERATION = "deliberation", "议事协商", "deliberation"
    MEDIATION = "mediation", "纠纷调解", "mediation"
    VOLUNTEERING = "volunteering", "志愿服务", "volunteering"
    RECREATION = "recreation", "文体娱乐", "recreation"
    PARENT_CHILD = "parent_child", "亲子活动", "parents and children"
    LECTURE = "lecture", "讲座培训", "lecture"
    ELDERLY_ACTIVITY = "elderly_activity", "老年活动", "activity for elders"
    CONVENIENCE_SERVICE = "convenience_service", "便民服务", "convenience service"
    PARTY_BUILDING = "party_building", "党群活动", "party building"
    MEETING = "meeting", "会议", "meeting"
    OTHER = "other", "其他", "other"


class ActivityStatus(Worded):
    """Where an activity stands."""

    DRAFT = "draft", "草稿", "draft"
    IN_REVIEW = "in_review", "待审核", "waits for review"
    PUBLISHED = "published", "已发布", "published"
    COMPLETED = "completed", "已结束", "over"
    CANCELLED = "cancelled", "已取消", "cancelled"


class Act(StrEnum):
    """What can be done to an activity; `complete` is done by the clock."""

    SUBMIT = "submit"
    RETURN = "return"
    PUBLISH = "publish"
    CANCEL = "cancel"
    COMPLETE = "complete"


# What content checks call the reason for which an activity is called off.
REASON_OF_ACTIVITY = "events.activity_reason"

CHANGEABLE = frozenset({ActivityStatus.DRAFT, ActivityStatus.IN_REVIEW, ActivityStatus.PUBLISHED})
"""The states in which an activity can still be changed and called off."""

SHOWN = frozenset({ActivityStatus.PUBLISHED, ActivityStatus.COMPLETED, ActivityStatus.CANCELLED})
"""The states in which people see an activity that they do not organise, if it was ever published."""

OPEN = frozenset({ActivityStatus.PUBLISHED})
"""The states in which people sign up."""

_NEXT: dict[Act, dict[ActivityStatus, ActivityStatus]] = {
    Act.SUBMIT: {ActivityStatus.DRAFT: ActivityStatus.IN_REVIEW},
    Act.RETURN: {ActivityStatus.IN_REVIEW: ActivityStatus.DRAFT},
    Act.PUBLISH: {
        ActivityStatus.DRAFT: ActivityStatus.PUBLISHED,
        ActivityStatus.IN_REVIEW: ActivityStatus.PUBLISHED,
    },
    Act.CANCEL: dict.fromkeys(CHANGEABLE, ActivityStatus.CANCELLED),
    Act.COMPLETE: {ActivityStatus.PUBLISHED: ActivityStatus.COMPLETED},
}


def after(status: ActivityStatus, act: Act) -> ActivityStatus:
    """Where an activity stands after the act. Raises WrongState."""
    if status not in _NEXT[act]:
        raise WrongState(state=status)
    return _NEXT[act][status]


class SignUpStatus(Worded):
    """Where a sign-up stands."""

    SIGNED_UP = "signed_up", "已报名", "signed up"
    ATTENDED = "attended", "已参加", "attended"
    ABSENT = "absent", "未到场", "absent"
    CANCELLED = "cancelled", "已取消", "cancelled"


class SignUpAct(StrEnum):
    """What can be done to a sign-up; `miss` is done by the clock, or by a worker who takes an attendance back."""

    CANCEL = "cancel"
    ATTEND = "attend"
    MISS = "miss"


class SignUpEnd(StrEnum):
    """Who or what ended a sign-up."""

    HOLDER = "holder"
    ORGANISER = "organiser"
    ACTIVITY = "activity"
    DEPARTURE = "departure"
    MERGE = "merge"


PLACED = frozenset({SignUpStatus.SIGNED_UP, SignUpStatus.ATTENDED, SignUpStatus.ABSENT})
"""The states in which a sign-up has a place of the activity."""

_NEXT_OF_SIGN_UP: dict[SignUpAct, dict[SignUpStatus, SignUpStatus]] = {
    SignUpAct.CANCEL: {SignUpStatus.SIGNED_UP: SignUpStatus.CANCELLED},
    SignUpAct.ATTEND: {
        SignUpStatus.SIGNED_UP: SignUpStatus.ATTENDED,
        SignUpStatus.ABSENT: SignUpStatus.ATTENDED,
        SignUpStatus.ATTENDED: SignUpStatus.ATTENDED,
    },
    SignUpAct.MISS: {
        SignUpStatus.SIGNED_UP: SignUpStatus.ABSENT,
        SignUpStatus.ATTENDED: SignUpStatus.ABSENT,
    },
}


def sign_up_after(status: SignUpStatus, act: SignUpAct) -> SignUpStatus:
    """Where a sign-up stands after the act. Raises WrongState."""
    if status not in _NEXT_OF_SIGN_UP[act]:
        raise WrongState(state=status)
    return _NEXT_OF_SIGN_UP[act][status]
