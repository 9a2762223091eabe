"""What becomes of ladders when two records of one person become one."""

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from service.events.reaching.models import ReachHousehold, ReachPerson, Rung
from service.kit.merging import Changes, Pair


def reach_once(changes: Changes, pair: Pair) -> None:
    """Where both records were to be reached for a notice, one stays; a household that was the other's alone goes with it."""
    kept, gone, others = aliased(ReachPerson), aliased(ReachPerson), aliased(ReachPerson)
    both = select(kept.notice_id).where(kept.resident_id == pair.kept)
    alone = (
        select(gone.household_id)
        .where(gone.resident_id == pair.gone, gone.notice_id.in_(both))
        .where(~exists().where(others.household_id == gone.household_id, others.resident_id != pair.gone))
    )
    household_ids = changes.work.session.scalars(alone).all()
    changes.set_aside(Rung, Rung.household_id.in_(household_ids))
    changes.set_aside(ReachPerson, ReachPerson.resident_id == pair.gone, ReachPerson.notice_id.in_(both))
    changes.set_aside(ReachHousehold, ReachHousehold.id.in_(household_ids))
