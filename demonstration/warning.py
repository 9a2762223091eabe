"""A notice that must reach everybody in the grid, halfway up its ladder: some have confirmed, some are to be called and visited."""

from datetime import timedelta

from demonstration import cast
from demonstration.stage import Stage
from service.kit import background

_TITLE = "今晚停气抢修"
_BODY = "燃气主管抢修，**今晚 20:00 起停气**。请关好灶前阀，家中不要留明火；收到请点“确认”。"
_WAITED = (timedelta(minutes=61), timedelta(minutes=61), timedelta(minutes=31))
_LASTS = timedelta(hours=12)
# Who confirms at once, and who when the SMS comes.
_AT_ONCE, _LATER = 1, 3
_VISITED = "冯阿福"


def warn(stage: Stage) -> None:
    """Publish it three hours ago and let the ladder run until now; today's is there once."""
    worker, now = stage.staff("worker"), stage.clock.now()
    known = worker.get("/notices", status="published", category="safety")["items"]
    if any(each["title"] == _TITLE for each in known):
        return
    stage.clock.moment = now - sum(_WAITED, timedelta(minutes=20))
    draft = worker.post(
        "/notices",
        title=_TITLE,
        body=_BODY,
        category="safety",
        priority="urgent",
        region_codes=[cast.GRID],
        needs_confirmation=True,
        expires_at=(now + _LASTS).isoformat(),
    )
    path = f"/notices/{draft['id']}"
    worker.post(f"{path}/publish")
    _work_off(stage)
    stage.resident(_AT_ONCE).post(f"{path}/confirm")
    for waited in _WAITED:
        stage.clock.moment += waited
        _work_off(stage, "events.reaching.go_on")
        stage.resident(_LATER).post(f"{path}/confirm")
    stage.clock.moment = now
    _visit(stage, path)
    _work_off(stage, "events.reaching.tell_workers")


def _visit(stage: Stage, path: str) -> None:
    """The grid's worker ticks off the first door."""
    grid = stage.staff("grid")
    doors = grid.get(f"{path}/households", step="doorstep", limit=100)["items"]
    people = [person for door in doors for person in door["people"] if person["name"] == _VISITED]
    for person in people:
        grid.post(f"{path}/reached", resident_id=person["resident_id"], way="doorstep")


def _work_off(stage: Stage, *jobs: str) -> None:
    """What is due, what waits in the background, and what that announces."""
    stage.run_jobs(*jobs)
    while background.advance(stage.house):
        stage.run_jobs()
