"""Of whom a notice addressed it is noted whether it stood above others, so that those that do are found among very many."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "notice_addressees", sa.Column("leads", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.alter_column("notice_addressees", "leads", server_default=None)
    op.execute(
        "UPDATE notice_addressees SET leads = true FROM notices"
        " WHERE notices.id = notice_addressees.notice_id AND notices.rank > 0"
    )
    op.create_index(
        "notice_addressees_leading_idx",
        "notice_addressees",
        ["resident_id", "published_at", "notice_id"],
        postgresql_where=sa.text("leads"),
    )


def downgrade() -> None:
    op.drop_index(
        "notice_addressees_leading_idx",
        table_name="notice_addressees",
        postgresql_where=sa.text("leads"),
    )
    op.drop_column("notice_addressees", "leads")
