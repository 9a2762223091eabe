"""A community that pays: forty elders, two operators, four schemes, who is granted what, and which visits went wrong."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from service.elderly_care.catalogue.rules import Mode, Payer
from tests.elderly_care.quarter.scenario import Course, Scenario, Service, Wish

# What cleaning costs at A from its new price on.
CLEANING, CLEANING_FEN, DEARER_FROM = "cleaning", 6600, date(2026, 10, 19)
OFFLINE, SENT = date(2026, 9, 16), date(2026, 10, 20)

_SERVICES = {
    CLEANING: Service(Mode.HOME_VISIT, 60, {"A": 6000, "B": 5995}),
    "deep": Service(Mode.HOME_VISIT, 90, {"B": 8505}),
    "bathing": Service(Mode.HOME_VISIT, 45, {"A": 12000}),
    "lunch": Service(Mode.DELIVERY_ROUND, 5, {"A": 1500}),
    "call": Service(Mode.PHONE, 10, {"B": 505}),
}
_FIRST_ON = {"MO": "07", "TU": "01", "WE": "02", "TH": "03", "FR": "04"}


def _wish(service: str, operator: str, rule: str, maker: str, time: str, **more: Any) -> Wish:
    return Wish(service, operator, f"FREQ={rule}", {operator: ((maker,), time)}, **more)


def _weekly(
    day: str, maker: str, time: str, payer: Payer = Payer.SELF_PAY, service: str = CLEANING, every: int = 1
) -> Wish:
    return _wish(
        service,
        maker[0].upper(),
        f"WEEKLY;INTERVAL={every};BYDAY={day}",
        maker,
        time,
        starts_on=f"2026-09-{_FIRST_ON[day]}",
        payer=payer,
    )


def _fortnightly(
    day: str, maker: str, time: str, payer: Payer = Payer.SELF_PAY, service: str = CLEANING
) -> Wish:
    return _weekly(day, maker, time, payer, service, every=2)


def _monthly(day: int, maker: str, payer: Payer = Payer.SELF_PAY) -> Wish:
    return _wish(CLEANING, maker[0].upper(), f"MONTHLY;BYMONTHDAY={day}", maker, "08:30", payer=payer)


def _lunch() -> Wish:
    more: dict[str, object] = {"on_holidays": "skip"}
    return Wish(
        "lunch",
        "A",
        "FREQ=WEEKLY;BYDAY=WE",
        window=("11:00", "12:30"),
        starts_on="2026-09-02",
        more=more,
    )


_WISHES: dict[str, Wish] = {
    "E01": _wish("bathing", "A", "WEEKLY;BYDAY=MO,TU,WE,TH,FR", "a5", "08:30"),
    "E02": _weekly("MO", "a1", "08:30"),
    "E03": _weekly("MO", "a1", "10:00", Payer.SUBSIDY),
    "E04": _weekly("TU", "a1", "08:30", Payer.SUBSIDY),
    "E05": _weekly("TU", "a1", "10:00"),
    "E06": _weekly("WE", "a1", "08:30"),
    "E07": _weekly("WE", "a1", "10:00"),
    "E08": _weekly("TH", "a1", "08:30"),
    "E09": _weekly("TH", "a1", "10:00"),
    "E10": _weekly("FR", "a1", "08:30"),
    "E11": _weekly("FR", "a1", "10:00", Payer.INSURANCE),
    "E12": _weekly("TU", "a1", "13:30"),
    "E13": _fortnightly("MO", "a2", "08:30"),
    "E14": _fortnightly("MO", "a2", "10:00"),
    "E15": _fortnightly("TU", "a2", "08:30", Payer.SUBSIDY),
    "E16": _fortnightly("TU", "a2", "10:00"),
    "E17": _fortnightly("WE", "a2", "08:30"),
    "E18": _fortnightly("TH", "a2", "08:30"),
    "E19": _fortnightly("FR", "a2", "08:30"),
    "E20": _lunch(),
    "E21": _lunch(),
    "E22": _monthly(10, "a3"),
    "E23": _monthly(15, "a3", Payer.SUBSIDY),
    "E24": _monthly(20, "a3"),
    "E25": _weekly("MO", "b1", "08:30", Payer.SUBSIDY, "deep"),
    "E26": _weekly("TU", "b1", "08:30", service="deep"),
    "E27": _weekly("WE", "b1", "08:30", service="deep"),
    "E28": _weekly("TH", "b1", "08:30"),
    "E29": _weekly("FR", "b1", "08:30", Payer.INSURANCE),
    "E30": _fortnightly("MO", "b1", "10:30"),
    "E31": _fortnightly("TU", "b1", "10:30"),
    "E32": _fortnightly("WE", "b1", "10:30"),
    "E33": _fortnightly("TH", "b1", "10:30", Payer.SUBSIDY),
    "E34": _fortnightly("FR", "b1", "10:30"),
    "E35": _fortnightly("TU", "b2", "15:00", service="call"),
    "E36": _fortnightly("FR", "b2", "15:00", service="call"),
    "E37": _monthly(5, "b2"),
    "E38": _monthly(12, "b2"),
    "E39": _monthly(25, "b2", Payer.SUBSIDY),
    # Cared for by both operators out of one grant.
    "E40": _fortnightly("WE", "b1", "13:30", service="deep"),
    "E40-A": _weekly("WE", "a2", "15:30"),
}

_COURSES = {
    ("E07", date(2026, 9, 9)): Course(minutes=45),
    ("E09", date(2026, 9, 17)): Course(not_served="nobody_home"),
    ("E03", date(2026, 9, 21)): Course(not_served="nobody_home"),
    ("E12", date(2026, 9, 22)): Course(is_forgotten=True),
    ("E06", date(2026, 9, 30)): Course(is_elsewhere=True),
    ("E07", date(2026, 10, 7)): Course(minutes=50),
    ("E09", date(2026, 10, 8)): Course(not_served="refused"),
    ("E28", date(2026, 10, 15)): Course(not_served="caregiver"),
    ("E08", date(2026, 10, 22)): Course(minutes=56),
}

MONEY = Scenario(
    services=_SERVICES,
    caregivers={"A": ("a1", "a2", "a3", "a4", "a5"), "B": ("b1", "b2")},
    wishes=_WISHES,
    offline_on=OFFLINE,
    courses=_COURSES,
)


@dataclass(frozen=True)
class Scheme:
    """A scheme as the district puts it on the list, and for which days it is granted here."""

    body: dict[str, Any]
    starts_on: str
    ends_on: str
    counts_hours: bool = False

    @property
    def code(self) -> str:
        return str(self.body["code"])


def _consumption(year: int, per_mille: int, cap_fen: int, **more: Any) -> dict[str, Any]:
    return {
        "code": f"consumption_{year}",
        "name": f"养老服务消费补贴（{year}）",
        "payer": "subsidy",
        "levels": [2, 3, 4],
        "basis": "self_paid",
        "per_mille": per_mille,
        "monthly_cap_fen": cap_fen,
        **more,
    }


# The consumption subsidy of 2025 ends within the quarter and that of 2026 begins on the next day, as in handbook 3.4, in a
# month that it is said to give whole beside the other:
# 40 % of what the elder would pay up to 500 yuan, then 50 % up to 800.
SCHEMES = {
    "2025": Scheme(
        _consumption(
            2025,
            400,
            50_000,
            valid_from="2025-07-01",
            valid_until="2026-10-15",
            cost_shares={"central": 850, "city": 0, "district": 150, "town": 0},
        ),
        "2026-09-01",
        "2026-10-15",
    ),
    "2026": Scheme(
        _consumption(
            2026,
            500,
            80_000,
            valid_from="2026-10-16",
            valid_until="2026-12-31",
            excludes=["consumption_2025"],
            takes_over="same_month",
            cost_shares={"central": 850, "city": 75, "district": 50, "town": 25},
        ),
        "2026-10-16",
        "2026-12-31",
    ),
    "hours": Scheme(
        {
            "code": "district_hours",
            "name": "区级居家养老服务时长",
            "payer": "subsidy",
            "valid_from": "2026-01-01",
            "basis": "gross",
            "per_mille": 1000,
            "excludes": ["consumption_2025", "consumption_2026"],
            "cost_shares": {"central": 0, "city": 300, "district": 500, "town": 200},
        },
        "2026-09-01",
        "2026-12-31",
        counts_hours=True,
    ),
    "insurance": Scheme(
        {
            "code": "care_insurance",
            "name": "长期护理保险",
            "payer": "insurance",
            "valid_from": "2026-01-01",
            "basis": "gross",
            "per_mille": 700,
        },
        "2026-09-01",
        "2026-12-31",
    ),
}

_WHOLE_2025 = (
    *("E01", "E07", "E09", "E10", "E11", "E13", "E19", "E20", "E22"),
    *("E26", "E28", "E29", "E30", "E34", "E35", "E37"),
)
_WHOLE_2026 = (
    *("E01", "E08", "E09", "E10", "E11", "E13", "E18", "E19", "E20", "E22"),
    *("E26", "E28", "E29", "E30", "E31", "E35", "E37"),
)
# What is granted a month: fen, of hours hours. Some are granted less than the scheme's cap.
GRANTS: dict[str, dict[str, int]] = {
    "2025": {**dict.fromkeys(_WHOLE_2025, 50_000), "E02": 8000, "E05": 8000, "E16": 5000, "E40": 12_500},
    "2026": {**dict.fromkeys(_WHOLE_2026, 80_000), "E02": 8000, "E05": 8000, "E40": 15_000},
    "hours": {"E03": 3, "E04": 4, "E15": 1, "E23": 1, "E25": 4, "E33": 1, "E39": 2},
    "insurance": {"E11": 15_000, "E29": 20_000},
}

# What both contracts are judged by: target and weight.
TARGETS = {
    "on_time": (950, 15),
    "completed": (980, 50),
    "proved": (950, 15),
    "short_visits": (10, 10),
    "rating": (4500, 10),
}
