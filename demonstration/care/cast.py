"""Services, facilities, caregivers and elders of the demonstration; every name, number and address is made up."""

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from demonstration.cast import OPERATOR_1, OPERATOR_2


class Service(NamedTuple):
    """A service of the catalogue, and what one time of it costs."""

    code: str
    name: str
    category: str
    mode: str
    minutes: int
    price_fen: int
    aids: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    # What the subsidy pays only after an assessment.
    is_assessed: bool = False


class Centre(NamedTuple):
    """A publicly owned facility and who runs it for whom; how many years the contract has run, and will."""

    name: str
    kind: str
    region_code: str
    address: str
    place: tuple[float, float]
    asset_number: str
    operator: str
    serves: str
    years: tuple[int, int]


class Caregiver(NamedTuple):
    """Somebody who visits for operator 1."""

    username: str
    skills: tuple[str, ...]


class Elder(NamedTuple):
    """Somebody to care for: how far from the centre (metres north and east), and what they get each day."""

    name: str
    born_on: str
    sex: str
    offset: tuple[int, int]
    gets: tuple[str, ...]


class Scheme(NamedTuple):
    """A subsidy of the district: for which levels and classes, and how much of what in a month."""

    code: str
    name: str
    levels: tuple[int, ...]
    classes: tuple[str, ...]
    basis: str
    per_mille: int
    cap_fen: int | None
    excludes: tuple[str, ...]
    shares: Mapping[str, int]


class Decision(Enum):
    """What becomes of an application, if so many days are over."""

    GRANTED = 1
    REFUSED = 2
    OPEN = 3


class Application(NamedTuple):
    """Who applied for which scheme how many days ago, and how it went on."""

    name: str
    scheme: str
    days_ago: int
    amount: Mapping[str, int]
    decision: Decision = Decision.GRANTED
    by_daughter: bool = False
    objection: str = ""
    stopped_after: int = 0


SERVICES = (
    Service(
        "morning_care", "晨间照护", "basic_care", "home_visit", 45, 6000, ("mobility",), ("personal_care",)
    ),
    Service("cleaning", "居家保洁", "daily_living", "home_visit", 90, 9000, ("cleaning",), ("housekeeping",)),
    Service(
        "bathing",
        "上门助浴",
        "daily_living",
        "home_visit",
        60,
        12000,
        ("bathing",),
        ("bathing",),
        is_assessed=True,
    ),
    Service("lunch", "送餐上门", "daily_living", "delivery_round", 10, 1500, ("meals",)),
    Service("safety_call", "平安电话", "caring_visit", "phone", 15, 800, ("emergency",)),
    Service("keeping_company", "陪伴聊天", "emotional_support", "home_visit", 60, 5000, (), ("dialect",)),
    Service(
        "to_the_doctor", "陪同就医", "errands", "home_visit", 180, 18000, ("medical",), ("accompanying",)
    ),
    Service("exercises", "康复操", "health_management", "centre_session", 60, 2000),
)

CENTRES = (
    Centre(
        "城东居家养老服务中心",
        "home_care_centre",
        "330211001001",
        "胜利路 8 号",
        (29.9533, 121.7165),
        "ZH-2019-0042",
        OPERATOR_1,
        "330211001",
        (1, 2),
    ),
    Centre(
        "五里牌居家养老服务站",
        "home_care_station",
        "330211002001",
        "五里牌路 9 号",
        (29.9705, 121.6810),
        "ZH-2021-0017",
        OPERATOR_2,
        "330211002",
        (2, 1),
    ),
)

CAREGIVERS = (
    Caregiver("caregiver", ("personal_care", "housekeeping", "bathing", "dialect")),
    Caregiver("caregiver2", ("personal_care", "housekeeping", "bathing", "accompanying")),
    Caregiver("caregiver3", ("personal_care", "housekeeping", "dialect")),
    Caregiver("caregiver4", ("personal_care", "accompanying", "bathing")),
    Caregiver("caregiver5", ("personal_care", "housekeeping", "dialect")),
    Caregiver("caregiver6", ("personal_care", "housekeeping", "dialect")),
    Caregiver("caregiver7", ("personal_care", "bathing", "dialect")),
    Caregiver("caregiver8", ("personal_care", "housekeeping", "accompanying")),
)

# Cared for since two months; the first is Grandmother Wang of the README's tour.
LONG_CARED_FOR = (
    Elder("王桂英", "1941-05-12", "female", (40, 55), ("morning_care", "lunch")),
    Elder("冯阿福", "1935-01-19", "male", (-30, 60), ("morning_care", "lunch")),
    Elder("陈阿香", "1944-06-06", "female", (10, -45), ("morning_care", "lunch")),
    Elder("钱奶奶", "1940-03-08", "female", (65, 80), ("morning_care", "lunch")),
)

# Whose care begins these days.
NEWLY_CARED_FOR = (
    Elder("钱爷爷", "1938-11-20", "male", (65, 80), ("morning_care", "lunch")),
    Elder("胡老太", "1932-10-10", "female", (52, 41), ("morning_care", "lunch")),
    Elder("李秀珍", "1946-12-30", "female", (120, -60), ("morning_care", "lunch")),
    Elder("褚大妹", "1939-08-14", "female", (150, -90), ("morning_care", "lunch")),
    Elder("魏阿根", "1936-02-11", "male", (210, 130), ("morning_care", "lunch")),
    Elder("蒋彩娥", "1943-09-30", "female", (-180, 95), ("morning_care", "lunch")),
    Elder("韩玉珠", "1938-04-04", "female", (-220, -40), ("morning_care", "lunch")),
    Elder("杨根宝", "1934-12-01", "male", (320, 60), ("morning_care", "lunch")),
    Elder("朱小毛", "1937-07-19", "male", (-310, 210), ("morning_care", "lunch")),
    Elder("许阿花", "1945-03-27", "female", (90, 240), ("morning_care", "lunch")),
    Elder("吕金凤", "1940-10-08", "female", (-75, 300), ("morning_care", "lunch")),
    Elder("施福生", "1939-01-25", "male", (260, -210), ("morning_care", "lunch")),
    Elder("孔秀兰", "1942-06-17", "female", (-140, -180), ("morning_care", "lunch")),
    Elder("曹阿大", "1933-05-05", "male", (30, 420), ("morning_care", "lunch")),
    Elder("严月仙", "1941-11-11", "female", (400, 150), ("morning_care", "lunch")),
    Elder("金水根", "1937-09-09", "male", (-420, -120), ("morning_care", "lunch")),
    Elder("陶阿毛", "1944-02-29", "male", (180, 330), ("morning_care", "lunch")),
    Elder("姜素贞", "1938-08-08", "female", (-260, 350), ("morning_care", "safety_call")),
    Elder("戚宝珍", "1946-01-06", "female", (350, -320), ("morning_care", "safety_call")),
    Elder("谢仁德", "1935-03-15", "male", (-350, -260), ("morning_care", "safety_call")),
    Elder("邹杏花", "1943-12-22", "female", (220, 20), ("morning_care", "keeping_company")),
    Elder("喻阿林", "1936-10-31", "male", (-90, -330), ("morning_care", "keeping_company")),
    Elder("柏永年", "1931-07-07", "male", (140, 180), ("morning_care", "keeping_company")),
    Elder("水桂花", "1940-05-20", "female", (-200, 160), ("morning_care", "cleaning")),
    Elder("窦阿珍", "1945-08-28", "female", (300, 240), ("morning_care", "cleaning")),
    Elder("章福娣", "1942-04-13", "female", (-50, 130), ("morning_care", "cleaning")),
)

CONSUMPTION, LOW_INCOME = "consumption_home", "low_income_hours"
SCHEMES = (
    Scheme(
        CONSUMPTION,
        "养老服务消费补贴（居家社区）",
        (2, 3, 4),
        (),
        "self_paid",
        500,
        80_000,
        (),
        {"central": 850, "city": 50, "district": 100, "town": 0},
    ),
    Scheme(
        LOW_INCOME,
        "困难老人居家养老服务补贴",
        (),
        ("destitute", "low_income"),
        "gross",
        1000,
        None,
        (CONSUMPTION,),
        {"central": 0, "city": 300, "district": 500, "town": 200},
    ),
)

# The 26 items of GB/T 42195-2022 at their best, and who scores less in which.
FULLY_ABLE = {
    **{f"B1.{number}": 4 for number in range(1, 9)},
    "B2.1": 4,
    "B2.2": 4,
    "B2.3": 4,
    "B2.4": 3,
    **{f"B3.{number}": 4 for number in range(1, 7)},
    "B3.7": 1,
    "B3.8": 1,
    "B3.9": 2,
    "B4.1": 2,
    "B4.2": 2,
    "B4.3": 4,
    "B4.4": 3,
    "B4.5": 4,
}
_MODERATE = {f"B1.{number}": 2 for number in range(1, 9)} | {"B2.1": 2, "B2.2": 2, "B2.3": 2, "B2.4": 0}
_SEVERE = {
    **{f"B1.{number}": 1 for number in range(1, 9)},
    "B2.1": 1,
    "B2.2": 1,
    "B2.3": 1,
    "B2.4": 0,
    **{f"B3.{number}": 3 for number in range(1, 7)},
    "B4.3": 1,
    "B4.4": 1,
    "B4.5": 1,
}
ASSESSED = {"王桂英": _MODERATE, "冯阿福": _SEVERE, "陈阿香": _MODERATE, "钱奶奶": _SEVERE}

APPLICATIONS = (
    Application("王桂英", CONSUMPTION, 58, {"monthly_fen": 60_000}, by_daughter=True),
    Application("冯阿福", LOW_INCOME, 57, {"monthly_hours": 45}),
    Application("陈阿香", CONSUMPTION, 55, {"monthly_fen": 80_000}, stopped_after=45),
    Application("李秀珍", LOW_INCOME, 40, {"monthly_hours": 30}),
    Application("褚大妹", CONSUMPTION, 30, {}, Decision.REFUSED),
    Application("钱奶奶", CONSUMPTION, 8, {}, Decision.OPEN, objection="听说她家在外地还有房子。"),
    Application("胡老太", CONSUMPTION, 1, {}, Decision.OPEN),
)
