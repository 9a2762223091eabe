"""Rounds are made by themselves or by hand, claim time once, are split and called off."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.providers.models import Contract
from service.elderly_care.rounds import actions
from service.elderly_care.rounds.models import RoundWindow
from service.elderly_care.visits.models import Assignment, CaregiverGrain, ElderGrain, Round, Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.elderly_care.rounds.conftest import MORNING, AsCaregiver, eaters
from tests.factories import care
from tests.factories.care_rounds import care_round
from tests.factories.cared import cared

PATH = "/care/rounds"


def joined(work: UnitOfWork, visits: list[Visit]) -> Round:
    """The round that these visits of one window join."""
    actions.join(work, [each.id for each in visits])
    work.session.flush()
    return work.session.get_one(Round, visits[0].round_id)


def give(client: ApiClient, row: Round, *caregivers: Caregiver, **more: Any) -> Any:
    return client.patch(f"{PATH}/{row.id}", {"caregiver_ids": [each.id for each in caregivers], **more})


def test_visits_of_one_window_join_one_round_that_is_made_for_them(
    work: UnitOfWork, lunches: list[Visit], clock: StoppedClock
) -> None:
    [together] = actions.by_window(work, [each.id for each in lunches])
    first = joined(work, lunches[:3])
    again = joined(work, lunches)

    assert sorted(together) == sorted(each.id for each in lunches)
    assert first.id == again.id
    assert {each.round_id for each in lunches} == {first.id}
    assert (first.name, first.status, first.mode) == ("助餐 11:00–12:30", "planned", Mode.DELIVERY_ROUND)
    assert (first.starts_at, first.ends_at) == (
        clock.today_at("11:00", days=1),
        clock.today_at("12:30", days=1),
    )
    assert len(work.session.scalars(select(Round)).all()) == 1


def test_each_day_window_service_and_operator_has_a_round_of_its_own(
    work: UnitOfWork,
    contract: Contract,
    meals: CareService,
    lunches: list[Visit],
    other_operator: Organisation,
) -> None:
    [eater] = eaters(work, contract, meals, 1)
    others = [
        eater.visit(work, on=local_date(work.now) + timedelta(days=2)),
        cared(work, contract, meals, window=MORNING, minutes=5).visit(work),
        cared(work, contract, care.service(work, mode=Mode.DELIVERY_ROUND), window=MORNING).visit(work),
        eaters(work, care.contract(work, other_operator), meals, 1)[0].visit(work),
        cared(work, contract, care.service(work)).visit(work),
    ]

    windows = actions.by_window(work, [each.id for each in [*lunches, *others]])

    assert sorted(map(len, windows)) == [1, 1, 1, 1, 4]
    assert others[4].id not in {each for window in windows for each in window}


def test_sessions_of_two_centres_are_two(
    work: UnitOfWork, operator: Organisation, contract: Contract, singing: CareService
) -> None:
    elsewhere = care.contract(work, operator)
    visits = [cared(work, each, singing, window=MORNING).visit(work) for each in (contract, elsewhere)]

    windows = actions.by_window(work, [each.id for each in visits])
    rounds = [joined(work, [work.session.get_one(Visit, each) for each in window]) for window in windows]

    assert {each.facility_id for each in rounds} == {contract.facility_id, elsewhere.facility_id}


def test_a_round_claims_its_caregivers_once_and_its_visits_follow(
    work: UnitOfWork, dispatcher: ApiClient, lunches: list[Visit], carer: Caregiver, clock: StoppedClock
) -> None:
    row = joined(work, lunches)

    given = give(dispatcher, row, carer)
    moved = dispatcher.patch(f"{PATH}/{row.id}", {"starts_at": clock.today_at("11:30", days=1)})
    work.session.expire_all()

    assert (given.status_code, given.json["status"], given.json["visits"]) == (200, "assigned", 4)
    assert moved.json["caregiver_ids"] == [str(carer.id)]
    assert moved.headers["ETag"] != given.headers["ETag"]
    assert {each.status for each in lunches} == {VisitStatus.ASSIGNED}
    assert {each.starts_at for each in lunches} == {clock.today_at("11:30", days=1)}
    assert len(work.session.scalars(select(CaregiverGrain)).all()) == 4
    assert work.session.scalars(select(ElderGrain)).all() == []


def test_a_caregiver_is_not_on_two_rounds_at_once(
    work: UnitOfWork,
    dispatcher: ApiClient,
    operator: Organisation,
    meals: CareService,
    lunches: list[Visit],
    carer: Caregiver,
    clock: StoppedClock,
) -> None:
    row = joined(work, lunches)
    overlapping = care_round(
        work, operator, meals, clock.today_at("12:15", days=1), clock.today_at("13:00", days=1)
    )
    give(dispatcher, row, carer)

    refused = give(dispatcher, overlapping, carer)

    assert (refused.status_code, refused.json["code"]) == (409, "caregiver_busy")


def test_a_session_takes_the_elders_time_and_who_is_busy_is_left_to_the_planners(
    work: UnitOfWork,
    dispatcher: ApiClient,
    contract: Contract,
    singing: CareService,
    carer: Caregiver,
    clock: StoppedClock,
) -> None:
    singers = [cared(work, contract, singing, window=MORNING) for _ in range(2)]
    nursed = cared(work, contract, care.service(work), elder=singers[1].elder)
    nursed.visit(work, carer, starts_at=clock.today_at("10:00", days=1))
    visits = [each.visit(work) for each in singers]

    row = joined(work, visits)
    too = dispatcher.post(f"{PATH}/{row.id}/visits", {"visit_ids": [visits[1].id]})

    assert [each.round_id for each in visits] == [row.id, None]
    held = work.session.scalars(select(ElderGrain).where(ElderGrain.visit_id == visits[0].id)).all()
    assert len(held) == 8
    assert (too.status_code, too.json["code"]) == (409, "elder_busy")


def test_whom_the_elder_refuses_does_not_come_with_a_round_either(
    work: UnitOfWork,
    dispatcher: ApiClient,
    contract: Contract,
    meals: CareService,
    lunches: list[Visit],
    carer: Caregiver,
) -> None:
    row = joined(work, lunches)
    give(dispatcher, row, carer)
    late = cared(work, contract, meals, window=(11 * 60, 12 * 60 + 30), minutes=5, refused=(carer,)).visit(
        work
    )

    actions.join(work, [late.id])
    by_hand = dispatcher.post(f"{PATH}/{row.id}/visits", {"visit_ids": [late.id]})

    assert late.round_id is None
    assert (by_hand.status_code, by_hand.json["code"]) == (422, "caregiver_refused")


def test_what_joins_an_assigned_round_is_assigned(
    work: UnitOfWork, dispatcher: ApiClient, lunches: list[Visit], carer: Caregiver
) -> None:
    row = joined(work, lunches[:2])
    give(dispatcher, row, carer)

    joined(work, lunches)

    assert {each.status for each in lunches} == {VisitStatus.ASSIGNED}


def test_a_large_round_is_split_in_two(
    work: UnitOfWork,
    dispatcher: ApiClient,
    operator: Organisation,
    lunches: list[Visit],
    meals: CareService,
    carer: Caregiver,
    colleague: Caregiver,
) -> None:
    row = joined(work, lunches)
    give(dispatcher, row, carer)
    body = {
        "organisation_id": operator.id,
        "service_id": meals.id,
        "name": "午餐二线",
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
    }

    second = dispatcher.post(PATH, body)
    give(dispatcher, work.session.get_one(Round, second.json["id"]), colleague)
    moved = dispatcher.post(
        f"{PATH}/{second.json['id']}/visits", {"visit_ids": [each.id for each in lunches[2:]]}
    )
    joined(work, lunches)
    work.session.expire_all()

    assert (second.status_code, second.json["visits"]) == (201, 0)
    assert (moved.json["visits"], moved.json["status"]) == (2, "assigned")
    assert [str(each.round_id) for each in lunches] == [str(row.id)] * 2 + [second.json["id"]] * 2
    assert {each.status for each in lunches} == {VisitStatus.ASSIGNED}
    formerly = work.session.scalars(select(Assignment).where(Assignment.visit_id.is_not(None))).all()
    assert {(each.visit_id, each.caregiver_id) for each in formerly} == {
        (each.id, carer.id) for each in lunches[2:]
    }
    assert all(each.released_at is not None for each in formerly)


def test_only_what_fits_is_moved_into_a_round_and_all_of_it_or_nothing(
    work: UnitOfWork,
    dispatcher: ApiClient,
    operator: Organisation,
    other_operator: Organisation,
    contract: Contract,
    meals: CareService,
    lunches: list[Visit],
    carer: Caregiver,
    clock: StoppedClock,
) -> None:
    row = care_round(work, operator, meals, clock.today_at("11:00", days=1), clock.today_at("12:00", days=1))
    unfit = [
        cared(work, contract, meals, window=MORNING, minutes=5).visit(work),
        cared(work, contract, care.service(work)).visit(work),
        eaters(work, care.contract(work, other_operator), meals, 1)[0].visit(work),
        eaters(work, contract, meals, 1)[0].visit(work, status=VisitStatus.DONE),
        eaters(work, contract, meals, 1)[0].visit(work, carer),
    ]

    for each in unfit:
        answer = dispatcher.post(f"{PATH}/{row.id}/visits", {"visit_ids": [lunches[0].id, each.id]})
        assert (answer.status_code, answer.json["code"]) == (422, "not_for_round")
        assert list(answer.json["errors"]) == ["visit_ids.1"]
    assert lunches[0].round_id is None


def test_called_off_a_round_gives_back_time_and_visits_and_makes_room_for_another(
    work: UnitOfWork, dispatcher: ApiClient, lunches: list[Visit], carer: Caregiver
) -> None:
    row = joined(work, lunches)
    give(dispatcher, row, carer)

    answer = dispatcher.post(f"{PATH}/{row.id}/cancel")
    again = dispatcher.post(f"{PATH}/{row.id}/cancel")
    work.session.expire_all()

    assert (answer.json["status"], answer.json["visits"]) == ("cancelled", 0)
    assert again.status_code == 409
    assert {(each.status, each.round_id) for each in lunches} == {(VisitStatus.PLANNED, None)}
    assert work.session.scalars(select(CaregiverGrain)).all() == []
    assert work.session.scalars(select(RoundWindow)).all() == []
    assert joined(work, lunches).id != row.id


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"service": "home"}, "not_many_at_once", "service_id"),
        ({"service_id": "01900000-0000-7000-8000-000000000000"}, "no_such_service", "service_id"),
        ({"facility_id": "01900000-0000-7000-8000-000000000000"}, "no_such_facility", "facility_id"),
        ({"hours": 0}, "impossible_time", "ends_at"),
        ({"hours": 13}, "impossible_time", "ends_at"),
        ({"name": " "}, "invalid_input", "name"),
        ({"caregivers_needed": 5}, "invalid_input", "caregivers_needed"),
    ],
)
def test_bad_input_names_the_field(
    work: UnitOfWork,
    dispatcher: ApiClient,
    operator: Organisation,
    meals: CareService,
    clock: StoppedClock,
    changes: dict[str, Any],
    code: str,
    field: str,
) -> None:
    starts_at = clock.today_at("08:00", days=1)
    body = {
        "organisation_id": operator.id,
        "service_id": care.service(work).id if changes.pop("service", None) else meals.id,
        "name": "早餐",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=changes.pop("hours", 1)),
        **changes,
    }

    answer = dispatcher.post(PATH, body)

    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert field in answer.json["errors"]


def test_a_round_stays_within_its_visits_windows_and_ahead(
    work: UnitOfWork, dispatcher: ApiClient, lunches: list[Visit], clock: StoppedClock
) -> None:
    row = joined(work, lunches)

    def at(starts: str, ends: str, days: int = 1) -> Any:
        return dispatcher.patch(
            f"{PATH}/{row.id}",
            {"starts_at": clock.today_at(starts, days=days), "ends_at": clock.today_at(ends, days=days)},
        ).json["code"]

    assert at("13:00", "14:00") == "outside_window"
    assert at("11:00", "12:00", days=-1) == "in_the_past"


def test_what_is_changed_must_have_been_read(
    work: UnitOfWork, dispatcher: ApiClient, lunches: list[Visit], carer: Caregiver
) -> None:
    path = f"{PATH}/{joined(work, lunches).id}"
    etag = dispatcher.get(path).headers["ETag"]

    first = dispatcher.patch(path, {"caregiver_ids": [carer.id]}, etag=etag)
    stale = dispatcher.patch(path, {"name": "另一线"}, etag=etag)
    blind = dispatcher.patch(path, {"name": "另一线"}, etag=None)

    assert [each.status_code for each in (first, stale, blind)] == [200, 412, 428]


def test_rounds_are_their_operators_and_whose_they_are(
    work: UnitOfWork,
    dispatcher: ApiClient,
    other_dispatcher: ApiClient,
    worker: ApiClient,
    as_caregiver: AsCaregiver,
    lunches: list[Visit],
    carer: Caregiver,
    colleague: Caregiver,
) -> None:
    row = joined(work, lunches)
    give(dispatcher, row, carer)
    path = f"{PATH}/{row.id}"

    assert other_dispatcher.get(path).status_code == 404
    assert other_dispatcher.patch(path, {"name": "x"}).status_code == 404
    assert other_dispatcher.post(f"{path}/cancel").status_code == 404
    assert worker.get(path).status_code == 403
    assert as_caregiver(carer).get(path).status_code == 200
    assert as_caregiver(carer).post(f"{path}/cancel").status_code == 404
    assert as_caregiver(colleague).get(path).status_code == 404
    assert [each["id"] for each in as_caregiver(carer).get(PATH).json["items"]] == [str(row.id)]
    assert as_caregiver(colleague).get(PATH).json["items"] == []


def test_lists_are_narrowed_by_days_caregiver_and_state(
    work: UnitOfWork,
    dispatcher: ApiClient,
    operator: Organisation,
    meals: CareService,
    lunches: list[Visit],
    carer: Caregiver,
    clock: StoppedClock,
) -> None:
    tomorrow = joined(work, lunches)
    later = care_round(
        work, operator, meals, clock.today_at("11:00", days=3), clock.today_at("12:00", days=3)
    )
    give(dispatcher, tomorrow, carer)

    def ids(query: str = "") -> list[str]:
        return [each["id"] for each in dispatcher.get(f"{PATH}?{query}").json["items"]]

    assert ids() == [str(tomorrow.id), str(later.id)]
    assert ids("from=2026-03-04") == ids("status=planned") == [str(later.id)]
    assert ids("to=2026-03-03") == ids(f"caregiver_id={carer.id}") == [str(tomorrow.id)]
    assert ids("from=2026-03-05&to=2026-03-05") == [str(later.id)]
    assert ids(f"organisation_id={care.operator(work).id}") == []
