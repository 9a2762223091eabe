"""How homes and moves are refused."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class BadRoom(Unprocessable):
    code = "bad_room"
    title = Text("单元或室号有误", "Not a unit or room")
    detail = Text(
        "室号如 301；没有楼栋时填写门牌，如“胜利路 18 号”。单元如 2，没有单元可不填。",
        "A room such as 301, without a building the house number; a unit such as 2, or none.",
    )


class HomeOnRecord(Conflict):
    code = "home_on_record"
    title = Text("该住处已登记", "This home is on record")
    detail = Text(
        "同一楼栋（或网格、社区）的同一单元和室号已有登记。", "The place has a home with this unit and room."
    )


class NoSuchHome(Unprocessable):
    code = "no_such_home"
    title = Text("没有这个住处", "No such home")
    detail = Text(
        "请填写已登记住处的编号，或楼栋加室号。", "Give a home's id, or its region_code with its room."
    )


class NoSuchHousehold(Unprocessable):
    code = "no_such_household"
    title = Text("该住处没有这一户", "No such household in this home")
    detail = Text("请从该住处现有的户中选择。", "Choose one of the households of this home.")


class NotAMember(Unprocessable):
    code = "not_a_member"
    title = Text("不是该户成员", "Not a member of this household")
    detail = Text("此人现在不在该户。", "This person does not belong to the household now.")


class LivesThereAlready(Conflict):
    code = "lives_there_already"
    title = Text("已住在那里", "Lives there already")
    detail = Text("此人现在就登记在这个住处。", "This person's residence is that home already.")


class ResidenceOverlaps(Conflict):
    code = "residence_overlaps"
    title = Text("居住时间重叠", "Two residences at a time")
    detail = Text(
        "这一天早于此人已登记的居住时间，请核对日期。",
        "That day lies before the end or the beginning of a residence on record; check the day.",
    )


class HouseholderTwice(Conflict):
    code = "householder_twice"
    title = Text("一户只有一位户主", "One householder for each household")
    detail = Text("该户已有户主，请先变更户主。", "The household has a householder; change that first.")


class ImpossibleResidenceDay(Unprocessable):
    code = "impossible_residence_day"
    title = Text("日期不可能", "Not a possible day")
    detail = Text(
        "日期不能晚于今天，也不能早于出生或迁入之日（{earliest}）。",
        "The day is not after today, and not before birth or moving in ({earliest}).",
    )
