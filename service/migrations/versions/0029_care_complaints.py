"""The tables of complaints."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "care_complaints",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column(
            "category",
            sa.Enum(
                "quality",
                "attitude",
                "punctuality",
                "charges",
                "property",
                "privacy",
                "safety",
                "other",
                name="complaintcategory",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "urgency",
            sa.Enum(
                "urgent",
                "ordinary",
                "complex",
                name="urgency",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "app",
                "phone",
                "doorstep",
                name="complaintsource",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("photos", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "answered",
                "closed",
                "reopened",
                "withdrawn",
                name="complaintstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "founded",
                "unfounded",
                "settled",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("street_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("district_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column(
            "acted_by_as",
            sa.Enum("proxy", "staff", name="actingas", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'closed') <= (outcome IS NOT NULL AND closed_at IS NOT NULL)",
            name=op.f("care_complaints_closed_check"),
        ),
        sa.CheckConstraint(
            "(status = 'reopened') <= (reopened_at IS NOT NULL)", name=op.f("care_complaints_reopened_check")
        ),
        sa.CheckConstraint(
            "(status IN ('open', 'answered', 'reopened')) = (due_on IS NOT NULL)",
            name=op.f("care_complaints_due_check"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["accounts.id"], name=op.f("care_complaints_created_by_fkey")
        ),
        sa.ForeignKeyConstraint(["elder_id"], ["residents.id"], name=op.f("care_complaints_elder_id_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("care_complaints_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("care_complaints_region_code_fkey")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["care_visits.id"], name=op.f("care_complaints_visit_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("care_complaints_pkey")),
    )
    op.create_index(op.f("care_complaints_created_by_idx"), "care_complaints", ["created_by"], unique=False)
    op.create_index(
        "care_complaints_due_idx",
        "care_complaints",
        ["due_on", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('open', 'answered', 'reopened')"),
    )
    op.create_index(
        op.f("care_complaints_elder_id_id_idx"), "care_complaints", ["elder_id", "id"], unique=False
    )
    op.create_index(
        op.f("care_complaints_organisation_id_id_idx"),
        "care_complaints",
        ["organisation_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("care_complaints_region_code_id_idx"), "care_complaints", ["region_code", "id"], unique=False
    )
    op.create_index(
        op.f("care_complaints_visit_id_idx"),
        "care_complaints",
        ["visit_id"],
        unique=False,
        postgresql_where=sa.text("visit_id IS NOT NULL"),
    )
    op.create_table(
        "care_complaint_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "reply",
                "close",
                "reopen",
                "withdraw",
                name="stepkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "founded",
                "unfounded",
                "settled",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column(
            "acted_by_as",
            sa.Enum("proxy", "staff", name="actingas", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(kind = 'close') = (outcome IS NOT NULL)", name=op.f("care_complaint_steps_found_check")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["care_complaints.id"], name=op.f("care_complaint_steps_complaint_id_fkey")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f("care_complaint_steps_made_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("care_complaint_steps_pkey")),
    )
    op.create_index(
        op.f("care_complaint_steps_complaint_id_id_idx"),
        "care_complaint_steps",
        ["complaint_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("care_complaint_steps_made_by_idx"), "care_complaint_steps", ["made_by"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("care_complaint_steps_made_by_idx"), table_name="care_complaint_steps")
    op.drop_index(op.f("care_complaint_steps_complaint_id_id_idx"), table_name="care_complaint_steps")
    op.drop_table("care_complaint_steps")
    op.drop_index(
        op.f("care_complaints_visit_id_idx"),
        table_name="care_complaints",
        postgresql_where=sa.text("visit_id IS NOT NULL"),
    )
    op.drop_index(op.f("care_complaints_region_code_id_idx"), table_name="care_complaints")
    op.drop_index(op.f("care_complaints_organisation_id_id_idx"), table_name="care_complaints")
    op.drop_index(op.f("care_complaints_elder_id_id_idx"), table_name="care_complaints")
    op.drop_index(
        "care_complaints_due_idx",
        table_name="care_complaints",
        postgresql_where=sa.text("status IN ('open', 'answered', 'reopened')"),
    )
    op.drop_index(op.f("care_complaints_created_by_idx"), table_name="care_complaints")
    op.drop_table("care_complaints")
