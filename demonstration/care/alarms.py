"""A button in Grandmother Wang's bathroom: tried out when it was fitted, and pressed in earnest once since."""

from datetime import date, datetime, timedelta

from demonstration import cast as community
from demonstration.stage import Stage
from service.kit.clock import at_local

_FITTED, _FELL = timedelta(days=3), timedelta(days=1)


def ring(stage: Stage, today: date) -> None:
    """Fit the button and let it ring twice, in the past days; the clock is put back afterwards."""
    now = stage.clock.moment
    device_id, key = _fit(stage, at_local(today - _FITTED) + timedelta(hours=10))
    _try_out(stage, device_id, key, at_local(today - _FITTED) + timedelta(hours=10, minutes=12))
    _fall(stage, device_id, key, at_local(today - _FELL) + timedelta(hours=15, minutes=40))
    stage.clock.moment = now
    _tell(stage, device_id, key, "test", now)
    stage.run_jobs()


def _fit(stage: Stage, at: datetime) -> tuple[str, str]:
    """The device and its key, which nobody is shown again."""
    stage.clock.moment = at
    worker = stage.staff("worker")
    [elder] = worker.get("/residents", q=community.PEOPLE[0].name)["items"]
    fitted = worker.post(
        "/care/devices", elder_id=elder["id"], kind="button", name="卫生间呼叫按钮", serial="SOS-7F3A-0091"
    )
    return str(fitted["id"]), str(fitted["key"])


def _try_out(stage: Stage, device_id: str, key: str, at: datetime) -> None:
    """Pressed to see whether it works; nobody needed help."""
    alarm = _tell(stage, device_id, key, "alarm", at)
    stage.clock.moment = at + timedelta(minutes=1)
    worker = stage.staff("worker")
    worker.post(f"/care/alarms/{alarm}/acknowledge")
    worker.post(f"/care/alarms/{alarm}/close", outcome="false_alarm", note="新装按钮试按，老人无恙。")
    stage.run_jobs()


def _fall(stage: Stage, device_id: str, key: str, at: datetime) -> None:
    """Her daughter answers first and calls the community, whose worker goes and helps."""
    alarm = _tell(stage, device_id, key, "alarm", at, detail="长按 3 秒")
    stage.run_jobs()
    stage.clock.moment = at + timedelta(minutes=2)
    stage.resident(2).post(f"/care/alarms/{alarm}/acknowledge")
    stage.clock.moment = at + timedelta(minutes=25)
    stage.staff("worker").post(
        f"/care/alarms/{alarm}/close", outcome="helped_on_the_spot", note="在卫生间滑倒，已扶起，未受伤。"
    )
    stage.run_jobs()


def _tell(stage: Stage, device_id: str, key: str, event: str, at: datetime, **more: str) -> str | None:
    """What the device tells over its webhook; the alarm that it raises."""
    stage.clock.moment = at
    told = stage.device(key).post(
        f"/care/devices/{device_id}/signals",
        event_id=f"{event}-{at:%Y%m%d%H%M}",
        event=event,
        at=at.isoformat(),
        **more,
    )
    return told["alarm_id"] and str(told["alarm_id"])
