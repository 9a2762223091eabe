"""What befalls the community, each on its day; all else is routine."""

from datetime import date
from typing import Any
from uuid import UUID

from tests.elderly_care.quarter.driver import Community, Event
from tests.elderly_care.quarter.scenario import Course


def rate(name: str, operator: str = "A") -> Event:
    def say(all_: Community) -> None:
        visit = all_.visit_of(name, operator)
        all_.say(f"proxy {name}", f"/care/visits/{visit['id']}/confirm", {"rating": 5})

    return say


def confirm_by_phone(name: str) -> Event:
    def say(all_: Community) -> None:
        all_.say("worker", f"/care/visits/{all_.visit_of(name)['id']}/confirm")

    return say


def go_to_hospital(all_: Community) -> None:
    body = {"starts_on": "2026-09-14", "reason": "hospital"}
    all_.say("proxy E02", f"/care/plans/{all_.plans['E02']}/pause", body)


def come_home(all_: Community) -> None:
    all_.say("proxy E02", f"/care/plans/{all_.plans['E02']}/resume", {"on": "2026-10-05"})


def leave_for_the_day(all_: Community) -> None:
    all_.courses["E06", all_.today] = Course(not_served="nobody_home")


def move_to_thursday(all_: Community) -> None:
    """The dispatcher offers a change; the proxy agrees."""
    plan = f"/care/plans/{all_.plans['E01']}"
    item = {
        "service_id": all_.ids["cleaning"],
        "rrule": "FREQ=WEEKLY;BYDAY=TH",
        "window_start": "08:00",
        "window_end": "18:00",
    }
    all_.say("dispatcher A", f"{plan}/revise", {"from": "2026-10-12", "items": [item]})
    all_.agree("E01")


def end_contract_of_b(all_: Community) -> None:
    body = {"ends_on": "2026-10-31", "reason": "提前终止", "successor_id": all_.ids["contract A"]}
    all_.say("district", f"/care/contracts/{all_.ids['contract B']}/end", body)
    all_.timetable.deliver()


def offered_by_a(all_: Community, name: str) -> dict[str, Any]:
    """The plan with which A would go on."""
    found = all_.say(
        f"proxy {name}", "/care/plans", method="GET", query_string={"elder_id": str(all_.ids[name])}
    )
    return next(each for each in found["items"] if each["organisation_id"] == str(all_.ids["A"]))


def refuse_a(all_: Community) -> None:
    plan = offered_by_a(all_, "E33")
    all_.say("proxy E33", f"/care/plans/{plan['id']}/decline", {"reason": "不同意提供信息"})


def agree_to_dearer_a(all_: Community) -> None:
    all_.agree("E34", offered_by_a(all_, "E34")["id"])


def call_in_sick(all_: Community) -> None:
    """Of the covers that are proposed the dispatcher takes one for each visit but the last, which is forgotten."""
    body = {"kind": "sick", "starts_at": all_.at("07:00"), "ends_at": all_.at("23:00")}
    noted = all_.say("dispatcher A", f"/care/caregivers/{all_.ids['a1']}/absences", body)
    covers = sorted(noted["covers"], key=lambda each: each["starts_at"])
    assert len(covers) == 3
    for each in covers[:2]:
        best = each["candidates"][0]
        changes = {"caregiver_ids": [best["caregiver_id"]], "starts_at": best["starts_at"]}
        all_.say("dispatcher A", f"/care/visits/{each['visit_id']}", changes, method="PATCH")


def explain_late(all_: Community) -> None:
    """Only after two hours without a word the miss has climbed to the worker; then it is explained."""
    all_.run("proofs.miss_visits")
    all_.clock.move_to(all_.at("22:30"))
    all_.run("proofs.climb_misses")
    path = f"/care/visits/{all_.visit_of('E12')['id']}/explain"
    all_.say("dispatcher A", path, {"reason_code": "caregiver_absent"})
    all_.timetable.deliver()


def send_what_was_kept(all_: Community) -> None:
    """Out of order, and twice."""
    for _ in range(2):
        for who, path, body in reversed(all_.kept):
            all_.say(who, path, body)
    all_.kept.clear()


def record_death(all_: Community) -> None:
    body = {"died_on": "2026-11-12"}
    all_.say("worker", f"/residents/{UUID(str(all_.ids['E10']))}/record-death", body)
    all_.timetable.deliver()


MORNINGS: dict[date, Event] = {
    date(2026, 9, 10): go_to_hospital,
    date(2026, 9, 23): leave_for_the_day,
    date(2026, 10, 2): come_home,
    date(2026, 10, 5): move_to_thursday,
    date(2026, 10, 12): end_contract_of_b,
    date(2026, 10, 13): refuse_a,
    date(2026, 10, 20): call_in_sick,
    date(2026, 10, 28): agree_to_dearer_a,
    date(2026, 11, 13): record_death,
}
EVENINGS: dict[date, Event] = {
    date(2026, 9, 7): rate("E03"),
    date(2026, 9, 8): confirm_by_phone("E05"),
    date(2026, 9, 16): rate("E31", "B"),
    date(2026, 10, 8): rate("E09"),
    date(2026, 10, 14): confirm_by_phone("E07"),
    date(2026, 10, 20): explain_late,
    date(2026, 11, 6): send_what_was_kept,
    date(2026, 11, 13): rate("E34"),
}
