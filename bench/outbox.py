"""`python -m bench.outbox`: how fast what is told comes into inboxes and goes out, with one and two job processes.

Written to OUTBOX.md. The gateway in the place of WeChat's takes 50 milliseconds a message and never fails.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert

from bench.database import Database, database_server, migrate
from config import load
from service import create_app
from service.accounts.models import Account, Identity
from service.accounts.rules import AccountKind
from service.kit import deliveries
from service.kit.edge import unit_of_work
from service.kit.house import House, house_of
from service.kit.telling import Recipient, SpokenText, tell, told
from service.kit.texts import Text
from service.messaging.actions import tell_residents
from service.messaging.channels import ChannelGateways, Outcome, Outgoing, Taken
from service.messaging.rules import Channel
from service.messaging.sendings import actions
from service.messaging.subscriptions.models import WeChatCredit
from service.residents.models import Resident
from service.residents.rules import ResidentStatus

RESULTS = Path(__file__).parent / "OUTBOX.md"
TOLD, BATCH = 4_000, 5_000
PROCESSES = (1, 2)
GATEWAY_SECONDS = 0.05
NEWS = SpokenText(
    "living_rooms.bench", title=Text("预约成功", "Booked"), body=Text("明天上午十点。", "Tomorrow at ten.")
)
_WAITING = {
    "outbox": "SELECT count(*) FROM outbox_messages WHERE delivered_at IS NULL",
    "wechat": "SELECT count(*) FROM sendings WHERE status = 'waiting'",
}


class SlowGateway:
    """Takes every message, and its time."""

    def send(self, outgoing: Outgoing) -> Outcome:
        time.sleep(GATEWAY_SECONDS)
        return Taken()


@dataclass(frozen=True)
class Finding:
    """How many a second, with so many processes."""

    what: str
    processes: int
    a_second: float

    def line(self) -> str:
        """A line of the table."""
        return f"| {self.what} | {self.processes} | **{self.a_second:,.0f}** |"


def main() -> None:
    """Measure each on a database of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hand", choices=sorted(_WAITING), help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.hand:
        _work(given.hand, given.url)
        return
    findings = []
    with database_server() as server:
        prepared = server.new_database("outbox")
        migrate(prepared)
        ids = _people(prepared)
        for number in PROCESSES:
            database = server.copy_database(prepared, f"outbox_{number}")
            for finding in _measure(database, ids, number):
                print(finding.line(), flush=True)
                findings.append(finding)
            server.settle()
    RESULTS.write_text(_report(findings))


def _measure(database: Database, ids: list[UUID], processes: int) -> list[Finding]:
    house = _house(database.url)
    with unit_of_work(house) as work:
        for number in range(TOLD):
            tell(work, Recipient(resident_id=ids[number % BATCH]), NEWS)
    inbox = TOLD / _timed(database, "outbox", processes)
    sent = database.number(_WAITING["wechat"]) / _timed(database, "wechat", processes)
    words = told(Recipient(), NEWS)
    began = time.perf_counter()
    with unit_of_work(house) as work:
        tell_residents(work, ids, words, key=work.new_id())
    batch = BATCH / (time.perf_counter() - began)
    house.engine.dispose()
    found = [
        Finding("told one by one, into the inbox", processes, inbox),
        Finding("sent by a gateway that takes 50 ms", processes, sent),
    ]
    if processes == 1:
        found.append(Finding(f"told {BATCH:,} at once (`tell_residents`), with their sendings", 1, batch))
    return found


def _timed(database: Database, what: str, processes: int) -> float:
    """Until nothing waits any more; the processes are ready before the clock starts."""
    with ExitStack() as stack:
        hands = [stack.enter_context(_hand(database, what)) for _ in range(processes)]
        for hand in hands:
            assert hand.stdout is not None
            hand.stdout.readline()
        began = time.perf_counter()
        for hand in hands:
            assert hand.stdin is not None
            hand.stdin.write(b"go\n")
            hand.stdin.flush()
        while database.number(_WAITING[what]):
            time.sleep(0.05)
        took = time.perf_counter() - began
        for hand in hands:
            hand.kill()
    return took


def _hand(database: Database, what: str) -> subprocess.Popen[bytes]:
    asking = [sys.executable, "-m", "bench.outbox", "--hand", what, "--url", database.url]
    return subprocess.Popen(asking, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _work(what: str, url: str) -> None:
    """What one hand of a job process does, once it is told to begin."""
    house = _house(url)
    do: Callable[[], int] = {
        "outbox": lambda: deliveries.deliver_due(house),
        "wechat": lambda: actions.send_due(house, Channel.WECHAT),
    }[what]
    print("ready", flush=True)
    sys.stdin.readline()
    while True:
        if not do():
            time.sleep(0.1)


def _house(url: str) -> House:
    app = create_app(
        load(
            env="testing",
            database_url=url,
            log_level="ERROR",
            sending_threads=8,
            # Also who measures at night has what is told go out at once.
            quiet_from="00:00",
            quiet_until="00:00",
            limit_wechat_sends="1000000 per minute",
        )
    )
    house = house_of(app)
    house.providers[ChannelGateways] = ChannelGateways({Channel.WECHAT: SlowGateway()})
    return house


def _people(database: Database) -> list[UUID]:
    """Residents with an account each, an openid and credits."""
    house = _house(database.url)
    with unit_of_work(house) as work:
        ids = [work.new_id() for _ in range(BATCH)]
        now = work.now - timedelta(days=1)
        residents = [
            {"id": each, "name": "陈阿婆", "status": ResidentStatus.VERIFIED, "registered_at": now}
            for each in ids
        ]
        work.session.execute(insert(Resident), residents)
        kept = [{"id": work.new_id(), "resident_id": each} for each in ids]
        shared = {"kind": AccountKind.RESIDENT, "display_name": "陈阿婆", "created_at": now}
        work.session.execute(insert(Account), [{**shared, **each} for each in kept])
        linked = [
            {
                "id": work.new_id(),
                "provider": "wechat",
                "subject": str(each["id"]),
                "account_id": each["id"],
                "linked_at": now,
            }
            for each in kept
        ]
        work.session.execute(insert(Identity), linked)
        credit = {"template": "message", "credits": 100, "changed_at": now}
        work.session.execute(insert(WeChatCredit), [{**credit, "account_id": each["id"]} for each in kept])
    with database.connect() as connection:
        connection.execute("ANALYZE")
    house.engine.dispose()
    return ids


def _report(findings: list[Finding]) -> str:
    lines = "".join(f"{finding.line()}\n" for finding in findings)
    return (
        "# Into the inbox and out\n\n"
        f"{TOLD:,} messages told one by one to residents who each have an account, an openid and WeChat credits: from the "
        "outbox into inboxes with a sending planned for each; then these sendings by a gateway that takes 50 ms for each "
        "(8 threads a process). PostgreSQL on the same machine with fsync on. `python -m bench.outbox` writes this page.\n\n"
        f"| what | job processes | a second |\n|---|---|---|\n{lines}"
    )


if __name__ == "__main__":
    main()
