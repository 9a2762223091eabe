"""Visiting care: who calls on elders in the community, whom they find well, and whom they never find at home."""

from datetime import date, timedelta
from random import Random
from typing import Any

from demonstration.stage import Client, Refused, Stage
from service.kit.clock import at_local

_VISITS = "/care/welfare-visits"
_JOBS = (
    "elderly_care.welfare_visits.make_welfare_visits",
    "elderly_care.welfare_visits.tell_of_overdue_welfare_visits",
)
_AREAS = ("health", "money", "support", "home_safety", "services")
# Who calls: at the doors of the grid its worker, elsewhere in the community its own; on which weekdays.
_CALLERS = {"grid": (0, 3), "worker": (4,)}
_NOBODY_THERE, _ATTENTION = 0.15, 0.2
_WORDS = (
    ("health", "膝盖疼，下楼要人扶。"),
    ("home_safety", "卫生间没有扶手，地面湿滑。"),
    ("services", "想申请助浴。"),
    ("support", "女儿在外地，两个月没回来。"),
)
# He plays chess in the park all day, so his visit is late, and climbs.
_NEVER_AT_HOME = "钱爷爷"


def look_in(stage: Stage, day: date) -> None:
    """Let who calls there go round; on Mondays visits are made due, and who is late hears of it."""
    if day.weekday() == 0:
        stage.clock.moment = at_local(day) + timedelta(hours=6)
        stage.run_jobs(*_JOBS)
    chance = Random(day.toordinal() * 11)  # noqa: S311 - a play, not a secret
    for caller, weekdays in _CALLERS.items():
        if day.weekday() in weekdays:
            stage.clock.moment = at_local(day) + timedelta(hours=10)
            _go_round(stage.staff(caller), day, chance)


def _go_round(caller: Client, day: date, chance: Random) -> None:
    """Everybody who is due before the next round, in walking order."""
    due = (day + timedelta(days=3)).isoformat()
    for visit in caller.get(_VISITS, due=due, limit=100)["items"]:
        try:
            caller.post(f"{_VISITS}/{visit['id']}/done", **_told(visit["elder_name"], chance))
        except Refused:
            # Made due this very day.
            continue


def _told(name: str, chance: Random) -> dict[str, Any]:
    if chance.random() < _NOBODY_THERE or name == _NEVER_AT_HOME:
        return {"way": "door", "outcome": "not_met", "note": "敲门无人应，邻居说去菜场了。"}
    findings = {area: {"area": area, "concern": "fine"} for area in _AREAS}
    if chance.random() < _ATTENTION:
        area, words = chance.choice(_WORDS)
        findings[area] = {"area": area, "concern": "attention", "words": words}
    return {"way": "door", "outcome": "met", "findings": list(findings.values()), "note": "精神不错。"}
