"""Checking in and out over HTTP: nothing that was theirs is refused or lost, and each sees what they may."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import InternalError, ProgrammingError

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.doors.rules import SecretKind, device_code
from service.elderly_care.proofs.models import VisitMark, VisitProof, VisitReport
from service.elderly_care.visits import actions as visits
from service.elderly_care.visits.models import Assignment, Visit
from service.elderly_care.visits.rules import Act, VisitStatus
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.elderly_care.proofs.conftest import Heard, Phone
from tests.factories import care, doors, proofs
from tests.factories.proofs import Scene, at_home


def path(visit: Visit, what: str) -> str:
    return f"/care/visits/{visit.id}/{what}"


def reassign(work: UnitOfWork, scene: Scene) -> None:
    """Give the visit to somebody else of the operator, now."""
    standing = work.session.scalars(select(Assignment).where(Assignment.visit_id == scene.visit.id)).one()
    standing.released_at = work.now
    work.session.flush()
    work.session.add(
        Assignment(
            visit_id=scene.visit.id,
            caregiver_id=care.caregiver(work, scene.operator).id,
            starts_at=standing.starts_at,
            ends_at=standing.ends_at,
            assigned_at=work.now,
        )
    )
    work.session.flush()


def status_of(work: UnitOfWork, visit: Visit) -> VisitStatus:
    work.session.expire_all()
    return work.session.get_one(Visit, visit.id).status


def test_a_caregiver_checks_in_and_out_at_the_door(
    work: UnitOfWork, caregiver: ApiClient, scene: Scene, clock: StoppedClock, elder: ApiClient, heard: Heard
) -> None:
    come = caregiver.post(path(scene.visit, "check-in"), at_home(clock.now()))

    assert come.status_code == 201, come.json
    assert come.json["place"] == "inside"
    assert come.json["distance_m"] == 0
    assert come.json["flags"] == []
    assert "latitude" not in come.json
    assert status_of(work, scene.visit) is VisitStatus.IN_PROGRESS

    clock.move(minutes=61)
    gone = caregiver.post(
        path(scene.visit, "check-out"),
        at_home(
            clock.now(),
            tasks=[{"code": "助浴", "done": True}],
            vitals={"systolic": 138, "diastolic": 82},
            note="精神好",
        ),
    )

    assert gone.status_code == 201, gone.json
    assert gone.json["vitals_refused"] is False
    assert status_of(work, scene.visit) is VisitStatus.DONE
    shown = elder.get(path(scene.visit, "proof")).json
    assert shown["minutes_served"] == 61
    assert shown["proved"] is True
    assert shown["rule_version"] == 1
    assert shown["reports"][0]["vitals"] == {"systolic": 138, "diastolic": 82}
    assert shown["reports"][0]["note"] == "精神好"
    assert [each["kind"] for each in shown["marks"]] == ["check_in", "check_out"]
    assert heard()["visit_served"] == 1


def test_a_mark_sent_twice_answers_as_the_first_time_without_any_key(
    work: UnitOfWork, caregiver: ApiClient, scene: Scene, clock: StoppedClock
) -> None:
    came = at_home(clock.now())
    first = caregiver.post(path(scene.visit, "check-in"), came)
    clock.move(minutes=200)
    again = caregiver.post(path(scene.visit, "check-in"), came | {"code": "000000"})

    assert (again.status_code, again.json) == (first.status_code, first.json)
    gone = at_home(clock.now(), note="好", photos=[])
    first = caregiver.post(path(scene.visit, "check-out"), gone)
    again = caregiver.post(path(scene.visit, "check-out"), gone | {"note": "另一句"})
    assert (again.status_code, again.json) == (first.status_code, first.json)
    assert len(work.session.scalars(select(VisitMark)).all()) == 2
    assert len(work.session.scalars(select(VisitReport)).all()) == 1


@pytest.mark.parametrize(
    ("told", "flags", "proved"),
    [
        ({"north": 0.0009}, [], True),
        ({"north": 0.001, "accuracy_m": 30}, [], True),
        ({"north": 0.01, "reason_code": "service_elsewhere"}, ["outside"], False),
        ({"accuracy_m": 3000}, ["place_unknown"], False),
        ({"north": 0.01, "code": "000000"}, ["outside", "code_wrong"], False),
    ],
)
def test_where_it_was_is_flagged_and_never_refused(
    caregiver: ApiClient,
    scene: Scene,
    clock: StoppedClock,
    elder: ApiClient,
    told: dict[str, Any],
    flags: list[str],
    proved: bool,
) -> None:
    come = caregiver.post(path(scene.visit, "check-in"), at_home(clock.now(), **told))
    clock.move(minutes=60)
    caregiver.post(path(scene.visit, "check-out"), at_home(clock.now()))

    assert come.status_code == 201, come.json
    assert come.json["flags"] == flags
    assert come.json["reason_code"] == told.get("reason_code")
    shown = elder.get(path(scene.visit, "proof")).json
    assert (shown["status"], shown["proved"]) == ("done", proved)
    assert shown["flags"] == flags


def test_a_tall_building_has_its_allowance(
    work: UnitOfWork, caregiver: ApiClient, scene: Scene, clock: StoppedClock
) -> None:
    scene.door.allowance_m = 150
    work.session.flush()

    come = caregiver.post(path(scene.visit, "check-in"), at_home(clock.now(), north=0.002))

    assert come.json["place"] == "inside"


def test_degrees_of_chinese_maps_are_turned_into_the_devices(
    caregiver: ApiClient, scene: Scene, clock: StoppedClock
) -> None:
    """The door in GCJ-02 lies some 500 m from the same numbers in WGS-84."""
    gcj = {"latitude": 29.950397, "longitude": 121.720611, "coordinate_system": "GCJ-02"}
    come = caregiver.post(path(scene.visit, "check-in"), at_home(clock.now()) | gcj)

    assert come.json["place"] == "inside", come.json
    assert come.json["coordinate_system"] == "GCJ-02"


def test_a_code_at_the_door_counts_as_much_as_a_place_by_the_devices_time(
    work: UnitOfWork, caregiver: ApiClient, scene: Scene, clock: StoppedClock
) -> None:
    secret = doors.secret(work, scene.door, SecretKind.DEVICE)
    at = clock.now() + timedelta(minutes=3)
    clock.move(days=2)

    come = caregiver.post(path(scene.visit, "check-in"), {"at": at, "code": device_code(secret, at)})

    assert come.status_code == 201, come.json
    assert come.json["code"] == "device"
    assert come.json["place"] == "unknown"
    assert come.json["flags"] == ["sent_late"]


def test_without_anything_it_is_recorded_all_the_same(
    caregiver: ApiClient, scene: Scene, clock: StoppedClock
) -> None:
    come = caregiver.post(path(scene.visit, "check-in"), {"at": clock.now()})

    assert come.status_code == 201
    assert come.json["flags"] == ["place_unknown"]


def test_half_a_place_is_refused_by_its_fields(
    caregiver: ApiClient, scene: Scene, clock: StoppedClock
) -> None:
    told = at_home(clock.now())
    del told["coordinate_system"], told["accuracy_m"]

    refused = caregiver.post(path(scene.visit, "check-in"), told)

    assert refused.status_code == 422
    assert set(refused.json["errors"]) == {"coordinate_system", "accuracy_m"}


@pytest.mark.parametrize(
    ("vitals", "field"),
    [
        ({"systolic": 13}, "vitals.systolic"),
        ({"pulse": 1000}, "vitals.pulse"),
        ({"temperature": 365}, "vitals.temperature"),
        ({"systolic": 80, "diastolic": 120}, "vitals.diastolic"),
        ({"glucose": "高"}, "vitals.glucose"),
    ],
)
def test_vitals_that_nobody_has_are_refused_by_their_name(
    caregiver: ApiClient, scene: Scene, clock: StoppedClock, vitals: dict[str, Any], field: str
) -> None:
    refused = caregiver.post(path(scene.visit, "check-out"), at_home(clock.now(), vitals=vitals))

    assert refused.status_code == 422
    assert list(refused.json["errors"]) == [field]


def test_vitals_without_consent_are_not_kept_and_the_going_is(
    work: UnitOfWork, phone: Phone, operator: Organisation, clock: StoppedClock
) -> None:
    scene = proofs.scene(work, operator, health=False)
    caregiver = phone(scene.caregiver)
    caregiver.post(path(scene.visit, "check-in"), at_home(clock.now()))
    clock.move(minutes=50)

    gone = caregiver.post(
        path(scene.visit, "check-out"), at_home(clock.now(), vitals={"pulse": 72}, note="好")
    )

    assert gone.status_code == 201
    assert gone.json["vitals_refused"] is True
    shown = caregiver.get(path(scene.visit, "proof")).json
    assert shown["status"] == "done"
    assert shown["reports"][0] | {"reported_at": None} == {
        "caregiver_id": str(scene.caregiver.id),
        "reported_at": None,
        "tasks": [],
        "vitals": None,
        "vitals_refused": True,
        "note": "好",
        "photos": [],
    }


def test_of_vitals_out_of_their_range_the_operator_and_the_family_hear(
    caregiver: ApiClient,
    scene: Scene,
    clock: StoppedClock,
    daughter: ApiClient,
    dispatcher: ApiClient,
    elder: ApiClient,
    heard: Heard,
) -> None:
    caregiver.post(path(scene.visit, "check-in"), at_home(clock.now()))
    clock.move(minutes=50)
    caregiver.post(path(scene.visit, "check-out"), at_home(clock.now(), vitals={"systolic": 190}))

    told = heard()
    assert told["vitals_out_of_range"] == 1
    assert told["vitals_out_of_range_to_elder"] == 2


def test_a_clock_that_is_ahead_is_flagged_and_the_servers_time_stands(
    caregiver: ApiClient, scene: Scene, clock: StoppedClock, elder: ApiClient
) -> None:
    come = caregiver.post(path(scene.visit, "check-in"), at_home(clock.now() + timedelta(days=400)))

    assert come.json["flags"] == ["clock_ahead"]
    assert elder.get(path(scene.visit, "proof")).json["started_at"] == come.json["received_at"]


def test_out_of_order_a_week_later_it_comes_out_the_same(
    work: UnitOfWork, caregiver: ApiClient, scene: Scene, clock: StoppedClock, elder: ApiClient
) -> None:
    came, gone = clock.now() + timedelta(minutes=5), clock.now() + timedelta(minutes=66)
    clock.move(days=7)

    caregiver.post(path(scene.visit, "check-out"), at_home(gone))
    assert status_of(work, scene.visit) is VisitStatus.ASSIGNED
    caregiver.post(path(scene.visit, "check-in"), at_home(came))

    shown = elder.get(path(scene.visit, "proof")).json
    assert (shown["status"], shown["minutes_served"], shown["proved"]) == ("done", 61, True)
    assert shown["flags"] == ["sent_late"]


def test_across_midnight_and_the_end_of_a_month(
    work: UnitOfWork, phone: Phone, operator: Organisation, clock: StoppedClock
) -> None:
    late = clock.today_at("23:30", days=29)
    scene = proofs.scene(work, operator)
    visit = proofs.another(work, scene, late)
    caregiver = phone(scene.caregiver)

    clock.move_to(late)
    caregiver.post(path(visit, "check-in"), at_home(late))
    clock.move(minutes=60)
    caregiver.post(path(visit, "check-out"), at_home(clock.now()))

    shown = caregiver.get(path(visit, "proof")).json
    assert shown["started_at"] == "2026-03-31T23:30:00+08:00"
    assert shown["ended_at"] == "2026-04-01T00:30:00+08:00"
    assert shown["minutes_served"] == 60


def test_of_two_caregivers_each_comes_and_goes(
    work: UnitOfWork, phone: Phone, operator: Organisation, clock: StoppedClock
) -> None:
    scene = proofs.scene(work, operator, needed=2)
    one, other = (phone(each) for each in scene.caregivers)
    for client in (one, other):
        client.post(path(scene.visit, "check-in"), at_home(clock.now()))
    clock.move(minutes=60)

    one.post(path(scene.visit, "check-out"), at_home(clock.now()))
    assert status_of(work, scene.visit) is VisitStatus.IN_PROGRESS
    other.post(path(scene.visit, "check-out"), at_home(clock.now()))

    assert status_of(work, scene.visit) is VisitStatus.DONE
    assert len(one.get(path(scene.visit, "proof")).json["marks"]) == 2


def test_what_was_theirs_then_counts_though_it_was_missed_cancelled_or_given_away(
    work: UnitOfWork, phone: Phone, operator: Organisation, clock: StoppedClock
) -> None:
    for act in (Act.MISS, Act.CANCEL, None):
        scene = proofs.scene(work, operator)
        came, gone = work.now + timedelta(minutes=5), work.now + timedelta(minutes=65)
        work.now += timedelta(hours=5)
        if act is Act.CANCEL:
            scene.visit.cancelled_because = "operator"  # type: ignore[assignment]
        if act is not None:
            visits.move_status(work, scene.visit, act)
        if act is not Act.MISS:
            reassign(work, scene)
        work.session.flush()
        clock.move(hours=6)
        caregiver = phone(scene.caregiver)

        come = caregiver.post(path(scene.visit, "check-in"), at_home(came))
        caregiver.post(path(scene.visit, "check-out"), at_home(gone))

        assert come.status_code == 201, (act, come.json)
        assert ("not_theirs_any_more" in come.json["flags"]) == (act is None)
        assert ("cancelled_meanwhile" in come.json["flags"]) == (act is Act.CANCEL)
        assert status_of(work, scene.visit) is VisitStatus.DONE


def test_a_visit_whose_day_another_has_taken_stays_cancelled_with_its_marks(
    work: UnitOfWork, phone: Phone, operator: Organisation, clock: StoppedClock
) -> None:
    scene = proofs.scene(work, operator)
    scene.visit.cancelled_because = "other_day"  # type: ignore[assignment]
    visits.move_status(work, scene.visit, Act.CANCEL)
    work.session.flush()
    proofs.another(work, scene, work.now + timedelta(hours=8))

    come = phone(scene.caregiver).post(path(scene.visit, "check-in"), at_home(clock.now()))

    assert come.status_code == 201
    assert status_of(work, scene.visit) is VisitStatus.CANCELLED
    assert work.session.get_one(VisitProof, scene.visit.id).started_at is not None


def test_after_it_was_given_away_it_is_not_theirs(
    work: UnitOfWork, caregiver: ApiClient, scene: Scene, clock: StoppedClock
) -> None:
    reassign(work, scene)

    refused = caregiver.post(path(scene.visit, "check-in"), at_home(clock.now() + timedelta(minutes=1)))

    assert (refused.status_code, refused.json["code"]) == (409, "not_your_visit")


def test_who_was_sent_by_telephone_came_before_it_was_written_down(
    work: UnitOfWork, caregiver: ApiClient, scene: Scene, clock: StoppedClock
) -> None:
    claim = work.session.scalars(select(Assignment).where(Assignment.visit_id == scene.visit.id)).one()
    claim.assigned_at = work.now + timedelta(minutes=20)
    work.session.flush()

    come = caregiver.post(path(scene.visit, "check-in"), at_home(clock.now()))

    assert come.json["flags"] == ["assigned_afterwards"]


def test_strangers_learn_nothing_and_others_are_not_the_caregiver(
    phone: Phone,
    work: UnitOfWork,
    scene: Scene,
    clock: StoppedClock,
    other_operator: Organisation,
    other_dispatcher: ApiClient,
    other_worker: ApiClient,
    dispatcher: ApiClient,
    worker: ApiClient,
    elder: ApiClient,
) -> None:
    told = at_home(clock.now())
    strangers = (phone(care.caregiver(work, other_operator)), other_dispatcher, other_worker)
    colleague = phone(care.caregiver(work, scene.operator))
    for client in (*strangers, colleague):
        assert client.post(path(scene.visit, "check-in"), told).status_code == 404
        assert client.get(path(scene.visit, "proof")).status_code == 404
        assert (
            client.post(path(scene.visit, "incident"), {"kind": "fall", "at": clock.now()}).status_code == 404
        )
    for client in (dispatcher, worker, elder):
        assert client.post(path(scene.visit, "check-in"), told).status_code == 403
        assert client.get(path(scene.visit, "proof")).status_code == 200
    missing = UUID(int=7)
    assert dispatcher.post(f"/care/visits/{missing}/check-in", told).status_code == 404


def test_a_private_visit_is_nobodys_business_but_theirs(
    work: UnitOfWork, operator: Organisation, worker: ApiClient, district: ApiClient
) -> None:
    scene = proofs.scene(work, operator)
    scene.visit.is_private = True
    work.session.flush()

    for client in (worker, district):
        assert client.get(path(scene.visit, "proof")).status_code == 404
        assert client.post(path(scene.visit, "confirm"), {}).status_code == 404


def test_rounds_are_not_checked_in_to(
    work: UnitOfWork, phone: Phone, operator: Organisation, clock: StoppedClock
) -> None:
    scene = proofs.scene(work, operator, mode=Mode.DELIVERY_ROUND)

    refused = phone(scene.caregiver).post(path(scene.visit, "check-in"), at_home(clock.now()))

    assert (refused.status_code, refused.json["code"]) == (409, "wrong_mode")


def test_of_a_call_no_place_is_kept(
    work: UnitOfWork, phone: Phone, operator: Organisation, clock: StoppedClock, elder: ApiClient
) -> None:
    scene = proofs.scene(work, operator, mode=Mode.PHONE)
    caregiver = phone(scene.caregiver)

    caregiver.post(path(scene.visit, "check-in"), at_home(clock.now()))
    clock.move(minutes=10)
    caregiver.post(path(scene.visit, "check-out"), {"at": clock.now()})

    assert set(work.session.scalars(select(VisitMark.place_sealed))) == {None}
    shown = caregiver.get(path(scene.visit, "proof")).json
    assert (shown["proved"], shown["flags"]) == (True, [])


def test_a_mark_by_hand_is_recorded_and_proves_nothing(
    caregiver: ApiClient,
    scene: Scene,
    clock: StoppedClock,
    dispatcher: ApiClient,
    worker: ApiClient,
    work: UnitOfWork,
) -> None:
    caregiver.post(path(scene.visit, "check-in"), at_home(clock.now()))
    clock.move(minutes=70)
    by_hand = {
        "caregiver_id": scene.caregiver.id,
        "kind": "check_out",
        "at": clock.now() - timedelta(minutes=10),
        "reason_code": "device_unavailable",
    }

    assert worker.post(path(scene.visit, "marks"), by_hand).status_code == 403
    assert caregiver.post(path(scene.visit, "marks"), by_hand).status_code == 403
    recorded = dispatcher.post(path(scene.visit, "marks"), by_hand)

    assert recorded.status_code == 201, recorded.json
    assert recorded.json["flags"] == ["by_hand"]
    shown = dispatcher.get(path(scene.visit, "proof")).json
    assert (shown["status"], shown["proved"], shown["flags"]) == ("done", False, ["by_hand"])
    somebody = care.caregiver(work, scene.operator).id
    refused = dispatcher.post(path(scene.visit, "marks"), by_hand | {"caregiver_id": somebody})
    assert (refused.status_code, refused.json["code"]) == (422, "not_their_visit")
    refused = dispatcher.post(path(scene.visit, "marks"), by_hand | {"kind": "tick"})
    assert (refused.status_code, refused.json["code"]) == (409, "wrong_mode")


def test_marks_can_not_be_changed_or_dropped_and_their_place_alone_forgotten(
    work: UnitOfWork, caregiver: ApiClient, scene: Scene, clock: StoppedClock, connection: Connection
) -> None:
    caregiver.post(path(scene.visit, "check-in"), at_home(clock.now()))
    work.session.flush()

    for change in (
        "UPDATE care_visit_marks SET at = at - interval '1 hour'",
        "UPDATE care_visit_marks SET flags = '{}', place = 'outside'",
        "DELETE FROM care_visit_marks",
    ):
        with pytest.raises((InternalError, ProgrammingError)), connection.begin_nested():
            connection.execute(text(change))
    connection.execute(text("UPDATE care_visit_marks SET place_sealed = NULL"))
    with pytest.raises((InternalError, ProgrammingError)), connection.begin_nested():
        connection.execute(text("UPDATE care_visit_marks SET place_sealed = '\\x00'"))
