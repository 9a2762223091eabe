"""The community: its services, operators, caregivers and forty elders, and what each of them asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from service.elderly_care.catalogue.rules import Mode, Payer

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR")
WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


@dataclass(frozen=True)
class Service:
    """A service of the catalogue, with what it costs at each operator."""

    mode: Mode
    minutes: int
    prices: dict[str, int]


SERVICES = {
    "cleaning": Service(Mode.HOME_VISIT, 60, {"A": 6000, "B": 6000}),
    "deep": Service(Mode.HOME_VISIT, 90, {"A": 9000, "B": 8000}),
    "bathing": Service(Mode.HOME_VISIT, 45, {"A": 12000}),
    "lunch": Service(Mode.DELIVERY_ROUND, 5, {"A": 1500}),
    "call": Service(Mode.PHONE, 10, {"A": 500, "B": 500}),
    "exercise": Service(Mode.CENTRE_SESSION, 90, {"A": 1000}),
    "private": Service(Mode.HOME_VISIT, 60, {}),
}
PRIVATE, PRIVATE_FEN = "private", 8000
CAREGIVERS = {"A": ("a1", "a2", "a3", "a4"), "B": ("b1", "b2")}


@dataclass(frozen=True)
class Wish:
    """What an elder gets: by which rule, and who makes it at which time of the day, at each operator."""

    service: str
    operator: str
    rrule: str
    makers: Mapping[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    window: tuple[str, str] = ("08:00", "18:00")
    starts_on: str = "2026-09-01"
    more: dict[str, object] = field(default_factory=dict)
    payer: Payer = Payer.SELF_PAY


@dataclass(frozen=True)
class Course:
    """How a visit went where it did not go as planned; `minutes` is how long somebody stayed."""

    not_served: str | None = None
    minutes: int | None = None
    is_elsewhere: bool = False
    is_forgotten: bool = False


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A community to live with. What is wished is known by its elder, whose further wishes are `E01-...`.

    `refused` are the elders and operators between whom nothing may be shared; on the day `offline_on` what A's caregivers
    note stays on their telephones.
    """

    services: Mapping[str, Service]
    caregivers: Mapping[str, tuple[str, ...]]
    wishes: Mapping[str, Wish]
    offline_on: date
    refused: frozenset[tuple[str, str]] = frozenset()
    courses: Mapping[tuple[str, date], Course] = field(default_factory=dict)

    @property
    def elders(self) -> list[str]:
        """Each elder once."""
        return list(dict.fromkeys(elder_of(name) for name in self.wishes))

    def wish_of(self, elder: str, operator: str) -> Wish:
        """What an operator makes for an elder."""
        return next(
            wish for name, wish in self.wishes.items() if elder_of(name) == elder and operator in wish.makers
        )


def elder_of(wish: str) -> str:
    """Whose wish it is."""
    return wish.split("-", maxsplit=1)[0]


def _weekly(
    day: str, maker: str, time: str, then: tuple[str, str] | None = None, service: str = "cleaning"
) -> Wish:
    if then is None:
        return Wish(service, "A", f"FREQ=WEEKLY;BYDAY={day}", {"A": ((maker,), time)})
    makers = {"B": ((maker,), time), "A": ((then[0],), then[1])}
    return Wish(service, "B", f"FREQ=WEEKLY;BYDAY={day}", makers)


def _bathing(time: str) -> Wish:
    return Wish(
        "bathing",
        "A",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
        {"A": (("a1", "a2"), time)},
        starts_on="2026-09-03",
        more={"caregivers_needed": 2},
    )


def _lunch(holidays: str) -> Wish:
    return Wish("lunch", "A", WORKDAYS, window=("11:00", "12:30"), more={"on_holidays": holidays})


def _call(time: str) -> Wish:
    return Wish("call", "B", "FREQ=WEEKLY;BYDAY=TU,FR", {"B": (("b2",), time), "A": (("a4",), time)})


def _exercise(day: int) -> Wish:
    return Wish("exercise", "A", f"FREQ=MONTHLY;BYMONTHDAY={day}", window=("14:00", "15:30"))


WISHES: dict[str, Wish] = {
    "E01": _weekly("MO", "a3", "09:00"),
    "E02": _weekly("MO", "a2", "09:00"),
    "E03": _weekly("MO", "a1", "10:30"),
    "E04": _weekly("TU", "a1", "09:00"),
    "E05": _weekly("TU", "a1", "10:30"),
    "E06": _weekly("WE", "a1", "09:00"),
    "E07": _weekly("WE", "a2", "09:00"),
    "E08": _weekly("WE", "a1", "10:30"),
    "E09": _weekly("TH", "a1", "09:00"),
    "E10": _weekly("TH", "a2", "09:00"),
    "E11": _weekly("FR", "a1", "09:00"),
    "E12": _weekly("TU", "a1", "14:00"),
    **{f"E{13 + n}": _bathing(time) for n, time in enumerate(("10:30", "12:00", "14:00", "15:30"))},
    **{f"E{n}": _lunch("skip" if n <= 26 else "serve") for n in range(17, 29)},
    "E29": _weekly("MO", "b1", "09:00", ("a3", "09:00")),
    "E30": _weekly("MO", "b1", "10:30", ("a3", "10:30")),
    "E31": _weekly("WE", "b1", "09:00", ("a3", "09:00")),
    "E32": _weekly("WE", "b1", "10:30", ("a3", "10:30")),
    "E33": _weekly("FR", "b1", "09:00", ("a3", "13:00")),
    "E34": _weekly("FR", "b1", "10:30", ("a3", "09:00"), "deep"),
    **{f"E{35 + n}": _call(time) for n, time in enumerate(("15:00", "15:15", "15:30"))},
    "E38": _exercise(-1),
    "E39": _exercise(31),
    "E40": Wish(
        "private",
        "A",
        "FREQ=DAILY;COUNT=1",
        {"A": (("a3",), "10:00")},
        starts_on="2026-09-16",
        more={"price_fen": PRIVATE_FEN},
    ),
}

OFFLINE, SENT = date(2026, 11, 4), date(2026, 11, 6)
QUARTER = Scenario(
    services=SERVICES,
    caregivers=CAREGIVERS,
    wishes=WISHES,
    offline_on=OFFLINE,
    refused=frozenset({("E33", "A")}),
)
