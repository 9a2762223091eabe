"""The tables of care_caregivers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "caregivers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("skills", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("home_base_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("caregivers_account_id_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("caregivers_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("caregivers_pkey")),
        sa.UniqueConstraint("account_id", name=op.f("caregivers_account_id_key")),
    )
    op.create_index(
        op.f("caregivers_organisation_id_id_idx"), "caregivers", ["organisation_id", "id"], unique=False
    )
    op.create_table(
        "caregiver_absences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sick",
                "leave",
                "training",
                "other",
                name="absencekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("caregiver_id"), "="),
            (sa.text("tstzrange(starts_at, ends_at, '[)')"), "&&"),
            where=sa.text("cancelled_at IS NULL"),
            using="gist",
            name="caregiver_absences_no_overlap",
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("caregiver_absences_stretch_check")),
        sa.ForeignKeyConstraint(
            ["caregiver_id"], ["caregivers.id"], name=op.f("caregiver_absences_caregiver_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["accounts.id"], name=op.f("caregiver_absences_recorded_by_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("caregiver_absences_pkey")),
    )
    op.create_index(
        op.f("caregiver_absences_caregiver_id_starts_at_id_idx"),
        "caregiver_absences",
        ["caregiver_id", "starts_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("caregiver_absences_recorded_by_idx"), "caregiver_absences", ["recorded_by"], unique=False
    )
    op.create_table(
        "caregiver_certificates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column("skill", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("issued_on <= expires_on", name=op.f("caregiver_certificates_days_check")),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["files.id"], name=op.f("caregiver_certificates_attachment_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["caregiver_id"],
            ["caregivers.id"],
            name=op.f("caregiver_certificates_caregiver_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("caregiver_certificates_pkey")),
        sa.UniqueConstraint(
            "caregiver_id",
            "skill",
            "number",
            name=op.f("caregiver_certificates_caregiver_id_skill_number_key"),
        ),
    )
    op.create_index(
        op.f("caregiver_certificates_attachment_id_idx"),
        "caregiver_certificates",
        ["attachment_id"],
        unique=False,
    )
    op.create_index(
        op.f("caregiver_certificates_expires_on_idx"), "caregiver_certificates", ["expires_on"], unique=False
    )
    op.create_table(
        "caregiver_shifts",
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "starts BETWEEN 0 AND 1439 AND ends > starts AND ends <= 2160",
            name=op.f("caregiver_shifts_stretch_check"),
        ),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("caregiver_shifts_weekday_check")),
        sa.ForeignKeyConstraint(
            ["caregiver_id"],
            ["caregivers.id"],
            name=op.f("caregiver_shifts_caregiver_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("caregiver_id", "weekday", "starts", name=op.f("caregiver_shifts_pkey")),
    )


def downgrade() -> None:
    op.drop_table("caregiver_shifts")
    op.drop_index(op.f("caregiver_certificates_expires_on_idx"), table_name="caregiver_certificates")
    op.drop_index(op.f("caregiver_certificates_attachment_id_idx"), table_name="caregiver_certificates")
    op.drop_table("caregiver_certificates")
    op.drop_index(op.f("caregiver_absences_recorded_by_idx"), table_name="caregiver_absences")
    op.drop_index(op.f("caregiver_absences_caregiver_id_starts_at_id_idx"), table_name="caregiver_absences")
    op.drop_table("caregiver_absences")
    op.drop_index(op.f("caregivers_organisation_id_id_idx"), table_name="caregivers")
    op.drop_table("caregivers")
