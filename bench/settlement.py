"""`python -m bench.settlement`: a month's settlement at ten thousand and a million visits; written to SETTLEMENT.md."""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from bench import population
from bench.database import Database, DatabaseServer, database_server, migrate
from bench.population import COMMUNITY, DISTRICT
from bench.processes import descendants
from bench.rows import in_order_of_time, trusting, without_indexes
from bench.settlement_rows import ELDERS, ENTITLEMENTS, MADE, PROOFS, VISITS
from config import load
from service import create_app
from service.accounts import queries as accounts
from service.accounts.duties.actions import grant_duty
from service.accounts.staff.actions import create_staff
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.catalogue.rules import Mode, Payer, ServiceCategory
from service.elderly_care.providers.models import Contract, ContractRegion, Facility, Price
from service.elderly_care.providers.rules import FacilityKind
from service.elderly_care.settlement import actions, queries
from service.elderly_care.subsidies.models import SubsidyScheme
from service.elderly_care.subsidies.rules import Basis
from service.kit import background
from service.kit.actor import Role
from service.kit.clock import local_date
from service.kit.edge import run_in_work
from service.kit.house import House, house_of
from service.kit.months import last_of, month_after
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from service.organisations.rules import OrganisationKind
from tests.factories.organisations import credit_code

FEW, MANY = 10_000, 1_000_000
VISITS_OF_AN_ELDER = 20
PRICE_FEN, CAP_FEN = 8_000, 50_000
# A visit may cost so much more among the many as among the few.
MOST_TIMES = 1.5
PASSWORD = "Plum-blossom-2026-first"
RESULTS = Path(__file__).parent / "SETTLEMENT.md"


@dataclass(frozen=True)
class Measured:
    """What a month of so many visits has cost."""

    visits: int
    count_seconds: float
    count_cpu_seconds: float
    recount_seconds: float
    submit_seconds: float
    page_milliseconds: float
    megabytes: int

    @property
    def microseconds_a_visit(self) -> float:
        """Processor time of the job process and the database."""
        return self.count_cpu_seconds / self.visits * 1e6


@dataclass(frozen=True)
class Month:
    """A contract whose last month was served, and who settles it."""

    contract_id: UUID
    organisation_id: UUID
    service_id: UUID
    scheme_id: UUID
    manager_id: UUID
    first: date


def main() -> int:
    """Measure each size in a process of its own; 1 if a visit costs more among many than it may."""
    asked = _read_arguments()
    if asked.one:
        print(json.dumps(asdict(_measure(asked.one))))
        return 0
    few, many = (_measured(visits) for visits in (FEW, asked.visits))
    RESULTS.write_text(_report(few, many))
    print(RESULTS.read_text())
    return 0 if many.microseconds_a_visit <= few.microseconds_a_visit * MOST_TIMES else 1


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.settlement", description=__doc__)
    parser.add_argument("--visits", type=int, default=MANY, help="of the larger month")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def _measured(visits: int) -> Measured:
    """In a process of its own, so that memory is counted from nothing."""
    print(f"{visits:,} visits …", file=sys.stderr)
    command = [sys.executable, "-m", "bench.settlement", "--one", str(visits)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return Measured(**json.loads(answer.stdout.splitlines()[-1]))


def _measure(visits: int) -> Measured:
    with ExitStack() as opened:
        server = opened.enter_context(database_server())
        database = server.new_database("bench_settlement")
        migrate(database)
        with database.connect() as connection:
            population.write(connection, visits // VISITS_OF_AN_ELDER)
        app = create_app(load(env="development", database_url=database.url, log_level="ERROR"))
        house = house_of(app)
        opened.callback(house.engine.dispose)
        with app.app_context():
            month = run_in_work(house, _found)
            _serve(database, month, visits)
            server.settle()
            return _settle(server, house, month, visits)


def _settle(server: DatabaseServer, house: House, month: Month, visits: int) -> Measured:
    actor = run_in_work(house, lambda work: accounts.actor_of(work, month.manager_id))

    def do(act: Callable[[UnitOfWork], UUID]) -> tuple[float, UUID]:
        began = time.perf_counter()
        settlement_id = run_in_work(house, act, actor)
        while background.advance(house):
            pass
        return time.perf_counter() - began, settlement_id

    spent = _processor_seconds(server)
    counted, settlement_id = do(
        lambda work: actions.make(work, contract_id=month.contract_id, month=month.first).id
    )
    spent = _processor_seconds(server) - spent
    run_in_work(house, lambda work: _check(work, settlement_id, visits), actor)
    recounted, _ = do(
        lambda work: actions.recount(work, queries.readable(work, settlement_id, to_change=True)).id
    )
    run_in_work(house, lambda work: _check(work, settlement_id, visits), actor)
    submitted, _ = do(
        lambda work: actions.submit(work, queries.readable(work, settlement_id, to_change=True)).id
    )
    began = time.perf_counter()
    run_in_work(
        house, lambda work: queries.lines(work, queries.readable(work, settlement_id), limit=100), actor
    )
    page = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Measured(visits, counted, spent, recounted, submitted, page * 1000, memory)


def _processor_seconds(server: DatabaseServer) -> float:
    """What this process and the server's have spent so far; ended ones are none of ours."""
    spent = time.process_time()
    for process in descendants(server.pid):
        try:
            spent += int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
        except (FileNotFoundError, ProcessLookupError):
            continue
    return spent


def _check(work: UnitOfWork, settlement_id: UUID, visits: int) -> None:
    """What it must come to is known. Raises RuntimeError."""
    told = queries.shown(work, queries.readable(work, settlement_id))
    short = visits // 10
    deducted = short * PRICE_FEN // 2
    gross = visits * PRICE_FEN - deducted
    granted = -(-(visits // VISITS_OF_AN_ELDER) // 2)
    wanted = (visits, gross, granted * CAP_FEN, deducted)
    found = (told.lines, told.totals.gross_fen, told.totals.subsidy_fen, told.totals.deducted_fen)
    if told.counting is not None or found != wanted:
        raise RuntimeError(f"settled {found} instead of {wanted}")


def _found(work: UnitOfWork) -> Month:
    """An operator with a contract of a year, one service at one price, one scheme, and a manager."""
    first = month_after(local_date(work.now), -1)
    last = last_of(first)
    operator = Organisation(
        kind=OrganisationKind.OPERATOR,
        name="金桂养老服务有限公司",
        uscc=credit_code(),
        created_at=work.now,
    )
    service = CareService(
        code="cleaning", name="助洁", category=ServiceCategory.DAILY_LIVING, mode=Mode.HOME_VISIT, minutes=60,
        ceiling_fen=PRICE_FEN, created_at=work.now, assessment=[],
    )  # fmt: skip
    work.session.add_all([operator, service])
    work.session.flush()
    facility = Facility(
        name="中心", kind=FacilityKind.HOME_CARE_CENTRE, region_code=COMMUNITY, owner_id=operator.id,
        asset_number="1", address="胜利路 8 号", created_at=work.now,
    )  # fmt: skip
    work.session.add(facility)
    work.session.flush()
    contract = Contract(
        facility_id=facility.id, organisation_id=operator.id, starts_on=first, ends_on=last, agreed_until=last,
        deposit_fen=0, reserved_ratio=0.2, created_at=work.now, targets=[],
        regions=[ContractRegion(region_code=DISTRICT)],
    )  # fmt: skip
    scheme = SubsidyScheme(
        code="consumption", name="消费补贴", payer=Payer.SUBSIDY, valid_from=first, basis=Basis.SELF_PAID,
        per_mille=500, monthly_cap_fen=CAP_FEN, central_share=850, district_share=150, updated_at=work.now,
    )  # fmt: skip
    work.session.add_all([contract, scheme])
    work.session.flush()
    price = Price(
        contract_id=contract.id, service_id=service.id, price_fen=PRICE_FEN, valid_from=first, set_at=work.now
    )
    work.session.add(price)
    manager = create_staff(
        work, username="manager", display_name="经理", password=PASSWORD, password_expires_at=None
    )
    grant_duty(work, manager.id, role=Role.OPERATOR_MANAGER, organisation_id=operator.id)
    return Month(contract.id, operator.id, service.id, scheme.id, manager.id, first)


def _serve(database: Database, month: Month, visits: int) -> None:
    """Let so many visits have been made; nothing here looks at plans, of which there are none."""
    values = {
        **asdict(month),
        "last": last_of(month.first),
        "cap": CAP_FEN,
        "visits": visits,
        "each": VISITS_OF_AN_ELDER,
    }
    visit_id = in_order_of_time("day::timestamptz", "n || 'visit'")
    with database.connect() as connection:
        with trusting(connection):
            connection.execute(ELDERS)
            connection.execute(ENTITLEMENTS, values)
            connection.execute(MADE.format(visit_id=visit_id).encode(), values)
            for table, statement in (("care_visits", VISITS), ("care_proofs", PROOFS)):
                with without_indexes(connection, table):
                    connection.execute(statement, values)
        connection.execute("VACUUM ANALYZE")


def _report(few: Measured, many: Measured) -> str:
    ratio = many.microseconds_a_visit / few.microseconds_a_visit
    head = [
        "# Settling a month",
        "",
        f"Written by `python -m bench.settlement` on {os.cpu_count()} cores, PostgreSQL on the same. One contract, {VISITS_OF_AN_ELDER} visits for",
        "each elder; every second elder is granted money, and their vouchers are issued by the way; one visit in ten is short",
        "and deducted. The smaller month is counted batch by batch like the larger where it is too large for one request.",
        "What it comes to is known beforehand and compared, also after everything was counted again.",
        "",
        "| visits | count s | processor µs a visit | count again s | submit and draw the sample s | page of 100 lines ms | memory MB |",
        "|---|---|---|---|---|---|---|",
    ]
    rows = [
        f"| {each.visits:,} | {each.count_seconds:.1f} | {each.microseconds_a_visit:.0f} | {each.recount_seconds:.1f} |"
        f" {each.submit_seconds:.2f} | {each.page_milliseconds:.0f} | {each.megabytes} |"
        for each in (few, many)
    ]
    verdict = "" if ratio <= MOST_TIMES else ": NOT reached"
    tail = [
        "",
        f"A visit among the many costs {ratio:.2f} times one among the few (target ≤ {MOST_TIMES}){verdict}.",
    ]
    return "\n".join([*head, *rows, *tail]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
