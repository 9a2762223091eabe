"""`python -m bench.imports`: how fast lists of people come in and go out, and in how much memory; written to IMPORTS.md."""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from stdnum.cn import ric

from bench.database import Database, database_server, migrate
from config import load
from config.settings import CHECKOUT
from service import create_app
from service.accounts.duties.actions import grant_duty
from service.accounts.queries import actor_of
from service.accounts.staff.actions import create_staff
from service.kit import background
from service.kit.actor import SYSTEM, Actor, Role
from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import House, house_of
from service.regions import actions as regions
from service.regions.imports.actions import import_regions
from service.regions.rules import Level
from service.residents.imports import actions
from service.residents.imports.models import Import
from service.residents.imports.rules.outcomes import UNDER_WAY, ImportState, OnError
from service.residents.imports.rules.workbooks import workbook
from service.residents.people.rules import Purpose

SIZES = (1_000, 10_000, 100_000)
RESULTS = Path(__file__).parent / "IMPORTS.md"
REGIONS = CHECKOUT / "data" / "regions-zhenhai-330211.csv"
HEADER = ("姓名", "身份证号", "联系电话", "楼栋", "单元", "室号", "与户主关系", "民族", "备注")
COMMUNITY = "330211001001"
_RELATIONS = ("户主", "配偶", "子")
_PASSWORD = "Plum-blossom-2026-first"
_MEBIBYTE = 1024


@dataclass
class Finding:
    """What one list took: seconds of each pass, and how far the process's memory rose above that of the idle app."""

    rows: int
    file_kib: int
    read: float
    check: float
    write: float
    again: float
    export: float
    idle_mib: float
    peak_mib: float

    @property
    def rows_a_second(self) -> float:
        """From the upload to the last row written."""
        return self.rows / (self.read + self.check + self.write)

    def line(self) -> str:
        """A line of the table."""
        cells = (
            f"{self.rows:,}",
            f"{self.file_kib:,} KiB",
            *(f"{each:.1f}" for each in (self.read, self.check, self.write)),
            f"**{self.rows_a_second:,.0f}**",
            f"{self.again:.1f}",
            f"{self.rows / self.export:,.0f}",
            f"{self.idle_mib:.0f}",
            f"**{self.peak_mib:.0f}**",
        )
        return f"| {' | '.join(cells)} |"


TABLE = (
    "| rows | file | read, s | check, s | write, s | rows/s | the same again, s | export, rows/s | idle, MiB | peak, MiB |\n"
    "|---|---|---|---|---|---|---|---|---|---|\n"
)


def main() -> None:
    """Measure each size in a process of its own on a database of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(asdict(measure(given.one, given.sizes[0]))))
        return
    findings = []
    with database_server() as server:
        for rows in given.sizes:
            database = server.new_database(f"imports_{rows}")
            findings.append(_in_own_process(database, rows))
            print(findings[-1].line(), flush=True)
            server.settle()
    RESULTS.write_text(_report(findings))


def measure(database_url: str, rows: int) -> Finding:
    """Import a list of so many rows, import it again, and export it."""
    app = create_app(load(env="testing", database_url=database_url, log_level="ERROR"))
    house = house_of(app)
    buildings = rows // 1000 + 1
    worker = _district(house, buildings)
    body = b"".join(workbook("居民", HEADER, _people(rows, buildings)))
    idle = _peak_mib()
    asked = _ask(house, worker, body)
    read = _time(lambda: _advance_while(house, asked, ImportState.READING))
    check = _time(lambda: _advance_while(house, asked, ImportState.CHECKING))
    write = _time(lambda: _advance_while(house, asked, ImportState.WRITING))
    _check_counts(house, asked, created=rows)
    second = _ask(house, worker, body)
    again = _time(lambda: _advance_while(house, second, *UNDER_WAY))
    _check_counts(house, second, created=0)
    with unit_of_work(house, worker) as work:
        actions.ask_for_export(work, purpose=Purpose.HOME_VISIT)
    export = _time(lambda: _work_off(house))
    house.engine.dispose()
    return Finding(rows, len(body) // 1024, read, check, write, again, export, idle, _peak_mib())


def _in_own_process(database: Database, rows: int) -> Finding:
    asking = [sys.executable, "-m", "bench.imports", str(rows), "--one", database.url]
    migrate(database)
    answer = subprocess.run(asking, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise SystemExit(answer.stderr)
    return Finding(**json.loads(answer.stdout))


def _district(house: House, buildings: int) -> Actor:
    """A community with buildings, and its worker."""
    run_in_work(house, lambda work: import_regions(work, REGIONS.read_bytes(), since=date(2026, 1, 1)))
    with unit_of_work(house, SYSTEM) as work:
        grid = regions.add_region(work, parent_code=COMMUNITY, level=Level.GRID, name="第一网格")
        for number in range(buildings):
            regions.add_region(work, parent_code=grid.code, level=Level.BUILDING, name=f"{number + 1}幢")
        account = create_staff(
            work, username="importer", display_name="王芳", password=_PASSWORD, password_expires_at=None
        )
        grant_duty(work, account.id, role=Role.COMMUNITY_WORKER, region_code=COMMUNITY)
        actor = actor_of(work, account.id)
    assert actor is not None
    return actor


def _people(rows: int, buildings: int) -> Iterator[tuple[str, ...]]:
    """Families of three, a thousand people a building."""
    born = date(1935, 1, 1)
    for place in range(rows):
        head = f"330211{born + timedelta(days=place // 500):%Y%m%d}{place % 500:03d}"
        number = head + ric.calc_check_digit(head + "0")
        building, room = place % buildings + 1, place // 3
        name = "陈王李张林"[place % 5] + chr(0x4E00 + place % 5000)
        home = (f"{building}幢", str(room % 4 + 1), str(room + 101))
        yield (name, number, f"138{place:08d}", *home, _RELATIONS[place % 3], "汉族", "")


def _ask(house: House, worker: Actor, body: bytes) -> Import:
    with unit_of_work(house, worker) as work:
        return actions.ask(work, body, region_code=COMMUNITY, dry_run=False, on_error=OnError.ONLY_GOOD)


def _advance_while(house: House, asked: Import, *states: ImportState) -> None:
    while _told(house, asked).state in states:
        background.advance(house)


def _work_off(house: House) -> None:
    while background.advance(house):
        pass


def _check_counts(house: House, asked: Import, *, created: int) -> None:
    told = _told(house, asked)
    assert (told.state, told.created, told.bad) == (ImportState.DONE, created, 0), vars(told)


def _told(house: House, asked: Import) -> Import:
    with unit_of_work(house) as work:
        return work.session.get_one(Import, asked.id)


def _time(do: Callable[[], None]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEBIBYTE


def _report(findings: list[Finding]) -> str:
    lines = "".join(f"{finding.line()}\n" for finding in findings)
    return (
        "# Lists of people in and out\n\n"
        "A list (xlsx, nine columns, families of three with their homes) is uploaded, read, checked, written, imported "
        "once more, and exported with numbers in full; one process, PostgreSQL on the same machine with fsync on. "
        "Idle is the process before the upload, with the list itself made in it; peak its highest since. "
        f"`python -m bench.imports` writes this page.\n\n{TABLE}{lines}"
    )


if __name__ == "__main__":
    main()
