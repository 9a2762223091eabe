"""Grades and kinds of programmes, and how long a rating holds."""

from datetime import date, timedelta

from service.kit.texts import Worded

# 社会组织评估管理办法: five years.
RATED_FOR_YEARS = 5


class Grade(Worded):
    """How a social organisation was rated; sorted as text, a better one is greater."""

    A1 = "1a", "1A 级", "1A"
    A2 = "2a", "2A 级", "2A"
    A3 = "3a", "3A 级", "3A"
    A4 = "4a", "4A 级", "4A"
    A5 = "5a", "5A 级", "5A"


class ProgrammeKind(Worded):
    """What was done to bring an organisation on."""

    TRAINING = "training", "培训", "training"
    INCUBATION = "incubation", "孵化", "incubation"
    MENTORING = "mentoring", "督导", "mentoring"
    PAIRING = "pairing", "结对社区", "paired with a community"
    PURCHASE = "purchase", "承接政府购买服务", "service bought by the government"
    AWARD = "award", "表彰", "award"


def last_day(valid_from: date) -> date:
    """The last day of a rating's five years."""
    year = valid_from.year + RATED_FOR_YEARS
    is_leap_day = (valid_from.month, valid_from.day) == (2, 29)
    # Of a 29 February there is none five years later.
    end = date(year, 3, 1) if is_leap_day else valid_from.replace(year=year)
    return end - timedelta(days=1)
