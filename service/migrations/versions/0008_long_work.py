"""Long work done in steps, and whose data an audited read was about."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "background_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                "cancelled",
                name="runstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("checkpoint", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("done >= 0", name=op.f("background_runs_done_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("background_runs_pkey")),
    )
    op.create_index(
        op.f("background_runs_asked_by_id_idx"), "background_runs", ["asked_by", "id"], unique=False
    )
    op.create_index(
        op.f("background_runs_ended_at_idx"),
        "background_runs",
        ["ended_at"],
        unique=False,
        postgresql_where="ended_at IS NOT NULL",
    )
    op.create_index(
        op.f("background_runs_next_try_at_id_idx"),
        "background_runs",
        ["next_try_at", "id"],
        unique=False,
        postgresql_where="status IN ('queued', 'running')",
    )
    op.add_column("audit_entries", sa.Column("people", sa.ARRAY(sa.Uuid()), nullable=True))
    op.create_index(
        op.f("audit_entries_people_idx"),
        "audit_entries",
        ["people"],
        postgresql_using="gin",
        postgresql_where="people IS NOT NULL",
    )


def downgrade() -> None:
    op.drop_index(op.f("audit_entries_people_idx"), table_name="audit_entries")
    op.drop_column("audit_entries", "people")
    op.drop_index(
        op.f("background_runs_next_try_at_id_idx"),
        table_name="background_runs",
        postgresql_where="status IN ('queued', 'running')",
    )
    op.drop_index(
        op.f("background_runs_ended_at_idx"),
        table_name="background_runs",
        postgresql_where="ended_at IS NOT NULL",
    )
    op.drop_index(op.f("background_runs_asked_by_id_idx"), table_name="background_runs")
    op.drop_table("background_runs")
