"""Who sees whom to call on, and what was found."""

from datetime import timedelta

from sqlalchemy import select

from service.elderly_care.welfare_visits.rules import RiskGrade, WelfareStatus
from service.kit.actor import Function, Role
from service.kit.audit import AuditEntry
from service.kit.work import UnitOfWork
from service.regions.rules import Level
from service.residents.models import Resident
from tests.client import ApiClient
from tests.elderly_care.conftest import Speak
from tests.elderly_care.welfare_visits.conftest import PATH, PHONE, aged, path_of
from tests.factories import homes, regions, tags, welfare
from tests.factories.welfare import ALL_FINE, MET

WORRIED = [*ALL_FINE[1:], {"area": "health", "concern": "attention", "words": "膝盖疼"}]


def names(client: ApiClient, query: str = "") -> list[str]:
    answered = client.get(f"{PATH}{query}")
    assert answered.status_code == 200, answered.json
    return [each["elder_name"] for each in answered.json["items"]]


def test_a_grid_worker_has_name_door_and_telephone_of_whom_to_call_on(
    work: UnitOfWork, elder: Resident, grid: ApiClient
) -> None:
    homes.living(work, elder, homes.home(work, room="301", unit="2"))
    visit = welfare.visit(work, elder, reasons=["aged_60", "lives_alone"])
    grid.post(path_of(visit), {"way": "door", "outcome": "not_met"})

    [row] = grid.get(PATH).json["items"]

    assert (row["elder_name"], row["phone"], row["way"]) == ("陈阿婆", PHONE, ["第一网格"])
    assert (row["unit"], row["room"], row["grade"], row["due_on"]) == ("2", "301", "key", "2026-03-09")
    assert [each["zh"] for each in row["reasons"]] == ["60岁以上", "独居"]
    assert (row["last"]["outcome"], row["last"]["findings"], row["tries"]) == ("not_met", None, 1)
    assert (row["is_overdue"], row["contacts"]) == (False, None)


def test_the_list_is_one_reading_that_each_person_on_it_can_see(
    work: UnitOfWork, elder: Resident, grid: ApiClient, as_elder: ApiClient
) -> None:
    other = aged(work)
    for each in (elder, other):
        welfare.visit(work, each)

    grid.get(PATH)

    [entry] = work.session.scalars(select(AuditEntry).where(AuditEntry.action == "list_welfare_visits"))
    assert set(entry.people or ()) == {elder.id, other.id}
    assert "李网格" in as_elder.get("/residents/me/access-log").get_data(as_text=True)


def test_the_list_goes_as_one_walks_and_a_page_goes_on_after_a_visit_that_was_made_meanwhile(
    work: UnitOfWork, grid: ApiClient
) -> None:
    tenth, second = (
        regions.region(work, regions.GRID, Level.BUILDING, name) for name in ("桂花苑10幢", "桂花苑2幢")
    )
    for name, place, room in (("丁", tenth, "101"), ("丙", second, "1002"), ("乙", second, "201")):
        person = aged(work, name=name)
        homes.living(work, person, homes.home(work, place, room))
        welfare.visit(work, person)
    welfare.visit(work, aged(work, name="戊"))

    whole = names(grid)
    first = grid.get(f"{PATH}?limit=2").json
    grid.post(f"{PATH}/{first['items'][-1]['id']}/done", MET)
    rest = names(grid, f"?limit=2&cursor={first['next_cursor']}")

    assert whole == ["乙", "丙", "丁", "戊"]
    assert [each["elder_name"] for each in first["items"]] == whole[:2]
    assert rest[:2] == whole[2:]


def test_by_place_by_day_and_what_is_late(work: UnitOfWork, elder: Resident, worker: ApiClient) -> None:
    late = aged(work, name="周阿公", region_code=regions.COMMUNITY)
    welfare.visit(work, elder)
    welfare.visit(work, late, due_at=work.now - timedelta(hours=1))

    assert names(worker, f"?grid={regions.GRID}") == ["陈阿婆"]
    assert names(worker, "?due=2026-03-08") == ["周阿公"]
    assert set(names(worker, "?due=2026-03-09")) == {"陈阿婆", "周阿公"}
    assert names(worker, "?overdue=true") == ["周阿公"]
    assert worker.get(f"{PATH}?grid={regions.OTHER_COMMUNITY}").status_code == 403
    assert worker.get(f"{PATH}?grid=nowhere").status_code == 403


def test_a_visit_is_late_from_the_moment_it_is_due(
    work: UnitOfWork, elder: Resident, grid: ApiClient
) -> None:
    welfare.visit(work, elder, due_at=work.now)

    assert names(grid, "?overdue=true") == ["陈阿婆"]


def test_the_street_and_the_district_see_what_is_late_without_name_door_or_telephone(
    work: UnitOfWork, elder: Resident, street: ApiClient, district: ApiClient, grid: ApiClient
) -> None:
    in_time = aged(work)
    late = welfare.visit(work, elder, due_at=work.now - timedelta(days=1), grade=RiskGrade.HIGH)
    welfare.visit(work, in_time)
    noted = {"way": "door", "outcome": "not_met", "note": "邻居说去了医院"}
    grid.post(path_of(late), noted)

    for overseer in (street, district):
        [row] = overseer.get(PATH).json["items"]
        read = overseer.get(f"{PATH}/{late.id}").json

        assert (row["elder_name"], row["phone"], row["address"], row["room"]) == ("陈**", None, None, None)
        assert (row["is_overdue"], row["grade"]) == (True, "high")
        assert (read["contacts"][0]["note"], read["contacts"][0]["findings"]) == (None, None)


def test_the_pages_of_the_street_are_each_as_long_as_asked(work: UnitOfWork, street: ApiClient) -> None:
    for _ in range(3):
        welfare.visit(work, aged(work), due_at=work.now - timedelta(days=1))

    first = street.get(f"{PATH}?limit=2").json
    rest = street.get(f"{PATH}?limit=2&cursor={first['next_cursor']}").json

    assert (len(first["items"]), len(rest["items"]), rest["next_cursor"]) == (2, 1, None)


def test_a_cursor_of_another_list_is_refused(work: UnitOfWork, grid: ApiClient) -> None:
    for name in ("桂花苑1幢", "桂花苑2幢"):
        homes.home(work, regions.region(work, regions.GRID, Level.BUILDING, name))
    other = grid.get(f"/walks/{regions.GRID}?limit=1").json["next_cursor"]

    refused = grid.get(f"{PATH}?cursor={other}")

    assert other is not None
    assert (refused.status_code, refused.json["code"]) == (422, "invalid_input")


def test_a_tag_that_a_grid_worker_may_not_see_is_no_reason_that_they_read(
    work: UnitOfWork, grid: ApiClient, worker: ApiClient
) -> None:
    elder = aged(work, codes=())
    tags.tag(work, elder, "lost_only_child")
    welfare.visit(work, elder, reasons=["aged_60", "lost_only_child", "level"])

    read = [
        {reason["code"] for reason in client.get(PATH).json["items"][0]["reasons"]}
        for client in (grid, worker)
    ]

    assert read == [{"aged_60", "level"}, {"aged_60", "lost_only_child", "level"}]


def test_a_worker_without_people_in_hand_sees_no_tag(
    work: UnitOfWork, elder: Resident, as_staff: Speak
) -> None:
    only_care = as_staff(Role.COMMUNITY_WORKER, regions.COMMUNITY, functions=[Function.CARE])
    welfare.visit(work, elder, reasons=["lives_alone"])

    assert only_care.get(PATH).json["items"][0]["reasons"] == []


def test_what_was_found_is_for_who_calls_there_and_the_elder_and_never_for_a_proxy(
    work: UnitOfWork, elder: Resident, grid: ApiClient, worker: ApiClient, as_elder: ApiClient,
    as_daughter: ApiClient,
) -> None:  # fmt: skip
    visit = welfare.visit(work, elder)
    grid.post(path_of(visit), MET | {"findings": WORRIED, "note": "女儿很少来"})

    texts = {
        name: [client.get(path).get_data(as_text=True) for path in (f"{PATH}/{visit.id}", f"/care/welfare-elders/{elder.id}")]
        for name, client in (
            ("worker", worker), ("elder", as_elder), ("daughter", as_daughter),
        )
    }  # fmt: skip

    for name in ("worker", "elder"):
        assert all("膝盖疼" in text and "女儿很少来" in text for text in texts[name])
    assert all("李网格" in text and "膝盖" not in text and "很少来" not in text for text in texts["daughter"])
    assert as_elder.get(f"{PATH}/{visit.id}").json["phone"] is None


def test_nobody_else_reads_of_it(
    work: UnitOfWork, elder: Resident, other_worker: ApiClient, manager: ApiClient, as_elder: ApiClient
) -> None:
    visit = welfare.visit(work, elder)
    card = f"/care/welfare-elders/{elder.id}"

    assert [client.get(PATH).status_code for client in (manager, as_elder)] == [403, 403]
    assert names(other_worker) == []
    assert [client.get(f"{PATH}/{visit.id}").status_code for client in (other_worker, manager)] == [404, 403]
    assert [client.get(card).status_code for client in (other_worker, manager)] == [403, 403]


def test_the_auditor_sees_that_visits_are_made_and_nothing_of_whom(
    work: UnitOfWork, elder: Resident, as_staff: Speak
) -> None:
    visit = welfare.visit(work, elder)
    auditor = as_staff(Role.AUDITOR)

    shown = auditor.get(f"{PATH}/{visit.id}").json

    assert shown["elder_name"] != elder.name
    assert (shown["address"], shown["phone"], shown["contacts"]) == (None, None, [])
    assert elder.name not in auditor.get(PATH).get_data(as_text=True)
    assert auditor.get(f"/care/welfare-elders/{elder.id}").status_code == 403


def test_a_visit_that_was_made_is_on_no_list(work: UnitOfWork, elder: Resident, grid: ApiClient) -> None:
    welfare.visit(work, elder, status=WelfareStatus.DROPPED, closed_at=work.now)

    assert names(grid) == []
