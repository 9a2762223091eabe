"""What follows: confirmation, silence, misses, what was not served, incidents, amendments."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from service.elderly_care.alarms.models import CareAlarm
from service.elderly_care.proofs.models import NotServed, OverdueVisit, VisitProof
from service.elderly_care.visits import actions as visits
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import Act, VisitStatus
from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.elderly_care.proofs.conftest import Heard, Phone
from tests.factories import proofs, regions
from tests.factories.proofs import Scene, at_home

ROOM = "elderly_care.proofs"


def path(visit: Visit, what: str) -> str:
    return f"/care/visits/{visit.id}/{what}"


def serve(caregiver: ApiClient, visit: Visit, clock: StoppedClock, **told: Any) -> None:
    """Come, stay an hour, go."""
    for kind in ("check-in", "check-out"):
        answer = caregiver.post(path(visit, kind), at_home(clock.now(), **told))
        assert answer.status_code == 201, answer.json
        if kind == "check-in":
            clock.move(minutes=60)


def fresh(work: UnitOfWork, visit: Visit) -> Visit:
    work.session.expire_all()
    return work.session.get_one(Visit, visit.id)


@pytest.fixture
def street(as_staff: Speak) -> ApiClient:
    return as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.CARE])


class TestConfirming:
    @pytest.mark.parametrize(
        ("who", "way"),
        [("elder", "elder"), ("daughter", "proxy"), ("worker", "phone"), ("district", "phone")],
    )
    def test_the_elder_a_proxy_or_a_worker_confirms_once(
        self,
        request: pytest.FixtureRequest,
        caregiver: ApiClient,
        scene: Scene,
        clock: StoppedClock,
        who: str,
        way: str,
    ) -> None:
        client: ApiClient = request.getfixturevalue(who)
        early = client.post(path(scene.visit, "confirm"), {"rating": 5})
        assert (early.status_code, early.json["code"]) == (409, "wrong_state")
        serve(caregiver, scene.visit, clock)

        confirmed = client.post(path(scene.visit, "confirm"), {"rating": 4, "comment": "很细心"})

        assert confirmed.status_code == 200, confirmed.json
        assert confirmed.json["status"] == "confirmed"
        said = confirmed.json["confirmation"]
        assert (said["way"], said["rating"], said["comment"]) == (way, 4, "很细心")
        assert (said["acted_by"] is None) == (who == "elder")
        again = client.post(path(scene.visit, "confirm"), {"rating": 1})
        assert (again.status_code, again.json["code"]) == (409, "wrong_state")
        assert caregiver.get(path(scene.visit, "proof")).json["confirmation"]["comment"] is None

    def test_never_the_operator_nor_who_only_watches(
        self, as_staff: Speak, caregiver: ApiClient, scene: Scene, clock: StoppedClock, dispatcher: ApiClient
    ) -> None:
        serve(caregiver, scene.visit, clock)
        grid = as_staff(Role.GRID_WORKER, regions.COMMUNITY)

        for client in (dispatcher, caregiver, grid):
            assert client.post(path(scene.visit, "confirm"), {"rating": 5}).status_code == 403
        assert grid.get(path(scene.visit, "proof")).json["reports"] == []

    @pytest.mark.parametrize("rating", [0, 6, 3.5, "5"])
    def test_a_rating_is_one_to_five(self, elder: ApiClient, scene: Scene, rating: Any) -> None:
        refused = elder.post(path(scene.visit, "confirm"), {"rating": rating})

        assert refused.status_code == 422
        assert list(refused.json["errors"]) == ["rating"]

    def test_silence_confirms_what_is_proved_and_invents_no_rating(
        self,
        caregiver: ApiClient,
        scene: Scene,
        clock: StoppedClock,
        elder: ApiClient,
        timetable: Timetable,
    ) -> None:
        serve(caregiver, scene.visit, clock)
        clock.move(days=3, seconds=-1)
        timetable.run(f"{ROOM}.settle_silent_visits")
        assert elder.get(path(scene.visit, "proof")).json["status"] == "done"

        clock.move(minutes=5)
        timetable.run(f"{ROOM}.settle_silent_visits")

        shown = elder.get(path(scene.visit, "proof")).json
        assert (shown["status"], shown["sample_first"]) == ("confirmed", True)
        assert (shown["confirmation"]["way"], shown["confirmation"]["rating"]) == ("silence", None)

    def test_what_is_not_proved_waits_for_a_word(
        self,
        caregiver: ApiClient,
        scene: Scene,
        clock: StoppedClock,
        timetable: Timetable,
        worker: ApiClient,
        dispatcher: ApiClient,
        other_dispatcher: ApiClient,
        other_worker: ApiClient,
        elder: ApiClient,
    ) -> None:
        serve(caregiver, scene.visit, clock, north=0.05)
        clock.move(days=4)
        timetable.run(f"{ROOM}.settle_silent_visits")

        waiting = worker.get("/care/visits/unconfirmed").json["items"]
        assert [(each["visit_id"], each["flags"]) for each in waiting] == [(str(scene.visit.id), ["outside"])]
        assert "陈阿婆" not in str(waiting)
        assert len(dispatcher.get("/care/visits/unconfirmed").json["items"]) == 1
        for client in (other_dispatcher, other_worker):
            assert client.get("/care/visits/unconfirmed").json["items"] == []
        assert elder.get("/care/visits/unconfirmed").status_code == 403
        assert worker.post(path(scene.visit, "confirm"), {}).json["status"] == "confirmed"
        assert worker.get("/care/visits/unconfirmed").json["items"] == []


class TestMissing:
    def test_nobody_came_and_it_climbs_until_somebody_explains(
        self,
        work: UnitOfWork,
        scene: Scene,
        clock: StoppedClock,
        timetable: Timetable,
        dispatcher: ApiClient,
        worker: ApiClient,
        street: ApiClient,
        daughter: ApiClient,
        elder: ApiClient,
        heard: Heard,
    ) -> None:
        clock.move(minutes=14)
        timetable.run(f"{ROOM}.tell_late_visits")
        assert heard() == {}
        clock.move(minutes=1)
        timetable.run(f"{ROOM}.tell_late_visits")
        clock.move(minutes=1)
        timetable.run(f"{ROOM}.tell_late_visits")
        assert heard() == {"visit_late": 1}

        clock.move_to(clock.today_at("11:15"))
        timetable.run(f"{ROOM}.miss_visits")
        assert fresh(work, scene.visit).status is VisitStatus.MISSED
        assert heard() == {"visit_late": 1, "visit_missed": 1, "visit_missed_to_elder": 2}

        clock.move(minutes=119)
        timetable.run(f"{ROOM}.climb_misses")
        assert "missed_visit_unexplained" not in heard()
        clock.move(minutes=1)
        timetable.run(f"{ROOM}.climb_misses")
        assert heard()["missed_visit_unexplained"] == 1
        clock.move(hours=23, minutes=59)
        timetable.run(f"{ROOM}.climb_misses")
        assert heard()["missed_visit_unexplained"] == 1
        clock.move(minutes=1)
        timetable.run(f"{ROOM}.climb_misses")
        assert heard()["missed_visit_unexplained"] == 2
        assert work.session.get_one(OverdueVisit, scene.visit.id).next_step_at is None

    def test_the_next_working_day_is_not_a_sunday(
        self, work: UnitOfWork, scene: Scene, clock: StoppedClock, timetable: Timetable
    ) -> None:
        friday = clock.today_at("09:00", days=4)
        visit = proofs.another(work, scene, friday)
        clock.move_to(clock.today_at("11:20", days=4))
        timetable.run(f"{ROOM}.miss_visits")
        clock.move(hours=2)
        timetable.run(f"{ROOM}.climb_misses")

        work.session.expire_all()
        next_step = work.session.get_one(OverdueVisit, visit.id).next_step_at
        assert next_step == clock.now() + timedelta(days=3)

    def test_explained_it_climbs_no_further_and_the_elder_hears_why(
        self,
        scene: Scene,
        clock: StoppedClock,
        timetable: Timetable,
        dispatcher: ApiClient,
        worker: ApiClient,
        caregiver: ApiClient,
        elder: ApiClient,
        heard: Heard,
    ) -> None:
        told = {"reason_code": "caregiver_absent", "note": "护理员发烧"}
        early = dispatcher.post(path(scene.visit, "explain"), told)
        assert (early.status_code, early.json["code"]) == (409, "wrong_state")
        clock.move_to(clock.today_at("11:15"))
        timetable.run(f"{ROOM}.miss_visits")

        for client in (worker, elder, caregiver):
            assert client.post(path(scene.visit, "explain"), told).status_code == 403
        assert dispatcher.post(path(scene.visit, "explain"), told).status_code == 201
        clock.move(days=3)
        timetable.run(f"{ROOM}.climb_misses")

        said = heard()
        assert said["missed_visit_explained"] == 1
        assert "missed_visit_unexplained" not in said
        assert elder.get(path(scene.visit, "proof")).json["explanations"][0]["note"] == "护理员发烧"

    def test_given_to_another_it_climbs_no_further(
        self,
        work: UnitOfWork,
        scene: Scene,
        clock: StoppedClock,
        timetable: Timetable,
        worker: ApiClient,
        heard: Heard,
    ) -> None:
        clock.move_to(clock.today_at("11:15"))
        timetable.run(f"{ROOM}.miss_visits")
        visits.move_status(work, fresh(work, scene.visit), Act.ASSIGN)
        work.session.flush()
        clock.move(days=3)
        timetable.run(f"{ROOM}.climb_misses")

        assert "missed_visit_unexplained" not in heard()

    def test_who_comes_late_makes_it_a_visit_again(
        self, work: UnitOfWork, caregiver: ApiClient, scene: Scene, clock: StoppedClock, timetable: Timetable
    ) -> None:
        clock.move_to(clock.today_at("11:15"))
        timetable.run(f"{ROOM}.miss_visits")

        come = caregiver.post(path(scene.visit, "check-in"), at_home(clock.now()))

        assert come.json["flags"] == ["late"]
        assert fresh(work, scene.visit).status is VisitStatus.IN_PROGRESS

    def test_who_never_went_is_told_of_once(
        self,
        caregiver: ApiClient,
        scene: Scene,
        clock: StoppedClock,
        timetable: Timetable,
        dispatcher: ApiClient,
        heard: Heard,
    ) -> None:
        caregiver.post(path(scene.visit, "check-in"), at_home(clock.now()))
        clock.move_to(clock.today_at("13:00"))
        for _ in range(2):
            timetable.run(f"{ROOM}.tell_unfinished_visits")
            clock.move(minutes=5)

        assert heard()["visit_unfinished"] == 1

    def test_of_private_visits_nobody_outside_hears(
        self,
        work: UnitOfWork,
        scene: Scene,
        clock: StoppedClock,
        timetable: Timetable,
        worker: ApiClient,
        heard: Heard,
    ) -> None:
        scene.visit.is_private = True
        work.session.flush()
        clock.move_to(clock.today_at("11:15"))
        timetable.run(f"{ROOM}.miss_visits")
        clock.move(days=5)
        timetable.run(f"{ROOM}.climb_misses")

        assert "missed_visit_unexplained" not in heard()


class TestNotServing:
    def test_each_reason_has_its_policy_and_the_visit_keeps_it(
        self,
        caregiver: ApiClient,
        scene: Scene,
        district: ApiClient,
        dispatcher: ApiClient,
        elder: ApiClient,
        worker: ApiClient,
        heard: Heard,
    ) -> None:
        told = {"reason_code": "nobody_home", "note": "邻居说去了女儿家"}
        said = caregiver.post(path(scene.visit, "not-served"), told)

        assert said.status_code == 201, said.json
        assert said.json["policy"]["paid_per_mille"] == 300
        policy = {
            "reason_code": "nobody_home",
            "paid_per_mille": 500,
            "counts_against_operator": False,
            "needs_worker_check": False,
        }
        assert dispatcher.request("PUT", "/care/not-served-policies", {"items": [policy]}).status_code == 403
        changed = district.request("PUT", "/care/not-served-policies", {"items": [policy]})
        assert changed.status_code == 200, changed.json
        numbers = {each["reason_code"]: each["number"] for each in changed.json["items"]}
        assert numbers == dict.fromkeys(numbers, 1) | {"nobody_home": 2}
        shown = elder.get(path(scene.visit, "proof")).json
        assert shown["status"] == "not_served"
        assert shown["not_served"][0]["policy"]["paid_per_mille"] == 300
        told_people = heard()
        assert told_people["visit_not_served"] == 1
        assert told_people["not_served_to_check"] == 1

    def test_said_again_it_is_what_was_said(
        self, work: UnitOfWork, caregiver: ApiClient, scene: Scene, clock: StoppedClock
    ) -> None:
        at = {"reason_code": "refused", "at": clock.now()}
        first = caregiver.post(path(scene.visit, "not-served"), at)
        clock.move(hours=30)
        again = [
            caregiver.post(path(scene.visit, "not-served"), told) for told in (at, {"reason_code": "refused"})
        ]

        assert [(each.status_code, each.json) for each in again] == [(201, first.json)] * 2
        assert len(work.session.scalars(select(NotServed)).all()) == 1

    def test_a_door_that_stays_shut_calls_for_help(
        self, work: UnitOfWork, caregiver: ApiClient, scene: Scene, dispatcher: ApiClient, elder: ApiClient
    ) -> None:
        caregiver.post(path(scene.visit, "not-served"), {"reason_code": "door_shut"})

        alarm = work.session.scalars(select(CareAlarm)).one()
        assert (alarm.kind, alarm.source, alarm.elder_id) == ("door_shut", "caregiver", scene.elder.id)
        incidents = elder.get(path(scene.visit, "proof")).json["incidents"]
        assert [each["alarm_id"] for each in incidents] == [str(alarm.id)]

    def test_who_comes_after_it_was_said_makes_it_a_visit(
        self, work: UnitOfWork, caregiver: ApiClient, scene: Scene, clock: StoppedClock
    ) -> None:
        caregiver.post(path(scene.visit, "not-served"), {"reason_code": "nobody_home"})
        clock.move(minutes=20)
        serve(caregiver, scene.visit, clock)

        assert fresh(work, scene.visit).status is VisitStatus.DONE

    def test_said_at_the_door_and_sent_after_the_mark_of_leaving_it_holds(
        self, work: UnitOfWork, caregiver: ApiClient, scene: Scene, clock: StoppedClock
    ) -> None:
        said_at = clock.now() + timedelta(minutes=10)
        serve(caregiver, scene.visit, clock)

        caregiver.post(path(scene.visit, "not-served"), {"reason_code": "refused", "at": said_at})

        assert fresh(work, scene.visit).status is VisitStatus.NOT_SERVED
        assert work.session.get_one(VisitProof, scene.visit.id).silent_at is None

    def test_it_is_said_on_the_day_by_the_operators_people_and_not_of_what_is_over(
        self,
        work: UnitOfWork,
        caregiver: ApiClient,
        scene: Scene,
        clock: StoppedClock,
        dispatcher: ApiClient,
        worker: ApiClient,
        elder: ApiClient,
        phone: Phone,
        operator: Organisation,
    ) -> None:
        told = {"reason_code": "weather"}
        for client in (worker, elder):
            assert client.post(path(scene.visit, "not-served"), told).status_code == 403
        tomorrow = proofs.another(work, scene, clock.now() + timedelta(days=1))
        refused = dispatcher.post(path(tomorrow, "not-served"), told)
        assert (refused.status_code, refused.json["code"]) == (422, "not_yet")

        serve(caregiver, scene.visit, clock)
        elder.post(path(scene.visit, "confirm"), {})
        refused = dispatcher.post(path(scene.visit, "not-served"), told)
        assert (refused.status_code, refused.json["code"]) == (409, "wrong_state")
        off = proofs.scene(work, operator)
        off.visit.cancelled_because = "operator"  # type: ignore[assignment]
        visits.move_status(work, off.visit, Act.CANCEL)
        work.session.flush()
        assert dispatcher.post(path(off.visit, "not-served"), told).status_code == 409

    def test_policies_are_whole_and_each_once(self, district: ApiClient) -> None:
        policy = {
            "reason_code": "weather",
            "paid_per_mille": 1001,
            "counts_against_operator": False,
            "needs_worker_check": False,
        }
        refused = district.request("PUT", "/care/not-served-policies", {"items": [policy]})
        assert list(refused.json["errors"]) == ["items.0.paid_per_mille"]
        twice = [policy | {"paid_per_mille": 0}] * 2
        refused = district.request("PUT", "/care/not-served-policies", {"items": twice})
        assert (refused.status_code, refused.json["code"]) == (422, "no_such_reason")

    def test_ranges_are_kept_by_the_district(self, district: ApiClient, worker: ApiClient) -> None:
        wanted = {"items": [{"vital": "pulse", "low": 55, "high": 105}]}

        assert worker.request("PUT", "/care/vital-ranges", wanted).status_code == 403
        changed = district.request("PUT", "/care/vital-ranges", wanted).json["items"]
        assert {each["vital"]: each["high"] for each in changed}["pulse"] == 105
        bad = {"items": [{"vital": "pulse", "low": 55, "high": 55}]}
        refused = district.request("PUT", "/care/vital-ranges", bad)
        assert list(refused.json["errors"]) == ["items.0.low"]
        page = worker.get("/care/vital-ranges?limit=2").json
        assert len(page["items"]) == 2
        assert page["next_cursor"]


class TestIncidents:
    @pytest.mark.parametrize(
        ("kind", "rings"), [("fall", True), ("unwell", True), ("door_shut", True), ("aggression", False)]
    )
    def test_what_may_cost_a_life_rings_at_once(
        self,
        work: UnitOfWork,
        caregiver: ApiClient,
        scene: Scene,
        clock: StoppedClock,
        dispatcher: ApiClient,
        daughter: ApiClient,
        heard: Heard,
        kind: str,
        rings: bool,
    ) -> None:
        told = {"kind": kind, "at": clock.now(), "note": "在卫生间"}
        first = caregiver.post(path(scene.visit, "incident"), told)
        again = caregiver.post(path(scene.visit, "incident"), told)

        assert first.status_code == 201, first.json
        assert again.json == first.json
        alarms = work.session.scalars(select(CareAlarm)).all()
        assert [str(each.id) for each in alarms] == ([first.json["alarm_id"]] if rings else [])
        told_people = heard()
        assert told_people["visit_incident"] == 1
        assert told_people["visit_incident_to_elder"] == 1

    def test_told_days_later_it_wakes_nobody_but_the_workers(
        self, work: UnitOfWork, caregiver: ApiClient, scene: Scene, clock: StoppedClock
    ) -> None:
        at = clock.now()
        clock.move(days=2)
        caregiver.post(path(scene.visit, "incident"), {"kind": "fall", "at": at})

        assert work.session.scalars(select(CareAlarm)).one().is_late

    def test_only_the_operators_people_tell(
        self, worker: ApiClient, elder: ApiClient, scene: Scene, clock: StoppedClock
    ) -> None:
        for client in (worker, elder):
            refused = client.post(path(scene.visit, "incident"), {"kind": "fall", "at": clock.now()})
            assert refused.status_code == 403


class TestAmending:
    def amend(self, client: ApiClient, visit: Visit, field: str, value: Any, **more: Any) -> Any:
        told = {"field": field, "value": value, "reason_code": "forgot", **more}
        return client.post(path(visit, "amend"), told)

    def test_within_its_days_it_holds_at_once_and_keeps_the_original(
        self, caregiver: ApiClient, scene: Scene, clock: StoppedClock, dispatcher: ApiClient, elder: ApiClient
    ) -> None:
        began = clock.now()
        clock.move(minutes=20)
        serve(caregiver, scene.visit, clock)

        amended = self.amend(dispatcher, scene.visit, "check_in_at", began)

        assert amended.status_code == 201, amended.json
        assert amended.json["status"] == "applied"
        assert amended.json["original"]["at"] == "2026-03-02T09:20:00+08:00"
        shown = elder.get(path(scene.visit, "proof")).json
        assert (shown["minutes_served"], shown["proved"], shown["flags"]) == (80, False, ["amended"])
        assert shown["marks"][0]["at"] == "2026-03-02T09:20:00+08:00"

    def test_what_was_done_is_put_right_too(
        self, caregiver: ApiClient, scene: Scene, clock: StoppedClock, manager: ApiClient
    ) -> None:
        caregiver.post(path(scene.visit, "check-in"), at_home(clock.now()))
        clock.move(minutes=50)
        done = [{"code": "助浴", "done": True}]
        caregiver.post(path(scene.visit, "check-out"), at_home(clock.now(), tasks=done))

        amended = self.amend(manager, scene.visit, "tasks", [{"code": "助浴", "done": False}])

        assert amended.json["original"]["tasks"] == done
        assert amended.json["value"]["tasks"] == [{"code": "助浴", "done": False}]
        again = self.amend(manager, scene.visit, "tasks", [])
        assert again.json["original"]["tasks"] == [{"code": "助浴", "done": False}]
        assert manager.get(path(scene.visit, "proof")).json["proved"] is True

    def test_after_thirty_days_a_worker_approves_or_rejects(
        self,
        caregiver: ApiClient,
        scene: Scene,
        clock: StoppedClock,
        dispatcher: ApiClient,
        worker: ApiClient,
        other_worker: ApiClient,
        elder: ApiClient,
        heard: Heard,
    ) -> None:
        began = clock.now()
        clock.move(minutes=10)
        serve(caregiver, scene.visit, clock)
        elder.post(path(scene.visit, "confirm"), {})
        clock.move(days=31)

        asked = self.amend(dispatcher, scene.visit, "check_in_at", began).json
        assert asked["status"] == "pending"
        assert heard()["amendment_to_decide"] == 1
        assert elder.get(path(scene.visit, "proof")).json["minutes_served"] == 60
        approve = f"/care/amendments/{asked['id']}/approve"
        assert dispatcher.post(approve).status_code == 403
        assert elder.post(approve).status_code == 403
        assert other_worker.post(approve).status_code == 404
        assert worker.post(approve).json["status"] == "applied"
        assert worker.post(approve).status_code == 409
        shown = elder.get(path(scene.visit, "proof")).json
        assert (shown["minutes_served"], shown["proved"], shown["status"]) == (70, True, "confirmed")

        other = self.amend(dispatcher, scene.visit, "check_in_at", began + timedelta(minutes=1)).json
        assert worker.post(f"/care/amendments/{other['id']}/reject").json["status"] == "rejected"
        assert elder.get(path(scene.visit, "proof")).json["minutes_served"] == 70
        told = heard()
        assert told["amendment_decided"] == 2
        assert told["confirmed_visit_amended"] == 1

    def test_of_what_silence_confirmed_no_time_is_amended_by_the_operator_alone(
        self,
        caregiver: ApiClient,
        scene: Scene,
        clock: StoppedClock,
        timetable: Timetable,
        dispatcher: ApiClient,
        worker: ApiClient,
    ) -> None:
        began = clock.now()
        clock.move(minutes=20)
        serve(caregiver, scene.visit, clock)
        clock.move(days=4)
        timetable.run(f"{ROOM}.settle_silent_visits")

        asked = self.amend(dispatcher, scene.visit, "check_in_at", began).json

        assert asked["status"] == "pending"
        shown = worker.get(path(scene.visit, "proof")).json
        assert (shown["minutes_served"], shown["proved"]) == (60, True)
        assert self.amend(dispatcher, scene.visit, "tasks", []).json["status"] == "applied"
        assert worker.post(f"/care/amendments/{asked['id']}/approve").json["status"] == "applied"
        shown = worker.get(path(scene.visit, "proof")).json
        assert (shown["minutes_served"], shown["proved"]) == (80, True)

    def test_of_a_private_visit_another_manager_of_the_operator_decides_and_never_who_asked(
        self,
        work: UnitOfWork,
        caregiver: ApiClient,
        scene: Scene,
        clock: StoppedClock,
        dispatcher: ApiClient,
        manager: ApiClient,
        as_staff: Speak,
        worker: ApiClient,
        other_dispatcher: ApiClient,
        heard: Heard,
    ) -> None:
        scene.visit.is_private = True
        work.session.flush()
        second_manager = as_staff(Role.OPERATOR_MANAGER, organisation_id=scene.operator.id)
        began = clock.now()
        clock.move(minutes=10)
        serve(caregiver, scene.visit, clock)
        clock.move(days=31)

        asked = self.amend(manager, scene.visit, "check_in_at", began).json

        assert asked["status"] == "pending"
        told = heard()
        assert told["amendment_to_decide_within"] == 1
        assert "amendment_to_decide" not in told
        approve = f"/care/amendments/{asked['id']}/approve"
        own = manager.post(approve)
        assert (own.status_code, own.json["code"]) == (403, "own_amendment")
        assert manager.post(f"/care/amendments/{asked['id']}/reject").json["code"] == "own_amendment"
        assert dispatcher.post(approve).json["code"] == "forbidden"
        assert [each.post(approve).status_code for each in (worker, other_dispatcher)] == [404, 404]
        assert second_manager.post(approve).json["status"] == "applied"
        assert manager.get(path(scene.visit, "proof")).json["minutes_served"] == 70

    def test_of_what_public_money_pays_no_manager_decides(
        self,
        caregiver: ApiClient,
        scene: Scene,
        clock: StoppedClock,
        dispatcher: ApiClient,
        manager: ApiClient,
    ) -> None:
        serve(caregiver, scene.visit, clock)
        value = clock.now() - timedelta(minutes=50)
        clock.move(days=31)

        asked = self.amend(dispatcher, scene.visit, "check_in_at", value).json

        assert manager.post(f"/care/amendments/{asked['id']}/approve").status_code == 403

    def test_the_thirtieth_day_is_still_the_operators(
        self, caregiver: ApiClient, scene: Scene, clock: StoppedClock, dispatcher: ApiClient
    ) -> None:
        serve(caregiver, scene.visit, clock)
        value = clock.now() - timedelta(minutes=50)
        clock.move_to(clock.today_at("23:59", days=30))
        assert self.amend(dispatcher, scene.visit, "check_in_at", value).json["status"] == "applied"
        clock.move(minutes=1)
        assert self.amend(dispatcher, scene.visit, "check_in_at", value).json["status"] == "pending"

    def test_a_confirmed_visit_amended_tells_the_elder(
        self,
        caregiver: ApiClient,
        scene: Scene,
        clock: StoppedClock,
        dispatcher: ApiClient,
        elder: ApiClient,
        heard: Heard,
    ) -> None:
        serve(caregiver, scene.visit, clock)
        elder.post(path(scene.visit, "confirm"), {"rating": 5})

        self.amend(dispatcher, scene.visit, "check_out_at", clock.now() - timedelta(minutes=5))

        assert heard()["confirmed_visit_amended"] == 1

    def test_what_can_not_be_is_refused_by_its_field(
        self,
        work: UnitOfWork,
        phone: Phone,
        operator: Organisation,
        clock: StoppedClock,
        dispatcher: ApiClient,
        worker: ApiClient,
    ) -> None:
        scene = proofs.scene(work, operator, needed=2)
        early = self.amend(dispatcher, scene.visit, "check_in_at", clock.now())
        assert (early.status_code, early.json["code"]) == (409, "wrong_state")
        for caregiver in scene.caregivers:
            phone(caregiver).post(path(scene.visit, "check-in"), at_home(clock.now()))
        both = self.amend(dispatcher, scene.visit, "check_in_at", clock.now())
        assert (both.status_code, both.json["code"]) == (409, "nothing_to_amend")
        one = {"caregiver_id": scene.caregiver.id}
        open_end = self.amend(dispatcher, scene.visit, "check_out_at", clock.now(), **one)
        assert open_end.json["code"] == "nothing_to_amend"
        clock.move(minutes=30)
        phone(scene.caregiver).post(path(scene.visit, "check-out"), at_home(clock.now()))
        for value in (clock.now(), clock.now() + timedelta(minutes=1), clock.now() - timedelta(days=2)):
            refused = self.amend(dispatcher, scene.visit, "check_in_at", value, **one)
            assert (refused.status_code, refused.json["code"]) == (422, "impossible_amendment")
        for field, value in (
            ("check_in_at", "昨天"),
            ("check_in_at", []),
            ("tasks", "都做了"),
            ("tasks", [{}]),
        ):
            refused = self.amend(dispatcher, scene.visit, field, value)
            assert refused.status_code == 422
            assert all(name.startswith("value") for name in refused.json["errors"])
        assert self.amend(worker, scene.visit, "check_in_at", clock.now()).status_code == 403


def test_photos_are_seen_by_whom_they_concern(
    app: Flask,
    caregiver: ApiClient,
    scene: Scene,
    clock: StoppedClock,
    elder: ApiClient,
    dispatcher: ApiClient,
    other_dispatcher: ApiClient,
    as_staff: Speak,
) -> None:
    upload = {"file": (BytesIO(b"%PDF-1.7\n%%EOF\n"), "file")}
    photo = caregiver.post("/files", data=upload).json["id"]
    unknown = str(scene.visit.id)
    refused = caregiver.post(path(scene.visit, "check-out"), at_home(clock.now(), photos=[unknown]))
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["photos"])

    gone = caregiver.post(path(scene.visit, "check-out"), at_home(clock.now(), photos=[photo, photo]))

    assert gone.status_code == 201, gone.json
    for client in (elder, dispatcher, caregiver):
        assert client.get(path(scene.visit, f"photos/{photo}")).status_code == 200
    assert elder.get(path(scene.visit, f"photos/{unknown}")).status_code == 404
    assert other_dispatcher.get(path(scene.visit, f"photos/{photo}")).status_code == 404
    grid = as_staff(Role.GRID_WORKER, regions.COMMUNITY)
    assert grid.get(path(scene.visit, f"photos/{photo}")).status_code == 403


def test_without_consent_the_operator_sees_times_and_nothing_that_was_said(
    work: UnitOfWork, phone: Phone, operator: Organisation, clock: StoppedClock, dispatcher: ApiClient
) -> None:
    scene = proofs.scene(work, operator, shares=False)
    caregiver = phone(scene.caregiver)
    caregiver.post(path(scene.visit, "check-in"), at_home(clock.now()))
    clock.move(minutes=50)
    caregiver.post(path(scene.visit, "check-out"), at_home(clock.now(), note="好", vitals={"pulse": 70}))

    shown = dispatcher.get(path(scene.visit, "proof")).json

    assert shown["reports"] == []
    assert shown["minutes_served"] == 50
