"""What is said of performance, in both languages."""

from service.kit.texts import Worded


class Grade(Worded):
    """What a score is worth."""

    EXCELLENT = "excellent", "优秀", "excellent"
    PASSED = "passed", "合格", "passed"
    FAILED = "failed", "不合格", "failed"


class Period(Worded):
    """Over which time facts are counted."""

    MONTH = "month", "月度", "month"
    YEAR = "year", "年度", "year"


class ScoreState(Worded):
    """Where a score stands."""

    PROVISIONAL = "provisional", "进行中", "provisional"
    CLOSED = "closed", "已关账", "closed"
    CORRECTED = "corrected", "已更正", "corrected"


class AppealStatus(Worded):
    """Where an appeal stands."""

    OPEN = "open", "待裁决", "to be decided"
    UPHELD = "upheld", "申诉成立", "upheld"
    DISMISSED = "dismissed", "申诉不成立", "dismissed"
