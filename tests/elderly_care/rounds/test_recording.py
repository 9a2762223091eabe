"""Ticks at the doors and attendance at the centre: late, twice, in any order, and each for itself."""

from datetime import timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.doors.models import Door
from service.elderly_care.doors.rules import SecretKind, device_code
from service.elderly_care.proofs.models import NotServed, ServedTime, VisitMark, VisitProof
from service.elderly_care.providers.models import Contract
from service.elderly_care.rounds import actions
from service.elderly_care.visits.actions import assign_round
from service.elderly_care.visits.models import Assignment, Round, Visit
from service.elderly_care.visits.rules import RoundStatus, VisitStatus
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.rounds.conftest import MORNING, AsCaregiver, eaters
from tests.factories import accounts, doors
from tests.factories.care_rounds import care_round
from tests.factories.cared import cared
from tests.statements import statements

PATH = "/care/rounds"
MISSED = "elderly_care.proofs.miss_visits"


@pytest.fixture(autouse=True)
def afternoon(clock: StoppedClock) -> None:
    """Lunch is over, and what was made offline is sent."""
    clock.move_to(clock.today_at("13:00"))


@pytest.fixture
def today(work: UnitOfWork, contract: Contract, meals: CareService) -> list[Visit]:
    """Lunches of today."""
    return lunches_of_today(work, contract, meals, 4)


def lunches_of_today(work: UnitOfWork, contract: Contract, meals: CareService, number: int) -> list[Visit]:
    return [each.visit(work, on=local_date(work.now)) for each in eaters(work, contract, meals, number)]


def given_to(work: UnitOfWork, visits: list[Visit], *caregivers: Caregiver) -> Round:
    """The round of these visits, given to these caregivers since yesterday."""
    actions.join(work, [each.id for each in visits])
    row = work.session.get_one(Round, visits[0].round_id)
    assign_round(work, row, [each.id for each in caregivers])
    for claim in work.session.scalars(select(Assignment).where(Assignment.round_id == row.id)):
        claim.assigned_at = work.now - timedelta(days=1)
    work.session.flush()
    return row


def tick(visit: Visit, at: Any, outcome: str = "handed", **more: Any) -> dict[str, Any]:
    return {"visit_id": str(visit.id), "at": at.isoformat(), "outcome": outcome, **more}


def send(client: ApiClient, row: Round, *ticks: dict[str, Any]) -> list[str]:
    answer = client.post(f"{PATH}/{row.id}/ticks", {"ticks": list(ticks)})
    assert answer.status_code == 200, answer.json
    return [each["result"] for each in answer.json["answers"]]


def at_the_door(number: int) -> dict[str, Any]:
    return {
        "latitude": doors.HOME.latitude + number * 0.0009,
        "longitude": doors.HOME.longitude,
        "accuracy_m": 10.0,
        "coordinate_system": "WGS-84",
    }


def test_forty_lunches_are_one_claim_of_time_and_forty_visits_each_with_its_proof(
    work: UnitOfWork,
    contract: Contract,
    meals: CareService,
    carer: Caregiver,
    as_caregiver: AsCaregiver,
    clock: StoppedClock,
    connection: Connection,
) -> None:
    visits = lunches_of_today(work, contract, meals, 40)
    row = given_to(work, visits, carer)
    client, eleven = as_caregiver(carer), clock.today_at("11:00")
    ticks = [
        tick(each, eleven + timedelta(minutes=2 * place), **at_the_door(place))
        for place, each in enumerate(visits)
    ]

    with statements(connection) as sent:
        results = send(client, row, *ticks)
    work.session.expire_all()

    assert results == ["recorded"] * 40
    assert len(work.session.scalars(select(Assignment)).all()) == 1
    assert {each.status for each in visits} == {VisitStatus.DONE}
    proofs = work.session.scalars(select(VisitProof)).all()
    assert {each.visit_id for each in proofs} == {each.id for each in visits}
    assert all(each.is_proved for each in proofs)
    assert {each.started_at for each in proofs} == {
        eleven + timedelta(minutes=2 * each) for each in range(40)
    }
    assert len(sent) <= 40, "\n".join(sent)


def test_the_number_of_statements_does_not_grow_with_the_doors(
    work: UnitOfWork,
    contract: Contract,
    meals: CareService,
    carer: Caregiver,
    as_caregiver: AsCaregiver,
    clock: StoppedClock,
    connection: Connection,
) -> None:
    visits = lunches_of_today(work, contract, meals, 44)
    row = given_to(work, visits, carer)
    client, at = as_caregiver(carer), clock.today_at("11:00")

    counts = []
    for part in (visits[:4], visits[4:]):
        told = [
            tick(each, at, outcome, note="门口")
            for each, outcome in zip(part, cycle(["handed", "refused"]), strict=False)
        ]
        with statements(connection) as sent:
            send(client, row, *told)
        counts.append(len(sent))

    assert counts[1] <= counts[0] + 2


def test_what_happened_at_a_door_is_recorded_as_it_was(
    work: UnitOfWork,
    today: list[Visit],
    carer: Caregiver,
    as_caregiver: AsCaregiver,
    clock: StoppedClock,
) -> None:
    row, at = given_to(work, today, carer), clock.today_at("11:10")

    results = send(
        as_caregiver(carer),
        row,
        tick(today[0], at),
        tick(today[1], at, "left_with_neighbour", note="交对门李阿姨"),
        tick(today[2], at, "nobody_home"),
        tick(today[3], at, "refused", note="不想吃"),
    )
    work.session.expire_all()

    assert results == ["recorded"] * 4
    assert [each.status.value for each in today] == ["done", "done", "not_served", "not_served"]
    flags = {each.visit_id: set(each.flags) for each in work.session.scalars(select(VisitMark))}
    assert "left_with_neighbour" in flags[today[1].id] - flags[today[0].id]
    reasons = {each.visit_id: each.reason_code.value for each in work.session.scalars(select(NotServed))}
    assert reasons == {today[2].id: "nobody_home", today[3].id: "refused"}


def test_a_code_at_the_door_is_as_good_as_a_place(
    work: UnitOfWork,
    contract: Contract,
    meals: CareService,
    carer: Caregiver,
    as_caregiver: AsCaregiver,
    clock: StoppedClock,
) -> None:
    [eater, other] = eaters(work, contract, meals, 2)
    secret = doors.secret(
        work,
        work.session.scalars(select(Door).where(Door.elder_id == eater.elder.id)).one(),
        SecretKind.DEVICE,
        given_at=work.now - timedelta(days=1),
    )
    visits = [each.visit(work, on=local_date(work.now)) for each in (eater, other)]
    row, at = given_to(work, visits, carer), clock.today_at("11:10")

    send(as_caregiver(carer), row, tick(visits[0], at, code=device_code(secret, at)), tick(visits[1], at))

    proved = dict(work.session.execute(select(VisitProof.visit_id, VisitProof.is_proved)).all())  # type: ignore[arg-type]
    assert proved == {visits[0].id: True, visits[1].id: False}


def test_one_bad_tick_does_not_lose_the_others(
    work: UnitOfWork,
    contract: Contract,
    today: list[Visit],
    carer: Caregiver,
    as_caregiver: AsCaregiver,
    clock: StoppedClock,
    meals: CareService,
) -> None:
    row, at = given_to(work, today[:2], carer), clock.today_at("11:10")
    unknown = {**tick(today[0], at), "visit_id": "01900000-0000-7000-8000-000000000000"}

    answer = as_caregiver(carer).post(
        f"{PATH}/{row.id}/ticks",
        {"ticks": [tick(today[0], at), unknown, tick(today[3], at), tick(today[1], at)]},
    )

    told = [(each["result"], each["code"]) for each in answer.json["answers"]]
    assert told == [
        ("recorded", None),
        ("refused", "not_found"),
        ("refused", "not_found"),
        ("recorded", None),
    ]
    assert answer.json["answers"][1]["detail"]


def test_a_tick_is_theirs_when_the_round_was_theirs_then_however_late(
    work: UnitOfWork,
    app: Flask,
    dispatcher: ApiClient,
    operator: Organisation,
    meals: CareService,
    today: list[Visit],
    carer: Caregiver,
    colleague: Caregiver,
    as_caregiver: AsCaregiver,
    clock: StoppedClock,
) -> None:
    row = given_to(work, today, carer)
    second = care_round(work, operator, meals, row.starts_at, row.ends_at)
    assign_round(work, second, [colleague.id])
    before = clock.today_at("11:05")
    dispatcher.post(f"{PATH}/{second.id}/visits", {"visit_ids": [today[0].id]})
    dispatcher.patch(f"{PATH}/{row.id}", {"caregiver_ids": []})
    after = clock.today_at("13:01")

    client = as_caregiver(carer)
    taken_away = send(client, row, tick(today[0], before), tick(today[1], before))
    not_theirs_then = client.post(
        f"{PATH}/{row.id}/ticks", {"ticks": [tick(today[0], after), tick(today[2], after)]}
    )
    by_colleague = send(as_caregiver(colleague), second, tick(today[0], after))

    assert taken_away == ["recorded", "recorded"]
    assert [each["code"] for each in not_theirs_then.json["answers"]] == ["not_your_visit"] * 2
    assert by_colleague == ["recorded"]


def test_what_was_missed_is_made_good_by_a_tick_that_comes_late(
    work: UnitOfWork,
    today: list[Visit],
    carer: Caregiver,
    app: Flask,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    row, at = given_to(work, today[:2], carer), clock.today_at("11:10")
    account = work.session.get_one(accounts.Account, carer.account_id)
    clock.move(hours=5)
    timetable.run(MISSED)
    timetable.run("elderly_care.rounds.finish_rounds")
    work.session.expire_all()
    before = {each.status for each in today[:2]}, row.status

    client = accounts.client_of(app, work.house, account)
    results = send(client, row, tick(today[0], at))
    work.session.expire_all()

    assert before == ({VisitStatus.MISSED}, RoundStatus.DONE)
    assert results == ["recorded"]
    assert [each.status for each in today[:2]] == [VisitStatus.DONE, VisitStatus.MISSED]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sent=st.lists(
        st.tuples(
            st.integers(0, 1),
            st.integers(0, 3),
            st.sampled_from(["handed", "left_with_neighbour", "nobody_home", "refused"]),
        ),
        min_size=1,
        max_size=6,
        unique_by=lambda each: each[:2],
    ),
    shuffled=st.randoms(use_true_random=False),
)
def test_in_any_order_and_however_often_the_same_stands_in_the_end(
    work: UnitOfWork,
    today: list[Visit],
    carer: Caregiver,
    as_caregiver: AsCaregiver,
    clock: StoppedClock,
    sent: list[tuple[int, int, str]],
    shuffled: Any,
) -> None:
    client = as_caregiver(carer)
    ends = []
    for again in (False, True):
        with work.session.begin_nested() as trial:
            row = given_to(work, today[:2], carer)
            ticks = [
                tick(today[door], clock.today_at("11:00") + timedelta(minutes=minute), outcome)
                for door, minute, outcome in sent
            ]
            if again:
                ticks += ticks[: shuffled.randint(0, len(ticks))]
                shuffled.shuffle(ticks)
            cut = shuffled.randint(0, len(ticks)) if again else len(ticks)
            for part in (ticks[:cut], ticks[cut:]):
                if part:
                    send(client, row, *part)
            ends.append(what_stands(work))
            trial.rollback()
        work.session.expire_all()

    assert ends[0] == ends[1]


def what_stands(work: UnitOfWork) -> Any:
    work.session.expire_all()
    return (
        sorted((each.id, each.status) for each in work.session.scalars(select(Visit))),
        sorted((each.visit_id, each.kind, each.at) for each in work.session.scalars(select(VisitMark))),
        sorted(
            (each.visit_id, each.reason_code, each.at) for each in work.session.scalars(select(NotServed))
        ),
        sorted((each.visit_id, each.starts_at) for each in work.session.scalars(select(ServedTime))),
        sorted(
            (each.visit_id, each.is_proved, tuple(each.flags))
            for each in work.session.scalars(select(VisitProof))
        ),
    )


def test_a_session_is_attended_and_left(
    work: UnitOfWork,
    contract: Contract,
    singing: CareService,
    carer: Caregiver,
    as_caregiver: AsCaregiver,
    clock: StoppedClock,
) -> None:
    visits = [
        cared(work, contract, singing, window=MORNING).visit(work, on=local_date(work.now)) for _ in range(3)
    ]
    row = given_to(work, visits, carer)
    came, left = clock.today_at("09:05"), clock.today_at("10:40")
    present = [
        {"visit_id": visits[0].id, "arrived_at": came, "left_at": left},
        {"visit_id": visits[1].id, "arrived_at": came},
    ]

    def attend(*told: dict[str, Any]) -> Any:
        plain = [
            {name: str(each) if isinstance(each, UUID) else each.isoformat() for name, each in one.items()}
            for one in told
        ]
        return as_caregiver(carer).post(f"{PATH}/{row.id}/attendance", {"present": plain})

    first, again = attend(*present), attend(*present)
    backwards = attend({"visit_id": visits[2].id, "arrived_at": left, "left_at": came})
    work.session.expire_all()

    assert [each["result"] for each in first.json["answers"]] == ["recorded", "recorded"]
    assert [each["result"] for each in again.json["answers"]] == ["known", "known"]
    assert (backwards.status_code, list(backwards.json["errors"])) == (422, ["present.0.left_at"])
    assert [each.status.value for each in visits] == ["done", "done", "assigned"]
    times = {
        each.visit_id: (each.starts_at, each.ends_at) for each in work.session.scalars(select(ServedTime))
    }
    assert times == {visits[0].id: (came, left), visits[1].id: (came, came)}
    assert all(work.session.scalars(select(VisitProof.is_proved)))


def test_an_elder_checks_in_at_the_centre_with_the_code_that_it_shows(
    app: Flask,
    work: UnitOfWork,
    contract: Contract,
    singing: CareService,
    carer: Caregiver,
    as_caregiver: AsCaregiver,
    dispatcher: ApiClient,
    clock: StoppedClock,
) -> None:
    singer, other = (cared(work, contract, singing, window=MORNING) for _ in range(2))
    visit = singer.visit(work, on=local_date(work.now))
    row = given_to(work, [visit], carer)
    path = f"{PATH}/{row.id}"
    as_elder, as_other = (
        accounts.client_of(app, work, accounts.resident_account(work, each.elder.id))
        for each in (singer, other)
    )

    shown = as_caregiver(carer).get(f"{path}/check-in-code")
    code = {"code": shown.json["code"]}
    wrong = as_elder.post(f"{path}/check-in", {"code": "00000000"})
    not_expected = as_other.post(f"{path}/check-in", code)
    came = as_elder.post(f"{path}/check-in", code)
    again = as_elder.post(f"{path}/check-in", code)
    work.session.expire_all()

    assert shown.json["qr_svg"].startswith("<svg")
    assert dispatcher.get(f"{path}/check-in-code").json["code"] == code["code"]
    assert as_elder.get(f"{path}/check-in-code").status_code == 403
    assert (wrong.status_code, wrong.json["code"]) == (422, "centre_code_wrong")
    assert not_expected.status_code == 404
    assert (came.json["result"], again.json["result"]) == ("recorded", "known")
    assert visit.status is VisitStatus.DONE


def test_who_has_no_part_in_a_round_ticks_nothing(
    work: UnitOfWork,
    today: list[Visit],
    contract: Contract,
    singing: CareService,
    carer: Caregiver,
    colleague: Caregiver,
    as_caregiver: AsCaregiver,
    dispatcher: ApiClient,
    worker: ApiClient,
    clock: StoppedClock,
) -> None:
    row, at = given_to(work, today, carer), clock.today_at("11:10")
    body = {"ticks": [tick(today[0], at)]}

    refused = [
        each.post(f"{PATH}/{row.id}/ticks", body).status_code
        for each in (as_caregiver(colleague), dispatcher, worker)
    ]
    wrong_kind = as_caregiver(carer).post(
        f"{PATH}/{row.id}/attendance",
        {"present": [{"visit_id": str(today[0].id), "arrived_at": at.isoformat()}]},
    )

    assert refused == [404, 404, 404]
    assert (wrong_kind.status_code, wrong_kind.json["code"]) == (409, "wrong_round_kind")


@pytest.mark.parametrize(
    ("ticks", "field"),
    [
        ([], "ticks"),
        ([{"outcome": "eaten"}], "ticks.0.outcome"),
        ([{}, {"at": "11:00"}], "ticks.1.at"),
        ([{"latitude": 29.9}], "ticks.0.longitude"),
        ([{"note": ""}], "ticks.0.note"),
        ([{}] * 101, "ticks"),
    ],
)
def test_bad_input_names_the_tick_and_the_field(
    work: UnitOfWork,
    today: list[Visit],
    carer: Caregiver,
    as_caregiver: AsCaregiver,
    clock: StoppedClock,
    ticks: list[dict[str, Any]],
    field: str,
) -> None:
    row, at = given_to(work, today, carer), clock.today_at("11:10")

    answer = as_caregiver(carer).post(
        f"{PATH}/{row.id}/ticks", {"ticks": [{**tick(today[0], at), **each} for each in ticks]}
    )

    assert answer.status_code == 422
    assert field in answer.json["errors"]
