"""Bringing lists in: whom rows put on record, add to, or are told of; and that twice is once."""

from uuid import UUID

import pytest
from sqlalchemy import select
from stdnum.cn import ric

from service.kit.actor import Actor, ActorKind, Duty, Function, Role
from service.kit.audit import AuditEntry
from service.kit.edge import unit_of_work
from service.kit.errors import OutOfScope, WrongState
from service.kit.house import House
from service.regions.models import Region
from service.residents.homes.models import Home, Household, Residence
from service.residents.homes.rules import Relation
from service.residents.imports import actions
from service.residents.imports.errors import SheetUnderWay
from service.residents.imports.models import Import, ImportPiece, ImportRow
from service.residents.imports.rules.outcomes import ImportState, OnError, Reason
from service.residents.merging.models import PossibleDuplicate
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, regions, residents
from tests.residents.imports import lists
from tests.residents.imports.importing import bring_in, counts, number_of, people, work_off
from tests.residents.imports.lists import HEADER, id_number, phone

COUPLE = (
    ("陈阿婆", id_number(1), phone(1), "3幢", "2", "301", "户主"),
    ("王阿公", id_number(2), None, "3幢", "2", "301", "配偶"),
)


@pytest.fixture(autouse=True)
def building(house: House) -> str:
    """Building 3 in the first grid."""
    with unit_of_work(house) as work:
        regions.tree(work)
        return regions.region(work, regions.GRID, regions.Level.BUILDING, "3幢")


def remarks(house: House, told: Import) -> list[tuple[int, str, list[str]]]:
    with unit_of_work(house) as work:
        rows = work.session.scalars(
            select(ImportRow).where(ImportRow.import_id == told.id).order_by(ImportRow.number)
        )
        return [(row.number, row.outcome.value, [each["reason"] for each in row.remarks]) for row in rows]


def test_a_list_puts_people_their_home_and_household_on_record(house: House, building: str) -> None:
    told = bring_in(house, lists.xlsx(HEADER, *COUPLE))

    assert told.state is ImportState.DONE
    assert counts(told) == {"created": 2}
    assert people(house, Resident.name, Resident.status, Resident.region_code, Resident.address) == [
        ("王阿公", ResidentStatus.VERIFIED, building, "3幢 2 单元 301 室"),
        ("陈阿婆", ResidentStatus.VERIFIED, building, "3幢 2 单元 301 室"),
    ]
    with unit_of_work(house) as work:
        residences = work.session.scalars(select(Residence)).all()
        assert {each.relation for each in residences} == {Relation.HOUSEHOLDER, Relation.SPOUSE}
        assert len({each.household_id for each in residences}) == 1
    assert (number_of(house, Home), number_of(house, Household)) == (1, 1)


def test_a_dry_run_writes_nobody_and_tells_what_would_become_of_the_rows(house: House) -> None:
    body = lists.csv(HEADER, *COUPLE, ("张三", "123", None, None, None, None, None))

    told = bring_in(house, body, dry_run=True)

    assert told.state is ImportState.CHECKED
    assert counts(told) == {"created": 2, "bad": 1}
    assert people(house) == []
    assert remarks(house, told)[2] == (4, "bad", ["bad_id_number"])


def test_nobody_is_born_tomorrow_or_in_another_age(house: House) -> None:
    head = "33021120260303102"
    child = head + ric.calc_check_digit(f"{head}0")
    rows = (
        ("张三", child, None, None, None, None, None),
        ("李四", None, "13812345678", None, None, None, None),
        ("王五", None, "13912345678", None, None, None, None),
    )
    header, born = [*HEADER, "出生日期"], (None, "2026-03-03", "1850-01-01")
    body = lists.csv(header, *[(*row, day) for row, day in zip(rows, born, strict=True)])

    told = bring_in(house, body, dry_run=True)

    assert [each[1:] for each in remarks(house, told)] == [
        ("bad", ["impossible_birth_date"]),
        ("bad", ["impossible_birth_date"]),
        ("bad", ["bad_date"]),
    ]


def test_a_list_that_was_checked_is_started(house: House) -> None:
    told = bring_in(house, lists.csv(HEADER, *COUPLE), dry_run=True)

    with unit_of_work(house) as work:
        actions.start(work, work.session.get_one(Import, told.id))
    work_off(house)

    assert len(people(house)) == 2


def test_all_or_nothing_writes_nothing_when_a_row_is_bad(house: House) -> None:
    body = lists.csv(HEADER, *COUPLE, ("张三", "123", None, None, None, None, None))

    told = bring_in(house, body, on_error=OnError.ALL)

    assert told.state is ImportState.REFUSED
    assert people(house) == []


def test_twice_is_once(house: House) -> None:
    without_numbers = ("孙小妹", None, None, "3幢", "2", "301", "孙女")
    body = lists.xlsx(HEADER, *COUPLE, without_numbers)
    bring_in(house, body)

    again = bring_in(house, body)

    assert counts(again) == {"unchanged": 3}
    assert len(people(house)) == 3


def test_the_same_row_twice_in_a_list_is_one_person(house: House) -> None:
    body = lists.csv(HEADER, *COUPLE, *COUPLE)

    checked = bring_in(house, body, dry_run=True)
    told = bring_in(house, body)

    assert counts(checked) == counts(told) == {"created": 2, "unchanged": 2}
    assert len(people(house)) == 2


def test_a_later_list_adds_what_was_missing_and_names_what_differs(house: House) -> None:
    bring_in(house, lists.csv(HEADER, *COUPLE))
    richer = lists.csv(
        HEADER,
        ("王阿公", id_number(2), phone(2), "3幢", "2", "301", "配偶"),
        ("陈大婆", id_number(1), phone(9), "3幢", "2", "302", "户主"),
    )

    told = bring_in(house, richer)

    assert remarks(house, told) == [(2, "updated", []), (3, "unchanged", ["differs"] * 3)]
    with unit_of_work(house) as work:
        kept = {each.name: each.phone(house.cipher) for each in work.session.scalars(select(Resident))}
    assert kept == {"陈阿婆": f"+86{phone(1)}", "王阿公": f"+86{phone(2)}"}


def test_who_may_be_on_record_already_is_shown_for_merging_and_not_guessed(house: House) -> None:
    with unit_of_work(house) as work:
        residents.resident(work, name="陈阿婆", phone=f"+86{phone(1)}")

    told = bring_in(house, lists.csv(HEADER, COUPLE[0]))

    assert counts(told) == {"to_merge": 1}
    assert len(people(house)) == 2
    assert number_of(house, PossibleDuplicate) == 1


def test_who_moved_away_and_is_on_a_list_lives_there_again(house: House, building: str) -> None:
    with unit_of_work(house) as work:
        residents.resident(
            work,
            name="陈阿婆",
            status=ResidentStatus.MOVED_AWAY,
            id_number=id_number(1),
            region_code=regions.OTHER_COMMUNITY,
        )

    told = bring_in(house, lists.csv(HEADER, COUPLE[0]))

    assert counts(told) == {"updated": 1}
    assert people(house, Resident.status, Resident.region_code) == [(ResidentStatus.VERIFIED, building)]


@pytest.mark.parametrize(
    ("status", "reason"),
    [(ResidentStatus.DECEASED, Reason.DECEASED), (ResidentStatus.PENDING, Reason.PENDING)],
)
def test_records_that_are_not_in_order_make_bad_rows(
    house: House, status: ResidentStatus, reason: Reason
) -> None:
    with unit_of_work(house) as work:
        residents.resident(work, name="陈阿婆", status=status, id_number=id_number(1))

    told = bring_in(house, lists.csv(HEADER, COUPLE[0]))

    assert remarks(house, told) == [(2, "bad", [reason.value])]


def _worker(house: House, region_code: str) -> Actor:
    with unit_of_work(house) as work:
        account = accounts.staff(work, Role.COMMUNITY_WORKER, region_code)
    duty = Duty(Role.COMMUNITY_WORKER, region_code, None, frozenset(Function))
    return Actor(ActorKind.STAFF, account.id, duties=(duty,))


def test_nobody_imports_where_they_have_no_duty(house: House) -> None:
    worker = _worker(house, regions.COMMUNITY)

    with pytest.raises(OutOfScope):
        bring_in(house, lists.csv(HEADER, *COUPLE), actor=worker, region_code=regions.OTHER_COMMUNITY)


def test_the_askers_duty_is_looked_at_in_each_step(house: House) -> None:
    worker = _worker(house, regions.COMMUNITY)
    with unit_of_work(house, worker) as work:
        asked = actions.ask(
            work,
            lists.csv(HEADER, *COUPLE),
            region_code=regions.COMMUNITY,
            dry_run=False,
            on_error=OnError.ONLY_GOOD,
        )
        import_id = asked.id
    with unit_of_work(house) as work:
        duties = accounts.AccountDuty
        work.session.execute(duties.__table__.delete().where(duties.account_id == worker.account_id))

    work_off(house)

    with unit_of_work(house) as work:
        told = work.session.get_one(Import, import_id)
    assert remarks(house, told) == [(2, "bad", ["out_of_scope"]), (3, "bad", ["out_of_scope"])]
    assert people(house) == []


@pytest.mark.parametrize("status", [ResidentStatus.VERIFIED, ResidentStatus.DECEASED])
def test_records_of_other_communities_are_left_alone_and_looking_for_them_leaves_a_trace(
    house: House, status: ResidentStatus
) -> None:
    with unit_of_work(house) as work:
        residents.resident(
            work,
            name="陈阿婆",
            id_number=id_number(1),
            region_code=regions.OTHER_COMMUNITY,
            status=status,
        )
    worker = _worker(house, regions.COMMUNITY)

    told = bring_in(house, lists.csv(HEADER, *COUPLE), actor=worker, dry_run=True)

    assert [each[1:] for each in remarks(house, told)] == [("bad", ["record_elsewhere"]), ("created", [])]
    assert _people_of_rows(house, told) == [None, None]
    with unit_of_work(house) as work:
        looked = select(AuditEntry).where(AuditEntry.account_id == worker.account_id, ~AuditEntry.succeeded)
        [entry] = work.session.scalars(looked).all()
        assert (entry.action, entry.subject, entry.facts["elsewhere"]) == ("import_check", str(told.id), 1)


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (None, "pending_elsewhere"),
        (regions.OTHER_COMMUNITY, "pending_elsewhere"),
        (regions.COMMUNITY, "pending"),
    ],
)
def test_who_only_registered_online_is_decided_by_somebody_who_sees_the_person(
    house: House, place: str | None, reason: str
) -> None:
    with unit_of_work(house) as work:
        waiting = residents.resident(
            work, place, name="陈阿婆", id_number=id_number(1), status=ResidentStatus.PENDING
        ).id

    told = bring_in(house, lists.csv(HEADER, COUPLE[0]), actor=_worker(house, regions.COMMUNITY))

    assert remarks(house, told) == [(2, "bad", [reason])]
    assert _people_of_rows(house, told) == [waiting if reason == "pending" else None]


def test_the_same_file_is_not_imported_twice_at_once(house: House) -> None:
    body = lists.csv(HEADER, *COUPLE)
    with unit_of_work(house) as work:
        actions.ask(work, body, region_code=regions.COMMUNITY)

    with pytest.raises(SheetUnderWay):
        bring_in(house, body)


def test_a_cancelled_import_writes_nothing_more(house: House) -> None:
    with unit_of_work(house) as work:
        asked = actions.ask(work, lists.csv(HEADER, *COUPLE), region_code=regions.COMMUNITY, dry_run=False)
        actions.cancel(work, asked)
    work_off(house)

    assert people(house) == []
    with unit_of_work(house) as work, pytest.raises(WrongState):
        actions.cancel(work, work.session.get_one(Import, asked.id))


def test_a_file_without_header_fails_with_its_reason(house: House) -> None:
    told = bring_in(house, lists.csv(*COUPLE))

    assert (told.state, told.refusal) == (ImportState.FAILED, "no_header")


def test_nothing_of_a_person_is_kept_in_clear(house: House) -> None:
    told = bring_in(house, lists.csv(HEADER, *COUPLE, ("张三", "1234567", "99", None, None, None, None)))

    with unit_of_work(house) as work:
        bodies = work.session.scalars(select(ImportPiece.body_sealed)).all()
        rows = work.session.scalars(select(ImportRow.remarks)).all()
    assert bodies
    kept = b"".join(bodies) + repr(rows).encode() + repr(vars(told)).encode()
    for secret in (id_number(1), phone(1), "1234567", "陈阿婆", "张三"):
        assert secret.encode() not in kept


def test_contents_go_after_some_days(house: House, clock: StoppedClock, timetable: Timetable) -> None:
    bring_in(house, lists.csv(HEADER, *COUPLE))
    clock.move(days=31)

    timetable.run("residents.imports.forget_contents")

    assert number_of(house, ImportPiece) == number_of(house, ImportRow) == 0
    assert len(people(house)) == 2


def _people_of_rows(house: House, told: Import) -> list[UUID | None]:
    with unit_of_work(house) as work:
        rows = select(ImportRow.resident_id).where(ImportRow.import_id == told.id).order_by(ImportRow.number)
        return list(work.session.scalars(rows))


NEW_STREET = (
    ("陈阿婆", id_number(1), phone(1), "9幢", "2", "301", "户主"),
    ("王阿公", id_number(2), None, "09", "2", "301", "配偶"),
    ("李四", id_number(3), None, "九号楼", "1", "101", None),
    ("张三", "123", None, "8幢", "1", "101", None),
    ("赵六", id_number(4), None, "=cmd|' /C calc'!A0", "1", "101", None),
)


def buildings(house: House) -> list[tuple[str, str]]:
    with unit_of_work(house) as work:
        query = select(Region.name, Region.parent_code).where(Region.level == "building")
        return [(row.name, row.parent_code) for row in work.session.execute(query.order_by(Region.name))]


def test_buildings_that_are_not_on_record_come_with_the_list_where_that_is_wanted(house: House) -> None:
    body = lists.csv(HEADER, *NEW_STREET)
    refused = bring_in(house, body)

    foretold = bring_in(house, body, dry_run=True, create_places=True)
    before = buildings(house)
    written = bring_in(house, body, create_places=True)
    again = bring_in(house, body, create_places=True)

    assert counts(refused) == {"bad": 5}
    assert counts(foretold) == counts(written) == {"created": 3, "bad": 2}
    assert before == [("3幢", regions.GRID)]
    assert (
        remarks(house, foretold)
        == remarks(house, written)
        == [
            (2, "created", ["new_building"]),
            (3, "created", []),
            (4, "created", []),
            (5, "bad", ["bad_id_number"]),
            (6, "bad", ["no_such_building"]),
        ]
    )
    assert buildings(house) == [("3幢", regions.GRID), ("9幢", regions.GRID)]
    assert counts(again) == {"unchanged": 3, "bad": 2}
    assert people(house, Resident.address) == [
        ("9幢 1 单元 101 室",),
        ("9幢 2 单元 301 室",),
        ("9幢 2 单元 301 室",),
    ]


def test_of_several_grids_the_row_names_the_new_buildings(house: House) -> None:
    with unit_of_work(house) as work:
        second = regions.region(work, regions.COMMUNITY, regions.Level.GRID, "第二网格")
    header = [*HEADER, "网格"]
    rows = [(*NEW_STREET[0], None), (*NEW_STREET[2], "第二网格")]

    missing = bring_in(house, lists.csv(header, rows[0]), create_places=True)
    foretold = bring_in(house, lists.csv(header, *rows), dry_run=True, create_places=True)
    told = bring_in(house, lists.csv(header, *rows), create_places=True)

    assert remarks(house, missing) == [(2, "bad", ["grid_missing"])]
    assert remarks(house, foretold) == remarks(house, told)
    assert counts(told) == {"created": 2}
    assert buildings(house) == [("3幢", regions.GRID), ("九号楼", second)]


def test_only_a_communitys_own_workers_bring_buildings(house: House) -> None:
    duty = Duty(Role.STREET_STAFF, regions.STREET, functions=frozenset(Function))
    with unit_of_work(house) as work:
        account = accounts.staff(work, Role.STREET_STAFF, regions.STREET)
    street = Actor(ActorKind.STAFF, account_id=account.id, duties=(duty,))

    told = bring_in(house, lists.csv(HEADER, *NEW_STREET), actor=street, create_places=True)

    assert counts(told) == {"bad": 5}
    assert buildings(house) == [("3幢", regions.GRID)]


def test_another_word_on_buildings_is_checked_first(house: House) -> None:
    told = bring_in(house, lists.csv(HEADER, *NEW_STREET[:3]), dry_run=True)

    with unit_of_work(house) as work:
        started = actions.start(work, work.session.get_one(Import, told.id), create_places=True)
        assert started.state is ImportState.CHECKING
    work_off(house)

    assert len(people(house)) == 3
