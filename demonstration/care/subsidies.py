"""What the district pays for whom: two schemes, elders assessed, applications at every step, vouchers month by month."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from demonstration.care import cast
from demonstration.care.cast import Application, Decision
from demonstration.stage import Client, Stage
from service.kit.clock import at_local

_ENTITLEMENTS = "/care/entitlements"
_AT = timedelta(hours=9)
# How many days after the application each step follows; what is publicised can be decided when a week is over.
_CHECKED, _PUBLICISED, _OBJECTED, _DECIDED = 2, 3, 6, 11
_FIRST_OF_MONTH = ("elderly_care.vouchers.issue_vouchers", "elderly_care.vouchers.expire_vouchers")
_MONDAYS = (
    "elderly_care.entitlements.tell_of_waiting_entitlements",
    "elderly_care.entitlements.compare_entitlements",
)


class _Step(NamedTuple):
    """Something that is done on a day."""

    day: date
    act: Callable[[], Any]


class Subsidies:
    """The applications of the past two months, each step on its day."""

    def __init__(self, stage: Stage, today: date) -> None:
        self._stage, self._today = stage, today
        self._until = date(today.year + 1, 12, 31)
        self._made: dict[str, str] = {}
        self._steps = [step for each in cast.APPLICATIONS for step in self._steps_of(each)]

    def begin(self, first: date) -> None:
        """Let the district put its schemes on the list, and two assess each elder of whom a level is asked."""
        for scheme in cast.SCHEMES:
            _add_scheme(self._stage.staff("district"), scheme, first.replace(month=1, day=1), self._until)
        for name, scores in cast.ASSESSED.items():
            self._assess(name, scores)

    def live_day(self, day: date) -> None:
        """Take the steps of a day, and do what the clock asks for."""
        self._stage.clock.moment = at_local(day) + _AT
        for step in self._steps:
            if step.day == day:
                step.act()
        keep_books(self._stage, day)

    def _steps_of(self, told: Application) -> Iterator[_Step]:
        """An application's way, as far as the days until today allow and as it was decided."""
        applied = self._today - timedelta(days=told.days_ago)

        def after(days: int) -> date:
            return applied + timedelta(days=days)

        yield _Step(applied, lambda: self._apply(told))
        yield _Step(after(_CHECKED), lambda: self._check(told))
        if told.decision is Decision.REFUSED:
            yield _Step(after(_PUBLICISED), lambda: self._refuse(told))
            return
        yield _Step(after(_PUBLICISED), lambda: self._publicise(told))
        if told.objection:
            yield _Step(after(_OBJECTED), lambda: self._object(told, told.objection))
        if told.decision is Decision.GRANTED:
            yield _Step(after(_DECIDED), lambda: self._grant(told, after(_DECIDED)))
        if told.stopped_after:
            stopped = after(told.stopped_after)
            yield _Step(stopped, lambda: self._stop(told, stopped))

    def _apply(self, told: Application) -> None:
        """The daughter applies for Grandmother Wang, for everybody else the worker at the door."""
        who = self._stage.resident(2) if told.by_daughter else self._stage.staff("worker")
        made = who.post(_ENTITLEMENTS, elder_id=self._elder(told.name), scheme_code=told.scheme)
        self._made[told.name] = str(made["id"])

    def _check(self, told: Application) -> None:
        met = told.decision is not Decision.REFUSED
        self._stage.staff("street").post(
            f"{self._path(told)}/check",
            facts="已入户核实身份、居住情况和评估报告。",
            opinion="met" if met else "not_met",
            reasons="符合方案规定的条件。" if met else "日常生活能够自理，本人不愿接受评估。",
        )

    def _publicise(self, told: Application) -> None:
        self._stage.staff("street").post(f"{self._path(told)}/publicise")

    def _object(self, told: Application, text: str) -> None:
        self._stage.staff("street").post(
            f"{self._path(told)}/objections", way="phone", objector="居民来电，不愿留名", text=text
        )

    def _grant(self, told: Application, day: date) -> None:
        self._stage.staff("district").post(
            f"{self._path(told)}/grant",
            **told.amount,
            starts_on=day.isoformat(),
            ends_on=self._until.isoformat(),
            note="公示无异议，予以核定。",
        )

    def _refuse(self, told: Application) -> None:
        self._stage.staff("district").post(f"{self._path(told)}/refuse", reason="未评估，条件无法核实。")

    def _stop(self, told: Application, day: date) -> None:
        self._stage.staff("district").post(
            f"{self._path(told)}/stop", on=day.isoformat(), reason="given_up", note="本人书面放弃。"
        )

    def _assess(self, name: str, scores: dict[str, int]) -> None:
        """One assesses and another signs."""
        made = self._stage.staff("assessor").post(
            "/care/assessments",
            elder_id=self._elder(name),
            standard="GB/T 42195-2022",
            reason="first",
            scores=cast.FULLY_ABLE | scores,
            coma=False,
            mental_disorder=False,
            risk_events_30d=0,
        )
        self._stage.staff("assessor2").post(f"/care/assessments/{made['id']}/sign")

    def _path(self, told: Application) -> str:
        return f"{_ENTITLEMENTS}/{self._made[told.name]}"

    def _elder(self, name: str) -> str:
        [found] = self._stage.staff("worker").get("/residents", q=name)["items"]
        return str(found["id"])


def keep_books(stage: Stage, day: date) -> None:
    """What the clock asks for: vouchers on a month's first day, reminders and comparisons each week."""
    jobs = (_FIRST_OF_MONTH if day.day == 1 else ()) + (_MONDAYS if day.weekday() == 0 else ())
    stage.clock.moment = at_local(day) + _AT
    stage.run_jobs(*jobs)


def _add_scheme(district: Client, scheme: cast.Scheme, first: date, until: date) -> None:
    district.post(
        "/care/subsidy-schemes",
        code=scheme.code,
        name=scheme.name,
        payer="subsidy",
        valid_from=first.isoformat(),
        valid_until=until.isoformat(),
        levels=list(scheme.levels),
        eligibility=list(scheme.classes),
        basis=scheme.basis,
        per_mille=scheme.per_mille,
        monthly_cap_fen=scheme.cap_fen,
        excludes=list(scheme.excludes),
        cost_shares=scheme.shares,
    )
