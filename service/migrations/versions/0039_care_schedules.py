"""Proposals of the planner: what was asked, how far it is, and what is proposed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_STORED = {"native_enum": False, "create_constraint": True, "length": 40}


def upgrade() -> None:
    _create_schedules()
    _create_stops()
    _create_unplaced()


def downgrade() -> None:
    op.drop_table("care_schedule_unplaced")
    op.drop_table("care_schedule_stops")
    op.drop_table("care_schedules")


def _create_schedules() -> None:
    table = "care_schedules"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("queued", "running", "done", "failed", "cancelled", name="runstatus", **_STORED),
            nullable=False,
        ),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("travel_minutes", sa.Integer(), nullable=False),
        sa.Column("greedy_travel_minutes", sa.Integer(), nullable=False),
        sa.Column("greedy_unplaced", sa.Integer(), nullable=False),
        sa.Column("time_limit_hit", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("organisation_id"), "="),
            (sa.text("daterange(first_on, last_on, '[]')"), "&&"),
            where=sa.text("ended_at IS NULL"),
            using="gist",
            name="care_schedules_under_way",
        ),
        sa.CheckConstraint("last_on >= first_on", name=op.f("care_schedules_days_check")),
        sa.CheckConstraint(
            "(status IN ('queued', 'running')) = (ended_at IS NULL)", name=op.f("care_schedules_ended_check")
        ),
        sa.CheckConstraint(
            "applied_at IS NULL OR status = 'done'", name=op.f("care_schedules_applied_check")
        ),
        sa.CheckConstraint("seed >= 0", name=op.f("care_schedules_seed_check")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("care_schedules_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["accounts.id"], name=op.f("care_schedules_asked_by_fkey")),
        sa.ForeignKeyConstraint(["applied_by"], ["accounts.id"], name=op.f("care_schedules_applied_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("care_schedules_pkey")),
    )
    for columns in (["organisation_id", "id"], ["asked_at"], ["asked_by"], ["run_id"], ["applied_by"]):
        op.create_index(op.f(f"{table}_{'_'.join(columns)}_idx"), table, columns)


def _create_stops() -> None:
    table = "care_schedule_stops"
    op.create_table(
        table,
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column("visit_version", sa.Integer(), nullable=False),
        sa.Column("arrives_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("travel_minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "arrives_at <= starts_at AND starts_at < ends_at", name=op.f("care_schedule_stops_times_check")
        ),
        sa.CheckConstraint("travel_minutes >= 0", name=op.f("care_schedule_stops_travel_check")),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["care_schedules.id"],
            name=op.f("care_schedule_stops_schedule_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["care_visits.id"], name=op.f("care_schedule_stops_visit_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["caregiver_id"], ["caregivers.id"], name=op.f("care_schedule_stops_caregiver_id_fkey")
        ),
        sa.PrimaryKeyConstraint(
            "schedule_id", "visit_id", "caregiver_id", name=op.f("care_schedule_stops_pkey")
        ),
    )
    for column in ("visit_id", "caregiver_id"):
        op.create_index(op.f(f"{table}_{column}_idx"), table, [column])


def _create_unplaced() -> None:
    table = "care_schedule_unplaced"
    reasons = (
        "for_a_round", "too_late", "no_skill", "refused", "no_shift", "absent", "elder_busy", "no_time",
    )  # fmt: skip
    op.create_table(
        table,
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("reason_code", sa.Enum(*reasons, name="unplacedreason", **_STORED), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["care_schedules.id"],
            name=op.f("care_schedule_unplaced_schedule_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["care_visits.id"], name=op.f("care_schedule_unplaced_visit_id_fkey")
        ),
        sa.PrimaryKeyConstraint("schedule_id", "visit_id", name=op.f("care_schedule_unplaced_pkey")),
    )
    op.create_index(op.f(f"{table}_visit_id_idx"), table, ["visit_id"])
