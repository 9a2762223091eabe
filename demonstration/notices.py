"""What the community is told: a notice every third day, read by most, and what is to come or waits for somebody."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from demonstration import cast
from demonstration.stage import Stage
from service.kit import background
from service.kit.clock import at_local

_READERS = (1, 3, 4, 5, 6, 7, 8, 9)
_JOBS = ("events.notices.publish_scheduled", "events.notices.expire")
_EVERY_DAYS = 3
_READ, _CONFIRMED = 0.75, 0.8


class Theme(NamedTuple):
    """A notice as somebody writes it again and again; `lasts` is for how many days."""

    author: str
    title: str
    body: str
    category: str
    places: Sequence[str]
    lasts: int
    more: dict[str, Any] = {}


_COMMUNITY, _STREET, _DISTRICT = [cast.COMMUNITY], [cast.STREET], [cast.DISTRICT]
THEMES = (
    Theme(
        "worker",
        "楼道堆物清理通知",
        "请于**本周日前**清理楼道内的杂物，\n保持消防通道畅通。",
        "safety",
        _COMMUNITY,
        14,
    ),
    Theme(
        "worker",
        "周三上午停水通知",
        "因管网检修，**周三 8:00–12:00** 停水，请提前储水。\n\n- 桂花苑 1–5 幢\n- 胜利路 11–22 号",
        "utilities",
        _COMMUNITY,
        10,
        {"priority": "important", "public": True},
    ),
    Theme(
        "street",
        "老年人免费体检开始预约",
        "65 岁以上居民可在社区卫生服务站预约免费体检，请带好医保卡。",
        "health",
        _STREET,
        30,
        {"audience": ["aged_60"], "needs_confirmation": True},
    ),
    Theme(
        "worker2",
        "临江社区文化礼堂开放时间调整",
        "自下周起改为 9:00–20:30。",
        "community",
        [cast.OTHER_COMMUNITY],
        30,
    ),
    Theme(
        "district",
        "谨防冒充医保局的电话诈骗",
        "医保部门**不会**来电索要验证码。接到此类电话请挂断，并拨打 [96110](tel:96110)。",
        "safety",
        _DISTRICT,
        60,
        {"priority": "important", "public": True},
    ),
    Theme(
        "worker",
        "桂花苑电梯年检安排",
        "年检期间每幢停梯约两小时，具体时间见单元门口。",
        "property",
        _COMMUNITY,
        7,
    ),
    Theme(
        "worker",
        "志愿者本月排班",
        "请各位志愿者在群内确认本月的**敬老探访**班次。",
        "community",
        _COMMUNITY,
        20,
        {"audience": ["volunteer"], "needs_confirmation": True},
    ),
    Theme(
        "street",
        "垃圾分类投放点调整公示",
        "现将投放点调整方案予以公示，公示期七天。",
        "publicity",
        _STREET,
        7,
        {"public": True},
    ),
)


def proclaim(stage: Stage, day: date) -> None:
    """What is said on this day, if anything is, and who reads it."""
    turn, rest = divmod(day.toordinal(), _EVERY_DAYS)
    stage.clock.moment = at_local(day) + timedelta(hours=9)
    stage.run_jobs(*_JOBS)
    if rest == 0:
        theme = THEMES[turn % len(THEMES)]
        notice = publish(stage, theme, day)
        _read(stage, notice, Random(day.toordinal()))  # noqa: S311 - a play, not a secret


def publish(stage: Stage, theme: Theme, day: date, **more: Any) -> dict[str, Any]:
    """Write the theme's notice and publish it, at once or when it says."""
    author = stage.staff(theme.author)
    draft = author.post("/notices", **_written(theme, day), **more)
    notice: dict[str, Any] = author.post(f"/notices/{draft['id']}/publish")
    _work_off(stage)
    return notice


def leave_notices(stage: Stage, today: date) -> None:
    """One that stands above others, one to come, one that waits for review, one that is only begun, one withdrawn."""
    worker, tomorrow = stage.staff("worker"), at_local(today + timedelta(days=1))
    heat = Theme(
        "street",
        "高温天气防范提示",
        "未来三天气温较高，请减少外出；独居老人如需帮助，请拨打社区电话。",
        "safety",
        _STREET,
        3,
        {"priority": "urgent", "public": True},
    )
    _read(stage, publish(stage, heat, today), Random(today.toordinal()))  # noqa: S311
    notes = Theme(
        "worker", "社区办事指南", "周一至周六 8:30–17:00，可先在会客厅预约。", "convenience", _COMMUNITY, 60
    )
    publish(stage, notes, today, pin_until=(tomorrow + timedelta(days=14)).isoformat())
    cleaning = Theme("worker", "周末大扫除", "周六上午九点，在桂花苑门口集合。", "activity", _COMMUNITY, 12)
    publish(stage, cleaning, today, publish_at=(tomorrow + timedelta(days=4, hours=9)).isoformat())
    grid = Theme(
        "grid", "第一网格走访安排", "本月走访从 1 幢开始，请留意门口的预约单。", "community", [cast.GRID], 12
    )
    waiting = stage.staff("grid").post("/notices", **_written(grid, today))
    stage.staff("grid").post(f"/notices/{waiting['id']}/submit")
    begun = Theme("worker", "重阳节活动征集", "想听什么戏，请告诉我们。", "activity", _COMMUNITY, 12)
    worker.post("/notices", **_written(begun, today))
    wrong = publish(stage, THEMES[5], today)
    _read(stage, wrong, Random(5))  # noqa: S311
    worker.post(f"/notices/{wrong['id']}/withdraw", reason="年检时间有变，另行通知。")
    _work_off(stage)


def _written(theme: Theme, day: date) -> dict[str, Any]:
    written = {
        "title": theme.title,
        "body": theme.body,
        "category": theme.category,
        "region_codes": list(theme.places),
        "expires_at": _moment(day, theme.lasts).isoformat(),
    }
    return written | theme.more


def _moment(day: date, days: int) -> datetime:
    return at_local(day + timedelta(days=days)) + timedelta(hours=20)


def _read(stage: Stage, notice: dict[str, Any], chance: Random) -> None:
    """Most of whom it concerns read it, and most of these confirm it where that is asked for."""
    for number in _READERS:
        resident = stage.resident(number)
        seen = {each["id"] for each in resident.get("/notices", limit=100)["items"]}
        if notice["id"] not in seen or chance.random() > _READ:
            continue
        confirms = notice["needs_confirmation"] and chance.random() < _CONFIRMED
        resident.post(f"/notices/{notice['id']}/{'confirm' if confirms else 'read'}")


def _work_off(stage: Stage) -> None:
    while background.advance(stage.house):
        pass
    stage.run_jobs()
