"""Who and what is in the demonstration community; every name, number and address is made up."""

from typing import NamedTuple

from service.kit.actor import Function, Role

DISTRICT = "330211"
STREET = "330211001"
COMMUNITY = "330211001001"
OTHER_COMMUNITY = "330211002001"
GRID = "330211001001-001"

PASSWORD = "linli-demo-2026"  # noqa: S105 - printed by `make run`; production has no such logins


class StaffMember(NamedTuple):
    """A staff login; `place` is a region's code or the name of an organisation."""

    username: str
    name: str
    role: Role
    place: str | None

    @property
    def functions(self) -> list[Function]:
        """Streets and the district name the matters of a duty; a community has them all."""
        return list(Function) if self.role in (Role.STREET_STAFF, Role.DISTRICT_STAFF) else []


class Person(NamedTuple):
    """A resident; `number` is the one in `demo-resident-N`, none for who has no phone."""

    number: int | None
    name: str
    region_code: str | None
    phone: str | None
    address: str | None


class Dwelling(NamedTuple):
    """A home of 桂花苑 (by the number of its building), or elsewhere in the community, and who lives there as what."""

    building: int | None
    room: str
    kind: str | None
    people: list[tuple[str, str]]


class Room(NamedTuple):
    """A living room; hours are of every day, or of weekdays 1–5 and 6–7."""

    name: str
    region_code: str
    address: str
    place: tuple[float, float]
    capacity: tuple[int, int]
    facilities: list[str]
    brand: str | None
    hours: list[tuple[range, str, str]]
    policy: dict[str, object]


OPERATOR_1 = "镇海安心居家养老服务有限公司"
OPERATOR_2 = "甬城颐养服务有限公司"
OWNER = "镇海区民政局"
ORGANISATIONS = (
    ("operator", OPERATOR_1, "91330211MA2DEMA01D"),
    ("operator", OPERATOR_2, "91330211MA2DEMA02G"),
    ("social", "城东邻里互助会", "51330211MJ8DEMA03D"),
    ("property", "桂花苑物业服务中心", "91330211MA2DEMA04N"),
    ("department", OWNER, "11330211002958411K"),
)

STAFF = (
    StaffMember("district", "郑海涛", Role.DISTRICT_STAFF, DISTRICT),
    StaffMember("street", "林晓燕", Role.STREET_STAFF, STREET),
    StaffMember("worker", "王芳", Role.COMMUNITY_WORKER, COMMUNITY),
    StaffMember("grid", "陈建国", Role.GRID_WORKER, GRID),
    StaffMember("worker2", "周敏", Role.COMMUNITY_WORKER, OTHER_COMMUNITY),
    StaffMember("assessor", "沈医生", Role.ASSESSOR, DISTRICT),
    StaffMember("assessor2", "方护士", Role.ASSESSOR, DISTRICT),
    StaffMember("manager", "徐经理", Role.OPERATOR_MANAGER, OPERATOR_1),
    StaffMember("dispatcher", "孙调度", Role.DISPATCHER, OPERATOR_1),
    StaffMember("caregiver", "李阿姨", Role.CAREGIVER, OPERATOR_1),
    StaffMember("caregiver2", "张阿姨", Role.CAREGIVER, OPERATOR_1),
    StaffMember("caregiver3", "陈阿姨", Role.CAREGIVER, OPERATOR_1),
    StaffMember("caregiver4", "刘师傅", Role.CAREGIVER, OPERATOR_1),
    StaffMember("caregiver5", "何阿姨", Role.CAREGIVER, OPERATOR_1),
    StaffMember("caregiver6", "宋阿姨", Role.CAREGIVER, OPERATOR_1),
    StaffMember("caregiver7", "邬阿姨", Role.CAREGIVER, OPERATOR_1),
    StaffMember("caregiver8", "谢师傅", Role.CAREGIVER, OPERATOR_1),
    StaffMember("manager2", "钱经理", Role.OPERATOR_MANAGER, OPERATOR_2),
    StaffMember("admin", "系统管理员", Role.SYSTEM_ADMIN, None),
    StaffMember("security", "安全管理员", Role.SECURITY_ADMIN, None),
    StaffMember("auditor", "审计管理员", Role.AUDITOR, None),
)

PEOPLE = (
    Person(1, "王桂英", COMMUNITY, "13800010001", "桂花苑 3 幢 502 室"),
    Person(2, "王晓岚", None, "13800010002", None),
    Person(3, "赵志强", COMMUNITY, "13800010003", "桂花苑 5 幢 101 室"),
    Person(4, "钱美玲", COMMUNITY, "13800010004", "桂花苑 5 幢 302 室"),
    Person(5, "孙国平", COMMUNITY, "13800010005", "胜利路 18 号"),
    Person(6, "李秀珍", COMMUNITY, "13800010006", "胜利路 20 号"),
    Person(7, "周文斌", COMMUNITY, "13800010007", "胜利路 22 号"),
    Person(8, "吴丽华", COMMUNITY, "13800010008", "城河东路 6 号"),
    Person(9, "郑小军", COMMUNITY, "13800010009", "城河东路 8 号"),
    Person(None, "冯阿福", COMMUNITY, None, "桂花苑 1 幢 101 室"),
    Person(None, "陈阿香", COMMUNITY, "0574-86250011", "桂花苑 2 幢 201 室"),
    Person(None, "褚大妹", COMMUNITY, None, "胜利路 11 号"),
)

# Who is not among PEOPLE has no telephone, and was put on record by the worker.
DWELLINGS = (
    Dwelling(1, "101", "public", [("冯阿福", "householder")]),
    Dwelling(1, "201", "owned", [("马福根", "householder"), ("马秀英", "spouse"), ("马建军", "son")]),
    Dwelling(1, "302", "rented", [("罗强", "householder"), ("罗小燕", "spouse")]),
    Dwelling(2, "201", "owned", [("陈阿香", "householder")]),
    Dwelling(2, "402", "owned", [("沈国强", "householder"), ("沈梅", "spouse"), ("沈乐乐", "son")]),
    Dwelling(3, "101", None, []),
    Dwelling(3, "502", "owned", [("王桂英", "householder")]),
    Dwelling(4, "301", "owned", [("胡大明", "householder"), ("胡老太", "parent")]),
    Dwelling(5, "101", "owned", [("赵志强", "householder"), ("何玉兰", "spouse"), ("赵小雨", "daughter")]),
    Dwelling(5, "302", "owned", [("钱美玲", "householder"), ("钱爷爷", "parent"), ("钱奶奶", "parent")]),
    Dwelling(None, "胜利路 18 号", "owned", [("孙国平", "householder")]),
    Dwelling(None, "胜利路 20 号", "owned", [("李秀珍", "householder")]),
    Dwelling(None, "胜利路 11 号", "public", [("褚大妹", "householder")]),
)
# His wife and son stay, and have not said yet who is the householder now.
DIED = "马福根"

_ALL_WEEK = range(1, 8)
ROOMS = (
    Room(
        "城东居民会客厅",
        COMMUNITY,
        "胜利路 12 号",
        (29.9531, 121.7162),
        (1, 40),
        ["茶吧", "投影仪", "无障碍通道"],
        "桂花茶话",
        [(_ALL_WEEK, "08:00", "21:00")],
        {"advance_days": 14, "buffer_minutes": 15, "approval_headcount": 20},
    ),
    Room(
        "24小时书房",
        COMMUNITY,
        "桂花苑 1 幢底楼",
        (29.9537, 121.7171),
        (1, 12),
        ["书柜", "饮水机", "无障碍通道"],
        "城东书香",
        [(_ALL_WEEK, "00:00", "24:00")],
        {
            "advance_days": 14,
            "slot_minutes": 15,
            "lead_minutes": 0,
            "max_minutes": 120,
            "active_quota": 20,
            "checkin_before_minutes": 240,
            "approval_headcount": None,
            "open_to": "street",
        },
    ),
    Room(
        "邻里调解室",
        COMMUNITY,
        "胜利路 14 号",
        (29.9526, 121.7158),
        (2, 10),
        ["会议桌", "录音设备"],
        None,
        [(range(1, 6), "08:30", "11:30"), (range(1, 6), "13:30", "17:00")],
        {"advance_days": 14},
    ),
    Room(
        "银龄活动室",
        COMMUNITY,
        "城河东路 2 号",
        (29.9518, 121.7190),
        (4, 30),
        ["棋牌桌", "钢琴", "血压计"],
        "夕阳红合唱",
        [(_ALL_WEEK, "08:00", "17:00")],
        {"advance_days": 14, "max_minutes": 180, "open_to": "street"},
    ),
    Room(
        "五里牌邻里中心",
        OTHER_COMMUNITY,
        "五里牌路 3 号",
        (29.9702, 121.6803),
        (1, 50),
        ["舞台", "音响"],
        "百家宴",
        [(_ALL_WEEK, "09:00", "21:00")],
        {"advance_days": 14, "open_to": "district"},
    ),
)
