"""The audit trail's chain: links, and the seals of closed days, guarded as the entries are."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# A seal stays for ever; the retention job alone notes that the day's entries are gone.
_GUARD = """
CREATE FUNCTION refuse_audit_day_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('linli.audit_retention', true) = 'on' AND OLD.forgotten_at IS NULL
       AND (NEW.day, NEW.entries, NEW.head, NEW.seal, NEW.closed_at)
         = (OLD.day, OLD.entries, OLD.head, OLD.seal, OLD.closed_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit seals are never changed';
END $$
"""


def upgrade() -> None:
    op.create_table(
        "audit_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("day", name=op.f("audit_days_pkey")),
    )
    op.create_table(
        "audit_links",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("audit_links_number_check")),
        sa.PrimaryKeyConstraint("day", "number", name=op.f("audit_links_pkey")),
    )
    op.create_index(op.f("audit_links_entry_id_idx"), "audit_links", ["entry_id"], unique=True)
    op.execute(
        "CREATE TRIGGER audit_links_are_kept BEFORE UPDATE OR DELETE ON audit_links"
        " FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"
    )
    op.execute(_GUARD)
    op.execute(
        "CREATE TRIGGER audit_days_are_kept BEFORE UPDATE OR DELETE ON audit_days"
        " FOR EACH ROW EXECUTE FUNCTION refuse_audit_day_change()"
    )


def downgrade() -> None:
    op.drop_index(op.f("audit_links_entry_id_idx"), table_name="audit_links")
    op.drop_table("audit_links")
    op.drop_table("audit_days")
    op.execute("DROP FUNCTION refuse_audit_day_change()")
