"""How caregivers' records refuse."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class CaregiverOnRecord(Conflict):
    code = "caregiver_on_record"
    title = Text("该账号已是护理员", "The account is a caregiver already")
    detail = Text("一个账号只登记一名护理员。", "One account stands for one caregiver.")


class NoSuchCaregiver(Unprocessable):
    code = "no_such_caregiver"
    title = Text("没有这名护理员", "No such caregiver")
    detail = Text("本机构没有这名护理员。", "This operator has no such caregiver.")


class NotTheirStaff(Unprocessable):
    code = "not_their_staff"
    title = Text("该账号不是本机构员工", "Not one of the operator's people")
    detail = Text(
        "请先由系统管理员建立账号，并由安全管理员授予护理员职责。",
        "The account needs the duty of a caregiver at this operator first.",
    )


class AbsenceOverlaps(Conflict):
    code = "absence_overlaps"
    title = Text("这段时间已请假", "Absent already")
    detail = Text("这段时间与已登记的缺勤重叠。", "That time overlaps an absence on record.")


class ImpossibleShift(Unprocessable):
    code = "impossible_shift"
    title = Text("班次时间有误", "Not a possible shift")
    detail = Text(
        "班次从当天某时开始，最迟到次日中午，每班最长 16 小时，同一天的班次不重叠。",
        "A shift lasts up to 16 hours, may pass midnight until noon, and shifts do not overlap.",
    )


class ImpossibleStretch(Unprocessable):
    code = "impossible_stretch"
    title = Text("时间有误", "Not a possible time")
    detail = Text("结束须晚于开始，最长 400 天。", "It ends after it begins, and lasts 400 days at most.")


class CertificateNeverHolds(Unprocessable):
    code = "certificate_never_holds"
    title = Text("证书日期有误", "A certificate that never holds")
    detail = Text("证书到期不早于发证。", "It expires no earlier than it was issued.")
