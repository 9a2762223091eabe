"""What is said of settlements, in both languages."""

from service.elderly_care.proofs.rules import AnomalyKind, ConfirmationWay
from service.kit.texts import Worded


class SettlementStatus(Worded):
    """Where a settlement stands."""

    DRAFT = "draft", "草稿", "draft"
    SUBMITTED = "submitted", "待镇街确认", "submitted"
    CONFIRMED = "confirmed", "待区审批", "confirmed"
    APPROVED = "approved", "已审批", "approved"
    PAID = "paid", "已支付", "paid"


class LineProof(Worded):
    """What proved that a line is owed."""

    ELDER = ConfirmationWay.ELDER.value, "老人确认", "confirmed by the elder"
    PROXY = ConfirmationWay.PROXY.value, "代办人确认", "confirmed by a proxy"
    PHONE = ConfirmationWay.PHONE.value, "社区电话回访", "confirmed by a worker's call"
    SILENCE = ConfirmationWay.SILENCE.value, "核实且逾期未反馈", "proved, confirmed by silence"
    NOT_SERVED = "not_served", "未服务，按规则计费", "not served, paid by the policy"


class DeductionReason(Worded):
    """Why something is not paid of a price."""

    SHORT = "short", "服务时长不足", "shorter than agreed"
    OVERLAP = "overlap", "服务时间重叠，已认定", "overlapping visits, upheld"
    IMPOSSIBLE_TRAVEL = "impossible_travel", "路程不可能，已认定", "impossible travel, upheld"
    TOO_SHORT = "too_short", "服务过短，已认定", "much too short, upheld"
    SAME_MINUTE = "same_minute", "时长分毫不差，已认定", "always of the same minutes, upheld"
    CLOCK = "clock", "手机时间异常，已认定", "a clock that was wrong, upheld"
    COMPLAINT = "complaint", "投诉属实", "a founded complaint"
    CHECK_FAILED = "check_failed", "现场核查不通过", "failed on the spot"


class CheckReason(Worded):
    """Why a line is to be checked on the spot."""

    SAMPLE = "sample", "随机抽查", "drawn at random"
    NOT_SERVED = "not_served", "未服务待核实", "not served, to be verified"
    HOSPITAL = "hospital", "服务日在住院期间", "the elder was in hospital that day"
    STREET = "street", "镇街自查", "chosen by the street"


class CheckOutcome(Worded):
    """What a check on the spot found."""

    PASSED = "passed", "通过", "passed"
    FAILED = "failed", "不通过", "failed"


BREACHES = {kind: DeductionReason(kind.value) for kind in AnomalyKind}
"""For which anomaly, once a worker has upheld it, something is deducted."""
