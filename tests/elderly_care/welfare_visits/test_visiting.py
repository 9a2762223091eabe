"""One call at the door: what was found, what it leads to, and when somebody comes again."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from service.elderly_care.alarms.models import CareAlarm
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.welfare_visits.models import WelfareContact
from service.elderly_care.welfare_visits.rules import WelfareStatus
from service.kit.clock import at_local
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.welfare_visits.conftest import aged, due, every_visit, heard, path_of
from tests.factories import care, regions, welfare
from tests.factories.welfare import ALL_FINE, MET

NOT_MET = {"way": "door", "outcome": "not_met"}
REFUSED = {"way": "door", "outcome": "refused"}


def found(area: str, concern: str, words: str | None) -> list[dict[str, Any]]:
    others = [each for each in ALL_FINE if each["area"] != area]
    return [*others, {"area": area, "concern": concern, "words": words}]


def test_who_was_met_is_due_again_a_period_later(work: UnitOfWork, elder: Resident, grid: ApiClient) -> None:
    visit = welfare.visit(work, elder)

    noted = grid.post(path_of(visit), MET | {"note": "精神不错"})

    assert (noted.status_code, noted.json["status"], noted.json["outcome"]) == (200, "done", "met")
    [contact] = noted.json["contacts"]
    assert (contact["note"], contact["acted_by"]["name"]) == ("精神不错", "李网格")
    assert {each["area"]: each["concern"] for each in contact["findings"]} == {
        each["area"]: "fine" for each in ALL_FINE
    }
    following = due(work, elder)
    assert (following.begins_at, following.due_at) == (work.now, at_local(date(2026, 4, 3)))


def test_what_was_found_is_sealed(work: UnitOfWork, elder: Resident, grid: ApiClient) -> None:
    worried = found("health", "attention", "膝盖疼，下楼要人扶")
    grid.post(path_of(welfare.visit(work, elder)), MET | {"findings": worried, "note": "女儿很少来"})

    [content] = work.session.scalars(select(WelfareContact.content_sealed))

    assert content
    assert not any(word.encode() in content for word in ("膝盖", "女儿", "attention"))


def test_who_was_not_met_stays_due_and_after_three_tries_the_community_hears(
    work: UnitOfWork, elder: Resident, grid: ApiClient, worker: ApiClient, timetable: Timetable,
    clock: StoppedClock,
) -> None:  # fmt: skip
    visit = welfare.visit(work, elder)

    tries = []
    for _ in range(4):
        clock.move(minutes=2)
        tries.append(grid.post(path_of(visit), NOT_MET).json["tries"])
    told = heard(work, timetable, "welfare_visit_not_found")
    met = grid.post(path_of(visit), MET)

    assert tries == [1, 2, 3, 4]
    assert [body for _, body in told] == ["已 3 次未见到 陈**，请了解情况。"]
    assert (met.json["status"], met.json["tries"], len(met.json["contacts"])) == ("done", 4, 5)


def test_who_declines_at_the_door_is_telephoned_from_then_on(
    work: UnitOfWork, elder: Resident, grid: ApiClient, worker: ApiClient, timetable: Timetable,
    clock: StoppedClock,
) -> None:  # fmt: skip
    declined = grid.post(path_of(welfare.visit(work, elder)), REFUSED)
    at_first = heard(work, timetable, "welfare_visit_declined")
    clock.move(minutes=2)
    called = grid.post(path_of(due(work, elder)), REFUSED | {"way": "phone"})
    then = heard(work, timetable, "welfare_visit_declined")

    assert (declined.json["status"], declined.json["outcome"], declined.json["wish"]) == (
        "done",
        "refused",
        "by_phone",
    )
    assert grid.get("/care/welfare-visits").json["items"][0]["wish"] == "by_phone"
    assert called.json["outcome"] == "refused"
    assert (at_first, [body for _, body in then]) == (
        [],
        ["陈** 不愿上门探访，电话也已婉拒，请商定怎样关心他们。"],
    )


def test_an_urgent_finding_rings_as_anybody_at_the_door_would(
    work: UnitOfWork, elder: Resident, grid: ApiClient
) -> None:
    urgent = found("health", "urgent", "发烧三天没有就医")

    noted = grid.post(path_of(welfare.visit(work, elder)), MET | {"findings": urgent})

    [alarm] = work.session.scalars(select(CareAlarm))
    assert noted.json["contacts"][0]["alarm_id"] == str(alarm.id)
    assert (alarm.kind, alarm.source, alarm.is_late) == ("unwell", "bystander", False)
    read = grid.get(f"/care/alarms/{alarm.id}").json
    assert read["note"] == "健康状况：发烧三天没有就医"
    assert read["acted_by"]["name"] == "李网格"


def test_what_is_told_hours_later_rings_late(work: UnitOfWork, elder: Resident, grid: ApiClient) -> None:
    urgent = found("home_safety", "urgent", "煤气味很重")
    body = MET | {"findings": urgent, "way": "phone", "at": work.now - timedelta(hours=5)}

    grid.post(path_of(welfare.visit(work, elder)), body)

    [alarm] = work.session.scalars(select(CareAlarm))
    assert (alarm.kind, alarm.source, alarm.is_late) == ("other", "phone", True)


def test_what_the_elder_needs_is_asked_for_at_once(
    work: UnitOfWork, elder: Resident, grid: ApiClient
) -> None:
    service = care.service(work)
    referral = {"needs": [service.id], "note": "想申请助浴"}

    noted = grid.post(path_of(welfare.visit(work, elder)), MET | {"referral": referral})

    [asked] = work.session.scalars(select(CareRequest))
    assert noted.json["contacts"][0]["request_id"] == str(asked.id)
    assert (asked.elder_id, asked.needs, asked.source, asked.acted_by_name) == (
        elder.id,
        [str(service.id)],
        "worker",
        "李网格",
    )


def test_a_visit_is_not_lost_because_the_same_is_asked_for_already(
    work: UnitOfWork, elder: Resident, grid: ApiClient, worker: ApiClient, timetable: Timetable,
    clock: StoppedClock,
) -> None:  # fmt: skip
    referral = {"needs": [care.service(work).id]}
    grid.post(path_of(welfare.visit(work, elder)), MET | {"referral": referral})
    clock.move(minutes=2)

    again = grid.post(path_of(due(work, elder)), MET | {"referral": referral})
    told = heard(work, timetable, "welfare_visit_to_refer")

    assert (again.status_code, again.json["contacts"][0]["request_id"]) == (200, None)
    assert len(told) == 1


def test_a_need_in_words_is_told_to_the_community(
    work: UnitOfWork, elder: Resident, grid: ApiClient, worker: ApiClient, timetable: Timetable
) -> None:
    grid.post(path_of(welfare.visit(work, elder)), MET | {"referral": {"note": "想装扶手"}})

    [(_, body)] = heard(work, timetable, "welfare_visit_to_refer")

    assert "陈**" in body
    assert "扶手" not in body


def test_a_visit_may_be_promised_sooner_but_never_later_than_the_grade_asks(
    work: UnitOfWork, elder: Resident, grid: ApiClient
) -> None:
    path = path_of(welfare.visit(work, elder))

    refused = [grid.post(path, MET | {"next_by": day}) for day in ("2026-03-02", "2026-04-03")]
    sooner = grid.post(path, MET | {"next_by": "2026-03-09"})

    assert [(each.status_code, each.json["code"]) for each in refused] == [(422, "impossible_next")] * 2
    assert sooner.status_code == 200
    assert due(work, elder).due_at == at_local(date(2026, 3, 10))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (MET | {"findings": ALL_FINE[1:]}, "findings"),
        (MET | {"findings": [*ALL_FINE[1:], ALL_FINE[1]]}, "findings"),
        (MET | {"findings": found("money", "attention", None)}, "findings"),
        (NOT_MET | {"findings": ALL_FINE}, "findings"),
        (NOT_MET | {"next_by": "2026-03-09"}, "next_by"),
        (MET | {"referral": {"note": None}}, "referral"),
        (MET | {"referral": {"needs": ["01900000-0000-7000-8000-000000000000"]}}, "referral.needs.0"),
        (MET | {"way": "letter"}, "way"),
        (MET | {"at": "2026-03-02T09:00:00"}, "at"),
    ],
)
def test_what_is_not_whole_is_refused_with_the_field_and_nothing_is_kept(
    work: UnitOfWork, elder: Resident, grid: ApiClient, body: dict[str, Any], field: str
) -> None:
    visit = welfare.visit(work, elder)

    refused = grid.post(path_of(visit), body)

    assert refused.status_code == 422, refused.json
    assert field.partition(".")[0] in str(refused.json["errors"])
    assert due(work, elder).id == visit.id
    assert list(work.session.scalars(select(WelfareContact))) == []


def test_a_visit_sent_days_later_counts_from_when_it_was(
    work: UnitOfWork, elder: Resident, grid: ApiClient
) -> None:
    at = work.now - timedelta(days=3)

    noted = grid.post(path_of(welfare.visit(work, elder)), MET | {"at": at})

    assert noted.json["settled_at"] == "2026-02-27T09:00:00+08:00"
    following = due(work, elder)
    assert (following.begins_at, following.due_at) == (at, at_local(date(2026, 3, 31)))


def test_a_clock_that_is_ahead_is_not_believed(work: UnitOfWork, elder: Resident, grid: ApiClient) -> None:
    noted = grid.post(path_of(welfare.visit(work, elder)), MET | {"at": work.now + timedelta(days=2)})

    assert noted.json["settled_at"] == "2026-03-02T09:00:00+08:00"


def test_a_time_before_the_visit_before_is_refused(
    work: UnitOfWork, elder: Resident, grid: ApiClient
) -> None:
    refused = grid.post(path_of(welfare.visit(work, elder)), MET | {"at": work.now - timedelta(days=8)})

    assert (refused.status_code, refused.json["code"]) == (422, "before_its_period")


def test_the_same_try_sent_twice_is_one_with_and_without_a_key(
    work: UnitOfWork, elder: Resident, grid: ApiClient, timetable: Timetable
) -> None:
    path, body = path_of(welfare.visit(work, elder)), MET | {"at": work.now - timedelta(hours=2)}

    answers = [grid.post(path, body, key="a"), grid.post(path, body, key="a"), grid.post(path, body)]

    assert [each.status_code for each in answers] == [200] * 3
    assert [len(each.json["contacts"]) for each in answers] == [1] * 3
    assert [row.status for row in every_visit(work, elder)] == [WelfareStatus.DONE, WelfareStatus.DUE]


def test_who_comes_after_a_colleague_is_told_so_and_who_could_not_know_loses_nothing(
    work: UnitOfWork, elder: Resident, grid: ApiClient, worker: ApiClient
) -> None:
    visit = welfare.visit(work, elder)
    grid.post(path_of(visit), MET)

    afterwards = worker.post(path_of(visit), MET | {"way": "phone"})
    before = worker.post(
        path_of(visit),
        MET | {"at": work.now - timedelta(hours=1), "findings": found("money", "attention", "药费高")},
    )

    assert (afterwards.status_code, afterwards.json["code"]) == (409, "wrong_state")
    assert (before.status_code, len(before.json["contacts"])) == (200, 2)
    assert due(work, elder).begins_at == work.now


def test_a_grid_worker_who_knocked_before_the_elder_moved_is_heard(
    work: UnitOfWork, elder: Resident, grid: ApiClient
) -> None:
    visit = welfare.visit(
        work, elder, region_code=regions.OTHER_COMMUNITY, formerly=regions.GRID, moved_at=work.now
    )

    now = grid.post(path_of(visit), MET)
    then = grid.post(path_of(visit), MET | {"at": work.now - timedelta(minutes=1)})

    assert (now.status_code, then.status_code) == (404, 200)


def test_a_visit_made_before_a_death_was_known_is_kept_and_asks_for_nothing(
    work: UnitOfWork, elder: Resident, grid: ApiClient
) -> None:
    elder.status = ResidentStatus.DECEASED
    visit = welfare.visit(work, elder, status=WelfareStatus.DROPPED, closed_at=work.now)
    urgent = found("health", "urgent", "喘得厉害")

    kept = grid.post(path_of(visit), MET | {"at": work.now - timedelta(days=1), "findings": urgent})
    afterwards = grid.post(path_of(visit), MET)

    assert (kept.status_code, kept.json["status"]) == (200, "done")
    assert kept.json["contacts"][0]["alarm_id"] is None
    assert afterwards.status_code == 409
    assert len(every_visit(work, elder)) == 1


def test_only_who_calls_there_notes_a_visit(
    work: UnitOfWork,
    elder: Resident,
    street: ApiClient,
    district: ApiClient,
    other_worker: ApiClient,
    manager: ApiClient,
    as_elder: ApiClient,
    as_daughter: ApiClient,
    worker: ApiClient,
) -> None:
    path = path_of(welfare.visit(work, elder))
    others = (street, district, as_elder, as_daughter, other_worker, manager)

    codes = [each.post(path, MET).status_code for each in others]

    assert codes == [403, 403, 403, 403, 404, 403]
    assert worker.post(path, MET).status_code == 200


def test_there_is_no_changing_what_was_noted(work: UnitOfWork, elder: Resident, grid: ApiClient) -> None:
    visit = welfare.visit(work, elder)
    grid.post(path_of(visit), MET)

    assert grid.patch(f"/care/welfare-visits/{visit.id}", {"note": "x"}).status_code == 405
    assert grid.delete(f"/care/welfare-visits/{visit.id}").status_code == 405


def test_the_grid_of_somebody_else_is_not_ones_own(work: UnitOfWork, grid: ApiClient) -> None:
    other = aged(work, region_code=regions.COMMUNITY)

    assert grid.post(path_of(welfare.visit(work, other)), MET).status_code == 404
