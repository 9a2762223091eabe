"""What a facility is, what a contract promises, and when its end is announced."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from service.elderly_care.providers.errors import ContractDays, PriceInThePast, WeightsNotWhole
from service.kit.texts import Worded

# Days before the end of a contract on which the operator and the district are told.
WARNINGS = (180, 90, 30)
WHOLE_WEIGHT = 100
LONGEST_TERM = timedelta(days=366 * 20)
SERVED_LEVELS = ("street", "community")


class FacilityKind(Worded):
    """What a facility is for."""

    HOME_CARE_CENTRE = "home_care_centre", "居家养老服务中心", "home care centre"
    HOME_CARE_STATION = "home_care_station", "居家养老服务站", "home care station"
    DAY_CENTRE = "day_centre", "日间照料中心", "day centre"
    NURSING_HOME = "nursing_home", "养老院", "nursing home"
    CANTEEN = "canteen", "老年食堂", "canteen"


class TargetKind(Worded):
    """What an operator is judged by: facts that the service knows, never opinions about them."""

    ON_TIME = "on_time", "准时率", "on time"
    COMPLETED = "completed", "完成率", "completed"
    PROVED = "proved", "有效核验率", "proved"
    SHORT_VISITS = "short_visits", "服务时长不足率", "short visits"
    COMPLAINTS = "complaints", "投诉率", "complaints"
    COMPLAINTS_ANSWERED = "complaints_answered", "投诉按时答复率", "complaints answered in time"
    RATING = "rating", "满意度", "rating"
    CERTIFICATES = "certificates", "持证率", "certified staff"
    RESERVED_SHARE = "reserved_share", "兜底对象占比", "share of supported elders"
    INSPECTIONS = "inspections", "检查按期整改率", "findings of inspections mended in time"


class ContractStatus(StrEnum):
    """Where a contract stands on a day."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


def status_on(day: date, starts_on: date, ends_on: date) -> ContractStatus:
    """Where a contract with these first and last days stands."""
    if day < starts_on:
        return ContractStatus.PLANNED
    return ContractStatus.RUNNING if day <= ends_on else ContractStatus.ENDED


def check_term(starts_on: date, ends_on: date) -> None:
    """Raise ContractDays for a term that ends before it begins or lasts for ever."""
    if not starts_on <= ends_on <= starts_on + LONGEST_TERM:
        raise ContractDays(field="ends_on")


def check_early_end(today: date, starts_on: date, ends_on: date, wanted: date) -> None:
    """Raise ContractDays unless the contract can end on this day; it never becomes longer."""
    if not max(today, starts_on) <= wanted <= ends_on:
        raise ContractDays(field="ends_on")


def check_weights(targets: Collection[tuple[TargetKind, int]]) -> None:
    """Raise WeightsNotWhole unless each kind stands once and the weights add up to 100; no targets are fine."""
    kinds = {kind for kind, _ in targets}
    if targets and (len(kinds) < len(targets) or sum(weight for _, weight in targets) != WHOLE_WEIGHT):
        raise WeightsNotWhole(field="targets")


def check_price_day(today: date, starts_on: date, ends_on: date, valid_from: date) -> None:
    """Raise PriceInThePast for a day on which no new price can begin."""
    if not max(today, starts_on) <= valid_from <= ends_on:
        raise PriceInThePast(field="valid_from")


def warning_due(today: date, ends_on: date) -> int | None:
    """Of how many days before the end today's warning speaks: the nearest that is reached; None before the first."""
    left = (ends_on - today).days
    reached = [days for days in WARNINGS if 0 <= left <= days]
    return min(reached) if reached else None
