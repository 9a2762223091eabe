"""How rounds refuse."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class NotManyAtOnce(Unprocessable):
    code = "not_many_at_once"
    title = Text("该服务不按班次提供", "The service is not given to many at once")
    detail = Text(
        "只有集中配送和中心服务按班次提供。", "Only deliveries and sessions at the centre are made in rounds."
    )


class ImpossibleTime(Unprocessable):
    code = "impossible_time"
    title = Text("班次时间不对", "An impossible time")
    detail = Text("结束须晚于开始，最长 {hours} 小时。", "It ends after it begins, and within {hours} hours.")


class NotForRound(Unprocessable):
    code = "not_for_round"
    title = Text("该次服务不能编入这个班次", "It can not be made in this round")
    detail = Text(
        "须为本机构同一类型、尚未开始、时段相合的服务。",
        "It must be of the same operator and kind, not begun, and its window must meet the round's time.",
    )


class WrongRoundKind(Conflict):
    code = "wrong_round_kind"
    title = Text("这个班次不这样登记", "This round is recorded in another way")
    detail = Text(
        "配送逐户打卡，中心服务登记到场。",
        "Deliveries are ticked door by door; at the centre attendance is taken.",
    )


class CentreCodeWrong(Unprocessable):
    code = "centre_code_wrong"
    title = Text("签到码不对", "The code is not right")
    detail = Text("请扫描或输入中心现在显示的签到码。", "Scan or type the code that the centre shows now.")


class LeftBeforeArriving(Unprocessable):
    code = "left_before_arriving"
    title = Text("离开早于到场", "Left before arriving")
    detail = Text("离开时间须晚于到场时间。", "Somebody leaves after they arrive.")
