"""Days of care: visits arranged in the morning and made through the day, lunches carried, some of it gone wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from demonstration import cast as community
from demonstration.care import cast
from demonstration.care.elders import Care, care_for, care_of, offsets_of, place_of
from demonstration.care.founding import found_care
from demonstration.stage import Stage
from service.kit.clock import at_local

_FIRST_AT = timedelta(hours=7, minutes=30)
_APART = timedelta(minutes=90)
_MAKERS = ("caregiver", "caregiver2")
_CARRIER = "caregiver8"
_LUNCH_AT = timedelta(hours=11)
_NOBODY_HOME, _ELSEWHERE, _RATED = 0.03, 0.05, 0.3
_MAKE = "elderly_care.visits.make_visits_ahead"
_NIGHT_JOBS = ("elderly_care.proofs.miss_visits", "elderly_care.proofs.settle_silent_visits")


@dataclass(frozen=True)
class Team:
    """What there is, who visits (caregivers' ids by their usernames), and the doors of who is cared for since long."""

    care: Care
    caregivers: Mapping[str, str]
    doors: Mapping[str, tuple[int, int]]


def begin_care(stage: Stage, first: date) -> Team:
    """Found care, and let it begin for a few."""
    found_care(stage, first)
    care = care_of(stage)
    return _team(stage, care, care_for(stage, care, cast.LONG_CARED_FOR, first))


def find_team(stage: Stage) -> Team:
    """The team of a community that was founded before."""
    return _team(stage, care_of(stage), offsets_of(stage, cast.LONG_CARED_FOR))


def begin_care_of_others(stage: Stage, team: Team, today: date) -> None:
    """Tomorrow care begins for many more: their visits wait for the dispatcher, or the planner."""
    care_for(stage, team.care, cast.NEWLY_CARED_FOR, today + timedelta(days=1))
    stage.run_jobs(_MAKE)


def live_day(stage: Stage, team: Team, day: date) -> None:
    """Arrange the day's visits, make them, and let silence confirm what is old enough."""
    chance = Random(day.toordinal() * 7)  # noqa: S311 - a play, not a secret
    stage.clock.moment = at_local(day) + timedelta(hours=6)
    stage.run_jobs(_MAKE)
    visits = _of_day(stage, team, day)
    lunches = [each for each in visits if each["mode"] == "delivery_round"]
    at_home = [each for each in visits if each["mode"] == "home_visit"]
    for number, visit in enumerate(at_home):
        _arrange(stage, team, visit, number)
    for number, visit in enumerate(at_home):
        _make(stage, team, visit, _MAKERS[number % len(_MAKERS)], chance)
    if lunches:
        _carry(stage, team, lunches, day)
    stage.clock.moment = at_local(day) + timedelta(hours=23, minutes=50)
    stage.run_jobs(*_NIGHT_JOBS)


def _team(stage: Stage, care: Care, doors: Mapping[str, tuple[int, int]]) -> Team:
    own = {
        each.username: stage.staff(each.username).get("/care/caregivers/me")["id"] for each in cast.CAREGIVERS
    }
    return Team(care, own, doors)


def _of_day(stage: Stage, team: Team, day: date) -> Sequence[dict[str, Any]]:
    """What is to be done that day for these elders and nobody has yet, in the order in which it is asked for."""
    days = {"from": day.isoformat(), "to": day.isoformat()}
    asked = {"organisation_id": team.care.organisation_id, "status": "planned", "limit": 100}
    found: Sequence[dict[str, Any]] = stage.staff("dispatcher").get("/care/visits", **asked, **days)["items"]
    return [each for each in found if each["elder_id"] in team.doors]


def _arrange(stage: Stage, team: Team, visit: dict[str, Any], number: int) -> None:
    """One after another, to the two who know these elders."""
    midnight = at_local(date.fromisoformat(visit["occurs_on"]))
    starts_at = midnight + _FIRST_AT + number // len(_MAKERS) * _APART
    visit["starts_at"] = starts_at.isoformat()
    stage.staff("dispatcher").patch(
        f"/care/visits/{visit['id']}",
        caregiver_ids=[team.caregivers[_MAKERS[number % len(_MAKERS)]]],
        starts_at=visit["starts_at"],
    )


def _make(stage: Stage, team: Team, visit: dict[str, Any], maker: str, chance: Random) -> None:
    """The caregiver checks in at the door, sometimes far from it, and out; once in a while nobody is at home."""
    begins = datetime.fromisoformat(visit["starts_at"]) + timedelta(minutes=chance.randrange(-3, 8))
    ends = begins + timedelta(minutes=visit["minutes"] + chance.randrange(-4, 9))
    path, caregiver = f"/care/visits/{visit['id']}", stage.staff(maker)
    stage.clock.moment = begins
    if chance.random() < _NOBODY_HOME:
        caregiver.post(f"{path}/not-served", reason_code="nobody_home", at=begins.isoformat())
        return
    place = place_of(team.doors[visit["elder_id"]], away=400 if chance.random() < _ELSEWHERE else 10)
    caregiver.post(f"{path}/check-in", at=begins.isoformat(), **place)
    stage.clock.moment = ends
    done = [{"code": visit["service_name"], "done": True}]
    caregiver.post(f"{path}/check-out", at=ends.isoformat(), **place, tasks=done, note="精神好，早饭吃完了。")
    if visit["elder_name"] == community.PEOPLE[0].name and chance.random() < _RATED:
        stage.clock.moment = ends + timedelta(hours=2)
        stage.resident(2).post(f"{path}/confirm", rating=chance.choice((4, 5, 5)))


def _carry(stage: Stage, team: Team, lunches: Sequence[dict[str, Any]], day: date) -> None:
    """One round: everybody's lunch is handed in at the door."""
    [round_id] = {each["round_id"] for each in lunches}
    leaves = at_local(day) + _LUNCH_AT
    stage.staff("dispatcher").patch(
        f"/care/rounds/{round_id}", caregiver_ids=[team.caregivers[_CARRIER]], starts_at=leaves.isoformat()
    )
    ticks = []
    for number, visit in enumerate(lunches):
        at = leaves + timedelta(minutes=4 + 7 * number)
        place = place_of(team.doors[visit["elder_id"]], away=5)
        ticks.append({"visit_id": visit["id"], "at": at.isoformat(), "outcome": "handed", **place})
    stage.clock.moment = leaves + timedelta(minutes=75)
    stage.staff(_CARRIER).post(f"/care/rounds/{round_id}/ticks", ticks=ticks)
