"""What accounts do by the clock."""

from sqlalchemy import select

from service.accounts.models import LoginFailures, LoginSession
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable


def test_logins_are_forgotten_a_month_after_their_end_and_failures_after_a_day(
    anyone: ApiClient, work: UnitOfWork, clock: StoppedClock, timetable: Timetable
) -> None:
    ended = anyone.post("/accounts/login/wechat", {"code": "demo-new-anna"}).json
    ApiClient(anyone.app, ended["access_token"]).post("/accounts/logout")
    anyone.post("/accounts/login/wechat", {"code": "demo-new-anna"})
    anyone.post("/accounts/login/password", {"username": "nobody", "password": "not-it"})
    left = []

    for days in (0, 29, 2, 60):
        clock.move(days=days)
        timetable.run("accounts.forget_old_logins")
        logins = work.session.scalars(select(LoginSession.id)).all()
        failures = work.session.scalars(select(LoginFailures.failures)).all()
        left.append((len(logins), len(failures)))

    assert left == [(2, 1), (2, 0), (1, 0), (0, 0)]
