"""Who may call for help, for whom, and what a second call does."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from service.accounts.queries import actor_of
from service.elderly_care.alarms.models import AlarmEvent, AlarmRing, CareAlarm
from service.elderly_care.alarms.rules import AlarmKind, AlarmSource
from service.elderly_care.requests.rules import RequestStatus
from service.kit.actor import Actor, Function, Role
from service.kit.audit import AuditEntry
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.organisations.models import Organisation
from service.residents.consents.rules import ConsentPurpose
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.alarms.conftest import Town, rung
from tests.elderly_care.conftest import Speak
from tests.factories import accounts, alarms, care, regions, residents
from tests.factories.care_requests import request
from tests.factories.consents import consent


def call(town: Town, kind: str = "fall", source: str = "button", **other: Any) -> dict[str, Any]:
    return {"elder_id": str(town.elder.id), "kind": kind, "source": source, **other}


def _actor(work: UnitOfWork, account_id: UUID) -> Actor:
    actor = actor_of(work, account_id)
    assert actor is not None
    return actor


def test_an_elder_presses_the_button_and_it_rings(as_elder: ApiClient, work: UnitOfWork, town: Town) -> None:
    made = as_elder.post("/care/alarms", call(town, note="胸口疼"))

    assert made.status_code == 201
    assert (made.json["status"], made.json["acted_by"], made.json["note"]) == ("ringing", None, "胸口疼")
    assert made.json["recent_false_alarms"] is None
    assert rung(work, town) == ["daughter"]
    sealed = work.session.scalars(select(CareAlarm.note_sealed)).one()
    assert sealed is not None
    assert "胸口".encode() not in sealed


def test_who_acts_for_the_elder_shows(
    as_daughter: ApiClient, as_grid: ApiClient, work: UnitOfWork, town: Town
) -> None:
    by_proxy = as_daughter.post("/care/alarms", call(town, "unwell", "phone")).json
    by_grid = as_grid.post("/care/alarms", call(town, "missing", "bystander")).json

    assert (by_proxy["acted_by"]["name"], by_proxy["acted_by"]["acting_as"]) == ("王晓岚", "proxy")
    assert by_grid["acted_by"]["acting_as"] == "staff"
    # Who raised it is not rung at first: the daughter's call rings the grid worker at once.
    ringing = dict(work.session.execute(select(CareAlarm.kind, AlarmRing.account_id).join(AlarmRing)).all())
    assert ringing == {AlarmKind.UNWELL: town.grid.id, AlarmKind.MISSING: town.daughter.id}


def test_staff_with_emergencies_in_hand_may_raise_one_too(as_staff: Speak, town: Town) -> None:
    officer = as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.EMERGENCY])

    assert officer.post("/care/alarms", call(town, source="phone")).status_code == 201


def test_nobody_else_may(
    app: Flask, work: UnitOfWork, as_staff: Speak, town: Town, dispatcher: ApiClient, other_worker: ApiClient
) -> None:
    neighbour = accounts.resident_account(work, residents.resident(work, regions.GRID).id)
    for_rooms = accounts.resident_account(work)
    residents.proxy(work, town.elder, for_rooms, ["booking"])
    tried = [
        accounts.client_of(app, work, neighbour),
        accounts.client_of(app, work, for_rooms),
        other_worker,
        dispatcher,
        as_staff(Role.COMMUNITY_WORKER, regions.COMMUNITY, functions=[Function.ROOMS]),
        as_staff(Role.ASSESSOR, regions.DISTRICT),
        as_staff(Role.SYSTEM_ADMIN, functions=()),
    ]

    assert [each.post("/care/alarms", call(town)).status_code for each in tried] == [403] * len(tried)
    assert work.session.scalar(select(func.count()).select_from(CareAlarm)) == 0


def test_a_dispatcher_takes_a_call_of_an_elder_with_a_request_at_their_operator(
    dispatcher: ApiClient,
    other_dispatcher: ApiClient,
    work: UnitOfWork,
    operator: Organisation,
    town: Town,
) -> None:
    contract = care.contract(work, operator)
    request(work, town.elder, [care.service(work)], status=RequestStatus.ACTIVE, contract=contract)

    made = dispatcher.post("/care/alarms", call(town, source="phone", note="儿媳来电"))
    path = f"/care/alarms/{made.json['id']}"
    masked = dispatcher.get(path).json
    consent(work, town.elder, ConsentPurpose.SHARE_WITH_OPERATOR, operator)
    shared = dispatcher.get(path).json

    assert made.status_code == 201
    assert made.json["organisation_id"] == str(operator.id)
    assert (masked["elder_name"], masked["note"], masked["events"]) == ("陈**", None, [])
    assert (shared["elder_name"], shared["note"]) == ("陈阿婆", "儿媳来电")
    assert (shared["rings"], shared["contacts"]) == ([], [])
    assert other_dispatcher.post("/care/alarms", call(town)).status_code == 403
    assert other_dispatcher.get(path).status_code == 404
    assert dispatcher.post(f"{path}/acknowledge").status_code == 403
    assert [each["elder_name"] for each in dispatcher.get("/care/alarms").json["items"]] == ["陈**"]


def test_a_caregivers_alarm_is_their_operators_too(
    dispatcher: ApiClient, other_dispatcher: ApiClient, work: UnitOfWork, operator: Organisation, town: Town
) -> None:
    contract = care.contract(work, operator)
    request(work, town.elder, [care.service(work)], status=RequestStatus.ACTIVE, contract=contract)
    caregiver = care.caregiver(work, operator)
    work.actor = _actor(work, caregiver.account_id)
    made = alarms.alarm(work, town.elder, AlarmKind.DOOR_SHUT, AlarmSource.CAREGIVER)

    assert dispatcher.get(f"/care/alarms/{made.id}").json["source"] == "caregiver"
    assert other_dispatcher.get(f"/care/alarms/{made.id}").status_code == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"source": "caregiver"}, "source"),
        ({"source": "x"}, "source"),
        ({"kind": "x"}, "kind"),
        ({"elder_id": "x"}, "elder_id"),
        ({"note": ""}, "note"),
        ({"note": "长" * 501}, "note"),
        ({"device_id": "x"}, "device_id"),
    ],
)
def test_what_can_not_be_said_is_refused_by_name(
    as_elder: ApiClient, town: Town, changed: dict[str, object], field: str
) -> None:
    refused = as_elder.post("/care/alarms", call(town) | changed)

    assert (refused.status_code, list(refused.json["errors"])) == (422, [field])


def test_ten_presses_are_one_alarm(as_elder: ApiClient, work: UnitOfWork, town: Town) -> None:
    pressed = [as_elder.post("/care/alarms", call(town, note=f"第{n}次")) for n in range(10)]

    assert {each.status_code for each in pressed} == {201}
    assert len({each.json["id"] for each in pressed}) == 1
    assert [each.json["repeats"] for each in pressed] == list(range(10))
    assert pressed[-1].json["events"][-1]["note"] == "第9次"
    assert rung(work, town) == ["daughter"]
    assert work.session.scalar(select(func.count()).select_from(AlarmEvent)) == 10


def test_another_kind_and_one_after_the_closing_are_alarms_of_their_own(
    as_elder: ApiClient, as_daughter: ApiClient, town: Town
) -> None:
    first = as_elder.post("/care/alarms", call(town)).json["id"]
    other_kind = as_elder.post("/care/alarms", call(town, "unwell")).json["id"]
    as_daughter.post(f"/care/alarms/{first}/close", {"outcome": "false_alarm"})
    later = as_elder.post("/care/alarms", call(town)).json["id"]

    assert len({first, other_kind, later}) == 3


def test_who_has_answered_hears_of_a_repeat_at_once_and_of_a_stuck_button_not_each_time(
    as_elder: ApiClient,
    as_worker: ApiClient,
    work: UnitOfWork,
    town: Town,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    alarm_id = as_elder.post("/care/alarms", call(town)).json["id"]
    as_worker.post(f"/care/alarms/{alarm_id}/acknowledge")

    def told_after(minutes: float) -> int:
        clock.move(minutes=minutes)
        as_elder.post("/care/alarms", call(town))
        timetable.deliver()
        texts = select(InboxMessage.text).where(InboxMessage.account_id == town.worker.id)
        return work.session.scalars(texts).all().count("elderly_care.alarm_repeated")

    assert [told_after(minutes) for minutes in (0, 1, 1, 2.9, 0.1, 5)] == [1, 1, 1, 1, 2, 3]


@pytest.mark.parametrize("status", [ResidentStatus.PENDING, ResidentStatus.MOVED_AWAY])
def test_an_alarm_is_never_refused_for_how_somebody_is_on_record(
    app: Flask, work: UnitOfWork, status: ResidentStatus
) -> None:
    somebody = residents.resident(work, regions.COMMUNITY, status=status)
    client = accounts.client_of(app, work, accounts.resident_account(work, somebody.id))

    made = client.post("/care/alarms", {"elder_id": somebody.id, "kind": "fall", "source": "button"})

    assert made.status_code == 201


def test_without_any_place_there_is_nobody_to_ring_and_one_is_told_whom_to_call(
    app: Flask, work: UnitOfWork
) -> None:
    nowhere = residents.resident(work, None)
    client = accounts.client_of(app, work, accounts.resident_account(work, nowhere.id))

    refused = client.post("/care/alarms", {"elder_id": nowhere.id, "kind": "fall", "source": "button"})

    assert (refused.status_code, refused.json["code"]) == (409, "elder_has_no_place")
    assert "120" in refused.json["detail"]


def test_a_key_repeats_its_answer_and_counts_no_repeat(as_elder: ApiClient, town: Town) -> None:
    first = as_elder.post("/care/alarms", call(town), key="k1")
    again = as_elder.post("/care/alarms", call(town), key="k1")

    assert again.json == first.json
    assert again.headers["Idempotency-Replayed"] == "true"


def test_raising_is_audited_with_whom_it_is_about(
    as_worker: ApiClient, work: UnitOfWork, town: Town, clock: StoppedClock
) -> None:
    as_worker.post("/care/alarms", call(town))

    entries = work.session.scalars(select(AuditEntry).where(AuditEntry.action.contains("alarm"))).all()
    assert {each.action for each in entries} == {"raise_care_alarm", "get_care_alarm"}
    assert [each.people for each in entries if each.people] == [[town.elder.id]]
