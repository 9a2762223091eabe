"""Where an import stands, what became of a row, and every reason that is given for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from service.kit.texts import Worded


class ImportState(Worded):
    """Where an import stands."""

    READING = "reading", "正在读取", "being read"
    CHECKING = "checking", "正在检查", "being checked"
    CHECKED = "checked", "检查完毕，待确认", "checked, waits to be started"
    WRITING = "writing", "正在写入", "being written"
    DONE = "done", "已完成", "done"
    REFUSED = "refused", "有误，未写入", "bad rows, nothing written"
    FAILED = "failed", "失败", "failed"
    CANCELLED = "cancelled", "已取消", "cancelled"


UNDER_WAY = (ImportState.READING, ImportState.CHECKING, ImportState.WRITING)
STARTABLE = (ImportState.CHECKED, ImportState.REFUSED, ImportState.CANCELLED)


class OnError(StrEnum):
    """What bad rows do to the others: nothing is written unless `all` rows are good, or `only_good` ones are."""

    ALL = "all"
    ONLY_GOOD = "only_good"


class Outcome(Worded):
    """What became of a row, or would in a dry run."""

    CREATED = "created", "新建", "created"
    UPDATED = "updated", "补充", "updated"
    UNCHANGED = "unchanged", "无变化", "unchanged"
    TO_MERGE = "to_merge", "新建，疑似重复", "created, perhaps on record already"
    BAD = "bad", "有误", "bad"


class Reason(Worded):
    """Why a row is bad, or what it says otherwise than the record (`differs`)."""

    NAME_MISSING = "name_missing", "没有姓名", "The name is missing."
    BAD_NAME = "bad_name", "姓名含数字或符号", "Not a name."
    NUMBER_IN_NAME = "number_in_name", "姓名处像是号码，是否填错了列", "A number; are columns mixed up?"
    BAD_PHONE = "bad_phone", "不是手机号或带区号的固定电话", "Not a telephone number."
    ID_NUMBER_IN_PHONE = (
        "id_number_in_phone",
        "电话处像是身份证号，是否填错了列",
        "An ID number; are columns mixed up?",
    )
    SEVERAL_PHONES = "several_phones", "填了不止一个电话", "More than one telephone number."
    BAD_ID_NUMBER = "bad_id_number", "不是 18 位身份证号", "Not the 18 characters of an ID number."
    PHONE_IN_ID_NUMBER = (
        "phone_in_id_number",
        "身份证号处像是电话，是否填错了列",
        "A telephone; are columns mixed up?",
    )
    OLD_ID_NUMBER = (
        "old_id_number",
        "15 位旧号已停用，请填 18 位",
        "An old number of 15 digits; give the present one.",
    )
    ID_NUMBER_CHECK_DIGIT = (
        "id_number_check_digit",
        "校验位不对，多半有一位输错或两位颠倒",
        "The check digit is wrong: a digit is, or two changed places.",
    )
    ID_NUMBER_BIRTH_DATE = (
        "id_number_birth_date",
        "第 7–14 位不是存在的日期",
        "Characters 7 to 14 are no day that exists.",
    )
    ID_NUMBER_REGION = "id_number_region", "前 6 位不是地区码", "The first 6 digits are no county's code."
    ID_NUMBER_ROUNDED = (
        "id_number_rounded",
        "身份证号被 Excel 变成了数字，末几位已丢失；请把该列设为文本后重新填写",
        "Excel has turned the ID number into a number and lost its last digits; make it text and type it again.",
    )
    BAD_SEX = "bad_sex", "性别应为男或女", "Neither male nor female."
    SEX_CONTRADICTS = "sex_contradicts", "性别与身份证号不符", "The sex is not that of the ID number."
    BAD_DATE = "bad_date", "日期无法识别", "Not a date."
    BIRTH_CONTRADICTS = (
        "birth_contradicts",
        "出生日期与身份证号不符",
        "The birth date is not that of the ID number.",
    )
    IMPOSSIBLE_BIRTH_DATE = (
        "impossible_birth_date",
        "出生日期晚于今天或过于久远",
        "A birth to come, or longer ago than anybody has lived.",
    )
    BAD_RELATION = "bad_relation", "与户主关系无法识别", "Not a relation to the householder."
    BAD_ROOM = "bad_room", "单元或室号有误", "Not a unit or room."
    ROOM_MISSING = "room_missing", "有楼栋或单元但没有室号", "A building or unit without a room."
    NO_SUCH_PLACE = "no_such_place", "没有这个社区、小区或网格", "No such community, estate or grid."
    NO_SUCH_BUILDING = (
        "no_such_building",
        "没有这个楼栋，请先登记楼栋或更正",
        "No such building: add it or mend this.",
    )
    NEW_BUILDING = "new_building", "楼栋不在册，随名单新建", "A building that comes on record with the list."
    GRID_MISSING = (
        "grid_missing",
        "楼栋不在册，请写明网格才能新建",
        "The building is not on record; name its grid, so that it can be added.",
    )
    PLACE_AMBIGUOUS = (
        "place_ambiguous",
        "有几个同名的地方，请写明社区、小区或网格",
        "Several places are called so; name the community, estate or grid.",
    )
    OUT_OF_SCOPE = "out_of_scope", "不在您的辖区内", "Outside your part of the district."
    UNTELLABLE = (
        "untellable",
        "没有身份证号、电话和住址，无法分辨是谁",
        "Neither ID number, telephone nor home: nobody can tell who it is.",
    )
    TOO_LONG = "too_long", "内容过长", "Too long."
    NO_SUCH_TAG = "no_such_tag", "没有这个标签", "No such tag."
    TAG_NOT_YOURS = "tag_not_yours", "您不能设置这个标签", "A tag that is not yours to set."
    TAG_NEEDS_END = (
        "tag_needs_end",
        "这个标签要有截止日期，请逐人设置",
        "A tag that needs a last day; set it person by person.",
    )
    RECORD_ELSEWHERE = "record_elsewhere", "档案在别的社区", "The record is kept by another community."
    DECEASED = "deceased", "档案记载已去世", "On record as deceased."
    PENDING = "pending", "本人已登记待核实，请先核实", "The person's own registration waits to be verified."
    PENDING_ELSEWHERE = (
        "pending_elsewhere",
        "有人在别处用此身份证号登记、尚未核实，请见到本人后单独登记",
        "Somebody registered this ID number elsewhere and waits; see the person and register them singly.",
    )
    DIFFERS = "differs", "与档案不一致，未改动", "Differs from the record, which was left as it is."
    HOUSEHOLDER_TWICE = "householder_twice", "该户已有户主", "The household has a householder."


# What tells of an ID number that somebody is on record with it where the asker keeps nobody.
ELSEWHERE = frozenset({Reason.RECORD_ELSEWHERE, Reason.PENDING_ELSEWHERE})


@dataclass(frozen=True, slots=True)
class Remark:
    """One reason, and what kind of content it is about."""

    reason: Reason
    column: str | None = None

    def plain(self) -> dict[str, Any]:
        return {"reason": self.reason.value, "column": self.column}


class BadRow(Exception):
    """A row that can not be taken, with all that is wrong with it."""

    def __init__(self, remarks: Iterable[Remark]) -> None:
        super().__init__("bad row")
        self.remarks = tuple(remarks)
