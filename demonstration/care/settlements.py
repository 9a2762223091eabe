"""What was proved is paid: the months that are over are settled, the last of them as far as the district's approval."""

from datetime import date, timedelta

from demonstration.stage import Stage
from service.kit.clock import at_local

_SETTLEMENTS = "/care/settlements"
_MONTHS = 2
# How many days after the month each step follows.
_COUNTED, _CONFIRMED, _APPROVED, _PAID = 5, 7, 9, 12
_MORNING = timedelta(hours=10)


def pay_for_care(stage: Stage, today: date) -> None:
    """Settle the past months as far as their days have come; the clock is put back afterwards."""
    now = stage.clock.moment
    for first in _months_before(today):
        _settle(stage, first, today)
    stage.clock.moment = now


def _settle(stage: Stage, first: date, today: date) -> None:
    ends = _next_month(first)
    if not _is_day(stage, ends, _COUNTED, today):
        return
    [contract] = stage.staff("manager").get("/care/contracts")["items"]
    made = stage.staff("manager").post(_SETTLEMENTS, contract_id=contract["id"], month=f"{first:%Y-%m}")
    path = f"{_SETTLEMENTS}/{made['id']}"
    stage.staff("manager").post(f"{path}/submit")
    if not _is_day(stage, ends, _CONFIRMED, today):
        return
    _check_on_the_spot(stage, path)
    if stage.staff("street").post(f"{path}/confirm")["status"] != "confirmed":
        return
    if _is_day(stage, ends, _APPROVED, today):
        stage.staff("district").post(f"{path}/approve")
    if first != _months_before(today)[-1] and _is_day(stage, ends, _PAID, today):
        paid_on = (ends + timedelta(days=_PAID)).isoformat()
        stage.staff("district").post(f"{path}/pay", voucher_no=f"镇民养{first:%Y%m}01", paid_on=paid_on)


def _check_on_the_spot(stage: Stage, path: str) -> None:
    """Somebody of the street calls at the doors that were drawn."""
    street = stage.staff("street")
    for line in street.get(f"{path}/lines", marked="true", limit=100)["items"]:
        street.post(f"{path}/lines/{line['id']}/check", outcome="passed", note="入户核实，老人确认。")


def _is_day(stage: Stage, ends: date, days: int, today: date) -> bool:
    """Whether that many days after the month have come; the clock is put there."""
    day = ends + timedelta(days=days)
    stage.clock.moment = at_local(day) + _MORNING
    return day <= today


def _months_before(today: date) -> list[date]:
    """The first days of the months before this one, the earliest first."""
    found: list[date] = []
    first = today.replace(day=1)
    for _ in range(_MONTHS):
        first = (first - timedelta(days=1)).replace(day=1)
        found.insert(0, first)
    return found


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
