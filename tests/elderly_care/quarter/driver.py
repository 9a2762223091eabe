"""Living through the days: everybody speaks over HTTP, the clock is moved, jobs run by name, messages are delivered."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import Flask

from service.accounts.models import Account
from service.elderly_care.rules import Point
from service.kit.actor import SYSTEM, Function, Role
from service.kit.clock import at_local, local
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.residents.consents.rules import ConsentPurpose
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.quarter.scenario import PRIVATE, Course, Scenario, Wish, elder_of
from tests.factories import accounts, care, consents, doors, regions, residents

_YEARS = date(2027, 12, 31)
_NIGHT = ("plans.turn_plans_to_today", "visits.make_visits_ahead")
_EVENING = ("proofs.miss_visits", "proofs.settle_silent_visits", "rounds.finish_rounds")
# Some kilometres from everybody's door.
_ELSEWHERE = Point(29.9, 121.6)

Event = Callable[["Community"], None]


class Community:
    """The elders and operators of a scenario, and the day it is."""

    def __init__(
        self, app: Flask, house: House, clock: StoppedClock, timetable: Timetable, scenario: Scenario
    ) -> None:
        self.app, self.house, self.clock, self.timetable = app, house, clock, timetable
        self.scenario, self.courses = scenario, dict(scenario.courses)
        self.accounts: dict[str, UUID] = {}
        self.ids: dict[str, UUID] = {}
        self.plans: dict[str, str] = {}
        self.names: dict[UUID, str] = {}
        self.elders: dict[str, Resident] = {}
        self._clients: dict[str, ApiClient] = {}
        self._rounds: dict[str, list[dict[str, Any]]] = {}
        self.kept: list[tuple[str, str, dict[str, Any]]] = []
        with unit_of_work(house, SYSTEM) as work:
            self._found(work)

    @property
    def today(self) -> date:
        return local(self.clock.now()).date()

    def at(self, clock_time: str) -> datetime:
        return at_local(self.today, time.fromisoformat(clock_time))

    def as_(self, who: str) -> ApiClient:
        """HTTP as somebody, who has logged in once."""
        if who not in self._clients:
            with unit_of_work(self.house, SYSTEM) as work:
                account = work.session.get_one(Account, self.accounts[who])
                self._clients[who] = accounts.client_of(self.app, work, account)
        return self._clients[who]

    def say(self, who: str, path: str, body: Any = None, *, method: str = "POST", **options: Any) -> Any:
        """What is answered; a refusal is a failure of the test."""
        if method == "PATCH":
            options.setdefault("etag", "*")
        answer = self.as_(who).request(method, path, body, **options)
        assert answer.status_code < 300, (self.today, who, path, body, answer.get_data(as_text=True))
        return answer.get_json(silent=True)

    def run(self, *names: str) -> None:
        for name in names:
            self.timetable.run(f"elderly_care.{name}")
        self.timetable.deliver()

    # What stands before

    def _found(self, work: UnitOfWork) -> None:
        regions.tree(work)
        self.accounts["worker"] = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY).id
        district = accounts.staff(work, Role.DISTRICT_STAFF, regions.DISTRICT, functions=[Function.CARE])
        self.accounts["district"] = district.id
        for code, service in self.scenario.services.items():
            self.ids[code] = care.service(
                work, name=code, mode=service.mode, minutes=service.minutes, code=f"quarter_{code}"
            ).id
            self.names[self.ids[code]] = code
        self.organisations = {each: care.operator(work, f"机构{each}") for each in self.scenario.caregivers}
        for name, operator in self.organisations.items():
            self.ids[name] = operator.id
            self.names[operator.id] = name
            self._operator(work, name)
        for name in self.scenario.elders:
            self._elder(work, name)

    def _operator(self, work: UnitOfWork, name: str) -> None:
        operator = self.organisations[name]
        dispatcher = accounts.staff(work, Role.DISPATCHER, organisation_id=operator.id)
        self.accounts[f"dispatcher {name}"] = dispatcher.id
        prices = {
            self.ids[code]: each.prices[name]
            for code, each in self.scenario.services.items()
            if name in each.prices
        }
        facility = care.facility(work, name=f"中心{name}")
        made = care.contract(work, operator, at=facility, prices=prices)
        self.ids[f"contract {name}"] = made.id
        for each in self.scenario.caregivers[name]:
            caregiver = care.caregiver(work, operator)
            self.ids[each], self.accounts[each] = caregiver.id, caregiver.account_id
            self.names[caregiver.id] = each

    def _elder(self, work: UnitOfWork, name: str) -> None:
        elder = self.elders[name] = residents.resident(work, name=f"老人{name}")
        self.ids[name], self.names[elder.id] = elder.id, name
        doors.door(work, elder, self.place(name))
        account = accounts.resident_account(work, residents.resident(work).id)
        residents.proxy(work, elder, account, ["care"], valid_until=_YEARS)
        self.accounts[f"proxy {name}"] = account.id
        for operator, organisation in self.organisations.items():
            if (name, operator) not in self.scenario.refused:
                consents.consent(work, elder, ConsentPurpose.SHARE_WITH_OPERATOR, organisation)

    def place(self, name: str) -> Point:
        """Along one street, some metres further north each."""
        return Point(round(doors.HOME.latitude + int(name[1:]) * 0.00005, 6), doors.HOME.longitude)

    # From a request to a plan

    def plan(self, name: str) -> None:
        wish = self.scenario.wishes[name]
        asked = self._ask(elder_of(name), wish)
        item = {
            "service_id": self.ids[wish.service],
            "rrule": wish.rrule,
            "window_start": wish.window[0],
            "window_end": wish.window[1],
            **wish.more,
        }
        dispatcher = f"dispatcher {wish.operator}"
        body = {"request_id": asked, "items": [item], "starts_on": wish.starts_on}
        made = self.say(dispatcher, "/care/plans", body)
        self.plans[name] = made["id"]
        self.say(dispatcher, f"/care/plans/{made['id']}/offer")
        self.agree(name)

    def _ask(self, name: str, wish: Wish) -> str:
        body: dict[str, Any] = {
            "elder_id": self.ids[name],
            "needs": [self.ids[wish.service]],
            "payer": wish.payer.value,
        }
        if wish.service == PRIVATE:
            body |= {"organisation_id": self.ids["A"], "once": True}
            return str(self.say("dispatcher A", "/care/requests", body)["id"])
        asked = str(self.say(f"proxy {name}", "/care/requests", body)["id"])
        self.say("worker", f"/care/requests/{asked}/accept")
        contract = {"contract_id": self.ids[f"contract {wish.operator}"]}
        self.say("worker", f"/care/requests/{asked}/assign", contract)
        return asked

    def agree(self, name: str, plan_id: str | None = None) -> None:
        path = f"/care/plans/{plan_id or self.plans[name]}"
        proxy = f"proxy {elder_of(name)}"
        told = self.say(proxy, path, method="GET")
        self.say(proxy, f"{path}/agree", {"way": "app", "text_hash": told["offered"]["text_hash"]})

    # A day

    def live(self, morning: Event | None, evening: Event | None) -> None:
        """One day: the night's jobs, what happens in the morning, the visits, what happens in the evening."""
        self.clock.move_to(self.at("00:15"))
        self.run(*_NIGHT)
        self.clock.move_to(self.at("06:30"))
        for operator in self.scenario.caregivers:
            self._arrange(operator)
        self.clock.move_to(self.at("07:00"))
        if morning:
            morning(self)
        self.run("plans.hand_over_plans")
        self._make()
        self.clock.move_to(self.at("20:00"))
        if evening:
            evening(self)
        self.run(*_EVENING)
        # What happened today gets its links in the audit chain.
        self.timetable.run("kit.housekeeping.link_audit")

    def visits(self, operator: str, **filters: str) -> list[dict[str, Any]]:
        day = self.today.isoformat()
        query = {"organisation_id": str(self.ids[operator]), "from": day, "to": day, "limit": 100, **filters}
        return list(
            self.say(f"dispatcher {operator}", "/care/visits", method="GET", query_string=query)["items"]
        )

    def rounds(self, operator: str) -> list[dict[str, Any]]:
        day = self.today.isoformat()
        query = {"organisation_id": str(self.ids[operator]), "from": day, "to": day}
        return list(
            self.say(f"dispatcher {operator}", "/care/rounds", method="GET", query_string=query)["items"]
        )

    def _arrange(self, operator: str) -> None:
        """The dispatcher gives the day's visits and rounds to caregivers."""
        wishes = []
        for visit in self.visits(operator, status="planned"):
            if visit["round_id"] is None:
                makers, begins = self.scenario.wish_of(self.names[UUID(visit["elder_id"])], operator).makers[
                    operator
                ]
                ids = [self.ids[each] for each in makers]
                wishes.append({"visit_id": visit["id"], "caregiver_ids": ids, "starts_at": self.at(begins)})
        if wishes:
            self.say(f"dispatcher {operator}", "/care/visits/assign", {"visits": wishes})
        self._rounds[operator] = self.rounds(operator) if operator == "A" else []
        for row in self._rounds[operator]:
            body = {"caregiver_ids": [self.ids["a4"]]}
            self.say("dispatcher A", f"/care/rounds/{row['id']}", body, method="PATCH")

    def _make(self) -> None:
        """Everybody comes, and goes when the time is over; what a telephone can not send is kept."""
        for operator in self.scenario.caregivers:
            told: list[tuple[datetime, str, str, dict[str, Any]]] = []
            visits = self.visits(operator, status="assigned")
            for visit in visits:
                if visit["round_id"] is None:
                    told += self._marks(visit)
            for row in self._rounds.get(operator, []):
                told += self._of_round(row, [each for each in visits if each["round_id"] == row["id"]])
            for at, who, path, body in sorted(told, key=lambda each: each[0]):
                if operator == "A" and self.today == self.scenario.offline_on:
                    self.kept.append((who, path, body))
                    continue
                self.clock.move_to(max(self.clock.now(), at))
                self.say(who, path, body)

    def _marks(self, visit: dict[str, Any]) -> list[tuple[datetime, str, str, dict[str, Any]]]:
        name, path = self.names[UUID(visit["elder_id"])], f"/care/visits/{visit['id']}"
        begins = datetime.fromisoformat(visit["starts_at"])
        ends = datetime.fromisoformat(visit["ends_at"])
        course = self.courses.get((name, self.today), Course())
        if course.is_forgotten:
            return []
        if course.minutes is not None:
            ends = begins + timedelta(minutes=course.minutes)
        told: list[tuple[datetime, str, str, dict[str, Any]]] = []
        for maker in visit["caregivers"]:
            who = self.names[UUID(maker["caregiver_id"])]
            if course.not_served:
                report = {"reason_code": course.not_served, "at": begins}
                told.append((begins, who, f"{path}/not-served", report))
                continue
            place = _ELSEWHERE if course.is_elsewhere else self.place(name)
            is_call = visit["mode"] == "phone"
            for at, way in ((begins, "check-in"), (ends, "check-out")):
                body: dict[str, Any] = {"at": at} if is_call else {"at": at, **_located(place)}
                told.append((at, who, f"{path}/{way}", body))
        return told

    def _of_round(
        self, row: dict[str, Any], visits: list[dict[str, Any]]
    ) -> list[tuple[datetime, str, str, dict[str, Any]]]:
        at = datetime.fromisoformat(row["starts_at"]) + timedelta(minutes=30)
        path = f"/care/rounds/{row['id']}"
        if not visits:
            return []
        if row["mode"] == "centre_session":
            present = [{"visit_id": each["id"], "arrived_at": at} for each in visits]
            return [(at, "a4", f"{path}/attendance", {"present": present})]
        ticks = [
            {
                "visit_id": each["id"],
                "outcome": "handed",
                "at": at,
                **_located(self.place(self.names[UUID(each["elder_id"])])),
            }
            for each in visits
        ]
        return [(at, "a4", f"{path}/ticks", {"ticks": ticks})]

    def visit_of(self, name: str, operator: str = "A", **filters: str) -> dict[str, Any]:
        """A visit to somebody, today's unless said otherwise."""
        return next(each for each in self.visits(operator, elder_id=str(self.ids[name]), **filters))


def _located(place: Point) -> dict[str, Any]:
    return {
        "latitude": place.latitude,
        "longitude": place.longitude,
        "accuracy_m": 10,
        "coordinate_system": "WGS-84",
    }
