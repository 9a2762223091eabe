"""The street inspects the centre and comes back to see what was mended; the months that are over by now are closed."""

from datetime import date, timedelta
from typing import Any

from demonstration.stage import Stage
from service.kit.clock import at_local

_INSPECTED, _MENDED, _SEEN_AGAIN = timedelta(days=40), timedelta(days=37), timedelta(days=35)
_MORNING = timedelta(hours=10)
_CLOSE = "elderly_care.performance.close_performance"
_CLOSED_AFTER = timedelta(days=10)
_MONTHS = 2


def judge(stage: Stage, today: date) -> None:
    """Let the past weeks be inspected and judged; the clock is put back afterwards."""
    now = stage.clock.moment
    _inspect(stage, today)
    for last_day in reversed(_ends_of_months_before(today)):
        if last_day + _CLOSED_AFTER <= today:
            stage.clock.moment = at_local(last_day + _CLOSED_AFTER) + timedelta(hours=4)
            stage.run_jobs(_CLOSE)
    stage.clock.moment = now


def _inspect(stage: Stage, today: date) -> None:
    stage.clock.moment = at_local(today - _INSPECTED) + _MORNING
    [contract] = stage.staff("manager").get("/care/contracts")["items"]
    made = stage.staff("street").post(
        "/care/inspections",
        contract_id=contract["id"],
        made_on=(today - _INSPECTED).isoformat(),
        areas=["safety", "staff", "charges"],
        findings=[
            _found("safety", "major", "二楼走廊两只灭火器已过期。", today - _SEEN_AGAIN),
            _found("charges", "minor", "收费公示栏未更新本年度价格。", today + timedelta(days=5)),
        ],
        note="与中心负责人一同查看。",
    )
    path = f"/care/inspections/{made['id']}/findings/{made['findings'][0]['id']}"
    stage.clock.moment = at_local(today - _MENDED) + _MORNING
    stage.staff("manager").post(f"{path}/mend", note="已更换两只灭火器并登记有效期。")
    stage.clock.moment = at_local(today - _SEEN_AGAIN) + _MORNING
    stage.staff("street").post(f"{path}/verify", is_mended=True, note="现场查看，属实。")
    stage.run_jobs()


def _found(area: str, severity: str, text: str, mend_by: date) -> dict[str, Any]:
    return {"area": area, "severity": severity, "text": text, "mend_by": mend_by.isoformat()}


def _ends_of_months_before(today: date) -> list[date]:
    """The last days of the months before this one, the latest first."""
    found, first = [], today.replace(day=1)
    for _ in range(_MONTHS):
        found.append(first - timedelta(days=1))
        first = found[-1].replace(day=1)
    return found
