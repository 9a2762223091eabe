"""How the time bank refuses."""

from service.kit.errors import Conflict, Forbidden, Unprocessable
from service.kit.texts import Text


class NotEnoughMinutes(Conflict):
    code = "not_enough_minutes"
    title = Text("时长不足", "Not enough minutes")
    detail = Text("账户余额不足，请减少时长后再试。", "The account does not hold as many minutes.")


class NotTransferable(Conflict):
    code = "not_transferable"
    title = Text("超出可转赠时长", "More than can be passed on")
    detail = Text(
        "只能转赠本人服务获得、尚未转赠的时长；目前可转赠 {minutes} 分钟。",
        "Only minutes that one has earned oneself can be passed on, once; {minutes} can be now.",
    )


class NotFamily(Forbidden):
    code = "not_family"
    title = Text("只能转赠给自己家的老人", "Only to an elder of one's family")
    detail = Text(
        "线上只能转赠给同户或由您代办的老人；其他亲属请到社区办理。",
        "Online only to who keeps house with you or for whom you act; for other relatives please come to the community.",
    )


class NotAnElder(Conflict):
    code = "not_an_elder"
    title = Text("受赠人不是老人", "The receiver is no elder")
    detail = Text("受赠人须年满 {years} 周岁。", "Who receives is at least {years} years old.")


class NotLivingHere(Conflict):
    code = "not_living_here"
    title = Text("不是本区已核实的居民", "Not a verified resident of the district")
    detail = Text(
        "时间银行面向本区已核实的居民；请先完成核实。",
        "The time bank is for residents of the district who are verified; please verify them first.",
    )


class GuardianNeeded(Forbidden):
    code = "guardian_needed"
    title = Text("须由监护人到场办理", "A guardian is needed")
    detail = Text(
        "未成年人转赠或捐赠时长，请与监护人一起到社区办理。",
        "Who is under age passes minutes on with a guardian, at the community.",
    )


class ImpossibleServiceDay(Unprocessable):
    code = "impossible_service_day"
    title = Text("服务日期不合理", "This day is not possible")
    detail = Text(
        "只能登记今天及之前 {days} 天内的服务。",
        "Only service of today and the {days} days before can be noted.",
    )

    def __init__(self, *, days: int) -> None:
        super().__init__(field="served_on", days=days)


class NoSuchOrganisation(Unprocessable):
    code = "no_such_organisation"
    title = Text("没有这个组织", "There is no such organisation")

    def __init__(self) -> None:
        super().__init__(field="organisation_id")


class AlreadyCredited(Conflict):
    code = "already_credited"
    title = Text("这次服务已登记时长", "These hours are on record already")


class SameAccount(Unprocessable):
    code = "same_account"
    title = Text("不能转给自己", "Not to oneself")

    def __init__(self) -> None:
        super().__init__(field="to_resident_id")
