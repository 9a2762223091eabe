"""What the clock reminds people of."""

from sqlalchemy import select, update

from service.events.activities import queries, rules, texts
from service.events.activities.actions.telling import tell_person
from service.events.activities.models import Activity, SignUp
from service.events.activities.rules import ActivityStatus, SignUpStatus
from service.kit.work import UnitOfWork

_AT_ONCE = 500


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
    noted = update(SignUp).where(SignUp.id == due.c.id).values(reminded_at=work.now).returning(SignUp.id)
    ids = work.session.scalars(noted, execution_options={"synchronize_session": False}).all()
    for row in work.session.scalars(select(SignUp).where(SignUp.id.in_(ids)).order_by(SignUp.id)).all():
        activity = work.found(queries.activity_row(work, row.activity_id))
        tell_person(work, activity, row, texts.REMINDED)
