"""The tables of kit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The audit trail is only ever added to; the retention job alone may delete, and says so.
_GUARD = """
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('linli.audit_retention', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'audit entries are never changed';
END $$
"""
_TRIGGER = """
CREATE TRIGGER audit_entries_are_kept BEFORE UPDATE OR DELETE ON audit_entries
FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()
"""


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("audit_entries_pkey")),
    )
    op.create_index(
        op.f("audit_entries_account_id_id_idx"), "audit_entries", ["account_id", "id"], unique=False
    )
    op.create_index(op.f("audit_entries_at_idx"), "audit_entries", ["at"], unique=False)
    op.create_index(op.f("audit_entries_subject_id_idx"), "audit_entries", ["subject", "id"], unique=False)
    op.create_table(
        "files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("open_to_all", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("files_pkey")),
    )
    op.create_index(op.f("files_uploaded_by_idx"), "files", ["uploaded_by"], unique=False)
    op.create_table(
        "idempotent_answers",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "key", name=op.f("idempotent_answers_pkey")),
    )
    op.create_index(
        op.f("idempotent_answers_answered_at_idx"), "idempotent_answers", ["answered_at"], unique=False
    )
    op.create_table(
        "job_runs",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("slot", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job", "slot", name=op.f("job_runs_pkey")),
    )
    op.create_index(op.f("job_runs_ran_at_idx"), "job_runs", ["ran_at"], unique=False)
    op.create_table(
        "message_reactions",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("reaction", sa.String(), nullable=False),
        sa.Column("reacted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "reaction", name=op.f("message_reactions_pkey")),
    )
    op.create_table(
        "outbox_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("outbox_messages_pkey")),
    )
    op.create_index(
        op.f("outbox_messages_delivered_at_idx"),
        "outbox_messages",
        ["delivered_at"],
        unique=False,
        postgresql_where="delivered_at IS NOT NULL",
    )
    op.create_index(
        op.f("outbox_messages_next_try_at_id_idx"),
        "outbox_messages",
        ["next_try_at", "id"],
        unique=False,
        postgresql_where="delivered_at IS NULL",
    )
    op.execute(_GUARD)
    op.execute(_TRIGGER)


def downgrade() -> None:
    op.drop_index(
        op.f("outbox_messages_next_try_at_id_idx"),
        table_name="outbox_messages",
        postgresql_where="delivered_at IS NULL",
    )
    op.drop_index(
        op.f("outbox_messages_delivered_at_idx"),
        table_name="outbox_messages",
        postgresql_where="delivered_at IS NOT NULL",
    )
    op.drop_table("outbox_messages")
    op.drop_table("message_reactions")
    op.drop_index(op.f("job_runs_ran_at_idx"), table_name="job_runs")
    op.drop_table("job_runs")
    op.drop_index(op.f("idempotent_answers_answered_at_idx"), table_name="idempotent_answers")
    op.drop_table("idempotent_answers")
    op.drop_index(op.f("files_uploaded_by_idx"), table_name="files")
    op.drop_table("files")
    op.drop_index(op.f("audit_entries_subject_id_idx"), table_name="audit_entries")
    op.drop_index(op.f("audit_entries_at_idx"), table_name="audit_entries")
    op.drop_index(op.f("audit_entries_account_id_id_idx"), table_name="audit_entries")
    op.drop_table("audit_entries")
    op.execute("DROP FUNCTION refuse_audit_change()")
