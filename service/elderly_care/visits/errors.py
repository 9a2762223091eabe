"""How visits and the claims of time refuse."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class CaregiverBusy(Conflict):
    code = "caregiver_busy"
    title = Text("护理员这段时间已有安排", "The caregiver is busy then")
    detail = Text(
        "含路上时间，护理员这段时间已有其他安排。",
        "With the way there, the caregiver has something else in that time.",
    )


class ElderBusy(Conflict):
    code = "elder_busy"
    title = Text("老人这段时间已有上门", "The elder is visited then")
    detail = Text("老人这段时间已有另一次上门。", "Another visit to the elder stands in that time.")


class SkillMissing(Unprocessable):
    code = "skill_missing"
    title = Text("护理员缺少所需技能", "A skill is missing")
    detail = Text("护理员没有这项服务所需的技能。", "The caregiver does not have what this service asks for.")


class CertificateExpired(Unprocessable):
    code = "certificate_expired"
    title = Text("护理员证书已过期或未登记", "No certificate holds that day")
    detail = Text(
        "上门当天，护理员所需的证书无效。", "On the day of the visit no certificate of the caregiver holds."
    )
