"""What befalls the paying community, each on its day: in the morning, before the visits, or in the evening after them."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from tests.elderly_care.quarter.money.driver import PayingCommunity
from tests.elderly_care.quarter.money.scenario import CLEANING, CLEANING_FEN, DEARER_FROM, SENT

Event = Callable[[PayingCommunity], None]

SEPTEMBER, OCTOBER, NOVEMBER = "2026-09", "2026-10", "2026-11"
MONTHS = (SEPTEMBER, OCTOBER, NOVEMBER)
REMARK = "只签到45分钟，请说明。"
# What the street finds false when it asks at the door.
_NOT_THERE = {("E05", date(2026, 9, 22))}
_IN_HOSPITAL = {("E40", date(2026, 11, 11))}


def both(do: Callable[[PayingCommunity, str, str], None], month: str) -> Event:
    """The same for both operators, A's first."""

    def say(all_: PayingCommunity) -> None:
        for operator in all_.organisations:
            do(all_, operator, month)

    return say


def rate(name: str, operator: str, stars: int) -> Event:
    def say(all_: PayingCommunity) -> None:
        visit = all_.visit_of(name, operator)
        all_.say(f"proxy {name}", f"/care/visits/{visit['id']}/confirm", {"rating": stars})

    return say


def pause_for_hospital(plan: str, starts_on: str) -> Event:
    def say(all_: PayingCommunity) -> None:
        body = {"starts_on": starts_on, "reason": "hospital"}
        all_.say(f"proxy {plan[:3]}", f"/care/plans/{all_.plans[plan]}/pause", body)
        all_.timetable.deliver()

    return say


def resume(plan: str, on: str) -> Event:
    def say(all_: PayingCommunity) -> None:
        all_.say(f"proxy {plan[:3]}", f"/care/plans/{all_.plans[plan]}/resume", {"on": on})
        all_.timetable.deliver()

    return say


def make_cleaning_dearer(all_: PayingCommunity) -> None:
    body = {
        "service_id": all_.ids[CLEANING],
        "price_fen": CLEANING_FEN,
        "valid_from": DEARER_FROM.isoformat(),
    }
    all_.say("district", f"/care/contracts/{all_.ids['contract A']}/prices", body)


def return_to_a(all_: PayingCommunity) -> None:
    """The street asks about the short visit; the elder's proxy vouches for the one that nothing proves."""
    line = all_.line_of("A", SEPTEMBER, "E07", date(2026, 9, 9))
    reasons = {"reason": "一条明细需说明。", "lines": [{"line_id": line["id"], "reason": REMARK}]}
    all_.step("A", SEPTEMBER, "return", reasons)
    visit = all_.visit_of("E06", **{"from": "2026-09-30", "to": "2026-09-30"})
    all_.say("proxy E06", f"/care/visits/{visit['id']}/confirm")


def submit_anew(all_: PayingCommunity) -> None:
    all_.step("A", SEPTEMBER, "recount")
    all_.step("A", SEPTEMBER, "submit")


def appeal(all_: PayingCommunity) -> None:
    """E12's family had called off by telephone the visit that looks missed; A has the recording."""
    closed = all_.performance("A", SEPTEMBER)
    lines = all_.all_of(f"/care/performance/{closed['id']}/lines", fact="completed")
    missed = [each["id"] for each in lines if each["day"] == "2026-09-22"]
    body = {"fact": "completed", "line_ids": missed, "reason": "家属电话取消，有录音。"}
    all_.say("manager A", f"/care/performance/{closed['id']}/appeal", body)


def uphold(all_: PayingCommunity) -> None:
    closed = all_.performance("A", SEPTEMBER)
    body = {"outcome": "upheld", "answer": "录音属实。"}
    all_.say("district", f"/care/performance/{closed['id']}/decide", body)


def send_what_was_kept(all_: PayingCommunity) -> None:
    for who, path, body in all_.kept:
        all_.say(who, path, body)
    all_.kept.clear()


def note_death_late(all_: PayingCommunity) -> None:
    all_.say("worker", f"/residents/{all_.ids['E10']}/record-death", {"died_on": "2026-10-22"})
    all_.timetable.deliver()


MORNINGS: dict[date, list[Event]] = defaultdict(
    list,
    {
        date(2026, 9, 10): [pause_for_hospital("E02", "2026-09-14")],
        date(2026, 9, 25): [make_cleaning_dearer],
        date(2026, 10, 2): [resume("E02", "2026-10-05")],
        date(2026, 10, 6): [both(PayingCommunity.settle, SEPTEMBER)],
        date(2026, 10, 7): [return_to_a],
        date(2026, 10, 8): [submit_anew],
        date(2026, 10, 9): [
            lambda all_: all_.check("A", SEPTEMBER, failing=_NOT_THERE),
            lambda all_: all_.check("B", SEPTEMBER),
        ],
        date(2026, 10, 12): [both(PayingCommunity.approve, SEPTEMBER)],
        date(2026, 10, 13): [appeal],
        date(2026, 10, 15): [both(PayingCommunity.pay, SEPTEMBER)],
        date(2026, 10, 16): [lambda all_: all_.apply_for("2026")],
        date(2026, 10, 19): [uphold],
        date(2026, 10, 23): [lambda all_: all_.grant("2026")],
        date(2026, 11, 5): [pause_for_hospital("E40-A", "2026-11-09")],
        date(2026, 11, 6): [both(PayingCommunity.settle, OCTOBER)],
        date(2026, 11, 9): [both(PayingCommunity.check, OCTOBER)],
        date(2026, 11, 10): [both(PayingCommunity.approve, OCTOBER)],
        date(2026, 11, 12): [both(PayingCommunity.pay, OCTOBER)],
        date(2026, 11, 13): [resume("E40-A", "2026-11-16")],
        date(2026, 11, 20): [note_death_late],
    },
)
EVENINGS: dict[date, list[Event]] = defaultdict(
    list,
    {
        date(2026, 9, 7): [rate("E03", "A", 5)],
        date(2026, 9, 8): [rate("E05", "A", 4)],
        date(2026, 9, 10): [rate("E28", "B", 3)],
        date(2026, 10, 14): [rate("E07", "A", 5)],
        SENT: [send_what_was_kept],
        date(2026, 11, 12): [rate("E28", "B", 5)],
    },
)
# When nobody is visited any more: November is settled and its scores are closed.
AFTERWARDS: dict[date, list[Event]] = defaultdict(
    list,
    {
        date(2026, 12, 7): [both(PayingCommunity.settle, NOVEMBER)],
        date(2026, 12, 8): [
            lambda all_: all_.check("A", NOVEMBER),
            lambda all_: all_.check("B", NOVEMBER, failing=_IN_HOSPITAL),
        ],
        date(2026, 12, 9): [both(PayingCommunity.approve, NOVEMBER)],
        date(2026, 12, 11): [both(PayingCommunity.pay, NOVEMBER)],
    },
)
