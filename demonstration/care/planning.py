"""The dispatcher has tomorrow planned, and finds a proposal to look at and apply."""

from datetime import date, timedelta

from demonstration.stage import Stage

_SCHEDULES = "/care/schedules"


def plan_tomorrow(stage: Stage, today: date) -> None:
    """Have tomorrow planned to the end, once."""
    tomorrow = (today + timedelta(days=1)).isoformat()
    dispatcher = stage.staff("dispatcher")
    newest = dispatcher.get(_SCHEDULES, limit=1)["items"]
    if newest and newest[0]["to"] >= tomorrow:
        return
    organisation_id = dispatcher.get("/care/contracts")["items"][0]["organisation_id"]
    dispatcher.post(_SCHEDULES, **{"organisation_id": organisation_id, "from": tomorrow, "to": tomorrow})
    stage.finish_background_work()
