"""Until when a month may be appealed against, and by when that is decided, in working days that the policy says."""

import sqlalchemy as sa
from alembic import op

from service.kit.calendar import working_day_after

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_POLICIES, _SCORES, _APPEALS = (
    "care_performance_policies",
    "care_performance_scores",
    "care_performance_appeals",
)
_WORKING_DAYS = 10
# What was closed before could be appealed against for fifteen days.
_DAYS_BEFORE = 15
_FIRST_OF_MONTH = "period = 'month' AND number = 1"


def upgrade() -> None:
    for name in ("appeal_working_days", "decide_working_days"):
        op.add_column(_POLICIES, sa.Column(name, sa.Integer(), server_default=str(_WORKING_DAYS)))
        op.alter_column(_POLICIES, name, nullable=False, server_default=None)
        op.create_check_constraint(op.f(f"{_POLICIES}_{name}_check"), _POLICIES, f"{name} BETWEEN 1 AND 60")
    _say_until_when_to_appeal()
    _say_by_when_to_decide()


def downgrade() -> None:
    op.drop_column(_APPEALS, "decide_by")
    op.drop_column(_SCORES, "appeal_until")
    for name in ("appeal_working_days", "decide_working_days"):
        op.drop_column(_POLICIES, name)


def _say_until_when_to_appeal() -> None:
    op.add_column(_SCORES, sa.Column("appeal_until", sa.Date()))
    op.execute(f"ALTER TABLE {_SCORES} DISABLE TRIGGER {_SCORES}_are_kept")
    op.execute(
        f"UPDATE {_SCORES} SET appeal_until = (closed_at AT TIME ZONE 'Asia/Shanghai')::date + {_DAYS_BEFORE}"  # noqa: S608 - put together of our own words
        f" WHERE {_FIRST_OF_MONTH}"
    )
    op.execute(f"ALTER TABLE {_SCORES} ENABLE TRIGGER {_SCORES}_are_kept")
    op.create_check_constraint(
        op.f(f"{_SCORES}_appeal_until_check"), _SCORES, f"(appeal_until IS NOT NULL) = ({_FIRST_OF_MONTH})"
    )


def _say_by_when_to_decide() -> None:
    op.add_column(_APPEALS, sa.Column("decide_by", sa.Date()))
    made = sa.text(f"SELECT id, (made_at AT TIME ZONE 'Asia/Shanghai')::date FROM {_APPEALS}")  # noqa: S608 - as above
    for appeal_id, made_on in op.get_bind().execute(made).all():
        values = {"id": appeal_id, "decide_by": working_day_after(made_on, _WORKING_DAYS)}
        op.get_bind().execute(
            sa.text(f"UPDATE {_APPEALS} SET decide_by = :decide_by WHERE id = :id"),  # noqa: S608 - as above
            values,
        )
    op.alter_column(_APPEALS, "decide_by", nullable=False)
