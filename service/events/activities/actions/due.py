"""What the clock reminds people of."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import select, update

from service.events.activities import queries, rules, texts
from service.events.activities.actions.telling import tell_many
from service.events.activities.models import Activity, SignUp
from service.events.activities.rules import ActivityStatus, SignUpStatus
from service.kit.work import UnitOfWork

_AT_ONCE = 5000


def remind(work: UnitOfWork) -> None:
    """Remind people a day before the start, if they had signed up before that."""
    due = (
        select(SignUp.id)
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(
            Activity.status == ActivityStatus.PUBLISHED,
            Activity.starts_at > work.now,
            Activity.starts_at <= work.now + rules.REMINDED_BEFORE,
            SignUp.status == SignUpStatus.SIGNED_UP,
            SignUp.reminded_at.is_(None),
            SignUp.created_at <= Activity.starts_at - rules.REMINDED_BEFORE,
        )
        .limit(_AT_ONCE)
        .with_for_update(of=SignUp, skip_locked=True)
        .cte("due")
    )
    noted = update(SignUp).where(SignUp.id == due.c.id).values(reminded_at=work.now)
    told = noted.returning(SignUp.activity_id, SignUp.resident_id, SignUp.brought_by)
    people: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for activity_id, *both in work.session.execute(told, execution_options={"synchronize_session": False}):
        people[activity_id].update(each for each in both if each is not None)
    for activity_id in sorted(people):
        activity = work.found(queries.activity_row(work, activity_id))
        tell_many(work, activity, texts.REMINDED, people[activity_id], time=activity.starts_at)
