"""How far above others notices stand in residents' lists, and that their targets know it too."""

from collections.abc import Collection

from sqlalchemy import update

from service.events.notices import rules
from service.events.notices.models import Notice, NoticeTarget
from service.events.notices.rules import NoticeStatus
from service.kit.work import UnitOfWork


def rank(work: UnitOfWork, notice: Notice) -> None:
    """Let a published notice stand where it belongs now; any other stands nowhere."""
    if notice.status is not NoticeStatus.PUBLISHED:
        notice.rank = notice.rank_until = None
        return
    notice.rank, notice.rank_until = rules.rank_of(
        notice.priority,
        notice.published_at or work.now,
        notice.pin_until,
        work.now,
        work.house.settings.notice_urgent_days,
    )


def place(work: UnitOfWork, notices: Collection[Notice]) -> None:
    """Write beside the targets of these notices what orders them in residents' lists."""
    work.session.flush()
    changed = (
        update(NoticeTarget)
        .where(NoticeTarget.notice_id == Notice.id, Notice.id.in_([each.id for each in notices]))
        .values(rank=Notice.rank, published_at=Notice.published_at, expires_at=Notice.expires_at)
    )
    work.session.execute(changed, execution_options={"synchronize_session": False})
