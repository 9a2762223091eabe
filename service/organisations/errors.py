"""How changes of organisations are refused."""

from service.kit.errors import Conflict, Forbidden, Unprocessable
from service.kit.texts import Text


class CreditCodeTaken(Conflict):
    code = "credit_code_taken"
    title = Text("统一社会信用代码已登记", "The credit code is taken")
    detail = Text(
        "另一个组织已登记了这个统一社会信用代码。", "Another organisation is on record with this credit code."
    )


class NotSocial(Conflict):
    code = "not_social"
    title = Text("不是社会组织", "Not a social organisation")
    detail = Text(
        "只有社会组织有登记信息、成员、评估等级和培育记录。",
        "Only social organisations have a registration, members, ratings and programmes here.",
    )


class OrganisationSuspended(Conflict):
    code = "organisation_suspended"
    title = Text("该组织不能开展活动", "The organisation may not act")
    detail = Text("该组织当前状态为“{standing}”。", "The organisation is {standing}.")


class NoRightToRooms(Forbidden):
    code = "no_right_to_rooms"
    title = Text("不能以该组织名义使用场地", "You use no rooms in its name")
    detail = Text(
        "您没有以该组织名义预约和变更场地的权限，请联系社区。",
        "You have no right to book and change rooms in the name of this organisation; please ask the community.",
    )


class NoRightToPublish(Forbidden):
    code = "no_right_to_publish"
    title = Text("不能以该组织名义发布", "You do not publish in its name")
    detail = Text(
        "您没有以该组织名义发布的权限，请联系社区。",
        "You have no right to publish in the name of this organisation; please ask the community.",
    )


class RegistrationTaken(Conflict):
    code = "registration_taken"
    title = Text("登记证号已登记", "The registration number is taken")
    detail = Text("另一个组织已登记了这个登记证号。", "Another organisation is on record with this number.")


class AlreadyMember(Conflict):
    code = "already_member"
    title = Text("已是成员", "Already a member")
    detail = Text("这位居民已是该组织的成员。", "This resident is a member of the organisation already.")


class NoSuchResident(Unprocessable):
    code = "no_such_resident"
    title = Text("没有这位居民", "There is no such resident")

    def __init__(self) -> None:
        super().__init__(field="resident_id")


class ReasonMissing(Unprocessable):
    code = "standing_reason_missing"
    title = Text("请说明原因", "Please give the reason")

    def __init__(self) -> None:
        super().__init__(field="standing_reason")
