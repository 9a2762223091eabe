"""The audit trail's chain: whoever changes, drops or adds an entry afterwards is found."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from service.kit import audit_chain, audit_verification
from service.kit.actor import Role
from service.kit.audit import AuditEntry
from service.kit.audit_chain import AuditDay
from service.kit.audit_verification import Fault, faults
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.prepared import run
from service.kit.texts import Text
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts

FIRST_DAY = date(2026, 3, 2)
DAYS = [FIRST_DAY + timedelta(days=after) for after in range(3)]


@pytest.fixture
def trail(house: House, timetable: Timetable, clock: StoppedClock) -> House:
    """Two full days of three entries each, closed, and a morning of one."""
    for _ in DAYS[:2]:
        for number in range(3):
            record(house, number)
            clock.move(hours=1)
        timetable.run("kit.housekeeping.link_audit")
        clock.move(hours=21)
        timetable.run("kit.housekeeping.close_audit_days")
    record(house, 9)
    clock.move(minutes=20)
    timetable.run("kit.housekeeping.link_audit")
    return house


def record(house: House, number: int) -> None:
    with unit_of_work(house) as work:
        work.audit("book", subject=f"thing-{number}", region_code="330211", note="镇海", times=number)


def found(house: House, known: dict[date, str] | None = None) -> list[Fault]:
    with unit_of_work(house) as work:
        return list(faults(work, known))


def tamper(house: House, table: str, statement: str) -> None:
    """What somebody does who owns the database and switches its guards off."""
    with unit_of_work(house) as work:
        connection = work.session.connection()
        run(connection, f"ALTER TABLE {table} DISABLE TRIGGER USER", ())
        assert run(connection, statement, ()).rowcount > 0
        run(connection, f"ALTER TABLE {table} ENABLE TRIGGER USER", ())


def said(faults_found: list[Fault]) -> set[tuple[date, Text]]:
    return {(fault.day, fault.what) for fault in faults_found}


def seals(house: House) -> dict[date, str]:
    with unit_of_work(house) as work:
        return {each.day: each.seal.hex() for each in work.session.scalars(select(AuditDay))}


def test_a_trail_that_nobody_touched_is_whole(trail: House) -> None:
    assert found(trail) == []
    assert found(trail, known=seals(trail)) == []
    assert set(seals(trail)) == set(DAYS[:2])


@pytest.mark.parametrize(
    "change",
    [
        "subject = 'thing-7'",
        "account_id = gen_random_uuid()",
        "action = 'read'",
        "succeeded = false",
        "at = at + interval '1 microsecond'",
        "facts = facts || '{\"times\": 2}'",
        "address = '10.0.0.1'",
        "region_code = NULL",
        "request_id = 'other'",
        "people = ARRAY[gen_random_uuid()]",
    ],
)
def test_a_changed_entry_is_found_and_only_that_one(trail: House, change: str) -> None:
    tamper(
        trail,
        "audit_entries",
        f"UPDATE audit_entries SET {change} WHERE subject = 'thing-1' AND at < '2026-03-03'",
    )

    (fault,) = found(trail)

    assert (fault.day, fault.what) == (FIRST_DAY, audit_verification.CHANGED)


@pytest.mark.parametrize("subject", ["thing-0", "thing-1", "thing-2"])
def test_a_dropped_entry_is_found(trail: House, subject: str) -> None:
    tamper(
        trail, "audit_entries", f"DELETE FROM audit_entries WHERE subject = '{subject}' AND at < '2026-03-03'"
    )

    assert said(found(trail)) == {(FIRST_DAY, audit_verification.MISSING)}


def test_an_entry_dropped_with_its_link_is_found(trail: House) -> None:
    tamper(
        trail, "audit_entries", "DELETE FROM audit_entries WHERE subject = 'thing-1' AND at < '2026-03-03'"
    )
    tamper(trail, "audit_links", "DELETE FROM audit_links WHERE day = '2026-03-02' AND number = 2")

    assert (FIRST_DAY, audit_verification.LINK_MISSING) in said(found(trail))


def test_the_end_of_a_day_cut_off_is_found(trail: House) -> None:
    tamper(
        trail, "audit_entries", "DELETE FROM audit_entries WHERE subject = 'thing-2' AND at < '2026-03-03'"
    )
    tamper(trail, "audit_links", "DELETE FROM audit_links WHERE day = '2026-03-02' AND number = 3")

    assert said(found(trail)) == {(FIRST_DAY, audit_verification.SEAL_BROKEN)}


def test_an_entry_slipped_in_afterwards_is_found(trail: House) -> None:
    tamper(
        trail,
        "audit_entries",
        "INSERT INTO audit_entries (id, at, action, succeeded, request_id, address, facts)"
        " VALUES (gen_random_uuid(), '2026-03-02T04:00:00Z', 'book', true, '', '', '{}')",
    )

    assert said(found(trail)) == {(FIRST_DAY, audit_verification.NOT_LINKED)}


def test_a_whole_day_cut_out_is_found(trail: House) -> None:
    for table, day in (
        ("audit_entries", "(at + interval '8 hours')::date"),
        ("audit_links", "day"),
        ("audit_days", "day"),
    ):
        tamper(trail, table, f"DELETE FROM {table} WHERE {day} = '2026-03-02'")

    assert (DAYS[1], audit_verification.SEAL_BROKEN) in said(found(trail))


def test_a_chain_made_anew_without_the_key_does_not_fit(trail: House) -> None:
    tamper(trail, "audit_links", "UPDATE audit_links SET hash = sha256(hash) WHERE day = '2026-03-02'")

    assert (FIRST_DAY, audit_verification.CHANGED) in said(found(trail))


def test_a_trail_made_anew_with_the_key_does_not_fit_the_seals_noted_elsewhere(trail: House) -> None:
    noted = {**seals(trail), DAYS[0]: "00" * 32}

    assert said(found(trail, known=noted)) == {(FIRST_DAY, audit_verification.NOT_AS_KNOWN)}


def test_what_the_law_lets_go_is_no_fault(trail: House, timetable: Timetable, clock: StoppedClock) -> None:
    clock.move(days=trail.settings.audit_days + 10)
    timetable.run("kit.housekeeping.close_audit_days")

    timetable.run("kit.housekeeping.forget_old_audit")

    assert found(trail) == []
    with unit_of_work(trail) as work:
        assert work.session.scalar(select(func.count()).select_from(AuditEntry)) == 0


def test_letting_go_before_six_months_is_a_fault(trail: House) -> None:
    with unit_of_work(trail) as work:
        audit_chain.forget_days(work, work.now)

    assert (FIRST_DAY, audit_verification.FORGOTTEN_EARLY) in said(found(trail))


def test_days_without_entries_are_sealed_too(trail: House, timetable: Timetable, clock: StoppedClock) -> None:
    clock.move(days=5)

    timetable.run("kit.housekeeping.close_audit_days")

    assert len(seals(trail)) == 7
    assert found(trail) == []


@pytest.mark.parametrize("table", ["audit_links", "audit_days"])
@pytest.mark.parametrize("change", ["UPDATE {} SET day = day", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_rewrite_the_chain(trail: House, table: str, change: str) -> None:
    with pytest.raises(DBAPIError), unit_of_work(trail) as work:
        work.session.execute(text(change.format(table)))


def test_the_command_tells_what_it_finds(trail: House, app: Flask, tmp_path: Path) -> None:
    run = app.test_cli_runner().invoke
    noted = tmp_path / "seals"
    noted.write_text(run(args=["audit", "seals"]).output)

    whole = run(args=["audit", "verify", "--known", str(noted)])
    tamper(trail, "audit_entries", "UPDATE audit_entries SET succeeded = false WHERE subject = 'thing-1'")
    broken = run(args=["audit", "verify"])

    assert (whole.exit_code, broken.exit_code) == (0, 1)
    assert "2026-03-02" in broken.output
    assert "2026-03-03" in broken.output


def test_the_auditor_alone_reads_the_seals(trail: House, app: Flask) -> None:
    with unit_of_work(trail) as work:
        auditor, admin = (accounts.staff(work, role) for role in (Role.AUDITOR, Role.SYSTEM_ADMIN))

    told = accounts.client_of(app, trail, auditor).get("/audit/days").get_json()["items"]

    assert [each["day"] for each in told] == [str(day) for day in reversed(DAYS[:2])]
    assert told[0]["seal"] == seals(trail)[DAYS[1]]
    assert accounts.client_of(app, trail, admin).get("/audit/days").status_code == 403
